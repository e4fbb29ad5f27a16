import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  Form,
  type FormState,
  LinkButton,
  RuleSource,
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
import { boundsOf, type RuleChange, type RuleRow } from './rules.ts'
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

type RulesProps = {
  rules: readonly RuleRow[]
  changes: readonly RuleChange[]
  chosen: string | undefined
  today: string
  form?: FormState | undefined
}

export function RulesPage({ rules, changes, chosen, today, form }: RulesProps) {
  const text = useMessages(ruleMessages)
  const named = rules.filter(({ key }) => key.startsWith('component.'))
  const changed = rules.find(({ key }) => key === chosen)
  const planned = changes.filter((one) => one.valid_from > today && !one.replaced)
  const past = changes.filter(({ key }) => key === chosen)
  return (
    <StaffPage title={text.title} lead={text.lead} form={form}>
      {changed ? <ChangeForm rule={changed} today={today} form={form} /> : null}
      {changed && past.length > 0 ? (
        <Section title={text.history} lead={text.historyLead} id="riwayat">
          <ChangeTable caption={text.history} changes={past} />
        </Section>
      ) : null}
      {planned.length > 0 ? (
        <Section title={text.planned} lead={text.plannedLead} id="rencana">
          <ChangeTable caption={text.planned} changes={planned} />
        </Section>
      ) : null}
      <Section title={text.limits} id="batas">
        <RuleTable caption={text.limits} rules={rules.filter((rule) => !named.includes(rule))} />
      </Section>
      <Section title={text.components} lead={text.componentsLead} id="komponen">
        <ComponentTable rules={named} />
      </Section>
    </StaffPage>
  )
}

function ChangeForm({ rule, today, form }: { rule: RuleRow; today: string; form?: FormState | undefined }) {
  const text = useMessages(ruleMessages)
  const name = useRuleName()(rule.key)
  return (
    <Section title={text.change(name)} id="ubah">
      <Form
        action="/layanan/ketentuan"
        form={form}
        seen={seenOf(rule)}
        submit={text.save}
        secondary={
          <LinkButton href="/layanan/ketentuan" tone="quiet">
            {text.cancel}
          </LinkButton>
        }
      >
        <input type="hidden" name="key" value={rule.key} />
        {boundsOf(rule.key) ? (
          <TextField name="value" label={name} inputmode="numeric" width="short" value={rule.value} required />
        ) : (
          <TextArea name="value" label={text.value} rows={rule.key === 'pledge' ? 5 : 2} value={rule.value} required />
        )}
        <TextField name="source" label={text.source} hint={text.sourceHint} value={rule.source} required />
        <DateField name="valid_from" label={text.since} value={today} required />
        <Checkbox name="verified" label={text.check} />
      </Form>
    </Section>
  )
}

function ChangeTable({ caption, changes }: { caption: string; changes: readonly RuleChange[] }) {
  const text = useMessages(ruleMessages)
  const format = useFormat()
  const nameOf = useRuleName()
  return (
    <DataTable
      caption={caption}
      captionHidden
      stack
      rows={changes}
      rowTone={(one) => (one.replaced ? 'muted' : 'normal')}
      columns={[
        {
          key: 'since',
          label: text.since,
          cell: (one) => (
            <>
              {format.date(one.valid_from)} {one.replaced ? <Badge>{text.replaced}</Badge> : null}
            </>
          ),
        },
        { key: 'key', label: text.key, cell: (one) => nameOf(one.key) },
        { key: 'value', label: text.value, cell: (one) => one.value },
        { key: 'source', label: text.source, cell: (one) => <RuleSource rule={one} /> },
        { key: 'by', label: text.setBy, cell: (one) => [one.by, format.dateTime(one.at)].filter(Boolean).join(', ') },
      ]}
    />
  )
}

function RuleTable({ caption, rules }: { caption: string; rules: readonly RuleRow[] }) {
  const text = useMessages(ruleMessages)
  const format = useFormat()
  const nameOf = useRuleName()
  return (
    <DataTable
      caption={caption}
      captionHidden
      stack
      rows={rules}
      columns={[
        { key: 'key', label: text.key, cell: (rule) => nameOf(rule.key) },
        {
          key: 'value',
          label: text.value,
          cell: (rule) => (boundsOf(rule.key) ? format.number(Number(rule.value)) : rule.value),
        },
        { key: 'source', label: text.source, cell: (rule) => <SourceOf rule={rule} /> },
        {
          key: 'since',
          label: text.since,
          cell: (rule) => (rule.valid_from ? format.date(rule.valid_from) : text.builtIn),
        },
        { key: 'change', label: text.action, action: true, cell: (rule) => <ChangeLink rule={rule} /> },
      ]}
    />
  )
}

function SourceOf({ rule }: { rule: RuleRow }) {
  return (
    <span class="cell-lines">
      <small>{rule.source}</small>
      <RuleState rule={rule} />
    </span>
  )
}

/** A component's rule is its name: only one that was renamed has two. */
function ComponentTable({ rules }: { rules: readonly RuleRow[] }) {
  const text = useMessages(ruleMessages)
  const nameOf = useRuleName()
  return (
    <DataTable
      caption={text.components}
      captionHidden
      stack
      rows={rules}
      columns={[
        { key: 'key', label: text.component, cell: (rule) => (rule.own ? rule.value : nameOf(rule.key)) },
        { key: 'source', label: text.source, cell: (rule) => <SourceOf rule={rule} /> },
        { key: 'change', label: text.action, action: true, cell: (rule) => <ChangeLink rule={rule} /> },
      ]}
    />
  )
}

function RuleState({ rule }: { rule: RuleRow }) {
  const text = useMessages(ruleMessages)
  return <Badge tone={rule.verified ? 'success' : 'warning'}>{rule.verified ? text.verified : text.unverified}</Badge>
}

function ChangeLink({ rule }: { rule: RuleRow }) {
  const text = useMessages(ruleMessages)
  const nameOf = useRuleName()
  return (
    <a href={`/layanan/ketentuan?ubah=${rule.key}#ubah`}>
      {text.edit} <span class="visually-hidden">{nameOf(rule.key)}</span>
    </a>
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
