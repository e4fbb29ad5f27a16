import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { enqueue, type Job } from '../../platform/jobs.ts'
import { type ComplaintEvent, findAddedWords, redact } from '../complaints/index.ts'
import { Envelope, remoteOf, scopeOf, WAITS } from './forwarding.ts'
import { findDue } from './outgoing-queries.ts'
import { OURS, sendUpdate } from './updates.ts'
import { findSentUpdate, insertSentUpdates, type SentUpdate, setSentUpdate } from './updates-queries.ts'

const Payload = z.object({ complaint_id: z.uuid(), endpoint_id: z.uuid(), seq: z.number().int() })

/**
 * What the reporter adds to a case that was passed on follows it. What came through Open311 goes no further, so that two
 * servers never send each other the same words; what the reporter of a merged report said is not this case's to pass on.
 */
export async function passNewsOn(db: Db, scope: Scope, now: Date, events: readonly ComplaintEvent[]): Promise<void> {
  const lines = events.filter(
    (one) => one.kind === 'informed' && !one.sealed && one.channel !== 'open311' && one.voice_id === null,
  )
  if (lines.length === 0) return
  const wanted = lines.map(({ complaint_id, seq }) => ({ complaint_id, seq }))
  for (const update of await insertSentUpdates(db, scope, now, wanted))
    await enqueue(db, scope.institution, updateJob, update)
}

/** Sends one update. Sent twice when this process dies in between, it carries the same update_id. */
export const updateJob: Job<SentUpdate> = {
  name: 'open311.update',
  payload: Payload,
  schedule: undefined,
  attempts: 3,
  async run(database, envelope, now, log) {
    const { institution, payload } = Envelope.parse(envelope)
    const update = Payload.parse(payload)
    const found = await database.transaction('read', institution, (db) => load(db, scopeOf(institution), update))
    if (!found) return
    const { row, known, words } = found
    const request = row.remote_id && !row.remote_id.startsWith('token:') ? row.remote_id : undefined
    const answer = request
      ? await sendUpdate(remoteOf(row), {
          id: `${OURS}${update.complaint_id}.${update.seq}`,
          request,
          status: (row.remote_status ?? 'open').toUpperCase(),
          description: redact(words),
          at: known.at,
        })
      : { problem: 'not there yet', again: true }
    await settle(database, institution, update, known.attempts, answer, now)
    log.info({ complaint: update.complaint_id, sent: !('problem' in answer) }, 'news passed on through Open311')
  },
}

async function load(db: Db, scope: Scope<'complaint.read'>, update: SentUpdate) {
  const known = await findSentUpdate(db, scope, update)
  const row = await findDue(db, scope, { complaint: update.complaint_id, endpoint: update.endpoint_id })
  const words = await findAddedWords(db, scope, update.complaint_id, update.seq)
  return known?.state === 'waiting' && row && words ? { known, row, words } : undefined
}

async function settle(
  database: Database,
  institution: string,
  update: SentUpdate,
  before: number,
  answer: Awaited<ReturnType<typeof sendUpdate>>,
  now: Date,
): Promise<void> {
  const attempts = before + 1
  const wait = 'problem' in answer && answer.again ? WAITS[before] : undefined
  const state = 'problem' in answer ? (wait === undefined ? 'failed' : 'waiting') : 'sent'
  const remoteId = 'problem' in answer ? undefined : answer.id
  await database.transaction('write', institution, async (db) => {
    await setSentUpdate(db, scopeOf(institution), update, { state, attempts, remoteId })
    if (wait === undefined) return
    await enqueue(db, institution, updateJob, update, { at: new Date(now.getTime() + wait * 60_000) })
  })
}
