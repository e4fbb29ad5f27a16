import { CsvError, parse } from 'csv-parse/sync'
import type { CellValue } from 'exceljs'
import { rowsOf } from '../../platform/workbook.ts'

export const MAX_IMPORT_ROWS = 20_000

/** Why a file cannot be read at all. */
export type FileProblem = 'broken' | 'encoding' | 'too_long'
export type Line = { row: number; cells: string[] }

/** Reads a CSV or XLSX file into lines of text; empty lines are left out. */
export async function readTable(file: Buffer): Promise<Line[] | FileProblem> {
  const zip = file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))
  const lines = zip ? await readXlsx(file) : readCsv(file)
  if (typeof lines === 'string') return lines
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return filled.length > MAX_IMPORT_ROWS + 1 ? 'too_long' : filled
}

function readCsv(file: Buffer): Line[] | FileProblem {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    return 'encoding'
  }
  if (text.includes('\u0000')) return 'encoding'
  const first = text.slice(0, 10_000).split(/\r?\n/)[0] ?? ''
  const delimiter = [';', '\t', ','].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!
  try {
    const records: string[][] = parse(text, { delimiter, relax_column_count: true })
    return records.map((cells, index) => ({ row: index + 1, cells }))
  } catch (error) {
    if (error instanceof CsvError) return 'broken'
    throw error
  }
}

async function readXlsx(file: Buffer): Promise<Line[] | FileProblem> {
  const lines: Line[] = []
  try {
    for await (const row of rowsOf(file)) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell, number) => {
        cells[number - 1] = cellText(cell.value)
      })
      lines.push({ row: row.number, cells: Array.from(cells, (cell) => cell ?? '') })
      if (lines.length > MAX_IMPORT_ROWS + 1) return 'too_long'
    }
  } catch {
    return 'broken'
  }
  return lines
}

/** A spreadsheet's date has no zone: what its clock shows is what was meant. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 16)
  if (typeof value === 'object') {
    if ('richText' in value) return value.richText.map((part) => part.text).join('')
    if ('text' in value) return String(value.text)
    return 'result' in value ? cellText(value.result) : ''
  }
  return String(value)
}
