import { randomUUID } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fastify } from 'fastify'
import pg from 'pg'
import { makeCode } from '../src/listen/complaints/code.ts'
import { tellingWords } from '../src/listen/complaints/duplicates/model.ts'
import { newId } from '../src/platform/id.ts'
import { answerBody, answerServer } from './answer-server.ts'
import { getRequest, postJson } from './client.ts'
import type { Facts } from './data.ts'
import { closedLoop } from './load.ts'
import { pick } from './pick.ts'
import { complaintFields } from './scenarios.ts'
import { cpuOf, cpuOfServer, program, runProgram } from './web.ts'

/** CPU of one statement or request in milliseconds: of whoever asks or answers over HTTP, and of PostgreSQL where it was watched. */
export type Floor = { perSecond: number; cpuMs: number; databaseMs?: number }
export type Floors = {
  fsync: number
  http: Floor
  select: Floor
  insert: Floor
  complaint: Floor
  fastify: Floor
}

const CONNECTIONS = 10

/** What this machine can do at most, measured without any of our code in the way. */
export async function measureFloors(owner: pg.Pool, url: string, facts: Facts, folder: string, seconds: number) {
  return {
    fsync: measureFsync(folder),
    http: await serverFloor('http', url, seconds),
    fastify: await serverFloor('fastify', url, seconds),
    select: await statementFloor(url, seconds, () => ({
      name: 'floor-select',
      text: 'select code, subject from complaints.complaint where institution_id = $1 and id = $2',
      values: [facts.institution, pick(facts.complaints)],
    })),
    insert: await insertFloor(owner, url, facts, seconds),
    complaint: await complaintFloor(owner, url, facts, seconds),
  } satisfies Floors
}

/** Median microseconds to make 8 kB durable in this folder. */
function measureFsync(folder: string): number {
  const path = join(folder, 'fsync.tmp')
  const file = openSync(path, 'w')
  const page = Buffer.alloc(8192, 1)
  const times = Array.from({ length: 400 }, () => {
    const began = performance.now()
    writeSync(file, page, 0, page.length, 0)
    fdatasyncSync(file)
    return performance.now() - began
  })
  closeSync(file)
  rmSync(path)
  return times.sort((a, b) => a - b)[200]! * 1000
}

/** False where a drawn code is taken: among a million reports that happens once in 34,000. */
async function inserted(client: pg.Client, query: pg.QueryConfig): Promise<boolean> {
  try {
    await client.query(query)
    return true
  } catch (error) {
    if ((error as { code?: unknown }).code === '23505') return false
    throw error
  }
}

async function statementFloor(
  url: string,
  seconds: number,
  query: () => pg.QueryConfig,
  postmaster?: number,
): Promise<Floor> {
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client({ connectionString: url }))
  await Promise.all(clients.map((client) => client.connect()))
  const began = performance.now()
  const cpu = process.cpuUsage()
  const before = postmaster === undefined ? 0 : cpuOfServer(postmaster)
  let done = 0
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - began < seconds * 1000) {
        if (await inserted(client, query())) done++
      }
    }),
  )
  const used = process.cpuUsage(cpu)
  const passed = (performance.now() - began) / 1000
  const databaseMs = postmaster === undefined ? {} : { databaseMs: ((cpuOfServer(postmaster) - before) * 1000) / done }
  await Promise.all(clients.map((client) => client.end()))
  return { perSecond: done / passed, cpuMs: (used.user + used.system) / 1000 / done, ...databaseMs }
}

async function insertFloor(owner: pg.Pool, url: string, { institution }: Facts, seconds: number): Promise<Floor> {
  await owner.query(
    'create table if not exists public.bench_floor (id uuid primary key, institution_id uuid, words text)',
  )
  try {
    return await statementFloor(url, seconds, () => ({
      name: 'floor-insert',
      text: 'insert into public.bench_floor values ($1, $2, $3)',
      values: [newId(), institution, 'one row, one commit, one fsync'],
    }))
  } finally {
    await owner.query('drop table public.bench_floor')
  }
}

const BARE = `
  with c as (
    insert into complaints.complaint (institution_id, id, code, unit_id, service_id, channel, privacy, subject, body,
      received_at, status, queue, queue_at, derived_events, derived_rules, derived_calendar)
    values ($1, $2, $3, $4, $5, 'web', 'anonymous', $6, $7, now(), 'received', 1, now() + interval '3 days', 1, 'bare', 1)
  ), e as (
    insert into complaints.event (institution_id, complaint_id, seq, kind, at, actor, unit_id)
    values ($1, $2, 1, 'received', now(), 'citizen', $4)
  ), w as (
    insert into complaints.word (institution_id, unit_id, word, received_at, complaint_id)
    select $1, $4, unnest($10::text[]), now(), $2
  ), p as (
    insert into complaints.unproven (institution_id, complaint_id, reasons, at)
    values ($1, $2, '{no_proof}', now())
  ), a as (
    insert into audit.event (institution_id, id, at, action, subject, detail, request_id)
    values ($1, $8, now(), 'complaint.received', 'complaint:' || $2::text, '{"channel": "web"}', 'bare')
  )
  insert into platform.submission (institution_id, key, path, outcome, at)
  values ($1, $9, '/i/contoh/lapor/singkat', '{"redirect": "/i/contoh/lacak/00000000/tanda-terima"}', now())`

/** The rows that one submitted complaint leaves, in one prepared statement, without rules, wall, or HTTP. */
export async function complaintFloor(
  owner: pg.Pool,
  url: string,
  facts: Facts,
  seconds: number,
  postmaster?: number,
): Promise<Floor> {
  const { institution, services } = facts
  const { rows } = await owner.query<{ id: string; unit_id: string }>(
    'select id, unit_id from services.service where id = any($1)',
    [services],
  )
  const made: string[] = []
  const began = await owner.query<{ at: Date }>('select now() as at')
  const query = () => {
    const { id: service, unit_id: unit } = pick(rows)
    const { subject, body } = complaintFields(service)
    const id = newId()
    made.push(id)
    const ids = [institution, id, makeCode(randomBytes5()), unit, service]
    const words = tellingWords(`${subject} ${body}`)
    return { name: 'floor-complaint', text: BARE, values: [...ids, subject, body, newId(), randomUUID(), words] }
  }
  const floor = await statementFloor(url, seconds, query, postmaster)
  await forget(owner, institution, made, began.rows[0]!.at)
  return floor
}

/** By what is indexed, and all of it, so that no key needs to be looked up: these tables may hold many millions of rows. */
async function forget(owner: pg.Pool, institution: string, made: readonly string[], since: Date): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query('begin; set local session_replication_role = replica')
    await client.query(
      'delete from complaints.word where institution_id = $1 and received_at >= $2 and complaint_id = any($3)',
      [institution, since, made],
    )
    for (const [table, column] of [
      ['unproven', 'complaint_id'],
      ['event', 'complaint_id'],
      ['complaint', 'id'],
    ])
      await client.query(`delete from complaints.${table} where institution_id = $1 and ${column} = any($2)`, [
        institution,
        made,
      ])
    await client.query('delete from audit.event where institution_id = $1 and subject = any($2)', [
      institution,
      made.map((id) => `complaint:${id}`),
    ])
    await client.query(`delete from platform.submission where outcome->>'redirect' like '%/00000000/%'`)
    await client.query('commit')
  } finally {
    client.release()
  }
}

function randomBytes5(): Uint8Array {
  return Uint8Array.from({ length: 5 }, () => Math.floor(Math.random() * 256))
}

async function serverFloor(
  kind: 'http' | 'fastify' | 'answer',
  url: string,
  seconds: number,
  ask: (port: number) => string = (port) => getRequest({ port, cookie: undefined }, '/'),
  postmaster?: number,
): Promise<Floor> {
  const child = runProgram([program(), 'bench', `--floor-server=${kind}`, `--url=${url}`], {})
  try {
    const port = await new Promise<number>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
      child.once('exit', () => reject(new Error(`the ${kind} floor ended`)))
    })
    const load = { port, connections: 32, request: () => ask(port) }
    await closedLoop({ ...load, seconds: 1 })
    const before = cpuOf(child.pid!)
    const database = postmaster === undefined ? 0 : cpuOfServer(postmaster)
    const measured = await closedLoop({ ...load, seconds })
    if (measured.failed > 0) throw new Error(`the ${kind} floor refused ${measured.failed} requests`)
    return {
      perSecond: measured.done / measured.seconds,
      cpuMs: ((cpuOf(child.pid!) - before) * 1000) / measured.done,
      ...(postmaster === undefined
        ? {}
        : { databaseMs: ((cpuOfServer(postmaster) - database) * 1000) / measured.done }),
    }
  } finally {
    child.kill('SIGKILL')
  }
}

/** The servers of these floors, each in a process of its own as the web process is. */
export async function floorServer(kind: string, url: string): Promise<void> {
  const ended = new Promise<void>((resolve) => process.once('disconnect', () => resolve()))
  if (kind === 'http') {
    const server = createServer((_request, response) => response.end('sigap'))
    server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
  } else if (kind === 'answer') {
    await answerServer(url)
  } else {
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
    const app = fastify()
    app.get('/', async () => {
      const { rows } = await pool.query({
        name: 'one',
        text: 'select slug, name from organization.institution limit 1',
      })
      return rows[0]
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`)
  }
  await ended
  process.exit()
}

/** So many answers stand in one request of another system, and in one statement of its floor. */
export const ANSWERS_AT_ONCE = 50

/** A kiosk that was offline sends so many. */
export const STORED = 500

/**
 * Survey answers inserted bare: one durable row, and as many in one durable statement as a request or a kiosk brings;
 * `asked` is the one row behind the least imaginable HTTP server.
 */
export async function answerFloors(owner: pg.Pool, url: string, facts: Facts, seconds: number, postmaster: number) {
  const { rows } = await owner.query<{ id: string; unit_id: string }>(
    'select id, unit_id from services.service where id = any($1)',
    [facts.services],
  )
  const rule = (await owner.query<{ rule_code: string }>('select rule_code from surveys.answer limit 1')).rows[0]!
  const insert = (size: number) => `
    insert into surveys.answer (institution_id, id, rule_code, service_id, unit_id, answered_on, channel, persyaratan,
      prosedur, waktu, biaya, produk, kompetensi, perilaku, sarana, pengaduan, mean_units, settled)
    select $1, gen_random_uuid(), $2, $3, $4, '1999-01-01', 'api', 3, 3, 3, 3, 3, 3, 3, 3, 3, 7560, false
    from generate_series(1, ${size})`
  const floor = (size: number) => {
    const query = () => {
      const { id, unit_id } = pick(rows)
      const values = [facts.institution, rule.rule_code, id, unit_id]
      return { name: `floor-answer-${size}`, text: insert(size), values }
    }
    return statementFloor(url, seconds, query, postmaster)
  }
  const body = (port: number) =>
    postJson({ port, authorization: '' }, '/', answerBody(facts.institution, rule.rule_code, pick(rows), randomUUID()))
  try {
    return {
      one: await floor(1),
      asked: await serverFloor('answer', url, seconds, body, postmaster),
      batch: await floor(ANSWERS_AT_ONCE),
      stored: await floor(STORED),
    }
  } finally {
    await owner.query(
      `delete from surveys.answer where institution_id = $1 and not settled and answered_on = '1999-01-01'`,
      [facts.institution],
    )
  }
}
