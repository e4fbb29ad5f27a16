import type { Limits } from './chart.ts'

export type Side = 'high' | 'low'
type RuleId = 'beyond' | 'shift' | 'trend'

/** Rule set of a chart. The length of a run differs between textbooks (8 or 9), so it is stated with every signal. */
export type RuleSet = {
  /** Points on one side of the center that make a shift. */
  readonly shift: number
  /** Points each further than the last that make a trend. */
  readonly trend: number
  /**
   * A run also has to lie this many sigmas of its own mean from the center. With a center estimated from few months a
   * bare run of eight alarms in some 5 of 100 calm series; this keeps all rules together below that.
   */
  readonly runSigma: number
}

export const RULES_2026: RuleSet = { shift: 8, trend: 6, runSigma: 3 }

export type ChartPoint = { readonly value: number; readonly limits: Limits }
export type Finding = { readonly rule: RuleId; readonly side: Side; readonly from: number; readonly to: number }

function sideOf({ value, limits }: ChartPoint): Side | undefined {
  if (value > limits.center) return 'high'
  return value < limits.center ? 'low' : undefined
}

function farEnough(points: readonly ChartPoint[], runSigma: number): boolean {
  let distance = 0
  let spread = 0
  for (const { value, limits } of points) {
    distance += value - limits.center
    spread += limits.sigma ** 2
  }
  return Math.abs(distance) >= runSigma * Math.sqrt(spread)
}

/**
 * Findings whose last point is `at`: 1 point beyond 3 sigma; `shift` points in a row on one side; `trend` points in a
 * row each higher (or lower) than the one before. Points without data must be left out beforehand.
 */
export function findingsAt(points: readonly ChartPoint[], at: number, rules: RuleSet): Finding[] {
  const point = points[at]
  if (!point) return []
  const findings: Finding[] = []
  if (point.value > point.limits.upper) findings.push({ rule: 'beyond', side: 'high', from: at, to: at })
  if (point.value < point.limits.lower) findings.push({ rule: 'beyond', side: 'low', from: at, to: at })

  const side = sideOf(point)
  const shift = points.slice(Math.max(0, at - rules.shift + 1), at + 1)
  if (
    side &&
    shift.length === rules.shift &&
    shift.every((p) => sideOf(p) === side) &&
    farEnough(shift, rules.runSigma)
  ) {
    findings.push({ rule: 'shift', side, from: at - rules.shift + 1, to: at })
  }

  const trend = points.slice(Math.max(0, at - rules.trend + 1), at + 1)
  if (trend.length === rules.trend && farEnough(trend, rules.runSigma)) {
    const steps = trend.slice(1).map((p, i) => Math.sign(p.value - trend[i]!.value))
    const from = at - rules.trend + 1
    if (steps.every((step) => step > 0) && side === 'high') findings.push({ rule: 'trend', side, from, to: at })
    if (steps.every((step) => step < 0) && side === 'low') findings.push({ rule: 'trend', side, from, to: at })
  }
  return findings
}

/**
 * Months that say what is ordinary when month `at` is tested: from the first `length` months of the series, those that
 * end `lag` months earlier (a shift under way must not widen its own limits) and that no finding has claimed.
 * Undefined below `least` months.
 */
export function baselineFor(
  usable: readonly boolean[],
  at: number,
  window: { readonly length: number; readonly lag: number; readonly least: number },
): number[] | undefined {
  const indexes: number[] = []
  for (let i = 0; i <= at - window.lag - 1 && indexes.length < window.length; i++) if (usable[i]) indexes.push(i)
  return indexes.length >= window.least ? indexes : undefined
}
