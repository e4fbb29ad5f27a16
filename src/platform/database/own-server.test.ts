import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { openHouse } from '../test/harness.ts'
import { checkOwnServer, type ServerFacts, serverProblem } from './own-server.ts'

const GOOD: ServerFacts = { version: 150_004, encoding: 'UTF8', readOnly: false, mayCreate: true, mayMakeRoles: true }

test.each<[Partial<ServerFacts>, string]>([
  [{ version: 140_019 }, 'the server is PostgreSQL 14; Sigap needs 15 or newer'],
  [{ encoding: 'LATIN1' }, 'the database holds text as LATIN1; make one with'],
  [{ readOnly: true }, 'only copies another one'],
  [{ mayCreate: false }, 'let it own the database'],
  [{ mayMakeRoles: false }, 'alter role … createrole'],
])('a server with %o is refused with the remedy', (facts, words) => {
  expect(serverProblem(GOOD)).toBeUndefined()
  expect(serverProblem({ ...GOOD, ...facts })).toMatch(words)
})

test('the server of a test is one to run on, for its owner and not for an account without rights', async () => {
  const { ownerUrl } = await openHouse([])
  await checkOwnServer(ownerUrl)
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  try {
    await owner.query(
      `do $$ begin create role own_server_test login password 'x'; exception when others then null; end $$`,
    )
    const url = new URL(ownerUrl)
    url.username = 'own_server_test'
    url.password = 'x'
    await expect(checkOwnServer(url.href)).rejects.toThrow('this account may not make tables in the database')
    url.pathname = '/not_there'
    await expect(checkOwnServer(url.href)).rejects.toThrow('has no database not_there; make it first')
  } finally {
    await owner.query('drop role if exists own_server_test')
    await owner.end()
  }
})

test('a server that is not there, not known or silent is one sentence without the password', async () => {
  const silent = createServer()
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  try {
    const said = async (url: string) => {
      const error = await checkOwnServer(url, 100).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(ConfigError)
      expect((error as Error).message).not.toContain('hunter2')
      return (error as Error).message
    }
    expect(await said(`postgresql://a:hunter2@127.0.0.1:${port}/x`)).toMatch('does not answer')
    expect(await said('postgresql://a:hunter2@127.0.0.1:1/x')).toBe(
      'DATABASE_URL: nothing answers at the server 127.0.0.1:1; is it running?',
    )
    expect(await said('postgresql://a:hunter2@sigap.invalid/x')).toMatch(/sigap\.invalid.* (known|answer)/)
  } finally {
    silent.close()
  }
})
