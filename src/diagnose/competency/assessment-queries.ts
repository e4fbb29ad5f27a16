import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { CycleState } from './model.ts'

export type CycleRow = { id: string; name: string; opens_on: string; closes_on: string; state: CycleState }
export type AssessmentKind = 'self' | 'superior'

export async function listCycles(
  db: Db,
  scope: Scope<'competency.manage'>,
): Promise<(CycleRow & { self: number; superior: number })[]> {
  const { rows } = await sql<CycleRow & { self: number; superior: number }>`
    select c.id, c.name, c.opens_on, c.closes_on, c.state,
      (select count(*)::int from competency.assessment a where a.institution_id = c.institution_id and a.cycle_id = c.id
        and a.kind = 'self' and a.state = 'submitted') as self,
      (select count(*)::int from competency.assessment a where a.institution_id = c.institution_id and a.cycle_id = c.id
        and a.kind = 'superior' and a.state = 'submitted') as superior
    from competency.cycle c where c.institution_id = ${scope.institution} order by c.opens_on desc, c.id desc limit ${MOST_LISTED}`.execute(
    db,
  )
  return rows
}

export async function findCycle(db: Db, scope: Scope, id: string): Promise<CycleRow | undefined> {
  const { rows } = await sql<CycleRow>`
    select id, name, opens_on, closes_on, state from competency.cycle
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

/** Cycles that take answers on the day. */
export async function listOpenCycles(db: Db, scope: Scope, day: string): Promise<CycleRow[]> {
  const { rows } = await sql<CycleRow>`
    select id, name, opens_on, closes_on, state from competency.cycle
    where institution_id = ${scope.institution} and state = 'open' and opens_on <= ${day} and closes_on >= ${day}
    order by closes_on, id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function insertCycle(
  db: Db,
  scope: Scope,
  now: Date,
  cycle: { name: string; opens_on: string; closes_on: string; state: CycleState },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into competency.cycle (institution_id, id, name, opens_on, closes_on, state, created_at)
    values (${scope.institution}, ${id}, ${cycle.name}, ${cycle.opens_on}, ${cycle.closes_on}, ${cycle.state}, ${now})`.execute(
    db,
  )
  return id
}

export async function setCycleState(
  db: Db,
  scope: Scope<'competency.manage'>,
  id: string,
  state: CycleState,
): Promise<void> {
  await sql`
    update competency.cycle set state = ${state} where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function lockCycle(db: Db, scope: Scope, id: string): Promise<CycleRow | undefined> {
  const { rows } = await sql<CycleRow>`
    select id, name, opens_on, closes_on, state from competency.cycle
    where institution_id = ${scope.institution} and id = ${id} for update`.execute(db)
  return rows[0]
}

/** Who the employee answers to on a day, by the dated assignment. */
export async function findSuperiorOn(db: Db, scope: Scope, employeeId: string, day: string): Promise<string | null> {
  const { rows } = await sql<{ superior_id: string | null }>`
    select superior_id from people.assignment
    where institution_id = ${scope.institution} and employee_id = ${employeeId}
      and valid_from <= ${day} and (valid_to is null or valid_to > ${day})
    order by valid_from desc limit 1`.execute(db)
  return rows[0]?.superior_id ?? null
}

export type SubordinateRow = {
  id: string
  name: string
  position: string
  unit: string
  below: number
  assessed: number
}

/** The people who answer to this person on the day, with how many of their levels are below the standard. */
export async function listSubordinates(db: Db, scope: Scope<'self'>, day: string): Promise<SubordinateRow[]> {
  const { rows } = await sql<SubordinateRow>`
    select e.id, e.name, p.title as position, u.name as unit,
      (count(*) filter (where c.level < s.required_level))::int as below, count(c.level)::int as assessed
    from people.assignment a
    join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id and e.active
    join organization.position p on p.institution_id = a.institution_id and p.id = a.position_id
    join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
    left join competency.standard s on s.institution_id = a.institution_id and s.position_id = a.position_id
      and s.valid_from <= ${day} and (s.valid_to is null or s.valid_to > ${day})
    left join competency.current_level c on c.institution_id = a.institution_id and c.employee_id = e.id
      and c.competency_id = s.competency_id
    where a.institution_id = ${scope.institution} and a.superior_id = ${scope.employee}
      and a.valid_from <= ${day} and (a.valid_to is null or a.valid_to > ${day})
    group by e.id, e.name, p.title, u.name order by e.name, e.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type AssessmentRow = {
  id: string
  cycle_id: string
  employee_id: string
  assessor_id: string
  kind: AssessmentKind
  state: 'open' | 'submitted'
  saved_at: Date
  submitted_at: Date | null
}

/** What was written in a cycle about a person: the signed-in person's own draft, or what was handed in. */
export async function findAssessment(
  db: Db,
  scope: Scope<'self'>,
  cycleId: string,
  employeeId: string,
  kind: AssessmentKind,
): Promise<AssessmentRow | undefined> {
  const { rows } = await sql<AssessmentRow>`
    select id, cycle_id, employee_id, assessor_id, kind, state, saved_at, submitted_at from competency.assessment
    where institution_id = ${scope.institution} and cycle_id = ${cycleId} and employee_id = ${employeeId} and kind = ${kind}
      and (state = 'submitted' or assessor_id = ${scope.employee})
    order by state desc limit 1`.execute(db)
  return rows[0]
}

/** State of every assessment by this person in these cycles, for the lists of what is still to do. */
export async function listOwnAssessments(
  db: Db,
  scope: Scope<'self'>,
  cycles: readonly string[],
): Promise<AssessmentRow[]> {
  const { rows } = await sql<AssessmentRow>`
    select a.id, a.cycle_id, a.employee_id, a.assessor_id, a.kind, a.state, a.saved_at, a.submitted_at
    from competency.assessment a
    where a.institution_id = ${scope.institution} and a.assessor_id = ${scope.employee}
      and a.cycle_id = any(${cycles}::uuid[]) limit 2000`.execute(db)
  return rows
}

/** Whom this person has not assessed in the cycles open on this day: themselves, and those whose superior they are. */
export async function countUnassessed(
  db: Db,
  scope: Scope<'self'>,
  day: string,
): Promise<{ own: number; below: number }> {
  const { rows } = await sql<{ own: number; below: number }>`
    select (count(*) filter (where p.employee_id = ${scope.employee}))::int as own,
      (count(*) filter (where p.employee_id <> ${scope.employee}))::int as below
    from competency.cycle c
    cross join (
      select ${scope.employee}::uuid as employee_id
      union
      select a.employee_id from people.assignment a
      join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id and e.active
      where a.institution_id = ${scope.institution} and a.superior_id = ${scope.employee}
        and a.valid_from <= ${day} and (a.valid_to is null or a.valid_to > ${day})
    ) p
    where c.institution_id = ${scope.institution} and c.state = 'open' and c.opens_on <= ${day} and c.closes_on >= ${day}
      and not exists (select from competency.assessment x where x.institution_id = c.institution_id and x.cycle_id = c.id
        and x.employee_id = p.employee_id and x.assessor_id = ${scope.employee} and x.state = 'submitted')`.execute(db)
  return rows[0]!
}

export type AnswerRow = { competency_id: string; level: number | null; note: string | null }

export async function listAnswers(db: Db, scope: Scope, assessmentId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select competency_id, level, note from competency.answer
    where institution_id = ${scope.institution} and assessment_id = ${assessmentId}`.execute(db)
  return rows
}

export type NewAssessment = {
  cycle_id: string
  employee_id: string
  assessor_id: string
  kind: AssessmentKind
  submitted: boolean
  answers: readonly { competency_id: string; level: number | undefined; note?: string | undefined }[]
}

/** Saves assessments with their answers over what their assessor saved before; returns their ids in order. */
export async function saveAssessments(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly NewAssessment[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string; ordinal: number }>`
    with saved as (
      insert into competency.assessment (institution_id, id, cycle_id, employee_id, assessor_id, kind, state, saved_at, submitted_at)
      select ${scope.institution}, i.id, i.cycle_id, i.employee_id, i.assessor_id, i.kind,
        case when i.submitted then 'submitted' else 'open' end::competency.assessment_state, ${now},
        case when i.submitted then ${now}::timestamptz end
      from unnest(${items.map(() => newId(now))}::uuid[], ${items.map((item) => item.cycle_id)}::uuid[],
        ${items.map((item) => item.employee_id)}::uuid[], ${items.map((item) => item.assessor_id)}::uuid[],
        ${items.map((item) => item.kind)}::competency.assessment_kind[], ${items.map((item) => item.submitted)}::boolean[])
        as i (id, cycle_id, employee_id, assessor_id, kind, submitted)
      on conflict (institution_id, cycle_id, employee_id, kind, assessor_id) do update
        set state = excluded.state, saved_at = excluded.saved_at, submitted_at = excluded.submitted_at
      returning id, cycle_id, employee_id, kind, assessor_id
    )
    select s.id, i.ordinal::int from saved s join unnest(${items.map((item) => item.cycle_id)}::uuid[],
        ${items.map((item) => item.employee_id)}::uuid[], ${items.map((item) => item.assessor_id)}::uuid[],
        ${items.map((item) => item.kind)}::competency.assessment_kind[]) with ordinality
        as i (cycle_id, employee_id, assessor_id, kind, ordinal)
      using (cycle_id, employee_id, assessor_id, kind) order by i.ordinal`.execute(db)
  const ids = rows.map((row) => row.id)
  const answers = items.flatMap((item, index) => item.answers.map((answer) => ({ ...answer, assessment: ids[index]! })))
  await sql`
    insert into competency.answer (institution_id, assessment_id, competency_id, level, note)
    select ${scope.institution}, i.assessment_id, i.competency_id, i.level, i.note
    from unnest(${answers.map((answer) => answer.assessment)}::uuid[], ${answers.map((answer) => answer.competency_id)}::uuid[],
      ${answers.map((answer) => answer.level ?? null)}::smallint[], ${answers.map((answer) => answer.note ?? null)}::text[])
      as i (assessment_id, competency_id, level, note)
    on conflict (institution_id, assessment_id, competency_id) do update set level = excluded.level, note = excluded.note`.execute(
    db,
  )
  return ids
}
