import { z } from 'zod'
import { ruleFields, ruleKey, ruleNumber } from '../../platform/http/rule-input.ts'

/** What decides how results are judged, in the order in which the page tells it. */
export const RULE_KEYS = [
  'confidence',
  'worthwhile_skm',
  'worthwhile_complaints',
  'least_months',
  'least_answers',
  'least_complaints',
  'least_comparison',
  'advised_comparison',
  'selection_months',
  'selection_share',
  'selection_sigma',
  'least_group',
] as const
export type RuleKey = (typeof RULE_KEYS)[number]

/** Least, most, and whether only whole numbers; fewer than five people would be told apart. */
const BOUNDS: Readonly<Record<RuleKey, readonly [least: number, most: number, whole: boolean]>> = {
  confidence: [80, 99.9, false],
  worthwhile_skm: [0.01, 3, false],
  worthwhile_complaints: [1, 90, false],
  least_months: [2, 24, true],
  least_answers: [5, 1000, true],
  least_complaints: [1, 1000, true],
  least_comparison: [2, 100, true],
  advised_comparison: [2, 100, true],
  selection_months: [1, 24, true],
  selection_share: [0, 100, false],
  selection_sigma: [0, 10, false],
  least_group: [5, 100, true],
}

export type RuleProblem = { why: 'bounds'; least: number; most: number } | { why: 'whole' } | { why: 'advised' }

/** What is wrong with this number beside the others; undefined: nothing. */
export function ruleProblem(
  rules: Readonly<Record<RuleKey, number>>,
  key: RuleKey,
  value: number,
): RuleProblem | undefined {
  const [least, most, whole] = BOUNDS[key]
  if (!(value >= least && value <= most)) return { why: 'bounds', least, most }
  if (whole && !Number.isInteger(value)) return { why: 'whole' }
  const next = { ...rules, [key]: value }
  return next.advised_comparison < next.least_comparison ? { why: 'advised' } : undefined
}

export const NewRule = z.object({ key: ruleKey(RULE_KEYS), value: ruleNumber, ...ruleFields })
