import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import pg from 'pg'
import { runningOwnerUrl } from '../src/platform/database/embedded.ts'
import { daysFromNow } from './steps.ts'

const root = join(import.meta.dirname, '..')

/** A server of a test's own, whose machine's clock the test moves from month to month. */
export type OtherMonths = {
  readonly home: string
  readonly dataDir: string
  /** Day of the month so many months after the first one, YYYY-MM-DD. */
  day(months: number, ofMonth: number): string
  /** Moves the machine's clock: ten in the morning of that day, where the institution is. */
  moveTo(months: number, ofMonth: number): Promise<void>
  /** What the night before would have done: the days that are over are counted. A clock that jumps has no nights. */
  night(): Promise<void>
  stop(): Promise<void>
}

/** Where a story through several months happens, and who opens its windows. */
export type Place = { readonly browser: Browser; readonly world: OtherMonths }

/** The product as it was built, on a copy of the demonstration that nobody else reads. Month 0 is the next one. */
export async function openOtherMonths(dataDir: string): Promise<OtherMonths> {
  const said: string[] = []
  const server = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'moved-clock.mjs'), join(root, 'dist', 'main.js'), 'start'],
    {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(await freePort()),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        DATABASE_URL: '',
        BASE_URL: '',
        RATE_LIMITS: 'off',
        LOG_LEVEL: 'warn',
      },
      // The channel moves the clock, and ends the server when this process is gone.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const home = await ready(server, said)
  const [year = 0, month = 0] = daysFromNow(0).split('-').map(Number)
  const day = (months: number, ofMonth: number) =>
    new Date(Date.UTC(year, month + months, ofMonth)).toISOString().slice(0, 10)
  return {
    home,
    dataDir,
    day,
    async moveTo(months, ofMonth) {
      const ahead = Date.parse(`${day(months, ofMonth)}T10:00:00+07:00`) - Date.now()
      const heard = new Promise((resolve) => server.once('message', resolve))
      server.send({ ahead })
      await heard
    },
    async night() {
      const owner = new pg.Client({ connectionString: runningOwnerUrl(dataDir)! })
      await owner.connect()
      try {
        await owner.query(`select graphile_worker.add_job('surveys.settle.all')`)
        const left = `select count(*)::int as n from graphile_worker.jobs where task_identifier like 'surveys.settle%'`
        while ((await owner.query<{ n: number }>(left)).rows[0]!.n > 0)
          await new Promise((resolve) => setTimeout(resolve, 100))
      } finally {
        await owner.end()
      }
    },
    async stop() {
      const gone = new Promise<number | null>((resolve) => server.once('close', resolve))
      server.kill('SIGTERM')
      const code = await gone
      if (code !== 0 || said.join('').includes('"level":50'))
        throw new Error(`The server ended badly: ${said.join('')}`)
    },
  }
}

function ready(server: ChildProcess, said: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said.push(chunk.toString())
      const found = /Ready: (\S+)/.exec(said.join(''))
      if (found) resolve(found[1]!)
    }
    server.stdout?.on('data', hear)
    server.stderr?.on('data', hear)
    server.once('close', (code) => reject(new Error(`The server ended with ${code}: ${said.join('')}`)))
  })
}

async function freePort(): Promise<number> {
  const door = createServer()
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const { port } = door.address() as AddressInfo
  await new Promise((resolve) => door.close(resolve))
  return port
}
