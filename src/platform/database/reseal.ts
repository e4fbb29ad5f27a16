import pg from 'pg'
import { KEY_ID, seal, unsealBytes } from '../seal.ts'
import type { SealedColumn } from '../slice.ts'

/** So many rows are a transaction: what was cut off is at most this much, and nobody waits long for a row. */
const BATCH = 200

type Shape = {
  /** Rows whose value was sealed under another secret than `newest`, which is $1. */
  stale: string
  newest(id: Buffer): string | Buffer
  open(value: unknown): Buffer
  close(value: unknown, sealed: Buffer): unknown
}

function shapeOf({ column, as }: SealedColumn): Shape {
  if (as && 'text' in as) {
    const start = as.text.length + 1
    return {
      stale: `starts_with(${column}, '${as.text}') and substr(${column}, ${start}, 4) <> $1::text`,
      newest: (id) => id.toString('base64url'),
      open: (value) => Buffer.from(String(value).slice(as.text.length), 'base64url'),
      close: (_value, sealed) => as.text + sealed.toString('base64url'),
    }
  }
  if (as) {
    const text = (value: unknown) => String((value as Record<string, unknown>)[as.json])
    return {
      stale: `${column} ? '${as.json}' and left(${column} ->> '${as.json}', 4) <> $1::text`,
      newest: (id) => id.toString('base64'),
      open: (value) => Buffer.from(text(value), 'base64'),
      close: (value, sealed) =>
        JSON.stringify({ ...(value as Record<string, unknown>), [as.json]: sealed.toString('base64') }),
    }
  }
  return {
    stale: `substring(${column} from 1 for ${KEY_ID}) <> $1::bytea`,
    newest: (id) => id,
    open: (value) => value as Buffer,
    close: (_value, sealed) => sealed,
  }
}

async function countStale(client: pg.Client, one: SealedColumn, id: Buffer): Promise<number> {
  const shape = shapeOf(one)
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from ${one.table} where ${shape.stale}`,
    [shape.newest(id)],
  )
  return rows[0]!.n
}

/** How many values are still sealed under a former secret, by column; columns without any are left out. */
export async function staleSeals(
  ownerUrl: string,
  columns: readonly SealedColumn[],
  newest: string,
): Promise<{ name: string; count: number }[]> {
  return withClient(ownerUrl, async (client) => {
    const found: { name: string; count: number }[] = []
    for (const one of columns) {
      const count = await countStale(client, one, Buffer.from(newest, 'hex'))
      if (count > 0) found.push({ name: `${one.table}.${one.column}`, count })
    }
    return found
  })
}

/**
 * Seals everything anew under the newest secret, a part at a time, beside whatever else goes on. Each value tells under
 * which secret it lies, so that a run that was cut off goes on where it was, and a second one finds nothing to do.
 */
export async function resealAll(
  ownerUrl: string,
  columns: readonly SealedColumn[],
  newest: string,
  tell: (name: string, done: number, all: number) => void,
): Promise<number> {
  const id = Buffer.from(newest, 'hex')
  return withClient(ownerUrl, async (client) => {
    let total = 0
    for (const one of columns) {
      const all = await countStale(client, one, id)
      let done = 0
      while (done < all) {
        const part = await resealPart(client, one, id)
        done += part
        if (part === 0) break
        tell(`${one.table}.${one.column}`, Math.min(done, all), all)
      }
      total += done
    }
    return total
  })
}

async function resealPart(client: pg.Client, one: SealedColumn, id: Buffer): Promise<number> {
  const shape = shapeOf(one)
  await client.query('begin')
  try {
    const { rows } = await client.query<{ ctid: string; value: unknown }>(
      `select ctid, ${one.column} as value from ${one.table} where ${shape.stale} limit ${BATCH} for update`,
      [shape.newest(id)],
    )
    for (const { ctid, value } of rows)
      await client.query(`update ${one.table} set ${one.column} = $1 where ctid = $2`, [
        shape.close(value, seal(one.purpose, unsealBytes(one.purpose, shape.open(value)))),
        ctid,
      ])
    await client.query('commit')
    return rows.length
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function withClient<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
