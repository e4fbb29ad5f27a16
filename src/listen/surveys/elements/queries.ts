import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { listGroups, type Selection } from '../queries.ts'
import type { ElementWording } from './model.ts'

/** What the institution set itself, as it holds up to a day; the first row of an element is the one that counts. */
export async function listWordings(db: Db, scope: Scope, until = '9999-12-31'): Promise<ElementWording[]> {
  const rows = await db
    .selectFrom('surveys.element_wording')
    .selectAll()
    .where('institution_id', '=', scope.institution)
    .where('valid_from', '<=', until)
    .orderBy('valid_from', 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1000)
    .execute()
  return rows.map((row) => ({
    element: row.element,
    valid_from: row.valid_from,
    name: { id: row.name_id, en: row.name_en },
    question: { id: row.question_id, en: row.question_en },
    answers: { id: row.answers_id, en: row.answers_en },
    source: row.source,
    verified: row.verified,
    note: row.note,
    own: true,
  }))
}

/** Two who set words wait for each other. */
export async function lockWordings(db: Db, scope: Scope<'survey.rule'>): Promise<ElementWording[]> {
  await db
    .selectFrom('organization.institution')
    .select('id')
    .where('id', '=', scope.institution)
    .forNoKeyUpdate()
    .execute()
  return listWordings(db, scope)
}

export async function insertWording(
  db: Db,
  scope: Scope<'survey.rule'>,
  now: Date,
  wording: Omit<ElementWording, 'own'>,
): Promise<string> {
  const id = newId(now)
  const { name, question, answers, ...row } = wording
  await db
    .insertInto('surveys.element_wording')
    .values({
      ...row,
      name_id: name.id,
      name_en: name.en,
      question_id: question.id,
      question_en: question.en,
      answers_id: answers.id,
      answers_en: answers.en,
      institution_id: scope.institution,
      id,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  return id
}

/** A survey that has begun before this day and is to go on after it. */
export async function findRunningPlan(
  db: Db,
  scope: Scope<'survey.rule'>,
  day: string,
): Promise<{ name: string; last_month: string } | undefined> {
  return db
    .selectFrom('surveys.plan')
    .select(['name', 'last_month'])
    .where('institution_id', '=', scope.institution)
    .where('state', '=', 'active')
    .where('first_month', '<', day)
    .where('last_month', '>=', day)
    .orderBy('last_month', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Words in which answers of a selection were asked: since when they hold, and after what; undefined: the rule's own. */
export type WordingUsed = { from: string | undefined; source: string; verified: boolean }

/** Oldest first; of a few respondents as well, because it tells nothing about them. */
export async function listWordingsUsed(db: Db, scope: Scope, wanted: Selection): Promise<WordingUsed[]> {
  const used = await listGroups(db, scope, wanted, ['wording'])
  const own = used.some(({ value }) => value !== '') ? await listWordings(db, scope) : []
  return used.map(({ value }) => {
    const set = own.filter(
      (row, index) =>
        row.valid_from === value &&
        own.findIndex((other) => other.element === row.element && other.valid_from === value) === index,
    )
    const source = [...new Set(set.map((row) => row.source))].join('; ')
    return { from: value || undefined, source, verified: set.length > 0 && set.every((row) => row.verified) }
  })
}
