import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { enqueue, isStalled, job } from '../jobs.ts'
import { createLog } from '../log.ts'
import { newInstitution, openHouse } from '../test/harness.ts'
import { reasonsNotReady } from './readiness.ts'

const log = createLog('silent')
const good = { ready: () => true, stalled: async () => false }
const pools: pg.Pool[] = []
afterAll(() => Promise.all(pools.map((pool) => pool.end())))

test('what is not ready is said without what only the operator may know', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1, user: 'rahasia', password: 'x', connectionTimeoutMillis: 500 })
  pools.push(pool)
  expect(await reasonsNotReady(pool, undefined, log)).toEqual([
    'database: it does not answer',
    'jobs: the queue is not running',
  ])
})

test('migrations of another version and a queue that stands still are reasons', async () => {
  const house = await openHouse([])
  const { pool } = house.database
  expect(await reasonsNotReady(pool, good, log)).toEqual([])
  expect(await reasonsNotReady(pool, { ...good, stalled: async () => true }, log)).toEqual([
    'jobs: due ones have not been taken up for five minutes',
  ])
  await house.owner.query(`update public.migration set name = '29991231235959_later.sql'
    where name = (select max(name) from public.migration)`)
  expect(await reasonsNotReady(pool, good, log)).toEqual([
    'migrations: 1 of this version are not applied',
    'migrations: the database belongs to a newer version',
  ])
})

test('a queue stands still when a due job waits and none was taken up', async () => {
  const house = await openHouse([])
  const here = await newInstitution(house)
  const work = job({ name: 'test.work', payload: z.object({}), handle: async () => undefined })
  await house.database.transaction('write', here.id, (db) => enqueue(db, here.id, work, {}))
  expect(await isStalled(house.owner)).toBe(false)
  await house.owner.query(`update graphile_worker._private_jobs set run_at = now() - interval '6 minutes' where true`)
  expect(await isStalled(house.owner)).toBe(true)
  await house.database.transaction('write', here.id, (db) => enqueue(db, here.id, work, {}))
  await house.owner.query(`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'one'
    where id = (select max(id) from graphile_worker._private_jobs)`)
  expect(await isStalled(house.owner)).toBe(false)
})
