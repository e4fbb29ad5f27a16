import { levelText, POSITION_KIND_TEXTS, type PositionKind } from '../../core/organization/index.ts'
import type { DatedNumber } from '../../platform/dated-rules.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DataTable,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  type RuleChange,
  RuleFields,
  RuleHistory,
  RuleSource,
  RulesToday,
  RuleTable,
  Section,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { ItemRow, OtherItem } from './rule-queries.ts'

const AT = '/pensiun/aturan'

type RulesProps = {
  rules: readonly DatedNumber[]
  changes: readonly RuleChange[]
  items: readonly ItemRow[]
  others: readonly OtherItem[]
  chosen: string | undefined
  step: string | undefined
  today: string
  form: FormState
}

export function RulesPage({ rules, changes, items, others, chosen, step, today, form }: RulesProps) {
  const t = useMessages(messages)
  const nameOf = useRuleName()
  const amountOf = useRuleValue()
  const rule = rules.find((one) => one.key === chosen)
  const item = items.find((one) => one.code === step)
  const adding = 'title' in form.values && !item
  return (
    <StaffPage title={t.rulesTitle} lead={t.rulesLead} form={form}>
      {rule ? <RuleForm rule={rule} today={today} form={form} /> : null}
      {item ? (
        <Section title={t.changeRule(item.title)} id="ubah-langkah">
          <ItemForm item={item} today={today} form={form} />
        </Section>
      ) : null}
      <Section title={t.rule} id="aturan">
        <DatedNumbers rules={rules} />
      </Section>
      <RuleHistory rows={changes} nameOf={nameOf} amountOf={amountOf} />
      <Section title={t.itemsTitle} id="daftar" lead={t.itemsLead}>
        <ItemRows items={items} />
        {others.length > 0 ? <OtherItems rows={others} /> : null}
        <Why label={t.newItem} open={adding}>
          <ItemForm today={today} form={adding ? form : undefined} />
        </Why>
      </Section>
    </StaffPage>
  )
}

function useRuleName(): (key: string) => string {
  const t = useMessages(messages)
  const { language } = useRequest()
  return (key) => {
    const [kind, place, level] = key.split(':')
    if (kind !== 'age') return (t.ruleNames as Readonly<Record<string, string>>)[key] ?? key
    const group = POSITION_KIND_TEXTS[place as PositionKind][language]
    return group === levelText(level!) ? group : `${group}, ${levelText(level!)}`
  }
}

function useRuleValue(): (rule: Pick<DatedNumber, 'key' | 'value'>) => string {
  const t = useMessages(messages)
  const format = useFormat()
  return ({ key, value }) => (key.startsWith('age:') ? t.years(format.number(value)) : t.monthsOf(format.number(value)))
}

function DatedNumbers({ rules }: { rules: readonly DatedNumber[] }) {
  const t = useMessages(messages)
  const nameOf = useRuleName()
  const amountOf = useRuleValue()
  return (
    <RulesToday
      caption={t.rulesTitle}
      rows={rules}
      nameOf={nameOf}
      amountOf={amountOf}
      action={{
        key: 'change',
        label: t.change,
        action: true,
        cell: (rule) => (
          <a href={`${AT}?ubah=${encodeURIComponent(rule.key)}#ubah`} aria-label={t.changeRule(nameOf(rule.key))}>
            {t.change}
          </a>
        ),
      }}
    />
  )
}

function RuleForm({ rule, today, form }: { rule: DatedNumber; today: string; form: FormState }) {
  const t = useMessages(messages)
  const name = useRuleName()(rule.key)
  return (
    <Section title={t.changeRule(name)} id="ubah">
      <Form action={AT} form={form} submit={t.save} secondary={<Cancel />} seen={seenOf(rule)}>
        <HiddenField name="key" value={rule.key} />
        <TextField name="value" label={t.value} value={rule.value} inputmode="numeric" width="short" required />
        <RuleFields today={today} source={rule.source} />
      </Form>
    </Section>
  )
}

function Cancel() {
  const t = useMessages(messages)
  return (
    <LinkButton href={AT} tone="quiet">
      {t.cancel}
    </LinkButton>
  )
}

function ItemRows({ items }: { items: readonly ItemRow[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <DataTable
      caption={t.itemsTitle}
      captionHidden
      stack
      rows={items}
      columns={[
        {
          key: 'title',
          label: t.item,
          cell: (item) => (
            <>
              {item.title} {item.hidden ? <Badge>{t.hiddenState}</Badge> : null}
            </>
          ),
        },
        { key: 'before', label: t.before, nowrap: true, cell: (item) => t.monthsOf(format.number(item.months_before)) },
        { key: 'source', label: t.source, cell: (item) => <RuleSource rule={item} /> },
        {
          key: 'change',
          label: t.change,
          action: true,
          cell: (item) => (
            <a href={`${AT}?langkah=${item.code}#ubah-langkah`} aria-label={t.changeRule(item.title)}>
              {t.change}
            </a>
          ),
        },
      ]}
    />
  )
}

function OtherItems({ rows }: { rows: readonly OtherItem[] }) {
  const t = useMessages(messages)
  const format = useFormat()
  return (
    <RuleTable
      caption={t.replacedItems}
      rows={rows}
      columns={[
        { key: 'title', label: t.item, cell: (row) => row.title },
        { key: 'before', label: t.before, nowrap: true, cell: (row) => t.monthsOf(format.number(row.months_before)) },
      ]}
    />
  )
}

type ItemFormProps = { item?: ItemRow; today: string; form?: FormState | undefined }

function ItemForm({ item, today, form }: ItemFormProps) {
  const t = useMessages(messages)
  const typed = form !== undefined && Object.keys(form.values).length > 0
  return (
    <Form
      action={`${AT}/daftar`}
      form={form}
      submit={t.save}
      secondary={item ? <Cancel /> : undefined}
      id="langkah"
      seen={item && seenOf(item)}
    >
      {item ? <HiddenField name="code" value={item.code} /> : null}
      <TextField name="title" label={t.item} value={item?.title} required />
      <TextArea name="hint" label={t.hint} value={item?.hint} rows={3} />
      <TextField
        name="months_before"
        label={t.before}
        value={item?.months_before}
        inputmode="numeric"
        width="short"
        after={t.unitMonths}
        required
      />
      <RuleFields today={today} source={item?.source} />
      <Checkbox name="hidden" label={t.hidden} checked={!typed && item?.hidden === true} />
    </Form>
  )
}
