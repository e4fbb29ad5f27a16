import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { CAUSES, type Cause } from './model.ts'

export type CauseQuestion = {
  cause: Cause
  position: number
  question_id: string
  question_en: string
  /** The answer (true: yes) that speaks for the cause. */
  points_to: boolean
  asked: boolean
  source: string
  verified: boolean
  /** Null where the words are the shipped ones. */
  valid_from: string | null
}

export function questionKey({ cause, position }: Pick<CauseQuestion, 'cause' | 'position'>): string {
  return `${cause}-${position}`
}

/** The checklist of a date, also what is not asked; as it was known at an instant, where one is given. */
export async function listCauseQuestions(db: Db, scope: Scope, on: string, known?: Date): Promise<CauseQuestion[]> {
  const { rows } = await sql<CauseQuestion>`
    with own as (
      select distinct on (cause, position) cause, position, question_id, question_en, points_to, asked, source, verified,
        valid_from
      from signals.cause_question where institution_id = ${scope.institution} and valid_from <= ${on}
        and at <= coalesce(${known ?? null}::timestamptz, 'infinity')
      order by cause, position, valid_from desc, at desc, id desc)
    select * from own
    union all
    select cause, position, question_id, question_en, points_to, true, source, verified, null
    from signals.question_standard s
    where not exists (select from own o where o.cause = s.cause and o.position = s.position)`.execute(db)
  return rows.sort((a, b) => CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause) || a.position - b.position)
}

/** The place of a new question of this cause: after every one that ever was, and is planned. */
export async function nextPosition(db: Db, scope: Scope<'signal.rules'>, cause: Cause): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select 1 + greatest(
      (select max(position) from signals.cause_question
       where institution_id = ${scope.institution} and cause = ${cause}::signals.cause),
      (select max(position) from signals.question_standard where cause = ${cause}::signals.cause), 0)::int as next`.execute(
    db,
  )
  return rows[0]!.next
}

export type NewQuestion = Omit<CauseQuestion, 'valid_from'> & { valid_from: string }

export async function putQuestion(db: Db, scope: Scope<'signal.rules'>, now: Date, item: NewQuestion): Promise<void> {
  await sql`
    insert into signals.cause_question (institution_id, id, cause, position, question_id, question_en, points_to, asked,
      valid_from, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${item.cause}::signals.cause, ${item.position}, ${item.question_id},
      ${item.question_en}, ${item.points_to}, ${item.asked}, ${item.valid_from}, ${item.source}, ${item.verified},
      ${scope.account}, ${now})`.execute(db)
}

export type QuestionChange = NewQuestion & { at: Date; by: string | null; replaced: boolean }

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listQuestionChanges(db: Db, scope: Scope): Promise<QuestionChange[]> {
  const { rows } = await sql<QuestionChange>`
    select q.cause, q.position, q.question_id, q.question_en, q.points_to, q.asked, q.source, q.verified, q.valid_from,
      q.at, a.name as by,
      row_number() over (partition by q.cause, q.position, q.valid_from order by q.at desc, q.id desc) > 1 as replaced
    from signals.cause_question q
    left join people.account a on a.institution_id = q.institution_id and a.id = q.account_id
    where q.institution_id = ${scope.institution} order by q.at desc, q.id desc limit 300`.execute(db)
  return rows
}
