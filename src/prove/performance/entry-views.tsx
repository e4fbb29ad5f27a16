import { IndicatorFields } from '../../develop/programs/index.ts'
import { formatMonth } from '../../platform/i18n.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  DateField,
  DateTime,
  Dialog,
  EmptyState,
  Facts,
  FieldGroup,
  FieldRow,
  FileField,
  Form,
  type FormState,
  HiddenField,
  LinkButton,
  ListTable,
  Notice,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { entryMessages } from './entry-messages.ts'
import { messages } from './messages.ts'
import { EVIDENCE_BYTES } from './model.ts'
import type { EntryRow, IndicatorRow, Template, UnitRow } from './queries.ts'
import { RECORDED, type TemplateCode } from './score.ts'

type UnitName = Pick<UnitRow, 'id' | 'name'>

export function useUnitCrumbs(unit: UnitName) {
  const text = useMessages(messages)
  return [
    { href: '/pantauan', label: text.board },
    { href: `/kinerja/${unit.id}`, label: unit.name },
  ]
}

export function Cancel({ href }: { href: string }) {
  const text = useMessages(entryMessages)
  return (
    <LinkButton href={href} tone="quiet">
      {text.cancel}
    </LinkButton>
  )
}

type TargetProps = { unit: UnitName; template: Template; form: FormState }

export function TargetForm({ unit, template, form }: TargetProps) {
  const text = useMessages(entryMessages)
  const shared = useMessages(messages)
  const name = shared.templates[template.code]
  return (
    <StaffPage
      title={template.recorded ? text.target.titleRecorded : text.target.title(name)}
      lead={text.target.lead}
      crumbs={useUnitCrumbs(unit)}
      form={form}
    >
      {template.recorded ? null : (
        <Notice tone="info">
          <p>
            {shared.formulas[template.code]} {text.target.leadShare}
          </p>
        </Notice>
      )}
      <Form
        action={`/kinerja/${unit.id}/target`}
        form={form}
        submit={text.save}
        draft={`target-${unit.id}-${template.code}`}
        secondary={<Cancel href={`/kinerja/${unit.id}`} />}
      >
        <HiddenField name="level" value="result" />
        {template.recorded ? null : <HiddenField name="template" value={template.code} />}
        <IndicatorFields
          what={
            <>
              {template.recorded ? (
                <SelectField
                  name="template"
                  label={text.target.template}
                  options={RECORDED.map((code) => ({ value: code, label: shared.templates[code] }))}
                  value={template.code}
                  placeholder={null}
                  required
                />
              ) : null}
              <TextArea
                name="relevance"
                label={text.target.relevance}
                hint={text.target.relevanceHint}
                rows={2}
                required
              />
            </>
          }
        />
      </Form>
    </StaffPage>
  )
}

/** What a target form of a computed template begins with: its own name, unit of measure, direction and scale. */
export function targetDefaults(code: TemplateCode, name: string, source: string): FormState['values'] {
  if ((RECORDED as readonly string[]).includes(code)) return {}
  const down = code === 'question_hours'
  const scale = down
    ? { measure: 'jam', scaleMin: '0', scaleMax: '' }
    : code === 'skm'
      ? { measure: 'poin', scaleMin: '25', scaleMax: '100' }
      : { measure: '%', scaleMin: code === 'budget' ? '' : '0', scaleMax: '100' }
  return { name, source, direction: down ? 'down' : 'up', targetKind: 'points', ...scale }
}

const STATE_TONES = { 0: 'warning', 1: 'success', 2: 'danger' } as const

export function EntryTable({ rows, manage, action }: { rows: readonly EntryRow[]; manage: boolean; action: string }) {
  const text = useMessages(entryMessages).values
  const format = useFormat()
  const { language } = useRequest()
  return (
    <>
      <ListTable
        stack
        caption={text.title}
        captionHidden
        rows={rows}
        empty={<EmptyState title={text.none} icon="prove" />}
        columns={[
          { key: 'month', label: text.month, cell: (row) => formatMonth(row.month, language) },
          {
            key: 'value',
            label: text.value,
            numeric: true,
            cell: (row) =>
              row.total === null
                ? format.number(row.value)
                : `${format.number(row.value)} (${format.number(row.hits ?? 0)} / ${format.number(row.total)})`,
          },
          {
            key: 'state',
            label: text.state,
            cell: (row) => (
              <>
                <Badge tone={STATE_TONES[row.state]}>{text.states[`${row.state}`]}</Badge>
                {row.reason ? <span class="fact-note">{row.reason}</span> : null}
              </>
            ),
          },
          { key: 'evidence', label: text.evidence, cell: (row) => <Evidence row={row} /> },
          {
            key: 'who',
            label: text.entered,
            cell: (row) => (
              <>
                {row.entered_by_name ?? '–'}
                {row.decided_by_name ? (
                  <span class="fact-note">{`${text.decided}: ${row.decided_by_name}`}</span>
                ) : null}
              </>
            ),
          },
        ]}
      />
      {manage ? (
        <Actions>
          <LinkButton href={action} icon="plus" tone="secondary">
            {text.add}
          </LinkButton>
        </Actions>
      ) : null}
    </>
  )
}

function Evidence({ row }: { row: EntryRow }) {
  const text = useMessages(entryMessages).values
  return (
    <>
      {row.evidence_url ? (
        <a href={row.evidence_url} rel="noopener noreferrer">
          {text.open}
        </a>
      ) : null}{' '}
      {row.file_id ? <a href={`/berkas/${row.file_id}`}>{row.file_name}</a> : null}
      <span class="fact-note">{row.source}</span>
    </>
  )
}

function EvidenceFields() {
  const text = useMessages(entryMessages).values
  return (
    <FieldGroup title={text.evidence}>
      <FieldRow>
        <DateField name="measured_on" label={text.measuredOn} required />
      </FieldRow>
      <TextField name="source" label={text.source} hint={text.sourceHint} required />
      <TextField name="evidence_url" label={text.url} hint={text.urlHint} type="url" />
      <FileField
        name="evidence"
        label={text.file}
        hint={text.fileHint}
        accept=".pdf,image/*"
        maxBytes={EVIDENCE_BYTES}
      />
    </FieldGroup>
  )
}

export function EntryForm({ unit, indicator, form }: { unit: UnitName; indicator: IndicatorRow; form: FormState }) {
  const text = useMessages(entryMessages)
  const back = `/kinerja/${unit.id}/rincian/${indicator.id}`
  return (
    <StaffPage
      title={text.values.formTitle(indicator.name)}
      lead={text.values.lead}
      crumbs={useUnitCrumbs(unit)}
      form={form}
    >
      <Form
        action={`/kinerja/indikator/${indicator.id}/nilai`}
        form={form}
        submit={text.save}
        upload
        secondary={<Cancel href={back} />}
      >
        <FieldRow>
          <TextField
            name="month"
            type="month"
            label={text.values.month}
            hint={text.values.monthHint}
            width="medium"
            required
          />
          <TextField
            name="value"
            label={text.values.value}
            after={indicator.measure}
            inputmode="decimal"
            width="short"
            required
          />
        </FieldRow>
        <FieldRow>
          <TextField name="hits" label={text.values.hits} inputmode="numeric" width="short" />
          <TextField
            name="total"
            label={text.values.total}
            hint={text.values.countsHint}
            inputmode="numeric"
            width="short"
          />
        </FieldRow>
        <EvidenceFields />
      </Form>
    </StaffPage>
  )
}

type SpendProps = { unit: UnitName; program: { id: string; title: string; budget: number }; form: FormState }

export function SpendingForm({ unit, program, form }: SpendProps) {
  const text = useMessages(entryMessages)
  const format = useFormat()
  return (
    <StaffPage
      title={text.values.spendTitle(program.title)}
      lead={text.budget.lead}
      crumbs={useUnitCrumbs(unit)}
      form={form}
    >
      <Facts items={[{ label: text.budget.planned, value: format.rupiah(program.budget) }]} />
      <Form
        action={`/kinerja/${unit.id}/anggaran/${program.id}`}
        form={form}
        submit={text.save}
        upload
        secondary={<Cancel href={`/kinerja/${unit.id}/rincian/budget`} />}
      >
        <FieldRow>
          <TextField
            name="month"
            type="month"
            label={text.values.month}
            hint={text.values.monthHint}
            width="medium"
            required
          />
          <TextField name="value" label={text.budget.value} before="Rp" inputmode="numeric" width="medium" required />
        </FieldRow>
        <FieldRow>
          <TextField name="hits" label={text.budget.hits} inputmode="numeric" width="short" required />
          <TextField
            name="total"
            label={text.budget.total}
            hint={text.budget.outputHint}
            inputmode="numeric"
            width="short"
            required
          />
        </FieldRow>
        <EvidenceFields />
      </Form>
    </StaffPage>
  )
}

type VerifyProps = {
  rows: readonly (EntryRow & { unit: string; subject: string })[]
  account: string | null
  form: FormState
  refused: string | undefined
}

export function VerifyPage({ rows, account, form, refused }: VerifyProps) {
  const text = useMessages(entryMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  const { language } = useRequest()
  return (
    <StaffPage
      title={text.verify.title}
      lead={text.verify.lead}
      crumbs={[{ href: '/pantauan', label: shared.board }]}
      form={form}
    >
      {rows.length === 0 ? (
        <EmptyState title={text.verify.none} body={text.verify.noneBody} icon="check" />
      ) : (
        rows.map((row) => (
          <Card title={row.subject} kicker={row.unit} level={2} key={row.id}>
            <Facts
              items={[
                { label: text.values.month, value: formatMonth(row.month, language) },
                {
                  label: text.values.value,
                  value: row.program_id ? format.rupiah(row.value) : format.number(row.value),
                  note:
                    row.total === null ? undefined : `${format.number(row.hits ?? 0)} / ${format.number(row.total)}`,
                },
                { label: text.values.evidence, value: <Evidence row={row} /> },
                {
                  label: text.values.entered,
                  value: (
                    <>
                      {row.entered_by_name ? `${row.entered_by_name} · ` : null}
                      <DateTime value={row.entered_at} />
                    </>
                  ),
                },
              ]}
            />
            {row.entered_by !== null && row.entered_by === account ? (
              <p class="fact-note">{text.verify.own}</p>
            ) : (
              <Actions>
                <ActionButton action={`/kinerja/nilai/${row.id}/sahkan`} label={text.verify.accept} tone="primary" />
                <Dialog
                  id={`tolak-${row.id}`}
                  label={text.verify.refuse}
                  title={text.verify.refuseTitle(`${row.subject}, ${row.unit}, ${formatMonth(row.month, language)}`)}
                  tone="quiet"
                  open={refused === row.id}
                >
                  <Form
                    id={`t${row.id}`}
                    action={`/kinerja/nilai/${row.id}/tolak`}
                    form={refused === row.id ? form : undefined}
                    submit={text.verify.refuse}
                    tone="danger"
                  >
                    <TextArea name="reason" label={text.values.reason} rows={2} required />
                  </Form>
                </Dialog>
              </Actions>
            )}
          </Card>
        ))
      )}
    </StaffPage>
  )
}
