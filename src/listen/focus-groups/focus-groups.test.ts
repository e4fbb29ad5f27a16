import sharp from 'sharp'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { naughtyTexts } from '../../platform/test/naughty.ts'
import { jointRows } from './joint.ts'
import { tableOf } from './model.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let leader: TestPerson
let first: TestPerson
let second: TestPerson

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  leader = await newPerson(house, institution, institution.root, ['focus_group.read', 'focus_group.manage'])
  const coder = ['focus_group.read', 'focus_group.code']
  first = await newPerson(house, institution, institution.root, coder)
  second = await newPerson(house, institution, institution.root, coder)
})

const PLAN = { title: 'Diskusi loket', held_on: '2026-11-20', protocol: 'Apa yang sulit?\nApa yang baik?' }

async function begin(kind = 'discussion'): Promise<string> {
  const made = await post(house, '/fgd/baru', { ...PLAN, kind, unit }, leader)
  return String(made.headers.location)
}

async function note(at: string, text: string, fields: Record<string, string> = {}) {
  return post(house, `${at}/catatan`, { text, item: '1', ...fields }, leader)
}

async function withNotes(texts: readonly string[]): Promise<string> {
  const at = await begin()
  await post(house, `${at}/peserta`, { role: 'Pengguna', consent_form: 'Lisan', consent: 'ya' }, leader)
  for (const text of texts) await note(at, text, { participant: '1' })
  await post(house, `${at}/mulai-kode`, {}, leader)
  return at
}

test('from plan to finding: two coders blind to each other, agreement, settled difference, report', async () => {
  const at = await withNotes(['Petugas ketus', 'Antrean lama', 'Syarat berubah', 'Ruang panas'])
  const one = { s_1: 'keramahan', s_2: 'kecepatan', s_3: 'keakuratan', s_4: 'sarana' }
  const two = { s_1: 'keramahan', s_2: 'kecepatan', s_3: 'kemudahan', s_4: 'sarana' }
  expect((await post(house, `${at}/kode`, { s_1: 'keramahan', act: 'done' }, first)).statusCode).toBe(422)
  await post(house, `${at}/kode`, { ...one, act: 'done' }, first)
  // The second sees an empty page, and nobody sees the first one's themes yet.
  const blind = (await get(house, `${at}/kode`, second)).body
  expect(blind.match(/<option value="(?!")[^"]+" selected/g)).toBeNull()
  expect((await get(house, `${at}/kesepakatan`, second)).body).toContain('belum selesai')
  expect((await get(house, `${at}/kesepakatan`, leader)).body).not.toContain('<td data-label="Orang pertama"')
  expect((await post(house, `${at}/kode`, { ...one, s_1: 'biaya' }, first)).headers.location ?? '').not.toContain(
    'kode',
  )
  const third = await newPerson(house, institution, institution.root, ['focus_group.read', 'focus_group.code'])
  await post(house, `${at}/kode`, { s_1: 'biaya' }, second)
  expect((await post(house, `${at}/kode`, { ...two, act: 'done' }, third)).headers.location).toBe('/fgd')
  await post(house, `${at}/kode`, { ...two, act: 'done' }, second)

  const seen = (await get(house, `${at}/kesepakatan`, leader)).body
  expect(seen).toContain('dari 4 catatan')
  expect(seen).toContain('0,69')
  expect((await post(house, `${at}/tutup`, {}, leader)).body).toContain('Selesaikan dahulu')
  const settle = { segment: '3', theme: 'keakuratan', reason: 'Tentang isi aturan' }
  expect((await post(house, `${at}/sepakati`, { ...settle, segment: '1' }, leader)).statusCode).toBe(422)
  expect((await post(house, `${at}/sepakati`, settle, leader)).statusCode).toBe(303)
  const settled = (await get(house, `${at}/kesepakatan`, leader)).body
  expect(settled).toContain('sama pada 3 dari 4 catatan')
  expect(settled).toContain('Mengikuti orang pertama 1, orang kedua 0, tema lain 0.')
  expect(settled).toContain(leader.name)
  expect(settled).toContain('0,69')
  const { rows: served } = await house.owner.query<{ id: string }>(
    `insert into services.service (institution_id, id, unit_id, name, slug, cost, product, promise_days, channels, updated_at)
      values ($1, gen_random_uuid(), $2, 'Kartu Uji', 'kartu-uji', 0, 'Kartu', 1, '{}', now()),
        ($1, gen_random_uuid(), $3, 'Kartu Lain', 'kartu-lain', 0, 'Kartu', 1, '{}', now()) returning id`,
    [institution.id, unit, institution.root],
  )
  const found = { theme: 'keramahan', text: 'Warga dilayani dengan ketus.' }
  const foreign = await post(house, `${at}/temuan`, { ...found, service: served[1]!.id }, leader)
  expect(foreign.statusCode).toBe(422)
  expect(foreign.body).toContain('Layanan ini bukan milik unit itu.')
  expect(foreign.body).toContain('Warga dilayani dengan ketus.')
  expect((await post(house, `${at}/temuan`, { ...found, service: served[0]!.id }, leader)).statusCode).toBe(303)
  expect((await post(house, `${at}/tutup`, {}, leader)).headers.location).toBe(`${at}/laporan`)
  const report = (await get(house, `${at}/laporan`, leader)).body
  for (const word of ['Warga dilayani dengan ketus.', 'Kartu Uji', 'Petugas ketus', 'Kappa Cohen', 'Pengguna (1)'])
    expect(report).toContain(word)
  expect((await get(house, `/fgd/gabungan?unit=${unit}`, leader)).body).toContain('Warga dilayani dengan ketus.')
})

test('nobody is recorded without consent, and who withdraws it leaves no words behind', async () => {
  const at = await begin()
  const refused = await post(house, `${at}/peserta`, { role: 'Warga', consent_form: 'Lisan' }, leader)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('hanya dapat dicatat bila setuju')
  expect((await note(at, 'Tanpa peserta', { participant: '1' })).statusCode).toBe(422)
  await post(house, `${at}/peserta`, { role: 'Warga', consent_form: 'Lisan', consent: 'ya' }, leader)
  await note(at, 'Ucapan yang ditarik', { participant: '1' })
  await note(at, 'Pengamatan yang tetap')
  expect((await post(house, `${at}/tarik`, { number: '1' }, leader)).statusCode).toBe(303)
  const { body } = await get(house, at, leader)
  expect(body).not.toContain('Ucapan yang ditarik')
  expect(body).toContain('Pengamatan yang tetap')
  const { rows } = await house.owner.query('select text from focus_groups.segment where institution_id = $1', [
    institution.id,
  ])
  expect(JSON.stringify(rows)).not.toContain('ditarik')
  expect((await note(at, 'Lagi', { participant: '1' })).statusCode).toBe(422)
})

test('a photo of the board is for readers, a scan of consent for those who manage, and neither for others', async () => {
  const at = await begin()
  const body = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  const file = { name: 'papan.png', type: 'image/png', body }
  for (const attachment of ['board', 'consent'])
    expect((await postMultipart(house, `${at}/lampiran`, { attachment, file }, leader)).statusCode).toBe(303)
  const page = (await get(house, at, leader)).body
  const links = [...page.matchAll(/href="(\/fgd\/[^"]+\/lampiran\/[^"]+)"/g)].map((match) => match[1]!)
  expect(links).toHaveLength(2)
  expect(page).toContain('enctype="multipart/form-data"')
  for (const link of links) expect((await get(house, link, leader)).headers['content-type']).toContain('image/')
  const seen = await Promise.all(links.map(async (link) => (await get(house, link, first)).statusCode))
  expect(seen.toSorted()).toEqual([200, 404])
  expect((await get(house, at, first)).body).toContain('Tertutup: memuat nama')
  const other = await newUnit(house, institution, institution.root)
  const neighbor = await newPerson(house, institution, other, ['focus_group.read', 'focus_group.manage'])
  for (const link of links) {
    expect((await get(house, link, neighbor)).statusCode).toBe(404)
    expect((await post(house, `${link}/hapus`, {}, neighbor)).statusCode).toBe(404)
  }
  const empty = await postMultipart(house, `${at}/lampiran`, { attachment: 'board' }, leader)
  expect(empty.statusCode).toBe(422)
  expect(empty.body).toContain('Pilih berkasnya dahulu')
  expect((await post(house, `${links[0]}/hapus`, {}, leader)).statusCode).toBe(303)
  expect((await get(house, links[0]!, leader)).statusCode).toBe(404)
})

test('an observation notes what was seen; every naughty string stays text', async () => {
  const at = await begin('observation')
  expect((await note(at, 'Petugas menyapa', { outcome: 'yes' })).statusCode).toBe(303)
  for (const text of naughtyTexts(500)) expect([303, 409, 422]).toContain((await note(at, text)).statusCode)
  const { body } = await get(house, at, leader)
  expect(body).toContain('Apa yang sulit? · Ya')
  expect(body).not.toContain('<script>alert')
})

test('who sees what', async () => {
  const at = await withNotes(['Satu', 'Dua'])
  const other = await newUnit(house, institution, institution.root)
  const all = ['focus_group.read', 'focus_group.manage', 'focus_group.code']
  const neighbor = await newPerson(house, institution, other, all)
  const elsewhere = await newInstitution(house)
  const foreign = await newPerson(house, elsewhere, elsewhere.root, all)
  const plain = await newPerson(house, institution, unit)
  for (const page of ['', '/kesepakatan', '/laporan', '/kode']) {
    expect((await get(house, at + page, neighbor)).statusCode, page).toBe(404)
    expect((await get(house, at + page, foreign)).statusCode, page).toBe(404)
    expect((await get(house, at + page, plain)).statusCode, page).toBe(403)
  }
  expect((await get(house, `${at}/kode`, leader)).statusCode).toBe(403)
  expect((await post(house, `${at}/temuan`, { theme: 'biaya', text: 'x' }, first)).statusCode).toBe(403)
  expect((await post(house, `${at}/kode`, { s_1: 'biaya' }, neighbor)).statusCode).toBe(404)
  const wrong = await post(house, '/fgd/baru', { ...PLAN, kind: 'discussion', unit }, neighbor)
  expect(wrong.statusCode).toBe(422)
  expect((await get(house, '/fgd', neighbor)).body).not.toContain('Diskusi loket')
  expect((await get(house, `/fgd/gabungan?unit=${unit}`, neighbor)).body).not.toContain('Dinas Uji')
})

test('the table of two coders and the joint display count what there is', () => {
  expect(tableOf([])).toEqual([
    [0, 0],
    [0, 0],
  ])
  expect(
    tableOf([
      { one: 'biaya', two: 'biaya' },
      { one: 'biaya', two: 'lain' },
    ]),
  ).toEqual([
    [1, 1],
    [0, 0],
  ])
  const rows = jointRows({
    themes: ['kecepatan', 'keramahan'],
    complaints: [{ theme: 'keramahan', count: 3 }],
    skm: [
      { element: 'perilaku', n: 20, sum: 50 },
      { element: 'waktu', n: 9, sum: 27 },
    ],
    short: [
      { question: 'keramahan', counts: [2, 8, 11, 14, 5] },
      { question: 'kecepatan', counts: [9, 0, 0, 0, 0] },
    ],
    findings: [],
    least: 10,
  })
  expect(rows).toMatchObject([{ theme: 'keramahan', name: null, complaints: 3, skm: 2.5, findings: [] }])
  // The short survey stands by itself, never in the mean of SKM: its share with interval, its median, its distribution.
  expect(rows[0]!.short).toMatchObject({ n: 40, topTwoShare: 0.25, median: 3, counts: [2, 8, 11, 14, 5] })
  expect(rows[0]!.short!.interval.low).toBeCloseTo(0.1419, 4)
  expect(rows[0]!.short!.interval.high).toBeCloseTo(0.4019, 4)
})

test('a coder who will not come back gives the place to another, and what they began does not count', async () => {
  const at = await withNotes(['Petugas ketus', 'Antrean lama'])
  const all = { s_1: 'keramahan', s_2: 'kecepatan', act: 'done' }
  const third = await newPerson(house, institution, institution.root, ['focus_group.read', 'focus_group.code'])
  await post(house, `${at}/kode`, { s_1: 'biaya' }, first)
  await post(house, `${at}/kode`, all, second)
  expect((await get(house, at, leader)).body).toContain('Bebaskan tempat: orang pertama')
  expect((await get(house, at, leader)).body).not.toContain('Bebaskan tempat: orang kedua')
  expect((await post(house, `${at}/lepas`, { coder: '1' }, third)).statusCode).toBe(403)
  expect((await post(house, `${at}/lepas`, { coder: '2' }, leader)).statusCode).toBe(409)
  expect((await post(house, `${at}/lepas`, { coder: '1' }, leader)).statusCode).toBe(303)
  // Both who have seen the notes are two people still: the second cannot be the first as well.
  await post(house, `${at}/kode`, all, second)
  expect((await get(house, `${at}/kesepakatan`, leader)).body).toContain('belum selesai')
  expect((await post(house, `${at}/kode`, all, third)).statusCode).toBe(303)
  const agreed = (await get(house, `${at}/kesepakatan`, leader)).body
  expect(agreed).not.toContain('belum selesai')
  expect(agreed).toContain('100,0')
})
