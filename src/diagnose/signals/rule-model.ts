import { z } from 'zod'
import { optionalText } from '../../platform/http/input.ts'
import { ruleFields, ruleKey, ruleNumber } from '../../platform/http/rule-input.ts'

/** What decides whether a month is out of the ordinary, in the order in which the page tells it. */
export const RULE_KEYS = [
  'shift',
  'trend',
  'run_sigma',
  'baseline_months',
  'baseline_lag',
  'baseline_least',
  'minimum_answers',
  'minimum_complaints',
  'episode_gap',
  'low_share',
  'low_months',
  'low_answers',
] as const
export type RuleKey = (typeof RULE_KEYS)[number]

/** The numbers that hold together; `low_share` is in percent. */
export type ChartRule = Readonly<Record<RuleKey, number>>

export const ChartRule: z.ZodType<ChartRule> = z.record(z.enum(RULE_KEYS), z.number())

/** Least and most. Beneath five answers or complaints a month would tell of single people. */
const BOUNDS: Readonly<Record<RuleKey, readonly [least: number, most: number]>> = {
  shift: [5, 20],
  trend: [4, 20],
  run_sigma: [0, 10],
  baseline_months: [3, 24],
  baseline_lag: [0, 6],
  baseline_least: [3, 24],
  minimum_answers: [5, 1000],
  minimum_complaints: [5, 1000],
  episode_gap: [0, 24],
  low_share: [1, 99],
  low_months: [1, 12],
  low_answers: [10, 1000],
}

export type RuleProblem =
  | { why: 'bounds'; least: number; most: number }
  | { why: 'whole' }
  /** The baseline would have to be longer than it may be. */
  | { why: 'baseline'; months: number }

/** What is wrong with this number beside the others; undefined: nothing. */
export function ruleProblem(rule: ChartRule, key: RuleKey, value: number): RuleProblem | undefined {
  const [least, most] = BOUNDS[key]
  if (!(value >= least && value <= most)) return { why: 'bounds', least, most }
  if (key !== 'run_sigma' && key !== 'low_share' && !Number.isInteger(value)) return { why: 'whole' }
  const next = { ...rule, [key]: value }
  if (next.baseline_least > next.baseline_months) return { why: 'baseline', months: next.baseline_months }
  return undefined
}

/** Months a chart looks back: its baseline, what is kept out of it, and the longest run. */
export function windowMonths(rule: ChartRule): number {
  return Math.max(24, rule.baseline_months + rule.baseline_lag + Math.max(rule.shift, rule.trend))
}

/** A month ('YYYY-MM') is judged by what holds on its last day. */
export function ruleDay(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`
}

export const NewRule = z.object({ key: ruleKey(RULE_KEYS), value: ruleNumber, ...ruleFields })

/** A number to look at before it is set. */
export const Trial = z.object({ coba: z.enum(RULE_KEYS).optional().catch(undefined), nilai: optionalText(12) })
