import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderInUse, lockDataFolder } from './data-folder-lock.ts'
import { startDisposable } from './disposable.ts'
import { type Embedded, pauseBefore, runningOwnerUrl, startEmbedded } from './embedded.ts'
import { servesCluster } from './processes.ts'

let folder: string
let dataDir: string
const cleanup: (() => Promise<unknown>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigap-embedded-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'data')
})

afterEach(async () => {
  for (const work of cleanup.splice(0).reverse()) await work().catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
})

async function start(durable = false, log: string[] = []): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, durable, log: (line) => log.push(line) })
  cleanup.push(() => server.stop())
  return server
}

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

function postmaster(): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
}

/** Another Sigap: a process that starts the server on the same folder and keeps it until it is killed. */
async function startElsewhere(): Promise<ChildProcess> {
  const module = pathToFileURL(join(import.meta.dirname, 'embedded.ts')).href
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(module)})
    await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    process.stdout.write('ready')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanup.push(() => killed(child))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('it ended early'))),
  ])
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('starts on a unix socket only, keeps rows over a stop, and gives the folder back', async () => {
  const first = await start(true)
  expect(await ask(first.ownerUrl(), 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await ask(first.ownerUrl(), 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
  expect(statSync(first.socketDir).mode & 0o777).toBe(0o700)
  await ask(first.ownerUrl(), 'create table kept as select 42 as answer')
  expect(runningOwnerUrl(dataDir)).toBe(first.ownerUrl())
  const pid = postmaster()
  await first.stop()
  expect(servesCluster(pid, join(dataDir, 'postgres/cluster'))).toBe(false)
  expect(existsSync(join(dataDir, 'lock'))).toBe(false)
  expect(runningOwnerUrl(dataDir)).toBeUndefined()

  const second = await start()
  expect(await ask(second.ownerUrl(), 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('what citizens wrote never comes into the log of the database', async () => {
  const server = await start()
  const client = new pg.Client(server.ownerUrl())
  await client.connect()
  await client.query('create table told (words text unique)')
  await client.query('set log_min_duration_statement = 0')
  const tell = () => client.query('insert into told values ($1)', ['Rahasia warga'])
  await tell()
  await expect(tell()).rejects.toThrow('duplicate key')
  await client.end()
  const written = readFileSync(join(dataDir, 'postgres.log'), 'utf8')
  expect(written).toContain('insert into told values ($1)')
  expect(written).not.toContain('Rahasia')
})

test('a second start on the same folder is refused with a sentence', async () => {
  await start()
  expect(() => lockDataFolder(dataDir)).toThrow(DataFolderInUse)
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/already runs on the data folder .* \(process \d+, since /)
})

test('of two starts at once from two processes exactly one gets the folder', async () => {
  const [here, there] = await Promise.allSettled([start(), startElsewhere()])
  expect([here.status, there.status].filter((status) => status === 'fulfilled')).toHaveLength(1)
})

test('after a kill -9 of Sigap alone no server is left behind, and every committed row is there', async () => {
  const other = await startElsewhere()
  const url = runningOwnerUrl(dataDir) ?? ''
  await ask(url, 'create table kept as select 7 as answer')
  const pid = postmaster()
  await killed(other)
  for (let tries = 0; tries < 2000 && servesCluster(pid, join(dataDir, 'postgres/cluster')); tries++) await sleep(20)
  expect(servesCluster(pid, join(dataDir, 'postgres/cluster'))).toBe(false)

  const again = await start()
  expect(await ask(again.ownerUrl(), 'select answer from kept')).toEqual([{ answer: 7 }])
})

test('a start right after a kill -9 takes over from the server that is still running', async () => {
  const other = await startElsewhere()
  const url = runningOwnerUrl(dataDir) ?? ''
  await ask(url, 'create table kept as select 8 as answer')
  await killed(other)
  const again = await start()
  expect(await ask(again.ownerUrl(), 'select answer from kept')).toEqual([{ answer: 8 }])
})

test('after a kill -9 of Sigap and the server the next start recovers', async () => {
  const other = await startElsewhere()
  const url = runningOwnerUrl(dataDir) ?? ''
  await ask(url, 'create table kept as select 9 as answer')
  const pid = postmaster()
  await killed(other)
  process.kill(pid, 'SIGKILL')
  const again = await start()
  expect(await ask(again.ownerUrl(), 'select answer from kept')).toEqual([{ answer: 9 }])
})

test('a server that dies under a living Sigap is started again', async () => {
  const log: string[] = []
  const server = await start(true, log)
  const before = postmaster()
  process.kill(before, 'SIGKILL')
  let answer: unknown
  for (let tries = 0; tries < 1000 && answer === undefined; tries++) {
    await sleep(50)
    answer = await ask(server.ownerUrl(), 'select 1 as one').then(
      (found) => found[0]?.['one'],
      () => undefined,
    )
  }
  expect(answer).toBe(1)
  expect(log.join()).toContain('ended unexpectedly')
})

/** Answers once a server with another process number than these accepts connections. */
async function nextServer(url: string, before: ReadonlySet<number>): Promise<number> {
  for (;;) {
    const lines = existsSync(join(dataDir, 'postgres/cluster/postmaster.pid')) ? postmaster() : 0
    if (lines > 0 && !before.has(lines)) {
      const answers = await ask(url, 'select 1').then(
        () => true,
        () => false,
      )
      if (answers) return lines
    }
    await sleep(20)
  }
}

test('a server that keeps dying is started again each time, after a pause that is said', async () => {
  const log: string[] = []
  const server = await start(false, log)
  const seen = new Set([postmaster()])
  let now = postmaster()
  for (let times = 0; times < 6; times++) {
    process.kill(now, 'SIGKILL')
    now = await nextServer(server.ownerUrl(), seen)
    seen.add(now)
  }
  expect(log.filter((line) => line.includes('ended unexpectedly'))).toHaveLength(6)
  expect(log.filter((line) => line.includes('keeps ending; next try in 1 s'))).toHaveLength(1)
  process.kill(now, 'SIGKILL')
  while (!log.some((line) => line.includes('next try in 2 s'))) await sleep(20)
  await server.stop()
  expect(existsSync(join(dataDir, 'lock'))).toBe(false)
}, 60_000)

test('the pauses grow up to a minute', () => {
  expect([1, 5, 6, 7, 11, 12, 13, 5000].map(pauseBefore)).toEqual([0, 0, 1000, 2000, 32_000, 60_000, 60_000, 60_000])
})

test('stale locks whose process numbers now belong to others do not stand in the way', async () => {
  const first = await start()
  await first.stop()
  writeFileSync(join(dataDir, 'lock'), JSON.stringify({ pid: process.pid, identity: 'an earlier boot', since: 'then' }))
  writeFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n/nowhere\n`)
  const again = await start()
  expect(await ask(again.ownerUrl(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a torn lock file is taken over', () => {
  mkdirSync(dataDir)
  writeFileSync(join(dataDir, 'lock'), '{"pid": 1')
  const release = lockDataFolder(dataDir)
  expect(() => lockDataFolder(dataDir)).toThrow(DataFolderInUse)
  release()
  lockDataFolder(dataDir)()
})

test('a folder whose path is too long for a socket gets a short one, closed to others', async () => {
  dataDir = join(folder, 'a'.repeat(60), 'b c'.repeat(20))
  mkdirSync(dataDir, { recursive: true })
  const server = await start()
  cleanup.push(async () => rmSync(server.socketDir, { recursive: true, force: true }))
  expect(server.socketDir.length).toBeLessThan(60)
  expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  expect(await ask(server.ownerUrl(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a path with spaces and other signs works', async () => {
  dataDir = join(folder, 'Unit Kerja & 100% é')
  const server = await start()
  expect(await ask(server.ownerUrl(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test.runIf(process.getuid?.() === 0)('started by root, the server runs as another account', async () => {
  await start()
  expect(statSync(`/proc/${postmaster()}`).uid).not.toBe(0)
})

test.runIf(process.getuid?.() === 0)(
  'under a folder that only root may enter, the cluster lies elsewhere',
  async () => {
    chmodSync(folder, 0o700)
    const log: string[] = []
    const server = await start(true, log)
    cleanup.push(async () => rmSync(server.relocated ?? '', { recursive: true, force: true }))
    expect(server.relocated).toMatch(/^\/(var|opt)\//)
    expect(log.join()).toContain(server.relocated)
    await ask(server.ownerUrl(), 'create table kept as select 5 as answer')
    expect(runningOwnerUrl(dataDir)).toBe(server.ownerUrl())
    await server.stop()
    const again = await start()
    expect(again.relocated).toBe(server.relocated)
    expect(await ask(again.ownerUrl(), 'select answer from kept')).toEqual([{ answer: 5 }])
  },
)

test('a disposable server removes itself', async () => {
  const server = await startDisposable()
  expect(await ask(server.ownerUrl('postgres'), 'show fsync')).toEqual([{ fsync: 'off' }])
  await server.stop()
  expect(existsSync(server.socketDir)).toBe(false)
})
