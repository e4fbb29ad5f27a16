import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { EventRefused } from '../acts.ts'
import { allows, type ComplaintOutcome, standing } from '../model.ts'
import { listEvents, lockComplaints } from '../rows.ts'
import type { Lane } from '../sight.ts'
import { keptWords } from '../whistleblowing/words.ts'
import { insertHeld } from './queries.ts'

type Answer = { complaint: string; outcome: ComplaintOutcome; body: string; seen?: number | undefined }

/**
 * Keeps an answer for its second reader instead of sending it; refused for the same reasons as sending it. Undefined while
 * another one waits.
 */
export async function holdAnswer(
  db: Db,
  scope: Scope,
  now: Date,
  answer: Answer,
  lane: Lane = 'ordinary',
): Promise<string | undefined> {
  const [complaint] = await lockComplaints(db, scope, [answer.complaint], lane)
  if (!complaint) throw new EventRefused('missing')
  const story = await listEvents(db, scope, [answer.complaint])
  if (answer.seen !== undefined && story.length > answer.seen) throw new EventRefused('changed')
  if (!allows(standing(story), 'answered')) throw new EventRefused('not_allowed')
  if (complaint.open_tasks > 0) throw new EventRefused('tasks_open')
  return insertHeld(db, scope, now, { ...answer, body: keptWords(complaint, answer.body) })
}
