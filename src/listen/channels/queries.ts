import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'

export type Setting = {
  secret: Buffer
  mailbox: string | null
  mail_active: boolean
  keep_raw_days: number
  most_per_hour: number
  reply_pause_minutes: number
  /** Under this name the institution's mail server says whether a sender is who they say. */
  authserv_id: string | null
}

export async function findSetting(db: Db, scope: Scope): Promise<Setting | undefined> {
  const { rows } = await sql<Setting>`
    select secret, mailbox, mail_active, keep_raw_days, most_per_hour, reply_pause_minutes, authserv_id from channels.setting
    where institution_id = ${scope.institution}`.execute(db)
  return rows[0]
}

/** Makes the row of settings at first use. */
export async function getSetting(db: Db, scope: Scope, now: Date): Promise<Setting> {
  const known = await findSetting(db, scope)
  if (known) return known
  await sql`insert into channels.setting (institution_id, secret, updated_at)
    values (${scope.institution}, ${randomBytes(32)}, ${now}) on conflict (institution_id) do nothing`.execute(db)
  return (await findSetting(db, scope))!
}

export async function setMailSetting(db: Db, scope: Scope, now: Date, values: Omit<Setting, 'secret'>): Promise<void> {
  await getSetting(db, scope, now)
  await sql`update channels.setting set mailbox = ${values.mailbox}, mail_active = ${values.mail_active},
    keep_raw_days = ${values.keep_raw_days}, most_per_hour = ${values.most_per_hour},
    reply_pause_minutes = ${values.reply_pause_minutes}, authserv_id = ${values.authserv_id}, updated_at = ${now}
    where institution_id = ${scope.institution}`.execute(db)
}

export type FailureChannel = 'email' | 'whatsapp' | 'lapor' | 'letter'

export async function insertFailure(
  db: Db,
  scope: Scope,
  now: Date,
  channel: FailureChannel,
  message: string,
): Promise<void> {
  const words = message.toWellFormed().replaceAll('\u0000', '').slice(0, 500) || '?'
  await sql`insert into channels.failure (institution_id, id, channel, message, at)
    values (${scope.institution}, ${newId(now)}, ${channel}, ${words}, ${now})`.execute(db)
}

export type FailureRow = { channel: FailureChannel; message: string; at: Date }

export const MOST_FAILURES = 20

export async function listFailures(db: Db, scope: Scope<'channel.work'>, most: number): Promise<FailureRow[]> {
  const { rows } = await sql<FailureRow>`
    select channel, message, at from channels.failure where institution_id = ${scope.institution}
    order by at desc limit ${most}`.execute(db)
  return rows
}

/** What no longer has to be kept: raw mails, failures, files of imports that were never taken over. */
export async function forgetOld(db: Db, scope: Scope, now: Date): Promise<void> {
  await sql`update channels.mail m set raw = null from channels.setting s
    where m.institution_id = ${scope.institution} and s.institution_id = m.institution_id and m.raw is not null
      and m.received_at < ${now}::timestamptz - make_interval(days => s.keep_raw_days)`.execute(db)
  await sql`delete from channels.failure where institution_id = ${scope.institution}
    and at < ${now}::timestamptz - interval '30 days'`.execute(db)
  await sql`update channels.lapor_import set lines = '[]' where institution_id = ${scope.institution}
    and applied_at is null and lines <> '[]' and created_at < ${now}::timestamptz - interval '7 days'`.execute(db)
}

/**
 * A report was taken back: nothing here leads to its reporter any more. Its words stay with the case; a messaging contact
 * goes with the last case they have.
 */
export async function forgetReporter(db: Db, scope: Scope, complaintId: string): Promise<void> {
  const mine = sql`institution_id = ${scope.institution} and complaint_id = ${complaintId}`
  await sql`update channels.mail set sender = null, sender_name = null, raw = null, message_id = null where ${mine}`.execute(
    db,
  )
  await sql`delete from channels.thread where ${mine}`.execute(db)
  await sql`delete from channels.undeliverable where ${mine}`.execute(db)
  const { rows } = await sql<{ contact_id: string }>`
    delete from channels.contact_case k where k.institution_id = ${scope.institution} and k.complaint_id = ${complaintId}
    returning k.contact_id`.execute(db)
  const [contact] = rows
  if (!contact) return
  const { rows: others } = await sql`select from channels.contact_case
    where institution_id = ${scope.institution} and contact_id = ${contact.contact_id} limit 1`.execute(db)
  if (others.length > 0) {
    await sql`update channels.contact set complaint_id = null
      where ${mine} and id = ${contact.contact_id}`.execute(db)
    return
  }
  await sql`delete from channels.contact_name
    where institution_id = ${scope.institution} and contact_id = ${contact.contact_id}`.execute(db)
  await sql`update channels.contact set phone = null, name = null, complaint_id = null, dialog = null, dialog_at = null
    where institution_id = ${scope.institution} and id = ${contact.contact_id}`.execute(db)
}

export type RootUnit = { id: string; slug: string; name: string }

/** Where a report goes whose addressee nobody knows yet. */
export async function getRoot(db: Db, scope: Scope): Promise<RootUnit> {
  const { rows } = await sql<RootUnit>`
    select u.id, i.slug, i.name from organization.unit u join organization.institution i on i.id = u.institution_id
    where u.institution_id = ${scope.institution} and u.parent_id is null and u.active_to is null
    order by u.id limit 1`.execute(db)
  if (!rows[0]) throw new Error('the institution has no root unit')
  return rows[0]
}

export type UnitChoice = { id: string; name: string; parent_id: string | null }

export async function listUnitChoices(db: Db, scope: Scope): Promise<UnitChoice[]> {
  const { rows } = await sql<UnitChoice>`
    select id, name, parent_id from organization.unit
    where institution_id = ${scope.institution} and active_to is null order by name, id limit 5000`.execute(db)
  return rows
}
