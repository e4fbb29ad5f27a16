import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startDisposable } from '../database/disposable.ts'
import { migrate, openApplicationRole } from '../database/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string
  }
}

type Server = { ownerUrl(database: string): string; stop(): Promise<void> }

/**
 * A throw-away server with one migrated template; each worker copies it. With TEST_DATABASE_URL the same happens on a
 * server of one's own, whose databases `sigap_template` and `test_…` are the tests' and are dropped at both ends.
 */
export default async function setup(project: TestProject) {
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? await ownServer(given) : await startDisposable()
  await inDatabase(server.ownerUrl('postgres'), (admin) => admin.query('create database sigap_template'))
  await migrate(server.ownerUrl('sigap_template'))
  // Once: a role belongs to the whole server, and two workers that change it at the same time fail.
  await openApplicationRole(server.ownerUrl('sigap_template'), 'test')
  project.provide('ownerUrl', server.ownerUrl('postgres'))
  return () => server.stop()
}

async function ownServer(given: string): Promise<Server> {
  const ownerUrl = (database: string) => {
    const url = new URL(given)
    url.pathname = `/${database}`
    return url.href
  }
  const dropAll = () => inDatabase(ownerUrl('postgres'), dropTestDatabases)
  await dropAll()
  return { ownerUrl, stop: dropAll }
}

async function dropTestDatabases(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    `select datname from pg_database where datname ~ '^test_([0-9a-f]{32}|sigap_demo(_loading)?)$' or datname = 'sigap_template'`,
  )
  for (const { datname } of rows) await admin.query(`drop database ${admin.escapeIdentifier(datname)} with (force)`)
}

async function inDatabase(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
