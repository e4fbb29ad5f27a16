import { notify } from '../../../core/notifications/index.ts'
import type { Permission } from '../../../platform/access.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import type { Context } from '../../../platform/http/route.ts'
import { applyEvents, EventRefused } from '../acts.ts'
import { messages } from '../messages.ts'
import { tellJob } from '../notices.ts'
import type { Lane } from '../sight.ts'
import { LANES } from '../staff-lanes.ts'
import { sealWords } from '../whistleblowing/words.ts'
import { fourEyesMessages } from './messages.ts'
import { decideHeld, type Held, type Reviewer } from './queries.ts'

/** Sends an answer that waited, or gives it back to who wrote it. */
export async function decide(
  context: Context<Permission>,
  scope: Reviewer,
  held: Held,
  { sent, note }: { sent: boolean; note: string | null },
  lane: Lane,
): Promise<void> {
  const { db, now } = context
  const text = context.t(fourEyesMessages)
  const kept = lane === 'sealed' && note ? sealWords(held.complaint_id, note) : note
  if (!(await decideHeld(db, scope, now, held.id, { sent, note: kept }))) throw new Refusal(409, text.decided)
  if (sent) {
    const event = { kind: 'answered', actor: 'officer', outcome: held.outcome, body: held.body } as const
    const item = { id: held.complaint_id, events: [{ ...event, account: held.written_by }] }
    const [seq = 1] = await applyEvents(db, scope, now, [item], { lane }).catch((error: unknown) => {
      if (!(error instanceof EventRefused)) throw error
      throw new Refusal(409, context.t(messages).refused[error.problem])
    })
    await context.enqueue(tellJob, { complaint: held.complaint_id, seq })
    return
  }
  if (!held.written_by) return
  await notify(db, scope, now, [
    {
      accountId: held.written_by,
      kind: 'complaints.officer',
      title: text.mailReturned,
      body: lane === 'sealed' ? '' : held.subject,
      href: `${LANES[lane].base}/${held.complaint_id}`,
      key: `held:${held.id}:returned`,
    },
  ])
}
