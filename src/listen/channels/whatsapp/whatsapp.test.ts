import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allowInside } from '../../../platform/outbound.ts'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../../platform/test/harness.ts'
import { formatCode } from '../../complaints/index.ts'
import { casesOf, drain, storyOfCase } from '../test-channels.ts'
import { type FakeGraph, openFakeGraph } from '../test-graph.ts'
import { silenceJob } from './silence.ts'

let house: TestHouse
let office: TestInstitution
let graph: FakeGraph
let counter = 0
const SECRET = 'rahasia-aplikasi-uji'
const NUMBER = '100200300'

beforeAll(async () => {
  house = await testHouse()
  allowInside(true)
  graph = await openFakeGraph()
})
afterAll(() => {
  allowInside(false)
  return graph.close()
})

beforeEach(async () => {
  office = await newInstitution(house)
  house.clock.now = new Date()
  graph.sent.length = 0
  graph.refuse = undefined
  const admin = await newPerson(house, office, office.root, ['channel.manage'])
  const saved = await post(
    house,
    '/kanal/whatsapp',
    {
      graph_url: `${graph.base}/`,
      phone_number_id: NUMBER,
      verify: 'kata-verifikasi-uji',
      secret: SECRET,
      access: 'token-uji',
      active: 'on',
      template: '',
    },
    admin,
  )
  expect(saved.statusCode, saved.body.slice(0, 500)).toBe(303)
})

const address = () => `/api/webhook/whatsapp/${office.slug}`

function deliver(payload: unknown, more: { signature?: string; body?: string } = {}) {
  const body = more.body ?? JSON.stringify(payload)
  const signature = more.signature ?? `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
  return house.app.inject({
    method: 'POST',
    url: address(),
    payload: body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
  })
}

const envelope = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'messages', value: { metadata: { phone_number_id: NUMBER }, ...value } }] }],
})
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000))

function message(body: string, more: Record<string, unknown> = {}) {
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
  const answer = await deliver(
    envelope({ contacts: [{ wa_id: '6281234567890', profile: { name: 'Siti' } }], messages: [message(body, more)] }),
  )
  expect(answer.statusCode).toBe(200)
  await drain(house, office)
}

const words = () =>
  graph.sent.map(
    (one) =>
      (one.body['text'] as { body: string } | undefined)?.body ?? `template ${JSON.stringify(one.body['template'])}`,
  )

describe('the door', () => {
  test('answers the provider’s question only with its word', async () => {
    const ask = (token: string) =>
      get(house, `${address()}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=12345`)
    expect((await ask('kata-verifikasi-uji')).body).toBe('12345')
    expect((await ask('salah')).statusCode).toBe(403)
    expect((await get(house, `/api/webhook/whatsapp/tidak-ada?hub.mode=subscribe`)).statusCode).toBe(404)
  })

  test('the signature is over the very bytes, emoji and all', async () => {
    const payload = envelope({ messages: [message('Terima kasih 🙏 “sudah”')] })
    const escaped = JSON.stringify(payload).replaceAll(
      /[\u0080-\uffff]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    expect((await deliver(payload, { body: escaped })).statusCode).toBe(200)
    const signed = `sha256=${createHmac('sha256', SECRET).update(JSON.stringify(payload)).digest('hex')}`
    expect((await deliver(payload, { body: `${escaped} `, signature: signed })).statusCode).toBe(401)
    for (const signature of ['', 'sha256=', 'sha256=zz', `sha1=${'a'.repeat(40)}`, `sha256=${'0'.repeat(64)}`])
      expect((await deliver(payload, { signature })).statusCode).toBe(401)
  })

  test('a null character anywhere holds nothing up', async () => {
    const nul = 'a\0b'
    const sent = await deliver(
      envelope({
        contacts: [{ wa_id: '6281234567890', profile: { name: nul } }],
        messages: [
          message('Lampu padam', { id: `${nul}.${office.slug}` }),
          message('x', { type: 'document', document: { id: 'm', mime_type: nul, filename: nul } }),
          message('y', { from: `ID.${nul}` }),
        ],
        statuses: [{ id: nul, status: 'failed', timestamp: '1', errors: [{ title: nul }] }],
      }),
    )
    expect(sent.json()).toEqual({ taken: 3 })
  })

  test('signed nonsense is taken and changes nothing', async () => {
    for (const body of ['', 'null', '[]', '{"entry":3}', '{"entry":[{"changes":[{"value":{}}]}]}', '\u0000'])
      expect((await deliver(undefined, { body })).statusCode).toBe(200)
    expect(await casesOf(house, office)).toEqual([])
  })

  test('another number’s messages are not ours', async () => {
    const payload = envelope({ messages: [message('halo')] })
    payload.entry[0]!.changes[0]!.value.metadata.phone_number_id = '999'
    expect((await deliver(payload)).json()).toEqual({ taken: 0 })
  })
})

describe('a conversation', () => {
  test('report, two questions, code; then messages go to the case and answers come back', async () => {
    const unit = await newUnit(house, office, office.root, 'department', 'Puskesmas Melati')
    await say('Antrean di puskesmas tiga jam dan petugasnya hanya satu orang saja')
    expect(words().at(-1)).toContain('Tentang layanan atau kantor apa')
    await say('puskesmas melati')
    expect(words().at(-1)).toContain('Kami catat: Puskesmas Melati')
    await say('1')
    const [complaint] = await casesOf(house, office)
    expect(complaint).toMatchObject({ channel: 'whatsapp', status: 'received' })
    expect(words().at(-1)).toContain(formatCode(complaint!.code))
    const { rows } = await house.owner.query(
      'select unit_id, privacy, reporter_phone, reporter_name from complaints.complaint where id = $1',
      [complaint!.id],
    )
    expect(rows[0]).toEqual({
      unit_id: unit,
      privacy: 'anonymous',
      reporter_phone: '+6281234567890',
      reporter_name: 'Siti',
    })

    await say('Hari ini lebih parah')
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject({ kind: 'informed', channel: 'whatsapp' })

    const officer = await newPerson(house, office, office.root, [
      'complaint.read',
      'complaint.handle',
      'complaint.verify',
    ])
    await post(house, `/pengaduan/${complaint!.id}/lengkapi`, { seen: '2', body: 'Jam berapa Anda datang?' }, officer)
    await drain(house, office)
    expect(words().at(-1)).toContain('Jam berapa Anda datang?')
    await say('Jam delapan')
    expect((await storyOfCase(house, complaint!.id)).at(-1)).toMatchObject({ kind: 'completed', body: 'Jam delapan' })
    const page = await get(house, `/kanal/percakapan/${complaint!.id}`, officer)
    // Until when, not how much longer: nothing counts down behind these words.
    expect(page.body).toMatch(/Dapat dibalas dengan kata-kata sendiri sampai <time [^>]*>\d+ \w+ \d{4} pukul/)
    expect(page.body).not.toContain('data-deadline')
    expect(page.body).toContain('Jam berapa Anda datang?')
    // Anonymous: who handles the case does not see who wrote it.
    expect(page.body).not.toContain('6281234567890')
    const stranger = await newPerson(house, office, office.root, ['channel.work'])
    expect((await get(house, `/kanal/percakapan/${complaint!.id}`, stranger)).statusCode).toBe(403)
  })

  test('what was written first and comes last is the beginning of the story, not the answer to a question', async () => {
    await newUnit(house, office, office.root, 'department', 'Dinas Perhubungan')
    const early = message('Lampu jalan dekat Dinas Perhubungan padam.')
    await say('Sudah seminggu gelap.')
    await deliver(envelope({ messages: [early] }))
    await drain(house, office)
    expect(words()).toHaveLength(1)
    await say('0')
    const between = message('Ada yang jatuh.')
    await say('3')
    await deliver(envelope({ messages: [between] }))
    const [complaint] = await casesOf(house, office)
    expect(complaint).toMatchObject({ subject: 'Lampu jalan dekat Dinas Perhubungan padam.' })
    const story = await storyOfCase(house, complaint!.id)
    expect(JSON.stringify(story)).toContain('Ada yang jatuh.')
  })

  test('the same delivery ten times at once is one message', async () => {
    const payload = envelope({ messages: [message('Lampu mati di jalan')] })
    await Promise.all(Array.from({ length: 10 }, () => deliver(payload)))
    const { rows } = await house.owner.query(
      'select count(*)::int as n from channels.message where institution_id = $1 and not outgoing',
      [office.id],
    )
    expect(rows[0].n).toBe(1)
  })

  test('a batch is read in the order in which it was written', async () => {
    const at = (back: number) => seconds(new Date(house.clock.now.getTime() - back * 1000))
    await deliver(
      envelope({
        messages: [
          message('2', { timestamp: at(1) }),
          message('0', { timestamp: at(5) }),
          message('Sampah menumpuk', { timestamp: at(9) }),
        ],
      }),
    )
    const [complaint] = await casesOf(house, office)
    expect(complaint).toMatchObject({ subject: 'Sampah menumpuk' })
  })

  test('who stops answering has reported all the same', async () => {
    await say('Pohon tumbang menutup jalan')
    house.clock.now = new Date(house.clock.now.getTime() + 31 * 60_000)
    await silenceJob.run(house.database, { institution: office.id, payload: {} }, house.clock.now, undefined as never)
    await drain(house, office)
    const [complaint] = await casesOf(house, office)
    expect(words().at(-1)).toContain(formatCode(complaint!.code))
  })
})

describe('who it is', () => {
  test('a user id without a number, then with one, then with a new number, is one person', async () => {
    const contact = async (from: string, user_id: string | undefined, body: string) => {
      await deliver(
        envelope({
          contacts: [user_id ? { user_id } : { wa_id: from }],
          messages: [message(body, { from, from_user_id: user_id })],
        }),
      )
      await drain(house, office)
    }
    await contact('ID.abc123', 'ID.abc123', 'Air mati')
    await contact('6281111111111', 'ID.abc123', '0')
    await deliver(
      envelope({
        messages: [
          {
            from: '6281111111111',
            id: `sys.${counter++}`,
            timestamp: seconds(house.clock.now),
            type: 'system',
            system: { type: 'user_changed_number', wa_id: '6282222222222' },
          },
        ],
      }),
    )
    await contact('6282222222222', undefined, '3')
    expect(await casesOf(house, office)).toHaveLength(1)
    const { rows } = await house.owner.query(
      'select count(*)::int as n from channels.contact where institution_id = $1',
      [office.id],
    )
    expect(rows[0].n).toBe(1)
    expect(graph.sent.at(-1)!.body['to']).toBe('6282222222222')
  })
})

describe('the window', () => {
  async function answered(template: string, hours: number) {
    await house.owner.query("update channels.provider set template = nullif($2, '') where institution_id = $1", [
      office.id,
      template,
    ])
    await say('Jembatan rusak')
    await say('0')
    await say('1')
    graph.sent.length = 0
    house.clock.now = new Date(house.clock.now.getTime() + hours * 3_600_000)
    const officer = await newPerson(house, office, office.root, [
      'complaint.read',
      'complaint.handle',
      'complaint.verify',
    ])
    const [complaint] = await casesOf(house, office)
    await post(house, `/pengaduan/${complaint!.id}/lengkapi`, { seen: '1', body: 'Di kilometer berapa?' }, officer)
    await drain(house, office)
    return { page: () => get(house, `/kanal/percakapan/${complaint!.id}`, officer), complaint: complaint! }
  }
  test('within 24 hours free text', async () => {
    await answered('kabar_laporan', 23)
    expect(words().at(-1)).toContain('Di kilometer berapa?')
  })
  test('afterwards the template, without what was written', async () => {
    await answered('kabar_laporan', 25)
    expect(words()).toHaveLength(1)
    expect(words()[0]).toContain('kabar_laporan')
    expect(words()[0]).not.toContain('kilometer')
  })
  test('without a template nothing leaves and an officer sees it', async () => {
    const { page, complaint } = await answered('', 25)
    expect(graph.sent).toEqual([])
    expect((await page()).body).toContain('Tidak terkirim: lewat 24 jam')
    expect((await storyOfCase(house, complaint.id)).at(-1)?.body).toContain('Hubungi pelapor itu lewat cara lain')
  })
  test('delivery is shown, whatever the order of the reports; a refusal too', async () => {
    const { page } = await answered('', 1)
    const id = graph.lastId()
    const status = (name: string) => ({ id, status: name, timestamp: seconds(house.clock.now) })
    await deliver(envelope({ statuses: [status('read')] }))
    await deliver(envelope({ statuses: [status('delivered'), status('sent'), status('sent')] }))
    expect((await page()).body).toContain('Dibaca')
    graph.refuse = 131_026
    await say('BARU')
    const { rows } = await house.owner.query(
      'select error from channels.message where institution_id = $1 and outgoing order by at desc, id desc limit 1',
      [office.id],
    )
    expect(rows[0].error).toContain('131026')
  })

  /** The provider's report comes over a socket, as from a program of its own. */
  async function report(id: string, status: string, error?: { code: number; title: string }) {
    const value = { statuses: [{ id, status, timestamp: seconds(house.clock.now), errors: error && [error] }] }
    const body = JSON.stringify(envelope(value))
    const base = await house.app.listen({ host: '127.0.0.1', port: 0 }).catch(() => listening())
    const answer = await fetch(`${base}${address()}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
      },
    })
    expect(answer.status).toBe(200)
  }
  const listening = () => `http://127.0.0.1:${(house.app.server.address() as AddressInfo).port}`
  const CLOSED = { code: 131_047, title: 'Re-engagement message' }
  const notes = async (id: string) => (await storyOfCase(house, id)).filter(({ kind }) => kind === 'noted')

  test('the provider finds its window closed after all: the template goes, once, and no note troubles anybody', async () => {
    const { complaint, page } = await answered('kabar_laporan', 23)
    const id = graph.lastId()
    expect(words().at(-1)).toContain('Di kilometer berapa?')
    await Promise.all([1, 2, 3].map(() => report(id, 'failed', CLOSED)))
    await report(id, 'sent')
    await drain(house, office)
    expect(words()).toHaveLength(2)
    expect(words()[1]).toContain('kabar_laporan')
    expect(await notes(complaint.id)).toEqual([])
    // The template cannot be delivered either: now somebody has to know.
    await report(graph.lastId(), 'failed', { code: 131_026, title: 'Message undeliverable' })
    await drain(house, office)
    expect(words()).toHaveLength(2)
    expect(await notes(complaint.id)).toMatchObject([
      { body: expect.stringMatching(`laporan ${formatCode(complaint.code)} ditolak penyedia`) },
    ])
    expect((await page()).body).toContain('Gagal')
  })

  test('without a template its closed window is noted on the case', async () => {
    const { complaint, page } = await answered('', 23)
    await report(graph.lastId(), 'failed', CLOSED)
    await drain(house, office)
    expect((await page()).body).toContain('Tidak terkirim: lewat 24 jam')
    expect(await notes(complaint.id)).toMatchObject([{ body: expect.stringContaining('belum ada templat') }])
  })

  test('a failure that comes after it was read, or of a message that is not ours, changes nothing', async () => {
    const { complaint, page } = await answered('', 1)
    await report(graph.lastId(), 'read')
    await report(graph.lastId(), 'failed', CLOSED)
    await report('wamid.orang-lain', 'failed', CLOSED)
    await drain(house, office)
    expect((await page()).body).toContain('Dibaca')
    expect(await notes(complaint.id)).toEqual([])
  })
})

describe('files', () => {
  test('a photo is fetched and lies with the case; a lying one is refused and told', async () => {
    graph.media.set(
      'm1',
      await sharp({ create: { width: 30, height: 20, channels: 3, background: '#a33' } })
        .jpeg()
        .toBuffer(),
    )
    graph.media.set('m2', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'))
    await say('Lubang di jalan', {
      type: 'image',
      text: undefined,
      image: { id: 'm1', mime_type: 'image/jpeg', caption: 'Lubang di jalan' },
    })
    await say('0')
    await say('2')
    const [complaint] = await casesOf(house, office)
    await say('', { type: 'image', text: undefined, image: { id: 'm2', mime_type: 'image/jpeg' } })
    expect(words().at(-1)).toContain('tidak dapat kami ambil')
    const { rows } = await house.owner.query(
      'select f.name from complaints.attachment a join platform.file f on f.id = a.file_id where a.complaint_id = $1',
      [complaint!.id],
    )
    expect(rows).toEqual([{ name: 'image.jpg' }])
    await say('', { type: 'image', text: undefined, image: { id: 'hilang', mime_type: 'image/jpeg' } })
    const states = await house.owner.query(
      'select media_state from channels.message where institution_id = $1 and media_id is not null order by at, id',
      [office.id],
    )
    expect(states.rows.map((row) => row.media_state)).toEqual(['kept', 'refused', 'gone'])
  })
})

test('settings keep secrets to themselves and say whether they work', async () => {
  const admin = await newPerson(house, office, office.root, ['channel.manage'])
  await post(house, '/kanal/whatsapp/uji', {}, admin)
  const page = await get(house, '/kanal/whatsapp', admin)
  expect(page.body).toContain('Kantor Uji')
  expect(page.body).not.toContain(SECRET)
  const { rows } = await house.owner.query('select secret_sealed from channels.provider where institution_id = $1', [
    office.id,
  ])
  expect(rows[0].secret_sealed.toString('latin1')).not.toContain(SECRET)
  allowInside(false)
  const wrong = await post(
    house,
    '/kanal/whatsapp',
    { graph_url: 'http://192.168.1.1/', phone_number_id: 'abc', secret: 'rahasia-diketik' },
    admin,
  )
  allowInside(true)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('diawali https://')
  expect(wrong.body).not.toContain('rahasia-diketik')
})
