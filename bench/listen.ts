import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import sharp from 'sharp'
import { fold } from '../src/listen/statistics/fold.ts'
import { systemScope } from '../src/platform/access.ts'
import { kyselyOn } from '../src/platform/database/db.ts'
import { clusterFolder, runningOwnerUrl, startEmbedded } from '../src/platform/database/embedded.ts'
import { type Facts, loadedFolder, readFacts, type Say } from './data.ts'
import { type DueClocks, measureDueClocks } from './due.ts'
import { ANSWERS_AT_ONCE, answerFloors, type Floor } from './floors.ts'
import {
  type Answered,
  apiClient,
  burst,
  listenPages,
  openDrafts,
  retries,
  sendAnswers,
  stream,
} from './listen-scenarios.ts'
import type { Measured } from './load.ts'
import { measurePage, missing, type PageResult, signIn, submit } from './scenarios.ts'
import { growTo } from './volume.ts'
import { startWeb, type Web } from './web.ts'

export type ListenSizes = { complaints: number; answers: number }
export type ListenResults = {
  small: { facts: Facts; pages: readonly ListenResult[] }
  large: { facts: Facts; pages: readonly ListenResult[] }
  postgres: string
  growSeconds: number
  floors: { one: Floor; batch: Floor }
  intake: { complaints: Measured; single: Answered; batch: Answered; kiosk: Measured }
  burst: { steady: Measured; peak: Measured; lost: number; codes: number; queue: PageResult }
  retried: { forms: number; cases: number }
  recountSeconds: number
  due: DueClocks
  kill: { acknowledged: number; lost: number }
}

type ListenResult = PageResult & { most: number }

const FORMS = 1000
/** Twelve megapixels of noise and gradient: about what a phone sends. */
async function phonePhoto(): Promise<Buffer> {
  const [width, height] = [4000, 3000]
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < pixels.length; at++) pixels[at] = ((at / 7000) & 127) + ((at * 2654435761) >>> 27)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer()
}

/** A small institution, then the same one grown: what is measured before and after shows what size costs. */
export async function measureListening(
  parent: string,
  sizes: ListenSizes,
  quick: boolean,
  say: Say,
): Promise<ListenResults> {
  mkdirSync(parent, { recursive: true })
  const dataDir = join(parent, 'bench-listen')
  const seconds = quick ? 4 : 15
  await loadedFolder(dataDir, 0.5, true, say)
  const server = await startEmbedded({ dataDir, log: say })
  const url = server.ownerUrl()
  const owner = new pg.Pool({ connectionString: url, max: 2 })
  owner.on('error', () => undefined)
  const postmaster = Number(readFileSync(join(clusterFolder(dataDir), 'postmaster.pid'), 'utf8').split('\n', 1)[0])
  const env = { DATA_DIR: dataDir, DATABASE_URL: url }
  let kept: Omit<ListenResults, 'kill' | 'due'>
  let due: DueClocks
  try {
    await owner.query('vacuum analyze')
    const small = { facts: await readFacts(owner), pages: await pagesAt(env, owner, postmaster, seconds, say) }
    const began = performance.now()
    await growTo(owner, small.facts.institution, sizes, say)
    await rebuild(owner, small.facts.institution, say)
    await owner.query('vacuum analyze')
    const growSeconds = (performance.now() - began) / 1000
    const large = { facts: await readFacts(owner), pages: await pagesAt(env, owner, postmaster, seconds, say) }
    say('Limits of survey answers …')
    const floors = await answerFloors(owner, url, large.facts, quick ? 1.5 : 4)
    const web = await startWeb(env)
    try {
      const { rows } = await owner.query<{ server_version: string }>('show server_version')
      kept = {
        postgres: rows[0]!.server_version,
        small,
        large,
        growSeconds,
        floors,
        ...(await intakes(web, owner, postmaster, large.facts, seconds, say)),
      }
    } finally {
      await web.stop()
    }
    due = await measureDueClocks(url, kept.large.facts.institution, say)
  } finally {
    await owner.end()
    await server.stop()
  }
  return { ...kept, due, kill: await killed(dataDir, kept.large.facts, quick ? 2 : 4, say) }
}

/** Rollups follow from what was copied in behind the back of the acts that keep them. */
async function rebuild(owner: pg.Pool, institution: string, say: Say): Promise<void> {
  say('Statistics of the copies …')
  const client = await owner.connect()
  try {
    await client.query(`set app.institution = '${institution}'`)
    await client.query('begin')
    await fold(kyselyOn(client), systemScope('complaint.read', 'measures', institution, []), new Date())
    await client.query('commit')
  } finally {
    client.release(true)
  }
}

/** Seconds until the published figures have been counted again from the raw events, as the page for auditors does. */
async function recount(web: Web): Promise<number> {
  const { cookie } = await signIn(web.port, 'admin@contoh.example')
  const began = performance.now()
  const answer = await fetch(`http://127.0.0.1:${web.port}/statistik-pengaduan/periksa`, {
    headers: { cookie: cookie! },
  })
  await answer.text()
  if (!answer.ok) throw new Error(`the recount was answered with ${answer.status}`)
  return (performance.now() - began) / 1000
}

async function pagesAt(env: Record<string, string>, owner: pg.Pool, postmaster: number, seconds: number, say: Say) {
  const facts = await readFacts(owner)
  const web = await startWeb(env)
  const pages: ListenResult[] = []
  try {
    for (const page of listenPages(facts, await openDrafts(owner, facts))) {
      say(`Page: ${page.name}, ${page.rate}/s for ${seconds} s …`)
      pages.push({ ...(await measurePage(web, postmaster, page, page.rate, seconds)), most: page.most })
    }
  } finally {
    await web.stop()
  }
  return pages
}

async function intakes(web: Web, owner: pg.Pool, postmaster: number, facts: Facts, seconds: number, say: Say) {
  const client = await apiClient(owner, web.port, facts, ['survey.submit'])
  const { rows } = await owner.query<{ slug: string }>('select slug from services.service where id = any($1)', [
    facts.services,
  ])
  const slugs = rows.map((row) => row.slug)
  say('Complaints sent …')
  await submit(web, facts, 32, 2)
  const complaints = (await submit(web, facts, 32, seconds)).measured
  say('Survey answers, one by one and in batches …')
  await sendAnswers(client, slugs, 1, { connections: 32, seconds: 2 })
  const single = await sendAnswers(client, slugs, 1, { connections: 32, seconds })
  const batch = await sendAnswers(client, slugs, ANSWERS_AT_ONCE, { connections: 16, seconds })
  const kiosk = (await sendAnswers(client, slugs, 500, { rate: 1, connections: 4, seconds })).measured
  say('A year counted again from its events …')
  const recountSeconds = await recount(web)
  say(`${FORMS} forms, each sent three times …`)
  const retried = { forms: FORMS, cases: await retries(web, owner, facts, FORMS) }
  say('A burst of reports, half of them with a photo, beside the queue …')
  const photo = await phonePhoto()
  const page = listenPages(facts, [])[0]!
  const [steady, queue] = await Promise.all([
    burst(web, facts, 17, seconds * 2, photo),
    measurePage(web, postmaster, page, page.rate, seconds),
  ])
  const peak = await burst(web, facts, 100, 5, photo)
  const codes = [...steady.codes, ...peak.codes]
  return {
    intake: { complaints, single, batch, kiosk },
    retried,
    recountSeconds,
    burst: {
      steady: steady.measured,
      peak: peak.measured,
      codes: codes.length,
      lost: await missing(owner, codes),
      queue,
    },
  }
}

async function killed(dataDir: string, facts: Facts, seconds: number, say: Say) {
  say(`kill -9 after ${seconds} s of reports with and without photos …`)
  const web = await startWeb({ DATA_DIR: dataDir })
  const sending = stream(web, facts, 8, seconds * 2, await phonePhoto())
  const plain = submit(web, facts, 8, seconds * 2)
  await sleep(seconds * 1000)
  process.kill(
    Number(readFileSync(join(clusterFolder(dataDir), 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
    'SIGKILL',
  )
  web.kill()
  const codes = [...(await sending).codes, ...(await plain).codes]
  const again = await startWeb({ DATA_DIR: dataDir })
  const owner = new pg.Pool({ connectionString: runningOwnerUrl(dataDir)!, max: 2 })
  owner.on('error', () => undefined)
  try {
    return { acknowledged: codes.length, lost: await missing(owner, codes) }
  } finally {
    await owner.end()
    await again.stop()
  }
}
