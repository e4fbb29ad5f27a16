import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { badSigmas, demandOf, mayBecome, orderNeeds, priorityOf, STATUSES } from './model.ts'

describe('priority (methods C.2, λ = 0)', () => {
  test.each([
    ['Digital', 4, 2.4, 5, 120, 0.32],
    ['Sosio-kultural', 3, 2.9, 5, 150, 0.0333],
    ['Teknis', 3, 2.7, 4, 80, 0.0427],
    ['Manajerial', 3, 2.1, 3, 25, 0.03],
  ])('%s', (_name, required, actual, importance, reach, expected) => {
    const { priority } = priorityOf({ required, shortfall: required - actual, importance, reach, demand: 7 }, 150, 0)
    expect(Number(priority.toFixed(4))).toBe(expected)
  })

  test('the citizens’ signal lifts it by λ times the demand', () => {
    const inputs = { required: 4, shortfall: 1.6, importance: 5, reach: 120, demand: 2 }
    const { demand, priority } = priorityOf(inputs, 150, 0.25)
    expect(demand).toBe(1.5)
    expect(priority).toBeCloseTo(0.48, 12)
  })

  test('is the product of the components shown, between 0 and the demand, and rises with every input', () => {
    const inputs = fc.record({
      required: fc.double({ min: 1, max: 5, noNaN: true }),
      shortfall: fc.double({ min: 0, max: 1, noNaN: true }),
      importance: fc.integer({ min: 1, max: 5 }),
      reach: fc.integer({ min: 0, max: 500 }),
      demand: fc.double({ min: 0, max: 5, noNaN: true }),
    })
    fc.assert(
      fc.property(inputs, fc.double({ min: 0, max: 2, noNaN: true }), (input, lambda) => {
        const parts = priorityOf(input, 500, lambda)
        const more = priorityOf(
          { ...input, reach: Math.min(500, input.reach + 1), demand: input.demand + 1 },
          500,
          lambda,
        )
        return (
          Math.abs(parts.priority - parts.depth * parts.importance * parts.reach * parts.demand) < 1e-12 &&
          parts.priority >= 0 &&
          parts.priority <= parts.demand &&
          more.priority >= parts.priority
        )
      }),
    )
  })

  test('nobody to reach, nothing to do', () => {
    expect(priorityOf({ required: 3, shortfall: 0, importance: 5, reach: 0, demand: 5 }, 0, 1).priority).toBe(0)
  })
})

test('demand counts only the bad side, by the theme’s weight, up to the cap', () => {
  expect(badSigmas({ kind: 'count', value: 16, center: 10, lower: 4, upper: 16 })).toBe(3)
  expect(badSigmas({ kind: 'rating', value: 2.6, center: 3.2, lower: 2.9, upper: 3.5 })).toBeCloseTo(6)
  expect(badSigmas({ kind: 'rating', value: 3.4, center: 3.2, lower: 2.9, upper: 3.5 })).toBe(0)
  expect(badSigmas({ kind: 'count', value: 3, center: 0, lower: 0, upper: 0 })).toBe(0)
  expect(demandOf(3, 0.6, 5)).toBeCloseTo(1.8)
  expect(demandOf(30, 1, 5)).toBe(5)
  expect(demandOf(-2, 1, 5)).toBe(0)
})

describe('order', () => {
  test('a top priority stands before all others, and the committee before both', () => {
    const needs = [
      { id: 'a', rank: null, priority: 0.9 },
      { id: 'b', rank: null, priority: 0.1, top: true },
      { id: 'c', rank: null, priority: 0.2, top: true },
      { id: 'd', rank: 1, priority: undefined },
    ]
    expect(orderNeeds(needs).map((one) => one.id)).toEqual(['d', 'c', 'b', 'a'])
  })

  const list = (...ranks: (number | null)[]) =>
    ranks.map((rank, index) => ({ id: `n${index}`, rank, priority: 1 - index / 10 }))
  const ids = (needs: { id: string }[]) => needs.map((need) => need.id).join(' ')

  test('follows the priority until the committee says otherwise', () => {
    expect(ids(orderNeeds(list(null, null, null)))).toBe('n0 n1 n2')
    expect(ids(orderNeeds(list(null, null, 1)))).toBe('n2 n0 n1')
    expect(ids(orderNeeds(list(3, null, null)))).toBe('n1 n2 n0')
    expect(ids(orderNeeds(list(2, 2, null)))).toBe('n2 n0 n1')
    expect(ids(orderNeeds(list(99, null)))).toBe('n1 n0')
    expect(
      ids(
        orderNeeds([
          { id: 'a', rank: null, priority: undefined },
          { id: 'b', rank: null, priority: 0 },
        ]),
      ),
    ).toBe('b a')
  })

  test('loses nobody, and whoever has a place of their own stands on it', () => {
    const need = fc.record({
      rank: fc.option(fc.integer({ min: 1, max: 12 })),
      priority: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(need, { maxLength: 12 }), (drawn) => {
        const needs = drawn.map((one, index) => ({ ...one, id: String(index).padStart(2, '0') }))
        const ordered = orderNeeds(needs)
        const places = needs.flatMap((one) => (one.rank === null ? [] : [one.rank]))
        const clear = new Set(places).size === places.length && Math.max(0, ...places) <= needs.length
        return (
          ordered.length === needs.length &&
          new Set(ordered).size === needs.length &&
          (!clear || ordered.every((one, index) => one.rank === null || one.rank === index + 1))
        )
      }),
    )
  })
})

test('states go one way', () => {
  const allowed = STATUSES.flatMap((from) => STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from}>${to}`))
  expect(allowed).toEqual([
    'draft>approved',
    'draft>closed',
    'approved>programmed',
    'approved>closed',
    'programmed>programmed',
    'programmed>closed',
  ])
})
