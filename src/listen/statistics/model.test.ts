import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  answeredBy,
  binOf,
  generalize,
  hoursOfBin,
  kaplanMeier,
  LAST_BIN,
  lastPublished,
  medianWait,
  publishedSince,
  QUASI,
  released,
  SMALLEST,
  shareOf,
  suppress,
  tupleKey,
  waitedBin,
} from './model.ts'

describe('Kaplan–Meier', () => {
  // Freireich 1963, 6-MP arm: the textbook table (weeks of remission; + is censored).
  const weeks = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ')
  const times = [...new Set(weeks.map((week) => Number.parseInt(week, 10)))]
  const steps = kaplanMeier(
    times.map((at) => ({
      at,
      answered: weeks.filter((week) => week === String(at)).length,
      censored: weeks.filter((week) => week === `${at}+`).length,
    })),
  )
  test.each([
    [6, 0.857],
    [7, 0.807],
    [10, 0.753],
    [13, 0.69],
    [16, 0.627],
    [22, 0.538],
    [23, 0.448],
  ])('at %i weeks %f are still in remission', (at, remaining) => {
    expect(1 - answeredBy(steps, at)!.share).toBeCloseTo(remaining, 3)
  })
  test('median 23, at risk as in the table, unknown beyond the last', () => {
    expect(medianWait(steps)).toBe(23)
    expect(steps.find((step) => step.at === 6)!.atRisk).toBe(21)
    expect(steps.find((step) => step.at === 22)!.atRisk).toBe(7)
    expect(answeredBy(steps, 36)).toBeUndefined()
  })
  test('exactly half is half, whatever the product of its fractions lost on the way', () => {
    const each = Array.from({ length: 24 }, (_, at) => ({ at: at + 1, answered: 1, censored: 0 }))
    expect(medianWait(kaplanMeier(each))).toBe(12)
  })
  test('without open ones it is the plain share, whatever the times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), fc.nat(400), (waits, at) => {
        const points = [...Map.groupBy(waits, (wait) => wait)].map(([time, list]) => ({
          at: time,
          answered: list.length,
          censored: 0,
        }))
        const share = waits.filter((wait) => wait <= at).length / waits.length
        expect(answeredBy(kaplanMeier(points), at)!.share).toBeCloseTo(share, 10)
      }),
    )
  })
})

test('bins: an answer within 24 hours is in bin 24 or below, and waiting through a bin never says more than was waited', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hours) => {
      expect(binOf(hours) <= 24).toBe(hours <= 24)
      if (binOf(hours) < LAST_BIN) expect(hoursOfBin(binOf(hours))).toBeGreaterThanOrEqual(hours)
      expect(hoursOfBin(waitedBin(hours))).toBeLessThanOrEqual(Math.max(hours, 0))
    }),
  )
})

test('Wilson of the specification: 8 of 10, 92 of 100, none of none', () => {
  expect(shareOf(8, 10)).toMatchObject({ low: expect.closeTo(0.4902, 4), high: expect.closeTo(0.9433, 4) })
  expect(shareOf(92, 100)).toMatchObject({ low: expect.closeTo(0.85, 3), high: expect.closeTo(0.9589, 4) })
  expect(shareOf(0, 0)).toBeUndefined()
})

test('suppression: nothing small is shown and nothing small can be taken from the total', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ received: fc.nat(30) }), { maxLength: 12 }), (rows) => {
      const { shown, merged } = suppress(rows)
      expect(shown.every((row) => row.received >= 5)).toBe(true)
      const hidden = merged.reduce((sum, row) => sum + row.received, 0)
      if (merged.length > 0 && shown.length > 0) {
        expect(merged.length).toBeGreaterThanOrEqual(2)
        expect(hidden).toBeGreaterThanOrEqual(5)
      }
      const total = rows.reduce((sum, row) => sum + row.received, 0)
      expect(shown.reduce((sum, row) => sum + row.received, hidden)).toBe(total)
    }),
  )
})

test('open data: each combination that is shown is that of at least five rows', () => {
  const tuple = fc.tuple(...QUASI.map((_, at) => fc.constantFrom(...['a', 'b', 'c', 'd'].slice(0, 1 + (at % 4)))))
  fc.assert(
    fc.property(fc.array(fc.record({ tuple, n: fc.integer({ min: 1, max: 6 }) }), { maxLength: 40 }), (list) => {
      const groups = [...Map.groupBy(list, (group) => tupleKey(group.tuple)).values()].map((same) => ({
        tuple: same[0]!.tuple,
        n: same.reduce((sum, group) => sum + group.n, 0),
      }))
      const shown = generalize(groups)
      const sizes = new Map<string, number>()
      for (const group of groups) {
        const depth = shown.get(tupleKey(group.tuple))!
        const key = tupleKey(group.tuple.map((value, at) => (at < depth ? value : null)))
        sizes.set(key, (sizes.get(key) ?? 0) + group.n)
      }
      const all = groups.reduce((sum, group) => sum + group.n, 0)
      for (const size of sizes.values()) expect(size).toBeGreaterThanOrEqual(Math.min(5, all))
    }),
  )
})

test('what a group adds from one publication to the next is nothing, or enough to be shown', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 12 }), (months) => {
      const rows = months.map((received) => ({ received }))
      const told = rows.map((_, at) => {
        const seen = rows.slice(0, at + 1)
        return seen.slice(0, released(seen)).reduce((sum, one) => sum + one.received, 0)
      })
      let before = 0
      for (const now of told) {
        expect(now === before || now - before >= SMALLEST).toBe(true)
        before = now
      }
      const all = months.reduce((sum, one) => sum + one, 0)
      expect(all - before).toBeGreaterThanOrEqual(0)
      expect(all - before).toBeLessThan(SMALLEST)
    }),
  )
})

test('a month is published a day after it is over, by the clock of the place', () => {
  expect(lastPublished(new Date('2026-11-01T16:59:59Z'), '+07:00')).toBe('2026-09')
  expect(lastPublished(new Date('2026-11-01T17:00:00Z'), '+07:00')).toBe('2026-10')
  expect(lastPublished(new Date('2026-11-01T15:00:00Z'), '+09:00')).toBe('2026-10')
  expect(lastPublished(new Date('2027-01-15T00:00:00Z'), '+08:00')).toBe('2026-12')
  expect(publishedSince('2026-10', '+07:00')).toEqual(new Date('2026-11-01T17:00:00Z'))
  expect(publishedSince('2026-12', '+09:00')).toEqual(new Date('2027-01-01T15:00:00Z'))
})
