import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam } from '../../platform/http/input.ts'
import { api, type Context } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { applyEvents, EventRefused, type NewEvent } from './acts.ts'
import { formatCode, readCode } from './code.ts'
import { decideObjection, recordRuling } from './disclosure/deciders.ts'
import { holdAnswer } from './four-eyes/acts.ts'
import { fourEyesMessages } from './four-eyes/messages.ts'
import { needsFourEyes } from './four-eyes/queries.ts'
import { messages } from './messages.ts'
import { CLASSES, DISPUTE_RULINGS, OBJECTION_DECISIONS, OUTCOMES, SLUG, STATUSES, type Status } from './model.ts'
import { findAccountId } from './notice-queries.ts'
import { tellJob } from './notices.ts'
import { type ComplaintRow, findComplaint, findIdByCode } from './queries.ts'
import { takeIntakeKey } from './reference-queries.ts'
import { listEvents } from './rows.ts'
import { staffMessages } from './staff-messages.ts'
import { STEP_ACCESS, STEPS } from './steps.ts'
import { requireOffered } from './vocabulary.ts'
import { workMessages } from './work-messages.ts'

const STEP = {
  verify: 'verifikasi',
  route: 'teruskan',
  answer: 'jawab',
  extend: 'perpanjang',
  decide_objection: 'keberatan',
  dispute: 'sengketa',
  rule_dispute: 'putusan',
} as const
const STEP_KEYS = ['verify', 'route', 'answer', 'extend', 'decide_objection', 'dispute', 'rule_dispute'] as const

/** Where a step always leads; after the others one has to look. */
const AFTER: Readonly<Record<string, Status>> = { verify: 'forwarded', route: 'forwarded', answer: 'answered' }
/** What the page calls otherwise. */
function fieldName(step: string, name: string): string {
  if (name === 'body') return 'text'
  return name === 'reason' ? (step === 'rule_dispute' ? 'ruling' : 'decision') : name
}

/** The officer's main steps, and those of a request for public information, for another system; what the page checks is checked here as well. */
export const apiStepRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/complaints/:code/steps',
    access: 'complaint.handle',
    besides: ['complaint.verify', 'complaint.objection'],
    audit: 'complaint.step_by_client',
    summary: {
      id: 'Memverifikasi, meneruskan, atau menjawab pengaduan; memperpanjang permohonan informasi publik, memutus keberatannya, atau mencatat sengketanya di Komisi Informasi dan putusannya. verify memerlukan class, theme, unit; route memerlukan unit; answer memerlukan outcome dan text; extend memerlukan text; decide_objection memerlukan decision, text, dan decided_by, serta izin complaint.objection; dispute memerlukan text, rule_dispute memerlukan ruling dan text, keduanya izin complaint.verify; bila jawaban dibaca orang kedua lebih dahulu, jawaban itu menunggu dan dikatakan begitu. Tidak pernah pelaporan pelanggaran.',
      en: 'Verifies, routes or answers a complaint; extends a request for public information, decides an objection to it, or records its dispute at the Komisi Informasi and the ruling. verify needs class, theme, unit; route needs unit; answer needs outcome and text; extend needs text; decide_objection needs decision, text and decided_by, and the scope complaint.objection; dispute needs text, rule_dispute needs ruling and text, both the scope complaint.verify; where a second person reads answers first, it waits and says so. Never whistleblowing.',
    },
    input: z.object({
      code: z.string().max(100),
      step: z.enum(STEP_KEYS),
      class: z.enum(CLASSES).optional(),
      theme: z.string().regex(SLUG).optional().describe('A word of the institution’s vocabulary of themes'),
      unit: idParam().optional().describe('Id of the unit it is given to'),
      outcome: z.enum(OUTCOMES).optional(),
      text: z
        .string()
        .max(5000)
        .optional()
        .describe(
          'The answer to the reporter; with route, a note to the unit; the reason of an extension or decision; register and ruling of a dispute',
        ),
      decision: z.enum(OBJECTION_DECISIONS).optional(),
      ruling: z.enum(DISPUTE_RULINGS).optional().describe('How the dispute at the Komisi Informasi ended'),
      decided_by: z
        .string()
        .max(200)
        .optional()
        .describe(
          'E-mail address or NIP of the account whose decision it is; the rules of the page hold for that person',
        ),
      idempotency_key: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('The same key again does nothing and tells where the complaint stands.'),
    }),
    output: z.object({
      code: z.string(),
      status: z.enum(STATUSES),
      repeated: z.boolean(),
      waits: z.boolean().optional(),
    }),
    async handle(context, { code, step, idempotency_key, text: body, ...given }) {
      const { db, scope, now, actor, also } = context
      const read = readCode(code)
      const reader = also('complaint.read')
      const id = reader && read.ok ? await findIdByCode(db, reader, read.code) : undefined
      const found = id && (await findComplaint(db, scope, id))
      if (!found) throw new NotFound('complaint')
      const name = STEP[step]
      if (!also(STEP_ACCESS[name])?.units.includes(found.unit_id)) throw new NotFound('complaint')
      const content = { step, body, ...given }
      const key = { source: `api-step:${actor.client}`, key: idempotency_key ?? '', content }
      const earlier = idempotency_key ? await takeIntakeKey(db, scope, now, key, found.id) : undefined
      if (earlier && (earlier.complaint_id !== found.id || !earlier.same)) {
        throw new Refusal(409, context.t(workMessages).keyTaken)
      }
      const audit = { subject: `complaint:${found.id}`, detail: { step, repeated: earlier !== undefined } }
      if (earlier) return { json: { code: formatCode(found.code), status: found.status, repeated: true }, audit }
      const { decision, ruling, decided_by } = given
      const reason = step === 'rule_dispute' ? ruling : decision
      const input = STEPS[name].input.safeParse({ ...given, reason, body, id: found.id, seen: 30_000 })
      if (!input.success) {
        const word = context.t(workMessages).fieldMissing
        const fields = input.error.issues.map((issue) => {
          const field = String(issue.path[0])
          return [fieldName(step, field), word]
        })
        throw new Refusal(422, word, Object.fromEntries(fields))
      }
      if (given.unit && !context.tree.named.some((unit) => unit.id === given.unit)) {
        const unknown = context.t(staffMessages).unitUnknown
        throw new Refusal(422, unknown, { unit: unknown })
      }
      if (step === 'verify') await requireOffered(context, given, async () => found)
      const events = STEPS[name].events(input.data)
      const answer = step === 'answer' ? events[0] : undefined
      const today = localDate(now, context.institution.timeZone)
      if (answer?.outcome && answer.body && (await needsFourEyes(db, scope, today, found.id))) {
        const held = { complaint: found.id, outcome: answer.outcome, body: answer.body }
        const waits = await holdAnswer(db, scope, now, held).catch((error: unknown) => {
          if (!(error instanceof EventRefused)) throw error
          throw new Refusal(409, context.t(messages).refused[error.problem])
        })
        if (!waits) throw new Refusal(409, context.t(fourEyesMessages).waitsAlready)
        return { json: { code: formatCode(found.code), status: found.status, repeated: false, waits: true }, audit }
      }
      const lines = await linesOf(context, found, step, events, decided_by)
      const [place = 1] = await applyEvents(db, scope, now, [{ id: found.id, events: lines }]).catch(
        (error: unknown) => {
          if (!(error instanceof EventRefused)) throw error
          if (error.problem === 'missing') throw new NotFound('complaint')
          throw new Refusal(409, context.t(messages).refused[error.problem])
        },
      )
      for (const index of lines.keys()) await context.enqueue(tellJob, { complaint: found.id, seq: place + index })
      const status = AFTER[step] ?? (await findComplaint(db, scope, found.id))?.status ?? found.status
      return { json: { code: formatCode(found.code), status, repeated: false }, audit }
    },
  }),
]

/** As the page completes what the officer chose. */
async function linesOf(
  context: Context<'complaint.handle'>,
  found: ComplaintRow,
  step: (typeof STEP_KEYS)[number],
  events: NewEvent[],
  decidedBy: string | undefined,
): Promise<NewEvent[]> {
  if (step === 'decide_objection') return decided(context, found, events, decidedBy)
  if (step !== 'rule_dispute') return events
  return recordRuling(await listEvents(context.db, context.scope, [found.id]), events)
}

/** Decided by a person, whose part in the case counts as on the page; the system only brings it. */
async function decided(
  context: Context<'complaint.handle'>,
  found: ComplaintRow,
  events: readonly NewEvent[],
  login = '',
): Promise<NewEvent[]> {
  const { db, scope } = context
  const missing = context.t(workMessages).fieldMissing
  if (login.trim() === '') throw new Refusal(422, missing, { decided_by: missing })
  const by = (await findAccountId(db, scope, login.trim())) ?? null
  return decideObjection(context, found, await listEvents(db, scope, [found.id]), events, by)
}
