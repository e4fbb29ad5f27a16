import { z } from 'zod'
import { beneath } from '../../core/organization/index.ts'
import { requireUnit } from '../../platform/access.ts'
import { listDatedNumbers, listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { localDate } from '../../platform/i18n.ts'
import { addChecklist, addObservations } from './acts.ts'
import { entryMessages } from './entry-messages.ts'
import { ChecklistInput, ObservationInput, RuleInput, readAnswers } from './model.ts'
import { periodOf, shift } from './period.ts'
import { listChecklists, listSteps, listTemplates, listTree } from './queries.ts'
import { UNIT_SAMPLE } from './routes.tsx'
import { getRule, RULES, type RuleKey } from './rules.ts'
import { ObserveForm, RulesPage, SopPage } from './sop-views.tsx'

const Unit = z.object({ unit: idParam() })
const Pair = z.object({ unit: idParam(), checklist: idParam() })
const PAIR_SAMPLE = {
  unit: 'select unit_id from performance.checklist order by id limit 1',
  checklist: 'select id from performance.checklist order by id limit 1',
}

function todayOf(ctx: Pick<Context<'self'>, 'now' | 'institution'>): string {
  return localDate(ctx.now, ctx.institution.timeZone)
}

/** The unit with those above it, whose procedures hold for it too. */
async function placeOf(ctx: Context<'performance.read' | 'performance.manage'>, id: string) {
  requireUnit(ctx.scope, id)
  const tree = await listTree(ctx.db, ctx.scope)
  const unit = tree.find((one) => one.id === id)
  if (!unit) throw new NotFound('unit')
  const above = [unit.id]
  for (let up = unit.parent_id; up; up = tree.find((one) => one.id === up)?.parent_id ?? null) above.push(up)
  return { unit, above, below: [...beneath(tree, id)] }
}

async function sopPage(ctx: Context<'performance.read' | 'performance.manage'>, id: string, form: FormState) {
  const { unit, above, below } = await placeOf(ctx, id)
  const today = todayOf(ctx)
  const to = periodOf('month', today.slice(0, 7))
  const window = { units: below, from: shift(to, -11).from, to: to.to }
  return {
    page: (
      <SopPage
        unit={unit}
        checklists={await listChecklists(ctx.db, ctx.scope, above)}
        steps={await listSteps(ctx.db, ctx.scope, window)}
        least={(await getRule(ctx.db, ctx.scope, 'small_number', today)).value}
        manage={ctx.also('performance.manage')?.units.includes(id) === true}
        form={form}
      />
    ),
  }
}

async function observePage(
  ctx: Context<'performance.manage'>,
  raw: Readonly<Record<string, unknown>>,
  form: FormState,
) {
  const { unit, checklist } = await checklistOf(ctx, raw)
  return { page: <ObserveForm unit={unit} checklist={checklist} today={todayOf(ctx)} form={form} /> }
}

async function checklistOf(ctx: Context<'performance.manage'>, raw: Readonly<Record<string, unknown>>) {
  const parsed = Pair.safeParse(raw)
  if (!parsed.success) throw new NotFound('checklist')
  const { unit, above } = await placeOf(ctx, parsed.data.unit)
  const lists = await listChecklists(ctx.db, ctx.scope, above)
  const checklist = lists.find((one) => one.id === parsed.data.checklist)
  if (!checklist) throw new NotFound('checklist')
  return { unit, checklist }
}

async function rulesPage(ctx: Context<'performance.rules'>, form: FormState) {
  const today = todayOf(ctx)
  const rules = await listDatedNumbers<RuleKey>(ctx.db, ctx.scope, RULES, today)
  return {
    page: (
      <RulesPage
        rules={rules}
        changes={await listNumberChanges(ctx.db, ctx.scope, RULES)}
        templates={await listTemplates(ctx.db, ctx.scope)}
        today={today}
        form={form}
      />
    ),
  }
}

export const sopRoutes = [
  query({
    path: '/kinerja/:unit/sop',
    access: 'performance.read',
    input: Unit,
    sample: UNIT_SAMPLE,
    handle: (ctx, { unit }) => sopPage(ctx, unit, ctx.form),
  }),

  command({
    path: '/kinerja/:unit/sop',
    access: 'performance.manage',
    audit: 'performance.checklist_added',
    input: ChecklistInput,
    sample: UNIT_SAMPLE,
    invalid: (ctx, raw, form) => sopPage(ctx, String(raw['unit']), form),
    async handle(ctx, input) {
      await placeOf(ctx, input.unit)
      const id = await addChecklist(ctx.db, ctx.scope, ctx.now, input)
      return {
        redirect: `/kinerja/${input.unit}/sop`,
        notice: ctx.t(entryMessages).sop.saved,
        audit: { subject: `checklist:${id}`, detail: { name: input.name, steps: input.items.length } },
      }
    },
  }),

  query({
    path: '/kinerja/:unit/sop/:checklist',
    access: 'performance.manage',
    input: Pair,
    sample: PAIR_SAMPLE,
    handle: (ctx, input) => observePage(ctx, input, ctx.form),
  }),

  command({
    path: '/kinerja/:unit/sop/:checklist',
    access: 'performance.manage',
    audit: 'performance.observed',
    input: ObservationInput,
    sample: PAIR_SAMPLE,
    invalid: observePage,
    async handle(ctx, input) {
      const text = ctx.t(entryMessages).sop
      const { unit, checklist } = await checklistOf(ctx, input)
      if (input.observed_on > todayOf(ctx)) throw new Refusal(422, '', { observed_on: text.future })
      const answers = readAnswers(input, checklist.items.length)
      if ('missing' in answers)
        throw new Refusal(
          422,
          '',
          Object.fromEntries(answers.missing.map((step) => [`item-${step}`, `${step}. ${text.answerAll}`])),
        )
      if (answers.results.every((result) => result === 2)) throw new Refusal(422, '', { 'item-1': text.nothing })
      await addObservations(ctx.db, ctx.scope, ctx.scope.account, [
        {
          checklist_id: checklist.id,
          unit_id: unit.id,
          observed_on: input.observed_on,
          results: answers.results,
          note: input.note,
          at: ctx.now,
        },
      ])
      return {
        redirect: `/kinerja/${unit.id}/sop`,
        notice: text.recorded,
        audit: { subject: `checklist:${checklist.id}`, detail: { unit: unit.id, on: input.observed_on } },
      }
    },
  }),

  query({
    path: '/kinerja/aturan',
    access: 'performance.rules',
    input: z.object({}),
    handle: (ctx) => rulesPage(ctx, ctx.form),
  }),

  command({
    path: '/kinerja/aturan',
    access: 'performance.rules',
    audit: 'performance.rule_changed',
    input: RuleInput,
    invalid: (ctx, _raw, form) => rulesPage(ctx, form),
    async handle(ctx, rule) {
      refusePast(ctx, rule.valid_from)
      await putDatedNumber(ctx.db, ctx.scope, RULES, ctx.now, rule)
      return {
        redirect: '/kinerja/aturan',
        notice: ctx.t(entryMessages).rules.saved,
        audit: { subject: `performance-rule:${rule.key}`, detail: rule },
      }
    },
  }),
]
