import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { seal } from '../../platform/seal.ts'
import { queueDelivery, SEAL } from './jobs.ts'
import { makeSecret } from './model.ts'
import { changeSecret, hasEndpoints, insertDelivery, insertEndpoint, insertMessages } from './queries.ts'

/** Ids and states only: whoever receives it reads the rest through the API, where its own permissions hold. */
export type WebhookEvent = {
  type: string
  data: { readonly [key: string]: string | number | boolean | null | readonly string[] }
}

const FRESH_MS = 10_000
/** When it was last seen that an institution has no receiver: its changes do not ask again for ten seconds. */
const silent = new Map<string, number>()

async function isHeard(db: Db, scope: Scope, now: Date): Promise<boolean> {
  const seen = silent.get(scope.institution)
  if (seen !== undefined && Math.abs(now.getTime() - seen) < FRESH_MS) return false
  const heard = await hasEndpoints(db, scope)
  if (heard) silent.delete(scope.institution)
  else silent.set(scope.institution, now.getTime())
  return heard
}

/**
 * Tells other systems what happened, in the caller's transaction: nobody hears of what was rolled back. Types are rows
 * of webhooks.type; one that nobody asked for leaves nothing. A first receiver hears everything from ten seconds after it
 * was added.
 */
export async function emit(db: Db, scope: Scope, now: Date, events: readonly WebhookEvent[]): Promise<void> {
  if (events.length === 0 || !(await isHeard(db, scope, now))) return
  const messages = events.map((event) => ({ id: newId(now), type: event.type, at: now, data: event.data }))
  for (const delivery of await insertMessages(db, scope, messages))
    await queueDelivery(db, scope.institution, delivery, 0)
}

export async function createEndpoint(
  db: Db,
  scope: Scope<'webhook.manage'>,
  now: Date,
  endpoint: { name: string; url: string; types: string[] },
): Promise<{ id: string; secret: string }> {
  silent.delete(scope.institution)
  const id = newId(now)
  const secret = makeSecret()
  await insertEndpoint(db, scope, { ...endpoint, id, secret: seal(SEAL, secret), created_at: now })
  return { id, secret }
}

/** The new secret; undefined when there is no such endpoint. */
export async function renewSecret(
  db: Db,
  scope: Scope<'webhook.manage'>,
  id: string,
  oldUntil: Date,
): Promise<string | undefined> {
  const secret = makeSecret()
  return (await changeSecret(db, scope, id, seal(SEAL, secret), oldUntil)) ? secret : undefined
}

/** A message that says nothing, to one endpoint, so that its owner sees it arrive. */
export async function sendTest(db: Db, scope: Scope<'webhook.manage'>, now: Date, endpoint: string): Promise<string> {
  const message = { id: newId(now), type: 'webhook.test', at: now, data: { test: true } }
  const delivery = await insertDelivery(db, scope, endpoint, message)
  await queueDelivery(db, scope.institution, delivery, 0)
  return delivery
}
