import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type Due = {
  id: string
  message_id: string
  attempts: number
  type: string
  at: Date
  data: unknown
  endpoint_id: string
  url: string
  name: string
  active: boolean
  secret: Buffer
  old_secret: Buffer | null
  old_secret_until: Date | null
  failing_since: Date | null
  created_by: string | null
}

/** A delivery that still waits, with all that is needed to send it. */
export async function findDue(db: Db, scope: Scope, id: string): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select d.id, d.message_id, d.attempts, m.type, m.at, m.data, d.endpoint_id, e.url, e.name, e.active, e.secret,
      e.old_secret, e.old_secret_until, e.failing_since, e.created_by
    from webhooks.delivery d
    join webhooks.message m on m.institution_id = d.institution_id and m.id = d.message_id
    join webhooks.endpoint e on e.institution_id = d.institution_id and e.id = d.endpoint_id
    where d.institution_id = ${scope.institution} and d.id = ${id} and d.state = 'waiting'`.execute(db)
  return rows[0]
}

export type Attempted = {
  at: Date
  milliseconds: number
  status: number | null
  error: string | null
  reply: string | null
}

/** The log line of an attempt and what follows from it. False when somebody else recorded this attempt already. */
export async function recordAttempt(
  db: Db,
  scope: Scope,
  due: Pick<Due, 'id' | 'attempts' | 'endpoint_id'>,
  attempt: Attempted,
  after: { state: 'waiting' | 'delivered' | 'given_up'; next_at: Date | null },
): Promise<boolean> {
  const { rows } = await sql`
    with d as (
      update webhooks.delivery set attempts = attempts + 1, state = ${after.state}::webhooks.delivery_state,
        next_at = ${after.next_at}, last_at = ${attempt.at}, last_status = ${attempt.status}, last_error = ${attempt.error}
      where institution_id = ${scope.institution} and id = ${due.id} and attempts = ${due.attempts} and state = 'waiting'
      returning id
    ), e as (
      update webhooks.endpoint
      set failing_since = case when ${after.state} = 'delivered' then null else coalesce(failing_since, ${attempt.at}) end
      where institution_id = ${scope.institution} and id = ${due.endpoint_id} and exists (select from d)
        and (${after.state} <> 'delivered' or failing_since is not null)
    )
    insert into webhooks.attempt (institution_id, delivery_id, seq, at, milliseconds, status, error, reply)
    select ${scope.institution}::uuid, d.id, 1 + coalesce((
        select max(a.seq) from webhooks.attempt a where a.institution_id = ${scope.institution} and a.delivery_id = d.id), 0),
      ${attempt.at}, ${attempt.milliseconds}, ${attempt.status}, ${attempt.error}, ${attempt.reply}
    from d returning seq`.execute(db)
  return rows.length > 0
}

/** Stops an endpoint and gives up what waits for it; a person can start it again and repeat. False when it stood still. */
export async function stopEndpoint(db: Db, scope: Scope, id: string, reason: 'gone' | 'failing'): Promise<boolean> {
  const { rows } = await sql`
    with e as (
      update webhooks.endpoint set active = false, stopped_reason = ${reason}
      where institution_id = ${scope.institution} and id = ${id} and active returning id
    ), d as (
      update webhooks.delivery set state = 'given_up', next_at = null
      where institution_id = ${scope.institution} and endpoint_id = ${id} and state = 'waiting'
    )
    select id from e`.execute(db)
  return rows.length > 0
}

/** Deliveries that should have been sent a while ago: their job was lost with a restored queue or a stopped worker. */
export async function listForgotten(db: Db, scope: Scope, before: Date, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from webhooks.delivery d
    join webhooks.message m on m.institution_id = d.institution_id and m.id = d.message_id
    where d.institution_id = ${scope.institution} and d.state = 'waiting' and coalesce(d.next_at, m.at) < ${before}
    order by d.id limit ${most}`.execute(db)
  return rows.map((row) => row.id)
}

export async function deleteOld(db: Db, scope: Scope, before: Date): Promise<void> {
  await sql`
    with old as (select id from webhooks.message where institution_id = ${scope.institution} and at < ${before} limit 5000),
    d as (delete from webhooks.delivery where institution_id = ${scope.institution} and message_id in (select id from old))
    select`.execute(db)
  await sql`
    delete from webhooks.message m where m.institution_id = ${scope.institution} and m.at < ${before}
      and not exists (select from webhooks.delivery d where d.institution_id = m.institution_id and d.message_id = m.id)
  `.execute(db)
}
