import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { idHash } from './tokens.ts'

export type MailState = 'accepted' | 'ignored' | 'bounce' | 'quarantine' | 'rejected'

export type NewMail = {
  id: string
  fingerprint: Buffer
  message_id: string | null
  sender: string | null
  sender_name: string | null
  subject: string
  words: string
  received_at: Date
  raw: Buffer
  raw_bytes: number
}

export type KnownMail = { id: string; state: MailState; complaint_id: string | null }

/** Undefined when it is new; otherwise what became of it. One that is being taken elsewhere is waited for. */
export async function insertMail(db: Db, scope: Scope, mail: NewMail): Promise<KnownMail | undefined> {
  const inserted = await sql`
    insert into channels.mail (institution_id, id, fingerprint, state, reason, message_id, sender, sender_name, subject,
      words, received_at, raw, raw_bytes)
    values (${scope.institution}, ${mail.id}, ${mail.fingerprint}, 'quarantine', 'under_way', ${mail.message_id},
      ${mail.sender}, ${mail.sender_name}, ${mail.subject}, ${mail.words}, ${mail.received_at}, ${mail.raw},
      ${mail.raw_bytes})
    on conflict (institution_id, fingerprint) do nothing returning id`.execute(db)
  if (inserted.rows.length > 0) return undefined
  const { rows } = await sql<KnownMail>`
    select id, state, complaint_id from channels.mail
    where institution_id = ${scope.institution} and fingerprint = ${mail.fingerprint}`.execute(db)
  return rows[0]
}

export type MailOutcome = {
  state: MailState
  reason: string | null
  complaint_id: string | null
  suggested_id: string | null
  matter?: Matter | undefined
  remarks: readonly string[]
}

/** What else than a case a mail answers to. */
export type Matter = { matter: string; id: string }

export async function setMailOutcome(db: Db, scope: Scope, id: string, outcome: MailOutcome): Promise<void> {
  await sql`update channels.mail set state = ${outcome.state}::channels.mail_state, reason = ${outcome.reason},
    complaint_id = ${outcome.complaint_id}, suggested_id = ${outcome.suggested_id},
    matter = ${outcome.matter?.matter ?? null}, matter_id = ${outcome.matter?.id ?? null},
    remarks = ${JSON.stringify(outcome.remarks)}::jsonb
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setMailDecision(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  id: string,
  decision: {
    state: MailState
    complaint_id: string | null
    reason?: string | undefined
    remarks?: readonly string[] | undefined
  },
): Promise<void> {
  await sql`update channels.mail set state = ${decision.state}::channels.mail_state,
    complaint_id = ${decision.complaint_id}, reason = coalesce(${decision.reason ?? null}, reason),
    remarks = coalesce(${decision.remarks ? JSON.stringify(decision.remarks) : null}::jsonb, remarks), decided_by = ${scope.account}, decided_at = ${now}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** What lies in a conversation is kept there alone, for as long as that keeps it. */
export async function forgetContent(db: Db, scope: Scope, id: string, keepWords: boolean): Promise<void> {
  await sql`update channels.mail set sender = null, sender_name = null, raw = null, message_id = null,
    subject = case when ${keepWords} then subject else '' end, words = case when ${keepWords} then words else '' end
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** The words of a matter are erased: those of its mails that wait for an officer or were turned away go too. */
export async function forgetMatterMail(db: Db, scope: Scope, matter: string, id: string): Promise<void> {
  await sql`update channels.mail set sender = null, sender_name = null, raw = null, message_id = null, subject = '',
    words = '', remarks = '[]' where institution_id = ${scope.institution} and matter = ${matter} and matter_id = ${id}`.execute(
    db,
  )
}

/** How many mails answered to one matter within the last hour. */
export async function countAnswers(db: Db, scope: Scope, now: Date, { matter, id }: Matter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from channels.mail where institution_id = ${scope.institution} and matter = ${matter}
      and matter_id = ${id} and received_at > ${now}::timestamptz - interval '1 hour'`.execute(db)
  return rows[0]!.count
}

export async function setReplied(db: Db, scope: Scope, id: string, now: Date): Promise<void> {
  await sql`update channels.mail set replied_at = ${now} where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
}

export type SenderHistory = { received: number; replied: Date | null }

/** How often this address wrote within the last hour, and when it last got an automatic answer. */
export async function senderHistory(db: Db, scope: Scope, sender: string, now: Date): Promise<SenderHistory> {
  const { rows } = await sql<SenderHistory>`
    select count(*) filter (where received_at > ${now}::timestamptz - interval '1 hour') as received,
      max(replied_at) as replied
    from channels.mail where institution_id = ${scope.institution} and sender = ${sender}
      and received_at > ${now}::timestamptz - interval '1 day'`.execute(db)
  return rows[0]!
}

export type ThreadRow = {
  complaint_id: string | null
  matter: string | null
  matter_id: string | null
  address: string | null
  outgoing: boolean
}

export async function findThread(db: Db, scope: Scope, messageIds: readonly string[]): Promise<ThreadRow | undefined> {
  if (messageIds.length === 0) return undefined
  const { rows } = await sql<ThreadRow>`
    select complaint_id, matter, matter_id, address, outgoing from channels.thread
    where institution_id = ${scope.institution} and message_hash = any(${messageIds.map(idHash)}::bytea[])
    order by outgoing desc, at desc limit 1`.execute(db)
  return rows[0]
}

/** Letters of a case are kept apart by address; of another matter there is one address, which is kept nowhere here. */
export type LetterAbout = { complaintId: string; address: string } | Matter

/** The letters of a case with one address, oldest first: what an answer refers to. */
export async function listReferencesOf(db: Db, scope: Scope, about: LetterAbout): Promise<string[]> {
  const which =
    'matter' in about
      ? sql`matter_id = ${about.id} and matter = ${about.matter}`
      : sql`complaint_id = ${about.complaintId} and address = ${about.address}`
  const { rows } = await sql<{ message_id: string }>`
    select message_id from (
      select message_id, at from channels.thread
      where institution_id = ${scope.institution} and ${which}
      order by at desc limit 10) recent
    order by at`.execute(db)
  return rows.map((row) => row.message_id)
}

export async function insertThread(
  db: Db,
  scope: Scope,
  now: Date,
  letter: LetterAbout & { messageId: string; outgoing: boolean },
): Promise<void> {
  const [complaint, address, matter, id] =
    'matter' in letter ? [null, null, letter.matter, letter.id] : [letter.complaintId, letter.address, null, null]
  await sql`insert into channels.thread (institution_id, message_hash, complaint_id, address, matter, matter_id, outgoing,
      message_id, at)
    values (${scope.institution}, ${idHash(letter.messageId)}, ${complaint}, ${address}, ${matter}, ${id},
      ${letter.outgoing}, ${letter.messageId}, ${now})
    on conflict do nothing`.execute(db)
}

/** Whom letters of this case went to: this address where it is one of them, else the last one. */
export async function findWrittenTo(
  db: Db,
  scope: Scope,
  complaintId: string,
  address: string | undefined,
): Promise<string | undefined> {
  const { rows } = await sql<{ address: string }>`
    select address from channels.thread
    where institution_id = ${scope.institution} and complaint_id = ${complaintId} and outgoing and address is not null
    order by address = ${address ?? ''} desc, at desc limit 1`.execute(db)
  return rows[0]?.address
}

/** True when it is the first letter of this case that came back from this address. */
export async function insertUndeliverable(
  db: Db,
  scope: Scope,
  now: Date,
  failed: { complaintId: string; address: string; status: string | undefined },
): Promise<boolean> {
  const { rows } = await sql`
    insert into channels.undeliverable (institution_id, complaint_id, address, status, at)
    values (${scope.institution}, ${failed.complaintId}, ${failed.address}, ${failed.status ?? null}, ${now})
    on conflict do nothing returning address`.execute(db)
  return rows.length > 0
}

export type MailRow = {
  id: string
  state: MailState
  reason: string | null
  sender: string | null
  sender_name: string | null
  subject: string
  words: string
  complaint_id: string | null
  suggested_id: string | null
  matter: string | null
  matter_id: string | null
  remarks: string[]
  received_at: Date
  raw_kept: boolean
  raw_bytes: number
  decided_at: Date | null
}

const columns = sql`id, state, reason, sender, sender_name, subject, words, complaint_id, suggested_id, matter,
  matter_id, remarks, received_at, raw is not null as raw_kept, raw_bytes, decided_at`

export async function listMails(
  db: Db,
  scope: Scope<'channel.work'>,
  state: MailState | undefined,
  most: number,
): Promise<MailRow[]> {
  const { rows } = await sql<MailRow>`
    select ${columns} from channels.mail where institution_id = ${scope.institution}
      ${state ? sql`and state = ${state}::channels.mail_state` : sql``}
    order by received_at desc, id desc limit ${most}`.execute(db)
  return rows
}

export async function findMail(db: Db, scope: Scope, id: string): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    select ${columns} from channels.mail where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

/** The same, and nobody else decides about it until this transaction ends. */
export async function lockMail(db: Db, scope: Scope<'channel.work'>, id: string): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    select ${columns} from channels.mail where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return rows[0]
}

export async function findRaw(db: Db, scope: Scope, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ raw: Buffer | null }>`
    select raw from channels.mail where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]?.raw ?? undefined
}
