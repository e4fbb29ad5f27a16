import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../src/platform/root.ts'

export type Web = {
  port: number
  pid: number
  /** From the start of the process until it said it is ready. */
  startSeconds: number
  stop(): Promise<void>
  kill(): void
}

const PATIENCE_MS = 120_000

/** Starts the program as `npm start` does, in a process of its own that ends with this one. */
export async function startWeb(env: Readonly<Record<string, string>>, command?: readonly string[]): Promise<Web> {
  const began = performance.now()
  const child = runProgram(command ?? [program(), 'start'], {
    PORT: '0',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...env,
  })
  let said = ''
  const port = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the program did not become ready:\n${said}`)), PATIENCE_MS)
    const read = (chunk: Buffer) => {
      said += chunk.toString()
      const ready = /Ready: http:\/\/[^:]+:(\d+)/.exec(said)
      if (!ready) return
      clearTimeout(late)
      resolve(Number(ready[1]))
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`the program ended (${code}):\n${said}`)))
  })
  const startSeconds = (performance.now() - began) / 1000
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const pid = serverOf(child.pid!)
  return {
    port,
    pid,
    startSeconds,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
    kill() {
      process.kill(pid, 'SIGKILL')
      if (child.pid !== pid) child.kill('SIGKILL')
    },
  }
}

/** The running program's own file: what is measured is what was built. */
export function program(): string {
  return process.argv[1]!
}

export function runProgram(command: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  // An address of a database given to the measurement itself must never be filled with its rows.
  const { DATABASE_URL: _other, S3_ENDPOINT: _files, SMTP_URL: _mail, ...inherited } = process.env
  return spawn(process.execPath, [...process.execArgv, ...command], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...inherited, NODE_ENV: 'production', SIGAP_DEMO: 'on', HOST: '127.0.0.1', ...env },
  })
}

/** The starting script runs the program as its child. */
function serverOf(pid: number): number {
  return childrenOf(pid).find((child) => commandOf(child).includes('start')) ?? pid
}

function commandOf(pid: number): string {
  return readProc(String(pid), 'cmdline').replaceAll('\0', ' ')
}

function childrenOf(parent: number): number[] {
  return processes().filter((pid) => Number(statOf(pid)[1]) === parent)
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** Fields of /proc/<pid>/stat from the state on. */
function statOf(pid: number): string[] {
  const text = readProc(String(pid), 'stat')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function readProc(...path: string[]): string {
  try {
    return readFileSync(join('/proc', ...path), 'utf8')
  } catch {
    return ''
  }
}

const TICKS_A_SECOND = 100

/** Seconds of CPU this process has used; NaN where there is no /proc. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid)
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
}

/** Seconds of CPU of a PostgreSQL server: itself, its processes, and those of its processes that have ended. */
export function cpuOfServer(postmaster: number): number {
  const fields = statOf(postmaster)
  const ended = (Number(fields[13]) + Number(fields[14])) / TICKS_A_SECOND
  // A process that ended since it was listed is among the ended ones next time.
  return childrenOf(postmaster).reduce((sum, pid) => sum + (cpuOf(pid) || 0), cpuOf(postmaster) + ended)
}

export function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readProc(String(pid), 'status'))?.[1]) / 1024
}

/** Fields of the first line of /proc/stat: idle, waiting for a disk, and what is counted in others already. */
const IDLE = [3, 4]
const LAST = 8

/** Seconds of CPU of the whole machine, all of it and what was not idle; what its host took away counts as not idle. */
function cpuOfMachine(): { all: number; busy: number } {
  const line = /^cpu +(.*)/.exec(readProc('stat'))?.[1] ?? ''
  const fields = line.split(' ').slice(0, LAST).map(Number)
  const all = fields.reduce((sum, one) => sum + one, 0)
  const idle = IDLE.reduce((sum, at) => sum + fields[at]!, 0)
  return { all: all / TICKS_A_SECOND, busy: (all - idle) / TICKS_A_SECOND }
}

/** CPU in seconds; `others` is the share of the machine that other programs, or its host, took meanwhile. */
export type Usage = { webCpu: number; databaseCpu: number; megabytes: number; others: number }

/** CPU used and most memory held while `work` ran. */
export async function watch<T>(web: Web, postmaster: number, work: () => Promise<T>): Promise<[T, Usage]> {
  const machine = cpuOfMachine()
  const mine = process.cpuUsage()
  const before = [cpuOf(web.pid), cpuOfServer(postmaster)] as const
  let megabytes = residentMegabytes(web.pid)
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, residentMegabytes(web.pid))
  }, 200)
  try {
    const result = await work()
    const webCpu = cpuOf(web.pid) - before[0]
    const databaseCpu = cpuOfServer(postmaster) - before[1]
    const { user, system } = process.cpuUsage(mine)
    const now = cpuOfMachine()
    const known = webCpu + databaseCpu + (user + system) / 1e6
    const others = Math.max(0, (now.busy - machine.busy - known) / (now.all - machine.all))
    return [result, { webCpu, databaseCpu, megabytes, others }]
  } finally {
    clearInterval(timer)
  }
}
