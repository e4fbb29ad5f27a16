import { expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, demoHouse } from '../../platform/test/harness.ts'
import { monthsOf, periodOf, presentPeriod, trendOf } from './period.ts'
import { computeFigure, loadFacts } from './scorecard.ts'

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
