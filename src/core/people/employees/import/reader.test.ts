import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { sheetBomb } from '../../../../platform/test/zip.ts'
import { COLUMNS } from './model.ts'
import { FileRefusal, readSheet } from './reader.ts'
import { parseDate, parsePhone } from './values.ts'

const headings = COLUMNS.unit.map((column) => column.heading).join(',')
const csv = `${headings}\r\nDINKES,Dinas Kesehatan,Dinas,,\r\nDISHUB,"Dinas Perhubungan, Pos dan ""Laut""",Dinas,,2017-01-02\r\n`

async function refusal(kind: 'unit' | 'employee', file: Buffer): Promise<string> {
  try {
    await readSheet(kind, file)
  } catch (error) {
    if (error instanceof FileRefusal) return error.reason.id
    throw error
  }
  return 'tidak ditolak'
}

async function xlsx(rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Data')
  for (const row of rows) sheet.addRow([...row])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

describe('CSV', () => {
  test.each([
    ['UTF-8', Buffer.from(csv), 0],
    ['UTF-8 with mark', Buffer.from(`\ufeff${csv}`), 0],
    [
      'semicolons',
      Buffer.from(csv.replaceAll('Perhubungan, Pos', 'Perhubungan§ Pos').replaceAll(',', ';').replaceAll('§', ',')),
      1,
    ],
    [
      'tabs',
      Buffer.from(csv.replaceAll('Perhubungan, Pos', 'Perhubungan§ Pos').replaceAll(',', '\t').replaceAll('§', ',')),
      1,
    ],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')]), 1],
  ])('%s gives the same rows', async (_name, file, notes) => {
    const sheet = await readSheet('unit', file)
    expect(sheet.rows.map((row) => [row.row, row.cells['code'], row.cells['name'], row.cells['from']])).toEqual([
      [2, 'DINKES', 'Dinas Kesehatan', ''],
      [3, 'DISHUB', 'Dinas Perhubungan, Pos dan "Laut"', '2017-01-02'],
    ])
    expect(sheet.notes).toHaveLength(notes)
  })

  test('says which separator and encoding it took', async () => {
    const semicolon = await readSheet('unit', Buffer.from(`${headings.replaceAll(',', ';')}\nA;Dinas A;Dinas;;\n`))
    expect(semicolon.notes[0]?.id).toBe('Pemisah kolom yang dikenali: titik koma (;).')
    const tab = await readSheet('unit', Buffer.from(`${headings.replaceAll(',', '\t')}\nA\tDinas A\tDinas\t\t\n`))
    expect(tab.notes[0]?.id).toBe('Pemisah kolom yang dikenali: tab.')
    const wide = await readSheet(
      'unit',
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(csv, 'utf16le').swap16()]),
    )
    expect(wide.notes[0]?.id).toContain('UTF-16')
  })

  test('SIASN headings, other order, columns it does not know', async () => {
    const sheet = await readSheet(
      'employee',
      Buffer.from('No;nama ;Nip_Baru;JENIS PEGAWAI;UNOR KODE;Jabatan Kode\n1;Sri;199001012015031001;PNS;DINKES;JF\n'),
    )
    expect(sheet.rows[0]?.cells).toEqual({
      name: 'Sri',
      nip: '199001012015031001',
      employment: 'PNS',
      unit: 'DINKES',
      position: 'JF',
    })
    expect(sheet.notes.map((note) => note.id)).toContain('Kolom yang tidak dikenal dan dilewati: No.')
  })

  test.each([
    [
      'Windows-1252',
      Buffer.from(csv.replace('Dinas Kesehatan', 'Caf\u00e9'), 'latin1'),
      'Huruf di baris 2 tidak tersimpan sebagai UTF-8 (tampaknya Windows-1252',
    ],
    ['UTF-16 without mark', Buffer.from(csv, 'utf16le'), 'UTF-16 tanpa penanda'],
    ['old Excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'berkas Excel lama (.xls)'],
    ['picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'bukan berkas CSV atau XLSX'],
    ['the first bytes of a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'bukan berkas CSV'],
    ['the first bytes of a photo', Buffer.from([0xff, 0xd8, 0xff]), 'bukan berkas CSV'],
    [
      'picture with many zeros',
      Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(60)]),
      'bukan berkas CSV atau XLSX',
    ],
    ['UTF-16 without mark, big end first', Buffer.from(csv, 'utf16le').swap16(), 'UTF-16 tanpa penanda'],
    ['broken XLSX', Buffer.from('PK\u0003\u0004 nothing'), 'XLSX ini rusak'],
    ['an XLSX that unpacks without end', sheetBomb(), 'XLSX ini rusak'],
    ['empty', Buffer.alloc(0), 'Berkas ini kosong'],
    ['a mark and blank lines', Buffer.from('\ufeff\r\n\r\n'), 'Berkas ini kosong'],
    ['headings only', Buffer.from(`${headings}\n`), 'hanya berisi judul kolom'],
    [
      'missing columns',
      Buffer.from('KODE UNIT,NAMA UNIT\nA,B\n'),
      'Kolom JENIS UNIT, KODE UNIT ATASAN tidak ada. Baris pertama berisi: KODE UNIT, NAMA UNIT.',
    ],
    ['column twice', Buffer.from(`${headings},KODE UNOR\nA,B,Dinas,,,A\n`), 'Kolom KODE UNIT ada dua kali'],
    [
      'quote without partner',
      Buffer.from(`${headings}\nA,"Dinas A,Dinas,,\nB,Dinas B,Dinas,,\n`),
      'Tanda kutip (") tidak berpasangan',
    ],
    [
      'rows separated otherwise than the headings',
      Buffer.from(`${headings.replaceAll(',', ';')}\nA,Dinas A,Dinas,,\nB,Dinas B,Dinas,,\n`),
      'barisnya dipisah dengan koma (,)',
    ],
    ['a web page', Buffer.from('\ufeff<table><tr><td>KODE UNIT</td></tr></table>'), 'Isi berkas ini halaman web'],
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'bukan berkas CSV atau XLSX'],
    ['other separator', Buffer.from(`${headings.replaceAll(',', '^')}\nA^B^C\n`), 'tidak dapat dibagi menjadi kolom'],
  ])('%s is refused in words', async (_name, file, words) => {
    expect(await refusal('unit', file)).toContain(words)
  })

  test('a quotation mark within a cell, and a number kept as a formula, stop no other row', async () => {
    const sheet = await readSheet(
      'unit',
      Buffer.from(`${headings}\nA,Dinas "A" Kota,Dinas,,\n="007",Dinas B,Dinas,,\n`),
    )
    expect(sheet.rows.map(({ cells }) => [cells['code'], cells['name']])).toEqual([
      ['A', 'Dinas "A" Kota'],
      ['007', 'Dinas B'],
    ])
  })

  test('a row with more cells than headings is marked', async () => {
    const sheet = await readSheet('unit', Buffer.from(`${headings}\nA,Dinas A, dan B,Dinas,PEMDA,2017-01-02\n`))
    expect(sheet.rows[0]?.extra).toBe(6)
  })
})

describe('XLSX', () => {
  test('text, numbers, dates, rich text, formulas and empty rows', async () => {
    const file = await xlsx([
      ['NIP', 'NAMA', 'STATUS KEPEGAWAIAN', 'TANGGAL LAHIR', 'KODE UNIT', 'KODE JABATAN', 'TMT JABATAN'],
      [
        '199001012015031001',
        { richText: [{ text: 'Sri ' }, { text: 'Lestari' }] },
        'PNS',
        new Date('1990-01-01'),
        12,
        'JF',
        45474,
      ],
      [],
      [Number('199001012015031001'), 'Budi', 'PNS', '1/1/1990', { formula: '"A"&"B"', result: 'AB' }, "'007", ''],
    ])
    const { rows } = await readSheet('employee', file)
    expect(rows).toEqual([
      {
        row: 2,
        cells: {
          nip: '199001012015031001',
          name: 'Sri Lestari',
          employment: 'PNS',
          birth_date: '1990-01-01',
          unit: '12',
          position: 'JF',
          since: '45474',
        },
        extra: undefined,
      },
      {
        row: 4,
        cells: {
          nip: '1.99001012015031e+17',
          name: 'Budi',
          employment: 'PNS',
          birth_date: '1/1/1990',
          unit: 'AB',
          position: '007',
          since: '',
        },
        extra: undefined,
      },
    ])
  })
})

describe('values', () => {
  test.each([
    ['2024-07-01', '2024-07-01'],
    ['1/7/2024', '2024-07-01'],
    ['01-07-2024', '2024-07-01'],
    ['1 Juli 2024', '2024-07-01'],
    ['1 Agu 2024', '2024-08-01'],
    ['2024-07-01 00:00:00', '2024-07-01'],
    ['29/2/2024', '2024-02-29'],
  ])('%s', (text, date) => {
    expect(parseDate(text)).toEqual({ ok: true, value: date })
  })
  test.each([
    [
      '45474',
      '45474 adalah nomor seri tanggal Excel (1 Juli 2024). Ubah format kolom menjadi Tanggal, atau tulis 2024-07-01.',
    ],
    ['12/31/1990', 'bulan 31 tidak ada. Urutannya tanggal, bulan, tahun; misalnya 31/12/1990.'],
    ['31/2/2024', 'bukan tanggal yang ada di kalender'],
    ['1/7/90', 'tahun dua angka'],
    ['besok', 'tidak terbaca sebagai tanggal'],
  ])('%s is refused', (text, words) => {
    const parsed = parseDate(text)
    expect(parsed.ok ? '' : parsed.reason.id).toContain(words)
  })
  test('phone numbers', () => {
    expect(parsePhone('+62 812-3456-7890')).toEqual({ ok: true, value: '081234567890' })
    const lost = parsePhone('81234567890')
    expect(lost.ok ? '' : lost.reason.id).toBe(
      'Nomor 81234567890 kehilangan nol di depan, biasanya karena Excel. Tulis 081234567890 dan jadikan kolom ini Teks.',
    )
    expect(parsePhone('8,12E+10').ok).toBe(false)
  })
})
