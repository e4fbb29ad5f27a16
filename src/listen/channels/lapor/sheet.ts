import { CsvError, parse } from 'csv-parse/sync'
import { rowsOf } from '../../../platform/workbook.ts'

export const MOST_LINES = 5000
const MOST_ABOVE = 40
export type SheetProblem = 'broken' | 'old' | 'encoding' | 'quotes' | 'empty' | 'long'
export class SheetRefusal extends Error {
  readonly problem: SheetProblem
  constructor(problem: SheetProblem) {
    super(problem)
    this.problem = problem
  }
}

/** A row and the number a spreadsheet shows beside it. */
type SheetRow = { number: number; cells: string[] }

/**
 * Headings and lines of a CSV or XLSX file as text; a formula counts as what it last showed, and is never run. `knows` says
 * how many headings of a line it knows.
 */
export async function readLines(
  file: Buffer,
  knows: (cells: readonly string[]) => number = () => 0,
): Promise<{ headings: string[]; lines: string[][]; numbers: number[] }> {
  const zip = file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))
  const all = zip ? await readXlsx(file) : readCsv(file)
  const filled = all.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  // Exports often begin with a title over the whole width and facts about themselves. Headings are the line most of which is
  // known, and where hardly anything is, the first with several cells.
  const known = filled.slice(0, MOST_ABOVE).map(({ cells }) => knows(cells))
  const most = Math.max(0, ...known)
  const at =
    most >= 2
      ? known.indexOf(most)
      : filled.findIndex(({ cells }) => cells.filter((cell) => cell.trim() !== '').length >= 2)
  const headings = filled[at]?.cells
  if (!headings || filled.length === at + 1) throw new SheetRefusal('empty')
  const lines = filled.slice(at + 1)
  if (lines.length > MOST_LINES) throw new SheetRefusal('long')
  return {
    headings: headings.slice(0, 60).map((one) => storable(one).trim().slice(0, 200)),
    lines: lines.map(({ cells }) => cells.slice(0, 60).map(storable)),
    numbers: lines.map(({ number }) => number),
  }
}

function readCsv(file: Buffer): SheetRow[] {
  if (file.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new SheetRefusal('old')
  const wide = file[0] === 0xff && file[1] === 0xfe
  let text: string
  try {
    text = new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(file)
  } catch {
    throw new SheetRefusal('encoding')
  }
  if (text.includes('\u0000')) throw new SheetRefusal('encoding')
  const head = text.slice(0, 5000)
  const count = (character: string) => head.split(character).length
  const delimiter = [';', '\t', ','].sort((a, b) => count(b) - count(a))[0]!
  try {
    const rows = parse(text, { delimiter, bom: true, relax_column_count: true, to: MOST_LINES + 100 })
    return rows.map((cells, index) => ({ number: index + 1, cells }))
  } catch (error) {
    if (error instanceof CsvError) throw new SheetRefusal('quotes')
    throw error
  }
}

async function readXlsx(file: Buffer): Promise<SheetRow[]> {
  const lines: SheetRow[] = []
  try {
    for await (const row of rowsOf(file)) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell, number) => {
        if (number <= 60) cells[number - 1] = textOf(cell.value)
      })
      lines.push({ number: row.number, cells: Array.from(cells, (cell) => cell ?? '') })
      if (lines.length > MOST_LINES + 100) return lines
    }
  } catch {
    throw new SheetRefusal('broken')
  }
  return lines
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  if ('richText' in value && Array.isArray(value.richText))
    return value.richText.map((part: { text?: unknown }) => String(part.text ?? '')).join('')
  if ('result' in value) return textOf(value.result)
  return 'text' in value ? textOf(value.text) : ''
}

function storable(cell: string): string {
  return cell.slice(0, 20_000).replaceAll('\u0000', '').toWellFormed()
}
