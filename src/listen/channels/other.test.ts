import ExcelJS from 'exceljs'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { sheetBomb } from '../../platform/test/zip.ts'
import { readPost } from '../complaints/index.ts'
import { checkLines, isTableHead, matchColumns, readDate } from './lapor/model.ts'
import { readLines } from './lapor/sheet.ts'
import { casesOf, storyOfCase } from './test-channels.ts'

let house: TestHouse
let office: TestInstitution
let officer: TestPerson
beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  office = await newInstitution(house)
  officer = await newPerson(house, office, office.root, ['channel.work', 'complaint.read'])
})

const HEADINGS = [
  'Tracking ID',
  'Judul Laporan',
  'Isi Laporan',
  'Klasifikasi',
  'Status',
  'Tanggal Laporan',
  'Tanggal Disposisi',
  'Instansi Terdisposisi',
]
const row = (id: string, state: string, unit = '') => [
  id,
  'Lampu mati',
  'Lampu di jalan mati.',
  'Pengaduan',
  state,
  '20/11/2026',
  '',
  unit,
]

async function upload(rows: readonly (readonly string[])[], headings: readonly string[] = HEADINGS) {
  const book = new ExcelJS.Workbook()
  book.addWorksheet('Data').addRows([['Laporan SP4N'], headings, ...rows])
  const body = Buffer.from(await book.xlsx.writeBuffer())
  const sent = await postMultipart(house, '/kanal/lapor', { file: { name: 'lapor.xlsx', type: 'x', body } }, officer)
  expect(sent.statusCode, sent.body.slice(0, 300)).toBe(303)
  return String(sent.headers.location)
}

describe('SP4N-LAPOR!', () => {
  test('a dry run says what will happen; taking over twice changes nothing; states are brought up to date', async () => {
    const unit = await newUnit(house, office, office.root, 'department', 'Dinas Penerangan')
    const first = await upload([
      row('900001', 'Proses', 'Dinas Penerangan'),
      row('900002', 'Proses'),
      row('900002', 'Proses'),
      ['', '', 'x'],
      row('9.00003E+15', 'Proses'),
    ])
    const preview = await get(house, first, officer)
    expect(preview.body).toContain('2 baru, 0 berubah, 0 tetap, 3 dilewati')
    expect(preview.body).toContain('Nomor ini sudah ada di baris lain')
    // The title stands in row 1 and the headings in row 2, so the repeated number is in row 5.
    expect(preview.body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')).toContain(
      '5 900002 Dilewati Nomor ini sudah',
    )
    expect(await casesOf(house, office)).toEqual([])
    expect((await post(house, `${first}/terapkan`, {}, officer)).statusCode).toBe(303)
    expect((await post(house, `${first}/terapkan`, {}, officer)).statusCode).toBe(409)
    const cases = await casesOf(house, office)
    expect(cases.map((one) => one.channel)).toEqual(['lapor', 'lapor'])
    const { rows } = await house.owner.query(
      'select c.unit_id from complaints.reference r join complaints.complaint c on c.id = r.complaint_id where r.institution_id = $1 and r.external_id = $2',
      [office.id, '900001'],
    )
    expect(rows[0].unit_id).toBe(unit)

    const again = await upload([row('900001', 'Selesai'), row('900002', 'Proses')])
    expect((await get(house, again, officer)).body).toContain('0 baru, 1 berubah, 1 tetap, 0 dilewati')
    await post(house, `${again}/terapkan`, {}, officer)
    expect(await casesOf(house, office)).toHaveLength(2)
    const stories = await Promise.all(cases.map((one) => storyOfCase(house, one.id)))
    expect(
      stories
        .flat()
        .filter((event) => event.kind === 'noted')
        .map((event) => event.body),
    ).toEqual(['SP4N-LAPOR! 900001: Proses → Selesai'])
    expect((await get(house, '/kanal/lapor', officer)).body).toContain('900001')
  })

  test('the export as agencies get it: facts of the file above the table, who may read it in a column of its own', async () => {
    const told: Record<string, readonly string[]> = {
      'Tracking ID': ['8450001', '8450002', '8450003'],
      'Tanggal Laporan Masuk': ['6 Jan 2026', '06 Agt 2026', '21 Peb 2026'],
      'Waktu Laporan Masuk': ['08:15', '09:00', '10:00'],
      'Nama Pelapor': ['Siti', 'Budi', 'Ani'],
      'Klasifikasi Laporan': ['Pengaduan', 'Aspirasi', 'Permintaan Informasi'],
      'ID Kategori': ['12', '12', '12'],
      Kategori: ['Jalan', 'Jalan', 'Jalan'],
      'Judul Laporan': ['Lubang', 'Usul', 'Tanya'],
      'Isi Laporan Awal': ['Jalan berlubang.', 'Mohon lampu.', 'Kapan buka?'],
      'Isi Laporan Akhir': ['Jalan rusak.', 'Mohon lampu.', 'Kapan buka?'],
      'Tipe Laporan (Anonim/Rahasia)': ['Rahasia', 'Anonim', '-'],
      'Sumber Laporan': ['Website', 'Android', 'SMS'],
      'Instansi Induk': ['Kabupaten Contoh', 'Kabupaten Contoh', 'Kabupaten Contoh'],
      'ID Instansi Terdisposisi': ['7', '7', '7'],
      'Instansi Terdisposisi': ['Dinas PU', 'Dinas PU', 'Dinas PU'],
      'Status Laporan': ['Ditutup oleh Sistem', 'Terverifikasi', 'Ditanggapi oleh Pelapor'],
      'Alasan Tunda/Arsip': ['-', '-', '-'],
      Kecamatan: ['Arunika', 'Arunika', '-'],
      Kelurahan: ['Sukamaju', '-', '-'],
      Rating: ['5', '', ''],
    }
    const book = new ExcelJS.Workbook()
    const facts = [
      ['Judul Laporan', 'Laporan masuk'],
      ['Nama Instansi', 'Pemerintah Kabupaten Contoh'],
      ['Tanggal Generate', '1 Sep 2026'],
    ]
    const rows = [0, 1, 2].map((at) => Object.values(told).map((column) => column[at]!))
    book.addWorksheet('Laporan').addRows([['LAPOR!'], ...facts, [], Object.keys(told), ...rows])
    const { headings, lines, numbers } = await readLines(Buffer.from(await book.xlsx.writeBuffer()), isTableHead({}))
    expect(headings).toEqual(Object.keys(told))
    const common = { unit: 'Dinas PU' }
    expect(checkLines(lines, numbers, matchColumns(headings, {}), '2026-11-22')).toMatchObject([
      {
        line: 7,
        row: {
          ...common,
          tracking_id: '8450001',
          subject: 'Lubang',
          body: 'Jalan berlubang.',
          class: 'Pengaduan',
          privacy: 'secret',
          reporter: 'Siti',
          reported_on: '2026-01-06',
          state: 'Ditutup oleh Sistem',
          place: 'Kelurahan Sukamaju, Kecamatan Arunika',
        },
      },
      { row: { ...common, privacy: 'anonymous', reported_on: '2026-08-06', place: 'Kecamatan Arunika' } },
      { row: { ...common, privacy: 'anonymous', reported_on: '2026-02-21', place: null } },
    ])
  })

  test('other headings are mapped once for the institution', async () => {
    const at = await upload([['A-77', 'Isi laporan warga']], ['Kode Aduan', 'Keterangan'])
    expect((await get(house, at, officer)).body).toContain('tidak ditemukan di berkas ini')
    await post(house, `${at}/kolom`, { tracking_id: 'Kode Aduan', body: 'keterangan' }, officer)
    expect((await get(house, at, officer)).body).toContain('1 baru')
  })

  test('files that are none get a sentence at the field', async () => {
    for (const [body, words] of [
      [Buffer.from('PK\u0003\u0004rusak'), 'rusak'],
      [sheetBomb(), 'rusak'],
      [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1]), '.xls'],
      [Buffer.from('Tracking ID;Isi\n1;caf\xe9', 'latin1'), 'UTF-8'],
      [Buffer.from('Tracking ID,Isi\n"1,a'), 'tidak berpasangan'],
      [Buffer.from('hanya judul'), 'tidak berisi'],
    ] as const) {
      const sent = await postMultipart(
        house,
        '/kanal/lapor',
        { file: { name: 'x.csv', type: 'text/csv', body } },
        officer,
      )
      expect(sent.statusCode, words).toBe(422)
      expect(sent.body).toContain(words)
    }
  })

  test('dates as Indonesia writes them; columns by what they are called', async () => {
    expect(
      ['2026-11-21', '21/11/2026', '21-11-2026 10:15', 'Sabtu, 21 November 2026', '21 Nop 2026'].map(readDate),
    ).toEqual(Array(5).fill('2026-11-21'))
    expect(['31/02/2026', '11/21/2026', 'kemarin', ''].map(readDate)).toEqual(Array(4).fill(undefined))
    const { headings, lines, numbers } = await readLines(
      Buffer.from('\ufeffRekap 2026\n\nNo;Tracking ID;ISI LAPORAN\n\n1;5500;"baris\nsatu"\n'),
    )
    const checked = checkLines(lines, numbers, matchColumns(headings, {}), '2026-11-22')
    expect(checked).toMatchObject([
      { line: 5, row: { tracking_id: '5500', body: 'baris\nsatu', privacy: 'anonymous' } },
    ])
  })

  test('a line that is left out keeps its number, and says which cell was wrong', async () => {
    const { headings, lines, numbers } = await readLines(
      Buffer.from('Tracking ID;Isi Laporan;Tanggal Laporan\n9912;Lampu padam;kemarin sore\n9913;;2026-11-19\n'),
    )
    expect(checkLines(lines, numbers, matchColumns(headings, {}), '2026-11-22')).toMatchObject([
      { problem: 'bad_date', id: '9912', cell: 'kemarin sore' },
      { problem: 'no_body', id: '9913', cell: '' },
    ])
  })

  test('is for those who work on channels', async () => {
    const other = await newPerson(house, office, office.root, ['complaint.read'])
    for (const path of ['/kanal', '/kanal/lapor', '/kanal/surat', '/kanal/medsos', '/kanal/surel'])
      expect((await get(house, path, other)).statusCode, path).toBe(403)
  })
})

describe('letters', () => {
  const photo = () =>
    sharp({ create: { width: 30, height: 40, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
  test('a scan becomes a case with its receipt; who may read the case may read the scan', async () => {
    await postMultipart(
      house,
      '/kanal/surat',
      { scans: { name: 'surat-1.jpg', type: 'image/jpeg', body: await photo() } },
      officer,
    )
    const { rows } = await house.owner.query('select id, file_id from channels.letter where institution_id = $1', [
      office.id,
    ])
    const at = `/kanal/surat/${rows[0].id}`
    const wrong = await post(
      house,
      at,
      { sender: '', subject: 'x', body: 'y', unit: office.root, privacy: 'open', dated: '2026-02-31' },
      officer,
    )
    expect(wrong.statusCode).toBe(422)
    const fields = {
      sender: 'Ketua RT',
      number: '12/RT',
      dated: '2026-11-20',
      subject: 'Jalan',
      body: 'Rusak',
      unit: office.root,
      privacy: 'open',
    }
    const recorded = await post(house, at, fields, officer)
    expect(recorded.body).toMatch(/\/lacak\/[0-9A-Z]{14}"/)
    expect((await post(house, at, fields, officer)).statusCode).toBe(409)
    expect((await post(house, `${at}/buang`, {}, officer)).statusCode).toBe(409)
    const [complaint] = await casesOf(house, office)
    expect(complaint!.channel).toBe('letter')
    const receipt = await get(house, at, officer)
    expect(receipt.body).toContain(`/lacak/${complaint!.code}"`)
    expect(receipt.body).toContain('class="qr"')
    const reader = await newPerson(house, office, office.root, ['complaint.read'])
    const nobody = await newPerson(house, office, office.root)
    expect((await get(house, `/berkas/${rows[0].file_id}`, reader)).statusCode).toBe(200)
    expect((await get(house, `/berkas/${rows[0].file_id}`, nobody)).statusCode).toBe(404)
  })
  test('what is no scan is refused at the field', async () => {
    const bad = await postMultipart(
      house,
      '/kanal/surat',
      { scans: { name: 'x.pdf', type: 'application/pdf', body: Buffer.from('bukan') } },
      officer,
    )
    expect(bad.statusCode).toBe(422)
    expect((await post(house, '/kanal/surat', {}, officer)).statusCode).toBe(422)
  })
})

describe('social media', () => {
  test('one post is one case, however its address is shared', async () => {
    const fields = { author: '@warga', posted_on: '', subject: 'Sampah', body: 'Taman kotor', unit: office.root }
    const shared = ['https://www.instagram.com/p/abc/?igsh=1', 'https://instagram.com/p/abc?utm_source=x#c']
    expect((await post(house, '/kanal/medsos', { ...fields, url: shared[0]! }, officer)).statusCode).toBe(303)
    const again = await post(house, '/kanal/medsos', { ...fields, url: shared[1]! }, officer)
    const [complaint] = await casesOf(house, office)
    expect([again.statusCode, again.body.includes(`href="/pengaduan/${complaint!.id}"`)]).toEqual([409, true])
    expect(again.body).toContain('Taman kotor')
    expect(await casesOf(house, office)).toHaveLength(1)
    const { rows } = await house.owner.query(
      'select system, external_id from complaints.reference where institution_id = $1',
      [office.id],
    )
    expect(rows).toEqual([{ system: 'social', external_id: 'https://instagram.com/p/abc' }])
  })
  test('what a desk notes of a post leads there, and what is no address stays words', async () => {
    const desk = await newPerson(house, office, office.root, ['complaint.create'])
    const report = {
      subject: 'Sampah',
      body: 'Taman kotor',
      channel: 'social',
      kind: 'complaint',
      privacy: 'anonymous',
    }
    for (const source of ['https://x.com/warga/status/7?s=20', 'javascript:alert(1)'])
      expect((await post(house, '/pengaduan', { ...report, source }, desk)).statusCode).toBe(200)
    const { rows } = await house.owner.query(
      `select external_id, data->>'page' as page from complaints.reference where institution_id = $1 order by 1`,
      [office.id],
    )
    const address = 'https://x.com/warga/status/7'
    expect(rows).toEqual([
      { external_id: address, page: address },
      { external_id: 'javascript:alert(1)', page: null },
    ])
  })
  test('addresses that are none', () => {
    for (const typed of [
      'javascript:alert(1)',
      'https://instagram.com',
      'instagram.com/p/1',
      'https://a:b@x.com/p',
      'https://localhost/x',
      '',
    ])
      expect(readPost(typed), typed).toBeUndefined()
    expect(readPost('http://m.youtube.com/watch?v=1&si=2')).toEqual({
      url: 'https://youtube.com/watch?v=1',
      platform: 'YouTube',
    })
  })
})

describe('quarantine', () => {
  async function waiting() {
    const { rows } = await house.owner.query(
      `insert into channels.mail (institution_id, id, fingerprint, state, reason, sender, subject, words, received_at, raw_bytes)
       values ($1, gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), 'quarantine', 'unverified', 'a@b.example', 'Judul', 'Isi surel', now() - interval '1 minute', 1) returning id`,
      [office.id],
    )
    return `/kanal/surel/${rows[0].id}`
  }
  test('an officer makes it a case, adds it to one, or refuses it, once', async () => {
    const first = await waiting()
    expect((await get(house, first, officer)).body).toContain('Isi surel')
    await post(house, `${first}/laporan`, {}, officer)
    const [complaint] = await casesOf(house, office)
    expect(complaint).toMatchObject({ channel: 'email', subject: 'Judul' })
    expect((await post(house, `${first}/tolak`, {}, officer)).statusCode).toBe(409)
    const second = await waiting()
    const wrong = await post(house, `${second}/terima`, { code: 'AAAA-AAAA' }, officer)
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('tidak cocok')
    await post(house, `${second}/terima`, { code: complaint!.code }, officer)
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject({ kind: 'informed', body: 'Isi surel' })
    const third = await waiting()
    expect((await post(house, `${third}/tolak`, {}, officer)).statusCode).toBe(303)
    expect((await get(house, '/kanal', officer)).statusCode).toBe(200)
  })
})
