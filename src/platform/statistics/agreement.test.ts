import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agreement } from './agreement.ts'

describe('agreement of two coders', () => {
  test('published vectors: the 2 × 2 table of the textbooks, and the diagnoses of Fleiss', () => {
    const plain = agreement([
      [20, 5],
      [10, 15],
    ])!
    expect(plain.observed).toBeCloseTo(0.7, 12)
    expect(plain.expected).toBeCloseTo(0.5, 12)
    expect(plain.kappa).toBeCloseTo(0.4, 12)
    const fleiss = agreement([
      [75, 1, 4],
      [5, 4, 1],
      [0, 0, 10],
    ])!
    expect(fleiss.kappa).toBeCloseTo(0.676, 3)
    expect(fleiss.se).toBeCloseTo(0.088, 3)
    expect(fleiss.interval!.low).toBeCloseTo(0.5, 1)
    expect(fleiss.interval!.high).toBeCloseTo(0.85, 2)
  })

  test('the paradox of high agreement: kappa falls, AC1 does not', () => {
    const lopsided = agreement([
      [118, 5],
      [2, 0],
    ])!
    expect(lopsided.observed).toBeCloseTo(0.944, 3)
    expect(lopsided.kappa).toBeCloseTo(-0.023, 3)
    expect(lopsided.ac1).toBeCloseTo(0.9408, 4)
  })

  test('nothing to compare, and nothing but chance', () => {
    expect(
      agreement([
        [0, 0],
        [0, 0],
      ]),
    ).toBeUndefined()
    expect(
      agreement([
        [9, 0],
        [0, 0],
      ])!.kappa,
    ).toBeUndefined()
    expect(
      agreement([
        [9, 0],
        [0, 0],
      ])!.observed,
    ).toBe(1)
  })

  test('where the formula of the interval finds no spread at all, there is none: two notes alike do not prove 1.00', () => {
    const all = [
      {
        table: [
          [1, 0],
          [0, 1],
        ],
        kappa: 1,
      },
      {
        table: [
          [0, 5],
          [5, 0],
        ],
        kappa: -1,
      },
      {
        table: [
          [0, 10],
          [0, 0],
        ],
        kappa: 0,
      },
      {
        table: [
          [7, 0, 0],
          [0, 2, 0],
          [0, 0, 4],
        ],
        kappa: 1,
      },
    ]
    for (const { table, kappa } of all) {
      const found = agreement(table)!
      expect(found.kappa).toBeCloseTo(kappa, 12)
      expect([found.se, found.interval]).toEqual([undefined, undefined])
      expect(found.observedInterval.high - found.observedInterval.low).toBeGreaterThan(0.1)
    }
  })

  test('full agreement is 1, swapping the coders changes nothing, and kappa lies in its interval', () => {
    const tables = fc
      .integer({ min: 2, max: 5 })
      .chain((size) =>
        fc.array(fc.array(fc.nat(40), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }),
      )
    fc.assert(
      fc.property(tables, (table) => {
        const found = agreement(table)
        const other = agreement(table.map((_, i) => table.map((row) => row[i]!)))
        if (found?.kappa === undefined) return
        expect(other!.kappa).toBeCloseTo(found.kappa, 9)
        expect(found.kappa).toBeLessThanOrEqual(1 + 1e-9)
        expect(found.interval?.low ?? -1).toBeLessThanOrEqual(found.kappa + 1e-9)
        expect(found.interval?.high ?? 1).toBeGreaterThanOrEqual(found.kappa - 1e-9)
        const diagonal = agreement(table.map((row, i) => row.map((count, j) => (i === j ? count : 0))))
        if (diagonal?.kappa !== undefined) expect(diagonal.kappa).toBeCloseTo(1, 9)
      }),
    )
  })
})
