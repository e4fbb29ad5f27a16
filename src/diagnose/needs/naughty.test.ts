import { parse } from 'csv-parse/sync'
import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { asSystem, get, newInstitution, newPerson, post, testHouse } from '../../platform/test/harness.ts'
import { naughtyTexts } from '../../platform/test/naughty.ts'
import { installFrameworks } from '../competency/acts.ts'
import { listCompetencies } from '../competency/index.ts'

test('every naughty string comes back as it was typed, inert in HTML and CSV', async () => {
  const house = await testHouse()
  const place = await newInstitution(house)
  const person = await newPerson(house, place, place.root, ['need.read', 'need.propose'])
  const competency = await asSystem(house, place, 'competency.manage', async (db, scope) => {
    await installFrameworks(db, scope, house.clock.now)
    return (await listCompetencies(db, scope))[0]!.id
  })
  const typed = naughtyTexts(186).map((text) => `Uji ${text}`)
  async function submit(title: string) {
    const response = await post(
      house,
      '/kebutuhan',
      { unit: place.root, competency, title, note: title, importance: '3' },
      person,
    )
    expect([303, 422], `${response.statusCode} for ${JSON.stringify(title)}`).toContain(response.statusCode)
  }
  for (let at = 0; at < typed.length; at += 10) await Promise.all(typed.slice(at, at + 10).map(submit))
  const { rows } = await house.owner.query<{ title: string }>(
    'select title from needs.need where institution_id = $1',
    [place.id],
  )
  expect(rows.length).toBeGreaterThan(typed.length * 0.8)
  const kept = rows.map((row) => row.title).sort()

  const links: string[] = []
  let address: string | null = '/kebutuhan'
  while (address) {
    const page: Document = new JSDOM((await get(house, address, person)).body).window.document
    links.push(...[...page.querySelectorAll('table td a, table th[scope=row] a')].map((link) => link.textContent ?? ''))
    expect(page.querySelectorAll('main script, main img, main iframe, main [onerror], main [onclick]').length).toBe(0)
    address = page.querySelector('.pager a[rel=next]')?.getAttribute('href') ?? null
  }
  expect(links.sort()).toEqual(kept.map((title) => title.replaceAll(/\r\n?/g, '\n')).sort())

  const csv: string[][] = parse((await get(house, '/kebutuhan/unduh?bentuk=csv', person)).body, { bom: true })
  expect(
    csv
      .slice(1)
      .map((row) => row[8]!)
      .sort(),
  ).toEqual(kept)
  expect(csv.flat().filter((cell) => /^[=+@\t\r]/.test(cell))).toEqual([])
})
