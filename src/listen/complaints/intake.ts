import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { enqueue } from '../../platform/jobs.ts'
import { continueStories, EventRefused, type Receipt, type Submission, submitComplaints } from './acts.ts'
import { survivorOf } from './duplicates/queries.ts'
import { type Channel, standing } from './model.ts'
import { tellJob } from './notices.ts'
import { findReceipt, type IntakeKey, takeIntakeKey } from './reference-queries.ts'
import { listEvents, lockById } from './rows.ts'

/** The sender has used this key for something else; nothing was written. */
export class KeyTaken extends Error {}

/**
 * Receives one complaint under a key of its sender: the same key again gives the first receipt and writes nothing.
 * `source` names who chose the key (`api:<client>`, `whatsapp`, `email`), so that two senders never meet.
 * @throws KeyTaken when the same key came with something else, which would be lost
 */
export async function submitOnce(
  db: Db,
  scope: Scope,
  now: Date,
  intake: IntakeKey,
  item: Submission,
): Promise<Receipt & { received_at: Date; repeated: boolean }> {
  const id = item.id ?? newId(now)
  const earlier = await takeIntakeKey(db, scope, now, intake, id)
  if (earlier?.same === false) throw new KeyTaken()
  if (earlier) return { ...(await findReceipt(db, scope, earlier.complaint_id))!, repeated: true }
  const [receipt] = await submitComplaints(db, scope, now, [{ ...item, id }])
  return { ...receipt!, received_at: now, repeated: false }
}

export type CitizenMessage = {
  complaintId: string
  body: string
  channel: Channel
  /** When it was sent; a message that arrives after later ones is put after them. */
  at?: Date | undefined
}

/**
 * What the reporter says about their case over any channel: it completes what they were asked to complete, and is
 * added in every other state. The caller knows that the message is theirs. Returns its place in the story.
 * @throws EventRefused `missing` when there is no such complaint
 */
export async function addCitizenMessage(db: Db, scope: Scope, now: Date, message: CitizenMessage): Promise<number> {
  const survivor = await survivorOf(db, scope, message.complaintId)
  const joined = survivor === message.complaintId ? null : message.complaintId
  const locked = await lockById(db, scope, survivor)
  if (!locked) throw new EventRefused('missing')
  const story = await listEvents(db, scope, [locked.id])
  const last = story.at(-1)!.at
  const sent = message.at && message.at < now ? message.at : now
  const at = new Date(Math.max(sent.getTime(), last.getTime()))
  const [seq] = await continueStories(
    db,
    scope,
    now,
    [locked],
    [
      {
        id: locked.id,
        events: [
          {
            kind: joined === null && standing(story).status === 'incomplete' ? 'completed' : 'informed',
            actor: 'citizen',
            body: message.body,
            channel: message.channel,
            at,
            voice_id: joined,
          },
        ],
      },
    ],
  )
  await enqueue(db, scope.institution, tellJob, { complaint: locked.id, seq: seq! })
  return seq!
}
