import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createApiClient } from '../../../core/people/index.ts'
import {
  asSystem,
  get,
  newPerson,
  post,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { newScene, type Scene, sendReport, takeStep } from '../test-scene.ts'

const EYES = '/pengaduan/mutu/sebelum-dikirim'
let house: TestHouse
let scene: Scene
let chief: TestPerson
let second: TestPerson
let report: { id: string; code: string }

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  scene = await newScene(house)
  chief = await newPerson(house, scene.institution, scene.institution.root, ['complaint.verify', 'complaint.rules'])
  second = await newPerson(house, scene.institution, scene.unit, ['complaint.read', 'complaint.verify'])
  report = await sendReport(scene, { subject: 'Lampu padam', body: 'Sudah tiga malam.', privacy: 'open' })
  const verified = { class: 'ordinary', theme: 'sarana', unit: scene.unit }
  await takeStep(scene, report.id, 'verifikasi', verified, scene.officer)
})

const rule = (fields: Readonly<Record<string, string>>, by = chief) =>
  post(
    house,
    `${EYES}/aturan`,
    { unit: '', class: '', demanded: 'yes', valid_from: '2020-01-01', source: 'Keputusan uji', ...fields },
    by,
  )
const answer = { outcome: 'resolved', body: 'Lampunya sudah diganti.' }
const reply = () => takeStep(scene, report.id, 'jawab', answer, scene.officer)
const state = async () => {
  const { rows } = await house.owner.query(
    `select c.status, (select e.account_id from complaints.event e where e.complaint_id = c.id and e.kind = 'answered') as by
     from complaints.complaint c where c.id = $1`,
    [report.id],
  )
  return rows[0]
}
const heldId = async () =>
  (await house.owner.query('select id from complaints.held_answer where complaint_id = $1 and state = 0', [report.id]))
    .rows[0]?.id as string

test('off by default: an answer goes at once', async () => {
  await reply()
  expect((await state()).status).toBe('answered')
})

test('for a unit and all beneath it: the answer waits, is returned, and goes once somebody else agrees', async () => {
  expect((await rule({ unit: scene.unit }, second)).statusCode).toBe(403)
  expect((await rule({ unit: scene.unit, source: '' })).statusCode).toBe(422)
  expect((await rule({ unit: scene.institution.root })).statusCode).toBe(303)
  await reply()
  expect((await state()).status).not.toBe('answered')
  const shown = await get(house, `/pengaduan/${report.id}`, scene.officer)
  expect(shown.body).toContain('Pelapor belum menerimanya.')
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).not.toContain('Lampunya sudah diganti.')
  const again = await post(house, `/pengaduan/${report.id}/jawab`, { seen: '9', ...answer }, scene.officer)
  expect(again.statusCode).toBe(409)
  // Neither its writer, nor somebody of another unit, finds it to decide about.
  const at = `${EYES}/${await heldId()}`
  for (const one of [scene.officer, scene.stranger]) {
    expect((await get(house, at, one)).statusCode).toBe(404)
    expect((await post(house, at, { decision: 'send' }, one)).statusCode).toBe(404)
  }
  expect((await get(house, EYES, second)).body).toContain('Lampu padam')
  expect((await post(house, at, { decision: 'return' }, second)).body).toContain('Tulis apa yang perlu diperbaiki.')
  expect((await post(house, at, { decision: 'return', note: 'Sebut tanggalnya.' }, second)).statusCode).toBe(303)
  const returned = await get(house, `/pengaduan/${report.id}`, scene.officer)
  expect(returned.body).toContain('Sebut tanggalnya.')
  await reply()
  const now = `${EYES}/${await heldId()}`
  expect((await post(house, now, { decision: 'send' }, second)).statusCode).toBe(303)
  expect(await state()).toEqual({ status: 'answered', by: scene.officer.account })
  expect((await get(house, `${scene.base}/lacak/${report.code}`)).body).toContain('Lampunya sudah diganti.')
  expect((await post(house, now, { decision: 'send' }, second)).statusCode).toBe(404)
})

test('for a class only; a newer rule lifts it; one that begins later does not count yet', async () => {
  await rule({ class: 'oversight' })
  await rule({ class: 'ordinary', valid_from: '2999-01-01' })
  await reply()
  expect((await state()).status).toBe('answered')
})

test('lifted for the class again, and an API client’s answer waits like an officer’s', async () => {
  await rule({ class: 'ordinary' })
  const client = await asSystem(house, scene.institution, 'api_client.manage', (db, scope) =>
    createApiClient(db, scope, house.clock.now, { name: 'Uji', scopes: ['complaint.read', 'complaint.handle'] }),
  )
  const send = () =>
    house.app.inject({
      method: 'POST',
      url: `/api/v1/complaints/${report.code.slice(0, 8)}/steps`,
      payload: JSON.stringify({ step: 'answer', outcome: 'resolved', text: 'Sudah.' }),
      headers: {
        authorization: `Basic ${Buffer.from(`${client.key}:${client.secret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
    })
  const sent = await send()
  expect(sent.json()).toMatchObject({ waits: true })
  expect((await send()).statusCode).toBe(409)
  expect((await state()).status).not.toBe('answered')
  await rule({ class: 'ordinary', demanded: 'no', valid_from: '2020-01-02' })
  const at = `${EYES}/${await heldId()}`
  expect((await post(house, at, { decision: 'return', note: 'Ditulis petugas saja.' }, second)).statusCode).toBe(303)
  await reply()
  expect((await state()).status).toBe('answered')
})
