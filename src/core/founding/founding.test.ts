import { beforeAll, expect, test } from 'vitest'
import { get, openHouse, post, type TestHouse } from '../../platform/test/harness.ts'
import { routes } from '../../slices.ts'
import { newFoundingLink } from './index.ts'

const FOUNDING = {
  name: 'Kabupaten Nyata',
  slug: 'nyata',
  kind: 'regency',
  zone: 'Asia/Makassar',
  person: 'Siti Pertama',
  email: 'siti@nyata.example',
  password: 'empat kata acak sekali',
  repeat: 'empat kata acak sekali',
}

let house: TestHouse
beforeAll(async () => {
  house = await openHouse(routes)
})

test('the first administrator founds an institution through a link that works once', async () => {
  const link = await newFoundingLink(house.database.pool)
  const token = new URL(link, 'http://x').searchParams.get('kode')!
  expect((await get(house, '/mulai?kode=salah')).statusCode).toBe(410)
  expect((await get(house, link)).statusCode).toBe(200)

  const wrong = await post(house, '/mulai', {
    ...FOUNDING,
    kode: token,
    slug: 'Huruf Besar',
    repeat: 'lain',
    email: 'bukan surel',
  })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Kabupaten Nyata')
  expect(wrong.body).toContain('tidak sama')
  expect(wrong.body).not.toContain(FOUNDING.password)

  const done = await post(house, '/mulai', { ...FOUNDING, kode: token })
  expect([done.statusCode, done.headers.location]).toEqual([303, '/langkah-pertama'])
  const cookie = `sigap=${done.cookies.find(({ name }) => name === 'sigap')!.value}`
  const steps = await get(house, '/langkah-pertama', { cookie })
  expect(steps.statusCode).toBe(200)
  for (const [, path] of steps.body.matchAll(/<a href="(\/(?:unit|jabatan|impor|layanan|peran|kalender))"/g))
    expect([path, (await get(house, path!, { cookie })).statusCode]).toEqual([path, 200])

  expect((await post(house, '/mulai', { ...FOUNDING, kode: token, slug: 'kedua' })).statusCode).toBe(410)
  const { rows } = await house.owner.query('select slug, time_zone, synthetic from organization.institution')
  expect(rows).toEqual([{ slug: 'nyata', time_zone: 'Asia/Makassar', synthetic: false }])
})

test('signing in afterwards works with the chosen password, and there is no other account', async () => {
  const signedIn = await post(house, '/i/nyata/masuk', { login: FOUNDING.email, password: FOUNDING.password })
  expect(signedIn.statusCode).toBe(303)
  const { rows } = await house.owner.query('select count(*)::int as accounts from people.account')
  expect(rows[0].accounts).toBe(1)
})
