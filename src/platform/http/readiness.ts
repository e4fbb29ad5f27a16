import type pg from 'pg'
import type { Log } from '../log.ts'

/** Why requests should not come yet, in words that name no host and no account; the rest stands in the log. */
export async function reasonsNotReady(pool: pg.Pool, jobsRun: () => boolean, log: Log): Promise<readonly string[]> {
  const reasons: string[] = []
  await pool.query('select 1').catch((error: Error) => {
    log.error({ err: error }, 'the database does not answer')
    reasons.push('database: it does not answer')
  })
  if (!jobsRun()) reasons.push('jobs: the queue is not running')
  return reasons
}
