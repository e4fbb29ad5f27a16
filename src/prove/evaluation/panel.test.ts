import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costPerPoint, indicatorResult, type Outcome, reached } from './card.ts'
import { complaintMonths, monthRows, periods, rollUp, sinceState, skmMonths } from './panel.ts'

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05', '2026-06']

describe('periods', () => {
  test('the month under way and the months of the program are in neither window', () => {
    const { before, after } = periods(
      MONTHS,
      { from: '2026-01-01', to: '2026-02-28' },
      { from: '2026-04-01', to: '2026-12-31' },
      '2026-05',
    )
    expect([before, after]).toEqual([
      [0, 1],
      [3, 4],
    ])
  })
})

describe('baseline since the state began', () => {
  const first = '2026-03'
  test('good months before it are left out, if enough remain', () => {
    expect(sinceState([0, 1, 2, 3, 4], MONTHS, first, 3)).toEqual({ before: [2, 3, 4], narrowed: true })
    expect(sinceState([0, 1, 2, 3], MONTHS, first, 3)).toEqual({ before: [0, 1, 2, 3], narrowed: false })
    expect(sinceState([2, 3, 4], MONTHS, first, 3)).toEqual({ before: [2, 3, 4], narrowed: false })
    expect(sinceState([0, 1, 2], MONTHS, undefined, 3)).toEqual({ before: [0, 1, 2], narrowed: false })
  })
})

describe('months of a unit', () => {
  const parents = new Map([
    ['desk', 'office'],
    ['office', 'root'],
    ['other', 'root'],
    ['root', null],
  ])
  test('what a desk receives counts for its office, once, and other offices are left out', () => {
    const rows = [
      { unit_id: 'desk', theme: 'biaya', month: '2026-01', count: 2 },
      { unit_id: 'office', theme: 'biaya', month: '2026-01', count: 3 },
      { unit_id: 'other', theme: 'biaya', month: '2026-01', count: 7 },
      { unit_id: 'office', theme: 'sarana', month: '2026-02', count: 1 },
    ]
    const rolled = rollUp(rows, parents, new Set(['office']))
    expect(complaintMonths(rolled, 'office', 'biaya', MONTHS).counts).toEqual([5, 0, 0, 0, 0, 0])
    expect(complaintMonths(rolled, 'office', 'all', MONTHS).counts).toEqual([5, 1, 0, 0, 0, 0])
  })
  test('the index pools elements without pretending to more people', () => {
    const row = (unit_id: string, element: string, n: number, sum: number) => ({
      unit_id,
      element,
      month: '2026-01',
      n,
      sum,
      sum_squares: sum * 3,
    })
    const rows = [row('office', 'waktu', 10, 30), row('office', 'biaya', 10, 36)]
    const month = skmMonths(rows, 'office', 'index', MONTHS).ratings![0]!
    expect(month.n).toBe(10)
    expect(month.sum / month.n).toBeCloseTo(3.3, 10)
    expect(skmMonths(rows, 'office', 'waktu', MONTHS).ratings![0]).toMatchObject({ n: 10, sum: 30 })
  })
  test('rolling up loses and doubles nothing', () => {
    const unit = fc.constantFrom('desk', 'office', 'other', 'root')
    const rows = fc.array(fc.record({ unit_id: unit, count: fc.nat(9) }))
    fc.assert(
      fc.property(rows, (list) => {
        const rolled = rollUp(list, parents, new Set(['office', 'root']))
        expect(rolled.reduce((sum, row) => sum + row.count, 0)).toBe(list.reduce((sum, row) => sum + row.count, 0))
      }),
    )
  })
  test('a month with few answers is not drawn', () => {
    const treated = [{ unit: 't', ratings: MONTHS.map((_, i) => ({ n: i, sum: i * 3, sumSquares: i * 9 })) }]
    const rows = monthRows('skm', { months: MONTHS, treated, comparison: [] }, 5)
    expect(rows.map((row) => row.treated)).toEqual([null, null, null, null, null, 3])
  })
})

describe('indicators and cost', () => {
  const indicator = {
    id: 'i',
    name: 'Nilai SKM unsur perilaku',
    level: 'result' as const,
    measure: 'poin',
    direction: 'up' as const,
    scale_min: '25',
    scale_max: '100',
    baseline: '66.00',
    baseline_on: '2026-01-01',
    target_kind: 'relative' as const,
    target: '20.00',
    target_value: '79.20',
    source: 'SKM bulanan',
    due_on: '2026-12-31',
  }
  const outcome = (credible: boolean) =>
    ({
      kind: 'skm',
      effect: { state: 'estimated', value: { estimate: 0.6, treatedBefore: 2.6, treatedAfter: 3.3 } },
      judgment: { credible },
    }) as unknown as Outcome

  test('an SKM indicator takes the value of the service data, on its own scale', () => {
    const result = indicatorResult(indicator, undefined, [outcome(true)], [], 25)
    expect(result).toMatchObject({ actual: 82.5, origin: 'outcome' })
    expect(reached(result)).toBe(true)
  })
  test('a recorded value goes first; nothing measured stays open', () => {
    const recorded = [{ indicator_id: 'i', value: '70.00', measured_on: '2026-06-01' }]
    const result = indicatorResult(indicator, undefined, [outcome(true)], recorded, 25)
    expect(result).toMatchObject({ actual: 70, origin: 'recorded' })
    expect(reached(result)).toBe(false)
    expect(
      reached(
        indicatorResult(
          { ...indicator, name: 'Produktivitas', source: 'Register' },
          undefined,
          [outcome(true)],
          [],
          25,
        ),
      ),
    ).toBeUndefined()
  })
  test('no price for an effect that is not credible', () => {
    expect(costPerPoint(30_000_000, outcome(true), 25)).toBe(2_000_000)
    expect(costPerPoint(30_000_000, outcome(false), 25)).toBeNull()
    expect(costPerPoint(30_000_000, undefined, 25)).toBeNull()
  })
})
