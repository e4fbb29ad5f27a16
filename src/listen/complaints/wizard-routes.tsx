import { z } from 'zod'
import { findFile, sendFile } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, idParam, optionalText } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { newId } from '../../platform/id.ts'
import { aboutChoices, findPlace, type Place } from './about.ts'
import { submitComplaints } from './acts.ts'
import { keepFiles, withFileWords } from './attachments/acts.ts'
import { FilesInput, MAX_FILES, MAX_FORM_BYTES, TOO_MANY } from './attachments/model.ts'
import { attachFiles } from './attachments/queries.ts'
import { type Draft, type DraftData, findDraft, insertDraft, lockDraft, setDraft, setSent } from './drafts.ts'
import { messages } from './messages.ts'
import { AboutInput, ComplaintInput, PrivacyInput, StoryInput } from './model.ts'
import {
  AboutPage,
  CheckPage,
  DraftGonePage,
  PhotoPage,
  PrivacyPage,
  ShortFormPage,
  StoryPage,
} from './wizard-views.tsx'

type Public = Context<'public'>
const Institution = z.object({ institution: z.string() })
const Step = Institution.extend({ draft: z.string() })

const institutionSample = 'select slug from organization.institution order by created_at limit 1'
/** A draft's address is known to nobody but its writer: the tests see the page that says so. */
const sample = { institution: institutionSample, draft: "select 'AAAAAAAAAAAAAAAAAAAAAA'" }
/** Many people share one address behind a mobile network or an office. */
const limit = { points: 120, seconds: 600, by: 'ip' } as const

const gone = { page: <DraftGonePage />, status: 410 } satisfies Outcome

function base(context: Public): string {
  return `/i/${context.institution.slug}/lapor`
}

function receipt(context: Public, code: string): string {
  return `/i/${context.institution.slug}/lacak/${code}/tanda-terima`
}

async function aboutPage(
  context: Public,
  form: FormState | undefined,
  chosen?: string,
  token?: string,
): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  return { page: <AboutPage options={choices.options} chosen={chosen} form={form} token={token} /> }
}

async function requirePlace(context: Public, value: string): Promise<Place> {
  const place = await findPlace(context.db, context.scope, value)
  if (place) return place
  const text = context.t(messages).serviceGone
  throw new Refusal(422, text, { about: text })
}

type Page = (context: Public, token: string, draft: Draft, form: FormState | undefined) => Promise<Outcome> | Outcome

/** A page of the wizard with the command that takes its answer: the two share path, draft and the way they are shown again. */
function step<I extends z.ZodRawShape>(
  name: string,
  input: I,
  show: Page,
  take: (context: Public, draft: Draft, answer: z.output<z.ZodObject<I>>) => Promise<{ data: DraftData; next: string }>,
  maxUploadBytes = 0,
) {
  const display = async (context: Public, token: string, form: FormState | undefined): Promise<Outcome> => {
    const draft = await findDraft(context.db, context.scope, context.now, token)
    if (!draft) return gone
    if (draft.code) return { redirect: receipt(context, draft.code) }
    return show(context, token, draft, form)
  }
  return [
    query({
      path: `/i/:institution/lapor/:draft/${name}`,
      access: 'public',
      input: Step,
      sample,
      handle: (context, { draft }) => display(context, draft, undefined),
    }),
    command({
      path: `/i/:institution/lapor/:draft/${name}`,
      access: 'public',
      audit: 'complaint.drafted',
      input: Step.and(z.object(input)),
      sample,
      limit,
      maxUploadBytes,
      invalid: (context, raw, form) => display(context, String(raw['draft']), form),
      async handle(context, raw) {
        const { draft: token } = raw
        const draft = await lockDraft(context.db, context.scope, context.now, token)
        if (!draft || draft.code) throw new NotFound('draft')
        const { data, next } = await take(context, draft, raw)
        await setDraft(context.db, context.scope, context.now, token, { ...draft.data, ...data })
        return {
          redirect: `${base(context)}/${token}/${next}`,
          audit: { subject: `complaint-draft:${draft.complaint_id}`, detail: { step: name } },
        }
      },
    }),
  ]
}

/** After a page that was complete before, the way leads back to the check. */
function nextAfter(draft: Draft, page: string): string {
  return draft.data.privacy ? 'periksa' : page
}

export const wizardRoutes = [
  query({
    path: '/i/:institution/lapor',
    access: 'public',
    input: Institution.extend({ layanan: optionalText(100) }),
    sample: { institution: institutionSample },
    async handle(context, { layanan }) {
      const choices = await aboutChoices(context.db, context.scope, context.t(messages))
      const chosen = layanan ? choices.bySlug(layanan) : undefined
      return { page: <AboutPage options={choices.options} chosen={chosen} form={undefined} /> }
    },
  }),

  command({
    path: '/i/:institution/lapor',
    access: 'public',
    audit: 'complaint.drafted',
    input: Institution.extend(AboutInput.shape),
    sample: { institution: institutionSample },
    limit,
    invalid: (context, _raw, form) => aboutPage(context, form),
    async handle(context, { about }) {
      await requirePlace(context, about)
      const token = await insertDraft(context.db, context.scope, context.now, { about })
      return {
        redirect: `${base(context)}/${token}/cerita`,
        audit: { subject: 'complaint-draft:new', detail: { step: 'layanan' } },
      }
    },
  }),

  ...step(
    'layanan',
    AboutInput.shape,
    (context, token, draft, form) => aboutPage(context, form, draft.data.about, token),
    async (context, draft, { about }) => {
      await requirePlace(context, about)
      return { data: { about }, next: nextAfter(draft, 'cerita') }
    },
  ),

  ...step(
    'cerita',
    StoryInput.shape,
    (_context, token, draft, form) => ({ page: <StoryPage token={token} data={draft.data} form={form} /> }),
    async (_context, draft, { subject, body, place, occurred_on }) => ({
      data: { subject, body, place, occurred_on },
      next: nextAfter(draft, 'foto'),
    }),
  ),

  ...step(
    'foto',
    { ...FilesInput, more: optionalText(10), remove: optionalText(40) },
    async (context, token, draft, form) => ({
      page: (
        <PhotoPage
          token={token}
          files={await draftFiles(context, draft)}
          form={withFileWords(context.language, form)}
        />
      ),
    }),
    async (context, draft, { remove, more, ...given }) => {
      const kept = draft.data.files ?? []
      if (remove) return { data: { files: kept.filter((id) => id !== remove) }, next: 'foto' }
      const added = await keepFiles(context, draft.complaint_id, given)
      if (kept.length + added.length > MAX_FILES) {
        const text = context.language === 'id' ? TOO_MANY.id : TOO_MANY.en
        throw new Refusal(422, text, { photo: text })
      }
      return { data: { files: [...kept, ...added] }, next: more ? 'foto' : nextAfter(draft, 'kerahasiaan') }
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
    (_context, token, draft, form) => ({ page: <PrivacyPage token={token} data={draft.data} form={form} /> }),
    async (_context, _draft, { privacy, reporter_name, reporter_email, reporter_phone }) => ({
      data: { privacy, reporter_name, reporter_email, reporter_phone },
      next: 'periksa',
    }),
  ),

  query({
    path: '/i/:institution/lapor/:draft/periksa',
    access: 'public',
    input: Step,
    sample,
    handle: (context, { draft }) => checkPage(context, draft, undefined),
  }),

  command({
    path: '/i/:institution/lapor/:draft/kirim',
    access: 'public',
    audit: 'complaint.received',
    input: Step,
    sample,
    limit,
    invalid: (context, raw, form) => checkPage(context, String(raw['draft']), form),
    async handle(context, { draft: token }) {
      const draft = await lockDraft(context.db, context.scope, context.now, token)
      if (!draft) throw new NotFound('draft')
      const subject = `complaint:${draft.complaint_id}`
      if (draft.code) return { redirect: receipt(context, draft.code), audit: { subject, detail: { repeated: true } } }
      const answers = ComplaintInput.extend(AboutInput.shape).safeParse(draft.data)
      if (!answers.success) throw new Refusal(422, context.t(messages).checkLead)
      const { about, ...complaint } = answers.data
      const place = await requirePlace(context, about)
      const [sent] = await submitComplaints(context.db, context.scope, context.now, [
        {
          ...complaint,
          id: draft.complaint_id,
          unit_id: place.unit_id,
          service_id: place.service_id,
          channel: 'web',
          actor: 'citizen',
        },
      ])
      await attachFiles(context.db, context.scope, {
        complaintId: draft.complaint_id,
        fileIds: draft.data.files ?? [],
      })
      await setSent(context.db, context.scope, token, sent!.code)
      return {
        redirect: receipt(context, sent!.code),
        audit: { subject, detail: { unit: place.unit_id, channel: 'web' } },
      }
    },
  }),

  query({
    path: '/i/:institution/lapor/singkat',
    access: 'public',
    input: Institution.extend({ layanan: optionalText(100) }),
    sample: { institution: institutionSample },
    handle: (context, { layanan }) => shortForm(context, undefined, layanan),
  }),

  command({
    path: '/i/:institution/lapor/singkat',
    access: 'public',
    audit: 'complaint.received',
    input: Institution.extend({ ...AboutInput.shape, ...ComplaintInput.shape, ...FilesInput }),
    sample: { institution: institutionSample },
    limit,
    maxUploadBytes: MAX_FORM_BYTES,
    invalid: (context, _raw, form) => shortForm(context, withFileWords(context.language, form)),
    async handle(context, { about, photo, photo2, photo3, institution: _slug, ...complaint }) {
      const place = await requirePlace(context, about)
      const id = newId(context.now)
      const fileIds = await keepFiles(context, id, { photo, photo2, photo3 })
      const [sent] = await submitComplaints(context.db, context.scope, context.now, [
        {
          ...complaint,
          id,
          unit_id: place.unit_id,
          service_id: place.service_id,
          channel: 'web',
          actor: 'citizen',
        },
      ])
      await attachFiles(context.db, context.scope, { complaintId: id, fileIds })
      return {
        redirect: receipt(context, sent!.code),
        audit: { subject: `complaint:${id}`, detail: { unit: place.unit_id, channel: 'web' } },
      }
    },
  }),
]

/** The files of a draft in the order in which they came. */
async function draftFiles({ db, scope }: Public, draft: Draft) {
  const found = await Promise.all((draft.data.files ?? []).map((id) => findFile(db, scope, id)))
  return found.flatMap((file) => (file ? [{ file_id: file.id, name: file.name, type: file.type }] : []))
}

async function shortForm(context: Public, form: FormState | undefined, slug?: string): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  const chosen = slug ? choices.bySlug(slug) : undefined
  return { page: <ShortFormPage options={choices.options} chosen={chosen} form={form} /> }
}

/** The first page that is not complete yet, or all answers at a glance. */
async function checkPage(context: Public, token: string, form: FormState | undefined): Promise<Outcome> {
  const draft = await findDraft(context.db, context.scope, context.now, token)
  if (!draft) return gone
  if (draft.code) return { redirect: receipt(context, draft.code) }
  const { data } = draft
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  const about = data.about ? choices.find(data.about) : undefined
  if (!about) return { redirect: `${base(context)}/${token}/layanan` }
  if (!StoryInput.safeParse(data).success) return { redirect: `${base(context)}/${token}/cerita` }
  if (!PrivacyInput.safeParse(data).success) return { redirect: `${base(context)}/${token}/kerahasiaan` }
  const files = await draftFiles(context, draft)
  return { page: <CheckPage token={token} draft={draft} files={files} about={about.label} form={form ?? emptyForm} /> }
}
