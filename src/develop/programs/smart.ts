/**
 * The arithmetic of an indicator's target, in whole hundredths so that nothing depends on binary fractions.
 * Three kinds that are often confused are kept apart:
 * relative: percent of the baseline ("skor naik 15 %"), points: a difference on the scale ("naik 10 poin"),
 * normalized gain: the share of the room that is left on the scale (Hake 1998), from 0 to 1.
 */
export const TARGET_KINDS = ['relative', 'points', 'normalized_gain'] as const
export type TargetKind = (typeof TARGET_KINDS)[number]
export const DIRECTIONS = ['up', 'down'] as const
export type Direction = (typeof DIRECTIONS)[number]

export type TargetInput = {
  /** Numbers with at most two decimals. */
  baseline: number
  direction: Direction
  kind: TargetKind
  target: number
  scaleMin: number | null
  scaleMax: number | null
}

export type TargetProblem =
  | { code: 'target_not_positive' }
  | { code: 'baseline_off_scale' }
  | { code: 'scale_upside_down' }
  | { code: 'baseline_zero' }
  | { code: 'baseline_negative' }
  | { code: 'scale_end_needed' }
  | { code: 'gain_above_one' }
  | { code: 'no_room' }
  | { code: 'beyond_scale'; value: number; limit: number; most: number; kind: TargetKind; baselineLimit: number | null }

export type TargetResult = { ok: true; value: number } | { ok: false; problem: TargetProblem }

function hundredths(value: number): bigint {
  return BigInt(Math.round(value * 100))
}

/** a/b to the nearest whole, half away from zero. */
function divide(a: bigint, b: bigint): bigint {
  const sign = a < 0n !== b < 0n ? -1n : 1n
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b]
  return (sign * (2n * top + bottom)) / (2n * bottom)
}

/**
 * The value to reach, rounded once to two decimals, or why it cannot be reached. A satisfaction index of 87 cannot
 * rise by 15 % because 100.05 lies beyond the scale; the highest baseline from which it can is 100 / 1.15 = 86.96.
 */
export function targetValue(input: TargetInput): TargetResult {
  const [baseline, target] = [hundredths(input.baseline), hundredths(input.target)]
  const min = input.scaleMin === null ? null : hundredths(input.scaleMin)
  const max = input.scaleMax === null ? null : hundredths(input.scaleMax)
  const up = input.direction === 'up'
  const refuse = (problem: TargetProblem): TargetResult => ({ ok: false, problem })

  if (target <= 0n) return refuse({ code: 'target_not_positive' })
  if (min !== null && max !== null && min >= max) return refuse({ code: 'scale_upside_down' })
  if ((min !== null && baseline < min) || (max !== null && baseline > max))
    return refuse({ code: 'baseline_off_scale' })
  const limit = up ? max : min
  if (limit !== null && baseline === limit) return refuse({ code: 'no_room' })

  const sign = up ? 1n : -1n
  let change: bigint
  if (input.kind === 'points') {
    change = target
  } else if (input.kind === 'relative') {
    if (baseline === 0n) return refuse({ code: 'baseline_zero' })
    if (baseline < 0n) return refuse({ code: 'baseline_negative' })
    change = divide(baseline * target, 10_000n)
  } else {
    if (limit === null) return refuse({ code: 'scale_end_needed' })
    if (target > 100n) return refuse({ code: 'gain_above_one' })
    change = divide((up ? limit - baseline : baseline - limit) * target, 100n)
  }
  const value = baseline + sign * change
  if (limit !== null && (up ? value > limit : value < limit)) {
    const room = up ? limit - baseline : baseline - limit
    return refuse({
      code: 'beyond_scale',
      value: Number(value) / 100,
      limit: Number(limit) / 100,
      // Rounded down: what is named as the most must itself be accepted.
      most: Number(input.kind === 'points' ? room : (room * 10_000n) / baseline) / 100,
      kind: input.kind,
      baselineLimit: input.kind === 'relative' && up ? Number(divide(limit * 10_000n, 10_000n + target)) / 100 : null,
    })
  }
  return { ok: true, value: Number(value) / 100 }
}
