import { expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, demoHouse } from '../../platform/test/harness.ts'
import { monthsOf, periodOf, presentPeriod, trendOf } from './period.ts'
import { computeFigure, loadFacts, recordedFigure, spentOf } from './scorecard.ts'

test('the card of many units reads the rows of one, and says what their own rows say together', async () => {
  const house = await demoHouse()
  const { rows } = await house.owner.query("select id from organization.institution where slug = 'contoh'")
  await asSystem(house, rows[0], 'performance.read', async (db, scope) => {
    const { rows: units } = await house.owner.query<{ id: string; parent_id: string | null }>(
      'select id, parent_id from organization.unit where institution_id = $1',
      [scope.institution],
    )
    const root = units.find((unit) => unit.parent_id === null)!.id
    const today = localDate(house.clock.now, 'Asia/Jakarta')
    const period = presentPeriod(today.slice(0, 7))
    const clock = { now: house.clock.now, today }
    const all = units.map((unit) => unit.id)
    const together = await loadFacts(db, scope, clock, [root], period)
    const apart = await loadFacts(db, scope, clock, all, period)

    const kept = [...together.waits.values()].flat()
    expect(new Set(kept.map((row) => row.unit_id))).toEqual(new Set([root]))
    // A month has two kinds and no more bins than a wait can have; how many units there are does not matter.
    const rowsOfOne = trendOf(period).flatMap(monthsOf).length
    expect(kept.length).toBeLessThan(rowsOfOne * 2 * 250)
    expect([...apart.waits.values()].flat().length).toBeGreaterThan(kept.length)
    for (const code of ['question_hours', 'resolution', 'within_day', 'skm'] as const) {
      const figure = computeFigure(together, code, all, period)
      expect(figure.n).toBeGreaterThan(0)
      expect(figure).toEqual(computeFigure(apart, code, all, period))
    }
    // A quarter is read as one row and is what its months are together.
    const byMonth = await loadFacts(db, scope, clock, [root], periodOf('month', period.to))
    const months = monthsOf(period).map((month) => periodOf('month', month))
    for (const [code, key] of [
      ['resolution', 'answered'],
      ['within_day', 'within'],
      ['question_hours', 'answered'],
    ] as const) {
      const counted = (facts: typeof together, one: typeof period) =>
        computeFigure({ ...facts, least: 0 }, code, all, one).inputs.find((input) => input.key === key)?.value ?? 0
      const sum = months.reduce((total, month) => total + counted(byMonth, month), 0)
      expect([code, counted(together, period)]).toEqual([code, sum])
    }
    expect(together.skm(all, period).n).toBe(months.reduce((total, month) => total + byMonth.skm(all, month).n, 0))
  })
})

test('of what was verified only the months of the trend are read, and every figure is that of all months', async () => {
  const house = await demoHouse()
  const { rows } = await house.owner.query("select id from organization.institution where slug = 'contoh'")
  await asSystem(house, rows[0], 'performance.read', async (db, scope) => {
    const { rows: all } = await house.owner.query<{ key: string; month: string; value: number; hits: number | null }>(
      `select coalesce(indicator_id, program_id) as key, to_char(month, 'YYYY-MM') as month, value::float8, hits::float8
       from performance.measurement where institution_id = $1 and state = 1 order by performance.measurement.month`,
      [scope.institution],
    )
    const { rows: units } = await house.owner.query<{ id: string }>(
      'select id from organization.unit where institution_id = $1',
      [scope.institution],
    )
    const ids = units.map((unit) => unit.id)
    const today = localDate(house.clock.now, 'Asia/Jakarta')
    const compared = { told: 0, spent: 0 }
    for (const kind of ['month', 'quarter', 'year'] as const) {
      const now = periodOf(kind, today.slice(0, 7))
      const facts = await loadFacts(db, scope, { now: house.clock.now, today }, ids, now)
      for (const period of trendOf(now)) {
        const last = (key: string) => {
          const told = all.filter((row) => row.key === key && row.month <= period.to).at(-1)
          return told && told.month >= period.from ? told : undefined
        }
        for (const indicator of [...facts.indicators.values()].flat()) {
          const told = last(indicator.id)
          expect(recordedFigure(facts, indicator.id, period).missing === 'unmeasured').toBe(told === undefined)
          if (told?.hits === null) expect(recordedFigure(facts, indicator.id, period).value).toBe(told.value)
          if (told) compared.told++
        }
        const spent = spentOf(facts, ids, period)
        expect(spent.map((one) => [one.program, one.realized])).toEqual(
          facts.programs.flatMap(({ id }) => {
            const told = last(id)
            return told ? [[id, told.value]] : []
          }),
        )
        compared.spent += spent.length
      }
    }
    expect(compared.told).toBeGreaterThan(20)
    expect(compared.spent).toBeGreaterThan(0)
  })
})
