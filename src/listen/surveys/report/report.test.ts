import ExcelJS from 'exceljs'
import { beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../../platform/log.ts'
import { computed } from '../../../platform/test/cpu-time.ts'
import { get, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { pdfText } from '../../../platform/test/pdf-text.ts'
import { bigReportJob } from '../jobs.ts'
import { ELEMENTS } from '../model.ts'
import { beneath } from '../queries.ts'
import { NOW, planFollowUp, useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)

describe('report', () => {
  const address = (format: string) => `/survei/hasil/${world.unit}/laporan?dari=2026-01&sampai=2026-11&format=${format}`

  test('as PDF in time, tagged, and without figures for few', async () => {
    const early = await get(world.house, address('pdf'), world.officer)
    expect(early.statusCode).toBe(200)
    await world.keep(Array.from({ length: 40 }, () => ({ profile: { gender: 'female' as const } })))
    await planFollowUp(world)
    const before = computed()
    const response = await get(world.house, address('pdf'), world.officer)
    expect(computed() - before).toBeLessThan(2000)
    expect(response.headers['content-type']).toBe('application/pdf')
    expect(response.headers['content-disposition']).toMatch(/^attachment;/)
    const bytes = response.rawPayload.toString('latin1')
    expect(bytes.startsWith('%PDF-1.7')).toBe(true)
    expect(bytes).toContain('/Marked true')
    expect(bytes).toContain('/S /TH')
    expect(bytes).toContain('/Lang (id-ID)')
  })

  test('as it is read: letterhead, elements with the lowest, sums, respondents, method and follow-up, in this order', async () => {
    const answers = Object.fromEntries(ELEMENTS.map((element) => [element, element === 'waktu' ? 2 : 3]))
    await world.keep(Array.from({ length: 1240 }, () => ({ answers })))
    await planFollowUp(world)
    const read = pdfText((await get(world.house, address('pdf'), world.officer)).rawPayload)
    let at = 0
    for (const told of [
      'Dinas Uji Laporan Survei Kepuasan Masyarakat Januari 2026 – November 2026 Indeks 72,22 Mutu C (Kurang baik)',
      'A. Nilai tiap unsur Unsur Jawaban NRR Tertimbang Indeks Persyaratan 1.240 3,0000 0,3333 75,00',
      'Waktu penyelesaian (terendah) 1.240 2,0000 0,2222 50,00',
      'Penanganan pengaduan, saran, dan masukan',
      'Jumlah NRR tertimbang; × 25 = indeks 2,8889 72,22',
      'B. Siapa yang menjawab',
      'Metode',
      'Bobot 1/9',
      'Versi aturan permenpanrb-14-2017: Survei Kepuasan Masyarakat',
      'Sumber PermenPANRB 14/2017',
      '(perlu verifikasi)',
      'Rencana tindak lanjut',
      'Loket pengambilan dipisah Waktu penyelesaian Kepala Seksi Pelayanan 20 Des 2026 Direncanakan',
      'Kepala unit penyelenggara pelayanan,',
    ]) {
      at = read.indexOf(told, at)
      expect(at, `${told} in ${read}`).toBeGreaterThan(-1)
    }
  })

  test('as XLSX: elements, profile, method and follow-up, nothing in it is a formula', async () => {
    await world.keep(Array.from({ length: 20 }, () => ({})))
    await planFollowUp(world, { action: '=HYPERLINK("http://contoh.example")' })
    const response = await get(world.house, address('xlsx'), world.officer)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(response.rawPayload as unknown as ArrayBuffer)
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      'Ringkasan',
      'Unsur',
      'Profil',
      'Di luar indeks',
      'Tidak menjawab',
      'Metode',
      'Tindak lanjut',
    ])
    expect(book.getWorksheet('Ringkasan')!.getCell('B4').value).toBe(75)
    // Figures are numbers: whoever opens it can add them up, and comes to the index.
    const elements = book.getWorksheet('Unsur')!
    expect(elements.getRow(11).values).toEqual(expect.arrayContaining(['Jumlah NRR tertimbang; × 25 = indeks', 3, 75]))
    const column = (at: number) => Array.from({ length: 9 }, (_, row) => Number(elements.getCell(row + 2, at).value))
    expect((25 * column(3).reduce((sum, one) => sum + one, 0)) / 9).toBeCloseTo(75, 2)
    expect(25 * column(4).reduce((sum, one) => sum + one, 0)).toBeCloseTo(75, 1)
    expect(column(2)).toEqual(Array(9).fill(20))
    expect([elements.getCell('C2').numFmt, elements.getCell('B2').numFmt]).toEqual(['#,##0.0000', '#,##0'])
    expect(book.worksheets.every((sheet) => sheet.pageSetup.fitToWidth === 1)).toBe(true)
    // Rows of wrapped text are as high as their text: LibreOffice does not look for itself.
    book.getWorksheet('Metode')!.eachRow((row) => {
      const lines = Math.ceil(String(row.getCell(2).value).length / 90)
      expect(row.height, String(row.getCell(1).value)).toBeGreaterThanOrEqual(15 * lines)
    })
    const method = book.getWorksheet('Metode')!.getSheetValues().map(String).join()
    expect(method).toMatch(/Susunan laporan,Susunan menurut lampiran PermenPANRB 14\/2017.*\(perlu verifikasi\)/)
    const cell = book.getWorksheet('Tindak lanjut')!.getCell('A2')
    expect(cell.formula).toBeUndefined()
    expect(cell.value).toBe('=HYPERLINK("http://contoh.example")')
  })

  test('who was invited and stayed silent stands on the page and in the report, never below the smallest group', async () => {
    await world.keep(Array.from({ length: 20 }, () => ({})))
    const page = () => get(world.house, `/survei/hasil/${world.unit}?dari=2026-01&sampai=2026-11`, world.officer)
    const sheet = async () => {
      const book = new ExcelJS.Workbook()
      const response = await get(world.house, address('xlsx'), world.officer)
      await book.xlsx.load(response.rawPayload as unknown as ArrayBuffer)
      return book.getWorksheet('Tidak menjawab')!.getSheetValues().map(String).join()
    }
    expect((await page()).body).toContain('pada masa ini tidak ada yang diundang')
    expect(await sheet()).toContain('pada masa ini tidak ada yang diundang')
    const fields = { service: world.service.id, label: 'Minggu ini', size: '40', expires_on: '2026-11-21' }
    await post(world.house, '/survei/undangan', fields, world.officer)
    const use = (count: number) =>
      world.house.owner.query(
        `update surveys.invitation set used = true where institution_id = $1 and token_hash in (
           select token_hash from surveys.invitation where institution_id = $1 and not used limit $2)`,
        [world.institution.id, count],
      )
    await use(3)
    expect((await page()).body).toContain('Paling sedikit 31')
    expect(await sheet()).not.toMatch(/37|92,5/)
    await use(9)
    for (const told of [(await page()).body, await sheet()]) {
      expect(told).toContain('12 (30,0\u00a0%)')
      expect(told).toContain('28 (70,0\u00a0%); 28 di antaranya masih dapat menjawab')
      expect(told).toContain('8; berapa yang tidak menjawab di antara mereka tidak diketahui')
    }
    await world.house.owner.query(
      `update surveys.invitation_batch set expires_on = '2026-11-20' where institution_id = $1`,
      [world.institution.id],
    )
    expect(await sheet()).toContain('28 (70,0\u00a0%)')
    expect(await sheet()).not.toContain('masih dapat')
  })

  test('of one service when its result was asked for', async () => {
    await world.keep(Array.from({ length: 20 }, () => ({})))
    const response = await get(world.house, `${address('xlsx')}&layanan=${world.service.slug}`, world.officer)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(response.rawPayload as unknown as ArrayBuffer)
    expect(String(book.getWorksheet('Ringkasan')!.getCell('B2').value)).toContain('Kartu Keluarga')
    expect(String(response.headers['content-disposition'])).toContain(world.service.slug)
    expect((await get(world.house, `${address('pdf')}&layanan=${world.service.slug}`, world.officer)).statusCode).toBe(
      200,
    )
  })

  test('units stand in the order of the organization, groups in that of the questionnaire', async () => {
    const unit = (id: string, parent_id: string | null) => ({ id, parent_id, name: id, code: id })
    const tree = [unit('a', 'root'), unit('b', 'root'), unit('c', 'a'), unit('d', 'b'), unit('root', null)]
    expect(beneath(tree, 'root')).toEqual(['root', 'a', 'c', 'b', 'd'])
    expect(beneath(tree, 'b')).toEqual(['b', 'd'])
    const bands = ['', '60_plus', '18_29', '30_44']
    await world.keep(
      bands.flatMap((ageBand, index) =>
        Array.from({ length: 12 + index }, () => ({ profile: ageBand ? { ageBand } : {} })),
      ),
    )
    const page = async (officer: { cookie: string }) =>
      (await get(world.house, `/survei/hasil/${world.unit}`, officer)).body
    expect(await page(world.officer)).toContain('Belum dapat ditampilkan untuk pilihan ini')
    world.house.clock.now = new Date('2027-01-02T03:00:00Z')
    await world.count(world.house.clock.now)
    const body = await page(await newPerson(world.house, world.institution, world.institution.root, ['survey.read']))
    expect(body).toContain('menurut urutan pilihan di kuesioner')
    const at = ['18–29 tahun', '30–44 tahun', '60 tahun'].map((name) => body.indexOf(name))
    expect(at.toSorted((a, b) => a - b)).toEqual(at)
    expect(at[0]).toBeGreaterThan(0)
    expect(body.indexOf('Tidak menjawab', at[2])).toBeGreaterThan(0)
  })

  test('months that no report can be about are not taken at their word', async () => {
    const wanted = { unit: world.institution.root, dari: '9999-12', sampai: '1999-01' }
    expect((await post(world.house, '/survei/laporan', wanted, world.officer)).statusCode).toBe(303)
    const { rows } = await world.house.owner.query(
      `select first_month::text, last_month::text from surveys.report where institution_id = $1`,
      [world.institution.id],
    )
    expect(rows).toEqual([{ first_month: '2025-12-01', last_month: '2026-11-01' }])
  })

  test('over all units in the background, with its progress', async () => {
    await world.keep(Array.from({ length: 12 }, () => ({})))
    const asked = await post(world.house, '/survei/laporan', { unit: world.institution.root }, world.officer)
    expect(asked.statusCode).toBe(303)
    const waiting = await get(world.house, '/survei/laporan', world.officer)
    expect(waiting.headers['refresh']).toBe('3')
    const { rows } = await world.house.owner.query<{ id: string }>(
      'select id from surveys.report where institution_id = $1',
      [world.institution.id],
    )
    const envelope = { institution: world.institution.id, payload: { report: rows[0]!.id } }
    await bigReportJob.run(world.house.database, envelope, NOW, createLog('silent'))
    await bigReportJob.run(world.house.database, envelope, NOW, createLog('silent'))
    const done = await get(world.house, '/survei/laporan', world.officer)
    expect(done.headers['refresh']).toBeUndefined()
    const file = await get(world.house, `/survei/laporan/${rows[0]!.id}/unduh`, world.officer)
    expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    const unit = await newUnit(world.house, world.institution, world.institution.root)
    const stranger = await newPerson(world.house, world.institution, unit, ['survey.read'])
    expect((await get(world.house, `/survei/laporan/${rows[0]!.id}/unduh`, stranger)).statusCode).toBe(404)
    expect((await get(world.house, address('pdf'), stranger)).statusCode).toBe(404)
  })
})
