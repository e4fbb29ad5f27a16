import { z } from 'zod'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { enqueue, type Job } from '../../platform/jobs.ts'
import { unseal } from '../../platform/seal.ts'
import { applyEvents, EventRefused, linkReference, redact } from '../complaints/index.ts'
import { type Remote, readRequestState, sendRequest } from './outgoing.ts'
import { type DueRow, findDue, listToPoll, recordForwarding } from './outgoing-queries.ts'

export const SEAL = 'open311.endpoint'
/** Minutes until the next attempt; after the last one it has failed. */
const WAITS = [1, 5, 30, 120, 720, 1440] as const
const MANY = 50

const Payload = z.object({ complaint: z.uuid(), endpoint: z.uuid() })
const Envelope = z.object({ institution: z.string(), payload: z.unknown() })

function scopeOf(institution: string, units: readonly string[] = []): Scope<'complaint.read'> {
  return systemScope(
    'complaint.read',
    'passes cases on to other institutions and hears how they stand',
    institution,
    units,
  )
}

function remoteOf(row: DueRow): Remote {
  const { url, jurisdiction_id, service_code } = row
  return { url, jurisdiction_id, service_code, api_key: unseal(SEAL, row.sealed_key) }
}

/**
 * Sends one case. No `job()`, because that holds a transaction while the other side thinks. It may be sent twice when
 * this process dies in between; the key it carries makes it one request there.
 */
export const forwardJob: Job<z.output<typeof Payload>> = {
  name: 'open311.forward',
  payload: Payload,
  schedule: undefined,
  attempts: 3,
  async run(database, envelope, now, log) {
    const { institution, payload } = Envelope.parse(envelope)
    const wanted = Payload.parse(payload)
    const row = await database.transaction('read', institution, (db) => findDue(db, scopeOf(institution), wanted))
    if (row?.state !== 'waiting') return
    const answer = await sendRequest(remoteOf(row), {
      id: row.complaint_id,
      description: redact(`${row.subject}\n\n${row.body}`),
      address: redact(row.address),
    })
    await database.transaction('write', institution, (db) => settle(db, institution, row, answer, now))
    log.info({ complaint: row.complaint_id, sent: 'id' in answer }, 'case passed on through Open311')
  },
}

async function settle(
  db: Db,
  institution: string,
  row: DueRow,
  answer: Awaited<ReturnType<typeof sendRequest>>,
  now: Date,
): Promise<void> {
  const scope = scopeOf(institution, row.units)
  const attempts = row.attempts + 1
  const kept = { attempts, remote_status: row.remote_status }
  if ('id' in answer) {
    await recordForwarding(db, scope, row, {
      ...kept,
      state: 'sent',
      remote_id: answer.id,
      problem: null,
      sent_at: now,
    })
    await link(db, scope, row, answer.id, 'open', now)
    return
  }
  const wait = answer.again ? WAITS[row.attempts] : undefined
  const state = wait === undefined ? ('failed' as const) : ('waiting' as const)
  await recordForwarding(db, scope, row, { ...kept, state, remote_id: row.remote_id, problem: answer.problem })
  if (wait === undefined) return
  const at = new Date(now.getTime() + wait * 60_000)
  await enqueue(db, institution, forwardJob, { complaint: row.complaint_id, endpoint: row.endpoint_id }, { at })
}

async function link(db: Db, scope: Scope, row: DueRow, id: string, status: string, now: Date): Promise<void> {
  await linkReference(db, scope, now, {
    complaintId: row.complaint_id,
    system: `open311:${row.endpoint_id}`,
    externalId: id,
    data: { url: row.url, status },
  })
}

/** Asks the other servers how the cases stand that were passed on to them; what is new becomes a note in the story. */
export const pollJob: Job<Record<string, never>> = {
  name: 'open311.poll',
  payload: z.object({}),
  schedule: '*/15 * * * *',
  attempts: 2,
  async run(database, envelope, now) {
    const { institution } = Envelope.parse(envelope)
    const rows = await database.transaction('read', institution, (db) => listToPoll(db, scopeOf(institution), MANY))
    for (const row of rows) await poll(database, institution, row, now)
  },
}

async function poll(database: Database, institution: string, row: DueRow, now: Date): Promise<void> {
  const state = await readRequestState(remoteOf(row), row.remote_id ?? '')
  await database.transaction('write', institution, async (db) => {
    const scope = scopeOf(institution, row.units)
    const kept = { state: 'sent' as const, attempts: row.attempts, polled_at: now }
    if ('problem' in state) {
      const { remote_id, remote_status } = row
      await recordForwarding(db, scope, row, { ...kept, remote_id, remote_status, problem: state.problem })
      return
    }
    const news = `${state.status}${state.notes ? `: ${state.notes}` : ''}`
    await recordForwarding(db, scope, row, { ...kept, remote_id: state.id, remote_status: state.status, problem: null })
    if (state.status === row.remote_status) return
    await link(db, scope, row, state.id, state.status, now)
    await note(db, scope, row.complaint_id, `Kabar dari instansi tujuan (Open311 ${state.id}): ${news}`, now)
  })
}

async function note(db: Db, scope: Scope<'complaint.read'>, id: string, body: string, now: Date): Promise<void> {
  try {
    await applyEvents(db, scope, now, [{ id, events: [{ kind: 'noted', actor: 'system', body }] }])
  } catch (error) {
    // A story that is over takes no notes; the forwarding itself still shows the state.
    if (!(error instanceof EventRefused)) throw error
  }
}
