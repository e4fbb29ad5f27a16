import { randomBytes } from 'node:crypto'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { hashToken } from './challenge.ts'

export const DEVICE_COOKIE = 'perangkat'
export const DEVICE_DAYS = 365
/** Wrong tries per login within the window: one count for all unknown browsers together, one for each known browser. */
export const MOST_FAILURES = 10
const WINDOW_MINUTES = 15

/** One key for all the ways in which the same login can be typed, as the look-up of accounts reads them. */
export function loginHash(login: string): Buffer {
  const plain = login.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')
  return hashToken(plain.includes('@') ? plain : plain.replaceAll('.', ''))
}

/**
 * Too many wrong tries stop further ones, but strangers only stop strangers: a browser that has signed in to this
 * account before carries a device cookie and is counted on its own (OWASP: device cookies).
 */
export async function isLockedOut(
  db: Db,
  scope: Scope<'public'>,
  login: string,
  device: Buffer | null,
  now: Date,
): Promise<boolean> {
  const { count } = await db
    .selectFrom('people.sign_in_failure')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where('login_hash', '=', loginHash(login))
    .where('at', '>', new Date(now.getTime() - WINDOW_MINUTES * 60_000))
    .where('device_hash', device ? '=' : 'is', device)
    .executeTakeFirstOrThrow()
  return count >= MOST_FAILURES
}

export async function insertFailure(
  db: Db,
  scope: Scope<'public'>,
  login: string,
  device: Buffer | null,
  now: Date,
): Promise<void> {
  await db
    .insertInto('people.sign_in_failure')
    .values({
      institution_id: scope.institution,
      id: newId(now),
      login_hash: loginHash(login),
      device_hash: device,
      at: now,
    })
    .execute()
}

/** The browser's device, if it has signed in to this very account before. */
export async function findKnownDevice(
  db: Db,
  scope: Scope<'public'>,
  account: string | undefined,
  cookie: string | undefined,
): Promise<Buffer | null> {
  if (!account || !cookie) return null
  const row = await db
    .selectFrom('people.known_device')
    .select('device_hash')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('device_hash', '=', hashToken(cookie))
    .executeTakeFirst()
  return row?.device_hash ?? null
}

/** Makes this browser a known one; returns the cookie it keeps. */
export async function rememberDevice(
  db: Db,
  scope: Scope<'public'>,
  account: string,
  cookie: string | undefined,
  now: Date,
): Promise<string> {
  const token = cookie && /^[\w-]{43}$/.test(cookie) ? cookie : randomBytes(32).toString('base64url')
  await db
    .insertInto('people.known_device')
    .values({ institution_id: scope.institution, account_id: account, device_hash: hashToken(token), seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['institution_id', 'account_id', 'device_hash']).doUpdateSet({ seen_at: now }),
    )
    .execute()
  return token
}
