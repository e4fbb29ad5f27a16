import { type WorkingCalendar, workingTimeBetween } from '../../platform/calendar.ts'
import type { Wait } from './queue-queries.ts'

const MINUTE = 60_000
/** Upper ends of the bands in minutes of working time; the last band has none. */
export const BANDS = [15, 60, 240, 480] as const

export type Waits = {
  /** First answers by how long they took, one count for each band and one for what is beyond. */
  bands: readonly number[]
  /** Where half of the answered ones were answered sooner; null while there is none. */
  median: number | null
  within: number
  /** Answered too late, never, or still waiting past the promise: all count against it. */
  beyond: number
  /** Still within their time: they count neither way. */
  running: number
  unanswered: number
}

/** How long citizens waited for the first answer, in working time of the unit that owed it. */
export function waitingTimes(
  rows: readonly Wait[],
  calendarOf: (unit: string) => WorkingCalendar,
  promisedMinutes: number,
  now: Date,
): Waits {
  const bands = new Array<number>(BANDS.length + 1).fill(0)
  const answered: number[] = []
  const counted = { within: 0, beyond: 0, running: 0, unanswered: 0 }
  for (const row of rows) {
    const until = row.first_answered_at ?? row.closed_at ?? now
    const minutes = workingTimeBetween(calendarOf(row.unit_id), row.opened_at, until) / MINUTE
    if (row.first_answered_at) {
      answered.push(minutes)
      const band = BANDS.findIndex((end) => minutes <= end)
      bands[band < 0 ? BANDS.length : band]!++
    } else if (!row.closed_at) counted.unanswered++
    if (minutes > promisedMinutes || (row.outcome === 'unanswered' && !row.first_answered_at)) counted.beyond++
    else if (row.first_answered_at) counted.within++
    else if (!row.closed_at) counted.running++
  }
  answered.sort((a, b) => a - b)
  const middle = answered.length / 2
  const median = answered.length === 0 ? null : (answered[Math.ceil(middle) - 1]! + answered[Math.floor(middle)]!) / 2
  return { bands, median, ...counted }
}
