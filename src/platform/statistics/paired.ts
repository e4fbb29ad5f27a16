import { type Interval, mean, standardDeviation, tInterval, tPValue, variance } from './describe.ts'

export type Pair = { readonly pre: number; readonly post: number }

export type PairedResult = {
  readonly n: number
  readonly preMean: number
  readonly postMean: number
  readonly difference: number
  readonly sd: number
  readonly se: number
  /** Undefined, with all that rests on it, where everybody changed by the same: no spread, nothing to test against. */
  readonly t: number | undefined
  readonly df: number
  readonly p: number | undefined
  readonly interval: Interval | undefined
  /** Mean difference in standard deviations of the differences. */
  readonly dz: number | undefined
  /** d_z with Hedges' small-sample correction. */
  readonly gz: number | undefined
  /** Mean difference in standard deviations of the scores themselves (average of both variances). */
  readonly dav: number | undefined
}

/** Small-sample correction J = 1 − 3/(4·df − 1). */
function hedges(df: number): number {
  return 1 - 3 / (4 * df - 1)
}

/** t, standard error, p and interval from summary figures of the differences. */
export function pairedSummary(n: number, difference: number, sd: number, confidence = 0.95) {
  const se = sd / Math.sqrt(n)
  const df = n - 1
  if (sd === 0) return { se, df, t: undefined, p: undefined, interval: undefined }
  const t = difference / se
  return { se, df, t, p: tPValue(t, df), interval: tInterval(difference, se, df, confidence) }
}

/** Paired t with effect sizes; undefined below two pairs, where no spread can be estimated. */
export function pairedT(pairs: readonly Pair[], confidence = 0.95): PairedResult | undefined {
  if (pairs.length < 2) return undefined
  const pre = pairs.map((pair) => pair.pre)
  const post = pairs.map((pair) => pair.post)
  const differences = pairs.map((pair) => pair.post - pair.pre)
  const n = pairs.length
  const difference = mean(differences)
  // What floating point leaves of equal differences is no spread.
  const spread = standardDeviation(differences)
  const sd = spread > 1e-9 * Math.max(...pre.map(Math.abs), ...post.map(Math.abs)) ? spread : 0
  const dz = sd === 0 ? undefined : difference / sd
  const both = Math.sqrt((variance(pre) + variance(post)) / 2)
  return {
    n,
    preMean: mean(pre),
    postMean: mean(post),
    difference,
    sd,
    ...pairedSummary(n, difference, sd, confidence),
    dz,
    gz: dz === undefined ? undefined : dz * hedges(n - 1),
    dav: both > 0 ? difference / both : undefined,
  }
}
