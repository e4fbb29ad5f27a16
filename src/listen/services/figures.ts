import { loadCalendar } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { type Interval, wilson } from '../../platform/statistics/index.ts'
import type { ServicePromise } from './promise.ts'
import { getRule } from './rules.ts'
import { median, percentile, tookFor } from './transaction-model.ts'
import { countOverdue, listEnded } from './transaction-queries.ts'

const NEWEST = 1000
const YEAR = 365 * 86_400_000

export type Share = { count: number; of: number; share: number; interval: Interval }

/** A share with its Wilson interval; undefined below the number from which shares are told. */
export function shareOf(count: number, of: number, least: number): Share | undefined {
  const interval = of >= Math.max(1, least) ? wilson(count, of) : undefined
  return interval && { count, of, share: count / of, interval }
}

export type Reality = {
  /** Ended within the last year, at most the newest thousand. */
  ended: number
  least: number
  /** Completed within the promise, of all completed or overdue; undefined while there are too few to tell. */
  onTime: Share | undefined
  overdue: number
  digital: Share | undefined
  /** In the unit of the promise: working days, or working minutes. */
  took: { median: number; ninety: number; counts: readonly { took: number; count: number }[] } | undefined
  /** Numbers of days that are over, never called or never ended: nothing is known of them, so they stand by themselves. */
  lapsed: number
  /** Minutes at the counter from the arrival to the start, of those records that tell both. */
  waited: { median: number; ninety: number } | undefined
}

/** What really happened beside what is promised, from the newest transactions of a year. */
export async function realityOf(
  db: Db,
  scope: Scope,
  now: Date,
  timeZone: string,
  promise: ServicePromise,
): Promise<Reality> {
  const { service } = promise
  const all = await listEnded(db, scope, service.id, new Date(now.getTime() - YEAR), NEWEST)
  const rows = all.filter(({ outcome }) => outcome !== 'lapsed')
  const overdue = await countOverdue(db, scope, service.id, service.unit_id, now)
  const least = Number((await getRule(db, scope, 'small_number', localDate(now, timeZone))).value)
  const calendar = await loadCalendar(db, scope, service.unit_id)
  const judged = rows.filter(({ on_time }) => on_time !== null)
  const took = rows.flatMap(({ outcome, arrived_at, started_at, ended_at }) =>
    outcome === 'completed' ? [tookFor(promise, started_at ?? arrived_at, ended_at, calendar)] : [],
  )
  const waited = rows.flatMap(({ digital, started_at, arrived_at }) =>
    !digital && started_at ? [Math.round((started_at.getTime() - arrived_at.getTime()) / 60_000)] : [],
  )
  return {
    ended: rows.length,
    least,
    overdue,
    lapsed: all.length - rows.length,
    onTime: shareOf(judged.filter(({ on_time }) => on_time).length, judged.length + overdue, least),
    digital: shareOf(rows.filter(({ digital }) => digital).length, rows.length, least),
    took:
      took.length >= least && took.length > 0
        ? { median: median(took)!, ninety: percentile(took, 0.9)!, counts: countsOf(took) }
        : undefined,
    waited:
      waited.length >= least && waited.length > 0
        ? { median: median(waited)!, ninety: percentile(waited, 0.9)! }
        : undefined,
  }
}

/** How often each duration occurred; many different ones are put together in equal steps, named by their upper end. */
export function countsOf(values: readonly number[]): { took: number; count: number }[] {
  const step = Math.max(1, Math.ceil(Math.max(...values) / 12))
  const counts = new Map<number, number>()
  for (const value of values) {
    const upper = Math.ceil(value / step) * step
    counts.set(upper, (counts.get(upper) ?? 0) + 1)
  }
  return [...counts].map(([took, count]) => ({ took, count })).sort((a, b) => a.took - b.took)
}
