import { type Interval, tCritical, wilson } from './describe.ts'

export type Agreement = {
  n: number
  /** Share of cases in which both say the same, with Wilson's interval. */
  observed: number
  observedInterval: Interval
  expected: number
  /** Cohen's kappa; undefined where chance alone explains everything, such as when both always say one thing. */
  kappa: number | undefined
  /** Large-sample standard error (Fleiss, Cohen and Everitt 1969). */
  se: number | undefined
  interval: Interval | undefined
  /** Gwet's AC1, which stays sensible where nearly everything falls into one category. */
  ac1: number | undefined
}

/**
 * Agreement of two who sorted the same cases; `table[i][j]` counts cases the first put into category i and the second
 * into j. Undefined without cases.
 */
export function agreement(table: readonly (readonly number[])[]): Agreement | undefined {
  const n = table.flat().reduce((sum, count) => sum + count, 0)
  const size = table.length
  const same = table.reduce((sum, row, i) => sum + (row[i] ?? 0), 0)
  const observedInterval = wilson(same, n)
  if (!observedInterval) return undefined
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0) / n)
  const columns = table.map((_, j) => table.reduce((sum, row) => sum + (row[j] ?? 0), 0) / n)
  const observed = same / n
  const expected = rows.reduce((sum, row, i) => sum + row * columns[i]!, 0)
  const chance =
    rows.reduce((sum, row, i) => sum + ((row + columns[i]!) / 2) * (1 - (row + columns[i]!) / 2), 0) / (size - 1)
  const ac1 = size > 1 && chance < 1 ? (observed - chance) / (1 - chance) : undefined
  const known = { n, observed, observedInterval, expected, ac1 }
  if (expected > 1 - 1e-12) return { ...known, kappa: undefined, se: undefined, interval: undefined }
  const kappa = (observed - expected) / (1 - expected)
  let sum = 0
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const share = count / n
      sum +=
        i === j
          ? share * (1 - (rows[i]! + columns[i]!) * (1 - kappa)) ** 2
          : share * ((1 - kappa) * (columns[i]! + rows[j]!)) ** 2
    }
  }
  const variance = (sum - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
  // As when all cases agree: the formula says nothing then, not that there is no doubt.
  if (variance < 1e-15) return { ...known, kappa, se: undefined, interval: undefined }
  const se = Math.sqrt(variance)
  const half = tCritical(Number.POSITIVE_INFINITY) * se
  return { ...known, kappa, se, interval: { low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) } }
}
