import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'

let house: TestHouse
let officer: TestPerson
let institution: { id: string; root: string }
let clerk: string
const service = new Map<string, string>()

beforeAll(async () => {
  house = await testHouse()
  const made = await newInstitution(house)
  institution = made
  clerk = await newUnit(house, made, made.root, 'department', 'Dinas Catatan')
  const health = await newUnit(house, made, made.root, 'department', 'Dinas Sehat')
  for (const [slug, name, unit] of [
    ['akta-kelahiran', 'Akta Kelahiran', clerk],
    ['izin-klinik', 'Izin Klinik', health],
    ['izin-apotek', 'Izin Apotek', health],
  ] as const) {
    const id = newId()
    service.set(slug, id)
    await house.owner.query(
      `insert into services.service (institution_id, id, unit_id, slug, name, product, promise_days, channels, updated_at)
       values ($1, $2, $3, $4, $5, 'Hasil', 1, '{}', now())`,
      [made.id, id, unit, slug, name],
    )
  }
  officer = await newPerson(house, made, made.root, ['complaint.create', 'complaint.read'])
})

const call = { channel: 'phone', kind: 'complaint', privacy: 'anonymous', subject: 'Telepon', body: 'Isi telepon' }
function record(fields: Record<string, string>) {
  house.clock.now = new Date(house.clock.now.getTime() + 1000)
  return post(house, '/pengaduan', { ...call, ...fields }, officer)
}

async function newest() {
  const { rows } = await house.owner.query<{ service_id: string | null; unit_id: string }>(
    'select service_id, unit_id from complaints.complaint where institution_id = $1 order by received_at desc, id desc limit 1',
    [institution.id],
  )
  return rows[0]!
}

test.each([
  ['Akta Kelahiran (Dinas Catatan)', 'akta-kelahiran'],
  ['akta kelahiran', 'akta-kelahiran'],
  ['akta-kelahiran', 'akta-kelahiran'],
  ['akta lahir', 'akta-kelahiran'],
  ['akta lah', undefined],
  ['kelah', 'akta-kelahiran'],
])('the service “%s” is typed, not picked', async (about, slug) => {
  const sent = await record({ about })
  expect(sent.statusCode).toBe(slug ? 200 : 422)
  if (slug) expect((await newest()).service_id).toBe(service.get(slug))
})

test('the list offers what can be typed, with keyboard and screen reader, without a script', async () => {
  const page = (await get(house, '/pengaduan/baru', officer)).body
  const list = /<input id="f-about"[^>]* list="([^"]*)"/.exec(page)![1]!
  expect(page).toContain(`<datalist id="${list}">`)
  expect(page).toContain('<option value="Akta Kelahiran (Dinas Catatan)"')
})

test('nothing typed goes to the institution itself', async () => {
  expect((await record({ about: '' })).statusCode).toBe(200)
  expect(await newest()).toEqual({ service_id: null, unit_id: institution.root })
})

test('an unknown name is said at the field and stays there; several are offered, and a choice counts for its words', async () => {
  const none = await record({ about: 'paspor <b>' })
  expect(none.statusCode).toBe(422)
  expect(none.body).toContain('Tidak ada layanan bernama “paspor &lt;b>”')
  expect(none.body).toContain('value="paspor &lt;b>"')
  expect(none.body).toContain('Isi telepon')
  const several = await record({ about: 'izin' })
  expect(several.statusCode).toBe(422)
  expect(several.body).toContain('Yang mana untuk “izin”?')
  const clinic = `service:${service.get('izin-klinik')}`
  expect(several.body).toContain(`value="${clinic}"`)
  expect(several.body).not.toContain(`value="service:${service.get('akta-kelahiran')}"`)
  expect((await record({ about: 'izin', about_typed: 'izin', about_chosen: clinic })).statusCode).toBe(200)
  expect((await newest()).service_id).toBe(service.get('izin-klinik'))
  // Other words than those the choice was offered for are looked up anew.
  expect((await record({ about: 'apotek', about_typed: 'izin', about_chosen: clinic })).statusCode).toBe(200)
  expect((await newest()).service_id).toBe(service.get('izin-apotek'))
  expect((await record({ about: `service:${newId()}` })).statusCode).toBe(422)
})

test('who only records has a door of their own, no door to the list, and cannot open what they wrote down', async () => {
  const desk = await newPerson(house, institution, clerk, ['complaint.create'])
  const form = (await get(house, '/pengaduan/baru', desk)).body
  expect(form).toContain('Catat pengaduan')
  expect(form).not.toMatch(/href="\/pengaduan"/)
  const sent = await post(house, '/pengaduan', { ...call, channel: 'counter', about: 'Izin Klinik' }, desk)
  expect(sent.body).toContain('Cara membacakan')
  expect(sent.body).not.toMatch(/href="\/pengaduan(?!\/baru|\?bahasa)/)
  expect((await newest()).service_id).toBe(service.get('izin-klinik'))
  const { rows } = await house.owner.query(
    'select id from complaints.complaint where institution_id = $1 order by received_at desc, id desc limit 1',
    [institution.id],
  )
  expect((await get(house, `/pengaduan/${rows[0].id}`, desk)).statusCode).toBe(403)
  expect((await get(house, `/pengaduan/baru/${rows[0].id}`, desk)).statusCode).toBe(200)
  // Whoever reads the list goes through it.
  expect((await get(house, '/hari-ini', officer)).body).not.toContain('href="/pengaduan/baru"')
})

test('a call is taken down without the mouse: the page opens in its first field, the next one is a key away', async () => {
  const list = (await get(house, '/pengaduan', officer)).body
  expect(list).toMatch(/<a href="\/pengaduan\/baru"[^>]* accesskey="b"/)
  const form = (await get(house, '/pengaduan/baru', officer)).body
  expect(form.match(/ autofocus/g)).toHaveLength(1)
  expect(form).toMatch(/<input[^>]*name="about"[^>]* autofocus/)
  expect((await record({})).body).toMatch(/saluran=phone"[^>]* accesskey="b"/)
  // What is wrong is read first.
  const wrong = (await record({ subject: '' })).body
  expect(wrong.match(/<[^>]* autofocus/g)).toEqual([expect.stringContaining('error-summary')])
})
