import { expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import { asSystem, demoHouse, newInstitution, newUnit, testHouse } from '../../platform/test/harness.ts'
import { lastCompleteMonth } from './model.ts'
import { oneSeries, unitSeries, unitsOfOffice } from './sources.ts'

test('the series of one signal is what all series together hold for it', async () => {
  const house = await demoHouse()
  const { rows } = await house.owner.query(`select id from organization.institution where slug = 'contoh'`)
  const window = { from: '2024-01', to: lastCompleteMonth(localDate(house.clock.now)) }
  const compared = await asSystem(house, rows[0], 'signal.read', async (db, scope) => {
    const every = await unitSeries(db, scope, window)
    const some = every.filter((_, at) => at % Math.ceil(every.length / 20) === 0)
    for (const { unitId, theme, element, series } of some) {
      const source = element === null ? ('complaints' as const) : ('surveys' as const)
      expect(await oneSeries(db, scope, window, { unit_id: unitId, theme, source, element, service_id: null })).toEqual(
        series,
      )
    }
    return some
  })
  expect(new Set(compared.map(({ series }) => series.kind)).size).toBe(2)
})

test('what its divisions and desks hear counts for an office; what an office beneath it hears does not', async () => {
  const house = await testHouse()
  const place = await newInstitution(house)
  const office = await newUnit(house, place, place.root, 'department')
  const section = await newUnit(house, place, office, 'section')
  const desk = await newUnit(house, place, section, 'desk')
  const beneath = await newUnit(house, place, office, 'agency')
  await newUnit(house, place, beneath, 'desk')
  const units = await asSystem(house, place, 'signal.read', (db, scope) => unitsOfOffice(db, scope, office))
  expect(units.toSorted()).toEqual([office, section, desk].sort())
})
