import { loadCalendar } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import type { StandardContent } from './content.ts'
import { listServices, type ServiceRow } from './queries.ts'
import { listEffectiveTimes } from './standard-queries.ts'
import { type Clock, clockOf, ENDED, type Intake, type TransactionOutcome } from './transaction-model.ts'
import { insertTransactions } from './transaction-queries.ts'

export type Promises = {
  /** What was promised for a service on a local date. */
  at(service: string, on: string): { standard_id: string | null; promise: Pick<StandardContent, 'days' | 'minutes'> }
  calendar(unit: string): WorkingCalendar
}

/** The promises and calendars of these services, in a few statements, so that thousands of records can be given their clock. */
export async function loadPromises(
  db: Db,
  scope: Scope,
  services: readonly Pick<ServiceRow, 'id' | 'unit_id' | 'promise_days' | 'promise_minutes'>[],
): Promise<Promises> {
  const times = Map.groupBy(
    await listEffectiveTimes(
      db,
      scope,
      services.map(({ id }) => id),
    ),
    ({ service_id }) => service_id,
  )
  const byId = new Map(services.map((service) => [service.id, service]))
  const calendars = new Map<string, WorkingCalendar>()
  for (const unit of new Set(services.map(({ unit_id }) => unit_id)))
    calendars.set(unit, await loadCalendar(db, scope, unit))
  return {
    at(service, on) {
      const found = times.get(service)?.find(({ effective_from }) => effective_from <= on)
      if (found) return { standard_id: found.standard_id, promise: found }
      const { promise_days = null, promise_minutes = null } = byId.get(service) ?? {}
      return { standard_id: null, promise: { days: promise_days, minutes: promise_minutes } }
    },
    calendar(unit) {
      return calendars.get(unit)!
    },
  }
}

/** Version and clock of one transaction; the promise is that of the day on which the time began. */
export function clockFor(
  promises: Promises,
  service: string,
  unit: string,
  times: { started_at: Date | null; ended_at: Date | null },
  outcome: TransactionOutcome | null,
): Clock & { standard_id: string | null } {
  if (!times.started_at) return { standard_id: null, due_at: null, on_time: null }
  const calendar = promises.calendar(unit)
  const { standard_id, promise } = promises.at(service, calendar.dateOf(times.started_at))
  return { standard_id, ...clockOf(promise, times, outcome, calendar) }
}

export type EndedTransaction = {
  id: string
  service_id: string
  unit_id: string
  channel: Intake
  digital: boolean
  arrived_at: Date
  started_at: Date | null
  ended_at: Date
  outcome: TransactionOutcome
  /** As the desk of another system printed it. */
  queue_label: string | null
  source_key: string | null
}

/** Keeps services that were given elsewhere, with their clocks. Returns how many were new. */
export async function recordTransactions(
  db: Db,
  scope: Scope<'service.record'>,
  items: readonly EndedTransaction[],
): Promise<number> {
  if (items.length === 0) return 0
  const wanted = new Set(items.map(({ service_id }) => service_id))
  const services = (await listServices(db, scope)).filter(({ id }) => wanted.has(id))
  const promises = await loadPromises(db, scope, services)
  return insertTransactions(
    db,
    scope,
    items.map((item) => {
      // Nothing said of the start: the promise counts from the arrival, and nothing is known of the waiting.
      const began = item.started_at ?? item.arrived_at
      return {
        ...item,
        state: ENDED,
        called_at: null,
        // A number of another system's queue is no number of a hall of ours, which has each once a day.
        queue_on: null,
        queue_number: null,
        desk: null,
        officer_id: null,
        ...clockFor(
          promises,
          item.service_id,
          item.unit_id,
          { started_at: began, ended_at: item.ended_at },
          item.outcome,
        ),
      }
    }),
  )
}
