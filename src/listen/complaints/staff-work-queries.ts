import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { Privacy } from './model.ts'
import { redact } from './redaction/redact.ts'
import { hiddenFrom, sameMatter } from './sight.ts'

export type Person = { id: string; name: string; email: string | null }

/**
 * Accounts that may read complaints of a unit, by grants there or `above`: whom a case can be given to, and who can be
 * named in a note. Those with a conflict of interest in this case are left out.
 */
export async function listColleagues(
  db: Db,
  scope: Scope,
  now: Date,
  above: readonly string[],
  complaint: string | undefined,
  permission = 'complaint.handle',
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select distinct a.id, a.name, a.email from roles.grant g
    join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
      and rp.permission = ${permission}
    join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    where g.institution_id = ${scope.institution} and g.unit_id = any(${above}::uuid[])
      and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      and not exists (select from complaints.recusal r where r.institution_id = a.institution_id
      and r.complaint_id in ${sameMatter(scope, sql`select ${complaint ?? null}::uuid`)} and r.person_id in (a.id, a.employee_id))
    order by a.name, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Who stands in today for each of these accounts that is away. */
export async function listSubstitutes(
  db: Db,
  scope: Scope,
  today: string,
  accounts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ account_id: string; substitute_id: string }>`
    select distinct on (account_id) account_id, substitute_id from complaints.absence
    where institution_id = ${scope.institution} and account_id = any(${accounts}::uuid[]) and ended_at is null
      and ${today}::date between from_on and to_on
    order by account_id, created_at desc`.execute(db)
  return new Map(rows.map((row) => [row.account_id, row.substitute_id]))
}

export type Away = { to_on: string; name: string }

/** Until when this officer is away, and who stands in. */
export async function findSubstitute(db: Db, scope: Scope, today: string, account: string): Promise<Away | undefined> {
  const { rows } = await sql<Away>`
    select b.to_on, a.name from complaints.absence b
    join people.account a on a.institution_id = b.institution_id and a.id = b.substitute_id
    where b.institution_id = ${scope.institution} and b.account_id = ${account} and b.ended_at is null
      and ${today}::date between b.from_on and b.to_on
    order by b.created_at desc limit 1`.execute(db)
  return rows[0]
}

export async function setAssignee(
  db: Db,
  scope: Scope,
  now: Date,
  complaints: readonly string[],
  account: string | null,
): Promise<void> {
  if (account === null) {
    await sql`delete from complaints.assignment
      where institution_id = ${scope.institution} and complaint_id = any(${complaints}::uuid[])`.execute(db)
    return
  }
  await sql`insert into complaints.assignment (institution_id, complaint_id, account_id, by_account, at)
    select ${scope.institution}::uuid, id, ${account}::uuid, ${scope.account}::uuid, ${now}::timestamptz
    from unnest(${complaints}::uuid[]) id
    on conflict (institution_id, complaint_id) do update
      set account_id = excluded.account_id, by_account = excluded.by_account, at = excluded.at`.execute(db)
}

/** Who has each of these cases now; those nobody has are left out. */
export async function listAssignees(
  db: Db,
  scope: Scope,
  complaints: readonly string[],
): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  const { rows } = await sql<{ complaint: string; id: string; name: string }>`
    select s.complaint_id as complaint, a.id, a.name from complaints.assignment s
    join people.account a on a.institution_id = s.institution_id and a.id = s.account_id
    where s.institution_id = ${scope.institution} and s.complaint_id = any(${complaints}::uuid[])`.execute(db)
  return new Map(rows.map(({ complaint, ...holder }) => [complaint, holder]))
}

/** False when somebody else has it: what one officer took, another does not take unseen. */
export async function takeFree(db: Db, scope: Scope, now: Date, complaint: string): Promise<boolean> {
  const { rows } =
    await sql`insert into complaints.assignment as s (institution_id, complaint_id, account_id, by_account, at)
    values (${scope.institution}, ${complaint}, ${scope.account}, ${scope.account}, ${now})
    on conflict (institution_id, complaint_id) do update set at = s.at where s.account_id = excluded.account_id
    returning 1`.execute(db)
  return rows.length > 0
}

/** False when it was not this person's. */
export async function releaseOwn(db: Db, scope: Scope, complaint: string): Promise<boolean> {
  const { rows } = await sql`delete from complaints.assignment
    where institution_id = ${scope.institution} and complaint_id = ${complaint} and account_id = ${scope.account}
    returning 1`.execute(db)
  return rows.length > 0
}

export async function setWatching(db: Db, scope: Scope, now: Date, complaint: string, account: string, on: boolean) {
  if (on) {
    await sql`insert into complaints.watcher (institution_id, complaint_id, account_id, at)
      values (${scope.institution}, ${complaint}, ${account}, ${now}) on conflict do nothing`.execute(db)
    return
  }
  await sql`delete from complaints.watcher where institution_id = ${scope.institution}
    and complaint_id = ${complaint} and account_id = ${account}`.execute(db)
}

export async function listWatchers(db: Db, scope: Scope, complaint: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select a.id, a.name from complaints.watcher w
    join people.account a on a.institution_id = w.institution_id and a.id = w.account_id
    where w.institution_id = ${scope.institution} and w.complaint_id = ${complaint} order by a.name`.execute(db)
  return rows
}

export type Task = {
  id: string
  complaint_id: string
  unit_id: string
  unit_name: string
  title: string
  due_on: string
  state: 'open' | 'done' | 'waived'
  answer: string | null
  ended_at: Date | null
  ended_name: string | null
}

export async function listTasks(db: Db, scope: Scope, complaint: string): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select t.id, t.complaint_id, t.unit_id, u.name as unit_name, t.title, t.due_on, t.state, t.answer, t.ended_at,
      a.name as ended_name
    from complaints.task t
    join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
    left join people.account a on a.institution_id = t.institution_id and a.id = t.ended_by
    where t.institution_id = ${scope.institution} and t.complaint_id = ${complaint}
    order by t.due_on, t.id`.execute(db)
  return rows
}

export type UnitTask = Task & {
  code: string
  subject: string
  body: string
  coordinator: string
  created_at: Date
  privacy: Privacy
}

/** Open contributions asked of the units in reach, the most urgent first; what they read of the case names nobody. */
export async function listUnitTasks(db: Db, scope: Scope<'complaint.handle'>): Promise<UnitTask[]> {
  const { rows } = await sql<UnitTask>`${unitTask} where t.institution_id = ${scope.institution}
    and t.unit_id = any(${scope.units}::uuid[]) and t.ended_at is null and t.complaint_id <> all(${hiddenFrom(scope)})
    order by t.due_on, t.id limit ${MOST_LISTED}`.execute(db)
  return rows.map(withoutPerson)
}

/** How many of them there are. */
export async function countUnitTasks(db: Db, scope: Scope<'complaint.handle'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from complaints.task
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and ended_at is null
      and complaint_id <> all(${hiddenFrom(scope)})`.execute(db)
  return rows[0]!.count
}

export async function findUnitTask(
  db: Db,
  scope: Scope<'complaint.handle'>,
  id: string,
): Promise<UnitTask | undefined> {
  const { rows } = await sql<UnitTask>`${unitTask} where t.institution_id = ${scope.institution} and t.id = ${id}
    and t.unit_id = any(${scope.units}::uuid[]) and t.complaint_id <> all(${hiddenFrom(scope)})`.execute(db)
  return rows.map(withoutPerson)[0]
}

/** Who did not want to be known is not known to a unit that only helps, even where the words themselves say it. */
function withoutPerson(task: UnitTask): UnitTask {
  return task.privacy === 'open' ? task : { ...task, subject: redact(task.subject), body: redact(task.body) }
}

const unitTask = sql`select t.id, t.complaint_id, t.unit_id, u.name as unit_name, t.title, t.due_on, t.state, t.answer,
  t.ended_at, a.name as ended_name, c.code, c.subject, c.body, co.name as coordinator, t.created_at, c.privacy
  from complaints.task t
  join complaints.complaint c on c.institution_id = t.institution_id and c.id = t.complaint_id
  join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
  join organization.unit co on co.institution_id = c.institution_id and co.id = c.unit_id
  left join people.account a on a.institution_id = t.institution_id and a.id = t.ended_by`

export type NewTask = { id: string; complaint_id: string; unit_id: string; title: string; due_on: string }

export async function insertTasks(db: Db, scope: Scope, now: Date, tasks: readonly NewTask[]): Promise<void> {
  await sql`insert into complaints.task (institution_id, id, complaint_id, unit_id, title, due_on, created_at, created_by)
    select ${scope.institution}::uuid, i.id, i.complaint_id, i.unit_id, i.title, i.due_on, ${now}, ${scope.account}::uuid
    from json_to_recordset(${JSON.stringify(tasks)}::json) as i (id uuid, complaint_id uuid, unit_id uuid, title text,
      due_on date)`.execute(db)
}

/** False when it had ended before. */
export async function endTask(
  db: Db,
  scope: Scope,
  now: Date,
  task: { id: string; complaint: string; state: 'done' | 'waived'; answer: string },
): Promise<boolean> {
  const { rows } =
    await sql`update complaints.task set state = ${task.state}, answer = ${task.answer}, ended_at = ${now},
      ended_by = ${scope.account}
    where institution_id = ${scope.institution} and id = ${task.id} and complaint_id = ${task.complaint}
      and ended_at is null returning id`.execute(db)
  return rows.length > 0
}
