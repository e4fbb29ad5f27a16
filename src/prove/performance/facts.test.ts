import { expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, demoHouse } from '../../platform/test/harness.ts'
import { monthsOf, presentPeriod, trendOf } from './period.ts'
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
    const months = trendOf(period).flatMap(monthsOf).length
    expect(kept.length).toBeLessThan(months * 2 * 250)
    expect([...apart.waits.values()].flat().length).toBeGreaterThan(kept.length)
    for (const code of ['question_hours', 'resolution', 'within_day'] as const) {
      const figure = computeFigure(together, code, all, period)
      expect(figure.n).toBeGreaterThan(0)
      expect(figure).toEqual(computeFigure(apart, code, all, period))
    }
  })
})
