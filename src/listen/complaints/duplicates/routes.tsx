import { z } from 'zod'
import type { Permission } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import {
  bilingual,
  checkbox,
  dateInput,
  type FormState,
  idParam,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { isId } from '../../../platform/id.ts'
import { listServiceNames } from '../../services/index.ts'
import { findPlace } from '../about.ts'
import { EventRefused } from '../acts.ts'
import { readCode } from '../code.ts'
import { findDraft, lockDraft, setDraft } from '../drafts.ts'
import { recallJob } from '../jobs.ts'
import { messages } from '../messages.ts'
import { listPublished } from '../moderation/queries.ts'
import { tellJob } from '../notices.ts'
import { findComplaint, findIdByCode } from '../queries.ts'
import { listEvents } from '../rows.ts'
import { casePage } from '../staff-case-routes.tsx'
import { mergeComplaints, undoMerge } from './acts.ts'
import { duplicateMessages } from './messages.ts'
import { insertDuplicateRule, listDuplicateRules, listSimilar } from './queries.ts'
import { RulesPage } from './rules-views.tsx'
import { SimilarPage } from './views.tsx'

const access = 'complaint.verify' satisfies Permission
/** By letter, that the last line of this report was written: it was put to another one, or taken out again. */
async function tellReporters({ db, scope, enqueue }: Context<typeof access>, complaint: string): Promise<void> {
  const last = (await listEvents(db, scope, [complaint])).at(-1)
  if (last) await enqueue(tellJob, { complaint, seq: last.seq })
}

const One = z.object({ id: idParam() })
const caseSample = { id: 'select id from complaints.complaint order by id limit 1' }
const Draft = z.object({ institution: z.string(), draft: z.string() })
const draftSample = {
  institution: 'select slug from organization.institution order by created_at limit 1',
  draft: "select 'AAAAAAAAAAAAAAAAAAAAAA'",
}

/** Published reports that look like what a draft says so far. */
export async function similarTo(
  { db, scope, now, institution }: Context<'public'>,
  data: {
    about?: string | undefined
    kind?: string | undefined
    region?: string | undefined
    latitude?: number | undefined
    longitude?: number | undefined
  },
  text: string,
) {
  if (data.kind === 'whistleblowing' || !data.about) return []
  const place = await findPlace(db, scope, now, data.about)
  if (!place) return []
  const { latitude, longitude } = data
  return listSimilar(db, scope, {
    text,
    region: data.region,
    point: latitude !== undefined && longitude !== undefined ? { latitude, longitude } : undefined,
    unit_id: place.unit_id,
    service_id: place.service_id ?? null,
    now,
    today: localDate(now, institution.timeZone),
    audience: 'public',
  })
}

/** The report whose code an officer typed; one out of reach is told apart from none by nothing. */
async function otherReport(context: Context<typeof access>, id: string, typed: string | undefined): Promise<string> {
  const text = context.t(duplicateMessages)
  const code = readCode(typed ?? '')
  const read = context.also('complaint.read')
  const found = read && code.ok ? await findIdByCode(context.db, read, code.code) : undefined
  if (found === id) throw new Refusal(422, text.codeOwn, { kode: text.codeOwn })
  if (!found || !(await findComplaint(context.db, context.scope, found)))
    throw new Refusal(422, text.codeUnknown, { kode: text.codeUnknown })
  return found
}

function refused(context: Context<typeof access>) {
  return (error: unknown): never => {
    if (!(error instanceof EventRefused)) throw error
    if (error.problem === 'missing') throw new NotFound('complaint')
    throw new Refusal(409, context.t(messages).refused[error.problem])
  }
}

async function rulesPage(context: Context<'complaint.rules'>, form?: FormState): Promise<Outcome> {
  const { db, scope } = context
  const services = await listServiceNames(db, scope)
  return {
    page: (
      <RulesPage
        rules={await listDuplicateRules(db, scope)}
        services={services.map(({ id, name }) => ({ value: id, label: name }))}
        form={form}
      />
    ),
  }
}

export const duplicateRoutes = [
  query({
    path: '/i/:institution/lapor/:draft/mirip',
    access: 'public',
    input: Draft.extend({ subject: z.string().max(300).catch(''), body: z.string().max(6000).catch('') }),
    sample: draftSample,
    limit: { points: 300, seconds: 600, by: 'ip' },
    async handle(context, { draft: token, subject, body }) {
      const draft = await findDraft(context.db, context.scope, context.now, token)
      if (!draft) throw new NotFound('draft')
      const base = `/i/${context.institution.slug}/lapor/${token}`
      const rows = await similarTo(context, draft.data, `${subject} ${body}`)
      return { page: <SimilarPage rows={rows} joins={`${base}/ikut`} back={`${base}/cerita`} /> }
    },
  }),

  command({
    path: '/i/:institution/lapor/:draft/ikut',
    access: 'public',
    audit: 'complaint.drafted',
    input: Draft.extend({ join: z.union([z.literal(''), idParam()]) }),
    limit: { points: 600, seconds: 600, by: 'ip' },
    sample: draftSample,
    async handle(context, { draft: token, join }) {
      const { db, scope, now } = context
      const draft = await lockDraft(db, scope, now, token)
      if (!draft || draft.code) throw new NotFound('draft')
      if (join && (await listPublished(db, scope, { id: join, limit: 1 })).length === 0) throw new NotFound('report')
      await setDraft(db, scope, now, token, { ...draft.data, join: join || undefined })
      return {
        redirect: `/i/${context.institution.slug}/lapor/${token}/periksa`,
        audit: { subject: `complaint-draft:${draft.complaint_id}`, detail: { step: 'ikut' } },
      }
    },
  }),

  command({
    path: '/pengaduan/:id/gabung',
    access,
    audit: 'complaint.merged',
    input: One.extend({ into: idParam().optional(), kode: optionalText(40) }),
    sample: caseSample,
    invalid: (context, raw, form) => casePage(context, 'ordinary', String(raw['id']), { form }),
    async handle(context, { id, into: chosen, kode }) {
      const { db, scope, now } = context
      const into = chosen ?? (await otherReport(context, id, kode))
      // Both have to be in reach.
      for (const one of [id, into]) if (!(await findComplaint(db, scope, one))) throw new NotFound('complaint')
      const survivor = await mergeComplaints(db, scope, now, { from: id, into, how: 'officer' }).catch(refused(context))
      await tellReporters(context, id)
      return {
        redirect: `/pengaduan/${survivor}`,
        notice: context.t(duplicateMessages).mergedDone,
        audit: { subject: `complaint:${id}`, detail: { into: survivor } },
      }
    },
  }),

  command({
    path: '/pengaduan/:id/pisah',
    access,
    audit: 'complaint.unmerged',
    input: One,
    sample: caseSample,
    async handle(context, { id }) {
      const { db, scope, now } = context
      if (!(await findComplaint(db, scope, id))) throw new NotFound('complaint')
      const from = await undoMerge(db, scope, now, id).catch(refused(context))
      await tellReporters(context, id)
      return {
        redirect: `/pengaduan/${id}`,
        notice: context.t(duplicateMessages).undone,
        audit: { subject: `complaint:${id}`, detail: { from } },
      }
    },
  }),

  query({
    path: '/pengaduan/aturan-kembar',
    access: 'complaint.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/pengaduan/aturan-kembar',
    access: 'complaint.rules',
    audit: 'complaint.duplicate_rule_set',
    input: z.object({
      service: optionalText(40).refine((id) => id === undefined || isId(id), {
        error: bilingual('Pilih layanan dari daftar.', 'Choose a service from the list.'),
      }),
      radius_m: wholeNumber(10, 50_000),
      days: wholeNumber(1, 400),
      similarity: wholeNumber(5, 95),
      valid_from: dateInput(),
      source: requiredText(500),
      verified: checkbox(),
    }),
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, { service, ...rule }) {
      const { db, scope, now } = context
      const text = context.t(duplicateMessages)
      if (service && !(await listServiceNames(db, scope)).some(({ id }) => id === service))
        throw new NotFound('service')
      await insertDuplicateRule(db, scope, now, { ...rule, service_id: service ?? null })
      await context.enqueue(recallJob, {})
      return {
        redirect: '/pengaduan/aturan-kembar',
        notice: text.saved,
        audit: { subject: 'complaint-duplicate-rule', detail: { ...rule, service: service ?? null } },
      }
    },
  }),
]
