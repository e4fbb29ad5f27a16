import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { enqueue, freeAbandoned, job, startWorker } from './jobs.ts'
import { createLog } from './log.ts'
import { standBetween } from './test/between.ts'
import { newInstitution, openHouse, type TestHouse } from './test/harness.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse([])
})

const work = job({ name: 'test.work', payload: z.object({}), handle: async () => undefined })

test('jobs of a worker that was killed are free at the next start, unless another worker lives', async () => {
  const here = await newInstitution(house)
  await house.database.transaction('write', here.id, (db) => enqueue(db, here.id, work, {}))
  await house.owner.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'gone' where true`)
  const locked = async () =>
    (await house.owner.query('select count(*)::int as n from graphile_worker.jobs where locked_at is not null')).rows[0]
      .n
  const pool = new pg.Pool({ connectionString: house.ownerUrl, max: 1, application_name: 'sigap-queue' })
  const other = new pg.Client({ connectionString: house.ownerUrl, application_name: 'sigap-queue' })
  await other.connect()
  await freeAbandoned(pool, createLog('silent'))
  expect(await locked()).toBe(1)
  await other.end()
  await expect
    .poll(async () => {
      await freeAbandoned(pool, createLog('silent'))
      return locked()
    })
    .toBe(0)
  await pool.end()
})

test('a word aside is seen at once, and never waits for a connection', async () => {
  const here = await newInstitution(house)
  const note = { institution_id: here.id, key: '00000000-0000-4000-8000-000000000000', path: '/', outcome: '{}' }
  await house.database.transaction('write', here.id, async () => {
    const told = await house.database.aside(here.id, async (db) => {
      await db
        .insertInto('platform.submission')
        .values({ ...note, at: house.clock.now })
        .execute()
    })
    expect(told).toBe(true)
    expect(
      (await house.owner.query('select from platform.submission where institution_id = $1', [here.id])).rowCount,
    ).toBe(1)
  })
  const all = await Promise.all(Array.from({ length: 5 }, () => house.database.pool.connect()))
  expect(await house.database.aside(here.id, async () => undefined)).toBe(false)
  for (const one of all) one.release()
})

test('a database that is away or frozen while a job ends stops neither the queue nor the process', async () => {
  const here = await newInstitution(house)
  const between = await standBetween(house.ownerUrl)
  const done: string[] = []
  const away = job({
    name: 'test.away',
    payload: z.object({ how: z.enum(['freeze', 'hangUp', 'thaw']) }),
    handle: async (_context, { how }) => {
      between[how]()
      done.push(how)
    },
  })
  const patience = { tickMs: 20, ticks: 3, probeMs: 300 }
  const worker = await startWorker(between.url, house.database, [away], async () => [], createLog('silent'), patience)
  const left = async () => {
    const { rows } = await house.owner.query(`select count(*)::int as n from graphile_worker.jobs
      where task_identifier = 'test.away'`)
    return rows[0].n
  }
  for (const how of ['freeze', 'hangUp', 'thaw'] as const) {
    await house.database.transaction('write', here.id, (db) => enqueue(db, here.id, away, { how }))
    await vi.waitFor(() => expect(done).toContain(how), { timeout: 60_000 })
    // Once it is cut off, the queue calls again.
    if (how !== 'thaw') await vi.waitFor(() => expect(between.called()).toBeGreaterThan(1), { timeout: 60_000 })
    between.thaw()
    await vi.waitFor(async () => expect(await left()).toBe(0), { timeout: 60_000 })
  }
  expect(done).toEqual(['freeze', 'hangUp', 'thaw'])
  expect(worker.ready()).toBe(true)
  await worker.stop()
  between.close()
})
