import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ConfigError } from '../config.ts'
import { lockDataFolderSoon } from './data-folder-lock.ts'
import { type Account, bundledMajor, type Placement, placeBinaries, placeCluster } from './placement.ts'
import { servesCluster } from './processes.ts'
import { SERVER_PORT as PORT, serverSettings } from './server-settings.ts'

export interface EmbeddedOptions {
  dataDir: string
  /** False trades safety for speed: only for clusters that may be lost, such as those of tests. */
  durable?: boolean | undefined
  /** Created when missing. */
  database?: string | undefined
  log?: ((message: string) => void) | undefined
}

export interface Embedded {
  /** Connection string of the owner role (superuser) over the unix socket. */
  ownerUrl(database?: string): string
  socketDir: string
  /** Lets running statements end, then stops the server and gives the data folder back. */
  stop(): Promise<void>
  /** Where the cluster lies when the server's account cannot reach the data folder. */
  relocated?: string | undefined
}

interface Server {
  binaries: string
  place: Placement
  socketDir: string
  logPath: string
  durable: boolean
  log: (message: string) => void
}

interface Running {
  child: ChildProcess
  /** Settles once the guard process beside the server has ended too. */
  dismissed: Promise<void>
}

const PATIENCE_MS = 3000
const STEADY_MS = 60_000
const LONGEST_PAUSE_MS = 60_000
const OWNER = 'owner'
/** A unix socket's path is limited to 107 bytes on Linux and 103 on macOS. */
const LONGEST_SOCKET = 103

/**
 * Starts the bundled PostgreSQL on this data folder, reachable through a unix socket only.
 * Recovers by itself after a kill -9 of this process, of the server, or of both; restarts a server that dies.
 * @throws DataFolderInUse when another process holds the folder, ConfigError when the operator has to do something
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  if (process.platform === 'win32') {
    throw new ConfigError(
      'The embedded PostgreSQL needs Linux or macOS. On Windows use WSL, or set DATABASE_URL and start with node scripts/start.mjs.',
    )
  }
  const log = options.log ?? (() => undefined)
  mkdirSync(options.dataDir, { recursive: true })
  const dataDir = realpathSync(options.dataDir)
  const locks = [await lockDataFolderSoon(dataDir, PATIENCE_MS)]
  const unlock = () => {
    for (const release of locks) release()
  }
  try {
    const place = placeCluster(dataDir)
    if (place.relocated !== undefined) {
      log(`the database lies in ${place.relocated}, because its account cannot enter ${dataDir}`)
      locks.push(await lockDataFolderSoon(place.relocated, PATIENCE_MS))
    }
    const binaries = placeBinaries(dataDir, place.account)
    if (binaries.copied) log(`the database programs were copied to ${binaries.folder}`)
    const server: Server = {
      binaries: binaries.folder,
      place,
      socketDir: socketFolder(place),
      logPath: join(dataDir, 'postgres.log'),
      durable: options.durable !== false,
      log,
    }
    await initialize(server)
    await clearLeftovers(server)
    const guard = await supervise(server)
    await createDatabase(server, options.database ?? 'sigap').catch(async (error: unknown) => {
      await guard.stop()
      throw error
    })
    return {
      ownerUrl: (database = options.database ?? 'sigap') => ownerUrl(server, database),
      socketDir: server.socketDir,
      relocated: place.relocated,
      async stop() {
        await guard.stop()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Where the cluster of this data folder lies, whether it exists or not. */
export function clusterFolder(dataDir: string): string {
  const pointer = join(dataDir, 'postgres-location')
  return join(existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(dataDir, 'postgres'), 'cluster')
}

/** Connection string of the server that already runs on this data folder, or undefined. */
export function runningOwnerUrl(dataDir: string, database = 'sigap'): string | undefined {
  const cluster = clusterFolder(dataDir)
  const lines = postmasterLines(cluster)
  const socketDir = lines[4]
  if (!socketDir || !servesCluster(Number(lines[0]), cluster)) return undefined
  return ownerUrl({ socketDir }, database)
}

function ownerUrl(server: Pick<Server, 'socketDir'>, database: string): string {
  const host = encodeURIComponent(server.socketDir)
  return `postgresql://${OWNER}@localhost:${PORT}/${encodeURIComponent(database)}?host=${host}`
}

function socketFolder(place: Placement): string {
  const near = join(place.home, 'socket')
  const fits = Buffer.byteLength(join(near, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET
  const name = createHash('sha256').update(place.home).digest('hex').slice(0, 12)
  const folder = fits ? near : `/tmp/sigap-${name}`
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 })
    if (place.account) chownSync(folder, place.account.uid, place.account.gid)
  }
  // Whoever prepares this name in the shared folder before us could read along.
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== (place.account?.uid ?? process.getuid?.())) {
    throw new ConfigError(`${folder} belongs to another account. Remove it, or choose a shorter DATA_DIR.`)
  }
  chmodSync(folder, 0o700)
  return folder
}

async function initialize(server: Server): Promise<void> {
  const { cluster, account } = server.place
  if (existsSync(join(cluster, 'PG_VERSION'))) return refuseOtherMajor(server)
  // Made beside and renamed, so that a start killed half-way leaves nothing that looks like a cluster.
  const half = `${cluster}.new`
  rmSync(half, { recursive: true, force: true })
  const args = ['-D', half, '-U', OWNER, '--auth=trust', '--encoding=UTF8', '--locale=C']
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  if (!server.durable) args.push('--no-sync')
  const child = spawn(join(server.binaries, 'bin', 'initdb'), args, spawnOptions(account, ['ignore', 'pipe', 'pipe']))
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await ended(child)
  if (code !== 0) {
    throw new ConfigError(
      `The database could not be created in ${cluster}: ${said.trim().split('\n').slice(-3).join(' ')}`,
    )
  }
  renameSync(half, cluster)
}

function refuseOtherMajor(server: Server): void {
  const made = readFileSync(join(server.place.cluster, 'PG_VERSION'), 'utf8').trim()
  const major = bundledMajor(server.binaries)
  if (major !== undefined && major !== made) {
    throw new ConfigError(
      `The database in ${server.place.cluster} was made by PostgreSQL ${made}, this Sigap brings PostgreSQL ${major}. ` +
        'Start the Sigap version that made it and move the data as docs/operations.md describes.',
    )
  }
}

/** Stops a server that outlived its supervisor and removes what a killed one left behind. */
async function clearLeftovers(server: Server): Promise<void> {
  const { cluster } = server.place
  const pid = Number(postmasterLines(cluster)[0])
  if (pid > 0 && servesCluster(pid, cluster)) {
    server.log(`stopping the database that an earlier start left running (process ${pid})`)
    signal(pid, 'SIGINT')
    for (let waited = 0; servesCluster(pid, cluster); waited += 20) {
      if (waited === 60_000) signal(pid, 'SIGQUIT')
      await sleep(20)
    }
  }
  // PostgreSQL trusts these files as soon as any process of its account has the recorded number.
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  rmSync(join(server.socketDir, `.s.PGSQL.${PORT}`), { force: true })
  rmSync(join(server.socketDir, `.s.PGSQL.${PORT}.lock`), { force: true })
}

/** Keeps one server running until stop() is called; however often it ends, it is started again. */
async function supervise(server: Server): Promise<{ stop(): Promise<void> }> {
  const leaving = new AbortController()
  let current = await launch(server)
  let mending: Promise<void> | undefined
  let endings = 0
  watch(current)

  function watch({ child }: Running): void {
    const began = performance.now()
    child.once('exit', (code, signalName) => {
      if (leaving.signal.aborted) return
      if (performance.now() - began > STEADY_MS) endings = 0
      server.log(`the database ended unexpectedly (${signalName ?? code}); starting it again`)
      mending = mend()
    })
  }

  async function mend(): Promise<void> {
    for (;;) {
      endings++
      const pause = pauseBefore(endings)
      if (pause > 0)
        server.log(`the database keeps ending; next try in ${pause / 1000} s (whole log: ${server.logPath})`)
      await sleep(pause, undefined, { ref: false, signal: leaving.signal }).catch(() => undefined)
      if (leaving.signal.aborted) return
      try {
        await clearLeftovers(server)
        current = await launch(server)
        if (!leaving.signal.aborted) watch(current)
        return
      } catch (error) {
        server.log(error instanceof Error ? error.message : String(error))
      }
    }
  }

  return {
    async stop() {
      leaving.abort()
      await mending
      await shutDown(current)
    },
  }
}

/** Milliseconds before a server that ended so many times without a steady minute between is tried again. */
export function pauseBefore(endings: number): number {
  return endings <= 5 ? 0 : Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (endings - 6))
}

/** Starts the server process and waits until it accepts connections. */
async function launch(server: Server): Promise<Running> {
  const deadline = performance.now() + 15_000
  for (;;) {
    const child = spawnServer(server)
    const stopped = ended(child)
    let exited = false
    child.once('exit', () => {
      exited = true
    })
    const began = performance.now()
    let told = 0
    while (!exited) {
      if (postmasterLines(server.place.cluster)[7]?.trim() === 'ready') return guarded(child, server.place.account)
      await Promise.race([sleep(10), stopped])
      const seconds = Math.floor((performance.now() - began) / 5000) * 5
      if (seconds > told) {
        told = seconds
        server.log(`the database is recovering (${seconds} s)`)
      }
    }
    const tail = lastLines(server.logPath)
    // Back ends of a killed server need a moment to notice it; until then the cluster is refused.
    const retry = /still in use|is another postmaster/.test(tail) && performance.now() < deadline
    if (!retry) throw new ConfigError(`The database did not start: ${tail} (whole log: ${server.logPath})`)
    await sleep(200)
  }
}

function spawnServer(server: Server): ChildProcess {
  const args = ['-D', server.place.cluster, '-k', server.socketDir]
  for (const [name, value] of Object.entries(serverSettings(server.durable))) args.push('-c', `${name}=${value}`)
  const output = openLog(server.logPath)
  try {
    const stdio: ('ignore' | number)[] = ['ignore', output, output]
    const child = spawn(join(server.binaries, 'bin', 'postgres'), args, spawnOptions(server.place.account, stdio))
    giveWay(child)
    return child
  } finally {
    closeSync(output)
  }
}

/**
 * The database works in many processes, the web process answers everybody on one thread: on two cores it would wait
 * behind the statements of others, and everybody behind it. A process inherits this from its parent.
 */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, 5)
  } catch {
    // It has ended already, which the caller sees for itself.
  }
}

/** Ends the server when this process dies without stopping it: the pipe's end is the only news a kill -9 leaves. */
function guarded(child: ChildProcess, account: Account | undefined): Running {
  const script = 'read -r _ || kill -INT "$0"'
  const guard = spawn('/bin/sh', ['-c', script, String(child.pid)], spawnOptions(account, ['pipe', 'ignore', 'ignore']))
  const dismissed = new Promise<void>((resolve) => {
    guard.once('close', () => resolve())
    guard.once('error', () => resolve())
  })
  child.once('exit', () => guard.kill('SIGKILL'))
  return { child, dismissed }
}

async function shutDown({ child, dismissed }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = ended(child)
  child.kill('SIGINT')
  // One that was stopped would hear it only when it goes on.
  child.kill('SIGCONT')
  const hard = setTimeout(() => child.kill('SIGQUIT'), 30_000)
  await gone
  clearTimeout(hard)
  await dismissed
}

async function createDatabase(server: Server, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(server, 'postgres') })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** A process group of its own, so that Ctrl-C reaches Sigap first and the server only after requests have ended. */
function spawnOptions<Stdio>(account: Account | undefined, stdio: Stdio) {
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return { ...account, cwd: '/', detached: true, env, stdio }
}

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > 5_000_000) renameSync(path, `${path}.1`)
  return openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
}

function lastLines(path: string): string {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(-4)
  return lines.map((line) => line.replace(/^.*?\[\d+\] /, '')).join('; ')
}

/** The lines of postmaster.pid: number, folder, start time, port, socket folder, address, memory, state. */
function postmasterLines(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code))
    child.once('error', reject)
  })
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself meanwhile.
  }
}
