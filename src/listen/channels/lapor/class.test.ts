import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'

let house: TestHouse
let office: TestInstitution
let officer: TestPerson
let admin: TestPerson
const PAGE = '/kanal/lapor/golongan'

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  office = await newInstitution(house)
  officer = await newPerson(house, office, office.root, ['channel.work', 'complaint.read', 'complaint.verify'])
  admin = await newPerson(house, office, office.root, ['channel.work', 'channel.manage'])
})

async function upload(rows: readonly (readonly [id: string, word: string, day: string])[], state = 'Proses') {
  const lines = rows.map(([id, word, day]) => `${id};Loket tutup sebelum waktunya.;${word};${state};${day}`)
  const body = Buffer.from(['Tracking ID;Isi Laporan;Klasifikasi;Status;Tanggal Laporan', ...lines].join('\n'))
  const file = { name: 'lapor.csv', type: 'text/csv', body }
  const sent = await postMultipart(house, '/kanal/lapor', { file }, officer)
  expect(sent.statusCode, sent.body.slice(0, 300)).toBe(303)
  return String(sent.headers.location)
}

const rule = (word: string, ofClass: string, valid_from = '2020-01-01') => ({
  word,
  class: ofClass,
  valid_from,
  source: 'Keputusan Uji 1/2026',
})

async function imported(id: string) {
  const { rows } = await house.owner.query<{ id: string; class: string | null; status: string; story: string[] }>(
    `select c.id, c.class, c.status, array(select e.kind || ':' || e.actor from complaints.event e
       where e.institution_id = c.institution_id and e.complaint_id = c.id order by e.seq) as story
     from complaints.reference r
     join complaints.complaint c on c.institution_id = r.institution_id and c.id = r.complaint_id
     where r.institution_id = $1 and r.system = 'lapor' and r.external_id = $2`,
    [office.id, id],
  )
  return rows[0]!
}

const words = (body: string) => body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

test('the rule of the day of the report gives the class; what is not mapped is left to a person', async () => {
  for (const fields of [
    rule('Pengaduan Berat!', 'ordinary'),
    rule('pengaduan  berat', 'oversight', '2026-11-10'),
    rule('Aspirasi', 'person'),
    rule('WBS', 'oversight'),
  ])
    expect((await post(house, PAGE, fields, admin)).statusCode).toBe(303)
  const at = await upload([
    ['7001', 'Pengaduan berat', '05/11/2026'],
    ['7002', 'PENGADUAN BERAT', '20/11/2026'],
    ['7003', 'Aspirasi', '20/11/2026'],
    ['7004', 'Kelakar', '20/11/2026'],
    ['7005', '', '20/11/2026'],
    ['7006', 'WBS', '20/11/2026'],
    ['7007', 'Permintaan Informasi', '20/11/2026'],
  ])
  const preview = words((await get(house, at, officer)).body)
  for (const said of [
    '7001 Laporan baru · Proses Golongan: Pengaduan biasa',
    '7002 Laporan baru · Proses Golongan: Pengaduan berkadar pengawasan',
    '7003 Laporan baru · Proses Klasifikasi “Aspirasi”: golongan ditentukan petugas',
    '7004 Laporan baru · Proses Klasifikasi “Kelakar” belum dipetakan',
    '7005 Laporan baru · Proses Klasifikasi kosong',
    '7007 Laporan baru · Proses Golongan: Permintaan informasi',
    'Klasifikasi 1 laporan belum dipetakan',
  ])
    expect(preview).toContain(said)
  expect((await post(house, `${at}/terapkan`, {}, officer)).statusCode).toBe(303)
  const classes = await Promise.all([1, 2, 3, 4, 5, 6, 7].map(async (n) => (await imported(`700${n}`)).class))
  expect(classes).toEqual(['ordinary', 'oversight', null, null, null, 'oversight', 'information'])
  expect((await imported('7002')).story).toEqual(['received:officer', 'classified:system'])
  expect((await imported('7004')).story).toEqual(['received:officer'])
  // Another rule, and another class there, change nothing for a report that is here.
  await post(house, PAGE, rule('Pengaduan berat', 'light', '2026-11-10'), admin)
  const again = await upload([['7002', 'Aspirasi', '20/11/2026']])
  expect((await post(house, `${again}/terapkan`, {}, officer)).statusCode).toBe(303)
  expect((await imported('7002')).class).toBe('oversight')
})

test('the class chooses the clock, and an officer who verifies has the last word', async () => {
  await post(house, PAGE, rule('Darurat', 'oversight'), admin)
  const at = await upload([
    ['8001', 'Darurat', '20/11/2026'],
    ['8002', 'Darurat', '20/11/2026'],
  ])
  await post(house, `${at}/terapkan`, {}, officer)
  const verify = async (number: string, ofClass?: string) => {
    const { id } = await imported(number)
    const page = (await get(house, `/pengaduan/${id}`, officer)).body
    expect(page).toMatch(/<option value="oversight" selected/)
    const chosen = ofClass ?? /<option value="(\w+)" selected[^>]*>Pengaduan berkadar pengawasan/.exec(page)![1]!
    const fields = { class: chosen, theme: 'kecepatan', unit: office.root, seen: '2' }
    expect((await post(house, `/pengaduan/${id}/verifikasi`, fields, officer)).statusCode).toBe(303)
    return words((await get(house, `/pengaduan/${id}`, officer)).body)
  }
  expect(await verify('8001')).toContain('60 hari kerja')
  expect(await verify('8002', 'light')).not.toContain('60 hari kerja')
  expect((await imported('8002')).class).toBe('light')
})

test('of one day the newest row holds, and rows say from when and from where', async () => {
  await post(house, PAGE, rule('Pengaduan', 'light'), admin)
  await post(house, PAGE, rule('Pengaduan', 'ordinary'), admin)
  const at = await upload([
    ['9001', 'Pengaduan', '20/11/2026'],
    ['9002', 'Pengaduan', '31/12/2019'],
  ])
  const preview = words((await get(house, at, officer)).body)
  expect(preview).toContain('9001 Laporan baru · Proses Golongan: Pengaduan biasa')
  // Before the institution's own rule the built-in one holds, which leaves it to a person.
  expect(preview).toContain('9002 Laporan baru · Proses Klasifikasi “Pengaduan”: golongan ditentukan petugas')
  const page = words((await get(house, PAGE, officer)).body)
  expect(page).toContain('Keputusan Uji 1/2026')
  expect(page).toContain('Perlu verifikasi')
})

test('whoever imports reads the rules, an administrator sets them, another institution sees nothing of them', async () => {
  expect((await get(house, PAGE, officer)).body).not.toContain('Simpan padanan')
  expect((await post(house, PAGE, rule('Keluhan khas', 'light'), officer)).statusCode).toBe(403)
  const reader = await newPerson(house, office, office.root, ['complaint.read'])
  expect((await get(house, PAGE, reader)).statusCode).toBe(403)
  expect((await get(house, PAGE, admin)).body).toContain('Simpan padanan')
  expect((await post(house, PAGE, rule('Keluhan khas', 'light'), admin)).statusCode).toBe(303)
  expect((await get(house, PAGE, officer)).body).toContain('keluhan khas')
  const other = await newInstitution(house)
  const stranger = await newPerson(house, other, other.root, ['channel.work', 'channel.manage'])
  expect((await get(house, PAGE, stranger)).body).not.toContain('keluhan khas')
})

test('what is missing is said at its field, and what was typed stays', async () => {
  for (const [change, said] of [
    [{ word: '' }, 'Tuliskan klasifikasi di LAPOR.'],
    [{ word: '?!' }, 'Tuliskan kata, bukan hanya tanda.'],
    [{ class: 'berat' }, 'Pilih golongannya.'],
    [{ valid_from: '2026-02-31' }, 'Tanggal ini tidak ada di kalender'],
    [{ source: '' }, 'Tuliskan sumbernya.'],
  ] as const) {
    const sent = await post(house, PAGE, { ...rule('Kata uji', 'light'), ...change }, admin)
    expect(sent.statusCode).toBe(422)
    expect(sent.body).toContain(said)
  }
})

test('a report of misconduct is brought up to date like any other', async () => {
  const first = await upload([['6001', 'WBS', '20/11/2026']])
  await post(house, `${first}/terapkan`, {}, officer)
  const next = await upload([['6001', 'Pengaduan', '20/11/2026']], 'Selesai')
  expect((await post(house, `${next}/terapkan`, {}, officer)).statusCode).toBe(303)
  expect((await imported('6001')).story).toEqual(['received:officer', 'noted:system'])
})
