import { beforeAll, expect, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { openHouse, type TestHouse } from '../test/harness.ts'
import { inOrder, migrate } from './migrate.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse([])
})

test('a database that is up to date needs nothing', async () => {
  expect(await migrate(house.ownerUrl)).toEqual([])
})

test('a migration that would never run is told: a name without its instant, a name twice', () => {
  const [first, later] = ['z/migrations/20261106000000_a.sql', 'a/migrations/20261107000000_a.sql']
  expect(inOrder([later, first])).toEqual([first, later])
  expect(() => inOrder([first, 'a/migrations/9999-b.sql'])).toThrow('a/migrations/9999-b.sql: a migration is named')
  expect(() => inOrder([first, 'a/migrations/20261106000000_a.sql'])).toThrow('another migration of this name')
})

test.each([
  ["update public.migration set hash = 'other' where name like '%_platform.sql'", /_platform\.sql.*another version/],
  ["insert into public.migration (name, hash) values ('29991231235959_later.sql', 'x')", /newer Sigap.*later\.sql/],
])('what another version left is said with what to do: %s', async (change, said) => {
  await house.owner.query('create table kept as table public.migration')
  await house.owner.query(change)
  const error = await migrate(house.ownerUrl).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  expect((error as Error).message).toMatch(said)
  expect((error as Error).message).toContain('restore a backup')
  await house.owner.query('truncate public.migration')
  await house.owner.query('insert into public.migration select * from kept')
  await house.owner.query('drop table kept')
})
