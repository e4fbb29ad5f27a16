import { dateText, dayNumber } from '../../../../platform/calendar.ts'
import { formatDate, type Text } from '../../../../platform/i18n.ts'
import { say } from './model.ts'

type Parsed<T> = { ok: true; value: T } | { ok: false; reason: Text }

const MONTHS = 'januari februari maret april mei juni juli agustus september oktober november desember'.split(' ')
const SHORT = 'jan feb mar apr mei jun jul agu sep okt nov des'.split(' ')
// Excel counts days from here; 20000 to 60000 are the years 1954 to 2064.
const EXCEL_DAY_ZERO = dayNumber('1899-12-30')

/** A date as people and spreadsheets write it, day before month: 2024-07-01, 1/7/2024, 01-07-2024, 1 Juli 2024. */
export function parseDate(text: string): Parsed<string> {
  const trimmed = text.trim().replace(/[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '')
  if (/^\d{5}(?:[.,]\d+)?$/.test(trimmed)) {
    const serial = Math.floor(Number(trimmed.replace(',', '.')))
    if (serial < 20_000 || serial > 60_000) return unreadable(text)
    const date = dateText(EXCEL_DAY_ZERO + serial)
    return {
      ok: false,
      reason: say(
        `${text} adalah nomor seri tanggal Excel (${formatDate(date, 'id')}). Ubah format kolom menjadi Tanggal, atau tulis ${date}.`,
        `${text} is an Excel serial date (${formatDate(date, 'en')}). Format the column as Date, or write ${date}.`,
      ),
    }
  }
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(trimmed)
  const local = /^(\d{1,2})[-/. ]+(\d{1,2}|[A-Za-z]+)[-/. ]+(\d{4})$/.exec(trimmed)
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/.test(trimmed)) {
    return {
      ok: false,
      reason: say(
        `${text} memakai tahun dua angka, sehingga abadnya tidak pasti. Tulis tahun empat angka, misalnya 1990-01-31.`,
        `${text} has a two-digit year, so its century is unclear. Write four digits, such as 1990-01-31.`,
      ),
    }
  }
  const year = iso?.[1] ?? local?.[3]
  const middle = iso?.[2] ?? local?.[2]
  const day = iso?.[3] ?? local?.[1]
  if (!year || !middle || !day) return unreadable(text)
  const month = /^\d+$/.test(middle) ? Number(middle) : monthNumber(middle)
  if (month === undefined) return unreadable(text)
  if (month > 12 && Number(day) <= 12) {
    return {
      ok: false,
      reason: say(
        `${text}: bulan ${month} tidak ada. Urutannya tanggal, bulan, tahun; misalnya ${month}/${day}/${year}.`,
        `${text}: there is no month ${month}. Write day, month, year, such as ${month}/${day}/${year}.`,
      ),
    }
  }
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`
  try {
    dayNumber(date)
  } catch {
    return {
      ok: false,
      reason: say(`${text} bukan tanggal yang ada di kalender.`, `${text} is not a date of the calendar.`),
    }
  }
  if (Number(year) < 1900 || Number(year) > 2100) return unreadable(text)
  return { ok: true, value: date }
}

function monthNumber(name: string): number | undefined {
  const lower = name.toLowerCase()
  const index = Math.max(MONTHS.indexOf(lower), SHORT.indexOf(lower))
  return index < 0 ? undefined : index + 1
}

function unreadable(text: string): { ok: false; reason: Text } {
  return {
    ok: false,
    reason: say(
      `${text} tidak terbaca sebagai tanggal. Contoh: 2024-07-01 atau 1/7/2024.`,
      `${text} cannot be read as a date. Example: 2024-07-01 or 1/7/2024.`,
    ),
  }
}

/** A mobile number in digits, beginning with 0. */
export function parsePhone(text: string): Parsed<string> {
  const digits = text.replaceAll(/[\s().'\-\u00a0]/g, '').replace(/^\+?62/, '0')
  if (/^8\d{7,12}$/.test(digits)) {
    return {
      ok: false,
      reason: say(
        `Nomor ${text} kehilangan nol di depan, biasanya karena Excel. Tulis 0${digits} dan jadikan kolom ini Teks.`,
        `The number ${text} has lost its leading zero, usually in Excel. Write 0${digits} and make the column Text.`,
      ),
    }
  }
  if (/^\d[.,]\d+e\+?\d+$/i.test(digits) || !/^0\d{7,14}$/.test(digits))
    return {
      ok: false,
      reason: say(
        `${text} bukan nomor telepon. Contoh: 081234567890.`,
        `${text} is not a phone number. Example: 081234567890.`,
      ),
    }
  return { ok: true, value: digits }
}

/** Finds what a code names; explains lost zeros, letter case and scientific notation when it finds nothing. */
export function lookUp<T>(codes: ReadonlyMap<string, T>, text: string, what: { id: string; en: string }): Parsed<T> {
  const found = codes.get(text.toLowerCase())
  if (found !== undefined) return { ok: true, value: found }
  const bare = text.replace(/^0+/, '')
  const near = /^\d+$/.test(text) ? [...codes.keys()].find((code) => code.replace(/^0+/, '') === bare) : undefined
  if (near !== undefined) {
    return {
      ok: false,
      reason: say(
        `${what.id} ${text} tidak ada, tetapi ${near} ada: nol di depan biasanya dibuang Excel. Jadikan kolom ini Teks.`,
        `There is no ${what.en} ${text}, but there is ${near}: Excel usually drops leading zeros. Make the column Text.`,
      ),
    }
  }
  return {
    ok: false,
    reason: say(
      `${what.id} ${text} belum ada di Sigap. Tambahkan atau impor dahulu, atau perbaiki kodenya.`,
      `There is no ${what.en} ${text} in Sigap yet. Add or import it first, or correct the code.`,
    ),
  }
}
