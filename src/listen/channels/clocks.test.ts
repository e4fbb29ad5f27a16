import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get, newPerson, post } from '../../platform/test/harness.ts'
import { openWorld, type World } from '../open311/test-server.ts'
import { casesOf, storyOfCase } from './test-channels.ts'

// Clients of the roads that are plain HTTP, over real sockets, whose clocks are wrong and whose lines break.

const SECRET = 'rahasia-aplikasi-jam'
const NUMBER = '100200301'
const HOUR = 3_600_000

let world: World
let port: number
const agent = new Agent({ keepAlive: true, maxSockets: 6 })
beforeAll(async () => {
  world = await openWorld()
  port = (world.house.app.server.address() as AddressInfo).port
  const { house, institution } = world
  const admin = await newPerson(house, institution, institution.root, ['channel.manage'])
  const saved = await post(
    house,
    '/kanal/whatsapp',
    {
      graph_url: 'https://graph.example/',
      phone_number_id: NUMBER,
      verify: 'kata-verifikasi-uji',
      secret: SECRET,
      access: 'token-uji',
      active: 'on',
      template: '',
    },
    admin,
  )
  expect(saved.statusCode).toBe(303)
})
afterAll(() => agent.destroy())

type Sent = { status: number; body: string }

/** In pieces of seven bytes, so that a letter of several bytes is cut in the middle. */
function send(path: string, body: Buffer, headers: Record<string, string>): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ status: answer.statusCode!, body: Buffer.concat(parts).toString() }))
    })
    asked.on('error', reject)
    for (let at = 0; at < body.length; at += 7) asked.write(body.subarray(at, at + 7))
    asked.end()
  })
}

const sign = (body: Buffer, secret = SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const hook = () => `/api/webhook/whatsapp/${world.institution.slug}`

function deliver(messages: readonly object[], signature?: string): Promise<Sent> {
  const value = { metadata: { phone_number_id: NUMBER }, messages }
  const body = Buffer.from(JSON.stringify({ entry: [{ changes: [{ value }] }] }))
  const headers = { 'content-type': 'application/json', date: new Date(0).toUTCString() }
  return send(hook(), body, { ...headers, 'x-hub-signature-256': signature ?? sign(body) })
}

let count = 0
function message(from: string, words: string, off = 0, id = `wamid.jam.${++count}`) {
  const timestamp = String(Math.floor((world.house.clock.now.getTime() + off) / 1000))
  return { from, id, timestamp, type: 'text', text: { body: words } }
}

async function heard(from: string): Promise<{ body: string; at: Date }[]> {
  const { rows } = await world.house.owner.query<{ body: string; at: Date }>(
    `select m.body, m.at from channels.message m join channels.contact_name n
       on n.institution_id = m.institution_id and n.contact_id = m.contact_id
     where m.institution_id = $1 and n.external_id = $2 and not m.outgoing order by m.at, m.id`,
    [world.institution.id, `wa:${from}`],
  )
  return rows
}

describe('WhatsApp', () => {
  test('the signature is over the bytes that came, however they were cut', async () => {
    const from = '628110000001'
    expect((await deliver([message(from, 'Lampu padam 🙏 sejak “Senin”')])).body).toBe('{"taken":1}')
    expect(await heard(from)).toMatchObject([{ body: 'Lampu padam 🙏 sejak “Senin”' }])
    const body = Buffer.from('{}')
    expect((await deliver([message(from, 'palsu')], sign(body))).status).toBe(401)
    expect((await deliver([message(from, 'palsu')], sign(body, 'lain'))).status).toBe(401)
    expect(await heard(from)).toHaveLength(1)
  })

  test.each([
    ['hours ahead', 5 * HOUR],
    ['a day ahead', 30 * HOUR],
    ['hours behind', -5 * HOUR],
    ['a week behind', -7 * 24 * HOUR],
  ])('a message whose clock is %s is heard, and never from the future', async (_what, off) => {
    const from = `62812000${Math.abs(off / HOUR)}${off > 0 ? 1 : 2}00`
    expect((await deliver([message(from, 'Jam saya salah, sampahnya benar.', off)])).body).toBe('{"taken":1}')
    const [row] = await heard(from)
    const now = world.house.clock.now.getTime()
    expect(row!.at.getTime()).toBe(Math.floor((now + Math.min(0, off)) / 1000) * 1000 + (off > 0 ? now % 1000 : 0))
  })

  test('what is older than any repeat of the provider is left, and an officer reads that it was', async () => {
    const from = '628130000001'
    expect((await deliver([message(from, 'Dari bulan lalu', -30 * 24 * HOUR)])).body).toBe('{"taken":0}')
    expect(await heard(from)).toEqual([])
    const reader = await newPerson(world.house, world.institution, world.institution.root, ['channel.work'])
    expect((await get(world.house, '/kanal', reader)).body).toContain('lebih dari 8 hari')
  })

  test('repeats on six sockets at once and later ones before earlier ones: each once, none lost', async () => {
    const from = '628140000001'
    const told = Array.from({ length: 6 }, (_, n) => message(from, `Bagian ${n}`, (n - 10) * 1000))
    const shuffled = [...told.slice(3), ...told.slice(0, 3)].flatMap((one) => [one, one, one])
    const answers = await Promise.all(shuffled.map((one) => deliver([one])))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect((await heard(from)).map(({ body }) => body)).toEqual(told.map((one) => one.text.body))
  })

  test('a line that breaks inside the body leaves nothing, and the repeat is the first', async () => {
    const from = '628150000001'
    const one = message(from, 'Putus di tengah jalan')
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          `POST ${hook()} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"entry":`,
        )
        socket.end()
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
      socket.resume()
    })
    expect(await heard(from)).toEqual([])
    expect((await deliver([one])).body).toBe('{"taken":1}')
    expect((await deliver([one])).body).toBe('{"taken":0}')
  })
})

describe('a client whose clock is wrong files now', () => {
  const WRONG = ['1999-01-01T00:00:00Z', '2031-06-01T00:00:00+07:00']

  test.each(WRONG)('Open311, %s', async (when) => {
    const fields = new URLSearchParams({
      api_key: world.key,
      service_code: 'lampu-jalan',
      address_string: 'Jl. Jam 1',
      description: `Lampu padam menurut jam ${when}.`,
      requested_datetime: when,
      updated_datetime: when,
    })
    const path = `/i/${world.institution.slug}/open311/v2/requests.json`
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      date: new Date(when).toUTCString(),
      'idempotency-key': when,
    }
    const first = await send(path, Buffer.from(fields.toString()), headers)
    expect(first.status, first.body).toBe(200)
    const again = await send(path, Buffer.from(fields.toString()), headers)
    expect(JSON.parse(again.body)).toEqual(JSON.parse(first.body))
    await filedNow(`menurut jam ${when}`)
  })

  test.each(WRONG)('API, %s', async (when) => {
    const payload = {
      service: 'lampu-jalan',
      subject: `Jam ${when}`,
      body: `Tiang miring pada jam ${when}.`,
      privacy: 'anonymous',
      idempotency_key: when,
      received_at: when,
    }
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${world.key}`,
      date: new Date(when).toUTCString(),
    }
    const first = await send('/api/v1/complaints', Buffer.from(JSON.stringify(payload)), headers)
    expect(first.status, first.body).toBe(201)
    world.house.clock.now = new Date(world.house.clock.now.getTime() + HOUR)
    const again = await send('/api/v1/complaints', Buffer.from(JSON.stringify(payload)), headers)
    expect(again.status).toBe(200)
    // The repeat tells of the first, its moment too.
    expect(JSON.parse(again.body)).toEqual({ ...JSON.parse(first.body), repeated: true })
    world.house.clock.now = new Date(world.house.clock.now.getTime() - HOUR)
    await filedNow(`pada jam ${when}`)
  })

  async function filedNow(words: string) {
    const filed = (await casesOf(world.house, world.institution)).filter(({ body }) => body.includes(words))
    expect(filed).toHaveLength(1)
    expect((await storyOfCase(world.house, filed[0]!.id))[0]).toMatchObject({ kind: 'received' })
    const { rows } = await world.house.owner.query<{ received_at: Date }>(
      'select received_at from complaints.complaint where institution_id = $1 and id = $2',
      [world.institution.id, filed[0]!.id],
    )
    expect(rows[0]!.received_at).toEqual(world.house.clock.now)
  }
})
