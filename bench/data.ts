import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type pg from 'pg'
import { clusterFolder } from '../src/platform/database/embedded.ts'
import { program, runProgram } from './web.ts'

export type Say = (line: string) => void
export type Loaded = { scale: number; day: string; seconds: number }

const MARK = 'bench.json'

/** Demonstration data of this size in this folder; what an earlier run of the same day loaded is taken again. */
export async function loadedFolder(dataDir: string, scale: number, fresh: boolean, say: Say): Promise<Loaded> {
  const day = new Date().toISOString().slice(0, 10)
  const known = fresh ? undefined : readMark(dataDir)
  if (known?.scale === scale && known.day === day && (await migrates(dataDir))) {
    say(`Demonstration data ×${scale}: taken from ${dataDir} (--fresh loads anew)`)
    return known
  }
  removeFolder(dataDir)
  mkdirSync(dataDir, { recursive: true })
  say(`Demonstration data ×${scale}: loading into ${dataDir} …`)
  const seconds = await loadDemonstration(dataDir, scale, say)
  const loaded = { scale, day, seconds }
  writeFileSync(join(dataDir, MARK), JSON.stringify(loaded))
  return loaded
}

/** Seconds for everything from an empty folder: cluster, migrations, regions, data. */
export async function loadDemonstration(dataDir: string, scale: number, say: Say): Promise<number> {
  const began = performance.now()
  await run(['demo', '--scale', String(scale)], dataDir, (line) => {
    if (/%|\d+ \/ \d+/.test(line)) say(`    ${line.trim()}`)
  })
  return (performance.now() - began) / 1000
}

/** The cluster may lie outside the data folder, see placement.ts. */
export function removeFolder(dataDir: string): void {
  if (!existsSync(dataDir)) return
  rmSync(join(clusterFolder(dataDir), '..'), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

function readMark(dataDir: string): Loaded | undefined {
  const path = join(dataDir, MARK)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Loaded) : undefined
}

/** False when the folder was loaded by other migrations than these. */
async function migrates(dataDir: string): Promise<boolean> {
  return run(['migrate'], dataDir, () => undefined).then(
    () => true,
    () => false,
  )
}

async function run(args: readonly string[], dataDir: string, line: Say): Promise<void> {
  const child = runProgram([program(), ...args], { DATA_DIR: dataDir })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  if (child.stdout) createInterface({ input: child.stdout }).on('line', line)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`${args.join(' ')} failed: ${complaint}`)
}

const LEFT_MOST_MS = 120_000

/** Waits until what loading has left to do, such as letters to write, is done: pages are measured as on any other day. */
export async function jobsDone(owner: pg.Pool): Promise<void> {
  const left = async () =>
    (
      await owner.query<{ n: number }>(
        'select count(*)::int as n from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
      )
    ).rows[0]!.n
  for (const end = Date.now() + LEFT_MOST_MS; Date.now() < end && (await left()) > 0; )
    await new Promise((resolve) => setTimeout(resolve, 500))
}

export type Facts = {
  institution: string
  units: string[]
  busyUnits: string[]
  services: string[]
  complaints: string[]
  employees: string[]
  counts: { employees: number; complaints: number; answers: number }
}

/** Ids to ask for, spread over the whole institution. */
export async function readFacts(owner: pg.Pool): Promise<Facts> {
  const one = async (query: string, values: string[] = []) =>
    (await owner.query<{ value: string }>(query, values)).rows.map((row) => row.value)
  const [institution] = await one("select id as value from organization.institution where slug = 'contoh'")
  const mine = [institution!]
  const count = async (table: string) => Number((await one(`select count(*) as value from ${table}`))[0])
  return {
    institution: institution!,
    units: await one('select unit_id as value from competency.unit_gap where institution_id = $1 group by 1', mine),
    busyUnits: await one(
      'select unit_id as value from complaints.complaint where institution_id = $1 group by 1 order by count(*) desc limit 12',
      mine,
    ),
    services: await one('select id as value from services.service where institution_id = $1 and active', mine),
    complaints: await one(
      'select id as value from complaints.complaint where institution_id = $1 order by md5(id::text) limit 2000',
      mine,
    ),
    employees: await one(
      'select id as value from people.employee where institution_id = $1 and active order by md5(id::text) limit 2000',
      mine,
    ),
    counts: {
      employees: await count('people.employee'),
      complaints: await count('complaints.complaint'),
      answers: await count('surveys.answer'),
    },
  }
}

export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(clusterFolder(dataDir), 'postmaster.pid'), 'utf8').split('\n', 1)[0])
}
