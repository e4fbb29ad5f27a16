import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { fold } from '../src/listen/statistics/fold.ts'
import { systemScope } from '../src/platform/access.ts'
import { runningOwnerUrl, startEmbedded } from '../src/platform/database/embedded.ts'
import { kyselyOn } from '../src/platform/database/statements.ts'
import { type Facts, loadedFolder, postmasterOf, readFacts, removeFolder, type Say } from './data.ts'
import { type Disaster, disaster, phonePhoto, stream } from './disaster.ts'
import { type DueClocks, measureDueClocks } from './due.ts'
import { ANSWERS_AT_ONCE, answerFloors, complaintFloor, type Floor, STORED } from './floors.ts'
import { listenPages, openDrafts, resultsPage } from './listen-scenarios.ts'
import type { Measured } from './load.ts'
import { type Retried, retries } from './retries.ts'
import { measurePage, missing, type PageResult, signIn, submit } from './scenarios.ts'
import {
  type Answered,
  apiClient,
  type Client,
  type Filled,
  type Kiosk,
  missingAnswers,
  pairedKiosk,
  ROADS,
  sendAnswers,
} from './survey-intake.ts'
import { growTo } from './volume.ts'
import { startWeb, type Usage, type Web, watch } from './web.ts'

export type ListenSizes = { complaints: number; answers: number }
export type Taken = Answered & { usage: Usage }
export type ListenResults = {
  small: { facts: Facts; pages: readonly ListenResult[]; intake: Pick<Intakes, 'complaints' | 'single'> }
  large: { facts: Facts; pages: readonly ListenResult[] }
  postgres: string
  growSeconds: number
  wholeSeconds: number
  floors: { complaint: Floor; one: Floor; asked: Floor; batch: Floor; stored: Floor }
  intake: Intakes
  recountSeconds: number
  retried: readonly Retried[]
  disaster: Disaster & { lost: number; queue: PageResult }
  due: DueClocks
  kill: Killed
}

export type Intakes = {
  complaints: Taken
  single: Taken
  batch: Taken
  stored: Taken
  /** At a constant rate, side by side: forms of people, and kiosks that were offline. */
  forms: Measured
  kiosk: Measured
  /** The results, while most of what just came in is not counted yet. */
  results: PageResult
}

type ListenResult = PageResult & { most: number }
type Killed = { reports: number; lostReports: number; answers: number; lostAnswers: number }

/** Scenario 6: so many forms a second, and beside them a kiosk with its stored answers each second. */
const FORMS_A_SECOND = 500
const THINGS_SENT_AGAIN = 1000
const DISASTER_MINUTES = { whole: 10, quick: 1 }

/** Short, because what is taken in makes the small institution grow. */
const SMALL_SECONDS = 3

type Measuring = { env: Record<string, string>; owner: pg.Pool; url: string; postmaster: number; say: Say }

/** A small institution, then the same one grown: what is measured before and after shows what size costs. */
export async function measureListening(
  parent: string,
  sizes: ListenSizes,
  quick: boolean,
  say: Say,
): Promise<ListenResults> {
  const started = performance.now()
  mkdirSync(parent, { recursive: true })
  const dataDir = join(parent, 'bench-listen')
  const seconds = quick ? 4 : 12
  await loadedFolder(dataDir, 0.5, true, say)
  try {
    const steady = await onServer(dataDir, say, (on) => steadyState(on, sizes, seconds, quick))
    const kill = await killed(dataDir, steady.large.facts, quick ? 2 : 4, say)
    // Last, because it opens every case again.
    const { institution } = steady.large.facts
    const due = await onServer(dataDir, say, ({ url }) => measureDueClocks(url, institution, say))
    return { ...steady, kill, due, wholeSeconds: (performance.now() - started) / 1000 }
  } finally {
    // Thousands of photos and millions of rows that nobody asks for again.
    removeFolder(dataDir)
  }
}

async function onServer<T>(dataDir: string, say: Say, work: (on: Measuring) => Promise<T>): Promise<T> {
  const server = await startEmbedded({ dataDir, log: say })
  const url = server.ownerUrl()
  const owner = new pg.Pool({ connectionString: url, max: 3 })
  owner.on('error', () => undefined)
  try {
    const env = { DATA_DIR: dataDir, DATABASE_URL: url }
    return await work({ env, owner, url, postmaster: postmasterOf(dataDir), say })
  } finally {
    await owner.end()
    await server.stop()
  }
}

async function steadyState(on: Measuring, sizes: ListenSizes, seconds: number, quick: boolean) {
  const { env, owner, url, postmaster, say } = on
  await owner.query('vacuum analyze')
  const pages = await pagesAt(on, seconds)
  const small = { facts: await readFacts(owner), pages, intake: await smallIntake(on, SMALL_SECONDS) }
  const began = performance.now()
  await growTo(owner, small.facts.institution, sizes, say)
  await rebuild(owner, small.facts.institution, say)
  await owner.query('vacuum analyze')
  const growSeconds = (performance.now() - began) / 1000
  const large = { facts: await readFacts(owner), pages: await pagesAt(on, seconds) }
  say('Limits of what is taken in …')
  const floorSeconds = quick ? 1.5 : 4
  const floors = {
    complaint: await complaintFloor(owner, url, large.facts, floorSeconds, postmaster),
    ...(await answerFloors(owner, url, large.facts, floorSeconds, postmaster)),
  }
  const { rows } = await owner.query<{ server_version: string }>('show server_version')
  const mailPort = await freePort()
  const web = await startWeb({ ...env, MAIL_IN_SMTP: `127.0.0.1:${mailPort}` })
  try {
    const senders = await sendersOf(web, owner, large.facts)
    return {
      postgres: rows[0]!.server_version,
      small,
      large,
      growSeconds,
      floors,
      intake: await intakes(on, web, large.facts, senders, seconds),
      recountSeconds: await recount(web, say),
      retried: await sentAgain(on, web, large.facts, senders, mailPort),
      disaster: await afterDisaster(on, web, large.facts, quick ? DISASTER_MINUTES.quick : DISASTER_MINUTES.whole),
    }
  } finally {
    await web.stop()
  }
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
async function recount(web: Web, say: Say): Promise<number> {
  say('A year counted again from its events …')
  const { cookie } = await signIn(web.port, 'admin@contoh.example')
  const began = performance.now()
  const answer = await fetch(`http://127.0.0.1:${web.port}/statistik-pengaduan/periksa`, {
    headers: { cookie: cookie! },
  })
  await answer.text()
  if (!answer.ok) throw new Error(`the recount was answered with ${answer.status}`)
  return (performance.now() - began) / 1000
}

async function pagesAt({ env, owner, postmaster, say }: Measuring, seconds: number) {
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

type Senders = { client: Client; kiosk: Kiosk; slugs: readonly string[] }

async function sendersOf(web: Web, owner: pg.Pool, facts: Facts): Promise<Senders> {
  const { rows } = await owner.query<{ slug: string }>('select slug from services.service where id = any($1)', [
    facts.services,
  ])
  return {
    client: await apiClient(owner, web.port, facts, ['survey.submit', 'complaint.create']),
    kiosk: await pairedKiosk(web, owner, facts),
    slugs: rows.map((row) => row.slug),
  }
}

/** What is taken in before growing, so that it can be said what size costs. */
async function smallIntake(on: Measuring, seconds: number): Promise<ListenResults['small']['intake']> {
  const web = await startWeb(on.env)
  try {
    const facts = await readFacts(on.owner)
    return await oneByOne(on, web, facts, await sendersOf(web, on.owner, facts), seconds)
  } finally {
    await web.stop()
  }
}

async function watched({ postmaster }: Measuring, web: Web, work: () => Promise<Answered>): Promise<Taken> {
  const [taken, usage] = await watch(web, postmaster, work)
  return { ...taken, usage }
}

async function oneByOne(on: Measuring, web: Web, facts: Facts, { client, slugs }: Senders, seconds: number) {
  on.say('Complaints sent …')
  await submit(web, facts, 32, 2)
  const complaints = await watched(on, web, async () => {
    const { measured } = await submit(web, facts, 32, seconds)
    return { measured, answers: measured.done }
  })
  on.say('Survey answers one by one …')
  const answers = (load: { connections: number; seconds: number }) =>
    sendAnswers(web.port, slugs, 1, load, (some) => ROADS.api(client, some))
  await answers({ connections: 32, seconds: 2 })
  return { complaints, single: await watched(on, web, () => answers({ connections: 32, seconds })) }
}

async function intakes(on: Measuring, web: Web, facts: Facts, senders: Senders, seconds: number): Promise<Intakes> {
  const { postmaster, say } = on
  const { client, kiosk, slugs } = senders
  const { port } = web
  const { complaints, single } = await oneByOne(on, web, facts, senders, seconds)
  say('Survey answers in batches, from a kiosk …')
  const byApi = (size: number, load: { connections: number; seconds: number }) =>
    sendAnswers(port, slugs, size, load, (answers) => ROADS.api(client, answers))
  const byKiosk = (load: { connections: number; seconds: number; rate?: number }) =>
    sendAnswers(port, slugs, STORED, load, (answers) => ROADS.kiosk(kiosk, answers))
  const batch = await watched(on, web, () => byApi(ANSWERS_AT_ONCE, { connections: 16, seconds }))
  await byKiosk({ connections: 2, seconds: 1 })
  const stored = await watched(on, web, () => byKiosk({ connections: 4, seconds }))
  say(`${FORMS_A_SECOND} forms a second, beside them each second a kiosk that was offline …`)
  const byForm = (load: { connections: number; seconds: number; rate?: number }) =>
    sendAnswers(port, slugs, 1, load, ([answer]) => ROADS.form(port, answer!))
  await byForm({ connections: 2, seconds: 2 })
  const [forms, late] = await Promise.all([
    byForm({ rate: FORMS_A_SECOND, connections: 64, seconds }),
    byKiosk({ rate: 1, connections: 4, seconds }),
  ])
  const page = resultsPage('survey results')
  const results = await measurePage(web, postmaster, page, page.rate, seconds)
  return { complaints, single, batch, stored, forms: forms.measured, kiosk: late.measured, results }
}

async function sentAgain(
  { owner, say }: Measuring,
  web: Web,
  facts: Facts,
  senders: Senders,
  mailPort: number,
): Promise<Retried[]> {
  say(`${THINGS_SENT_AGAIN} of everything, each sent again and again …`)
  return retries({ web, owner, facts, ...senders, mailPort }, THINGS_SENT_AGAIN)
}

async function afterDisaster({ owner, postmaster, say }: Measuring, web: Web, facts: Facts, minutes: number) {
  say(`After a disaster: ${minutes} min of reports, half of them with a photo, beside the queue …`)
  const page = listenPages(facts, [])[0]!
  const photo = await phonePhoto()
  const [all, queue] = await Promise.all([
    disaster(web, facts, minutes, photo),
    measurePage(web, postmaster, page, page.rate, minutes * 60, 1),
  ])
  return { ...all, queue, lost: await missing(owner, all.codes) }
}

/** Web process and database are killed while reports, photos and survey answers come in on every road at once. */
async function killed(dataDir: string, facts: Facts, seconds: number, say: Say): Promise<Killed> {
  say(`kill -9 after ${seconds} s of reports, photos and survey answers …`)
  const { web, owner } = await openWeb(dataDir)
  const { client, kiosk, slugs } = await sendersOf(web, owner, facts)
  await owner.end()
  const patience = seconds * 2
  const keys: string[] = []
  // A key is the sender's own: a system's for each service, a kiosk's for itself.
  const ofService = (some: readonly Filled[]) => {
    for (const { service, key } of some) keys.push(`${client.id}:${service}:${key}`)
  }
  const ofKiosk = (some: readonly Filled[]) => {
    for (const { key } of some) keys.push(`${kiosk.id}:${key}`)
  }
  const load = (connections: number) => ({ connections, seconds: patience })
  const answering = [
    sendAnswers(web.port, slugs, 1, load(8), (answers) => ROADS.api(client, answers), ofService),
    sendAnswers(web.port, slugs, ANSWERS_AT_ONCE, load(4), (answers) => ROADS.api(client, answers), ofService),
    sendAnswers(web.port, slugs, STORED, load(2), (answers) => ROADS.kiosk(kiosk, answers), ofKiosk),
  ]
  const reporting = [stream(web, facts, 4, patience, await phonePhoto()), submit(web, facts, 8, patience)]
  await sleep(seconds * 1000)
  process.kill(postmasterOf(dataDir), 'SIGKILL')
  web.kill()
  const codes = (await Promise.all(reporting)).flatMap((one) => one.codes)
  await Promise.all(answering)
  const again = await openWeb(dataDir)
  try {
    return {
      reports: codes.length,
      lostReports: await missing(again.owner, codes),
      answers: keys.length,
      lostAnswers: await missingAnswers(again.owner, facts, keys),
    }
  } finally {
    await again.owner.end()
    await again.web.stop()
  }
}

async function openWeb(dataDir: string): Promise<{ web: Web; owner: pg.Pool }> {
  const web = await startWeb({ DATA_DIR: dataDir })
  const owner = new pg.Pool({ connectionString: runningOwnerUrl(dataDir)!, max: 2 })
  owner.on('error', () => undefined)
  return { web, owner }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
