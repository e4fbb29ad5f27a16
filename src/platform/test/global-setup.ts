import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startDisposable } from '../database/disposable.ts'
import { migrate, openApplicationRole } from '../database/migrate.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    ownerUrl: string
  }
}

/** A throw-away server with one migrated template; each worker copies it. */
export default async function setup(project: TestProject) {
  const server = await startDisposable()
  const admin = new pg.Client(server.ownerUrl('postgres'))
  await admin.connect()
  await admin.query('create database sigap_template')
  await admin.end()
  await migrate(server.ownerUrl('sigap_template'))
  // Once: a role belongs to the whole server, and two workers that change it at the same time fail.
  await openApplicationRole(server.ownerUrl('sigap_template'), 'test')
  project.provide('ownerUrl', server.ownerUrl('postgres'))
  return () => server.stop()
}
