import { expect, test } from 'vitest'
import { ols } from './regression.ts'
import { steppedWedge, type WedgeUnit } from './wedge.ts'

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const MONTHS = Array.from({ length: 18 }, (_, at) => at)
const STARTS = [6, 6, 9, 9, 12, 12]

/** Units with a level of their own, months with a shock of their own, noise that lingers, and the effect. */
function world(next: () => number, effect: number, starts: readonly (number | undefined)[] = STARTS): WedgeUnit[] {
  const noise = () => next() + next() + next() - 1.5
  const shocks = MONTHS.map(() => noise() * 0.3)
  return starts.map((begin) => {
    const level = 3 + noise()
    let linger = noise() * 0.2
    return {
      starts: begin,
      levels: MONTHS.map((at) => {
        linger = 0.4 * linger + noise() * 0.2
        return level + shocks[at]! + linger + (begin !== undefined && at >= begin ? effect : 0)
      }),
    }
  })
}

test('is the coefficient of the regression with a column for each unit and each month', () => {
  const units = world(random(1), 0.4, [4, 8, 12, 15, undefined])
  const rows: number[][] = []
  const values: number[] = []
  for (const [row, unit] of units.entries())
    for (const at of MONTHS) {
      const own = units.map((_, other) => (other === row ? 1 : 0))
      const month = MONTHS.slice(1).map((other) => (other === at ? 1 : 0))
      rows.push([unit.starts !== undefined && at >= unit.starts ? 1 : 0, ...own, ...month])
      values.push(unit.levels[at]!)
    }
  expect(steppedWedge(units, MONTHS, 0.95)!.estimate).toBeCloseTo(ols(rows, values).coefficients[0]!, 8)
})

test('months that one unit does not know are left out; too few units or one common start give nothing', () => {
  const units = world(random(2), 0.4)
  const gap = units.map((unit, at) => (at === 0 ? { ...unit, levels: unit.levels.with(3, undefined) } : unit))
  expect(steppedWedge(gap, MONTHS, 0.95)!.months).toBe(17)
  expect(steppedWedge(units.slice(0, 3), MONTHS, 0.95)).toBeUndefined()
  expect(
    steppedWedge(
      units.map((unit) => ({ ...unit, starts: 6 })),
      MONTHS,
      0.95,
    ),
  ).toBeUndefined()
})

test.each([6, 4])('the interval of %i units holds a known effect, and finds none where there is none', (size) => {
  const next = random(7)
  const worlds = 1000
  const starts = size === 6 ? STARTS : [5, 8, 11, 14]
  let held = 0
  let found = 0
  for (let one = 0; one < worlds; one++) {
    const { interval } = steppedWedge(world(next, 0.3, starts), MONTHS, 0.95)!
    if (interval.low <= 0.3 && interval.high >= 0.3) held++
    const none = steppedWedge(world(next, 0, starts), MONTHS, 0.95)!.interval
    if (none.low > 0 || none.high < 0) found++
  }
  expect(held / worlds).toBeGreaterThanOrEqual(0.93)
  expect(found / worlds).toBeLessThanOrEqual(0.06)
})
