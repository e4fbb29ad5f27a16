import type { Indicator, Program } from '../../develop/programs/index.ts'
import type { Text } from '../../platform/i18n.ts'
import type { ProgramDuration } from './duration.ts'
import type { DesignKind, Effect, EvaluationRule, OutcomeKind } from './effect.ts'
import type { Judgment, Selection } from './judgment.ts'
import type { LearningResult } from './learning.ts'
import type { MonthRow } from './panel.ts'

export type Outcome = {
  readonly kind: OutcomeKind
  /** SKM element or 'index'; theme or 'all'. */
  readonly key: string
  /** What the element was called in the last month of the figures; put in when a card is read, never kept with it. */
  readonly element?: Text
  readonly design: DesignKind
  readonly months: readonly MonthRow[]
  readonly before: readonly string[]
  /** True where the agreed baseline was cut to the months since the signal. */
  readonly narrowed: boolean
  readonly after: readonly string[]
  readonly effect: Effect
  readonly selection: Selection
  readonly judgment: Judgment
}

export type IndicatorResult = {
  readonly id: string
  readonly name: string
  readonly level: Indicator['level']
  readonly measure: string
  readonly direction: Indicator['direction']
  readonly baseline: number
  readonly target_kind: Indicator['target_kind']
  readonly target: number
  readonly target_value: number
  readonly source: string
  readonly due_on: string
  readonly actual: number | null
  /** Where the actual value comes from. */
  readonly origin: 'tests' | 'outcome' | 'recorded' | null
  readonly measured_on: string | null
}

/** Everything the result card shows, as computed and stored. */
export type Card = {
  readonly program: Pick<Program, 'id' | 'title' | 'starts_on' | 'ends_on' | 'need_id' | 'method_code' | 'status'>
  readonly units: readonly string[]
  readonly comparison: readonly string[]
  readonly signal: string | null
  readonly rule: EvaluationRule
  readonly primary: Outcome | null
  readonly secondary: Outcome | null
  readonly learning: LearningResult | null
  readonly duration: ProgramDuration | null
  readonly completion: { enrolled: number; completed: number; jp: number } | null
  readonly indicators: readonly IndicatorResult[]
  readonly cost: { total: number; perParticipant: number | null; perPoint: number | null }
}

type Recorded = { indicator_id: string; value: string; measured_on: string }

/** The kinds of data that measure themselves; everything else waits for a value that somebody records. */
function measures(indicator: Indicator): OutcomeKind | 'tests' | undefined {
  const text = `${indicator.name} ${indicator.source} ${indicator.measure}`.toLowerCase()
  if (indicator.level === 'learning' && /\btes\b|test|skor|ujian/.test(text)) return 'tests'
  if (indicator.level !== 'result') return undefined
  if (/\bskm\b|survei kepuasan|satisfaction/.test(text)) return 'skm'
  return /pengaduan|keluhan|laporan|complaint/.test(text) ? 'complaints' : undefined
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** Value after the program in the outcome's own unit, from the treated units. */
function levelAfter(outcome: Outcome): number | undefined {
  if (outcome.effect.state !== 'estimated') return undefined
  return outcome.effect.value.treatedAfter
}

export function indicatorResult(
  indicator: Indicator,
  learning: LearningResult | undefined,
  outcomes: readonly (Outcome | undefined)[],
  recorded: readonly Recorded[],
  /** What makes the index of an average of 1 to 4. */
  skmFactor: number,
): IndicatorResult {
  const scaleMax = indicator.scale_max === null ? undefined : Number(indicator.scale_max)
  const base = {
    id: indicator.id,
    name: indicator.name,
    level: indicator.level,
    measure: indicator.measure,
    direction: indicator.direction,
    baseline: Number(indicator.baseline),
    target_kind: indicator.target_kind,
    target: Number(indicator.target),
    target_value: Number(indicator.target_value),
    source: indicator.source,
    due_on: indicator.due_on,
  }
  const own = recorded.find((one) => one.indicator_id === indicator.id)
  if (own) return { ...base, actual: Number(own.value), origin: 'recorded', measured_on: own.measured_on }
  const kind = measures(indicator)
  if (kind === 'tests' && learning) {
    const actual = (learning.paired.postMean / learning.max) * (scaleMax ?? learning.max)
    return { ...base, actual: round(actual), origin: 'tests', measured_on: null }
  }
  const outcome = outcomes.find((one) => one !== undefined && one.kind === kind)
  const after = outcome && levelAfter(outcome)
  if (after === undefined) return { ...base, actual: null, origin: null, measured_on: null }
  // An SKM value is written on 1 to 4 or as the index.
  const actual = kind === 'skm' && (scaleMax === undefined || scaleMax > 4) ? after * skmFactor : after
  return { ...base, actual: round(actual), origin: 'outcome', measured_on: null }
}

/** Undefined while nothing is measured. */
export function reached(indicator: IndicatorResult): boolean | undefined {
  if (indicator.actual === null) return undefined
  return indicator.direction === 'up'
    ? indicator.actual >= indicator.target_value
    : indicator.actual <= indicator.target_value
}

/**
 * Rupiah per index point (SKM) or per complaint a month less; null unless the effect is credible, because a
 * price for something that may not have happened misleads.
 */
export function costPerPoint(total: number, outcome: Outcome | undefined, skmFactor: number): number | null {
  if (!outcome?.judgment.credible || outcome.effect.state !== 'estimated') return null
  const { estimate, treatedBefore } = outcome.effect.value
  const amount = outcome.kind === 'skm' ? estimate * skmFactor : treatedBefore * (1 - Math.exp(estimate))
  return amount > 0 ? Math.round(total / amount) : null
}
