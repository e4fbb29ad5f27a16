import { sql } from 'kysely'
import { firstComplaintMonth, monthlyComplaints } from '../../listen/complaints/index.ts'
import { monthlyLikert } from '../../listen/questionnaires/index.ts'
import { monthlySkm } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { addRatings, type Ratings } from '../../platform/statistics/index.ts'
import { type ElementTheme, listElementThemes } from './mapping-queries.ts'
import type { Source } from './model.ts'
import { ruleDay } from './rule-model.ts'
import { monthRange, type Series } from './series.ts'

/** One control chart: complaints about a theme, or ratings of an SKM element, of one unit. */
export type UnitSeries = {
  readonly unitId: string
  readonly theme: string
  readonly element: string | null
  /** Of the four-question survey: one chart for each service. */
  readonly serviceId?: string | null
  readonly series: Series
}

const NOTHING: Ratings = { n: 0, sum: 0, sumSquares: 0 }

/**
 * Monthly series of all offices in reach. What a division, section or desk receives counts for its office: that is whom
 * citizens know, and smaller parts have too few answers to be judged. A series begins where the institution's data of
 * that source begins: a month before the first complaint was ever recorded is unknown, not zero. Only counts and sums are
 * read, never a text or a person.
 */
export async function unitSeries(
  db: Db,
  scope: Scope,
  window: { from: string; to: string },
  /** Of this element alone, whatever theme it speaks about now. */
  only?: { element: string; theme: string },
): Promise<UnitSeries[]> {
  const offices = await officeOf(db, scope)
  const reach = new Set(scope.units)
  const ids = [...new Set(offices.values())].filter((office) => reach.has(office)).sort()
  const known = new Set(ids)
  const rolled = <R extends { unit_id: string }>(rows: readonly R[]): R[] =>
    rows.flatMap((row) => {
      const office = offices.get(row.unit_id)
      return office !== undefined && known.has(office) ? [{ ...row, unit_id: office }] : []
    })
  const complaints = only ? [] : rolled(await monthlyComplaints(db, scope, window))
  const skm = rolled(await monthlySkm(db, scope, window))
  const themes = only
    ? new Map([[only.element, only.theme]])
    : primaryThemes(await listElementThemes(db, scope, ruleDay(window.to)))
  const first = firstMonth(complaints)
  const heard = first === undefined ? [] : complaintSeries(complaints, ids, monthRange(first, window.to))
  return [...heard, ...ratingSeries(skm, themes, window.to)]
}

/**
 * The four-question survey, kept apart from SKM: for each service and question the share of satisfied answers, each
 * counted 1 or 0. A service's answers belong to its office, as above.
 */
export async function shortSeries(db: Db, scope: Scope, window: { from: string; to: string }): Promise<UnitSeries[]> {
  const offices = await officeOf(db, scope)
  const reach = new Set(scope.units)
  const months = monthRange(window.from, window.to)
  const rows = (await monthlyLikert(db, scope, window)).flatMap((row) => {
    const office = offices.get(row.unit_id)
    return office !== undefined && reach.has(office) ? [{ ...row, unit_id: office }] : []
  })
  const groups = Map.groupBy(rows, (row) => `${row.unit_id}|${row.service_id}|${row.question}`)
  return [...groups.values()].map((own) => {
    const of = (month: string) =>
      own.filter((row) => row.month === month).map((row) => ({ n: row.n, sum: row.top_two, sumSquares: row.top_two }))
    const ratings = months.map((month) => addRatings([NOTHING, ...of(month)]))
    const { unit_id: unitId, service_id: serviceId, question: theme } = own[0]!
    return { unitId, serviceId, theme, element: null, series: { kind: 'rating' as const, months, ratings } }
  })
}

type UnitRow = { id: string; parent_id: string | null; inner: boolean }

async function listTree(db: Db, scope: Scope): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    select id, parent_id, kind in ('division', 'section', 'desk') as inner from organization.unit
    where institution_id = ${scope.institution} order by id`.execute(db)
  return rows
}

/** The office each unit belongs to: the nearest unit above it, itself included, that is no division, section or desk. */
export async function officeOf(db: Db, scope: Scope): Promise<Map<string, string>> {
  const tree = await listTree(db, scope)
  const byId = new Map(tree.map((unit) => [unit.id, unit]))
  return new Map(
    tree.map((unit) => {
      let here = unit
      for (let up = byId.get(here.parent_id ?? ''); here.inner && up; up = byId.get(here.parent_id ?? '')) here = up
      return [unit.id, here.id]
    }),
  )
}

/** The office itself and its divisions, sections and desks: what they receive counts for it. */
export async function unitsOfOffice(db: Db, scope: Scope, wanted: string): Promise<string[]> {
  return [...(await officeOf(db, scope))].flatMap(([unit, office]) => (office === wanted ? [unit] : []))
}

/** The theme that carries an element's signal: the one with the largest weight. */
export function primaryThemes(rows: readonly ElementTheme[]): Map<string, string> {
  const themes = new Map<string, string>()
  for (const row of [...rows].sort((a, b) => b.weight - a.weight))
    if (!themes.has(row.element)) themes.set(row.element, row.theme)
  return themes
}

function firstMonth(rows: readonly { month: string }[]): string | undefined {
  return rows.reduce<string | undefined>(
    (first, { month }) => (first === undefined || month < first ? month : first),
    undefined,
  )
}

function complaintSeries(
  rows: readonly { unit_id: string; theme: string | null; month: string; count: number }[],
  unitIds: readonly string[],
  months: readonly string[],
): UnitSeries[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const key = `${row.unit_id}|${row.theme}|${row.month}`
    counts.set(key, (counts.get(key) ?? 0) + row.count)
  }
  const active = new Set(rows.map((row) => `${row.unit_id}|${row.theme}`))
  const themes = [...new Set(rows.flatMap((row) => row.theme ?? []))].sort()
  return unitIds.flatMap((unitId) =>
    themes
      .filter((theme) => active.has(`${unitId}|${theme}`))
      .map((theme) => ({
        unitId,
        theme,
        element: null,
        series: {
          kind: 'count' as const,
          months,
          counts: months.map((month) => counts.get(`${unitId}|${theme}|${month}`) ?? 0),
        },
      })),
  )
}

function ratingSeries(
  rows: readonly { unit_id: string; element: string; month: string; n: number; sum: number; sum_squares: number }[],
  themes: ReadonlyMap<string, string>,
  to: string,
): UnitSeries[] {
  const first = firstMonth(rows)
  if (first === undefined) return []
  const months = monthRange(first, to)
  const byKey = new Map<string, { unitId: string; element: string; months: Map<string, Ratings> }>()
  for (const row of rows) {
    const key = `${row.unit_id}|${row.element}`
    const entry = byKey.get(key) ?? { unitId: row.unit_id, element: row.element, months: new Map() }
    const before = entry.months.get(row.month) ?? NOTHING
    entry.months.set(row.month, addRatings([before, { n: row.n, sum: row.sum, sumSquares: row.sum_squares }]))
    byKey.set(key, entry)
  }
  return [...byKey.values()].flatMap((entry) => {
    const theme = themes.get(entry.element)
    if (!theme) return []
    const ratings = months.map((month) => entry.months.get(month) ?? NOTHING)
    return [
      { unitId: entry.unitId, theme, element: entry.element, series: { kind: 'rating' as const, months, ratings } },
    ]
  })
}

/** The series behind one signal. Of complaints only its own are read; where the data begin is asked of all in reach. */
export async function oneSeries(
  db: Db,
  scope: Scope,
  window: { from: string; to: string },
  wanted: { unit_id: string; theme: string; source: Source; element: string | null; service_id: string | null },
): Promise<Series | undefined> {
  if (wanted.source === 'surveys' && wanted.element) {
    const all = await unitSeries(db, scope, window, { element: wanted.element, theme: wanted.theme })
    return all.find((one) => one.unitId === wanted.unit_id && one.element === wanted.element)?.series
  }
  if (wanted.source === 'short_survey') {
    const all = await shortSeries(db, scope, window)
    return all.find(
      (one) => one.unitId === wanted.unit_id && one.theme === wanted.theme && one.serviceId === wanted.service_id,
    )?.series
  }
  if (!scope.units.includes(wanted.unit_id)) return undefined
  const units = await unitsOfOffice(db, scope, wanted.unit_id)
  const rows = await monthlyComplaints(db, scope, window, { units, theme: wanted.theme })
  const first = await firstComplaintMonth(db, scope, window)
  const own = rows.map((row) => ({ ...row, unit_id: wanted.unit_id }))
  return first === undefined
    ? undefined
    : complaintSeries(own, [wanted.unit_id], monthRange(first, window.to))[0]?.series
}
