import type { ComplaintKind, Privacy } from '../../complaints/index.ts'

/** What a row of the export can say. Only the first three have to be there. */
export const LAPOR_FIELDS = [
  'tracking_id',
  'subject',
  'body',
  'class',
  'state',
  'reported_on',
  'disposed_on',
  'followed_on',
  'unit',
  'place',
  'village',
  'district',
  'reporter',
  'privacy',
] as const
export type LaporField = (typeof LAPOR_FIELDS)[number]
export const REQUIRED: readonly LaporField[] = ['tracking_id', 'body']

/**
 * Headings of the export as programs of several agencies read it, and as texts about the application call them; none of
 * them in a file of our own. Where an export differs, an institution maps its own.
 */
const USUAL: Record<LaporField, readonly string[]> = {
  tracking_id: [
    'tracking id',
    'trackingid',
    'id tracking',
    'nomor tracking',
    'no tracking',
    'nomor laporan',
    'id laporan',
    'id sp4n lapor',
  ],
  subject: ['judul laporan', 'judul', 'perihal'],
  body: ['isi laporan', 'isi laporan awal', 'isi', 'laporan', 'isi aduan', 'uraian'],
  class: ['klasifikasi laporan', 'klasifikasi', 'jenis laporan'],
  state: ['status laporan', 'status', 'status tindak lanjut'],
  reported_on: ['tanggal laporan', 'tanggal laporan masuk', 'tanggal masuk', 'tanggal dibuat', 'tanggal'],
  disposed_on: ['tanggal disposisi', 'tanggal terdisposisi', 'tanggal diteruskan'],
  followed_on: ['tanggal tindak lanjut', 'tanggal selesai', 'tanggal ditindaklanjuti'],
  unit: ['instansi terdisposisi', 'instansi', 'unit kerja', 'opd', 'nama instansi', 'disposisi'],
  place: ['lokasi kejadian', 'lokasi', 'alamat', 'tempat kejadian'],
  village: ['kelurahan', 'desa kelurahan', 'desa'],
  district: ['kecamatan'],
  reporter: ['nama pelapor', 'pelapor', 'nama'],
  privacy: [
    'tipe laporan anonim rahasia',
    'tipe laporan',
    'sifat laporan',
    'kerahasiaan',
    'anonim rahasia',
    'anonim',
    'rahasia',
  ],
}

export function plain(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Which column holds which field; the institution's own mapping comes first. */
export function matchColumns(
  headings: readonly string[],
  own: Readonly<Partial<Record<LaporField, string>>>,
): Partial<Record<LaporField, number>> {
  const names = headings.map(plain)
  const columns: Partial<Record<LaporField, number>> = {}
  for (const field of LAPOR_FIELDS) {
    const wanted = own[field] === undefined ? USUAL[field] : [plain(own[field])]
    const at = wanted.map((name) => names.indexOf(name)).find((index) => index >= 0)
    if (at !== undefined) columns[field] = at
  }
  return columns
}

/** The export names itself, the agency and the day above its table: its head is the line with the most headings we know. */
export function isTableHead(own: Readonly<Partial<Record<LaporField, string>>>): (cells: readonly string[]) => number {
  const known = new Set([...Object.values(USUAL).flat(), ...Object.values(own).map(plain)])
  return (cells) => new Set(cells.map(plain).filter((name) => known.has(name))).size
}

export type LaporRow = {
  line: number
  tracking_id: string
  subject: string
  body: string
  class: string | null
  state: string | null
  reported_on: string | null
  disposed_on: string | null
  followed_on: string | null
  unit: string | null
  place: string | null
  reporter: string | null
  privacy: Privacy
}
export type LaporProblem = 'no_id' | 'bad_id' | 'no_body' | 'bad_date' | 'twice' | 'future'
export type CheckedRow =
  | { line: number; row: LaporRow; problem?: undefined }
  /** `cell` is what cannot be used, `id` the number of the report where it can be read. */
  | { line: number; problem: LaporProblem; id: string; cell: string }

/** Each line by itself: either a row to take over or what is wrong with it. */
export function checkLines(
  lines: readonly (readonly string[])[],
  numbers: readonly number[],
  columns: Readonly<Partial<Record<LaporField, number>>>,
  today: string,
): CheckedRow[] {
  const seen = new Set<string>()
  return lines.map((cells, index) => {
    const line = numbers[index] ?? index + 2
    const cell = (field: LaporField, most: number) => {
      const at = columns[field]
      const text = at === undefined ? '' : (cells[at] ?? '')
      return text
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/[\p{Cc}--[\n\t]]/gv, '')
        .trim()
        .slice(0, most)
        .toWellFormed()
    }
    const id = cell('tracking_id', 60).replace(/^#/, '').replaceAll(/\s+/g, '')
    if (id === '') return { line, problem: 'no_id', id: '', cell: '' }
    // A spreadsheet that took the number for a quantity has already lost digits.
    if (!/^[\dA-Za-z-]{3,40}$/.test(id) || /^\d\.?\d*e\+/i.test(id))
      return { line, problem: 'bad_id', id: '', cell: id }
    if (seen.has(id)) return { line, problem: 'twice', id, cell: id }
    seen.add(id)
    const body = cell('body', 5000)
    if (body === '') return { line, problem: 'no_body', id, cell: '' }
    const dates: Record<'reported_on' | 'disposed_on' | 'followed_on', string | null> = {
      reported_on: null,
      disposed_on: null,
      followed_on: null,
    }
    for (const field of ['reported_on', 'disposed_on', 'followed_on'] as const) {
      const typed = cell(field, 40)
      if (typed === '' || typed === '-') continue
      const date = readDate(typed)
      if (!date) return { line, problem: 'bad_date', id, cell: typed }
      if (date > today) return { line, problem: 'future', id, cell: typed }
      dates[field] = date
    }
    const subject = cell('subject', 150) || (body.split('\n')[0] ?? '').slice(0, 150).toWellFormed()
    const orNull = (text: string) => (text === '' || text === '-' ? null : text)
    return {
      line,
      row: {
        line,
        tracking_id: id,
        subject,
        body,
        class: orNull(cell('class', 100)),
        state: orNull(cell('state', 100)),
        ...dates,
        unit: orNull(cell('unit', 200)),
        place: orNull(cell('place', 300)) ?? areaOf(orNull(cell('village', 100)), orNull(cell('district', 100))),
        reporter: orNull(cell('reporter', 150)),
        privacy: privacyOf(cell('privacy', 50)),
      },
    }
  })
}

function areaOf(village: string | null, district: string | null): string | null {
  const parts = [village && `Kelurahan ${village}`, district && `Kecamatan ${district}`].filter(Boolean)
  return parts.join(', ') || null
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'mei', 'jun', 'jul', 'agu', 'sep', 'okt', 'nov', 'des']
const OTHER_MONTHS: Readonly<Record<string, number>> = {
  may: 5,
  aug: 8,
  ags: 8,
  agt: 8,
  peb: 2,
  oct: 10,
  dec: 12,
  nop: 11,
}

/** 2026-11-21, 21/11/2026, 21-11-2026 10:15, 21 November 2026: day before month, as Indonesia writes. */
export function readDate(typed: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})\b/.exec(typed)
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/.exec(typed)
  if (numbers) return real(Number(numbers[3]), Number(numbers[2]), Number(numbers[1]))
  const words = /^(?:\p{L}+,\s*)?(\d{1,2})\s+(\p{L}+)\s+(\d{4})\b/u.exec(typed)
  if (!words) return undefined
  const name = words[2]!.toLowerCase().slice(0, 3)
  return real(Number(words[3]), MONTHS.indexOf(name) + 1 || (OTHER_MONTHS[name] ?? 0), Number(words[1]))
}

function real(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const fits = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return fits && year >= 2000 ? date.toISOString().slice(0, 10) : undefined
}

/** anonim and rahasia are independent there; here the stricter one holds, and nothing said is anonymous. */
function privacyOf(text: string): Privacy {
  if (/rahasia/i.test(text)) return 'secret'
  return /terbuka|publik|normal/i.test(text) ? 'open' : 'anonymous'
}

/** Their classification as our kind of report; which class it becomes is a rule (`class-model.ts`). */
export function kindOf(text: string | null): ComplaintKind {
  const said = plain(text ?? '')
  if (/whistle|wbs|pelanggaran/.test(said)) return 'whistleblowing'
  if (/informasi/.test(said)) return 'question'
  return /aspirasi|saran/.test(said) ? 'suggestion' : 'complaint'
}
