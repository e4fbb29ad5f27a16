import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

export type Interval = { readonly low: number; readonly high: number }

export function sum(values: readonly number[]): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** NaN for an empty list, so that a missing mean can never pass for a zero. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}

/** Sample variance (n − 1); NaN below two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN
  const center = mean(values)
  return sum(values.map((value) => (value - center) ** 2)) / (values.length - 1)
}

/** Sample standard deviation (n − 1); NaN below two values. */
export function standardDeviation(values: readonly number[]): number {
  return Math.sqrt(variance(values))
}

/** Half-width factor of a two-sided t interval. `df` may be fractional; infinite df gives the normal quantile. */
export function tCritical(df: number, confidence = 0.95): number {
  return tQuantile(1 - (1 - confidence) / 2, Math.min(df, 1e7))
}

/** Two-sided p-value of a t statistic. */
export function tPValue(t: number, df: number): number {
  return Math.min(1, 2 * tCdf(-Math.abs(t), Math.min(df, 1e7)))
}

/** `estimate ± t*·se`; undefined when the spread cannot be known (df < 1 or se not finite). */
export function tInterval(estimate: number, se: number, df: number, confidence = 0.95): Interval | undefined {
  if (!(df >= 1) || !Number.isFinite(se) || !Number.isFinite(estimate)) return undefined
  const half = tCritical(df, confidence) * se
  return { low: estimate - half, high: estimate + half }
}

/**
 * Wilson score interval for a share; undefined for n = 0. Keeps inside 0–1 and stays honest at 0 % and 100 %,
 * where the textbook interval collapses to a point.
 */
export function wilson(successes: number, n: number, confidence = 0.95): Interval | undefined {
  if (n <= 0) return undefined
  const z = tCritical(Number.POSITIVE_INFINITY, confidence)
  const share = successes / n
  const denominator = 1 + z ** 2 / n
  const center = (share + z ** 2 / (2 * n)) / denominator
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  // At the ends the bound is exactly 0 or 1; floating point must not say otherwise.
  return {
    low: successes === 0 ? 0 : Math.max(0, center - half),
    high: successes === n ? 1 : Math.min(1, center + half),
  }
}
