import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { continueStories, EventRefused } from '../acts.ts'
import type { EventActor } from '../model.ts'
import { type Locked, lockById } from '../rows.ts'
import { dropRecused } from '../staff-examination-queries.ts'
import { findMerge, insertMerge, listReporters, setUndone, survivorOf } from './queries.ts'

/** In the order of their ids, so that two merges never wait for each other. */
async function lockAll(db: Db, scope: Scope, ids: readonly string[]): Promise<Locked[]> {
  const locked: Locked[] = []
  for (const id of [...new Set(ids)].sort()) {
    const one = await lockById(db, scope, id)
    if (!one) throw new EventRefused('missing')
    locked.push(one)
  }
  return locked
}

/**
 * Handles one report as part of another. Both stories say so. What is merged into a merged one goes to its survivor.
 * The caller has checked that both may be touched.
 * @throws EventRefused
 */
export async function mergeComplaints(
  db: Db,
  scope: Scope,
  now: Date,
  { from, into, how }: { from: string; into: string; how: 'officer' | 'joined' },
): Promise<string> {
  const survivor = await survivorOf(db, scope, into)
  if (survivor === from) throw new EventRefused('not_allowed')
  const locked = await lockAll(db, scope, [from, survivor])
  if ((await survivorOf(db, scope, survivor)) !== survivor || (await findMerge(db, scope, from)))
    throw new EventRefused('not_allowed')
  const actor: EventActor = how === 'officer' ? 'officer' : 'citizen'
  // Whoever was handled under it comes along, each with their own rights.
  const voices = await listReporters(db, scope, from)
  await continueStories(db, scope, now, locked, [
    { id: from, events: [{ kind: 'merged', actor, reason: 'into' }] },
    {
      id: survivor,
      events: voices.map(({ id }) => ({ kind: 'merged' as const, actor, reason: 'from', voice_id: id })),
    },
  ])
  await insertMerge(db, scope, now, { complaint_id: from, into_id: survivor, how })
  await dropRecused(db, scope, survivor)
  return survivor
}

/**
 * Takes a report out again: it stands where it stood before.
 * @throws EventRefused
 */
export async function undoMerge(db: Db, scope: Scope, now: Date, complaintId: string): Promise<string> {
  const merge = await findMerge(db, scope, complaintId)
  if (!merge) throw new EventRefused('not_allowed')
  // What it was merged into may itself be handled under a third one, which counts the same reporters.
  const above = [...new Set([merge.into_id, await survivorOf(db, scope, merge.into_id)])]
  const locked = await lockAll(db, scope, [complaintId, ...above])
  const voices = await listReporters(db, scope, complaintId)
  await continueStories(db, scope, now, locked, [
    { id: complaintId, events: [{ kind: 'unmerged', actor: 'officer', reason: 'into' }] },
    ...above.map((id) => ({
      id,
      events: voices.map((voice) => ({
        kind: 'unmerged' as const,
        actor: 'officer' as const,
        reason: 'from',
        voice_id: voice.id,
      })),
    })),
  ])
  await setUndone(db, scope, now, merge)
  return merge.into_id
}
