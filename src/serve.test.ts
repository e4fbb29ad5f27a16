import { createServer, type Server } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Installation } from './installation.ts'
import { type Config, ConfigError, loadConfig } from './platform/config.ts'
import { createInstitutions } from './platform/http/institutions.ts'
import { getMailer } from './platform/mail.ts'
import { newInstitution, openHouse, type TestHouse } from './platform/test/harness.ts'
import { refuseImpossibleDoor, refuseTakenDoor, serve } from './serve.ts'

const assets = { css: '/assets/test.css', enhancer: '/assets/test.js', scripts: {} }
let house: TestHouse
let other: Server
let taken: number

// A house of its own: in the shared one the queue would first do what other tests have left in it.
beforeAll(async () => {
  house = await openHouse([])
})
beforeEach(async () => {
  other = createServer()
  taken = await listenOn(other)
})
afterEach(() => new Promise((resolve) => other.close(resolve)))

function listenOn(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}

function installationWith(changed: Partial<Config>): Installation {
  const config = loadConfig({ PORT: '0', DATA_DIR: house.folder, LOG_LEVEL: 'silent' })
  return {
    config: { ...config, ...changed },
    secret: Buffer.alloc(32, 7),
    ownerUrl: house.ownerUrl,
    database: house.database,
    institutions: createInstitutions(house.database),
    migrated: [],
    close: async () => undefined,
  }
}

/** Connections of a job queue to this house's database. */
async function queues(): Promise<number> {
  const { rows } = await house.owner.query(
    "select from pg_stat_activity where application_name = 'sigap-queue' and datname = current_database()",
  )
  return rows.length
}

test('a taken web port ends the start in one sentence, before any job has begun', async () => {
  const start = serve(installationWith({ port: taken }), assets)
  await expect(start).rejects.toThrow(ConfigError)
  await expect(start).rejects.toThrow(`127.0.0.1:${taken} is used by another program`)
  expect(await queues()).toBe(0)
})

test('a taken port is said before anything long begins, with what to set', async () => {
  const { config } = installationWith({ port: taken })
  await expect(refuseTakenDoor(config)).rejects.toThrow(
    `127.0.0.1:${taken} is used by another program; stop it, or set PORT`,
  )
  await refuseTakenDoor({ ...config, port: 0 })
})

test('an address that cannot be listened on is said first of all, a taken one is not', async () => {
  const { config } = installationWith({ port: taken })
  await refuseImpossibleDoor(config)
  await expect(refuseImpossibleDoor({ ...config, host: 'sigap.invalid' })).rejects.toThrow(
    /^HOST is sigap\.invalid: no such/,
  )
  await expect(refuseImpossibleDoor({ ...config, host: '192.0.2.1', port: 0 })).rejects.toThrow(
    'no address of this machine',
  )
})

test('a taken mail port closes the web port again', async () => {
  const free = createServer()
  const port = await listenOn(free)
  await new Promise((resolve) => free.close(resolve))
  const mailIn = { smtp: { host: '127.0.0.1', port: taken }, imap: undefined }
  await expect(serve(installationWith({ port, mailIn }), assets)).rejects.toThrow(/MAIL_IN_SMTP/)
  expect(await queues()).toBe(0)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('with free ports it answers, and a stop ends the queue', async () => {
  const serving = await serve(installationWith({}), assets)
  expect((await fetch(`${serving.address}/readyz`)).status).toBe(200)
  await serving.stop()
  // The server notices a moment later that a connection was left.
  await expect.poll(queues).toBe(0)
})

test('with PORT=0 pages and mails name the port that was taken; a public address that was given stays', async () => {
  const home = await newInstitution(house)
  const shown = async (address: string) => {
    const discovery = await fetch(`${address}/i/${home.slug}/open311/discovery.json`)
    const { endpoints } = (await discovery.json()) as { endpoints: { url: string }[] }
    return [endpoints[0]!.url, getMailer().baseUrl]
  }
  for (const given of [undefined, 'https://sigap.contoh.example']) {
    const serving = await serve(installationWith(given ? { baseUrl: given } : {}), assets)
    const own = given ?? serving.address
    expect(serving.address).toMatch(/^http:\/\/localhost:[1-9]\d+$/)
    expect(await shown(serving.address)).toEqual([`${own}/i/${home.slug}/open311/v2`, own])
    await serving.stop()
  }
})

test('a stop lets the request and the job that have begun come to their end', async () => {
  const home = await newInstitution(house)
  const serving = await serve(installationWith({}), assets)
  const [pages, letters] = [new pg.Client(house.ownerUrl), new pg.Client(house.ownerUrl)]
  await Promise.all([pages.connect(), letters.connect()])
  let job = ''
  /** What the request and the job, once it is taken up, wait for. */
  const waiting = async () => {
    const { rows } = await house.owner.query<{ name: string }>(
      `select relation::regclass::text as name from pg_locks
       where not granted and locktype = 'relation' and database = (select oid from pg_database where datname = current_database())
         and exists (select from graphile_worker.jobs where id = $1 and locked_at is not null)
       order by 1`,
      [job],
    )
    return rows.map(({ name }) => name)
  }
  const answer = (path: string) =>
    fetch(serving.address + path).then(
      ({ status }) => status,
      () => 'closed',
    )
  try {
    await pages.query('begin')
    await pages.query('lock table services.service in access exclusive mode')
    await letters.query('begin')
    await letters.query('lock table notifications.message in access exclusive mode')
    const asked = answer(`/i/${home.slug}/layanan`)
    const added = await house.owner.query<{ id: string }>(
      "select id from graphile_worker.add_job('notifications.digest', $1)",
      [JSON.stringify({ institution: home.id, payload: {} })],
    )
    job = added.rows[0]!.id
    await expect.poll(waiting).toEqual(['notifications.message', 'services.service'])
    let over = false
    const stopped = serving.stop().then(() => {
      over = true
    })
    await expect.poll(() => answer('/healthz')).not.toBe(200)
    await pages.query('commit')
    expect(await asked).toBe(200)
    // Whoever does not wait for the job is done long before.
    await Promise.race([stopped, setTimeout(500)])
    expect(over).toBe(false)
    await letters.query('commit')
    await stopped
    const { rows } = await house.owner.query('select attempts, locked_at from graphile_worker.jobs where id = $1', [
      job,
    ])
    expect(rows).toEqual([])
  } finally {
    await Promise.all([pages.end(), letters.end()])
  }
})
