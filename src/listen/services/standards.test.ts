import { expect, test } from 'vitest'
import { get, newPerson, post, testHouse } from '../../platform/test/harness.ts'
import { newOffice, type Office } from './test-service.ts'

const house = await testHouse()

const FULL = {
  requirements: 'KTP asli\n[ ] Datang sendiri\nSurat kuasa (boleh tidak)',
  procedure: 'Daftar\nFoto\nTerima hasil',
  promise: '2',
  promise_unit: 'days',
  tariff: 'Umum: 25.000\nPelajar: 0',
  tariff_note: 'Perda 1/2024',
  product: 'Kartu Keluarga',
  complaints: 'Lewat halaman Sampaikan.',
  compensation: 'Hasil diantar ke rumah.',
  legal_basis: 'UU 24/2013',
  facilities: 'Ruang tunggu dan kursi roda',
  competence: 'Memahami administrasi kependudukan',
  supervision: 'Oleh atasan langsung',
  staffing: 'Empat orang',
  guarantee: 'Sesuai maklumat',
  safety: 'Data terlindungi',
  evaluation: 'Setiap bulan',
}
const DECREE = { decree_number: '067/12/2026', decree_date: '2026-11-19', effective_from: '2026-11-20' }

/** Drafted, filled in and submitted; returns the version's address. */
async function submitted(office: Office, more: Partial<typeof FULL> = {}): Promise<string> {
  const begun = await post(house, `/layanan/${office.service.id}/standar`, {}, office.drafter)
  const at = String(begun.headers.location).replace('/ubah', '')
  expect((await post(house, at, { ...FULL, ...more }, office.drafter)).statusCode).toBe(303)
  expect((await post(house, `${at}/ajukan`, {}, office.drafter)).statusCode).toBe(303)
  return at
}

test('a version goes from draft to approved by somebody else and becomes what the public reads', async () => {
  const office = await newOffice(house)
  const at = await submitted(office)
  expect((await get(house, at, office.approver)).body).toContain('Menunggu penetapan')
  const approved = await post(house, `${at}/tetapkan`, DECREE, office.approver)
  expect(approved.statusCode).toBe(303)
  const page = await get(house, `${office.base}/layanan/${office.service.slug}/standar`)
  expect(page.statusCode).toBe(200)
  for (const words of [
    '067/12/2026',
    '2 hari kerja',
    'Rp25.000',
    'Ruang tunggu',
    office.approver.name,
    'Hasil diantar',
  ])
    expect(page.body).toContain(words)
  const catalog = await get(house, `${office.base}/layanan/${office.service.slug}`)
  expect(catalog.body).toContain('2 hari kerja')
})

test('nobody approves what they drafted or submitted themselves, whatever they hold', async () => {
  const office = await newOffice(house)
  const both = await newPerson(house, office.institution, office.unit, [
    'service.read',
    'service.manage',
    'service.approve',
  ])
  const at = await submitted({ ...office, drafter: both })
  const offered = (await get(house, at, both)).body
  expect(offered).toContain('Penetapan harus oleh orang lain')
  expect(offered).not.toContain('/tetapkan"')
  const refused = await post(house, `${at}/tetapkan`, DECREE, both)
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toContain('Penetapan harus oleh orang lain')
  expect(refused.body).toContain('067/12/2026')
  await expect(
    house.owner.query(
      `update services.standard set state = 'approved', approved_by = drafted_by, approved_at = now(),
        decree_number = 'x', decree_date = '2026-01-01', effective_from = '2026-01-01' where institution_id = $1`,
      [office.institution.id],
    ),
  ).rejects.toThrow(/check/)
})

test('an approved version is not changed, a second one shows what is different and takes over on its day', async () => {
  const office = await newOffice(house)
  const first = await submitted(office)
  await post(house, `${first}/tetapkan`, DECREE, office.approver)
  expect((await post(house, first, { ...FULL, promise: '1' }, office.drafter)).statusCode).toBe(409)
  const second = await submitted(office, { promise: '1' })
  expect(second).not.toBe(first)
  const early = await post(house, `${second}/tetapkan`, { ...DECREE, effective_from: '2026-11-19' }, office.approver)
  expect(early.statusCode).toBe(422)
  expect(early.body).toContain('paling awal hari ini')
  const done = await post(house, `${second}/tetapkan`, { ...DECREE, effective_from: '2026-12-01' }, office.approver)
  expect(done.statusCode).toBe(303)
  const standard = `${office.base}/layanan/${office.service.slug}/standar`
  expect((await get(house, standard)).body).toContain('Berlaku sejak 20 November 2026.')
  const coming = await get(house, `${standard}?versi=2`)
  expect(coming.body).toMatch(/<del>.*2 hari kerja<\/del>/)
  expect(coming.body).toMatch(/<ins>.*1 hari kerja<\/ins>/)
  house.clock.now = new Date('2026-12-01T03:00:00Z')
  expect((await get(house, standard)).body).toContain('Berlaku sejak 1 Desember 2026.')
  expect((await get(house, `${standard}?versi=1`)).body).toContain('sudah digantikan')
})

test('an incomplete draft cannot be submitted, and what was typed survives a mistake', async () => {
  const office = await newOffice(house)
  const begun = await post(house, `/layanan/${office.service.id}/standar`, {}, office.drafter)
  const at = String(begun.headers.location).replace('/ubah', '')
  const refused = await post(house, `${at}/ajukan`, {}, office.drafter)
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('Dasar hukum')
  const wrong = await post(house, at, { ...FULL, tariff: 'seikhlasnya', staffing: 'Lima belas orang' }, office.drafter)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Tulis satu tarif per baris')
  expect(wrong.body).toContain('Lima belas orang')
  const again = await post(house, `/layanan/${office.service.id}/standar`, {}, office.drafter)
  expect(again.headers.location).toBe(`${at}/ubah`)
})

test('a version that was sent back is a draft again, with the reason', async () => {
  const office = await newOffice(house)
  const at = await submitted(office)
  expect((await post(house, `${at}/kembalikan`, { note: '' }, office.approver)).statusCode).toBe(422)
  await post(house, `${at}/kembalikan`, { note: 'Lengkapi sarana.' }, office.approver)
  const page = await get(house, at, office.drafter)
  expect(page.body).toContain('Lengkapi sarana.')
  expect((await post(house, `${at}/tetapkan`, DECREE, office.approver)).statusCode).toBe(409)
})

test('who sees what: other units, other permissions and citizens', async () => {
  const office = await newOffice(house)
  const at = await submitted(office)
  const { stranger, drafter, approver, clerk } = office
  expect((await get(house, at, stranger)).statusCode).toBe(404)
  expect((await post(house, `${at}/tetapkan`, DECREE, stranger)).statusCode).toBe(404)
  expect((await post(house, `/layanan/${office.service.id}/standar`, {}, stranger)).statusCode).toBe(404)
  expect((await post(house, `${at}/tetapkan`, DECREE, drafter)).statusCode).toBe(403)
  expect((await post(house, at, FULL, approver)).statusCode).toBe(403)
  expect((await get(house, at, clerk)).body).not.toContain('Tetapkan standar ini')
  const open = `${office.base}/layanan/${office.service.slug}/standar`
  expect((await get(house, open)).body).toContain('belum ditetapkan')
  expect((await get(house, `${open}?versi=1`)).statusCode).toBe(404)
})

test('whoever wrote any part of a version does not approve it, also after somebody else wrote on', async () => {
  const office = await newOffice(house)
  const both = await newPerson(house, office.institution, office.unit, [
    'service.read',
    'service.manage',
    'service.approve',
  ])
  const at = await submitted({ ...office, drafter: both })
  await post(house, `${at}/kembalikan`, { note: 'Satu kata.' }, office.approver)
  expect((await post(house, at, { ...FULL, safety: 'Data dijaga' }, office.drafter)).statusCode).toBe(303)
  expect((await post(house, `${at}/ajukan`, {}, office.drafter)).statusCode).toBe(303)
  const refused = await post(house, `${at}/tetapkan`, DECREE, both)
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toContain('Penetapan harus oleh orang lain')
  expect((await post(house, `${at}/tetapkan`, DECREE, office.approver)).statusCode).toBe(303)
})

test('an approval with a wrong day is taken back before that day, so that the service is not shut for years', async () => {
  const office = await newOffice(house)
  const at = await submitted(office)
  const typo = { ...DECREE, effective_from: '2062-11-20' }
  expect((await post(house, `${at}/tetapkan`, typo, office.approver)).statusCode).toBe(303)
  expect((await get(house, at, office.drafter)).body).not.toContain('Tarik penetapan')
  expect((await get(house, at, office.approver)).body).toContain('Tarik penetapan')
  const note = { note: 'Tahunnya salah ketik.' }
  expect((await post(house, `${at}/kembalikan`, { note: '' }, office.approver)).statusCode).toBe(422)
  // Also while the next version is being written already.
  expect((await post(house, `/layanan/${office.service.id}/standar`, {}, office.drafter)).statusCode).toBe(303)
  expect((await post(house, `${at}/kembalikan`, note, office.approver)).statusCode).toBe(303)
  expect((await get(house, `${office.base}/layanan/${office.service.slug}/standar`)).body).toContain('belum ditetapkan')
  expect((await get(house, at, office.approver)).body).toContain('Penetapan ditarik sebelum berlaku')
  expect((await post(house, `${at}/tetapkan`, DECREE, office.approver)).statusCode).toBe(409)
  const next = await submitted(office)
  expect(next).toMatch(/standar\/2$/)
  expect((await post(house, `${next}/tetapkan`, DECREE, office.approver)).statusCode).toBe(303)
  // What holds already was promised to people: it stays.
  expect((await post(house, `${next}/kembalikan`, note, office.approver)).statusCode).toBe(409)
})
