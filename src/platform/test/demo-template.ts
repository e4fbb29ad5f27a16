import { tmpdir } from 'node:os'
import pg from 'pg'
import { type DemoOptions, loadDemo } from '../../demo/run.ts'
import { connect } from '../database/db.ts'
import { applicationUrl } from '../database/migrate.ts'
import { useSealKey } from '../seal.ts'

const NAME = 'test_sigap_demo'

/** Everything that the tests' demonstration depends on. */
export function smallDemo(anchor: Date): DemoOptions {
  return { seed: 7, scale: 0.1, anchor, dataDir: tmpdir(), secret: Buffer.alloc(32, 7), say: () => undefined }
}

/** The present of the template's load, which a second load takes for its own. */
export async function anchorOfTemplate(owner: pg.Pool): Promise<Date> {
  const { rows } = await owner.query<{ anchor: string }>(
    `select shobj_description(oid, 'pg_database') as anchor from pg_database where datname = $1`,
    [NAME],
  )
  return new Date(rows[0]!.anchor)
}

/** A database with the demonstration institutions, made by the first worker that asks; its name, to be copied. */
export async function loadDemoTemplate(serverUrl: string): Promise<string> {
  const admin = new pg.Client(serverUrl)
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock(7316003)')
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [NAME])
    if (rowCount === 0) {
      await admin.query(`drop database if exists ${NAME}_loading with (force)`)
      await admin.query(`create database ${NAME}_loading template sigap_template strategy file_copy`)
      const anchor = new Date()
      await load(serverUrl, anchor)
      await admin.query(`comment on database ${NAME}_loading is '${anchor.toISOString()}'`)
      await admin.query(`alter database ${NAME}_loading rename to ${NAME}`)
    }
    return NAME
  } finally {
    await admin.end()
  }
}

async function load(serverUrl: string, anchor: Date): Promise<void> {
  const url = new URL(serverUrl)
  url.pathname = `/${NAME}_loading`
  useSealKey(Buffer.alloc(32, 7))
  const database = connect(applicationUrl(url.href, 'test'), 2)
  try {
    await loadDemo(database, smallDemo(anchor))
  } finally {
    await database.close()
  }
}
