import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, optionalText } from '../../platform/http/input.ts'
import { command, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { smallestCell } from '../services/index.ts'
import { listReporters } from './duplicates/queries.ts'
import { messages } from './messages.ts'
import { listLeft, setContact } from './moderation/queries.ts'
import { PrivacyInput } from './submission.ts'
import { asCitizen, lockOwn } from './tracking-case.ts'
import { countSolved, feedbackFigures, setVerdict, VERDICTS } from './tracking-feedback.ts'
import { FeedbackPage } from './tracking-feedback-views.tsx'
import { trackingMessages } from './tracking-messages.ts'
import { Case, limit, sample, tracked } from './tracking-routes.tsx'
import { keptWords } from './whistleblowing/words.ts'

const YEAR_MS = 365 * 86_400_000

const VerdictInput = z
  .object({
    verdict: z.enum(VERDICTS, { error: bilingual('Pilih salah satu.', 'Choose one.') }),
    reason: optionalText(1000),
  })
  .refine(({ verdict, reason }) => verdict === 'solved' || reason !== undefined, {
    path: ['reason'],
    error: bilingual(
      'Tuliskan apa yang belum selesai, agar petugas tahu harus mulai dari mana.',
      'Say what is not solved, so that the officer knows where to begin.',
    ),
  })

export const afterRoutes = [
  command({
    path: '/i/:institution/lacak/:code/selesai',
    access: 'public',
    audit: 'complaint.confirmed',
    input: Case.and(VerdictInput),
    sample,
    limit,
    invalid: (context, raw, form) =>
      tracked(context, String(raw['code']), { ...form, values: { verdict: '', ...form.values } }),
    async handle(context, { code, verdict, reason }) {
      const { db, scope, now } = context
      const text = context.t(trackingMessages)
      const { path, audit } = await asCitizen(context, code, async ({ own, survivor, story, open }) => {
        const answer = story.findLast(({ kind }) => kind === 'answered')
        const refused = context.t(messages).refused.not_allowed
        if (!answer) throw new Refusal(409, refused, { _refused: refused })
        // The right to have it opened again belongs to each reporter, once; the state machine knows whose is used.
        await setVerdict(db, scope, now, {
          complaintId: own.id,
          answerSeq: answer.seq,
          verdict,
          reason: keptWords(own, reason),
        })
        if (verdict === 'unsolved') return [{ kind: 'reopened', actor: 'citizen', reason: reason! }]
        if (verdict === 'partly') return [{ kind: 'informed', actor: 'citizen', body: reason! }]
        // One of several reporters does not close the matter of the others; the last one to confirm does.
        const reporters = (await listReporters(db, scope, survivor.id)).map(({ id }) => id)
        const left = await listLeft(db, scope, reporters)
        const all = reporters.filter((id) => !left.has(id))
        const confirmed = await countSolved(db, scope, all, answer.seq)
        return open('closed') && confirmed === all.length ? [{ kind: 'closed', actor: 'citizen' }] : []
      })
      return { redirect: `${path}#nilai`, notice: text.thanks[verdict], audit: { ...audit, detail: { verdict } } }
    },
  }),

  command({
    path: '/i/:institution/lacak/:code/kontak',
    access: 'public',
    audit: 'complaint.contact_changed',
    input: Case.extend({
      reporter_email: PrivacyInput.shape.reporter_email,
      reporter_phone: PrivacyInput.shape.reporter_phone,
    }),
    sample,
    limit,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code, reporter_email, reporter_phone }) {
      const { own, path } = await lockOwn(context, code)
      await setContact(context.db, context.scope, own.id, { reporter_email, reporter_phone })
      const text = context.t(trackingMessages)
      return {
        redirect: path,
        notice: reporter_email || reporter_phone ? text.noticesSaved : text.noticesGone,
        audit: { subject: `complaint:${own.id}` },
      }
    },
  }),

  query({
    path: '/pengaduan/penilaian',
    access: 'complaint.read',
    input: z.object({}),
    async handle({ db, scope, now, institution }) {
      const least = await smallestCell(db, scope, localDate(now, institution.timeZone))
      const rows = await feedbackFigures(db, scope, new Date(now.getTime() - YEAR_MS), least)
      return { page: <FeedbackPage rows={rows} least={least} /> }
    },
  }),
]
