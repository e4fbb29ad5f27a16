import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { addressProblem, allowInside, askOutside, isInside } from '../../platform/outbound.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { emit } from './acts.ts'
import { deliverJob, tidyJob, waitForReceivers } from './jobs.ts'
import { nextAttempt, RETRY_SECONDS } from './model.ts'

let house: TestHouse
let home: TestInstitution
let admin: TestPerson
let receiver: Server
let address: string
let received: { headers: IncomingHttpHeaders; body: string }[]
let answer: number
/** Set while the receiver keeps its caller waiting: lets it go. */
let held: (() => void) | undefined

beforeAll(async () => {
  house = await testHouse()
  allowInside(true)
  waitForReceivers(120_000)
  receiver = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(parts).toString() })
      if (held) held = () => response.writeHead(answer).end('late')
      else response.writeHead(answer).end('ok')
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/sigap`
})

afterAll(() => {
  allowInside(false)
  waitForReceivers(1000)
  receiver.close()
})

beforeEach(async () => {
  home = await newInstitution(house)
  admin = await newPerson(house, home, home.root, ['webhook.manage'])
  received = []
  answer = 204
})

async function newEndpoint(url = address): Promise<{ id: string; secret: string }> {
  const made = await post(house, '/webhook', { name: 'Dasbor', url, types: ['complaint.received'] }, admin)
  const secret = /whsec_[A-Za-z0-9+/=]+/.exec(made.body)?.[0]
  const { rows } = await house.owner.query('select id from webhooks.endpoint where institution_id = $1 and url = $2', [
    home.id,
    url,
  ])
  return { id: rows[0].id, secret: secret! }
}

function happen(type = 'complaint.received') {
  return asSystem(house, home, 'webhook.manage', (db, scope) =>
    emit(db, scope, house.clock.now, [{ type, data: { code: 'AB12-CD34' } }]),
  )
}

type Queued = { institution: string; payload: { delivery: string; attempt: number } }

/** Takes the deliveries that are queued for this institution out of the queue and runs them, as the worker would. */
async function runQueue(): Promise<number> {
  const { rows } = await house.owner.query<{ payload: Queued }>(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
     where t.id = j.task_id and t.identifier = 'webhooks.deliver' and j.payload->>'institution' = $1 returning j.payload`,
    [home.id],
  )
  for (const { payload } of rows) await deliverJob.run(house.database, payload, house.clock.now, createLog('silent'))
  return rows.length
}

async function deliveries(): Promise<{ id: string; state: string; attempts: number; next_at: Date | null }[]> {
  const { rows } = await house.owner.query(
    'select id, state, attempts, next_at from webhooks.delivery where institution_id = $1 order by message_id',
    [home.id],
  )
  return rows
}

describe('a message', () => {
  test('arrives signed as the Standard Webhooks library of the receiver checks it', async () => {
    const { secret } = await newEndpoint()
    await happen()
    expect(await runQueue()).toBe(1)
    const { headers, body } = received[0]!
    const checked = new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(checked).toEqual({
      type: 'complaint.received',
      timestamp: house.clock.now.toISOString(),
      data: { code: 'AB12-CD34' },
    })
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow(
      WebhookVerificationError,
    )
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: 1 })
  })

  test('to a receiver that does not answer holds up no other job, and is recorded when the answer comes', async () => {
    await newEndpoint()
    await happen()
    const nothing = () => undefined
    held = nothing
    waitForReceivers(1)
    expect(await runQueue()).toBe(1)
    waitForReceivers(120_000)
    await expect.poll(() => held !== nothing, { timeout: 20_000 }).toBe(true)
    expect((await deliveries())[0]).toMatchObject({ state: 'waiting', attempts: 0 })
    held()
    held = undefined
    await expect.poll(async () => (await deliveries())[0]?.state, { timeout: 20_000 }).toBe('delivered')
  })

  test('is neither kept nor queued when nobody asked for its type, or when the change was rolled back', async () => {
    await happen()
    await newEndpoint()
    await happen('webhook.test')
    await asSystem(house, home, 'webhook.manage', async (db, scope) => {
      await emit(db, scope, house.clock.now, [{ type: 'complaint.received', data: {} }])
      throw new Error('undone')
    }).catch(() => undefined)
    expect(await deliveries()).toEqual([])
    expect(await runQueue()).toBe(0)
  })

  test('is tried again on the schedule with the same id and a fresh time, and given up at its end', async () => {
    const { secret } = await newEndpoint()
    answer = 500
    await happen()
    const began = house.clock.now
    const ids = new Set<unknown>()
    for (let attempt = 1; attempt <= RETRY_SECONDS.length; attempt++) {
      expect(await runQueue()).toBe(1)
      const last = received.at(-1)!
      ids.add(last.headers['webhook-id'])
      const second = Math.floor(house.clock.now.getTime() / 1000)
      expect(last.headers['webhook-timestamp']).toBe(String(second))
      const [row] = await deliveries()
      expect(row).toMatchObject({ state: 'waiting', attempts: attempt })
      expect(row!.next_at).toEqual(nextAttempt(attempt, house.clock.now))
      house.clock.now = row!.next_at!
    }
    expect(await runQueue()).toBe(1)
    expect((await deliveries())[0]).toMatchObject({ state: 'given_up', next_at: null })
    expect(await runQueue()).toBe(0)
    expect(ids.size).toBe(1)
    house.clock.now = began
    expect(secret).toMatch(/^whsec_/)
  })

  test('is sent once by two workers, and not again after it arrived', async () => {
    await newEndpoint()
    await happen()
    const [row] = await deliveries()
    const envelope = { institution: home.id, payload: { delivery: row!.id, attempt: 0 } }
    await deliverJob.run(house.database, envelope, house.clock.now, createLog('silent'))
    await deliverJob.run(house.database, envelope, house.clock.now, createLog('silent'))
    expect(received).toHaveLength(1)
  })

  test('can be repeated one by one and all that failed together', async () => {
    const { id } = await newEndpoint()
    await happen()
    await happen()
    await house.owner.query(
      `update webhooks.delivery set state = 'given_up', attempts = 10, last_at = now() where institution_id = $1`,
      [home.id],
    )
    await house.owner.query(`delete from graphile_worker._private_jobs j where j.payload->>'institution' = $1`, [
      home.id,
    ])
    const [first] = await deliveries()
    expect((await post(house, `/webhook/kiriman/${first!.id}/ulang`, {}, admin)).statusCode).toBe(303)
    expect(await runQueue()).toBe(1)
    await post(house, `/webhook/${id}/kirim-ulang`, {}, admin)
    expect(await runQueue()).toBe(1)
    expect((await deliveries()).map((row) => row.state)).toEqual(['delivered', 'delivered'])
    const page = await get(house, `/webhook/kiriman/${first!.id}`, admin)
    expect(page.body).toContain('204')
    expect((await get(house, `/webhook/${id}?status=berhasil`, admin)).body).toContain('Diterima')
  })

  test('that waits for hours after a failure need not, once the receiver is mended', async () => {
    const { id } = await newEndpoint()
    answer = 503
    await happen()
    expect(await runQueue()).toBe(1)
    const [row] = await deliveries()
    expect(row).toMatchObject({ state: 'waiting', attempts: 1 })
    answer = 204
    expect((await get(house, `/webhook/kiriman/${row!.id}`, admin)).body).toContain('Kirim ulang</button>')
    await post(house, `/webhook/${id}/kirim-ulang`, {}, admin)
    expect((await get(house, `/webhook/${id}`, admin)).body).not.toContain('Tidak ada yang gagal')
    await runQueue()
    expect(await deliveries()).toMatchObject([{ state: 'delivered' }])
  })

  test('whose job was lost is queued again by the hourly tidying, and old ones go', async () => {
    await newEndpoint()
    await happen()
    await house.owner.query(`delete from graphile_worker._private_jobs j where j.payload->>'institution' = $1`, [
      home.id,
    ])
    const tidy = (later: number) =>
      tidyJob.run(
        house.database,
        { institution: home.id, payload: {} },
        new Date(house.clock.now.getTime() + later),
        createLog('silent'),
      )
    await tidy(3_600_000)
    expect(await runQueue()).toBe(1)
    await tidy(31 * 24 * 3_600_000)
    expect(await deliveries()).toEqual([])
  })
})

describe('an endpoint', () => {
  test('that answers 410 is stopped, and its owner is told', async () => {
    const { id } = await newEndpoint()
    answer = 410
    await happen()
    await runQueue()
    expect((await get(house, `/webhook/${id}`, admin)).body).toContain('penerima sudah tidak ada')
    const { rows } = await house.owner.query('select kind from notifications.message where account_id = $1', [
      admin.account,
    ])
    expect(rows).toEqual([{ kind: 'webhooks.stopped' }])
    const one = await house.owner.query<{ id: string }>('select id from webhooks.delivery where endpoint_id = $1', [id])
    const deliveryPage = async () => (await get(house, `/webhook/kiriman/${one.rows[0]!.id}`, admin)).body
    expect(await deliveryPage()).toMatch(/Nyalakan dahulu/)
    expect(await deliveryPage()).not.toContain('Kirim ulang</button>')
    await happen()
    expect(await runQueue()).toBe(0)
    await post(house, `/webhook/${id}/nyalakan`, {}, admin)
    answer = 204
    expect(await deliveryPage()).toContain('Kirim ulang</button>')
    await post(house, `/webhook/${id}/uji`, {}, admin)
    expect(await runQueue()).toBe(1)
    expect(JSON.parse(received.at(-1)!.body).type).toBe('webhook.test')
  })

  test('that has failed for days is stopped', async () => {
    const { id } = await newEndpoint()
    answer = 503
    await happen()
    await runQueue()
    await house.owner.query(
      `update webhooks.endpoint set failing_since = now() - interval '6 days' where institution_id = $1`,
      [home.id],
    )
    await runQueue()
    expect((await get(house, `/webhook/${id}`, admin)).body).toContain('gagal terus')
  })

  test('is signed for with both secrets for a day after a change', async () => {
    const { id, secret } = await newEndpoint()
    const renewed = /whsec_[A-Za-z0-9+/=]+/.exec((await post(house, `/webhook/${id}/rahasia`, {}, admin)).body)![0]
    expect(renewed).not.toBe(secret)
    await happen()
    await runQueue()
    const { headers, body } = received[0]!
    for (const one of [secret, renewed]) new Webhook(one).verify(body, headers as Record<string, string>)
    const { rows } = await house.owner.query('select secret from webhooks.endpoint where id = $1', [id])
    expect(rows[0].secret.toString()).not.toContain(renewed.slice(6, 20))
  })

  test('is refused with a word at its field: no types, no address, a scheme that is none', async () => {
    for (const url of ['', 'bukan alamat', 'ftp://a.example/x', 'https://user:pass@a.example/'])
      expect((await post(house, '/webhook', { name: 'X', url, types: ['complaint.received'] }, admin)).statusCode).toBe(
        422,
      )
    const none = await post(house, '/webhook', { name: 'Tetap ada', url: address }, admin)
    expect(none.body).toContain('Pilih paling sedikit satu kejadian')
    expect(none.body).toContain('Tetap ada')
    expect((await post(house, '/webhook', { name: 'X', url: address, types: ['tidak.ada'] }, admin)).statusCode).toBe(
      422,
    )
  })

  test('belongs to those who manage webhooks, and to its institution', async () => {
    const { id } = await newEndpoint()
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['webhook.manage'])
    const member = await newPerson(house, home, home.root, ['complaint.read'])
    expect((await get(house, '/webhook', member)).statusCode).toBe(403)
    expect((await get(house, `/webhook/${id}`, stranger)).statusCode).toBe(404)
    expect((await post(house, `/webhook/${id}/hentikan`, {}, stranger)).statusCode).toBe(404)
    expect((await post(house, `/webhook/${id}/kirim-ulang`, {}, stranger)).statusCode).toBe(404)
    expect((await get(house, '/webhook')).statusCode).not.toBe(200)
  })
})

describe('addresses inside the network', () => {
  test('are refused unless the installation allows them, also behind a name', async () => {
    allowInside(false)
    try {
      expect(addressProblem('http://example.com/')).toBe('insecure')
      for (const host of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '[::1]', '[fd00::1]', '[::ffff:10.0.0.1]'])
        expect(addressProblem(`https://${host}/`)).toBe('inside')
      expect(addressProblem('https://example.com/')).toBeUndefined()
      await expect(askOutside('https://localhost:1/', { method: 'POST' })).rejects.toThrow('EINSIDE')
    } finally {
      allowInside(true)
    }
    for (const outside of ['8.8.8.8', '2001:4860:4860::8888']) expect(isInside(outside)).toBe(false)
  })
})

test('the description of the API names every webhook', async () => {
  const { rows } = await house.owner.query<{ code: string; title_id: string }>(
    'select code, title_id from webhooks.type',
  )
  const document = (await get(house, '/api/openapi.json')).json()
  expect(Object.keys(document.webhooks).toSorted()).toEqual(rows.map((row) => row.code).toSorted())
  const body = document.webhooks['complaint.received'].post.requestBody.content['application/json'].schema
  expect(body.properties.type).toEqual({ const: 'complaint.received' })
  const page = (await get(house, '/api')).body
  for (const row of rows) expect(page).toContain(row.title_id)
})
