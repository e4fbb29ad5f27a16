import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
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
import { asShown } from '../../platform/test/page-forms.ts'
import { remindJob } from './jobs.ts'
import { daysLater, monthsLater, NewMeasure, windowsOf } from './model.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let officer: TestPerson
let leader: TestPerson

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  officer = await newPerson(house, institution, unit, ['policy.read', 'policy.manage'])
  leader = await newPerson(house, institution, institution.root, ['policy.read', 'policy.decide', 'policy.rules'])
})

const PLAN = {
  title: 'Menyapa lebih dahulu',
  kind: 'circular',
  purpose: 'Keluhan tentang sikap berkurang.',
  basis: 'UU 25/2009',
}
const site = (path = '') => `/i/${institution.slug}/kebijakan${path}`

async function draft(): Promise<string> {
  const made = await post(house, '/kebijakan', { ...PLAN, unit }, officer)
  expect(made.body.match(/class="error"[^>]*>.*?<\/p>/gs)).toBeNull()
  return String(made.headers.location)
}

async function applied(on = '2026-05-10', number = '065/1'): Promise<string> {
  const at = await draft()
  expect((await post(house, `${at}/terapkan`, { number, applied_on: on }, leader)).statusCode).toBe(303)
  return at
}

const MEASURE = { label: 'Waktu tunggu', before: '52,5', after: '24', unit: 'menit', source: 'Pencatatan satu minggu' }
const FINDING = 'Keluhan berkurang, tetapi belum pada hari Senin.'

test('from draft to evaluation and on: each step by whom it belongs to, and citizens read what was decided', async () => {
  const at = await draft()
  expect((await get(house, site())).body).toContain('Belum ada kebijakan yang diumumkan')
  expect((await post(house, `${at}/terapkan`, { number: '1', applied_on: '2026-05-10' }, officer)).statusCode).toBe(403)
  const early = await post(house, `${at}/terapkan`, { number: '065/1', applied_on: '2026-11-22' }, leader)
  expect(early.body).toContain('Tanggal ini belum tiba')
  await post(house, `${at}/terapkan`, { number: '065/1', applied_on: '2026-05-10' }, leader)
  expect((await post(house, `${at}/terapkan`, { number: '065/2', applied_on: '2026-05-10' }, leader)).statusCode).toBe(
    409,
  )
  expect((await get(house, at, officer)).body).toContain('10 Mei 2027')
  expect((await get(house, site())).body).toContain('065/1')

  expect((await post(house, `${at}/ukuran`, MEASURE, officer)).statusCode).toBe(409)
  expect((await post(house, `${at}/evaluasi`, {}, officer)).statusCode).toBe(303)
  expect((await post(house, `${at}/evaluasi`, {}, officer)).statusCode).toBe(409)
  const bad = await post(house, `${at}/ukuran`, { ...MEASURE, after: 'banyak' }, officer)
  expect(bad.statusCode).toBe(422)
  expect(bad.body).toContain('Tulis angka, misalnya 12,5.')
  await post(house, `${at}/ukuran`, MEASURE, officer)
  const open = (await get(house, at, leader)).body
  for (const part of [
    '1 Desember 2025 sampai 30 April 2026',
    '1 Juni 2026 sampai 31 Oktober 2026',
    '52,5 menit',
    '−28,5',
  ])
    expect(open).toContain(part)
  expect((await get(house, site(at.slice('/kebijakan'.length)))).body).not.toContain('52,5')
  expect((await post(house, `${at}/putuskan`, { finding: FINDING, decision: 'continue' }, officer)).statusCode).toBe(
    403,
  )
  expect((await post(house, `${at}/putuskan`, { finding: ' ', decision: 'continue' }, leader)).body).toContain(
    'Tulis temuannya.',
  )
  await post(house, `${at}/putuskan`, { finding: FINDING, decision: 'continue' }, leader)
  const told = (await get(house, site(at.slice('/kebijakan'.length)))).body
  for (const part of [FINDING, 'Diteruskan', '52,5 menit', '21 November 2028']) expect(told).toContain(part)
  expect(told).not.toContain(leader.name)
})

test('to be changed: the old one holds until the new one applies; revoked: it ends today with its reason', async () => {
  const at = await applied()
  await post(house, `${at}/evaluasi`, {}, officer)
  const next = String(
    (await post(house, `${at}/putuskan`, { finding: FINDING, decision: 'amend' }, leader)).headers.location,
  )
  expect(next).not.toBe(at)
  expect((await get(house, '/kebijakan', officer)).body).toContain('Sedang diubah')
  expect((await post(house, `${at}/evaluasi`, {}, officer)).statusCode).toBe(409)
  expect((await get(house, site(at.slice('/kebijakan'.length)))).body).toContain('Diterapkan')
  const taken = await post(house, `${next}/terapkan`, { number: '065/1', applied_on: '2026-11-20' }, leader)
  expect(taken.body).toContain('Nomor ini sudah dipakai')
  await post(house, `${next}/terapkan`, { number: '065/2', applied_on: '2026-11-20' }, leader)
  const old = (await get(house, at, officer)).body
  for (const part of ['Diubah', 'Diganti dengan nomor 065/2.', '20 November 2026']) expect(old).toContain(part)

  const other = await applied('2026-06-01', '065/3')
  await post(house, `${other}/evaluasi`, {}, officer)
  await post(
    house,
    `${other}/putuskan`,
    { finding: 'Tidak dipakai seorang pun sampai hari ini.', decision: 'revoke' },
    leader,
  )
  expect((await get(house, site(other.slice('/kebijakan'.length)))).body).toContain('Dicabut')
})

test('who sees what: drafts are staff’s, other units’ are nobody’s, other institutions’ do not exist', async () => {
  const at = await draft()
  const path = at.slice('/kebijakan'.length)
  const other = await newUnit(house, institution, institution.root)
  const held = ['policy.read', 'policy.manage', 'policy.decide']
  const neighbor = await newPerson(house, institution, other, held)
  const nobody = await newPerson(house, institution, unit)
  const elsewhere = await newInstitution(house)
  const stranger = await newPerson(house, elsewhere, elsewhere.root, held)
  expect((await get(house, site(path))).statusCode).toBe(404)
  expect((await get(house, at, nobody)).statusCode).toBe(403)
  for (const one of [neighbor, stranger]) {
    expect((await get(house, at, one)).statusCode).toBe(404)
    for (const [act, fields] of [
      ['ubah', { ...PLAN, unit: other }],
      ['terapkan', { number: '9', applied_on: '2026-11-01' }],
      ['evaluasi', {}],
      ['ukuran', MEASURE],
      ['putuskan', { finding: FINDING, decision: 'revoke' }],
    ] as const)
      expect((await post(house, `${at}/${act}`, fields, one)).statusCode).toBe(404)
  }
  expect((await post(house, '/kebijakan', { ...PLAN, unit: other }, officer)).statusCode).toBe(404)
  expect((await get(house, '/kebijakan', neighbor)).body).not.toContain(PLAN.title)
  await post(house, `${at}/terapkan`, { number: '065/1', applied_on: '2026-11-01' }, leader)
  expect((await get(house, `/i/${elsewhere.slug}${at}`)).statusCode).toBe(404)
  expect((await post(house, `${at}/evaluasi`, {}, officer)).body).toContain('Belum genap satu bulan')
  expect((await get(house, `${at}/ubah`, officer)).statusCode).toBe(404)
})

test('the text is open to everybody once it applies, and only a document', async () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  const file = { name: 'naskah.pdf', type: 'application/pdf', body: pdf }
  const made = await postMultipart(house, '/kebijakan', { ...PLAN, unit, file }, officer)
  expect(made.statusCode).toBe(303)
  const at = String(made.headers.location)
  expect((await get(house, `${at}/naskah`, officer)).statusCode).toBe(200)
  expect((await get(house, site(`${at.slice('/kebijakan'.length)}/naskah`))).statusCode).toBe(404)
  await post(house, `${at}/terapkan`, { number: '065/1', applied_on: '2026-11-01' }, leader)
  expect((await get(house, site(`${at.slice('/kebijakan'.length)}/naskah`))).headers['content-type']).toContain('pdf')
  const odd = { name: 'naskah.pdf', type: 'application/pdf', body: Buffer.from('<script>alert(1)</script>') }
  const refused = await postMultipart(house, '/kebijakan', { ...PLAN, unit, file: odd }, officer)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain(PLAN.title)
})

test('a reminder goes once per date to whoever evaluates for the unit; a rule moves only later dates', async () => {
  const at = await applied('2025-12-10')
  const run = () =>
    remindJob.run(house.database, { institution: institution.id, payload: {} }, house.clock.now, createLog('silent'))
  const told = async () =>
    (
      await house.owner.query('select account_id, key from notifications.message where institution_id = $1', [
        institution.id,
      ])
    ).rows
  await run()
  await run()
  expect(await told()).toEqual([{ account_id: officer.account, key: `policy:${at.split('/').at(-1)}:2026-12-10` }])
  const rule = { key: 'first_months', value: '6', valid_from: '2026-11-21', source: 'Aturan uji' }
  expect((await post(house, '/kebijakan/aturan', rule, officer)).statusCode).toBe(403)
  expect((await post(house, '/kebijakan/aturan', { ...rule, value: '0' }, leader)).statusCode).toBe(422)
  const past = await post(house, '/kebijakan/aturan', { ...rule, valid_from: '2026-11-20' }, leader)
  expect([past.statusCode, past.body.includes('Aturan tidak berlaku surut')]).toEqual([422, true])
  await post(house, '/kebijakan/aturan', rule, leader)
  expect((await get(house, '/kebijakan/aturan', leader)).body).toContain('Aturan uji')
  expect((await get(house, at, officer)).body).toContain('10 Desember 2026')
  const later = await applied('2026-11-01', '065/9')
  expect((await get(house, later, officer)).body).toContain('1 Mei 2027')
})

test('mistakes keep what was typed; naughty texts stay text', async () => {
  const refused = await post(house, '/kebijakan', { ...PLAN, unit: '', address: 'ftp://x' }, officer)
  expect(refused.statusCode).toBe(422)
  for (const part of ['Pilih unit penanggung jawab.', 'Tulis alamat lengkap', PLAN.title])
    expect(refused.body).toContain(part)
  for (const purpose of naughtyTexts(1500)) {
    const made = await post(house, '/kebijakan', { ...PLAN, unit, purpose }, officer)
    expect([303, 422]).toContain(made.statusCode)
    if (made.statusCode === 303) expect((await get(house, String(made.headers.location), officer)).statusCode).toBe(200)
  }
})

const days = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('windows are as long before as after, whole months, and never touch the month of application', () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 0, max: 1500 }), (appliedOn, later) => {
      const today = daysLater(appliedOn, later)
      const windows = windowsOf(appliedOn, today)
      if (!windows) {
        expect(monthsLater(`${appliedOn.slice(0, 8)}01`, 2) > today).toBe(true)
        return
      }
      const length = (from: string, to: string) => monthsBetween(from, daysLater(to, 1))
      const before = length(windows.before_from, windows.before_to)
      expect(before).toBe(length(windows.after_from, windows.after_to))
      expect(before >= 1 && before <= 12).toBe(true)
      expect(windows.before_to.slice(0, 7) < appliedOn.slice(0, 7)).toBe(true)
      expect(windows.after_from.slice(0, 7) > appliedOn.slice(0, 7)).toBe(true)
      expect(windows.after_to < `${today.slice(0, 8)}01`).toBe(true)
    }),
  )
})

function monthsBetween(from: string, to: string): number {
  return (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7))
}

test('months later keeps the day, or the last of a shorter month, as PostgreSQL has it', async () => {
  const sample = fc.sample(days, 100).concat('2024-01-31', '2023-12-31', '2024-02-29')
  const { rows } = await house.owner.query(
    `select to_char(d + interval '13 months', 'YYYY-MM-DD') as day from unnest($1::date[]) with ordinality as t (d, o) order by o`,
    [sample],
  )
  expect(sample.map((day) => monthsLater(day, 13))).toEqual(rows.map((row) => row.day))
})

test('nobody puts into force a draft that was changed after they had read it', async () => {
  const at = await draft()
  const read = asShown((await get(house, at, leader)).body, `${at}/terapkan`)
  await post(house, `${at}/ubah`, { ...PLAN, unit, purpose: 'Biaya naik.' }, officer)
  const given = { number: '065/9', applied_on: '2026-05-10' }
  const late = await post(house, `${at}/terapkan`, { ...read, ...given }, leader)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Isi ini sudah diubah di tab lain atau oleh orang lain')
  expect(late.body).toContain('Biaya naik.')
  const again = asShown(late.body, `${at}/terapkan`)
  expect(again['number']).toBe('065/9')
  expect((await post(house, `${at}/terapkan`, { ...again, ...given, _key: 'lagi' }, leader)).statusCode).toBe(303)
})

test('a figure is read as it is written here, with points between thousands', () => {
  const read = (before: string) => NewMeasure.safeParse({ ...MEASURE, id: newId(), before }).data?.before
  expect(['1.250', '1.250,5', '1250.5', '52,5', '-3', '0,1234', '0.125'].map(read)).toEqual([
    1250, 1250.5, 1250.5, 52.5, -3, 0.1234, 0.125,
  ])
  expect(['1.25.0', 'dua', '', '1e5', '9'.repeat(12)].map(read)).toEqual(Array(5).fill(undefined))
})
