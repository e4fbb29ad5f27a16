import { findRegionPath } from '../../core/organization/index.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, optionalText } from '../../platform/http/input.ts'
import { command, type Outcome, query } from '../../platform/http/route.ts'
import { newId } from '../../platform/id.ts'
import { aboutChoices } from './about.ts'
import { keepFiles, withFileWords } from './attachments/acts.ts'
import { FilesInput, MAX_FORM_BYTES } from './attachments/model.ts'
import { newRiddle, ofDraft, ProofInput, SHORT_FORM } from './defence/acts.ts'
import { type DraftData, findDraft, lockDraft, setSent } from './drafts.ts'
import { similarTo } from './duplicates/routes.tsx'
import { Joining, SimilarList } from './duplicates/views.tsx'
import { messages } from './messages.ts'
import { listPublished } from './moderation/queries.ts'
import { AboutInput, ComplaintInput, PrivacyInput, requirePast, StoryInput } from './submission.ts'
import { requireKind } from './vocabulary.ts'
import { CheckPage, ShortFormPage } from './wizard-check-views.tsx'
import { draftFiles } from './wizard-routes.tsx'
import { sendReport } from './wizard-send.ts'
import {
  base,
  gone,
  Institution,
  institutionSample,
  limit,
  type Public,
  receipt,
  requirePlace,
  Step,
  sample,
  sentDraft,
} from './wizard-step.tsx'

export const sendRoutes = [
  query({
    path: '/i/:institution/lapor/:draft/periksa',
    access: 'public',
    input: Step,
    sample,
    handle: (context, { draft }) => checkPage(context, draft, undefined),
  }),

  command({
    path: '/i/:institution/lapor/:draft/kirim',
    frequent: true,
    access: 'public',
    audit: 'complaint.received',
    input: Step.extend(ProofInput),
    sample,
    limit,
    invalid: (context, raw, form) => checkPage(context, String(raw['draft']), form),
    async handle(context, { draft: token, proof, situs }) {
      const draft = await lockDraft(context.db, context.scope, context.now, token)
      if (!draft) throw new NotFound('draft')
      const subject = `complaint:${draft.complaint_id}`
      if (draft.code) {
        const sent = sentDraft(context, draft.code, draft)
        return { redirect: receipt(context, sent), audit: { subject, detail: { repeated: true } } }
      }
      const answers = ComplaintInput.extend(AboutInput.shape).safeParse(draft.data)
      if (!answers.success) throw new Refusal(422, context.t(messages).checkLead)
      const { about, ...complaint } = answers.data
      const place = await requirePlace(context, about)
      const { data } = draft
      const sent = await sendReport(context, {
        id: draft.complaint_id,
        about,
        complaint: { ...complaint, ...place },
        fileIds: data.files ?? [],
        place: data,
        asked: data.asked,
        amount: data.amount,
        join: data.join,
        proof,
        form: ofDraft(token),
        situs,
      })
      await setSent(context.db, context.scope, token, sent.code)
      return {
        redirect: receipt(context, sent),
        audit: { subject, detail: { unit: place.unit_id, channel: 'web' } },
      }
    },
  }),

  query({
    path: '/i/:institution/lapor/singkat',
    frequent: true,
    access: 'public',
    input: Institution.extend({ layanan: optionalText(100).catch(undefined) }),
    sample: { institution: institutionSample },
    handle: (context, { layanan }) => shortForm(context, undefined, layanan),
  }),

  command({
    path: '/i/:institution/lapor/singkat',
    frequent: true,
    together: true,
    access: 'public',
    audit: 'complaint.received',
    input: Institution.extend({ ...AboutInput.shape, ...ComplaintInput.shape, ...FilesInput, ...ProofInput }),
    sample: { institution: institutionSample },
    limit,
    maxUploadBytes: MAX_FORM_BYTES,
    invalid: (context, _raw, form) => shortForm(context, withFileWords(context.language, form)),
    async handle(context, input) {
      const { about, photo, photo2, photo3, proof, situs, institution: _slug, ...complaint } = input
      requireKind(context, complaint.kind)
      requirePast(context, complaint.occurred_on)
      const place = await requirePlace(context, about)
      const id = newId(context.now)
      const sent = await sendReport(context, {
        id,
        about,
        complaint: { ...complaint, ...place },
        fileIds: await keepFiles(context, { id, kind: complaint.kind }, { photo, photo2, photo3 }),
        place: {},
        proof,
        form: SHORT_FORM,
        situs,
        // One page has no beginning on the server that could be timed.
        made: new Date(0),
      })
      return {
        redirect: receipt(context, sent),
        audit: { subject: `complaint:${id}`, detail: { unit: place.unit_id, channel: 'web' } },
      }
    },
  }),
]

async function shortForm(context: Public, form: FormState | undefined, slug?: string): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  const chosen = slug ? choices.bySlug(slug) : undefined
  const riddle = await newRiddle(context.scope, context.now, SHORT_FORM)
  return { page: <ShortFormPage options={choices.options} chosen={chosen} riddle={riddle} form={form} /> }
}

/** The first page that is not complete yet, or all answers at a glance. */
async function checkPage(context: Public, token: string, form: FormState | undefined): Promise<Outcome> {
  const { db, scope, now } = context
  const draft = await findDraft(db, scope, now, token)
  if (!draft) return gone()
  if (draft.code) return { redirect: receipt(context, sentDraft(context, draft.code, draft)) }
  const { data } = draft
  const choices = await aboutChoices(db, scope, context.t(messages))
  const about = data.about ? choices.find(data.about) : undefined
  if (!data.kind) return { redirect: `${base(context)}/${token}/jenis` }
  if (!about) return { redirect: `${base(context)}/${token}/layanan` }
  if (!StoryInput.safeParse(data).success) return { redirect: `${base(context)}/${token}/cerita` }
  if (!PrivacyInput.safeParse(data).success) return { redirect: `${base(context)}/${token}/kerahasiaan` }
  return {
    page: (
      <CheckPage
        token={token}
        draft={draft}
        files={await draftFiles(context, draft)}
        about={about.label}
        path={data.region ? await findRegionPath(db, scope, data.region) : []}
        riddle={await newRiddle(scope, now, ofDraft(token))}
        similar={await similarPart(context, token, data)}
        form={form ?? emptyForm}
      />
    ),
  }
}

/** What this report joins, or what it could join. */
async function similarPart(context: Public, token: string, data: DraftData) {
  const joins = `${base(context)}/${token}/ikut`
  const [joined] = data.join ? await listPublished(context.db, context.scope, { id: data.join, limit: 1 }) : []
  if (joined) return <Joining subject={joined.subject} joins={joins} />
  const rows = await similarTo(context, data, `${data.subject} ${data.body}`)
  // Before sending only what can still be joined is of use.
  return <SimilarList rows={rows.filter(({ status }) => status !== 'closed')} joins={joins} />
}
