import { describe, expect, test } from 'vitest'
import type { ChartRule } from './rule-model.ts'
import { addMonths, alarm, chart, lowShare, monthRange, type Series } from './series.ts'

const RULE: ChartRule = {
  shift: 8,
  trend: 6,
  run_sigma: 3,
  baseline_months: 12,
  baseline_lag: 2,
  baseline_least: 6,
  minimum_answers: 5,
  minimum_complaints: 5,
  episode_gap: 3,
  low_share: 50,
  low_months: 3,
  low_answers: 10,
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function poisson(next: () => number, mean: number): number {
  let count = 0
  for (let chance = next(); chance > Math.exp(-mean); chance *= next()) count++
  return count
}

function rating(next: () => number, n: number, shift = 0) {
  let sum = 0
  let sumSquares = 0
  for (let i = 0; i < n; i++) {
    const score = Math.min(
      4,
      Math.max(1, Math.round(3.2 + shift + 0.7 * (next() + next() + next() + next() - 2) * 1.7)),
    )
    sum += score
    sumSquares += score * score
  }
  return { n, sum, sumSquares }
}

const MONTHS = monthRange('2025-06', '2026-11')

function counts(next: () => number, mean: (month: number) => number): Series {
  return { kind: 'count', months: MONTHS, counts: MONTHS.map((_, month) => poisson(next, mean(month))) }
}

function ratings(next: () => number, shift: (month: number) => number): Series {
  const size = () => 8 + Math.floor(next() * 25)
  return { kind: 'rating', months: MONTHS, ratings: MONTHS.map((_, month) => rating(next, size(), shift(month))) }
}

function prefix(series: Series, months: number): Series {
  return series.kind === 'count'
    ? { ...series, months: MONTHS.slice(0, months), counts: series.counts.slice(0, months) }
    : { ...series, months: MONTHS.slice(0, months), ratings: series.ratings.slice(0, months) }
}

/** The first month in which the monthly check would have raised an alarm. */
function firstAlarm(series: Series): number | undefined {
  const judged = chart(series, RULE)
  const at = judged.rows.findIndex((_, i) => alarm(series, { ...judged, rows: judged.rows.slice(0, i + 1) }, RULE))
  return at < 0 ? undefined : at
}

function share(runs: number, hit: (next: () => number) => boolean): number {
  const next = random(7)
  let hits = 0
  for (let run = 0; run < runs; run++) if (hit(next)) hits++
  return hits / runs
}

describe('eighteen months in which nothing happens', () => {
  test.each([1, 4, 12])('hardly any series with some %i complaints a month ever raises an alarm', (mean) => {
    expect(share(500, (next) => firstAlarm(counts(next, () => mean)) !== undefined)).toBeLessThanOrEqual(0.05)
  })
  test('at most 5 % of rating series ever raise an alarm', () => {
    expect(share(500, (next) => firstAlarm(ratings(next, () => 0)) !== undefined)).toBeLessThanOrEqual(0.05)
  })
})

describe('a real change', () => {
  test('a lasting fall of the rating is found within four months, nearly always', () => {
    const found = share(200, (next) => {
      const at = firstAlarm(ratings(next, (month) => (month >= 9 ? -0.7 : 0)))
      return at !== undefined && at >= 9 && at <= 12
    })
    expect(found).toBeGreaterThan(0.9)
  })
  test('three and a half times the complaints are found within four months, nearly always', () => {
    const found = share(200, (next) => {
      const at = firstAlarm(counts(next, (month) => (month >= 9 ? 21 : 6)))
      return at !== undefined && at >= 9 && at <= 12
    })
    expect(found).toBeGreaterThan(0.9)
  })
  test('a shift does not hide itself: six months later the chart still says so', () => {
    const series = counts(random(3), (month) => (month >= 9 ? 24 : 6))
    const judged = chart(series, RULE)
    expect(alarm(series, judged, RULE)).toBeDefined()
    expect(judged.baseline.every((month) => month < MONTHS[9]!)).toBe(true)
  })
  test('a lasting fall keeps sounding until the end', () => {
    const falling = share(100, (next) => {
      const judged = chart(
        ratings(next, (month) => (month >= 8 ? -0.9 : 0)),
        RULE,
      )
      return judged.rows.slice(10).every((row) => row.limits !== undefined && row.limits.center > 2.9)
    })
    expect(falling).toBeGreaterThan(0.95)
  })
  test('an improvement is seen, but is no alarm', () => {
    const series = counts(random(3), (month) => (month >= 9 ? 3 : 30))
    const judged = chart(series, RULE)
    expect(judged.rows.at(-1)!.findings.map(({ side }) => side)).toContain('low')
    expect(alarm(series, judged, RULE)).toBeUndefined()
  })
})

test('what a month is told never depends on later months', () => {
  const series = ratings(random(9), (month) => (month >= 8 ? -0.6 : 0))
  const whole = chart(series, RULE)
  for (let months = 1; months <= MONTHS.length; months++) {
    expect(chart(prefix(series, months), RULE).rows).toEqual(whole.rows.slice(0, months))
  }
})

describe('small groups', () => {
  test('a month with fewer than five answers has no value and no verdict', () => {
    const series = ratings(random(5), () => 0)
    const few = {
      ...series,
      ratings: (series as Extract<Series, { kind: 'rating' }>).ratings.map((m, i) =>
        i === 17 ? { n: 4, sum: 4, sumSquares: 4 } : m,
      ),
    } as Series
    const judged = chart(few, RULE)
    expect(judged.rows[17]!.value).toBeUndefined()
    expect(alarm(few, judged, RULE)).toBeUndefined()
  })
  test('four complaints never open a signal, however calm it was before', () => {
    const series: Series = { kind: 'count', months: MONTHS, counts: MONTHS.map((_, month) => (month === 17 ? 4 : 0)) }
    expect(alarm(series, chart(series, RULE), RULE)).toBeUndefined()
  })
  test('no verdict before six baseline months', () => {
    const series = counts(random(3), (month) => (month >= 5 ? 60 : 6))
    expect(
      chart(series, RULE)
        .rows.slice(0, 8)
        .every((row) => row.limits === undefined),
    ).toBe(true)
  })
})

test('months add across years', () => {
  expect(addMonths('2026-11', 3)).toBe('2027-02')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(monthRange('2026-11', '2027-01')).toEqual(['2026-11', '2026-12', '2027-01'])
})

describe('few are satisfied', () => {
  const asked = (...months: readonly (readonly [n: number, satisfied: number])[]): Series => ({
    kind: 'rating',
    months: months.map((_, at) => `2026-${String(at + 1).padStart(2, '0')}`),
    ratings: months.map(([n, sum]) => ({ n, sum, sumSquares: sum })),
  })

  test('when the whole interval of the last months together lies below the limit', () => {
    const found = lowShare(asked([90, 90], [20, 5], [0, 0], [20, 6]), RULE)
    expect(found).toMatchObject({ n: 40, share: 11 / 40, months: ['2026-02', '2026-04'] })
    // Wilson's interval of 11 of 40.
    expect(found!.low).toBeCloseTo(0.1611, 3)
    expect(found!.high).toBeCloseTo(0.4283, 3)
  })

  test.each([
    ['the point lies below, the interval does not', asked([20, 8])],
    ['too few answers', asked([9, 0])],
    ['no answer in the last month', asked([40, 2], [0, 0])],
    ['it was so, but is over', asked([40, 2], [20, 18], [20, 18], [20, 18])],
  ])('not when %s', (_, series) => {
    expect(lowShare(series, RULE)).toBeUndefined()
  })
})
