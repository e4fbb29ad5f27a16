import { z } from 'zod'
import { listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { bilingual, dateInput, emptyForm, type FormState, idParam, requiredText } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast, ruleFields, ruleKey, ruleNumber } from '../../platform/http/rule-input.ts'
import { localDate } from '../../platform/i18n.ts'
import { insertCycle, listCycles, lockCycle, setCycleState } from './assessment-queries.ts'
import { rebuildJob } from './jobs.ts'
import { manageMessages } from './manage-messages.ts'
import { RULE_KEYS, RULES } from './model.ts'
import { listRules, RULE_TABLES } from './rule-queries.ts'
import { CyclesPage, RulesPage } from './rule-views.tsx'

type Managing = Context<'competency.manage'>

async function rulesPage({ db, scope, now, institution }: Managing, form: FormState) {
  const today = localDate(now, institution.timeZone)
  const rules = await listRules(db, scope, today)
  const changes = await listNumberChanges(db, scope, RULE_TABLES)
  return { page: <RulesPage rules={rules} changes={changes} today={today} form={form} /> }
}

async function cyclesPage({ db, scope }: Managing, form: FormState) {
  return { page: <CyclesPage rows={await listCycles(db, scope)} form={form} /> }
}

const NewCycle = z
  .object({
    name: requiredText(120, bilingual('Beri nama siklus ini.', 'Give this cycle a name.')).pipe(z.string().min(3)),
    opens_on: dateInput(),
    closes_on: dateInput(),
  })
  .refine((cycle) => cycle.closes_on >= cycle.opens_on, {
    path: ['closes_on'],
    error: bilingual('Tanggal berakhir tidak boleh sebelum tanggal mulai.', 'The end must not be before the start.'),
  })

export const ruleRoutes = [
  query({
    path: '/kompetensi/aturan',
    access: 'competency.manage',
    input: z.object({}),
    handle: (context) => rulesPage(context, emptyForm),
  }),

  command({
    path: '/kompetensi/aturan',
    access: 'competency.manage',
    audit: 'competency.rule_set',
    input: z.object({ ...ruleFields, key: ruleKey(RULE_KEYS), value: ruleNumber }),
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, rule) {
      const { db, scope, now, t, enqueue } = context
      const text = t(manageMessages).rules
      const { min, max } = RULES[rule.key]
      refusePast(context, rule.valid_from)
      if (!Number.isInteger(rule.value) || rule.value < min || rule.value > max)
        throw new Refusal(422, '', { value: text.range(min, max) })
      await putDatedNumber(db, scope, RULE_TABLES, now, rule)
      await enqueue(rebuildJob, {}, { key: rebuildJob.name })
      return {
        redirect: '/kompetensi/aturan',
        notice: text.saved,
        audit: { subject: `rule:${rule.key}`, detail: rule },
      }
    },
  }),

  query({
    path: '/kompetensi/siklus',
    access: 'competency.manage',
    input: z.object({}),
    handle: (context) => cyclesPage(context, emptyForm),
  }),

  command({
    path: '/kompetensi/siklus',
    access: 'competency.manage',
    audit: 'competency.cycle_created',
    input: NewCycle,
    invalid: (context, _raw, form) => cyclesPage(context, form),
    async handle({ db, scope, now, t }, input) {
      const id = await insertCycle(db, scope, now, { ...input, state: 'draft' })
      return {
        redirect: '/kompetensi/siklus',
        notice: t(manageMessages).cycles.created,
        audit: { subject: `cycle:${id}` },
      }
    },
  }),

  command({
    path: '/kompetensi/siklus/:id/keadaan',
    access: 'competency.manage',
    audit: 'competency.cycle_state',
    input: z.object({ id: idParam(), state: z.enum(['open', 'closed']) }),
    async handle({ db, scope, t }, { id, state }) {
      const text = t(manageMessages).cycles
      const cycle = await lockCycle(db, scope, id)
      if (!cycle) throw new NotFound('cycle')
      if (cycle.state === state || (cycle.state === 'draft' && state === 'closed'))
        throw new Refusal(409, text.wrongState)
      await setCycleState(db, scope, id, state)
      return {
        redirect: '/kompetensi/siklus',
        notice: state === 'open' ? text.opened : text.closed,
        audit: { subject: `cycle:${id}`, detail: { from: cycle.state, to: state } },
      }
    },
  }),
]
