import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { timelessId } from '../../platform/id.ts'
import type { Announcement } from '../../platform/slice.ts'

type Managing = Scope<'webhook.manage'>

export type TypeRow = { code: string; title_id: string; title_en: string }

export async function listTypes(db: Db, _scope: Managing): Promise<TypeRow[]> {
  return db.selectFrom('webhooks.type').select(['code', 'title_id', 'title_en']).orderBy('code').limit(200).execute()
}

/** The same vocabulary for every institution. */
export async function listAnnouncements(db: Db): Promise<Announcement[]> {
  const rows = await db.selectFrom('webhooks.type').selectAll().orderBy('code').execute()
  return rows.map((row) => ({
    code: row.code,
    title: { id: row.title_id, en: row.title_en },
    fields: row.fields,
  }))
}

export type EndpointRow = {
  id: string
  name: string
  url: string
  types: string[]
  active: boolean
  stopped_reason: string | null
  failing_since: Date | null
  created_at: Date
}

const ENDPOINT = ['id', 'name', 'url', 'types', 'active', 'stopped_reason', 'failing_since', 'created_at'] as const

export async function listEndpoints(db: Db, scope: Managing): Promise<EndpointRow[]> {
  return db
    .selectFrom('webhooks.endpoint')
    .select(ENDPOINT)
    .where('institution_id', '=', scope.institution)
    .orderBy('created_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

export async function findEndpoint(db: Db, scope: Managing, id: string): Promise<EndpointRow | undefined> {
  return db
    .selectFrom('webhooks.endpoint')
    .select(ENDPOINT)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function insertEndpoint(
  db: Db,
  scope: Managing,
  endpoint: { id: string; name: string; url: string; types: string[]; secret: Buffer; created_at: Date },
): Promise<void> {
  await db
    .insertInto('webhooks.endpoint')
    .values({ ...endpoint, institution_id: scope.institution, active: true, created_by: scope.account })
    .execute()
}

export async function setEndpoint(
  db: Db,
  scope: Managing,
  id: string,
  changes: Partial<{
    name: string
    url: string
    types: string[]
    active: boolean
    stopped_reason: string | null
    failing_since: Date | null
  }>,
): Promise<boolean> {
  const done = await db
    .updateTable('webhooks.endpoint')
    .set(changes)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(done.numUpdatedRows) > 0
}

/** The secret until now keeps signing until `until`, beside the new one. */
export async function changeSecret(db: Db, scope: Managing, id: string, secret: Buffer, until: Date): Promise<boolean> {
  const { rows } = await sql`
    update webhooks.endpoint set old_secret = secret, old_secret_until = ${until}, secret = ${secret}
    where institution_id = ${scope.institution} and id = ${id} returning id`.execute(db)
  return rows.length > 0
}

export type Happened = { id: string; type: string; at: Date; data: unknown }

/** Messages with a delivery for each active endpoint that wants their type; returns the ids of the deliveries. */
export async function insertMessages(db: Db, scope: Scope, messages: readonly Happened[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with item as (
      select * from json_to_recordset(${JSON.stringify(messages)}::json) as i (id uuid, type text, at timestamptz, data jsonb)
    ), wanted as (
      select i.id as message_id, e.id as endpoint_id from item i
      join webhooks.endpoint e on e.institution_id = ${scope.institution} and e.active and i.type = any(e.types)
    ), m as (
      insert into webhooks.message (institution_id, id, type, at, data)
      select ${scope.institution}::uuid, i.id, i.type, i.at, i.data from item i
      where exists (select from wanted w where w.message_id = i.id)
    )
    insert into webhooks.delivery (institution_id, id, endpoint_id, message_id, state, attempts)
    -- An id made of both, as UUIDv8.
    select ${scope.institution}::uuid,
      overlay(overlay(md5(w.message_id::text || w.endpoint_id::text) placing '8' from 13) placing '8' from 17)::uuid,
      w.endpoint_id, w.message_id, 'waiting', 0 from wanted w
    returning id`.execute(db)
  return rows.map((row) => row.id)
}

/** A delivery to one endpoint, whether or not it asked for this type. */
export async function insertDelivery(db: Db, scope: Scope, endpoint: string, message: Happened): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with m as (
      insert into webhooks.message (institution_id, id, type, at, data)
      values (${scope.institution}, ${message.id}, ${message.type}, ${message.at}, ${JSON.stringify(message.data)}::jsonb)
    )
    insert into webhooks.delivery (institution_id, id, endpoint_id, message_id, state, attempts)
    values (${scope.institution}, ${timelessId()}, ${endpoint}, ${message.id}, 'waiting', 0) returning id`.execute(db)
  return rows[0]!.id
}

/** Whether anybody wants to be told about anything; asked before every change, so it is one index look-up. */
export async function hasEndpoints(db: Db, scope: Scope): Promise<boolean> {
  const { rows } = await sql`
    select from webhooks.endpoint where institution_id = ${scope.institution} and active limit 1`.execute(db)
  return rows.length > 0
}

export type DeliveryRow = {
  id: string
  message_id: string
  type: string
  /** Of an event that is told about no more, none. */
  title_id: string | null
  title_en: string | null
  at: Date
  state: 'waiting' | 'delivered' | 'given_up'
  attempts: number
  next_at: Date | null
  last_at: Date | null
  last_status: number | null
  last_error: string | null
}

/** Newest first; message ids are made in the order of time. */
export async function listDeliveries(
  db: Db,
  scope: Managing,
  endpoint: string,
  filter: { state?: DeliveryRow['state'] | undefined; before?: string | undefined },
  most: number,
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.id, d.message_id, m.type, t.title_id, t.title_en, m.at, d.state, d.attempts, d.next_at, d.last_at, d.last_status, d.last_error
    from webhooks.delivery d
    join webhooks.message m on m.institution_id = d.institution_id and m.id = d.message_id
    left join webhooks.type t on t.code = m.type
    where d.institution_id = ${scope.institution} and d.endpoint_id = ${endpoint}
      and (${filter.state ?? null}::webhooks.delivery_state is null or d.state = ${filter.state ?? null})
      and (${filter.before ?? null}::uuid is null or d.message_id < ${filter.before ?? null}::uuid)
    order by d.message_id desc limit ${most}`.execute(db)
  return rows
}

export type DeliveryDetail = DeliveryRow & { endpoint_id: string; endpoint: string; active: boolean; data: unknown }

export async function findDelivery(db: Db, scope: Managing, id: string): Promise<DeliveryDetail | undefined> {
  const { rows } = await sql<DeliveryDetail>`
    select d.id, d.message_id, m.type, t.title_id, t.title_en, m.at, m.data, d.state, d.attempts, d.next_at, d.last_at, d.last_status,
      d.last_error, d.endpoint_id, e.name as endpoint, e.active
    from webhooks.delivery d
    join webhooks.message m on m.institution_id = d.institution_id and m.id = d.message_id
    left join webhooks.type t on t.code = m.type
    join webhooks.endpoint e on e.institution_id = d.institution_id and e.id = d.endpoint_id
    where d.institution_id = ${scope.institution} and d.id = ${id}`.execute(db)
  return rows[0]
}

export type AttemptRow = {
  seq: number
  at: Date
  milliseconds: number
  status: number | null
  error: string | null
  reply: string | null
}

export async function listAttempts(db: Db, scope: Managing, delivery: string): Promise<AttemptRow[]> {
  return db
    .selectFrom('webhooks.attempt')
    .select(['seq', 'at', 'milliseconds', 'status', 'error', 'reply'])
    .where('institution_id', '=', scope.institution)
    .where('delivery_id', '=', delivery)
    .orderBy('seq', 'desc')
    .limit(100)
    .execute()
}

/** Makes deliveries wait again, with the whole schedule before them; returns the ids that do. */
export async function replayDeliveries(
  db: Db,
  scope: Managing,
  now: Date,
  which: { id: string } | { endpoint: string; since: Date },
  most: number,
): Promise<string[]> {
  // What has failed and waits for hours has failed as well: whoever mended the receiver need not wait with it.
  const failed = sql`d.attempts > 0 and d.next_at > ${now}`
  const chosen =
    'id' in which
      ? sql`d.id = ${which.id} and (d.state <> 'waiting' or (${failed}))`
      : sql`d.endpoint_id = ${which.endpoint} and d.last_at >= ${which.since}
          and (d.state = 'given_up' or (d.state = 'waiting' and ${failed}))`
  const { rows } = await sql<{ id: string }>`
    update webhooks.delivery set state = 'waiting', attempts = 0, next_at = null
    where institution_id = ${scope.institution} and id in (
      select d.id from webhooks.delivery d
      join webhooks.endpoint e on e.institution_id = d.institution_id and e.id = d.endpoint_id and e.active
      where d.institution_id = ${scope.institution} and ${chosen} order by d.message_id limit ${most})
    returning id`.execute(db)
  return rows.map((row) => row.id)
}
