import {
  DataTable,
  DateField,
  EmptyState,
  FieldGroup,
  Fold,
  Form,
  type FormState,
  LinkButton,
  ListEnd,
  RadioGroup,
  type RuleChange,
  RulePage,
  RuleSource,
  Section,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
} from '../../platform/ui/index.ts'
import { entryMessages } from './entry-messages.ts'
import { Cancel, useUnitCrumbs } from './entry-views.tsx'
import { messages } from './messages.ts'
import { useVersionName } from './parts.tsx'
import type { ChecklistRow, ItemCount, Template, UnitRow } from './queries.ts'
import { RULE_KEYS, type RuleRow } from './rules.ts'

type UnitName = Pick<UnitRow, 'id' | 'name'>
type SopProps = {
  unit: UnitName
  checklists: readonly ChecklistRow[]
  steps: readonly ItemCount[]
  least: number
  manage: boolean
  form: FormState
}

/** The procedures that hold for a unit, and which of their steps are left out, in the last twelve months. */
export function SopPage({ unit, checklists, steps, least, manage, form }: SopProps) {
  const text = useMessages(entryMessages)
  return (
    <StaffPage title={text.sop.title} lead={text.sop.lead} crumbs={useUnitCrumbs(unit)} form={form}>
      {checklists.length === 0 ? <EmptyState title={text.sop.none} body={text.sop.noneBody} icon="prove" /> : null}
      <ListEnd count={checklists.length} />
      {checklists.map((one) => (
        <Section
          key={one.id}
          id={`sop-${one.id}`}
          title={one.name}
          lead={one.source}
          actions={
            manage ? (
              <LinkButton href={`/kinerja/${unit.id}/sop/${one.id}`} tone="secondary" icon="plus">
                {text.sop.observe}
              </LinkButton>
            ) : undefined
          }
        >
          <Steps list={one} steps={steps.filter((step) => step.checklist_id === one.id)} least={least} />
        </Section>
      ))}
      {manage ? (
        <Fold action={`/kinerja/${unit.id}/sop`} label={text.sop.new} id="baru">
          <Form action={`/kinerja/${unit.id}/sop`} form={form} submit={text.save} draft={`sop-${unit.id}`}>
            <TextField name="name" label={text.sop.name} required />
            <TextField name="source" label={text.sop.source} required />
            <TextArea name="items" label={text.sop.items} hint={text.sop.itemsHint} rows={6} required />
          </Form>
        </Fold>
      ) : null}
    </StaffPage>
  )
}

function Steps({ list, steps, least }: { list: ChecklistRow; steps: readonly ItemCount[]; least: number }) {
  const text = useMessages(entryMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  const counts = new Map(steps.map((step) => [step.item, step]))
  return (
    <DataTable
      caption={list.name}
      captionHidden
      stack={false}
      rows={list.items.map((label, index) => ({ label, count: counts.get(index + 1) }))}
      columns={[
        { key: 'step', label: text.sop.steps, cell: (row) => row.label },
        {
          key: 'done',
          label: text.sop.done,
          numeric: true,
          cell: ({ count }) =>
            count === undefined || count.assessed < least
              ? shared.unsure
              : `${format.percent(count.met / count.assessed)} (${text.sop.shown(format.number(count.met), format.number(count.assessed))})`,
        },
      ]}
    />
  )
}

type ObserveProps = { unit: UnitName; checklist: ChecklistRow; today: string; form: FormState }

export function ObserveForm({ unit, checklist, today, form }: ObserveProps) {
  const text = useMessages(entryMessages).sop
  const save = useMessages(entryMessages).save
  const base = `/kinerja/${unit.id}/sop`
  const options = (['1', '0', '2'] as const).map((value) => ({ value, label: text.answers[value] }))
  return (
    <StaffPage
      title={checklist.name}
      lead={text.lead}
      crumbs={[...useUnitCrumbs(unit), { href: base, label: text.title }]}
      form={form}
    >
      <Form action={`${base}/${checklist.id}`} form={form} submit={save} secondary={<Cancel href={base} />}>
        <DateField name="observed_on" label={text.date} value={today} max={today} required />
        <FieldGroup title={text.steps}>
          {checklist.items.map((item, index) => (
            <RadioGroup
              name={`item-${index + 1}`}
              legend={`${index + 1}. ${item}`}
              options={options}
              layout="row"
              required
              key={item}
            />
          ))}
        </FieldGroup>
        <TextArea name="note" label={text.note} hint={text.noteHint} rows={2} />
      </Form>
    </StaffPage>
  )
}

type RulesProps = {
  rules: readonly RuleRow[]
  changes: readonly RuleChange[]
  templates: readonly Template[]
  today: string
  form: FormState
}

export function RulesPage({ templates, ...page }: RulesProps) {
  const text = useMessages(entryMessages).rules
  const shared = useMessages(messages)
  const versionOf = useVersionName()
  return (
    <RulePage
      {...page}
      title={text.title}
      lead={text.lead}
      at="/kinerja/aturan"
      may="performance.rules"
      keys={RULE_KEYS}
      nameOf={(key) => text.keys[key]}
    >
      <Section title={text.templates} id="baku" lead={text.templatesLead}>
        <DataTable
          stack
          caption={text.templates}
          captionHidden
          rows={templates}
          columns={[
            {
              key: 'name',
              label: text.rule,
              cell: (row) => (
                <>
                  <a href={`/istilah/unit_indicator/kata/${row.code}`}>{shared.templates[row.code]}</a>
                  <span class="fact-note">{shared.formulas[row.code]}</span>
                </>
              ),
            },
            { key: 'version', label: shared.ruleVersion, cell: (row) => versionOf(row.formula) },
            { key: 'source', label: text.source, cell: (row) => <RuleSource rule={row} /> },
          ]}
        />
      </Section>
    </RulePage>
  )
}
