import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, idParam, uploaded } from '../../platform/http/input.ts'
import { api, type Context } from '../../platform/http/route.ts'
import { findServiceBySlug } from '../services/index.ts'
import { findPlace, type Place, UNKNOWN } from './about.ts'
import { keepFile } from './attachments/acts.ts'
import { MAX_FILE_BYTES, MAX_FILES, TOO_MANY } from './attachments/model.ts'
import { attachFiles, listAttachments } from './attachments/queries.ts'
import { formatCode } from './code.ts'
import { KeyTaken, submitOnce } from './intake.ts'
import { messages } from './messages.ts'
import { isEnded, STATUSES, standing } from './model.ts'
import { tellJob } from './notices.ts'
import { placeMessages } from './place/messages.ts'
import { insertPlace, isRegion } from './place/queries.ts'
import { takeIntakeKey } from './reference-queries.ts'
import { listEvents, lockByCode } from './rows.ts'
import { staffMessages } from './staff-messages.ts'
import { ComplaintInput, requirePast } from './submission.ts'
import { whoAsks } from './tracking-who.ts'
import { requireKind } from './vocabulary.ts'
import { workMessages } from './work-messages.ts'

type Client = Context<'complaint.create'>

const neighborhood = z.number().int().min(1).max(999)
/** What the pages ask about the place, as a program writes it. */
const ApiPlace = z.object({
  region: z
    .string()
    .regex(/^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/)
    .optional()
    .describe('Code of province, regency, district or village, such as 33.74.10.1005'),
  rt: neighborhood.optional(),
  rw: neighborhood.optional(),
  latitude: z.number().min(-90).max(90).optional().describe('Kept to about 11 m, of a secret report to 1 km'),
  longitude: z.number().min(-180).max(180).optional(),
})

export const intakeApiRoutes = [
  api({
    method: 'POST',
    path: '/api/v1/complaints',
    frequent: true,
    makes: true,
    access: 'complaint.create',
    audit: 'complaint.received',
    summary: {
      id: 'Sampaikan pengaduan tentang layanan, unit, atau yang belum diketahui tempatnya; jawabannya memuat kode dan kunci untuk pelapor.',
      en: 'File a complaint about a service, a unit, or what nobody can place yet; the answer holds the code and key its reporter can follow it by.',
    },
    input: ComplaintInput.extend(ApiPlace.shape)
      .extend({
        service: z
          .string()
          .max(100)
          .optional()
          .describe('Slug of the service; without service and unit it goes to the institution itself'),
        unit: idParam().optional().describe('Id of the unit it is about, when it is about no service'),
        idempotency_key: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .describe('The same key again gives the first complaint, with other content 409; keep one per submission.'),
      })
      .refine(({ service, unit }) => service === undefined || unit === undefined, {
        path: ['unit'],
        error: bilingual('Sebutkan layanan atau unit, tidak keduanya.', 'Name a service or a unit, not both.'),
      })
      .refine(({ latitude, longitude }) => (latitude === undefined) === (longitude === undefined), {
        path: ['longitude'],
        error: bilingual('Titik terdiri atas lintang dan bujur.', 'A point is latitude and longitude.'),
      }),
    output: z.object({
      code: z.string(),
      reporter_key: z
        .string()
        .describe('Code and key in one: hand it to the reporter; keep it no longer than you need it to add files.'),
      status: z.enum(STATUSES),
      received_at: z.string(),
      repeated: z.boolean(),
    }),
    async handle(context, { service, unit, idempotency_key, region, rt, rw, latitude, longitude, ...complaint }) {
      const { db, scope, now, t, actor, requestId } = context
      requireKind(context, complaint.kind)
      requirePast(context, complaint.occurred_on)
      const about = await aboutOf(context, service, unit)
      if (region && !(await isRegion(db, scope, region))) {
        throw new Refusal(422, '', { region: t(placeMessages).unknown })
      }
      const place = { region, rt, rw, latitude, longitude }
      const sent = await submitOnce(
        db,
        scope,
        now,
        {
          source: `api:${actor.client}`,
          key: idempotency_key ?? requestId,
          content: { service, unit, ...place, ...complaint },
        },
        { ...complaint, ...about, channel: 'api', actor: 'client' },
      ).catch((error: unknown) => {
        if (error instanceof KeyTaken) throw new Refusal(409, t(workMessages).keyTaken)
        throw error
      })
      const secret = complaint.privacy === 'secret' || complaint.kind === 'whistleblowing'
      if (!sent.repeated) {
        await insertPlace(db, scope, sent.id, { ...place, secret })
        if (complaint.reporter_email) await context.enqueue(tellJob, { complaint: sent.id, seq: 1 })
      }
      return {
        status: sent.repeated ? 200 : 201,
        json: {
          code: formatCode(sent.code),
          reporter_key: formatCode(sent.code, sent.key),
          status: 'received' as const,
          received_at: sent.received_at.toISOString(),
          repeated: sent.repeated,
        },
        audit: {
          subject: `complaint:${sent.id}`,
          detail: { unit: about.unit_id, channel: 'api', repeated: sent.repeated },
        },
      }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/complaint-files',
    makes: true,
    access: 'complaint.create',
    audit: 'complaint.file_added',
    summary: {
      id: `Menambahkan foto atau dokumen pada pengaduan, dengan kunci pelapornya. Paling banyak ${MAX_FILES} berkas; berkas yang sama disimpan sekali.`,
      en: `Adds a photo or document to a complaint, with the key of its reporter. At most ${MAX_FILES} files; the same file again is kept once.`,
    },
    maxUploadBytes: MAX_FILE_BYTES,
    input: z.object({
      reporter_key: z.string().max(100).describe('As it was answered when the complaint was filed'),
      file: uploaded()
        .refine((file) => file !== undefined, {
          error: bilingual('Sertakan satu berkas.', 'Send one file along.'),
        })
        .describe(
          'JPG, PNG, WebP, PDF, DOCX, XLSX or ODT of at most 10 MB, told by its bytes; photos lose place and device',
        ),
    }),
    output: z.object({ code: z.string(), files: z.number().describe('How many there are now'), repeated: z.boolean() }),
    async handle(context, { reporter_key, file }) {
      const { db, scope, now, t } = context
      const who = await whoAsks(context, reporter_key, (code) => lockByCode(db, scope, code))
      if (who.as === 'wait') throw new Refusal(429, '900')
      if (who.as !== 'reporter') {
        const unknown = t(messages).codeUnknown(context.institution.name)
        throw who.as === 'mistyped' ? new Refusal(422, '', { reporter_key: unknown }) : new NotFound('complaint')
      }
      const { found } = who
      const known = (await listAttachments(db, scope, [found.id])).length
      const subject = `complaint:${found.id}`
      const key = { source: `api-file:${found.id}`, key: file.sum ?? context.requestId }
      if (await takeIntakeKey(db, scope, now, key, found.id)) {
        const json = { code: formatCode(found.code), files: known, repeated: true }
        return { status: 200, json, audit: { subject, detail: { repeated: true } } }
      }
      const { status } = standing(await listEvents(db, scope, [found.id]))
      if (isEnded(status)) throw new Refusal(409, t(messages).refused.not_allowed)
      if (known >= MAX_FILES) throw new Refusal(422, '', { file: TOO_MANY[context.language] })
      const id = await keepFile(context, found, 'file', file)
      await attachFiles(db, scope, { complaintId: found.id, fileIds: [id] })
      const json = { code: formatCode(found.code), files: known + 1, repeated: false }
      return { status: 201, json, audit: { subject, detail: { file: id, repeated: false } } }
    },
  }),
]

async function aboutOf({ db, scope, now, t }: Client, service: string | undefined, unit: string | undefined) {
  if (service !== undefined) {
    const found = await findServiceBySlug(db, scope, service)
    if (!found?.active) throw new Refusal(422, t(messages).serviceGone, { service: t(messages).serviceGone })
    return { unit_id: found.unit_id, service_id: found.id } satisfies Place
  }
  const place = await findPlace(db, scope, now, unit === undefined ? UNKNOWN : `unit:${unit}`)
  if (!place) throw new Refusal(422, t(staffMessages).unitUnknown, { unit: t(staffMessages).unitUnknown })
  return place
}
