import { type Insertable, sql } from 'kysely'
import { storableText } from '../storable-text.ts'
import type { Db } from './db.ts'
import type { DB } from './generated.ts'

const ROWS_A_STATEMENT = 5000

/**
 * Inserts many rows in few statements, each with a single parameter, so that neither the number of columns nor of rows
 * meets the protocol's limit. Every row must have the columns of the first.
 */
export async function insertMany<T extends keyof DB & string>(
  db: Db,
  table: T,
  rows: readonly Insertable<DB[T]>[],
): Promise<void> {
  const first = rows[0]
  if (!first) return
  const columns = sql.join(Object.keys(first).map((name) => sql.ref(name)))
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) {
    const chunk = JSON.stringify(rows.slice(at, at + ROWS_A_STATEMENT), replacer)
    await sql`insert into ${sql.table(table)} (${columns})
      select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${chunk}::jsonb)`.execute(db)
  }
}

function replacer(this: unknown, key: string, value: unknown): unknown {
  // JSON.stringify has already called toJSON of a Buffer; the original still hangs on its holder.
  const original: unknown = (this as Record<string, unknown>)[key]
  if (Buffer.isBuffer(original)) return `\\x${original.toString('hex')}`
  return typeof value === 'string' ? storableText(value) : value
}
