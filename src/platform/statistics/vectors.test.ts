import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countLimit,
  differenceInDifferences,
  differenceOfMeans,
  durbinWatson,
  funnelLimits,
  gains,
  interruptedDesign,
  interruptedSeries,
  krejcieMorgan,
  laneyP,
  mean,
  normalizedChange,
  ols,
  type Pair,
  pairedSummary,
  pairedT,
  pairsNeeded,
  pChart,
  poisson,
  preTrend,
  standardDeviation,
  stratify,
  wilcoxonSignedRank,
  wilson,
  xmr,
} from './index.ts'
import { SICILY } from './sicily.fixture.ts'

function pairs(pre: string, post: string): Pair[] {
  const after = post.split(' ').map(Number)
  return pre.split(' ').map((value, i) => ({ pre: Number(value), post: after[i]! }))
}

const first = pairs(
  '18 21 16 22 19 24 17 21 23 18 14 16 16 19 18 20 12 22 15 17',
  '22 25 17 24 16 29 20 23 19 20 15 15 18 26 18 24 18 25 19 16',
)
const second = pairs(
  '90 60 95 93 94 68 88 91 93 84 76 86 83 81 89 65 91 92 87 92',
  '88 67 99 94 100 64 91 95 95 89 82 92 83 85 93 69 90 100 95 96',
)

describe('sample size (Krejcie and Morgan)', () => {
  test.each([
    [0, 0],
    [1, 1],
    [9, 9],
    [10, 10],
    [85, 70],
    [100, 80],
    [220, 140],
    [240, 148],
    [380, 191],
    [500, 217],
    [1300, 297],
    [1500, 306],
    [2800, 338],
    [9000, 368],
    [10_000, 370],
    [50_000, 381],
    [1_000_000, 384],
  ])('%i people need %i answers', (population, n) => expect(krejcieMorgan(population)).toBe(n))
  test('the 31 rows that were read in print, and each size to 20,000 as an exact fraction rounded half up', () => {
    const printed = [
      [10, 10],
      [15, 14],
      [20, 19],
      [25, 24],
      [30, 28],
      [35, 32],
      [40, 36],
      [45, 40],
      [50, 44],
      [55, 48],
      [60, 52],
      [65, 56],
      [70, 59],
      [75, 63],
      [80, 66],
      [85, 70],
      [90, 73],
      [95, 76],
      [100, 80],
      [110, 86],
      [220, 140],
      [230, 144],
      [240, 148],
      [250, 152],
      [500, 217],
      [1200, 291],
      [1300, 297],
      [1400, 302],
      [1500, 306],
      [2800, 338],
      [9000, 368],
    ] as const
    for (const [population, n] of printed) expect(krejcieMorgan(population), String(population)).toBe(n)
    for (let size = 1; size <= 20_000; size++) {
      // 3.841 · ¼ · N over 0.05² · (N − 1) + 3.841 · ¼, times 400,000.
      const [over, under] = [384_100n * BigInt(size), 1000n * BigInt(size - 1) + 384_100n]
      expect(krejcieMorgan(size)).toBe(Number((2n * over + under) / (2n * under)))
    }
  })
  test('equal remainders go by order, whatever the sizes: the method of Hamilton in whole numbers', () => {
    expect(stratify([60, 58, 55, 30, 1, 27], 77)).toEqual([20, 20, 18, 10, 0, 9])
    const sizes = fc.array(fc.nat(400), { minLength: 1, maxLength: 12 }).filter((all) => all.some((one) => one > 0))
    fc.assert(
      fc.property(sizes, fc.nat(384), (all, n) => {
        const total = BigInt(all.reduce((a, b) => a + b, 0))
        const quota = all.map((one) => BigInt(one) * BigInt(n))
        const left = n - Number(quota.reduce((sum, one) => sum + one / total, 0n))
        const more = new Set(
          [...quota.keys()].sort((a, b) => Number((quota[b]! % total) - (quota[a]! % total)) || a - b).slice(0, left),
        )
        expect(stratify(all, n)).toEqual(quota.map((one, index) => Number(one / total) + (more.has(index) ? 1 : 0)))
      }),
    )
  })
  test('strata add up by largest remainder', () => expect(stratify([250, 150, 100], 217)).toEqual([109, 65, 43]))
  test.each([
    [0.5, 34],
    [0.3, 90],
  ])('an effect of %f needs %i pairs', (d, n) => expect(pairsNeeded(d)).toBe(n))
})

describe('learning gain', () => {
  test('published class means', () => {
    const result = gains([{ pre: 4.916, post: 16.016 }], 20)!
    expect(result.points).toBeCloseTo(11.1, 3)
    expect(result.relative).toBeCloseTo(2.258, 3)
    expect(result.normalized).toBeCloseTo(0.736, 3)
  })
  test('the class gain is not the mean of individual gains', () => {
    const result = gains(second, 100)!
    expect(result.normalized).toBeCloseTo(0.2285, 4)
    expect(result.normalizedIndividual).toBeCloseTo(0.3228, 4)
    expect(result.relative).toBeCloseTo(0.0406, 4)
  })
  test('normalized change', () => {
    expect(normalizedChange(60, 80, 100)).toBe(0.5)
    expect(normalizedChange(80, 60, 100)).toBe(-0.25)
    expect(normalizedChange(100, 100, 100)).toBeUndefined()
  })
  test('nothing to gain is undefined, never zero', () =>
    expect(gains([{ pre: 20, post: 20 }], 20)!.normalized).toBeUndefined())
})

describe('paired t', () => {
  test('first published set', () => {
    const result = pairedT(first)!
    expect(result.difference).toBeCloseTo(2.05, 10)
    expect(result.sd).toBeCloseTo(2.8373, 4)
    expect(result.se).toBeCloseTo(0.6344, 4)
    expect(result.t).toBeCloseTo(3.2313, 4)
    expect(result.p).toBeCloseTo(0.004395, 6)
    expect(result.interval!.low).toBeCloseTo(0.7221, 4)
    expect(result.interval!.high).toBeCloseTo(3.3779, 4)
    expect(result.dz).toBeCloseTo(0.7225, 4)
    expect(result.gz).toBeCloseTo(0.6936, 4)
    expect(result.dav).toBeCloseTo(0.5642, 4)
  })
  test('second set: clearly significant, yet a fifth of the 20 % target', () => {
    const result = pairedT(second)!
    expect(result.preMean).toBeCloseTo(84.9, 10)
    expect(result.postMean).toBeCloseTo(88.35, 10)
    expect(result.sd).toBeCloseTo(3.2683, 4)
    expect(result.t).toBeCloseTo(4.7208, 4)
    expect(result.p).toBeCloseTo(0.000149, 6)
    expect(result.interval!.low).toBeCloseTo(1.92, 3)
    expect(result.interval!.high).toBeCloseTo(4.98, 3)
    expect(result.dz).toBeCloseTo(1.0556, 4)
  })
  test('summary form', () => expect(pairedSummary(20, 2.82, 3.7).t).toBeCloseTo(3.4085, 4))
  test('Wilcoxon on the second set', () => {
    const result = wilcoxonSignedRank(second.map(({ pre, post }) => post - pre))!
    expect(result.w).toBe(176)
    expect(result.p).toBeCloseTo(0.00111, 5)
  })
})

describe('difference in differences', () => {
  test('Card and Krueger, cell means', () => {
    const cells = { treatedBefore: 20.44, treatedAfter: 21.03, comparisonBefore: 23.33, comparisonAfter: 21.17 }
    expect(differenceOfMeans(cells)).toBeCloseTo(2.75, 10)
  })
  test('changes of both groups', () => {
    const unit = (name: string, change: number) => ({ unit: name, change, variance: 1 })
    const result = differenceInDifferences([unit('t', 0.4667)], [unit('a', -2.2833), unit('b', -2.2833)])!
    expect(result.estimate).toBeCloseTo(2.75, 10)
  })
  test('equal variances give the pooled two-sample t', () => {
    // Welch–free textbook form: changes 5 against 1, 2, 3 → mean 2, s = 1, se = √(1 + 1/3), df = 2.
    const unit = (change: number) => ({ unit: String(change), change, variance: 7 })
    const result = differenceInDifferences([unit(5)], [unit(1), unit(2), unit(3)])!
    expect(result.se).toBeCloseTo(Math.sqrt(4 / 3), 10)
    expect(result.df).toBe(2)
    expect(result.placebo).toEqual({ asLarge: 0, of: 3 })
  })
  test('one comparison unit is not a comparison', () => {
    const unit = { unit: 'a', change: 1, variance: 1 }
    expect(differenceInDifferences([unit], [unit])).toBeUndefined()
  })
  test('a unit that was already drifting is seen', () => {
    expect(preTrend([4, 3.8, 3.6, 3.4, 3.21], [4, 4, 4.01, 4, 4]).state).toBe('diverging')
    expect(preTrend([4, 4.1, 3.9, 4, 4], [4, 4, 4.1, 4, 4]).state).toBe('parallel')
    expect(preTrend([4, 3], [4, 4]).state).toBe('untestable')
    // A month of which nothing is known passes all the same.
    const holed = preTrend([4, Number.NaN, 4.2, 4.3, 4.41], [4, 4, 4, 4, 4])
    expect(holed.state !== 'untestable' && holed.slope).toBeCloseTo(0.102, 6)
  })
})

describe('interrupted series (Sicily, smoking ban)', () => {
  const start = 36
  const rate = SICILY.map(([events, population]) => (events / population) * 100_000)

  test('level and slope count from the interruption', () => {
    const result = interruptedSeries(rate, start)!
    expect(result.fit.coefficients[0]).toBeCloseTo(194.1087, 4)
    expect(result.fit.coefficients[1]).toBeCloseTo(1.0358, 4)
    expect(result.level).toBeCloseTo(-24.8444, 4)
    expect(result.fit.se[2]).toBeCloseTo(7.7, 2)
    expect(result.slope).toBeCloseTo(0.1272, 4)
    expect(result.durbinWatson).toBeCloseTo(1.594, 3)
  })
  test('the D·t design, kept here only to show the mistake, moves the level to the start of the series', () => {
    const wrong = interruptedDesign(
      rate.map((_, i) => i + 1),
      start,
    ).map(([one, t, d]) => [one!, t!, d!, t! * d!])
    const fit = ols(wrong, rate)
    expect(fit.coefficients[2]).toBeCloseTo(-29.4243, 4)
    expect(fit.se[2]).toBeCloseTo(22.24, 2)
    expect(durbinWatson(fit.residuals)).toBeCloseTo(interruptedSeries(rate, start)!.durbinWatson, 8)
  })
  test('raw means say the opposite', () => {
    expect(mean(rate.slice(0, start))).toBeCloseTo(213.3, 1)
    expect(mean(rate.slice(start))).toBeCloseTo(220.5, 1)
  })

  const events = SICILY.map(([count]) => count)
  const offset = SICILY.map(([, population]) => Math.log(population))
  const step = SICILY.map((_, i) => [1, i >= start ? 1 : 0, i + 1])

  test('Poisson step and trend', () => {
    const fit = poisson(step, events, offset)
    expect(Math.exp(fit.coefficients[1]!)).toBeCloseTo(0.8944, 4)
    expect(Math.exp(fit.coefficients[1]! - 1.96 * fit.se[1]!)).toBeCloseTo(0.8647, 4)
    expect(Math.exp(fit.coefficients[1]! + 1.96 * fit.se[1]!)).toBeCloseTo(0.9251, 3)
    expect(fit.dispersion).toBeCloseTo(3.559, 3)
    const widened = fit.se[1]! * Math.sqrt(fit.dispersion)
    expect(Math.exp(fit.coefficients[1]! - 1.96 * widened)).toBeCloseTo(0.8392, 3)
    expect(Math.exp(fit.coefficients[1]! + 1.96 * widened)).toBeCloseTo(0.9532, 3)
  })
  test('with two harmonics for the season', () => {
    const x = step.map((row, i) => {
      const angle = (2 * Math.PI * (i + 1)) / 12
      return [...row, Math.sin(angle), Math.cos(angle), Math.sin(2 * angle), Math.cos(2 * angle)]
    })
    const fit = poisson(x, events, offset)
    expect(Math.exp(fit.coefficients[1]!)).toBeCloseTo(0.8851, 4)
    expect(fit.dispersion).toBeCloseTo(2.262, 3)
    expect(Math.exp(fit.coefficients[2]! * 12)).toBeCloseTo(1.0668, 4)
    const slope = poisson(
      x.map((row, i) => [...row, i >= start ? i - start + 1 : 0]),
      events,
      offset,
    )
    expect(Math.exp(slope.coefficients.at(-1)!)).toBeCloseTo(1.0015, 3)
  })
})

describe('control charts', () => {
  const wafers = '12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6'.split(' ').map(Number)
  const points = wafers.map((count) => ({ count, n: 50 }))

  test('p-chart, NIST wafers', () => {
    const chart = pChart(points, 50)
    expect(chart.center).toBeCloseTo(0.231333, 6)
    expect(chart.upper).toBeCloseTo(0.410239, 6)
    expect(chart.lower).toBeCloseTo(0.052428, 6)
    const out = wafers.flatMap((count, i) => (count / 50 > chart.upper || count / 50 < chart.lower ? [i + 1] : []))
    expect(out).toEqual([15, 23])
  })
  test('p-chart without the two points: a third one comes out', () => {
    const chart = pChart(
      points.filter((_, i) => i !== 14 && i !== 22),
      50,
    )
    expect(chart.center).toBeCloseTo(0.215, 4)
    expect(chart.upper).toBeCloseTo(0.3893, 4)
    expect(chart.lower).toBeCloseTo(0.0407, 4)
    expect(20 / 50).toBeGreaterThan(chart.upper)
  })
  test('p-chart, Montgomery 6-1 totals', () => {
    const chart = pChart([{ count: 117, n: 2000 }], 100)
    expect([chart.center, chart.lower]).toEqual([0.0585, 0])
    expect(chart.upper).toBeCloseTo(0.1289, 4)
    const revised = pChart([{ count: 102, n: 1900 }], 100)
    expect(revised.center).toBeCloseTo(0.0537, 4)
    expect(revised.upper).toBeCloseTo(0.1213, 4)
  })
  test('XmR, NIST flow', () => {
    const chart = xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    expect(chart.center).toBeCloseTo(50.81, 10)
    expect(chart.upper).toBeCloseTo(55.8041, 3)
    expect(chart.lower).toBeCloseTo(45.8159, 3)
  })
  test('Laney p′ by moving range and by standard deviation', () => {
    expect(laneyP(points, 50).sigmaZ).toBeCloseTo(1.6609, 4)
    expect(laneyP(points, 50).upper).toBeCloseTo(0.5285, 4)
    expect(laneyP(points, 50, 'standard deviation').sigmaZ).toBeCloseTo(1.7161, 3)
  })
  test('funnel limits', () => {
    const near = (n: number, z: number) => Object.values(funnelLimits(0.92, n, z)).map((value) => value.toFixed(4))
    expect(near(50, 1.96)).toEqual(['0.8448', '0.9952'])
    expect(near(50, 3.0902)).toEqual(['0.8014', '1.0000'])
    expect(near(500, 1.96)).toEqual(['0.8962', '0.9438'])
    expect(near(500, 3.0902)).toEqual(['0.8825', '0.9575'])
  })
  test.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [92, 100, 0.85, 0.9589],
    [50, 50, 0.9287, 1],
  ])('Wilson %i of %i', (successes, n, low, high) => {
    const interval = wilson(successes, n)!
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })
  test('count limit against the Poisson table', () => {
    // P(X ≥ 6 | 1) = .00059, P(X ≥ 5 | 1) = .00366; P(X ≥ 12 | 4) = .00092, P(X ≥ 11 | 4) = .00284
    expect(countLimit(1, 1)).toBe(6)
    expect(countLimit(4, 4)).toBe(12)
  })
})

test('spread of a single value is unknown, not zero', () => expect(standardDeviation([3])).toBeNaN())
