import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { get, openHouse, post, type TestHouse } from '../../platform/test/harness.ts'
import { routes } from '../../slices.ts'
import { ask, newWorld, type World } from './test-conversation.ts'

let house: TestHouse
let world: World
let origin: string
const open: AbortController[] = []

beforeAll(async () => {
  // Its own house: the last test closes it.
  house = await openHouse(routes)
  world = await newWorld(house)
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(house.app.server.address() as AddressInfo).port}`
})
afterAll(() => {
  for (const one of open) one.abort()
})

/** A stream as a browser opens it, and what has come over it. */
async function listen(path: string, headers: Record<string, string> = {}) {
  const controller = new AbortController()
  open.push(controller)
  const answer = await fetch(origin + path, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: controller.signal,
    redirect: 'manual',
  })
  const heard = { text: '', ended: false, answer, controller }
  void (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) heard.text += decoder.decode(chunk as Uint8Array, { stream: true })
    heard.ended = true
  })().catch(() => undefined)
  return heard
}

async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 30_000
  while (!what()) {
    if (performance.now() > end) throw new Error('it did not come')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('both sides hear each other; notes stay inside; a lost line goes on where it broke; sign-out ends it', async () => {
  const { address, id } = await ask(house, world, 'Halo')
  const citizen = await listen(`${address}/aliran?sesudah=1`)
  const officer = await listen(`/percakapan/${id}/aliran?sesudah=1`, { cookie: world.officer.cookie })
  expect(citizen.answer.headers.get('content-type')).toContain('text/event-stream')
  expect(citizen.answer.headers.get('cache-control')).toBe('no-store')
  expect(citizen.answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  await post(house, `/percakapan/${id}/jawab`, { body: 'Catatan', as: 'note' }, world.officer)
  await post(house, `/percakapan/${id}/jawab`, { body: 'Halo juga,\nada apa? <b>' }, world.officer)
  await until(() => citizen.text.includes('ada apa?') && officer.text.includes('ada apa?'))
  expect(officer.text).toContain('Catatan')
  expect(citizen.text).not.toContain('Catatan')
  expect(citizen.text).toContain('&lt;b>')
  expect(citizen.text).not.toContain('Halo</p>')
  // No connection is held while nothing happens.
  expect(house.database.pool.totalCount - house.database.pool.idleCount).toBe(0)
  const [, last] = /id: (\d+)\nevent: officer/.exec(citizen.text)!
  citizen.controller.abort()
  await post(house, `/percakapan/${id}/jawab`, { body: 'Masih di sana?' }, world.officer)
  const again = await listen(`${address}/aliran?sesudah=1`, { 'last-event-id': last! })
  await until(() => again.text.includes('Masih di sana?'))
  expect(again.text).not.toContain('ada apa?')
  await house.owner.query('delete from people.session where account_id = $1', [world.officer.account])
  await post(house, address, { body: 'Setelah keluar' })
  await until(() => officer.ended)
  expect(officer.text).not.toContain('Setelah keluar')
})

test('who may not read gets no stream; who asks for none gets what is there', async () => {
  const { address, id } = await ask(house, world, 'Halo')
  expect((await listen(`/percakapan/${id}/aliran`)).answer.status).toBe(303)
  expect((await listen(`/percakapan/${id}/aliran`, { cookie: world.stranger.cookie })).answer.status).toBe(404)
  expect((await listen(`${address}x/aliran`)).answer.status).toBe(404)
  const once = await get(house, `${address}/aliran`)
  expect(once.body).toContain('Halo')
  expect((await get(house, `${address}/aliran?sesudah=1`)).body).toBe('')
})

test('one sender does not take all places, and stopping the server ends what is open', async () => {
  const { address } = await ask(house, world, 'Banyak')
  const many = await Promise.all(Array.from({ length: 45 }, () => listen(`${address}/aliran`)))
  expect(many.filter((one) => one.answer.status === 429).length).toBeGreaterThan(3)
  await house.app.close()
  await until(() => many.filter((one) => one.answer.status === 200).every((one) => one.ended))
})
