import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { Absence } from './absence-model.ts'
import { sameMatter } from './sight.ts'

type Handler = Scope<'complaint.handle'>

export type Officer = { id: string; name: string; unit_name: string }

/** Who handles complaints in the units in reach: whom an absence is of, and who can stand in. */
export async function listOfficersInReach(db: Db, scope: Handler, now: Date): Promise<Officer[]> {
  const { rows } = await sql<Officer>`
    select distinct on (a.name, a.id) a.id, a.name, u.name as unit_name
    from roles.grant g
    join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
      and rp.permission = 'complaint.handle'
    join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    join organization.unit u on u.institution_id = g.institution_id and u.id = g.unit_id
    where g.institution_id = ${scope.institution} and g.unit_id = any(${scope.units}::uuid[])
      and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
    order by a.name, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Units this person heads: only there absences of others are theirs to enter. */
export async function listHeadedOfficers(db: Db, scope: Handler, now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ account_id: string }>`
    with recursive headed as (
      select g.unit_id as id from roles.grant g
      join roles.role r on r.institution_id = g.institution_id and r.id = g.role_id
        and r.code = 'unit_head'
      where g.institution_id = ${scope.institution} and g.account_id = ${scope.account}
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      union
      select u.id from organization.unit u join headed h on u.parent_id = h.id
      where u.institution_id = ${scope.institution}
    )
    select distinct g.account_id from roles.grant g join headed h on h.id = g.unit_id
    where g.institution_id = ${scope.institution} and g.unit_id = any(${scope.units}::uuid[])
      and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})`.execute(db)
  return new Set(rows.map((row) => row.account_id))
}

export type AbsenceRow = {
  id: string
  account_id: string
  name: string
  substitute_name: string
  from_on: string
  to_on: string
  reason: string | null
  hand_over: boolean
  /** Open cases that lie with the person who is away. */
  open_cases: number
}

/** Absences that go on or are to come, of these accounts. */
export async function listAbsences(
  db: Db,
  scope: Handler,
  today: string,
  accounts: readonly string[],
): Promise<AbsenceRow[]> {
  const { rows } = await sql<AbsenceRow>`
    select b.id, b.account_id, a.name, s.name as substitute_name, b.from_on, b.to_on, b.reason, b.hand_over,
      (select count(*)::int from complaints.assignment g
        join complaints.complaint c on c.institution_id = g.institution_id and c.id = g.complaint_id
          and c.queue = any(array[1, 2, 3]::smallint[])
        where g.institution_id = b.institution_id and g.account_id = b.account_id) as open_cases
    from complaints.absence b
    join people.account a on a.institution_id = b.institution_id and a.id = b.account_id
    join people.account s on s.institution_id = b.institution_id and s.id = b.substitute_id
    where b.institution_id = ${scope.institution} and b.account_id = any(${accounts}::uuid[])
      and b.ended_at is null and b.to_on >= ${today}::date
    order by b.from_on, a.name, b.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** False when this person is already away on one of these days. */
export async function insertAbsence(
  db: Db,
  scope: Handler,
  now: Date,
  id: string,
  absence: Absence & { hand_over: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    insert into complaints.absence (institution_id, id, account_id, substitute_id, from_on, to_on, reason, hand_over, created_at)
    select ${scope.institution}, ${id}, ${absence.account}, ${absence.substitute}, ${absence.from_on}, ${absence.to_on},
      ${absence.reason ?? null}, ${absence.hand_over}, ${now}
    where not exists (select from complaints.absence b where b.institution_id = ${scope.institution}
      and b.account_id = ${absence.account} and b.ended_at is null
      and b.from_on <= ${absence.to_on}::date and b.to_on >= ${absence.from_on}::date)
    returning id`.execute(db)
  return rows.length > 0
}

/** Ends it now; undefined when there is none of these accounts. */
export async function endAbsence(
  db: Db,
  scope: Handler,
  now: Date,
  id: string,
  accounts: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{ account_id: string }>`
    update complaints.absence set ended_at = ${now} where institution_id = ${scope.institution} and id = ${id}
      and account_id = any(${accounts}::uuid[]) and ended_at is null returning account_id`.execute(db)
  return rows[0]?.account_id
}

export type HandOver = { id: string; account_id: string; substitute_id: string }

const today = (now: Date) =>
  sql`(select (${now}::timestamptz at time zone i.time_zone)::date from organization.institution i where i.id = b.institution_id)`

/** Absences that have begun and whose cases are still with the person who is away; of one absence, or all. */
export async function lockBegun(db: Db, scope: Scope, now: Date, id: string | null): Promise<HandOver[]> {
  const { rows } = await sql<HandOver>`
    select b.id, b.account_id, b.substitute_id from complaints.absence b
    where b.institution_id = ${scope.institution} and b.hand_over and b.returned_at is null and b.handed_at is null
      and b.ended_at is null and ${today(now)} between b.from_on and b.to_on and (${id}::uuid is null or b.id = ${id}::uuid)
    order by b.id limit 100 for update of b`.execute(db)
  return rows
}

/** Absences that are over and whose cases have not come back. */
export async function lockOver(db: Db, scope: Scope, now: Date, id: string | null): Promise<HandOver[]> {
  const { rows } = await sql<HandOver>`
    select b.id, b.account_id, b.substitute_id from complaints.absence b
    where b.institution_id = ${scope.institution} and b.hand_over and b.returned_at is null and b.handed_at is not null
      and (b.ended_at is not null or b.to_on < ${today(now)}) and (${id}::uuid is null or b.id = ${id}::uuid)
    order by b.id limit 100 for update of b`.execute(db)
  return rows
}

/** Open cases in units this account reaches; those with a conflict of interest do not go to it. */
function mayHold(scope: Scope, account: string, now: Date) {
  return sql`c.queue = any(array[1, 2, 3]::smallint[])
    and c.unit_id in (
      with recursive reach as (
        select g.unit_id as id from roles.grant g
        join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
          and rp.permission = 'complaint.handle'
        join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
        where g.institution_id = c.institution_id and g.account_id = ${account}
          and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
        union
        select u.id from organization.unit u join reach r on u.parent_id = r.id where u.institution_id = c.institution_id
      ) select id from reach)
    and c.id <> all(array${sameMatter(
      scope,
      sql`select r.complaint_id from complaints.recusal r join people.account a on a.institution_id = r.institution_id
        and a.id = ${account} and r.person_id in (a.id, a.employee_id) where r.institution_id = ${scope.institution}`,
    )})`
}

/** Gives what this officer holds to the substitute, and remembers what that was. */
export async function handOver(db: Db, scope: Scope, now: Date, absence: HandOver): Promise<number> {
  const { rows } = await sql`
    with moved as (
      update complaints.assignment g set account_id = ${absence.substitute_id}, by_account = ${scope.account}, at = ${now}
      from complaints.complaint c
      where g.institution_id = ${scope.institution} and g.account_id = ${absence.account_id}
        and c.institution_id = g.institution_id and c.id = g.complaint_id and ${mayHold(scope, absence.substitute_id, now)}
      returning g.complaint_id
    ), marked as (
      update complaints.absence set handed_at = ${now} where institution_id = ${scope.institution} and id = ${absence.id}
    )
    insert into complaints.handed_case (institution_id, absence_id, complaint_id)
    select ${scope.institution}, ${absence.id}, complaint_id from moved returning complaint_id`.execute(db)
  return rows.length
}

/** Gives back what was handed over and still lies open with the substitute. */
export async function giveBack(db: Db, scope: Scope, now: Date, absence: HandOver): Promise<number> {
  const { rows } = await sql`
    with marked as (
      update complaints.absence set returned_at = ${now} where institution_id = ${scope.institution} and id = ${absence.id}
    )
    update complaints.assignment g set account_id = ${absence.account_id}, by_account = ${scope.account}, at = ${now}
    from complaints.complaint c, complaints.handed_case h
    where g.institution_id = ${scope.institution} and g.account_id = ${absence.substitute_id}
      and h.institution_id = g.institution_id and h.absence_id = ${absence.id} and h.complaint_id = g.complaint_id
      and c.institution_id = g.institution_id and c.id = g.complaint_id and ${mayHold(scope, absence.account_id, now)}
    returning g.complaint_id`.execute(db)
  return rows.length
}
