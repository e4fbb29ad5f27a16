import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { addressProblem } from '../../platform/outbound.ts'
import { createEndpoint, renewSecret, sendTest } from './acts.ts'
import { queueDelivery } from './jobs.ts'
import { messages } from './messages.ts'
import { EndpointInput, OLD_SECRET_HOURS } from './model.ts'
import {
  findDelivery,
  findEndpoint,
  listAttempts,
  listDeliveries,
  listEndpoints,
  listTypes,
  replayDeliveries,
  setEndpoint,
} from './queries.ts'
import { DeliveryPage, EndpointPage, EndpointsPage, endpointSeen, SecretPage } from './views.tsx'

type Managing = Context<'webhook.manage'>

const PAGE = 50
const REPLAY_MOST = 1000
const REPLAY_DAYS = 30
const STATES = { berhasil: 'delivered', menunggu: 'waiting', gagal: 'given_up' } as const

const One = z.object({ id: idParam() })
const sample = { id: 'select id from webhooks.endpoint limit 1' }
const deliverySample = { id: 'select id from webhooks.delivery limit 1' }

async function listPage({ db, scope, form }: Managing) {
  return {
    page: <EndpointsPage endpoints={await listEndpoints(db, scope)} types={await listTypes(db, scope)} form={form} />,
  }
}

async function endpointPage(
  { db, scope, form }: Managing,
  { id, status, sebelum }: { id: string; status?: keyof typeof STATES | undefined; sebelum?: string | undefined },
) {
  const endpoint = await findEndpoint(db, scope, id)
  if (!endpoint) throw new NotFound('endpoint')
  const filter = { state: status && STATES[status], before: sebelum }
  const rows = await listDeliveries(db, scope, id, filter, PAGE + 1)
  return {
    page: (
      <EndpointPage
        endpoint={endpoint}
        types={await listTypes(db, scope)}
        deliveries={rows.slice(0, PAGE)}
        next={rows.length > PAGE ? rows[PAGE - 1]!.message_id : undefined}
        status={status}
        form={form}
      />
    ),
  }
}

/** Whether the address can be used and the types exist; said at their fields. */
async function checked({ db, scope, t }: Managing, input: z.output<typeof EndpointInput>) {
  const problem = addressProblem(input.url)
  if (problem) throw new Refusal(422, '', { url: t(messages).addressProblem[problem] })
  const known = new Set((await listTypes(db, scope)).map((type) => type.code))
  if (input.types.some((type) => !known.has(type))) throw new Refusal(422, '', { types: t(messages).unknownType })
  return { name: input.name, url: input.url, types: input.types }
}

export const routes = [
  query({ path: '/webhook', access: 'webhook.manage', input: z.object({}), handle: listPage }),

  command({
    path: '/webhook',
    access: 'webhook.manage',
    audit: 'webhook.created',
    fresh: true,
    input: EndpointInput,
    invalid: listPage,
    async handle(context, input) {
      const endpoint = await checked(context, input)
      const made = await createEndpoint(context.db, context.scope, context.now, endpoint)
      return {
        page: <SecretPage id={made.id} secret={made.secret} />,
        audit: { subject: `webhook:${made.id}`, detail: { name: input.name, url: input.url, types: input.types } },
      }
    },
  }),

  query({
    path: '/webhook/:id',
    access: 'webhook.manage',
    input: One.extend({
      status: z.enum(['berhasil', 'menunggu', 'gagal']).optional(),
      sebelum: idParam().optional(),
    }),
    sample,
    handle: (context, input) => endpointPage(context, input),
  }),

  command({
    path: '/webhook/:id',
    access: 'webhook.manage',
    audit: 'webhook.changed',
    fresh: true,
    input: One.extend(EndpointInput.shape),
    sample,
    invalid: (context, raw) => endpointPage(context, { id: String(raw['id']) }),
    async handle(context, { id, ...input }) {
      const before = await findEndpoint(context.db, context.scope, id)
      if (!before) throw new NotFound('endpoint')
      const endpoint = await checked(context, input)
      context.requireSeen(endpointSeen(before))
      await setEndpoint(context.db, context.scope, id, endpoint)
      return {
        redirect: `/webhook/${id}`,
        notice: context.t(messages).saved,
        audit: { subject: `webhook:${id}`, detail: { name: input.name, url: input.url, types: input.types } },
      }
    },
  }),

  command({
    path: '/webhook/:id/hentikan',
    access: 'webhook.manage',
    audit: 'webhook.stopped',
    input: One,
    sample,
    async handle({ db, scope, t }, { id }) {
      if (!(await setEndpoint(db, scope, id, { active: false, stopped_reason: 'person' })))
        throw new NotFound('endpoint')
      return { redirect: `/webhook/${id}`, notice: t(messages).stoppedNow, audit: { subject: `webhook:${id}` } }
    },
  }),

  command({
    path: '/webhook/:id/nyalakan',
    access: 'webhook.manage',
    audit: 'webhook.started',
    input: One,
    sample,
    async handle({ db, scope, t }, { id }) {
      if (!(await setEndpoint(db, scope, id, { active: true, stopped_reason: null, failing_since: null })))
        throw new NotFound('endpoint')
      return { redirect: `/webhook/${id}`, notice: t(messages).startedNow, audit: { subject: `webhook:${id}` } }
    },
  }),

  command({
    path: '/webhook/:id/rahasia',
    access: 'webhook.manage',
    audit: 'webhook.secret_changed',
    fresh: true,
    input: One,
    sample,
    async handle({ db, scope, now }, { id }) {
      const secret = await renewSecret(db, scope, id, new Date(now.getTime() + OLD_SECRET_HOURS * 3_600_000))
      if (!secret) throw new NotFound('endpoint')
      return { page: <SecretPage id={id} secret={secret} renewed />, audit: { subject: `webhook:${id}` } }
    },
  }),

  command({
    path: '/webhook/:id/uji',
    access: 'webhook.manage',
    audit: 'webhook.tested',
    input: One,
    sample,
    limit: { points: 20, seconds: 60, by: 'account' },
    async handle({ db, scope, now, t }, { id }) {
      const endpoint = await findEndpoint(db, scope, id)
      if (!endpoint) throw new NotFound('endpoint')
      if (!endpoint.active) throw new Refusal(409, t(messages).isStopped)
      const delivery = await sendTest(db, scope, now, id)
      return { redirect: `/webhook/kiriman/${delivery}`, audit: { subject: `webhook:${id}` } }
    },
  }),

  command({
    path: '/webhook/:id/kirim-ulang',
    access: 'webhook.manage',
    audit: 'webhook.replayed',
    input: One,
    sample,
    async handle({ db, scope, now, t }, { id }) {
      if (!(await findEndpoint(db, scope, id))) throw new NotFound('endpoint')
      const since = new Date(now.getTime() - REPLAY_DAYS * 24 * 3_600_000)
      const again = await replayDeliveries(db, scope, now, { endpoint: id, since }, REPLAY_MOST)
      for (const delivery of again) await queueDelivery(db, scope.institution, delivery, 0)
      return {
        redirect: `/webhook/${id}`,
        notice: t(messages).replayed(again.length),
        audit: { subject: `webhook:${id}`, detail: { deliveries: again.length } },
      }
    },
  }),

  query({
    path: '/webhook/kiriman/:id',
    access: 'webhook.manage',
    input: One,
    sample: deliverySample,
    async handle({ db, scope }, { id }) {
      const delivery = await findDelivery(db, scope, id)
      if (!delivery) throw new NotFound('delivery')
      const soon = delivery.state === 'waiting' && delivery.attempts === 0
      return {
        page: <DeliveryPage delivery={delivery} attempts={await listAttempts(db, scope, id)} />,
        ...(soon ? { refresh: 2 } : {}),
      }
    },
  }),

  command({
    path: '/webhook/kiriman/:id/ulang',
    access: 'webhook.manage',
    audit: 'webhook.replayed',
    input: One,
    sample: deliverySample,
    async handle({ db, scope, now, t }, { id }) {
      if (!(await findDelivery(db, scope, id))) throw new NotFound('delivery')
      const [again] = await replayDeliveries(db, scope, now, { id }, 1)
      if (!again) throw new Refusal(409, t(messages).cannotReplay)
      await queueDelivery(db, scope.institution, again, 0)
      return { redirect: `/webhook/kiriman/${id}`, audit: { subject: `webhook_delivery:${id}` } }
    },
  }),
]
