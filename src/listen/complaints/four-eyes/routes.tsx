import { z } from 'zod'
import { notify } from '../../../core/notifications/index.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query, type Route } from '../../../platform/http/route.ts'
import { applyEvents, EventRefused } from '../acts.ts'
import { messages } from '../messages.ts'
import { tellJob } from '../notices.ts'
import { listUnits } from '../queries.ts'
import { fourEyesMessages } from './messages.ts'
import { Decision, FOUR_EYES, RuleInput } from './model.ts'
import { decideHeld, insertFourEyesRule, listFourEyesRules, listHeld } from './queries.ts'
import { FourEyesPage, HeldPage } from './views.tsx'

const sample = { id: 'select id from complaints.held_answer where state = 0 order by id limit 1' }

async function listPage(context: Context<'complaint.verify'> | Context<'complaint.rules'>, form: FormState) {
  const { db, scope, also } = context
  const verify = also('complaint.verify')
  return {
    page: (
      <FourEyesPage
        rows={verify ? await listHeld(db, verify) : []}
        rules={await listFourEyesRules(db, scope)}
        units={also('complaint.rules') ? await listUnits(db, scope) : undefined}
        form={form}
      />
    ),
  }
}

async function heldPage({ db, scope }: Context<'complaint.verify'>, id: string, form: FormState) {
  const [held] = await listHeld(db, scope, id)
  if (!held) throw new NotFound('held answer')
  return { page: <HeldPage held={held} form={form} /> }
}

export const fourEyesRoutes: Route[] = [
  query({
    path: FOUR_EYES,
    access: 'complaint.verify',
    input: z.object({}),
    handle: (context) => listPage(context, context.form),
  }),

  command({
    path: `${FOUR_EYES}/aturan`,
    access: 'complaint.rules',
    audit: 'complaint.four_eyes_rule_set',
    input: RuleInput,
    invalid: (context, _raw, form) => listPage(context, form),
    async handle({ db, scope, now, t }, { unit, class: ofClass, demanded, ...rule }) {
      const text = t(fourEyesMessages)
      if (unit && !(await listUnits(db, scope)).some((one) => one.id === unit))
        throw new Refusal(422, '', { unit: text.unitUnknown })
      const made = { ...rule, unit: unit || null, class: ofClass || null, demanded: demanded === 'yes' }
      await insertFourEyesRule(db, scope, now, made)
      const { source: _told, ...detail } = made
      return { redirect: FOUR_EYES, notice: text.ruleSaved, audit: { subject: 'four-eyes-rule', detail } }
    },
  }),

  query({
    path: `${FOUR_EYES}/:id`,
    access: 'complaint.verify',
    input: z.object({ id: idParam() }),
    sample,
    handle: (context, { id }) => heldPage(context, id, context.form),
  }),

  command({
    path: `${FOUR_EYES}/:id`,
    access: 'complaint.verify',
    audit: 'complaint.held_answer_decided',
    input: Decision,
    sample,
    invalid: (context, raw, form) => heldPage(context, idParam().parse(raw['id']), form),
    async handle(context, { id, decision, note }) {
      const { db, scope, now } = context
      const text = context.t(fourEyesMessages)
      const [held] = await listHeld(db, scope, id)
      if (!held) throw new NotFound('held answer')
      const sent = decision === 'send'
      if (!(await decideHeld(db, scope, now, id, { sent, note: note ?? null }))) throw new Refusal(409, text.decided)
      if (sent) {
        const event = { kind: 'answered', actor: 'officer', outcome: held.outcome, body: held.body } as const
        const item = { id: held.complaint_id, events: [{ ...event, account: held.written_by }] }
        const [seq = 1] = await applyEvents(db, scope, now, [item]).catch((error: unknown) => {
          if (!(error instanceof EventRefused)) throw error
          throw new Refusal(409, context.t(messages).refused[error.problem])
        })
        await context.enqueue(tellJob, { complaint: held.complaint_id, seq })
      } else if (held.written_by)
        await notify(db, scope, now, [
          {
            accountId: held.written_by,
            kind: 'complaints.officer',
            title: text.mailReturned,
            body: held.subject,
            href: `/pengaduan/${held.complaint_id}`,
            key: `held:${id}:returned`,
          },
        ])
      return {
        redirect: FOUR_EYES,
        notice: sent ? text.sent : text.returned,
        audit: { subject: `complaint:${held.complaint_id}`, detail: { answer: id, sent } },
      }
    },
  }),
]
