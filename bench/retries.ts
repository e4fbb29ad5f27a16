import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type pg from 'pg'
import { postJson, postRequest } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop } from './load.ts'
import { pick } from './pick.ts'
import { complaintFields, sendForm, signIn } from './scenarios.ts'
import { type Client, filledIn, type Kiosk, ROADS } from './survey-intake.ts'
import type { Web } from './web.ts'

/** How many came of so many things that were each sent several times. */
export type Retried = { road: string; sent: number; kept: number }
export const TIMES = 3

type House = {
  web: Web
  owner: pg.Pool
  facts: Facts
  slugs: readonly string[]
  client: Client
  kiosk: Kiosk
  mailPort: number
}

const CONNECTIONS = 30
const PATIENCE_S = 120
const KIOSK_BATCH = 50

/** Every road on which a report or an answer comes in: each thing three times with the same key, on several connections. */
export async function retries(house: House, things: number): Promise<Retried[]> {
  const { web, facts, slugs, client, kiosk } = house
  const nobody = { port: web.port, cookie: undefined }
  const story = () => complaintFields(pick(facts.services))
  const one = (make: (index: number) => string) => Array.from({ length: things }, (_, index) => make(index))
  const requests = {
    'web form': one(() => postRequest(nobody, '/i/contoh/lapor/singkat', { ...story(), _key: randomUUID() })),
    API: one(() => {
      const { subject, body, privacy } = story()
      const fields = { subject, body, privacy, service: pick(slugs), idempotency_key: randomUUID() }
      return postJson(client, '/api/v1/complaints', fields)
    }),
    Open311: one(() => open311(web.port, client.key, pick(slugs), story().body)),
    'WhatsApp, each a talk of three messages': await whatsapp(
      house,
      one(() => story().body),
    ),
  }
  const answers = {
    'survey, form': one(() => ROADS.form(web.port, filledIn(slugs, 1)[0]!)),
    'survey, API': one(() => ROADS.api(client, filledIn(slugs, 1))),
    'survey, batches of a kiosk': Array.from({ length: Math.ceil(things / KIOSK_BATCH) }, () =>
      ROADS.kiosk(kiosk, filledIn(slugs, KIOSK_BATCH)),
    ),
  }
  const done: Retried[] = []
  for (const [road, sent] of Object.entries(requests))
    done.push(await counted(house, CASES, road, things, () => sendAll(web.port, sent)))
  const mails = one(() => story().body)
  done.push(await counted(house, CASES, 'e-mail, same Message-ID', things, () => sendMails(house, mails)))
  for (const [road, sent] of Object.entries(answers))
    done.push(await counted(house, ANSWERS, road, things, () => sendAll(web.port, sent)))
  await quiet(house)
  return done
}

const CASES = 'select count(*)::int as n from complaints.complaint where institution_id = $1'
const ANSWERS = 'select count(*)::int as n from surveys.answer where institution_id = $1 and not settled'

async function counted(
  { owner, facts }: House,
  what: string,
  road: string,
  sent: number,
  send: () => Promise<void>,
): Promise<Retried> {
  const count = async () => (await owner.query<{ n: number }>(what, [facts.institution])).rows[0]!.n
  const before = await count()
  await send()
  return { road, sent, kept: (await count()) - before }
}

async function sendAll(port: number, sent: readonly string[]): Promise<void> {
  const most = sent.length * TIMES
  const request = (index: number) => sent[index % sent.length]!
  const { done } = await closedLoop(
    { port, connections: CONNECTIONS, seconds: PATIENCE_S, most, request },
    (status) => status < 400,
  )
  if (done < sent.length) throw new Error(`of ${most} requests only ${done} were answered well`)
}

function open311(port: number, key: string, service: string, description: string): string {
  const body = new URLSearchParams({
    api_key: key,
    service_code: service,
    address_string: 'Jl. Melati 1',
    description,
  }).toString()
  return `POST /i/contoh/open311/v2/requests.json HTTP/1.1\r\nhost: localhost:${port}\r\nidempotency-key: ${randomUUID()}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`
}

/** Each report from a number of its own: the words, then the answers to the two questions that follow. */
async function whatsapp({ web }: House, reports: readonly string[]): Promise<string[]> {
  const admin = await signIn(web.port, 'admin@contoh.example')
  const secret = randomBytes(16).toString('hex')
  const number = '100200300'
  const set = await sendForm(admin, '/kanal/whatsapp', {
    graph_url: 'https://graph.example/v24.0',
    phone_number_id: number,
    verify: randomUUID(),
    secret,
    access: randomUUID(),
    active: 'on',
    template: '',
    _key: randomUUID(),
  })
  if (set.status !== 303) throw new Error(`WhatsApp could not be set up: ${set.status}`)
  const second = Math.floor(Date.now() / 1000) - 10
  return reports.map((words, index) => {
    const from = `62811${String(index).padStart(8, '0')}`
    const messages = [words, '0', '1'].map((text, at) => ({
      from,
      id: `wamid.${randomUUID()}`,
      timestamp: String(second + at),
      type: 'text',
      text: { body: text },
    }))
    const contacts = [{ wa_id: from, profile: { name: 'Warga' } }]
    const value = { metadata: { phone_number_id: number }, contacts, messages }
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    })
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
    return `POST /api/webhook/whatsapp/contoh HTTP/1.1\r\nhost: localhost:${web.port}\r\ncontent-type: application/json\r\nx-hub-signature-256: ${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  })
}

const MAILBOX = 'laporan@bench.example'

/** As the mail server of the office hands them on; every mail has a sender of its own. */
async function sendMails({ owner, facts, mailPort }: House, mails: readonly string[]): Promise<void> {
  await owner.query(
    `insert into channels.setting (institution_id, secret, mailbox, mail_active, updated_at) values ($1, $2, $3, true, now())
      on conflict (institution_id) do update set mailbox = excluded.mailbox, mail_active = true`,
    [facts.institution, randomBytes(32), MAILBOX],
  )
  const door = createTransport({
    host: '127.0.0.1',
    port: mailPort,
    pool: true,
    maxConnections: 10,
    maxMessages: Number.POSITIVE_INFINITY,
    ignoreTLS: true,
  })
  const letters = mails.map((words, index) => {
    const from = `warga${index}@${randomUUID()}.example`
    const raw = `From: ${from}\r\nTo: ${MAILBOX}\r\nMessage-ID: <${randomUUID()}@warga.example>\r\nSubject: Laporan ${index}\r\n\r\n${words}\r\n`
    return { envelope: { from, to: MAILBOX }, raw }
  })
  try {
    for (let time = 0; time < TIMES; time++) await Promise.all(letters.map((letter) => door.sendMail(letter)))
  } finally {
    door.close()
  }
}

/** What would now be told to people who do not exist is not sent while other things are measured. */
async function quiet({ owner, facts }: House): Promise<void> {
  await owner.query(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id and t.identifier like 'channels.%' and j.payload->>'institution' = $1`,
    [facts.institution],
  )
}
