import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  signInAs,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { birthOf, maskContact, retirementOf, timeUntil } from './model.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let boss: TestPerson
let old: TestPerson
let young: TestPerson
let hr: TestPerson

const BORN = '1969-01-17'

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  boss = await person(unit, '1980-05-05')
  old = await person(unit, BORN, boss)
  young = await person(unit, '1995-03-03', boss)
  hr = await newPerson(house, institution, institution.root, [
    'talent.read',
    'talent.manage',
    'talent.pool',
    'talent.rules',
  ])
  await born(hr, '1990-01-01')
})

async function born(who: TestPerson, date: string): Promise<void> {
  await house.owner.query('update people.employee set birth_date = $2 where id = $1', [who.employee, date])
}

async function person(place: string, date: string, superior?: TestPerson, held: string[] = []): Promise<TestPerson> {
  const made = await newPerson(house, institution, place, held, superior ? { superior: superior.employee } : {})
  await born(made, date)
  return made
}

const at = (who: TestPerson) => `/pensiun/pegawai/${who.employee}`
const HANDOVER = { knowledge: 'Cara menghitung retribusi', way: 'shown', due_on: '2027-01-10' }

test('the own page counts down from date of birth and position, and says where the date comes from', async () => {
  const page = (await get(house, '/pensiun/saya', old)).body
  for (const part of [
    '1 Februari 2027',
    '2 bulan',
    '17 Januari 1969',
    '58 tahun',
    'Perlu verifikasi',
    '1 Februari 2026',
  ])
    expect(page).toContain(part)
  expect((await get(house, '/pensiun/saya', young)).body).toContain('1 April 2053')
})

test('a date of birth and a NIP are their owner’s; others see the day of retirement, or nobody', async () => {
  const neighbor = await newUnit(house, institution, institution.root)
  const elsewhere = await person(neighbor, '1985-01-01', undefined, ['talent.read', 'talent.manage'])
  const { rows } = await house.owner.query('select nip from people.employee where id = $1', [old.employee])
  for (const reader of [boss, hr]) {
    const { body, statusCode } = await get(house, at(old), reader)
    expect(statusCode).toBe(200)
    expect(body).toContain('1 Februari 2027')
    for (const secret of ['17 Januari 1969', BORN, rows[0].nip]) expect(body).not.toContain(secret)
  }
  const list = (await get(house, '/pensiun', hr)).body
  expect(list).toContain(old.name)
  expect(list).not.toContain(young.name)
  for (const secret of ['17 Januari 1969', BORN, rows[0].nip]) expect(list).not.toContain(secret)
  for (const stranger of [young, elsewhere]) {
    expect((await get(house, at(old), stranger)).statusCode).toBe(404)
    for (const [act, fields] of [
      ['pengganti', { candidate: young.employee, ready: 'now' }],
      ['alih', HANDOVER],
    ] as const)
      expect((await post(house, `${at(old)}/${act}`, fields, stranger)).statusCode).toBe(404)
  }
  expect((await get(house, '/pensiun', elsewhere)).body).not.toContain(old.name)
  expect((await get(house, '/pensiun', boss)).statusCode).toBe(403)
  expect((await get(house, '/pensiun/saya', boss)).body).toContain(old.name)
})

test('a superior names a successor, the gap closes, and neither the person nor the candidate sees it', async () => {
  expect((await get(house, '/pensiun?celah=ya', hr)).body).toContain(old.name)
  const wrong = await post(house, `${at(old)}/pengganti`, { candidate: hr.employee, ready: 'now' }, boss)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Pilih orang dari daftar.')
  expect((await post(house, `${at(old)}/pengganti`, { candidate: '', ready: 'now' }, boss)).body).toContain(
    'Pilih calon pengganti.',
  )
  const named = { candidate: young.employee, ready: 'year', note: 'Perlu belajar anggaran' }
  expect((await post(house, `${at(old)}/pengganti`, named, boss)).statusCode).toBe(303)
  expect((await get(house, at(old), hr)).body).toContain('Perlu belajar anggaran')
  expect((await get(house, '/pensiun?celah=ya', hr)).body).not.toContain(old.name)
  expect((await get(house, '/pensiun/saya', old)).body).not.toContain('Perlu belajar anggaran')
  expect((await get(house, at(old), young)).statusCode).toBe(404)
  expect((await post(house, `${at(old)}/pengganti`, named, old)).statusCode).toBe(404)
  expect((await post(house, `${at(old)}/pengganti/${young.employee}/hapus`, {}, young)).statusCode).toBe(404)
  expect((await post(house, `${at(old)}/pengganti/${young.employee}/hapus`, {}, boss)).statusCode).toBe(303)
  expect((await get(house, '/pensiun?celah=ya', hr)).body).toContain(old.name)
})

test('what is known is planned, handed over and seen by the superior; late is said', async () => {
  const missing = await post(house, `${at(old)}/alih`, { knowledge: ' ', way: 'shown', due_on: '' }, old)
  expect(missing.statusCode).toBe(422)
  expect(missing.body).toContain('Tulis apa yang perlu dialihkan.')
  await post(house, `${at(old)}/alih`, { ...HANDOVER, to: young.employee }, old)
  await post(house, `${at(old)}/alih`, { ...HANDOVER, knowledge: 'Arsip lama', due_on: '2026-11-01' }, boss)
  expect((await post(house, `${at(old)}/alih`, { ...HANDOVER, to: hr.employee }, old)).statusCode).toBe(422)
  const seen = (await get(house, at(old), boss)).body
  for (const part of ['Cara menghitung retribusi', young.name, 'Lewat waktu']) expect(seen).toContain(part)
  const { rows } = await house.owner.query('select id from talent.transfer where employee_id = $1 order by due_on', [
    old.employee,
  ])
  const path = `${at(old)}/alih/${rows[0].id}/selesai`
  expect((await post(house, path, { done: 'ya' }, young)).statusCode).toBe(404)
  expect((await post(house, `${at(young)}/alih/${rows[0].id}/selesai`, { done: 'ya' }, boss)).statusCode).toBe(404)
  expect((await post(house, path, { done: 'ya' }, old)).statusCode).toBe(303)
  expect((await get(house, '/pensiun', hr)).body).toContain('1 dari 2 diserahkan')
  expect((await get(house, at(old), boss)).body).not.toContain('Lewat waktu')
})

test('steps are one’s own: a superior sees how many, not which', async () => {
  await post(house, '/pensiun/saya/daftar', { code: 'keuangan', done: 'ya' }, old)
  expect((await post(house, '/pensiun/saya/daftar', { code: 'tidak-ada', done: 'ya' }, old)).statusCode).toBe(404)
  expect((await get(house, '/pensiun/saya', old)).body).toContain('1 / 10')
  const seen = (await get(house, at(old), boss)).body
  expect(seen).toContain('1 / 10')
  expect(seen).not.toContain('Hitung keuangan keluarga')
  await post(house, '/pensiun/saya/daftar', { code: 'keuangan', done: 'tidak' }, old)
  expect((await get(house, '/pensiun/saya', old)).body).toContain('0 / 10')
})

test('nobody is in the pool without consent; the contact is masked, opening it recorded, withdrawing erases', async () => {
  const wish = { fields: 'perizinan bangunan', offers: ['mentor'], contact: '0812 3456 7890' }
  const refused = await post(house, '/pensiun/saya/narasumber', wish, old)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('Beri tanda bila Anda setuju')
  const odd = await post(house, '/pensiun/saya/narasumber', { ...wish, contact: 'rumah saya', consent: 'ya' }, old)
  expect(odd.body).toContain('0812 3456 7890')
  expect((await post(house, '/pensiun/saya/narasumber', { ...wish, consent: 'ya' }, old)).statusCode).toBe(303)
  expect((await post(house, '/pensiun/saya/narasumber', { ...wish, consent: 'ya' }, old)).statusCode).toBe(409)
  expect((await get(house, '/narasumber', boss)).statusCode).toBe(403)
  const found = (await get(house, '/narasumber?q=bangunan&jenis=mentor', hr)).body
  expect(found).toContain(old.name)
  expect(found).toContain('0812••••90')
  expect(found).not.toMatch(/3456 ?7890/)
  expect((await get(house, '/narasumber?jenis=expert', hr)).body).not.toContain(old.name)
  const { rows } = await house.owner.query('select id from talent.expert where institution_id = $1', [institution.id])
  expect((await post(house, `/narasumber/${rows[0].id}/kontak`, {}, boss)).statusCode).toBe(403)
  expect((await post(house, `/narasumber/${rows[0].id}/kontak`, {}, hr)).body).toContain('0812 3456 7890')
  const audit = await house.owner.query(
    `select account_id from audit.event where institution_id = $1 and action = 'talent.contact_seen'`,
    [institution.id],
  )
  expect(audit.rows).toEqual([{ account_id: hr.account }])
  expect((await post(house, '/pensiun/saya/narasumber/tarik', {}, old)).statusCode).toBe(303)
  expect((await get(house, '/narasumber', hr)).body).not.toContain(old.name)
  expect((await post(house, `/narasumber/${rows[0].id}/kontak`, {}, hr)).statusCode).toBe(404)
  const left = await house.owner.query('select * from talent.expert where institution_id = $1', [institution.id])
  expect(JSON.stringify(left.rows)).not.toMatch(new RegExp(`3456 ?7890|bangunan|${old.name}|${old.employee}`))
})

test('a retired person without account is registered with how they agreed, and erased at their request', async () => {
  const who = {
    name: 'Ibu Pensiun',
    background: 'Kepala Seksi',
    fields: 'anggaran daerah',
    offers: ['expert'],
    contact: 'ibu@contoh.example',
  }
  expect((await post(house, '/narasumber', who, hr)).body).toContain('Tulis bagaimana dan kapan orang ini setuju.')
  await post(house, '/narasumber', { ...who, consent: 'Lewat telepon, 12 November 2026' }, hr)
  expect((await get(house, '/narasumber', hr)).body).toContain('i•••@contoh.example')
  const { rows } = await house.owner.query('select id from talent.expert where institution_id = $1', [institution.id])
  expect((await post(house, `/narasumber/${rows[0].id}/hapus`, {}, hr)).statusCode).toBe(303)
  expect((await get(house, '/narasumber', hr)).body).not.toContain('Ibu Pensiun')
})

test('a rule changed from a day on moves the date; a step may be hidden, worded anew or added', async () => {
  const rule = {
    key: 'age:pelaksana:pelaksana',
    value: '60',
    valid_from: '2026-11-21',
    source: 'Aturan uji',
    verified: 'on',
  }
  expect((await post(house, '/pensiun/aturan', rule, boss)).statusCode).toBe(403)
  const bad = await post(house, '/pensiun/aturan', { ...rule, value: 'enam puluh' }, hr)
  expect(bad.statusCode).toBe(422)
  expect(bad.body).toContain('Tulis angka bulat')
  expect((await post(house, '/pensiun/aturan', { ...rule, key: 'age:lain:lain' }, hr)).statusCode).toBe(404)
  await post(house, '/pensiun/aturan', { ...rule, valid_from: '2026-12-01' }, hr)
  expect((await get(house, '/pensiun/saya', old)).body).toContain('1 Februari 2027')
  await post(house, '/pensiun/aturan', rule, hr)
  const page = (await get(house, '/pensiun/saya', old)).body
  expect(page).toContain('1 Februari 2029')
  expect(page).toContain('Aturan uji')
  const item = {
    title: 'Pamit kepada warga',
    months_before: '1',
    source: 'Kebijakan internal',
    valid_from: '2026-11-21',
  }
  for (const [path, sent] of [
    ['/pensiun/aturan', rule],
    ['/pensiun/aturan/daftar', item],
  ] as const) {
    const past = await post(house, path, { ...sent, valid_from: '2026-11-20' }, hr)
    expect([path, past.statusCode, past.body.includes('Aturan tidak berlaku surut')]).toEqual([path, 422, true])
  }
  await post(house, '/pensiun/aturan/daftar', item, hr)
  await post(house, '/pensiun/aturan/daftar', { ...item, code: 'mpp', title: 'Putuskan MPP', hidden: 'on' }, hr)
  const steps = (await get(house, '/pensiun/saya', old)).body
  expect(steps).toContain('Pamit kepada warga')
  expect(steps).not.toContain('masa persiapan pensiun atau tidak')
  expect(steps).toContain('0 / 10')
  await post(house, '/pensiun/aturan/daftar', { ...item, title: 'Wariskan catatan', valid_from: '2026-11-22' }, hr)
  expect((await get(house, '/pensiun/aturan', hr)).body).toContain('Wariskan catatan')
  expect((await get(house, '/pensiun/saya', old)).body).not.toContain('Wariskan catatan')
  house.clock.now = new Date('2026-11-22T03:00:00Z')
  const cookie = await signInAs(house, institution, old.account)
  expect((await get(house, '/pensiun/saya', { cookie })).body).toContain('Wariskan catatan')
})

test('without a date of birth the number says it; without either the page says so', async () => {
  await house.owner.query(`update people.employee set birth_date = null, nip = '199503032020121099' where id = $1`, [
    young.employee,
  ])
  expect((await get(house, '/pensiun/saya', young)).body).toContain('1 April 2053')
  await house.owner.query(`update people.employee set nip = 'TANPA-1' where id = $1`, [young.employee])
  expect((await get(house, '/pensiun/saya', young)).body).toContain('belum dapat dihitung')
  expect(birthOf({ birth_date: null, nip: '199502302020121099' })).toBeUndefined()
})

const RULES = {
  'age:x:y': { value: 58, source: 'uji', verified: false },
  start_months: { value: 1, source: 'uji', verified: false },
  mpp_months: { value: 12, source: 'uji', verified: false },
  plan_months: { value: 36, source: 'uji', verified: false },
}
const days = fc
  .date({ min: new Date('1940-01-01'), max: new Date('2010-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

test('retirement begins on a first, after the birthday and within a month of it, and PostgreSQL agrees', async () => {
  const sample = fc.sample(days, 200).concat('1968-02-29', '1967-12-31', '1968-12-01')
  const { rows } = await house.owner.query(
    `select to_char(date_trunc('month', d + interval '58 years') + interval '1 month', 'YYYY-MM-DD') as starts,
       to_char(d + interval '58 years', 'YYYY-MM-DD') as reached from unnest($1::date[]) with ordinality as t (d, o) order by o`,
    [sample],
  )
  for (const [index, birth] of sample.entries()) {
    const { starts, reached } = retirementOf(birth, { kind: 'x', level: 'y' }, RULES)!
    expect({ starts, reached }).toEqual(rows[index])
    expect(starts > reached && starts.endsWith('-01')).toBe(true)
  }
})

test('time left never grows while days pass', () => {
  fc.assert(
    fc.property(days, days, days, (a, b, c) => {
      const [one, two, three] = [a, b, c].toSorted() as [string, string, string]
      const months = (from: string) => {
        const left = timeUntil(from, three)
        return left.years * 12 + left.months
      }
      expect(months(one)).toBeGreaterThanOrEqual(months(two))
      expect(months(three)).toBe(0)
    }),
  )
  expect(timeUntil('2026-11-21', '2027-02-01')).toEqual({ years: 0, months: 2 })
})

test('a masked contact cannot be used', () => {
  expect(maskContact('karyadi@contoh.example')).toBe('k•••@contoh.example')
  expect(maskContact('08123')).toBe('••••')
})
