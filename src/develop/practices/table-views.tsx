import {
  Badge,
  Checkbox,
  DataTable,
  DateField,
  DateTime,
  EmptyState,
  Filters,
  Fold,
  Form,
  type FormState,
  LinkButton,
  ListTable,
  PrintButton,
  RuleTable,
  SelectField,
  StaffPage,
  Stat,
  shortened,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  Why,
} from '../../platform/ui/index.ts'
import type { Implemented, LogRow, OwnRow } from './log-queries.ts'
import { messages } from './messages.ts'
import { type Criterion, criteriaOn, NEW_CRITERION } from './model.ts'
import { useProblems } from './problem-words.ts'
import type { EntryRow } from './queries.ts'
import type { ResultRow } from './story-queries.ts'
import { EntryBadge, StateBadge, useResultText } from './views.tsx'

/** Instansi · Praktik Terbaik · Hasil, as the source text draws it. */
export function TablePage({ rows, results }: { rows: readonly EntryRow[]; results: readonly ResultRow[] }) {
  const text = useMessages(messages)
  const say = useResultText()
  const of = Map.groupBy(results, (result) => result.entry_id)
  return (
    <StaffPage
      title={text.table}
      lead={text.tableLead}
      crumbs={[{ href: '/praktik', label: text.list }]}
      actions={<PrintButton label={text.print} />}
    >
      <ListTable
        caption={text.table}
        captionHidden
        stack
        rows={rows}
        exports={{ csv: '/praktik/unduh?bentuk=csv', xlsx: '/praktik/unduh?bentuk=xlsx' }}
        empty={<EmptyState title={text.empty} body={text.emptyBody} />}
        columns={[
          {
            key: 'institution',
            by: (row) => row.holder || row.unit_name,
            label: text.facts.institution,
            cell: (row) => row.holder || row.unit_name,
          },
          {
            key: 'practice',
            label: text.facts.practice,
            cell: (row) => (
              <>
                <a href={`/praktik/${row.id}`}>{row.title}</a> <EntryBadge row={row} />
              </>
            ),
          },
          {
            key: 'result',
            label: text.facts.result,
            cell: (row) => {
              const own = of.get(row.id) ?? []
              if (!row.outcome && own.length === 0) return text.publicNoResult
              return (
                <div class="cell-lines">
                  {row.outcome ? <span>{row.outcome}</span> : null}
                  {own.map((result) => (
                    <small key={result.number}>
                      {result.indicator}: {say(result)}
                    </small>
                  ))}
                </div>
              )
            },
          },
        ]}
      />
    </StaffPage>
  )
}

interface LogProps {
  rows: readonly LogRow[]
  counted: Implemented
  period: { from: string; until: string }
  unit: string | undefined
  units: readonly { id: string; name: string }[]
}

/** Who did what when, and the indicator that follows from it. */
export function LogPage({ rows, counted, period, unit, units }: LogProps) {
  const text = useMessages(messages)
  const format = useFormat()
  const address = new URLSearchParams({ dari: period.from, sampai: period.until, ...(unit ? { unit } : {}) })
  const nameOf = new Map(units.map((one) => [one.id, one.name]))
  return (
    <StaffPage title={text.log} lead={text.logLead} crumbs={[{ href: '/praktik', label: text.list }]}>
      <Filters values={{ dari: period.from, sampai: period.until, unit }} keep={['sort']}>
        <DateField name="dari" label={text.from} />
        <DateField name="sampai" label={text.until} />
        <SelectField
          name="unit"
          label={text.unit}
          placeholder={text.allUnits}
          options={units.map((one) => ({ value: one.id, label: one.name }))}
        />
      </Filters>
      <Stat
        label={text.indicatorTitle}
        value={format.number(counted.count)}
        note={text.indicatorNote(format.shortDate(period.from), format.shortDate(period.until))}
      />
      <Why label={text.indicatorWhy}>
        <p>{text.indicatorRule}</p>
        {counted.entries.length === 0 ? <p>{text.noneCounted}</p> : null}
        <ul>
          {counted.entries.map((one) => (
            <li key={one.id}>
              <a href={`/praktik/${one.id}`}>{one.title}</a> · {nameOf.get(one.unit_id) ?? ''} ·{' '}
              <DateTime value={one.since} />
            </li>
          ))}
        </ul>
      </Why>
      <ListTable
        caption={text.log}
        rows={rows}
        exports={{
          csv: `/praktik/catatan/unduh?${address}&bentuk=csv`,
          xlsx: `/praktik/catatan/unduh?${address}&bentuk=xlsx`,
        }}
        empty={<EmptyState title={text.noLog} />}
        columns={[
          { key: 'on', by: (row) => row.on, label: text.on, nowrap: true, cell: (row) => format.shortDate(row.on) },
          {
            key: 'title',
            by: (row) => row.title,
            label: text.innovation,
            header: true,
            cell: (row) => <a href={`/praktik/${row.entry_id}`}>{row.title}</a>,
          },
          { key: 'unit', by: (row) => row.unit_name, label: text.unit, cell: (row) => row.unit_name },
          { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
          { key: 'people', label: text.people, cell: (row) => row.people ?? '–' },
        ]}
      />
    </StaffPage>
  )
}

export function OwnPage({ rows, unit }: { rows: readonly OwnRow[]; unit: string | undefined }) {
  const text = useMessages(messages)
  const format = useFormat()
  const write = unit ? <LinkButton href="/inovasi-saya/baru">{text.idea}</LinkButton> : undefined
  return (
    <StaffPage title={text.mine} lead={text.mineLead} actions={rows.length > 0 ? write : undefined}>
      <DataTable
        caption={text.mine}
        captionHidden
        stack
        rows={rows}
        empty={
          <EmptyState
            title={text.mineEmpty}
            body={unit ? text.mineEmptyBody : text.noUnit}
            action={write}
            icon="star"
          />
        }
        columns={[
          {
            key: 'title',
            label: text.title,
            cell: (row) => row.title,
          },
          { key: 'part', label: text.part, cell: (row) => row.part || '–' },
          { key: 'state', label: text.state, cell: (row) => <StateBadge state={row.state} /> },
          {
            key: 'steps',
            label: text.story,
            cell: (row) => (
              <div class="cell-lines">
                <span>
                  {format.date(row.created_at)}: {text.began}
                </span>
                {row.steps.map((step, index) => (
                  <span key={index}>
                    {format.date(step.on)}: {text.states[step.to]}{' '}
                    {step.decision === 'accepted' ? null : (
                      <Badge tone={step.decision ? 'danger' : 'warning'}>
                        {step.decision ? text.returned : text.waitingReview}
                      </Badge>
                    )}
                    {step.decision === 'returned' && step.note ? <small>{step.note}</small> : null}
                  </span>
                ))}
              </div>
            ),
          },
        ]}
      />
    </StaffPage>
  )
}

export function IdeaPage({ form }: { form: FormState }) {
  const text = useMessages(messages)
  const problems = useProblems()
  return (
    <StaffPage
      title={text.idea}
      lead={text.ideaLead}
      crumbs={[{ href: '/inovasi-saya', label: text.mine }]}
      form={form}
    >
      <Form action="/inovasi-saya/baru" form={form} submit={text.sendIdea} draft="inovasi-saya">
        <TextField name="title" label={text.title} hint={text.titleHint} required />
        <SelectField name="theme" label={text.theme} required width="medium" options={problems} />
        <TextArea name="problem" label={text.problem} hint={text.problemHint} rows={3} maxLength={2000} required />
        <TextArea name="practice" label={text.ideaPractice} rows={5} maxLength={4000} required />
      </Form>
    </StaffPage>
  )
}

export function RulesPage({ rows, today, form }: { rows: readonly Criterion[]; today: string; form: FormState }) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.rules} lead={text.rulesLead} crumbs={[{ href: '/praktik', label: text.list }]} form={form}>
      <RuleTable
        caption={text.rules}
        rows={rows}
        columns={[{ key: 'text', label: text.criterion, cell: (row) => row.text || text.ended }]}
      />
      <Fold action="/praktik/ketentuan" label={text.changeCriterion} id="tetapkan">
        <Form action="/praktik/ketentuan" form={form} submit={text.setCriterion}>
          <SelectField
            name="key"
            label={text.changes}
            required
            options={[
              ...criteriaOn(rows, today).map((row) => ({ value: row.key, label: shortened(row.text) })),
              { value: NEW_CRITERION, label: text.newCriterion },
            ]}
          />
          <TextField name="text" label={text.criterionText} hint={text.criterionHint} />
          <TextField name="source" label={text.source} required />
          <DateField name="valid_from" label={text.validFrom} required value={today} />
          <Checkbox name="verified" label={text.verified} />
        </Form>
      </Fold>
    </StaffPage>
  )
}
