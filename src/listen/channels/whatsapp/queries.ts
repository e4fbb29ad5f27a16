import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import type { Dialog } from './dialog.ts'
import type { Delivery } from './model.ts'

export type ProviderRow = {
  graph_url: string
  phone_number_id: string
  display_phone: string | null
  template: string | null
  verify_sealed: Buffer
  secret_sealed: Buffer
  access_sealed: Buffer
  active: boolean
  tested_at: Date | null
  test_result: string | null
}

export async function findProvider(db: Db, scope: Scope): Promise<ProviderRow | undefined> {
  const { rows } = await sql<ProviderRow>`
    select graph_url, phone_number_id, display_phone, template, verify_sealed, secret_sealed, access_sealed, active,
      tested_at, test_result
    from channels.provider where institution_id = ${scope.institution}`.execute(db)
  return rows[0]
}

export async function putProvider(
  db: Db,
  scope: Scope,
  now: Date,
  row: Omit<ProviderRow, 'tested_at' | 'test_result'>,
): Promise<void> {
  await sql`
    insert into channels.provider (institution_id, graph_url, phone_number_id, display_phone, template, verify_sealed,
      secret_sealed, access_sealed, active, updated_at)
    values (${scope.institution}, ${row.graph_url}, ${row.phone_number_id}, ${row.display_phone}, ${row.template},
      ${row.verify_sealed}, ${row.secret_sealed}, ${row.access_sealed}, ${row.active}, ${now})
    on conflict (institution_id) do update set graph_url = excluded.graph_url,
      phone_number_id = excluded.phone_number_id, display_phone = excluded.display_phone, template = excluded.template,
      verify_sealed = excluded.verify_sealed, secret_sealed = excluded.secret_sealed,
      access_sealed = excluded.access_sealed, active = excluded.active, updated_at = excluded.updated_at,
      tested_at = null, test_result = null`.execute(db)
}

export async function setTested(db: Db, scope: Scope, now: Date, result: string): Promise<void> {
  await sql`update channels.provider set tested_at = ${now}, test_result = ${result}
    where institution_id = ${scope.institution}`.execute(db)
}

export type ContactRow = {
  id: string
  phone: string | null
  name: string | null
  complaint_id: string | null
  dialog: Dialog | null
  last_inbound_at: Date | null
}

const contact = sql`c.id, c.phone, c.name, c.complaint_id, c.dialog, c.last_inbound_at`

/** The contact that any of these ids stands for, locked until the end of the transaction. */
export async function lockContact(db: Db, scope: Scope, ids: readonly string[]): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select ${contact} from channels.contact c
    where c.institution_id = ${scope.institution} and c.id = (
      select n.contact_id from channels.contact_name n where n.institution_id = ${scope.institution}
        and n.channel = 'whatsapp' and n.external_id = any(${ids}::text[]) order by n.at desc limit 1)
    for update`.execute(db)
  return rows[0]
}

export async function findContact(db: Db, scope: Scope, id: string): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select ${contact} from channels.contact c where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(
    db,
  )
  return rows[0]
}

export async function insertContact(db: Db, scope: Scope, now: Date, id: string): Promise<void> {
  await sql`insert into channels.contact (institution_id, id, channel, created_at)
    values (${scope.institution}, ${id}, 'whatsapp', ${now})`.execute(db)
}

/** Gives a contact these ids; false for none that is new. An id that belongs to somebody stays theirs. */
export async function insertNames(
  db: Db,
  scope: Scope,
  now: Date,
  contactId: string,
  ids: readonly string[],
): Promise<boolean> {
  const { rows } = await sql`
    insert into channels.contact_name (institution_id, channel, external_id, contact_id, at)
    select ${scope.institution}::uuid, 'whatsapp', name.id, ${contactId}::uuid, ${now}
    from unnest(${ids}::text[]) name (id) on conflict do nothing returning external_id`.execute(db)
  return rows.length > 0
}

/** The id to send to: their number of now, otherwise the newest number, otherwise the newest other id. */
export async function findAddress(db: Db, scope: Scope, contactId: string): Promise<string | undefined> {
  const { rows } = await sql<{ external_id: string }>`
    select n.external_id from channels.contact_name n
    join channels.contact c on c.institution_id = n.institution_id and c.id = n.contact_id
    where n.institution_id = ${scope.institution} and n.contact_id = ${contactId}
    order by (n.external_id = 'wa:' || ltrim(coalesce(c.phone, ''), '+')) desc, (n.external_id like 'wa:%') desc, n.at desc
    limit 1`.execute(db)
  return rows[0]?.external_id
}

export async function setContact(db: Db, scope: Scope, now: Date, row: ContactRow): Promise<void> {
  const dialog = row.dialog === null ? null : JSON.stringify(row.dialog)
  await sql`update channels.contact set phone = ${row.phone}, name = ${row.name}, complaint_id = ${row.complaint_id},
    dialog = ${dialog}::jsonb, dialog_at = ${row.dialog === null ? null : now},
    last_inbound_at = ${row.last_inbound_at}
    where institution_id = ${scope.institution} and id = ${row.id}`.execute(db)
}

export async function insertContactCase(
  db: Db,
  scope: Scope,
  now: Date,
  complaintId: string,
  contactId: string,
): Promise<void> {
  await sql`insert into channels.contact_case (institution_id, complaint_id, contact_id, at)
    values (${scope.institution}, ${complaintId}, ${contactId}, ${now}) on conflict do nothing`.execute(db)
}

export async function findContactOfCase(db: Db, scope: Scope, complaintId: string): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select ${contact} from channels.contact_case k
    join channels.contact c on c.institution_id = k.institution_id and c.id = k.contact_id
    where k.institution_id = ${scope.institution} and k.complaint_id = ${complaintId}`.execute(db)
  return rows[0]
}

/** Contacts that stopped answering in the middle of the questions. */
export async function listSilentDialogs(db: Db, scope: Scope, before: Date): Promise<ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select ${contact} from channels.contact c where c.institution_id = ${scope.institution}
      and c.dialog is not null and c.dialog_at < ${before}
    order by c.dialog_at limit 200 for update skip locked`.execute(db)
  return rows
}

export type MessageRow = {
  id: string
  contact_id: string
  complaint_id: string | null
  outgoing: boolean
  external_id: string | null
  kind: string
  body: string
  media_id: string | null
  media_type: string | null
  media_state: string | null
  event_seq: number | null
  at: Date
  sent_at: Date | null
  error: string | null
}

const message = sql`id, contact_id, complaint_id, outgoing, external_id, kind, body, media_id, media_type, media_state,
  event_seq, at, sent_at, error`

/** False when this message was delivered before. */
export async function insertMessage(db: Db, scope: Scope, row: MessageRow): Promise<boolean> {
  const { rows } = await sql`
    insert into channels.message (institution_id, id, contact_id, complaint_id, outgoing, external_id, kind, body,
      media_id, media_type, media_state, event_seq, at, sent_at, error)
    values (${scope.institution}, ${row.id}, ${row.contact_id}, ${row.complaint_id}, ${row.outgoing}, ${row.external_id},
      ${row.kind}, ${row.body}, ${row.media_id}, ${row.media_type}, ${row.media_state}, ${row.event_seq}, ${row.at},
      ${row.sent_at}, ${row.error})
    on conflict (institution_id, external_id) do nothing returning id`.execute(db)
  return rows.length > 0
}

export async function findMessage(db: Db, scope: Scope, id: string): Promise<MessageRow | undefined> {
  const { rows } = await sql<MessageRow>`
    select ${message} from channels.message where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return rows[0]
}

/** Whether anything is on its way to the provider. */
export async function isSending(db: Db, scope: Scope): Promise<boolean> {
  const { rows } = await sql`
    select 1 from channels.message where institution_id = ${scope.institution} and outgoing and sent_at is null
      and error is null and kind <> 'email' limit 1`.execute(db)
  return rows.length > 0
}

/** Ours, by the name the provider gave it, with what the provider has told of it so far. */
export async function findSent(db: Db, scope: Scope, externalId: string): Promise<SaidRow | undefined> {
  const { rows } = await sql<SaidRow>`
    select ${message}, array(select s.status from channels.message_status s
      where s.institution_id = m.institution_id and s.external_id = m.external_id) as statuses
    from channels.message m where m.institution_id = ${scope.institution} and m.external_id = ${externalId}
      and m.outgoing for update`.execute(db)
  return rows[0]
}

export async function setSent(
  db: Db,
  scope: Scope,
  id: string,
  sent: { kind: string; external_id: string | null; sent_at: Date | null; error: string | null },
): Promise<void> {
  await sql`update channels.message set kind = ${sent.kind}, external_id = ${sent.external_id},
    sent_at = ${sent.sent_at}, error = ${sent.error}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** What was said before the case now belongs to it; answers the messages whose files have to be fetched. */
export async function adoptMessages(db: Db, scope: Scope, contactId: string, complaintId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; wanted: boolean }>`
    update channels.message set complaint_id = ${complaintId}
    where institution_id = ${scope.institution} and contact_id = ${contactId} and complaint_id is null
    returning id, media_state = 'wanted' as wanted`.execute(db)
  return rows.filter((row) => row.wanted).map((row) => row.id)
}

export async function setMessageCase(
  db: Db,
  scope: Scope,
  id: string,
  complaintId: string,
  seq: number | null,
): Promise<void> {
  await sql`update channels.message set complaint_id = ${complaintId}, event_seq = ${seq}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setMediaState(db: Db, scope: Scope, id: string, state: string): Promise<void> {
  await sql`update channels.message set media_state = ${state}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function insertStatus(
  db: Db,
  scope: Scope,
  status: { externalId: string; status: Delivery; at: Date; error: string | undefined },
): Promise<boolean> {
  const { rows } = await sql`insert into channels.message_status (institution_id, external_id, status, at, error)
    values (${scope.institution}, ${status.externalId}, ${status.status}, ${status.at}, ${status.error?.slice(0, 300) ?? null})
    on conflict do nothing returning status`.execute(db)
  return rows.length > 0
}

export type SaidRow = MessageRow & { statuses: Delivery[] }

/** The conversation about a case, oldest first, with everything the channel said about each message; of a long one the newest. */
export async function listConversation(db: Db, scope: Scope, complaintId: string): Promise<SaidRow[]> {
  const { rows } = await sql<SaidRow>`
    select ${message}, coalesce((select json_agg(s.status) from channels.message_status s
      where s.institution_id = m.institution_id and s.external_id = m.external_id), '[]') as statuses
    from channels.message m where m.institution_id = ${scope.institution} and m.complaint_id = ${complaintId}
    order by m.at desc, m.id desc limit ${MOST_LISTED}`.execute(db)
  return rows.reverse()
}

/** Whether exactly this was said to them since then: who sends five voice notes in a row is asked for words once. */
export async function wasSaid(db: Db, scope: Scope, contactId: string, body: string, since: Date): Promise<boolean> {
  const { rows } = await sql`
    select from channels.message where institution_id = ${scope.institution} and contact_id = ${contactId} and outgoing
      and at > ${since} and body = ${body} limit 1`.execute(db)
  return rows.length > 0
}
