import sharp from 'sharp'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  asSystem,
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
import { countImplementedInnovations } from './index.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let head: TestPerson
let reviewer: TestPerson

const NOW = new Date('2026-11-21T03:00:00Z')
const ENTRY = {
  kind: 'innovation',
  title: 'Nomor antrean dari rumah',
  theme: 'kecepatan',
  problem: 'Pasien datang sejak subuh.',
  practice: 'Nomor diambil lewat pesan singkat.',
}
const WHOLE = {
  ...ENTRY,
  situation: 'Ruang tunggu penuh.',
  success_factors: 'Dokter tepat waktu.',
  constraints: 'Tidak semua punya telepon.',
  recommendations: 'Wajibkan perkiraan waktu.',
}
const CRITERIA = {
  k_pembaharuan: 'Baru',
  k_manfaat: 'Bermanfaat',
  k_beban: 'Tanpa beban',
  k_kewenangan: 'Urusan wajib',
  k_replikasi: 'Tertulis',
}

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = NOW
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Rumah Sakit Uji')
  head = await newPerson(house, institution, unit, ['practice.read', 'practice.manage', 'practice.review'])
  reviewer = await newPerson(house, institution, institution.root, ['practice.read', 'practice.review'])
})

async function write(fields: Record<string, string> = ENTRY, as = head): Promise<string> {
  const made = await post(house, '/praktik/baru', { unit, ...fields }, as)
  expect(made.statusCode).toBe(303)
  return String(made.headers.location)
}

async function reach(at: string, to: string, happened_on: string, more: Record<string, string> = {}) {
  const asked = await post(house, `${at}/keadaan`, { to, happened_on, evidence: 'Keputusan 12', ...more }, head)
  expect(asked.statusCode).toBe(303)
  const number = /name="number" value="(\d+)"/.exec((await get(house, at, reviewer)).body)![1]!
  const decided = { number, decision: 'accepted', note: 'Dilihat di tempat.' }
  expect((await post(house, `${at}/tinjau`, decided, reviewer)).statusCode).toBe(303)
}

const count = (from: string, until: string, unitIds = [unit]) =>
  asSystem(house, institution, 'practice.read', (db, scope) =>
    countImplementedInnovations(db, scope, { unitIds, from, until }),
  )

test('an idea becomes implemented only with evidence, criteria and somebody else’s review', async () => {
  const at = await write()
  const direct = { to: 'implemented', happened_on: '2026-11-01', evidence: 'x', ...CRITERIA }
  const refused = await post(house, `${at}/keadaan`, direct, head)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('tidak dapat langsung')
  await reach(at, 'trial', '2026-09-01')
  const bare = { to: 'implemented', happened_on: '2026-10-05', evidence: 'Dipakai di sembilan poliklinik' }
  const unanswered = await post(house, `${at}/keadaan`, bare, head)
  expect(unanswered.statusCode).toBe(422)
  expect(unanswered.body).toContain('Tuliskan mengapa kriteria ini terpenuhi')
  expect(unanswered.body).toContain('Dipakai di sembilan poliklinik')
  expect(
    (await post(house, `${at}/keadaan`, { ...bare, ...CRITERIA, happened_on: '2026-08-01' }, head)).body,
  ).toContain('sebelum perubahan terakhir')
  expect(
    (await post(house, `${at}/keadaan`, { ...bare, ...CRITERIA, happened_on: '2026-12-01' }, head)).body,
  ).toContain('belum terjadi')
  expect((await post(house, `${at}/keadaan`, { ...bare, ...CRITERIA }, head)).statusCode).toBe(303)
  expect((await post(house, `${at}/keadaan`, { ...bare, ...CRITERIA }, head)).body).toContain('menunggu tinjauan')
  expect((await count('2026-10-01', '2026-11-21')).count).toBe(0)
  const decided = { number: '2', decision: 'accepted', note: 'Sesuai.' }
  const own = await post(house, `${at}/tinjau`, decided, head)
  expect(own.statusCode).toBe(409)
  expect(own.body).toContain('orang lain yang meninjau')
  await post(house, `${at}/tinjau`, decided, reviewer)
  expect((await post(house, `${at}/tinjau`, decided, reviewer)).statusCode).toBe(409)
  const counted = await count('2026-10-01', '2026-11-21')
  expect(counted.count).toBe(1)
  expect(counted.entries[0]).toMatchObject({ title: ENTRY.title, unit_id: unit, since: '2026-10-05' })
  const page = (await get(house, at, head)).body
  expect(page).toContain('Diimplementasikan')
  expect(page).toContain('Dilihat di tempat.')
  expect(page).toContain('Tanpa beban')
})

test('the indicator: within the period, still in use at its end, public service only, within reach', async () => {
  const at = await write()
  await reach(at, 'trial', '2026-08-01')
  await reach(at, 'implemented', '2026-09-10', CRITERIA)
  const other = await write({ ...ENTRY, title: 'Arsip kantor', form: 'governance' })
  await reach(other, 'trial', '2026-08-01')
  await reach(other, 'implemented', '2026-09-10', CRITERIA)
  expect((await count('2026-09-01', '2026-09-30')).count).toBe(1)
  expect((await count('2026-09-10', '2026-09-10')).count).toBe(1)
  expect((await count('2026-09-11', '2026-11-21')).count).toBe(0)
  expect((await count('2026-01-01', '2026-09-09')).count).toBe(0)
  await reach(at, 'stopped', '2026-10-20')
  expect((await count('2026-01-01', '2026-10-19')).count).toBe(1)
  expect((await count('2026-01-01', '2026-10-20')).count).toBe(0)
  const elsewhere = await newUnit(house, institution, institution.root)
  expect((await count('2026-01-01', '2026-10-19', [elsewhere])).count).toBe(0)
  const log = (await get(house, '/praktik/catatan?dari=2026-01-01&sampai=2026-10-19', head)).body
  expect(log).toContain('Inovasi pelayanan publik yang diimplementasikan')
  expect(log).toContain('10 Sep 2026')
  const file = await get(house, '/praktik/catatan/unduh?dari=2026-01-01&sampai=2026-11-21&bentuk=csv', head)
  expect(file.body).toContain('2026-10-20,Nomor antrean dari rumah,Rumah Sakit Uji,Dihentikan')
})

test('who takes part does not review, and what was returned changes nothing', async () => {
  const at = await write()
  const both = await newPerson(house, institution, unit, ['practice.read', 'practice.review'])
  await post(house, `${at}/orang`, { employee: both.employee, part: 'Penggagas' }, head)
  await post(house, `${at}/keadaan`, { to: 'trial', happened_on: '2026-11-01', evidence: 'Dicoba' }, head)
  const decided = { number: '1', decision: 'accepted', note: 'Sesuai.' }
  expect((await post(house, `${at}/tinjau`, decided, both)).statusCode).toBe(409)
  await post(house, `${at}/tinjau`, { ...decided, decision: 'returned', note: 'Tambah foto.' }, reviewer)
  const page = (await get(house, at, head)).body
  expect(page).toContain('Dikembalikan')
  expect(page).toContain('Tambah foto.')
  expect((await get(house, '/praktik?keadaan=proposed', head)).body).toContain(ENTRY.title)
  expect((await get(house, '/praktik?keadaan=trial', head)).body).not.toContain(ENTRY.title)
  const mine = await get(house, '/inovasi-saya', both)
  expect(mine.body).toContain(ENTRY.title)
  expect(mine.body).toContain('Tambah foto.')
})

test('published with all five parts and a result; the public page shows no names, no files and nothing unpublished', async () => {
  const at = await write()
  await post(house, `${at}/orang`, { employee: head.employee, part: 'Penggagas' }, head)
  const early = await post(house, `${at}/tayang`, {}, reviewer)
  expect(early.statusCode).toBe(409)
  expect(early.body).toContain('Kasus, Faktor keberhasilan, Kendala, Rekomendasi kebijakan, hasil')
  expect((await post(house, `${at}/ubah`, { unit, ...WHOLE }, head)).statusCode).toBe(303)
  const measured = { indicator: 'Waktu tunggu', measure: 'menit', before: '45', after: '20', measured_on: '2026-11-01' }
  expect((await post(house, `${at}/hasil`, measured, head)).statusCode).toBe(422)
  expect(
    (await post(house, `${at}/hasil`, { ...measured, basis: 'Catatan loket', after: 'dua' }, head)).body,
  ).toContain('Tulis angka')
  await post(house, `${at}/hasil`, { ...measured, basis: 'Catatan loket' }, head)
  const open = `/i/${institution.slug}${at}`
  expect((await get(house, open)).statusCode).toBe(404)
  expect((await post(house, `${at}/tayang`, {}, reviewer)).statusCode).toBe(303)
  const shown = (await get(house, open)).body
  expect(shown).toContain('45 → 20 menit (−55,6\u00a0%)')
  expect(shown).toContain('Baru diusulkan')
  expect(shown).toContain('Wajibkan perkiraan waktu.')
  expect(shown).not.toContain(head.name)
  expect((await get(house, `/i/${institution.slug}/praktik?masalah=kecepatan`)).body).toContain(ENTRY.title)
  expect((await get(house, `/i/${institution.slug}/praktik?masalah=biaya`)).body).not.toContain(ENTRY.title)
  const table = (await get(house, '/praktik/tabel', head)).body
  expect(table).toContain('Praktik terbaik')
  expect(table).toContain('Waktu tunggu: 45 → 20 menit')
  await post(house, `${at}/tarik`, {}, reviewer)
  expect((await get(house, open)).statusCode).toBe(404)
})

test('replication: an entry of another institution is copied, copied again, never in a circle', async () => {
  const from = await write({ ...WHOLE, kind: 'reference', holder: 'Kementerian X', title: 'Satu pintu daring' })
  const id = from.split('/').pop()!
  expect((await get(house, `/praktik/baru?dari=${id}`, head)).body).toContain('Satu pintu daring')
  const first = await write({ ...ENTRY, title: 'Satu pintu kami', adopted_from: id, adopted_change: 'Loket tetap ada' })
  const second = await write({ ...ENTRY, title: 'Satu pintu desa', adopted_from: first.split('/').pop()! })
  const chain = (await get(house, second, head)).body
  expect(chain.indexOf('Satu pintu daring')).toBeLessThan(chain.indexOf('Satu pintu kami'))
  expect(chain).toContain('Kementerian X')
  expect((await get(house, from, head)).body).toContain('Satu pintu desa')
  const circle = await post(house, `${first}/ubah`, { unit, ...ENTRY, adopted_from: second.split('/').pop()! }, head)
  expect(circle.statusCode).toBe(422)
  expect(circle.body).toContain('berasal dari catatan ini')
  const state = await post(house, `${from}/keadaan`, { to: 'trial', happened_on: '2026-11-01', evidence: 'x' }, head)
  expect(state.statusCode).toBe(409)
  const nameless = await post(house, '/praktik/baru', { unit, ...ENTRY, kind: 'reference' }, head)
  expect(nameless.statusCode).toBe(422)
  expect(nameless.body).toContain('Tuliskan nama instansi')
})

test('who sees what: other units, readers, the wrong permission, another institution, evidence', async () => {
  const at = await write()
  const body = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0b5f66' } })
    .png()
    .toBuffer()
  const photo = { name: 'bukti.png', type: 'image/png', body }
  await postMultipart(
    house,
    `${at}/keadaan`,
    { to: 'trial', happened_on: '2026-11-01', evidence: 'Foto', file: photo },
    head,
  )
  const file = `${at}/bukti/1`
  expect((await get(house, file, reviewer)).headers['content-type']).toContain('image/')
  const other = await newUnit(house, institution, institution.root)
  const stranger = await newPerson(house, institution, other, ['practice.read', 'practice.manage', 'practice.review'])
  for (const path of [at, `${at}/ubah`, file]) expect((await get(house, path, stranger)).statusCode).toBe(404)
  for (const step of ['ubah', 'hasil', 'keadaan', 'tinjau', 'tayang', 'tarik', 'orang'])
    expect([404, 422]).toContain((await post(house, `${at}/${step}`, {}, stranger)).statusCode)
  expect((await post(house, `${at}/tayang`, {}, stranger)).statusCode).toBe(404)
  expect((await get(house, '/praktik', stranger)).body).not.toContain(ENTRY.title)
  expect((await post(house, '/praktik/baru', { ...ENTRY, unit }, stranger)).statusCode).toBe(422)
  const reader = await newPerson(house, institution, unit, ['practice.read'])
  expect((await get(house, at, reader)).statusCode).toBe(200)
  expect((await get(house, at, reader)).body).not.toContain('Ajukan perubahan')
  expect((await get(house, `${at}/ubah`, reader)).statusCode).toBe(403)
  expect((await post(house, `${at}/tayang`, {}, reader)).statusCode).toBe(403)
  const nobody = await newPerson(house, institution, unit)
  expect((await get(house, '/praktik', nobody)).statusCode).toBe(403)
  expect((await get(house, '/inovasi-saya', nobody)).body).not.toContain(ENTRY.title)
  const neighbour = await newInstitution(house)
  const foreign = await newPerson(house, neighbour, neighbour.root, ['practice.read', 'practice.manage'])
  expect((await get(house, at, foreign)).statusCode).toBe(404)
  expect((await get(house, `/i/${neighbour.slug}${at}`)).statusCode).toBe(404)
})

test('anybody with a unit writes an idea; the unit completes it', async () => {
  const clerk = await newPerson(house, institution, unit)
  const { kind: _, ...idea } = ENTRY
  expect((await post(house, '/inovasi-saya/baru', { ...idea, problem: '' }, clerk)).statusCode).toBe(422)
  expect((await post(house, '/inovasi-saya/baru', idea, clerk)).statusCode).toBe(303)
  expect((await get(house, '/inovasi-saya', clerk)).body).toContain(ENTRY.title)
  const list = (await get(house, '/praktik', head)).body
  const at = /href="(\/praktik\/[0-9a-f-]{36})"/.exec(list)![1]!
  expect((await get(house, at, head)).body).toContain(`${clerk.name}`)
})

test('criteria are dated rows: an own wording holds from its day, an empty one ends a criterion', async () => {
  const rules = await newPerson(house, institution, institution.root, ['practice.rules'])
  const set = { key: 'beban', text: '', source: 'Perbup contoh', valid_from: '2026-11-01' }
  expect((await post(house, '/praktik/ketentuan', set, rules)).statusCode).toBe(303)
  expect((await post(house, '/praktik/ketentuan', { ...set, key: 'Beban!' }, rules)).statusCode).toBe(422)
  expect((await post(house, '/praktik/ketentuan', { ...set, key: 'baru' }, rules)).statusCode).toBe(422)
  const page = (await get(house, '/praktik/ketentuan', rules)).body
  expect(page).toContain('PP 38/2017 Pasal 6')
  expect(page).toContain('Perlu verifikasi')
  const at = await write()
  await reach(at, 'trial', '2026-09-01')
  const { k_beban: _, ...rest } = CRITERIA
  const wanted = { to: 'implemented', evidence: 'Dipakai', ...rest }
  expect((await post(house, `${at}/keadaan`, { ...wanted, happened_on: '2026-10-31' }, head)).statusCode).toBe(422)
  expect((await post(house, `${at}/keadaan`, { ...wanted, happened_on: '2026-11-02' }, head)).statusCode).toBe(303)
})

test('naughty texts stay text, and a repeated form is one entry', async () => {
  for (const title of naughtyTexts(200).slice(0, 25)) {
    const made = await post(house, '/praktik/baru', { unit, ...ENTRY, title, practice: title }, head)
    expect([303, 422], title).toContain(made.statusCode)
  }
  expect((await get(house, '/praktik/unduh?bentuk=csv', head)).statusCode).toBe(200)
  const keyed = { unit, ...ENTRY, _key: '3f0f7c1e-8c5e-4f0d-9c1e-0d6a3c1b2a99' }
  const once = await post(house, '/praktik/baru', keyed, head)
  expect((await post(house, '/praktik/baru', keyed, head)).headers.location).toBe(once.headers.location)
})
