import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { StoryText } from './model.ts'

export type StoryRow = Awaited<ReturnType<typeof listStories>>[number]
type Verdict = 'improved' | 'worsened' | 'no_effect' | 'inconclusive'
export type NewStory = StoryText & { signal: string; program: string; result: string; unit: string; verdict: Verdict }

function stories(db: Db, scope: Scope) {
  return db
    .selectFrom('portal.story as s')
    .innerJoin('organization.unit as u', (on) =>
      on.onRef('u.institution_id', '=', 's.institution_id').onRef('u.id', '=', 's.unit_id'),
    )
    .select([
      's.id',
      's.title',
      's.heard',
      's.learned',
      's.changed',
      's.verdict',
      's.published_at',
      's.program_id',
      's.result_id',
      's.withdrawn_at',
      's.unit_id',
      'u.name as unit',
    ])
    .where('s.institution_id', '=', scope.institution)
}

/** Published and not withdrawn, newest first; everybody may read them. */
export async function listStories(db: Db, scope: Scope, limit: number) {
  return stories(db, scope).where('s.withdrawn_at', 'is', null).orderBy('s.published_at', 'desc').limit(limit).execute()
}

export async function findStory(db: Db, scope: Scope, id: string) {
  return stories(db, scope).where('s.id', '=', id).where('s.withdrawn_at', 'is', null).executeTakeFirst()
}

export async function findStoryOfProgram(db: Db, scope: Scope, program: string) {
  return stories(db, scope).where('s.program_id', '=', program).where('s.withdrawn_at', 'is', null).executeTakeFirst()
}

export async function insertStory(db: Db, scope: Scope<'story.publish'>, now: Date, story: NewStory): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('portal.story')
    .values({
      institution_id: scope.institution,
      id,
      signal_id: story.signal,
      program_id: story.program,
      result_id: story.result,
      unit_id: story.unit,
      title: story.title,
      heard: story.heard,
      learned: story.learned,
      changed: story.changed,
      verdict: story.verdict,
      published_at: now,
      published_by: scope.account,
    })
    .execute()
  return id
}

/** False when it is not there, out of reach or withdrawn already. */
export async function withdrawStory(
  db: Db,
  scope: Scope<'story.publish'>,
  id: string,
  reason: string,
  now: Date,
): Promise<boolean> {
  const done = await db
    .updateTable('portal.story')
    .set({ withdrawn_at: now, withdrawn_reason: reason })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .where(({ eb }) => eb('unit_id', '=', eb.fn.any(eb.val(scope.units as string[]))))
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}
