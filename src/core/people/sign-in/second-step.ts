import type { Context, Cookie } from '../../../platform/http/route.ts'
import { FACTOR_PAGE, isSignedIn, readSessionCookie, SESSION_COOKIE } from '../../../platform/http/session.ts'
import { localDate } from '../../../platform/i18n.ts'
import { hasFactor, isDue } from '../second-factor/model.ts'
import { getFactor } from '../second-factor/queries.ts'
import { openChallenge } from './challenge.ts'
import { completeSignIn, HOME } from './complete.ts'

export const CHALLENGE_COOKIE = 'tantangan'

/**
 * After the password, or after a provider has vouched for the person. Whoever has a code from an app is asked for it after
 * a password; what a role demands, and whatever somebody has who signs in once more for a weighty change, is asked for
 * whatever came first, unless the provider asks by itself. Who has nothing to
 * show is led to set it up: held back from the day it is demanded, free to put it off before.
 */
export async function continueSignIn(
  context: Context<'public'>,
  account: string,
  came: {
    method: 'password' | 'single_sign_on'
    asksFactor: boolean
    back: string | undefined
    signOut?: Buffer | undefined
  },
) {
  const { db, scope, now, institution, request } = context
  const factor = await getFactor(db, scope, account, now)
  const due = isDue(factor, localDate(now, institution.timeZone)) && !came.asksFactor
  const cookie = readSessionCookie(request.cookies[SESSION_COOKIE])
  const again = cookie?.institution === scope.institution && (await isSignedIn(db, cookie, account, now))
  const asked =
    (came.method === 'password' && factor.totp) || ((due || (again && !came.asksFactor)) && hasFactor(factor))
  const search = came.back ? `?kembali=${encodeURIComponent(came.back)}` : ''
  if (asked) {
    const { token, maxAge } = await openChallenge(db, scope, {
      kind: 'second_factor',
      account,
      data: { method: came.method, ...(came.signOut ? { signOut: came.signOut.toString('base64') } : {}) },
      now,
    })
    const cookies: Cookie[] = [{ name: CHALLENGE_COOKIE, value: token, maxAge }]
    return {
      redirect: `/i/${institution.slug}/masuk/kode${search}`,
      cookies,
      audit: { subject: `account:${account}`, detail: { outcome: 'second factor asked' } },
    }
  }
  const led = factor.demandedFrom !== null && !came.asksFactor && !hasFactor(factor)
  return {
    redirect: led ? `${FACTOR_PAGE}${search}` : (came.back ?? HOME),
    ...(await completeSignIn(context, account, came.method, { held: led && due, signOut: came.signOut })),
  }
}

/** What the provider of a half done sign-in needs to be left again. */
export function signOutOf(challenge: { data: Readonly<Record<string, string>> } | undefined): Buffer | undefined {
  const kept = challenge?.data['signOut']
  return kept ? Buffer.from(kept, 'base64') : undefined
}
