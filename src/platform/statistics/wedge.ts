import { type Interval, tInterval } from './describe.ts'

export type WedgeUnit = {
  /** Position of its first treated month; undefined for a unit that is never treated. */
  readonly starts: number | undefined
  /** Level per month; undefined where nothing is known. */
  readonly levels: readonly (number | undefined)[]
}

export type Wedge = {
  readonly estimate: number
  readonly interval: Interval
  readonly df: number
  readonly months: number
}

/**
 * Effect in a stepped wedge (Hussey and Hughes 2007): every unit and every month has a level of its own, what is left
 * and begins with each unit's own start is the effect. Only months that are known for all units count, so the two-way
 * fit is exact by double centering. Units are what was put in order by chance, so they carry the uncertainty: delete-one
 * jackknife with units − 1 degrees of freedom (CV3, MacKinnon, Nielsen and Webb 2023), which stays honest with few units.
 * Undefined with fewer than four units, or where all begin together.
 */
export function steppedWedge(
  units: readonly WedgeUnit[],
  months: readonly number[],
  confidence: number,
): Wedge | undefined {
  const known = months.filter((at) => units.every((unit) => unit.levels[at] !== undefined))
  if (units.length < 4) return undefined
  const estimate = effectOf(units, known)
  const without = units.map((_, left) => effectOf(units.toSpliced(left, 1), known))
  if (estimate === undefined || without.some((one) => one === undefined)) return undefined
  const spread = without.reduce<number>((sum, one) => sum + (one! - estimate) ** 2, 0)
  const df = units.length - 1
  const interval = tInterval(estimate, Math.sqrt((spread * df) / units.length), df, confidence)
  return interval && { estimate, interval, df, months: known.length }
}

/** Undefined where the treatment cannot be told from the months and the units. */
function effectOf(units: readonly WedgeUnit[], months: readonly number[]): number | undefined {
  const treated = units.map((unit) => months.map((at) => (unit.starts !== undefined && at >= unit.starts ? 1 : 0)))
  const centered = doubleCentered(treated)
  const levels = units.map((unit) => months.map((at) => unit.levels[at]!))
  let own = 0
  let shared = 0
  for (const [row, list] of centered.entries())
    for (const [column, value] of list.entries()) {
      own += value * value
      shared += value * levels[row]![column]!
    }
  return own < 1e-9 ? undefined : shared / own
}

function doubleCentered(table: readonly (readonly number[])[]): number[][] {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
  const rows = table.map(mean)
  const columns = (table[0] ?? []).map((_, column) => mean(table.map((row) => row[column]!)))
  const all = mean(rows)
  return table.map((row, at) => row.map((value, column) => value - rows[at]! - columns[column]! + all))
}
