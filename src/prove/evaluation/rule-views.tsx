import type { DatedNumber } from '../../platform/dated-rules.ts'
import { type FormState, type RuleChange, RulePage, useFormat, useMessages } from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { ruleMessages } from './rule-messages.ts'
import { RULE_KEYS, type RuleKey } from './rule-model.ts'

type RulesProps = {
  rules: readonly DatedNumber<RuleKey>[]
  changes: readonly RuleChange[]
  version: string
  today: string
  form: FormState
}

export function RulesPage({ version, ...page }: RulesProps) {
  const text = useMessages(ruleMessages)
  const { title } = useMessages(messages)
  const format = useFormat()
  const newest = page.changes
    .filter((one) => one.valid_from <= page.today)
    .toSorted(byDay)
    .at(-1)
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      crumbs={[{ href: '/hasil', label: title }]}
      at="/hasil/aturan"
      may="evaluation.rules"
      keys={RULE_KEYS}
      nameOf={(key) => text.names[key]}
      intro={<p>{text.version(format.version(version), newest && format.date(newest.valid_from))}</p>}
    />
  )
}

function byDay(a: RuleChange, b: RuleChange): number {
  return a.valid_from.localeCompare(b.valid_from)
}
