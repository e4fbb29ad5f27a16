import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { type Config, ConfigError } from '../src/platform/config.ts'
import { runningOwnerUrl, startEmbedded } from '../src/platform/database/embedded.ts'
import { projectRoot } from '../src/platform/root.ts'
import { type Facts, jobsDone, loadedFolder, postmasterOf, readFacts, type Say } from './data.ts'
import { type Floors, floorServer, measureFloors } from './floors.ts'
import { measureImport } from './import.ts'
import { measureListening } from './listen.ts'
import { listenReport } from './listen-report.ts'
import { importTable, type Results, report } from './report.ts'
import { crowd, measurePage, missing, type PageResult, pagesOf, submit } from './scenarios.ts'
import { program, startWeb, type Usage, watch } from './web.ts'

const RATE = 200
const SENDERS = 32
const POOL = 2
const CLIENTS = 50
/** Scale of a demonstration that is only there to be added to. */
const SMALL = 0.1

type Options = {
  scale: number
  seconds: number
  quick: boolean
  fresh: boolean
  save: boolean
  only: string | undefined
}

/** `npm run bench -- [--scale 10] [--quick] [--fresh] [--save]`; see bench/README.md. */
export async function runBench(config: Config, given: string[]): Promise<void> {
  const { values } = parseArgs({
    args: given,
    options: {
      scale: { type: 'string', default: '10' },
      quick: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      only: { type: 'string' },
      listen: { type: 'boolean', default: false },
      import: { type: 'boolean', default: false },
      complaints: { type: 'string', default: '1000000' },
      answers: { type: 'string', default: '5000000' },
      'floor-server': { type: 'string' },
      url: { type: 'string', default: '' },
    },
  })
  if (values['floor-server']) return floorServer(values['floor-server'], values.url)
  const scale = Number(values.scale)
  if (!(scale > 0 && scale <= 100)) throw new ConfigError('bench: --scale is above 0 and at most 100')
  const say: Say = (line) => process.stderr.write(`${line}\n`)
  const { quick, fresh, save, only } = values
  const load = loadavg()[0]!
  if (values.listen) {
    const sizes = { complaints: Number(values.complaints), answers: Number(values.answers) }
    const measured = await measureListening(config.dataDir, sizes, quick, say)
    const text = listenReport(measured, { postgres: measured.postgres, generatedAt: new Date(), load })
    process.stdout.write(`${text}\n`)
    if (save) writeFileSync(join(projectRoot, 'bench/listen.md'), text)
    return
  }
  if (values.import) {
    const measured = await measureImport(join(config.dataDir, 'bench-first'), quick ? SMALL : 1, say)
    process.stdout.write(`${importTable(measured).join('\n')}\n`)
    return
  }
  const options = { scale, seconds: quick ? 4 : 15, quick, fresh, save, only }
  const results = await measureAll(config.dataDir, options, load, say)
  const text = report(results)
  process.stdout.write(`${text}\n`)
  if (save) writeFileSync(join(projectRoot, 'bench/results.md'), text)
}

async function measureAll(parent: string, options: Options, load: number, say: Say): Promise<Results> {
  mkdirSync(parent, { recursive: true })
  const dataDir = join(parent, `bench-scale-${options.scale}`)
  const loaded = await loadedFolder(dataDir, options.scale, options.fresh, say)
  const imported = await measureImport(join(parent, 'bench-first'), options.quick ? SMALL : 1, say)
  const firstLoadSeconds = options.quick ? undefined : imported.loadSeconds
  const steady = await steadyState(dataDir, options, say)
  const hard = await hardEnd(dataDir, steady.facts, options.quick ? 2 : 4, say)
  const { usages, ...rest } = steady
  return {
    ...rest,
    ...hard,
    loaded,
    firstLoadSeconds,
    imported,
    megabytes: Math.max(...usages.map((usage) => usage.megabytes)),
    machine: { postgres: steady.postgres, generatedAt: new Date(), load },
  }
}

/** Everything that runs on one server without interruption: limits, pages, submissions, the small pool. */
async function steadyState(dataDir: string, { seconds, quick, only }: Options, say: Say) {
  const server = await startEmbedded({ dataDir, log: say })
  const url = server.ownerUrl()
  const owner = ownerPool(url)
  try {
    say('Preparing: vacuum and statistics …')
    await owner.query('vacuum analyze')
    const facts = await readFacts(owner)
    const { rows } = await owner.query<{ server_version: string }>('show server_version')
    say('Limits of this machine …')
    const floors: Floors = await measureFloors(owner, url, facts, dataDir, quick ? 1.5 : 4)
    const postmaster = postmasterOf(dataDir)
    const env = { DATA_DIR: dataDir, DATABASE_URL: url }
    const web = await startWeb(env)
    const pages: PageResult[] = []
    const usages: Usage[] = []
    try {
      say('Jobs that loading has left …')
      await jobsDone(owner)
      for (const page of pagesOf(facts)) {
        if (only && !page.name.includes(only)) continue
        say(`Page: ${page.name}, ${RATE}/s for ${seconds} s …`)
        pages.push(await measurePage(web, postmaster, page, RATE, seconds))
      }
      say(`Complaints: ${SENDERS} senders for ${seconds} s …`)
      await submit(web, facts, SENDERS, 1)
      const [sent, usage] = await watch(web, postmaster, () => submit(web, facts, SENDERS, seconds))
      usages.push(...pages.map((page) => page.usage), usage)
      await web.stop()
      const { measured } = sent
      const submission = {
        measured,
        cpuMs: (usage.webCpu * 1000) / measured.done,
        databaseMs: (usage.databaseCpu * 1000) / measured.done,
        connections: SENDERS,
        others: usage.others,
      }
      return { facts, floors, pages, usages, submission, postgres: rows[0]!.server_version, crowd: await smallPool() }
    } finally {
      await web.stop()
    }

    async function smallPool() {
      say(`Pool of ${POOL}, ${CLIENTS} clients …`)
      const small = await startWeb({ ...env, POOL_SIZE: String(POOL) })
      try {
        return { measured: await crowd(small, facts, CLIENTS, quick ? 3 : 10), clients: CLIENTS, pool: POOL }
      } finally {
        await small.stop()
      }
    }
  } finally {
    await owner.end()
    await server.stop()
  }
}

/** Starts as `npm start` does, kills web process and database while complaints come in, starts again and counts. */
async function hardEnd(dataDir: string, facts: Facts, seconds: number, say: Say) {
  const script = join(projectRoot, 'scripts/start.mjs')
  // Somebody who runs another build than dist/main.js wants that one measured.
  const whole = program() === join(projectRoot, 'dist/main.js') && existsSync(script)
  const command = whole ? [script, 'start'] : [program(), 'start']
  say('Second start …')
  const began = performance.now()
  const web = await startWeb({ DATA_DIR: dataDir }, command)
  await fetch(`http://127.0.0.1:${web.port}/i/contoh`)
  const firstPage = (performance.now() - began) / 1000
  say(`kill -9 after ${seconds} s of complaints …`)
  const sending = submit(web, facts, SENDERS, seconds * 3)
  await sleep(seconds * 1000)
  process.kill(postmasterOf(dataDir), 'SIGKILL')
  web.kill()
  const { codes } = await sending
  const again = await startWeb({ DATA_DIR: dataDir }, command)
  const owner = ownerPool(runningOwnerUrl(dataDir)!)
  try {
    const lost = await missing(owner, codes)
    return {
      starts: { clean: web.startSeconds, firstPage, afterKill: again.startSeconds },
      kill: { acknowledged: codes.length, lost, kept: codes.length - lost },
    }
  } finally {
    await owner.end()
    await again.stop()
  }
}

/** A connection may still hear of the server's end after the pool has said goodbye. */
function ownerPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  pool.on('error', () => undefined)
  return pool
}
