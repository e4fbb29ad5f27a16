import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type Channel, openPart, PAGE_SIZE } from './model.ts'

export type InboxRow = Awaited<ReturnType<typeof listInbox>>[number]

/** Newest first; `before` is the last id of the page above. One row more than a page tells that there is another. */
export async function listInbox(
  db: Db,
  scope: Scope<'self'>,
  filter: { unread: boolean; before?: string | undefined },
) {
  let rows = db
    .selectFrom('notifications.message as m')
    .innerJoin('notifications.kind as k', 'k.code', 'm.kind')
    .select(['m.id', 'm.title', 'm.body', 'm.href', 'm.created_at', 'm.read_at', 'k.title_id', 'k.title_en'])
    .where('m.institution_id', '=', scope.institution)
    .where('m.account_id', '=', scope.account)
    .orderBy('m.created_at', 'desc')
    .orderBy('m.id', 'desc')
    .limit(PAGE_SIZE + 1)
  if (filter.unread) rows = rows.where('m.read_at', 'is', null)
  if (filter.before) {
    rows = rows.where(sql<boolean>`(m.created_at, m.id) < (select l.created_at, l.id from notifications.message l
      where l.institution_id = ${scope.institution} and l.account_id = ${scope.account} and l.id = ${filter.before})`)
  }
  return rows.execute()
}

export async function countUnread(db: Db, scope: Scope<'self'>): Promise<number> {
  const row = await db
    .selectFrom('notifications.message')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return row.count
}

/** Marks one message as read and tells where it leads; undefined when it is not this person's. */
export async function setRead(db: Db, scope: Scope<'self'>, id: string, now: Date) {
  return db
    .updateTable('notifications.message')
    .set((eb) => ({ read_at: eb.fn.coalesce('read_at', eb.val(now)) }))
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '=', id)
    .returning(['id', 'href'])
    .executeTakeFirst()
}

export async function setAllRead(db: Db, scope: Scope<'self'>, now: Date): Promise<number> {
  const result = await db
    .updateTable('notifications.message')
    .set({ read_at: now })
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('read_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

export type PreferenceRow = Awaited<ReturnType<typeof listPreferences>>[number]

export async function listPreferences(db: Db, scope: Scope<'self'>) {
  return db
    .selectFrom('notifications.kind as k')
    .leftJoin('notifications.preference as p', (join) =>
      join
        .onRef('p.kind', '=', 'k.code')
        .on('p.institution_id', '=', scope.institution)
        .on('p.account_id', '=', scope.account),
    )
    .select(['k.code', 'k.title_id', 'k.title_en', 'k.preset', 'k.required', 'p.channel'])
    .where('k.for_accounts', '=', true)
    .orderBy('k.required')
    .orderBy('k.title_id')
    .execute()
}

export async function findOwnAddress(db: Db, scope: Scope<'self'>): Promise<string | null> {
  const row = await db
    .selectFrom('people.account')
    .select('email')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', scope.account)
    .executeTakeFirst()
  return row?.email ?? null
}

export async function setPreferences(
  db: Db,
  scope: Scope<'self' | 'public'>,
  account: string,
  wanted: readonly { kind: string; channel: Channel }[],
): Promise<void> {
  if (wanted.length === 0) return
  await db
    .insertInto('notifications.preference')
    .values(wanted.map((one) => ({ institution_id: scope.institution, account_id: account, ...one })))
    .onConflict((conflict) =>
      conflict
        .columns(['institution_id', 'account_id', 'kind'])
        .doUpdateSet((eb) => ({ channel: eb.ref('excluded.channel') })),
    )
    .execute()
}

/**
 * Everything that comes to this person in the digest stays in the inbox from now on, also what waits for the next one;
 * what cannot be refused goes on. Returns the kinds.
 */
export async function stopDigest(db: Db, scope: Scope<'public'>, account: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select k.code from notifications.kind k
    left join notifications.preference p on p.institution_id = ${scope.institution} and p.account_id = ${account}
      and p.kind = k.code
    where k.for_accounts and not k.required and coalesce(p.channel, k.preset) = 'digest'
      and exists (select from people.account a where a.institution_id = ${scope.institution} and a.id = ${account})
    order by k.code`.execute(db)
  const kinds = rows.map((row) => row.code)
  await setPreferences(
    db,
    scope,
    account,
    kinds.map((kind) => ({ kind, channel: 'inbox' })),
  )
  await sql`
    update notifications.message set delivery = 'inbox'
    where institution_id = ${scope.institution} and account_id = ${account} and delivery = 'digest' and mailed_at is null
      and kind = any(${kinds}::text[])`.execute(db)
  return kinds
}

/** For an unsubscribe link: whose message this is. */
export async function findForUnsubscribe(db: Db, scope: Scope<'public'>, id: string) {
  return db
    .selectFrom('notifications.message as m')
    .innerJoin('notifications.kind as k', 'k.code', 'm.kind')
    .select(['m.id', 'm.account_id', 'm.email', 'm.kind', 'k.title_id', 'k.title_en', 'k.required'])
    .where('m.institution_id', '=', scope.institution)
    .where('m.id', '=', id)
    .executeTakeFirst()
    .then((row) => row && { ...row, email: row.email && openPart(row.email) })
}

export async function insertRefusal(
  db: Db,
  scope: Scope<'public'>,
  hash: Buffer,
  kind: string,
  now: Date,
): Promise<void> {
  await db
    .insertInto('notifications.refusal')
    .values({ institution_id: scope.institution, address_hash: hash, kind, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function findSecret(db: Db, scope: Scope): Promise<Buffer | undefined> {
  const row = await db
    .selectFrom('notifications.key')
    .select('secret')
    .where('institution_id', '=', scope.institution)
    .executeTakeFirst()
  return row?.secret
}

export async function insertSecret(db: Db, scope: Scope): Promise<void> {
  await db
    .insertInto('notifications.key')
    .values({ institution_id: scope.institution, secret: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
