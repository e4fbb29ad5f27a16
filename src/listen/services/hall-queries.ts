import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { CALLED, type TransactionOutcome, WAITING } from './transaction-model.ts'

/** Opens a unit's hall once; its kiosk keeps the address it has. */
export async function openHall(db: Db, scope: Scope<'service.serve'>, unit: string, token: string): Promise<void> {
  await sql`insert into services.hall (institution_id, unit_id, kiosk_token)
    values (${scope.institution}, ${unit}, ${token}) on conflict do nothing`.execute(db)
}

export type Hall = { unit_id: string; unit_name: string; kiosk_token: string }

/** A hall by its unit; anybody may know that it is there. */
export async function findHall(db: Db, scope: Scope, unit: string): Promise<Hall | undefined> {
  const { rows } = await sql<Hall>`
    select h.unit_id, u.name as unit_name, h.kiosk_token from services.hall h
    join organization.unit u on u.institution_id = h.institution_id and u.id = h.unit_id
    where h.institution_id = ${scope.institution} and h.unit_id = ${unit}`.execute(db)
  return rows[0]
}

export type QueueRow = {
  id: string
  service_id: string
  service_name: string
  state: number
  queue_number: number
  desk: string | null
  arrived_at: Date
  called_at: Date | null
  started_at: Date | null
  ended_at: Date | null
  due_at: Date | null
  outcome: TransactionOutcome | null
  officer_id: string | null
}

/** Everybody who took a number in a hall on one day, by number. */
export async function listQueue(db: Db, scope: Scope, unit: string, on: string): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select t.id, t.service_id, s.name as service_name, t.state, t.queue_number, t.desk, t.arrived_at, t.called_at,
      t.started_at, t.ended_at, t.due_at, t.outcome, t.officer_id
    from services.transaction t
    join services.service s on s.institution_id = t.institution_id and s.id = t.service_id
    where t.institution_id = ${scope.institution} and t.unit_id = ${unit} and t.queue_on = ${on}
      and t.queue_number is not null
    order by t.queue_number limit 2000`.execute(db)
  return rows
}

/** Holds the hall, so that two people never get the same number. */
export async function lockHall(db: Db, scope: Scope, unit: string): Promise<void> {
  await sql`select 1 from services.hall where institution_id = ${scope.institution} and unit_id = ${unit} for update`.execute(
    db,
  )
}

export async function lastNumber(db: Db, scope: Scope, unit: string, on: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    select coalesce(max(queue_number), 0) as last from services.transaction
    where institution_id = ${scope.institution} and unit_id = ${unit} and queue_on = ${on}`.execute(db)
  return rows[0]!.last
}

/** Takes the one who has waited longest to a desk; two desks that call at once get two people. */
export async function callNext(
  db: Db,
  scope: Scope<'service.serve'>,
  now: Date,
  unit: string,
  on: string,
  desk: string,
): Promise<{ id: string; queue_number: number } | undefined> {
  const { rows } = await sql<{ id: string; queue_number: number }>`
    update services.transaction set state = 1, called_at = ${now}, desk = ${desk}, officer_id = ${scope.account}
    where institution_id = ${scope.institution} and id = (
      select id from services.transaction where institution_id = ${scope.institution} and unit_id = ${unit}
        and queue_on = ${on} and queue_number is not null and state = 0
      order by queue_number limit 1 for update skip locked)
    returning id, queue_number`.execute(db)
  return rows[0]
}

/** Ends the numbers of days that are over, never called or called and never ended, at the end of their day. */
export async function endDays(db: Db, scope: Scope, today: string): Promise<void> {
  await sql`
    update services.transaction t set state = 3, outcome = 'lapsed', desk = null,
      ended_at = greatest(arrived_at, called_at,
        ((t.queue_on + 1)::timestamp at time zone i.time_zone) - interval '1 second')
    from organization.institution i
    where i.id = t.institution_id and t.institution_id = ${scope.institution} and t.state in (${WAITING}, ${CALLED})
      and t.queue_on < ${today} and t.queue_number is not null`.execute(db)
}

export type OpenTransaction = {
  id: string
  service_id: string
  unit_id: string
  state: number
  channel: 'counter' | 'online' | 'api' | 'import'
  arrived_at: Date
  called_at: Date | null
  started_at: Date | null
  queue_number: number | null
}

/** A transaction of a unit in reach, held until the end of this one. */
export async function lockTransaction(
  db: Db,
  scope: Scope<'service.serve'>,
  id: string,
): Promise<OpenTransaction | undefined> {
  const { rows } = await sql<OpenTransaction>`
    select id, service_id, unit_id, state, channel, arrived_at, called_at, started_at, queue_number from services.transaction
    where institution_id = ${scope.institution} and id = ${id} and unit_id = any(${scope.units}::uuid[])
    for update`.execute(db)
  return rows[0]
}

export async function setProgress(
  db: Db,
  scope: Scope<'service.serve'>,
  id: string,
  to: {
    state: number
    started_at: Date | null
    ended_at: Date | null
    outcome: TransactionOutcome | null
    standard_id: string | null
    due_at: Date | null
    on_time: boolean | null
    leavesDesk: boolean
  },
): Promise<void> {
  await sql`update services.transaction set state = ${to.state}, started_at = ${to.started_at},
      ended_at = ${to.ended_at}, outcome = ${to.outcome}, standard_id = ${to.standard_id}, due_at = ${to.due_at},
      on_time = ${to.on_time}, desk = case when ${to.leavesDesk} then null else desk end,
      officer_id = ${scope.account}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** The units of the institution that have a hall. */
export async function listHalls(db: Db, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ unit_id: string }>`
    select unit_id from services.hall where institution_id = ${scope.institution} limit 5000`.execute(db)
  return rows.map(({ unit_id }) => unit_id)
}

/** Who waits in the halls of these units today, and online requests nobody has ended. */
export async function countWaiting(db: Db, scope: Scope<'service.serve'>, on: string) {
  const { rows } = await sql<{ queue: number; requests: number }>`
    select count(*) filter (where state = ${WAITING} and queue_on = ${on})::int as queue,
      count(*) filter (where channel = 'online')::int as requests
    from services.transaction
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and state < 3`.execute(db)
  return rows[0] ?? { queue: 0, requests: 0 }
}
