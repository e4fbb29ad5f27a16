import {
  addRatings,
  type Difference,
  differenceInDifferences,
  interruptedSeries,
  mean,
  type PreTrend,
  preTrend,
  type Ratings,
  ratingMean,
  steppedWedge,
  tInterval,
  type UnitChange,
  withinVariance,
} from '../../platform/statistics/index.ts'
import { ols } from '../../platform/statistics/regression.ts'

/** The rules that hold together, shares as shares. */
export type EvaluationRule = {
  readonly version: string
  readonly confidence: number
  readonly leastMonths: number
  readonly leastComparison: number
  readonly advisedComparison: number
  readonly leastAnswers: number
  readonly leastComplaints: number
  readonly worthwhileSkm: number
  readonly worthwhileComplaints: number
  readonly selectionMonths: number
  readonly selectionShare: number
  readonly selectionSigma: number
  readonly leastGroup: number
}

export type OutcomeKind = 'skm' | 'complaints'
export type DesignKind = 'stepped_wedge' | 'difference_in_differences' | 'interrupted_series' | 'pre_post'

/** One unit's months, in the order of `EffectInput.months`; exactly one of the two lists is given. */
export type UnitMonths = {
  readonly unit: string
  readonly ratings?: readonly Ratings[] | undefined
  readonly counts?: readonly number[] | undefined
  /** Position of the first month after this unit's own start, where units begin one after the other. */
  readonly starts?: number | undefined
}

export type EffectInput = {
  readonly kind: OutcomeKind
  readonly design: DesignKind
  readonly months: readonly string[]
  /** Positions of the months before and after; the months of the program itself are in neither. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly treated: readonly UnitMonths[]
  readonly comparison: readonly UnitMonths[]
}

export type Method = 'wedge' | 'difference' | 'series' | 'before_after'

/** Whether other units, or the same ones before their turn, say what would have happened anyway. */
export function isCompared(method: Method): boolean {
  return method === 'wedge' || method === 'difference'
}
export type Missing = 'few_months' | 'few_answers' | 'no_data'

export type Estimate = {
  readonly method: Method
  /** SKM: points on the scale 1–4. Complaints: logarithm of the ratio after to before. */
  readonly estimate: number
  readonly low: number
  readonly high: number
  readonly df: number
  /** As read: the mean rating, or reports a month. */
  readonly treatedBefore: number
  readonly treatedAfter: number
  readonly treatedChange: number
  readonly comparisonChange: number | undefined
  readonly comparisonUnits: number
  readonly placebo: Difference['placebo'] | undefined
  readonly detectable: number | undefined
  readonly dispersion: number | undefined
  readonly preTrend: PreTrend
}

export type Effect =
  | { readonly state: 'estimated'; readonly value: Estimate }
  | { readonly state: 'missing'; readonly why: Missing }

type Half = { level: number; read: number; variance: number; months: number; enough: boolean }

function half(unit: UnitMonths, positions: readonly number[], within: number, rule: EvaluationRule): Half {
  if (unit.ratings) {
    const filled = positions.filter((at) => unit.ratings![at]!.n > 0)
    const all = addRatings(positions.map((at) => unit.ratings![at]!))
    const level = ratingMean(all)
    return {
      level,
      read: level,
      variance: within / all.n,
      months: filled.length,
      enough: all.n >= rule.leastAnswers,
    }
  }
  const total = positions.reduce((sum, at) => sum + unit.counts![at]!, 0)
  // Half an event keeps the logarithm finite; it is also the usual correction of its bias.
  const level = (total + 0.5) / positions.length
  const read = total / positions.length
  return { level: Math.log(level), read, variance: 1 / (total + 0.5), months: positions.length, enough: true }
}

type Change = UnitChange & { read: { before: number; after: number }; months: number; enough: boolean }

function changeOf(unit: UnitMonths, input: EffectInput, rule: EvaluationRule): Change {
  const used = [...input.before, ...input.after]
  // Grades sit on whole points, so months in which all agree still carry rounding spread.
  const within = unit.ratings ? Math.max(1 / 12, withinVariance(used.map((at) => unit.ratings![at]!)) || 0) : 0
  const before = half(unit, input.before, within, rule)
  const after = half(unit, input.after, within, rule)
  const total = unit.counts ? used.reduce((sum, at) => sum + unit.counts![at]!, 0) : 0
  return {
    unit: unit.unit,
    change: after.level - before.level,
    variance: before.variance + after.variance,
    read: { before: before.read, after: after.read },
    months: Math.min(before.months, after.months),
    enough: unit.ratings ? before.enough && after.enough : total >= rule.leastComplaints,
  }
}

/** Monthly level of a unit, undefined where nothing is known: the mean rating, or the log of the count. */
function monthlyLevels(unit: UnitMonths): (number | undefined)[] {
  if (unit.ratings) return unit.ratings.map((month) => (month.n > 0 ? ratingMean(month) : undefined))
  return unit.counts!.map((count) => Math.log(count + 0.5))
}

function meanLevels(units: readonly UnitMonths[], positions: readonly number[]): number[] {
  const levels = units.map(monthlyLevels)
  return positions.map((at) => {
    const known = levels.map((list) => list[at]).filter((value) => value !== undefined)
    return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length
  })
}

/**
 * Effect on the outcome, by the design that was locked at planning time; where its comparison turns out too thin, by the
 * next weaker method, and the method says so. Pure: everything that decides is in the arguments.
 */
export function estimateEffect(input: EffectInput, rule: EvaluationRule): Effect {
  if (input.treated.length === 0) return { state: 'missing', why: 'no_data' }
  if (Math.min(input.before.length, input.after.length) < rule.leastMonths)
    return { state: 'missing', why: 'few_months' }
  const treated = input.treated.map((unit) => changeOf(unit, input, rule))
  if (treated.some((unit) => unit.months < rule.leastMonths)) return { state: 'missing', why: 'few_months' }
  if (treated.some((unit) => !unit.enough)) return { state: 'missing', why: 'few_answers' }

  const compared = input.comparison.map((unit) => changeOf(unit, input, rule))
  const usable = compared.filter((unit) => unit.enough && unit.months >= rule.leastMonths)
  const comparing = input.design === 'difference_in_differences' || input.design === 'stepped_wedge'
  const wedge = input.design === 'stepped_wedge' ? byWedge(input, rule, treated, usable) : undefined
  if (wedge) return wedge
  if (comparing && usable.length >= rule.leastComparison) return byDifference(input, rule, treated, usable)
  return overTime(input, rule, treated)
}

/** Undefined where the waves were never dated or cannot be told apart. */
function byWedge(
  input: EffectInput,
  rule: EvaluationRule,
  treated: readonly Change[],
  usable: readonly Change[],
): Effect | undefined {
  if (input.treated.some((unit) => unit.starts === undefined)) return undefined
  const names = new Set(usable.map((unit) => unit.unit))
  const units = [...input.treated, ...input.comparison.filter((unit) => names.has(unit.unit))]
  const first = Math.min(...input.before)
  const months = Array.from({ length: Math.max(...input.after) - first + 1 }, (_, at) => first + at)
  const wedge = steppedWedge(
    units.map((unit) => ({ starts: unit.starts, levels: monthlyLevels(unit) })),
    months,
    rule.confidence,
  )
  if (!wedge) return undefined
  return {
    state: 'estimated',
    value: {
      method: 'wedge',
      estimate: wedge.estimate,
      ...wedge.interval,
      df: wedge.df,
      ...levels(treated),
      treatedChange: mean(treated.map((unit) => unit.change)),
      comparisonChange: undefined,
      comparisonUnits: usable.length,
      placebo: undefined,
      detectable: undefined,
      dispersion: undefined,
      preTrend: { state: 'untestable' },
    },
  }
}

function byDifference(
  input: EffectInput,
  rule: EvaluationRule,
  treated: readonly Change[],
  usable: readonly Change[],
): Effect {
  const difference = differenceInDifferences(treated, usable, { confidence: rule.confidence, minimumDispersion: 1 })
  if (!difference?.interval) return { state: 'missing', why: 'no_data' }
  const names = new Set(usable.map((unit) => unit.unit))
  const trend = preTrend(
    meanLevels(input.treated, input.before),
    meanLevels(
      input.comparison.filter((unit) => names.has(unit.unit)),
      input.before,
    ),
  )
  return {
    state: 'estimated',
    value: {
      method: 'difference',
      estimate: difference.estimate,
      low: difference.interval.low,
      high: difference.interval.high,
      df: difference.df,
      ...levels(treated),
      treatedChange: difference.treatedChange,
      comparisonChange: difference.comparisonChange,
      comparisonUnits: usable.length,
      placebo: difference.placebo,
      detectable: difference.detectable,
      dispersion: difference.dispersion,
      preTrend: trend,
    },
  }
}

function levels(treated: readonly Change[]): { treatedBefore: number; treatedAfter: number } {
  return {
    treatedBefore: mean(treated.map(({ read }) => read.before)),
    treatedAfter: mean(treated.map(({ read }) => read.after)),
  }
}

/** Without comparison units: the interrupted series where it was planned and is long enough, else the plain step. */
function overTime(input: EffectInput, rule: EvaluationRule, treated: readonly Change[]): Effect {
  const known = (positions: readonly number[]) =>
    meanLevels(input.treated, positions).flatMap((level, i) =>
      Number.isFinite(level) ? [{ month: positions[i]!, level }] : [],
    )
  const [before, after] = [known(input.before), known(input.after)]
  const all = [...before, ...after]
  const values = all.map(({ level }) => level)
  const planned = input.design === 'interrupted_series' && Math.min(before.length, after.length) >= 6
  const series = planned
    ? interruptedSeries(
        values,
        before.length,
        all.map(({ month }) => month),
      )
    : undefined
  const step =
    series?.fit ??
    ols(
      values.map((_, at) => [1, at < before.length ? 0 : 1]),
      values,
    )
  const at = series ? 2 : 1
  // A few calm months are luck, not precision: the spread is never taken below what the answers' own chance gives.
  const chance = Math.sqrt(treated.reduce((sum, { variance }) => sum + variance, 0)) / treated.length
  const interval = tInterval(step.coefficients[at]!, Math.max(step.se[at]!, chance), step.df, rule.confidence)
  if (!interval) return { state: 'missing', why: 'few_months' }
  return {
    state: 'estimated',
    value: {
      method: series ? 'series' : 'before_after',
      estimate: step.coefficients[at]!,
      low: interval.low,
      high: interval.high,
      df: step.df,
      ...levels(treated),
      treatedChange: step.coefficients[at]!,
      comparisonChange: undefined,
      comparisonUnits: 0,
      placebo: undefined,
      detectable: undefined,
      dispersion: undefined,
      preTrend: { state: 'untestable' },
    },
  }
}
