import { afterEach, beforeAll, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { loadReader, transcript } from '../../platform/test/transcript.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await loadReader()
})

afterEach(() => {
  house.clock.now = new Date()
})

/** What differs at each run is named. */
function steady(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replaceAll(/\/i\/uji-[0-9a-f]+/g, '/i/INSTANSI')
    .replaceAll(/Kabupaten Uji [0-9a-f]{4}/g, 'INSTANSI')
    .replaceAll(/\b(?!7K3P|Q9XM)[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{6}\b)?/g, (_, key) =>
      key ? 'KODE-KUNCI' : 'KODE',
    )
    .replaceAll(/\/lacak\/[0-9A-Z]{14}/g, '/lacak/KODEKUNCI')
    .replaceAll(/\/lacak\/[0-9A-Z]{8}/g, '/lacak/KODE')
    .replaceAll(/\/lapor\/[\w-]{22}/g, '/lapor/DRAF')
}

function location(response: { headers: Record<string, unknown> }): string {
  return String(response.headers['location'])
}

/** Working days apart, so that clocks and dates are the same at each run. */
const MONDAY = new Date('2026-11-16T02:00:00Z')

test('the complaint form, page by page and with its mistakes, and the page of the report', async () => {
  house.clock.now = MONDAY
  const institution = await newInstitution(house)
  await house.owner.query(
    `insert into organization.region (code, parent_code, level, name) values
      ('97', null, 1, 'Provinsi Uji'), ('97.01', '97', 2, 'Kabupaten Uji'), ('97.01.02', '97.01', 3, 'Kecamatan Uji'),
      ('97.01.02.2003', '97.01.02', 4, 'Desa Uji') on conflict do nothing`,
  )
  await house.owner.query(`update organization.institution set region_code = '97.01' where id = $1`, [institution.id])
  const unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  const officer = await newPerson(house, institution, unit, ['complaint.read', 'complaint.verify', 'complaint.handle'])
  const base = `/i/${institution.slug}`
  const compare = async (name: string, html: string) =>
    expect(steady(await transcript(html))).toMatchFileSnapshot(`transcripts/${name}.txt`)
  await compare('1-jenis', (await get(house, `${base}/lapor`)).body)
  await compare('1-jenis-keliru', (await post(house, `${base}/lapor`, {})).body)
  const draft = location(await post(house, `${base}/lapor`, { kind: 'complaint' })).replace('/layanan', '')
  const pages = [
    ['layanan', { about: `unit:${unit}` }, {}],
    ['cerita', { subject: 'Loket tutup', body: 'Loket tutup pukul 14.00. Hubungi 0812 3456 7890.' }, { subject: '' }],
    ['tempat', { place: 'Loket 3', rt: '2' }, { rt: 'dua' }],
    ['foto', {}, undefined],
    ['kerahasiaan', { privacy: 'anonymous' }, { privacy: 'open', reporter_email: 'bukan surel' }],
  ] as const
  for (const [index, [page, good, bad]] of pages.entries()) {
    await compare(`${index + 2}-${page}`, (await get(house, `${draft}/${page}`)).body)
    if (bad) await compare(`${index + 2}-${page}-keliru`, (await post(house, `${draft}/${page}`, bad)).body)
    await post(house, `${draft}/${page}`, good)
  }
  await compare('7-periksa', (await get(house, `${draft}/periksa`)).body)
  const receipt = location(await post(house, `${draft}/kirim`, {}))
  await compare('8-tanda-terima', (await get(house, receipt)).body)
  await compare('9-cari', (await get(house, `${base}/lacak`)).body)
  await compare('9-cari-keliru', (await post(house, `${base}/lacak`, { kode: '7K3P' })).body)
  const tracked = receipt.replace('/tanda-terima', '')
  const code = tracked.slice(0, -6)
  await compare('9-lacak-kode', (await get(house, code)).body)
  await compare('9-lacak-kunci-keliru', (await get(house, `${code}ZZZZZZ`)).body)
  await compare('9-lacak', (await get(house, tracked)).body)
  const { rows } = await house.owner.query('select id from complaints.complaint where institution_id = $1', [
    institution.id,
  ])
  const step = (name: string, fields: Record<string, string>) =>
    post(house, `/pengaduan/${rows[0].id}/${name}`, { seen: '9', ...fields }, officer)
  await step('verifikasi', { class: 'ordinary', theme: 'kecepatan', unit })
  await step('jawab', { outcome: 'resolved', body: 'Jam loket kini sampai 16.00.' })
  await compare('9-lacak-dijawab', (await get(house, tracked)).body)
  const wrong = await post(house, `${tracked}/selesai`, { verdict: 'unsolved' })
  await compare('9-lacak-keliru', wrong.body)
  await compare('9-lacak-nilai-keliru', (await post(house, `${tracked}/nilai`, { comment: 'Terima kasih.' })).body)
  await post(house, `${tracked}/selesai`, { verdict: 'unsolved', reason: 'Kemarin masih tutup pukul 14.00.' })
  await compare('9-lacak-dibuka-kembali', (await get(house, tracked)).body)
  await step('jawab', { outcome: 'resolved', body: 'Sejak hari ini loket dijaga bergantian sampai 16.00.' })
  const again = (await get(house, tracked)).body
  await compare('9-lacak-dijawab-lagi', again)
  // Used once: neither the choice nor its clock is offered a second time.
  expect(again).not.toContain('Belum selesai')
  await post(house, `${tracked}/nilai`, { score: '4', speed: '3' })
  await post(house, `${tracked}/selesai`, { verdict: 'solved' })
  await compare('9-lacak-selesai', (await get(house, tracked)).body)
})
