import type { TimestampDigest } from 'graphile-worker'
import { afterEach, expect, test, vi } from 'vitest'
import { parseSchedules } from './missed-minutes.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** How often a schedule has its turn while the queue goes through the minutes from `from` until now, and then one more. */
function turns(schedule: string, from: string, now: string): number {
  vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] })
  const [item] = parseSchedules([{ task: 'x', match: schedule, options: { backfillPeriod: 0 } }])
  let turns = 0
  for (let at = Date.parse(from); at <= Date.parse(now); at += 60_000) if (item!.match(digestOf(at))) turns++
  return turns
}

function digestOf(at: number): TimestampDigest {
  const day = new Date(at)
  return {
    min: day.getUTCMinutes(),
    hour: day.getUTCHours(),
    date: day.getUTCDate(),
    month: day.getUTCMonth() + 1,
    dow: day.getUTCDay(),
  }
}

test.each([
  ['each minute', '* * * * *', 10],
  ['each five minutes', '*/5 * * * *', 2],
  ['each hour', '17 * * * *', 1],
  ['each day', '15 17 * * *', 1],
  ['each month', '0 19 1 * *', 1],
])('after weeks asleep what runs %s has its turn, not hundreds of them', (_often, schedule, most) => {
  expect(turns(schedule, '2026-10-16T00:00:00Z', '2026-11-20T08:23:30Z')).toBe(most)
})

test('nothing is left out while the clock goes on as it should, nor over the end of a year', () => {
  for (const [schedule, times] of [
    ['* * * * *', 1],
    ['0 0 1 1 *', 1],
    ['0 0 * * *', 1],
    ['0 * * * *', 1],
  ] as const)
    expect(turns(schedule, '2027-01-01T00:00:00Z', '2027-01-01T00:00:00Z'), schedule).toBe(times)
  // A minute late, with the last minute of the year before.
  expect(turns('59 23 31 12 *', '2026-12-31T23:59:00Z', '2027-01-01T00:01:00Z')).toBe(1)
})
