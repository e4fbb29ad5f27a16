import {
  type FormState,
  type RuleChange,
  RuleForm,
  RuleHistory,
  RulesToday,
  StaffPage,
  useFormat,
  useMessages,
  useRequest,
} from '../../../platform/ui/index.ts'
import { jpRuleMessages } from './jp-rule-messages.ts'
import { JP_KEYS, type JpKey, type JpRule } from './jp-rules.ts'

type RulesProps = { rules: readonly JpRule[]; changes: readonly RuleChange[]; today: string; form: FormState }

export function JpRulesPage({ rules, changes, today, form }: RulesProps) {
  const text = useMessages(jpRuleMessages)
  const format = useFormat()
  const { permissions } = useRequest()
  const nameOf = (key: string) => text.names[key as JpKey]
  const amountOf = ({ key, value }: { key: string; value: number }) => {
    if (key === 'minutes_per_jp') return text.minutes(format.number(value))
    return value === 0 ? text.none : text.jp(format.number(value))
  }
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      <RulesToday caption={text.title} rows={rules} nameOf={nameOf} amountOf={amountOf} />
      {permissions.has('learning.rules') ? (
        <RuleForm action="/kursus/aturan" keys={JP_KEYS} nameOf={nameOf} today={today} form={form} />
      ) : null}
      <RuleHistory rows={changes} nameOf={nameOf} amountOf={amountOf} />
    </StaffPage>
  )
}
