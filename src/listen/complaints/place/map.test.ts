import { beforeAll, expect, test } from 'vitest'
import { contentPolicy } from '../../../platform/http/guards.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../../platform/test/harness.ts'
import { readCentre, tileProblem } from './map-model.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const TILES = 'https://peta.contoh.go.id/{z}/{x}/{y}.png'
const SET = {
  tiles: TILES,
  attribution: '© Dinas "Contoh" <script>alert(1)</script>',
  max_zoom: '18',
  zoom: '12',
  centre: '-6.91474, 107.60981',
}

async function world() {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const keeper = await newPerson(house, institution, institution.root, ['complaint.rules'])
  return { institution, unit, keeper }
}

async function draftOf(slug: string, unit: string, kind: string): Promise<string> {
  const begun = await post(house, `/i/${slug}/lapor`, { kind })
  const draft = String(begun.headers['location']).replace('/layanan', '')
  await post(house, `${draft}/layanan`, { about: `unit:${unit}` })
  await post(house, `${draft}/cerita`, { subject: 'Jalan rusak', body: 'Lubang besar di depan sekolah.' })
  return draft
}

function policy(page: { headers: Record<string, unknown> }): string {
  return String(page.headers['content-security-policy'])
}

test('without a setting no page names a map or allows another origin', async () => {
  const { institution, unit, keeper } = await world()
  const page = await get(house, `${await draftOf(institution.slug, unit, 'complaint')}/tempat`)
  expect(page.body).not.toContain('data-map')
  expect(policy(page)).toBe(contentPolicy())
  const setting = await get(house, '/pengaduan/peta', keeper)
  expect(setting.body).toContain('Belum ada peta.')
  expect(policy(setting)).toBe(contentPolicy())
})

test('with one the step about the place offers a map and allows pictures of that origin only, nowhere else', async () => {
  const { institution, unit, keeper } = await world()
  expect((await post(house, '/pengaduan/peta', SET, keeper)).statusCode).toBe(303)
  const setting = await get(house, '/pengaduan/peta', keeper)
  expect(setting.body).toContain('peta.contoh.go.id')
  expect(setting.body).not.toContain('<script>alert')
  const draft = await draftOf(institution.slug, unit, 'complaint')
  const page = await get(house, `${draft}/tempat`)
  expect(page.body).toMatch(/<div class="map-box" data-map="[^"]*" hidden>/)
  expect(page.body).toContain('Tunjukkan di peta')
  expect(page.body).toContain('Gambar peta diambil dari peta.contoh.go.id')
  expect(policy(page)).toBe(
    contentPolicy().replace("img-src 'self' data: blob:", "img-src 'self' data: blob: https://peta.contoh.go.id"),
  )
  expect(policy(await get(house, `${draft}/cerita`))).toBe(contentPolicy())
  // A form shown again keeps its map.
  const wrong = await post(house, `${draft}/tempat`, { within: '', rt: 'tiga', latitude: '-6.9', longitude: '107.6' })
  expect(wrong.statusCode).toBe(422)
  expect(policy(wrong)).toContain('https://peta.contoh.go.id')
  // Another institution has chosen nothing.
  const other = await world()
  const elsewhere = await get(house, `${await draftOf(other.institution.slug, other.unit, 'complaint')}/tempat`)
  expect(elsewhere.body).not.toContain('data-map')
  expect(policy(elsewhere)).toBe(contentPolicy())
  expect((await post(house, '/pengaduan/peta/hapus', {}, keeper)).statusCode).toBe(303)
  expect((await get(house, `${draft}/tempat`)).body).not.toContain('data-map')
})

test('whoever reports wrongdoing is offered no map, and neither is who reads it', async () => {
  const { institution, unit, keeper } = await world()
  await post(house, '/pengaduan/peta', SET, keeper)
  const draft = await draftOf(institution.slug, unit, 'whistleblowing')
  const page = await get(house, `${draft}/tempat`)
  expect(page.body).toContain('Patokan')
  expect(page.body).not.toContain('data-map')
  expect(policy(page)).toBe(contentPolicy())
  await post(house, `${draft}/tempat`, { latitude: '-6.9147441', longitude: '107.6098111' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'secret' })
  await post(house, `${draft}/kirim`, {})
  const reader = await newPerson(house, institution, institution.root, ['complaint.whistleblowing'])
  const { rows } = await house.owner.query('select id from complaints.complaint where institution_id = $1', [
    institution.id,
  ])
  const read = await get(house, `/pelanggaran/${rows[0].id}`, reader)
  expect(read.body).toContain('Titik: -6.91')
  expect(read.body).not.toContain('data-map')
  expect(policy(read)).toBe(contentPolicy())
})

test('an officer sees a point on the map where a case has one and the institution has a map', async () => {
  const { institution, unit, keeper } = await world()
  const officer = await newPerson(house, institution, institution.root, ['complaint.read'])
  const ids: string[] = []
  for (const point of [{ latitude: '-6.9147441', longitude: '107.6098111' }, { place: 'Depan SD' }]) {
    const draft = await draftOf(institution.slug, unit, 'complaint')
    await post(house, `${draft}/tempat`, point)
    await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous' })
    await post(house, `${draft}/kirim`, {})
  }
  const { rows } = await house.owner.query<{ id: string }>(
    `select c.id from complaints.complaint c left join complaints.place p on p.complaint_id = c.id
     where c.institution_id = $1 order by p.latitude nulls last`,
    [institution.id],
  )
  ids.push(...rows.map(({ id }) => id))
  expect((await get(house, `/pengaduan/${ids[0]}`, officer)).body).not.toContain('data-map')
  await post(house, '/pengaduan/peta', SET, keeper)
  const [exact, bare] = [
    await get(house, `/pengaduan/${ids[0]}`, officer),
    await get(house, `/pengaduan/${ids[1]}`, officer),
  ]
  expect(exact.body).toContain('Lihat di peta')
  expect(exact.body).toContain('-6.9147')
  expect(policy(exact)).toContain('https://peta.contoh.go.id')
  expect(bare.body).not.toContain('data-map')
  expect(policy(bare)).toBe(contentPolicy())
})

test('only who sets the rules sets the map, and a wrong one is explained at its field with what was typed', async () => {
  const { institution, keeper } = await world()
  const officer = await newPerson(house, institution, institution.root, ['complaint.read', 'complaint.verify'])
  expect((await get(house, '/pengaduan/peta', officer)).statusCode).toBe(403)
  expect((await post(house, '/pengaduan/peta', SET, officer)).statusCode).toBe(403)
  expect((await post(house, '/pengaduan/peta/hapus', {}, officer)).statusCode).toBe(403)
  for (const [change, told] of [
    [{ tiles: 'http://peta.contoh.go.id/{z}/{x}/{y}.png' }, 'Alamat dimulai dengan https://'],
    [{ tiles: 'https://peta.contoh.go.id/{z}/{x}.png' }, 'Alamat harus memuat {z}, {x}, dan {y}'],
    [{ tiles: 'https://{s}.peta.contoh.go.id/{z}/{x}/{y}.png' }, 'Tulis satu nama server'],
    [{ attribution: '' }, 'Sumber peta belum ditulis.'],
    [{ attribution_url: 'javascript:alert(1)' }, 'Tautan dimulai dengan https://.'],
    [{ max_zoom: '30' }, 'Paling besar 22.'],
    [{ centre: 'Bandung' }, 'Tulis lintang dan bujur'],
  ] as const) {
    const answer = await post(house, '/pengaduan/peta', { ...SET, ...change }, keeper)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(told)
    expect(answer.body).toContain(SET.zoom)
  }
})

test('an address of pictures names one server that a policy can allow', () => {
  const fine = [
    TILES,
    '/peta/{z}/{x}/{y}.webp',
    'https://a.go.id:8443/t/{z}/{y}/{x}?key=abc',
    'http://localhost:8080/{z}/{x}/{y}',
  ]
  for (const template of fine) expect(tileProblem(template), template).toBeUndefined()
  const wrong = [
    '',
    '{z}/{x}/{y}',
    '//peta.go.id/{z}/{x}/{y}',
    '/\\peta.go.id/{z}/{x}/{y}',
    'https://a.go.id;script-src */{z}/{x}/{y}',
    'https://a.go.id {z}/{x}/{y}',
    'https://user:secret@a.go.id/{z}/{x}/{y}',
    'https://*/{z}/{x}/{y}',
    'http://localhost.evil.example/{z}/{x}/{y}',
    'https://a.go.id/{z}/{x}/{y}/{x}',
    'https://a.go.id/{z}/{x}/{y}/{r}',
    'data:image/png,{z}{x}{y}',
  ]
  for (const template of wrong) expect(tileProblem(template), template).toBeDefined()
  expect(readCentre('-6.91474, 107.60981')).toEqual({ latitude: -6.91474, longitude: 107.60981 })
  expect(readCentre('-6.91474; 207')).toBeUndefined()
})
