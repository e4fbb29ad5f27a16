import { type FormState, type RuleChange, RulePage, useFormat, useMessages } from '../../../platform/ui/index.ts'
import { jpRuleMessages } from './jp-rule-messages.ts'
import { JP_KEYS, type JpRule } from './jp-rules.ts'

type RulesProps = { rules: readonly JpRule[]; changes: readonly RuleChange[]; today: string; form: FormState }

export function JpRulesPage(page: RulesProps) {
  const text = useMessages(jpRuleMessages)
  const format = useFormat()
  const amountOf = ({ key, value }: { key: string; value: number }) => {
    if (key === 'minutes_per_jp') return text.minutes(format.number(value))
    if (key === 'watched_percent') return text.percent(format.number(value))
    return value === 0 ? text.none : text.jp(format.number(value))
  }
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      at="/kursus/aturan"
      may="learning.rules"
      keys={JP_KEYS}
      nameOf={(key) => text.names[key]}
      amountOf={amountOf}
    />
  )
}
