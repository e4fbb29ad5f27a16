import { z } from 'zod'
import {
  type CalendarDefinition,
  dateText,
  dayNumber,
  type Interval,
  minuteText,
  type WeekPattern,
  WorkingCalendar,
} from '../../../platform/calendar.ts'
import { bilingual, dateInput, requiredText } from '../../../platform/http/input.ts'
import type { Text } from '../../../platform/i18n.ts'

export const DAY_KINDS = [
  'national_holiday',
  'collective_leave',
  'local_holiday',
  'working_day',
  'special_hours',
] as const
export type DayKind = (typeof DAY_KINDS)[number]

export const DAY_KIND_TEXTS: Record<DayKind, Text> = {
  national_holiday: { id: 'Libur nasional', en: 'National holiday' },
  collective_leave: { id: 'Cuti bersama', en: 'Collective leave' },
  local_holiday: { id: 'Libur setempat', en: 'Local holiday' },
  working_day: { id: 'Tetap hari kerja', en: 'Remains a working day' },
  special_hours: { id: 'Jam khusus', en: 'Special hours' },
}

const Week = z.array(z.array(z.tuple([z.number(), z.number()]))).length(7)
const Intervals = z.array(z.tuple([z.number(), z.number()]))

/** Everything one institution's calendars are made of, as rows of the current or an earlier version. */
export type CalendarRows = {
  version: number
  timeZone: string
  national: readonly { date: string; name: string }[]
  nationalRamadan: readonly { hijri_year: number; starts_on: string; ends_on: string }[]
  hours: readonly { unit_id: string | null; season: 'regular' | 'ramadan'; valid_from: string; week: unknown }[]
  days: readonly { unit_id: string | null; date: string; kind: DayKind; name: string; intervals: unknown }[]
  ramadan: readonly { hijri_year: number; starts_on: string; ends_on: string }[]
  parents: ReadonlyMap<string, string | null>
}

/**
 * The calendar of a unit, or of the whole institution. Hours come from the nearest unit above that has its own, for
 * each season apart; of single days the nearest one wins.
 */
export function buildCalendar(rows: CalendarRows, unitId: string | null): WorkingCalendar {
  const path = pathOf(rows.parents, unitId)
  const nearest = (season: 'regular' | 'ramadan'): CalendarDefinition['hours'] => {
    for (const unit of path) {
      const own = rows.hours.filter((row) => row.season === season && row.unit_id === unit)
      if (own.length > 0) return own.map((row) => ({ from: row.valid_from, week: Week.parse(row.week) }))
    }
    return []
  }
  const regular = nearest('regular')
  // A unit that never closes has no shorter hours in Ramadan either, unless it says so.
  const ramadanAt = path.find((unit) => rows.hours.some((row) => row.season === 'ramadan' && row.unit_id === unit))
  const regularAt = path.find((unit) => rows.hours.some((row) => row.season === 'regular' && row.unit_id === unit))
  const ownHours = regularAt !== undefined && path.indexOf(regularAt) < path.indexOf(ramadanAt ?? null)
  const holidays = new Map(rows.national.map((holiday) => [holiday.date, holiday.name]))
  const exceptions = new Map<string, { name: string; intervals: readonly Interval[] }>()
  for (const unit of path.toReversed()) {
    for (const day of rows.days) {
      if (day.unit_id !== unit) continue
      holidays.delete(day.date)
      exceptions.delete(day.date)
      if (day.kind === 'special_hours')
        exceptions.set(day.date, { name: day.name, intervals: Intervals.parse(day.intervals) })
      else if (day.kind !== 'working_day') holidays.set(day.date, day.name)
    }
  }
  const ramadan = new Map(rows.nationalRamadan.map((period) => [period.hijri_year, period]))
  for (const period of rows.ramadan) ramadan.set(period.hijri_year, period)
  return new WorkingCalendar({
    version: rows.version,
    timeZone: rows.timeZone,
    hours: regular,
    ramadanHours: ownHours ? [] : nearest('ramadan'),
    ramadan: [...ramadan.values()].map((period) => ({ from: period.starts_on, to: period.ends_on })),
    holidays: [...holidays].map(([date, name]) => ({ date, name })),
    exceptions: [...exceptions].map(([date, exception]) => ({ date, ...exception })),
  })
}

/** The nearest unit, itself or above it, of which any row speaks: it has that one's calendar; null the institution's. */
export function calendarOwner(rows: CalendarRows, unitId: string | null): string | null {
  const spoken = new Set([...rows.hours, ...rows.days].map((row) => row.unit_id))
  return pathOf(rows.parents, unitId).find((unit) => unit !== null && spoken.has(unit)) ?? null
}

/** From the unit upward, the institution itself (null) last. */
function pathOf(parents: CalendarRows['parents'], unitId: string | null): (string | null)[] {
  const path: (string | null)[] = []
  for (let unit = unitId; unit && !path.includes(unit); unit = parents.get(unit) ?? null) path.push(unit)
  path.push(null)
  return path
}

/** "07.30–12.00, 13.00–16.00"; undefined when it cannot be read. An empty text is a day off. */
export function parseIntervals(text: string): Interval[] | undefined {
  const parts = text.split(/[,;]/).map((part) => part.trim())
  const intervals: Interval[] = []
  for (const part of parts) {
    if (part === '' || part === '-' || part === '–') continue
    const match = /^(\d{1,2})[.:](\d{2})\s*(?:-|–|—|s\/d|sampai)\s*(\d{1,2})[.:](\d{2})$/i.exec(part)
    if (!match) return undefined
    const [h1 = 0, m1 = 0, h2 = 0, m2 = 0] = match.slice(1).map(Number)
    const from = h1 * 60 + m1
    const to = h2 * 60 + m2
    const previous = intervals.at(-1)?.[1] ?? 0
    if (m1 > 59 || m2 > 59 || from < previous || to <= from || to > 1440) return undefined
    intervals.push([from, to])
  }
  return intervals
}

export function intervalsText(intervals: readonly Interval[]): string {
  return intervals.map(([from, to]) => `${minuteText(from)}–${minuteText(to)}`).join(', ')
}

export function weekMinutes(week: WeekPattern): number {
  return week.flat().reduce((sum, [from, to]) => sum + to - from, 0)
}

export function parseWeek(value: unknown): WeekPattern {
  return Week.parse(value)
}

const intervalsInput = z.string().transform((text, context) => {
  const intervals = parseIntervals(text)
  if (intervals) return intervals
  context.addIssue({
    code: 'custom',
    message: bilingual(
      'Tulis jam seperti 07.30–12.00, 13.00–16.00; urut dan tidak bertumpuk. Kosongkan untuk hari libur.',
      'Write hours such as 07:30–12:00, 13:00–16:00, in order and apart. Leave empty for a day off.',
    ),
  })
  return z.NEVER
})

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const HoursForm = z.object({
  unit_id: z.union([z.literal(''), z.uuid()]).optional(),
  season: z.enum(['regular', 'ramadan']),
  valid_from: dateInput(),
  mon: intervalsInput,
  tue: intervalsInput,
  wed: intervalsInput,
  thu: intervalsInput,
  fri: intervalsInput,
  sat: intervalsInput,
  sun: intervalsInput,
  source: requiredText(
    300,
    bilingual('Tulis dasar hukumnya, misalnya nomor peraturan.', 'State the regulation it rests on.'),
  ),
  verified: z.string().optional(),
})

export const DayForm = z.object({
  unit_id: z.union([z.literal(''), z.uuid()]).optional(),
  date: dateInput(),
  kind: z.enum(DAY_KINDS),
  name: requiredText(200, bilingual('Nama hari belum diisi.', 'Enter the name of the day.')),
  hours: z.string().optional(),
  source: requiredText(
    300,
    bilingual('Tulis dasar hukumnya, misalnya nomor keputusan.', 'State the decree it rests on.'),
  ),
  verified: z.string().optional(),
})

export const RamadanForm = z
  .object({
    hijri_year: z.coerce.number().int().min(1400).max(1600),
    starts_on: dateInput(),
    ends_on: dateInput(),
    source: requiredText(
      300,
      bilingual('Tulis dasar hukumnya, misalnya nomor keputusan.', 'State the decree it rests on.'),
    ),
    verified: z.string().optional(),
  })
  .superRefine((form, context) => {
    const length =
      isValid(form.starts_on) && isValid(form.ends_on) ? dayNumber(form.ends_on) - dayNumber(form.starts_on) + 1 : 30
    if (length < 29 || length > 30)
      context.addIssue({
        code: 'custom',
        path: ['ends_on'],
        message: bilingual(
          `Ramadan berlangsung 29 atau 30 hari; rentang ini ${length} hari.`,
          `Ramadan lasts 29 or 30 days; this is ${length}.`,
        ),
      })
  })

function isValid(date: string): boolean {
  try {
    return dateText(dayNumber(date)) === date
  } catch {
    return false
  }
}
