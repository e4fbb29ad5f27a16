import { z } from 'zod'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { type FormState, idParam } from '../../platform/http/input.ts'
import { type Context, command, type Outcome, query } from '../../platform/http/route.ts'
import { seenOf } from '../../platform/http/seen.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { CannedInput, RuleInput, ruleOn } from './model.ts'
import { type Canned, insertRule, listCanned, listRules, saveCanned } from './queue-queries.ts'
import { CannedListPage, CannedPage, RulesPage } from './setting-views.tsx'
import { staffMessages } from './staff-messages.ts'

type Answers = Context<'conversation.answer'>
const Which = z.object({ id: z.union([z.literal('baru'), idParam()]) })
const sample = { id: 'select id from conversations.canned order by id limit 1' }

/** An answer for all units is written by whoever answers for all of them. */
function everywhere({ scope, tree }: Answers): boolean {
  return tree.named.every((unit) => scope.units.includes(unit.id))
}

async function editor(context: Answers, id: string, form?: FormState): Promise<Outcome> {
  const { scope } = context
  const canned = id === 'baru' ? undefined : await reach(context, id)
  const units = context.tree.named.filter((unit) => scope.units.includes(unit.id))
  const options = units.map((unit) => ({ value: unit.id, label: unit.name }))
  return { page: <CannedPage canned={canned} units={options} everywhere={everywhere(context)} form={form} /> }
}

async function reach(context: Answers, id: string): Promise<Canned> {
  const found = (await listCanned(context.db, context.scope, context.scope.units)).find((one) => one.id === id)
  if (!found || (found.unit_id === null && !everywhere(context))) throw new NotFound('canned answer')
  return found
}

async function rulesPage(context: Context<'conversation.manage'>, form?: FormState): Promise<Outcome> {
  const { db, scope, now, institution } = context
  const rules = await listRules(db, scope)
  return { page: <RulesPage rules={rules} current={ruleOn(rules, localDate(now, institution.timeZone))} form={form} /> }
}

export const settingRoutes = [
  query({
    path: '/percakapan/jawaban',
    access: 'conversation.answer',
    input: z.object({}),
    async handle(context) {
      const rows = await listCanned(context.db, context.scope, context.scope.units)
      return { page: <CannedListPage rows={rows} everywhere={everywhere(context)} /> }
    },
  }),

  query({
    path: '/percakapan/jawaban/:id',
    access: 'conversation.answer',
    input: Which,
    sample,
    handle: (context, { id }) => editor(context, id),
  }),

  command({
    path: '/percakapan/jawaban/:id',
    access: 'conversation.answer',
    audit: 'conversation.canned_saved',
    input: Which.extend(CannedInput.shape),
    sample,
    invalid: (context, raw, form) => editor(context, String(raw['id']), form),
    async handle(context, { id: asked, unit, ...input }) {
      const { db, scope, now } = context
      const text = context.t(staffMessages)
      if (asked !== 'baru') context.requireSeen(seenOf(await reach(context, asked)))
      if (unit === '' ? !everywhere(context) : !scope.units.includes(unit))
        throw new Refusal(422, text.unitWrong, { unit: text.unitWrong })
      const id = asked === 'baru' ? newId(now) : asked
      if (!(await saveCanned(db, scope, now, { ...input, id, unit_id: unit || null })))
        throw new Refusal(409, text.shortcutTaken, { shortcut: text.shortcutTaken })
      return {
        redirect: '/percakapan/jawaban',
        notice: text.cannedSaved,
        audit: { subject: `conversation-answer:${id}`, detail: { name: input.name, active: input.active } },
      }
    },
  }),

  query({
    path: '/percakapan/aturan',
    access: 'conversation.manage',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/percakapan/aturan',
    access: 'conversation.manage',
    audit: 'conversation.rule_set',
    input: RuleInput,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle({ db, scope, now, t }, input) {
      const text = t(staffMessages)
      await insertRule(db, scope, now, input)
      return {
        redirect: '/percakapan/aturan',
        notice: text.ruleSaved,
        audit: {
          subject: `conversation-rule:${input.valid_from}`,
          detail: { answer_minutes: input.answer_minutes, keep_days: input.keep_days, verified: input.verified },
        },
      }
    },
  }),
]
