import { CsvError, parse } from 'csv-parse/sync'
import type ExcelJS from 'exceljs'
import type { Text } from '../../../../platform/i18n.ts'
import { rowsOf } from '../../../../platform/workbook.ts'
import { type Advance, PART } from '../model.ts'
import { COLUMNS, type ImportKind, MAX_ROWS, plainHeading, type SheetRow, say } from './model.ts'

/** The file as a whole cannot be used; says why and how to mend it. */
export class FileRefusal extends Error {
  readonly reason: Text
  constructor(reason: Text) {
    super(reason.en)
    this.reason = reason
  }
}

export type ReadSheet = { rows: SheetRow[]; notes: Text[] }
type Line = { row: number; cells: string[] }

const EMPTY = say(
  'Berkas ini kosong. Isi berkas contoh, simpan, lalu unggah lagi.',
  'This file is empty. Fill in the template, save it, and upload it again.',
)

const NO_TABLE = say(
  'Ini bukan berkas CSV atau XLSX. Unggah berkas contoh yang sudah diisi.',
  'This is not a CSV or XLSX file. Upload the filled-in template.',
)

const SEPARATORS = [
  { character: ',', name: say('koma (,)', 'comma (,)') },
  { character: ';', name: say('titik koma (;)', 'semicolon (;)') },
  { character: '\t', name: say('tab', 'tab') },
  { character: '|', name: say('garis tegak (|)', 'bar (|)') },
] as const

/** Reads a CSV or XLSX file into rows of text by column; what it had to assume comes back as notes. */
export async function readSheet(kind: ImportKind, file: Buffer, after?: Advance): Promise<ReadSheet> {
  const notes: Text[] = []
  const lines = file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))
    ? await readXlsx(file, after)
    : readCsv(kind, file, notes)
  const first = lines[0]
  if (!first) throw new FileRefusal(EMPTY)
  const columns = matchHeadings(kind, first.cells, notes)
  const rows: SheetRow[] = []
  for (const line of lines.slice(1)) {
    if (line.cells.every((cell) => cell.trim() === '')) continue
    if (rows.length === MAX_ROWS) {
      throw new FileRefusal(
        say(
          `Berkas ini lebih dari ${MAX_ROWS} baris. Bagi menjadi beberapa berkas.`,
          `This file has more than ${MAX_ROWS} rows. Split it.`,
        ),
      )
    }
    const cells: Record<string, string> = {}
    for (const [index, key] of columns.entries()) if (key) cells[key] = cleanCell(line.cells[index] ?? '')
    const extra =
      line.cells.length > first.cells.length && line.cells.slice(first.cells.length).some((cell) => cell.trim() !== '')
    rows.push({ row: line.row, cells, extra: extra ? line.cells.length : undefined })
  }
  if (rows.length === 0) {
    throw new FileRefusal(
      say(
        'Berkas ini hanya berisi judul kolom. Isi barisnya lalu unggah lagi.',
        'This file only has headings. Fill in rows and upload it again.',
      ),
    )
  }
  refuseJoined(rows)
  return { rows, notes }
}

/** Headings were put in by hand above rows that another program had separated in another way. */
function refuseJoined(rows: readonly SheetRow[]): void {
  const other = SEPARATORS.find(({ character }) =>
    rows.every(({ cells }) => {
      const filled = Object.values(cells).filter((text) => text !== '')
      return filled.length === 1 && filled[0]!.split(character).length > 2
    }),
  )
  if (!other) return
  throw new FileRefusal(
    say(
      `Judul kolom terbaca, tetapi isi tiap baris menumpuk di satu kolom: barisnya dipisah dengan ${other.name.id}, judulnya tidak. Samakan pemisahnya lalu unggah lagi.`,
      `The headings could be read, but each row lies in one column: rows are separated by ${other.name.en}, the headings are not. Use the same separator and upload it again.`,
    ),
  )
}

function matchHeadings(kind: ImportKind, headings: readonly string[], notes: Text[]): (string | undefined)[] {
  const known = COLUMNS[kind]
  const found = headings.map((text) => {
    const plain = plainHeading(text)
    return known.find((column) => [column.heading, ...column.aliases].some((name) => plainHeading(name) === plain))?.key
  })
  const missing = known
    .filter((column) => column.required && !found.includes(column.key))
    .map((column) => column.heading)
  if (missing.length > 0) {
    const seen = headings
      .filter((text) => text.trim() !== '')
      .slice(0, 12)
      .join(', ')
    throw new FileRefusal(
      say(
        `Kolom ${missing.join(', ')} tidak ada. Baris pertama berisi: ${seen || '(kosong)'}. Pakai judul kolom dari berkas contoh.`,
        `The columns ${missing.join(', ')} are missing. The first row holds: ${seen || '(nothing)'}. Use the headings of the template.`,
      ),
    )
  }
  const twice = found.find((key, index) => key !== undefined && found.indexOf(key) !== index)
  if (twice) {
    const name = known.find((column) => column.key === twice)?.heading ?? twice
    throw new FileRefusal(
      say(`Kolom ${name} ada dua kali. Hapus salah satunya.`, `The column ${name} occurs twice. Remove one.`),
    )
  }
  const ignored = headings.filter((text, index) => found[index] === undefined && text.trim() !== '')
  if (ignored.length > 0) {
    const list = ignored.slice(0, 20).join(', ')
    notes.push(say(`Kolom yang tidak dikenal dan dilewati: ${list}.`, `Columns not known and skipped: ${list}.`))
  }
  return found
}

/** `="0123"` is how spreadsheets are told to keep a leading zero. */
function withoutFormula(cell: string): string {
  return /^="([^"]*)"$/.exec(cell.trim())?.[1] ?? cell
}

function readCsv(kind: ImportKind, file: Buffer, notes: Text[]): Line[] {
  const text = decode(file, notes)
  if (text.trim() === '') throw new FileRefusal(EMPTY)
  const separator = findSeparator(kind, text)
  if (separator.character !== ',') {
    notes.push(
      say(`Pemisah kolom yang dikenali: ${separator.name.id}.`, `Column separator recognized: ${separator.name.en}.`),
    )
  }
  try {
    // A quotation mark within a cell concerns that cell alone.
    const records = parse(text, {
      delimiter: separator.character,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
    })
    return records.map((cells: string[], index: number) => ({ row: index + 1, cells: cells.map(withoutFormula) }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : undefined
    const id = line ? ` di sekitar baris ${line}` : ''
    const en = line ? ` near line ${line}` : ''
    throw new FileRefusal(
      say(
        `Tanda kutip (") tidak berpasangan${id}. Perbaiki sel itu, atau simpan ulang dari lembar kerja.`,
        `A quotation mark (") has no partner${en}. Mend that cell, or save the file again from the spreadsheet.`,
      ),
    )
  }
}

function decode(file: Buffer, notes: Text[]): string {
  const utf16 =
    file[0] === 0xff && file[1] === 0xfe ? 'utf-16le' : file[0] === 0xfe && file[1] === 0xff ? 'utf-16be' : undefined
  if (utf16) {
    notes.push(
      say(
        'Berkas ini memakai pengodean UTF-16 dan sudah diubah. Lain kali simpan sebagai “CSV UTF-8”.',
        'This file is encoded as UTF-16 and was converted. Next time save it as “CSV UTF-8”.',
      ),
    )
    return new TextDecoder(utf16).decode(file)
  }
  if (file.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) {
    throw new FileRefusal(
      say(
        'Ini berkas Excel lama (.xls). Buka di Excel, pilih Simpan Sebagai, lalu jenis .xlsx.',
        'This is an old Excel file (.xls). Open it in Excel and save it as .xlsx.',
      ),
    )
  }
  if (/^\s*<(!doctype|html|table|\?xml|meta)/i.test(file.subarray(0, 200).toString('latin1').replace(/^ï»¿/, ''))) {
    throw new FileRefusal(
      say(
        'Isi berkas ini halaman web, walau namanya seperti berkas tabel; sebagian aplikasi mengekspor begitu. Buka di Excel, pilih Simpan Sebagai, lalu jenis .xlsx.',
        'This file holds a web page although its name is that of a table; some programs export like that. Open it in Excel and save it as .xlsx.',
      ),
    )
  }
  if (file.subarray(0, 5).toString('latin1') === '%PDF-' || file.subarray(0, 4096).includes(0)) {
    throw new FileRefusal(
      isWide(file)
        ? say(
            'Berkas ini tampaknya UTF-16 tanpa penanda. Simpan ulang sebagai “CSV UTF-8”.',
            'This file seems to be UTF-16 without a mark. Save it again as “CSV UTF-8”.',
          )
        : NO_TABLE,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    if (isNoText(file)) throw new FileRefusal(NO_TABLE)
    const row = lineOfBadByte(file)
    throw new FileRefusal(
      say(
        `Huruf di baris ${row} tidak tersimpan sebagai UTF-8 (tampaknya Windows-1252 atau ANSI). Di Excel pilih Simpan Sebagai “CSV UTF-8”, atau unggah .xlsx.`,
        `Line ${row} is not stored as UTF-8 (it looks like Windows-1252 or ANSI). In Excel save as “CSV UTF-8”, or upload .xlsx.`,
      ),
    )
  }
}

/** Bytes that no letter of any code page has, or the first ones of a photo. */
function isNoText(file: Buffer): boolean {
  const controls = file.subarray(0, 4096).some((byte) => byte < 9 || (byte > 13 && byte < 32))
  return controls || file.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))
}

/** Letters of two bytes: one of every two is 0, always the same one. A picture has its zeros anywhere. */
function isWide(file: Buffer): boolean {
  const pairs = file.subarray(0, 200)
  const zeros = [0, 1].map((half) => pairs.filter((byte, index) => index % 2 === half && byte === 0).length)
  return Math.max(...zeros) > pairs.length / 4 && Math.min(...zeros) < 3
}

function lineOfBadByte(file: Buffer): number {
  let start = 0
  for (let line = 1; ; line++) {
    const end = file.indexOf(10, start)
    const part = file.subarray(start, end < 0 ? undefined : end)
    if (Buffer.compare(Buffer.from(part.toString('utf8')), part) !== 0 || end < 0) return line
    start = end + 1
  }
}

/** The separator whose split of the first line finds the most known headings. */
function findSeparator(kind: ImportKind, text: string): (typeof SEPARATORS)[number] {
  const line = text.slice(0, 20_000).split(/\r?\n/)[0] ?? ''
  const names = new Set(COLUMNS[kind].flatMap((column) => [column.heading, ...column.aliases]).map(plainHeading))
  const scored = SEPARATORS.map((separator) => ({
    separator,
    known: line.split(separator.character).filter((cell) => names.has(plainHeading(cell.replaceAll('"', '')))).length,
  })).sort((a, b) => b.known - a.known)
  const best = scored[0]
  if (!best || best.known === 0) {
    const used = SEPARATORS.find((separator) => line.includes(separator.character))
    if (used) return used
    throw new FileRefusal(
      say(
        `Baris pertama tidak dapat dibagi menjadi kolom: “${line.slice(0, 60)}”. Pisahkan kolom dengan koma, titik koma, atau tab, dan pakai judul kolom dari berkas contoh.`,
        `The first line cannot be split into columns: “${line.slice(0, 60)}”. Separate columns by comma, semicolon or tab and use the headings of the template.`,
      ),
    )
  }
  return best.separator
}

/** `after` is told the number of rows so far, because a workbook says nowhere how many will come. */
async function readXlsx(file: Buffer, after?: Advance): Promise<Line[]> {
  const lines: Line[] = []
  try {
    for await (const row of rowsOf(file)) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell, number) => {
        cells[number - 1] = cellText(cell.value)
      })
      lines.push({ row: row.number, cells: Array.from(cells, (cell) => cell ?? '') })
      if (lines.length > MAX_ROWS + 1) return lines
      if (lines.length % PART === 0) await after?.(lines.length)
    }
  } catch {
    throw new FileRefusal(
      say(
        'Berkas XLSX ini rusak atau terkunci sandi. Buka di Excel, simpan ulang tanpa sandi, lalu unggah lagi.',
        'This XLSX file is broken or protected by a password. Save it again without one and upload it.',
      ),
    )
  }
  return lines
}

function cellText(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  // Beyond 15 digits a spreadsheet has already rounded; the notation shows that to the checks.
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 1e15
      ? String(value)
      : Math.abs(value) >= 1e15
        ? value.toExponential()
        : String(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'object') {
    if ('richText' in value) return value.richText.map((part) => part.text).join('')
    if ('error' in value) return String(value.error)
    if ('text' in value) return typeof value.text === 'string' ? value.text : cellText(value.text)
    if ('result' in value) return cellText(value.result)
    return ''
  }
  return String(value)
}

/** Inner line breaks and odd spaces become one space; the apostrophe that forces text in a spreadsheet goes. */
function cleanCell(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters cannot be stored
  const plain = text.replaceAll(/[\u0000-\u001f\u007f\u00a0\u200b\ufeff]+/g, ' ').trim()
  return plain.replace(/^'(?=[\d=+\-@])/, '').trim()
}
