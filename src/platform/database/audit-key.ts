import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { seal, unsealBytes } from '../seal.ts'
import type { SealedColumn } from '../slice.ts'

const PURPOSE = 'audit key'

export const auditKeyColumn: SealedColumn = { table: 'audit.key', column: 'sealed', purpose: PURPOSE }

/**
 * The key under which audit rows are marked. It lies in the database, sealed with the secret, so that marks stay valid
 * when the secret changes, and nobody who has the database alone can make one.
 */
export async function openAuditKey(ownerUrl: string): Promise<Buffer> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const fresh = seal(PURPOSE, randomBytes(32))
    await client.query('insert into audit.key (sealed) values ($1) on conflict do nothing', [fresh])
    const { rows } = await client.query<{ sealed: Buffer }>('select sealed from audit.key')
    return unsealBytes(PURPOSE, rows[0]!.sealed)
  } finally {
    await client.end()
  }
}
