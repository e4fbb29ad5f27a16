import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import type { Permission } from '../../../platform/access.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { listServiceNames } from '../../services/index.ts'
import { applyEvents, EventRefused, type NewEvent } from '../acts.ts'
import { formatCode, trackingPath } from '../code.ts'
import { listUnproven, setLookedAt } from '../defence/queries.ts'
import { tellJob } from '../notices.ts'
import { coverWords } from '../redaction/suspicions.ts'
import { findReceipt } from '../reference-queries.ts'
import { moderationMessages } from './messages.ts'
import { disputeOf, HideInput, LookInput, ReviewInput } from './model.ts'
import { listDeciders } from './objections.ts'
import {
  type ActRow,
  findReview,
  insertAct,
  listActs,
  listReviews,
  type Review,
  setHidden,
  setPublished,
} from './queries.ts'
import { ReviewPage, ReviewsPage } from './views.tsx'

const access = 'complaint.verify' satisfies Permission
type Officer = Context<typeof access>
const One = z.object({ id: idParam() })
const sample = {
  id: 'select complaint_id from complaints.publication order by waits desc, complaint_id limit 1',
}

async function required(context: Officer, id: string): Promise<Review> {
  const review = await findReview(context.db, context.scope, id)
  if (!review) throw new NotFound('publication')
  return review
}

async function reviewPage(context: Officer, id: string, form?: FormState): Promise<Outcome> {
  const { db, scope } = context
  const review = await required(context, id)
  const named = [...context.tree.named, ...(await listServiceNames(db, scope))]
  const known = named.map(({ name }) => name)
  const acts = await listActs(db, scope, id)
  const dispute = disputeOf(acts)
  const others =
    dispute && isHider(context, dispute)
      ? await listDeciders(db, scope, context.now, review, dispute.hiders)
      : undefined
  return { page: <ReviewPage review={review} known={known} acts={acts} others={others} form={form} /> }
}

async function reviewsPage({ db, scope }: Officer, form?: FormState): Promise<Outcome> {
  const rows = await listReviews(db, scope, MOST_LISTED)
  const unproven = await listUnproven(db, scope, MOST_LISTED)
  return { page: <ReviewsPage rows={rows} unproven={unproven} form={form} /> }
}

function isHider({ scope }: Officer, { hiders }: { hiders: readonly string[] }): boolean {
  return scope.account !== null && hiders.includes(scope.account)
}

/** An objection is judged by somebody who did not hide the report. */
async function requireOther(context: Officer, id: string): Promise<void> {
  const dispute = disputeOf(await listActs(context.db, context.scope, id))
  if (!dispute || !isHider(context, dispute)) return
  throw new Refusal(409, context.t(moderationMessages).ownHiding)
}

/** By letter, where there is an address; the page behind code and key says it to everybody. */
async function tellReporter(context: Officer, review: Review, acts: readonly ActRow[], title: string, body: string) {
  const { db, scope, now, institution } = context
  const receipt = await findReceipt(db, scope, review.id)
  if (!review.reporter_email || !receipt) return
  const href = trackingPath(institution.slug, receipt)
  const key = `complaint:${review.id}:shown:${acts.length}`
  await notify(db, scope, now, [
    { email: review.reporter_email, kind: 'complaints.citizen', title, body, href, secret: true, key },
  ])
}

export const moderationRoutes = [
  query({
    path: '/pengaduan/tayangan',
    access,
    input: z.object({}),
    handle: (context) => reviewsPage(context),
  }),

  query({
    path: '/pengaduan/tayangan/:id',
    access,
    input: One,
    sample,
    handle: (context, { id }) => reviewPage(context, id),
  }),

  command({
    path: '/pengaduan/tayangan/:id/tampilkan',
    access,
    audit: 'complaint.published',
    input: One.extend(ReviewInput.shape),
    sample,
    invalid: (context, raw, form) => reviewPage(context, String(raw['id']), form),
    async handle(context, { id, cover, ...typed }) {
      const { db, scope, now } = context
      const review = await required(context, id)
      // What the reporter has withdrawn nobody brings back.
      if (review.shown === 3) throw new NotFound('publication')
      await requireOther(context, id)
      context.requireSeen(seenOf(review))
      const covered = (words: string) => coverWords(words, cover)
      const text = {
        ...typed,
        subject: covered(typed.subject),
        body: covered(typed.body),
        answer: typed.answer === undefined ? undefined : covered(typed.answer),
      }
      const words = moderationMessages.id
      const acts = await listActs(db, scope, id)
      if (disputeOf(acts))
        await tellReporter(context, review, acts, words.mailGranted(formatCode(review.code)), words.mailGrantedBody)
      await setPublished(db, scope, now, id, text)
      await insertAct(db, scope, now, id, { act: 'published', actor: 'officer' })
      return {
        redirect: '/pengaduan/tayangan',
        notice: context.t(moderationMessages).published,
        audit: { subject: `complaint:${id}`, detail: { changed: text.body !== review.body, covered: cover.length } },
      }
    },
  }),

  command({
    path: '/pengaduan/tayangan/:id/sembunyikan',
    access,
    audit: 'complaint.hidden',
    input: One.extend(HideInput.shape),
    sample,
    invalid: (context, raw, form) => reviewPage(context, String(raw['id']), form),
    async handle(context, { id, reason, note }) {
      const { db, scope, now } = context
      const review = await required(context, id)
      if (review.shown === 3) throw new NotFound('publication')
      await requireOther(context, id)
      const text = moderationMessages.id
      const code = formatCode(review.code)
      const acts = await listActs(db, scope, id)
      const title = disputeOf(acts) ? text.mailStays(code) : text.mailHidden(code)
      await setHidden(db, scope, now, id, { reason, note })
      await insertAct(db, scope, now, id, { act: 'hidden', actor: 'officer', reason, body: note })
      await tellReporter(context, review, acts, title, `${text.reasons[reason]}. ${note}`)
      return {
        redirect: '/pengaduan/tayangan',
        notice: context.t(moderationMessages).hidden,
        audit: { subject: `complaint:${id}`, detail: { reason } },
      }
    },
  }),

  command({
    path: '/pengaduan/perlu-dilihat',
    access,
    audit: 'complaint.looked_at',
    input: LookInput,
    invalid: (context, _raw, form) => reviewsPage(context, form),
    async handle(context, { ids, verdict }) {
      const { db, scope, now } = context
      const text = context.t(moderationMessages)
      const looked = await setLookedAt(db, scope, now, ids)
      const refused: string[] = []
      // Each on its own: one that was verified meanwhile holds up no other. Whoever is a person may contest the refusal.
      if (verdict === 'machine')
        for (const id of looked) {
          const event: NewEvent = {
            kind: 'rejected',
            actor: 'officer',
            reason: 'not_a_complaint',
            body: moderationMessages.id.machine,
          }
          const [seq] = await applyEvents(db, scope, now, [{ id, events: [event] }]).catch((error: unknown) => {
            if (error instanceof EventRefused) return []
            throw error
          })
          if (seq === undefined) continue
          refused.push(id)
          await context.enqueue(tellJob, { complaint: id, seq })
        }
      return {
        redirect: '/pengaduan/tayangan#perlu-dilihat',
        notice: verdict === 'machine' ? text.machineDone(refused.length) : text.lookedDone(looked.length),
        audit: looked.map((id) => ({ subject: `complaint:${id}`, detail: { refused: refused.includes(id) } })),
      }
    },
  }),
]
