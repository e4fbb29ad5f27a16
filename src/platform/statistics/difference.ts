import { type Interval, sum, tCritical, tInterval, tPValue } from './describe.ts'
import { ols } from './regression.ts'

/** How one unit's level changed from before to after; `variance` is what sampling alone lets us expect of that change. */
export type UnitChange = { readonly unit: string; readonly change: number; readonly variance: number }

export type Difference = {
  readonly estimate: number
  readonly treatedChange: number
  readonly comparisonChange: number
  readonly se: number
  readonly df: number
  readonly p: number
  readonly interval: Interval | undefined
  /** How many of the comparison units changed at least as far (either way) from their own mean as the treated mean did. */
  readonly placebo: { readonly asLarge: number; readonly of: number }
  /** Spread of the changes over what sampling explains; never below 1 when sampling variances are given. */
  readonly dispersion: number
  /** Smallest true effect this comparison would see in 8 of 10 cases. */
  readonly detectable: number
}

function weightedMean(changes: readonly UnitChange[]): number {
  const weights = changes.map((change) => 1 / change.variance)
  return sum(changes.map((change, i) => change.change * weights[i]!)) / sum(weights)
}

/**
 * Difference in differences on a unit-month panel collapsed to one change per unit (Bertrand, Duflo and Mullainathan
 * 2004), compared with a t on units − 2 degrees of freedom (Donald and Lang 2007). With one or two trained units,
 * cluster-robust errors are far too small; here the spread comes from how differently the comparison units changed.
 * Units weigh by the inverse of their sampling variance; with `minimumDispersion: 1` the spread is never taken below
 * what sampling alone gives, so that a lucky calm set of units does not pass for precision. Undefined with no trained or fewer than two comparison units.
 */
export function differenceInDifferences(
  treated: readonly UnitChange[],
  comparison: readonly UnitChange[],
  options: { readonly confidence?: number; readonly minimumDispersion?: number } = {},
): Difference | undefined {
  if (treated.length < 1 || comparison.length < 2) return undefined
  const confidence = options.confidence ?? 0.95
  const treatedChange = weightedMean(treated)
  const comparisonChange = weightedMean(comparison)
  const df = treated.length + comparison.length - 2
  const squares = (changes: readonly UnitChange[], center: number) =>
    sum(changes.map(({ change, variance }) => (change - center) ** 2 / variance))
  const spread = (squares(treated, treatedChange) + squares(comparison, comparisonChange)) / df
  const dispersion = Math.max(options.minimumDispersion ?? 0, spread)
  const precision = (changes: readonly UnitChange[]) => sum(changes.map(({ variance }) => 1 / variance))
  const se = Math.sqrt(dispersion * (1 / precision(treated) + 1 / precision(comparison)))
  const estimate = treatedChange - comparisonChange
  const distance = Math.abs(estimate)
  return {
    estimate,
    treatedChange,
    comparisonChange,
    se,
    df,
    p: tPValue(estimate / se, df),
    interval: tInterval(estimate, se, df, confidence),
    placebo: {
      asLarge: comparison.filter(({ change }) => Math.abs(change - comparisonChange) >= distance).length,
      of: comparison.length,
    },
    dispersion,
    detectable: (tCritical(df, confidence) + tCritical(df, 0.6)) * se,
  }
}

/** The change of unweighted cell means: (T after − T before) − (C after − C before). */
export function differenceOfMeans(cells: {
  readonly treatedBefore: number
  readonly treatedAfter: number
  readonly comparisonBefore: number
  readonly comparisonAfter: number
}): number {
  return cells.treatedAfter - cells.treatedBefore - (cells.comparisonAfter - cells.comparisonBefore)
}

export type PreTrend =
  | { readonly state: 'untestable' }
  | { readonly state: 'parallel' | 'diverging'; readonly slope: number; readonly p: number }

/**
 * Did the trained unit already drift away from the comparison before the program? Regresses the monthly gap on the
 * month; below four months a slope says nothing. A calm result is no proof of parallel worlds, only no sign against.
 */
export function preTrend(treated: readonly number[], comparison: readonly number[]): PreTrend {
  // A month of which nothing is known is a month all the same.
  const gaps = treated.map((value, month) => ({ month, gap: value - comparison[month]! }))
  const known = gaps.filter(({ gap }) => Number.isFinite(gap))
  if (known.length < 4) return { state: 'untestable' }
  const fit = ols(
    known.map(({ month }) => [1, month]),
    known.map(({ gap }) => gap),
  )
  const slope = fit.coefficients[1]!
  const se = fit.se[1]!
  const p = se === 0 ? (slope === 0 ? 1 : 0) : tPValue(slope / se, fit.df)
  return { state: p < 0.05 ? 'diverging' : 'parallel', slope, p }
}
