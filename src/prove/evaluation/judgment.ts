import { addRatings, ratingMean, withinVariance } from '../../platform/statistics/index.ts'
import {
  type DesignKind,
  type Effect,
  type EvaluationRule,
  isCompared,
  type Missing,
  type OutcomeKind,
  type UnitMonths,
} from './effect.ts'

const VERDICTS = ['improved', 'worsened', 'no_effect', 'inconclusive'] as const
export type Verdict = (typeof VERDICTS)[number]
/** Best first. */
const GRADES = ['strong', 'good', 'moderate', 'weak'] as const
export type Grade = (typeof GRADES)[number]

export type Selection =
  /** The program did not start from a signal of this outcome. */
  | { readonly state: 'none' }
  /** `share`: how much of the signal's deviation the other months before the program showed. */
  | { readonly state: 'lasting' | 'one_month'; readonly share: number; readonly months: number }
  /** No other months to look at. */
  | { readonly state: 'unknown' }

/**
 * Regression to the mean: a unit picked for one extreme month comes back by itself. The months before the program,
 * without the one that raised the signal, must have shown at least `selectionShare` of its deviation.
 */
export function judgeSelection(
  signal: { deviation: number; center: number; month: string } | undefined,
  beforeProgram: readonly { month: string; value: number | undefined }[],
  rule: EvaluationRule,
): Selection {
  if (!signal || signal.deviation === 0) return { state: 'none' }
  const others = beforeProgram
    .slice(-rule.selectionMonths)
    .filter((one) => one.month !== signal.month)
    .flatMap(({ value }) => (value === undefined ? [] : [value]))
  if (others.length < 2) return { state: 'unknown' }
  const mean = others.reduce((a, b) => a + b, 0) / others.length
  const share = (mean - signal.center) / signal.deviation
  return { state: share >= rule.selectionShare ? 'lasting' : 'one_month', share, months: others.length }
}

/** A month that stands out toward the worse side, as a signal would have told it. */
export type Extreme = { readonly deviation: number; readonly center: number; readonly month: string }

/**
 * The worst of the last months before a program that has no signal behind it, if it lies `selectionSigma` beyond the months
 * before them: somebody may have picked the unit for it all the same. Undefined where nothing stands out.
 */
export function extremeMonth(
  unit: UnitMonths,
  months: readonly string[],
  before: readonly number[],
  rule: EvaluationRule,
): Extreme | undefined {
  const usual = before.slice(0, -rule.selectionMonths)
  const recent = before.slice(-rule.selectionMonths)
  if (usual.length < rule.leastMonths) return undefined
  const found = recent.flatMap((at) => {
    const one = unit.ratings ? ratingDistance(unit.ratings, usual, at, rule) : countDistance(unit.counts!, usual, at)
    return one && one.sigmas >= rule.selectionSigma ? [{ ...one, month: months[at]! }] : []
  })
  return found.sort((a, b) => b.sigmas - a.sigmas)[0]
}

type Distance = { deviation: number; center: number; sigmas: number }

function ratingDistance(
  ratings: NonNullable<UnitMonths['ratings']>,
  usual: readonly number[],
  at: number,
  rule: EvaluationRule,
): Distance | undefined {
  const base = usual.map((index) => ratings[index]!)
  const all = addRatings(base)
  const month = ratings[at]!
  if (month.n < rule.leastGroup || all.n < rule.leastAnswers) return undefined
  const center = ratingMean(all)
  const deviation = ratingMean(month) - center
  const variance = Math.max(1 / 12, withinVariance(base) || 0)
  return { deviation, center, sigmas: -deviation / Math.sqrt(variance * (1 / month.n + 1 / all.n)) }
}

function countDistance(counts: readonly number[], usual: readonly number[], at: number): Distance {
  const center =
    Math.max(
      0.5,
      usual.reduce((sum, index) => sum + counts[index]!, 0),
    ) / usual.length
  const deviation = counts[at]! - center
  return { deviation, center, sigmas: deviation / Math.sqrt(center * (1 + 1 / usual.length)) }
}

type Reason = Missing | 'interval_crosses_zero' | 'one_bad_month' | 'unknown_selection'

type Deduction = 'no_comparison' | 'few_comparison' | 'diverging' | 'low_power' | 'one_bad_month' | 'unknown_selection'

export type Judgment = {
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  readonly grade: Grade
  /** What the design could have earned, and what took steps away from it. */
  readonly designGrade: Grade
  readonly deductions: readonly Deduction[]
  /** True where figures that rest on the effect (cost per point) may be shown. */
  readonly credible: boolean
}

const DESIGN_GRADE: Record<DesignKind, Grade> = {
  stepped_wedge: 'strong',
  difference_in_differences: 'good',
  interrupted_series: 'moderate',
  pre_post: 'weak',
}

/** 'skm' is better when it rises, complaints when they fall. */
function betterSign(kind: OutcomeKind): 1 | -1 {
  return kind === 'skm' ? 1 : -1
}

/** Smallest effect worth having, on the scale of the estimate and toward the better side. */
function worthwhile(kind: OutcomeKind, rule: EvaluationRule): number {
  return kind === 'skm' ? rule.worthwhileSkm : -Math.log(1 - rule.worthwhileComplaints)
}

export function judge(
  effect: Effect,
  design: DesignKind,
  kind: OutcomeKind,
  selection: Selection,
  rule: EvaluationRule,
): Judgment {
  const deductions = deductionsOf(effect, design, kind, selection, rule)
  // Waves that were never dated leave a plain comparison.
  const undated = effect.state === 'estimated' && effect.value.method !== 'wedge' && design === 'stepped_wedge'
  const designGrade = DESIGN_GRADE[undated ? 'difference_in_differences' : design]
  const steps = GRADES.indexOf(designGrade) + deductions.length + (deductions.includes('no_comparison') ? 1 : 0)
  const grade = GRADES[Math.min(GRADES.length - 1, steps)]!
  const { verdict, reasons } = verdictOf(effect, kind, selection, rule)
  return {
    verdict,
    reasons,
    grade,
    designGrade,
    deductions,
    credible: verdict === 'improved' && grade !== 'weak',
  }
}

function deductionsOf(
  effect: Effect,
  design: DesignKind,
  kind: OutcomeKind,
  selection: Selection,
  rule: EvaluationRule,
): Deduction[] {
  const deductions: Deduction[] = []
  if (effect.state === 'estimated') {
    const { value } = effect
    const comparing = design === 'difference_in_differences' || design === 'stepped_wedge'
    if (comparing && !isCompared(value.method)) deductions.push('no_comparison')
    if (value.method === 'difference' && value.comparisonUnits < rule.advisedComparison)
      deductions.push('few_comparison')
    if (value.preTrend.state === 'diverging') deductions.push('diverging')
    if (value.detectable !== undefined && value.detectable > 2 * worthwhile(kind, rule)) deductions.push('low_power')
  }
  if (selection.state === 'one_month') deductions.push('one_bad_month')
  if (selection.state === 'unknown') deductions.push('unknown_selection')
  return deductions
}

function verdictOf(
  effect: Effect,
  kind: OutcomeKind,
  selection: Selection,
  rule: EvaluationRule,
): { verdict: Verdict; reasons: Reason[] } {
  if (effect.state === 'missing') return { verdict: 'inconclusive', reasons: [effect.why] }
  const sign = betterSign(kind)
  const [worst, best] = [effect.value.low * sign, effect.value.high * sign].sort((a, b) => a - b) as [number, number]
  const crosses = worst <= 0 && best >= 0
  const reasons: Reason[] = []
  if (selection.state === 'one_month') reasons.push('one_bad_month')
  if (selection.state === 'unknown') reasons.push('unknown_selection')
  if (reasons.length > 0)
    return { verdict: 'inconclusive', reasons: crosses ? [...reasons, 'interval_crosses_zero'] : reasons }
  if (worst > 0) return { verdict: 'improved', reasons }
  if (best < 0) return { verdict: 'worsened', reasons }
  // An interval that holds zero but no worthwhile effect has seen enough to say: nothing that matters.
  if (best < worthwhile(kind, rule)) return { verdict: 'no_effect', reasons }
  return { verdict: 'inconclusive', reasons: ['interval_crosses_zero'] }
}
