import {
  addRatings,
  baselineFor,
  type ChartPoint,
  countChart,
  type Finding,
  findingsAt,
  type Limits,
  meanChart,
  type Ratings,
  ratingMean,
  type Side,
  wilson,
} from '../../platform/statistics/index.ts'
import type { ChartRule } from './rule-model.ts'

/** Counts of complaints (more is worse) or ratings of one SKM element (less is worse), one entry per month. */
export type Series =
  | { readonly kind: 'count'; readonly months: readonly string[]; readonly counts: readonly number[] }
  | { readonly kind: 'rating'; readonly months: readonly string[]; readonly ratings: readonly Ratings[] }

export type ChartRow = {
  readonly month: string
  /** Undefined where too few people answered: the month is neither shown nor judged. */
  readonly value: number | undefined
  /** Answers of the month; for counts the count itself. */
  readonly n: number
  /** Undefined until there are enough baseline months. */
  readonly limits: Limits | undefined
  readonly findings: readonly (Finding & { readonly fromMonth: string })[]
}

export type Chart = {
  readonly rows: readonly ChartRow[]
  /** Months behind the limits of the last row. */
  readonly baseline: readonly string[]
  readonly sigmaZ: number | undefined
}

/** The side on which this kind of series gets worse. */
function worse(kind: Series['kind']): Side {
  return kind === 'count' ? 'high' : 'low'
}

function valueAt(series: Series, index: number, rule: ChartRule): number | undefined {
  if (series.kind === 'count') return series.counts[index]
  const month = series.ratings[index]!
  return month.n < rule.minimum_answers ? undefined : ratingMean(month)
}

/**
 * Judges every month only by months before it, as the monthly check would have done. Months that belong to a finding
 * leave the baseline of the later ones, and while an episode lasts the baseline stands still: otherwise its less striking
 * months would slip in and a lasting shift would become the new ordinary by itself.
 */
export function chart(series: Series, rule: ChartRule): Chart {
  const values = series.months.map((_, index) => valueAt(series, index, rule))
  const usable = values.map((value) => value !== undefined)
  const window = { length: rule.baseline_months, lag: rule.baseline_lag, least: rule.baseline_least }
  let baseline: number[] | undefined
  let sigmaZ: number | undefined
  let frozenUntil = -1
  const rows = series.months.map((month, at): ChartRow => {
    if (at > frozenUntil) baseline = baselineFor(usable, at, window)
    const acting = new Set(baseline)
    const limitsOf = baseline ? limitsFrom(series, baseline) : undefined
    sigmaZ = limitsOf?.(at).sigmaZ
    const value = values[at]
    const n = series.kind === 'count' ? series.counts[at]! : series.ratings[at]!.n
    const known: { index: number; point: ChartPoint }[] = []
    if (limitsOf && value !== undefined) {
      for (let i = 0; i <= at; i++) {
        const one = values[i]
        if (one !== undefined) known.push({ index: i, point: { value: one, limits: limitsOf(i) } })
      }
    }
    const findings = findingsAt(
      known.map(({ point }) => point),
      known.length - 1,
      { shift: rule.shift, trend: rule.trend, runSigma: rule.run_sigma },
    ).map((finding) => {
      // A point beyond the limit may end a run that began earlier, when the baseline was still too short to tell.
      let first = finding.from
      if (finding.rule === 'beyond') while (first > 0 && beyond(known[first - 1]!.point, finding.side)) first--
      // Baseline months that happen to lie on the same side are not part of the run.
      const from = known.slice(first).find(({ index }) => !acting.has(index))!.index
      // The whole run stays out of later baselines, also the months before it was noticed.
      for (let i = from; i <= at; i++) if (!acting.has(i)) usable[i] = false
      frozenUntil = at + rule.episode_gap
      return { ...finding, from, to: at, fromMonth: series.months[from]! }
    })
    return { month, value, n, limits: limitsOf?.(at), findings }
  })
  return { rows, baseline: (baseline ?? []).map((index) => series.months[index]!), sigmaZ }
}

function beyond({ value, limits }: ChartPoint, side: Side): boolean {
  return side === 'high' ? value > limits.upper : value < limits.lower
}

function limitsFrom(series: Series, baseline: readonly number[]): (at: number) => Limits & { sigmaZ: number } {
  if (series.kind === 'count') {
    const limits = countChart(baseline.map((index) => series.counts[index]!))
    return () => limits
  }
  const months = baseline.map((index) => series.ratings[index]!)
  return (at) => meanChart(months, Math.max(1, series.ratings[at]!.n))
}

/** The strongest finding of the last month that says it got worse and is large enough to open a signal. */
export function alarm(series: Series, judged: Chart, rule: ChartRule): ChartRow['findings'][number] | undefined {
  const last = judged.rows.at(-1)
  if (!last || last.value === undefined) return undefined
  if (series.kind === 'count' && last.n < rule.minimum_complaints) return undefined
  return last.findings.find((finding) => finding.side === worse(series.kind))
}

export type LowShare = {
  readonly share: number
  readonly n: number
  readonly low: number
  readonly high: number
  /** The months taken together, those without answers left out. */
  readonly months: readonly string[]
}

/**
 * Satisfied answers of one question (1 or 0 each) over the last months together: told when their whole interval lies
 * below the rule's share, so that few answers or bad luck are no signal. Undefined otherwise, and when the last month had
 * no answer.
 */
export function lowShare(series: Series, rule: ChartRule): LowShare | undefined {
  if (series.kind !== 'rating' || (series.ratings.at(-1)?.n ?? 0) === 0) return undefined
  const recent = series.ratings.slice(-rule.low_months)
  const { n, sum } = addRatings(recent)
  const interval = n < rule.low_answers ? undefined : wilson(sum, n)
  if (!interval || interval.high >= rule.low_share / 100) return undefined
  const months = series.months.slice(-rule.low_months).filter((_, at) => recent[at]!.n > 0)
  return { share: sum / n, n, low: interval.low, high: interval.high, months }
}

/** 'YYYY-MM' moved by a number of months. */
export function addMonths(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** All months from first to last, both included. */
export function monthRange(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = addMonths(month, 1)) months.push(month)
  return months
}
