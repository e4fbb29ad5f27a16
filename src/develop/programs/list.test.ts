import { expect, test } from 'vitest'
import { get, newInstitution, newPerson, newUnit, post, testHouse } from '../../platform/test/harness.ts'

const PLAN = {
  objective: 'Petugas loket menyapa, mendengar, dan menjelaskan.',
  method: 'N03',
  participants: '30',
  endsOn: '2026-02-27',
}

test('the list is ordered by the server both ways, and no program is lost between pages', async () => {
  const house = await testHouse()
  const own = await newInstitution(house)
  const unit = await newUnit(house, own, own.root)
  const planner = await newPerson(house, own, own.root, ['program.read', 'program.manage'])
  const titles = Array.from({ length: 33 }, (_, at) => `Program ke-${String((at * 17) % 33).padStart(2, '0')}`)
  for (const [at, title] of titles.entries()) {
    const startsOn = `2026-02-${String(1 + (at % 3)).padStart(2, '0')}`
    const made = await post(house, '/program', { ...PLAN, title, units: unit, startsOn }, planner)
    expect(made.statusCode).toBe(303)
  }
  const walk = async (sort: string) => {
    const seen: string[] = []
    let url: string | undefined = `/program?sort=${sort}`
    while (url) {
      const { body } = await get(house, url, planner)
      seen.push(...[...body.matchAll(/Program ke-\d\d(?=<\/a>)/g)].map(String))
      url = /href="([^"]*)" rel="next"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
      if (seen.length > titles.length) break
    }
    return seen
  }
  expect(await walk('title')).toEqual(titles.toSorted())
  expect(await walk('-title')).toEqual(titles.toSorted().reverse())
  for (const sort of ['starts', '-starts', 'status', '-budget', 'lain'])
    expect((await walk(sort)).toSorted(), sort).toEqual(titles.toSorted())
})
