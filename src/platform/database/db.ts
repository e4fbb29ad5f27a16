import type { Kysely, RawBuilder } from 'kysely'
import pg from 'pg'
import { PATIENCE, type Patience, watchOver } from './frozen.ts'
import type { DB } from './generated.ts'
import { ask, kyselyOn, prepared, sendTogether } from './statements.ts'
import { shareTransactions } from './together.ts'

/** What a query function takes: one open transaction of one institution. A query never opens its own. */
export type Db = Kysely<DB>

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
   * A write that may share its transaction with others that come while the ones before are being written: what many
   * send at the same time then costs a fraction each. Each is kept or refused as if it were alone: where one of them
   * fails, nothing is kept, and each is done again by itself. So `work` touches nothing but the database. Works that
   * may lock the same rows have them in the order of their `key`.
   */
  together<T>(institution: string, key: string, work: Work<T>, frequent?: boolean): Promise<T>
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

  /** These works side by side in one transaction; their answers are in their order. */
  async function inOne(
    mode: 'read' | 'write',
    institution: string,
    works: readonly Work<unknown>[],
    frequent: boolean,
  ) {
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
      const last: (RawBuilder<unknown> | undefined)[] = []
      // All come to their end before anything is undone: one that goes on would write outside of any transaction.
      const done = await Promise.allSettled(
        works.map((work, index) =>
          work(db, client, (statement) => {
            last[index] = statement
          }),
        ),
      )
      const results = done.map((one) => {
        if (one.status === 'rejected') throw one.reason
        return one.value
      })
      await opened
      const closing = last.flatMap((one) => (one ? one.compile(db) : []))
      sendTogether(client)
      const closed = closing.map((one) => ask(client, prepared(one.sql, one.parameters)))
      await Promise.all([...closed, ask(client, 'commit')])
      return results
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure
      })
      throw error
    } finally {
      client.release(broken)
    }
  }

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
      const [result] = await inOne(mode, institution, [work], frequent ?? false)
      return result as Awaited<ReturnType<typeof work>>
    },
    together: shareTransactions((institution, works, frequent) => inOne('write', institution, works, frequent)),
  }
  return database
}
