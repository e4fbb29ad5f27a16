import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'

export type SessionRow = Awaited<ReturnType<typeof listSessions>>[number]

export async function listSessions(db: Db, scope: Scope<'self'>, now: Date) {
  return db
    .selectFrom('people.session')
    .select(['id', 'created_at', 'seen_at', 'method', 'ip', 'agent'])
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('expires_at', '>', now)
    .orderBy('seen_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

/** Returns how many sessions ended. */
export async function deleteOtherSessions(db: Db, scope: Scope<'self'>, kept: string): Promise<number> {
  const done = await db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '<>', kept)
    .executeTakeFirst()
  return Number(done.numDeletedRows)
}

export async function getOwnAccount(db: Db, scope: Scope<'self'>) {
  return db
    .selectFrom('people.account')
    .select(['id', 'name', 'email', 'nip', 'password_hash'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', scope.account)
    .executeTakeFirstOrThrow()
}

/** A secret that waits for its first code; replaces an unconfirmed one, never a confirmed one. */
export async function proposeTotp(db: Db, scope: Scope<'self'>, sealed: Buffer): Promise<void> {
  await db
    .insertInto('people.totp')
    .values({ institution_id: scope.institution, account_id: scope.account!, secret_sealed: sealed })
    .onConflict((conflict) =>
      conflict
        .columns(['institution_id', 'account_id'])
        .doUpdateSet({ secret_sealed: sealed, last_step: 0 })
        .where('people.totp.confirmed_at', 'is', null),
    )
    .execute()
}

export async function confirmTotp(db: Db, scope: Scope<'self'>, step: number, now: Date): Promise<void> {
  await db
    .updateTable('people.totp')
    .set({ confirmed_at: now, last_step: step })
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .execute()
}

export async function deleteTotp(db: Db, scope: Scope<'self'>): Promise<void> {
  await db
    .deleteFrom('people.totp')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .execute()
}

/** Password, passkeys and codes from an app, one each. */
export async function countWaysIn(db: Db, scope: Scope): Promise<number> {
  const { rows } = await sql<{ ways: number }>`select
      (select count(*) from people.account where institution_id = ${scope.institution} and id = ${scope.account}
        and password_hash is not null)::int
      + (select count(*) from people.passkey where institution_id = ${scope.institution} and account_id = ${scope.account})::int
      + (select count(*) from people.totp where institution_id = ${scope.institution} and account_id = ${scope.account}
        and confirmed_at is not null)::int as ways`.execute(db)
  return rows[0]!.ways
}

/** What opens the account by itself: password, passkeys, sign-in providers that know it. */
export async function countDoors(db: Db, scope: Scope<'self'>): Promise<number> {
  const { rows } = await sql<{ doors: number }>`select
      (select count(*) from people.account where institution_id = ${scope.institution} and id = ${scope.account}
        and password_hash is not null)::int
      + (select count(*) from people.passkey where institution_id = ${scope.institution} and account_id = ${scope.account})::int
      + (select count(*) from people.provider_link where institution_id = ${scope.institution}
        and account_id = ${scope.account})::int as doors`.execute(db)
  return rows[0]!.doors
}

export async function savePasskey(
  db: Db,
  scope: Scope<'self'> | Scope<'account.manage'>,
  account: string,
  key: { credentialId: string; publicKey: Uint8Array; counter: number; transports: readonly string[]; name: string },
  now: Date,
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('people.passkey')
    .values({
      institution_id: scope.institution,
      id,
      account_id: account,
      credential_id: key.credentialId,
      public_key: Buffer.from(key.publicKey),
      counter: key.counter,
      transports: [...key.transports],
      name: key.name,
      created_at: now,
    })
    .execute()
  return id
}

export async function deletePasskey(db: Db, scope: Scope<'self'>, id: string): Promise<boolean> {
  const done = await db
    .deleteFrom('people.passkey')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '=', id)
    .executeTakeFirst()
  return Number(done.numDeletedRows) > 0
}
