import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Answered, State } from './model.ts'

export type ChangeRow = {
  entry_id: string
  number: number
  from_state: State
  to_state: State
  happened_on: string
  evidence: string
  link: string
  file_id: string | null
  file_name: string | null
  criteria: Answered[]
  asked_by: string | null
  asker: string | null
  asked_at: Date
  decision: 'accepted' | 'returned' | null
  note: string | null
  reviewer: string | null
  reviewed_at: Date | null
}

/** The changes of one entry in order, each with what was decided about it. */
export async function listChanges(db: Db, scope: Scope, entry: string): Promise<ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select c.entry_id, c.number, c.from_state, c.to_state, c.happened_on, c.evidence, c.link, c.file_id,
      f.name as file_name, c.criteria, c.asked_by, a.name as asker, c.asked_at, r.decision, r.note, p.name as reviewer,
      r.reviewed_at
    from practices.change c
    left join practices.review r on r.institution_id = c.institution_id and r.entry_id = c.entry_id and r.number = c.number
    left join people.account a on a.institution_id = c.institution_id and a.id = c.asked_by
    left join people.account p on p.institution_id = r.institution_id and p.id = r.reviewed_by
    left join platform.file f on f.institution_id = c.institution_id and f.id = c.file_id
    where c.institution_id = ${scope.institution} and c.entry_id = ${entry} order by c.number`.execute(db)
  return rows
}

export type NewChangeRow = Pick<ChangeRow, 'from_state' | 'to_state' | 'happened_on' | 'evidence' | 'link'> & {
  entry: string
  file: string | null
  criteria: readonly Answered[]
}

export async function insertChange(
  db: Db,
  scope: Scope<'practice.manage'>,
  now: Date,
  row: NewChangeRow,
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into practices.change (institution_id, entry_id, number, from_state, to_state, happened_on, evidence, link,
      file_id, criteria, asked_by, asked_at)
    select ${scope.institution}::uuid, ${row.entry}::uuid, coalesce(max(number), 0) + 1, ${row.from_state}::practices.state,
      ${row.to_state}::practices.state, ${row.happened_on}::date, ${row.evidence}, ${row.link}, ${row.file}::uuid,
      ${JSON.stringify(row.criteria)}::jsonb, ${scope.account}::uuid, ${now}::timestamptz
    from practices.change where institution_id = ${scope.institution} and entry_id = ${row.entry}
    returning number`.execute(db)
  return rows[0]!.number
}

export async function insertReview(
  db: Db,
  scope: Scope<'practice.review'>,
  now: Date,
  row: {
    entry: string
    number: number
    decision: 'accepted' | 'returned'
    note: string
    asked_by: string | null
  },
): Promise<void> {
  await sql`
    insert into practices.review (institution_id, entry_id, number, decision, note, asked_by, reviewed_by, reviewed_at)
    values (${scope.institution}, ${row.entry}, ${row.number}, ${row.decision}, ${row.note}, ${row.asked_by},
      ${scope.account}, ${now})`.execute(db)
}

export type ResultRow = {
  entry_id: string
  number: number
  indicator: string
  measure: string
  before: number
  after: number
  measured_on: string
  basis: string
  link: string
}

export async function listResults(db: Db, scope: Scope, entries: readonly string[]): Promise<ResultRow[]> {
  const { rows } = await sql<ResultRow>`
    select entry_id, number, indicator, measure, value_before::float8 as before, value_after::float8 as after,
      measured_on, basis, link
    from practices.result
    where institution_id = ${scope.institution} and entry_id = any(${entries}::uuid[]) order by entry_id, number`.execute(
    db,
  )
  return rows
}

export async function insertResult(
  db: Db,
  scope: Scope<'practice.manage'>,
  now: Date,
  entry: string,
  row: Omit<ResultRow, 'entry_id' | 'number'>,
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into practices.result (institution_id, entry_id, number, indicator, measure, value_before, value_after,
      measured_on, basis, link, added_by, added_at)
    select ${scope.institution}::uuid, ${entry}::uuid, coalesce(max(number), 0) + 1, ${row.indicator}, ${row.measure},
      ${row.before}::numeric, ${row.after}::numeric, ${row.measured_on}::date, ${row.basis}, ${row.link},
      ${scope.account}::uuid, ${now}::timestamptz
    from practices.result where institution_id = ${scope.institution} and entry_id = ${entry}
    returning number`.execute(db)
  return rows[0]!.number
}

export type PersonRow = { employee_id: string; name: string; part: string }

export async function listPeople(db: Db, scope: Scope, entry: string): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    select p.employee_id, e.name, p.part from practices.person p
    join people.employee e on e.institution_id = p.institution_id and e.id = p.employee_id
    where p.institution_id = ${scope.institution} and p.entry_id = ${entry} order by e.name, e.id`.execute(db)
  return rows
}

export async function putPerson(
  db: Db,
  scope: Scope<'practice.manage' | 'self'>,
  row: { entry: string; employee: string; part: string },
): Promise<void> {
  await sql`
    insert into practices.person (institution_id, entry_id, employee_id, part)
    values (${scope.institution}, ${row.entry}, ${row.employee}, ${row.part})
    on conflict (institution_id, entry_id, employee_id) do update set part = excluded.part`.execute(db)
}

export async function deletePerson(
  db: Db,
  scope: Scope<'practice.manage'>,
  entry: string,
  employee: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from practices.person
    where institution_id = ${scope.institution} and entry_id = ${entry} and employee_id = ${employee}`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

/** Who works in these units now, for a choice. */
export async function listColleagues(db: Db, scope: Scope, units: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; position: string }>`
    select e.id, e.name, p.title as position from people.assignment a
    join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id and e.active
    join organization.position p on p.institution_id = a.institution_id and p.id = a.position_id
    where a.institution_id = ${scope.institution} and a.valid_to is null and a.unit_id = any(${units}::uuid[])
    order by e.name, e.id limit 5000`.execute(db)
  return rows
}
