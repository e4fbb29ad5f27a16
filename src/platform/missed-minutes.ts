import {
  type CronItem,
  type CronMatcher,
  type ParsedCronItem,
  parseCronItems,
  type TimestampDigest,
} from 'graphile-worker'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Scheduled items that have one turn after a machine slept or its clock was set forward. The queue goes through every
 * minute that was missed; a night of them would be hundreds of turns of each job, one after the other.
 */
export function parseSchedules(items: readonly (CronItem & { match: string })[]): ParsedCronItem[] {
  return parseCronItems(
    items.map((item) => {
      const [parsed] = parseCronItems([item])
      return { ...item, match: notTooLate(item.match, parsed!.match) }
    }),
  )
}

function notTooLate(schedule: string, due: CronMatcher): CronMatcher {
  const most = latest(schedule)
  return (digest) => due(digest) && Date.now() - timeOf(digest, Date.now()) < most
}

/** How late it may have its turn: the time after which it has another. */
function latest(schedule: string): number {
  const [minute, hour, date] = schedule.split(' ')
  if (date !== '*') return 31 * DAY
  if (hour !== '*') return DAY
  return minute!.startsWith('*') ? 10 * MINUTE : HOUR
}

/** The last time before `now` (or the minute after it) with this minute, hour, date and month of UTC. */
function timeOf({ min, hour, date, month }: TimestampDigest, now: number): number {
  const year = new Date(now).getUTCFullYear()
  const thisYear = Date.UTC(year, month - 1, date, hour, min)
  return thisYear > now + MINUTE ? Date.UTC(year - 1, month - 1, date, hour, min) : thisYear
}
