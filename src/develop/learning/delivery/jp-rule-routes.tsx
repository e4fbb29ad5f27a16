import { z } from 'zod'
import { listNumberChanges, putDatedNumber } from '../../../platform/dated-rules.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import { emptyForm, type FormState } from '../../../platform/http/input.ts'
import { type Context, command, query } from '../../../platform/http/route.ts'
import { refusePast } from '../../../platform/http/rule-input.ts'
import { localDate } from '../../../platform/i18n.ts'
import { jpRuleMessages } from './jp-rule-messages.ts'
import { JpRulesPage } from './jp-rule-views.tsx'
import { JP_RULES, jpBounds, listJpRules, NewJpRule } from './jp-rules.ts'

type Reading = Context<'learning.read'> | Context<'learning.rules'>

async function rulesPage({ db, scope, now, institution }: Reading, form: FormState = emptyForm) {
  const today = localDate(now, institution.timeZone)
  const rules = await listJpRules(db, scope, today)
  const changes = await listNumberChanges(db, scope, JP_RULES)
  return { page: <JpRulesPage rules={rules} changes={changes} today={today} form={form} /> }
}

export const jpRuleRoutes = [
  query({
    path: '/kursus/aturan',
    access: 'learning.read',
    input: z.object({}),
    handle: (context) => rulesPage(context),
  }),

  command({
    path: '/kursus/aturan',
    access: 'learning.rules',
    audit: 'learning.rule_changed',
    input: NewJpRule,
    invalid: (context, _raw, form) => rulesPage(context, form),
    async handle(context, rule) {
      const { db, scope, now, t } = context
      const text = t(jpRuleMessages)
      refusePast(context, rule.valid_from)
      const [least, most] = jpBounds(rule.key)
      if (!Number.isInteger(rule.value) || rule.value < least || rule.value > most)
        throw new Refusal(422, '', { value: text.bounds(String(least), String(most)) })
      await putDatedNumber(db, scope, JP_RULES, now, rule)
      return { redirect: '/kursus/aturan', notice: text.saved, audit: { subject: `jp-rule:${rule.key}`, detail: rule } }
    },
  }),
]
