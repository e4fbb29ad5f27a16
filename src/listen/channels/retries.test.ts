import { createHmac, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newPerson,
  post,
  postMultipart,
  type TestHouse,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { newClient } from '../open311/test-server.ts'
import { ELEMENTS } from '../surveys/index.ts'
import { newSurvey, type Survey, TODAY } from '../surveys/test-survey.ts'
import { openMail, receiveMail } from './mail/receive.ts'
import { casesOf, openMailbox } from './test-channels.ts'

type World = { house: TestHouse; survey: Survey; officer: TestPerson; bearer: { authorization: string }; key: string }
/** Sends the same thing once more; answers how many were added, where the road says so itself. */
type Again = () => Promise<number | undefined>

let world: World
beforeAll(async () => {
  const house = await testHouse()
  const survey = await newSurvey(house)
  const { institution } = survey
  const officer = await newPerson(house, institution, institution.root, [
    'channel.work',
    'channel.manage',
    'complaint.read',
    'complaint.create',
  ])
  const key = await newClient(house, institution, ['complaint.create', 'survey.submit', 'service.record'])
  await openMailbox(house, institution, 'laporan@retries.example')
  world = { house, survey, officer, key, bearer: { authorization: `Bearer ${key}` } }
})

const STORY = { subject: 'Lampu padam', body: 'Lampu di jalan padam sejak Senin.' }
const slug = () => world.survey.institution.slug
const about = () => `unit:${world.survey.unit}`

function api(path: string, payload: object) {
  return world.house.app.inject({ method: 'POST', url: path, payload, headers: world.bearer })
}

const CASES: Readonly<Record<string, () => Promise<Again> | Again>> = {
  'web form': () => {
    const fields = { _key: randomUUID(), about: about(), privacy: 'anonymous', ...STORY }
    return () => done(post(world.house, `/i/${slug()}/lapor/singkat`, fields), 303)
  },
  'desk form': () => {
    const fields = { _key: randomUUID(), about: about(), privacy: 'anonymous', channel: 'phone', ...STORY }
    // The answer shows the reporter's key, once; the repeat leads to the receipt without it.
    return () => done(post(world.house, '/pengaduan', fields, world.officer), 200, 303)
  },
  'API v1 complaints': () => {
    const service = world.survey.service.slug
    const payload = { service, privacy: 'anonymous', idempotency_key: randomUUID(), ...STORY }
    return () => done(api('/api/v1/complaints', payload), 200, 201)
  },
  'API v1 social posts': () => {
    const payload = { url: 'https://instagram.com/p/retries', ...STORY }
    return () => done(api('/api/v1/social-posts', payload), 200, 201)
  },
  Open311: () => {
    const fields = { api_key: world.key, service_code: world.survey.service.slug, address_string: 'Jl. Uji', ...STORY }
    const headers = { 'idempotency-key': randomUUID() }
    return () => done(post(world.house, `/i/${slug()}/open311/v2/requests.json`, fields, undefined, headers), 200, 201)
  },
  'e-mail': () => {
    const raw = Buffer.from(
      'From: budi@warga.example\r\nTo: laporan@retries.example\r\nMessage-ID: <r@warga.example>\r\nSubject: Lampu\r\n\r\nPadam.',
    )
    return () =>
      asSystem(world.house, world.survey.institution, 'complaint.read', async (db, scope) => {
        const from = 'budi@warga.example'
        const mail = await openMail(raw, from)
        await receiveMail(db, scope, world.house.clock.now, mail, { from, to: [] })
        return undefined
      })
  },
  WhatsApp: async () => {
    const secret = 'rahasia-aplikasi-uji'
    const setting = { graph_url: 'https://graph.example/v24.0', phone_number_id: '100', verify: 'kata-verifikasi-uji' }
    const rest = { secret, access: 'token-uji', active: 'on', template: '' }
    await done(post(world.house, '/kanal/whatsapp', { ...setting, ...rest }, world.officer), 303)
    // The report, then the answers to the two questions that follow it.
    const second = Math.floor(world.house.clock.now.getTime() / 1000) - 10
    const messages = ['Lampu padam.', '0', '1'].map((words, index) => ({
      from: '6281234567890',
      id: `wamid.${slug()}.${index}`,
      timestamp: String(second + index),
      type: 'text',
      text: { body: words },
    }))
    const contacts = [{ wa_id: '6281234567890', profile: { name: 'Siti' } }]
    const value = { metadata: { phone_number_id: '100' }, contacts, messages }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    })
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
    const url = `/api/webhook/whatsapp/${slug()}`
    return () => done(world.house.app.inject({ method: 'POST', url, payload: body, headers }), 200)
  },
  'SP4N-LAPOR!': () => async () => {
    const body = Buffer.from('Tracking ID;Isi Laporan\n7700001;Lampu padam\n')
    const file = { name: 'lapor.csv', type: 'text/csv', body }
    const sent = await postMultipart(world.house, '/kanal/lapor', { file }, world.officer)
    // The second time there is nothing to take over.
    return done(post(world.house, `${String(sent.headers.location)}/terapkan`, {}, world.officer), 303, 422)
  },
  letter: async () => {
    const body = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
    await postMultipart(
      world.house,
      '/kanal/surat',
      { scans: { name: 'a.pdf', type: 'application/pdf', body } },
      world.officer,
    )
    const { rows } = await world.house.owner.query('select id from channels.letter where institution_id = $1', [
      world.survey.institution.id,
    ])
    const fields = { _key: randomUUID(), sender: 'Ketua RT', unit: world.survey.unit, privacy: 'open', ...STORY }
    return () => done(post(world.house, `/kanal/surat/${rows[0].id}`, fields, world.officer), 200, 303)
  },
}

const COUNTED: Readonly<Record<string, () => Promise<Again> | Again>> = {
  'survey answers': () => {
    const payload = { answers: [answer('api')] }
    return () => added(api('/api/v1/survey-answers', payload))
  },
  'service transactions': () => {
    const at = { arrived_at: '2026-11-16T08:00:00+07:00', started_at: '2026-11-16T08:20:00+07:00' }
    const rest = { ended_at: '2026-11-16T10:00:00+07:00', outcome: 'completed', digital: false }
    const payload = { transactions: [{ key: 'retry-1', service: world.survey.service.slug, ...at, ...rest }] }
    return () => added(api('/api/v1/service-transactions', payload))
  },
  kiosk: async () => {
    const { house, survey } = world
    const made = await post(house, '/survei/kios', { name: 'Loket', unit: survey.unit }, survey.officer)
    const link = new URL(/href="(http[^"]+kios\/pasang\/[\w-]+)"/.exec(made.body)![1]!).pathname
    await get(house, link)
    const paired = await post(house, `/i/${slug()}/kios/pasang`, { code: link.split('/').at(-1)! })
    const cookie = String(paired.headers['set-cookie']).split(';')[0]!
    const fields = { answers: JSON.stringify([answer('kios')]) }
    return () => added(post(house, `/i/${slug()}/kios/jawaban`, fields, { cookie }))
  },
}

function answer(by: string) {
  const answers = Object.fromEntries(ELEMENTS.map((element) => [element, 4]))
  return { key: `${by}-retry-00000000`, service: world.survey.service.slug, answered_on: TODAY, answers }
}

type Answered = PromiseLike<{ statusCode: number; body: string }>

async function done(sent: Answered, ...statuses: readonly number[]): Promise<undefined> {
  const { statusCode, body } = await sent
  expect(statuses, body.slice(0, 400)).toContain(statusCode)
  return undefined
}

async function added(sent: Answered): Promise<number> {
  const { statusCode, body } = await sent
  expect(statusCode, body.slice(0, 400)).toBe(200)
  return (JSON.parse(body) as { added: number }).added
}

describe('sent three times, counted once', () => {
  test.each(Object.entries(CASES))('%s', async (_road, prepare) => {
    const again = await prepare()
    const before = (await casesOf(world.house, world.survey.institution)).length
    for (let time = 0; time < 3; time++) await again()
    expect((await casesOf(world.house, world.survey.institution)).length - before).toBe(1)
  })

  test.each(Object.entries(COUNTED))('%s', async (_road, prepare) => {
    const again = await prepare()
    const counts = [await again(), await again(), await again()]
    expect(counts).toEqual([1, 0, 0])
  })
})

test('a desk form or letter sent twice says that it is kept once, and where another key is issued', async () => {
  const { house, officer, survey } = world
  const fields = { _key: randomUUID(), about: about(), privacy: 'anonymous', channel: 'phone', ...STORY }
  const first = await post(house, '/pengaduan', fields, officer)
  const key = /\/lacak\/[0-9A-Z]{8}([0-9A-Z]{6})/.exec(first.body)![1]!
  const repeat = await post(house, '/pengaduan', fields, officer)
  const receipt = await get(house, String(repeat.headers.location), officer)
  expect(receipt.body).toContain('laporannya tercatat satu kali')
  expect(receipt.body).not.toContain(key)
  expect(receipt.body).toMatch(/<details[^>]* open[^>]*>.*?Pelapor kehilangan kuncinya/s)
  const stranger = await newPerson(house, survey.institution, survey.institution.root, ['complaint.create'])
  expect((await get(house, String(repeat.headers.location), stranger)).statusCode).toBe(404)

  const issue = /action="(\/pengaduan\/baru\/[^"]+\/kunci)"/.exec(receipt.body)![1]!
  const wanted = { _key: randomUUID(), way: 'counter', reason: 'Jawaban pertama tidak tampil.' }
  const issued = await post(house, issue, wanted, officer)
  const fresh = /\/lacak\/[0-9A-Z]{8}([0-9A-Z]{6})/.exec(issued.body)![1]!
  expect(fresh).not.toBe(key)
  // The renewal sent twice renews once.
  const again = await post(house, issue, wanted, officer)
  expect(again.statusCode).toBe(303)
  const code = /\/lacak\/([0-9A-Z]{8})/.exec(issued.body)![1]!
  expect((await get(house, `/i/${slug()}/lacak/${code}${fresh}`)).body).toContain(STORY.body)

  const body = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n')
  await postMultipart(house, '/kanal/surat', { scans: { name: 'b.pdf', type: 'application/pdf', body } }, officer)
  const { rows } = await house.owner.query(
    'select id from channels.letter where institution_id = $1 and complaint_id is null',
    [survey.institution.id],
  )
  const letter = { _key: randomUUID(), sender: 'Ketua RT', unit: survey.unit, privacy: 'open', ...STORY }
  await post(house, `/kanal/surat/${rows[0].id}`, letter, officer)
  const twice = await post(house, `/kanal/surat/${rows[0].id}`, letter, officer)
  const page = await get(house, String(twice.headers.location), officer)
  expect(page.body).toContain('suratnya tercatat satu kali')
  const way = /href="(\/pengaduan\/baru\/[^"]+)"/.exec(page.body)![1]!
  expect((await get(house, way, officer)).body).toContain('Terbitkan kunci baru')
})
