import { z } from 'zod'
import type { Permission } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { bilingual, idParam, requiredText } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { allApiScopes, allPermissions } from '../../../platform/registry.ts'
import { createApiClient } from './acts.ts'
import { messages } from './messages.ts'
import { listApiClients, revokeApiClient } from './queries.ts'
import { ApiClientsPage, MadeClientPage } from './views.tsx'

async function listPage({ db, scope, language, form }: Context<'api_client.manage'>) {
  const texts = allPermissions()
  const options = allApiScopes().map((value) => ({ value, label: texts[value]?.[language] ?? value }))
  return { page: <ApiClientsPage clients={await listApiClients(db, scope)} options={options} form={form} /> }
}

export const apiClientRoutes = [
  query({ path: '/klien-api', access: 'api_client.manage', input: z.object({}), handle: listPage }),

  command({
    path: '/klien-api',
    access: 'api_client.manage',
    audit: 'api_client.created',
    fresh: true,
    input: z.object({
      name: requiredText(100, bilingual('Nama klien belum diisi.', 'Enter the client’s name.')),
      scopes: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(100)).min(1)),
    }),
    invalid: listPage,
    async handle({ db, scope, now, also, t }, { name, scopes }) {
      if (scopes.some((one) => !allApiScopes().includes(one)))
        throw new Refusal(422, '', { scopes: t(messages).unknownScope })
      // A client reaches the whole institution, so it gets only what its maker holds there.
      const held = (one: string) => also(one as Permission)?.units.length === scope.units.length
      if (!scopes.every(held)) throw new Refusal(422, '', { scopes: t(messages).tooMuch })
      const client = await createApiClient(db, scope, now, { name, scopes })
      return {
        page: <MadeClientPage client={client} />,
        audit: { subject: `api_client:${client.id}`, detail: { name, scopes } },
      }
    },
  }),

  command({
    path: '/klien-api/:id/cabut',
    access: 'api_client.manage',
    audit: 'api_client.revoked',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from people.api_client limit 1' },
    async handle({ db, scope, now, t }, { id }) {
      if (!(await revokeApiClient(db, scope, id, now))) throw new NotFound('api client')
      return { redirect: '/klien-api', notice: t(messages).revokedNow, audit: { subject: `api_client:${id}` } }
    },
  }),
]
