import { z } from 'zod'
import { requireUnit } from '../../../platform/access.ts'
import { findFile, removeFile, sendFile, storeUpload, tooLarge } from '../../../platform/files.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import { ELEMENTS } from '../model.ts'
import { getRule } from '../rules.ts'
import { followUpMessages } from './messages.ts'
import { FollowUpChange, MAX_EVIDENCE_BYTES, NewFollowUp } from './model.ts'
import { findFollowUp, findShownEvidence, insertFollowUp, listFollowUps, setFollowUp } from './queries.ts'
import { FollowUpPage, FollowUpsPage, followUpSeen } from './views.tsx'

type FollowContext = Context<'survey.follow_up'>
const SAMPLE = { id: 'select id from surveys.follow_up order by id limit 1' }
/** What the page of a result fills in. */
const Prefill = z.object({
  unit: z.string().optional().catch(undefined),
  unsur: z.enum(ELEMENTS).optional().catch(undefined),
  dari: z.string().max(7).optional().catch(undefined),
  sampai: z.string().max(7).optional().catch(undefined),
})

export const followUpRoutes = [
  query({
    path: '/survei/tindak-lanjut',
    access: 'survey.follow_up',
    input: Prefill,
    handle: (context, prefill) => listPage(context, prefill),
  }),

  command({
    path: '/survei/tindak-lanjut',
    access: 'survey.follow_up',
    audit: 'survey.follow_up_planned',
    input: NewFollowUp,
    invalid: (context) => listPage(context, {}),
    async handle({ db, scope, now, t, institution }, input) {
      requireUnit(scope, input.unit)
      const text = t(followUpMessages)
      if (input.due_on < localDate(now, institution.timeZone)) throw new Refusal(422, '', { due_on: text.duePast })
      const id = await insertFollowUp(db, scope, now, input)
      return {
        redirect: '/survei/tindak-lanjut',
        notice: text.added,
        audit: { subject: `survey-follow-up:${id}`, detail: { unit: input.unit, element: input.element } },
      }
    },
  }),

  query({
    path: '/survei/tindak-lanjut/:id',
    access: 'survey.follow_up',
    input: z.object({ id: idParam() }),
    sample: SAMPLE,
    handle: (context, { id }) => onePage(context, id),
  }),

  command({
    path: '/survei/tindak-lanjut/:id',
    access: 'survey.follow_up',
    audit: 'survey.follow_up_changed',
    input: FollowUpChange,
    sample: SAMPLE,
    maxUploadBytes: MAX_EVIDENCE_BYTES,
    invalid: (context, raw, form) => onePage({ ...context, form: withSize(context, form) }, String(raw['id'])),
    async handle(context, { id, state, due_on, evidence, link, file, drop_file, shown }) {
      const { db, scope, now, t, institution } = context
      const row = await findFollowUp(db, scope, id)
      if (!row) throw new NotFound('follow-up')
      context.requireSeen(followUpSeen(row))
      const today = localDate(now, institution.timeZone)
      const done_on = state === 'done' ? (row.done_on ?? today) : null
      const stored = file
        ? await storeUpload(context, 'file', file, {
            owner: `surveys:${id}`,
            kinds: ['image', 'document'],
            maxBytes: MAX_EVIDENCE_BYTES,
          })
        : undefined
      const kept = drop_file ? null : row.evidence_file_id
      await setFollowUp(db, scope, now, id, {
        state,
        due_on,
        shown,
        done_on,
        evidence: evidence ?? '',
        evidence_link: link ?? '',
        evidence_file_id: stored?.id ?? kept,
      })
      if (row.evidence_file_id && (stored || drop_file)) await removeFile(db, scope, now, row.evidence_file_id)
      return {
        redirect: `/survei/tindak-lanjut/${id}`,
        notice: t(followUpMessages).saved,
        audit: {
          subject: `survey-follow-up:${id}`,
          detail: { from: row.state, to: state, due_on, shown, file: stored?.id ?? null },
        },
      }
    },
  }),

  query({
    path: '/i/:institution/hasil-survei/bukti/:id',
    access: 'public',
    input: z.object({ id: idParam() }),
    sample: { id: 'select id from surveys.follow_up where shown and evidence_file_id is not null order by id limit 1' },
    async handle({ db, scope }, { id }) {
      const shown = await findShownEvidence(db, scope, id)
      const file = shown && (await findFile(db, scope, shown))
      if (!file) throw new NotFound('evidence')
      return sendFile(scope, file)
    },
  }),
]

function withSize(context: FollowContext, form: FormState): FormState {
  if (form.errors['file'] !== '') return form
  return { ...form, errors: { ...form.errors, file: tooLarge(MAX_EVIDENCE_BYTES, context.language) } }
}

async function listPage({ db, scope, form, now, institution, tree }: FollowContext, prefill: z.output<typeof Prefill>) {
  const today = localDate(now, institution.timeZone)
  const units = tree.named.filter((unit) => scope.units.includes(unit.id))
  const rows = await listFollowUps(db, scope)
  const rule = await getRule(db, scope, today)
  return {
    page: <FollowUpsPage rows={rows} units={units} rule={rule} today={today} prefill={prefill} form={form} />,
  }
}

async function onePage({ db, scope, form, now, institution }: FollowContext, id: string) {
  const row = await findFollowUp(db, scope, id)
  if (!row) throw new NotFound('follow-up')
  const today = localDate(now, institution.timeZone)
  return { page: <FollowUpPage row={row} rule={await getRule(db, scope, today)} today={today} form={form} /> }
}
