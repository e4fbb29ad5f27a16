import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { newId } from '../../platform/id.ts'
import { listServices } from './queries.ts'
import { type EndedTransaction, recordTransactions } from './transaction-acts.ts'
import { OUTCOMES, timeProblem } from './transaction-model.ts'

const MAX_BATCH = 500

const Sent = z.object({
  /** The sender's own key of this record: the same key sent again changes nothing. */
  key: z.string().trim().min(1).max(100),
  /** The service's address, as in /layanan/kartu-keluarga. */
  service: z.string().max(100),
  arrived_at: z.iso.datetime({ offset: true }),
  started_at: z.iso.datetime({ offset: true }).optional(),
  ended_at: z.iso.datetime({ offset: true }),
  outcome: z.enum(OUTCOMES),
  digital: z.boolean(),
  queue_number: z.number().int().min(1).max(32_000).optional(),
})
const Refused = z.object({
  key: z.string(),
  reason: z.enum(['unknown_service', 'times_out_of_order', 'time_in_future']),
})

export const apiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/service-transactions',
    access: 'service.record',
    audit: 'service.transactions_received',
    summary: 'Send services that were given, with their times; sending the same keys again changes nothing',
    input: z.object({ transactions: z.array(Sent).min(1).max(MAX_BATCH) }),
    output: z.object({ added: z.number(), known: z.number(), refused: z.array(Refused) }),
    async handle({ db, scope, now }, { transactions }) {
      const services = new Map(
        (await listServices(db, scope))
          .filter(({ unit_id }) => scope.units.includes(unit_id))
          .map((service) => [service.slug, service]),
      )
      const refused: z.output<typeof Refused>[] = []
      const items = new Map<string, EndedTransaction>()
      for (const sent of transactions) {
        const service = services.get(sent.service)
        const times = {
          arrived_at: new Date(sent.arrived_at),
          started_at: sent.started_at ? new Date(sent.started_at) : null,
          ended_at: new Date(sent.ended_at),
        }
        const problem = timeProblem(times, now)
        if (!service) refused.push({ key: sent.key, reason: 'unknown_service' })
        else if (problem)
          refused.push({ key: sent.key, reason: problem === 'order' ? 'times_out_of_order' : 'time_in_future' })
        else
          items.set(sent.key, {
            ...times,
            id: newId(now),
            service_id: service.id,
            unit_id: service.unit_id,
            channel: 'api',
            digital: sent.digital,
            outcome: sent.outcome,
            queue_number: sent.queue_number ?? null,
            source_key: `api:${sent.key}`,
          })
      }
      if (items.size === 0)
        throw new Refusal(
          422,
          'no record could be kept',
          Object.fromEntries(refused.map((one) => [one.key, one.reason])),
        )
      const added = await recordTransactions(db, scope, [...items.values()])
      const known = transactions.length - refused.length - added
      return {
        json: { added, known, refused },
        audit: { subject: 'service:transactions', detail: { added, known, refused: refused.length } },
      }
    },
  }),
]
