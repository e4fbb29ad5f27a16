import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { api } from '../../platform/http/route.ts'
import { findServiceBySlug } from '../services/index.ts'
import { submitComplaints } from './acts.ts'
import { formatCode, readCode } from './code.ts'
import { messages } from './messages.ts'
import { CHANNELS, CLASSES, ComplaintInput, OUTCOMES, PRIVACIES, STATUSES } from './model.ts'
import { findComplaint, findIdByCode } from './queries.ts'

const Complaint = z.object({
  code: z.string(),
  status: z.enum(STATUSES),
  class: z.enum(CLASSES).nullable(),
  theme: z.string().nullable(),
  privacy: z.enum(PRIVACIES),
  channel: z.enum(CHANNELS),
  subject: z.string(),
  unit: z.string(),
  service: z.string().nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
  received_at: z.string(),
  due_at: z.string().nullable(),
})

export const apiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/complaints',
    access: 'complaint.create',
    audit: 'complaint.received',
    summary: 'File a complaint about a service; the answer holds the code its reporter can follow it by.',
    input: ComplaintInput.extend({ service: z.string().max(100).describe('Slug of the service') }),
    output: z.object({ code: z.string(), status: z.enum(STATUSES), received_at: z.string() }),
    async handle({ db, scope, now, t }, { service: slug, ...complaint }) {
      const service = await findServiceBySlug(db, scope, slug)
      if (!service?.active) throw new Refusal(422, t(messages).serviceGone, { service: t(messages).serviceGone })
      const [sent] = await submitComplaints(db, scope, now, [
        { ...complaint, unit_id: service.unit_id, service_id: service.id, channel: 'api', actor: 'client' },
      ])
      return {
        status: 201,
        json: { code: formatCode(sent!.code), status: 'received' as const, received_at: now.toISOString() },
        audit: { subject: `complaint:${sent!.id}`, detail: { unit: service.unit_id, channel: 'api' } },
      }
    },
  }),

  api({
    method: 'GET',
    path: '/api/v1/complaints/:code',
    access: 'complaint.read',
    summary: 'Where a complaint stands, by its code. Never its text or who sent it when it is secret.',
    input: z.object({ code: z.string().max(100) }),
    output: Complaint,
    async handle({ db, scope }, { code }) {
      const read = readCode(code)
      const id = read.ok ? await findIdByCode(db, scope, read.code) : undefined
      const found = id && (await findComplaint(db, scope, id))
      if (!found) throw new NotFound('complaint')
      return {
        json: {
          code: formatCode(found.code),
          status: found.status,
          class: found.class,
          theme: found.theme,
          privacy: found.privacy,
          channel: found.channel,
          subject: found.privacy === 'secret' ? '' : found.subject,
          unit: found.unit_name,
          service: found.service_name,
          outcome: found.outcome,
          received_at: found.received_at.toISOString(),
          due_at: found.queue === 4 ? null : found.queue_at.toISOString(),
        },
      }
    },
  }),
]
