import type { DatedNumber } from '../../platform/dated-rules.ts'
import type { FormState } from '../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  DataTable,
  DateField,
  EmptyState,
  Form,
  type RuleChange,
  RulePage,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import type { CycleRow } from './assessment-queries.ts'
import { manageMessages } from './manage-messages.ts'
import { messages } from './messages.ts'
import { RULE_KEYS, type RuleKey } from './model.ts'

type RulesProps = {
  rules: readonly DatedNumber<RuleKey>[]
  changes: readonly RuleChange[]
  today: string
  form: FormState
}

export function RulesPage(page: RulesProps) {
  const text = useMessages(manageMessages).rules
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      at="/kompetensi/aturan"
      may="competency.manage"
      keys={RULE_KEYS}
      nameOf={(key) => text.keys[key]}
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
