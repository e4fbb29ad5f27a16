import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { ripeUntil, rulesOn } from '../src/listen/complaints/escalation.ts'
import { escalate } from '../src/listen/complaints/escalation-acts.ts'
import { listEscalationRules } from '../src/listen/complaints/escalation-queries.ts'
import { readTiming, type Timing } from '../src/listen/complaints/timing.ts'
import { type Scope, systemScope } from '../src/platform/access.ts'
import { isWorkingTime } from '../src/platform/calendar.ts'
import type { Db } from '../src/platform/database/db.ts'
import { kyselyOn } from '../src/platform/database/statements.ts'
import type { Say } from './data.ts'
import { withoutIndexes } from './volume.ts'

export type DueClocks = { open: number; minutes: number; times: number[]; expected: number; escalated: number }

const MINUTES = 30
const MINUTE_MS = 60_000
const DAYS_AHEAD = 30

/**
 * A million open cases whose deadlines lie in the next thirty days, looked at minute by minute by two workers at once.
 * `times` are milliseconds of one worker's look, in its transaction and behind the wall.
 */
export async function measureDueClocks(url: string, institution: string, say: Say): Promise<DueClocks> {
  say('Due clocks: opening every case again …')
  const workers = [await connected(url), await connected(url)]
  const [first] = workers
  try {
    const scope = systemScope('complaint.read', 'measures', institution, [])
    const timing = await inside(first!, institution, (db) => readTiming(db, scope))
    const start = workingHalfHour(timing, new Date())
    await open(first!, institution, start, say)
    const rules = await inside(first!, institution, async (db) =>
      rulesOn(await listEscalationRules(db, scope), timing.calendar.dateOf(start)),
    )
    for (const rule of rules)
      await first!.query(
        `insert into complaints.escalation_mark (institution_id, level, until_due) values ($1, $2, $3)
          on conflict (institution_id, level, calendar_unit) do update set until_due = excluded.until_due`,
        [institution, rule.level, ripeUntil(rule, start, timing.calendar)],
      )
    say(`Due clocks: ${MINUTES} minutes, two workers at once …`)
    for (const worker of workers) await worker.query('set role sigap_app')
    const times: number[] = []
    let escalated = 0
    for (let minute = 1; minute <= MINUTES; minute++) {
      const now = new Date(start.getTime() + minute * MINUTE_MS)
      const looks = await Promise.all(workers.map((worker) => look(worker, institution, scope, now, timing)))
      for (const one of looks) {
        times.push(one.ms)
        escalated += one.count
      }
      await sleep(10)
    }
    for (const worker of workers) await worker.query('reset role')
    const end = new Date(start.getTime() + MINUTES * MINUTE_MS)
    let expected = 0
    for (const rule of rules.filter(({ audience }) => audience !== 'nobody'))
      expected += await countOpen(
        first!,
        institution,
        ripeUntil(rule, start, timing.calendar),
        ripeUntil(rule, end, timing.calendar),
      )
    return { open: await countOpen(first!, institution), minutes: MINUTES, times, expected, escalated }
  } finally {
    for (const worker of workers) await worker.end()
  }
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, pipeline: true })
  await client.connect()
  return client
}

async function inside<T>(client: pg.Client, institution: string, work: (db: Db) => Promise<T>): Promise<T> {
  await client.query(`begin; set local app.institution = '${institution}'`)
  const result = await work(kyselyOn(client as unknown as pg.PoolClient))
  await client.query('commit')
  return result
}

async function look(client: pg.Client, institution: string, scope: Scope, now: Date, timing: Timing) {
  const began = performance.now()
  const count = await inside(client, institution, (db) => escalate(db, scope, now, timing))
  return { count, ms: performance.now() - began }
}

/** The next instant from which people are at work for half an hour: outside of that nobody is told anything. */
function workingHalfHour({ calendar }: Timing, from: Date): Date {
  const works = (at: Date) =>
    isWorkingTime(calendar, at) && isWorkingTime(calendar, new Date(at.getTime() + (MINUTES + 1) * MINUTE_MS))
  let at = from
  while (!works(at)) at = new Date(at.getTime() + 10 * MINUTE_MS)
  return at
}

async function open(client: pg.Client, institution: string, start: Date, say: Say): Promise<void> {
  await client.query('set synchronous_commit = off')
  await withoutIndexes(client, ['complaints.complaint'], say, async () => {
    await client.query(
      `update complaints.complaint
        set queue = 2, queue_at = $2::timestamptz + random() * interval '${DAYS_AHEAD} days'
        where institution_id = $1 and queue < 10`,
      [institution, start],
    )
  })
  await client.query('reset synchronous_commit')
  await client.query('vacuum analyze complaints.complaint')
}

async function countOpen(client: pg.Client, institution: string, after?: Date, until?: Date): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from complaints.complaint where institution_id = $1 and queue in (1, 2)
      and queue_at > coalesce($2, '-infinity'::timestamptz) and queue_at <= coalesce($3, 'infinity'::timestamptz)`,
    [institution, after ?? null, until ?? null],
  )
  return rows[0]!.n
}
