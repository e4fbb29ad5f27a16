import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { dateInput, idParam, optionalText } from '../../../platform/http/input.ts'
import { api } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { newId } from '../../../platform/id.ts'
import { answerIdOf } from '../intake.ts'
import { ELEMENTS } from '../model.ts'
import { followUpMessages } from './messages.ts'
import { FOLLOW_UP_STATES, NewFollowUp, webAddress } from './model.ts'
import { type FollowUpRow, findFollowUp, insertFollowUp, listFollowUps, setFollowUp } from './queries.ts'

const FollowUp = z.object({
  id: z.string(),
  unit_id: z.string(),
  unit: z.string(),
  first_month: z.string().describe('The result it follows from, such as 2026-07'),
  last_month: z.string(),
  element: z.enum(ELEMENTS),
  action: z.string(),
  owner: z.string().describe('Position that answers for it'),
  due_on: z.string(),
  state: z.enum(FOLLOW_UP_STATES),
  evidence: z.string(),
  evidence_link: z.string(),
  evidence_file: z.boolean().describe('Whether a file lies with it'),
  done_on: z.string().nullable(),
  shown: z.boolean().describe('Whether everybody reads it beside the published result'),
})

function shown(row: FollowUpRow): z.input<typeof FollowUp> {
  const { id, unit_id, unit, element, action, owner, due_on, state, evidence, evidence_link, done_on } = row
  return {
    ...{ id, unit_id, unit, element, action, owner, due_on, state, evidence, evidence_link, done_on },
    first_month: row.first_month.slice(0, 7),
    last_month: row.last_month.slice(0, 7),
    evidence_file: row.evidence_file_id !== null,
    shown: row.shown,
  }
}

export const followUpApiRoutes = [
  api({
    method: 'GET',
    path: '/api/v1/survey-follow-ups',
    access: 'survey.follow_up',
    summary: {
      id: 'Rencana tindak lanjut survei kepuasan dalam jangkauan, yang belum selesai dan terdekat lebih dahulu',
      en: 'The follow-up plan of the satisfaction survey within reach, what is open and due first',
    },
    input: z.object({ unit: idParam().optional(), state: z.enum(FOLLOW_UP_STATES).optional() }),
    output: z.object({ follow_ups: z.array(FollowUp) }),
    async handle({ db, scope }, { unit, state }) {
      if (unit) requireUnit(scope, unit)
      const rows = await listFollowUps(db, scope)
      const wanted = rows.filter((row) => (!unit || row.unit_id === unit) && (!state || row.state === state))
      return { json: { follow_ups: wanted.map(shown) } }
    },
  }),

  api({
    method: 'POST',
    path: '/api/v1/survey-follow-ups',
    access: 'survey.follow_up',
    audit: 'survey.follow_up_planned',
    makes: true,
    summary: {
      id: 'Merencanakan satu tindak lanjut; kunci yang sama dengan isi yang sama tidak menambah apa-apa',
      en: 'Plans a follow-up; the same key with the same content again adds nothing',
    },
    input: NewFollowUp.safeExtend({
      idempotency_key: z.string().min(1).max(200).optional().describe('The same key with other content answers 409.'),
    }),
    output: FollowUp.extend({ repeated: z.boolean() }),
    async handle({ db, scope, now, institution, actor, t }, { idempotency_key: key, ...plan }) {
      requireUnit(scope, plan.unit)
      const id = key ? answerIdOf(`${institution.id}:${actor.client}`, `follow-up:${key}`) : newId(now)
      const audit = (repeated: boolean) => ({
        subject: `survey-follow-up:${id}`,
        detail: { unit: plan.unit, element: plan.element, repeated },
      })
      const earlier = await findFollowUp(db, scope, id)
      if (earlier) {
        const same = [earlier.unit_id, earlier.element, earlier.action, earlier.owner].join('\0')
        if (same !== [plan.unit, plan.element, plan.action, plan.owner].join('\0'))
          throw new Refusal(409, t(followUpMessages).keyTaken)
        return { json: { ...shown(earlier), repeated: true }, status: 200, audit: audit(true) }
      }
      const past = t(followUpMessages).duePast
      if (plan.due_on < localDate(now, institution.timeZone)) throw new Refusal(422, past, { due_on: past })
      await insertFollowUp(db, scope, now, plan, id)
      return {
        json: { ...shown((await findFollowUp(db, scope, id))!), repeated: false },
        status: 201,
        audit: audit(false),
      }
    },
  }),

  api({
    method: 'PATCH',
    path: '/api/v1/survey-follow-ups/:id',
    access: 'survey.follow_up',
    audit: 'survey.follow_up_changed',
    summary: {
      id: 'Mengubah keadaan, tenggat, atau bukti satu tindak lanjut; yang tidak disebut tetap. Selesai memerlukan bukti.',
      en: 'Changes state, due date or evidence of a follow-up; what is left out stays. Done needs evidence.',
    },
    input: z.object({
      id: idParam(),
      state: z.enum(FOLLOW_UP_STATES).optional(),
      due_on: dateInput().optional(),
      evidence: optionalText(1000),
      evidence_link: webAddress(),
      shown: z.boolean().optional(),
    }),
    output: FollowUp,
    async handle({ db, scope, now, institution, t }, { id, evidence_link, ...given }) {
      const row = await findFollowUp(db, scope, id)
      if (!row) throw new NotFound('follow-up')
      const state = given.state ?? row.state
      const evidence = given.evidence ?? row.evidence
      if (state === 'done' && evidence === '') {
        const missing = t(followUpMessages).evidenceHint
        throw new Refusal(422, missing, { evidence: missing })
      }
      const today = localDate(now, institution.timeZone)
      await setFollowUp(db, scope, now, id, {
        state,
        evidence,
        due_on: given.due_on ?? row.due_on,
        shown: given.shown ?? row.shown,
        done_on: state === 'done' ? (row.done_on ?? today) : null,
        evidence_link: evidence_link ?? row.evidence_link,
        evidence_file_id: row.evidence_file_id,
      })
      const changed = (await findFollowUp(db, scope, id))!
      return {
        json: shown(changed),
        audit: { subject: `survey-follow-up:${id}`, detail: { from: row.state, to: state, due_on: changed.due_on } },
      }
    },
  }),
]
