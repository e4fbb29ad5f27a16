import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import type { Permission } from '../../../platform/access.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import { listServiceNames } from '../../services/index.ts'
import { formatCode, trackingPath } from '../code.ts'
import { listUnproven, setLookedAt } from '../defence/queries.ts'
import { findReceipt } from '../reference-queries.ts'
import { coverWords } from '../redaction/suspicions.ts'
import { moderationMessages } from './messages.ts'
import { disputeOf, HideInput, ReviewInput } from './model.ts'
import { listDeciders } from './objections.ts'
import { findReview, insertAct, listActs, listReviews, type Review, setHidden, setPublished } from './queries.ts'
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

function isHider({ scope }: Officer, { hiders }: { hiders: readonly string[] }): boolean {
  return scope.account !== null && hiders.includes(scope.account)
}

/** An objection is judged by somebody who did not hide the report. */
async function requireOther(context: Officer, id: string): Promise<void> {
  const dispute = disputeOf(await listActs(context.db, context.scope, id))
  if (!dispute || !isHider(context, dispute)) return
  throw new Refusal(409, context.t(moderationMessages).ownHiding)
}

export const moderationRoutes = [
  query({
    path: '/pengaduan/tayangan',
    access,
    input: z.object({}),
    async handle({ db, scope }) {
      const rows = await listReviews(db, scope, MOST_LISTED)
      return { page: <ReviewsPage rows={rows} unproven={await listUnproven(db, scope, MOST_LISTED)} /> }
    },
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
      await setHidden(db, scope, now, id, { reason, note })
      await insertAct(db, scope, now, id, { act: 'hidden', actor: 'officer', reason, body: note })
      const text = moderationMessages.id
      const receipt = await findReceipt(db, scope, id)
      if (review.reporter_email && receipt) {
        await notify(db, scope, now, [
          {
            email: review.reporter_email,
            kind: 'complaints.citizen',
            title: text.mailHidden(formatCode(review.code)),
            body: `${text.reasons[reason]}. ${note}`,
            href: trackingPath(context.institution.slug, receipt),
            secret: true,
            key: `complaint:${id}:hidden:${now.getTime()}`,
          },
        ])
      }
      return {
        redirect: '/pengaduan/tayangan',
        notice: context.t(moderationMessages).hidden,
        audit: { subject: `complaint:${id}`, detail: { reason } },
      }
    },
  }),

  command({
    path: '/pengaduan/perlu-dilihat/:id',
    access,
    audit: 'complaint.looked_at',
    input: One,
    sample: { id: 'select complaint_id from complaints.unproven order by complaint_id limit 1' },
    async handle(context, { id }) {
      if (!(await setLookedAt(context.db, context.scope, context.now, id))) throw new NotFound('unproven')
      return {
        redirect: '/pengaduan/tayangan',
        notice: context.t(moderationMessages).lookedDone,
        audit: { subject: `complaint:${id}` },
      }
    },
  }),
]
