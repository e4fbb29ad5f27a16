import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import type ExcelJS from 'exceljs'
import { type Entry, entriesOf, mayUnpack } from './archives.ts'

/** What ExcelJS 4.4 reads the parts of a workbook with. */
type Parts = ExcelJS.stream.xlsx.WorkbookReader & {
  _parseRels(part: Readable): Promise<void>
  _parseWorkbook(part: Readable): Promise<void>
  _parseStyles(part: Readable): Promise<void>
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>
  _parseWorksheet(part: Readable, number: string): Iterable<{ value: AsyncIterable<ExcelJS.Row> }>
  model?: { sheets: { rId: string }[] }
  workbookRels?: { Id: string; Target: string }[]
}

/**
 * The rows of the first sheet of an XLSX file, one after the other; throws where it cannot be read. The parts come to
 * ExcelJS from the archive's own list: its reader takes them as they pass, and of a small file it now and then loses the
 * last ones, so that one good file in fifteen was called broken.
 */
export async function* rowsOf(file: Buffer): AsyncGenerator<ExcelJS.Row> {
  if (!(await mayUnpack(file))) throw new Error('no archive, or one that unpacks to too much')
  const entries = new Map(entriesOf(file)!.map((entry) => [entry.name, entry]))
  const { default: excel } = await import('exceljs')
  const reader = new excel.stream.xlsx.WorkbookReader('', {
    sharedStrings: 'cache',
    styles: 'cache',
    worksheets: 'emit',
    hyperlinks: 'ignore',
  }) as Parts
  const part = (name: string) => unpacked(entries.get(name))
  await reader._parseRels(part('xl/_rels/workbook.xml.rels'))
  await reader._parseWorkbook(part('xl/workbook.xml'))
  if (entries.has('xl/styles.xml')) await reader._parseStyles(part('xl/styles.xml'))
  if (entries.has('xl/sharedStrings.xml'))
    for await (const _ of reader._parseSharedStrings(part('xl/sharedStrings.xml')));
  const first = reader.model?.sheets[0]?.rId
  const target = reader.workbookRels?.find(({ Id }) => Id === first)?.Target
  if (target === undefined) throw new Error('a workbook without a sheet')
  for (const { value } of reader._parseWorksheet(part(posix.resolve('/xl', target).slice(1)), '1')) yield* value
}

function unpacked(entry: Entry | undefined): Readable {
  if (!entry) throw new Error('a workbook without one of its parts')
  // In pieces: a whole sheet as one text would take several times its size.
  return entry.method === 0 ? Readable.from([entry.data]) : Readable.from([entry.data]).pipe(createInflateRaw())
}
