import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WaitRow } from '../../listen/statistics/index.ts'
import { monthsOf, periodOf, presentPeriod, readPeriod, shift, trendOf } from './period.ts'
import { budgetEfficiency, change, judge, medianHours, nothing, resolution, shareFigure, withinDay } from './score.ts'
import { type Facts, scorecardOf } from './scorecard.ts'

const wait = (bin: number, answered: number, open = 0, question = false): WaitRow => ({
  unit_id: 'u',
  month: '2026-10',
  question,
  bin,
  answered,
  open,
})
const waits = fc.array(
  fc.record({ bin: fc.integer({ min: 0, max: 252 }), answered: fc.nat(20), open: fc.nat(20) }).map((row) => ({
    ...wait(row.bin, row.answered, row.open),
  })),
  { maxLength: 40 },
)

describe('answers within 24 hours', () => {
  test('the vectors of Wilson: 8 of 10, 0 of 10, 92 of 100', () => {
    const low = (hits: number, n: number) => withinDay([wait(5, hits), wait(30, n - hits)], 5).interval!
    expect(low(8, 10).low).toBeCloseTo(0.4902, 4)
    expect(low(8, 10).high).toBeCloseTo(0.9433, 4)
    expect(low(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) })
    expect(low(92, 100).low).toBeCloseTo(0.85, 4)
  })

  test('who has waited less than a day is not decided; who has waited longer counts against', () => {
    const young = withinDay([wait(5, 8), wait(30, 2), wait(10, 0, 90)], 5)
    expect(young.value).toBe(0.8)
    const old = withinDay([wait(5, 8), wait(30, 2), wait(48, 0, 10)], 5)
    expect(old.value).toBe(0.4)
  })

  test('closing nothing never makes it better, and it stays a share with its interval around it', () => {
    fc.assert(
      fc.property(waits, fc.nat(30), (rows, more) => {
        const figure = withinDay(rows, 1)
        const worse = withinDay([...rows, wait(60, 0, more)], 1)
        if (figure.value === null || figure.interval === undefined) return
        expect(figure.interval.low).toBeLessThanOrEqual(figure.value + 1e-12)
        expect(figure.interval.high).toBeGreaterThanOrEqual(figure.value - 1e-12)
        expect(worse.value!).toBeLessThanOrEqual(figure.value + 1e-12)
      }),
    )
  })

  test('without open cases the Kaplan–Meier estimate beside it is the same share', () => {
    fc.assert(
      fc.property(waits, (rows) => {
        const closed = rows.map((row) => ({ ...row, open: 0 }))
        const figure = withinDay([...closed, wait(100, 3)], 1)
        const censored = figure.inputs.find((input) => input.key === 'censored')!.value
        expect(censored).toBeCloseTo(figure.value!, 9)
      }),
    )
  })
})

describe('the time to answer', () => {
  test('half by five hours; the median of the answered alone would hide those who wait', () => {
    expect(medianHours([wait(1, 2), wait(5, 1), wait(9, 2)], 5).value).toBe(5)
    const hidden = medianHours([wait(1, 3), wait(72, 0, 9)], 5)
    expect(hidden).toMatchObject({ value: null, missing: 'open' })
  })

  test('whoever waits longer never shortens it', () => {
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 30 }), (rows, more) => {
        const [before, after] = [medianHours(rows, 1), medianHours([...rows, wait(252, 0, more)], 1)]
        if (before.value !== null && after.value !== null) expect(after.value).toBeGreaterThanOrEqual(before.value)
      }),
    )
  })
})

test('a period that still runs is not called worse than the one before for reports that came yesterday', () => {
  const months = ['2026-07', '2026-08', '2026-09'].map((month) => ({ ...wait(5, 90, 10), month }))
  const facts = (today: string) =>
    ({
      asOf: new Date(),
      least: 5,
      today,
      tree: [{ id: 'u', parent_id: null }],
      templates: [{ code: 'resolution', recorded: false, formula: 'resolution', direction: 'up' }],
      indicators: new Map(),
      circle: () => new Set(['u']),
      waits: Map.groupBy([...months, wait(5, 60, 40)], (row) => `u ${row.month}`),
    }) as unknown as Facts
  const changeOn = (today: string) => scorecardOf(facts(today), 'u', periodOf('quarter', '2026-10')).lines[0]!.change
  expect(changeOn('2026-11-02')).toBe('same')
  expect(changeOn('2027-01-02')).toBe('worse')
})

test('nor for requests that are late and not yet completed, as those of earlier periods have been since', () => {
  const given = (month: string, completed: number, overdue: number) => {
    const row = { unit_id: 'u', month, ended: completed, completed, digital: 0, promised: 0, on_time: 0, overdue }
    return [`u ${month}`, [row]] as const
  }
  const facts = (today: string) =>
    ({
      asOf: new Date(),
      least: 5,
      today,
      tree: [{ id: 'u', parent_id: null }],
      templates: [{ code: 'task_done', recorded: false, formula: 'task_done', direction: 'up' }],
      indicators: new Map(),
      circle: () => new Set(['u']),
      given: new Map([given('2026-08', 900, 0), given('2026-10', 600, 90)]),
    }) as unknown as Facts
  const changeOn = (today: string) => scorecardOf(facts(today), 'u', periodOf('quarter', '2026-10')).lines[0]!.change
  expect(changeOn('2026-11-02')).toBe('same')
  expect(changeOn('2027-01-02')).toBe('worse')
})

test('of what is no question nothing is lost where all beyond a day stand together', () => {
  fc.assert(
    fc.property(waits, (rows) => {
      const together = rows.map((row) => ({ ...row, bin: Math.min(row.bin, 25) }))
      expect(withinDay(together, 5)).toEqual(withinDay(rows, 5))
      expect(resolution(together, 5)).toEqual(resolution(rows, 5))
    }),
  )
})

test('what still waits counts as not yet answered', () => {
  expect(resolution([wait(3, 6), wait(200, 0, 4)], 5).value).toBe(0.6)
})

describe('budget efficiency', () => {
  test('the published inputs of PMK 214: 25.67 %', () => {
    const bn = 1_000_000_000
    const figure = budgetEfficiency([
      { planned: 4 * bn, realized: 3.8 * bn, reached: 122, wanted: 100 },
      { planned: 1 * bn, realized: 0.975 * bn, reached: 80, wanted: 100 },
      { planned: 5 * bn, realized: 4.725 * bn, reached: 142, wanted: 100 },
    ])
    expect(figure.value).toBeCloseTo(0.2567, 4)
    expect(figure.inputs.find((input) => input.key === 'due')!.value).toBe(12.78 * bn)
  })

  test('nothing reached is no efficiency, spending all for all is zero', () => {
    expect(budgetEfficiency([{ planned: 100, realized: 50, reached: 0, wanted: 10 }]).value).toBeNull()
    expect(budgetEfficiency([{ planned: 100, realized: 100, reached: 10, wanted: 10 }]).value).toBe(0)
    expect(budgetEfficiency([])).toEqual(nothing('none'))
  })
})

describe('what is told and what is not', () => {
  test('fewer than the least number tell nothing at all, not even their parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (n, least) => {
        const figure = shareFigure(Math.floor(n / 2), n, least, [{ key: 'answered', value: n }])
        if (n < least) expect(figure).toMatchObject({ value: null, interval: undefined, inputs: [], missing: 'few' })
        else expect(figure.value).not.toBeNull()
      }),
    )
  })

  test('a target is reached or missed only when the whole interval says so', () => {
    const up = (value: number, due = true) => ({ value, direction: 'up' as const, due })
    const figure = shareFigure(80, 100, 5, [])
    expect(judge(figure, up(0.5))).toBe('reached')
    expect(judge(figure, up(0.95))).toBe('missed')
    expect(judge(figure, up(0.95, false))).toBe('pending')
    expect(judge(figure, up(0.8))).toBe('unclear')
    expect(judge(nothing('few', 2), up(0.8))).toBe('unclear')
    expect(judge(figure, { value: 0.95, direction: 'down', due: true })).toBe('reached')
    expect(judge(figure, undefined)).toBe('none')
  })

  test('ten of ten do not beat 4,900 of 5,000', () => {
    const [small, large] = [shareFigure(10, 10, 5, []), shareFigure(4900, 5000, 5, [])]
    expect(change(small, large, 'up')).toBe('same')
    expect(judge(small, { value: 0.9, direction: 'up', due: true })).toBe('unclear')
    expect(judge(large, { value: 0.9, direction: 'up', due: true })).toBe('reached')
  })
})

describe('periods', () => {
  const month = fc.tuple(fc.integer({ min: 2016, max: 2040 }), fc.integer({ min: 1, max: 12 }))
  const text = ([year, number]: [number, number]) => `${year}-${String(number).padStart(2, '0')}`

  test('every period is read back from its own key, and has the right number of months', () => {
    fc.assert(
      fc.property(month, fc.constantFrom('month', 'quarter', 'year'), (at, kind) => {
        const period = periodOf(kind, text(at))
        expect(readPeriod(period.key, '2041-01')).toEqual(period)
        expect(monthsOf(period)).toHaveLength({ month: 1, quarter: 3, year: 12 }[kind])
        expect(monthsOf(period)).toContain(text(at))
        expect(shift(shift(period, -5), 5)).toEqual(period)
        expect(trendOf(period).at(-1)).toEqual(period)
      }),
    )
  })

  test('what has not begun and what is none are no periods', () => {
    expect(readPeriod('2026-12', '2026-11')).toBeUndefined()
    expect(readPeriod('2026-T4', '2026-11')).toMatchObject({ from: '2026-10', to: '2026-12' })
    for (const wrong of ['', '2026-13', '2026-T5', 'x', '1999', '2026-10-01'])
      expect(readPeriod(wrong, '2026-11')).toBeUndefined()
    expect(presentPeriod('2026-11').key).toBe('2026-T4')
    expect(presentPeriod('2027-01').key).toBe('2026-T4')
  })
})
