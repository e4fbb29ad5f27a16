import { z } from 'zod'
import type { Permission } from '../../platform/access.ts'
import { storeUpload, tooLarge } from '../../platform/files.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import {
  bilingual,
  dateInput,
  type FormState,
  idParam,
  optionalText,
  requiredText,
  uploaded,
} from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query, type Route } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { MAX_FILE_BYTES } from './attachments/model.ts'
import { lockComplaints } from './rows.ts'
import type { Lane } from './sight.ts'
import {
  declareInterest,
  EXAMINATION_KINDS,
  findEmployeeByNip,
  insertExamination,
  listExamination,
  listRecusals,
  recuseSubject,
} from './staff-examination-queries.ts'
import { ExaminationPage } from './staff-examination-views.tsx'
import { LANE_NAMES, LANES, reachCase } from './staff-lanes.ts'
import { keptWords } from './whistleblowing/words.ts'
import { workMessages } from './work-messages.ts'

type Part = 'entry' | 'subject' | 'declare'

async function examinationPage(
  context: Context<Permission>,
  lane: Lane,
  id: string,
  part?: Part,
  form?: FormState,
): Promise<Outcome> {
  const { db, also } = context
  const { read, complaint } = await reachCase(context, lane, id)
  return {
    page: (
      <ExaminationPage
        lane={lane}
        complaint={complaint}
        entries={await listExamination(db, read, id)}
        recusals={await listRecusals(db, read, id)}
        mayHandle={also(LANES[lane].handle)?.units.includes(complaint.unit_id) === true}
        wrong={part && form ? { part, form } : undefined}
      />
    ),
  }
}

const empty = bilingual('Bagian ini belum diisi.', 'This is still empty.')
const Entry = z.object({
  id: idParam(),
  kind: z.enum(EXAMINATION_KINDS),
  happened_on: dateInput(),
  person: optionalText(200),
  body: requiredText(5000, empty),
  file: uploaded().optional(),
})

function withSize(context: Context<Permission>, form: FormState): FormState {
  if (form.errors['file'] !== '') return form
  return { ...form, errors: { ...form.errors, file: tooLarge(MAX_FILE_BYTES, context.language) } }
}

function laneRoutes(lane: Lane): Route[] {
  const { base, read, handle, sample } = LANES[lane]
  const page = `${base}/:id/pemeriksaan` as const
  return [
    query({
      path: page,
      access: read,
      input: z.object({ id: idParam() }),
      sample,
      handle: (context, { id }) => examinationPage(context, lane, id),
    }),

    command({
      path: page,
      access: handle,
      audit: 'complaint.examined',
      input: Entry,
      sample,
      maxUploadBytes: MAX_FILE_BYTES,
      invalid: (context, raw, form) =>
        examinationPage(context, lane, String(raw['id']), 'entry', withSize(context, form)),
      async handle(context, { id, file, person, ...entry }) {
        const { db, scope, now } = context
        const text = context.t(workMessages)
        const [complaint] = await lockComplaints(db, scope, [id], lane)
        if (!complaint) throw new NotFound('complaint')
        if (entry.kind === 'heard' && !person)
          throw new Refusal(422, text.entryPersonMissing, { person: text.entryPersonMissing })
        if (entry.happened_on > localDate(now, context.institution.timeZone))
          throw new Refusal(422, text.entryFuture, { happened_on: text.entryFuture })
        const stored = file
          ? await storeUpload(context, 'file', file, {
              owner: `complaints:${id}`,
              sealed: lane === 'sealed',
              kinds: ['image', 'document'],
              maxBytes: MAX_FILE_BYTES,
            })
          : undefined
        const entryId = newId(now)
        await insertExamination(db, scope, now, id, {
          ...entry,
          id: entryId,
          body: keptWords(complaint, entry.body),
          person: keptWords(complaint, person ?? null),
          file_id: stored?.id ?? null,
        })
        return {
          redirect: `${base}/${id}/pemeriksaan`,
          notice: text.entrySaved,
          audit: { subject: `complaint:${id}`, detail: { entry: entryId, kind: entry.kind } },
        }
      },
    }),

    command({
      path: `${base}/:id/terlapor`,
      access: handle,
      audit: 'complaint.subject_recorded',
      input: z.object({
        id: idParam(),
        nip: requiredText(30, bilingual('NIP belum diisi.', 'Enter the NIP.')).transform((nip) =>
          nip.replace(/\s/g, ''),
        ),
      }),
      sample,
      invalid: (context, raw, form) => examinationPage(context, lane, String(raw['id']), 'subject', form),
      async handle(context, { id, nip }) {
        const { db, scope, now } = context
        const text = context.t(workMessages)
        if (!(await lockComplaints(db, scope, [id], lane))[0]) throw new NotFound('complaint')
        const subject = await findEmployeeByNip(db, scope, nip)
        if (!subject) throw new Refusal(422, text.subjectUnknown, { nip: text.subjectUnknown })
        const count = await recuseSubject(db, scope, now, id, subject.id)
        return {
          redirect: base,
          notice: text.subjectSaved(subject.name, Math.max(0, count - 1)),
          // Who reads the trail is not to learn from it whom a report of wrongdoing accuses.
          audit: {
            subject: `complaint:${id}`,
            detail: lane === 'sealed' ? { people: count } : { employee: subject.id, people: count },
          },
        }
      },
    }),

    command({
      path: `${base}/:id/benturan`,
      access: handle,
      audit: 'complaint.interest_declared',
      input: z.object({ id: idParam(), reason: requiredText(1000, empty) }),
      sample,
      invalid: (context, raw, form) => examinationPage(context, lane, String(raw['id']), 'declare', form),
      async handle(context, { id, reason }) {
        const { db, scope, now } = context
        const [complaint] = await lockComplaints(db, scope, [id], lane)
        if (!complaint) throw new NotFound('complaint')
        await declareInterest(db, scope, now, id, keptWords(complaint, reason))
        const audit = { subject: `complaint:${id}`, detail: {} }
        return { redirect: base, notice: context.t(workMessages).declared, audit }
      },
    }),
  ]
}

export const examinationRoutes: Route[] = LANE_NAMES.flatMap(laneRoutes)
