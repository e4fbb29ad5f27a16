import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { TransactionOutcome } from './transaction-model.ts'

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
