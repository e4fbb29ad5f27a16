import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'

export type PersonRow = {
  id: string
  name: string
  nip: string
  birth_date: string | null
  employment: 'pns' | 'pppk' | 'pppk_part_time'
  unit_id: string
  unit: string
  position: string
  kind: string
  level: string
  superior_id: string | null
}

function people(scope: Scope, where: ReturnType<typeof sql>) {
  return sql<PersonRow>`
    select e.id, e.name, e.nip, e.birth_date, e.employment, a.unit_id, u.name as unit, p.title as position, p.kind, p.level,
      a.superior_id
    from people.assignment a
    join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id and e.active
    join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
    join organization.position p on p.institution_id = a.institution_id and p.id = a.position_id
    where a.institution_id = ${scope.institution} and a.valid_to is null and (${where})
    order by u.name, e.name limit 200000`
}

export async function findPerson(db: Db, scope: Scope, id: string): Promise<PersonRow | undefined> {
  return (await people(scope, sql`a.employee_id = ${id}`).execute(db)).rows[0]
}

/** Everybody in reach born in or before this year, by record or by number. */
export async function listOldest(db: Db, scope: Scope<'talent.read'>, bornUntil: number): Promise<PersonRow[]> {
  const { rows } = await people(
    scope,
    sql`a.unit_id = any(${scope.units as string[]})
      and coalesce(to_char(e.birth_date, 'YYYY'), left(e.nip, 4)) <= ${String(bornUntil)}`,
  ).execute(db)
  return rows
}

export async function listDirect(db: Db, scope: Scope<'self'>): Promise<PersonRow[]> {
  if (!scope.employee) return []
  return (await people(scope, sql`a.superior_id = ${scope.employee}`).execute(db)).rows
}

/** Whether the signed-in employee stands above the other, directly or through others, today. */
export async function isAbove(db: Db, scope: Scope<'self'>, employeeId: string): Promise<boolean> {
  if (!scope.employee) return false
  const { rows } = await sql<{ found: boolean }>`
    with recursive above (id, depth) as (
      select superior_id, 1 from people.assignment
      where institution_id = ${scope.institution} and employee_id = ${employeeId} and valid_to is null
      union all
      select a.superior_id, above.depth + 1 from above join people.assignment a
        on a.institution_id = ${scope.institution} and a.employee_id = above.id and a.valid_to is null
      where above.depth < 12
    )
    select exists (select from above where id = ${scope.employee}) as found`.execute(db)
  return rows[0]!.found
}

export type Colleague = { id: string; name: string; position: string }

/** Those who work in the same unit or right above or beneath it; nothing about them but name and position. */
export async function listColleagues(db: Db, scope: Scope, person: PersonRow): Promise<Colleague[]> {
  const { rows } = await sql<Colleague>`
    select e.id, e.name, p.title as position
    from people.assignment a
    join people.employee e on e.institution_id = a.institution_id and e.id = a.employee_id and e.active
    join organization.position p on p.institution_id = a.institution_id and p.id = a.position_id
    where a.institution_id = ${scope.institution} and a.valid_to is null and e.id <> ${person.id}
      and (a.unit_id = ${person.unit_id} or a.superior_id = ${person.id} or a.employee_id = ${person.superior_id})
    order by e.name, e.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function listProgress(db: Db, scope: Scope, employee: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; done_on: string }>`
    select code, done_on from talent.progress where institution_id = ${scope.institution} and employee_id = ${employee}`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.code, row.done_on]))
}

/** The day a step was done; null takes the tick away. */
export async function setProgress(
  db: Db,
  scope: Scope,
  employee: string,
  code: string,
  day: string | null,
): Promise<void> {
  if (day === null)
    await sql`delete from talent.progress where institution_id = ${scope.institution} and employee_id = ${employee} and code = ${code}`.execute(
      db,
    )
  else
    await sql`
      insert into talent.progress (institution_id, employee_id, code, done_on)
      values (${scope.institution}, ${employee}, ${code}, ${day})
      on conflict (institution_id, employee_id, code) do nothing`.execute(db)
}

export type SuccessorRow = {
  candidate_id: string
  name: string
  position: string | null
  ready: string
  note: string | null
}

export async function listSuccessors(db: Db, scope: Scope, employee: string): Promise<SuccessorRow[]> {
  const { rows } = await sql<SuccessorRow>`
    select s.candidate_id, e.name, p.title as position, s.ready, s.note
    from talent.successor s
    join people.employee e on e.institution_id = s.institution_id and e.id = s.candidate_id
    left join people.assignment a on a.institution_id = e.institution_id and a.employee_id = e.id and a.valid_to is null
    left join organization.position p on p.institution_id = a.institution_id and p.id = a.position_id
    where s.institution_id = ${scope.institution} and s.employee_id = ${employee}
    order by array_position(array['now', 'year', 'later'], s.ready), e.name limit 50`.execute(db)
  return rows
}

export async function putSuccessor(
  db: Db,
  scope: Scope,
  now: Date,
  row: { employee: string; candidate: string; ready: string; note?: string | undefined },
): Promise<void> {
  await sql`
    insert into talent.successor (institution_id, employee_id, candidate_id, ready, note, named_by, named_at)
    values (${scope.institution}, ${row.employee}, ${row.candidate}, ${row.ready}, ${row.note ?? null}, ${scope.account}, ${now})
    on conflict (institution_id, employee_id, candidate_id) do update set ready = excluded.ready, note = excluded.note,
      named_by = excluded.named_by, named_at = excluded.named_at`.execute(db)
}

export async function deleteSuccessor(db: Db, scope: Scope, employee: string, candidate: string): Promise<boolean> {
  const done = await sql`
    delete from talent.successor where institution_id = ${scope.institution} and employee_id = ${employee}
      and candidate_id = ${candidate}`.execute(db)
  return Number(done.numAffectedRows ?? 0) > 0
}

export type TransferRow = {
  id: string
  knowledge: string
  way: string
  to_employee_id: string | null
  to_name: string | null
  due_on: string
  done_on: string | null
}

export async function listTransfers(db: Db, scope: Scope, employee: string): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>`
    select t.id, t.knowledge, t.way, t.to_employee_id, e.name as to_name, t.due_on, t.done_on
    from talent.transfer t
    left join people.employee e on e.institution_id = t.institution_id and e.id = t.to_employee_id
    where t.institution_id = ${scope.institution} and t.employee_id = ${employee}
    order by t.done_on is not null, t.due_on, t.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function insertTransfer(
  db: Db,
  scope: Scope,
  now: Date,
  row: { employee: string; knowledge: string; way: string; to?: string | undefined; due_on: string },
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into talent.transfer (institution_id, id, employee_id, knowledge, way, to_employee_id, due_on, made_by, made_at)
    values (${scope.institution}, ${id}, ${row.employee}, ${row.knowledge}, ${row.way}, ${row.to ?? null}, ${row.due_on},
      ${scope.account}, ${now})`.execute(db)
  return id
}

export async function setTransferDone(
  db: Db,
  scope: Scope,
  employee: string,
  transfer: string,
  day: string | null,
): Promise<boolean> {
  const done = await sql`
    update talent.transfer set done_on = ${day}
    where institution_id = ${scope.institution} and employee_id = ${employee} and id = ${transfer}`.execute(db)
  return Number(done.numAffectedRows ?? 0) > 0
}

export type Prepared = {
  employee_id: string
  successors: number
  transfers: number
  handed_over: number
  overdue: number
}

/** How far the preparation of each of these people is; those without any are missing. */
export async function listPrepared(
  db: Db,
  scope: Scope,
  employees: readonly string[],
  today: string,
): Promise<Map<string, Prepared>> {
  const { rows } = await sql<Prepared>`
    select e.id as employee_id,
      (select count(*) from talent.successor s where s.institution_id = ${scope.institution} and s.employee_id = e.id)::int as successors,
      t.transfers, t.handed_over, t.overdue
    from unnest(${employees as string[]}::uuid[]) as e (id)
    cross join lateral (select count(*)::int as transfers, count(done_on)::int as handed_over,
      (count(*) filter (where done_on is null and due_on < ${today}))::int as overdue
      from talent.transfer t where t.institution_id = ${scope.institution} and t.employee_id = e.id) t`.execute(db)
  return new Map(rows.map((row) => [row.employee_id, row]))
}
