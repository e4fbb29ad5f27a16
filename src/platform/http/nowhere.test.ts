import { beforeAll, expect, test } from 'vitest'
import { get, newInstitution, newPerson, type TestHouse, testHouse } from '../test/harness.ts'

let house: TestHouse

beforeAll(async () => {
  house = await testHouse()
})

test('who is lost among citizens stays with the institution; who works there keeps the menu', async () => {
  const home = await newInstitution(house)
  const person = await newPerson(house, home, home.root, ['unit.read'])
  const citizen = await get(house, `/i/${home.slug}/tidak-ada`)
  expect([citizen.statusCode, citizen.body.includes(`/i/${home.slug}/lapor`)]).toEqual([404, true])
  const staff = await get(house, '/tidak-ada', person)
  expect([staff.statusCode, staff.body.includes('shell-staff'), staff.body.includes('/unit')]).toEqual([
    404,
    true,
    true,
  ])
  expect((await get(house, `/i/${home.slug}/tidak-ada`, person)).body).toContain('shell-public')
})

test('a stranger, and one whose session has ended, hear no more than that there is nothing', async () => {
  for (const who of [undefined, { cookie: 'sigap=x.y' }]) {
    const answer = await get(house, '/tidak-ada', who as never)
    expect([answer.statusCode, answer.body.includes('shell-public')]).toEqual([404, true])
  }
})

test('a mangled or endless address is answered by the page of what is not there', async () => {
  const home = await newInstitution(house)
  const parts = ['%FF', '%zz', '%', '%E0%A4%A', '%ED%A0%80', '%00', 'x'.repeat(9000), '%F0%9F%92%A1'.repeat(40)]
  for (const part of parts)
    for (const at of [
      `/i/${home.slug}/${part}`,
      `/i/${home.slug}/lacak/${part}`,
      `/i/${part}/lapor`,
      `/${part}?a=${part}`,
    ]) {
      const answer = await get(house, at)
      const told = [answer.statusCode, answer.headers['content-type'], answer.body.includes('<main')]
      expect(told, at.slice(0, 80)).toEqual([404, 'text/html; charset=utf-8', true])
    }
})
