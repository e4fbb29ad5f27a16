import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, checkbox, idParam, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { addressProblem } from '../../../platform/outbound.ts'
import { seal } from '../../../platform/seal.ts'
import { SECRET_PURPOSE } from '../sign-in/single-sign-on.ts'
import { messages } from './messages.ts'
import { insertProvider, listAllProviders, stopProvider } from './queries.ts'
import { ProvidersPage } from './views.tsx'

const ProviderInput = z.object({
  name: requiredText(80, bilingual('Nama belum diisi.', 'Enter a name.')).pipe(z.string().min(2)),
  issuer: requiredText(300).pipe(
    z.url({
      protocol: /^https$/,
      error: bilingual(
        'Tulis alamat lengkap yang diawali https://.',
        'Enter a full address that begins with https://.',
      ),
    }),
  ),
  clientId: requiredText(200),
  clientSecret: requiredText(500),
  claim: z.enum(['email', 'nip']),
  asksFactor: checkbox(),
})

async function providersPage({ db, scope, institution, form, url }: Context<'role.manage'>) {
  const { clientSecret: _never, ...values } = form.values
  const callback = url(`/i/${institution.slug}/masuk/kembali`)
  const afterSignOut = url(`/i/${institution.slug}/keluar`)
  const providers = await listAllProviders(db, scope)
  return { page: <ProvidersPage {...{ providers, callback, afterSignOut }} form={{ ...form, values }} /> }
}

export const identityProviderRoutes = [
  query({ path: '/penyedia-masuk', access: 'role.manage', input: z.object({}), handle: providersPage }),

  command({
    path: '/penyedia-masuk',
    access: 'role.manage',
    audit: 'identity_provider.added',
    fresh: true,
    input: ProviderInput,
    invalid: providersPage,
    async handle({ db, scope, t }, { clientSecret, ...provider }) {
      if (addressProblem(provider.issuer)) throw new Refusal(422, '', { issuer: t(messages).inside })
      const id = await insertProvider(db, scope, { ...provider, secretSealed: seal(SECRET_PURPOSE, clientSecret) })
      if (!id) throw new Refusal(409, '', { issuer: t(messages).taken })
      return {
        redirect: '/penyedia-masuk',
        notice: t(messages).added,
        audit: {
          subject: `identity_provider:${id}`,
          detail: { issuer: provider.issuer, asksFactor: provider.asksFactor },
        },
      }
    },
  }),

  command({
    path: '/penyedia-masuk/:id/hentikan',
    access: 'role.manage',
    audit: 'identity_provider.stopped',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from people.identity_provider limit 1' },
    async handle({ db, scope, t }, { id }) {
      if (!(await stopProvider(db, scope, id))) throw new NotFound('identity provider')
      return { redirect: '/penyedia-masuk', notice: t(messages).stopped, audit: { subject: `identity_provider:${id}` } }
    },
  }),
]
