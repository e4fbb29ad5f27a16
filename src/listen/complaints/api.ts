import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { idParam, requiredText } from '../../platform/http/input.ts'
import { api, type Context } from '../../platform/http/route.ts'
import { EventRefused } from './acts.ts'
import { formatCode, readCode } from './code.ts'
import { cursorParam, readCursor, writeCursor } from './cursor.ts'
import { addCitizenMessage } from './intake.ts'
import { messages } from './messages.ts'
import { CHANNELS, CLASSES, EVENT_KINDS, KINDS, OUTCOMES, PRIVACIES, SLUG, STATUSES } from './model.ts'
import {
  type ComplaintRow,
  findComplaint,
  findIdByCode,
  type ListRow,
  listComplaints,
  PAGE_SIZE,
  searchWords,
} from './queries.ts'
import { listReferences, takeIntakeKey } from './reference-queries.ts'
import { storyOf } from './story.ts'
import { workMessages } from './work-messages.ts'

const Complaint = z.object({
  code: z.string(),
  kind: z.enum(KINDS),
  status: z.enum(STATUSES),
  class: z.enum(CLASSES).nullable(),
  theme: z.string().nullable(),
  privacy: z.enum(PRIVACIES),
  subject: z.string().describe('Empty when it is secret'),
  unit: z.string(),
  service: z.string().nullable(),
  received_at: z.string(),
  due_at: z.string().nullable(),
})

function shown(row: ListRow | ComplaintRow, done: boolean): z.input<typeof Complaint> {
  return {
    code: formatCode(row.code),
    kind: row.kind,
    status: row.status,
    class: row.class,
    theme: row.theme,
    privacy: row.privacy,
    subject: row.privacy === 'secret' ? '' : row.subject,
    unit: row.unit_name,
    service: row.service_name,
    received_at: row.received_at.toISOString(),
    due_at: done ? null : row.queue_at.toISOString(),
  }
}

/** By code, within reach: neither whistleblowing nor a conflict of interest is ever found here. */
async function byCode({ db, scope }: Context<'complaint.read'>, code: string): Promise<ComplaintRow> {
  const read = readCode(code)
  const id = read.ok ? await findIdByCode(db, scope, read.code) : undefined
  const found = id && (await findComplaint(db, scope, id))
  if (!found) throw new NotFound('complaint')
  return found
}

const code = z.string().max(100)
const refusal = (context: Pick<Context<Permission>, 't'>, error: unknown): never => {
  if (!(error instanceof EventRefused)) throw error
  if (error.problem === 'missing') throw new NotFound('complaint')
  throw new Refusal(409, context.t(messages).refused[error.problem])
}

export const apiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/complaints',
    access: 'complaint.read',
    summary: {
      id: 'Pengaduan dalam satu antrean, yang tenggatnya terdekat lebih dahulu; tidak pernah pelaporan pelanggaran.',
      en: 'Complaints of one queue, the nearest deadline first; never whistleblowing.',
    },
    input: z.object({
      queue: z.enum(['verify', 'work', 'overdue', 'citizen', 'done']).default('work'),
      unit: idParam().optional(),
      kind: z.enum(KINDS).optional(),
      q: z
        .string()
        .max(100)
        .optional()
        .describe('Every word has to occur in subject or text; secret complaints are not searched'),
      theme: z.string().regex(SLUG).optional(),
      after: cursorParam().optional().describe('`next` of the page before'),
    }),
    output: z.object({ complaints: z.array(Complaint), next: z.string().nullable() }),
    async handle({ db, scope, now }, { queue, unit, kind, q, theme, after }) {
      const { rows } = await listComplaints(db, scope, now, {
        tab: queue,
        unit,
        kind,
        theme,
        service: undefined,
        words: q ? searchWords(q) : undefined,
        withoutSecret: true,
        thorough: true,
        after: readCursor(after),
      })
      const last = rows.length > PAGE_SIZE ? rows[PAGE_SIZE - 1] : undefined
      return {
        json: {
          complaints: rows.slice(0, PAGE_SIZE).map((row) => shown(row, queue === 'done')),
          next: last ? writeCursor(last.queue_at, last.id) : null,
        },
      }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/complaints/:code',
    access: 'complaint.read',
    summary: {
      id: 'Isi dan keadaan satu pengaduan menurut kodenya, tanpa pelapornya. Bila rahasia, isinya pun tidak.',
      en: 'What a complaint says and where it stands, by its code; never who sent it, and no text when it is secret.',
    },
    input: z.object({ code }),
    output: Complaint.extend({
      channel: z.enum(CHANNELS),
      outcome: z.enum(OUTCOMES).nullable(),
      body: z.string().describe('What the reporter wrote; empty when it is secret'),
      place: z.string().nullable().describe('In the reporter’s words; empty when it is secret'),
      references: z.array(z.object({ system: z.string(), id: z.string() })),
      story: z.array(z.object({ kind: z.enum(EVENT_KINDS), at: z.string(), text: z.string().nullable() })),
    }),
    async handle(context, { code: given }) {
      const found = await byCode(context, given)
      const { db, scope } = context
      const story = await storyOf(db, scope, found.id, 'citizen')
      const references = await listReferences(db, scope, [found.id])
      const secret = found.privacy === 'secret'
      return {
        json: {
          ...shown(found, found.queue === 4),
          channel: found.channel,
          outcome: found.outcome,
          body: secret ? '' : found.body,
          place: secret ? null : found.place,
          references: references.map((one) => ({ system: one.system, id: one.external_id })),
          story: story.map((event) => ({
            kind: event.kind,
            at: event.at.toISOString(),
            text: secret ? null : (event.body ?? null),
          })),
        },
      }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/complaints/:code/messages',
    access: 'complaint.handle',
    audit: 'complaint.informed',
    summary: {
      id: 'Menambahkan yang dikatakan pelapor di tempat lain; melengkapi laporan yang menunggu pelapornya.',
      en: 'Adds what the reporter said elsewhere; it completes a report that waits for its reporter.',
    },
    input: z.object({
      code,
      text: requiredText(5000),
      idempotency_key: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .describe('The same key again adds nothing; with other words 409.'),
    }),
    output: z.object({
      code: z.string(),
      seq: z.number().nullable().describe('Place in the story; empty when it was repeated'),
      repeated: z.boolean(),
    }),
    async handle(context, { code: given, text, idempotency_key }) {
      const { db, scope, now } = context
      const read = readCode(given)
      const id = read.ok ? await findIdByCode(db, context.also('complaint.read') ?? noReach(), read.code) : undefined
      const found = id && (await findComplaint(db, scope, id))
      if (!found) throw new NotFound('complaint')
      const key = { source: `api-message:${context.actor.client}`, key: idempotency_key ?? '', content: text }
      const earlier = idempotency_key ? await takeIntakeKey(db, scope, now, key, found.id) : undefined
      if (earlier && (earlier.complaint_id !== found.id || !earlier.same))
        throw new Refusal(409, context.t(workMessages).keyTaken)
      const audit = { subject: `complaint:${found.id}`, detail: { repeated: earlier !== undefined } }
      if (earlier) return { json: { code: formatCode(found.code), seq: null, repeated: true }, audit }
      const message = { complaintId: found.id, body: text, channel: 'api' as const }
      const seq = await addCitizenMessage(db, scope, now, message).catch((error: unknown) => refusal(context, error))
      return { json: { code: formatCode(found.code), seq, repeated: false }, audit }
    },
  }),
]

function noReach(): never {
  throw new NotFound('complaint')
}
