import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { Answer, Conflict, Item, Principle } from '../model.ts'
import { conflictOf } from '../queries.ts'
import type { AssessmentState, AssessmentStep } from './model.ts'

export type AssessmentRow = {
  id: string
  unit_id: string
  unit_name: string
  year: number
  state: AssessmentState
  started_at: Date
  verified_at: Date | null
  /** What stands against the reader's verifying it. */
  conflict: Conflict | null
}

const source = sql`oversight.assessment s
  join organization.unit u on u.institution_id = s.institution_id and u.id = s.unit_id`

function columns(scope: Scope, today: string) {
  return sql`s.id, s.unit_id, u.name as unit_name, s.year, s.state, s.started_at, s.verified_at,
    ${conflictOf(scope.institution, sql`${scope.account}::uuid`, sql`s.unit_id`, today)} as conflict`
}

/** A draft is the unit's own: whoever answers for a unit sees it, others what was handed in. */
function visible(scope: Scope, own: readonly string[]) {
  return sql`s.institution_id = ${scope.institution} and s.unit_id = any(${scope.units}::uuid[])
    and (s.state <> 'draft' or s.unit_id = any(${own}::uuid[]))`
}

export async function listAssessments(
  db: Db,
  scope: Scope<'oversight.read'>,
  own: readonly string[],
  today: string,
  year: number,
): Promise<AssessmentRow[]> {
  const { rows } = await sql<AssessmentRow>`
    select ${columns(scope, today)} from ${source} where ${visible(scope, own)} and s.year = ${year}
    order by u.name, s.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function listYears(db: Db, scope: Scope, own: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct s.year from ${source} where ${visible(scope, own)} order by s.year desc limit 100`.execute(db)
  return rows.map((row) => row.year)
}

export async function findAssessment(
  db: Db,
  scope: Scope,
  own: readonly string[],
  today: string,
  id: string,
): Promise<AssessmentRow | undefined> {
  const { rows } = await sql<AssessmentRow>`
    select ${columns(scope, today)} from ${source} where ${visible(scope, own)} and s.id = ${id}`.execute(db)
  return rows[0]
}

export async function lockAssessment(
  db: Db,
  scope: Scope<'oversight.reply' | 'oversight.examine'>,
  own: readonly string[],
  today: string,
  id: string,
): Promise<AssessmentRow | undefined> {
  await sql`select id from oversight.assessment where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return findAssessment(db, scope, own, today, id)
}

/** The unit's assessment of that year with the questions in force; the one that is there already when it is there. */
export async function beginAssessment(
  db: Db,
  scope: Scope<'oversight.reply'>,
  now: Date,
  unit: string,
  year: number,
  questions: readonly Item[],
): Promise<{ id: string; fresh: boolean }> {
  const id = newId(now)
  const { numAffectedRows } = await sql`
    insert into oversight.assessment (institution_id, id, unit_id, year, started_by, started_at)
    values (${scope.institution}, ${id}, ${unit}, ${year}, ${scope.account}, ${now})
    on conflict (institution_id, unit_id, year) do nothing`.execute(db)
  if (Number(numAffectedRows ?? 0) === 0) {
    const { rows } = await sql<{ id: string }>`
      select id from oversight.assessment
      where institution_id = ${scope.institution} and unit_id = ${unit} and year = ${year}`.execute(db)
    return { id: rows[0]!.id, fresh: false }
  }
  if (questions.length > 0)
    await db
      .insertInto('oversight.assessment_answer')
      .values(
        questions.map(({ area, key, text, source, verified }, index) => ({
          institution_id: scope.institution,
          assessment_id: id,
          principle: area,
          key,
          position: index + 1,
          question: text,
          source,
          verified,
        })),
      )
      .execute()
  return { id, fresh: true }
}

export type AnswerRow = {
  principle: Principle
  key: string
  question: string
  source: string
  verified: boolean
  answer: Answer | null
  note: string
  link: string
  file_id: string | null
  file_name: string | null
}

export async function listAnswers(db: Db, scope: Scope, assessment: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select c.principle, c.key, c.question, c.source, c.verified, c.answer, c.note, c.link, c.file_id, f.name as file_name
    from oversight.assessment_answer c
    left join platform.file f on f.institution_id = c.institution_id and f.id = c.file_id
    where c.institution_id = ${scope.institution} and c.assessment_id = ${assessment} order by c.position, c.key`.execute(
    db,
  )
  return rows
}

export async function putAnswer(
  db: Db,
  scope: Scope<'oversight.reply'>,
  now: Date,
  at: { assessment: string; principle: Principle; key: string },
  given: { answer: Answer; note: string; link: string; file: string | null },
): Promise<void> {
  await sql`
    update oversight.assessment_answer set answer = ${given.answer}, note = ${given.note}, link = ${given.link},
      file_id = coalesce(${given.file}::uuid, file_id), answered_by = ${scope.account}, answered_at = ${now}
    where institution_id = ${scope.institution} and assessment_id = ${at.assessment}
      and principle = ${at.principle} and key = ${at.key}`.execute(db)
}

export type StepRow = {
  number: number
  step: AssessmentStep
  text: string
  made_by: string | null
  who: string | null
  made_at: Date
}

export async function listAssessmentSteps(db: Db, scope: Scope, assessment: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.number, s.step, s.text, s.made_by, a.name as who, s.made_at from oversight.assessment_step s
    left join people.account a on a.institution_id = s.institution_id and a.id = s.made_by
    where s.institution_id = ${scope.institution} and s.assessment_id = ${assessment} order by s.number`.execute(db)
  return rows
}

export async function insertAssessmentStep(
  db: Db,
  scope: Scope<'oversight.reply' | 'oversight.examine'>,
  now: Date,
  row: { assessment: string; step: AssessmentStep; state: AssessmentState; text: string },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into oversight.assessment_step (institution_id, assessment_id, number, step, text, made_by, made_at)
    select ${scope.institution}::uuid, ${row.assessment}::uuid, coalesce(max(number), 0) + 1,
      ${row.step}::oversight.assessment_step_kind, ${row.text}, ${scope.account}::uuid, ${now}::timestamptz
    from oversight.assessment_step where institution_id = ${scope.institution} and assessment_id = ${row.assessment}
    returning number`.execute(db)
  await sql`update oversight.assessment set state = ${row.state},
      verified_at = ${row.state === 'verified' ? now : null}::timestamptz
    where institution_id = ${scope.institution} and id = ${row.assessment}`.execute(db)
  return rows[0]!.number
}

/** Whether whoever reads has answered a question of it or handed it in. */
export async function hasAnswered(db: Db, scope: Scope<'oversight.examine'>, assessment: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from oversight.assessment_answer
        where institution_id = ${scope.institution} and assessment_id = ${assessment} and answered_by = ${scope.account})
      or exists (select from oversight.assessment_step where institution_id = ${scope.institution}
        and assessment_id = ${assessment} and step = 'submitted' and made_by = ${scope.account}) as found`.execute(db)
  return rows[0]!.found
}

export type ResultRow = { unit_id: string; unit_name: string; year: number; principle: Principle; answer: Answer }

/** Verified answers without their texts: of one unit over the years, or of one year over the units. */
export async function listResults(db: Db, scope: Scope, of: { unit: string } | { year: number }): Promise<ResultRow[]> {
  const which = 'unit' in of ? sql`s.unit_id = ${of.unit}` : sql`s.year = ${of.year}`
  const { rows } = await sql<ResultRow>`
    select s.unit_id, u.name as unit_name, s.year, c.principle, c.answer
    from ${source}
    join oversight.assessment_answer c on c.institution_id = s.institution_id and c.assessment_id = s.id
    where s.institution_id = ${scope.institution} and s.state = 'verified' and ${which}
    order by s.year desc, u.name, c.position limit 200000`.execute(db)
  return rows
}

/** The years of which everybody may see verified results, newest first. */
export async function listVerifiedYears(db: Db, scope: Scope): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct year from oversight.assessment
    where institution_id = ${scope.institution} and state = 'verified' order by year desc limit 100`.execute(db)
  return rows.map((row) => row.year)
}
