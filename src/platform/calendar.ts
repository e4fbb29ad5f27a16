/**
 * Working time as pure arithmetic: no clock, no database. Durations and results are whole milliseconds, so sums are
 * exact. Indonesian zones have had a fixed offset since 1964, therefore a local day is always 24 hours.
 */

const DAY = 86_400_000
const MINUTE = 60_000
const MINUTES_A_DAY = 1440
const LONGEST = 200 * 366 * DAY

export const TIME_ZONES = ['Asia/Jakarta', 'Asia/Pontianak', 'Asia/Makassar', 'Asia/Jayapura'] as const
export type TimeZone = (typeof TIME_ZONES)[number]

const OFFSET_HOURS: Record<TimeZone, number> = {
  'Asia/Jakarta': 7,
  'Asia/Pontianak': 7,
  'Asia/Makassar': 8,
  'Asia/Jayapura': 9,
}
/** Minutes of the local day, from inclusive, to exclusive; 0 ≤ from < to ≤ 1440. */
export type Interval = readonly [from: number, to: number]
/** Seven lists of intervals, Monday first; an empty list is a day off. */
export type WeekPattern = readonly (readonly Interval[])[]
/** `YYYY-MM-DD`, a local date without a zone. */
export type LocalDate = string

export type WorkingHours = {
  /** Holds from this date until the next entry; the earliest entry also holds for every date before it. */
  readonly from: LocalDate
  readonly week: WeekPattern
}

export type CalendarDefinition = {
  readonly version: number
  readonly timeZone: string
  readonly hours: readonly WorkingHours[]
  /** Hours inside the periods below; without an entry the ordinary hours hold there as well. */
  readonly ramadanHours: readonly WorkingHours[]
  /** Both ends inclusive. */
  readonly ramadan: readonly { readonly from: LocalDate; readonly to: LocalDate }[]
  readonly holidays: readonly { readonly date: LocalDate; readonly name: string }[]
  /** Win over everything else; no intervals means closed. */
  readonly exceptions: readonly {
    readonly date: LocalDate
    readonly name: string
    readonly intervals: readonly Interval[]
  }[]
}

export type DayReason = 'regular' | 'weekend' | 'ramadan' | 'holiday' | 'exception'
export type CalendarDay = {
  readonly intervals: readonly Interval[]
  readonly reason: DayReason
  readonly name: string | null
}

/** Working time measured in minutes, or in working days (see `addWorkingTime`). */
export type WorkingDuration = { readonly minutes: number } | { readonly days: number }

/** Prefix sums over whole days: `worked[i]` and `days[i]` count what lies before day `first + i`. */
type Table = { first: number; worked: Float64Array; days: Int32Array }

export class WorkingCalendar {
  readonly version: number
  readonly timeZone: TimeZone
  readonly #offset: number
  readonly #hours: readonly { from: number; week: WeekPattern }[]
  readonly #ramadanHours: readonly { from: number; week: WeekPattern }[]
  readonly #ramadan: readonly { from: number; to: number }[]
  readonly #holidays: ReadonlyMap<number, string>
  readonly #exceptions: ReadonlyMap<number, { name: string; intervals: readonly Interval[] }>
  #table: Table = { first: 0, worked: new Float64Array(1), days: new Int32Array(1) }

  /** Throws RangeError on an unknown zone, a malformed date or interval, or hours without any working time. */
  constructor(definition: CalendarDefinition) {
    this.version = definition.version
    this.timeZone = parseTimeZone(definition.timeZone)
    this.#offset = OFFSET_HOURS[this.timeZone] * 3_600_000
    this.#hours = sortedHours(definition.hours)
    this.#ramadanHours = sortedHours(definition.ramadanHours)
    this.#ramadan = definition.ramadan.map((period) => ({ from: dayNumber(period.from), to: dayNumber(period.to) }))
    this.#holidays = new Map(definition.holidays.map((holiday) => [dayNumber(holiday.date), holiday.name]))
    this.#exceptions = new Map(
      definition.exceptions.map((exception) => [
        dayNumber(exception.date),
        { name: exception.name, intervals: checkedIntervals(exception.intervals) },
      ]),
    )
    const last = this.#hours.at(-1)
    if (!last?.week.some((intervals) => intervals.length > 0)) throw new RangeError('A calendar needs working hours.')
  }

  /** What holds on one local date, and why. */
  day(date: LocalDate): CalendarDay {
    return this.numbered(dayNumber(date))
  }

  /** The local date of an instant. */
  dateOf(instant: Date): LocalDate {
    return dateText(this.#dayOf(instant.getTime()))
  }

  /** The instant at which `minute` of a local date begins. */
  instant(date: LocalDate, minute = 0): Date {
    return new Date(dayNumber(date) * DAY + minute * MINUTE - this.#offset)
  }

  /** Working milliseconds from `a` to `b`; negative when `b` is earlier. */
  workedBetween(a: number, b: number): number {
    const table = this.#cover(this.#dayOf(Math.min(a, b)), this.#dayOf(Math.max(a, b)) + 1)
    return this.#workedBefore(table, b) - this.#workedBefore(table, a)
  }

  /** Working days after the date of `a` up to and including the date of `b`; negative when `b` is earlier. */
  daysBetween(a: number, b: number): number {
    const table = this.#cover(this.#dayOf(Math.min(a, b)), this.#dayOf(Math.max(a, b)) + 1)
    return read(table.days, this.#dayOf(b) + 1 - table.first) - read(table.days, this.#dayOf(a) + 1 - table.first)
  }

  /** The earliest instant after `from` before which `milliseconds` (more than 0) of working time have passed. */
  afterWorked(from: number, milliseconds: number): number {
    const start = this.#dayOf(from)
    let table = this.#cover(start, start + 2)
    for (
      let reach = 64;
      read(table.worked, table.worked.length - 1) < this.#workedBefore(table, from) + milliseconds;
    ) {
      reach *= 2
      table = this.#cover(start, start + reach)
    }
    const goal = this.#workedBefore(table, from) + milliseconds
    const index = lastBelow(table.worked, goal)
    const day = table.first + index
    return day * DAY + instantInDay(this.numbered(day).intervals, goal - read(table.worked, index)) - this.#offset
  }

  /** The end of working hours on the n-th working day after the local date of `from`; n is 1 or more. */
  afterDays(from: number, days: number): number {
    const start = this.#dayOf(from)
    let table = this.#cover(start, start + 2)
    for (let reach = 64; read(table.days, table.days.length - 1) < read(table.days, start + 1 - table.first) + days; ) {
      reach *= 2
      table = this.#cover(start, start + reach)
    }
    const day = table.first + lastBelow(table.days, read(table.days, start + 1 - table.first) + days)
    const end = this.numbered(day).intervals.at(-1)?.[1] ?? MINUTES_A_DAY
    // 24.00 would already be the next day; a deadline lies on its own.
    return day * DAY + Math.min(end * MINUTE, DAY - 1) - this.#offset
  }

  #workedBefore(table: Table, at: number): number {
    const day = this.#dayOf(at)
    return (
      read(table.worked, day - table.first) + workedInDay(this.numbered(day).intervals, at + this.#offset - day * DAY)
    )
  }

  #dayOf(at: number): number {
    if (!Number.isFinite(at) || Math.abs(at) > LONGEST) throw new RangeError('Instant outside the calendar.')
    return Math.floor((at + this.#offset) / DAY)
  }

  /** The same for a day since 1970-01-01. */
  numbered(day: number): CalendarDay {
    const exception = this.#exceptions.get(day)
    if (exception) return { intervals: exception.intervals, reason: 'exception', name: exception.name }
    const holiday = this.#holidays.get(day)
    if (holiday !== undefined) return { intervals: [], reason: 'holiday', name: holiday }
    const weekday = (((day + 3) % 7) + 7) % 7
    const inRamadan = this.#ramadanHours.length > 0 && this.#ramadan.some(({ from, to }) => day >= from && day <= to)
    const hours = inRamadan ? this.#ramadanHours : this.#hours
    const intervals = (hours.findLast(({ from }) => from <= day) ?? hours[0])?.week[weekday] ?? []
    return { intervals, reason: intervals.length === 0 ? 'weekend' : inRamadan ? 'ramadan' : 'regular', name: null }
  }

  /** The table grows to what was asked, with a year to spare on both sides, and is then only read. */
  #cover(from: number, to: number): Table {
    const table = this.#table
    const last = table.first + table.worked.length - 1
    if (table.worked.length > 1 && from >= table.first && to <= last) return table
    const empty = table.worked.length === 1
    const first = empty || from < table.first ? from - 366 : table.first
    const end = empty || to > last ? to + 366 : last
    if ((end - first) * DAY > 3 * LONGEST) throw new RangeError('Duration outside the calendar.')
    const worked = new Float64Array(end - first + 1)
    const days = new Int32Array(end - first + 1)
    for (let index = 0; index < end - first; index += 1) {
      const { intervals } = this.numbered(first + index)
      worked[index + 1] = read(worked, index) + workedInDay(intervals, DAY)
      days[index + 1] = read(days, index) + (intervals.length > 0 ? 1 : 0)
    }
    this.#table = { first, worked, days }
    return this.#table
  }
}

/**
 * The deadline that lies a duration of working time after `from`.
 *
 * Minutes: the earliest instant at or after `from` before which that much working time has passed; 0 is `from` itself.
 *
 * Days (hari kerja): the day of `from` is not counted; the first working day after it is day 1, and the deadline is the
 * end of working hours on day N (its last moment where work goes on past midnight). Received Friday at 10.00 or at 22.00, three working days end on Wednesday at closing
 * time. A working day is a date with any working time. 0 days is `from` itself.
 */
export function addWorkingTime(calendar: WorkingCalendar, from: Date, duration: WorkingDuration): Date {
  const amount = 'days' in duration ? duration.days : duration.minutes
  if (!Number.isFinite(amount) || amount < 0) throw new RangeError('A duration is zero or more.')
  if (amount === 0) return new Date(from)
  if ('days' in duration) {
    if (!Number.isInteger(amount)) throw new RangeError('Working days are whole.')
    return new Date(calendar.afterDays(from.getTime(), amount))
  }
  return new Date(calendar.afterWorked(from.getTime(), Math.round(amount * MINUTE)))
}

/** Working milliseconds from `a` to `b`; negative when `b` is earlier. */
export function workingTimeBetween(calendar: WorkingCalendar, a: Date, b: Date): number {
  return calendar.workedBetween(a.getTime(), b.getTime())
}

/** Working days after the date of `a` up to and including the date of `b`; negative when `b` is earlier. */
export function workingDaysBetween(calendar: WorkingCalendar, a: Date, b: Date): number {
  return calendar.daysBetween(a.getTime(), b.getTime())
}

/** Whether working time passes at this instant. */
export function isWorkingTime(calendar: WorkingCalendar, instant: Date): boolean {
  const date = calendar.dateOf(instant)
  const minute = (instant.getTime() - calendar.instant(date).getTime()) / MINUTE
  return calendar.day(date).intervals.some(([from, to]) => minute >= from && minute < to)
}

/** Every date from `from` to `to` (both inclusive) with what holds on it: the arithmetic behind a deadline. */
export function listDays(
  calendar: WorkingCalendar,
  from: LocalDate,
  to: LocalDate,
): ({ date: LocalDate } & CalendarDay)[] {
  const days: ({ date: LocalDate } & CalendarDay)[] = []
  const last = dayNumber(to)
  for (let day = dayNumber(from); day <= last; day += 1) days.push({ date: dateText(day), ...calendar.numbered(day) })
  return days
}

export function parseTimeZone(value: string): TimeZone {
  const zone = TIME_ZONES.find((candidate) => candidate === value)
  if (!zone) throw new RangeError(`Unknown time zone ${value}.`)
  return zone
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days since 1970-01-01; RangeError unless the text is a date that exists. */
export function dayNumber(date: LocalDate): number {
  const [, year, month, day] = DATE.exec(date) ?? []
  const time = new Date(0).setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  // 30 February is taken for 2 March, month 13 for the next year.
  if (!(new Date(time).getUTCDate() === Number(day) && Number(month) >= 1 && Number(month) <= 12))
    throw new RangeError(`No date: ${date}.`)
  return time / DAY
}

export function dateText(day: number): LocalDate {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** `07.30` for 450. */
export function minuteText(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}.${String(minute % 60).padStart(2, '0')}`
}

function sortedHours(hours: readonly WorkingHours[]): { from: number; week: WeekPattern }[] {
  return hours
    .map(({ from, week }) => {
      if (week.length !== 7) throw new RangeError('A week has seven days.')
      return { from: dayNumber(from), week: week.map(checkedIntervals) }
    })
    .sort((a, b) => a.from - b.from)
}

function checkedIntervals(intervals: readonly Interval[]): readonly Interval[] {
  let previous = 0
  for (const [from, to] of intervals) {
    const whole = Number.isInteger(from) && Number.isInteger(to)
    if (!whole || from < previous || to <= from || to > MINUTES_A_DAY) {
      throw new RangeError(`Intervals must be ordered, apart and within a day: ${from}–${to}.`)
    }
    previous = to
  }
  return intervals
}

function workedInDay(intervals: readonly Interval[], milliseconds: number): number {
  let worked = 0
  for (const [from, to] of intervals) {
    const start = from * MINUTE
    if (milliseconds > start) worked += Math.min(milliseconds, to * MINUTE) - start
  }
  return worked
}

/** Milliseconds into the day at which `worked` (more than 0) have passed. */
function instantInDay(intervals: readonly Interval[], worked: number): number {
  let left = worked
  for (const [from, to] of intervals) {
    const length = (to - from) * MINUTE
    if (left <= length) return from * MINUTE + left
    left -= length
  }
  throw new RangeError('More than the day holds.')
}

/** Largest index whose value is below `goal`; values never fall. */
function lastBelow(values: Float64Array | Int32Array, goal: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (read(values, middle) < goal) low = middle
    else high = middle - 1
  }
  return low
}

function read(values: Float64Array | Int32Array, index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError('Outside the calendar table.')
  return value
}
