import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { type OutsideContext, outside } from '../../platform/http/route.ts'
import { SESSION_COOKIE, startSession } from '../../platform/http/session.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { allPermissions } from '../../platform/registry.ts'
import { createInstitution } from '../organization/index.ts'
import {
  acceptPasskey,
  hashPassword,
  offerPasskey,
  openAccounts,
  passkeyAnswer,
  relyingParty,
  savePasskey,
} from '../people/index.ts'
import { grantRoles, writeBuiltInRoles } from '../roles/index.ts'
import { messages } from './messages.ts'
import { Founding, foundingChallenge, PasskeyWish, Token } from './model.ts'
import { isFoundingToken, takeFoundingToken } from './token.ts'
import { FoundedPage, FoundingPage } from './views.tsx'

const REASON = 'founding of the first institution'

async function readPasskey(answer: string, token: string, baseUrl: string) {
  const parsed = passkeyAnswer.safeParse(answer)
  if (!parsed.success) return undefined
  const challenge = Buffer.from(foundingChallenge(token)).toString('base64url')
  const registration = parsed.data as unknown as RegistrationResponseJSON
  return acceptPasskey(relyingParty(baseUrl, 'Sigap'), challenge, registration)
}

/** Before the founding the last start printed a link that works; after it there is an account to sign in with. */
async function gone({ institutions, t }: Pick<OutsideContext, 'institutions' | 't'>): Promise<Refusal> {
  const founded = (await institutions.all()).length > 0
  return new Refusal(410, founded ? t(messages).goneFounded : t(messages).gone)
}

export const routes = [
  outside({
    path: '/mulai',
    input: Token,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async handle(context, { kode }) {
      const { database, form, institutions } = context
      if (await isFoundingToken(database.pool, kode)) return { page: <FoundingPage token={kode} form={form} /> }
      if ((await institutions.all()).length > 0) return { page: <FoundedPage />, status: 410 }
      throw await gone(context)
    },
  }),

  outside({
    method: 'POST',
    path: '/mulai/kunci-sandi/mulai',
    input: PasskeyWish,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async handle(context, { kode, person, email }) {
      const { database, url } = context
      if (!(await isFoundingToken(database.pool, kode))) throw await gone(context)
      const owner = { id: newId(), login: email, name: person }
      return { json: await offerPasskey(relyingParty(url(''), 'Sigap'), owner, [], foundingChallenge(kode)) }
    },
  }),

  outside({
    method: 'POST',
    path: '/mulai',
    input: Founding,
    limit: { points: 60, seconds: 600, by: 'ip' },
    async invalid({ form }, raw) {
      const { password: _password, repeat: _repeat, answer, ...rest } = form.values
      const kept = !form.errors['answer'] && typeof answer === 'string' && answer.startsWith('{')
      const values = kept ? { ...rest, answer } : rest
      return { page: <FoundingPage token={String(raw['kode'] ?? '')} form={{ ...form, values }} /> }
    },
    async handle(context, founding) {
      const { database, institutions, now, requestId, request, t, url, language } = context
      const id = newId(now)
      const passkey = founding.answer === '' ? undefined : await readPasskey(founding.answer, founding.kode, url(''))
      if (founding.answer !== '' && !passkey) throw new Refusal(422, '', { answer: t(messages).passkeyFailed })
      const passwordHash = founding.answer === '' ? await hashPassword(founding.password) : null
      const session = await database.transaction('write', id, async (db, client) => {
        if (!(await takeFoundingToken(client, founding.kode))) return undefined
        const { rootUnitId } = await createInstitution(db, systemScope('organization.manage', REASON, id, []), now, {
          id,
          slug: founding.slug,
          name: founding.name,
          kind: founding.kind,
          regionCode: null,
          timeZone: founding.zone,
          hostname: null,
          synthetic: false,
          rootCode: founding.slug.toUpperCase(),
          activeFrom: localDate(now, founding.zone),
        })
        const roles = await writeBuiltInRoles(
          db,
          systemScope('role.manage', REASON, id, []),
          Object.keys(allPermissions()),
        )
        const [account] = await openAccounts(db, systemScope('account.manage', REASON, id, []), now, [
          { name: founding.person, email: founding.email, passwordHash },
        ])
        if (passkey)
          await savePasskey(
            db,
            systemScope('account.manage', REASON, id, []),
            account!,
            {
              credentialId: passkey.id,
              publicKey: passkey.publicKey,
              counter: passkey.counter,
              transports: passkey.transports ?? [],
              name: t(messages).passkeyName(formatDate(now, language, founding.zone)),
            },
            now,
          )
        await grantRoles(db, systemScope('role.manage', REASON, id, []), [
          { account: account!, role: roles.get('administrator')!, unit: rootUnitId, from: now },
        ])
        const audit = { subject: `institution:${id}`, detail: { name: founding.name, slug: founding.slug } }
        await recordAudit(db, [
          { ...audit, institution: id, at: now, account: account!, action: 'institution.founded', requestId },
        ])
        return startSession(db, {
          institution: id,
          account: account!,
          now,
          method: passkey ? 'passkey' : 'password',
          ip: request.ip,
          agent: request.agent,
        })
      })
      institutions.forget()
      if (!session) throw await gone(context)
      return {
        redirect: '/langkah-pertama',
        notice: t(messages).done(founding.name),
        cookies: [{ name: SESSION_COOKIE, value: session.cookie, maxAge: session.maxAge }],
      }
    },
  }),
]
