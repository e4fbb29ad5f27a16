import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { idParam } from '../../../platform/http/input.ts'
import { type Context, command } from '../../../platform/http/route.ts'
import { findChallenge, openChallenge, takeChallenge } from './challenge.ts'
import { completeSignIn, HOME } from './complete.ts'
import { messages } from './messages.ts'
import { returnPath } from './model.ts'
import { askForPasskey, checkPasskey, passkeyAnswer, relyingParty } from './passkeys.ts'
import { findAccountByLogin, findLinked, findPasskey, findProvider, link, setPasskeyUsed } from './queries.ts'
import { CHALLENGE_COOKIE, continueSignIn, signOutOf } from './second-step.ts'
import { finishVisit, startVisit, type Visit } from './single-sign-on.ts'

const VISIT_COOKIE = 'kunjungan'
const PASSKEY_COOKIE = 'kunci'

export const providerRoutes = [
  visit(
    '/i/:institution/masuk/lewat/:provider',
    'session.sent_to_provider',
    z.object({ provider: idParam(), kembali: returnPath }),
    async (context, { provider: id, kembali }) => {
      const { db, scope, now, institution, url, request } = context
      // Another site's link does not sign anybody in (ASVS 7.6.2): there the person chooses the provider first.
      if (['cross-site', 'same-site'].includes(request.header('sec-fetch-site') ?? ''))
        return { redirect: `/i/${institution.slug}/masuk`, audit: [] }
      const provider = await findProvider(db, scope, id)
      if (!provider) throw new NotFound('provider')
      const { address, visit: remembered } = await startVisit(
        provider,
        url(`/i/${institution.slug}/masuk/kembali`),
        kembali ?? HOME,
        now,
      ).catch(() => {
        throw new Refusal(409, context.t(messages).providerFailed)
      })
      const { token, maxAge } = await openChallenge(db, scope, {
        kind: 'single_sign_on',
        account: null,
        data: remembered,
        now,
      })
      return {
        redirect: address,
        cookies: [{ name: VISIT_COOKIE, value: token, maxAge }],
        audit: { subject: `identity_provider:${id}` },
      }
    },
  ),

  visit('/i/:institution/masuk/kembali', 'session.attempted', z.looseObject({}), async (context) => {
    const { db, scope, now, request, url } = context
    const t = context.t(messages)
    const challenge = await takeChallenge(db, scope, 'single_sign_on', request.cookies[VISIT_COOKIE], now)
    if (!challenge) throw new Refusal(410, t.providerFailed)
    const remembered = challenge.data as Visit
    const provider = await findProvider(db, scope, remembered.provider)
    if (!provider) throw new NotFound('provider')
    const after = url(`/i/${context.institution.slug}/keluar`)
    const person = await finishVisit(provider, remembered, url(request.path), after, now).catch(() => {
      throw new Refusal(409, t.providerFailed)
    })
    const account = person && (await accountOf(context, provider.id, person))
    if (!person || !account) throw new Refusal(409, t.providerUnknown)
    const { cookies, ...outcome } = await continueSignIn(context, account, {
      method: 'single_sign_on',
      asksFactor: provider.asks_factor,
      back: remembered.back,
      signOut: person.signOut,
    })
    return { ...outcome, cookies: [...cookies, { name: VISIT_COOKIE, value: null }] }
  }),

  command({
    path: '/i/:institution/masuk/kunci-sandi/mulai',
    access: 'public',
    audit: 'session.passkey_asked',
    input: z.object({}),
    limit: { points: 60, seconds: 300, by: 'ip' },
    async handle({ db, scope, now, institution, url }) {
      const options = await askForPasskey(relyingParty(url(''), institution.name))
      const { token, maxAge } = await openChallenge(db, scope, {
        kind: 'passkey_sign_in',
        account: null,
        data: { challenge: options.challenge },
        now,
      })
      return { json: options, cookies: [{ name: PASSKEY_COOKIE, value: token, maxAge }], audit: { subject: 'session' } }
    },
  }),

  command({
    path: '/i/:institution/masuk/kunci-sandi',
    access: 'public',
    audit: 'session.attempted',
    input: z.object({ answer: passkeyAnswer, kembali: returnPath }),
    limit: { points: 60, seconds: 300, by: 'ip' },
    async handle(context, { answer, kembali }) {
      const { db, scope, now, request, institution, url } = context
      const refused = {
        json: { error: context.t(messages).passkeyWrong },
        status: 422,
        audit: { subject: 'session', detail: { outcome: 'passkey refused' } },
      }
      const challenge = await takeChallenge(db, scope, 'passkey_sign_in', request.cookies[PASSKEY_COOKIE], now)
      const credential = answer as unknown as AuthenticationResponseJSON
      const stored =
        challenge && typeof credential.id === 'string' ? await findPasskey(db, scope, credential.id) : undefined
      if (!challenge || !stored) return refused
      const counter = await checkPasskey(
        relyingParty(url(''), institution.name),
        challenge.data['challenge']!,
        credential,
        stored,
      )
      if (counter === undefined) return refused
      await setPasskeyUsed(db, scope, stored.id, counter, now)
      // The passkey may be the second step of whoever came through a provider.
      const begun = await findChallenge(db, scope, 'second_factor', request.cookies[CHALLENGE_COOKIE], now)
      const signOut = begun?.account === stored.account_id ? signOutOf(begun) : undefined
      return {
        json: { redirect: kembali ?? HOME },
        ...(await completeSignIn(context, stored.account_id, 'passkey', { signOut })),
      }
    },
  }),
]

/** The first time by the login the provider vouches for, from then on by the provider's own name for the person. */
async function accountOf(
  { db, scope }: Pick<Context<'public'>, 'db' | 'scope'>,
  provider: string,
  { subject, login }: { subject: string; login: string | undefined },
): Promise<string | undefined> {
  const linked = await findLinked(db, scope, provider, subject)
  if (linked) return linked.disabled_at ? undefined : linked.id
  const account = login && (await findAccountByLogin(db, scope, login))
  return account && (await link(db, scope, provider, subject, account.id)) ? account.id : undefined
}

/** A change that begins with a link or a redirect, so it has to be a GET; guarded by the one-time challenge cookie. */
function visit<I extends z.ZodType>(
  path: `/${string}`,
  audit: string,
  input: I,
  handle: Parameters<typeof command<'public', I>>[0]['handle'],
) {
  return {
    ...command({ path, access: 'public', audit, input, handle, limit: { points: 60, seconds: 300, by: 'ip' } }),
    method: 'GET' as const,
  }
}
