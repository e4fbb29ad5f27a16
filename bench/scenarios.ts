import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { demoAccounts } from '../src/demo/accounts.ts'
import type { Db } from '../src/platform/database/db.ts'
import { kyselyOn } from '../src/platform/database/statements.ts'
import { getRequest, openConnection, postRequest, type Reply, type Visitor } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop, type Measured, openLoop } from './load.ts'
import { pick } from './pick.ts'
import { type Usage, type Web, watch } from './web.ts'

export type Page = { name: string; path: () => string; login: string | undefined }

const THEMES = ['kecepatan', 'keramahan', 'keakuratan', 'kemudahan', 'biaya', 'sarana', 'integritas']
const TABS = ['verify', 'work', 'overdue', 'citizen', 'done']
const SEARCHES = ['antrean', 'petugas loket', 'biaya', 'berkas', 'menunggu lama']

/** The pages of issue and README, each asked for all over the institution so that no cache flatters it. */
export function pagesOf(facts: Facts): Page[] {
  const filters = [
    () => `antrean=${pick(TABS)}`,
    () => `antrean=${pick(TABS)}&theme=${pick(THEMES)}`,
    () => `antrean=${pick(TABS)}&unit=${pick(facts.busyUnits)}`,
    () => `antrean=${pick(TABS)}&service=${pick(facts.services)}`,
    () => `antrean=${pick(TABS)}&q=${encodeURIComponent(pick(SEARCHES))}`,
  ]
  return [
    { name: 'complaint page', path: () => `/pengaduan/${pick(facts.complaints)}`, login: 'pengaduan@contoh.example' },
    {
      name: 'complaint list, filtered',
      path: () => `/pengaduan?${pick(filters)()}`,
      login: 'pengaduan@contoh.example',
    },
    {
      name: 'employee profile',
      path: () => `/kompetensi/pegawai/${pick(facts.employees)}`,
      login: 'sdm@contoh.example',
    },
    { name: 'unit gap table', path: () => `/kompetensi?unit=${pick(facts.units)}`, login: 'sdm@contoh.example' },
    { name: "leader's home", path: () => '/lingkaran', login: 'pimpinan@contoh.example' },
    { name: "citizen's first page", path: () => '/i/contoh', login: undefined },
  ]
}

/** Signs in as a demonstration account, through the form. */
export async function signIn(port: number, login: string): Promise<Visitor> {
  const password = demoAccounts.find((account) => account.login === login)!.password
  const connection = await openConnection(port)
  const nobody = { port, cookie: undefined }
  const reply = await connection.send(postRequest(nobody, '/i/contoh/masuk', { login, password, _key: randomUUID() }))
  connection.close()
  const cookie = /\r\nset-cookie: *(sigap=[^;\r]+)/i.exec(reply.head)?.[1]
  if (!cookie) throw new Error(`sign-in as ${login} was answered with ${reply.status}`)
  return { port, cookie }
}

export type Sent = { status: number; body: string; cookies: readonly string[] }

/** A form sent outside of any measurement, such as one that prepares it. */
export async function sendForm(
  { port, cookie }: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Sent> {
  const origin = `http://127.0.0.1:${port}`
  const answer = await fetch(origin + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, ...(cookie ? { cookie } : {}) },
    body: new URLSearchParams(fields),
  })
  const cookies = answer.headers.getSetCookie().map((one) => one.split(';', 1)[0]!)
  return { status: answer.status, body: await answer.text(), cookies }
}

/** Work of ours on the database of this institution, without a web process. */
export async function asInstitution<T>(owner: pg.Pool, facts: Facts, work: (db: Db) => Promise<T>): Promise<T> {
  const connection = await owner.connect()
  try {
    await connection.query(`set app.institution = '${facts.institution}'`)
    return await work(kyselyOn(connection))
  } finally {
    await connection.query('reset app.institution')
    connection.release()
  }
}

/** A round in which others took more of the machine than this is measured again, so many times at most. */
const QUIET = 0.05
const ROUNDS = 3

export type PageResult = { page: string; measured: Measured; usage: Usage; rate: number }

/** `rounds` is 1 where the page is one part of something that happens once. */
export async function measurePage(
  web: Web,
  postmaster: number,
  page: Page,
  rate: number,
  seconds: number,
  rounds = ROUNDS,
): Promise<PageResult> {
  const visitor = page.login ? await signIn(web.port, page.login) : { port: web.port, cookie: undefined }
  const request = () => getRequest(visitor, page.path())
  const load = { port: web.port, connections: 64, request, rate }
  // The first seconds compile the code and plan the statements on every connection to the database; each sender waits
  // for its answer, so that nothing is queued when the measuring begins.
  await closedLoop({ ...load, connections: 12, seconds: Math.min(3, seconds / 3) })
  let best: PageResult | undefined
  for (let round = 0; round < rounds && !(best && best.usage.others <= QUIET); round++) {
    const [measured, usage] = await watch(web, postmaster, () => openLoop({ ...load, seconds }))
    // Which round counts is decided by what others did, never by how fast it was.
    if (!best || usage.others < best.usage.others) best = { page: page.name, measured, usage, rate }
  }
  return best!
}

const WORDS =
  'antrean loket petugas berkas lama jam pagi kursi nomor surat izin kartu keluarga puskesmas obat dokter sopan jelas biaya tarif papan syarat ditolak kembali besok janji telepon kantor kecamatan jalan lampu parkir air listrik bantuan data salah nama alamat ralat'.split(
    ' ',
  )

function sentence(words: number): string {
  return Array.from({ length: words }, () => pick(WORDS)).join(' ')
}

export function complaintFields(service: string) {
  return {
    about: `service:${service}`,
    subject: `Laporan ${sentence(6)}`,
    body: `${sentence(45)}.`,
    privacy: 'anonymous',
  }
}

const SENT = '/i/contoh/lapor/singkat'

export type Submitted = { measured: Measured; codes: string[] }

/** Citizens without an account send the short form; every code that comes back was acknowledged. */
export async function submit(web: Web, facts: Facts, connections: number, seconds: number): Promise<Submitted> {
  const codes: string[] = []
  const nobody = { port: web.port, cookie: undefined }
  const request = () => postRequest(nobody, SENT, { ...complaintFields(pick(facts.services)), _key: randomUUID() })
  const answered = (reply: Reply) => {
    const code = /\r\nlocation: *\S*\/lacak\/([^/\r]+)/i.exec(reply.head)?.[1]
    if (code)
      codes.push(
        decodeURIComponent(code)
          .replaceAll(/[^0-9A-Z]/g, '')
          .slice(0, 8),
      )
  }
  const measured = await closedLoop(
    { port: web.port, connections, seconds, request, answered },
    (status) => status === 303,
  )
  return { measured, codes }
}

/** Pages and submissions mixed, on more clients than there are database connections. */
export async function crowd(web: Web, facts: Facts, clients: number, seconds: number): Promise<Measured> {
  const pages = pagesOf(facts)
  const visitors = new Map<string, Visitor>()
  for (const { login } of pages) if (login && !visitors.has(login)) visitors.set(login, await signIn(web.port, login))
  const nobody = { port: web.port, cookie: undefined }
  const request = (index: number) => {
    if (index % 4 === 0)
      return postRequest(nobody, SENT, { ...complaintFields(pick(facts.services)), _key: randomUUID() })
    const page = pick(pages)
    return getRequest(page.login ? visitors.get(page.login)! : nobody, page.path())
  }
  return closedLoop(
    { port: web.port, connections: clients, seconds, request },
    (status) => status === 200 || status === 303,
  )
}

/** How many of these codes are not in the database. */
export async function missing(owner: pg.Pool, codes: readonly string[]): Promise<number> {
  const { rows } = await owner.query<{ found: number }>(
    'select count(*)::int as found from complaints.complaint where code = any($1)',
    [codes],
  )
  return codes.length - rows[0]!.found
}
