import { loadCalendars } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import { listDays, type WorkingCalendar } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { findDays, foldFacts, listChanged, lockFold, rebuildMonths, rebuildWaiting } from './fold-queries.ts'

const BATCH = 5000
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Brings the statistics up to date: rows of what changed, sums of the months those lie in, and who waits now. Nothing
 * has to be told: what changed shows in how much of its story a row was computed from. Returns how many rows were
 * computed and whether there are more.
 */
export async function fold(
  db: Db,
  scope: Scope,
  now: Date,
  most = Number.POSITIVE_INFINITY,
): Promise<{ rows: number; more: boolean }> {
  await lockFold(db, scope)
  const calendarOf = await loadCalendars(db, scope)
  const { version } = calendarOf(null)
  const months = new Set<string>()
  let rows = 0
  let after = FIRST
  let more = true
  while (more && rows < most) {
    const ids = await listChanged(db, scope, version, after, BATCH)
    more = ids.length === BATCH
    if (ids.length === 0) break
    const { from, to, units } = await findDays(db, scope, ids)
    const calendars = [...new Set(units.map(calendarOf))]
    const days = {
      from,
      calendars: calendars.map((calendar, index) => ({ calendar: index, worked: workedDays(calendar, from, to) })),
      units: units.map((unit) => ({ unit_id: unit, calendar: calendars.indexOf(calendarOf(unit)) })),
    }
    for (const month of await foldFacts(db, scope, ids, days, version)) months.add(month)
    rows += ids.length
    after = ids.at(-1)!
  }
  if (months.size > 0) await rebuildMonths(db, scope, [...months])
  await rebuildWaiting(db, scope, now)
  return { rows, more }
}

function workedDays(calendar: WorkingCalendar, from: string, to: string): number[] {
  let sum = 0
  return listDays(calendar, from, to).map(({ intervals }) => {
    if (intervals.length > 0) sum++
    return sum
  })
}
