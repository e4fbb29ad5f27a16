import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { PlannedRow, Problem } from './import-model.ts'

export type ImportRow = {
  id: string
  file_name: string
  rows: readonly PlannedRow[]
  problems: readonly Problem[]
  at: Date
  applied_at: Date | null
  added: number | null
}

export async function insertImport(
  db: Db,
  scope: Scope<'service.record'>,
  now: Date,
  one: {
    id: string
    file_name: string
    units: readonly string[]
    rows: readonly PlannedRow[]
    problems: readonly Problem[]
  },
): Promise<void> {
  await sql`insert into services.import (institution_id, id, file_name, units, rows, problems, at, account_id)
    values (${scope.institution}, ${one.id}, ${one.file_name}, ${one.units}::uuid[], ${JSON.stringify(one.rows)}::jsonb,
      ${JSON.stringify(one.problems)}::jsonb, ${now}, ${scope.account})`.execute(db)
}

/** For whoever uploaded it, and for those who may record for all of its units. */
export async function findImport(db: Db, scope: Scope<'service.record'>, id: string): Promise<ImportRow | undefined> {
  const { rows } = await sql<ImportRow>`
    select id, file_name, rows, problems, at, applied_at, added from services.import
    where institution_id = ${scope.institution} and id = ${id} and (account_id = ${scope.account}
        or (units <> '{}' and units <@ ${scope.units}::uuid[]))`.execute(db)
  return rows[0]
}

/** False when it has been applied already. The rows are not needed any more then. */
export async function setApplied(
  db: Db,
  scope: Scope<'service.record'>,
  now: Date,
  id: string,
  added: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update services.import set applied_at = ${now}, added = ${added}, rows = '[]'::jsonb
    where institution_id = ${scope.institution} and id = ${id} and applied_at is null`.execute(db)
  return Number(numAffectedRows ?? 0n) === 1
}
