import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { addWorkingTime } from '../../platform/calendar.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import { submitComplaints } from './acts.ts'
import { ripeUntil } from './escalation.ts'
import { escalate } from './escalation-acts.ts'
import { readTiming } from './timing.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

/** A Monday to Friday without holidays, 09.00 in Jakarta. */
const day = (date: string, hour = 2) => new Date(`${date}T0${hour}:00:00Z`)

async function run(institution: TestInstitution, now: Date): Promise<number> {
  return asSystem(house, institution, 'complaint.read', async (db, scope) =>
    escalate(db, scope, now, await readTiming(db, scope)),
  )
}

test('the ripe instant is the latest deadline that has been past for so many working days', async () => {
  const institution = await newInstitution(house)
  const { calendar } = await asSystem(house, institution, 'complaint.read', (db, scope) => readTiming(db, scope))
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: 0, max: 60 * 24 * 200 }),
      fc.integer({ min: 2, max: 5000 }),
      (days, minutes, apart) => {
        const now = new Date(Date.UTC(2026, 2, 1) + minutes * 60_000)
        const until = ripeUntil({ days }, now, calendar)
        expect(addWorkingTime(calendar, until, { days }) <= now).toBe(true)
        const later = new Date(until.getTime() + apart * 60_000)
        expect(addWorkingTime(calendar, later, { days }) > now).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})

test('each deadline is told once to each level, with two workers at once, and only in working hours', async () => {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const held = ['complaint.read', 'complaint.verify', 'complaint.handle']
  const officer = await newPerson(house, institution, unit, held)
  const coordinator = await newPerson(house, institution, institution.root, [...held, 'complaint.rules'])
  const received = day('2026-03-02')
  await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(
      db,
      scope,
      received,
      Array.from({ length: 30 }, (_, index) => ({
        subject: `Laporan ${index}`,
        body: 'Isi',
        privacy: 'open' as const,
        unit_id: unit,
        channel: 'web' as const,
        actor: 'citizen' as const,
        kind: index === 0 ? ('whistleblowing' as const) : ('complaint' as const),
      })),
    ),
  )
  const { rows } = await house.owner.query(
    'select min(queue_at) as due from complaints.complaint where institution_id = $1',
    [institution.id],
  )
  const due: Date = rows[0].due
  const told = async (account: string) =>
    (
      await house.owner.query(
        "select count(*)::int as n from notifications.message where account_id = $1 and kind = 'complaints.escalation'",
        [account],
      )
    ).rows[0].n
  // A working day before the deadline, at night and in the morning.
  const nightBefore = new Date(due.getTime() - 20 * 3_600_000)
  expect(await run(institution, nightBefore)).toBe(0)
  const morning = new Date(due.getTime() - 90 * 60_000)
  const both = await Promise.all([run(institution, morning), run(institution, morning)])
  expect(both.reduce((sum, one) => sum + one, 0)).toBe(30)
  expect(await run(institution, new Date(morning.getTime() + 60_000))).toBe(0)
  // Nobody may read whistleblowing here, so nobody is told of it.
  expect([await told(officer.account), await told(coordinator.account)]).toEqual([29, 0])
  const levels = async () =>
    (
      await house.owner.query(
        'select level, count(*)::int as n from complaints.escalation where institution_id = $1 group by 1 order by 1',
        [institution.id],
      )
    ).rows
  for (let hour = 1; hour < 24 * 12; hour++) await run(institution, new Date(due.getTime() + hour * 3_600_000))
  expect(await levels()).toEqual([1, 2, 3, 4].map((level) => ({ level, n: 30 })))
  // The coordinator is nearest with the permission only where the unit has none of its own.
  // Nobody is unit head or leader here: those levels reach whoever coordinates instead of nobody, and say so.
  expect(await told(officer.account)).toBe(29 * 4)
  const { rows: reached } = await house.owner.query(
    `select distinct level, audience, told from complaints.escalation e join complaints.complaint c
     on c.institution_id = e.institution_id and c.id = e.complaint_id
     where e.institution_id = $1 and c.kind <> 'whistleblowing' order by level`,
    [institution.id],
  )
  expect(reached.map(({ audience, told }) => `${audience} ${told}`)).toEqual([
    'officer 1',
    'coordinator 1',
    'coordinator 1',
    'coordinator 1',
  ])
  const rule = { level: '2', days: '1', audience: 'coordinator', valid_from: '2026-04-01', source: 'Keputusan uji' }
  expect((await post(house, '/pengaduan/eskalasi', { ...rule, days: '-99' }, coordinator)).body).toContain(
    'antara -10 dan 60',
  )
  expect((await post(house, '/pengaduan/eskalasi', rule, coordinator)).statusCode).toBe(303)
  expect((await get(house, '/pengaduan/eskalasi', coordinator)).body).toContain('1 hari kerja setelah batas waktu')
  expect((await get(house, '/pengaduan/eskalasi', officer)).statusCode).toBe(403)
})

test('a unit is told in its own working time: not on its day off, at night where it works at night', async () => {
  const institution = await newInstitution(house)
  const held = ['complaint.read', 'complaint.verify', 'complaint.handle', 'calendar.read', 'calendar.manage']
  const names = ['Dinas Biasa', 'Dinas Libur', 'RSUD Malam'] as const
  const units: { unit: string; account: string }[] = []
  for (const name of names) {
    const unit = await newUnit(house, institution, institution.root, 'department', name)
    units.push({ unit, account: (await newPerson(house, institution, unit, held)).account })
  }
  const [common, off, night] = units as [(typeof units)[0], (typeof units)[0], (typeof units)[0]]
  // A team beneath has the hours of the unit above it.
  const team = await newUnit(house, institution, off.unit, 'division', 'Seksi Libur')
  const clerk = await newPerson(house, institution, institution.root, held)
  const around = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((name) => [name, '00.00–24.00'])
  const hours = { ...Object.fromEntries(around), unit_id: night.unit, season: 'regular', valid_from: '2020-01-01' }
  expect((await post(house, '/kalender/jam', { ...hours, source: 'SK Direktur' }, clerk)).statusCode).toBe(303)
  await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitComplaints(
      db,
      scope,
      day('2026-03-02'),
      [common.unit, off.unit, night.unit, team].map((unit_id, index) => ({
        subject: `Laporan ${index}`,
        body: 'Isi',
        privacy: 'open' as const,
        unit_id,
        channel: 'web' as const,
        actor: 'citizen' as const,
      })),
    ),
  )
  // Known only after the reports came, so their deadlines stay; the unit rests on the day on which it would be told.
  const closed = { unit_id: off.unit, date: '2026-03-04', kind: 'local_holiday', name: 'Libur dinas', source: 'SK' }
  expect((await post(house, '/kalender/hari', closed, clerk)).statusCode).toBe(303)
  const told = async () =>
    (
      await house.owner.query<{ subject: string }>(
        `select c.subject from complaints.escalation e join complaints.complaint c on c.id = e.complaint_id
          where e.institution_id = $1 and e.level = 1 order by 1`,
        [institution.id],
      )
    ).rows.map((row) => row.subject)
  // One working day before Thursday, 16.00: Wednesday at nine, and for who works at night the moment it is a day.
  await run(institution, new Date('2026-03-03T20:00:00Z'))
  expect(await told()).toEqual(['Laporan 2'])
  await run(institution, day('2026-03-04', 3))
  expect(await told()).toEqual(['Laporan 0', 'Laporan 2'])
  await run(institution, day('2026-03-05', 3))
  expect(await told()).toEqual(['Laporan 0', 'Laporan 1', 'Laporan 2', 'Laporan 3'])
  expect(await run(institution, day('2026-03-05', 3))).toBe(0)
})
