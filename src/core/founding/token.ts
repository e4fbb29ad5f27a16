import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'

/**
 * A link that works once, while no institution exists: whoever can read the server's own output may found the first
 * one. Every start makes a new link and ends the one before; only its SHA-256 is kept.
 */
export async function newFoundingLink(pool: pg.Pool): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await pool.query('delete from people.founding_token')
  await pool.query('insert into people.founding_token values ($1, now())', [hashOf(token)])
  return `/mulai?kode=${token}`
}

export async function isFoundingToken(pool: pg.Pool, token: string): Promise<boolean> {
  const { rows } = await pool.query('select 1 from people.founding_token where token_hash = $1', [hashOf(token)])
  return rows.length > 0
}

/** Ends the link within the transaction that founds the institution; false when somebody was faster. */
export async function takeFoundingToken(client: pg.PoolClient, token: string): Promise<boolean> {
  const { rowCount } = await client.query('delete from people.founding_token where token_hash = $1', [hashOf(token)])
  return rowCount === 1
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
