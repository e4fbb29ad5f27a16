import { z } from 'zod'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { type FormState, idParam } from '../../../platform/http/input.ts'
import { type Context, command, query, type Route } from '../../../platform/http/route.ts'
import { decide } from './decide.ts'
import { fourEyesMessages } from './messages.ts'
import { Decision, FOUR_EYES, RuleInput } from './model.ts'
import { insertFourEyesRule, listFourEyesRules, listHeld } from './queries.ts'
import { FourEyesPage, HeldPage } from './views.tsx'

const sample = { id: 'select id from complaints.held_answer where state = 0 order by id limit 1' }

async function listPage(context: Context<'complaint.verify'> | Context<'complaint.rules'>, form: FormState) {
  const { db, scope, also, tree } = context
  const verify = also('complaint.verify')
  return {
    page: (
      <FourEyesPage
        rows={verify ? await listHeld(db, verify) : []}
        rules={await listFourEyesRules(db, scope)}
        units={also('complaint.rules') ? tree.named : undefined}
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
    async handle({ db, scope, now, t, tree }, { unit, class: ofClass, demanded, ...rule }) {
      const text = t(fourEyesMessages)
      if (unit && !tree.named.some((one) => one.id === unit)) throw new Refusal(422, '', { unit: text.unitUnknown })
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
      const text = context.t(fourEyesMessages)
      const sent = decision === 'send'
      const [held] = await listHeld(context.db, context.scope, id)
      if (!held) throw new NotFound('held answer')
      await decide(context, context.scope, held, { sent, note: note ?? null }, 'ordinary')
      return {
        redirect: FOUR_EYES,
        notice: sent ? text.sent : text.returned,
        audit: { subject: `complaint:${held.complaint_id}`, detail: { answer: id, sent } },
      }
    },
  }),
]
