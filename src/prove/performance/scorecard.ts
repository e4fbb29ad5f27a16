import { beneathEach } from '../../core/organization/index.ts'
import { type Budgeted, listBudgeted } from '../../develop/programs/index.ts'
import { transactionMonths, type UnitMonth } from '../../listen/services/index.ts'
import { answerWaits, RULE_VERSION as WAIT_RULE, type WaitRow } from '../../listen/statistics/index.ts'
import { type SkmResult, skmOfUnits } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { monthsOf, type Period, trendOf } from './period.ts'
import {
  type IndicatorRow,
  listIndicators,
  listObserved,
  listTemplates,
  listTree,
  listVerified,
  type ObservedMonth,
  type Template,
  type UnitRow,
  type Verified,
} from './queries.ts'
import { getRule } from './rules.ts'
import {
  budgetEfficiency,
  type Computed,
  change,
  type Figure,
  judge,
  medianHours,
  nothing,
  resolution,
  SCALES,
  type Scale,
  type Spent,
  shareFigure,
  type Verdict,
  withinDay,
} from './score.ts'

type Clock = { now: Date; today: string }

/** Everything the figures of some units are computed from, over the months of a trend. */
export type Facts = {
  asOf: Date | undefined
  least: number
  today: string
  tree: readonly UnitRow[]
  /** A unit and all beneath it. */
  circle: (unitId: string) => ReadonlySet<string>
  templates: readonly Template[]
  indicators: ReadonlyMap<string, readonly IndicatorRow[]>
  waits: Keyed<WaitRow>
  given: Keyed<UnitMonth>
  observed: Keyed<ObservedMonth>
  /** By the indicator or program, oldest first. */
  verified: Keyed<Verified>
  programs: readonly Budgeted[]
  skm: (units: readonly string[], period: Period) => SkmResult
}
type Keyed<Row> = ReadonlyMap<string, readonly Row[]>

function byUnitAndMonth<Row extends { unit_id: string; month: string }>(rows: readonly Row[]): Keyed<Row> {
  return Map.groupBy(rows, (row) => `${row.unit_id} ${row.month}`)
}

/**
 * Reads what the scorecards of these units need, each with all beneath it. The caller has checked that they may be read.
 */
export async function loadFacts(
  db: Db,
  scope: Scope,
  clock: Clock,
  roots: readonly string[],
  period: Period,
): Promise<Facts> {
  const span = { from: trendOf(period)[0]!.from, to: period.to }
  const tree = await listTree(db, scope)
  const circle = beneathEach(tree)
  const places = placesOf(circle, roots)
  const units = [...places.keys()]
  const waits = await answerWaits(db, scope, { ...span, by: period.kind, places })
  return {
    asOf: waits?.asOf,
    least: (await getRule(db, scope, 'small_number', clock.today)).value,
    today: clock.today,
    tree,
    circle,
    templates: await listTemplates(db, scope),
    indicators: Map.groupBy(await listIndicators(db, scope, units), (row) => row.unit_id),
    waits: byUnitAndMonth(waits?.rows ?? []),
    given: byUnitAndMonth(await transactionMonths(db, scope, { ...span, units, now: clock.now })),
    observed: byUnitAndMonth(await listObserved(db, scope, { units, ...span })),
    verified: Map.groupBy(
      await listVerified(db, scope, { units, ...span }),
      (row) => row.indicator_id ?? row.program_id!,
    ),
    programs: await listBudgeted(db, scope, units),
    skm: await skmOfUnits(db, scope, { ...span, by: period.kind, places }),
  }
}

/** Each unit beneath the roots with the nearest root above it: nobody asks for a smaller part than a root. */
function placesOf(circle: Facts['circle'], roots: readonly string[]): Map<string, string> {
  const circles = roots.map((root) => ({ root, units: circle(root) }))
  // The wider circle first, so that the nearer root has the last word.
  circles.sort((one, other) => other.units.size - one.units.size)
  return new Map(circles.flatMap(({ root, units }) => [...units].map((unit) => [unit, root] as const)))
}

function pick<Row>(rows: Keyed<Row>, units: readonly string[], period: Period): Row[] {
  const months = monthsOf(period)
  return units.flatMap((unit) => months.flatMap((month) => rows.get(`${unit} ${month}`) ?? []))
}

/** A computed indicator of some units together, in one period. */
export function computeFigure(facts: Facts, code: Computed, units: readonly string[], period: Period): Figure {
  const { least } = facts
  if (code === 'question_hours' || code === 'resolution' || code === 'within_day') {
    if (!facts.asOf) return nothing('none')
    const waits = pick(facts.waits, units, period)
    if (code === 'resolution') return resolution(waits, least)
    if (code === 'within_day') return withinDay(waits, least)
    return medianHours(
      waits.filter((row) => row.question),
      least,
    )
  }
  if (code === 'skm') return skmFigure(facts.skm(units, period))
  if (code === 'sop') {
    const rows = pick(facts.observed, units, period)
    const cases = rows.reduce((total, row) => total + row.cases, 0)
    const [met, assessed] = [add(rows, 'met'), add(rows, 'assessed')]
    if (cases > 0 && cases < least) return nothing('few', cases)
    return shareFigure(met, assessed, least, [
      { key: 'cases', value: cases },
      { key: 'met', value: met },
      { key: 'assessed', value: assessed },
    ])
  }
  if (code === 'budget') return budgetEfficiency(spentOf(facts, units, period))
  const rows = pick(facts.given, units, period)
  const sum = (name: 'ended' | 'completed' | 'digital' | 'promised' | 'on_time' | 'overdue') => add(rows, name)
  const input = (key: 'ended' | 'completed' | 'digital' | 'promised' | 'on_time' | 'overdue') => ({
    key,
    value: sum(key),
  })
  if (code === 'digital') return shareFigure(sum('digital'), sum('ended'), least, [input('digital'), input('ended')])
  if (code === 'on_time')
    return shareFigure(sum('on_time'), sum('promised') + sum('overdue'), least, [
      input('on_time'),
      input('promised'),
      input('overdue'),
    ])
  return shareFigure(sum('completed'), sum('ended') + sum('overdue'), least, [
    input('completed'),
    input('ended'),
    input('overdue'),
  ])
}

function add<Key extends string>(rows: readonly Record<Key, number>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0)
}

function skmFigure(result: SkmResult): Figure {
  const inputs = [{ key: 'respondents' as const, value: result.n }]
  if (result.index === null) return nothing(result.n === 0 ? 'none' : 'few', result.n)
  const interval = result.interval ? { low: result.interval.low, high: result.interval.high } : undefined
  return { value: Number(result.index), interval, n: result.n, missing: null, inputs }
}

/** What each program that treats one of the units had spent by the end of the period, where that was told in it. */
export function spentOf(facts: Facts, units: readonly string[], period: Period): (Spent & { program: string })[] {
  const here = new Set(units)
  return facts.programs.flatMap((program) => {
    if (!program.unit_ids.some((unit) => here.has(unit))) return []
    const told = facts.verified.get(program.id)?.findLast((row) => row.month <= period.to)
    if (!told || told.month < period.from || told.hits === null || told.total === null) return []
    return [
      { program: program.id, planned: program.budget, realized: told.value, reached: told.hits, wanted: told.total },
    ]
  })
}

/** The newest verified value of a recorded indicator in the period; a share where it was told as so many of so many. */
export function recordedFigure(facts: Facts, indicator: string, period: Period): Figure {
  const told = facts.verified.get(indicator)?.findLast((row) => row.month <= period.to && row.month >= period.from)
  if (!told) return nothing('unmeasured')
  if (told.hits === null || told.total === null)
    return { value: told.value, interval: undefined, n: 1, missing: null, inputs: [] }
  const share = shareFigure(told.hits, told.total, facts.least, [
    { key: 'met', value: told.hits },
    { key: 'assessed', value: told.total },
  ])
  return { ...share, value: share.value === null ? null : told.value, interval: percent(share.interval) }
}

function percent(interval: Figure['interval']): Figure['interval'] {
  return interval && { low: interval.low * 100, high: interval.high * 100 }
}

export type Line = {
  /** The template's code, or the recorded indicator's id. */
  key: string
  template: Template
  indicator: IndicatorRow | undefined
  scale: Scale
  figure: Figure
  /** One for each period of the trend, this one last. */
  trend: readonly Figure[]
  target: number | undefined
  verdict: Verdict
  change: 'better' | 'worse' | 'same'
  /** Of the formula and what it counts. */
  ruleVersion: string
}
export type Scorecard = { unit: UnitRow; period: Period; periods: readonly Period[]; lines: readonly Line[] }

/** What a scorecard shows: each computed template, and of the recorded ones those the unit has promised. */
export function scorecardOf(facts: Facts, unitId: string, period: Period, periods = trendOf(period)): Scorecard {
  const unit = facts.tree.find((one) => one.id === unitId)
  if (!unit) throw new Error(`no unit ${unitId}`)
  const units = [...facts.circle(unitId)]
  const own = facts.indicators.get(unitId) ?? []
  const lines = facts.templates.flatMap((template) => {
    const promised = own.filter((one) => one.template_code === template.code)
    if (template.recorded)
      return promised.map((indicator) =>
        lineOf(facts, template, indicator, (one) => recordedFigure(facts, indicator.id, one), periods),
      )
    const code = template.code as Computed
    return [lineOf(facts, template, promised[0], (one) => computeFigure(facts, code, units, one), periods)]
  })
  return { unit, period, periods, lines }
}

/** What is open counts as not yet; the open of earlier periods have been answered or completed since, late or not. */
const RIPENS: readonly string[] = ['resolution', 'task_done']

/** While a period runs, its share lies below that of an ended one. */
function ripe(facts: Facts, template: Template, period: Period): boolean {
  return !RIPENS.includes(template.code) || period.to < facts.today.slice(0, 7)
}

function lineOf(
  facts: Facts,
  template: Template,
  indicator: IndicatorRow | undefined,
  figureOf: (period: Period) => Figure,
  periods: readonly Period[],
): Line {
  const trend = periods.map(figureOf)
  const figure = trend.at(-1)!
  const scale = template.recorded ? 'plain' : SCALES[template.code as Computed]
  const target = indicator && (scale === 'share' ? indicator.target_value / 100 : indicator.target_value)
  const direction = indicator?.direction ?? template.direction
  const wanted =
    indicator && target !== undefined ? { value: target, direction, due: facts.today > indicator.due_on } : undefined
  const version = template.formula === 'skm' ? 'skm' : template.formula
  const counted = template.code.match(/^(question_hours|resolution|within_day)$/) ? ` · ${WAIT_RULE}` : ''
  return {
    key: template.recorded && indicator ? indicator.id : template.code,
    template,
    indicator,
    scale,
    figure,
    trend,
    target,
    verdict: judge(figure, wanted),
    change: ripe(facts, template, periods.at(-1)!) ? change(figure, trend.at(-2), direction) : 'same',
    ruleVersion: version + counted,
  }
}
