import { type Interval, tInterval, tPValue } from './describe.ts'
import { durbinWatson, type Fit, ols } from './regression.ts'

/**
 * Design of an interrupted series: 1, t, D, (t − t0)·D. The slope term must count from the interruption: with D·t the
 * coefficient of D is the jump extrapolated back to t = 0, not the change of level when the program started.
 * `start` is the index of the first month after the interruption and t0 the month before it, as in the published vectors.
 * `times` are the calendar's: months left out, such as those of the program itself, pass all the same, and the trend with
 * them.
 */
export function interruptedDesign(times: readonly number[], start: number): number[][] {
  const before = times[start]! - 1
  return times.map((t, i) => (i >= start ? [1, t, 1, t - before] : [1, t, 0, 0]))
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
export function interruptedSeries(
  values: readonly number[],
  start: number,
  times: readonly number[] = values.map((_, i) => i + 1),
): InterruptedSeries | undefined {
  if (start < 3 || values.length - start < 3) return undefined
  const fit = ols(interruptedDesign(times, start), values)
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
