export type Fit = {
  readonly coefficients: readonly number[]
  readonly se: readonly number[]
  readonly df: number
  readonly residuals: readonly number[]
  /** Residual variance (OLS) or Pearson dispersion φ (Poisson). */
  readonly dispersion: number
}

/** Solves A·X = B by Gauss–Jordan with partial pivoting; throws when A is singular. Sizes here are tiny (≤ 10). */
function solve(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  const n = a.length
  const rows = a.map((row, i) => [...row, ...b[i]!])
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++) if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i
    const lead = rows[pivot]![column]!
    if (Math.abs(lead) < 1e-12) throw new RangeError('The columns of the design are linearly dependent.')
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    rows[column] = rows[column]!.map((value) => value / lead)
    for (let i = 0; i < n; i++) {
      if (i === column) continue
      const factor = rows[i]![column]!
      if (factor !== 0) rows[i] = rows[i]!.map((value, k) => value - factor * rows[column]![k]!)
    }
  }
  return rows.map((row) => row.slice(n))
}

function weighted(x: readonly (readonly number[])[], y: readonly number[], w: readonly number[]) {
  const k = x[0]!.length
  const xtx = Array.from({ length: k }, () => new Array<number>(k).fill(0))
  const xty = Array.from({ length: k }, () => [0])
  x.forEach((row, i) => {
    for (let p = 0; p < k; p++) {
      xty[p]![0]! += w[i]! * row[p]! * y[i]!
      for (let q = 0; q < k; q++) xtx[p]![q]! += w[i]! * row[p]! * row[q]!
    }
  })
  const identity = xtx.map((_, i) => xtx.map((__, j) => (i === j ? 1 : 0)))
  const inverse = solve(xtx, identity)
  const coefficients = inverse.map((row) => row.reduce((total, value, j) => total + value * xty[j]![0]!, 0))
  return { coefficients, inverse }
}

function linear(row: readonly number[], coefficients: readonly number[]): number {
  return row.reduce((total, value, j) => total + value * coefficients[j]!, 0)
}

/** Ordinary least squares; `x` holds one row per observation, with its own column of ones. */
export function ols(x: readonly (readonly number[])[], y: readonly number[]): Fit {
  const { coefficients, inverse } = weighted(
    x,
    y,
    y.map(() => 1),
  )
  const residuals = y.map((value, i) => value - linear(x[i]!, coefficients))
  const df = y.length - coefficients.length
  const dispersion = residuals.reduce((total, r) => total + r * r, 0) / df
  return { coefficients, se: inverse.map((row, i) => Math.sqrt(row[i]! * dispersion)), df, residuals, dispersion }
}

/** Poisson regression with log link and an offset (log of exposure) by iterated weighted least squares; `se` assumes φ = 1. */
export function poisson(x: readonly (readonly number[])[], y: readonly number[], offset: readonly number[]): Fit {
  let mu = y.map((value) => value + 0.5)
  let fit = { coefficients: [] as number[], inverse: [] as number[][] }
  for (let step = 0; step < 50; step++) {
    const z = mu.map((m, i) => Math.log(m) - offset[i]! + (y[i]! - m) / m)
    const next = weighted(x, z, mu)
    const moved = Math.max(...next.coefficients.map((c, j) => Math.abs(c - (fit.coefficients[j] ?? Number.MAX_VALUE))))
    fit = next
    mu = x.map((row, i) => Math.exp(linear(row, next.coefficients) + offset[i]!))
    if (moved < 1e-10) break
  }
  const df = y.length - fit.coefficients.length
  const residuals = y.map((value, i) => (value - mu[i]!) / Math.sqrt(mu[i]!))
  const dispersion = residuals.reduce((total, r) => total + r * r, 0) / df
  const se = fit.inverse.map((row, i) => Math.sqrt(row[i]!))
  return { coefficients: fit.coefficients, se, df, residuals, dispersion }
}

/** About 2 when neighbours are independent; far below 2 the standard errors are too small. */
export function durbinWatson(residuals: readonly number[]): number {
  let top = 0
  let bottom = 0
  residuals.forEach((r, i) => {
    if (i > 0) top += (r - residuals[i - 1]!) ** 2
    bottom += r ** 2
  })
  return top / bottom
}
