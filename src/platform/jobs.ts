import { setTimeout as pause } from 'node:timers/promises'
import { type Runner, run, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import type { Database, Db } from './database/db.ts'
import { PATIENCE, type Patience, watchOver } from './database/frozen.ts'
import { makePatient } from './database/patient-pool.ts'
import { beginDay } from './day.ts'
import type { Log } from './log.ts'
import { parseSchedules } from './missed-minutes.ts'
import { noteSeals } from './seal-marks.ts'

export type JobContext = {
  readonly db: Db
  readonly institution: string
  readonly now: Date
  readonly log: Log
  /** Writes at once how far the job is; left out when no connection is free. Must not touch what the job has locked. */
  readonly tell: (work: (db: Db) => Promise<void>) => Promise<unknown>
}

/** Work that is done after the request, declared as data. It runs once more when it fails: make it repeatable. */
export type Job<T = unknown> = {
  readonly name: string
  readonly payload: z.ZodType<T>
  /** Cron pattern in UTC; a scheduled job runs for every institution with an empty payload. */
  readonly schedule: string | undefined
  readonly attempts: number
  /** Whether it may wait until nothing else is due, because there can be thousands of it. */
  readonly last?: boolean | undefined
  run(database: Database, envelope: unknown, now: Date, log: Log): Promise<void>
}

const Envelope = z.object({ institution: z.string(), payload: z.unknown() })

export function job<T>(definition: {
  name: string
  payload: z.ZodType<T>
  schedule?: string
  attempts?: number
  last?: boolean
  handle(context: JobContext, payload: T): Promise<void>
}): Job<T> {
  return {
    name: definition.name,
    payload: definition.payload,
    schedule: definition.schedule,
    attempts: definition.attempts ?? 8,
    last: definition.last,
    async run(database, envelope, now, log) {
      const { institution, payload } = Envelope.parse(envelope)
      const parsed = definition.payload.parse(payload)
      await beginDayOf(database, institution, now)
      await database.transaction('write', institution, (db) => {
        const tell: JobContext['tell'] = (work) => database.aside(institution, work)
        return definition.handle({ db, institution, now, log, tell }, parsed)
      })
    },
  }
}

async function beginDayOf(database: Database, institution: string, now: Date): Promise<void> {
  const found = await database.transaction('read', institution, (db) =>
    db.selectFrom('organization.institution').select('time_zone').where('id', '=', institution).executeTakeFirst(),
  )
  if (found) await beginDay(database, { id: institution, timeZone: found.time_zone }, now)
}

/** Queues a job in the caller's transaction: it exists if and only if the change was committed. */
export async function enqueue<T>(
  db: Db,
  institution: string,
  wanted: Job<T>,
  payload: T,
  when: { at?: Date; key?: string } = {},
): Promise<void> {
  const envelope = JSON.stringify({ institution, payload })
  await sql`select platform.add_job(${wanted.name}, ${envelope}::json, ${when.at ?? null}::timestamptz, ${
    when.key ? `${institution}:${when.key}` : null
  }, ${wanted.attempts}, ${wanted.last ? 10 : 0})`.execute(db)
}

export type Worker = {
  readonly ready: () => boolean
  /** Jobs are due, and nobody has taken one up for five minutes. */
  stalled(): Promise<boolean>
  stop(): Promise<void>
}

/**
 * Runs jobs until stopped. The queue's own tables are the owner's; handlers get the application role's connection
 * behind the wall, like a request does.
 */
export async function startWorker(
  ownerUrl: string,
  database: Database,
  jobs: readonly Job[],
  institutions: () => Promise<readonly string[]>,
  log: Log,
  patience: Patience = PATIENCE,
): Promise<Worker> {
  const watch = watchOver(ownerUrl, patience)
  const queue = new pg.Pool({
    Client: watch.Client,
    connectionString: ownerUrl,
    max: 3,
    application_name: 'sigap-queue',
  })
  queue.on('error', () => undefined)
  queue.on('connect', (client) => client.on('error', () => undefined))
  const waiting = makePatient(queue, patience.tickMs)
  await freeAbandoned(queue, log)
  const taskList: TaskList = {}
  for (const one of jobs) {
    taskList[one.name] = (envelope) => one.run(database, envelope, new Date(), log.child({ job: one.name }))
    if (!one.schedule) continue
    taskList[`${one.name}.all`] = async (_payload, helpers) => {
      for (const institution of await institutions())
        await helpers.addJob(
          one.name,
          { institution, payload: {} },
          { jobKey: `${institution}:${one.name}`, maxAttempts: one.attempts },
        )
    }
  }
  const scheduled = parseSchedules(
    jobs.flatMap((one) =>
      one.schedule ? [{ task: `${one.name}.all`, match: one.schedule, options: { backfillPeriod: 0 } }] : [],
    ),
  )
  const runner: Runner = await run({
    pgPool: queue,
    taskList,
    parsedCronItems: scheduled,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: log.forQueue(),
  })
  let sealing = false
  let told = ''
  async function sealAndNote(): Promise<void> {
    if ((await sealPending(database)) === 0) return
    const lost = (await noteSeals(queue)).join(' ')
    if (lost !== told && lost !== '')
      log.error({ institutions: lost }, 'audit seals that were seen are gone from the database: run npm run verify')
    told = lost
  }
  const sealer = setInterval(() => {
    if (sealing) return
    sealing = true
    sealAndNote()
      .catch((error: Error) => log.error({ err: error }, 'audit seal failed'))
      .finally(() => {
        sealing = false
      })
  }, 2000)
  let running = true
  void runner.promise
    .catch((error: Error) => log.error({ err: error }, 'the job queue stopped'))
    .finally(() => {
      running = false
    })
  let takenUp = Date.now()
  for (const event of ['job:start', 'job:complete'] as const)
    runner.events.on(event, () => {
      takenUp = Date.now()
    })
  return {
    ready: () => running,
    stalled: async () => Date.now() - takenUp > STALL_MS && (await isStalled(queue)),
    async stop() {
      clearInterval(sealer)
      waiting.stop()
      await runner.stop().catch(() => undefined)
      await atRest(queue)
      await queue.end()
      watch.stop()
    },
  }
}

/** The runner ends without waiting for its own word that the last job is done; unsaid, the job would run again. */
async function atRest(queue: pg.Pool): Promise<void> {
  do await pause(5)
  while (queue.waitingCount > 0 || queue.idleCount < queue.totalCount)
}

const STALL_MS = 300_000

/** A job of hours keeps its lock, so what waits longest says more than what is at work. */
export async function isStalled(queue: pg.Pool): Promise<boolean> {
  const { rows } = await queue.query<{ stalled: boolean }>(
    `select exists (select from graphile_worker.jobs where locked_at is null and attempts < max_attempts
        and run_at < now() - interval '5 minutes')
      and not exists (select from graphile_worker.jobs where locked_at > now() - interval '5 minutes') as stalled`,
  )
  return rows[0]!.stalled
}

/**
 * A worker that was killed leaves its jobs locked for hours. Where no other worker is connected, nobody can be at work
 * on them, so they are free again.
 */
export async function freeAbandoned(queue: pg.Pool, log: Log): Promise<void> {
  const { rows } = await queue.query<{ workers: string[] | null }>(
    `select array_agg(distinct locked_by) as workers from graphile_worker.jobs where locked_at is not null
      and not exists (select from pg_stat_activity where application_name = 'sigap-queue'
        and datname = current_database() and pid <> pg_backend_pid())`,
  )
  const workers = rows[0]?.workers
  if (!workers) return
  await queue.query('select graphile_worker.force_unlock_workers($1)', [workers])
  log.info({ workers: workers.length }, 'jobs of a stopped worker are taken up again')
}

/** Seals the audit rows that are not sealed yet; returns how many. */
export async function sealPending(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ sealed: number }>('select audit.seal_pending(5000, now()) as sealed')
  return rows[0]!.sealed
}
