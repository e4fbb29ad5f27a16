import { Kysely, PostgresDialect, type RawBuilder } from 'kysely'
import pg from 'pg'
import { PATIENCE, type Patience, watchOver } from './frozen.ts'
import type { DB } from './generated.ts'
import { asSent } from './uuid-list.ts'

/** What a query function takes: one open transaction of one institution. A query never opens its own. */
export type Db = Kysely<DB>

// bigint columns hold rupiah, bytes and counts: all far below 2^53. numeric stays text, so that nothing rounds it.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A date is a date: 'YYYY-MM-DD', never an instant in the server's time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/**
 * What is done in one transaction. What it gives to `closeWith` is its last statement: that leaves together with the
 * commit, and when it fails nothing is kept.
 */
export type Work<T> = (db: Db, client: pg.PoolClient, closeWith: (statement: RawBuilder<unknown>) => void) => Promise<T>

export type Database = {
  /**
   * Runs `work` in a transaction that sees only this institution's rows. `read` makes PostgreSQL refuse any write.
   * `frequent` plans each statement once per connection: left to itself PostgreSQL plans the first five uses of each on
   * every connection for their values, and some for ever. Behind row-level security that costs more than running a
   * short one; a long one, such as a count over a span of time, may need the plan for its values.
   */
  transaction<T>(mode: 'read' | 'write', institution: string, work: Work<T>, frequent?: boolean): Promise<T>
  /**
   * A write that is seen at once while a longer transaction goes on, such as how far it is. Left out (false) when no
   * connection is free, so that nothing ever waits for it.
   */
  aside(institution: string, work: (db: Db) => Promise<void>): Promise<boolean>
  pool: pg.Pool
  /** A few connections for what is counted while a transaction is open: waiting for one of the others might never end. */
  side: pg.Pool
  close(): Promise<void>
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function connect(url: string, poolSize: number, patience: Patience = PATIENCE): Database {
  const watch = watchOver(url, patience)
  const pool = new pg.Pool({
    Client: watch.Client,
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    // A new connection has to read the catalog and plan each statement anew: a crowd that comes back would wait for it.
    idleTimeoutMillis: 600_000,
    application_name: 'sigap',
    pipeline: true,
  })
  const side = new pg.Pool({
    Client: watch.Client,
    connectionString: url,
    max: 2,
    connectionTimeoutMillis: 10_000,
    application_name: 'sigap',
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  for (const one of [pool, side]) one.on('error', () => undefined)
  let closing: Promise<void> | undefined
  const database: Database = {
    async aside(institution, work) {
      const free = pool.idleCount > 0 || pool.totalCount < poolSize
      if (!free || pool.waitingCount > 0) return false
      await database.transaction('write', institution, work)
      return true
    },
    pool,
    side,
    close() {
      closing ??= Promise.all([pool.end(), side.end()]).then(watch.stop)
      return closing
    },
    async transaction(mode, institution, work, frequent) {
      if (!UUID.test(institution)) throw new Error('not an institution id')
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        // One message opens the transaction and the wall. A literal, because a Citus worker only sees SET LOCAL. The
        // first statement follows without waiting for its answer; if it failed, the wall would show no row.
        sendTogether(client)
        const opened = ask(
          client,
          `begin${mode === 'read' ? ' read only' : ''}; set local app.institution = '${institution}'${
            frequent ? '; set local plan_cache_mode = force_generic_plan' : ''
          }`,
        )
        opened.catch(() => undefined)
        const db = kyselyOn(client)
        let last: RawBuilder<unknown> | undefined
        const result = await work(db, client, (statement) => {
          last = statement
        })
        await opened
        const closing = last?.compile(db)
        sendTogether(client)
        const closed = closing && ask(client, prepared(closing.sql, closing.parameters))
        await Promise.all([closed, ask(client, 'commit')])
        return result
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
  }
  return database
}

/** The socket of a connection, which pg names but does not describe. */
type Wired = { connection?: { stream?: { cork(): void; uncork(): void } } }

/** Statements asked for in one go leave in one packet: each packet wakes the server's process and costs a call. */
function sendTogether(client: pg.PoolClient): void {
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
function prepared(text: string, values: readonly unknown[]): pg.QueryConfig {
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
