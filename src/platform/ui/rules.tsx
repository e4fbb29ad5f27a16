import type { ComponentChildren } from 'preact'
import type { Permission } from '../access.ts'
import type { FormState } from '../http/input.ts'
import { Badge, Fold, Section } from './blocks.tsx'
import { Checkbox } from './choices.tsx'
import { DateField, SelectField, TextField } from './fields.tsx'
import { FieldRow, Form } from './form.tsx'
import { uiMessages } from './messages.ts'
import { useFormat, useMessages, useRequest } from './request.tsx'
import { type Crumb, StaffPage } from './staff-page.tsx'
import { type Column, DataTable } from './table.tsx'

/** Every rule from law says where it comes from and whether somebody has compared it with the original. */
export interface Sourced {
  readonly source: string
  readonly verified: boolean
}

export interface DatedRule extends Sourced {
  readonly valid_from: string
  /** The day from which it no longer holds. */
  readonly valid_to?: string | null | undefined
  /** Set again for the same day: kept, and in force no more. */
  readonly replaced?: boolean | undefined
}

/** What somebody set for a day, as it is kept. */
export interface RuleChange extends DatedRule {
  readonly key: string
  readonly value: number
  readonly at: Date
  /** Who, where the account is still known. */
  readonly by: string | null
}

/** "Perlu verifikasi", where nobody has compared the rule with its source. */
export function Unverified({ rule }: { rule: Pick<Sourced, 'verified'> }) {
  const text = useMessages(uiMessages)
  return rule.verified ? null : <Badge tone="warning">{text.unverified}</Badge>
}

export function RuleSource({ rule }: { rule: Sourced }) {
  const { language } = useRequest()
  return (
    <div class="cell-lines">
      {/* Sources are quoted in the language of the law. */}
      <small lang={language === 'id' ? undefined : 'id'}>{rule.source}</small>
      <Unverified rule={rule} />
    </div>
  )
}

interface RuleTableProps<Row extends DatedRule> {
  caption: string
  rows: readonly Row[]
  /** What the rule says; since when it holds and its source follow by themselves. */
  columns: readonly Column<Row>[]
  /** What can be done with the rule; stands last. */
  action?: Column<Row> | undefined
  empty?: ComponentChildren
  /** See DataTable. */
  fold?: number | undefined
}

export function RuleTable<Row extends DatedRule>({ caption, rows, columns, action, empty, fold }: RuleTableProps<Row>) {
  const text = useMessages(uiMessages)
  const format = useFormat()
  const period = ({ valid_from, valid_to }: DatedRule) =>
    valid_to ? `${format.shortDate(valid_from)} – ${format.shortDate(valid_to)}` : format.shortDate(valid_from)
  return (
    <DataTable
      stack
      fold={fold}
      caption={caption}
      captionHidden
      rows={rows}
      rowTone={(row) => (row.replaced ? 'muted' : 'normal')}
      empty={empty}
      columns={[
        ...columns,
        {
          key: 'since',
          label: text.inForce,
          cell: (row) => (
            <>
              {period(row)} {row.replaced ? <Badge>{text.replaced}</Badge> : null}
            </>
          ),
        },
        { key: 'source', label: text.ruleSource, cell: (row) => <RuleSource rule={row} /> },
        ...(action ? [action] : []),
      ]}
    />
  )
}

/** The value of a rule today; one that nobody has set is built in and has no day. */
interface RuleToday extends Sourced {
  readonly key: string
  readonly value: number
  readonly valid_from: string | null
}

interface RulesTodayProps<Row extends RuleToday> {
  caption: string
  rows: readonly Row[]
  nameOf: (key: Row['key']) => string
  amountOf?: ((row: Row) => string) | undefined
  /** What can be done with the rule; stands last. */
  action?: Column<Row> | undefined
}

/** What holds now, each rule with its value, its source and since when. */
export function RulesToday<Row extends RuleToday>({ caption, rows, nameOf, amountOf, action }: RulesTodayProps<Row>) {
  const text = useMessages(uiMessages)
  const format = useFormat()
  return (
    <DataTable
      stack
      caption={caption}
      captionHidden
      rows={rows}
      columns={[
        { key: 'rule', label: text.ruleName, cell: (row) => nameOf(row.key) },
        {
          key: 'value',
          label: text.ruleValue,
          nowrap: true,
          cell: (row) => amountOf?.(row) ?? format.number(row.value),
        },
        { key: 'source', label: text.ruleSource, cell: (row) => <RuleSource rule={row} /> },
        {
          key: 'since',
          label: text.inForce,
          cell: (row) => (row.valid_from ? format.shortDate(row.valid_from) : text.ruleBuiltIn),
        },
        ...(action ? [action] : []),
      ]}
    />
  )
}

interface RuleHistoryProps<Row extends RuleChange> {
  rows: readonly Row[]
  nameOf: (key: Row['key']) => string
  amountOf?: ((row: Row) => string) | undefined
}

/** Everything that was ever set; nothing is deleted, of one day what was set last holds. */
export function RuleHistory<Row extends RuleChange>({ rows, nameOf, amountOf }: RuleHistoryProps<Row>) {
  const text = useMessages(uiMessages)
  const format = useFormat()
  if (rows.length === 0) return null
  return (
    <Section title={text.ruleHistory} lead={text.ruleHistoryLead} id="riwayat">
      <RuleTable
        caption={text.ruleHistory}
        rows={rows}
        columns={[
          { key: 'rule', label: text.ruleName, cell: (row) => nameOf(row.key) },
          { key: 'value', label: text.ruleValue, cell: (row) => amountOf?.(row) ?? format.number(row.value) },
        ]}
        action={{
          key: 'by',
          label: text.ruleSetBy,
          cell: (row) => [row.by, format.dateTime(row.at)].filter(Boolean).join(', '),
        }}
      />
    </Section>
  )
}

/** What every new rule says of itself: from which day it holds, what it rests on, whether somebody compared it. */
export function RuleFields({ today, source }: { today: string; source?: string | undefined }) {
  const text = useMessages(uiMessages)
  return (
    <>
      <DateField name="valid_from" label={text.inForce} hint={text.ruleSinceHint} min={today} value={today} required />
      <TextField name="source" label={text.ruleSource} value={source} required />
      <Checkbox name="verified" label={text.ruleChecked} />
    </>
  )
}

interface RuleFormProps {
  action: string
  keys: readonly string[]
  nameOf: (key: string) => string
  today: string
  form: FormState
}

/** Sets one number of several, from a day on. */
function RuleForm({ action, keys, nameOf, today, form }: RuleFormProps) {
  const text = useMessages(uiMessages)
  return (
    <Fold action={action} label={text.ruleChange} id="ubah">
      <Form action={action} form={form} submit={text.ruleSave}>
        <FieldRow>
          <SelectField
            name="key"
            label={text.ruleName}
            required
            options={keys.map((key) => ({ value: key, label: nameOf(key) }))}
          />
          <TextField name="value" label={text.ruleValue} inputmode="decimal" width="short" required />
        </FieldRow>
        <RuleFields today={today} />
      </Form>
    </Fold>
  )
}

interface RulePageProps<Row extends RuleToday> {
  title: string
  lead: string
  crumbs?: readonly Crumb[] | undefined
  /** The page's own address; its form is sent there. */
  at: string
  may: Permission
  keys: readonly Row['key'][]
  nameOf: (key: Row['key']) => string
  amountOf?: ((row: { key: string; value: number }) => string) | undefined
  rules: readonly Row[]
  changes: readonly RuleChange[]
  today: string
  form: FormState
  /** Above the rules: what names them. */
  intro?: ComponentChildren
  /** Between what holds and the form: how a number would have done. */
  trial?: ComponentChildren
  /** Below: what else the page tells. */
  children?: ComponentChildren
}

/** Numbers of a slice: what holds today, the form for whoever may set one, and all that was ever set. */
export function RulePage<Row extends RuleToday>({ at, may, keys, nameOf, amountOf, ...page }: RulePageProps<Row>) {
  const { permissions } = useRequest()
  const { title, lead, crumbs, form, today, rules, changes } = page
  const named = (key: string) => nameOf(key as Row['key'])
  return (
    <StaffPage title={title} lead={lead} crumbs={crumbs} form={form}>
      {page.intro}
      <RulesToday
        caption={title}
        rows={keys.flatMap((key) => rules.filter((rule) => rule.key === key))}
        nameOf={named}
        amountOf={amountOf}
      />
      {page.trial}
      {permissions.has(may) ? <RuleForm action={at} keys={keys} nameOf={named} today={today} form={form} /> : null}
      <RuleHistory rows={changes} nameOf={named} amountOf={amountOf} />
      {page.children}
    </StaffPage>
  )
}
