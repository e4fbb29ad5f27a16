import { beforeAll, describe, expect, test } from 'vitest'
import { systemScope } from '../../platform/access.ts'
import { addWorkingTime, dayNumber, workingDaysBetween } from '../../platform/calendar.ts'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { createInstitution, installRegions, listRegions, loadCalendar, loadCalendars } from './index.ts'

let house: TestHouse
let here: TestInstitution
let admin: TestPerson

beforeAll(async () => {
  house = await testHouse()
  here = await newInstitution(house)
  admin = await newPerson(house, here, here.root, [
    'unit.read',
    'unit.manage',
    'calendar.read',
    'calendar.manage',
    'organization.manage',
    'employee.read',
  ])
})

async function makeUnit(name: string, code: string, parent: string): Promise<string> {
  const sent = await post(
    house,
    '/unit/baru',
    { name, code, kind: 'department', parent_id: parent, active_from: '2020-01-01' },
    admin,
  )
  expect(sent.statusCode).toBe(303)
  return sent.headers.location?.split('/').at(-1) ?? ''
}

describe('units', () => {
  test('rename, move and close leave their history', async () => {
    const a = await makeUnit('Dinas Alfa', 'ALFA', here.root)
    const b = await makeUnit('Bidang Beta', 'BETA', here.root)
    const change = {
      name: 'Bidang Beta Baru',
      kind: 'division',
      parent_id: a,
      from: '2024-01-01',
      reason: 'Perbup 1/2024',
    }
    expect((await post(house, `/unit/${b}/ubah`, change, admin)).statusCode).toBe(303)
    const page = await get(house, `/unit/${b}`, admin)
    for (const text of ['Bidang Beta Baru', 'Perbup 1/2024', '1 Januari 2024', 'Dinas Alfa'])
      expect(page.body).toContain(text)
    const { rows } = await house.owner.query(
      'select name, valid_from::text, valid_to::text from organization.unit_history where unit_id = $1 order by valid_from',
      [b],
    )
    expect(rows).toEqual([
      { name: 'Bidang Beta', valid_from: '2020-01-01', valid_to: '2024-01-01' },
      { name: 'Bidang Beta Baru', valid_from: '2024-01-01', valid_to: null },
    ])
    const hanging = await post(house, `/unit/${a}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)
    expect(hanging.statusCode).toBe(409)
    expect(hanging.body).toContain('Masih ada 1 unit di bawahnya')
    expect(
      (await post(house, `/unit/${b}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)).statusCode,
    ).toBe(303)
    expect((await get(house, '/unit', admin)).body).not.toContain('Bidang Beta Baru')
    expect((await get(house, '/unit?tutup=ya', admin)).body).toContain('Bidang Beta Baru')
    expect(
      (await post(house, `/unit/${a}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)).statusCode,
    ).toBe(303)
  })

  test('no circle, no change before the present, no second code, what was typed stays', async () => {
    const a = await makeUnit('Dinas Gamma', 'GAMMA', here.root)
    const b = await makeUnit('Bidang Delta', 'DELTA', a)
    const change = { name: 'Dinas Gamma Ubah', kind: 'department', parent_id: b, from: '2024-01-01', reason: 'Perbup' }
    const circle = await post(house, `/unit/${a}/ubah`, change, admin)
    expect(circle.statusCode).toBe(422)
    expect(circle.body).toContain('Unit tidak dapat berada di bawah dirinya sendiri.')
    expect(circle.body).toContain('value="Dinas Gamma Ubah"')
    expect(
      (await post(house, `/unit/${a}/ubah`, { ...change, parent_id: here.root, from: '2019-01-01' }, admin)).statusCode,
    ).toBe(422)
    const twice = await post(
      house,
      '/unit/baru',
      { name: 'Lain', code: 'gamma', kind: 'department', parent_id: here.root, active_from: '2020-01-01' },
      admin,
    )
    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('Kode gamma sudah dipakai unit lain.')
    expect((await post(house, `/unit/${a}/ubah`, {}, admin)).statusCode).toBe(422)
    expect((await post(house, '/unit/tak-ada/ubah', {}, admin)).statusCode).toBe(404)
    expect((await get(house, `/unit/${newId()}`, admin)).statusCode).toBe(404)
  })

  test('everyone sees only the units beneath their own', async () => {
    const office = await newUnit(house, here, here.root, 'department', 'Dinas Terlihat')
    const other = await newUnit(house, here, here.root, 'department', 'Dinas Tersembunyi')
    const reader = await newPerson(house, here, office, ['unit.read', 'unit.manage'])
    const tree = await get(house, '/unit', reader)
    expect(tree.body).toContain('Dinas Terlihat')
    expect(tree.body).not.toContain('Dinas Tersembunyi')
    expect((await get(house, '/unit/ekspor', reader)).body).not.toContain('Dinas Tersembunyi')
    expect((await get(house, `/unit/${other}`, reader)).statusCode).toBe(404)
    const move = { name: 'X baru', kind: 'department', parent_id: here.root, from: '2024-01-01', reason: 'coba' }
    expect((await post(house, `/unit/${other}/ubah`, move, reader)).statusCode).toBe(404)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['unit.read', 'unit.manage'])
    expect((await get(house, `/unit/${office}`, stranger)).statusCode).toBe(404)
    expect(
      (await post(house, `/unit/${office}/tutup`, { from: '2024-01-01', reason: 'coba' }, stranger)).statusCode,
    ).toBe(404)
  })
})

test('positions: level must fit the kind, codes are single', async () => {
  const form = { code: 'JF-UJI', title: 'Analis Uji', kind: 'fungsional_keahlian', level: 'ahli_muda', class: '9' }
  expect((await post(house, '/jabatan/baru', form, admin)).statusCode).toBe(303)
  expect((await post(house, '/jabatan/baru', form, admin)).body).toContain('Kode JF-UJI sudah dipakai jabatan lain.')
  const wrong = await post(house, '/jabatan/baru', { ...form, code: 'JF-2', level: 'terampil', class: '18' }, admin)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Kelas jabatan adalah angka 1 sampai 17.')
  expect((await get(house, '/jabatan?q=uji', admin)).body).toContain('Analis Uji')
})

test('positions are everyone’s: only who manages the whole institution changes them', async () => {
  const part = await newUnit(house, here, here.root, 'department', 'Dinas Sebagian')
  const local = await newPerson(house, here, part, ['unit.read', 'unit.manage'])
  const form = { code: 'JF-LOKAL', title: 'Analis Lokal', kind: 'pelaksana', level: '', class: '7' }
  const { rows } = await house.owner.query('select id from organization.position where institution_id = $1 limit 1', [
    here.id,
  ])
  for (const path of ['/jabatan/baru', `/jabatan/${rows[0].id}`]) {
    const refused = await post(house, path, { ...form, level: 'pelaksana' }, local)
    expect([path, refused.statusCode]).toEqual([path, 409])
    expect(refused.body).toContain('Jabatan berlaku untuk seluruh instansi')
    expect((await get(house, path, local)).statusCode).toBe(409)
  }
  expect((await get(house, '/jabatan', local)).body).not.toContain('/jabatan/baru')
})

describe('calendar', () => {
  const wib = (text: string): Date => new Date(`${text}:00+07:00`)

  test('national days and default hours hold without any setting', async () => {
    await asSystem(house, here, 'unit.read', async (db, scope) => {
      const calendar = await loadCalendar(db, scope)
      // Lebaran 2026: 18 to 24 March are off by the joint decree.
      expect(addWorkingTime(calendar, wib('2026-03-16T09:00'), { days: 2 })).toEqual(wib('2026-03-25T16:00'))
      const { rows } = await house.owner.query<{ date: string }>(
        `select date::text from organization.national_holiday where date between '2026-01-01' and '2026-12-31'`,
      )
      expect(rows).toHaveLength(25)
      const off = rows.filter(({ date }) => (dayNumber(date) + 3) % 7 < 5).length
      expect(workingDaysBetween(calendar, wib('2025-12-31T12:00'), wib('2026-12-31T12:00'))).toBe(261 - off)
      expect(await loadCalendar(db, scope)).toBe(calendar)
    })
  })

  test('an edit makes a version; the old one can be computed again; a unit inherits from above', async () => {
    const mine = await newInstitution(house)
    const hospital = await newUnit(house, mine, mine.root, 'hospital', 'RSUD')
    const ward = await newUnit(house, mine, hospital, 'desk', 'IGD')
    const boss = await newPerson(house, mine, mine.root, ['calendar.read', 'calendar.manage'])
    const day = {
      date: '2026-04-13',
      name: 'Hari Jadi',
      kind: 'local_holiday',
      hours: '',
      unit_id: '',
      source: 'Perbup 3/2026',
      verified: 'on',
    }
    expect((await post(house, '/kalender/hari', day, boss)).statusCode).toBe(303)
    const around = Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, '00.00–24.00']),
    )
    const hours = { ...around, unit_id: hospital, season: 'regular', valid_from: '2020-01-01', source: 'SK Direktur' }
    expect((await post(house, '/kalender/jam', hours, boss)).statusCode).toBe(303)
    await asSystem(house, mine, 'unit.read', async (db, scope) => {
      const whole = await loadCalendar(db, scope)
      expect(whole.version).toBe(2)
      expect(whole.day('2026-04-13')).toMatchObject({ reason: 'holiday', name: 'Hari Jadi' })
      expect((await loadCalendar(db, scope, null, 0)).day('2026-04-13').reason).toBe('regular')
      const emergency = await loadCalendar(db, scope, ward)
      expect(emergency.day('2026-04-18').intervals).toEqual([[0, 1440]])
      expect(emergency.day('2026-02-23').intervals).toEqual([[0, 1440]])
      expect(whole.day('2026-02-23').reason).toBe('ramadan')
    })
    const late = await newUnit(house, mine, hospital, 'desk', 'Farmasi')
    await asSystem(house, mine, 'unit.read', async (db, scope) => {
      const of = await loadCalendars(db, scope)
      expect(
        [of(null), of(mine.root), of(ward), of(late)].map((calendar) => calendar.day('2026-04-18').reason),
      ).toEqual(['weekend', 'weekend', 'regular', 'regular'])
      expect(of(late)).toBe(await loadCalendar(db, scope, late))
    })
    const page = await get(house, '/kalender?tahun=2027', boss)
    expect(page.body).toContain('perlu verifikasi')
    expect(page.body).toContain('17 baris perlu verifikasi')
    expect((await get(house, '/kalender?mulai=2026-03-16&pukul=09.00&hari=2&unit=', boss)).body).toContain(
      'Tenggat: 25 Maret 2026 pukul 16.00 WIB',
    )
    const { rows } = await house.owner.query('select id from organization.calendar_day where institution_id = $1', [
      mine.id,
    ])
    expect((await post(house, `/kalender/hari/${rows[0].id}/hapus`, {}, boss)).statusCode).toBe(303)
    await asSystem(house, mine, 'unit.read', async (db, scope) => {
      expect((await loadCalendar(db, scope)).day('2026-04-13').reason).toBe('regular')
      expect((await loadCalendar(db, scope, null, 1)).day('2026-04-13').reason).toBe('holiday')
    })
  })

  test('bad input says what is wrong, in place; a local manager cannot change everyone’s calendar', async () => {
    const bad = await post(
      house,
      '/kalender/jam',
      {
        unit_id: '',
        season: 'regular',
        valid_from: '2026-02-30',
        mon: '16.00–07.30',
        tue: '',
        wed: '',
        thu: '',
        fri: '',
        sat: '',
        sun: '',
        source: '',
      },
      admin,
    )
    expect(bad.statusCode).toBe(422)
    expect(bad.body).toContain('Tulis jam seperti 07.30–12.00, 13.00–16.00')
    expect(bad.body).toContain('value="16.00–07.30"')
    const special = await post(
      house,
      '/kalender/hari',
      { date: '2026-04-13', name: 'Piket', kind: 'special_hours', hours: '', unit_id: '', source: 'SE' },
      admin,
    )
    expect(special.body).toContain('Jam khusus belum diisi.')
    const office = await newUnit(house, here, here.root)
    const local = await newPerson(house, here, office, ['calendar.read', 'calendar.manage'])
    const day = { date: '2026-04-13', name: 'Piket', kind: 'local_holiday', hours: '', source: 'SE' }
    expect((await post(house, '/kalender/hari', { ...day, unit_id: '' }, local)).statusCode).toBe(422)
    expect((await post(house, '/kalender/hari', { ...day, unit_id: here.root }, local)).statusCode).toBe(404)
    expect((await post(house, '/kalender/hari', { ...day, unit_id: office }, local)).statusCode).toBe(303)
    const ramadan = await post(
      house,
      '/kalender/ramadan',
      { hijri_year: '1449', starts_on: '2028-01-28', ends_on: '2028-03-26', source: 'isbat' },
      admin,
    )
    expect(ramadan.body).toContain('Ramadan berlangsung 29 atau 30 hari; rentang ini 59 hari.')
  })
})

describe('institution', () => {
  test('is created with root unit, history and default hours', async () => {
    const id = newId()
    await house.database.transaction('write', id, (db) =>
      createInstitution(db, systemScope('organization.manage', 'test', id, []), house.clock.now, {
        id,
        slug: `baru-${id.slice(-8)}`,
        name: 'Kota Baru',
        kind: 'city',
        regionCode: null,
        timeZone: 'Asia/Jayapura',
        hostname: null,
        synthetic: false,
        rootCode: 'PEMKOT',
        activeFrom: '2026-01-01',
      }),
    )
    await asSystem(house, { id }, 'unit.read', async (db, scope) => {
      const calendar = await loadCalendar(db, scope)
      expect([calendar.version, calendar.timeZone]).toEqual([1, 'Asia/Jayapura'])
    })
    const { rows } = await house.owner.query(
      'select count(*)::int as n from organization.unit_history where institution_id = $1',
      [id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('region codes of the package, once; chosen from province downward', async () => {
    expect(await installRegions(house.ownerUrl)).toBeGreaterThan(91_000)
    expect(await installRegions(house.ownerUrl)).toBe(0)
    await asSystem(house, here, 'unit.read', async (db, scope) => {
      expect(await listRegions(db, scope, null)).toHaveLength(38)
      const tubei = await listRegions(db, scope, '17.07.09')
      expect(tubei.map((region) => region.name)).toContain('Tanjung Agung')
    })
    expect((await get(house, '/instansi/wilayah?kode=17.07', admin)).body).toContain('Tubei')
    expect((await post(house, '/instansi/wilayah', { kode: '17.07' }, admin)).statusCode).toBe(303)
    expect((await get(house, '/instansi', admin)).body).toContain('Bengkulu › Kabupaten Lebong (17.07)')
    expect((await post(house, '/instansi/wilayah', { kode: '99.99' }, admin)).statusCode).toBe(404)
  })

  test('short address: shape and ownership', async () => {
    const form = { name: 'Kabupaten Uji', slug: here.slug, kind: 'regency', zone: 'Asia/Makassar' }
    const other = await newInstitution(house)
    const taken = await post(house, '/instansi', { ...form, slug: other.slug }, admin)
    expect(taken.statusCode).toBe(409)
    expect(taken.body).toContain('sudah dipakai instansi lain')
    expect((await post(house, '/instansi', { ...form, slug: 'Tidak Sah!' }, admin)).statusCode).toBe(422)
    expect((await post(house, '/instansi', form, admin)).statusCode).toBe(303)
  })
})
