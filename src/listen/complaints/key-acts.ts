import { sql } from 'kysely'
import { notify } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatCode, trackingPath } from './code.ts'
import { keyOf } from './key.ts'
import type { ComplaintKind } from './model.ts'
import { trackingMessages } from './tracking-messages.ts'
import { findSealed } from './whistleblowing/reporter.ts'

type Renewed = { id: string; code: string; key: string; kind: ComplaintKind; email: string | null }

/** Gives the reporter another key; the one before opens nothing any more. */
export async function renewKey(db: Db, scope: Scope, id: string): Promise<Renewed | undefined> {
  const { rows } = await sql<{ id: string; code: string; key_no: number; kind: ComplaintKind; email: string | null }>`
    update complaints.complaint set key_no = key_no + 1
    where institution_id = ${scope.institution} and id = ${id}
    returning id, code, key_no, kind, reporter_email as email`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const email = row.email ?? (await findSealed(db, scope, row.id)).reporter_email
  return { id: row.id, code: row.code, kind: row.kind, email, key: keyOf(scope.institution, row) }
}

/** A way to the reporter that a later slice knows; says whether it led there. */
export type KeySender = (db: Db, scope: Scope, now: Date, complaintId: string) => Promise<boolean>

const senders: KeySender[] = []

export function onNewKey(sender: KeySender): void {
  senders.push(sender)
}

/** Sends the new key to the contacts the reporter left; false when there is none. */
export async function sendKey(
  db: Db,
  scope: Scope,
  now: Date,
  renewed: Renewed,
  institution: { slug: string },
): Promise<boolean> {
  const text = trackingMessages.id
  let reached = false
  if (renewed.email) {
    await notify(db, scope, now, [
      {
        email: renewed.email,
        kind: 'complaints.citizen',
        title: text.keyMailTitle(formatCode(renewed.code)),
        body: text.keyMail,
        href: trackingPath(institution.slug, renewed),
        secret: true,
        guarded: renewed.kind === 'whistleblowing',
        key: `complaint:${renewed.id}:key:${now.getTime()}`,
      },
    ])
    reached = true
  }
  for (const send of senders) reached = (await send(db, scope, now, renewed.id)) || reached
  return reached
}

/** Whoever is on file hears that somebody was given a new key at the counter. */
export async function tellKeyChanged(
  db: Db,
  scope: Scope,
  now: Date,
  renewed: Renewed,
  institution: { slug: string },
): Promise<void> {
  if (!renewed.email) return
  const text = trackingMessages.id
  await notify(db, scope, now, [
    {
      email: renewed.email,
      kind: 'complaints.citizen',
      title: text.keyMailTitle(formatCode(renewed.code)),
      body: text.keyCounterMail,
      href: trackingPath(institution.slug, { code: renewed.code }),
      guarded: renewed.kind === 'whistleblowing',
      key: `complaint:${renewed.id}:key:${now.getTime()}`,
    },
  ])
}
