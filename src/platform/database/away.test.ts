import pg from 'pg'
import { expect, test } from 'vitest'
import { isAway } from './away.ts'

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

test('a server that is not there is told apart from a mistake of ours', async () => {
  const client = new pg.Client({ host: '/nowhere/at/all', user: 'nobody' })
  const error = await failureOf(client.connect())
  expect(isAway(error)).toBe(true)
  expect(isAway(new Error('while counting', { cause: error }))).toBe(true)
  const refused = new pg.Client({ host: '127.0.0.1', port: 1, user: 'nobody' })
  expect(isAway(await failureOf(refused.connect()))).toBe(true)
  expect(isAway(Object.assign(new Error('the database system is starting up'), { code: '57P03' }))).toBe(true)
})

test('everything else is ours', () => {
  expect(isAway(new TypeError('x is not a function'))).toBe(false)
  expect(isAway(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBe(false)
  expect(isAway(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
  expect(isAway(undefined)).toBe(false)
})
