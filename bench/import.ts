import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { runningOwnerUrl } from '../src/platform/database/embedded.ts'
import { type Facts, loadDemonstration, postmasterOf, readFacts, removeFolder, type Say } from './data.ts'
import { sendForm, signIn } from './scenarios.ts'
import { startWeb, type Web, watch } from './web.ts'

const ROWS = 20_000
const AT_ONCE = 1000

type Step = { upload: number; check: number; apply: number }
/** Seconds, and for `longest` milliseconds. */
export type ImportResult = Step & {
  rows: number
  known: number
  again: number
  bare: number
  megabytes: number
  longest: number
  loadSeconds: number
}

/**
 * Employees from a file into a demonstration of its own, as a person does it: upload, look at the outcome of every row,
 * apply. Pages are asked for meanwhile, so that a stall of everybody else would be seen.
 */
export async function measureImport(folder: string, scale: number, say: Say): Promise<ImportResult> {
  removeFolder(folder)
  mkdirSync(folder, { recursive: true })
  try {
    say(`Demonstration data ×${scale} into an empty folder …`)
    const loadSeconds = await loadDemonstration(folder, scale, () => undefined)
    const web = await startWeb({ DATA_DIR: folder })
    const owner = new pg.Pool({ connectionString: runningOwnerUrl(folder)!, max: 2 })
    owner.on('error', () => undefined)
    try {
      const facts = await readFacts(owner)
      const file = await employees(owner, facts)
      say(`Import: ${ROWS} employees …`)
      const [done, { megabytes }] = await watch(web, postmasterOf(folder), () =>
        withPages(web, () => imported(web, owner, file)),
      )
      say('The same file again …')
      const again = await checked(web, file)
      await expectRows(owner, again.path, 'checked', 'unchanged')
      return {
        ...done.result,
        longest: done.longest,
        megabytes,
        again: again.upload + again.check,
        rows: ROWS,
        known: facts.counts.employees,
        bare: await bareRows(owner, facts),
        loadSeconds,
      }
    } finally {
      await owner.end()
      await web.stop()
    }
  } finally {
    removeFolder(folder)
  }
}

/** With every column a personnel office fills in, superiors within the file, spread over all units. */
async function employees(owner: pg.Pool, { institution }: Facts): Promise<string> {
  const codes = async (table: string) =>
    (await owner.query<{ code: string }>(`select code from ${table} order by code`, [institution])).rows.map(
      ({ code }) => code,
    )
  const units = await codes('organization.unit where institution_id = $1 and active_to is null')
  const positions = await codes('organization.position where institution_id = $1 and code is not null')
  const day = (index: number) => new Date(Date.UTC(1975, 0, 1 + (index % 8000))).toISOString().slice(0, 10)
  const nip = (index: number) =>
    `${day(index).replaceAll('-', '')}2012${String(1 + (index % 12)).padStart(2, '0')}1${900 + Math.floor(index / 8000)}`
  const nik = (index: number) => {
    const [year, month, date] = day(index).split('-')
    return `170709${date}${month}${year!.slice(2)}${String(1 + (index % 9999)).padStart(4, '0')}`
  }
  const head = 'NIP;NAMA;STATUS KEPEGAWAIAN;NIK;GOLONGAN;EMAIL;NOMOR HP;KODE UNIT;KODE JABATAN;NIP ATASAN;TMT JABATAN'
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const superior = index % 20 === 0 ? '' : nip(index - (index % 20))
    const unit = units[Math.floor(index / 20) % units.length]
    const position = positions[index % positions.length]
    return `${nip(index)};Pegawai Ukur ${index};PNS;${nik(index)};III/a;pegawai${index}@ukur.example;0812${String(10_000_000 + index)};${unit};${position};${superior};2024-07-01`
  })
  return [head, ...rows].join('\r\n')
}

type Checked = { visitor: { port: number; cookie: string }; path: string; page: string; upload: number; check: number }

async function checked(web: Web, file: string): Promise<Checked> {
  const visitor = await officer(web)
  const form = new FormData()
  form.set('_key', randomUUID())
  form.set('kind', 'employee')
  form.set('file', new Blob([file], { type: 'text/csv' }), 'pegawai.csv')
  const origin = `http://127.0.0.1:${web.port}`
  const began = performance.now()
  const sent = await fetch(`${origin}/impor`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie: visitor.cookie },
    body: form,
  })
  const path = sent.headers.get('location')
  if (sent.status !== 303 || !path) throw new Error(`the file was answered with ${sent.status}`)
  const uploaded = performance.now()
  const page = await settled(visitor, path)
  return { visitor, path, page, upload: (uploaded - began) / 1000, check: (performance.now() - uploaded) / 1000 }
}

async function imported(web: Web, owner: pg.Pool, file: string): Promise<Step> {
  const { visitor, path, page, upload, check } = await checked(web, file)
  await expectRows(owner, path, 'checked', 'created')
  const seen = /name="_seen" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const began = performance.now()
  const sent = await sendForm(visitor, `${path}/terapkan`, { _key: randomUUID(), _seen: seen })
  if (sent.status !== 303) throw new Error(`applying was answered with ${sent.status}`)
  await settled(visitor, path)
  const apply = (performance.now() - began) / 1000
  await expectRows(owner, path, 'applied', 'created')
  return { upload, check, apply }
}

async function officer(web: Web): Promise<{ port: number; cookie: string }> {
  const { port, cookie } = await signIn(web.port, 'sdm@contoh.example')
  return { port, cookie: cookie! }
}

/** The page of an import asks again by itself while something is under way. */
async function settled({ port, cookie }: { port: number; cookie: string }, path: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })
    const page = await answer.text()
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`)
    if (!answer.headers.has('refresh')) return page
    await sleep(250)
  }
}

/** @throws Error unless each row of the file had this outcome */
async function expectRows(owner: pg.Pool, path: string, state: string, outcome: 'created' | 'unchanged') {
  const { rows } = await owner.query<{ state: string; rows: number }>(
    `select state, ${outcome}_rows as rows from people.import where id = $1`,
    [path.split('/').at(-1)],
  )
  if (rows[0]?.state !== state || rows[0].rows !== ROWS)
    throw new Error(`expected ${ROWS} ${outcome} and ${state}: ${JSON.stringify(rows[0])}`)
}

/** What everybody else waits while `work` goes on. */
async function withPages<T>(web: Web, work: () => Promise<T>): Promise<{ result: T; longest: number }> {
  let over = false
  let longest = 0
  const asking = (async () => {
    while (!over) {
      const began = performance.now()
      await (await fetch(`http://127.0.0.1:${web.port}/i/contoh`)).arrayBuffer()
      longest = Math.max(longest, performance.now() - began)
      await sleep(100)
    }
  })()
  try {
    const result = await work()
    return { result, longest }
  } finally {
    over = true
    await asking
  }
}

/** Seconds for the rows that stay, in one durable transaction, into tables with the same columns, checks and indexes. */
async function bareRows(owner: pg.Pool, { institution }: Facts): Promise<number> {
  const mine = `people.employee where institution_id = $1 and email like '%@ukur.example'`
  const sources = {
    employee: `select to_jsonb(e) as row from ${mine.replace('where', 'e where')}`,
    assignment: `select to_jsonb(a) as row from people.assignment a where institution_id = $1 and employee_id in (select id from ${mine})`,
  }
  const client = await owner.connect()
  try {
    const rows: [string, unknown[]][] = []
    for (const [name, source] of Object.entries(sources)) {
      await client.query(`create table people.floor_${name} (like people.${name} including all)`)
      const found = await client.query<{ row: unknown }>(source, [institution])
      rows.push([name, found.rows.map(({ row }) => row)])
    }
    const began = performance.now()
    await client.query('begin')
    for (const [name, all] of rows)
      for (let at = 0; at < all.length; at += AT_ONCE)
        await client.query({
          name: `floor-${name}`,
          text: `insert into people.floor_${name} select * from jsonb_populate_recordset(null::people.floor_${name}, $1)`,
          values: [JSON.stringify(all.slice(at, at + AT_ONCE))],
        })
    await client.query('commit')
    return (performance.now() - began) / 1000
  } finally {
    client.release()
  }
}
