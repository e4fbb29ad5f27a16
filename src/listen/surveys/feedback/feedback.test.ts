import { beforeEach, expect, test } from 'vitest'
import { get, newPerson, newUnit } from '../../../platform/test/harness.ts'
import { ELEMENTS } from '../model.ts'
import { useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)
const PAGE = '/survei/unit-saya'

/** What stands in a section of the page. */
function section(body: string, id: string): string {
  return body.split(`id="${id}"`)[1]?.split('</section>')[0] ?? ''
}

test('people of a unit read what citizens value and what to mend; others do not, and few answers say nothing', async () => {
  const { house, institution, unit } = world
  const member = await newPerson(house, institution, unit)
  const elsewhere = await newUnit(house, institution, institution.root, 'department', 'Dinas Lain')
  const stranger = await newPerson(house, institution, elsewhere)
  const answers = {
    ...Object.fromEntries(ELEMENTS.map((element) => [element, 3])),
    waktu: 1 as const,
    biaya: 4 as const,
  }

  await world.keep([{ answers }])
  const few = (await get(house, PAGE, member)).body
  expect(few).toContain('Belum cukup')
  expect(section(few, 'diperbaiki')).toBe('')

  await world.keep(Array.from({ length: 39 }, () => ({ answers })))
  const page = (await get(house, PAGE, member)).body
  expect(section(page, 'diperbaiki')).toContain('Waktu penyelesaian')
  expect(section(page, 'dihargai')).not.toContain('Waktu penyelesaian')
  expect(section(page, 'dihargai')).toContain('100,00')
  const other = (await get(house, PAGE, stranger)).body
  expect(other).toContain('Dinas Lain')
  expect(section(other, 'diperbaiki')).toBe('')
})
