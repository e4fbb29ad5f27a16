import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, idParam, optionalText, requiredText } from '../../platform/http/input.ts'
import { type Context, command, query, type Route } from '../../platform/http/route.ts'
import { newId } from '../../platform/id.ts'
import { addressProblem } from '../../platform/outbound.ts'
import { seal } from '../../platform/seal.ts'
import { SEAL } from './forwarding.ts'
import { forwardJob } from './jobs.ts'
import { Open311Page } from './manage-views.tsx'
import { messages } from './messages.ts'
import {
  insertEndpoint,
  insertForwarding,
  listEndpoints,
  listForwardings,
  listReferred,
  stopEndpoint,
} from './outgoing-queries.ts'

type Managing = Context<'open311.manage'>
const t = messages

const EndpointInput = z.object({
  name: requiredText(150, bilingual(t.id.nameMissing, t.en.nameMissing)).pipe(
    z.string().min(3, { error: bilingual(t.id.nameMissing, t.en.nameMissing) }),
  ),
  url: requiredText(500, bilingual(t.id.urlProblem, t.en.urlProblem))
    .transform((text) => text.replace(/\/+$/, ''))
    .refine((text) => addressProblem(text) === undefined, { error: bilingual(t.id.urlProblem, t.en.urlProblem) }),
  jurisdiction_id: optionalText(200),
  service_code: requiredText(200, bilingual(t.id.serviceMissing, t.en.serviceMissing)),
  api_key: requiredText(500, bilingual(t.id.keyMissing, t.en.keyMissing)),
})

const ForwardInput = z.object({
  complaint: z.uuid({ error: bilingual(t.id.chooseComplaint, t.en.chooseComplaint) }),
  endpoint: z.uuid({ error: bilingual(t.id.chooseTarget, t.en.chooseTarget) }),
})

async function page({ db, scope, institution, url, form }: Managing) {
  return {
    page: (
      <Open311Page
        base={url(`/i/${institution.slug}/open311`)}
        referred={await listReferred(db, scope)}
        forwardings={await listForwardings(db, scope)}
        endpoints={await listEndpoints(db, scope)}
        form={form}
      />
    ),
  }
}

export const manageRoutes: readonly Route[] = [
  query({ path: '/open311', access: 'open311.manage', input: z.object({}), handle: page }),

  command({
    path: '/open311/server',
    access: 'open311.manage',
    audit: 'open311.endpoint.added',
    input: EndpointInput,
    invalid: (context) => page(context),
    async handle({ db, scope, now, t: say }, { api_key, ...endpoint }) {
      const id = newId(now)
      const added = await insertEndpoint(db, scope, {
        ...endpoint,
        id,
        jurisdiction_id: endpoint.jurisdiction_id ?? '',
        sealed_key: seal(SEAL, api_key),
        created_at: now,
      })
      if (!added) throw new Refusal(409, '', { name: say(messages).taken })
      return {
        redirect: '/open311#server',
        notice: say(messages).added,
        audit: { subject: `open311.endpoint:${id}`, detail: { name: endpoint.name, url: endpoint.url } },
      }
    },
  }),

  command({
    path: '/open311/server/:id/hentikan',
    access: 'open311.manage',
    audit: 'open311.endpoint.stopped',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from open311.endpoint limit 1' },
    async handle({ db, scope, t: say }, { id }) {
      if (!(await stopEndpoint(db, scope, id))) throw new NotFound('endpoint')
      return {
        redirect: '/open311#server',
        notice: say(messages).stopped,
        audit: { subject: `open311.endpoint:${id}` },
      }
    },
  }),

  command({
    path: '/open311/teruskan',
    access: 'open311.manage',
    audit: 'complaint.forwarded',
    input: ForwardInput,
    invalid: (context) => page(context),
    async handle({ db, scope, now, enqueue, t: say }, { complaint, endpoint }) {
      if (!(await insertForwarding(db, scope, now, { complaint, endpoint })))
        throw new Refusal(409, '', { complaint: say(messages).notForwarded })
      await enqueue(forwardJob, { complaint, endpoint })
      return {
        redirect: '/open311#diteruskan',
        notice: say(messages).forwarded,
        audit: { subject: `complaint:${complaint}`, detail: { endpoint } },
      }
    },
  }),
]
