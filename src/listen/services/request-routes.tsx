import { z } from 'zod'
import { storeUpload } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import {
  bilingual,
  FAR_TOO_LARGE,
  type FormState,
  idParam,
  optionalText,
  requiredText,
  type Upload,
  uploaded,
} from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { isId, newId } from '../../platform/id.ts'
import { takeStep } from './hall-acts.ts'
import { hallMessages } from './hall-messages.ts'
import { type ServicePromise, servicePromise } from './promise.ts'
import { findServiceBySlug } from './queries.ts'
import { makeRequestCode, readRequestCode } from './request-code.ts'
import { requestMessages } from './request-messages.ts'
import { answerFields, MAX_REQUEST_BYTES, MAX_REQUEST_FILE, PROCESS_OUTCOMES } from './request-model.ts'
import {
  type Answer,
  addEntry,
  findByCode,
  findProcess,
  insertRequest,
  listEntries,
  listProcess,
} from './request-queries.ts'
import { ApplyPage, ProcessListPage, ProcessPage, RequestPage, TrackRequestPage } from './request-views.tsx'
import { ENDED, WAITING } from './transaction-model.ts'
import { insertTransactions } from './transaction-queries.ts'

type Public = Context<'public'>
type Desk = Context<'service.serve'>

const institutionSample = 'select slug from organization.institution order by created_at limit 1'
const Service = z.object({ institution: z.string(), slug: z.string().max(100) })
const Coded = z.object({ institution: z.string(), code: z.string().max(40) })
const serviceSample = {
  institution: institutionSample,
  slug: "select slug from services.service where 'online' = any(channels) order by id limit 1",
}
const codeSample = { institution: institutionSample, code: 'select code from services.request order by code limit 1' }
const processSample = { id: 'select transaction_id from services.request order by code limit 1' }
// A whole village may stand behind one address of its mobile network, so this only stops a flood.
const limit = { points: 600, seconds: 3600, by: 'ip' } as const
// Counted over all routes that take a code, so that codes cannot be guessed route by route.
const guesses = { points: 120, seconds: 600, by: 'ip', bucket: 'tracking' } as const
const KINDS = ['image', 'document'] as const
const ROWS_A_PAGE = 50

async function offerOf({ db, scope, now }: Public, slug: string) {
  const service = await findServiceBySlug(db, scope, slug)
  const promise = service && (await servicePromise(db, scope, service.id, now))
  if (!promise) throw new NotFound('service')
  return { promise, open: service.active && service.channels.includes('online') }
}

async function applyPage(context: Public, slug: string, form?: FormState, given: Given = {}) {
  const { promise, open } = await offerOf(context, slug)
  // What else is wrong is said in the same round as what is missing; what did not reach us is not called missing.
  const whole = !Object.values(given).flat().includes(FAR_TOO_LARGE)
  const missing = form && open && whole ? missingOf(context, promise, given) : {}
  const said = form && { ...form, errors: { ...missing, ...form.errors } }
  return { page: <ApplyPage promise={promise} open={open} form={said} /> }
}

type Given = Readonly<Record<string, unknown>>

/** What has to be there and is not, each at its field. */
function missingOf(context: Public, { requirements }: ServicePromise, given: Given): Record<string, string> {
  const text = context.t(requestMessages)
  const wrong: Record<string, string> = {}
  const empty = (field: string) => typeof given[field] !== 'string' || given[field].trim() === ''
  if (empty('applicant')) wrong['applicant'] = text.whoMissing
  if (empty('contact')) wrong['contact'] = text.contactMissing
  for (const [index, { name, mandatory, proof }] of requirements.entries())
    if (mandatory && !given[`${proof}_${index}`])
      wrong[`${proof}_${index}`] = proof === 'file' ? text.fileMissing(name) : text.tickMissing
  return wrong
}

function keep(context: Public, field: string, upload: Upload, id: string) {
  return storeUpload(context, field, upload, { owner: `services:${id}`, kinds: KINDS, maxBytes: MAX_REQUEST_FILE })
}

async function tracked(context: Public, typed: string, form?: FormState): Promise<Outcome> {
  const code = readRequestCode(typed)
  const row = code && (await findByCode(context.db, context.scope, code))
  if (!row) return { page: unknownCode(context, typed), status: 404 }
  const entries = await listEntries(context.db, context.scope, row.id)
  return { page: <RequestPage row={row} entries={entries} form={form} /> }
}

function unknownCode(context: Public, typed: string) {
  return <TrackRequestPage form={{ values: { kode: typed }, errors: { kode: context.t(requestMessages).unknown } }} />
}

async function processPage({ db, scope }: Desk, id: string, form?: FormState) {
  const row = await findProcess(db, scope, id)
  if (!row) throw new NotFound('transaction')
  return { page: <ProcessPage row={row} entries={await listEntries(db, scope, id)} form={form} /> }
}

function placeAfter(text: string | undefined): { urgency: Date; id: string } | undefined {
  const [at = '', id = ''] = (text ?? '').split('_')
  return /^\d{1,14}$/.test(at) && isId(id) ? { urgency: new Date(Number(at)), id } : undefined
}

export const requestRoutes = [
  query({
    path: '/i/:institution/layanan/:slug/ajukan',
    access: 'public',
    input: Service,
    sample: serviceSample,
    handle: (context, { slug }) => applyPage(context, slug),
  }),

  command({
    path: '/i/:institution/layanan/:slug/ajukan',
    access: 'public',
    audit: 'service.requested',
    limit,
    maxUploadBytes: MAX_REQUEST_BYTES,
    input: z.object({
      ...answerFields,
      ...Service.shape,
      // That they are there is asked beside the papers, so that all that is wrong is said at once.
      applicant: optionalText(120),
      contact: optionalText(120),
    }),
    sample: serviceSample,
    invalid: (context, raw, form) => applyPage(context, String(raw['slug']), form, raw),
    async handle(context, { slug, applicant = '', contact = '', institution: _institution, ...fields }) {
      const { db, scope, now, institution } = context
      const text = context.t(requestMessages)
      const { promise, open } = await offerOf(context, slug)
      if (!open) {
        const said = `${text.notOnline}. ${text.notOnlineBody}`
        throw new Refusal(409, said, { form: said })
      }
      const given = fields as Readonly<Record<string, Upload | boolean | undefined>>
      const wrong = missingOf(context, promise, { ...given, applicant, contact })
      const id = newId(now)
      const answers: Answer[] = []
      for (const [index, { name, mandatory, proof }] of promise.requirements.entries()) {
        const answer = given[`${proof}_${index}`]
        const file =
          typeof answer === 'object'
            ? await keep(context, `file_${index}`, answer, id).catch((error: unknown) => {
                if (!(error instanceof Refusal)) throw error
                Object.assign(wrong, error.fields)
                return undefined
              })
            : undefined
        answers.push({ name, mandatory, file_id: file?.id ?? null, ticked: answer === true })
      }
      if (Object.keys(wrong).length > 0) throw new Refusal(422, '', wrong)
      await insertTransactions(db, scope, [
        {
          id,
          service_id: promise.service.id,
          unit_id: promise.service.unit_id,
          state: WAITING,
          channel: 'online',
          digital: true,
          arrived_at: now,
          called_at: null,
          started_at: null,
          ended_at: null,
          outcome: null,
          queue_on: null,
          queue_number: null,
          desk: null,
          source_key: null,
          standard_id: null,
          due_at: null,
          on_time: null,
          officer_id: null,
        },
      ])
      const code = makeRequestCode()
      await insertRequest(db, scope, { transaction_id: id, code, applicant, contact, answers })
      await addEntry(db, scope, now, { transaction_id: id, kind: 'sent' })
      return {
        redirect: `/i/${institution.slug}/permohonan/${code}`,
        notice: text.received,
        audit: { subject: `transaction:${id}`, detail: { service: promise.service.id } },
      }
    },
  }),

  query({
    path: '/i/:institution/permohonan',
    access: 'public',
    limit: guesses,
    input: z.object({ institution: z.string(), kode: optionalText(40) }),
    sample: { institution: institutionSample },
    async handle(context, { kode }) {
      if (!kode) return { page: <TrackRequestPage /> }
      const code = readRequestCode(kode)
      return code
        ? { redirect: `/i/${context.institution.slug}/permohonan/${code}` }
        : { page: unknownCode(context, kode), status: 404 }
    },
  }),

  command({
    path: '/i/:institution/permohonan',
    access: 'public',
    audit: 'service.request_looked_up',
    limit: guesses,
    input: z.object({ institution: z.string(), kode: requiredText(40) }),
    sample: { institution: institutionSample },
    invalid: async (_context, _raw, form) => ({ page: <TrackRequestPage form={form} /> }),
    async handle(context, { kode }) {
      const code = readRequestCode(kode)
      const row = code && (await findByCode(context.db, context.scope, code))
      if (!row) throw new Refusal(422, '', { kode: context.t(requestMessages).unknown })
      return { redirect: `/i/${context.institution.slug}/permohonan/${code}`, audit: { subject: 'request-code' } }
    },
  }),

  query({
    path: '/i/:institution/permohonan/:code',
    access: 'public',
    limit: guesses,
    input: Coded,
    sample: codeSample,
    handle: (context, { code }) => tracked(context, code),
  }),

  command({
    path: '/i/:institution/permohonan/:code/tambah',
    access: 'public',
    audit: 'service.request_added',
    limit,
    maxUploadBytes: MAX_REQUEST_FILE,
    input: Coded.extend({ body: optionalText(1000), file: uploaded().optional() }),
    sample: codeSample,
    invalid: (context, raw, form) => tracked(context, String(raw['code']), form),
    async handle(context, { code: typed, body, file }) {
      const { db, scope, now, institution } = context
      const text = context.t(requestMessages)
      const code = readRequestCode(typed)
      const row = code ? await findByCode(db, scope, code) : undefined
      if (!row) throw new NotFound('request')
      if (row.state === ENDED) throw new Refusal(409, text.closed, { form: text.closed })
      if (!body && !file) throw new Refusal(422, '', { body: text.addMissing })
      const kept = file && (await keep(context, 'file', file, row.id))
      await addEntry(db, scope, now, { transaction_id: row.id, kind: 'added', body, file_id: kept?.id })
      return {
        redirect: `/i/${institution.slug}/permohonan/${code}`,
        notice: text.added,
        audit: { subject: `transaction:${row.id}` },
      }
    },
  }),

  query({
    path: '/layanan/proses',
    access: 'service.serve',
    input: z.object({ after: z.string().max(60).optional() }),
    async handle({ db, scope, now, institution }, { after }) {
      const today = localDate(now, institution.timeZone)
      const found = await listProcess(db, scope, today, placeAfter(after), ROWS_A_PAGE + 1)
      const rows = found.slice(0, ROWS_A_PAGE)
      const last = rows.at(-1)
      const next = found.length > ROWS_A_PAGE && last ? `${last.urgency.getTime()}_${last.id}` : undefined
      return { page: <ProcessListPage rows={rows} next={next} /> }
    },
  }),

  query({
    path: '/layanan/proses/:id',
    access: 'service.serve',
    input: z.object({ id: idParam() }),
    sample: processSample,
    handle: (context, { id }) => processPage(context, id),
  }),

  command({
    path: '/layanan/proses/:id/mulai',
    access: 'service.serve',
    audit: 'service.request_accepted',
    input: z.object({ id: idParam() }),
    sample: processSample,
    invalid: (context, raw, form) => processPage(context, String(raw['id']), form),
    async handle({ db, scope, now, t }, { id }) {
      await takeStep(db, scope, now, t(hallMessages), id, 'begin')
      const row = await findProcess(db, scope, id)
      if (row?.code) await addEntry(db, scope, now, { transaction_id: id, kind: 'accepted' })
      return {
        redirect: `/layanan/proses/${id}`,
        notice: t(requestMessages).accepted,
        audit: { subject: `transaction:${id}` },
      }
    },
  }),

  command({
    path: '/layanan/proses/:id/minta',
    access: 'service.serve',
    audit: 'service.request_asked',
    input: z.object({
      id: idParam(),
      note: requiredText(1000, bilingual('Tulis apa yang masih kurang.', 'Write what is missing.')),
    }),
    sample: processSample,
    invalid: (context, raw, form) => processPage(context, String(raw['id']), form),
    async handle({ db, scope, now, t }, { id, note }) {
      const text = t(requestMessages)
      const row = await findProcess(db, scope, id)
      if (!row?.code) throw new NotFound('request')
      if (row.state !== WAITING) throw new Refusal(409, text.closed, { form: text.closed })
      await addEntry(db, scope, now, { transaction_id: id, kind: 'asked', body: note })
      return { redirect: `/layanan/proses/${id}`, notice: text.asked, audit: { subject: `transaction:${id}` } }
    },
  }),

  command({
    path: '/layanan/proses/:id/selesai',
    access: 'service.serve',
    audit: 'service.request_ended',
    input: z.object({ id: idParam(), outcome: z.enum(PROCESS_OUTCOMES), message: optionalText(1000) }),
    sample: processSample,
    invalid: (context, raw, form) => processPage(context, String(raw['id']), form),
    async handle({ db, scope, now, t }, { id, outcome, message }) {
      const text = t(requestMessages)
      await takeStep(db, scope, now, t(hallMessages), id, outcome)
      const row = await findProcess(db, scope, id)
      if (row?.code)
        await addEntry(db, scope, now, {
          transaction_id: id,
          kind: 'ended',
          body: [requestMessages.id.outcomes[outcome], message].filter(Boolean).join('. '),
        })
      return {
        redirect: `/layanan/proses/${id}`,
        notice: text.finished,
        audit: { subject: `transaction:${id}`, detail: { outcome } },
      }
    },
  }),
]
