import { expect, test } from 'vitest'
import { differenceInDifferences, type UnitChange } from './index.ts'

/** Mulberry32: small, seeded, so that the run is the same everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
}

/** Unit-month panel of mean ratings: unit level, common month shock, a unit's own drift, answers' noise. */
function world(next: () => number, effect: number, drift: number): { treated: UnitChange[]; comparison: UnitChange[] } {
  const before = 6
  const after = 5
  const common = Array.from({ length: before + after }, () => 0.1 * normal(next))
  const units = Array.from({ length: 9 }, (_, u): UnitChange => {
    const level = 3.2 + 0.2 * normal(next)
    const own = drift * normal(next)
    const size = 12 + Math.floor(20 * next())
    const month = (m: number) => {
      const shift = m >= before ? own + (u === 0 ? effect : 0) : 0
      return level + shift + common[m]! + (0.6 / Math.sqrt(size)) * normal(next)
    }
    const values = Array.from({ length: before + after }, (__, m) => month(m))
    const mean = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length
    return {
      unit: String(u),
      change: mean(values.slice(before)) - mean(values.slice(0, before)),
      variance: (0.36 / size) * (1 / before + 1 / after),
    }
  })
  return { treated: units.slice(0, 1), comparison: units.slice(1) }
}

function share(effect: number, drift: number, hit: (low: number, high: number) => boolean): number {
  const next = random(20261121)
  let hits = 0
  for (let run = 0; run < 500; run++) {
    const { treated, comparison } = world(next, effect, drift)
    const { interval } = differenceInDifferences(treated, comparison, { minimumDispersion: 1 })!
    if (hit(interval!.low, interval!.high)) hits++
  }
  return hits / 500
}

test('a known effect lies in the 95 % interval in at least 93 % of 500 worlds', () => {
  expect(share(0.4, 0, (low, high) => low <= 0.4 && 0.4 <= high)).toBeGreaterThanOrEqual(0.93)
})

test('so it does when units drift on their own', () => {
  expect(share(0.4, 0.1, (low, high) => low <= 0.4 && 0.4 <= high)).toBeGreaterThanOrEqual(0.93)
})

test('without an effect at most 5 % of worlds look like one', () => {
  expect(share(0, 0, (low, high) => low > 0 || high < 0)).toBeLessThanOrEqual(0.05)
})

test('a real effect of 0.4 is mostly found', () => {
  expect(share(0.4, 0, (low) => low > 0)).toBeGreaterThan(0.8)
})
