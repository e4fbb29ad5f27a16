import { type Interval, tInterval, tPValue } from './describe.ts'
import { durbinWatson, type Fit, ols } from './regression.ts'

/**
 * Design of an interrupted series: 1, t, D, (t − t0)·D. The slope term must count from the interruption: with D·t the
 * coefficient of D is the jump extrapolated back to t = 0, not the change of level when the program started.
 * `start` is the index of the first month after the interruption; t runs from 1 and t0 is the month before `start`, as in
 * the published vectors.
 */
export function interruptedDesign(length: number, start: number): number[][] {
  return Array.from({ length }, (_, i) => {
    const after = i >= start ? 1 : 0
    return [1, i + 1, after, (i - start + 1) * after]
  })
}

export type InterruptedSeries = {
  readonly fit: Fit
  readonly level: number
  readonly levelInterval: Interval | undefined
  readonly p: number
  readonly slope: number
  readonly durbinWatson: number
}

/** Ordinary least squares on an interrupted series; undefined below three points on a side, where the line is a guess. */
export function interruptedSeries(values: readonly number[], start: number): InterruptedSeries | undefined {
  if (start < 3 || values.length - start < 3) return undefined
  const fit = ols(interruptedDesign(values.length, start), values)
  const level = fit.coefficients[2]!
  const se = fit.se[2]!
  return {
    fit,
    level,
    levelInterval: tInterval(level, se, fit.df),
    p: tPValue(level / se, fit.df),
    slope: fit.coefficients[3]!,
    durbinWatson: durbinWatson(fit.residuals),
  }
}
