import type { Scope } from '../../platform/access.ts'
import { addWorkingTime, type WorkingCalendar, type WorkingDuration } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { contentOf, isFree, type Requirement, type StandardContent, type Tariff } from './content.ts'
import { findServiceById, institutionZone } from './queries.ts'
import { findEffective } from './standard-queries.ts'

type PromisedTime = Pick<StandardContent, 'days' | 'minutes'>

export function durationOf(promise: PromisedTime): WorkingDuration {
  return promise.days === null ? { minutes: promise.minutes ?? 0 } : { days: promise.days }
}

/** The instant until which the product is promised, from the complete file on; both counted in working time. */
export function promisedBy(promise: PromisedTime, startedAt: Date, calendar: WorkingCalendar): Date {
  return addWorkingTime(calendar, startedAt, durationOf(promise))
}

export type ServicePromise = {
  service: { id: string; unit_id: string; name: string; slug: string }
  /** Either working days or working minutes. */
  days: number | null
  minutes: number | null
  tariff: readonly Tariff[]
  free: boolean
  tariff_note: string
  requirements: readonly Requirement[]
  product: string
  /** What the standard offers when the promise is not kept; empty when it says nothing. */
  compensation: string
  /** The version in force; undefined while the standard has not been approved and only the catalog speaks. */
  standard:
    | { id: string; version: number; decree_number: string; decree_date: string; effective_from: string }
    | undefined
}

/** What was promised for a service at an instant; undefined when there is no such service. */
export async function servicePromise(
  db: Db,
  scope: Scope,
  serviceId: string,
  at: Date,
): Promise<ServicePromise | undefined> {
  const service = await findServiceById(db, scope, serviceId)
  if (!service) return undefined
  const standard = await findEffective(db, scope, serviceId, localDate(at, await institutionZone(db, scope)))
  const content = standard?.content ?? contentOf(service)
  return {
    service: { id: service.id, unit_id: service.unit_id, name: service.name, slug: service.slug },
    days: content.days,
    minutes: content.minutes,
    tariff: content.tariff,
    free: isFree(content.tariff),
    tariff_note: content.tariff_note,
    requirements: content.requirements,
    product: content.product,
    compensation: content.compensation,
    standard: standard && {
      id: standard.id,
      version: standard.version,
      decree_number: standard.decree_number ?? '',
      decree_date: standard.decree_date ?? '',
      effective_from: standard.effective_from ?? '',
    },
  }
}
