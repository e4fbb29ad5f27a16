import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newInstitution, openHouse, type TestHouse } from '../test/harness.ts'
import { isAway } from './away.ts'
import { connect, type Database, type Db } from './db.ts'
import { applicationUrl } from './migrate.ts'

let house: TestHouse
let here: string
let there: string
let database: Database

beforeAll(async () => {
  house = await openHouse([])
  here = (await newInstitution(house)).id
  there = (await newInstitution(house)).id
  database = connect(applicationUrl(house.ownerUrl, 'test'), 4)
})
afterAll(() => database.close())

const write = (db: Db, institution: string, key: string) =>
  sql<{ id: string }>`insert into platform.submission (institution_id, key, path, outcome, at)
    values (${institution}, ${key}, 'together', '{}', now()) returning pg_current_xact_id()::text as id`
    .execute(db)
    .then(({ rows }) => rows[0]!.id)

const written = (institution: string, keys: readonly string[]) =>
  database.transaction('read', institution, async (db) => {
    const { rows } = await sql<{ key: string }>`select key from platform.submission
      where institution_id = ${institution} and key = any(${keys}::uuid[])`.execute(db)
    return rows.map(({ key }) => key).toSorted()
  })

const newKeys = (count: number) => Array.from({ length: count }, () => randomUUID()).toSorted()
const send = (institution: string, key: string) =>
  database.together(institution, key, (db) => write(db, institution, key))

test('what comes at the same time shares transactions, and everybody gets their own answer', async () => {
  const keys = newKeys(40)
  const answers = await Promise.all(
    keys.map((key) => database.together(here, key, async (db) => ({ key, transaction: await write(db, here, key) }))),
  )
  expect(answers.map(({ key }) => key)).toEqual(keys)
  expect(new Set(answers.map(({ transaction }) => transaction)).size).toBeLessThan(20)
  expect(await written(here, keys)).toEqual(keys)
})

test('one that fails is told so by itself, and the others are kept, each once', async () => {
  const keys = newKeys(12)
  const [thrown, refused] = [keys[3]!, keys[7]!]
  const runs = new Map<string, number>()
  const done = await Promise.allSettled(
    keys.map((key) =>
      database.together(here, key, async (db) => {
        runs.set(key, (runs.get(key) ?? 0) + 1)
        if (key === thrown) throw new Error('not today')
        // Others fail while this one is at work: it must not go on where nothing undoes it.
        if (key === keys[5]) await sql`select pg_sleep(0.05)`.execute(db)
        if (key === refused) await sql`select 1 / 0`.execute(db)
        return write(db, here, key)
      }),
    ),
  )
  const failed = keys.filter((_key, index) => done[index]!.status === 'rejected')
  expect(failed).toEqual([thrown, refused])
  expect(String((done[3] as PromiseRejectedResult).reason)).toContain('not today')
  expect(String((done[7] as PromiseRejectedResult).reason)).toContain('division by zero')
  expect(await written(here, keys)).toEqual(keys.filter((key) => !failed.includes(key)))
  expect(Math.max(...runs.values())).toBeLessThanOrEqual(2)
})

test('what fails at the very end undoes no other', async () => {
  const keys = newKeys(6)
  const done = await Promise.allSettled(
    keys.map((key, index) =>
      database.together(here, key, async (db, _client, closeWith) => {
        await write(db, here, key)
        if (index === 2) closeWith(sql`select 1 / 0`)
      }),
    ),
  )
  expect(done.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true, true])
  expect(await written(here, keys)).toEqual(keys.filter((_key, index) => index !== 2))
})

test('the same key twice at the same time is one row and one error, whoever else is there', async () => {
  const keys = newKeys(10)
  const done = await Promise.allSettled([...keys, ...keys.toReversed()].map((key) => send(here, key)))
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  expect(await written(here, keys)).toEqual(keys)
})

test('two institutions never share a transaction', async () => {
  const keys = newKeys(20)
  const sent = keys.map((key, index) => send(index % 2 ? here : there, key))
  const transactions = await Promise.all(sent)
  const of = (even: boolean) => transactions.filter((_one, index) => (index % 2 === 0) === even)
  expect(of(true).filter((one) => of(false).includes(one))).toEqual([])
  const mine = keys.filter((_key, index) => index % 2)
  expect(await written(here, keys)).toEqual(mine)
})

test('when the connection breaks everybody is told, and nothing is done a second time', async () => {
  const keys = newKeys(8)
  const runs = new Map<string, number>()
  const done = await Promise.allSettled(
    keys.map((key) =>
      database.together(here, key, async (db) => {
        runs.set(key, (runs.get(key) ?? 0) + 1)
        await write(db, here, key)
        if (key === keys[4]) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(db)
      }),
    ),
  )
  for (const one of done) {
    expect(one.status).toBe('rejected')
    expect(isAway((one as PromiseRejectedResult).reason)).toBe(true)
  }
  expect([...runs.values()]).toEqual(keys.map(() => 1))
  expect(await written(here, keys)).toEqual([])
  await send(here, keys[0]!)
  expect(await written(here, keys)).toEqual([keys[0]])
})
