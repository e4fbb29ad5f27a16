/**
 * NIP (18 digits), NI PPPK (18 digits) and NIK (16 digits): what each position means and what is wrong with a given
 * number. The layouts follow Perka BKN 22/2007 as reported by secondary sources, and the civil registry's own page.
 */

export type NumberKind = 'nip' | 'ni_pppk' | 'nik'

export type NumberProblemCode =
  | 'empty'
  | 'scientific'
  | 'not_digits'
  | 'length'
  | 'birth_date'
  | 'birth_future'
  | 'start_year'
  | 'start_month'
  | 'start_before_birth'
  | 'gender'
  | 'serial'
  | 'rounded'
  | 'province'
  | 'regency'
  | 'district'

/** `from` and `to` are positions in the cleaned number, counted from 1; `found` is what stands there. */
export type NumberProblem = { code: NumberProblemCode; kind: NumberKind; from: number; to: number; found: string }

export type CivilServantNumber = {
  /** 18 digits without separators. */
  digits: string
  birthDate: string
  gender: 'male' | 'female'
  /** `YYYY-MM` of the appointment as CPNS; of a PPPK only the year is known. */
  start: string
}
export type ResidentNumber = { digits: string; birthDay: number; birthMonth: number; gender: 'male' | 'female' }

type Checked<T> = { ok: true; value: T } | { ok: false; problems: NumberProblem[] }

const NAME: Record<NumberKind, string> = { nip: 'NIP', ni_pppk: 'NI PPPK', nik: 'NIK' }
const LENGTH: Record<NumberKind, number> = { nip: 18, ni_pppk: 18, nik: 16 }

/** `today` is a local date; a birth date after it is refused. */
export function checkNip(text: string, today: string): Checked<CivilServantNumber> {
  return checkCivilServant('nip', text, today)
}

export function checkPppkNumber(text: string, today: string): Checked<CivilServantNumber> {
  return checkCivilServant('ni_pppk', text, today)
}

function checkCivilServant(kind: 'nip' | 'ni_pppk', text: string, today: string): Checked<CivilServantNumber> {
  const digits = clean(text)
  const shape = checkShape(kind, digits)
  if (shape) return { ok: false, problems: [shape] }
  const problems: NumberProblem[] = []
  const report = (code: NumberProblemCode, from: number, to: number): void => {
    problems.push({ code, kind, from, to, found: digits.slice(from - 1, to) })
  }
  const birthDate = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  if (!isDate(birthDate) || birthDate < '1900-01-01') report('birth_date', 1, 8)
  else if (birthDate > today) report('birth_future', 1, 8)
  const year = digits.slice(8, 12)
  const month = digits.slice(12, 14)
  if (Number(year) < 1945 || year > today.slice(0, 4)) report('start_year', 9, 12)
  // A PPPK number carries the contract code at 13–14, which is no month.
  else if (kind === 'nip' && (month < '01' || month > '12')) report('start_month', 13, 14)
  else if (problems.length === 0 && year <= birthDate.slice(0, 4)) report('start_before_birth', 9, 12)
  const gender = digits.charAt(14)
  if (gender !== '1' && gender !== '2') report('gender', 15, 15)
  if (digits.slice(15) === '000') report('rounded', 16, 18)
  if (problems.length > 0) return { ok: false, problems }
  return {
    ok: true,
    value: {
      digits,
      birthDate,
      gender: gender === '1' ? 'male' : 'female',
      start: kind === 'nip' ? `${year}-${month}` : year,
    },
  }
}

/** Positions 1–6 are the place of registration, 7–12 the birth date (a woman's day is 40 higher), 13–16 a serial. */
export function checkNik(text: string): Checked<ResidentNumber> {
  const digits = clean(text)
  const shape = checkShape('nik', digits)
  if (shape) return { ok: false, problems: [shape] }
  const problems: NumberProblem[] = []
  const report = (code: NumberProblemCode, from: number, to: number): void => {
    problems.push({ code, kind: 'nik', from, to, found: digits.slice(from - 1, to) })
  }
  if (Number(digits.slice(0, 2)) < 11) report('province', 1, 2)
  if (digits.slice(2, 4) === '00') report('regency', 3, 4)
  if (digits.slice(4, 6) === '00') report('district', 5, 6)
  const day = Number(digits.slice(6, 8))
  const birthDay = day > 40 ? day - 40 : day
  const birthMonth = Number(digits.slice(8, 10))
  // The century is not in the number; 29 February is right in one of the two.
  const years = [`19${digits.slice(10, 12)}`, `20${digits.slice(10, 12)}`]
  const dayAndMonth = `${digits.slice(8, 10)}-${String(birthDay).padStart(2, '0')}`
  if (!years.some((year) => isDate(`${year}-${dayAndMonth}`))) report('birth_date', 7, 12)
  if (digits.slice(12) === '0000') report('serial', 13, 16)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { digits, birthDay, birthMonth, gender: day > 40 ? 'female' : 'male' } }
}

/** `3201••••••••••••` for a page: the province and regency stay readable. */
export function maskNik(digits: string): string {
  return digits.slice(0, 4) + '•'.repeat(Math.max(0, digits.length - 4))
}

/** `19900101 201503 1 001`, the way it is printed on letters. */
export function formatNip(digits: string): string {
  if (!/^\d{18}$/.test(digits)) return digits
  return `${digits.slice(0, 8)} ${digits.slice(8, 14)} ${digits.charAt(14)} ${digits.slice(15)}`
}

/** Whether a spreadsheet has shown the number as 1.99001E+17, which loses its last digits for good. */
export function isScientific(text: string): boolean {
  return /^\s*'?\d(?:[.,]\d+)?e\+?\d+\s*$/i.test(text)
}

/** One Indonesian sentence, or English: what is wrong, where, and how it should be. */
export function numberProblemText(problem: NumberProblem, language: 'id' | 'en' = 'id'): string {
  const { kind, from, to, found } = problem
  const name = NAME[kind]
  const length = LENGTH[kind]
  const place = from === to ? `${from}` : `${from}–${to}`
  const id: Record<NumberProblemCode, string> = {
    empty: `${name} belum diisi. Isi ${length} angka.`,
    scientific: `${name} tertulis ${found}: lembar kerja mengubahnya menjadi notasi ilmiah dan angka belakangnya hilang. Jadikan kolom ini Teks, lalu isi ulang dari sumbernya.`,
    not_digits: `${name} hanya boleh berisi angka; di posisi ${from} ada “${found}”.`,
    length: `${name} harus ${length} angka, yang diisi ${found} angka.`,
    birth_date: `${name} posisi ${place} (tanggal lahir) berisi ${found}, bukan tanggal yang ada.`,
    birth_future: `${name} posisi ${place} (tanggal lahir) berisi ${found}, tanggal yang belum tiba.`,
    start_year: `${name} posisi ${place} (tahun pengangkatan) berisi ${found}, bukan tahun yang mungkin.`,
    start_month: `${name} posisi ${place} (bulan TMT CPNS) berisi ${found}, harus 01 sampai 12. Bila ini NI PPPK, pilih status PPPK.`,
    start_before_birth: `${name} posisi ${place} (tahun pengangkatan) berisi ${found}, tidak sesudah tahun lahir.`,
    gender: `${name} posisi ${place} (jenis kelamin) berisi ${found}, harus 1 (pria) atau 2 (wanita).`,
    serial: `${name} posisi ${place} (nomor urut) berisi ${found}, tidak boleh nol semua.`,
    rounded: `${name} posisi ${place} berisi ${found}: lembar kerja hanya menyimpan 15 angka dan membulatkan sisanya. Jadikan kolom ini Teks, lalu isi ulang dari sumbernya.`,
    province: `${name} posisi ${place} (provinsi) berisi ${found}; kode provinsi mulai dari 11.`,
    regency: `${name} posisi ${place} (kabupaten/kota) berisi ${found}, tidak boleh 00.`,
    district: `${name} posisi ${place} (kecamatan) berisi ${found}, tidak boleh 00.`,
  }
  const en: Record<NumberProblemCode, string> = {
    empty: `Enter the ${name}: ${length} digits.`,
    scientific: `The ${name} reads ${found}: the spreadsheet turned it into scientific notation and its last digits are lost. Make the column Text and enter it again from the source.`,
    not_digits: `The ${name} may only hold digits; position ${from} holds “${found}”.`,
    length: `The ${name} must have ${length} digits, this one has ${found}.`,
    birth_date: `${name} position ${place} (birth date) holds ${found}, which is no date.`,
    birth_future: `${name} position ${place} (birth date) holds ${found}, a date still to come.`,
    start_year: `${name} position ${place} (year of appointment) holds ${found}, not a possible year.`,
    start_month: `${name} position ${place} (month of appointment) holds ${found}, must be 01 to 12. For a PPPK number choose the PPPK status.`,
    start_before_birth: `${name} position ${place} (year of appointment) holds ${found}, not after the year of birth.`,
    gender: `${name} position ${place} (gender) holds ${found}, must be 1 (male) or 2 (female).`,
    serial: `${name} position ${place} (serial) holds ${found}, must not be all zeros.`,
    rounded: `${name} position ${place} holds ${found}: a spreadsheet keeps only 15 digits and rounds the rest. Make the column Text and enter it again from the source.`,
    province: `${name} position ${place} (province) holds ${found}; province codes start at 11.`,
    regency: `${name} position ${place} (regency) holds ${found}, must not be 00.`,
    district: `${name} position ${place} (district) holds ${found}, must not be 00.`,
  }
  return (language === 'id' ? id : en)[problem.code]
}

/** Printed numbers carry spaces, dots or hyphens between their parts; spreadsheets put an apostrophe in front. */
function clean(text: string): string {
  return isScientific(text)
    ? text.trim()
    : text.replace(/[\s.\-\u00a0\u2010-\u2013\u200b\ufeff]/g, '').replace(/^['’`]/, '')
}

function checkShape(kind: NumberKind, text: string): NumberProblem | undefined {
  if (text === '') return { code: 'empty', kind, from: 1, to: LENGTH[kind], found: '' }
  if (isScientific(text)) return { code: 'scientific', kind, from: 1, to: text.length, found: text.replace(/^'/, '') }
  const position = text.search(/[^0-9]/)
  if (position >= 0) {
    const found = [...text.slice(position)][0] ?? ''
    return { code: 'not_digits', kind, from: position + 1, to: position + 1, found }
  }
  if (text.length !== LENGTH[kind])
    return { code: 'length', kind, from: 1, to: text.length, found: String(text.length) }
  return undefined
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
