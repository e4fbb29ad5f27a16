import { sql } from 'kysely'
import { z } from 'zod'
import { type Scope, systemScope } from '../../platform/access.ts'
import { recordAudit } from '../../platform/audit.ts'
import type { Db } from '../../platform/database/db.ts'
import { enqueue, job } from '../../platform/jobs.ts'
import { moveCases } from './absence-acts.ts'
import { applyEvents, type Continuation, type NewEvent } from './acts.ts'
import { deleteOldProofs } from './defence/queries.ts'
import { deleteExpiredDrafts } from './drafts.ts'
import { deleteOldWords, insertWords, listPast } from './duplicates/queries.ts'
import { escalate } from './escalation-acts.ts'
import { rewindMarks } from './escalation-queries.ts'
import { tellJob } from './notices.ts'
import { deleteOldIntakeKeys } from './reference-queries.ts'
import { listEvents, listSilent, listStale, type Projection, type Silent, setProjections } from './rows.ts'
import { remindTasks } from './task-reminders.ts'
import { loadTiming, project, readTiming } from './timing.ts'

const BATCH = 500

async function institutionScope(db: Db, institution: string, reason: string): Promise<Scope<'complaint.read'>> {
  const { rows } = await sql<{
    id: string
  }>`select id from organization.unit where institution_id = ${institution}`.execute(db)
  return systemScope(
    'complaint.read',
    reason,
    institution,
    rows.map((row) => row.id),
  )
}

/** Closes what was answered and refuses what was not completed, once the citizen has been silent for the whole time. */
export const closeJob = job({
  name: 'complaints.close_silent',
  payload: z.object({}),
  schedule: '7 * * * *',
  async handle({ db, institution, now, log }) {
    const scope = await institutionScope(db, institution, 'ends cases whose reporter has been silent')
    await loadTiming(db, scope, now)
    const silent = await listSilent(db, scope, now, BATCH)
    for (const lane of ['ordinary', 'sealed'] as const) {
      const items: Continuation[] = silent
        .filter((one) => one.lane === lane)
        .map((one) => ({ id: one.id, events: [ending(one)] }))
      if (items.length === 0) continue
      const places = await applyEvents(db, scope, now, items, { lane })
      for (const [index, item] of items.entries())
        await enqueue(db, institution, tellJob, { complaint: item.id, seq: places[index]! })
      log.info({ closed: items.length }, 'complaints ended by silence')
    }
    await deleteExpiredDrafts(db, scope, now)
    await deleteOldIntakeKeys(db, scope, new Date(now.getTime() - 90 * 86_400_000))
    await deleteOldProofs(db, scope, now)
    await deleteOldWords(db, scope, now)
  },
})

/** Reminds before and tells after a deadline, see escalate. */
export const escalateJob = job({
  name: 'complaints.escalate',
  payload: z.object({}),
  schedule: '* * * * *',
  async handle({ db, institution, now, log }) {
    const scope = await institutionScope(db, institution, 'reminds and escalates deadlines of all units')
    const told = await escalate(db, scope, now, await loadTiming(db, scope, now))
    if (told > 0) log.info({ told }, 'deadlines escalated')
  },
})

export const taskRemindersJob = job({
  name: 'complaints.task_reminders',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  async handle({ db, institution, now }) {
    const scope = await institutionScope(db, institution, 'reminds units of what other units asked of them')
    await remindTasks(db, scope, now, await loadTiming(db, scope, now))
  },
})

/** Who was asked and stays silent ends their own report, never that of others who reported the same. */
function ending({ status, shared }: Silent): NewEvent {
  if (status === 'answered') return { kind: 'closed', actor: 'system' }
  return shared
    ? { kind: 'completed', actor: 'system', body: '' }
    : { kind: 'rejected', actor: 'system', reason: 'not_completed' }
}

/** Puts the worklist right after a change of rules or calendar. */
export const recomputeJob = job({
  name: 'complaints.recompute',
  payload: z.object({}),
  schedule: '*/5 * * * *',
  async handle({ db, institution }) {
    const scope = await institutionScope(db, institution, 'recomputes deadlines after a change of rules or calendar')
    if ((await recomputeQueues(db, scope, BATCH)) === BATCH) await enqueue(db, institution, recomputeJob, {})
  },
})

/** Computes up to `most` outdated projections again from their stories; returns how many there were. */
export async function recomputeQueues(db: Db, scope: Scope, most: number): Promise<number> {
  const timing = await readTiming(db, scope)
  const stale = await listStale(db, scope, timing.rulesVersion, timing.calendar.version, most)
  if (stale.length === 0) return 0
  const events = Map.groupBy(
    await listEvents(
      db,
      scope,
      stale.map((row) => row.id),
    ),
    (event) => event.complaint_id,
  )
  const projections: Projection[] = stale.map((row) => project(row, events.get(row.id) ?? [], timing))
  await setProjections(db, scope, projections)
  const earliest = Math.min(...projections.map((one) => one.queue_at.getTime()))
  await rewindMarks(db, scope, new Date(earliest - 1))
  return stale.length
}

export const absencesJob = job({
  name: 'complaints.absences',
  payload: z.object({}),
  schedule: '*/15 * * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope(
      'complaint.handle',
      'hands cases over when an absence begins and back at its end',
      institution,
      [],
    )
    await moveCases(db, scope, now, null, (absence, { handed, returned }) =>
      recordAudit(db, [
        {
          institution,
          at: now,
          account: null,
          action: returned > 0 ? 'complaint.cases_returned' : 'complaint.cases_handed_over',
          requestId: 'job',
          subject: `account:${absence.account_id}`,
          detail: { absence: absence.id, substitute: absence.substitute_id, moved: handed + returned },
        },
      ]),
    )
  },
})

const LATEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** After a new rule: reports that an earlier, shorter one had let be forgotten are found again. */
export const recallJob = job({
  name: 'complaints.recall_words',
  payload: z.object({ at: z.iso.datetime().optional(), id: z.uuid().optional() }),
  async handle({ db, institution, now }, { at, id }) {
    const scope = systemScope('complaint.read', 'finds older reports again after a longer rule', institution, [])
    const past = await listPast(db, scope, now, { at: at ? new Date(at) : now, id: id ?? LATEST }, BATCH)
    await insertWords(
      db,
      scope,
      now,
      past.map((one) => one.id),
    )
    const last = past.at(-1)
    if (last && past.length === BATCH)
      await enqueue(db, institution, recallJob, { at: last.at.toISOString(), id: last.id })
  },
})
