import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { get, newInstitution, newUnit, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await house.owner.query(
    `insert into organization.region (code, parent_code, level, name) values
      ('97', null, 1, 'Provinsi Uji'), ('97.01', '97', 2, 'Kabupaten Uji'), ('97.01.02', '97.01', 3, 'Kecamatan Uji'),
      ('97.01.02.2003', '97.01.02', 4, 'Desa Uji') on conflict do nothing`,
  )
})

function location(response: { headers: Record<string, unknown> }): string {
  return String(response.headers['location'])
}

async function begin(kind: string, home?: string) {
  const institution = await newInstitution(house)
  if (home)
    await house.owner.query('update organization.institution set region_code = $2 where id = $1', [
      institution.id,
      home,
    ])
  const unit = await newUnit(house, institution, institution.root)
  const base = `/i/${institution.slug}`
  const draft = location(await post(house, `${base}/lapor`, { kind })).replace('/layanan', '')
  await post(house, `${draft}/layanan`, { about: `unit:${unit}` })
  await post(house, `${draft}/cerita`, { subject: 'Jalan rusak', body: 'Lubang besar di depan sekolah.' })
  return { institution, unit, base, draft }
}

async function one(sql: string, institution: { id: string }) {
  return (await house.owner.query(sql, [institution.id])).rows[0]
}

/** What a browser with script adds to the page that sends. */
async function prove(path: string): Promise<string> {
  const page = (await get(house, path)).body
  const riddle = JSON.parse(/data-riddle="([^"]+)"/.exec(page)![1]!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  let number = 0
  while (createHash('sha256').update(`${riddle.salt}${number}`).digest('hex') !== riddle.challenge) number++
  return JSON.stringify({ ...riddle, number })
}

test('a place is told by region, RT, RW and landmark, without a map; a wrong one is explained', async () => {
  const { draft, institution } = await begin('complaint', '97.01')
  const first = await get(house, `${draft}/tempat`)
  expect(first.body).toContain('Kecamatan Uji')
  expect(first.body).toContain('Kabupaten Uji, Provinsi Uji')
  const deeper = await post(house, `${draft}/tempat`, { within: '97.01', region: '97.01.02', more: 'on', rt: '003' })
  expect(location(deeper)).toBe(`${draft}/tempat`)
  const wrong = await post(house, `${draft}/tempat`, { within: '97.01.02', region: '97.01.02.9999', rt: 'tiga' })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Tulis angkanya saja')
  const unknown = await post(house, `${draft}/tempat`, { within: '97.01.02', region: '97.01.02.9999' })
  expect(unknown.body).toContain('Wilayah ini tidak ada dalam daftar')
  const told = { within: '97.01.02', region: '97.01.02.2003', rt: 'RT 3', rw: '01', place: 'Depan SD' }
  await post(house, `${draft}/tempat`, { ...told, latitude: '-6.9147441', longitude: '107.6098111' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous' })
  expect((await get(house, `${draft}/periksa`)).body).toContain('Depan SD, RT 3, RW 1, Desa Uji, Kecamatan Uji')
  await post(house, `${draft}/kirim`, {})
  const row = await one('select * from complaints.place where institution_id = $1', institution)
  expect(row).toMatchObject({
    region_code: '97.01.02.2003',
    rt: 3,
    rw: 1,
    latitude: '-6.91470',
    longitude: '107.60980',
  })
  expect(await one('select place from complaints.complaint where institution_id = $1', institution)).toEqual({
    place: 'Depan SD',
  })
})

test('a report of wrongdoing is secret whatever is sent, and says who reads it and what is not kept', async () => {
  const { draft, institution } = await begin('whistleblowing')
  expect((await get(house, `${draft}/layanan`)).body).toContain('Pelaporan pelanggaran selalu rahasia')
  const page = await get(house, `${draft}/kerahasiaan`)
  expect(page.body).toContain('Boleh dikosongkan semua.')
  expect(page.body).not.toContain('value="open"')
  await post(house, `${draft}/tempat`, { latitude: '-6.9147441', longitude: '107.6098111' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'open' })
  expect(location(await post(house, `${draft}/kirim`, {}))).toContain('/tanda-terima')
  expect(await one('select kind, privacy from complaints.complaint where institution_id = $1', institution)).toEqual({
    kind: 'whistleblowing',
    privacy: 'secret',
  })
  // Only roughly where.
  expect(await one('select latitude from complaints.place where institution_id = $1', institution)).toEqual({
    latitude: '-6.91000',
  })
})

test('a service with a tariff asks whether money was asked, beside what it officially costs', async () => {
  const { draft, institution, unit } = await begin('complaint')
  const service = newId()
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, cost, product, promise_days, channels, updated_at)
      values ($1, $2, $3, 'Surat uji', 'surat-uji', 25000, 'Surat', 1, '{}', now())`,
    [institution.id, service, unit],
  )
  expect(location(await post(house, `${draft}/layanan`, { about: `service:${service}` }))).toBe(`${draft}/biaya`)
  const asked = await get(house, `${draft}/biaya`)
  expect(asked.body).toContain('Anda diminta membayar?')
  expect(asked.body).toContain('Rp25.000')
  const wrong = await post(house, `${draft}/biaya`, { asked: 'more', amount: 'banyak' })
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('banyak')
  await post(house, `${draft}/biaya`, { asked: 'more', amount: 'Rp 150.000' })
  await post(house, `${draft}/kerahasiaan`, { privacy: 'anonymous' })
  await post(house, `${draft}/kirim`, {})
  expect(await one('select asked, amount::int from complaints.payment where institution_id = $1', institution)).toEqual(
    {
      asked: 'more',
      amount: 150000,
    },
  )
})

test('a browser that does the work is believed once; without it the report waits for a look and is not lost', async () => {
  const { draft, institution, unit, base } = await begin('complaint')
  await post(house, `${draft}/kerahasiaan`, { privacy: 'secret' })
  const proof = await prove(`${draft}/periksa`)
  const other = await prove(`${base}/lapor/singkat`)
  const real = house.clock.now
  house.clock.now = new Date(Date.now() + 20_000)
  expect(location(await post(house, `${draft}/kirim`, { proof }))).toContain('/tanda-terima')
  expect(await one('select 1 from complaints.unproven where institution_id = $1', institution)).toBeUndefined()
  const short = { kind: 'complaint', about: `unit:${unit}`, subject: 'Lagi', body: 'Lagi.', privacy: 'secret' }
  for (const twice of [other, other, proof])
    expect(location(await post(house, `${base}/lapor/singkat`, { ...short, proof: twice }))).toContain('/tanda-terima')
  const trapped = location(await post(house, `${base}/lapor/singkat`, { ...short, situs: 'https://x.example' }))
  expect(trapped).toContain('/tanda-terima')
  for (const odd of ['{}', 'null', '[]', '{"algorithm":"SHA-256"}', 'x'.repeat(900)])
    expect(location(await post(house, `${base}/lapor/singkat`, { ...short, proof: odd }))).toContain('/tanda-terima')
  house.clock.now = real
  const { rows } = await house.owner.query(
    'select distinct reasons from complaints.unproven where institution_id = $1 order by reasons',
    [institution.id],
  )
  expect(rows.map((row) => row.reasons)).toEqual([['no_proof'], ['no_proof', 'trap'], ['reused']])
})

test('a proof for another institution, an altered one and an old one count for nothing', async () => {
  const here = await begin('complaint')
  const there = await begin('complaint')
  const foreign = await prove(`${there.base}/lapor/singkat`)
  const altered = JSON.stringify({ ...JSON.parse(await prove(`${here.base}/lapor/singkat`)), number: 1 })
  const own = await prove(`${here.base}/lapor/singkat`)
  const short = { kind: 'complaint', about: `unit:${here.unit}`, subject: 'Lagi', body: 'Lagi.', privacy: 'secret' }
  await post(house, `${here.base}/lapor/singkat`, { ...short, proof: foreign })
  await post(house, `${here.base}/lapor/singkat`, { ...short, proof: altered })
  const real = house.clock.now
  house.clock.now = new Date(Date.now() + 3 * 3_600_000)
  await post(house, `${here.base}/lapor/singkat`, { ...short, proof: own })
  house.clock.now = real
  const { rows } = await house.owner.query('select reasons from complaints.unproven where institution_id = $1', [
    here.institution.id,
  ])
  expect(rows.map((row) => row.reasons)).toEqual([['no_proof'], ['no_proof'], ['no_proof']])
})
