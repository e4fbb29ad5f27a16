import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { LaporField, LaporRow } from './model.ts'

export async function findColumns(db: Db, scope: Scope): Promise<Partial<Record<LaporField, string>>> {
  const { rows } = await sql<{ field: LaporField; heading: string }>`
    select field, heading from channels.lapor_column where institution_id = ${scope.institution}`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.field, row.heading]))
}

export async function setColumns(
  db: Db,
  scope: Scope<'channel.work'>,
  columns: Readonly<Partial<Record<LaporField, string>>>,
): Promise<void> {
  await sql`delete from channels.lapor_column where institution_id = ${scope.institution}`.execute(db)
  await sql`insert into channels.lapor_column (institution_id, field, heading)
    select ${scope.institution}::uuid, key, value from json_each_text(${JSON.stringify(columns)}::json)`.execute(db)
}

export type ImportRow = {
  id: string
  file_name: string
  headings: string[]
  lines: string[][]
  /** Of the lines, as the spreadsheet shows them. */
  numbers: number[]
  created_at: Date
  applied_at: Date | null
  counts: { made: number; changed: number; same: number; wrong: number } | null
}

export async function insertImport(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  row: {
    id: string
    fileName: string
    headings: readonly string[]
    lines: readonly (readonly string[])[]
    numbers: readonly number[]
  },
): Promise<void> {
  await sql`insert into channels.lapor_import (institution_id, id, file_name, headings, lines, numbers, created_by,
      created_at)
    values (${scope.institution}, ${row.id}, ${row.fileName}, ${JSON.stringify(row.headings)}::jsonb,
      ${JSON.stringify(row.lines).replaceAll('\\u0000', '')}::jsonb, ${JSON.stringify(row.numbers)}::jsonb, ${scope.account}, ${now})`.execute(
    db,
  )
}

export async function findImport(db: Db, scope: Scope<'channel.work'>, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select id, file_name, headings, lines, numbers, created_at, applied_at, counts from channels.lapor_import
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

/** Imports of one institution one after the other: two at once would not see each other's new cases. */
export async function lockImports(db: Db, scope: Scope<'channel.work'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`lapor:${scope.institution}`}, 0))`.execute(db)
}

export async function setApplied(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  id: string,
  counts: NonNullable<ImportRow['counts']>,
): Promise<void> {
  await sql`update channels.lapor_import set applied_at = ${now}, counts = ${JSON.stringify(counts)}::jsonb, lines = '[]'
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export const MOST_IMPORTS = 50

export async function listImports(
  db: Db,
  scope: Scope<'channel.work'>,
): Promise<Omit<ImportRow, 'lines' | 'numbers'>[]> {
  const { rows } = await sql<Omit<ImportRow, 'lines' | 'numbers'>>`
    select id, file_name, headings, created_at, applied_at, counts from channels.lapor_import
    where institution_id = ${scope.institution} order by created_at desc, id desc limit ${MOST_IMPORTS}`.execute(db)
  return rows
}

export type LaporCase = {
  tracking_id: string
  complaint_id: string
  class: string | null
  state: string | null
  disposed_on: string | null
  followed_on: string | null
  unit: string | null
}

export async function listKnown(db: Db, scope: Scope, ids: readonly string[]): Promise<LaporCase[]> {
  const { rows } = await sql<LaporCase>`
    select tracking_id, complaint_id, class, state, disposed_on, followed_on, unit from channels.lapor_case
    where institution_id = ${scope.institution} and tracking_id = any(${ids}::text[])`.execute(db)
  return rows
}

export async function putCase(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  row: LaporRow,
  complaintId: string,
): Promise<void> {
  await sql`
    insert into channels.lapor_case (institution_id, tracking_id, complaint_id, class, state, disposed_on, followed_on,
      unit, updated_at)
    values (${scope.institution}, ${row.tracking_id}, ${complaintId}, ${row.class}, ${row.state}, ${row.disposed_on},
      ${row.followed_on}, ${row.unit}, ${now})
    on conflict (institution_id, tracking_id) do update set class = excluded.class, state = excluded.state,
      disposed_on = excluded.disposed_on, followed_on = excluded.followed_on, unit = excluded.unit,
      updated_at = excluded.updated_at`.execute(db)
}

/** What SP4N-LAPOR! says about the cases of these units, newest first. */
export async function listCases(db: Db, scope: Scope, most: number): Promise<(LaporCase & { updated_at: Date })[]> {
  const { rows } = await sql<LaporCase & { updated_at: Date }>`
    select tracking_id, complaint_id, class, state, disposed_on, followed_on, unit, updated_at
    from channels.lapor_case where institution_id = ${scope.institution}
    order by updated_at desc, tracking_id limit ${most}`.execute(db)
  return rows
}
