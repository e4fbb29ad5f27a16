import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import {
  get,
  newPerson,
  newUnit,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../../platform/test/harness.ts'
import { newScene, type Scene, sendReport, takeStep } from '../test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const scene = () => newScene(house, ['complaint.rules'])
const hole = { subject: 'Lubang besar di Jalan Melati', body: 'Lubang besar di Jalan Melati depan sekolah dasar.' }
const file = (at: Scene) => sendReport(at, { privacy: 'anonymous', ...hole })

test('what a reporter said while merged is theirs after the parting, and their case has it', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at)
  await takeStep(at, first.id, 'verifikasi', { class: 'ordinary', theme: 'sarana', unit: at.unit }, at.officer)
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  const words = 'Lubangnya di sisi timur, dekat jembatan.'
  const began = house.clock.now
  expect((await post(house, `${at.base}/lacak/${second.code}/tambah`, { message: words })).statusCode).toBe(303)
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  await takeStep(at, first.id, 'jawab', { outcome: 'resolved', body: 'Sisi barat sudah ditambal.' }, at.officer)
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  expect((await post(house, `/pengaduan/${second.id}/pisah`, {}, at.officer)).statusCode).toBe(303)
  const page = (await get(house, `${at.base}/lacak/${second.code}`)).body
  expect(page).toContain(words)
  expect(page).toContain('Sisi barat sudah ditambal.')
  expect((await get(house, `/pengaduan/${second.id}`, at.officer)).body).toContain(words)
  expect((await get(house, `${at.base}/lacak/${first.code}`)).body).not.toContain(words)
  house.clock.now = new Date(house.clock.now.getTime() + 60_000)
  await takeStep(at, first.id, 'catatan', { body: 'Hanya untuk petugas.' }, at.officer)
  expect((await get(house, `/pengaduan/${second.id}`, at.officer)).body).not.toContain('Hanya untuk petugas.')
  house.clock.now = began
})

test('a photo sent while merged goes back with its words, to the reporter and to the officers of their case alone', async () => {
  const at = await scene()
  const first = await file(at)
  const second = await file(at)
  const elsewhere = await newUnit(house, at.institution, at.institution.root)
  const theirs = await newPerson(house, at.institution, elsewhere, ['complaint.read'])
  const class_ = { class: 'ordinary', theme: 'sarana' }
  await takeStep(at, first.id, 'verifikasi', { ...class_, unit: at.unit }, at.officer)
  await takeStep(at, second.id, 'verifikasi', { ...class_, unit: elsewhere }, at.officer)
  await post(house, `/pengaduan/${second.id}/gabung`, { into: first.id }, at.officer)
  const body = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#123' } })
    .jpeg()
    .toBuffer()
  for (const { code } of [first, second]) {
    const photo = { name: 'lubang.jpg', type: 'image/jpeg', body }
    const told = await postMultipart(house, `${at.base}/lacak/${code}/tambah`, { message: 'Ini fotonya.', photo })
    expect(told.statusCode).toBe(303)
  }
  expect((await post(house, `/pengaduan/${second.id}/pisah`, {}, at.officer)).statusCode).toBe(303)
  const shown = (await get(house, `/pengaduan/${second.id}`, theirs)).body.match(/\/berkas\/[0-9a-f-]{36}/g) ?? []
  expect(new Set(shown).size).toBe(1)
  expect((await get(house, shown[0]!, theirs)).statusCode).toBe(200)
  const { rows } = await house.owner.query<{ file_id: string }>(
    'select file_id from complaints.attachment where complaint_id = $1',
    [first.id],
  )
  expect(rows).toHaveLength(2)
  const other = rows.find((row) => !shown[0]!.endsWith(row.file_id))!
  expect((await get(house, `/berkas/${other.file_id}`, theirs)).statusCode).toBe(404)
  const tracked = (await get(house, `${at.base}/lacak/${second.code}`)).body
  expect([tracked.includes(shown[0]!.slice(8)), tracked.includes(other.file_id)]).toEqual([true, false])
  const seen = (await get(house, `${at.base}/lacak/${first.code}`)).body
  expect([seen.includes(shown[0]!.slice(8)), seen.includes(other.file_id)]).toEqual([false, true])
})
