import { addWorkingTime, isWorkingTime, type WorkingCalendar } from '../../platform/calendar.ts'
import { formatLongDate, formatTime, type Language } from '../../platform/i18n.ts'

/**
 * When an answer can honestly be expected (`at`). `by`: until when it was promised; `late`: that has passed already.
 */
export type Expectation = { open: boolean; late: boolean; at: Date; by: Date; why: string | null }

const DAY = 86_400_000

/**
 * While somebody is at work: the end of the promised working time since `since`. While nobody is: the moment the office
 * opens again, which names nobody's free evening as an answer.
 */
export function expectation(
  calendar: WorkingCalendar,
  now: Date,
  promise: { answer_minutes: number },
  since: Date = now,
): Expectation {
  const by = addWorkingTime(calendar, since, { minutes: promise.answer_minutes })
  const late = by < now
  if (isWorkingTime(calendar, now)) return { open: true, late, at: by, by, why: null }
  return { open: false, late, at: opensAt(calendar, now), by, why: calendar.day(calendar.dateOf(now)).name }
}

/** The first working moment at or after `now`. */
export function opensAt(calendar: WorkingCalendar, now: Date): Date {
  if (isWorkingTime(calendar, now)) return now
  // The end of the first working millisecond is one after its beginning.
  return new Date(calendar.afterWorked(now.getTime(), 1) - 1)
}

/** "hari ini pukul 14.30 WIB", "besok pukul 08.00 WIB", otherwise with weekday and date. */
export function whenText(calendar: WorkingCalendar, now: Date, at: Date, language: Language): string {
  const days = Math.round((Date.parse(calendar.dateOf(at)) - Date.parse(calendar.dateOf(now))) / DAY)
  const time = formatTime(at, language, calendar.timeZone)
  const near = { id: ['hari ini', 'besok'], en: ['today', 'tomorrow'] }[language][days]
  const day = near ?? formatLongDate(at, language, calendar.timeZone)
  return language === 'id' ? `${day} pukul ${time}` : `${day} at ${time}`
}
