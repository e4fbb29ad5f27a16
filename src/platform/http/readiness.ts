import type pg from 'pg'
import { migrationGap } from '../database/migrate.ts'
import type { Worker } from '../jobs.ts'
import type { Log } from '../log.ts'

type Queue = Pick<Worker, 'ready' | 'stalled'>

/** Who watches over this process waits no longer; a frozen database answers never. */
const PATIENCE_MS = 2500

/** Why requests should not come yet, in words that name no host and no account; the rest stands in the log. */
export async function reasonsNotReady(
  pool: pg.Pool,
  queue: Queue | undefined,
  log: Log,
  patienceMs = PATIENCE_MS,
): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs)
  })
  const asked = Promise.all([migrationReasons(pool), queueReasons(queue)])
  try {
    return (await Promise.race([asked, late])).flat()
  } catch (error) {
    log.error({ err: error as Error }, 'the database does not answer')
    return ['database: it does not answer', ...(queue?.ready() ? [] : [NOT_RUNNING])]
  } finally {
    clearTimeout(timer)
  }
}

const NOT_RUNNING = 'jobs: the queue is not running'

async function migrationReasons(pool: pg.Pool): Promise<string[]> {
  const { missing, unknown } = await migrationGap(pool)
  return [
    ...(missing > 0 ? [`migrations: ${missing} of this version are not applied`] : []),
    ...(unknown > 0 ? ['migrations: the database belongs to a newer version'] : []),
  ]
}

async function queueReasons(queue: Queue | undefined): Promise<string[]> {
  if (!queue?.ready()) return [NOT_RUNNING]
  return (await queue.stalled()) ? ['jobs: due ones have not been taken up for five minutes'] : []
}
