import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startDisposable } from '../database/disposable.ts'
import { migrate, openApplicationRole } from '../database/migrate.ts'
import { processIdentity } from '../database/processes.ts'

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
  const removeTemporary = ownTemporaryFolder()
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? await ownServer(given) : await startDisposable()
  await inDatabase(server.ownerUrl('postgres'), (admin) => admin.query('create database sigap_template'))
  await migrate(server.ownerUrl('sigap_template'))
  // Once: a role belongs to the whole server, and two workers that change it at the same time fail.
  await openApplicationRole(server.ownerUrl('sigap_template'), 'test')
  project.provide('ownerUrl', server.ownerUrl('postgres'))
  return async () => {
    await server.stop()
    removeTemporary()
  }
}

const TEMPORARY = /^sigap-tests-(\d+)-/

/**
 * Everything that the tests and what they test put down for a while lies in one folder that goes with the run, also when
 * a test failed before it cleaned up; a run that was killed leaves it to the next one.
 */
function ownTemporaryFolder(): () => void {
  const shared = tmpdir()
  for (const name of readdirSync(shared)) {
    const pid = TEMPORARY.exec(name)?.[1]
    if (pid !== undefined && processIdentity(Number(pid)) === undefined) remove(join(shared, name))
  }
  const folder = mkdtempSync(join(shared, `sigap-tests-${process.pid}-`))
  // The account of a database must be able to pass through.
  chmodSync(folder, 0o711)
  process.env['TMPDIR'] = folder
  return () => {
    process.env['TMPDIR'] = shared
    remove(folder)
  }
}

function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // Another account's.
  }
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
