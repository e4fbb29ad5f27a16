import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { rowsOf } from './workbook.ts'

async function fileOf(book: ExcelJS.Workbook): Promise<Buffer> {
  return Buffer.from(await book.xlsx.writeBuffer())
}

async function read(file: Buffer): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const row of rowsOf(file)) found.push([row.number, row.values])
  return found
}

test('a good file is read every time', async () => {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('Data').addRows([['Kode', 'Keterangan'], ['A-77', 'Isi laporan'], [], ['A-78', 12.5]])
  book.addWorksheet('Lain').addRows([['tidak dibaca']])
  const file = await fileOf(book)
  const rows = [
    [1, [undefined, 'Kode', 'Keterangan']],
    [2, [undefined, 'A-77', 'Isi laporan']],
    [4, [undefined, 'A-78', 12.5]],
  ]
  for (let time = 0; time < 200; time++) expect(await read(file)).toEqual(rows)
})

test('the first sheet is the first that people see; dates and formulas come as what they show', async () => {
  const book = new ExcelJS.Workbook()
  const second = book.addWorksheet('Kedua')
  second.addRow(['kedua'])
  const first = book.addWorksheet('Pertama')
  const day = new Date('2026-11-23T00:00:00Z')
  first.addRow([day, { formula: '1+1', result: 2 }]).getCell(1).numFmt = 'dd/mm/yyyy'
  Object.assign(first, { orderNo: 1 })
  Object.assign(second, { orderNo: 2 })
  const [[, [, shown, two]]] = (await read(await fileOf(book))) as [[number, [unknown, unknown, { result: number }]]]
  expect(shown).toEqual(day)
  expect(two.result).toBe(2)
})

test('what is no workbook is refused', async () => {
  const file = await fileOf(new ExcelJS.Workbook())
  for (const broken of [Buffer.from('PK\u0003\u0004'), file, file.subarray(0, 200)])
    await expect(read(broken)).rejects.toThrow()
})
