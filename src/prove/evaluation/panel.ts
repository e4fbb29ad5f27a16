import { addRatings, type Ratings, ratingMean } from '../../platform/statistics/index.ts'
import type { EffectInput, OutcomeKind, UnitMonths } from './effect.ts'

export type ComplaintRow = { unit_id: string; theme: string; month: string; count: number }
export type SkmRow = { unit_id: string; element: string; month: string; n: number; sum: number; sum_squares: number }

const NOTHING: Ratings = { n: 0, sum: 0, sumSquares: 0 }

/** Complaints of a theme ('all': every theme) per month; a month without any is zero. */
export function complaintMonths(
  rows: readonly ComplaintRow[],
  unit: string,
  key: string,
  months: readonly string[],
): UnitMonths {
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (row.unit_id !== unit || (key !== 'all' && row.theme !== key)) continue
    counts.set(row.month, (counts.get(row.month) ?? 0) + row.count)
  }
  return { unit, counts: months.map((month) => counts.get(month) ?? 0) }
}

/**
 * Ratings of one element per month. For 'index' the elements are pooled; their answers come from the same people, so n is
 * the mean number per element, which keeps the spread from looking smaller than it is.
 */
export function skmMonths(rows: readonly SkmRow[], unit: string, key: string, months: readonly string[]): UnitMonths {
  const byMonth = new Map<string, Ratings[]>()
  const elements = new Map<string, Set<string>>()
  for (const row of rows) {
    if (row.unit_id !== unit || (key !== 'index' && row.element !== key)) continue
    const list = byMonth.get(row.month) ?? []
    list.push({ n: row.n, sum: row.sum, sumSquares: row.sum_squares })
    byMonth.set(row.month, list)
    elements.set(row.month, (elements.get(row.month) ?? new Set()).add(row.element))
  }
  const ratings = months.map((month) => {
    const parts = byMonth.get(month)
    if (!parts) return NOTHING
    const all = addRatings(parts)
    const share = key === 'index' ? 1 / elements.get(month)!.size : 1
    return { n: all.n * share, sum: all.sum * share, sumSquares: all.sumSquares * share }
  })
  return { unit, ratings }
}

/** Rows of a unit count for the nearest wanted unit above it, itself included; rows of others are left out. */
export function rollUp<R extends { unit_id: string }>(
  rows: readonly R[],
  parents: ReadonlyMap<string, string | null>,
  wanted: ReadonlySet<string>,
): R[] {
  return rows.flatMap((row) => {
    let unit: string | null | undefined = row.unit_id
    while (unit && !wanted.has(unit)) unit = parents.get(unit)
    return unit ? [{ ...row, unit_id: unit }] : []
  })
}

export type Period = { from: string; to: string }

/** Positions of the months inside both periods that are over; dates are 'YYYY-MM-DD'. */
export function periods(
  months: readonly string[],
  baseline: Period,
  follow: Period,
  lastComplete: string,
): Pick<EffectInput, 'before' | 'after'> {
  const within = ({ from, to }: Period) =>
    months.flatMap((month, at) =>
      month >= from.slice(0, 7) && month <= to.slice(0, 7) && month <= lastComplete ? [at] : [],
    )
  return { before: within(baseline), after: within(follow) }
}

/**
 * What a program sets out to mend is the bad state, not the good months before it. Where the agreed baseline reaches back
 * beyond that state's first month, only the months since then count, provided there are `least` of them.
 */
export function sinceState(
  before: readonly number[],
  months: readonly string[],
  first: string | undefined,
  least: number,
): { before: readonly number[]; narrowed: boolean } {
  if (first === undefined) return { before, narrowed: false }
  const since = before.filter((at) => months[at]! >= first)
  return since.length >= least && since.length < before.length
    ? { before: since, narrowed: true }
    : { before, narrowed: false }
}

export type MonthRow = { month: string; treated: number | null; comparison: number | null; n: number }

/**
 * What the chart draws: treated and comparison mean per month, in the outcome's own unit. A month in which fewer than
 * `least` answered is left empty.
 */
export function monthRows(
  kind: OutcomeKind,
  input: Pick<EffectInput, 'months' | 'treated' | 'comparison'>,
  least: number,
): MonthRow[] {
  const level = (units: readonly UnitMonths[], at: number): { value: number | null; n: number } => {
    if (units.length === 0) return { value: null, n: 0 }
    if (kind === 'complaints') {
      const total = units.reduce((sum, unit) => sum + unit.counts![at]!, 0)
      return { value: total / units.length, n: total }
    }
    const known = units.map((unit) => unit.ratings![at]!).filter((month) => month.n >= least)
    if (known.length === 0) return { value: null, n: 0 }
    return {
      value: known.reduce((sum, month) => sum + ratingMean(month), 0) / known.length,
      n: Math.round(known.reduce((sum, month) => sum + month.n, 0)),
    }
  }
  return input.months.map((month, at) => {
    const treated = level(input.treated, at)
    return { month, treated: treated.value, comparison: level(input.comparison, at).value, n: treated.n }
  })
}
