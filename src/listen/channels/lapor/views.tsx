import { LaporRoles } from '../../../core/roles/index.ts'
import type { FormState } from '../../../platform/http/input.ts'
import {
  Badge,
  DataTable,
  DateTime,
  Dialog,
  FileField,
  Form,
  ListEnd,
  ListTable,
  Notice,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { MOST_BYTES } from '../files.ts'
import { intakeMessages } from '../intake-messages.ts'
import type { Plan, Planned } from './acts.ts'
import { classMessages } from './class-messages.ts'
import { CLASS_PAGE } from './class-model.ts'
import { LAPOR_FIELDS, type LaporField, REQUIRED } from './model.ts'
import { type ImportRow, type LaporCase, MOST_IMPORTS } from './queries.ts'

const MOST_SHOWN = 200
type ListedImport = Omit<ImportRow, 'lines' | 'numbers'>

export function LaporPage({
  imports,
  cases,
  form,
}: {
  imports: readonly ListedImport[]
  cases: readonly (LaporCase & { updated_at: Date })[]
  form: FormState | undefined
}) {
  const all = useMessages(intakeMessages)
  const text = all.lapor
  const format = useFormat()
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/kanal', label: all.channels }]} form={form}>
      <p>
        <a href={CLASS_PAGE}>{useMessages(classMessages).title}</a>
      </p>
      <Section title={text.upload} id="unggah">
        <Form action="/kanal/lapor" form={form} submit={text.check} upload>
          <FileField
            name="file"
            label={text.file}
            hint={text.fileHint}
            accept=".csv,.xlsx"
            maxBytes={MOST_BYTES}
            required
          />
        </Form>
      </Section>
      <Section title={text.imports} id="berkas">
        <ListEnd count={imports.length} most={MOST_IMPORTS} />
        {imports.length === 0 ? (
          <p>{text.none}</p>
        ) : (
          <DataTable
            caption={text.imports}
            captionHidden
            stack
            rows={imports}
            columns={[
              {
                key: 'name',
                label: text.name,
                cell: (row: ListedImport) => <a href={`/kanal/lapor/${row.id}`}>{row.file_name}</a>,
              },
              {
                key: 'when',
                label: text.when,
                cell: (row: ListedImport) => <DateTime value={row.created_at} />,
              },
              {
                key: 'result',
                label: text.result,
                cell: ({ counts }: ListedImport) =>
                  counts ? (
                    text.counts(counts.made, counts.changed, counts.same, counts.wrong)
                  ) : (
                    <Badge tone="accent">{text.notYet}</Badge>
                  ),
              },
            ]}
          />
        )}
      </Section>
      <Section title={text.cases} id="laporan">
        {cases.length === 0 ? (
          <p>{text.noCases}</p>
        ) : (
          <ListTable
            caption={text.cases}
            captionHidden
            stack
            rows={cases}
            columns={[
              {
                key: 'number',
                label: text.number,
                nowrap: true,
                cell: (row: LaporCase) => <a href={`/pengaduan/${row.complaint_id}`}>{row.tracking_id}</a>,
              },
              { key: 'state', label: text.state, cell: (row: LaporCase) => row.state ?? '–' },
              { key: 'class', label: text.class, cell: (row: LaporCase) => row.class ?? '–' },
              {
                key: 'disposed',
                label: text.disposed,
                cell: (row: LaporCase) => (row.disposed_on ? format.date(row.disposed_on) : '–'),
              },
            ]}
          />
        )}
      </Section>
      <LaporRoles />
    </StaffPage>
  )
}

export function ImportPage({
  row,
  plan,
  missing,
  own,
  form,
}: {
  row: ImportRow
  plan: Plan
  missing: readonly LaporField[]
  own: Readonly<Partial<Record<LaporField, string>>>
  form: FormState | undefined
}) {
  const all = useMessages(intakeMessages)
  const text = all.lapor
  const made = plan.planned.filter((one) => one.what !== 'same').length
  return (
    <StaffPage
      title={row.file_name}
      crumbs={[
        { href: '/kanal', label: all.channels },
        { href: '/kanal/lapor', label: text.title },
      ]}
      form={form}
    >
      {row.counts ? (
        <Notice tone="success" title={text.applied}>
          {text.counts(row.counts.made, row.counts.changed, row.counts.same, row.counts.wrong)}
        </Notice>
      ) : (
        <>
          {missing.length > 0 ? (
            <Notice tone="warning">{text.columnsMissing(missing.map((field) => text.fields[field]).join(', '))}</Notice>
          ) : (
            <Preview plan={plan} />
          )}
          {missing.length === 0 && made > 0 ? (
            <Form action={`/kanal/lapor/${row.id}/terapkan`} submit={text.applyThese(made)} id="terapkan" />
          ) : null}
          {missing.length > 0 ? (
            <Section title={text.columns} lead={text.columnsLead} id="kolom">
              <Columns row={row} own={own} form={form} />
            </Section>
          ) : (
            <Dialog id="kolom" label={text.columns} title={text.columns} tone="quiet">
              <p>{text.columnsLead}</p>
              <Columns row={row} own={own} form={form} />
            </Dialog>
          )}
        </>
      )}
    </StaffPage>
  )
}

function Columns({
  row,
  own,
  form,
}: {
  row: ImportRow
  own: Readonly<Partial<Record<LaporField, string>>>
  form: FormState | undefined
}) {
  const text = useMessages(intakeMessages).lapor
  return (
    <Form
      action={`/kanal/lapor/${row.id}/kolom`}
      form={form}
      submit={text.columnsSave}
      tone="secondary"
      id="kolom-form"
    >
      {LAPOR_FIELDS.map((field) => (
        <TextField
          name={field}
          label={text.fields[field]}
          hint={REQUIRED.includes(field) ? row.headings.join(' · ') : undefined}
          value={own[field] ?? ''}
          width="medium"
        />
      ))}
    </Form>
  )
}

function Preview({ plan }: { plan: Plan }) {
  const text = useMessages(intakeMessages).lapor
  const classes = useMessages(classMessages)
  const saysClass = ({ row, rule, what }: Planned) => {
    if (what !== 'made') return undefined
    if (row.class === null) return classes.empty
    if (!rule) return classes.unmapped(row.class)
    return rule.class ? classes.becomes(classes.class[rule.class]) : classes.person(row.class)
  }
  const unmapped = plan.planned.filter(({ row, rule, what }) => what === 'made' && row.class !== null && !rule).length
  const of = (what: Planned['what']) => plan.planned.filter((one) => one.what === what).length
  const lines = [
    ...plan.wrong.map((one) => ({
      line: one.line,
      number: one.id,
      what: one.cell && one.cell !== one.id ? `${text.wrong[one.problem]}: “${one.cell}”` : text.wrong[one.problem],
      class: undefined,
      wrong: true,
    })),
    ...plan.planned.map((one) => ({
      line: one.line,
      number: one.row.tracking_id,
      what: `${text.will[one.what]}${one.row.state ? ` · ${one.row.state}` : ''}`,
      class: saysClass(one),
      wrong: false,
    })),
  ].slice(0, MOST_SHOWN)
  return (
    <Section
      title={text.preview}
      lead={text.counts(of('made'), of('changed'), of('same'), plan.wrong.length)}
      id="periksa"
    >
      {plan.wrong.length > 0 ? (
        <Notice tone="warning" title={text.someSkipped(plan.wrong.length)}>
          {text.someSkippedHow}
        </Notice>
      ) : null}
      {unmapped > 0 ? (
        <Notice tone="info" title={classes.someUnmapped(unmapped)}>
          {classes.someUnmappedHow} <a href={CLASS_PAGE}>{classes.title}</a>
        </Notice>
      ) : null}
      {lines.length === MOST_SHOWN ? <p>{text.shown(MOST_SHOWN)}</p> : null}
      {lines.length === 0 ? (
        <p>{text.nothing}</p>
      ) : (
        <DataTable
          caption={text.preview}
          captionHidden
          stack
          rows={lines}
          columns={[
            { key: 'line', label: text.line, numeric: true, cell: (row: (typeof lines)[number]) => String(row.line) },
            {
              key: 'number',
              label: text.number,
              nowrap: true,
              cell: (row: (typeof lines)[number]) => row.number || '–',
            },
            {
              key: 'what',
              label: text.result,
              cell: (row: (typeof lines)[number]) =>
                row.wrong ? (
                  <div class="cell-lines">
                    <Badge tone="danger">{text.skipped}</Badge>
                    <span>{row.what}</span>
                  </div>
                ) : (
                  <div class="cell-lines">
                    <span>{row.what}</span>
                    {row.class ? <small>{row.class}</small> : null}
                  </div>
                ),
            },
          ]}
        />
      )}
    </Section>
  )
}
