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

/** Where an administrator has founded an institution already. */
let founded: TestHouse
beforeAll(async () => {
  founded = await openHouse(routes)
  const kode = new URL(await newFoundingLink(founded.database.pool), 'http://x').searchParams.get('kode')!
  expect((await post(founded, '/mulai', { ...FOUNDING, kode })).statusCode).toBe(303)
})

test('the first administrator founds an institution through a link that works once', async () => {
  const house = await openHouse(routes)
  const link = await newFoundingLink(house.database.pool)
  const token = new URL(link, 'http://x').searchParams.get('kode')!
  const replaced = await get(house, '/mulai?kode=salah')
  expect([replaced.statusCode, replaced.body.includes('buka yang terakhir')]).toEqual([410, true])
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

  const nothing = await post(house, '/mulai', {
    kode: token,
    name: '',
    slug: '',
    person: '',
    email: '',
    password: '',
    repeat: '',
  })
  for (const said of ['Nama instansi belum diisi', 'Surel belum diisi', 'Kata sandi baru belum diisi'])
    expect(nothing.body).toContain(said)

  const asked = await post(house, '/mulai/kunci-sandi/mulai', { kode: token, person: 'Siti', email: FOUNDING.email })
  expect(asked.json()).toMatchObject({ rp: { id: 'localhost' }, user: { name: FOUNDING.email } })
  const stolen = { kode: 'salah', person: 'Siti', email: FOUNDING.email }
  expect((await post(house, '/mulai/kunci-sandi/mulai', stolen)).statusCode).toBe(410)
  for (const answer of ['-', '{}', JSON.stringify({ id: 'x', response: { clientDataJSON: 'e30' } })]) {
    const forged = await post(house, '/mulai', { ...FOUNDING, kode: token, answer, password: '', repeat: '' })
    expect([answer, forged.statusCode]).toEqual([answer, 422])
    expect(forged.body).toContain('Kunci sandi tidak jadi dibuat')
    expect(forged.body).toContain('name="password"')
  }
  const early = { ...FOUNDING, kode: token, slug: '', answer: '{"id":"x"}', password: '', repeat: '' }
  expect((await post(house, '/mulai', early)).body).toContain('Kunci sandi Anda siap')

  const done = await post(house, '/mulai', { ...FOUNDING, kode: token })
  expect([done.statusCode, done.headers.location]).toEqual([303, '/langkah-pertama'])
  const cookie = `sigap=${done.cookies.find(({ name }) => name === 'sigap')!.value}`
  const steps = await get(house, '/langkah-pertama', { cookie })
  expect(steps.statusCode).toBe(200)
  expect(steps.body).toContain('0 dari 9 langkah selesai')
  expect((await get(house, '/hari-ini', { cookie })).body).toContain('9 langkah pertama belum selesai')
  const order = [...steps.body.matchAll(/first-step-body"><h2>([^<]*) </g)].map(([, label]) => label)
  expect(order.slice(0, 3)).toEqual(['Lengkapi data instansi', 'Susun unit kerja', 'Daftarkan layanan publik'])
  const doors = [...steps.body.matchAll(/<a href="(\/[\w-]+)" class="button button-(?:primary|secondary)"/g)]
  expect(doors).toHaveLength(9)
  for (const [, path] of doors) expect([path, (await get(house, path!, { cookie })).statusCode]).toEqual([path, 200])

  const second = await post(house, '/mulai', { ...FOUNDING, kode: token, slug: 'kedua' })
  expect(second.statusCode).toBe(410)
  expect(second.body).toContain('Masuklah dengan akun administrator pertama')
  const used = await get(house, link)
  expect([used.statusCode, used.body.includes('href="/masuk"')]).toEqual([410, true])
  const { rows } = await house.owner.query('select slug, time_zone, synthetic from organization.institution')
  expect(rows).toEqual([{ slug: 'nyata', time_zone: 'Asia/Makassar', synthetic: false }])
})

test('the guide takes up where the data stands; what the data cannot tell, a person marks', async () => {
  const house = founded
  const signedIn = await post(house, '/i/nyata/masuk', { login: FOUNDING.email, password: FOUNDING.password })
  const me = { cookie: `sigap=${signedIn.cookies.find(({ name }) => name === 'sigap')!.value}` }
  const { rows } = await house.owner.query('select id from organization.unit')
  const unit = { name: 'Dinas Satu', code: 'D1', kind: 'department', parent_id: rows[0].id, active_from: '2024-01-01' }
  expect((await post(house, '/unit/baru', unit, me)).statusCode).toBe(303)
  // The institution was entered today and is as old as its oldest unit.
  const of2024 = await get(house, '/unit/pada?tanggal=2024-01-01', me)
  expect([of2024.body.includes('Kabupaten Nyata'), of2024.body.includes('Dinas Satu')]).toEqual([true, true])
  expect((await post(house, '/langkah-pertama/tandai', { step: 'calendar', checked: 'ya' }, me)).statusCode).toBe(303)
  expect((await post(house, '/langkah-pertama/tandai', { step: 'calendar', checked: 'ya' }, me)).statusCode).toBe(303)
  const page = (await get(house, '/langkah-pertama', me)).body
  expect(page).toContain('2 dari 9 langkah selesai')
  expect(page).toContain('1 unit di bawah instansi')
  expect(page).toContain('ditandai selesai oleh administrator')
  expect(page.match(/aria-current="step"[\s\S]*?<h2>([^<]*) </)?.[1]).toBe('Lengkapi data instansi')
  expect((await post(house, '/langkah-pertama/tandai', { step: 'calendar' }, me)).statusCode).toBe(303)
  expect((await get(house, '/langkah-pertama', me)).body).toContain('1 dari 9 langkah selesai')
  expect((await post(house, '/langkah-pertama/tandai', { step: 'lain' }, me)).statusCode).toBe(404)
})

test('signing in afterwards works with the chosen password, and there is no other account', async () => {
  const house = founded
  const signedIn = await post(house, '/i/nyata/masuk', { login: FOUNDING.email, password: FOUNDING.password })
  expect(signedIn.statusCode).toBe(303)
  const { rows } = await house.owner.query('select count(*)::int as accounts from people.account')
  expect(rows[0].accounts).toBe(1)
})
