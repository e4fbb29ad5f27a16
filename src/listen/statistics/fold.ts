import { loadCalendar } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import { listDays } from '../../platform/calendar.ts'
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
  const calendar = await loadCalendar(db, scope)
  const months = new Set<string>()
  let rows = 0
  let after = FIRST
  let more = true
  while (more && rows < most) {
    const ids = await listChanged(db, scope, calendar.version, after, BATCH)
    more = ids.length === BATCH
    if (ids.length === 0) break
    const { from, to } = await findDays(db, scope, ids)
    let sum = 0
    const worked = listDays(calendar, from, to).map(({ intervals }) => {
      if (intervals.length > 0) sum++
      return sum
    })
    for (const month of await foldFacts(db, scope, ids, { from, worked }, calendar.version)) months.add(month)
    rows += ids.length
    after = ids.at(-1)!
  }
  if (months.size > 0) await rebuildMonths(db, scope, [...months])
  await rebuildWaiting(db, scope, now)
  return { rows, more }
}
