import { beforeAll, expect, test } from 'vitest'
import { createApiClient } from '../../core/people/index.ts'
import { newId } from '../../platform/id.ts'
import { asSystem, get, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { newScene } from './test-scene.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

type Answer = {
  statusCode: number
  json: () => Record<string, never> & { code: string; complaints: { code: string }[] }
}

/** A system with everything an integrator may hold, at an institution with one service. */
async function client() {
  const scene = await newScene(house)
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
     values ($1, $2, $3, 'Kartu Keluarga', 'kk', 'KK', 1, '{counter}', now())`,
    [scene.institution.id, newId(), scene.unit],
  )
  const scopes = ['complaint.create', 'complaint.read', 'complaint.handle', 'complaint.verify']
  const made = await asSystem(house, scene.institution, 'api_client.manage', (db, scope) =>
    createApiClient(db, scope, house.clock.now, { name: 'Uji', scopes }),
  )
  const headers = { authorization: `Bearer ${made.key}.${made.secret}`, 'content-type': 'application/json' }
  const send = (path: string, body: object): Promise<Answer> =>
    house.app.inject({ method: 'POST', url: `/api/v1/complaints${path}`, payload: JSON.stringify(body), headers })
  const read = (path: string): Promise<Answer> => house.app.inject({ url: `/api/v1/complaints${path}`, headers })
  return { ...scene, send, read }
}

const words = { service: 'kk', subject: 'Kartu belum jadi', body: 'Sudah dua minggu.', privacy: 'open' }

test('a key that comes again with something else is refused, so that the second report is not lost in silence', async () => {
  const { send } = await client()
  const first = await send('', { ...words, idempotency_key: 'a' })
  expect(first.statusCode).toBe(201)
  expect((await send('', { ...words, idempotency_key: 'a' })).json()).toMatchObject({ repeated: true })
  const other = await send('', { ...words, body: 'Loket lain, hari lain.', idempotency_key: 'a' })
  expect(other.statusCode).toBe(409)
  expect(JSON.stringify(other.json())).not.toContain(first.json().code)
  const at = `/${first.json().code}/steps`
  const verify = { step: 'verify', class: 'light', theme: 'biaya', idempotency_key: 'b' }
  expect((await send(at, { ...verify, unit: newId() })).statusCode).toBe(422)
})

test('a message of the reporter that another system sends twice under its key stands in the story once', async () => {
  const { send, read } = await client()
  const { code } = (await send('', words)).json()
  const say = (text: string) => send(`/${code}/messages`, { text, idempotency_key: 'pesan-1' })
  const sent = await Promise.all(Array.from({ length: 5 }, () => say('Masih menunggu.')))
  expect(sent.map((one) => one.statusCode)).toEqual([200, 200, 200, 200, 200])
  expect((await say('Hal lain.')).statusCode).toBe(409)
  const { story } = (await read(`/${code}`)).json() as unknown as { story: unknown[] }
  expect(story).toHaveLength(2)
})

test('one key for two steps of a case is refused, not taken for a retry', async () => {
  const { send, unit } = await client()
  const { code } = (await send('', words)).json()
  const verify = { step: 'verify', class: 'light', theme: 'biaya', unit, idempotency_key: 'langkah' }
  expect((await send(`/${code}/steps`, verify)).json()).toMatchObject({ status: 'forwarded' })
  const answer = { step: 'answer', outcome: 'resolved', text: 'Sudah jadi.', idempotency_key: 'langkah' }
  expect((await send(`/${code}/steps`, answer)).statusCode).toBe(409)
})

test('a search by another system tells nothing of the words of secret reports', async () => {
  const { send, read, officer } = await client()
  const open = (await send('', { ...words, body: 'Pungutan di loket dua.' })).json().code
  const secret = (await send('', { ...words, privacy: 'secret', body: 'Pungutan oleh Pak Anu.' })).json().code
  const found = async (q: string) =>
    (await read(`?queue=verify&q=${q}`)).json().complaints.map((one: { code: string }) => one.code)
  expect(await found('pungutan')).toEqual([open])
  expect(await found('anu')).toEqual([])
  expect((await read(`/${secret}`)).statusCode).toBe(200)
  // Who works on it searches it.
  expect((await get(house, '/pengaduan?antrean=verify&q=anu', officer)).body).toContain(secret)
})

test('a page mark that was made up is refused or left out, never an error of ours', async () => {
  const { read, officer } = await client()
  for (const mark of [`1.${'-'.repeat(36)}`, `1.${'0'.repeat(36)}`, 'x'])
    expect((await read(`?after=${mark}`)).statusCode).toBe(422)
  expect((await get(house, `/pengaduan?setelah=1.${'-'.repeat(36)}`, officer)).statusCode).toBe(200)
})
