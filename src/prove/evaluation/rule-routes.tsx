import { z } from 'zod'
import { listNumberChanges, putDatedNumber } from '../../platform/dated-rules.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../platform/http/input.ts'
import { type Context, command, query } from '../../platform/http/route.ts'
import { refusePast } from '../../platform/http/rule-input.ts'
import { formatNumber, localDate } from '../../platform/i18n.ts'
import { ruleMessages } from './rule-messages.ts'
import { NewRule, ruleProblem } from './rule-model.ts'
import { getRule, listRules, numbersOn, RULES } from './rule-queries.ts'
import { RulesPage } from './rule-views.tsx'

type Reading = Context<'evaluation.read'> | Context<'evaluation.rules'>

async function rulesPage({ db, scope, now, institution }: Reading, form: FormState = emptyForm) {
  const today = localDate(now, institution.timeZone)
  const rules = await listRules(db, scope, today)
  const changes = await listNumberChanges(db, scope, RULES)
  const { version } = await getRule(db, scope, today)
  return { page: <RulesPage rules={rules} changes={changes} version={version} today={today} form={form} /> }
}

export const ruleRoutes = [
  query({
    path: '/hasil/aturan',
    access: 'evaluation.read',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/hasil/aturan',
    access: 'evaluation.rules',
    audit: 'evaluation.rule_changed',
    input: NewRule,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, rule) {
      const { db, scope, now, language, t } = context
      const text = t(ruleMessages)
      refusePast(context, rule.valid_from)
      const problem = ruleProblem(await numbersOn(db, scope, rule.valid_from), rule.key, rule.value)
      if (problem?.why === 'bounds') {
        const said = text.bounds(formatNumber(problem.least, language), formatNumber(problem.most, language))
        throw new Refusal(422, '', { value: said })
      }
      if (problem) throw new Refusal(422, '', { value: text[problem.why] })
      await putDatedNumber(db, scope, RULES, now, rule)
      return {
        redirect: '/hasil/aturan',
        notice: text.saved,
        audit: { subject: `evaluation-rule:${rule.key}`, detail: rule },
      }
    },
  }),
]
