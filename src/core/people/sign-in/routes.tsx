import { z } from 'zod'
import { command, outside, query } from '../../../platform/http/route.ts'
import { SESSION_COOKIE } from '../../../platform/http/session.ts'
import { unseal } from '../../../platform/seal.ts'
import { findChallenge, openChallenge, takeChallenge } from './challenge.ts'
import { completeSignIn, HOME } from './complete.ts'
import { DEVICE_COOKIE, findKnownDevice, insertFailure, isLockedOut } from './lock-out.ts'
import { messages } from './messages.ts'
import { returnPath, SecondFactor, SignIn } from './model.ts'
import { passwordMatches } from './passwords.ts'
import { deleteSession, findAccountByLogin, findTotp, listProviders, setTotpStep } from './queries.ts'
import { totpStep } from './totp.ts'
import { DoorPage, SecondFactorPage, SignInPage } from './views.tsx'

export const TOTP_PURPOSE = 'totp'
const CHALLENGE_COOKIE = 'tantangan'

export const routes = [
  outside({
    path: '/',
    input: z.object({}),
    async handle({ institutions, request }) {
      if (request.cookies[SESSION_COOKIE]) return { redirect: HOME }
      const all = await institutions.all()
      return all.length === 1
        ? { redirect: `/i/${all[0]!.slug}` }
        : { page: <DoorPage institutions={all} staff={false} /> }
    },
  }),

  outside({
    path: '/masuk',
    input: z.object({ kembali: returnPath }),
    async handle({ institutions }, { kembali }) {
      const all = await institutions.all()
      const search = kembali ? `?kembali=${encodeURIComponent(kembali)}` : ''
      return all.length === 1
        ? { redirect: `/i/${all[0]!.slug}/masuk${search}` }
        : { page: <DoorPage institutions={all} staff back={kembali} /> }
    },
  }),

  query({
    path: '/i/:institution/masuk',
    access: 'public',
    input: z.object({ kembali: returnPath }),
    async handle({ db, scope, institution, form }, { kembali }) {
      return {
        page: (
          <SignInPage institution={institution} form={form} back={kembali} providers={await listProviders(db, scope)} />
        ),
      }
    },
  }),

  command({
    path: '/i/:institution/masuk',
    access: 'public',
    audit: 'session.attempted',
    input: SignIn,
    limit: { points: 60, seconds: 300, by: 'ip' },
    async invalid({ db, scope, institution }, raw, form) {
      const back = returnPath.parse(raw['kembali'])
      return {
        page: (
          <SignInPage
            institution={institution}
            form={withoutPassword(form)}
            back={back}
            providers={await listProviders(db, scope)}
          />
        ),
      }
    },
    async handle(context, { login, password, kembali }) {
      const { db, scope, now, request, institution, form } = context
      const t = context.t(messages)
      // A refusal is an outcome here, not an error: the failed try has to be counted and audited.
      const refuse = async (message: string, reason: string) => ({
        page: (
          <SignInPage
            institution={institution}
            form={{ ...form, values: { login }, errors: { login: message } }}
            back={kembali}
            providers={await listProviders(db, scope)}
          />
        ),
        status: 422,
        audit: { subject: 'session', detail: { outcome: reason } },
      })
      const account = await findAccountByLogin(db, scope, login)
      const device = await findKnownDevice(db, scope, account?.id, request.cookies[DEVICE_COOKIE])
      if (await isLockedOut(db, scope, login, device, now)) return refuse(t.locked, 'locked')
      if (!(await passwordMatches(account?.password_hash, password)) || !account) {
        await insertFailure(db, scope, login, device, now)
        return refuse(t.wrong, 'wrong')
      }
      if (!account.totp)
        return { redirect: kembali ?? HOME, ...(await completeSignIn(context, account.id, 'password')) }
      const { token, maxAge } = await openChallenge(db, scope, {
        kind: 'second_factor',
        account: account.id,
        data: {},
        now,
      })
      return {
        redirect: `/i/${institution.slug}/masuk/kode${kembali ? `?kembali=${encodeURIComponent(kembali)}` : ''}`,
        cookies: [{ name: CHALLENGE_COOKIE, value: token, maxAge }],
        audit: { subject: `account:${account.id}`, detail: { outcome: 'second factor asked' } },
      }
    },
  }),

  query({
    path: '/i/:institution/masuk/kode',
    access: 'public',
    input: z.object({ kembali: returnPath }),
    async handle({ institution, form }, { kembali }) {
      return { page: <SecondFactorPage institution={institution} form={form} back={kembali} /> }
    },
  }),

  command({
    path: '/i/:institution/masuk/kode',
    access: 'public',
    audit: 'session.attempted',
    input: SecondFactor,
    limit: { points: 30, seconds: 300, by: 'ip' },
    async invalid({ institution }, raw, form) {
      return {
        page: <SecondFactorPage institution={institution} form={form} back={returnPath.parse(raw['kembali'])} />,
      }
    },
    async handle(context, { code, kembali }) {
      const { db, scope, now, request, institution, form } = context
      const t = context.t(messages)
      const refuse = (message: string, reason: string) => ({
        page: (
          <SecondFactorPage institution={institution} form={{ ...form, errors: { code: message } }} back={kembali} />
        ),
        status: 422,
        audit: { subject: 'session', detail: { outcome: reason } },
      })
      const token = request.cookies[CHALLENGE_COOKIE]
      const challenge = await findChallenge(db, scope, 'second_factor', token, now)
      if (!challenge?.account) return refuse(t.codeExpired, 'challenge gone')
      const device = await findKnownDevice(db, scope, challenge.account, request.cookies[DEVICE_COOKIE])
      // Locks the row: codes sent at once are counted one after the other.
      const totp = await findTotp(db, scope, challenge.account)
      // Wrong codes count like wrong passwords: six digits would otherwise be guessed.
      if (await isLockedOut(db, scope, `${challenge.account}#code`, device, now)) return refuse(t.locked, 'locked')
      const step = totp && totpStep(unseal(TOTP_PURPOSE, totp.secret_sealed), code, totp.last_step, now)
      if (step === undefined) {
        await insertFailure(db, scope, `${challenge.account}#code`, device, now)
        return refuse(t.codeWrong, 'wrong code')
      }
      await takeChallenge(db, scope, 'second_factor', token, now)
      await setTotpStep(db, scope, challenge.account, step)
      const { cookies, audit } = await completeSignIn(context, challenge.account, 'password+totp')
      return { redirect: kembali ?? HOME, cookies: [...cookies, { name: CHALLENGE_COOKIE, value: null }], audit }
    },
  }),

  command({
    path: '/keluar',
    access: 'self',
    audit: 'session.ended',
    input: z.object({}),
    async handle({ db, scope, actor, institution, t }) {
      await deleteSession(db, scope, actor.session)
      return {
        redirect: `/i/${institution.slug}`,
        notice: t(messages).signedOut,
        cookies: [{ name: SESSION_COOKIE, value: null }],
        audit: { subject: `account:${scope.account}`, detail: { session: actor.session } },
      }
    },
  }),
]

function withoutPassword<F extends { values: Readonly<Record<string, unknown>> }>(form: F): F {
  const { password: _never, ...values } = form.values
  return { ...form, values }
}
