import type { DatedNumber } from '../../platform/dated-rules.ts'
import {
  type FormState,
  type RuleChange,
  RuleForm,
  RuleHistory,
  RulesToday,
  StaffPage,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
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

export function RulesPage({ rules, changes, version, today, form }: RulesProps) {
  const text = useMessages(ruleMessages)
  const { title } = useMessages(messages)
  const { permissions } = useRequest()
  const nameOf = (key: string) => text.names[key as RuleKey]
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/hasil', label: title }]} form={form}>
      <p>{text.version(version)}</p>
      <RulesToday caption={text.title} rows={rules} nameOf={nameOf} />
      {permissions.has('evaluation.rules') ? (
        <RuleForm action="/hasil/aturan" keys={RULE_KEYS} nameOf={nameOf} today={today} form={form} />
      ) : null}
      <RuleHistory rows={changes} nameOf={nameOf} />
    </StaffPage>
  )
}
