import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../../platform/test/harness.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

async function picture(background: string) {
  return { name: 'a.jpg', type: 'image/jpeg', body: await jpeg(background) }
}

function jpeg(background: string): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background } })
    .jpeg()
    .toBuffer()
}

function location(response: { headers: Record<string, unknown> }): string {
  return String(response.headers['location'])
}

test('several photos go with a report and with a message, each read by those who may read the report', async () => {
  const institution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const other = await newUnit(house, institution, institution.root)
  const officer = await newPerson(house, institution, unit, ['complaint.read'])
  const stranger = await newPerson(house, institution, other, ['complaint.read'])
  const base = `/i/${institution.slug}`
  const sent = await postMultipart(house, `${base}/lapor/singkat`, {
    kind: 'complaint',
    about: `unit:${unit}`,
    subject: 'Atap bocor',
    body: 'Ruang tunggu basah.',
    privacy: 'anonymous',
    photo: await picture('#a00'),
    photo2: await picture('#0a0'),
  })
  const code = location(sent).split('/')[4]!
  await postMultipart(house, `${base}/lacak/${code}/tambah`, {
    message: 'Ini foto hari ini.',
    photo: await picture('#00a'),
  })
  const { rows } = await house.owner.query(
    'select a.file_id, a.event_seq from complaints.attachment a where a.institution_id = $1 order by a.event_seq nulls first',
    [institution.id],
  )
  expect(rows.map((row) => row.event_seq)).toEqual([null, null, 2])
  const page = await get(house, `${base}/lacak/${code}`)
  for (const { file_id } of rows) {
    expect(page.body).toContain(`/berkas/${file_id}`)
    expect((await get(house, `${base}/lacak/${code}/berkas/${file_id}`)).statusCode).toBe(200)
    expect((await get(house, `/berkas/${file_id}`, officer)).statusCode).toBe(200)
    expect((await get(house, `/berkas/${file_id}`, stranger)).statusCode).toBe(404)
  }
  // What is not clean yet, or never will be, has a place that says so instead of a picture that does not come.
  const [waiting, broken] = [rows[0].file_id, rows[1].file_id]
  await house.owner.query('update platform.file set clean = false where id = any($1)', [[waiting, broken]])
  await house.owner.query('update platform.file set width = null where id = $1', [broken])
  const early = (await get(house, `${base}/lacak/${code}`)).body
  expect(early).toContain('Foto sedang diperiksa')
  expect(early).toContain(`data-photo="${base}/lacak/${code}/berkas/${waiting}"`)
  expect(early).toContain('Foto tidak dapat dibuka')
  expect(early.match(/<img class="photo"/g)).toHaveLength(1)
  for (const [file, status] of [
    [waiting, 409],
    [broken, 410],
  ] as const)
    expect((await get(house, `${base}/lacak/${code}/berkas/${file}`)).statusCode).toBe(status)
  // The code of one report opens no file of another.
  const second = await post(house, `${base}/lapor/singkat`, {
    kind: 'complaint',
    about: `unit:${unit}`,
    subject: 'Lain',
    body: 'Lain.',
    privacy: 'anonymous',
  })
  const foreign = location(second).split('/')[4]!
  expect((await get(house, `${base}/lacak/${foreign}/berkas/${rows[0].file_id}`)).statusCode).toBe(404)
})

test('photos are added one by one in the wizard, taken away again, and never more than six', async () => {
  const institution = await newInstitution(house)
  const base = `/i/${institution.slug}`
  const begun = location(await post(house, `${base}/lapor`, { kind: 'complaint', about: 'unknown' }))
  const draft = /^(.*\/lapor\/[\w-]{22})/.exec(begun)![1]!
  for (const color of ['#111', '#222', '#333', '#444', '#555', '#666']) {
    const kept = await postMultipart(house, `${draft}/foto`, { photo: await picture(color), more: 'on' })
    expect(location(kept)).toBe(`${draft}/foto`)
  }
  const full = await postMultipart(house, `${draft}/foto`, { photo: await picture('#777') })
  expect(full.statusCode).toBe(422)
  expect(full.body).toContain('Paling banyak 6 berkas')
  const listed = (await get(house, `${draft}/foto`)).body
  const first = /name="remove" value="([0-9a-f-]+)"/.exec(listed)![1]!
  await post(house, `${draft}/foto`, { remove: first })
  expect((await get(house, `${draft}/foto`)).body).toContain('5 berkas sudah tersimpan')
  expect((await get(house, `${draft}/foto/${first}`)).statusCode).toBe(404)
})
