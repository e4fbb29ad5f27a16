import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { isAway } from './away.ts'

/** What the job queue asks again after; the next connection waits until there is one. */
const AGAIN = '40001'

/**
 * A pool for who cannot do without: the job queue gives up a job it cannot mark as done, and the process with it. So a
 * connection is waited for until the database is back, and a statement that a broken one took along is asked again.
 * `stop` ends the waiting.
 */
export function makePatient(pool: pg.Pool, tickMs: number): { stop(): void } {
  let stopping = false
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  const known = new WeakSet<pg.PoolClient>()

  async function connected(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        return asksAgain(await connect())
      } catch (error) {
        if (stopping || !isAway(error)) throw error
        await pause(tickMs)
      }
    }
  }

  function asksAgain(client: pg.PoolClient): pg.PoolClient {
    if (known.has(client)) return client
    known.add(client)
    const query = client.query.bind(client) as (...asked: unknown[]) => unknown
    client.query = ((...asked: unknown[]) => {
      const answer = query(...asked)
      if (!(answer instanceof Promise)) return answer
      return answer.catch((error: unknown) => {
        throw isAway(error) && !stopping ? Object.assign(error as Error, { code: AGAIN }) : error
      })
    }) as typeof client.query
    return client
  }

  type Told = (error: unknown, client?: pg.PoolClient, release?: pg.PoolClient['release']) => void
  pool.connect = ((told?: Told) => {
    if (!told) return connected()
    return connected().then(
      (client) => told(undefined, client, client.release),
      (error: unknown) => told(error, undefined, () => undefined),
    )
  }) as typeof pool.connect
  return {
    stop() {
      stopping = true
    },
  }
}
