import { sql } from 'kysely'
import { monthlyComplaints } from '../../listen/complaints/index.ts'
import { THEMES } from '../../listen/services/index.ts'
import { monthlySkm } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Ratings } from '../../platform/statistics/index.ts'
import { type ElementTheme, listElementThemes } from './mapping-queries.ts'
import { monthRange, type Series } from './series.ts'

/** One control chart: complaints about a theme, or ratings of an SKM element, of one unit. */
export type UnitSeries = {
  readonly unitId: string
  readonly theme: string
  readonly element: string | null
  readonly series: Series
}

const NOTHING: Ratings = { n: 0, sum: 0, sumSquares: 0 }

/**
 * Monthly series of all units in reach. A series begins where the institution's data of that source begins: a month
 * before the first complaint was ever recorded is unknown, not zero. Only counts and sums are read, never a text or a
 * person, so seeing signals is enough; the units stay those of the scope.
 */
export async function unitSeries(db: Db, scope: Scope, window: { from: string; to: string }): Promise<UnitSeries[]> {
  const complaints = await monthlyComplaints(db, scope, window)
  const skm = await monthlySkm(db, scope, window)
  const themes = primaryThemes(await listElementThemes(db, window.to))
  return [
    ...complaintSeries(complaints, await listUnitIds(db, scope), window.to),
    ...ratingSeries(skm, themes, window.to),
  ]
}

async function listUnitIds(db: Db, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from organization.unit where institution_id = ${scope.institution} and id = any(${scope.units as string[]})
    order by id`.execute(db)
  return rows.map(({ id }) => id)
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

export function complaintSeries(
  rows: readonly { unit_id: string; theme: string | null; month: string; count: number }[],
  unitIds: readonly string[],
  to: string,
): UnitSeries[] {
  const first = firstMonth(rows)
  if (first === undefined) return []
  const months = monthRange(first, to)
  const counts = new Map(rows.map((row) => [`${row.unit_id}|${row.theme}|${row.month}`, row.count]))
  const active = new Set(rows.map((row) => `${row.unit_id}|${row.theme}`))
  return unitIds.flatMap((unitId) =>
    THEMES.filter((theme) => active.has(`${unitId}|${theme}`)).map((theme) => ({
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

export function ratingSeries(
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
    entry.months.set(row.month, { n: row.n, sum: row.sum, sumSquares: row.sum_squares })
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

/** The series behind one signal. */
export async function oneSeries(
  db: Db,
  scope: Scope,
  window: { from: string; to: string },
  wanted: { unit_id: string; theme: string; source: 'complaints' | 'surveys'; element: string | null },
): Promise<Series | undefined> {
  const all = await unitSeries(db, { ...scope, units: [wanted.unit_id] }, window)
  return all.find((one) =>
    wanted.source === 'surveys' ? one.element === wanted.element : one.element === null && one.theme === wanted.theme,
  )?.series
}
