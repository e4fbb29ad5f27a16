import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { toDataURL } from 'qrcode'
import { z } from 'zod'
import { NotFound, Refusal, SignInAgain } from '../../../platform/http/errors.ts'
import { idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { formatDate } from '../../../platform/i18n.ts'
import { seal, unseal } from '../../../platform/seal.ts'
import { notify } from '../../notifications/index.ts'
import { messages as factorMessages } from '../second-factor/messages.ts'
import { hasFactor } from '../second-factor/model.ts'
import { deleteRecoveryCodes, getFactor, releaseSession } from '../second-factor/queries.ts'
import { openChallenge, takeChallenge } from '../sign-in/challenge.ts'
import { TOTP_PURPOSE } from '../sign-in/code-routes.tsx'
import { messages as signInMessages } from '../sign-in/messages.ts'
import { NewPassword, SecondFactor } from '../sign-in/model.ts'
import { acceptPasskey, offerPasskey, passkeyAnswer, relyingParty } from '../sign-in/passkeys.ts'
import { hashPassword, passwordMatches, requireUnguessable } from '../sign-in/passwords.ts'
import { deleteSession, findTotp, listPasskeys, setPassword } from '../sign-in/queries.ts'
import { newTotpSecret, totpAddress, totpStep } from '../sign-in/totp.ts'
import { AccountPage } from './account-view.tsx'
import { messages } from './messages.ts'
import {
  confirmTotp,
  countDoors,
  deleteOtherSessions,
  deletePasskey,
  deleteTotp,
  getOwnAccount,
  listSessions,
  proposeTotp,
  savePasskey,
} from './queries.ts'
import { SecurityPage, TotpPage } from './views.tsx'

const PASSKEY_COOKIE = 'kunci'
const nothing = z.object({})
const byId = z.object({ id: idParam() })

async function securityPage(context: Context<'self'>) {
  const { db, scope, now, actor, form, institution } = context
  const [sessions, passkeys, totp] = [
    await listSessions(db, scope, now),
    await listPasskeys(db, scope, scope.account!),
    await findOwnTotp(db, scope),
  ]
  const { current: _c, password: _p, repeat: _r, ...values } = form.values
  return {
    page: (
      <SecurityPage
        sessions={sessions}
        here={actor.session}
        totp={Boolean(totp?.confirmed_at)}
        hasPassword={(await getOwnAccount(db, scope)).password_hash !== null}
        passkeys={passkeys}
        codes={(await getFactor(db, scope, scope.account!, now)).codes}
        signInAgain={context.fresh ? undefined : `/i/${institution.slug}/masuk?kembali=%2Fkeamanan`}
        form={{ ...form, values }}
      />
    ),
  }
}

/** Reads without the row lock of the sign-in, because a page may not lock. */
async function findOwnTotp(db: Context<'self'>['db'], scope: Context<'self'>['scope']) {
  return db
    .selectFrom('people.totp')
    .select(['confirmed_at', 'secret_sealed'])
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .executeTakeFirst()
}

async function totpPage(context: Context<'self'>) {
  const { db, scope, institution, form, fresh } = context
  // The secret stands on this page: whoever finds the session open later does not see it.
  if (!fresh) return { redirect: '/keamanan' }
  const totp = await findOwnTotp(db, scope)
  if (!totp || totp.confirmed_at) throw new NotFound('totp')
  const account = await getOwnAccount(db, scope)
  const secret = unseal(TOTP_PURPOSE, totp.secret_sealed)
  const qr = await toDataURL(totpAddress(secret, institution.name, account.email ?? account.nip ?? account.name), {
    width: 240,
    margin: 1,
  })
  return { page: <TotpPage secret={secret} qr={qr} form={form} /> }
}

async function tellOwner({ db, scope, now, t }: Context<'self'>, what: string) {
  const text = t(signInMessages)
  await notify(db, scope, now, [
    {
      accountId: scope.account!,
      kind: 'people.security',
      title: text.securityMailTitle,
      body: what,
      href: '/keamanan',
      key: `security:${now.toISOString()}`,
    },
  ])
}

/** Undoes the removal of the last second factor of somebody whose role demands one; recovery codes go with the last one. */
async function keepDemanded({ db, scope, now, t }: Context<'self'>): Promise<void> {
  const factor = await getFactor(db, scope, scope.account!, now)
  if (hasFactor(factor)) return
  if (factor.demandedFrom !== null) throw new Refusal(409, t(factorMessages).demandedKeep)
  await deleteRecoveryCodes(db, scope, scope.account!)
}

export const securityRoutes = [
  query({
    path: '/akun',
    access: 'self',
    input: nothing,
    handle: async ({ db, scope }) => ({ page: <AccountPage account={await getOwnAccount(db, scope)} /> }),
  }),

  query({ path: '/keamanan', access: 'self', input: nothing, handle: securityPage }),

  command({
    path: '/keamanan/sesi/:id/akhiri',
    access: 'self',
    audit: 'session.revoked',
    fresh: true,
    input: byId,
    sample: { id: 'select id from people.session limit 1' },
    async handle({ db, scope, t }, { id }) {
      if (!(await deleteSession(db, scope, id))) throw new NotFound('session')
      return {
        redirect: '/keamanan',
        notice: t(messages).ended,
        audit: { subject: `account:${scope.account}`, detail: { session: id } },
      }
    },
  }),

  command({
    path: '/keamanan/sesi-lain/akhiri',
    access: 'self',
    audit: 'session.revoked',
    fresh: true,
    input: nothing,
    async handle({ db, scope, actor, t }) {
      const count = await deleteOtherSessions(db, scope, actor.session)
      return {
        redirect: '/keamanan',
        notice: t(messages).othersEnded(count),
        audit: { subject: `account:${scope.account}`, detail: { sessions: count } },
      }
    },
  }),

  command({
    path: '/keamanan/kata-sandi',
    access: 'self',
    audit: 'password.changed',
    input: NewPassword.and(z.object({ current: z.string().max(500).default('') })),
    limit: { points: 20, seconds: 600, by: 'account' },
    invalid: securityPage,
    async handle(context, { current, password }) {
      const { db, scope, actor, t, institution, language } = context
      const account = await getOwnAccount(db, scope)
      // Who has a passkey alone shows with it who they are; there is no password to ask for.
      if (account.password_hash === null && !context.fresh) throw new SignInAgain()
      if (account.password_hash !== null && !(await passwordMatches(account.password_hash, current)))
        throw new Refusal(422, '', { current: t(messages).currentWrong })
      requireUnguessable(password, account, institution, language)
      await setPassword(db, scope, account.id, await hashPassword(password))
      await deleteOtherSessions(db, scope, actor.session)
      await tellOwner(context, t(signInMessages).passwordMailBody)
      return { redirect: '/keamanan', notice: t(messages).passwordSaved, audit: { subject: `account:${account.id}` } }
    },
  }),

  command({
    path: '/keamanan/kode/mulai',
    access: 'self',
    whileHeld: true,
    audit: 'totp.proposed',
    fresh: true,
    input: nothing,
    async handle(context) {
      const { db, scope } = context
      await proposeTotp(db, scope, seal(TOTP_PURPOSE, newTotpSecret()))
      return { redirect: '/keamanan/kode', audit: { subject: `account:${scope.account}` } }
    },
  }),

  query({ path: '/keamanan/kode', access: 'self', whileHeld: true, input: nothing, handle: totpPage }),

  command({
    path: '/keamanan/kode',
    access: 'self',
    whileHeld: true,
    audit: 'totp.confirmed',
    fresh: true,
    input: SecondFactor,
    limit: { points: 20, seconds: 600, by: 'account' },
    invalid: totpPage,
    async handle(context, { code }) {
      const { db, scope, actor, now, t } = context
      const totp = await findTotp(db, scope, scope.account!)
      if (!totp || totp.confirmed_at) throw new NotFound('totp')
      const step = totpStep(unseal(TOTP_PURPOSE, totp.secret_sealed), code, totp.last_step, now)
      if (step === undefined) throw new Refusal(422, '', { code: t(messages).totpWrong })
      await confirmTotp(db, scope, step, now)
      await releaseSession(db, scope, actor.session, 'totp')
      await tellOwner(context, t(messages).totpDone)
      return { redirect: '/keamanan', notice: t(messages).totpDone, audit: { subject: `account:${scope.account}` } }
    },
  }),

  command({
    path: '/keamanan/kode/matikan',
    access: 'self',
    audit: 'totp.removed',
    fresh: true,
    input: nothing,
    async handle(context) {
      const { db, scope, t } = context
      await deleteTotp(db, scope)
      await keepDemanded(context)
      await tellOwner(context, t(messages).totpStopped)
      return { redirect: '/keamanan', notice: t(messages).totpStopped, audit: { subject: `account:${scope.account}` } }
    },
  }),

  command({
    path: '/keamanan/kunci-sandi/mulai',
    access: 'self',
    whileHeld: true,
    audit: 'passkey.asked',
    fresh: true,
    input: nothing,
    async handle(context) {
      const { db, scope, now, institution, url } = context
      const account = await getOwnAccount(db, scope)
      const owner = { id: account.id, login: account.email ?? account.nip ?? account.name, name: account.name }
      const options = await offerPasskey(
        relyingParty(url(''), institution.name),
        owner,
        await listPasskeys(db, scope, account.id),
      )
      const { token, maxAge } = await openChallenge(db, scope, {
        kind: 'passkey_new',
        account: account.id,
        data: { challenge: options.challenge },
        now,
      })
      return {
        json: options,
        cookies: [{ name: PASSKEY_COOKIE, value: token, maxAge }],
        audit: { subject: `account:${account.id}` },
      }
    },
  }),

  command({
    path: '/keamanan/kunci-sandi',
    access: 'self',
    whileHeld: true,
    audit: 'passkey.added',
    input: z.object({ answer: passkeyAnswer }),
    async handle(context, { answer }) {
      const { db, scope, actor, now, request, institution, url, t, language } = context
      const challenge = await takeChallenge(db, scope, 'passkey_new', request.cookies[PASSKEY_COOKIE], now)
      const credential =
        challenge?.account === scope.account &&
        (await acceptPasskey(
          relyingParty(url(''), institution.name),
          challenge.data['challenge']!,
          answer as unknown as RegistrationResponseJSON,
        ))
      if (!credential) throw new Refusal(422, t(messages).passkeyFailed)
      const id = await savePasskey(
        db,
        scope,
        scope.account!,
        {
          credentialId: credential.id,
          publicKey: credential.publicKey,
          counter: credential.counter,
          transports: credential.transports ?? [],
          name: t(messages).passkeyName(formatDate(now, language, institution.timeZone)),
        },
        now,
      )
      await releaseSession(db, scope, actor.session, 'passkey')
      await tellOwner(context, t(messages).passkeyAdded)
      return { json: { redirect: '/keamanan' }, audit: { subject: `passkey:${id}` } }
    },
  }),

  command({
    path: '/keamanan/kunci-sandi/:id/hapus',
    access: 'self',
    audit: 'passkey.removed',
    fresh: true,
    input: byId,
    sample: { id: 'select id from people.passkey limit 1' },
    async handle(context, { id }) {
      const { db, scope, t } = context
      if (!(await deletePasskey(db, scope, id))) throw new NotFound('passkey')
      if ((await countDoors(db, scope)) === 0) throw new Refusal(409, t(messages).lastDoor)
      await keepDemanded(context)
      await tellOwner(context, t(messages).removed)
      return { redirect: '/keamanan', notice: t(messages).removed, audit: { subject: `passkey:${id}` } }
    },
  }),
]
