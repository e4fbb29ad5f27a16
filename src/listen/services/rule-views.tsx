import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  type FormState,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { COMPONENTS } from './content.ts'
import { messages } from './messages.ts'
import type { UnitRow } from './queries.ts'
import { ruleMessages } from './rule-messages.ts'
import type { RuleRow } from './rules.ts'
import { standardMessages } from './standard-messages.ts'

function useRuleName(): (key: string) => string {
  const text = useMessages(ruleMessages)
  const standard = useMessages(standardMessages)
  return (key) => {
    const component = COMPONENTS.find((one) => key === `component.${one}`)
    if (component) return standard.component[component]
    return Object.entries(text.names).find(([name]) => name === key)?.[1] ?? key
  }
}

export function RulesPage({
  rules,
  today,
  form,
}: {
  rules: readonly RuleRow[]
  today: string
  form?: FormState | undefined
}) {
  const text = useMessages(ruleMessages)
  const format = useFormat()
  const nameOf = useRuleName()
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={rules}
        columns={[
          { key: 'key', label: text.key, cell: (rule) => nameOf(rule.key) },
          { key: 'value', label: text.value, cell: (rule) => rule.value },
          { key: 'source', label: text.source, cell: (rule) => rule.source },
          {
            key: 'state',
            label: text.state,
            cell: (rule) => (
              <Badge tone={rule.verified ? 'success' : 'warning'}>
                {rule.verified ? text.verified : text.unverified}
              </Badge>
            ),
          },
          { key: 'since', label: text.since, cell: (rule) => (rule.valid_from ? format.date(rule.valid_from) : '–') },
        ]}
      />
      <Section title={text.change} id="ubah">
        <Form action="/layanan/ketentuan" form={form} submit={text.save}>
          <SelectField
            name="key"
            label={text.key}
            options={rules.map(({ key }) => ({ value: key, label: nameOf(key) }))}
            required
          />
          <TextArea name="value" label={text.value} rows={3} maxLength={2000} required />
          <TextField name="source" label={text.source} required />
          <DateField name="valid_from" label={text.since} value={today} required />
          <Checkbox name="verified" label={text.check} />
        </Form>
      </Section>
    </StaffPage>
  )
}

type PledgeFormProps = { units: readonly UnitRow[]; body: string; today: string; form?: FormState | undefined }

export function PledgeForm({ units, body, today, form }: PledgeFormProps) {
  const text = useMessages(ruleMessages)
  const general = useMessages(messages)
  return (
    <StaffPage
      title={text.pledgeTitle}
      lead={text.pledgeLead}
      form={form}
      crumbs={[{ href: '/layanan', label: general.staffTitle }]}
    >
      <Form action="/layanan/maklumat" form={form} submit={text.sign}>
        <SelectField
          name="unit"
          label={text.unit}
          options={units.map(({ id, name }) => ({ value: id, label: name }))}
          required
        />
        <TextArea name="body" label={text.body} rows={5} value={body} maxLength={2000} required />
        <TextField name="place" label={text.place} width="medium" required />
        <DateField name="signed_on" label={text.date} value={today} max={today} required />
        <TextField name="signer_name" label={text.name} required />
        <TextField name="signer_title" label={text.office} required />
      </Form>
    </StaffPage>
  )
}
