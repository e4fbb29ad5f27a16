import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import type { Interval } from '../../platform/statistics/index.ts'
import { smallestCell } from '../services/index.ts'
import {
  answeredBy,
  binOf,
  DAY_HOURS,
  hoursOfBin,
  kaplanMeier,
  lastPublished,
  medianWait,
  offsetOf,
  RULE_VERSION,
  released,
  type Share,
  SMALLEST,
  type Step,
  shareOf,
  waitedBin,
} from './model.ts'
import { listPublicAges } from './open-data-queries.ts'
import {
  type AgeRow,
  findFoldedAt,
  listAges,
  listCurve,
  listMonthSums,
  listMonths,
  listSums,
  listWaits,
  type MonthRow,
  type Reach,
  type SumRow,
  type Sums,
  type WaitRow,
  type Window,
} from './queries.ts'

export const WORKING_DAYS = [1, 3, 5, 14, 60] as const

/** What later slices may use as the responsiveness indicators (response, resolution, within 24 hours). */
export type Responsiveness = {
  ruleVersion: string
  /** Up to when the statistics know what happened. */
  asOf: Date
  window: Window
  received: number
  /** Refused or archived without an answer: outside every share below. */
  rejected: number
  answered: number
  open: number
  overdue: number
  /** Answered within 24 hours, of all that were answered or have waited 24 hours. */
  withinDay: Share | undefined
  /** The same, when those that were reopened later do not count. */
  withinDayLasting: Share | undefined
  /** Reopened, of those answered. */
  reopened: Share | undefined
  /** Answered within so many working days, of all that were not refused; still open ones count as not yet. */
  workingDays: readonly { days: number; share: Share | undefined }[]
  /** Kaplan–Meier over hours; open ones are censored. */
  curve: readonly Step[]
  withinDayCensored: (Interval & { share: number }) | undefined
  /** Hours by which half were answered, as the curve has it. */
  medianHours: number | undefined
}

export type Figures = Responsiveness & {
  /** Fewer than this many are not told by themselves. */
  least: number
  /** Since when the public reads the newest month; undefined inside. */
  published: Date | undefined
  rows: readonly SumRow[]
  months: readonly MonthRow[]
  ages: readonly AgeRow[]
}

const NONE: Sums = {
  received: 0,
  rejected: 0,
  answered: 0,
  within_day: 0,
  within_day_lasting: 0,
  reopened: 0,
  days1: 0,
  days3: 0,
  days5: 0,
  days14: 0,
  days60: 0,
  open: 0,
  open_day: 0,
  overdue: 0,
}

/** Of those answered and those that have waited 24 hours in vain; the others are not decided yet. */
export function withinDayOf(sums: Sums): Share | undefined {
  return shareOf(sums.within_day, sums.answered + sums.open_day)
}

export function addSums(rows: readonly Sums[]): Sums {
  const total = { ...NONE }
  for (const row of rows) for (const name of Object.keys(NONE) as (keyof Sums)[]) total[name] += row[name]
  return total
}

/** The key of what is left of a property after all groups that may be told by themselves. */
export const REST = '~'

/** The sums the public reads: of each group the months that are released, and what is left of each property together. */
function publicRows(months: readonly (SumRow & { month: string })[], least: number): SumRow[] {
  const groups = Map.groupBy(months, ({ dimension, key }) => `${dimension} ${key}`)
  const rest = new Map<SumRow['dimension'], SumRow[]>()
  const rows = [...groups.values()].flatMap((group) => {
    const { dimension, key } = group[0]!
    const told = dimension === 'all' ? group.length : released(group, least)
    // Of which nothing is told is small, and put together with others like every small group.
    if (told === 0) return [{ ...addSums(group), dimension, key }]
    rest.set(dimension, [...(rest.get(dimension) ?? []), ...group.slice(told)])
    return [{ ...addSums(group.slice(0, told)), dimension, key }]
  })
  const left = [...rest].flatMap(([dimension, some]) =>
    some.length > 0 ? [{ ...addSums(some), dimension, key: REST }] : [],
  )
  return [...rows.sort((a, b) => b.received - a.received), ...left]
}

/** Undefined before the statistics job ran for the first time. */
export async function figuresOf(
  db: Db,
  scope: Scope,
  window: Window,
  reach: Reach,
  /** Set for the public, which reads whole groups only: fewer than `least` are none, and the newest month is from `published` on. */
  open?: { least: number; published: Date },
): Promise<Figures | undefined> {
  const least = open?.least ?? SMALLEST
  const asOf = await findFoldedAt(db, scope)
  if (!asOf) return undefined
  const rows = open
    ? publicRows(await listMonthSums(db, scope, window), least)
    : await listSums(db, scope, asOf, window, reach)
  const ages = open
    ? await listPublicAges(db, scope, { asOf, published: open.published }, window)
    : await listAges(db, scope, asOf, window, reach)
  const curve = curveOf(await listCurve(db, scope, window, reach), ages)
  const all = rows.find((row) => row.dimension === 'all') ?? NONE
  const counted = all.received - all.rejected
  const { received, rejected, answered } = all
  return {
    ruleVersion: RULE_VERSION,
    asOf,
    window,
    received,
    rejected,
    answered,
    open: all.open,
    overdue: open ? ages.reduce((sum, age) => sum + age.overdue, 0) : all.overdue,
    published: open?.published,
    withinDay: withinDayOf(all),
    withinDayLasting: shareOf(all.within_day_lasting, all.answered + all.open_day),
    reopened: shareOf(all.reopened, all.answered),
    workingDays: WORKING_DAYS.map((days) => ({ days, share: shareOf(all[`days${days}`], counted) })),
    curve,
    withinDayCensored: answeredBy(curve, DAY_HOURS),
    medianHours: medianWait(curve),
    rows,
    least,
    months: await listMonths(db, scope, asOf, window, reach),
    ages,
  }
}

function curveOf(answers: readonly { bin: number; answered: number }[], ages: readonly AgeRow[]): Step[] {
  const points = new Map<number, { answered: number; censored: number }>()
  const at = (bin: number) => {
    const point = points.get(bin) ?? { answered: 0, censored: 0 }
    points.set(bin, point)
    return point
  }
  for (const { bin, answered } of answers) at(bin).answered += answered
  for (const { hours, open } of ages) at(waitedBin(hours)).censored += open
  return kaplanMeier([...points].map(([bin, point]) => ({ at: hoursOfBin(bin), ...point })))
}

/** The whole institution may be read from the kept sums; the units of a scope that sees less are added up. */
export async function reachOf(db: Db, scope: Scope, unitId?: string): Promise<Reach> {
  if (unitId !== undefined) {
    requireUnit(scope, unitId)
    return [unitId]
  }
  const { rows } = await sql<{ units: number }>`
    select count(*) as units from organization.unit where institution_id = ${scope.institution}`.execute(db)
  return scope.units.length >= rows[0]!.units ? 'institution' : scope.units
}

/**
 * The responsiveness indicators of the units in reach, or of one of them, for whole months 'YYYY-MM', both included.
 * Secret reports and whistleblowing are not in them. Undefined before the statistics job ran for the first time.
 */
export async function responsiveness(
  db: Db,
  scope: Scope,
  wanted: Window & { unitId?: string | undefined },
): Promise<Responsiveness | undefined> {
  const window = { from: wanted.from, to: wanted.to }
  const figures = await figuresOf(db, scope, window, await reachOf(db, scope, wanted.unitId))
  if (!figures) return undefined
  const { rows: _rows, months: _months, ages: _ages, least: _least, published: _published, ...indicators } = figures
  return indicators
}

/** What every public page may say: `from` and `to` are months, `counted` what was neither refused nor archived. */
export type PublicAnswers = {
  from: string
  to: string
  counted: number
  answered: number
  withinDay: Share | undefined
}

/**
 * How reports of the last three published months were answered, for pages beside the statistics. Like these it holds
 * nothing secret, and moves by whole months, so that nobody sees when one report came. Undefined for too few.
 */
export async function publicAnswers(
  db: Db,
  scope: Scope<'public'>,
  now: Date,
  timeZone: string,
): Promise<PublicAnswers | undefined> {
  const asOf = await findFoldedAt(db, scope)
  if (!asOf) return undefined
  const to = lastPublished(asOf, offsetOf(timeZone))
  const [year, month] = to.split('-').map(Number)
  const from = new Date(Date.UTC(year!, month! - 3)).toISOString().slice(0, 7)
  const all = addSums(await listMonths(db, scope, asOf, { from, to }, 'institution'))
  const counted = all.received - all.rejected
  if (counted < (await smallestCell(db, scope, localDate(now, timeZone)))) return undefined
  return { from, to, counted, answered: all.answered, withinDay: withinDayOf(all) }
}

/**
 * What indicators of units are computed from, up to when the statistics know; undefined before their job ran. `places`
 * says under which unit the cases of each are counted: whoever shows many together reads the rows of one. They stand
 * in the first month of the periods that are asked for (`by`).
 */
export async function answerWaits(
  db: Db,
  scope: Scope,
  wanted: Window & { places: ReadonlyMap<string, string>; by: 'month' | 'quarter' | 'year' },
): Promise<{ asOf: Date; rows: WaitRow[] } | undefined> {
  const asOf = await findFoldedAt(db, scope)
  return asOf && { asOf, rows: await listWaits(db, scope, asOf, wanted) }
}

/** The share answered by the end of each day, for a chart with an even axis. */
export function dailyCurve(curve: readonly Step[], days: number): (Interval & { day: number; share: number })[] {
  return Array.from({ length: days + 1 }, (_, day) => ({
    day,
    at: answeredBy(curve, hoursOfBin(binOf(day * DAY_HOURS))),
  }))
    .filter((point) => point.at !== undefined)
    .map(({ day, at }) => ({ day, ...at! }))
}
