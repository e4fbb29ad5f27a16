import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { wilson } from '../../platform/statistics/index.ts'
import { type Element, EXTRAS, type Extra } from './model.ts'
import {
  beneath,
  type GroupRow,
  getTally,
  insertPublication,
  listAnsweredUnits,
  listExtraMonths,
  listMonthlyTallies,
  listPlaceTallies,
  listUnits,
  listUnitTallies,
  listUnitTotals,
  type Period,
  sumTallies,
} from './queries.ts'
import { multiply, rational, toFixed } from './rational.ts'
import { getRule, type RuleInForce, weightText } from './rules.ts'
import { computeSkm, emptyTally, lowestElements, type Rule, type SkmResult } from './skm.ts'

export type Month = string

/** The last `count` months up to the one of `date`, oldest first, as 'YYYY-MM'. */
export function monthsUntil(date: string, count: number): Month[] {
  const [year, month] = date.split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year, month - count + index, 1)).toISOString().slice(0, 7),
  )
}

/** All months of a period, oldest first. */
export function monthsOf(period: Period): Month[] {
  const months: Month[] = []
  let month = period.from.slice(0, 7)
  while (month <= period.to.slice(0, 7) && months.length < 240) {
    months.push(month)
    month = monthsUntil(`${month}-01`, 1)[0]!
    const [year, number] = month.split('-').map(Number) as [number, number]
    month = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
  }
  return months
}

/**
 * The index of a unit with all beneath it (or of the whole institution), by the rule in force in the last month.
 * Published by law, so every scope sees it; fewer respondents than the rule's minimum give no figure.
 */
export async function skmResult(
  db: Db,
  scope: Scope,
  wanted: { unitId?: string | undefined; service?: string | undefined; from: string; to: string },
): Promise<SkmResult> {
  const rule = await getRule(db, scope, ruleDate(wanted.to))
  const units = wanted.unitId ? beneath(await listUnits(db, scope), wanted.unitId) : null
  return computeSkm(rule, await getTally(db, scope, { ...wanted, units, rule: rule.code }))
}

/**
 * The same for several groups of units and several periods, read at once: the answer takes a group and a period. All
 * are computed by the rule in force in the last month. `places` says under which unit the answers of each are counted,
 * `by` how long the periods are: who shows many units or months together reads the sums of one.
 */
export async function skmOfUnits(
  db: Db,
  scope: Scope,
  wanted: Period & { places: ReadonlyMap<string, string>; by: 'month' | 'quarter' | 'year' },
): Promise<(units: readonly string[], period: Period) => SkmResult> {
  const rule = await getRule(db, scope, ruleDate(wanted.to))
  const tallies = await listPlaceTallies(db, scope, { ...wanted, rule: rule.code })
  return (units, period) => {
    const months = monthsOf(period)
    const own = units.flatMap((unit) => months.flatMap((month) => tallies.get(`${unit} ${month}`) ?? []))
    return computeSkm(rule, sumTallies(own))
  }
}

/** A month is counted by the rule of its last days. */
export function ruleDate(month: string): string {
  return `${month.slice(0, 7)}-28`
}

export type TrendPoint = {
  month: Month
  n: number
  index: number | null
  low: number | null
  high: number | null
  text: string | null
}

export async function listTrend(
  db: Db,
  scope: Scope,
  rule: RuleInForce,
  wanted: Period & { units: readonly string[] | null; service?: string | undefined },
): Promise<TrendPoint[]> {
  const tallies = await listMonthlyTallies(db, scope, { ...wanted, rule: rule.code })
  return monthsOf(wanted).map((month) => {
    const tally = tallies.get(month)
    return pointOf(month, tally ? computeSkm(rule, tally) : undefined)
  })
}

function pointOf(month: Month, result: SkmResult | undefined): TrendPoint {
  return {
    month,
    n: result?.n ?? 0,
    index: result?.index ? Number(result.index) : null,
    low: result?.interval?.low ?? null,
    high: result?.interval?.high ?? null,
    text: result?.index ?? null,
  }
}

export type UnitIndex = { id: string; name: string; result: SkmResult }

/** Every unit with answers of its own in the period, with its index: published by law, so every scope sees all. */
export async function listUnitIndexes(db: Db, scope: Scope, rule: RuleInForce, period: Period): Promise<UnitIndex[]> {
  const tallies = await listUnitTotals(db, scope, { ...period, units: null, rule: rule.code })
  const units = await listUnits(db, scope)
  const answered = await listAnsweredUnits(db, scope, period)
  return units.flatMap(({ id, name }) => {
    const tally = tallies.get(id)
    return tally || answered.has(id) ? [{ id, name, result: computeSkm(rule, tally ?? emptyTally()) }] : []
  })
}

export type UnitResult = UnitIndex & {
  code: string
  trend: (number | null)[]
  lowest: Element[]
}

/** Every one of these units with answers of its own in the period, with its index and monthly trend. */
export async function listUnitResults(
  db: Db,
  scope: Scope,
  rule: RuleInForce,
  wanted: Period & { units: readonly string[] | null },
): Promise<UnitResult[]> {
  const tallies = await listUnitTallies(db, scope, { ...wanted, rule: rule.code })
  const units = await listUnits(db, scope)
  const months = monthsOf(wanted)
  const within = wanted.units && new Set(wanted.units)
  const answered = await listAnsweredUnits(db, scope, wanted)
  return units.flatMap((unit) => {
    const own = months.map((month) => tallies.get(`${unit.id} ${month}`))
    const known = own.filter((tally) => tally !== undefined)
    if (known.length === 0 && !(answered.has(unit.id) && (within?.has(unit.id) ?? true))) return []
    const result = computeSkm(rule, sumTallies(known))
    return [
      {
        id: unit.id,
        name: unit.name,
        code: unit.code,
        result,
        trend: own.map((tally) => indexOf(rule, tally)),
        lowest: result.index ? [...lowestElements(result, 2)] : [],
      },
    ]
  })
}

function indexOf(rule: Rule, tally: Parameters<typeof computeSkm>[1] | undefined): number | null {
  const index = tally && computeSkm(rule, tally).index
  return index ? Number(index) : null
}

export type Group = { value: string; n: number; index: string | null }

/**
 * The mean of respondents' own means per group, on the scale of the index. A group below the minimum gives no figure;
 * the next smallest are hidden with it until they are enough together, or they could be worked out from the total.
 */
export function groupsOf(rule: Rule, rows: readonly GroupRow[]): Group[] {
  // Of two groups of one size the name decides, not the order in which the database counted them.
  const sorted = rows.toSorted((a, b) => a.n - b.n || (a.value < b.value ? 1 : -1))
  const hidden = new Set(sorted.filter((row) => row.n < rule.minRespondents))
  let together = [...hidden].reduce((sum, row) => sum + row.n, 0)
  for (const row of sorted) {
    if (hidden.size === 0 || (hidden.size > 1 && together >= rule.minRespondents)) break
    if (hidden.has(row)) continue
    hidden.add(row)
    together += row.n
  }
  return rows.map((row) => ({
    value: row.value,
    n: hidden.has(row) ? 0 : row.n,
    index: hidden.has(row)
      ? null
      : toFixed(multiply(rational(BigInt(row.mean_units), BigInt(row.n) * 2520n), rule.factor), rule.indexPlaces),
  }))
}

export type ExtraResult = {
  code: Extra
  n: number
  /** How many gave 1, 2, 3, 4. */
  counts: readonly [number, number, number, number]
  /** Share that gave 3 or 4, with its 95 % Wilson interval; null below the minimum of respondents. */
  good: { share: number; low: number; high: number } | null
  months: { month: string; share: number | null }[]
}

/** Quality of information and trust: shares of good answers, never averaged into the index. */
export async function listExtras(
  db: Db,
  scope: Scope,
  rule: RuleInForce,
  wanted: Period & { units: readonly string[] | null; service?: string | undefined },
): Promise<ExtraResult[]> {
  const rows = await listExtraMonths(db, scope, { ...wanted, rule: rule.code })
  return EXTRAS.map((code) => {
    const own = rows.filter((row) => row.field === code)
    const counts = countsOf(own)
    const n = counts.reduce((sum, count) => sum + count, 0)
    return {
      code,
      n,
      counts,
      good: n < rule.minRespondents ? null : goodShare(counts, n),
      months: monthsOf(wanted).map((month) => {
        const some = countsOf(own.filter((row) => row.month === month))
        const size = some.reduce((sum, count) => sum + count, 0)
        return { month, share: size < rule.minRespondents ? null : (some[2] + some[3]) / size }
      }),
    }
  })
}

function countsOf(rows: readonly { value: string; n: number }[]): [number, number, number, number] {
  const of = (value: string) => rows.reduce((sum, row) => sum + (row.value === value ? row.n : 0), 0)
  return [of('1'), of('2'), of('3'), of('4')]
}

function goodShare(counts: readonly [number, number, number, number], n: number) {
  const good = counts[2] + counts[3]
  const interval = wilson(good, n)
  return { share: good / n, low: interval?.low ?? 0, high: interval?.high ?? 1 }
}

/** Announces a result as it stands now; undefined when there is no index to announce. */
export async function publishResult(
  db: Db,
  scope: Scope<'survey.publish'>,
  now: Date,
  wanted: { unitId: string; from: string; to: string; followUp: string },
): Promise<{ id: string; index: string } | undefined> {
  const result = await skmResult(db, scope, wanted)
  if (!result.index || !result.average || !result.band || !result.interval) return undefined
  const rule = await getRule(db, scope, ruleDate(wanted.to))
  const id = newId(now)
  await insertPublication(db, scope, {
    id,
    unit_id: wanted.unitId,
    first_month: `${wanted.from}-01`,
    last_month: `${wanted.to}-01`,
    rule_code: rule.code,
    setting_from: rule.setting?.valid_from ?? null,
    wording_from: rule.wording.own ? rule.wording.from : null,
    weight: weightText(rule),
    respondents: result.n,
    average: result.average,
    index: result.index,
    letter: result.band.letter,
    interval_low: result.interval.low,
    interval_high: result.interval.high,
    inputs: JSON.stringify(
      Object.fromEntries(
        result.elements.map((row) => [row.element, { n: row.valid, sum: row.sum, counts: row.counts }]),
      ),
    ),
    follow_up: wanted.followUp,
    published_at: now,
  })
  return { id, index: result.index }
}
