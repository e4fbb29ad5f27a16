export const LANGUAGES = ['id', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** One text in both languages, for labels that live in data (navigation, permissions). */
export type Text = Readonly<Record<Language, string>>

type Message = string | ((...values: never[]) => string)
export interface MessageTable {
  readonly [key: string]: Message | MessageTable
}

/** The same keys and arguments, whatever the words: what the English table must look like. */
type SameShape<M> = {
  readonly [K in keyof M]: M[K] extends string
    ? string
    : M[K] extends (...values: infer A) => string
      ? (...values: A) => string
      : SameShape<M[K]>
}

export interface Messages<M> {
  readonly id: SameShape<M>
  readonly en: SameShape<M>
  /** Groups of words that an institution can change, see words.ts: their place, and `set` or `set.note`. */
  readonly groups?: Readonly<Record<string, string>>
}

/** Indonesian decides the shape; a missing or differently called English message does not compile. */
export function defineMessages<const M extends MessageTable>(
  messages: { id: M; en: SameShape<M> },
  groups?: { readonly [group in keyof M]?: string },
): Messages<M> {
  return (groups ? { ...messages, groups } : messages) as unknown as Messages<M>
}

export function isLanguage(value: unknown): value is Language {
  return value === 'id' || value === 'en'
}

/** The first supported language of an Accept-Language header; Indonesian when none is named. */
export function negotiateLanguage(header: string | undefined): Language {
  const ranked = (header ?? '')
    .split(',')
    .map((part, order) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean)
      return { language: tag.slice(0, 2).toLowerCase(), quality: quality ? Number(quality) : 1, order }
    })
    .filter((entry) => isLanguage(entry.language) && entry.quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order)
  const first = ranked[0]?.language
  return isLanguage(first) ? first : 'id'
}

const MONTHS: Record<Language, readonly string[]> = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
}
const SHORT_MONTHS: Record<Language, readonly string[]> = {
  id: 'Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des'.split(' '),
  en: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '),
}
const WEEKDAYS: Record<Language, readonly string[]> = {
  id: 'Minggu Senin Selasa Rabu Kamis Jumat Sabtu'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
}

export const DEFAULT_TIME_ZONE = 'Asia/Jakarta'
const INDONESIAN_ZONES: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Ujung_Pandang': 'WITA',
  'Asia/Jayapura': 'WIT',
}

interface WallClock {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  weekday: number
}

const wallClocks = new Map<string, Intl.DateTimeFormat>()

/** Indonesia's clocks have not been moved since Pontianak's were in 1988: adding hours is 30 times faster than Intl. */
const FIXED_SINCE = Date.UTC(1988, 0, 2)
const FIXED_HOURS: Readonly<Record<string, number>> = {
  UTC: 0,
  'Asia/Jakarta': 7,
  'Asia/Pontianak': 7,
  'Asia/Makassar': 8,
  'Asia/Ujung_Pandang': 8,
  'Asia/Jayapura': 9,
}

function wallClock(value: Date, timeZone: string): WallClock {
  const hours = FIXED_HOURS[timeZone]
  if (hours === undefined || value.getTime() < FIXED_SINCE) return anyWallClock(value, timeZone)
  const moved = new Date(value.getTime() + hours * 3_600_000)
  return {
    year: moved.getUTCFullYear(),
    month: moved.getUTCMonth() + 1,
    day: moved.getUTCDate(),
    hour: moved.getUTCHours(),
    minute: moved.getUTCMinutes(),
    weekday: moved.getUTCDay(),
  }
}

function anyWallClock(value: Date, timeZone: string): WallClock {
  let format = wallClocks.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
    wallClocks.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(value).map((part) => [part.type, Number(part.value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  return { year, month, day, hour, minute, weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() }
}

const DATE_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/

/** A `YYYY-MM-DD` string is a calendar date and is never moved by a time zone. */
function calendarDay(value: Date | string, timeZone: string): WallClock {
  if (typeof value === 'string' && DATE_ONLY.test(value)) return wallClock(new Date(`${value}T00:00:00Z`), 'UTC')
  return wallClock(new Date(value), timeZone)
}

/** "21 November 2026" */
export function formatDate(value: Date | string, language: Language = 'id', timeZone = DEFAULT_TIME_ZONE): string {
  const { day, month, year } = calendarDay(value, timeZone)
  return `${day} ${MONTHS[language][month - 1]} ${year}`
}

/** "21 Nov 2026", for dense tables. */
export function formatShortDate(value: Date | string, language: Language = 'id', timeZone = DEFAULT_TIME_ZONE): string {
  const { day, month, year } = calendarDay(value, timeZone)
  return `${day} ${SHORT_MONTHS[language][month - 1]} ${year}`
}

/** "Sabtu, 21 November 2026" */
export function formatLongDate(value: Date | string, language: Language = 'id', timeZone = DEFAULT_TIME_ZONE): string {
  const weekday = WEEKDAYS[language][calendarDay(value, timeZone).weekday]
  return `${weekday}, ${formatDate(value, language, timeZone)}`
}

/** "08.00 WIB"; English "08:00 WIB". */
export function formatTime(value: Date | string, language: Language = 'id', timeZone = DEFAULT_TIME_ZONE): string {
  const { hour, minute } = wallClock(new Date(value), timeZone)
  const separator = language === 'id' ? '.' : ':'
  return `${pad(hour)}${separator}${pad(minute)} ${zoneName(timeZone, new Date(value))}`
}

/** "21 November 2026 pukul 08.00 WIB" */
export function formatDateTime(value: Date | string, language: Language = 'id', timeZone = DEFAULT_TIME_ZONE): string {
  const joint = language === 'id' ? 'pukul' : 'at'
  return `${formatDate(value, language, timeZone)} ${joint} ${formatTime(value, language, timeZone)}`
}

/** 'YYYY-MM' → "November 2026"; short: "Nov 2026". */
export function formatMonth(month: string, language: Language = 'id', length: 'long' | 'short' = 'long'): string {
  const names = length === 'long' ? MONTHS : SHORT_MONTHS
  return `${names[language][Number(month.slice(5, 7)) - 1] ?? month} ${month.slice(0, 4)}`
}

/** WIB, WITA or WIT from the IANA zone; elsewhere the offset, as UTC+02.00. */
export function zoneName(timeZone: string, at: Date): string {
  const known = INDONESIAN_ZONES[timeZone]
  if (known) return known
  const clock = wallClock(at, timeZone)
  const local = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute)
  const minutes = Math.round((local - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000)
  const size = Math.abs(minutes)
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}.${pad(size % 60)}`
}

/** The calendar date ('YYYY-MM-DD') of an instant at the institution. */
export function localDate(value: Date, timeZone = DEFAULT_TIME_ZONE): string {
  const { year, month, day } = wallClock(value, timeZone)
  return `${String(year).padStart(4, '0')}-${pad(month)}-${pad(day)}`
}

/** An instant as spreadsheets sort it and people read it ('YYYY-MM-DD HH:MM'), by the clock of the institution. */
export function localMinute(value: Date, timeZone = DEFAULT_TIME_ZONE): string {
  const { hour, minute } = wallClock(value, timeZone)
  return `${localDate(value, timeZone)} ${pad(hour)}:${pad(minute)}`
}

const RELATIVE_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hari lalu", "2 jam lagi": only ever shown beside the exact time. */
export function formatRelative(value: Date | string, now: Date, language: Language = 'id'): string {
  const seconds = (new Date(value).getTime() - now.getTime()) / 1000
  const unit = RELATIVE_UNITS.find(([, length]) => Math.abs(seconds) >= length)
  if (!unit) return language === 'id' ? 'baru saja' : 'just now'
  const amount = Math.trunc(seconds / unit[1])
  if (language === 'en') return new Intl.RelativeTimeFormat('en', { numeric: 'always' }).format(amount, unit[0])
  const name = { year: 'tahun', month: 'bulan', week: 'minggu', day: 'hari', hour: 'jam', minute: 'menit' }[
    unit[0] as 'year'
  ]
  return `${Math.abs(amount)} ${name} ${amount < 0 ? 'lalu' : 'lagi'}`
}

/** 1.234,56 in Indonesian, 1,234.56 in English; `decimals` fixes the number of decimals (default: up to two). */
export function formatNumber(value: number | bigint, language: Language = 'id', decimals?: number): string {
  // Most figures are whole, and the machine's own formatter takes twenty times as long for them.
  if (!decimals && (typeof value === 'bigint' || Number.isSafeInteger(value))) return grouped(value, language)
  const key = `${language}${decimals ?? ''}`
  let format = numberFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-US', {
      minimumFractionDigits: decimals ?? 0,
      maximumFractionDigits: decimals ?? 2,
    })
    numberFormats.set(key, format)
  }
  return format.format(value).replace('-', '−')
}
function grouped(whole: number | bigint, language: Language): string {
  const digits = String(whole < 0 ? -whole : whole)
  const text = digits.length > 3 ? digits.replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',') : digits
  return whole < 0 ? `−${text}` : text
}

const numberFormats = new Map<string, Intl.NumberFormat>()

/** A share from 0 to 1 → "92,0 %"; with its count "92,0 % dari 412" (English "92.0% of 412"). */
export function formatPercent(share: number, language: Language = 'id', count?: number): string {
  const number = formatNumber(share * 100, language, 1)
  const percent = language === 'id' ? `${number}\u00a0%` : `${number}%`
  if (count === undefined) return percent
  return `${percent} ${language === 'id' ? 'dari' : 'of'} ${formatNumber(count, language)}`
}

/** Of a rule's version, "pengaduan-2026.4+2" → "aturan Sigap 2026, edisi 4, dan 2 ketetapan sendiri"; others as they are. */
export function formatVersion(version: string, language: Language = 'id'): string {
  return version
    .split(' · ')
    .map((one) => {
      const [, year, edition, own] = /^[a-z0-9-]+-(\d{4})\.(\d+)(?:\+(\d+))?$/.exec(one) ?? []
      if (!year) return one
      if (language === 'id')
        return `aturan Sigap ${year}, edisi ${edition}${own ? `, dan ${own} ketetapan sendiri` : ''}`
      return `Sigap’s rules of ${year}, edition ${edition}${own ? `, and ${own} set here` : ''}`
    })
    .join('; ')
}

/** Whole rupiah → "Rp1.250.000". */
export function formatRupiah(amount: number | bigint | string, language: Language = 'id'): string {
  const whole = typeof amount === 'number' ? Math.round(amount) : BigInt(amount)
  const negative = whole < 0
  const digits = formatNumber(negative ? -whole : whole, language, 0)
  return `${negative ? '−' : ''}Rp${digits}`
}

/** 1.536.000 bytes → "1,5 MB", in the decimal units that phones show. */
export function formatBytes(bytes: number, language: Language = 'id'): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1000), language)} kB`
  return `${formatNumber(Math.round(bytes / 100_000) / 10, language)} MB`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
