import { z } from 'zod'
import { Refusal } from '../../../platform/http/errors.ts'
import { emptyForm } from '../../../platform/http/input.ts'
import { command, query } from '../../../platform/http/route.ts'
import { notify } from '../../notifications/index.ts'
import { countChallenges, findChallenge, openChallenge, takeChallenge } from './challenge.ts'
import { messages } from './messages.ts'
import { NewPassword, RecoveryRequest } from './model.ts'
import { hashPassword, requireUnguessable } from './passwords.ts'
import { deleteAllSessions, findAccountByLogin, getAccount, setPassword } from './queries.ts'
import { NewPasswordPage, RecoveryRequestPage } from './views.tsx'

/** Links that work at the same time; each works half an hour. */
const MOST_LINKS = 3
const Token = z.object({ token: z.string().max(100) })

export const recoveryRoutes = [
  query({
    path: '/i/:institution/kata-sandi',
    access: 'public',
    input: z.object({}),
    handle: async ({ institution, form }) => ({ page: <RecoveryRequestPage institution={institution} form={form} /> }),
  }),

  command({
    path: '/i/:institution/kata-sandi',
    access: 'public',
    audit: 'password.recovery_asked',
    input: RecoveryRequest,
    limit: { points: 10, seconds: 3600, by: 'ip' },
    invalid: async ({ institution }, _raw, form) => ({
      page: <RecoveryRequestPage institution={institution} form={form} />,
    }),
    async handle({ db, scope, now, institution, t }, { email }) {
      const account = await findAccountByLogin(db, scope, email)
      // Whoever asks from many addresses cannot fill one person's mailbox either.
      if (account?.email && (await countChallenges(db, scope, 'recovery', account.id, now)) < MOST_LINKS) {
        const { token } = await openChallenge(db, scope, { kind: 'recovery', account: account.id, data: {}, now })
        await notify(db, scope, now, [
          {
            email: account.email,
            kind: 'people.recovery',
            title: t(messages).recoveryMailTitle,
            body: t(messages).recoveryMailBody,
            href: `/i/${institution.slug}/kata-sandi/${token}`,
            secret: true,
            key: `recovery:${now.toISOString()}`,
          },
        ])
      }
      // The same answer either way, so that nobody learns which addresses have an account.
      return {
        redirect: `/i/${institution.slug}/masuk`,
        notice: t(messages).recoverySent,
        audit: { subject: account ? `account:${account.id}` : 'account' },
      }
    },
  }),

  query({
    path: '/i/:institution/kata-sandi/:token',
    access: 'public',
    input: Token,
    sample: { token: `select 'x'` },
    async handle({ db, scope, now, institution, form }, { token }) {
      if (!(await findChallenge(db, scope, 'recovery', token, now)))
        return { page: <RecoveryRequestPage institution={institution} form={form} gone />, status: 410 }
      return { page: <NewPasswordPage action={`/i/${institution.slug}/kata-sandi/${token}`} form={form} /> }
    },
  }),

  command({
    path: '/i/:institution/kata-sandi/:token',
    access: 'public',
    audit: 'password.recovered',
    input: NewPassword.and(Token),
    limit: { points: 20, seconds: 3600, by: 'ip' },
    async invalid({ db, scope, now, institution }, raw, form) {
      if (!(await findChallenge(db, scope, 'recovery', String(raw['token']), now)))
        return { page: <RecoveryRequestPage institution={institution} form={emptyForm} gone /> }
      return {
        page: (
          <NewPasswordPage
            action={`/i/${institution.slug}/kata-sandi/${String(raw['token'])}`}
            form={{ ...form, values: {} }}
          />
        ),
      }
    },
    async handle({ db, scope, now, institution, language, t }, { token, password }) {
      const challenge = await takeChallenge(db, scope, 'recovery', token, now)
      if (!challenge?.account) throw new Refusal(409, t(messages).recoveryGone)
      requireUnguessable(password, await getAccount(db, scope, challenge.account), institution, language)
      await setPassword(db, scope, challenge.account, await hashPassword(password))
      await deleteAllSessions(db, scope, challenge.account)
      await notify(db, scope, now, [
        {
          accountId: challenge.account,
          kind: 'people.security',
          title: t(messages).securityMailTitle,
          body: t(messages).passwordMailBody,
          href: '/keamanan',
          key: `password:${now.toISOString()}`,
        },
      ])
      return {
        redirect: `/i/${institution.slug}/masuk`,
        notice: t(messages).passwordChanged,
        audit: { subject: `account:${challenge.account}` },
      }
    },
  }),
]
