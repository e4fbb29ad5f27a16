import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, type FormState } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { aboutChoices, findPlace } from './about.ts'
import { submitComplaints } from './acts.ts'
import { formatCode } from './code.ts'
import { INTAKE_CHANNELS, IntakePage } from './intake-views.tsx'
import { recomputeJob } from './jobs.ts'
import { messages } from './messages.ts'
import { AboutInput, ComplaintInput } from './model.ts'
import { insertRule, listRules } from './rows.ts'
import { RuleInput } from './rules-model.ts'
import { RulesPage } from './rules-views.tsx'
import { staffMessages } from './staff-messages.ts'
import { forgetTiming } from './timing.ts'

const IntakeInput = ComplaintInput.extend({
  ...AboutInput.shape,
  channel: z.enum(INTAKE_CHANNELS, {
    error: bilingual('Pilih lewat mana pengaduan ini datang.', 'Choose how it came.'),
  }),
})

async function intakePage(context: Context<'complaint.create'>, form?: FormState): Promise<Outcome> {
  const choices = await aboutChoices(context.db, context.scope, context.t(messages))
  return { page: <IntakePage options={choices.options} form={form} /> }
}

async function rulesPage(context: Context<'complaint.rules'>, form?: FormState): Promise<Outcome> {
  const rules = await listRules(context.db, context.scope)
  return { page: <RulesPage rules={rules} today={localDate(context.now, context.institution.timeZone)} form={form} /> }
}

export const deskRoutes = [
  query({
    path: '/pengaduan/baru',
    access: 'complaint.create',
    input: z.object({}),
    handle: (context) => intakePage(context),
  }),

  command({
    path: '/pengaduan',
    access: 'complaint.create',
    audit: 'complaint.received',
    input: IntakeInput,
    invalid: (context, _raw, form) => intakePage(context, form),
    async handle(context, { about, ...complaint }) {
      const { db, scope, now } = context
      const text = context.t(messages)
      const place = await findPlace(db, scope, about)
      if (!place) throw new Refusal(422, text.serviceGone, { about: text.serviceGone })
      const [sent] = await submitComplaints(db, scope, now, [
        { ...complaint, unit_id: place.unit_id, service_id: place.service_id, actor: 'officer' },
      ])
      const reachable = context.also('complaint.read')?.units.includes(place.unit_id)
      return {
        redirect: reachable ? `/pengaduan/${sent!.id}` : '/pengaduan/baru',
        notice: context.t(staffMessages).recorded(formatCode(sent!.code)),
        audit: { subject: `complaint:${sent!.id}`, detail: { unit: place.unit_id, channel: complaint.channel } },
      }
    },
  }),

  query({
    path: '/pengaduan/batas-waktu',
    access: 'complaint.rules',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/pengaduan/batas-waktu',
    access: 'complaint.rules',
    audit: 'complaint.rule_set',
    input: RuleInput,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, input) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      const { rule, ...values } = input
      const id = newId(now)
      const added = await insertRule(db, scope, { ...values, key: rule.key, class: rule.class, id, created_at: now })
      if (!added) throw new Refusal(409, text.ruleExists, { valid_from: text.ruleExists })
      forgetTiming(scope.institution)
      await context.enqueue(recomputeJob, {})
      return {
        redirect: '/pengaduan/batas-waktu',
        notice: text.ruleSaved,
        audit: {
          subject: `complaint-rule:${id}`,
          detail: { rule: rule.value, amount: input.amount, unit: input.unit, from: input.valid_from },
        },
      }
    },
  }),
]
