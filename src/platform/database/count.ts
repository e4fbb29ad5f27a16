import { sql } from 'kysely'
import type { Scope } from '../access.ts'
import type { Db } from './db.ts'
import type { DB } from './generated.ts'

const MOST = 10_000

/** How many rows of a tenant table the institution has, counted to ten thousand. */
export async function countRows(db: Db, scope: Scope, table: keyof DB & string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count
    from (select from ${sql.table(table)} where institution_id = ${scope.institution} limit ${MOST}) counted`.execute(
    db,
  )
  return rows[0]!.count
}
