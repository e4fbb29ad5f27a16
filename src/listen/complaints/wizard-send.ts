import { EventRefused, type Receipt, submitComplaints } from './acts.ts'
import { attachFiles } from './attachments/queries.ts'
import { weigh } from './defence/acts.ts'
import { madeAt } from './defence/model.ts'
import { mergeComplaints } from './duplicates/acts.ts'
import { isEnded } from './model.ts'
import { listPublished } from './moderation/queries.ts'
import { tellJob } from './notices.ts'
import type { PlaceAnswer } from './place/model.ts'
import { insertPlace } from './place/queries.ts'
import type { NewComplaint } from './submission.ts'
import type { Asked } from './wizard-model.ts'
import { FREE, insertPayment, tariffLines, tariffOf } from './wizard-payment.ts'
import type { Public } from './wizard-step.tsx'

export type Report = {
  id: string
  about: string
  complaint: Omit<NewComplaint, 'channel' | 'actor'>
  fileIds: readonly string[]
  place: PlaceAnswer
  asked?: Asked | undefined
  amount?: number | undefined
  /** The published report this one joins. */
  join?: string | undefined
  proof: string
  /** For which form it was worked, see defence. */
  form: string
  situs: string
  made?: Date | undefined
}

/** Receives what a citizen wrote, with all that goes along with it, in one transaction. */
export async function sendReport(context: Public, report: Report): Promise<Receipt> {
  const { db, scope, now } = context
  const { id, complaint, asked } = report
  const doubts = await weigh(db, scope, now, { ...report, made: report.made ?? madeAt(id) })
  const item = { ...complaint, id, channel: 'web', actor: 'citizen', doubts } as const
  const [sent] = await submitComplaints(db, scope, now, [item])
  await attachFiles(db, scope, { complaintId: id, fileIds: report.fileIds })
  const secret = complaint.privacy === 'secret' || complaint.kind === 'whistleblowing'
  await insertPlace(db, scope, id, { ...report.place, secret })
  const promise = asked && (await tariffOf(db, scope, report.about, now))
  if (promise) {
    const official = tariffLines(promise, 'id').join('\n') || FREE
    await insertPayment(db, scope, id, { asked, amount: report.amount, official })
  }
  // Whoever is no person, as far as the form can tell, has no letters sent to others; then it waits for an officer's look.
  if (complaint.reporter_email && doubts.length === 0) await context.enqueue(tellJob, { complaint: id, seq: 1 })
  if (report.join && complaint.kind !== 'whistleblowing') await joinReport(context, id, report.join)
  return sent!
}

/** A report that was taken down or ended meanwhile is not joined: then this one stands on its own. */
async function joinReport({ db, scope, now }: Public, id: string, into: string): Promise<void> {
  const [other] = await listPublished(db, scope, { id: into, limit: 1 })
  if (!other || isEnded(other.status)) return
  await mergeComplaints(db, scope, now, { from: id, into, how: 'joined' }).catch((error: unknown) => {
    if (!(error instanceof EventRefused)) throw error
  })
}
