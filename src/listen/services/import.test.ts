import { expect, test } from 'vitest'
import { sheetFile } from '../../platform/sheets.ts'
import { get, post, postMultipart, testHouse } from '../../platform/test/harness.ts'
import { sheetBomb } from '../../platform/test/zip.ts'
import { newOffice, type Office } from './test-service.ts'

const house = await testHouse()
const HEAD = 'LAYANAN;DATANG;MULAI;SELESAI;HASIL;DIGITAL;NOMOR'

function upload(office: Office, text: string | Buffer, as = office.clerk) {
  const body = typeof text === 'string' ? Buffer.from(text) : text
  return postMultipart(house, '/layanan/impor', { file: { name: 'antrean.csv', type: 'text/csv', body } }, as)
}

test('good rows are kept once, broken rows are named, and nothing is kept before it is applied', async () => {
  const office = await newOffice(house)
  const slug = office.service.slug
  const good = `${slug};2026-11-18 08:00;2026-11-18 08:10;2026-11-18 09:00;selesai;ya;1`
  const file = [
    HEAD,
    good,
    good,
    `${slug.replaceAll('-', ' ')};18/11/2026 08.05;;18/11/2026 10.00;;;`,
    'Layanan lain;2026-11-18 08:00;;2026-11-18 09:00;;;',
    `${slug};kemarin;;2026-11-18 09:00;;;`,
    `${slug};2026-02-30 08:00;;2026-11-18 09:00;;;`,
    `${slug};2026-11-18 10:00;;2026-11-18 09:00;;;`,
    `${slug};2026-11-18 10:00;;2027-11-18 09:00;;;`,
    `${slug};2026-11-18 08:00;;2026-11-18 09:00;terjual;;`,
    `${slug};2026-11-18 08:00;;2026-11-18 09:00;;mungkin;`,
    `${slug};2026-11-18 08:00;;2026-11-18 09:00;;;2026-11-18`,
  ].join('\r\n')
  const at = String((await upload(office, file)).headers.location)
  const page = await get(house, at, office.clerk)
  expect(page.body).toContain('3 baris siap disimpan')
  expect(page.body).toContain('8 baris tidak dapat dipakai')
  for (const words of [
    'Layanan lain',
    'kemarin',
    'terbalik',
    'belum terjadi',
    'terjual',
    'mungkin',
    'paling banyak 12 tanda',
  ])
    expect(page.body).toContain(words)
  const count = () =>
    office.rows<{ n: number }>('select count(*)::int as n from services.transaction where institution_id = $1')
  expect(await count()).toEqual([{ n: 0 }])
  expect((await post(house, at, {}, office.clerk)).statusCode).toBe(303)
  expect(await count()).toEqual([{ n: 3 }])
  expect((await post(house, at, {}, office.clerk)).statusCode).toBe(409)
  const again = String((await upload(office, file)).headers.location)
  await post(house, again, {}, office.clerk)
  expect(await count()).toEqual([{ n: 3 }])
})

test('a queue number is kept as the desk printed it', async () => {
  const office = await newOffice(house)
  const printed = ['12', '012', 'A012', 'B-07', 'cs 3', '2/A015', 'L1.0042']
  const none = ['-5', '08:15', '18/11/2026', 'nomor', '=1+1', 'A0123456789012']
  const lines = [...printed, ...none].map(
    (number) => `${office.service.slug};2026-11-18 08:00;;2026-11-18 09:00;;;${number}`,
  )
  const at = String((await upload(office, [HEAD, ...lines].join('\n'))).headers.location)
  const page = (await get(house, at, office.clerk)).body
  expect([page.includes('7 baris siap disimpan'), page.includes('6 baris tidak dapat dipakai')]).toEqual([true, true])
  await post(house, at, {}, office.clerk)
  const kept = await office.rows<{ id: string; queue_label: string }>(
    'select id, queue_label from services.transaction where institution_id = $1',
  )
  expect(kept.map(({ queue_label }) => queue_label).toSorted()).toEqual(printed.toSorted())
  const { id } = kept.find(({ queue_label }) => queue_label === 'A012')!
  expect((await get(house, `/layanan/proses/${id}`, office.clerk)).body).toContain('Loket, nomor A012')
})

test('a spreadsheet is read like a CSV file', async () => {
  const office = await newOffice(house)
  const rows = [[office.service.slug, '2026-11-18 08:00', '', '2026-11-18 09:00', 'selesai', 'tidak', '3']]
  const { file } = await sheetFile('xlsx', 'x', HEAD.split(';'), rows)
  const sent = await upload(office, file.body as Buffer)
  expect((await get(house, String(sent.headers.location), office.clerk)).body).toContain('1 baris siap disimpan')
})

test.each([
  ['no file', undefined, 'Pilih berkasnya dahulu.'],
  ['headings of something else', 'nama;alamat\nA;B', 'Kolom LAYANAN, DATANG, SELESAI tidak ada'],
  ['headings only', HEAD, 'hanya berisi judul kolom'],
  ['another encoding', Buffer.from([0x4c, 0xe9, 0x3b, 0x0a]), 'UTF-8'],
  ['a broken spreadsheet', Buffer.from('PK\u0003\u0004xxxx'), 'tidak dapat dibaca'],
  ['one that unpacks without end', sheetBomb(), 'tidak dapat dibaca'],
  ['a quote without its partner', `${HEAD}\n"a;b`, 'tidak dapat dibaca'],
])('%s is refused with a reason', async (_name, file, reason) => {
  const office = await newOffice(house)
  const refused =
    file === undefined ? await post(house, '/layanan/impor', {}, office.clerk) : await upload(office, file)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain(reason)
})

test('who sees what: an import is its uploader’s, services are those of the unit', async () => {
  const office = await newOffice(house)
  const file = `${HEAD}\n${office.service.slug};2026-11-18 08:00;;2026-11-18 09:00;;;`
  const at = String((await upload(office, file)).headers.location)
  expect((await get(house, at, office.stranger)).statusCode).toBe(404)
  expect((await post(house, at, {}, office.stranger)).statusCode).toBe(404)
  const other = await upload(office, file, office.stranger)
  expect((await get(house, String(other.headers.location), office.stranger)).body).toContain(
    '1 baris tidak dapat dipakai',
  )
  expect((await get(house, '/layanan/impor', office.drafter)).statusCode).toBe(403)
})
