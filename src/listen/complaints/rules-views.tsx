import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  type FormState,
  Part,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  Unverified,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { ruleOn } from './clocks.ts'
import { messages } from './messages.ts'
import type { RuleRow } from './rows.ts'
import { rulesMessages } from './rules-messages.ts'
import { RULE_CHOICES } from './rules-model.ts'
import { staffMessages } from './staff-messages.ts'

/** Every dated rule by what it limits: closed it says how long, open since when and why; and the form that sets a newer one. */
export function RulesPage({
  rules,
  today,
  form,
}: {
  rules: readonly RuleRow[]
  today: string
  form: FormState | undefined
}) {
  const text = useMessages(rulesMessages)
  const staff = useMessages(staffMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  const nameOf = (key: RuleRow['key'], ofClass: RuleRow['class']) =>
    ofClass ? `${shared.clock[key]}: ${shared.class[ofClass]}` : shared.clock[key]
  const amountOf = (rule: RuleRow) => `${format.number(rule.amount)} ${text.units[rule.unit]}`
  const holds = (rule: RuleRow) => ruleOn(rules, rule.key, rule.class, today) === rule
  const keys = [...new Set(rules.map((rule) => rule.key))]
  return (
    <StaffPage
      title={text.rules}
      lead={text.rulesLead}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
    >
      {keys.map((key) => {
        const own = rules.filter((rule) => rule.key === key)
        const standing = own.filter(holds)
        return (
          <Part
            key={key}
            heading="h2"
            title={shared.clock[key]}
            state={
              <>
                {standing
                  .map((rule) => [rule.class && shared.class[rule.class], amountOf(rule)].filter(Boolean).join(' '))
                  .join('; ')}{' '}
                <Unverified rule={{ verified: standing.every((rule) => rule.verified) }} />
              </>
            }
          >
            <RuleRows caption={shared.clock[key]} rows={own} holds={holds} amountOf={amountOf} />
          </Part>
        )
      })}
      <Section title={text.addRule} id="tetapkan" lead={text.addRuleLead}>
        <Form action="/pengaduan/batas-waktu" form={form} submit={text.saveRule}>
          <SelectField
            name="rule"
            label={text.ruleKey}
            options={RULE_CHOICES.map((choice) => ({ value: choice.value, label: nameOf(choice.key, choice.class) }))}
            required
          />
          <TextField name="amount" label={text.amount} type="number" inputmode="numeric" width="short" required />
          <SelectField
            name="unit"
            label={text.ruleUnit}
            options={[
              { value: 'working_day', label: text.units.working_day },
              { value: 'hour', label: text.units.hour },
            ]}
            placeholder={null}
            width="medium"
            required
          />
          <DateField name="valid_from" label={text.validFrom} required />
          <TextArea name="source" label={text.source} hint={text.sourceHint} rows={2} required />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Section>
    </StaffPage>
  )
}

type RowsProps = {
  caption: string
  rows: readonly RuleRow[]
  holds: (rule: RuleRow) => boolean
  amountOf: (rule: RuleRow) => string
}

/** One kind of deadline with all it ever was. */
function RuleRows({ caption, rows, holds, amountOf }: RowsProps) {
  const text = useMessages(rulesMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  return (
    <DataTable
      caption={caption}
      captionHidden
      stack
      rows={rows}
      rowTone={(rule) => (holds(rule) ? 'normal' : 'muted')}
      columns={[
        { key: 'key', label: text.ruleKey, cell: (rule) => (rule.class ? shared.class[rule.class] : caption) },
        { key: 'amount', label: text.amount, nowrap: true, cell: amountOf },
        {
          key: 'from',
          label: text.validFrom,
          cell: (rule) => (
            <>
              {format.shortDate(rule.valid_from)} {holds(rule) ? <Badge tone="success">{text.current}</Badge> : null}
              {rule.replaced ? <Badge>{text.replaced}</Badge> : null}
            </>
          ),
        },
        {
          key: 'source',
          label: text.source,
          cell: (rule) => (
            <div class="cell-lines">
              <span>{rule.id ? text.own : text.national}</span>
              <RuleSource rule={rule} />
            </div>
          ),
        },
      ]}
    />
  )
}
