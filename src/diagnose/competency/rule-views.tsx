import type { FormState } from '../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  DateField,
  EmptyState,
  Form,
  RuleTable,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { CycleRow } from './assessment-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { messages } from './messages.ts'
import { RULE_KEYS } from './model.ts'
import type { RuleRow } from './rule-queries.ts'

export function RulesPage({ rows, form }: { rows: RuleRow[]; form: FormState }) {
  const text = useMessages(manageMessages).rules
  const past = rows.filter((row) => row.valid_to !== null)
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      <Rules
        rows={RULE_KEYS.flatMap((key) => rows.filter((row) => row.key === key && row.valid_to === null))}
        title={text.title}
      />
      {past.length > 0 ? (
        <Why label={text.history}>
          <Rules rows={past} title={text.history} />
        </Why>
      ) : null}
      <Section title={text.change} id="ubah">
        <Form action="/kompetensi/aturan" form={form} submit={text.save}>
          <SelectField
            name="key"
            label={text.rule}
            required
            options={RULE_KEYS.map((key) => ({ value: key, label: text.keys[key] }))}
          />
          <TextField name="value" label={text.value} inputmode="numeric" width="short" required />
          <TextField name="source" label={text.source} required />
        </Form>
      </Section>
    </StaffPage>
  )
}

function Rules({ rows, title }: { rows: RuleRow[]; title: string }) {
  const text = useMessages(manageMessages).rules
  const format = useFormat()
  return (
    <RuleTable
      caption={title}
      rows={rows}
      empty={<EmptyState title={text.none} body={text.noneBody} />}
      columns={[
        { key: 'rule', label: text.rule, cell: (row) => text.keys[row.key] ?? row.key },
        { key: 'value', label: text.value, numeric: true, cell: (row) => format.number(row.value) },
      ]}
    />
  )
}

type CyclesProps = { rows: (CycleRow & { self: number; superior: number })[]; form: FormState }

export function CyclesPage({ rows, form }: CyclesProps) {
  const text = useMessages(manageMessages).cycles
  const shared = useMessages(messages)
  const format = useFormat()
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      <DataTable
        stack
        caption={text.title}
        captionHidden
        rows={rows}
        empty={<EmptyState title={text.none} />}
        columns={[
          { key: 'name', label: text.name, cell: (row) => row.name },
          {
            key: 'dates',
            label: `${text.opens} – ${text.closes}`,
            cell: (row) => `${format.shortDate(row.opens_on)} – ${format.shortDate(row.closes_on)}`,
          },
          {
            key: 'state',
            label: text.state,
            cell: (row) => (
              <Badge tone={row.state === 'open' ? 'success' : 'neutral'}>{shared.cycleState[row.state]}</Badge>
            ),
          },
          { key: 'self', label: text.selfDone, numeric: true, cell: (row) => format.number(row.self) },
          { key: 'superior', label: text.superiorDone, numeric: true, cell: (row) => format.number(row.superior) },
          {
            key: 'act',
            label: text.act,
            action: true,
            cell: (row) =>
              row.state === 'open' ? (
                <ActionButton
                  action={`/kompetensi/siklus/${row.id}/keadaan`}
                  label={text.close}
                  fields={{ state: 'closed' }}
                />
              ) : (
                <ActionButton
                  action={`/kompetensi/siklus/${row.id}/keadaan`}
                  label={text.open}
                  fields={{ state: 'open' }}
                />
              ),
          },
        ]}
      />
      <Section title={text.new} id="baru">
        <Form action="/kompetensi/siklus" form={form} submit={text.create}>
          <TextField name="name" label={text.name} hint={text.nameHint} required />
          <DateField name="opens_on" label={text.opens} required />
          <DateField name="closes_on" label={text.closes} required />
        </Form>
      </Section>
    </StaffPage>
  )
}
