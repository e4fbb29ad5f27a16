import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WorkingCalendar, workingDaysBetween, workingTimeBetween } from '../../platform/calendar.ts'
import { asSystem, newInstitution, newUnit, testHouse } from '../../platform/test/harness.ts'
import { saveServices } from './acts.ts'
import { contentOf } from './content.ts'
import { promisedBy, servicePromise } from './promise.ts'
import { listServices } from './queries.ts'
import { insertStandards } from './standard-queries.ts'

const office = [
  [450, 720],
  [780, 960],
] as const
const calendar = new WorkingCalendar({
  version: 1,
  timeZone: 'Asia/Jakarta',
  hours: [{ from: '2020-01-01', week: [office, office, office, office, office, [], []] }],
  ramadanHours: [],
  ramadan: [],
  holidays: [{ date: '2026-08-17', name: 'Hari Kemerdekaan' }],
  exceptions: [],
})
const instant = fc.date({
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2027-01-01T00:00:00Z'),
  noInvalidDate: true,
})

test('a promise of N days ends on the N-th working day, one of minutes after that much working time', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 365 }), (startedAt, days) => {
      const due = promisedBy({ days, minutes: null }, startedAt, calendar)
      expect(workingDaysBetween(calendar, startedAt, due)).toBe(days)
    }),
  )
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 1440 }), (startedAt, minutes) => {
      const due = promisedBy({ days: null, minutes }, startedAt, calendar)
      expect(workingTimeBetween(calendar, startedAt, due)).toBe(minutes * 60_000)
    }),
  )
})

test('a longer promise, or a later start, never ends earlier', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1e9 }), (at, days, later) => {
      const due = promisedBy({ days, minutes: null }, at, calendar)
      expect(promisedBy({ days: days + 1, minutes: null }, at, calendar) > due).toBe(true)
      expect(promisedBy({ days, minutes: null }, new Date(at.getTime() + later), calendar) >= due).toBe(true)
    }),
  )
})

test.each([
  [
    'Friday noon, three days, over a weekend and a holiday',
    { days: 3, minutes: null },
    '2026-08-14T05:00Z',
    '2026-08-20T09:00Z',
  ],
  ['thirty minutes before lunch', { days: null, minutes: 30 }, '2026-08-18T04:50Z', '2026-08-18T06:20Z'],
])('%s', (_name, promise, from, to) => expect(promisedBy(promise, new Date(from), calendar)).toEqual(new Date(to)))

test('the promise is that of the version in force on the day, and the catalog’s before any', async () => {
  const house = await testHouse()
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const now = new Date('2026-06-01T03:00:00Z')
  const promise = await asSystem(house, institution, 'service.manage', async (db, scope) => {
    const [saved] = await saveServices(db, scope, now, [
      {
        name: 'Kartu Keluarga',
        unit,
        summary: undefined,
        product: 'Kartu Keluarga',
        requirements: 'KTP asli',
        procedure: undefined,
        promise: 5,
        promise_unit: 'days',
        cost: 10_000,
        cost_note: undefined,
        channels: ['counter'],
        active: true,
      },
    ])
    const content = contentOf((await listServices(db, scope))[0]!)
    const version = (number: number, days: number, from: string) => ({
      id: crypto.randomUUID(),
      service_id: saved!.id,
      version: number,
      state: 'approved' as const,
      content: { ...content, days, tariff: [], compensation: 'Diantar gratis.' },
      drafted_by: null,
      drafted_at: now,
      approved_at: now,
      decree_number: `${number}/2026`,
      decree_date: from,
      effective_from: from,
    })
    await insertStandards(db, scope, [version(1, 3, '2026-07-01'), version(2, 2, '2026-08-01')])
    return (at: string) =>
      asSystem(house, institution, 'public', (later, open) => servicePromise(later, open, saved!.id, new Date(at)))
  })
  expect(await promise('2026-06-30T16:59:00Z')).toMatchObject({ days: 5, free: false, standard: undefined })
  // Midnight of 1 July at the institution, seven hours before UTC's.
  expect(await promise('2026-06-30T17:00:00Z')).toMatchObject({
    days: 3,
    minutes: null,
    free: true,
    requirements: [{ name: 'KTP asli', mandatory: true, proof: 'file' }],
    compensation: 'Diantar gratis.',
    standard: { version: 1, decree_number: '1/2026' },
  })
  expect(await promise('2026-12-01T00:00:00Z')).toMatchObject({ days: 2, standard: { version: 2 } })
})
