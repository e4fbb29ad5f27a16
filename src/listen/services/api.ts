import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual } from '../../platform/http/input.ts'
import { api } from '../../platform/http/route.ts'
import { newId } from '../../platform/id.ts'
import { realityOf, type Share } from './figures.ts'
import { servicePromise } from './promise.ts'
import { findServiceBySlug, listServices } from './queries.ts'
import { type EndedTransaction, recordTransactions } from './transaction-acts.ts'
import { isQueueLabel, OUTCOMES, timeProblem } from './transaction-model.ts'
import { listKeyed } from './transaction-queries.ts'

const MAX_BATCH = 500

/** No calendar reaches further back, and nothing that is counted here happened then. */
const EARLIEST = Date.UTC(1900, 0, 1)
const moment = () =>
  z.iso.datetime({ offset: true }).refine((at) => Date.parse(at) >= EARLIEST, {
    error: bilingual('Waktu ini sebelum tahun 1900.', 'This time is before the year 1900.'),
  })

const Sent = z.object({
  /** The sender's own key of this record: the same key sent again changes nothing. */
  key: z.string().trim().min(1).max(100),
  /** The service's address, as in /layanan/kartu-keluarga. */
  service: z.string().max(100),
  arrived_at: moment(),
  started_at: moment().optional(),
  ended_at: moment(),
  outcome: z.enum(OUTCOMES),
  digital: z.boolean(),
  queue_number: z
    .union([z.number().int().min(0).max(99_999).transform(String), z.string().trim()])
    .refine(isQueueLabel, {
      error: bilingual('Nomor antrean seperti di karcisnya: 12, A012, B-07.', 'As on its ticket: 12, A012, B-07.'),
    })
    .optional()
    .describe('As the ticket says: 12, "A012", "B-07"'),
})
const Refused = z.object({
  key: z.string(),
  reason: z.enum(['unknown_service', 'times_out_of_order', 'time_in_future', 'key_used']),
})

const Service = z.object({
  slug: z.string(),
  name: z.string(),
  unit: z.string(),
  unit_id: z.string(),
  summary: z.string(),
  product: z.string(),
  requirements: z.string(),
  cost: z.number().describe('Rupiah'),
  cost_note: z.string(),
  promise_days: z.number().nullable().describe('Working days'),
  promise_minutes: z.number().nullable().describe('Working minutes'),
  channels: z.array(z.string()),
  standard: z.boolean().describe('Whether an approved service standard is in force'),
  updated_at: z.string(),
})

const Figure = z
  .object({ count: z.number(), of: z.number(), share: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('A share with its 95 % Wilson interval; null where there are too few to tell')

type Told = Pick<EndedTransaction, 'service_id' | 'arrived_at'> & { ended_at: Date | null; outcome: string | null }

function sameRecord(a: Told, b: Told): boolean {
  return (
    a.service_id === b.service_id &&
    a.outcome === b.outcome &&
    a.arrived_at.getTime() === b.arrived_at.getTime() &&
    a.ended_at?.getTime() === b.ended_at?.getTime()
  )
}

function figure(share: Share | undefined): z.input<typeof Figure> {
  return share
    ? { count: share.count, of: share.of, share: share.share, low: share.interval.low, high: share.interval.high }
    : null
}

const Spread = z.object({ median: z.number(), ninety: z.number().describe('90 of 100 took no longer') }).nullable()

export const apiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/services',
    access: 'service.read',
    summary: {
      id: 'Layanan yang diselenggarakan beserta janjinya',
      en: 'The services that are offered, with what is promised',
    },
    input: z.object({}),
    output: z.object({ services: z.array(Service) }),
    async handle({ db, scope }) {
      const rows = (await listServices(db, scope)).filter((row) => row.active && scope.units.includes(row.unit_id))
      return {
        json: {
          services: rows.map((row) => ({
            slug: row.slug,
            name: row.name,
            unit: row.unit_name,
            unit_id: row.unit_id,
            summary: row.summary,
            product: row.product,
            requirements: row.requirements,
            cost: row.cost,
            cost_note: row.cost_note,
            promise_days: row.promise_days,
            promise_minutes: row.promise_minutes,
            channels: row.channels,
            standard: row.standard_id !== null,
            updated_at: row.updated_at.toISOString(),
          })),
        },
      }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/services/:slug/figures',
    access: 'service.read',
    summary: {
      id: 'Yang sungguh terjadi pada layanan setahun terakhir, di samping yang dijanjikan',
      en: 'What really happened at a service in the last year, beside what is promised',
    },
    input: z.object({ slug: z.string().max(100) }),
    output: z.object({
      service: z.string(),
      ended: z.number().describe('Records counted, at most the newest thousand'),
      least: z.number().describe('Below this number nothing is told'),
      overdue: z.number().describe('Still open past the promise; they count as not on time'),
      on_time: Figure,
      digital: Figure,
      lapsed: z
        .number()
        .describe('Queue numbers of days that are over, never called or never ended; in no other figure'),
      took: Spread.describe('In the unit of the promise: working days or working minutes'),
      waited: Spread.describe('Minutes at the counter'),
    }),
    async handle({ db, scope, now, institution }, { slug }) {
      const service = await findServiceBySlug(db, scope, slug)
      const reached = service !== undefined && scope.units.includes(service.unit_id)
      const promise = reached ? await servicePromise(db, scope, service.id, now) : undefined
      if (!promise) throw new NotFound('service')
      const { ended, least, overdue, lapsed, onTime, digital, took, waited } = await realityOf(
        db,
        scope,
        now,
        institution.timeZone,
        promise,
      )
      return {
        json: {
          service: slug,
          ended,
          least,
          overdue,
          lapsed,
          on_time: figure(onTime),
          digital: figure(digital),
          took: took ? { median: took.median, ninety: took.ninety } : null,
          waited: waited ?? null,
        },
      }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/service-transactions',
    access: 'service.record',
    audit: 'service.transactions_received',
    summary: {
      id: 'Kirim pelayanan yang sudah diberikan dengan waktunya; kunci yang sama tidak mengubah apa-apa',
      en: 'Send services that were given, with their times; sending the same keys again changes nothing',
    },
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
        else if (
          items.has(sent.key) &&
          !sameRecord(items.get(sent.key)!, { ...times, service_id: service.id, outcome: sent.outcome })
        )
          refused.push({ key: sent.key, reason: 'key_used' })
        else
          items.set(sent.key, {
            ...times,
            id: newId(now),
            service_id: service.id,
            unit_id: service.unit_id,
            channel: 'api',
            digital: sent.digital,
            outcome: sent.outcome,
            queue_label: sent.queue_number ?? null,
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
      // Systems of one institution may count alike: a key that is taken is no repeat, or a record would be lost in silence.
      if (added < items.size)
        for (const kept of await listKeyed(
          db,
          scope,
          [...items.values()].map((item) => item.source_key!),
        )) {
          const key = kept.source_key.slice('api:'.length)
          if (!sameRecord(items.get(key)!, kept)) refused.push({ key, reason: 'key_used' })
        }
      const known = transactions.length - refused.length - added
      return {
        json: { added, known, refused },
        audit: { subject: 'service:transactions', detail: { added, known, refused: refused.length } },
      }
    },
  }),
]
