import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  baselineFor,
  countChart,
  differenceInDifferences,
  findingsAt,
  gains,
  meanChart,
  pairedT,
  preTrend,
  RULES_2026,
  ranks,
  stratify,
  uChart,
  wilson,
} from './index.ts'

const score = fc.integer({ min: 0, max: 100 })
const pair = fc.record({ pre: score, post: score })

describe('properties', () => {
  test('Wilson holds the share and narrows with n', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const successes = Math.round(n * share)
        const one = wilson(successes, n)!
        const ten = wilson(successes * 10, n * 10)!
        expect(one.low).toBeGreaterThanOrEqual(0)
        expect(one.high).toBeLessThanOrEqual(1)
        expect(one.low).toBeLessThanOrEqual(successes / n + 1e-12)
        expect(one.high).toBeGreaterThanOrEqual(successes / n - 1e-12)
        expect(ten.high - ten.low).toBeLessThan(one.high - one.low)
      }),
    )
  })

  test('turning the scores round turns the sign and nothing else', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 3, maxLength: 30 }), (pairs) => {
        const there = pairedT(pairs)!
        const back = pairedT(pairs.map(({ pre, post }) => ({ pre: post, post: pre })))!
        expect(back.difference).toBeCloseTo(-there.difference, 9)
        expect(back.sd).toBeCloseTo(there.sd, 9)
        if (there.p === undefined) expect(back.p).toBeUndefined()
        else expect(back.p).toBeCloseTo(there.p, 9)
      }),
    )
  })

  test('gains agree in sign', () => {
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 30 }), (pairs) => {
        const result = gains(pairs, 100)!
        if (result.relative !== undefined) expect(Math.sign(result.relative)).toBe(Math.sign(result.points))
        if (result.normalized !== undefined) expect(result.normalized).toBeLessThanOrEqual(1)
        if (result.normalizedChange !== undefined) expect(Math.abs(result.normalizedChange)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('strata always add up', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 400 }), (strata, n) => {
        expect(stratify(strata, n).reduce((a, b) => a + b, 0)).toBe(n)
      }),
    )
  })

  test('ranks add up whatever the ties', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1, maxLength: 40 }), (values) => {
        expect(ranks(values).reduce((a, b) => a + b, 0)).toBeCloseTo((values.length * (values.length + 1)) / 2, 9)
      }),
    )
  })

  test('a change shared by every unit is no effect', () => {
    const change = fc.double({ min: -2, max: 2, noNaN: true })
    fc.assert(
      fc.property(fc.array(change, { minLength: 3, maxLength: 10 }), change, (changes, shared) => {
        const unit = (value: number, i: number) => ({ unit: String(i), change: value, variance: 1 + i })
        const plain = differenceInDifferences([unit(changes[0]!, 0)], changes.slice(1).map(unit))!
        const moved = differenceInDifferences(
          [unit(changes[0]! + shared, 0)],
          changes.slice(1).map((value, i) => unit(value + shared, i)),
        )!
        expect(moved.estimate).toBeCloseTo(plain.estimate, 9)
        expect(moved.se).toBeCloseTo(plain.se, 9)
      }),
    )
  })

  test('identical series never diverge', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 4, maxLength: 20 }), (values) => {
        expect(preTrend(values, values).state).toBe('parallel')
      }),
    )
  })

  test('a count below its baseline is never beyond the upper limit', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { minLength: 6, maxLength: 12 }), (baseline) => {
        const chart = countChart(baseline)
        expect(chart.upper).toBeGreaterThanOrEqual(Math.floor(chart.center))
        expect(chart.sigmaZ).toBeGreaterThanOrEqual(1)
      }),
    )
  })

  test('fewer answers, wider limits', () => {
    const month = fc.integer({ min: 5, max: 60 }).map((n) => ({ n, sum: 3.2 * n, sumSquares: 10.6 * n }))
    fc.assert(
      fc.property(fc.array(month, { minLength: 6, maxLength: 12 }), (baseline) => {
        expect(meanChart(baseline, 5).lower).toBeLessThan(meanChart(baseline, 50).lower)
      }),
    )
  })
})

test('a u-chart of single units is the c-chart', () => {
  const chart = uChart(
    [3, 5, 4, 4].map((count) => ({ count, exposure: 1 })),
    1,
  )
  expect(chart).toMatchObject({ center: 4, sigma: 2, lower: 0, upper: 10 })
  expect(uChart([{ count: 16, exposure: 4 }], 4).upper).toBe(7)
})

describe('run rules', () => {
  const limits = { center: 10, sigma: 1, lower: 7, upper: 13 }
  const chart = (values: number[]) => values.map((value) => ({ value, limits }))
  const found = (values: number[]) => findingsAt(chart(values), values.length - 1, RULES_2026)

  test('one point beyond 3 sigma, on the limit is ordinary', () => {
    expect(found([10, 13])).toEqual([])
    expect(found([10, 13.1])).toEqual([{ rule: 'beyond', side: 'high', from: 1, to: 1 }])
    expect(found([10, 6.9])).toMatchObject([{ rule: 'beyond', side: 'low' }])
  })
  test('eight on one side, seven are not enough, and a hair above the center is not a shift', () => {
    expect(found(new Array(8).fill(11.2))).toEqual([{ rule: 'shift', side: 'high', from: 0, to: 7 }])
    expect(found(new Array(7).fill(11.2))).toEqual([])
    expect(found(new Array(8).fill(10.1))).toEqual([])
    expect(found([...new Array(7).fill(11.2), 10])).toEqual([])
  })
  test('six further and further', () => {
    expect(found([10.5, 10.9, 11.3, 11.9, 12.4, 12.9])).toEqual([{ rule: 'trend', side: 'high', from: 0, to: 5 }])
    expect(found([10.5, 10.9, 10.9, 11.9, 12.4, 12.9])).toEqual([])
  })
  test('the baseline ends before the tested month and leaves out claimed months', () => {
    const window = { length: 12, lag: 3, least: 6 }
    expect(baselineFor(new Array(10).fill(true), 9, window)).toEqual([0, 1, 2, 3, 4, 5])
    expect(baselineFor(new Array(8).fill(true), 7, window)).toBeUndefined()
    const claimed = new Array(20).fill(true).map((_, i) => i !== 2)
    expect(baselineFor(claimed, 19, window)).toEqual([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })
})
