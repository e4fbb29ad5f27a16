import pg from 'pg'
import { expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { reasonsNotReady } from './readiness.ts'

test('what is not ready is said without what only the operator may know', async () => {
  const pool = new pg.Pool({ host: '127.0.0.1', port: 1, user: 'rahasia', password: 'x', connectionTimeoutMillis: 500 })
  expect(await reasonsNotReady(pool, () => false, createLog('silent'))).toEqual([
    'database: it does not answer',
    'jobs: the queue is not running',
  ])
  await pool.end()
})
