import type { Context, Cookie } from '../../../platform/http/route.ts'
import { endSession, readSessionCookie, SESSION_COOKIE, startSession } from '../../../platform/http/session.ts'
import { DEVICE_COOKIE, DEVICE_DAYS, rememberDevice } from './lock-out.ts'

export const HOME = '/hari-ini'
type First = 'password' | 'single_sign_on'
export type Method = First | `${First}+totp` | `${First}+recovery_code` | 'passkey'

/**
 * Every way in ends here: a session instead of the one this browser had, a browser that is known from now on, and the
 * audit row's content. Who came through a provider and signs in once more by other means is still signed in there.
 */
export async function completeSignIn(
  { db, scope, now, request }: Pick<Context<'public'>, 'db' | 'scope' | 'now' | 'request'>,
  account: string,
  method: Method,
  { held = false, signOut }: { held?: boolean; signOut?: Buffer | undefined } = {},
) {
  const before = readSessionCookie(request.cookies[SESSION_COOKIE])
  const ended = before?.institution === scope.institution ? await endSession(db, before) : undefined
  const session = await startSession(db, {
    institution: scope.institution,
    account,
    now,
    method,
    ip: request.ip,
    agent: request.agent,
    held,
    signOut: signOut ?? (ended?.account_id === account ? (ended.sign_out_sealed ?? undefined) : undefined),
  })
  const device = await rememberDevice(db, scope, account, request.cookies[DEVICE_COOKIE], now)
  const cookies: Cookie[] = [
    { name: SESSION_COOKIE, value: session.cookie, maxAge: session.maxAge },
    { name: DEVICE_COOKIE, value: device, maxAge: DEVICE_DAYS * 86_400 },
  ]
  return { cookies, audit: { subject: `account:${account}`, detail: { session: session.id, method } } }
}
