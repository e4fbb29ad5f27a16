import { mean, standardDeviation, sum } from './describe.ts'

/** Center and 3-sigma limits of one point; limits differ from point to point where the sample size does. */
export type Limits = { readonly center: number; readonly sigma: number; readonly lower: number; readonly upper: number }

/** Mean moving range over d₂ = 1.128 (two neighbours): short-term sigma, which a lasting shift cannot inflate. */
const MOVING_RANGE_D2 = 1.128

function meanMovingRange(values: readonly number[]): number {
  return mean(values.slice(1).map((value, i) => Math.abs(value - values[i]!)))
}

function limits(
  center: number,
  sigma: number,
  floor = Number.NEGATIVE_INFINITY,
  ceiling = Number.POSITIVE_INFINITY,
): Limits {
  return {
    center,
    sigma,
    lower: Math.max(floor, center - 3 * sigma),
    upper: Math.min(ceiling, center + 3 * sigma),
  }
}

/** Individuals chart (XmR) from a baseline. */
export function xmr(baseline: readonly number[]): Limits {
  return limits(mean(baseline), meanMovingRange(baseline) / MOVING_RANGE_D2)
}

export type Proportion = { readonly count: number; readonly n: number }

function pooledShare(baseline: readonly Proportion[]): number {
  return sum(baseline.map(({ count }) => count)) / sum(baseline.map(({ n }) => n))
}

/** p-chart: limits for a point of size `n`, binomial spread around the pooled share of the baseline. */
export function pChart(baseline: readonly Proportion[], n: number): Limits {
  const share = pooledShare(baseline)
  return limits(share, Math.sqrt((share * (1 - share)) / n), 0, 1)
}

/** Laney's sigma of the standardized points: 1 when only chance is at work, above 1 when months differ more than that. */
function laneySigma(z: readonly number[], method: 'moving range' | 'standard deviation' = 'moving range'): number {
  return method === 'moving range' ? meanMovingRange(z) / MOVING_RANGE_D2 : standardDeviation(z)
}

/** Laney p′: the p-chart widened by the observed over-dispersion (moving range unless told otherwise). */
export function laneyP(
  baseline: readonly Proportion[],
  n: number,
  method: 'moving range' | 'standard deviation' = 'moving range',
): Limits & { readonly sigmaZ: number } {
  const share = pooledShare(baseline)
  const z = baseline.map((point) => (point.count / point.n - share) / Math.sqrt((share * (1 - share)) / point.n))
  const sigmaZ = laneySigma(z, method)
  return { ...limits(share, Math.sqrt((share * (1 - share)) / n) * sigmaZ, 0, 1), sigmaZ }
}

type Rate = { readonly count: number; readonly exposure: number }

/** u-chart: events per unit of exposure, Poisson spread; with exposure 1 it is the c-chart. */
export function uChart(baseline: readonly Rate[], exposure: number): Limits {
  const rate = sum(baseline.map(({ count }) => count)) / sum(baseline.map((point) => point.exposure))
  return limits(rate, Math.sqrt(rate / exposure), 0)
}

/** One month of answers to a rating: enough to recompute mean and spread without any single answer. */
export type Ratings = { readonly n: number; readonly sum: number; readonly sumSquares: number }

export function ratingMean({ n, sum: total }: Ratings): number {
  return n === 0 ? Number.NaN : total / n
}

export function addRatings(parts: readonly Ratings[]): Ratings {
  return {
    n: sum(parts.map(({ n }) => n)),
    sum: sum(parts.map((part) => part.sum)),
    sumSquares: sum(parts.map(({ sumSquares }) => sumSquares)),
  }
}

/** Variance of single answers within months, pooled over months. */
export function withinVariance(months: readonly Ratings[]): number {
  const squares = sum(months.filter(({ n }) => n > 0).map((m) => m.sumSquares - (m.sum * m.sum) / m.n))
  const df = sum(months.map(({ n }) => Math.max(0, n - 1)))
  return df === 0 ? Number.NaN : Math.max(0, squares) / df
}

/** Answers sit on a grid of whole points, so a month in which all agree still has rounding spread of 1/12. */
const LEAST_RATING_VARIANCE = 1 / 12

/**
 * Chart of monthly mean ratings (x̄ with Laney's widening). The limits foresee a new month: they hold the chance in that
 * month's answers and in the baseline mean itself, which matters with a short baseline. The widening never goes below 1.
 */
export function meanChart(baseline: readonly Ratings[], n: number): Limits & { readonly sigmaZ: number } {
  const all = addRatings(baseline)
  const center = ratingMean(all)
  const variance = Math.max(LEAST_RATING_VARIANCE, withinVariance(baseline) || 0)
  const filled = baseline.filter((month) => month.n > 0)
  const z = filled.map((month) => (ratingMean(month) - center) / Math.sqrt(variance / month.n))
  const sigmaZ = Math.max(1, z.length < 2 ? 1 : laneySigma(z))
  return { ...limits(center, Math.sqrt(variance * (1 / n + 1 / all.n)) * sigmaZ), sigmaZ }
}

/** Chance beyond 3 sigma on one side of a normal curve; the count chart keeps the same rate of false alarms. */
const TAIL = 0.00135

/** Smallest count whose chance of being reached or passed is at most `tail`, negative binomial (Poisson if var ≤ mean). */
export function countLimit(center: number, variance: number, tail = TAIL): number {
  if (center <= 0) return 1
  const over = variance > center * (1 + 1e-9)
  const size = over ? center ** 2 / (variance - center) : Number.POSITIVE_INFINITY
  const share = over ? size / (size + center) : 1
  let chance = over ? share ** size : Math.exp(-center)
  let below = 0
  for (let count = 0; count < 1_000_000; count++) {
    if (1 - below <= tail) return count
    below += chance
    chance *= over ? ((count + size) / (count + 1)) * (1 - share) : center / (count + 1)
  }
  return Number.POSITIVE_INFINITY
}

/**
 * Chart of monthly counts (complaints). With few events 3√c̄ alarms far too often, so the upper limit is an exact
 * probability limit: negative binomial with the baseline mean, Laney's over-dispersion, and the uncertainty of that
 * mean. `upper` is the last count that is still ordinary. A baseline without any event counts as half an event.
 */
export function countChart(baseline: readonly number[]): Limits & { readonly sigmaZ: number } {
  const center = Math.max(0.5, sum(baseline)) / baseline.length
  const z = baseline.map((count) => (count - center) / Math.sqrt(center))
  const sigmaZ = Math.max(1, z.length < 2 ? 1 : laneySigma(z))
  const variance = center * sigmaZ ** 2 * (1 + 1 / baseline.length)
  const sigma = Math.sqrt(variance)
  return { center, sigma, lower: Math.max(0, center - 3 * sigma), upper: countLimit(center, variance) - 1, sigmaZ }
}

/** Funnel limits for a share of size n around `p0`, normal approximation: for drawing; test single units exactly. */
export function funnelLimits(p0: number, n: number, z: number): { lower: number; upper: number } {
  const half = z * Math.sqrt((p0 * (1 - p0)) / n)
  return { lower: Math.max(0, p0 - half), upper: Math.min(1, p0 + half) }
}
