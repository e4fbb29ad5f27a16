import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  type FormState,
  RuleSource,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { ruleOn } from './clocks.ts'
import { messages } from './messages.ts'
import type { RuleRow } from './rows.ts'
import { rulesMessages } from './rules-messages.ts'
import { RULE_CHOICES } from './rules-model.ts'
import { staffMessages } from './staff-messages.ts'

/** Every dated rule with its source, and the form that sets a newer one. */
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
  return (
    <StaffPage
      title={text.rules}
      lead={text.rulesLead}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
    >
      <DataTable
        caption={text.rules}
        captionHidden
        rows={rules}
        rowTone={(rule) => (ruleOn(rules, rule.key, rule.class, today) === rule ? 'normal' : 'muted')}
        columns={[
          { key: 'key', label: text.ruleKey, cell: (rule) => nameOf(rule.key, rule.class) },
          {
            key: 'amount',
            label: text.amount,
            nowrap: true,
            cell: (rule) => `${format.number(rule.amount)} ${text.units[rule.unit]}`,
          },
          {
            key: 'from',
            label: text.validFrom,
            cell: (rule) => (
              <>
                {format.shortDate(rule.valid_from)}{' '}
                {ruleOn(rules, rule.key, rule.class, today) === rule ? (
                  <Badge tone="success">{text.current}</Badge>
                ) : null}
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
