import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { enqueue, type Job } from '../../platform/jobs.ts'
import { applyEvents, EventRefused, linkReference, redact } from '../complaints/index.ts'
import { Envelope, remoteOf, scopeOf, WAITS } from './forwarding.ts'
import { readRequestState, sendRequest } from './outgoing.ts'
import { type DueRow, findDue, listToPoll, recordForwarding } from './outgoing-queries.ts'
import { OURS, type RemoteUpdate, readUpdates } from './updates.ts'
import { takeUpdates } from './updates-queries.ts'

const MANY = 50
const DAY = 86_400_000
const Payload = z.object({ complaint: z.uuid(), endpoint: z.uuid() })

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
    for (const group of Map.groupBy(rows, (row) => row.endpoint_id).values()) {
      const updates = await updatesFor(group, now)
      for (const row of group) await poll(database, institution, row, updates, now)
    }
  },
}

/** One list for all cases of a server, a day further back than it was asked last: its clock may be another one. */
async function updatesFor(group: readonly DueRow[], now: Date): Promise<readonly RemoteUpdate[]> {
  const asked = group.map((row) => (row.polled_at ?? row.sent_at ?? now).getTime())
  const updates = await readUpdates(
    remoteOf(group[0]!),
    new Date(Math.min(...asked) - DAY),
    new Date(now.getTime() + DAY),
  )
  // A server without this extension still tells how each request stands.
  return 'problem' in updates ? [] : updates
}

async function poll(
  database: Database,
  institution: string,
  row: DueRow,
  updates: readonly RemoteUpdate[],
  now: Date,
): Promise<void> {
  const state = await readRequestState(remoteOf(row), row.remote_id ?? '')
  await database.transaction('write', institution, async (db) => {
    const scope = scopeOf(institution, row.units)
    const kept = { state: 'sent' as const, attempts: row.attempts, polled_at: now }
    if ('problem' in state) {
      const { remote_id, remote_status } = row
      await recordForwarding(db, scope, row, { ...kept, remote_id, remote_status, problem: state.problem })
      return
    }
    const { notes } = state
    await recordForwarding(db, scope, row, {
      ...kept,
      remote_id: state.id,
      remote_status: state.status,
      remote_notes: notes,
      problem: null,
    })
    const changed = state.status !== row.remote_status
    if (changed) await link(db, scope, row, state.id, state.status, now)
    const told = updates.filter((one) => one.request === state.id && !one.id.startsWith(OURS))
    const fresh = await takeUpdates(
      db,
      scope,
      now,
      row.endpoint_id,
      told.map(({ id }) => id),
    )
    const said = told.filter(({ id, description }) => fresh.has(id) && description !== '')
    // News in the words of the request and of its newest update are one piece of news.
    const worded = notes !== (row.remote_notes ?? '') && !said.some(({ description }) => description.includes(notes))
    const lines = [
      ...(changed || (notes && worded) ? [`${state.status}${notes ? `: ${notes}` : ''}`] : []),
      ...said.map(({ status, description }) => (status ? `${status}: ${description}` : description)),
    ]
    if (lines.length > 0)
      await note(
        db,
        scope,
        row.complaint_id,
        `Kabar dari instansi tujuan (Open311 ${state.id}): ${lines.join('\n')}`.slice(0, 3000),
        now,
      )
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
