import { findFile, pictureState, sendFile } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { command, type Outcome, query } from '../../platform/http/route.ts'
import { aboutChoices } from './about.ts'
import { keepFiles, withFileWords } from './attachments/acts.ts'
import { FilesInput, MAX_FILES, MAX_FORM_BYTES, TOO_MANY } from './attachments/model.ts'
import { type Draft, type DraftData, findDraft, insertDraft } from './drafts.ts'
import { messages } from './messages.ts'
import { listPublished } from './moderation/queries.ts'
import { tileOrigin } from './place/map-model.ts'
import { findMap } from './place/map-queries.ts'
import { placeMessages } from './place/messages.ts'
import { PlaceInput } from './place/model.ts'
import { isRegion, regionChoice } from './place/queries.ts'
import { AboutInput, PrivacyInput, requirePast, StoryInput } from './submission.ts'
import { requireKind } from './vocabulary.ts'
import { KindInput, PaymentInput, pageAfter } from './wizard-model.ts'
import { paymentQuestion, tariffOf } from './wizard-payment.ts'
import { PrivacyPage } from './wizard-privacy-views.tsx'
import {
  base,
  Institution,
  institutionSample,
  limit,
  type Public,
  requirePlace,
  Step,
  sample,
  step,
} from './wizard-step.tsx'
import { AboutPage, KindPage, PaymentPage, PhotoPage, PlacePage, StoryPage } from './wizard-views.tsx'

async function aboutPage(context: Public, token: string, draft: Draft, form: FormState | undefined): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  return { page: <AboutPage options={choices.options} token={token} data={draft.data} form={form} /> }
}

/** What is asked about payment, beside the answer itself. */
async function aboutAnswer({ db, scope, now, institution }: Public, about: string): Promise<DraftData> {
  return { about, payment: paymentQuestion(institution.id, await tariffOf(db, scope, about, now)) }
}

/** The files of a draft in the order in which they came. */
export async function draftFiles({ db, scope }: Public, draft: Draft) {
  const found = await Promise.all((draft.data.files ?? []).map((id) => findFile(db, scope, id)))
  return found.flatMap((file) =>
    file ? [{ file_id: file.id, name: file.name, type: file.type, picture: pictureState(file) }] : [],
  )
}

const Begin = Institution.extend({ layanan: optionalText(100).catch(undefined) })

export const wizardRoutes = [
  query({
    path: '/i/:institution/lapor',
    access: 'public',
    input: Begin,
    sample: { institution: institutionSample },
    handle: async (_context, { layanan }) => ({ page: <KindPage service={layanan} form={undefined} /> }),
  }),

  command({
    path: '/i/:institution/lapor',
    access: 'public',
    audit: 'complaint.drafted',
    input: Begin.extend(KindInput.shape),
    sample: { institution: institutionSample },
    limit,
    invalid: async (_context, raw, form) => ({
      page: <KindPage service={String(raw['layanan'] ?? '') || undefined} form={form} />,
    }),
    async handle(context, { kind, layanan }) {
      requireKind(context, kind)
      // Whoever came by the QR code of a service has said what it is about.
      const choices = layanan ? await aboutChoices(context.db, context.scope, context.t(messages)) : undefined
      const about = layanan ? choices?.bySlug(layanan) : undefined
      const data = { kind, ...(about ? await aboutAnswer(context, about) : {}) }
      const token = await insertDraft(context.db, context.scope, context.now, data)
      return {
        redirect: `${base(context)}/${token}/${pageAfter(data, about ? 'layanan' : 'jenis')}`,
        audit: { subject: 'complaint-draft:new', detail: { step: 'jenis' } },
      }
    },
  }),

  ...step(
    'jenis',
    KindInput.shape,
    (_context, token, draft, form) => ({
      page: <KindPage token={token} chosen={draft.data.kind} data={draft.data} form={form} />,
    }),
    async (context, _draft, { kind }) => {
      requireKind(context, kind)
      return { data: { kind }, next: (data) => pageAfter(data, 'jenis') }
    },
  ),

  ...step('layanan', AboutInput.shape, aboutPage, async (context, _draft, { about }) => {
    await requirePlace(context, about)
    return { data: await aboutAnswer(context, about), next: (data) => pageAfter(data, 'layanan') }
  }),

  ...step(
    'biaya',
    PaymentInput.shape,
    async (context, token, draft, form) => {
      const promise = await tariffOf(context.db, context.scope, draft.data.about ?? '', context.now)
      const question = paymentQuestion(context.institution.id, promise)
      if (!promise || !question) return { redirect: `${base(context)}/${token}/cerita` }
      return { page: <PaymentPage token={token} promise={promise} question={question} data={draft.data} form={form} /> }
    },
    async (_context, _draft, { asked, amount }) => ({
      data: { asked, amount: asked === 'no' ? undefined : amount },
      next: (data) => pageAfter(data, 'biaya'),
    }),
  ),

  ...step(
    'cerita',
    { ...StoryInput.omit({ place: true }).shape, join: idParam().optional().catch(undefined) },
    (_context, token, draft, form) => ({ page: <StoryPage token={token} data={draft.data} form={form} /> }),
    async (context, _draft, { subject, body, occurred_on, join }) => {
      const { db, scope } = context
      requirePast(context, occurred_on)
      const joins = join && (await listPublished(db, scope, { id: join, limit: 1 })).length > 0
      return {
        data: { subject, body, occurred_on, ...(joins ? { join } : {}) },
        next: (data) => pageAfter(data, 'cerita'),
      }
    },
  ),

  ...step(
    'tempat',
    { ...PlaceInput.shape, within: optionalText(13), more: optionalText(10) },
    async (context, token, draft, form, asked) => {
      const from = asked['dari'] === 'awal' ? '' : draft.data.region
      const regions = await regionChoice(context.db, context.scope, from)
      // A server of maps would learn where somebody looks who reports wrongdoing.
      const map = draft.data.kind === 'whistleblowing' ? undefined : await findMap(context.db, context.scope)
      return {
        page: <PlacePage token={token} data={draft.data} regions={regions} map={map} form={form} />,
        images: tileOrigin(map),
      }
    },
    async (context, draft, { region, within, more, ...answer }) => {
      const code = region ?? within
      if (code && !(await isRegion(context.db, context.scope, code))) {
        const text = context.t(placeMessages).unknown
        throw new Refusal(422, text, { region: text })
      }
      // The institution's own region alone was not chosen by anybody.
      const chosen = region ?? (draft.data.region === within ? draft.data.region : undefined)
      return {
        data: { ...answer, region: chosen },
        next: (data) => (more ? 'tempat' : pageAfter(data, 'tempat')),
      }
    },
  ),

  ...step(
    'foto',
    { ...FilesInput, more: optionalText(10), remove: optionalText(40) },
    async (context, token, draft, form) => {
      const files = await draftFiles(context, draft)
      const said = withFileWords(context.language, form)
      return { page: <PhotoPage token={token} data={draft.data} files={files} form={said} /> }
    },
    async (context, draft, { remove, more, ...given }) => {
      const kept = draft.data.files ?? []
      if (remove) return { data: { files: kept.filter((id) => id !== remove) }, next: 'foto' }
      const { complaint_id: id, data } = draft
      const added = await keepFiles(context, { id, kind: data.kind ?? 'complaint' }, given)
      if (kept.length + added.length > MAX_FILES) {
        const text = TOO_MANY[context.language]
        throw new Refusal(422, text, { photo: text })
      }
      return { data: { files: [...kept, ...added] }, next: (data) => (more ? 'foto' : pageAfter(data, 'foto')) }
    },
    MAX_FORM_BYTES,
  ),

  query({
    path: '/i/:institution/lapor/:draft/foto/:file',
    access: 'public',
    input: Step.extend({ file: idParam() }),
    sample: { ...sample, file: "select '00000000-0000-7000-8000-000000000000'" },
    async handle({ db, scope, now }, { draft: token, file: id }) {
      const draft = await findDraft(db, scope, now, token)
      const file = draft?.data.files?.includes(id) ? await findFile(db, scope, id) : undefined
      if (!file) throw new NotFound('photo')
      return sendFile(scope, file)
    },
  }),

  ...step(
    'kerahasiaan',
    PrivacyInput.shape,
    (context, token, draft, form) =>
      draft.data.kind
        ? { page: <PrivacyPage token={token} data={draft.data} form={form} /> }
        : { redirect: `${base(context)}/${token}/jenis` },
    async (_context, draft, { privacy, reporter_name, reporter_email, reporter_phone }) => ({
      data: {
        // A report of wrongdoing is not asked: it is never public.
        privacy: draft.data.kind === 'whistleblowing' ? ('secret' as const) : privacy,
        reporter_name,
        reporter_email,
        reporter_phone,
      },
      next: 'periksa',
    }),
  ),
]
