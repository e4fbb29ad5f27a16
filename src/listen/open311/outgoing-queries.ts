import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'

export type EndpointRow = {
  id: string
  name: string
  url: string
  jurisdiction_id: string
  service_code: string
  active: boolean
}

export async function listEndpoints(db: Db, scope: Scope<'open311.manage'>): Promise<EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
    select id, name, url, jurisdiction_id, service_code, active from open311.endpoint
    where institution_id = ${scope.institution} order by active desc, name limit 200`.execute(db)
  return rows
}

/** False when the name is taken. */
export async function insertEndpoint(
  db: Db,
  scope: Scope<'open311.manage'>,
  row: Omit<EndpointRow, 'active'> & { sealed_key: Buffer; created_at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into open311.endpoint (institution_id, id, name, url, jurisdiction_id, service_code, sealed_key, created_at)
    values (${scope.institution}, ${row.id}, ${row.name}, ${row.url}, ${row.jurisdiction_id}, ${row.service_code},
      ${row.sealed_key}, ${row.created_at})
    on conflict (institution_id, name) do nothing returning id`.execute(db)
  return rows.length > 0
}

/** False when there is no such endpoint in use. */
export async function stopEndpoint(db: Db, scope: Scope<'open311.manage'>, id: string): Promise<boolean> {
  const { rows } = await sql`
    update open311.endpoint set active = false
    where institution_id = ${scope.institution} and id = ${id} and active returning id`.execute(db)
  return rows.length > 0
}

export type ReferredRow = {
  id: string
  code: string
  subject: string
  unit_name: string
  reason: string | null
  at: Date
}

/** Cases beyond our duty that no other server has been sent yet; never a secret one. */
export async function listReferred(db: Db, scope: Scope<'open311.manage'>): Promise<ReferredRow[]> {
  const { rows } = await sql<ReferredRow>`
    select c.id, c.code, c.subject, u.name as unit_name, e.reason, e.at
    from complaints.v_case c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    cross join lateral (select v.reason, v.at from complaints.v_event v
      where v.institution_id = c.institution_id and v.complaint_id = c.id and v.kind = 'referred' order by v.seq desc limit 1) e
    where c.institution_id = ${scope.institution} and c.queue = 2 and c.status = 'referred' and not c.hidden
      and not exists (select 1 from open311.forwarding f
        where f.institution_id = c.institution_id and f.complaint_id = c.id and f.state <> 'failed')
    order by e.at desc, c.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type ForwardingRow = {
  complaint_id: string
  endpoint_id: string
  code: string
  subject: string
  endpoint_name: string
  state: 'waiting' | 'sent' | 'failed'
  remote_id: string | null
  remote_status: string | null
  problem: string | null
  created_at: Date
}

export async function listForwardings(db: Db, scope: Scope<'open311.manage'>): Promise<ForwardingRow[]> {
  const { rows } = await sql<ForwardingRow>`
    select f.complaint_id, f.endpoint_id, c.code, c.subject, p.name as endpoint_name, f.state, f.remote_id,
      f.remote_status, f.problem, f.created_at
    from open311.forwarding f
    join complaints.v_case c on c.institution_id = f.institution_id and c.id = f.complaint_id and not c.hidden
    join open311.endpoint p on p.institution_id = f.institution_id and p.id = f.endpoint_id
    where f.institution_id = ${scope.institution} order by f.created_at desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Notes that a case is to be sent; one that failed is tried afresh. False when it is on its way or there already. */
export async function insertForwarding(
  db: Db,
  scope: Scope<'open311.manage'>,
  now: Date,
  wanted: { complaint: string; endpoint: string },
): Promise<boolean> {
  const { rows } = await sql`
    insert into open311.forwarding as f (institution_id, complaint_id, endpoint_id, state, created_at)
    select ${scope.institution}::uuid, c.id, p.id, 'waiting', ${now}
    from complaints.v_case c
    join open311.endpoint p on p.institution_id = c.institution_id and p.id = ${wanted.endpoint} and p.active
    where c.institution_id = ${scope.institution} and c.id = ${wanted.complaint} and c.status = 'referred' and not c.hidden
    on conflict (institution_id, complaint_id, endpoint_id) do update
      set state = 'waiting', attempts = 0, problem = null, created_at = excluded.created_at
      where f.state = 'failed'
    returning complaint_id`.execute(db)
  return rows.length > 0
}

export type DueRow = {
  complaint_id: string
  endpoint_id: string
  state: 'waiting' | 'sent' | 'failed'
  attempts: number
  remote_id: string | null
  remote_status: string | null
  remote_notes: string | null
  sent_at: Date | null
  polled_at: Date | null
  url: string
  jurisdiction_id: string
  service_code: string
  sealed_key: Buffer
  subject: string
  body: string
  address: string
  units: string[]
}

const due = sql`f.complaint_id, f.endpoint_id, f.state, f.attempts, f.remote_id, f.remote_status, f.remote_notes, f.sent_at, f.polled_at, p.url,
  p.jurisdiction_id, p.service_code, p.sealed_key, c.subject, c.body, coalesce(c.place, u.name) as address,
  array[c.unit_id] as units
  from open311.forwarding f
  join open311.endpoint p on p.institution_id = f.institution_id and p.id = f.endpoint_id and p.active
  join complaints.v_case c on c.institution_id = f.institution_id and c.id = f.complaint_id and not c.hidden
  join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id`

export async function findDue(
  db: Db,
  scope: Scope,
  wanted: { complaint: string; endpoint: string },
): Promise<DueRow | undefined> {
  const { rows } = await sql<DueRow>`
    select ${due} where f.institution_id = ${scope.institution} and f.complaint_id = ${wanted.complaint}
      and f.endpoint_id = ${wanted.endpoint}`.execute(db)
  return rows[0]
}

/** Sent ones that are not closed at the other side, those asked longest ago first. */
export async function listToPoll(db: Db, scope: Scope, most: number): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select ${due} where f.institution_id = ${scope.institution} and f.state = 'sent'
      and lower(coalesce(f.remote_status, 'open')) <> 'closed'
    order by f.polled_at nulls first, f.created_at limit ${most}`.execute(db)
  return rows
}

export async function recordForwarding(
  db: Db,
  scope: Scope,
  row: DueRow,
  change: {
    state: DueRow['state']
    attempts: number
    remote_id: string | null
    remote_status: string | null
    remote_notes?: string | undefined
    problem: string | null
    sent_at?: Date | undefined
    polled_at?: Date | undefined
  },
): Promise<void> {
  await sql`
    update open311.forwarding set state = ${change.state}, attempts = ${change.attempts}, remote_id = ${change.remote_id},
      remote_status = ${change.remote_status}, remote_notes = coalesce(${change.remote_notes ?? null}, remote_notes), problem = ${change.problem},
      sent_at = coalesce(${change.sent_at ?? null}, sent_at), polled_at = coalesce(${change.polled_at ?? null}, polled_at)
    where institution_id = ${scope.institution} and complaint_id = ${row.complaint_id}
      and endpoint_id = ${row.endpoint_id}`.execute(db)
}
