import { funnelLimits } from '../../platform/statistics/index.ts'
import { type Period, trendOf } from './period.ts'
import type { UnitRow } from './queries.ts'
import { computeFigure, type Facts, type Line, type Scorecard, scorecardOf } from './scorecard.ts'

/** 95 % and 99.8 %: what a dot has to leave to be looked at. */
export const Z = { usual: 1.96, far: 3.09 } as const
const SMALL_UNITS = ['root', 'division', 'section', 'desk']

/**
 * The units that serve by themselves within reach, each with its divisions and desks; where there are none, the topmost
 * ones of the reach.
 */
export function offices(tree: readonly UnitRow[], reach: readonly string[]): UnitRow[] {
  const held = new Set(reach)
  const mine = tree.filter((unit) => held.has(unit.id))
  const serving = mine.filter((unit) => !SMALL_UNITS.includes(unit.kind))
  if (serving.length > 0) return serving
  return mine.filter((unit) => unit.parent_id === null || !held.has(unit.parent_id))
}

export type Attention = { unit: UnitRow; line: Line; why: 'missed' | 'worse' }
export type FunnelPoint = { unit: UnitRow; n: number; share: number; outside: boolean }
/** What of the units is looked at: those whose name holds the words, so many at a time. */
export type Wanted = { q?: string | undefined; page: number }
export const PAGE = 50
export type Board = {
  period: Period
  /** How many units there are within reach; all figures but the cards are of all of them. */
  units: number
  /** One page of the units of which something is known, in the order of their names. */
  cards: readonly Scorecard[]
  found: number
  page: number
  silent: readonly UnitRow[]
  attention: readonly Attention[]
  missed: number
  worse: number
  targets: number
  waiting: number
  funnel: { center: number; points: readonly FunnelPoint[] } | undefined
  asOf: Date | undefined
}

export function boardOf(facts: Facts, units: readonly UnitRow[], period: Period, wanted: Wanted = { page: 1 }): Board {
  // Of every unit this period and the one before; the past of a whole trend only of those on the page.
  const brief = units.map((unit) => scorecardOf(facts, unit.id, period, trendOf(period).slice(-2)))
  const words = wanted.q?.toLowerCase().split(/\s+/) ?? []
  const matching = brief.filter(({ unit }) => words.every((word) => unit.name.toLowerCase().includes(word)))
  const told = matching.filter(known)
  const page = Math.min(Math.max(1, wanted.page), Math.max(1, Math.ceil(told.length / PAGE)))
  const all = brief.flatMap((card) => card.lines.map((line) => ({ unit: card.unit, line })))
  const attention = all.flatMap(({ unit, line }): Attention[] =>
    line.verdict === 'missed'
      ? [{ unit, line, why: 'missed' }]
      : line.change === 'worse'
        ? [{ unit, line, why: 'worse' }]
        : [],
  )
  const whole = [...new Set(units.flatMap((unit) => [...facts.circle(unit.id)]))]
  const open = computeFigure(facts, 'resolution', whole, period).inputs.find((input) => input.key === 'open')
  return {
    period,
    units: units.length,
    cards: told.slice((page - 1) * PAGE, page * PAGE).map(({ unit }) => scorecardOf(facts, unit.id, period)),
    found: told.length,
    page,
    silent: matching.flatMap((card) => (known(card) ? [] : [card.unit])),
    attention: attention.toSorted((a, b) => a.why.localeCompare(b.why)),
    missed: attention.filter((one) => one.why === 'missed').length,
    worse: attention.filter((one) => one.why === 'worse').length,
    targets: all.filter(({ line }) => line.indicator).length,
    waiting: open?.value ?? 0,
    funnel: funnelOf(facts, brief, whole, period),
    asOf: facts.asOf,
  }
}

function known(card: Scorecard): boolean {
  return card.lines.some((line) => line.trend.some((one) => one.value !== null))
}

/** Each unit's share of answers within a day against how many there were, around the share of all together. */
function funnelOf(
  facts: Facts,
  cards: readonly Scorecard[],
  whole: readonly string[],
  period: Period,
): Board['funnel'] {
  const center = computeFigure(facts, 'within_day', whole, period).value
  if (center === null || cards.length < 3) return undefined
  const points = cards.flatMap((card) => {
    const figure = card.lines.find((line) => line.key === 'within_day')?.figure
    if (!figure || figure.value === null) return []
    const { lower, upper } = funnelLimits(center, figure.n, Z.far)
    const outside = figure.value < lower || figure.value > upper
    return [{ unit: card.unit, n: figure.n, share: figure.value, outside }]
  })
  return points.length < 3 ? undefined : { center, points }
}
