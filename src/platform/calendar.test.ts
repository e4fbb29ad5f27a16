import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addWorkingTime,
  type CalendarDefinition,
  dateText,
  dayNumber,
  type Interval,
  isWorkingTime,
  listDays,
  type WeekPattern,
  WorkingCalendar,
  workingDaysBetween,
  workingTimeBetween,
} from './calendar.ts'

const ordinary: Interval[] = [
  [450, 720],
  [780, 960],
]
const friday: Interval[] = [
  [450, 690],
  [780, 990],
]
const fasting: Interval[] = [
  [480, 720],
  [750, 900],
]
const fastingFriday: Interval[] = [
  [480, 690],
  [750, 930],
]
const week: WeekPattern = [ordinary, ordinary, ordinary, ordinary, friday, [], []]
const fastingWeek: WeekPattern = [fasting, fasting, fasting, fasting, fastingFriday, [], []]

// The joint decree (SKB) days around Lebaran 2026; Wednesday 18 to Tuesday 24 March are off.
const lebaran = ['2026-03-18', '2026-03-19', '2026-03-20', '2026-03-21', '2026-03-22', '2026-03-23', '2026-03-24']

function calendar(changes: Partial<CalendarDefinition> = {}): WorkingCalendar {
  return new WorkingCalendar({
    version: 1,
    timeZone: 'Asia/Jakarta',
    hours: [{ from: '2023-04-12', week }],
    ramadanHours: [{ from: '2023-04-12', week: fastingWeek }],
    ramadan: [{ from: '2026-02-19', to: '2026-03-20' }],
    holidays: [...lebaran, '2026-04-03'].map((date) => ({ date, name: 'libur' })),
    exceptions: [],
    ...changes,
  })
}

const wib = (text: string): Date => new Date(`${text}:00+07:00`)
const hours = (n: number): number => n * 3_600_000

describe('the hours of a week', () => {
  test('37.5 ordinary hours and 32.5 in Ramadan', () => {
    expect(workingTimeBetween(calendar(), wib('2026-04-13T00:00'), wib('2026-04-20T00:00'))).toBe(hours(37.5))
    expect(workingTimeBetween(calendar(), wib('2026-03-02T00:00'), wib('2026-03-09T00:00'))).toBe(hours(32.5))
  })
})

describe('working days around Lebaran 2026, counted by hand', () => {
  test.each([
    // Received, days, end of day N (16.00, 16.30 on Friday, 15.00 while fasting).
    ['2026-04-10T10:00', 3, '2026-04-15T16:00'],
    ['2026-04-10T22:00', 3, '2026-04-15T16:00'],
    ['2026-04-11T09:00', 3, '2026-04-15T16:00'],
    ['2026-03-16T09:00', 1, '2026-03-17T15:00'],
    ['2026-03-16T09:00', 2, '2026-03-25T16:00'],
    ['2026-03-17T23:59', 1, '2026-03-25T16:00'],
    ['2026-03-20T12:00', 3, '2026-03-27T16:30'],
    ['2026-03-17T08:00', 5, '2026-03-31T16:00'],
    ['2026-03-30T08:00', 5, '2026-04-07T16:00'],
    ['2026-02-18T08:00', 14, '2026-03-10T15:00'],
  ])('%s + %i', (from, days, expected) => {
    const end = addWorkingTime(calendar(), wib(from), { days })
    expect(end).toEqual(wib(expected))
    expect(workingDaysBetween(calendar(), wib(from), end)).toBe(days)
  })
})

describe('working minutes around Lebaran 2026, counted by hand', () => {
  test.each([
    ['2026-04-13T07:30', 270, '2026-04-13T12:00'],
    ['2026-04-13T07:30', 271, '2026-04-13T13:01'],
    ['2026-04-13T12:30', 60, '2026-04-13T14:00'],
    ['2026-04-10T16:00', 60, '2026-04-13T08:00'],
    ['2026-03-17T14:00', 60, '2026-03-17T15:00'],
    ['2026-03-17T14:00', 61, '2026-03-25T07:31'],
    ['2026-03-21T10:00', 24 * 60, '2026-03-30T09:00'],
    ['2026-03-21T10:00', 0, '2026-03-21T10:00'],
  ])('%s + %i minutes', (from, minutes, expected) => {
    expect(addWorkingTime(calendar(), wib(from), { minutes })).toEqual(wib(expected))
  })
})

test('the same clock reading in each zone', () => {
  for (const [timeZone, offset] of [
    ['Asia/Jakarta', '+07:00'],
    ['Asia/Pontianak', '+07:00'],
    ['Asia/Makassar', '+08:00'],
    ['Asia/Jayapura', '+09:00'],
  ] as const) {
    const local = calendar({ timeZone })
    const end = addWorkingTime(local, new Date(`2026-03-16T09:00:00${offset}`), { days: 2 })
    expect(end).toEqual(new Date(`2026-03-25T16:00:00${offset}`))
    expect(local.dateOf(new Date(`2026-03-25T00:00:00${offset}`))).toBe('2026-03-25')
    // Outside oracle: the time zone database of the runtime.
    for (const year of [1999, 2020, 2026, 2040]) {
      const instant = new Date(Date.UTC(year, 6, 1, 16, 30))
      const oracle = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant)
      expect(local.dateOf(instant)).toBe(oracle)
    }
  }
})

test('new hours hold from their date, exceptions win over holidays and weekends', () => {
  const changed = calendar({
    hours: [
      { from: '2026-05-01', week: week.map((day) => (day.length > 0 ? ([[480, 960]] as Interval[]) : [])) },
      { from: '2023-04-12', week },
    ],
    exceptions: [
      { date: '2026-04-18', name: 'Pelayanan Sabtu', intervals: [[480, 720]] },
      { date: '2026-03-19', name: 'Piket', intervals: [[540, 600]] },
      { date: '2026-04-20', name: 'Pemadaman listrik', intervals: [] },
    ],
  })
  expect(changed.day('2020-01-06').intervals).toEqual(ordinary)
  expect(changed.day('2026-05-04').intervals).toEqual([[480, 960]])
  expect(changed.day('2026-04-18')).toMatchObject({ reason: 'exception', name: 'Pelayanan Sabtu' })
  expect(changed.day('2026-03-18')).toMatchObject({ reason: 'holiday', intervals: [] })
  expect(changed.day('2026-03-17').reason).toBe('ramadan')
  expect(changed.day('2026-04-19').reason).toBe('weekend')
  expect(addWorkingTime(changed, wib('2026-04-17T10:00'), { days: 2 })).toEqual(wib('2026-04-21T16:00'))
  expect(isWorkingTime(changed, wib('2026-03-19T09:30'))).toBe(true)
  expect(isWorkingTime(changed, wib('2026-03-19T10:00'))).toBe(false)
  expect(listDays(changed, '2026-04-17', '2026-04-20').map((day) => day.reason)).toEqual([
    'regular',
    'exception',
    'weekend',
    'exception',
  ])
})

test('a service that never closes', () => {
  const always = calendar({
    hours: [{ from: '2020-01-01', week: Array<Interval[]>(7).fill([[0, 1440]]) }],
    ramadan: [],
    holidays: [],
  })
  const from = wib('2026-04-10T22:15')
  expect(addWorkingTime(always, from, { minutes: 24 * 60 })).toEqual(wib('2026-04-11T22:15'))
  expect(addWorkingTime(always, from, { days: 1 })).toEqual(new Date(wib('2026-04-12T00:00').getTime() - 1))
})

test('refuses what is no calendar and no duration', () => {
  expect(() => calendar({ timeZone: 'Europe/Paris' })).toThrow(RangeError)
  expect(() => calendar({ hours: [] })).toThrow(RangeError)
  expect(() => calendar({ hours: [{ from: '2020-01-01', week: Array<Interval[]>(7).fill([]) }] })).toThrow(RangeError)
  expect(() => calendar({ holidays: [{ date: '2026-02-30', name: '' }] })).toThrow(RangeError)
  expect(() => calendar({ exceptions: [{ date: '2026-02-03', name: '', intervals: [[500, 400]] }] })).toThrow(
    RangeError,
  )
  expect(() => addWorkingTime(calendar(), wib('2026-04-10T22:15'), { minutes: -1 })).toThrow(RangeError)
  expect(() => addWorkingTime(calendar(), wib('2026-04-10T22:15'), { days: 1.5 })).toThrow(RangeError)
  expect(() => addWorkingTime(calendar(), wib('2026-04-10T22:15'), { minutes: 1e12 })).toThrow(RangeError)
  expect(() => workingTimeBetween(calendar(), new Date(Number.NaN), wib('2026-04-10T22:15'))).toThrow(RangeError)
})

const intervals = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 8 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) => cuts.flatMap((cut, index): Interval[] => (index % 2 === 1 ? [[cuts[index - 1] ?? 0, cut]] : [])))
const weeks = fc.array(intervals, { minLength: 7, maxLength: 7 })
const dates = fc.integer({ min: dayNumber('2025-06-01'), max: dayNumber('2027-06-01') }).map(dateText)
const calendars = fc
  .record({
    timeZone: fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
    week: weeks.filter((days) => days.some((day) => day.length > 0)),
    later: weeks.filter((days) => days.some((day) => day.length > 0)),
    laterFrom: dates,
    fasting: weeks,
    fastingFrom: dates,
    holidays: fc.array(dates, { maxLength: 30 }),
    exceptions: fc.array(fc.record({ date: dates, intervals, name: fc.constant('x') }), { maxLength: 10 }),
  })
  .map(
    (c) =>
      new WorkingCalendar({
        version: 1,
        timeZone: c.timeZone,
        hours: [
          { from: '2020-01-01', week: c.week },
          { from: c.laterFrom, week: c.later },
        ],
        ramadanHours: [{ from: '2020-01-01', week: c.fasting }],
        ramadan: [{ from: c.fastingFrom, to: dateText(dayNumber(c.fastingFrom) + 29) }],
        holidays: c.holidays.map((date) => ({ date, name: 'libur' })),
        exceptions: c.exceptions,
      }),
  )
const instants = fc.date({ min: new Date('2025-06-01'), max: new Date('2027-06-01'), noInvalidDate: true })
const minutes = fc.integer({ min: 0, max: 60_000 })

/** The same sum, slowly: minute by minute over what each day says. */
function slowly(calendar: WorkingCalendar, from: Date, to: Date): number {
  let worked = 0
  for (const { date, intervals: list } of listDays(calendar, calendar.dateOf(from), calendar.dateOf(to))) {
    for (const [start, end] of list) {
      const a = Math.max(from.getTime(), calendar.instant(date, start).getTime())
      const b = Math.min(to.getTime(), calendar.instant(date, end).getTime())
      worked += Math.max(0, b - a)
    }
  }
  return worked
}

describe('properties', () => {
  test('the time until a deadline is what was added, and no earlier instant will do', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, (c, from, n) => {
        const end = addWorkingTime(c, from, { minutes: n })
        expect(workingTimeBetween(c, from, end)).toBe(n * 60_000)
        if (n > 0) expect(workingTimeBetween(c, from, new Date(end.getTime() - 1))).toBe(n * 60_000 - 1)
      }),
    )
  })

  test('adding what lies between leads back, inside working time', () => {
    fc.assert(
      fc.property(calendars, instants, instants, (c, x, y) => {
        const [a, b] = x <= y ? [x, y] : [y, x]
        const worked = workingTimeBetween(c, a, b)
        const end = addWorkingTime(c, a, { minutes: worked / 60_000 })
        expect(end.getTime()).toBeLessThanOrEqual(b.getTime())
        if (isWorkingTime(c, b)) expect(workingTimeBetween(c, end, b)).toBe(0)
      }),
    )
  })

  test('additive: in two steps as in one', () => {
    fc.assert(
      fc.property(calendars, instants, minutes, minutes, (c, from, m, n) => {
        const twice = addWorkingTime(c, addWorkingTime(c, from, { minutes: m }), { minutes: n })
        expect(twice).toEqual(addWorkingTime(c, from, { minutes: m + n }))
      }),
    )
    fc.assert(
      fc.property(calendars, instants, instants, instants, (c, x, y, z) => {
        expect(workingTimeBetween(c, x, y) + workingTimeBetween(c, y, z)).toBe(workingTimeBetween(c, x, z))
        expect(workingDaysBetween(c, x, y) + workingDaysBetween(c, y, z)).toBe(workingDaysBetween(c, x, z))
      }),
    )
  })

  test('monotone in the start and in the duration', () => {
    fc.assert(
      fc.property(calendars, instants, instants, minutes, minutes, (c, x, y, m, n) => {
        const [a, b] = x <= y ? [x, y] : [y, x]
        const [short, long] = m <= n ? [m, n] : [n, m]
        expect(addWorkingTime(c, a, { minutes: long }) <= addWorkingTime(c, b, { minutes: long })).toBe(true)
        expect(addWorkingTime(c, a, { minutes: short }) <= addWorkingTime(c, a, { minutes: long })).toBe(true)
      }),
    )
  })

  test('working days: inverse, additive, monotone', () => {
    const days = fc.integer({ min: 0, max: 90 })
    fc.assert(
      fc.property(calendars, instants, days, days, (c, from, m, n) => {
        const end = addWorkingTime(c, from, { days: m })
        expect(workingDaysBetween(c, from, end)).toBe(m)
        const twice = addWorkingTime(c, end, { days: n })
        if (n > 0) expect(twice).toEqual(addWorkingTime(c, from, { days: m + n }))
        expect(end.getTime()).toBeLessThanOrEqual(twice.getTime())
      }),
    )
  })

  test('agrees with the sum made day by day', () => {
    fc.assert(
      fc.property(calendars, instants, instants, (c, x, y) => {
        const [a, b] = x <= y ? [x, y] : [y, x]
        expect(workingTimeBetween(c, a, b)).toBe(slowly(c, a, b))
        expect(workingTimeBetween(c, b, a)).toBe(-slowly(c, a, b) + 0)
      }),
      { numRuns: 50 },
    )
  })
})
