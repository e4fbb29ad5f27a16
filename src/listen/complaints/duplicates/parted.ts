import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { type Attachment, listAttachments } from '../attachments/queries.ts'
import { type EventRow, listEvents } from '../rows.ts'
import { listParted } from './queries.ts'

/**
 * What the reporter of this report said, and what they were answered, while it was handled with others from which it
 * was taken apart again: it stays in the story there, and is read here.
 */
export async function wordsOfParted(db: Db, scope: Scope, id: string, survivor: string): Promise<EventRow[]> {
  const parted = await listParted(db, scope, id, survivor)
  if (parted.length === 0) return []
  const ids = [...new Set(parted.map((one) => one.id))]
  return (await listEvents(db, scope, ids)).filter((event) => {
    if (event.kind === 'merged' || event.kind === 'unmerged') return false
    if (event.voice_id !== null) return event.voice_id === id
    const together = parted.some(
      (one) => one.id === event.complaint_id && event.at >= one.since && event.at < one.until,
    )
    return event.kind === 'answered' && together
  })
}

/** The files that came with those words: they lie with the report under which it was handled, and are read here too. */
export async function filesOfParted(
  db: Db,
  scope: Scope,
  id: string,
  words: readonly EventRow[],
): Promise<Attachment[]> {
  const own = words.filter((event) => event.voice_id === id)
  if (own.length === 0) return []
  const places = new Set(own.map((event) => `${event.complaint_id} ${event.seq}`))
  const files = await listAttachments(db, scope, [...new Set(own.map((event) => event.complaint_id))])
  return files.filter((file) => places.has(`${file.complaint_id} ${file.event_seq}`))
}
