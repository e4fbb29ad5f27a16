import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
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
} from '../../../platform/test/harness.ts'
import { actsOf, type Part, partsOf, type State } from './model.ts'

const START = new Date('2026-11-02T03:00:00Z')
const ALLEGATION = 'Tidak masuk kerja tanpa keterangan selama tiga hari berturut-turut.'
const text = (body: string) => body.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

let house: TestHouse
let institution: TestInstitution
let unit: string
let head: TestPerson
let subject: TestPerson
let authority: TestPerson
let appeal: TestPerson
let everything: TestPerson
let nip: string

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = START
  institution = await newInstitution(house)
  await house.owner.query('update organization.institution set time_zone = $2 where id = $1', [
    institution.id,
    'Asia/Jakarta',
  ])
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji Disiplin')
  head = await newPerson(house, institution, unit, ['discipline.report'], { name: 'Atasan Uji' })
  subject = await newPerson(house, institution, unit, [], { name: 'Pegawai Diperiksa' })
  authority = await newPerson(house, institution, institution.root, ['discipline.decide'], { name: 'Pejabat Satu' })
  appeal = await newPerson(house, institution, institution.root, ['discipline.decide'], { name: 'Pejabat Dua' })
  everything = await newPerson(house, institution, institution.root, [
    'discipline.report',
    'discipline.decide',
    'performance.read',
    'audit.read',
  ])
  const { rows } = await house.owner.query('select nip from people.employee where institution_id = $1 and id = $2', [
    institution.id,
    subject.employee,
  ])
  nip = rows[0].nip
  return () => {
    house.clock.now = new Date()
  }
})

const report = (change: Record<string, string> = {}) => ({
  nip,
  level: 'light',
  happened_on: '2026-10-28',
  allegation: ALLEGATION,
  examiner: head.account,
  authority: authority.account,
  appeal_authority: appeal.account,
  ...change,
})

async function newCase(): Promise<string> {
  const made = await post(house, '/disiplin/lapor', report(), head)
  expect(made.statusCode, text(made.body)).toBe(303)
  return String(made.headers.location)
}

/** The clock moves on and everybody signs in again. */
async function onDay(now: string): Promise<void> {
  house.clock.now = new Date(now)
  for (const person of [head, subject, authority, appeal, everything])
    Object.assign(person, { cookie: await signInAs(house, institution, person.account) })
}

describe('a case from report to objection', { shuffle: false }, () => {
  let at: string

  beforeAll(async () => {
    await onDay('2026-11-02T03:00:00Z')
    at = await newCase()
  })

  test('only those named find it; a role over everything does not help', async () => {
    for (const person of [head, subject, authority, appeal])
      expect((await get(house, at, person)).body).toContain(ALLEGATION)
    expect((await get(house, at, everything)).statusCode).toBe(404)
    expect((await get(house, '/disiplin', everything)).body).not.toContain('Pegawai Diperiksa')
    expect((await get(house, '/audit', everything)).body).not.toContain(ALLEGATION)
    for (const path of ['tanggapan', 'berita-acara', 'keberatan'])
      expect((await post(house, `${at}/${path}`, { body: 'Saya ikut campur di sini' }, everything)).statusCode).toBe(
        404,
      )
    const { rows } = await house.owner.query(
      `select account_id, title, body from notifications.message where institution_id = $1 and kind = 'performance.discipline'`,
      [institution.id],
    )
    expect(new Set(rows.map((row) => row.account_id))).toEqual(
      new Set([subject.account, authority.account, appeal.account]),
    )
    expect(rows.every((row) => !`${row.title} ${row.body}`.includes('Tidak masuk'))).toBe(true)
  })

  test('no decision without a hearing, no hearing without time to prepare', async () => {
    const decision = { sanction: 'r1', body: 'Terbukti menurut daftar hadir bulan ini.' }
    expect((await post(house, `${at}/putus`, decision, authority)).statusCode).toBe(409)
    expect((await post(house, `${at}/putus`, decision, head)).statusCode).toBe(409)
    const summons = { hearing_on: '2026-11-05', body: 'Diminta hadir pukul 09.00 di ruang rapat.' }
    const soon = await post(house, `${at}/panggil`, summons, head)
    expect(soon.statusCode).toBe(422)
    expect(text(soon.body)).toContain('Paling cepat')
    expect(soon.body).toContain('Diminta hadir pukul 09.00')
    expect((await post(house, `${at}/panggil`, { ...summons, hearing_on: '2026-11-16' }, head)).statusCode).toBe(303)
    const minutes = { body: 'Hadir keduanya; ditanyakan alasan, dijawab sakit.' }
    expect((await post(house, `${at}/berita-acara`, minutes, head)).statusCode).toBe(409)
    const answer = await post(house, `${at}/tanggapan`, { body: 'Saya sakit dan sudah mengabari.' }, subject)
    expect(answer.statusCode).toBe(303)
    await onDay('2026-11-16T05:00:00Z')
    expect((await post(house, `${at}/berita-acara`, minutes, subject)).statusCode).toBe(409)
    expect((await post(house, `${at}/berita-acara`, minutes, head)).statusCode).toBe(303)
    expect((await get(house, at, subject)).body).toContain('Saya sakit dan sudah mengabari')
  })

  test('a sanction not above the level, by the one who was named for it', async () => {
    const heavy = { sanction: 'b1', body: 'Terbukti menurut daftar hadir bulan ini.' }
    const refused = await post(house, `${at}/putus`, heavy, authority)
    expect(refused.statusCode).toBe(422)
    expect(text(refused.body)).toContain('lebih berat')
    expect((await post(house, `${at}/putus`, { ...heavy, sanction: 'r2' }, appeal)).statusCode).toBe(409)
    expect((await post(house, `${at}/putus`, { ...heavy, sanction: 'r2' }, authority)).statusCode).toBe(303)
    const page = text((await get(house, at, subject)).body)
    expect(page).toContain('Teguran tertulis')
    expect(page).toContain('Keberatan paling lambat')
  })

  test('an objection within its working days, decided by somebody else, never made heavier', async () => {
    expect((await post(house, `${at}/keberatan`, { body: 'Saya punya surat dokter.' }, head)).statusCode).toBe(409)
    expect((await post(house, `${at}/keberatan`, { body: 'Saya punya surat dokter.' }, subject)).statusCode).toBe(303)
    const outcome = { sanction: 'r3', body: 'Surat dokter diterima sebagai bukti.' }
    expect((await post(house, `${at}/putus-keberatan`, outcome, authority)).statusCode).toBe(409)
    const heavier = await post(house, `${at}/putus-keberatan`, outcome, appeal)
    expect(text(heavier.body)).toContain('tidak dapat memperberat')
    expect((await post(house, `${at}/putus-keberatan`, { ...outcome, sanction: '' }, appeal)).statusCode).toBe(303)
    const page = text((await get(house, at, subject)).body)
    expect(page).toContain('Selesai')
    expect(page).toContain('Tidak dijatuhi hukuman')
  })

  test('after the last day of its clock the decision stands', async () => {
    await onDay('2026-11-02T03:00:00Z')
    const other = await newCase()
    await post(house, `${other}/panggil`, { hearing_on: '2026-11-16', body: 'Diminta hadir pukul 09.00.' }, head)
    await onDay('2026-11-16T05:00:00Z')
    await post(house, `${other}/berita-acara`, { body: 'Hadir dan mengakui semuanya.' }, head)
    await post(house, `${other}/putus`, { sanction: 'r1', body: 'Diakui oleh yang bersangkutan.' }, authority)
    // Fourteen working days are more than two weeks and less than four.
    await onDay('2026-11-30T03:00:00Z')
    const keeper = await newPerson(house, institution, institution.root, ['vocabulary.read', 'discipline.rules'])
    expect(text((await get(house, '/disiplin/lapor', head)).body)).toContain('Teguran lisan')
    const renamed = {
      label_id: 'Teguran lisan resmi',
      label_en: 'Formal oral reprimand',
      position: '10',
      source: 'Peraturan uji 1/2026',
      valid_from: '2026-11-30',
      traits: 'light',
    }
    const set = (change: Record<string, string>) =>
      post(house, '/istilah/sanction/kata/r1', { ...renamed, ...change }, keeper)
    // Whoever keeps the words of complaints does not decide what staff can be punished with.
    const words = await newPerson(house, institution, institution.root, ['vocabulary.read', 'vocabulary.manage'])
    expect((await post(house, '/istilah/sanction/kata/r1', { ...renamed, offered: 'on' }, words)).statusCode).toBe(403)
    expect((await get(house, '/istilah/sanction/tambah', words)).statusCode).toBe(403)
    expect((await get(house, '/istilah/theme/tambah', keeper)).statusCode).toBe(403)
    expect((await get(house, '/istilah/sanction/kata/r1', words)).body).not.toContain('name="traits"')
    for (const traits of ['', 'terberat']) expect((await set({ traits, offered: 'on' })).statusCode).toBe(422)
    expect((await set({ offered: 'on' })).statusCode).toBe(303)
    expect(text((await get(house, '/disiplin/lapor', head)).body)).toContain('Peraturan uji 1/2026')
    expect((await set({})).statusCode).toBe(303)
    expect(text((await get(house, '/disiplin/lapor', head)).body)).not.toContain('Teguran lisan')
    // One of a new law is a word like the others, and counts by the level it has.
    const added = await post(
      house,
      '/istilah/sanction/tambah',
      { ...renamed, label_id: 'Kerja sosial', label_en: 'Community service', position: '35', traits: 'medium' },
      keeper,
    )
    expect(added.statusCode).toBe(303)
    const listed = text((await get(house, '/disiplin/lapor', head)).body)
    expect(listed).toMatch(/Kerja sosial\s*Sedang/)
    // What was decided keeps the words of its day.
    const kept = text((await get(house, other, subject)).body)
    expect([kept.includes('Teguran lisan'), kept.includes('Teguran lisan resmi')]).toEqual([true, false])
    expect((await get(house, other, subject)).body).toContain('Ajukan keberatan')
    await onDay('2026-12-14T03:00:00Z')
    const page = text((await get(house, other, subject)).body)
    expect(page).toContain('Berkekuatan tetap')
    expect((await post(house, `${other}/keberatan`, { body: 'Saya terlambat mengajukan.' }, subject)).statusCode).toBe(
      409,
    )
  })
})

describe('conflicts of interest', () => {
  test('nobody judges themselves, their own report, or twice', async () => {
    await onDay('2026-11-02T03:00:00Z')
    const refused = async (change: Record<string, string>, as = head) => {
      const answer = await post(house, '/disiplin/lapor', report(change), as)
      expect(answer.statusCode).toBe(422)
      return text(answer.body)
    }
    expect(await refused({ appeal_authority: authority.account })).toContain('diputus orang lain')
    expect(await refused({ authority: everything.account }, everything)).toContain('Yang melaporkan tidak memutus')
    expect(await refused({ authority: head.account })).toContain('Pilih seorang dari daftar')
    expect(await refused({ nip: '196001012015031999' })).toContain('Tidak ada pegawai dengan NIP ini')
    expect(await refused({ happened_on: '2027-01-01' })).toContain('belum terjadi')
    const own = await house.owner.query('select nip from people.employee where id = $1', [head.employee])
    expect(await refused({ nip: own.rows[0].nip })).toContain('Anda tidak dapat melaporkan diri sendiri')
    const stranger = await newPerson(
      house,
      institution,
      await newUnit(house, institution, institution.root, 'department', 'Dinas Jauh'),
      ['discipline.report'],
    )
    expect(await refused({}, stranger)).toContain('Tidak ada pegawai dengan NIP ini')
  })

  test('whoever is the one reported can never do more than answer and object', () => {
    const parts = fc.uniqueArray(fc.constantFrom<Part>('subject', 'reporter', 'examiner', 'authority', 'appeal'))
    const states = fc.constantFrom<State>('reported', 'summoned', 'heard', 'decided', 'appealed', 'closed')
    const now = new Date('2026-11-20T03:00:00Z')
    fc.assert(
      fc.property(parts, states, fc.boolean(), (held, state, late) => {
        const appeal_until = new Date(now.getTime() + (late ? -1 : 1) * 86_400_000)
        const acts = actsOf({ state, hearing_on: '2026-11-01', appeal_until }, new Set(held), {
          now,
          today: '2026-11-20',
        })
        if (held.includes('subject')) for (const act of acts) expect(['answer', 'appeal']).toContain(act)
        if (acts.has('appeal')) expect(late).toBe(false)
        if (acts.has('decide')) expect(state).toBe('heard')
        if (state === 'closed') expect(acts.size).toBe(0)
      }),
    )
    expect(
      partsOf({ employee_id: 'e', reporter: 'a', examiner: 'a', authority: 'b', appeal_authority: 'c' }, 'a', null),
    ).toEqual(new Set(['reporter', 'examiner']))
  })
})
