import { listServices } from '../../listen/services/index.ts'
import { listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState, readDecimal } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { localDate } from '../../platform/i18n.ts'
import { wouldSignal } from './acts.ts'
import { lastCompleteMonth } from './model.ts'
import { ruleMessages } from './rule-messages.ts'
import { NewRule, type RuleKey, ruleProblem, Trial } from './rule-model.ts'
import { getRule, listRules, RULES } from './rule-queries.ts'
import { problemText, RulesPage, type Tried } from './rule-views.tsx'

type Reading = Context<'signal.read'> | Context<'signal.rules'>
type Wanted = { coba?: RuleKey | undefined; nilai?: string | undefined }

async function rulesPage(context: Reading, wanted: Wanted = {}, form: FormState = emptyForm) {
  const { db, scope, now, institution } = context
  const today = localDate(now, institution.timeZone)
  const rules = await listRules(db, scope, today)
  const changes = await listNumberChanges(db, scope, RULES)
  const tried = wanted.coba && (await tryRule(context, wanted.coba, wanted.nilai ?? ''))
  const services = tried ? await listServices(db, scope) : []
  const names = new Map([...context.tree.named, ...services].map(({ id, name }) => [id, name]))
  const nameOf = (id: string) => names.get(id) ?? ''
  return {
    page: <RulesPage rules={rules} changes={changes} today={today} tried={tried} form={form} nameOf={nameOf} />,
  }
}

/** What the month that is over would have been told by with this number, and what it is told by now. */
async function tryRule({ db, scope, now, institution }: Reading, key: RuleKey, typed: string): Promise<Tried> {
  const today = localDate(now, institution.timeZone)
  const rule = await getRule(db, scope, today)
  const value = readDecimal(typed) ?? Number.NaN
  const problem = ruleProblem(rule, key, value)
  if (problem) return { key, typed, problem }
  const month = lastCompleteMonth(today)
  const [before, after] = [
    await wouldSignal(db, scope, { now, today }, month, rule),
    await wouldSignal(db, scope, { now, today }, month, { ...rule, [key]: value }),
  ]
  return { key, typed, value, month, before, after }
}

export const ruleRoutes = [
  query({
    path: '/sinyal/aturan',
    access: 'signal.read',
    input: Trial,
    handle: (context, wanted) => rulesPage(context, wanted),
  }),

  command({
    path: '/sinyal/aturan',
    access: 'signal.rules',
    audit: 'signal.rule_changed',
    input: NewRule,
    invalid: (context, _raw, form) => rulesPage(context, {}, form),
    async handle(context, rule) {
      const { db, scope, now, t } = context
      const text = t(ruleMessages)
      refusePast(context, rule.valid_from)
      const problem = ruleProblem(await getRule(db, scope, rule.valid_from), rule.key, rule.value)
      if (problem) throw new Refusal(422, '', { value: problemText(text, problem) })
      await putDatedNumber(db, scope, RULES, now, rule)
      return {
        redirect: '/sinyal/aturan',
        notice: text.saved,
        audit: { subject: `signal-rule:${rule.key}`, detail: rule },
      }
    },
  }),
]
