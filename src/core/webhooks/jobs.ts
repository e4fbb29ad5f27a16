import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { enqueue, type Job, job } from '../../platform/jobs.ts'
import type { Log } from '../../platform/log.ts'
import { askOutside, OutsideUnreachable } from '../../platform/outbound.ts'
import { unseal } from '../../platform/seal.ts'
import { notify } from '../notifications/index.ts'
import { bodyOf, FAILING_DAYS, KEPT_DAYS, nextAttempt, signature } from './model.ts'
import { type Attempted, type Due, deleteOld, findDue, listForgotten, recordAttempt, stopEndpoint } from './outbox.ts'

export const SEAL = 'webhooks.secret'
const DAY_MS = 24 * 3_600_000
const FORGOTTEN_MS = 15 * 60_000
const MANY = 1000

const Payload = z.object({ delivery: z.uuid(), attempt: z.number().int().nonnegative() })
const Envelope = z.object({ institution: z.string(), payload: Payload })

let patienceMs = 1000
/** A worker has few hands: after so long it turns to other jobs, and the answer is recorded when it comes. */
export function waitForReceivers(milliseconds: number): void {
  patienceMs = milliseconds
}
/** So many answers are waited for beside the jobs; more of them wait as jobs. */
const MOST_PENDING = 40
let pending = 0

/**
 * One attempt. It is no `job()`, because that holds a transaction while it works: a receiver that answers slowly must
 * keep neither a database connection nor the jobs of others. The receiver may get an attempt twice when this process
 * dies between sending and recording; `webhook-id` tells it so, and `tidyJob` queues it again.
 */
export const deliverJob: Job<z.output<typeof Payload>> = {
  name: 'webhooks.deliver',
  payload: Payload,
  schedule: undefined,
  attempts: 3,
  async run(database, envelope, now, log) {
    const { institution, payload } = Envelope.parse(envelope)
    const scope = systemScope('self', 'delivers webhooks of the institution', institution, [])
    const due = await database.transaction('read', institution, (db) => findDue(db, scope, payload.delivery))
    if (!due || due.attempts !== payload.attempt || !due.active) return
    const ended = attemptOnce(database, institution, due, now, log)
    if (pending >= MOST_PENDING) return ended
    let late = false
    pending++
    const guarded = ended
      .catch((error: unknown) => {
        if (!late) throw error
        log.error({ err: error, delivery: due.id }, 'webhook not recorded')
      })
      .finally(() => pending--)
    let timer: NodeJS.Timeout | undefined
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        late = true
        resolve()
      }, patienceMs)
    })
    await Promise.race([guarded, patience]).finally(() => clearTimeout(timer))
  },
}

async function attemptOnce(database: Database, institution: string, due: Due, now: Date, log: Log): Promise<void> {
  const attempt = await send(due, now)
  const delivered = attempt.status !== null && attempt.status >= 200 && attempt.status < 300
  await settle(database, institution, due, attempt, delivered, now)
  log.info({ delivery: due.id, status: attempt.status, error: attempt.error }, 'webhook sent')
}

async function send(due: Due, now: Date): Promise<Attempted> {
  const body = bodyOf(due)
  const second = Math.floor(now.getTime() / 1000)
  const secrets = [due.secret]
  if (due.old_secret && due.old_secret_until && due.old_secret_until > now) secrets.push(due.old_secret)
  const began = performance.now()
  const milliseconds = () => Math.round(performance.now() - began)
  try {
    const reply = await askOutside(due.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(Buffer.byteLength(body)),
        'user-agent': 'Sigap-Webhooks/1',
        'webhook-id': due.message_id,
        'webhook-timestamp': String(second),
        'webhook-signature': secrets
          .map((sealed) => signature(unseal(SEAL, sealed), due.message_id, second, body))
          .join(' '),
      },
    })
    const text = reply.text.toWellFormed().replaceAll('\u0000', '').slice(0, 500)
    return { at: now, milliseconds: milliseconds(), status: reply.status, error: null, reply: text }
  } catch (error) {
    if (!(error instanceof OutsideUnreachable)) throw error
    return { at: now, milliseconds: milliseconds(), status: null, error: error.message.slice(0, 100), reply: null }
  }
}

/** Records the attempt and queues the next one, stops what is gone or has failed for days. */
async function settle(
  database: Database,
  institution: string,
  due: Due,
  attempt: Attempted,
  delivered: boolean,
  now: Date,
): Promise<void> {
  const scope = systemScope('self', 'delivers webhooks of the institution', institution, [])
  const next = delivered ? undefined : nextAttempt(due.attempts + 1, now)
  const state = delivered ? 'delivered' : next ? 'waiting' : 'given_up'
  await database.transaction('write', institution, async (db) => {
    if (!(await recordAttempt(db, scope, due, attempt, { state, next_at: next ?? null }))) return
    if (delivered) return
    const failingSince = due.failing_since ?? now
    const gone = attempt.status === 410
    if (gone || now.getTime() - failingSince.getTime() > FAILING_DAYS * DAY_MS) {
      if (await stopEndpoint(db, scope, due.endpoint_id, gone ? 'gone' : 'failing'))
        await tell(db, due, institution, now)
      return
    }
    if (next) await queueDelivery(db, institution, due.id, due.attempts + 1, next)
  })
}

async function tell(db: Db, due: Due, institution: string, now: Date): Promise<void> {
  if (!due.created_by) return
  const scope = systemScope('self', 'tells that a webhook was stopped', institution, [])
  await notify(db, scope, now, [
    {
      accountId: due.created_by,
      kind: 'webhooks.stopped',
      key: `webhook:${due.endpoint_id}:${now.toISOString().slice(0, 10)}`,
      title: `Webhook “${due.name}” dihentikan`,
      body: 'Penerimanya tidak menjawab. Perbaiki penerimanya, nyalakan kembali, lalu kirim ulang yang gagal.',
      href: `/webhook/${due.endpoint_id}`,
    },
  ])
}

export async function queueDelivery(db: Db, institution: string, delivery: string, attempt: number, at?: Date) {
  await enqueue(db, institution, deliverJob, { delivery, attempt }, at ? { at } : {})
}

/** Once an hour: what lost its job is queued again, what is older than its keeping time goes. */
export const tidyJob = job({
  name: 'webhooks.tidy',
  payload: z.object({}),
  schedule: '23 * * * *',
  async handle({ db, institution, now }) {
    const scope = systemScope('self', 'keeps the webhook log in order', institution, [])
    const forgotten = await listForgotten(db, scope, new Date(now.getTime() - FORGOTTEN_MS), MANY)
    if (forgotten.length > 0) {
      const { rows } = await sql<{ id: string; attempts: number }>`
        select id, attempts from webhooks.delivery
        where institution_id = ${institution} and id = any(${forgotten}::uuid[])`.execute(db)
      for (const row of rows) await queueDelivery(db, institution, row.id, row.attempts)
    }
    await deleteOld(db, scope, new Date(now.getTime() - KEPT_DAYS * DAY_MS))
  },
})
