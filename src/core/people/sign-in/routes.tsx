import { z } from 'zod'
import { command, outside, query } from '../../../platform/http/route.ts'
import { SESSION_COOKIE } from '../../../platform/http/session.ts'
import { HOME } from './complete.ts'
import { DEVICE_COOKIE, findKnownDevice, insertFailure, isLockedOut } from './lock-out.ts'
import { messages } from './messages.ts'
import { returnPath, SignIn } from './model.ts'
import { passwordMatches } from './passwords.ts'
import { deleteSession, findAccountByLogin, listProviders } from './queries.ts'
import { continueSignIn } from './second-step.ts'
import { openSignOut } from './single-sign-on.ts'
import { DoorPage, SignedOutPage, SignInPage } from './views.tsx'

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
      return continueSignIn(context, account.id, { method: 'password', asksFactor: false, back: kembali })
    },
  }),

  command({
    path: '/keluar',
    access: 'self',
    whileHeld: true,
    audit: 'session.ended',
    input: z.object({}),
    async handle({ db, scope, actor, institution, t }) {
      const provider = openSignOut((await deleteSession(db, scope, actor.session))?.sign_out_sealed)
      const ended = {
        cookies: [{ name: SESSION_COOKIE, value: null }],
        audit: { subject: `account:${scope.account}`, detail: { session: actor.session } },
      }
      if (!provider) return { ...ended, redirect: `/i/${institution.slug}`, notice: t(messages).signedOut }
      return {
        ...ended,
        page: <SignedOutPage institution={institution} provider={provider} />,
        onward: provider.address,
        repeat: `/i/${institution.slug}/keluar`,
      }
    },
  }),

  query({
    path: '/i/:institution/keluar',
    access: 'public',
    input: z.object({}),
    handle: async ({ institution }) => ({ page: <SignedOutPage institution={institution} /> }),
  }),
]

function withoutPassword<F extends { values: Readonly<Record<string, unknown>> }>(form: F): F {
  const { password: _never, ...values } = form.values
  return { ...form, values }
}
