import { beforeAll, beforeEach, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import {
  asSystem,
  get,
  grant,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { naughtyTexts } from '../../platform/test/naughty.ts'
import { asShown } from '../../platform/test/page-forms.ts'
import { escalateFindings } from './acts.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let office: string
let chief: TestPerson
let examiner: TestPerson
let head: TestPerson
let leader: TestPerson

const NOW = new Date('2026-11-03T03:00:00Z')
const INSIDE = ['oversight.read', 'oversight.examine']
const PLAN = {
  kind: 'inspection',
  title: 'Inspeksi loket',
  period_from: '2026-01-01',
  period_until: '2026-10-31',
  planned_on: '2026-11-03',
  basis: 'plan',
  basis_text: 'PKPT nomor 14',
}
const FINDING = {
  condition: 'Papan alur usang',
  criterion: 'Sesuai standar',
  cause: 'Tidak ada penanggung jawab',
  effect: 'Warga salah berkas',
  recommendation: 'Perbarui papan alur',
}

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = NOW
  institution = await newInstitution(house)
  office = await newUnit(house, institution, institution.root, 'agency', 'Inspektorat Uji')
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  chief = await newPerson(house, institution, office)
  await grant(house, institution, chief.account, institution.root, [...INSIDE, 'oversight.manage', 'oversight.rules'])
  examiner = await newPerson(house, institution, office)
  await grant(house, institution, examiner.account, institution.root, INSIDE)
  head = await newPerson(house, institution, unit, ['oversight.read', 'oversight.reply'])
  leader = await newPerson(house, institution, institution.root, ['oversight.read'])
})

async function formTeam(people: readonly TestPerson[] = [examiner]): Promise<string> {
  const team = { name: 'Tim Pengawas', decree_number: '700/1', decree_on: '2026-01-05' }
  const at = String((await post(house, '/pengawasan/tim', team, chief)).headers.location)
  for (const person of people) {
    const member = { account: person.account, part: 'member', from_on: '2026-01-05' }
    expect((await post(house, `${at}/anggota`, member, chief)).statusCode).toBe(303)
  }
  return at.split('/').pop()!
}

async function plan(team: string, more: Record<string, string> = {}): Promise<string> {
  const made = await post(house, '/pengawasan/baru', { ...PLAN, unit, team, ...more }, chief)
  expect(made.statusCode, made.body.slice(0, 0)).toBe(303)
  return String(made.headers.location)
}

async function answerAll(at: string) {
  for (const key of ['maklumat', 'standar', 'petugas', 'sarana', 'pungutan', 'pengaduan'])
    expect((await post(house, `${at}/periksa`, { key, answer: 'yes' }, examiner)).statusCode).toBe(303)
}

async function reported(): Promise<{ at: string; finding: string }> {
  const at = await plan(await formTeam())
  await post(house, `${at}/mulai`, {}, examiner)
  await post(house, `${at}/temuan`, FINDING, examiner)
  await answerAll(at)
  expect((await post(house, `${at}/laporkan`, { conclusion: 'Perlu perbaikan.' }, examiner)).statusCode).toBe(303)
  const finding = /href="(\/pengawasan\/temuan\/[0-9a-f-]{36})"/.exec((await get(house, at, head)).body)![1]!
  return { at, finding }
}

test('from decree to done: team, plan, checklist, finding, reply, evidence, verification, report', async () => {
  const at = await plan(await formTeam())
  expect((await get(house, at, head)).statusCode).toBe(404)
  expect((await get(house, '/pengawasan', head)).body).not.toContain(PLAN.title)
  await post(house, `${at}/mulai`, {}, examiner)
  expect((await get(house, at, examiner)).body).toContain('Maklumat pelayanan dipasang')
  const bare = await post(house, `${at}/periksa`, { key: 'maklumat', answer: 'no', link: 'x' }, examiner)
  expect(bare.statusCode).toBe(422)
  expect(bare.body).toContain('Alamat ini tidak lengkap')
  expect((await post(house, `${at}/periksa`, { key: 'maklumat', answer: 'no' }, examiner)).body).toContain(
    'Tuliskan apa yang dilihat',
  )
  expect((await post(house, `${at}/temuan`, { ...FINDING, cause: '' }, examiner)).statusCode).toBe(422)
  expect((await post(house, `${at}/temuan`, FINDING, examiner)).statusCode).toBe(303)
  expect((await get(house, at, head)).statusCode).toBe(404)
  const early = await post(house, `${at}/laporkan`, { conclusion: 'Perlu perbaikan.' }, examiner)
  expect(early.statusCode).toBe(409)
  expect(early.body).toContain('Masih ada 6 butir')
  await answerAll(at)
  expect((await post(house, `${at}/laporkan`, { conclusion: 'Perlu perbaikan.' }, examiner)).statusCode).toBe(303)
  const seen = (await get(house, at, head)).body
  expect(seen).toContain('Perlu perbaikan.')
  // Ten working days from Tuesday, 3 November.
  expect(seen).toContain('17 Nov 2026 (tanggapan)')
  const finding = /href="(\/pengawasan\/temuan\/[0-9a-f-]{36})"/.exec(seen)![1]!
  expect((await post(house, `${finding}/verifikasi`, { decision: 'verified', text: 'x' }, examiner)).statusCode).toBe(
    409,
  )
  expect((await post(house, `${finding}/tanggapan`, { text: '' }, head)).statusCode).toBe(422)
  expect((await post(house, `${finding}/tanggapan`, { text: 'Setuju, dicetak ulang.' }, head)).statusCode).toBe(303)
  expect((await post(house, `${finding}/tanggapan`, { text: 'Lagi' }, head)).statusCode).toBe(409)
  await post(house, `${finding}/tindak-lanjut`, { text: 'Papan baru terpasang' }, head)
  await post(house, `${finding}/verifikasi`, { decision: 'returned', text: 'Foto belum ada.' }, examiner)
  await post(house, `${finding}/tindak-lanjut`, { text: 'Foto papan', link: 'https://contoh.go.id/foto' }, head)
  await post(house, `${finding}/verifikasi`, { decision: 'verified', text: 'Dilihat di tempat.' }, examiner)
  const done = (await get(house, finding, leader)).body
  for (const word of ['Tuntas', 'Setuju, dicetak ulang.', 'Foto belum ada.', 'Dilihat di tempat.'])
    expect(done).toContain(word)
  expect((await get(house, at, leader)).body).toContain('Tuntas pada')
  const report = (await get(house, `${at}/laporan`, head)).body
  for (const word of Object.values(FINDING)) expect(report).toContain(word)
  expect(report).toContain('700/1')
  const csv = (await get(house, '/pengawasan/temuan/unduh?bentuk=csv', leader)).body
  expect(csv).toContain('Dinas Uji,Inspeksi,Inspeksi loket,1,Papan alur usang')
})

test('who works in the unit, heads it, is a superior there or declared an interest takes no part and sees no plan', async () => {
  const worker = await newPerson(house, institution, unit)
  const boss = await newPerson(house, institution, office)
  await newPerson(house, institution, unit, [], { superior: boss.employee })
  const declared = await newPerson(house, institution, office)
  const heads = await newPerson(house, institution, office)
  await grant(house, institution, heads.account, unit, ['oversight.reply'])
  const everybody = [worker, boss, declared, heads]
  for (const person of everybody) await grant(house, institution, person.account, institution.root, INSIDE)
  const reason = { unit, reason: 'Saudara kandung bekerja di sana' }
  expect((await post(house, '/pengawasan/kepentingan', reason, declared)).statusCode).toBe(303)
  const onlyThem = await formTeam(everybody)
  const refused = await post(house, '/pengawasan/baru', { ...PLAN, unit, team: onlyThem }, chief)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('Semua anggota tim ini mempunyai benturan kepentingan')
  const at = await plan(await formTeam([...everybody, examiner]))
  const page = (await get(house, at, chief)).body
  for (const why of ['Bekerja di unit ini', 'Atasan pegawai di unit ini', 'Dinyatakan sendiri', 'Memimpin unit ini'])
    expect(page).toContain(why)
  for (const person of everybody) {
    expect((await get(house, at, person)).statusCode).toBe(404)
    expect((await post(house, `${at}/mulai`, {}, person)).statusCode).toBe(404)
    expect((await get(house, '/pengawasan', person)).body).not.toContain(PLAN.title)
  }
  expect((await post(house, `${at}/mulai`, {}, examiner)).statusCode).toBe(303)
  await answerAll(at)
  await post(house, `${at}/temuan`, FINDING, examiner)
  await post(house, `${at}/laporkan`, { conclusion: 'Selesai.' }, examiner)
  const finding = /href="(\/pengawasan\/temuan\/[0-9a-f-]{36})"/.exec((await get(house, at, boss)).body)![1]!
  await post(house, `${finding}/tanggapan`, { text: 'Setuju' }, head)
  await post(house, `${finding}/tindak-lanjut`, { text: 'Sudah' }, head)
  const verdict = { decision: 'verified', text: 'Baik' }
  for (const person of everybody)
    expect((await post(house, `${finding}/verifikasi`, verdict, person)).statusCode).toBe(409)
  expect((await post(house, `${finding}/verifikasi`, verdict, examiner)).statusCode).toBe(303)
})

test('who sees what: not in the team, other units, readers, another institution', async () => {
  const { at, finding } = await reported()
  const other = await newPerson(house, institution, office)
  await grant(house, institution, other.account, institution.root, INSIDE)
  expect((await post(house, `${at}/temuan`, FINDING, other)).statusCode).toBe(409)
  expect((await post(house, `${finding}/verifikasi`, { decision: 'verified', text: 'x' }, other)).statusCode).toBe(409)
  const elsewhere = await newUnit(house, institution, institution.root)
  const stranger = await newPerson(house, institution, elsewhere, ['oversight.read', 'oversight.reply'])
  for (const path of [at, `${at}/laporan`, finding]) expect((await get(house, path, stranger)).statusCode).toBe(404)
  expect((await post(house, `${finding}/tanggapan`, { text: 'x' }, stranger)).statusCode).toBe(404)
  expect((await get(house, '/pengawasan/temuan', stranger)).body).not.toContain(FINDING.recommendation)
  expect((await post(house, `${finding}/tanggapan`, { text: 'x' }, leader)).statusCode).toBe(403)
  expect((await post(house, '/pengawasan/tim', { name: 'x' }, examiner)).statusCode).toBe(403)
  expect((await get(house, '/pengawasan/ketentuan', examiner)).statusCode).toBe(403)
  const neighbour = await newInstitution(house)
  const foreign = await newPerson(house, neighbour, neighbour.root, [...INSIDE, 'oversight.manage'])
  for (const path of [at, finding]) expect((await get(house, path, foreign)).statusCode).toBe(404)
})

test('overdue: the unit and the team at once, the leadership some working days later, each once', async () => {
  const { finding } = await reported()
  const role = await house.owner.query<{ id: string }>(
    `insert into roles.role (institution_id, id, code, name) values ($1, gen_random_uuid(), 'leader', 'Pimpinan') returning id`,
    [institution.id],
  )
  await house.owner.query(
    `insert into roles.grant (institution_id, id, account_id, role_id, unit_id, valid_from)
     values ($1, gen_random_uuid(), $2, $3, $4, '2020-01-01')`,
    [institution.id, leader.account, role.rows[0]!.id, institution.root],
  )
  const run = (now: Date) =>
    asSystem(house, institution, 'oversight.read', (db, scope) => escalateFindings(db, scope, now))
  const told = async (account: string) =>
    (
      await house.owner.query(
        `select 1 from notifications.message where institution_id = $1 and account_id = $2 and kind = 'oversight.overdue'`,
        [institution.id, account],
      )
    ).rowCount
  const { rows } = await house.owner.query<{ due_at: Date }>(
    'select due_at from oversight.finding where institution_id = $1',
    [institution.id],
  )
  const due = rows[0]!.due_at
  const later = (days: number) => new Date(due.getTime() + days * 86_400_000)
  expect(await run(later(-1))).toBe(0)
  expect(await run(later(1))).toBe(1)
  expect(await run(later(1))).toBe(0)
  expect([await told(head.account), await told(examiner.account), await told(leader.account)]).toEqual([1, 1, 0])
  expect(await run(later(14))).toBe(1)
  expect(await told(leader.account)).toBe(1)
  house.clock.now = later(14)
  const late = await newPerson(house, institution, unit, ['oversight.read'])
  expect((await get(house, finding, late)).body).toContain('Terlambat')
  expect((await get(house, '/pengawasan/temuan?terlambat=ya', late)).body).toContain(FINDING.recommendation)
})

test('an item is chosen by its words; a new one needs some and gets its place', async () => {
  const rule = { source: 'Perbup contoh', valid_from: '2026-11-01' }
  const send = (more: object) => post(house, '/pengawasan/ketentuan', { ...rule, ...more }, chief)
  expect((await send({ item: 'inspection/' })).statusCode).toBe(422)
  expect((await send({ item: 'lain/maklumat', text: 'x' })).statusCode).toBe(422)
  expect((await send({ item: 'inspection/', text: 'Antrean terlihat dari pintu' })).statusCode).toBe(303)
  const page = (await get(house, '/pengawasan/ketentuan', chief)).body
  expect(page).toMatch(/<option value="inspection\/b[0-9a-f]{12}">Antrean terlihat dari pintu/)
  expect(page).toMatch(/<optgroup label="Daftar periksa audit">/)
})

test('rules are dated: an own period holds from its day; what is not public is not shown', async () => {
  const period = { item: 'period/reply_days', source: 'Perbup contoh', valid_from: '2026-11-01' }
  expect((await post(house, '/pengawasan/ketentuan', period, chief)).statusCode).toBe(422)
  expect(
    (await post(house, '/pengawasan/ketentuan', { ...period, text: 'Tanggapan', amount: '3' }, chief)).statusCode,
  ).toBe(303)
  const { at } = await reported()
  expect((await get(house, at, head)).body).toContain('6 Nov 2026 (tanggapan)')
  const open = `/i/${institution.slug}/pengawasan`
  const shown = (await get(house, open)).body
  expect(shown).toContain('Inspeksi')
  // One unit with one finding: neither its name nor its number is told.
  expect(shown).not.toContain('Dinas Uji')
  expect(shown).toContain('1 unit lain dengan sedikit temuan')
  // With five it is told, until the institution's rule asks for six.
  const more = await plan(await formTeam())
  await post(house, `${more}/mulai`, {}, examiner)
  for (let count = 0; count < 4; count++) await post(house, `${more}/temuan`, FINDING, examiner)
  await answerAll(more)
  await post(house, `${more}/laporkan`, { conclusion: 'Perlu perbaikan.' }, examiner)
  expect((await get(house, open)).body).toContain('Dinas Uji')
  const ruler = await newPerson(house, institution, institution.root, ['service.rules'])
  const small = { key: 'small_cell', value: '6', source: 'Keputusan 7', valid_from: localDate(house.clock.now) }
  expect((await post(house, '/layanan/ketentuan', small, ruler)).statusCode).toBe(303)
  expect((await get(house, open)).body).not.toContain('Dinas Uji')
  expect((await post(house, '/pengawasan/ketentuan/umum', { topic: 'findings', why: '' }, chief)).statusCode).toBe(422)
  const hide = { topic: 'findings', why: 'Menunggu pembahasan' }
  expect((await post(house, '/pengawasan/ketentuan/umum', hide, chief)).statusCode).toBe(303)
  expect((await get(house, open)).statusCode).toBe(404)
})

test('naughty texts stay text, a plan needs a unit in reach and a team in office', async () => {
  const team = await formTeam()
  for (const text of naughtyTexts(400).slice(0, 15)) {
    const made = await post(house, '/pengawasan/baru', { ...PLAN, unit, team, title: text, basis_text: text }, chief)
    expect([303, 422], text).toContain(made.statusCode)
  }
  expect((await get(house, '/pengawasan', chief)).statusCode).toBe(200)
  for (const wrong of [{ unit: institution.id }, { team: unit }, { period_until: '2025-01-01' }, { kind: 'x' }])
    expect((await post(house, '/pengawasan/baru', { ...PLAN, unit, team, ...wrong }, chief)).statusCode).toBe(422)
})

test('an indicator as basis is one the unit has promised, and its scorecard is where it leads', async () => {
  const team = await formTeam()
  const promise = async (of: string, name: string) => {
    const { rows } = await house.owner.query<{ id: string }>(
      `insert into performance.indicator (institution_id, id, unit_id, template_code, name, relevance, measure, direction,
         baseline, baseline_on, target_kind, target, target_value, source, due_on, created_at)
       values ($1, gen_random_uuid(), $2, 'innovation', $3, 'Warga menunggu lebih singkat', 'inovasi', 'up', 1,
         '2026-01-01', 'points', 2, 3, 'Catatan uji', '2026-12-31', now()) returning id`,
      [institution.id, of, name],
    )
    return rows[0]!.id
  }
  const indicator = await promise(unit, 'Inovasi pelayanan yang diterapkan')
  const strange = await promise(office, 'Indikator unit lain')
  expect((await get(house, '/pengawasan/baru', chief)).body).toContain('Dinas Uji · Inovasi pelayanan yang diterapkan')
  const basis = { ...PLAN, unit, team, basis: 'indicator' }
  expect((await post(house, '/pengawasan/baru', basis, chief)).body).toContain('Pilih indikatornya')
  expect((await post(house, '/pengawasan/baru', { ...basis, indicator: strange }, chief)).body).toContain(
    'Indikator ini bukan milik unit itu',
  )
  const at = await plan(team, { basis: 'indicator', indicator })
  const page = (await get(house, at, chief)).body
  expect(page).toContain('Inovasi pelayanan yang diterapkan: PKPT nomor 14')
  expect(page).toContain(`href="/kinerja/${unit}"`)
})

test('of two examiners at one item the later is told what the first has seen, and keeps what they wrote', async () => {
  const second = await newPerson(house, institution, office)
  await grant(house, institution, second.account, institution.root, INSIDE)
  const at = await plan(await formTeam([examiner, second]))
  await post(house, `${at}/mulai`, {}, examiner)
  const shown = asShown((await get(house, at, second)).body, `${at}/periksa`, { key: 'maklumat' })
  await post(house, `${at}/periksa`, { key: 'maklumat', answer: 'no', note: 'Tidak ada di loket.' }, examiner)
  const late = await post(house, `${at}/periksa`, { ...shown, answer: 'yes', note: 'Ada di ruang tunggu.' }, second)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Ada di ruang tunggu.')
  expect(late.body).toContain('Tersimpan sekarang:</strong> Tidak ada di loket.')
  const again = asShown(late.body, `${at}/periksa`, { key: 'maklumat' })
  expect((await post(house, `${at}/periksa`, { ...again, answer: 'yes', _key: 'lagi' }, second)).statusCode).toBe(303)
  expect((await get(house, at, examiner)).body).toContain('Ada di ruang tunggu.')
})
