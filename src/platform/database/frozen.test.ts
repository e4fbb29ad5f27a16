import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { reasonsNotReady } from '../http/readiness.ts'
import { createLog } from '../log.ts'
import { type Between, standBetween } from '../test/between.ts'
import { newInstitution, openHouse, type TestHouse } from '../test/harness.ts'
import { isAway } from './away.ts'
import { connect, type Database } from './db.ts'
import { applicationUrl } from './migrate.ts'

let house: TestHouse
let here: string
let between: Between
let database: Database

beforeAll(async () => {
  house = await openHouse([])
  here = (await newInstitution(house)).id
  between = await standBetween(applicationUrl(house.ownerUrl, 'test'))
  database = connect(between.url, 2, { tickMs: 20, ticks: 3, probeMs: 1000 })
})
afterAll(async () => {
  between.thaw()
  await database.close()
  between.close()
})

const one = (db: Parameters<Parameters<Database['transaction']>[2]>[0]) => sql`select 1`.execute(db)
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a server that answers nothing, on connections that stay open, is away; when it goes on, so do we', async () => {
  await database.transaction('read', here, one)
  between.freeze()
  // More than there are connections: those that wait for one come back as well.
  const asked = Array.from({ length: 5 }, () => failureOf(database.transaction('read', here, one)))
  const queried = failureOf(database.side.query('select 1'))
  for (const error of await Promise.all([...asked, queried])) expect(isAway(error), String(error)).toBe(true)
  expect(database.pool.totalCount).toBe(0)
  // From now on nobody waits, not even for the look that found it.
  expect(isAway(await failureOf(database.transaction('write', here, one)))).toBe(true)

  between.thaw()
  await vi.waitFor(() => database.transaction('write', here, one), { timeout: 30_000 })
})

test('a long statement of a server that is there is left alone', async () => {
  await database.transaction('read', here, (db) => sql`select pg_sleep(0.4)`.execute(db))
})

test('readiness says so before it is known', async () => {
  const patient = connect(between.url, 1, { tickMs: 60_000, ticks: 3, probeMs: 1000 })
  const good = { ready: () => true, stalled: async () => false }
  expect(await reasonsNotReady(patient.pool, good, createLog('silent'))).toEqual([])
  between.freeze()
  expect(await reasonsNotReady(patient.pool, good, createLog('silent'), 50)).toEqual(['database: it does not answer'])
  between.thaw()
  await expect.poll(() => reasonsNotReady(patient.pool, good, createLog('silent'))).toEqual([])
  await patient.close()
})
