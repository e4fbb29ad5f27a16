import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from './db.ts'
import type { DB } from './generated.ts'
import { asSent } from './uuid-list.ts'

// bigint columns hold rupiah, bytes and counts: all far below 2^53. numeric stays text, so that nothing rounds it.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A date is a date: 'YYYY-MM-DD', never an instant in the server's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/** The socket of a connection, which pg names but does not describe. */
type Wired = { connection?: { stream?: { cork(): void; uncork(): void } } }

/** Statements asked for in one go leave in one packet: each packet wakes the server's process and costs a call. */
export function sendTogether(client: pg.PoolClient): void {
  const stream = (client as unknown as Wired).connection?.stream
  if (!stream) return
  stream.cork()
  process.nextTick(() => stream.uncork())
}

/**
 * A statement through pg's callback instead of its promise. pg assigns a function literal to a property for each of its
 * promises; V8 puts such functions straight into the old generation, and with them everything they lead to: each row
 * ever read stayed until the next full collection, which stops everybody.
 */
export async function ask<Row extends pg.QueryResultRow>(
  client: pg.PoolClient,
  statement: pg.QueryConfig | string,
): Promise<pg.QueryResult<Row>> {
  try {
    return await new Promise((resolve, reject) => {
      const answered = (error: Error | null, result: pg.QueryResult<Row>) => (error ? reject(error) : resolve(result))
      client.query(statement as string, answered)
    })
  } catch (error) {
    // Otherwise it tells of the socket instead of who asked.
    if (error instanceof Error) Error.captureStackTrace(error)
    throw error
  }
}

const wrapped = new WeakMap<pg.PoolClient, Db>()

const names = new Map<string, string>()
/** Each connection keeps what it has prepared: the few texts of the code, never endless ones with a value in them. */
const MOST_NAMES = 400
const LONGEST = 10_000
/** Uses before a text gets a name, so that pages which are rarely opened leave the names to the others. */
const OFTEN = 3
const MOST_SEEN = 1000
const seen = new Map<string, number>()

/**
 * A statement with parameters gets a name, so that each connection parses and plans it once: behind row-level security
 * planning costs more than running most of them.
 */
export function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
  const query = { text, values: values.map(asSent) }
  if (values.length === 0) return query
  const known = names.get(text)
  if (known) return { name: known, ...query }
  if (names.size >= MOST_NAMES || text.length > LONGEST) return query
  const uses = (seen.get(text) ?? 0) + 1
  if (uses < OFTEN) {
    if (seen.size >= MOST_SEEN) seen.clear()
    seen.set(text, uses)
    return query
  }
  seen.delete(text)
  const name = `sigap-${names.size}`
  names.set(text, name)
  return { name, ...query }
}

/** Kysely bound to one connection, made once per connection. */
export function kyselyOn(client: pg.PoolClient): Db {
  let db = wrapped.get(client)
  if (!db) {
    const query = (text: string, values: readonly unknown[]) => {
      sendTogether(client)
      return ask(client, prepared(text, values))
    }
    const only = { query, release: () => undefined } as unknown as pg.PoolClient
    db = new Kysely<DB>({
      dialect: new PostgresDialect({
        pool: { connect: async () => only, end: async () => undefined } as unknown as pg.Pool,
      }),
    })
    wrapped.set(client, db)
  }
  return db
}
