import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { createApiClient } from '../src/core/people/api-clients/acts.ts'
import { insertDraft } from '../src/listen/complaints/drafts.ts'
import { publicScope, systemScope } from '../src/platform/access.ts'
import { type Db, kyselyOn } from '../src/platform/database/db.ts'
import { postJson, postRequest, type Reply } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop, type Measured, openLoop } from './load.ts'
import { pick } from './pick.ts'
import { complaintFields, type Page } from './scenarios.ts'
import type { Web } from './web.ts'

const ELEMENTS = 'persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan'.split(' ')
const WORDS = [
  'antrean loket',
  'petugas tidak sopan',
  'biaya tambahan',
  'berkas hilang',
  'menunggu lama',
  'surat nikah',
]

export type ListenPage = Page & { most: number; rate: number }

/** The pages of the listening stage whose time must not grow with what has been heard. */
export function listenPages(facts: Facts, drafts: readonly string[]): ListenPage[] {
  const officer = 'pengaduan@contoh.example'
  const tabs = ['verify', 'work', 'overdue', 'citizen', 'done']
  const words = () => encodeURIComponent(pick(WORDS))
  return [
    {
      name: "officer's queue, filtered",
      path: () => `/pengaduan?antrean=${pick(tabs)}&unit=${pick(facts.busyUnits)}`,
      login: officer,
      most: 100,
      rate: 50,
    },
    {
      name: "officer's queue, full text",
      path: () => `/pengaduan?antrean=${pick(tabs)}&q=${words()}`,
      login: officer,
      most: 100,
      rate: 50,
    },
    { name: 'case page', path: () => `/pengaduan/${pick(facts.complaints)}`, login: officer, most: 100, rate: 50 },
    {
      name: 'similar reports, while typing',
      path: () =>
        `/i/contoh/lapor/${pick(drafts)}/mirip?subject=${words()}&body=${encodeURIComponent(complaintFields('').body)}`,
      login: undefined,
      most: 50,
      rate: 50,
    },
    { name: 'public statistics', path: () => '/i/contoh/statistik-pengaduan', login: undefined, most: 100, rate: 50 },
    { name: 'survey results', path: () => '/i/contoh/hasil-survei', login: undefined, most: 100, rate: 50 },
  ]
}

/** Reports that are being written, one about each of some services. */
export async function openDrafts(owner: pg.Pool, facts: Facts): Promise<string[]> {
  return asInstitution(owner, facts, async (db) => {
    const scope = publicScope(facts.institution)
    const tokens: string[] = []
    for (const service of facts.services.slice(0, 20))
      tokens.push(await insertDraft(db, scope, new Date(), { kind: 'complaint', about: `service:${service}` }))
    return tokens
  })
}

async function asInstitution<T>(owner: pg.Pool, facts: Facts, work: (db: Db) => Promise<T>): Promise<T> {
  const connection = await owner.connect()
  try {
    await connection.query(`set app.institution = '${facts.institution}'`)
    return await work(kyselyOn(connection))
  } finally {
    await connection.query('reset app.institution')
    connection.release()
  }
}

export type Client = { port: number; authorization: string }

/** A client of the interface, made as an administrator makes one. */
export async function apiClient(
  owner: pg.Pool,
  port: number,
  facts: Facts,
  scopes: readonly string[],
): Promise<Client> {
  const scope = systemScope('api_client.manage', 'measures', facts.institution, [])
  const made = await asInstitution(owner, facts, (db) =>
    createApiClient(db, scope, new Date(), { name: 'bench', scopes }),
  )
  return { port, authorization: `Basic ${Buffer.from(`${made.key}:${made.secret}`).toString('base64')}` }
}

function answer(slug: string, day: string) {
  return {
    key: randomUUID(),
    service: slug,
    answered_on: day,
    answers: Object.fromEntries(ELEMENTS.map((element) => [element, 1 + Math.floor(Math.random() * 4)])),
  }
}

export type Answered = { measured: Measured; answers: number }

/** Filled-in questionnaires from kiosks and other systems, `size` in each request. */
export async function sendAnswers(
  client: Client,
  slugs: readonly string[],
  size: number,
  load: { connections: number; seconds: number } | { rate: number; connections: number; seconds: number },
): Promise<Answered> {
  const day = new Date().toISOString().slice(0, 10)
  const request = () =>
    postJson(client, '/api/v1/survey-answers', {
      answers: Array.from({ length: size }, () => answer(pick(slugs), day)),
    })
  const all = { port: client.port, request, ...load }
  const measured =
    'rate' in load
      ? await openLoop(all as typeof all & { rate: number })
      : await closedLoop(all, (status) => status === 200)
  return { measured, answers: measured.done * size }
}

/** Each form is sent three times with the same key, on different connections; returns how many cases came of it. */
export async function retries(web: Web, owner: pg.Pool, facts: Facts, forms: number): Promise<number> {
  const nobody = { port: web.port, cookie: undefined }
  const marked = `Uji ulang ${randomUUID()}`
  const sent = Array.from({ length: forms }, () =>
    postRequest(nobody, '/i/contoh/lapor/singkat', {
      ...complaintFields(pick(facts.services)),
      subject: marked,
      _key: randomUUID(),
    }),
  )
  const request = (index: number) => sent[index % forms]!
  const load = { port: web.port, connections: 30, seconds: 120, most: forms * 3, request }
  await closedLoop(load, (status) => status === 303)
  const { rows } = await owner.query<{ n: number }>(
    'select count(*)::int as n from complaints.complaint where institution_id = $1 and subject = $2',
    [facts.institution, marked],
  )
  return rows[0]!.n
}

export type Reported = { measured: Measured; codes: string[] }

/** Citizens after a disaster: reports at a constant rate, every second with this photo; every code that came back counts. */
export function burst(web: Web, facts: Facts, rate: number, seconds: number, photo: Buffer): Promise<Reported> {
  return reported(web, facts, photo, (load) => openLoop({ ...load, connections: 128, rate, seconds }, sent))
}

/** The same by a few senders, each the next one as soon as the last is acknowledged; it ends when the server does. */
export function stream(web: Web, facts: Facts, connections: number, seconds: number, photo: Buffer): Promise<Reported> {
  return reported(web, facts, photo, (load) => closedLoop({ ...load, connections, seconds }, sent))
}

const sent = (status: number) => status === 303

type Reports = { port: number; request: (index: number) => string | Buffer; answered: (reply: Reply) => void }

async function reported(
  web: Web,
  facts: Facts,
  photo: Buffer,
  run: (load: Reports) => Promise<Measured>,
): Promise<Reported> {
  const codes: string[] = []
  const nobody = { port: web.port, cookie: undefined }
  const request = (index: number) => {
    const fields = { ...complaintFields(pick(facts.services)), _key: randomUUID() }
    return index % 2 === 0
      ? multipart(web.port, '/i/contoh/lapor/singkat', fields, photo)
      : postRequest(nobody, '/i/contoh/lapor/singkat', fields)
  }
  const answered = (reply: Reply) => {
    const code = /\r\nlocation: *\S*\/lacak\/([^/\r]+)/i.exec(reply.head)?.[1]
    if (code)
      codes.push(
        decodeURIComponent(code)
          .replaceAll(/[^0-9A-Z]/g, '')
          .slice(0, 8),
      )
  }
  return { measured: await run({ port: web.port, request, answered }), codes }
}

function multipart(port: number, path: string, fields: Readonly<Record<string, string>>, photo: Buffer): Buffer {
  const boundary = `bench${randomUUID()}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="photo"; filename="foto.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const body = Buffer.concat([Buffer.from(parts.join('') + file), photo, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost:${port}\r\nsec-fetch-site: same-origin\r\ncontent-type: multipart/form-data; boundary=${boundary}\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}
