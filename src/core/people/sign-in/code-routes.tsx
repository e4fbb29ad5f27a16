import { z } from 'zod'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatNumber } from '../../../platform/i18n.ts'
import { unseal } from '../../../platform/seal.ts'
import { notify } from '../../notifications/index.ts'
import { messages as factorMessages } from '../second-factor/messages.ts'
import { RecoveryCode } from '../second-factor/model.ts'
import { getFactor, useRecoveryCode } from '../second-factor/queries.ts'
import { findChallenge, takeChallenge } from './challenge.ts'
import { completeSignIn, HOME } from './complete.ts'
import { DEVICE_COOKIE, findKnownDevice, insertFailure, isLockedOut } from './lock-out.ts'
import { messages } from './messages.ts'
import { returnPath, SecondFactor } from './model.ts'
import { findTotp, setTotpStep } from './queries.ts'
import { CHALLENGE_COOKIE, signOutOf } from './second-step.ts'
import { totpStep } from './totp.ts'
import { RecoveryCodePage, SecondFactorPage } from './views.tsx'

export const TOTP_PURPOSE = 'totp'

/** The half done sign-in of this browser. */
function challengeOf({ db, scope, now, request }: Context<'public'>) {
  return findChallenge(db, scope, 'second_factor', request.cookies[CHALLENGE_COOKIE], now)
}

/** What this person can show, as far as the browser has proved the first step. */
async function codePage(context: Context<'public'>, back: string | undefined) {
  const { db, scope, now, institution, form } = context
  const account = (await challengeOf(context))?.account
  const factor = account ? await getFactor(db, scope, account, now) : undefined
  return {
    page: (
      <SecondFactorPage
        institution={institution}
        form={form}
        back={back}
        totp={factor?.totp ?? true}
        passkey={(factor?.passkeys ?? 0) > 0}
        recovery={(factor?.codes ?? 0) > 0}
      />
    ),
  }
}

async function finish(
  context: Context<'public'>,
  challenge: { account: string; data: Record<string, string> },
  way: 'totp' | 'recovery_code',
  back: string | undefined,
) {
  const { db, scope, now, request } = context
  await takeChallenge(db, scope, 'second_factor', request.cookies[CHALLENGE_COOKIE], now)
  const first = challenge.data['method'] === 'single_sign_on' ? 'single_sign_on' : 'password'
  const { cookies, audit } = await completeSignIn(context, challenge.account, `${first}+${way}`, {
    signOut: signOutOf(challenge),
  })
  return { redirect: back ?? HOME, cookies: [...cookies, { name: CHALLENGE_COOKIE, value: null }], audit }
}

export const codeRoutes = [
  query({
    path: '/i/:institution/masuk/kode',
    access: 'public',
    input: z.object({ kembali: returnPath }),
    handle: (context, { kembali }) => codePage(context, kembali),
  }),

  command({
    path: '/i/:institution/masuk/kode',
    access: 'public',
    audit: 'session.attempted',
    input: SecondFactor,
    limit: { points: 30, seconds: 300, by: 'ip' },
    invalid: (context, raw) => codePage(context, returnPath.parse(raw['kembali'])),
    async handle(context, { code, kembali }) {
      const { db, scope, now, request, form } = context
      const t = context.t(messages)
      const refuse = async (message: string, reason: string) => ({
        ...(await codePage({ ...context, form: { ...form, errors: { code: message } } }, kembali)),
        status: 422,
        audit: { subject: 'session', detail: { outcome: reason } },
      })
      const challenge = await challengeOf(context)
      if (!challenge?.account) return refuse(t.codeExpired, 'challenge gone')
      const account = challenge.account
      const device = await findKnownDevice(db, scope, account, request.cookies[DEVICE_COOKIE])
      // Locks the row: codes sent at once are counted one after the other.
      const totp = await findTotp(db, scope, account)
      // Wrong codes count like wrong passwords: six digits would otherwise be guessed.
      if (await isLockedOut(db, scope, `${account}#code`, device, now)) return refuse(t.locked, 'locked')
      const step = totp?.confirmed_at && totpStep(unseal(TOTP_PURPOSE, totp.secret_sealed), code, totp.last_step, now)
      if (!step) {
        await insertFailure(db, scope, `${account}#code`, device, now)
        return refuse(t.codeWrong, 'wrong code')
      }
      await setTotpStep(db, scope, account, step)
      return finish(context, { ...challenge, account }, 'totp', kembali)
    },
  }),

  query({
    path: '/i/:institution/masuk/kode-pemulihan',
    access: 'public',
    input: z.object({ kembali: returnPath }),
    handle: async ({ institution, form }, { kembali }) => ({
      page: <RecoveryCodePage institution={institution} form={form} back={kembali} />,
    }),
  }),

  command({
    path: '/i/:institution/masuk/kode-pemulihan',
    access: 'public',
    audit: 'session.attempted',
    input: RecoveryCode,
    limit: { points: 30, seconds: 300, by: 'ip' },
    invalid: async ({ institution }, raw, form) => ({
      page: <RecoveryCodePage institution={institution} form={form} back={returnPath.parse(raw['kembali'])} />,
    }),
    async handle(context, { code, kembali }) {
      const { db, scope, now, request, institution, form, language } = context
      const refuse = (message: string, reason: string) => ({
        page: (
          <RecoveryCodePage institution={institution} form={{ ...form, errors: { code: message } }} back={kembali} />
        ),
        status: 422,
        audit: { subject: 'session', detail: { outcome: reason } },
      })
      const challenge = await challengeOf(context)
      if (!challenge?.account) return refuse(context.t(messages).codeExpired, 'challenge gone')
      const account = challenge.account
      const device = await findKnownDevice(db, scope, account, request.cookies[DEVICE_COOKIE])
      if (await isLockedOut(db, scope, `${account}#code`, device, now))
        return refuse(context.t(messages).locked, 'locked')
      const left = await useRecoveryCode(db, scope, account, code, now)
      const t = context.t(factorMessages)
      if (left === undefined) {
        await insertFailure(db, scope, `${account}#code`, device, now)
        return refuse(t.recoveryWrong, 'wrong recovery code')
      }
      await notify(db, scope, now, [
        {
          accountId: account,
          kind: 'people.security',
          title: context.t(messages).securityMailTitle,
          body: t.recoveryUsed(formatNumber(left, language)),
          href: '/keamanan',
          key: `recovery-code:${now.toISOString()}`,
        },
      ])
      return finish(context, { ...challenge, account }, 'recovery_code', kembali)
    },
  }),
]
