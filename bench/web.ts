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
  return readProc(pid, 'cmdline').replaceAll('\0', ' ')
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
  const text = readProc(pid, 'stat')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(join('/proc', String(pid), file), 'utf8')
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
  return Number(/VmRSS:\s+(\d+)/.exec(readProc(pid, 'status'))?.[1]) / 1024
}

export type Usage = { webCpu: number; databaseCpu: number; megabytes: number }

/** CPU used and most memory held while `work` ran. */
export async function watch<T>(web: Web, postmaster: number, work: () => Promise<T>): Promise<[T, Usage]> {
  const before = [cpuOf(web.pid), cpuOfServer(postmaster)] as const
  let megabytes = residentMegabytes(web.pid)
  const timer = setInterval(() => {
    megabytes = Math.max(megabytes, residentMegabytes(web.pid))
  }, 200)
  try {
    const result = await work()
    return [result, { webCpu: cpuOf(web.pid) - before[0], databaseCpu: cpuOfServer(postmaster) - before[1], megabytes }]
  } finally {
    clearInterval(timer)
  }
}
