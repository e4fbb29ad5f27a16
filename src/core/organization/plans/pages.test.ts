import { expect, test } from 'vitest'
import { get, newInstitution, newPerson, testHouse } from '../../../platform/test/harness.ts'
import { PLANS_SHOWN } from './model.ts'

test('what is planned for units is shown in pages', async () => {
  const house = await testHouse()
  const institution = await newInstitution(house)
  const reader = await newPerson(house, institution, institution.root, ['unit.read'])
  await house.owner.query(
    `insert into organization.unit_plan (institution_id, id, unit_id, act, code, name, kind, parent_id, valid_from, reason,
       made_at)
     select $1, gen_random_uuid(), gen_random_uuid(), 'open', 'KELAK-' || n, 'Unit kelak ' || lpad(n::text, 3, '0'),
       'section', $2, date '2090-01-01' + n, 'Uji', now() from generate_series(1, $3::int) n`,
    [institution.id, institution.root, PLANS_SHOWN + 2],
  )
  const first = (await get(house, '/unit', reader)).body
  expect(first).toContain('Unit kelak 001')
  expect(first).not.toContain('Unit kelak 052')
  expect(first).toContain('50 dari 52')
  expect(first).not.toContain('rel="prev"')
  const follow = (page: string, rel: string) =>
    /href="([^"#]+)/.exec(new RegExp(`<a [^>]*rel="${rel}"[^>]*>`).exec(page)![0])![1]!
  const second = (await get(house, `/unit${follow(first, 'next')}`, reader)).body
  expect(second).toContain('Unit kelak 052')
  expect(second).not.toContain('Unit kelak 050')
  expect(second).not.toContain('rel="next"')
  const back = (await get(house, `/unit${follow(second, 'prev')}`, reader)).body
  expect(back).toContain('Unit kelak 001')
  expect(back).toContain('Unit kelak 050')
  expect(back).not.toContain('rel="prev"')
  // A plan that is taken back meanwhile moves nobody's page.
  await house.owner.query(`delete from organization.unit_plan where institution_id = $1 and code = 'KELAK-7'`, [
    institution.id,
  ])
  expect((await get(house, `/unit${follow(first, 'next')}`, reader)).body).toContain('Unit kelak 051')
  for (const odd of ['0', '-1', '99', 'x', '2090-13-41_x'])
    expect((await get(house, `/unit?rencana=${odd}&sebelum=${odd}`, reader)).statusCode).toBe(200)
})
