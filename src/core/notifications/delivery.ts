import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { enqueue } from '../../platform/jobs.ts'
import { headerText, isMailAddress } from '../../platform/mail.ts'
import { mailJob } from './jobs.ts'
import {
  addressHash,
  type Channel,
  channelFor,
  MAX_BODY,
  MAX_TITLE,
  type Notice,
  normalAddress,
  recipientOf,
  safeHref,
  sealPart,
  shorten,
} from './model.ts'

const CHUNK = 1000

/**
 * Tells people something, in the caller's transaction: nobody hears of what was rolled back, and the same key to the
 * same recipient is told once. Items without a usable address or account are left out; an unknown kind is a bug.
 * Returns how many were new.
 */
export async function notify(db: Db, scope: Scope, now: Date, items: readonly Notice[]): Promise<number> {
  let told = 0
  for (let start = 0; start < items.length; start += CHUNK)
    told += await notifySome(db, scope, now, items.slice(start, start + CHUNK))
  return told
}

async function notifySome(db: Db, scope: Scope, now: Date, items: readonly Notice[]): Promise<number> {
  const channels = await channelsOf(db, scope, items)
  const rows = items.flatMap((item) => {
    const delivery = channels(item)
    if (delivery === undefined || delivery === 'none') return []
    const account = 'accountId' in item
    return [
      {
        institution_id: scope.institution,
        id: newId(now),
        recipient: recipientOf(item),
        account_id: account ? item.accountId : null,
        email: account ? null : item.guarded ? sealPart(normalAddress(item.email)) : normalAddress(item.email),
        kind: item.kind,
        key: item.key.slice(0, 200),
        title: headerText(item.title, MAX_TITLE) || '—',
        body: shorten(item.body.replaceAll('\u0000', ''), MAX_BODY),
        href: item.secret ? sealPart(safeHref(item.href)) : safeHref(item.href),
        created_at: now,
        delivery,
      },
    ]
  })
  if (rows.length === 0) return 0
  const inserted = await db
    .insertInto('notifications.message')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['institution_id', 'recipient', 'key']).doNothing())
    .returning(['id', 'delivery'])
    .execute()
  for (const row of inserted)
    if (row.delivery === 'email')
      await enqueue(db, scope.institution, mailJob, { message: row.id }, { key: `mail:${row.id}` })
  return inserted.length
}

async function channelsOf(
  db: Db,
  scope: Scope,
  items: readonly Notice[],
): Promise<(item: Notice) => Channel | undefined> {
  const kinds = new Map((await listKinds(db, scope, items)).map((kind) => [kind.code, kind]))
  const active = new Set((await listActive(db, scope, items)).map((row) => row.id))
  const chosen = new Map(
    (await listChosen(db, scope, items)).map((row) => [`${row.account_id} ${row.kind}`, row.channel]),
  )
  const refused = new Set(
    (await listRefused(db, scope, items)).map((row) => `${row.address_hash.toString('hex')} ${row.kind}`),
  )
  return (item) => {
    const kind = kinds.get(item.kind)
    if (!kind) throw new Error(`no row in notifications.kind for "${item.kind}"`)
    if ('accountId' in item)
      return active.has(item.accountId) ? channelFor(kind, chosen.get(`${item.accountId} ${item.kind}`)) : undefined
    if (!isMailAddress(normalAddress(item.email))) return undefined
    return refused.has(`${addressHash(item.email).toString('hex')} ${item.kind}`) ? 'none' : 'email'
  }
}

async function listKinds(db: Db, _scope: Scope, items: readonly Notice[]) {
  return db
    .selectFrom('notifications.kind')
    .select(['code', 'preset', 'required'])
    .where('code', 'in', [...new Set(items.map((item) => item.kind))])
    .execute()
}

function accountsOf(items: readonly Notice[]): string[] {
  return [...new Set(items.flatMap((item) => ('accountId' in item ? [item.accountId] : [])))]
}

async function listActive(db: Db, scope: Scope, items: readonly Notice[]) {
  const ids = accountsOf(items)
  if (ids.length === 0) return []
  return db
    .selectFrom('people.account')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('id', 'in', ids)
    .where('disabled_at', 'is', null)
    .execute()
}

async function listChosen(db: Db, scope: Scope, items: readonly Notice[]) {
  const ids = accountsOf(items)
  if (ids.length === 0) return []
  return db
    .selectFrom('notifications.preference')
    .select(['account_id', 'kind', 'channel'])
    .where('institution_id', '=', scope.institution)
    .where('account_id', 'in', ids)
    .execute()
}

async function listRefused(db: Db, scope: Scope, items: readonly Notice[]) {
  const hashes = items.flatMap((item) => ('email' in item ? [addressHash(item.email)] : []))
  if (hashes.length === 0) return []
  return db
    .selectFrom('notifications.refusal')
    .select(['address_hash', 'kind'])
    .where('institution_id', '=', scope.institution)
    .where('address_hash', 'in', hashes)
    .execute()
}
