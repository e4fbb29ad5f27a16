import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

/** By e-mail or NIP; a disabled account is not found. */
export async function findAccountByLogin(db: Db, scope: Scope<'public'>, login: string) {
  return db
    .selectFrom('people.account as a')
    .select(['a.id', 'a.name', 'a.email', 'a.password_hash'])
    .where('a.institution_id', '=', scope.institution)
    .where((or) =>
      or.or([
        or(or.fn<string>('lower', ['a.email']), '=', login.toLowerCase()),
        or('a.nip', '=', login.replaceAll(/[\s.]/g, '')),
      ]),
    )
    .where('a.disabled_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
}

export async function getAccount(db: Db, scope: Scope<'public'>, id: string) {
  return db
    .selectFrom('people.account')
    .select(['name', 'email', 'nip'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** The account that this provider's person has signed in to before; a disabled one is not found. */
export async function findLinked(db: Db, scope: Scope<'public'>, provider: string, subject: string) {
  return db
    .selectFrom('people.provider_link as l')
    .innerJoin('people.account as a', (on) =>
      on.onRef('a.institution_id', '=', 'l.institution_id').onRef('a.id', '=', 'l.account_id'),
    )
    .select(['a.id', 'a.disabled_at'])
    .where('l.institution_id', '=', scope.institution)
    .where('l.provider_id', '=', provider)
    .where('l.subject', '=', subject)
    .executeTakeFirst()
}

/** False when the account belongs to another person of this provider already. */
export async function link(
  db: Db,
  scope: Scope<'public'>,
  provider: string,
  subject: string,
  account: string,
): Promise<boolean> {
  const done = await db
    .insertInto('people.provider_link')
    .values({ institution_id: scope.institution, provider_id: provider, subject, account_id: account })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(done.numInsertedOrUpdatedRows) > 0
}

export async function findTotp(db: Db, scope: Scope<'public' | 'self'>, account: string) {
  return db
    .selectFrom('people.totp')
    .select(['secret_sealed', 'last_step', 'confirmed_at'])
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .forUpdate()
    .executeTakeFirst()
}

export async function setTotpStep(
  db: Db,
  scope: Scope<'public' | 'self'>,
  account: string,
  step: number,
): Promise<void> {
  await db
    .updateTable('people.totp')
    .set({ last_step: step })
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .execute()
}

export async function listPasskeys(db: Db, scope: Scope<'public' | 'self'>, account: string) {
  return db
    .selectFrom('people.passkey')
    .select(['id', 'name', 'credential_id', 'transports', 'created_at', 'last_used_at'])
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .orderBy('created_at')
    .limit(50)
    .execute()
}

export async function findPasskey(db: Db, scope: Scope<'public'>, credentialId: string) {
  return db
    .selectFrom('people.passkey as p')
    .innerJoin('people.account as a', (on) =>
      on.onRef('a.institution_id', '=', 'p.institution_id').onRef('a.id', '=', 'p.account_id'),
    )
    .select(['p.id', 'p.account_id', 'p.public_key', 'p.counter', 'p.credential_id'])
    .where('p.institution_id', '=', scope.institution)
    .where('p.credential_id', '=', credentialId)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst()
}

export async function setPasskeyUsed(
  db: Db,
  scope: Scope<'public'>,
  id: string,
  counter: number,
  now: Date,
): Promise<void> {
  await db
    .updateTable('people.passkey')
    .set({ counter, last_used_at: now })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

/** Nothing when this person has no such session; otherwise how its provider is left, if there was one. */
export async function deleteSession(db: Db, scope: Scope<'self'>, session: string) {
  return db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '=', session)
    .returning('sign_out_sealed')
    .executeTakeFirst()
}

export async function deleteAllSessions(db: Db, scope: Scope<'public' | 'self'>, account: string): Promise<void> {
  await db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .execute()
}

/** What was begun with the old password, or to replace it, ends with it. */
export async function setPassword(
  db: Db,
  scope: Scope<'public' | 'self'>,
  account: string,
  hash: string,
): Promise<void> {
  await db
    .updateTable('people.account')
    .set({ password_hash: hash })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', account)
    .execute()
  await db
    .deleteFrom('people.challenge')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('kind', 'in', ['recovery', 'second_factor'])
    .execute()
}

export async function listProviders(db: Db, scope: Scope<'public'>) {
  return db
    .selectFrom('people.identity_provider')
    .select(['id', 'name'])
    .where('institution_id', '=', scope.institution)
    .where('active', '=', true)
    .orderBy('name')
    .limit(20)
    .execute()
}

export async function findProvider(db: Db, scope: Scope<'public'>, id: string) {
  return db
    .selectFrom('people.identity_provider')
    .select(['id', 'name', 'issuer', 'client_id', 'client_secret_sealed', 'claim', 'asks_factor'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirst()
}

const TRIES_KEPT_MS = 24 * 3_600_000
const DEVICES_KEPT_MS = 400 * 24 * 3_600_000

/** Removes sessions and half sign-ins that are over, old wrong tries, and browsers that have not come for a year. */
export async function deleteExpired(db: Db, scope: Scope<'account.manage'>, now: Date): Promise<void> {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const { institution } = scope
  await db
    .deleteFrom('people.session')
    .where('institution_id', '=', institution)
    .where('expires_at', '<', now)
    .execute()
  await db
    .deleteFrom('people.challenge')
    .where('institution_id', '=', institution)
    .where('expires_at', '<', now)
    .execute()
  await db
    .deleteFrom('people.sign_in_failure')
    .where('institution_id', '=', institution)
    .where('at', '<', ago(TRIES_KEPT_MS))
    .execute()
  await db
    .deleteFrom('people.known_device')
    .where('institution_id', '=', institution)
    .where('seen_at', '<', ago(DEVICES_KEPT_MS))
    .execute()
}
