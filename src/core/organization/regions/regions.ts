import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import pg from 'pg'
import { z } from 'zod'
import type { Access, Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

const FILES = ['provinces', 'regencies', 'districts', 'villages'] as const
const Row = z.object({ code: z.string(), name: z.string() })

/**
 * Loads the region codes of the installed idn-area-data package, as the owner of the tables, unless this edition is
 * already there. Takes about two seconds for 91,000 rows. Returns how many rows it wrote.
 */
export async function installRegions(ownerUrl: string): Promise<number> {
  const folder = dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json'))
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')))
  const release = `idn-area-data ${version}`
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    const known = await client.query('select from organization.region_release where release = $1', [release])
    if (known.rowCount) return 0
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock(7316003)')
    let written = 0
    for (const file of FILES) {
      const rows = z.array(Row).parse(parse(await readFile(join(folder, 'data', `${file}.csv`)), { columns: true }))
      // A code that has left the list stays: places in old cases keep their name.
      await client.query(
        `insert into organization.region (code, parent_code, level, name)
          select code, nullif(regexp_replace(code, '\\.?[0-9]+$', ''), ''), $3, name from unnest($1::text[], $2::text[]) as r(code, name)
          on conflict (code) do update set name = excluded.name`,
        [rows.map((row) => row.code), rows.map((row) => row.name), FILES.indexOf(file) + 1],
      )
      written += rows.length
    }
    await client.query('insert into organization.region_release values ($1, now()) on conflict do nothing', [release])
    await client.query('commit')
    return written
  } finally {
    await client.end()
  }
}

/** The regions right beneath a code: provinces without one, then regencies, districts and villages, by name. */
export async function listRegions(db: Db, _scope: Scope<Access>, parentCode: string | null) {
  return db
    .selectFrom('organization.region')
    .select(['code', 'name', 'level'])
    .where('parent_code', parentCode === null ? 'is' : '=', parentCode)
    .orderBy('name')
    .execute()
}

/** From the province down to the code itself; empty when there is no such code. */
export async function findRegionPath(db: Db, _scope: Scope<Access>, code: string) {
  const parts = code.split('.')
  const codes = parts.map((_, index) => parts.slice(0, index + 1).join('.'))
  return db
    .selectFrom('organization.region')
    .select(['code', 'name', 'level'])
    .where('code', 'in', codes)
    .orderBy('level')
    .execute()
}
