import {
  answeredBy,
  DAY_HOURS,
  hoursOfBin,
  kaplanMeier,
  medianWait,
  type WaitRow,
} from '../../listen/statistics/index.ts'
import { type Interval, wilson } from '../../platform/statistics/index.ts'

export const DIMENSIONS = ['task', 'responsiveness', 'adaptability', 'innovation'] as const
export type Dimension = (typeof DIMENSIONS)[number]
export const COMPUTED = [
  'task_done',
  'skm',
  'budget',
  'question_hours',
  'resolution',
  'within_day',
  'sop',
  'on_time',
  'digital',
] as const
export type Computed = (typeof COMPUTED)[number]
export const RECORDED = ['technology', 'policy', 'innovation'] as const
export type Recorded = (typeof RECORDED)[number]
export type TemplateCode = Computed | Recorded

/** How a value is said: shares run from 0 to 1, all else in its own unit. */
export type Scale = 'share' | 'hours' | 'index' | 'plain'
export const SCALES: Record<Computed, Scale> = {
  task_done: 'share',
  skm: 'index',
  budget: 'share',
  question_hours: 'hours',
  resolution: 'share',
  within_day: 'share',
  sop: 'share',
  on_time: 'share',
  digital: 'share',
}

export type Input = { key: InputKey; value: number }
export type InputKey =
  | 'answered'
  | 'open'
  | 'open_day'
  | 'within'
  | 'censored'
  | 'completed'
  | 'ended'
  | 'overdue'
  | 'promised'
  | 'on_time'
  | 'digital'
  | 'respondents'
  | 'met'
  | 'assessed'
  | 'cases'
  | 'programs'
  | 'planned'
  | 'due'
  | 'spent'

/** `none`: nothing happened; `few`: too few to tell; `open`: too many wait still; `unmeasured`: nobody has recorded it. */
export type Missing = 'none' | 'few' | 'open' | 'unmeasured'
export type Figure = {
  value: number | null
  interval: Interval | undefined
  /** How many cases it rests on. */
  n: number
  missing: Missing | null
  inputs: readonly Input[]
}

export function nothing(missing: Missing, n = 0, inputs: readonly Input[] = []): Figure {
  return { value: null, interval: undefined, n, missing, inputs }
}

/** A share with Wilson's interval. Below `least` cases nothing of it is told, not even the parts. */
export function shareFigure(hits: number, n: number, least: number, inputs: readonly Input[]): Figure {
  if (n === 0) return nothing('none')
  if (n < least) return nothing('few', n)
  return { value: hits / n, interval: wilson(hits, n), n, missing: null, inputs }
}

/** Of those answered and those that have waited a day in vain; who waits less than a day is not decided yet. */
export function withinDay(waits: readonly WaitRow[], least: number): Figure {
  let [within, answered, open, openDay] = [0, 0, 0, 0]
  for (const row of waits) {
    answered += row.answered
    open += row.open
    if (hoursOfBin(row.bin) <= DAY_HOURS) within += row.answered
    if (hoursOfBin(row.bin) >= DAY_HOURS) openDay += row.open
  }
  const censored = answeredBy(curveOf(waits), DAY_HOURS)
  return shareFigure(within, answered + openDay, least, [
    { key: 'within', value: within },
    { key: 'answered', value: answered },
    { key: 'open_day', value: openDay },
    { key: 'open', value: open },
    ...(censored ? [{ key: 'censored' as const, value: censored.share }] : []),
  ])
}

/** Answered so far, of all that were not refused; those still open count as not yet answered. */
export function resolution(waits: readonly WaitRow[], least: number): Figure {
  const [answered, open] = totals(waits)
  return shareFigure(answered, answered + open, least, [
    { key: 'answered', value: answered },
    { key: 'open', value: open },
  ])
}

/** The hours by which half had an answer, by Kaplan–Meier; who waits still is known to have waited at least so long. */
export function medianHours(waits: readonly WaitRow[], least: number): Figure {
  const [answered, open] = totals(waits)
  const n = answered + open
  const inputs: Input[] = [
    { key: 'answered', value: answered },
    { key: 'open', value: open },
  ]
  if (n === 0) return nothing('none')
  if (n < least) return nothing('few', n)
  const curve = curveOf(waits)
  const value = medianWait(curve)
  if (value === undefined) return nothing('open', n, inputs)
  const low = curve.find((step) => step.high >= 0.5)?.at
  const high = curve.find((step) => step.low >= 0.5)?.at
  return {
    value,
    interval: low !== undefined && high !== undefined ? { low, high } : undefined,
    n,
    missing: null,
    inputs,
  }
}

function totals(waits: readonly WaitRow[]): [answered: number, open: number] {
  return waits.reduce(([answered, open], row) => [answered + row.answered, open + row.open], [0, 0])
}

function curveOf(waits: readonly WaitRow[]) {
  const points = new Map<number, { at: number; answered: number; censored: number }>()
  for (const row of waits) {
    const point = points.get(row.bin) ?? { at: hoursOfBin(row.bin), answered: 0, censored: 0 }
    points.set(row.bin, point)
    point.answered += row.answered
    point.censored += row.open
  }
  return kaplanMeier([...points.values()])
}

export type Spent = { planned: number; realized: number; reached: number; wanted: number }

/**
 * (Σ PA·CK − Σ RA) / Σ PA·CK: what the outputs reached should have cost, less what they did cost. PA is the budget, CK
 * the output reached of the output planned, RA what was spent. Below zero where it cost more. In rupiah and in whole
 * parts of the output, so that the sums are exact.
 */
export function budgetEfficiency(lines: readonly Spent[]): Figure {
  if (lines.length === 0) return nothing('none')
  let [due, spent, planned] = [0, 0, 0]
  for (const line of lines) {
    due += (line.planned * line.reached) / line.wanted
    spent += line.realized
    planned += line.planned
  }
  const inputs: Input[] = [
    { key: 'programs', value: lines.length },
    { key: 'planned', value: planned },
    { key: 'due', value: Math.round(due) },
    { key: 'spent', value: spent },
  ]
  // Nothing was reached: there is no cost to compare with.
  if (due <= 0) return nothing('open', lines.length, inputs)
  return { value: (due - spent) / due, interval: undefined, n: lines.length, missing: null, inputs }
}

export type Verdict = 'reached' | 'missed' | 'unclear' | 'pending' | 'none'

/**
 * Whether a figure has reached its target. Only when the whole interval lies on one side of it; until the date by which
 * it was promised, what is not yet reached is pending, not missed.
 */
export function judge(
  figure: Figure,
  target: { value: number; direction: 'up' | 'down'; due: boolean } | undefined,
): Verdict {
  if (!target) return 'none'
  if (figure.value === null) return 'unclear'
  const sign = target.direction === 'up' ? 1 : -1
  const ends = figure.interval ? [figure.interval.low, figure.interval.high] : [figure.value]
  const distances = ends.map((end) => sign * (end - target.value))
  if (distances.every((distance) => distance >= 0)) return 'reached'
  if (distances.every((distance) => distance < 0)) return target.due ? 'missed' : 'pending'
  return 'unclear'
}

/** Whether a figure is worse or better than the one before it, beyond what chance explains: the intervals do not touch. */
export function change(now: Figure, before: Figure | undefined, direction: 'up' | 'down'): 'better' | 'worse' | 'same' {
  if (!before?.interval || !now.interval) return 'same'
  if (now.interval.low > before.interval.high) return direction === 'up' ? 'better' : 'worse'
  if (now.interval.high < before.interval.low) return direction === 'up' ? 'worse' : 'better'
  return 'same'
}
