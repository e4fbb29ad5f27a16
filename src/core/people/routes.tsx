import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { command, outside, query } from '../../platform/http/route.ts'
import { SESSION_COOKIE, startSession } from '../../platform/http/session.ts'
import { messages } from './messages.ts'
import { returnPath, SignIn } from './model.ts'
import { passwordMatches } from './passwords.ts'
import { deleteSession, findAccountByLogin } from './queries.ts'
import { DoorPage, SignInPage } from './views.tsx'

const HOME = '/hari-ini'

export const routes = [
  outside({
    path: '/',
    input: z.object({}),
    async handle({ institutions, request }) {
      const all = await institutions.all()
      if (request.cookies[SESSION_COOKIE]) return { redirect: HOME }
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
      const query = kembali ? `?kembali=${encodeURIComponent(kembali)}` : ''
      return all.length === 1
        ? { redirect: `/i/${all[0]!.slug}/masuk${query}` }
        : { page: <DoorPage institutions={all} staff back={kembali} /> }
    },
  }),

  query({
    path: '/i/:institution/masuk',
    access: 'public',
    input: z.object({ kembali: returnPath }),
    async handle({ institution, form }, { kembali }) {
      return { page: <SignInPage institution={institution} form={form} back={kembali} /> }
    },
  }),

  command({
    path: '/i/:institution/masuk',
    access: 'public',
    audit: 'session.started',
    input: SignIn,
    limit: { points: 30, seconds: 300, by: 'ip' },
    async invalid({ institution }, raw, form) {
      const { password: _forgotten, ...values } = form.values
      return {
        page: (
          <SignInPage institution={institution} form={{ ...form, values }} back={returnPath.parse(raw['kembali'])} />
        ),
      }
    },
    async handle({ db, scope, now, request, t }, { login, password, kembali }) {
      const account = await findAccountByLogin(db, scope, login)
      if (!(await passwordMatches(account?.password_hash, password)) || !account)
        throw new Refusal(422, t(messages).wrong, { login: t(messages).wrong })
      const session = await startSession(db, {
        institution: scope.institution,
        account: account.id,
        now,
        method: 'password',
        ip: request.ip,
        agent: request.agent,
      })
      return {
        redirect: kembali ?? HOME,
        cookies: [{ name: SESSION_COOKIE, value: session.cookie, maxAge: session.maxAge }],
        audit: { subject: `account:${account.id}`, detail: { session: session.id } },
      }
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
