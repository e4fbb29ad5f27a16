import { PassThrough, type Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'
import { formatNumber, type Language } from './i18n.ts'

export type Cell = string | number | null
export type SheetFormat = 'csv' | 'xlsx'
export type SheetFile = { file: { name: string; type: string; body: Buffer | Readable } }

const ENDS: Record<Language, (count: string) => string> = {
  id: (count) =>
    `Berkas ini berhenti di ${count} baris; mungkin masih ada yang lain. Persempit saringan lalu unduh lagi.`,
  en: (count) => `This file ends at ${count} rows; there may be more. Narrow the filter and download it again.`,
}

/** The rows of a file; where as many as are read at most were read, a last one says so. */
export function rowsAndEnd(rows: readonly (readonly Cell[])[], most: number, language: Language): (readonly Cell[])[] {
  return rows.length < most ? [...rows] : [...rows, [ENDS[language](formatNumber(most, language))]]
}

/** A table as a file for spreadsheets; `name` comes without its ending. A CSV file leaves the second sheet out. */
export async function sheetFile(
  format: SheetFormat,
  name: string,
  header: readonly string[],
  rows: Iterable<readonly Cell[]>,
  second?: { name: string; rows: readonly (readonly Cell[])[] },
): Promise<SheetFile> {
  if (format === 'csv') {
    // The byte order mark tells Excel that this is UTF-8.
    const body = Buffer.from(`\ufeff${csvText([header, ...rows])}`)
    return { file: { name: `${name}.csv`, type: 'text/csv; charset=utf-8', body } }
  }
  // Loaded when somebody asks for a spreadsheet: it is a tenth of the memory of a process that only shows pages.
  const { default: ExcelJS } = await import('exceljs')
  const stream = new PassThrough()
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true })
  const sheet = workbook.addWorksheet('Data', { views: [{ state: 'frozen', ySplit: 1 }] })
  // Text, so that an NIP keeps all of its 18 digits when the cell is edited.
  sheet.columns = header.map((title) => ({
    header: title,
    width: Math.max(12, title.length + 2),
    style: { numFmt: '@' },
  }))
  sheet.getRow(1).font = { name: 'Calibri', size: 11, bold: true }
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  const chunks: Buffer[] = []
  stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  for (const row of rows)
    sheet.addRow(row.map((cell) => (typeof cell === 'string' ? withoutControls(cell) : cell))).commit()
  if (second) {
    const notes = workbook.addWorksheet(second.name)
    notes.columns = (second.rows[0] ?? []).map(() => ({ width: 32 }))
    for (const row of second.rows) notes.addRow(row).commit()
  }
  await workbook.commit()
  return { file: { name: `${name}.xlsx`, type, body: Buffer.concat(chunks) } }
}

/** Lines of a CSV file whose cells no spreadsheet takes for formulas; for files that are sent piece by piece. */
export function csvText(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((row) => row.map(inert))
  // A lone carriage return or line feed ends a row for spreadsheets too, and what follows it could be a formula.
  return stringify(lines, { record_delimiter: '\r\n', quoted_match: /[\r\n\t]/ })
}

// Blanks may stand before the sign, and the full-width signs of East Asian keyboards count too.
const FORMULA = /^\s*[=+\-@＝＋－＠|%]/u

// Where cells are parted by semicolons, as in Indonesia, or by tabs, quotes that stand after a comma hold nothing together:
// what follows such a mark or a line end inside a text is a cell of its own.
const LATER_FORMULA = /(?<=[;\t\r\n]\s*)(?=[=+\-@＝＋－＠|%])/gu

/** A spreadsheet runs a cell that begins like a formula; an apostrophe in front makes it text. */
function inert(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell)
  const begins = FORMULA.test(cell) || /^[\t\r]/.test(cell)
  const text = cell.replaceAll(LATER_FORMULA, "'")
  return begins ? `'${text}` : text
}

/** XML cannot hold these, and Excel refuses the whole file. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}
