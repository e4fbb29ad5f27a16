import type pg from 'pg'
import { expect, test } from 'vitest'
import { forgetTiming } from '../listen/complaints/timing.ts'
import { anchorOfTemplate, smallDemo } from '../platform/test/demo-template.ts'
import { openHouse, ownDemoHouse } from '../platform/test/harness.ts'
import { forgetWords } from '../platform/words.ts'
import { loadDemo } from './run.ts'

/** What must not be the same twice: whoever knew it could enter, read along or vote. */
const SECRET: Readonly<Record<string, readonly string[]>> = {
  // Keys of our own, and tokens that are kept as their sum.
  'channels.setting': ['secret'],
  'learning.certificate': ['code'],
  'people.api_client': ['secret_hash'],
  'questionnaires.invitation': ['code_hash'],
  'surveys.invitation': ['token_hash'],
  'surveys.key': ['secret'],
  'surveys.kiosk': ['code_hash', 'token_hash'],
  // With a salt.
  'people.account': ['password_hash'],
  // Sealed with a number that is used once.
  'complaints.sealed_reporter': ['content'],
  'open311.endpoint': ['sealed_key'],
  'oversight.monitor': ['token_sealed'],
  'people.employee': ['nik_encrypted'],
  'people.import_row': ['data'],
  'questionnaires.invitation_batch': ['codes'],
  'webhooks.endpoint': ['secret'],
}

/** The same in columns that hold plain words as well: what was said about wrongdoing, as jsonb writes it. */
const SEALED_WORDS = '\\\\u0002sealed:[A-Za-z0-9_-]+'

test('two loads of one seed at one moment make the same rows, but for what must stay secret', async () => {
  const { owner: first } = await ownDemoHouse()
  const house = await openHouse([])
  // Both have the same ids: what this process remembers of the one, changed by other tests, is not of the other.
  for (const { id } of (await first.query<{ id: string }>('select id from organization.institution')).rows) {
    forgetWords(id)
    forgetTiming(id)
  }
  await loadDemo(house.database, smallDemo(await anchorOfTemplate(first)))
  const tables = await tablesOf(first)
  expect(tables.length).toBeGreaterThan(150)
  const [one, other] = [await sums(first, tables), await sums(house.owner, tables)]
  const differing = tables.filter((table) => one[table] !== other[table])
  const told = await Promise.all(
    differing.map(async (table) => `${table}: ${await columns(first, house.owner, table)}`),
  )
  expect(told).toEqual([])
})

async function tablesOf(owner: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema|graphile_worker)' order by 1`,
  )
  return rows.map(({ name }) => name)
}

async function sums(owner: pg.Pool, tables: readonly string[]): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of tables) {
    const { rows } = await owner.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as sum
       from (select md5(regexp_replace((to_jsonb(t) - $1::text[])::text, $2, '', 'g')) as row from ${table} t) as r`,
      [SECRET[table] ?? [], SEALED_WORDS],
    )
    found[table] = rows[0]!.sum
  }
  return found
}

/** Names of the columns that hold something else. */
async function columns(one: pg.Pool, other: pg.Pool, table: string): Promise<string> {
  const read = async (owner: pg.Pool) => {
    const { rows } = await owner.query<{ column: string; sum: string }>(
      `select key as column, md5(string_agg(coalesce(value, ''), '|' order by value)) as sum
       from ${table} t, jsonb_each_text(to_jsonb(t)) group by key`,
    )
    return new Map(rows.map(({ column, sum }) => [column, sum]))
  }
  const [here, there] = [await read(one), await read(other)]
  return [...here].flatMap(([column, sum]) => (there.get(column) === sum ? [] : [column])).join(', ')
}
