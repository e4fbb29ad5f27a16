import { createHmac } from 'node:crypto'
import { allowInside } from '../../platform/outbound.ts'
import {
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { drain } from './test-channels.ts'
import { type FakeGraph, openFakeGraph } from './test-graph.ts'

export const SECRET = 'rahasia-aplikasi-uji'
const NUMBER = '100200300'

/** The form by which an administrator connects this number at the provider. */
export async function connectNumber(
  house: TestHouse,
  graph: FakeGraph,
  number: string,
  secret: string,
  admin: TestPerson,
): Promise<void> {
  const setting = {
    graph_url: `${graph.base}/`,
    phone_number_id: number,
    verify: 'kata-verifikasi-uji',
    secret,
    access: 'token-uji',
    active: 'on',
    template: '',
  }
  const saved = await post(house, '/kanal/whatsapp', setting, admin)
  if (saved.statusCode !== 303) throw new Error(saved.body.slice(0, 500))
}

type Hook = (work: () => Promise<void>) => void
type Hooks = { beforeAll: Hook; afterAll: Hook; beforeEach: Hook }

/** An institution of its own for every test of the file, with a number at a provider on this machine. */
export function useWhatsApp({ beforeAll, afterAll, beforeEach }: Hooks) {
  const world = {} as { house: TestHouse; office: TestInstitution; graph: FakeGraph }
  let counter = 0

  beforeAll(async () => {
    world.house = await testHouse()
    allowInside(true)
    world.graph = await openFakeGraph()
  })
  afterAll(() => {
    allowInside(false)
    return world.graph.close()
  })
  beforeEach(async () => {
    const { house, graph } = world
    world.office = await newInstitution(house)
    house.clock.now = new Date()
    graph.sent.length = 0
    graph.refuse = undefined
    const admin = await newPerson(house, world.office, world.office.root, ['channel.manage'])
    await connectNumber(house, graph, NUMBER, SECRET, admin)
  })

  const address = () => `/api/webhook/whatsapp/${world.office.slug}`
  const signed = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
  function deliver(payload: unknown, more: { signature?: string; body?: string } = {}) {
    const body = more.body ?? JSON.stringify(payload)
    return world.house.app.inject({
      method: 'POST',
      url: address(),
      payload: body,
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': more.signature ?? signed(body) },
    })
  }
  const envelope = (value: object) => ({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value: { metadata: { phone_number_id: NUMBER }, ...value } }] }],
  })
  const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000))
  function message(body: string, more: Record<string, unknown> = {}) {
    const { house, office } = world
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    const { from = '6281234567890', ...rest } = more
    return {
      from,
      id: `wamid.${++counter}.${office.slug}`,
      timestamp: seconds(house.clock.now),
      type: 'text',
      text: { body },
      ...rest,
    }
  }
  async function say(body: string, more: Record<string, unknown> = {}) {
    const who = { wa_id: '6281234567890', profile: { name: 'Siti' } }
    const answer = await deliver(envelope({ contacts: [who], messages: [message(body, more)] }))
    if (answer.statusCode !== 200) throw new Error(`delivered in vain: ${answer.statusCode}`)
    await drain(world.house, world.office)
  }
  const words = () =>
    world.graph.sent.map(
      (one) =>
        (one.body['text'] as { body: string } | undefined)?.body ?? `template ${JSON.stringify(one.body['template'])}`,
    )
  return Object.assign(world, { address, signed, deliver, envelope, seconds, message, say, words })
}
