import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { pictureStateOf } from '../../../platform/files.ts'
import { newId } from '../../../platform/id.ts'
import type { FollowUpState, NewFollowUp } from './model.ts'

export type FollowUpRow = Awaited<ReturnType<typeof listFollowUps>>[number]

/** Of the units within reach, what is open and due first. */
export async function listFollowUps(db: Db, scope: Scope<'survey.follow_up'>) {
  return followUps(db, scope)
    .where('f.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
    .orderBy((eb) => eb('f.state', 'in', ['done', 'dropped']))
    .orderBy('f.due_on')
    .orderBy('f.id')
    .limit(MOST_LISTED)
    .execute()
}

/** Those that are due and not done. */
export async function countLateFollowUps(db: Db, scope: Scope<'survey.follow_up'>, today: string): Promise<number> {
  const row = await db
    .selectFrom('surveys.follow_up')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where('unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
    .where('due_on', '<', today)
    .where('state', 'not in', ['done', 'dropped'])
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

export async function findFollowUp(db: Db, scope: Scope<'survey.follow_up' | 'survey.read'>, id: string) {
  return followUps(db, scope)
    .where('f.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
    .where('f.id', '=', id)
    .executeTakeFirst()
}

/** Of these units: all of it for reports, or what is shown to everybody. */
export async function listUnitFollowUps(
  db: Db,
  scope: Scope<'survey.read' | 'public' | 'self'>,
  units: readonly string[],
  only: 'all' | 'shown',
): Promise<FollowUpRow[]> {
  let query = followUps(db, scope).where('f.unit_id', 'in', units.length > 0 ? units : [scope.institution])
  if (only === 'shown') query = query.where('f.shown', '=', true).where('f.state', '<>', 'dropped')
  return query.orderBy('f.due_on', 'desc').orderBy('f.id').limit(MOST_LISTED).execute()
}

/** The evidence of one that is shown to everybody. */
export async function findShownEvidence(db: Db, scope: Scope<'public'>, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('surveys.follow_up')
    .select('evidence_file_id')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where('shown', '=', true)
    .where('state', '<>', 'dropped')
    .executeTakeFirst()
  return row?.evidence_file_id ?? undefined
}

function followUps(db: Db, scope: Scope) {
  return db
    .selectFrom('surveys.follow_up as f')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'f.institution_id').onRef('u.id', '=', 'f.unit_id'),
    )
    .leftJoin('platform.file as e', (join) =>
      join.onRef('e.institution_id', '=', 'f.institution_id').onRef('e.id', '=', 'f.evidence_file_id'),
    )
    .select([
      'f.id',
      'f.unit_id',
      'u.name as unit',
      'f.first_month',
      'f.last_month',
      'f.element',
      'f.action',
      'f.owner',
      'f.due_on',
      'f.state',
      'f.evidence',
      'f.evidence_file_id',
      'f.evidence_link',
      'e.name as file_name',
      'e.type as file_type',
      'e.bytes as file_bytes',
      pictureStateOf('e').as('file_picture'),
      'f.done_on',
      'f.shown',
    ])
    .where('f.institution_id', '=', scope.institution)
}

export async function insertFollowUp(
  db: Db,
  scope: Scope<'survey.follow_up'>,
  now: Date,
  { unit, first_month, last_month, ...row }: NewFollowUp,
  id = newId(now),
): Promise<string> {
  await db
    .insertInto('surveys.follow_up')
    .values({
      ...row,
      institution_id: scope.institution,
      id,
      unit_id: unit,
      first_month: `${first_month}-01`,
      last_month: `${last_month}-01`,
      created_by: scope.account,
      created_at: now,
      changed_at: now,
    })
    .execute()
  return id
}

export async function setFollowUp(
  db: Db,
  scope: Scope<'survey.follow_up'>,
  now: Date,
  id: string,
  change: {
    state: FollowUpState
    due_on: string
    evidence: string
    evidence_link: string
    evidence_file_id: string | null
    shown: boolean
    done_on: string | null
  },
): Promise<void> {
  await db
    .updateTable('surveys.follow_up')
    .set({ ...change, changed_at: now })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}
