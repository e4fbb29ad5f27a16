import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { forgetKept } from './kept.ts'
import { aboutAccount, addressHash, GUARDED, isSealed, normalAddress, openPart, recipientOf, SEALED } from './model.ts'

export type LetterRow = NonNullable<Awaited<ReturnType<typeof findLetter>>>
export type InstitutionRow = Awaited<ReturnType<typeof getInstitution>>
export type DigestRow = Awaited<ReturnType<typeof listDigestMessages>>[number]

export async function getInstitution(db: Db, scope: Scope) {
  return db
    .selectFrom('organization.institution')
    .select(['id', 'slug', 'name', 'hostname', 'time_zone', 'synthetic'])
    .where('id', '=', scope.institution)
    .executeTakeFirstOrThrow()
}

/** A message with the address it goes to; an account that was disabled since has none. */
export async function findLetter(db: Db, scope: Scope, id: string) {
  const row = await messages(db, scope).where('m.id', '=', id).executeTakeFirst()
  const sealed = row?.address ? isSealed(row.address) : false
  return row && { ...row, href: openPart(row.href), address: row.address && openPart(row.address), guarded: sealed }
}

export async function listDigestMessages(db: Db, scope: Scope, account: string, most: number) {
  return messages(db, scope)
    .where('m.account_id', '=', account)
    .where('m.delivery', '=', 'digest')
    .where('m.mailed_at', 'is', null)
    .orderBy('m.created_at')
    .limit(most)
    .execute()
}

function messages(db: Db, scope: Scope) {
  return db
    .selectFrom('notifications.message as m')
    .innerJoin('notifications.kind as k', 'k.code', 'm.kind')
    .leftJoin('people.account as a', (join) =>
      join
        .onRef('a.institution_id', '=', 'm.institution_id')
        .onRef('a.id', '=', 'm.account_id')
        .on('a.disabled_at', 'is', null),
    )
    .select((eb) => [
      'm.id',
      'm.account_id',
      'm.kind',
      'm.key',
      'm.title',
      'm.body',
      'm.href',
      'm.created_at',
      'm.mailed_at',
      'k.required',
      'a.name',
      'a.language',
      eb.fn.coalesce('m.email', 'a.email').as('address'),
    ])
    .where('m.institution_id', '=', scope.institution)
}

export async function findRefusalFor(db: Db, scope: Scope, address: string, kind: string) {
  return db
    .selectFrom('notifications.refusal')
    .select('kind')
    .where('institution_id', '=', scope.institution)
    .where('address_hash', '=', addressHash(address))
    .where('kind', '=', kind)
    .executeTakeFirst()
}

/** A secret link has done its work with the letter, so it is kept no longer. */
export async function setMailed(db: Db, scope: Scope, ids: readonly string[], now: Date): Promise<void> {
  await db
    .updateTable('notifications.message')
    .set({ mailed_at: now, href: sql`case when href like ${`${SEALED}%`} then '/' else href end` })
    .where('institution_id', '=', scope.institution)
    .where('id', 'in', ids)
    .execute()
}

export async function listDigestAccounts(db: Db, scope: Scope) {
  return db
    .selectFrom('notifications.message')
    .select('account_id')
    .distinct()
    .where('institution_id', '=', scope.institution)
    .where('delivery', '=', 'digest')
    .where('mailed_at', 'is', null)
    .where('account_id', 'is not', null)
    .execute()
}

type Told = { email: string; guarded: boolean; kind: string; keyEnd: string; day: string; zone: string }

/** How many letters to this address, of this kind and of keys that end so, are of this day; one who counts at the same time waits. */
export async function countLetters(db: Db, scope: Scope, { kind, keyEnd, day, zone, ...to }: Told): Promise<number> {
  const recipient = recipientOf(to)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`letters:${scope.institution}:${recipient}`}, 0))`.execute(
    db,
  )
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from notifications.message
    where institution_id = ${scope.institution} and recipient = ${recipient} and kind = ${kind}
      and right(key, length(${keyEnd})) = ${keyEnd} and (created_at at time zone ${zone})::date = ${day}::date`.execute(
    db,
  )
  return rows[0]!.count
}

/** What was told to this address about one matter, whose keys begin alike: nothing is kept of it, sent or not. */
export async function forgetLetters(db: Db, scope: Scope, email: string, keyPrefix: string): Promise<void> {
  await sql`delete from notifications.message where institution_id = ${scope.institution}
    and (recipient = ${normalAddress(email)} or starts_with(recipient, ${GUARDED})) and email is not null
    and starts_with(key, ${keyPrefix})`.execute(db)
  await forgetKept(db, scope, keyPrefix)
}

/** What was told to people whose accounts are no longer anybody's. */
export async function forgetAccountLetters(db: Db, scope: Scope, accounts: readonly string[]): Promise<void> {
  await sql`delete from notifications.message where institution_id = ${scope.institution}
    and account_id = any(${accounts as string[]}::uuid[])`.execute(db)
  for (const account of accounts) await forgetKept(db, scope, aboutAccount(account))
}
