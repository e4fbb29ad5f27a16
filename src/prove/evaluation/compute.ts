import { createHash } from 'node:crypto'
import { programCompletions, programScores } from '../../develop/learning/index.ts'
import { type Design, findProgram, listPrograms, type Program } from '../../develop/programs/index.ts'
import { findNeed } from '../../diagnose/needs/index.ts'
import {
  addMonths,
  findSignal,
  lastCompleteMonth,
  listElementThemes,
  monthRange,
  oneSeries,
  primaryThemes,
  ruleDay,
  type SignalRow,
} from '../../diagnose/signals/index.ts'
import { monthlyComplaints } from '../../listen/complaints/index.ts'
import { monthlySkm, skmFactor } from '../../listen/surveys/index.ts'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { ratingMean } from '../../platform/statistics/index.ts'
import { type Card, costPerPoint, indicatorResult, type Outcome } from './card.ts'
import { programDuration } from './duration.ts'
import { type EffectInput, type EvaluationRule, estimateEffect, type OutcomeKind, type UnitMonths } from './effect.ts'
import { extremeMonth, judge, judgeSelection, type Selection } from './judgment.ts'
import { type LearningTarget, learningResult } from './learning.ts'
import { complaintMonths, monthRows, periods, rollUp, sinceState, skmMonths } from './panel.ts'
import { insertResult, institutionUnits, listMeasurements, unitParents } from './queries.ts'
import { getRule } from './rule-queries.ts'

type Computing = Scope<'evaluation.compute'>
type World = { db: Db; scope: Computing; program: Program; rule: EvaluationRule; lastComplete: string }

/** Comparison units may lie outside one person's reach: of them only sums per month are read. */
export async function wholeInstitution(db: Db, scope: Scope): Promise<Computing> {
  const { units } = await institutionUnits(db, scope)
  return systemScope(
    'evaluation.compute',
    'comparison units lie outside the reach of one person',
    scope.institution,
    units,
  )
}

/** Computes one program and keeps the snapshot if anything changed; undefined when the program is not within reach. */
export async function evaluate(
  db: Db,
  scope: Computing,
  now: Date,
  programId: string,
): Promise<{ result: Card; isNew: boolean } | undefined> {
  const program = await findProgram(db, scope, programId)
  if (!program) return undefined
  const { timeZone } = await institutionUnits(db, scope)
  const today = localDate(now, timeZone)
  const rule = await getRule(db, scope, today)
  const lastComplete = lastCompleteMonth(today)
  const card = await computeCard({ db, scope, program, rule, lastComplete })
  const judgment = card.primary?.judgment
  const isNew = await insertResult(db, scope, now, {
    program_id: program.id,
    unit_id: program.unit_ids[0]!,
    data_through: `${lastComplete}-01`,
    rule_version: rule.version,
    inputs_hash: createHash('sha256').update(JSON.stringify(card)).digest('hex'),
    verdict: judgment?.verdict ?? 'inconclusive',
    grade: judgment?.grade ?? 'weak',
    card,
  })
  return { result: card, isNew }
}

/** Every program that has started; returns how many results changed. */
export async function evaluateAll(db: Db, scope: Computing, now: Date): Promise<{ computed: number; changed: number }> {
  let computed = 0
  let changed = 0
  for (let before: string | undefined; ; ) {
    const page = await listPrograms(db, scope, { before })
    for (const row of page.slice(0, 30)) {
      if (row.status === 'draft' || row.status === 'approved') continue
      const outcome = await evaluate(db, scope, now, row.id)
      computed++
      if (outcome?.isNew) changed++
    }
    const last = page[29]
    if (page.length <= 30 || !last) return { computed, changed }
    before = `${last.starts_on}_${last.id}`
  }
}

async function computeCard(world: World): Promise<Card> {
  const { db, scope, program, rule } = world
  const signal = await signalOf(world)
  const design = program.design
  const primary = design && (await outcomeOf(world, design, design.outcome_kind, design.outcome_key, signal))
  const other = design && (await secondaryKey(world, design))
  const secondary = design && other && (await outcomeOf(world, design, other.kind, other.key, signal))
  const scores = await programScores(db, scope, program.id)
  const learning = learningResult(
    scores.map((score) => ({ pre: percent(score.pre, score.max), post: percent(score.post, score.max) })),
    100,
    learningTarget(program),
    rule.leastGroup,
  )
  const duration = await programDuration(db, scope, program, lastDay(world.lastComplete))
  const completion = await programCompletions(db, scope, program.id)
  const recorded = await listMeasurements(db, scope, program.id)
  const factor = await skmFactor(db, scope, lastDay(world.lastComplete))
  const total = program.budget.reduce((sum, line) => sum + line.quantity * line.unit_cost, 0)
  const people = completion.enrolled > 0 ? completion.enrolled : null
  const { id, title, starts_on, ends_on, need_id, method_code, status } = program
  return {
    program: { id, title, starts_on, ends_on, need_id, method_code, status },
    units: program.units.map((unit) => unit.name),
    comparison: design?.comparison.map((unit) => unit.name) ?? [],
    signal: signal?.id ?? null,
    rule,
    primary: primary ?? null,
    secondary: secondary ?? null,
    learning: learning ?? null,
    duration: duration ?? null,
    completion: completion.enrolled > 0 ? completion : null,
    indicators: program.indicators.map((one) =>
      indicatorResult(one, learning, [primary ?? undefined, secondary ?? undefined], recorded, factor),
    ),
    cost: {
      total,
      perParticipant: people === null ? null : Math.round(total / people),
      perPoint: costPerPoint(total, primary ?? undefined, factor),
    },
  }
}

function lastDay(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10)
}

function percent(value: number | null, max: number): number | null {
  return value === null || max === 0 ? null : (value / max) * 100
}

function learningTarget(program: Program): LearningTarget | undefined {
  const indicator = program.indicators.find((one) => one.level === 'learning' && one.direction === 'up')
  if (!indicator) return undefined
  const scale = indicator.scale_max === null ? 100 : Number(indicator.scale_max)
  const target = Number(indicator.target)
  return { kind: indicator.target_kind, target: indicator.target_kind === 'points' ? (target / scale) * 100 : target }
}

async function signalOf({ db, scope, program }: World): Promise<SignalRow | undefined> {
  const need = program.need_id === null ? undefined : await findNeed(db, scope, program.need_id)
  return need?.signal_id ? findSignal(db, scope, need.signal_id) : undefined
}

async function outcomeOf(
  world: World,
  design: Design,
  kind: OutcomeKind,
  key: string,
  signal: SignalRow | undefined,
): Promise<Outcome> {
  const { program, rule, lastComplete } = world
  const from = earlier(design.baseline_from.slice(0, 7), addMonths(program.starts_on.slice(0, 7), -12))
  const last = earlier(design.follow_to.slice(0, 7), lastComplete)
  const { months, unitMonths } = await unitMonthsOf(world, kind, key, { from, to: [from, last].sort()[1]! })
  const agreed = periods(
    months,
    { from: design.baseline_from, to: design.baseline_to },
    { from: design.follow_from, to: design.follow_to },
    lastComplete,
  )
  const treated = program.units.map((unit) => ({
    ...unitMonths(unit.id),
    starts: unit.starts_on === null ? undefined : monthsUpTo(months, unit.starts_on),
  }))
  const selection: Selection = signal
    ? await selectionOf(world, signal)
    : selectionWithoutSignal(treated, months, agreed.before, rule)
  const { before, narrowed } = sinceState(agreed.before, months, stateSince(world, signal, selection), rule.leastMonths)
  const input: EffectInput = {
    kind,
    design: design.kind,
    months,
    before,
    after: agreed.after,
    treated,
    comparison: program.comparison_unit_ids.map(unitMonths),
  }
  const effect = estimateEffect(input, rule)
  return {
    kind,
    key,
    design: design.kind,
    months: monthRows(kind, input, rule.leastGroup),
    before: input.before.map((at) => months[at]!),
    narrowed,
    after: input.after.map((at) => months[at]!),
    effect,
    selection,
    judgment: judge(effect, design.kind, kind, selection, rule),
  }
}

/** How many months have begun by this date: the position of the first month after it. */
function monthsUpTo(months: readonly string[], date: string): number {
  return months.filter((month) => month <= date.slice(0, 7)).length
}

/**
 * Months of units with everything beneath them: services may hang on a section of the office that is trained. They begin
 * where the institution's data begin, because a month before the first complaint was recorded is unknown, not zero.
 */
async function unitMonthsOf(
  { db, scope, program }: World,
  kind: OutcomeKind,
  key: string,
  window: { from: string; to: string },
): Promise<{ months: string[]; unitMonths: (unit: string) => UnitMonths }> {
  const parents = await unitParents(db, scope)
  const wanted = new Set([...program.unit_ids, ...program.comparison_unit_ids])
  const since = (rows: readonly { month: string }[]) =>
    monthRange(
      rows.reduce((first, { month }) => earlier(first, month), window.to),
      window.to,
    )
  if (kind === 'skm') {
    const rows = await monthlySkm(db, scope, window)
    const [months, rolled] = [since(rows), rollUp(rows, parents, wanted)]
    return { months, unitMonths: (unit) => skmMonths(rolled, unit, key, months) }
  }
  const rows = await monthlyComplaints(db, scope, window)
  const [months, rolled] = [since(rows), rollUp(rows, parents, wanted)]
  return { months, unitMonths: (unit) => complaintMonths(rolled, unit, key, months) }
}

/**
 * First month of the lasting state a program answers to: where the signal's run began, and in any case the months by which
 * the selection was judged to be lasting, because few answers show a run late.
 */
function stateSince({ program, rule }: World, signal: SignalRow | undefined, selection: Selection): string | undefined {
  if (selection.state !== 'lasting') return undefined
  const judged = addMonths(program.starts_on.slice(0, 7), -rule.selectionMonths)
  return signal ? earlier(signal.first_month, judged) : judged
}

function earlier(a: string, b: string): string {
  return [a, b].sort()[0]!
}

/** Was the unit picked for one bad month? Judged on the very series that raised the signal. */
async function selectionOf({ db, scope, program, rule }: World, signal: SignalRow): Promise<Selection> {
  if (!program.unit_ids.includes(signal.unit_id)) return { state: 'none' }
  const start = program.starts_on.slice(0, 7)
  const window = { from: addMonths(start, -rule.selectionMonths), to: addMonths(start, -1) }
  const series = await oneSeries(db, scope, window, signal)
  if (!series) return { state: 'unknown' }
  const before = series.months.map((month, at) => ({
    month,
    value:
      series.kind === 'count'
        ? series.counts[at]!
        : series.ratings[at]!.n >= rule.leastGroup
          ? ratingMean(series.ratings[at]!)
          : undefined,
  }))
  const { value, center } = signal.evidence
  return judgeSelection({ deviation: value - center, center, month: signal.month }, before, rule)
}

/** Nobody recorded a signal, but one month may still have been the reason; looked for where one unit is treated. */
function selectionWithoutSignal(
  treated: readonly UnitMonths[],
  months: readonly string[],
  before: readonly number[],
  rule: EvaluationRule,
): Selection {
  const unit = treated[0]
  if (treated.length !== 1 || !unit) return { state: 'none' }
  const extreme = extremeMonth(unit, months, before, rule)
  const values = before.map((at) => ({
    month: months[at]!,
    value: unit.ratings
      ? unit.ratings[at]!.n >= rule.leastGroup
        ? ratingMean(unit.ratings[at]!)
        : undefined
      : unit.counts![at],
  }))
  return judgeSelection(extreme, values, rule)
}

/** The other voice on the same theme: complaints beside an SKM element, an element beside complaints. */
async function secondaryKey(
  { db, scope, lastComplete }: World,
  design: Design,
): Promise<{ kind: OutcomeKind; key: string } | undefined> {
  const themes = primaryThemes(await listElementThemes(db, scope, ruleDay(lastComplete)))
  if (design.outcome_kind === 'skm') {
    const key = design.outcome_key === 'index' ? 'all' : themes.get(design.outcome_key)
    return key === undefined ? undefined : { kind: 'complaints', key }
  }
  if (design.outcome_key === 'all') return { kind: 'skm', key: 'index' }
  const element = [...themes].find(([, theme]) => theme === design.outcome_key)?.[0]
  return element === undefined ? undefined : { kind: 'skm', key: element }
}
