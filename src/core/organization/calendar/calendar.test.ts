import { describe, expect, test } from 'vitest'
import { addWorkingTime, dayNumber, workingDaysBetween } from '../../../platform/calendar.ts'
import { asSystem, get, newInstitution, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { loadCalendar, loadCalendars } from '../index.ts'
import { newOrganization } from '../test-organization.ts'

const { house, here, admin } = await newOrganization()

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

  test('days off of 2020 to 2027 are rows with a source; what is not yet decreed says so', async () => {
    const { rows } = await house.owner.query(
      `select extract(year from date)::int as year, count(*) filter (where kind = 'national_holiday')::int as days,
        count(*) filter (where kind = 'collective_leave')::int as leave, bool_and(verified) as verified,
        bool_or(verified) as any_verified, bool_and(source <> '') as sourced
       from organization.national_holiday group by 1 order by 1`,
    )
    // Counted in the joint decrees as they stand in the calendar of national days.
    const counted = { 2020: [17, 5], 2021: [15, 1], 2022: [16, 4], 2023: [16, 11], 2024: [19, 10], 2025: [17, 11] }
    expect(rows).toEqual(
      Object.entries({ ...counted, 2026: [17, 8], 2027: [17, 0] }).map(([year, [days, leave]]) => {
        const verified = year !== '2027'
        return { year: Number(year), days, leave, verified, any_verified: verified, sourced: true }
      }),
    )
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
    expect(page.body).toContain('Perlu verifikasi')
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
