import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import type { Context } from '../../platform/http/route.ts'
import { continueStories, EventRefused, type NewEvent } from './acts.ts'
import { type Attachment, listAttachments } from './attachments/queries.ts'
import { trackingPath } from './code.ts'
import { wordsOfParted } from './duplicates/parted.ts'
import { survivorOf } from './duplicates/queries.ts'
import { messages } from './messages.ts'
import { allows, type EventKind, type Standing, standing } from './model.ts'
import { listLeft } from './moderation/queries.ts'
import { tellJob } from './notices.ts'
import { type EventRow, type Locked, listEvents, lockByCode, lockById } from './rows.ts'
import { whoAsks } from './tracking-who.ts'

type Public = Context<'public'>

/** What all reporters of a matter read of its common course; what single ones said stays theirs. */
const COMMON: readonly EventKind[] = [
  'verified',
  'routed',
  'started',
  'referred',
  'postponed',
  'resumed',
  'rejected',
  'archived',
  'answered',
  'reopened',
  'closed',
  'extended',
]

/**
 * The story as this reporter may read it: their own, after a merge the common course of the survivor, and once it was
 * taken apart again what they said and were answered meanwhile.
 */
export async function storyFor(db: Db, scope: Scope, id: string, survivor: string): Promise<EventRow[]> {
  const events = await listEvents(db, scope, id === survivor ? [id] : [id, survivor])
  const common = events
    .filter((event) => isOwn(event, id) || COMMON.includes(event.kind))
    .map((event) => (!isOwn(event, id) && event.kind === 'reopened' ? { ...event, reason: null } : event))
  return [...common, ...(await wordsOfParted(db, scope, id, survivor))].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq,
  )
}

/** Of their own report, or said by them after it was merged; of a case that others joined, not what those said. */
function isOwn(event: EventRow, id: string): boolean {
  if (event.kind === 'merged' || event.kind === 'unmerged') return event.complaint_id === id
  return (event.voice_id ?? event.complaint_id) === id
}

/** The files of this reporter: of their own report, and of what they said since, wherever it lies after a merge. */
export async function filesFor(db: Db, scope: Scope, id: string, survivor: string): Promise<Attachment[]> {
  const own = id === survivor ? [id] : [id, survivor]
  const events = [...(await listEvents(db, scope, own)), ...(await wordsOfParted(db, scope, id, survivor))]
  const ids = [...new Set([...own, ...events.map((one) => one.complaint_id)])]
  const said = new Set(events.filter((one) => isOwn(one, id)).map((one) => `${one.complaint_id} ${one.seq}`))
  return (await listAttachments(db, scope, ids)).filter((file) =>
    file.event_seq === null ? file.complaint_id === id : said.has(`${file.complaint_id} ${file.event_seq}`),
  )
}

export type Reporter = {
  own: Locked
  survivor: Locked
  state: Standing
  story: readonly EventRow[]
  open: (kind: NewEvent['kind']) => boolean
}

/** The reporter's own report, locked. The number alone is not enough to act: then the report is not found. */
export async function lockOwn(context: Public, typed: string): Promise<{ own: Locked; path: string }> {
  const { db, scope, institution } = context
  const who = await whoAsks(context, typed, (code) => lockByCode(db, scope, code))
  if (who.as === 'wait') throw new Refusal(429, '900')
  if (who.as !== 'reporter') throw new NotFound('complaint')
  return { own: who.found, path: trackingPath(institution.slug, { code: who.found.code, key: who.key }) }
}

/** Continues the story as the citizen who holds the key, and tells those who wait for it. */
export async function asCitizen(
  context: Public,
  typed: string,
  events: (reporter: Reporter) => NewEvent[] | Promise<NewEvent[]>,
) {
  const { db, scope, now } = context
  const text = context.t(messages)
  const { own, path } = await lockOwn(context, typed)
  const survivorId = await survivorOf(db, scope, own.id)
  const survivor = survivorId === own.id ? own : await lockById(db, scope, survivorId)
  if (!survivor) throw new NotFound('complaint')
  const left = (await listLeft(db, scope, [own.id])).has(own.id)
  const story = await listEvents(db, scope, [survivor.id])
  const state = standing(story)
  // Who took their part back speaks no more for a matter that is now the others'.
  if (left && (own.id !== survivor.id || state.voices > 1)) {
    const refused = text.refused.not_allowed
    throw new Refusal(409, refused, { _refused: refused })
  }
  const spoken = (event: NewEvent) => (own.id === survivor.id ? event : { ...event, voice_id: own.id })
  const wanted = await events({ own, survivor, state, story, open: (kind) => allows(state, kind) })
  const [place = 1] =
    wanted.length === 0
      ? [story.length + 1]
      : await continueStories(db, scope, now, [survivor], [{ id: survivor.id, events: wanted.map(spoken) }]).catch(
          (error: unknown) => {
            if (error instanceof EventRefused)
              throw new Refusal(409, text.refused[error.problem], { _refused: text.refused[error.problem] })
            throw error
          },
        )
  for (const [index] of wanted.entries()) await context.enqueue(tellJob, { complaint: survivor.id, seq: place + index })
  return {
    path,
    audit: { subject: `complaint:${own.id}` },
    id: survivor.id,
    kind: survivor.kind,
    seq: place,
  }
}
