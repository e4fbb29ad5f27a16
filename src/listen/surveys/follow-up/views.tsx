import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Checkbox,
  DateField,
  DateTime,
  EmptyState,
  Facts,
  FileField,
  Form,
  type FormState,
  ListTable,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { surveyMessages } from '../messages.ts'
import type { UnitRow } from '../queries.ts'
import type { RuleInForce } from '../rules.ts'
import { useElementName, useMonth } from '../views-parts.tsx'
import { followUpMessages } from './messages.ts'
import { FOLLOW_UP_STATES, MAX_EVIDENCE_BYTES } from './model.ts'
import type { FollowUpRow } from './queries.ts'

interface ListProps {
  rows: readonly FollowUpRow[]
  units: readonly Pick<UnitRow, 'id' | 'name'>[]
  rule: RuleInForce
  today: string
  prefill: {
    unit?: string | undefined
    unsur?: string | undefined
    dari?: string | undefined
    sampai?: string | undefined
  }
  form: FormState
}

function useCrumbs() {
  const text = useMessages(surveyMessages)
  return [{ href: '/survei', label: text.results }]
}

export function FollowUpsPage({ rows, units, rule, today, prefill, form }: ListProps) {
  const text = useMessages(followUpMessages)
  const name = useElementName(rule)
  return (
    <StaffPage title={text.title} lead={text.lead} form={form} crumbs={useCrumbs()}>
      <ListTable
        caption={text.title}
        captionHidden
        rows={rows}
        rowHref={(row) => `/survei/tindak-lanjut/${row.id}`}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        columns={[
          {
            key: 'action',
            by: (row) => row.action,
            label: text.action,
            cell: (row) => <a href={`/survei/tindak-lanjut/${row.id}`}>{row.action}</a>,
          },
          { key: 'unit', by: (row) => row.unit, label: text.unit, cell: (row) => row.unit },
          { key: 'element', label: text.element, cell: (row) => name(row.element) },
          { key: 'owner', by: (row) => row.owner, label: text.owner, cell: (row) => row.owner },
          {
            key: 'due',
            by: (row) => row.due_on,
            label: text.due,
            nowrap: true,
            cell: (row) => <DateTime value={row.due_on} />,
          },
          { key: 'state', label: text.state, cell: (row) => <FollowUpState row={row} today={today} /> },
        ]}
      />
      <Section title={text.add} id="tambah">
        <Form action="/survei/tindak-lanjut" form={form} submit={text.add}>
          <SelectField
            name="unit"
            label={text.unit}
            required
            value={prefill.unit}
            options={units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
          <TextField
            name="first_month"
            label={text.from}
            hint={text.monthHint}
            type="month"
            width="medium"
            required
            value={prefill.dari ?? today.slice(0, 7)}
          />
          <TextField
            name="last_month"
            label={text.to}
            hint={text.monthHint}
            type="month"
            width="medium"
            required
            value={prefill.sampai ?? today.slice(0, 7)}
          />
          <SelectField
            name="element"
            label={text.element}
            required
            value={prefill.unsur}
            options={rule.elementTexts.map((one) => ({ value: one.element, label: name(one.element) }))}
          />
          <TextArea name="action" label={text.action} hint={text.actionHint} required rows={3} maxLength={500} />
          <TextField name="owner" label={text.owner} hint={text.ownerHint} required />
          <DateField name="due_on" label={text.due} required min={today} />
        </Form>
      </Section>
    </StaffPage>
  )
}

/** What the form shows, so that a faster tab is not overwritten unseen. */
export function followUpSeen(row: FollowUpRow): string {
  return seenOf(row.state, row.due_on, row.shown, row.evidence, row.evidence_link, row.evidence_file_id)
}

export function FollowUpState({ row, today }: { row: FollowUpRow; today: string }) {
  const text = useMessages(followUpMessages)
  const tone = { planned: 'neutral', running: 'info', done: 'success', dropped: 'neutral' } as const
  const late = row.due_on < today && (row.state === 'planned' || row.state === 'running')
  return (
    <span>
      <Badge tone={tone[row.state]}>{text.states[row.state]}</Badge>{' '}
      {late ? <Badge tone="danger">{text.late}</Badge> : null}
    </span>
  )
}

interface OneProps {
  row: FollowUpRow
  rule: RuleInForce
  today: string
  form: FormState
}

export function FollowUpPage({ row, rule, today, form }: OneProps) {
  const text = useMessages(followUpMessages)
  const name = useElementName(rule)
  const month = useMonth()
  return (
    <StaffPage
      title={row.action}
      lead={row.unit}
      form={form}
      crumbs={[...useCrumbs(), { href: '/survei/tindak-lanjut', label: text.title }]}
    >
      <Facts
        items={[
          { label: text.state, value: <FollowUpState row={row} today={today} /> },
          { label: text.element, value: name(row.element) },
          { label: text.forPeriod, value: `${month(row.first_month)} – ${month(row.last_month)}` },
          { label: text.owner, value: row.owner },
          ...(row.evidence_file_id
            ? [{ label: text.fileNow, value: <a href={`/berkas/${row.evidence_file_id}`}>{row.file_name}</a> }]
            : []),
          ...(row.evidence_link
            ? [{ label: text.link, value: <a href={row.evidence_link}>{row.evidence_link}</a> }]
            : []),
          ...(row.done_on ? [{ label: text.doneOn, value: <DateTime value={row.done_on} /> }] : []),
        ]}
      />
      <Section title={text.state} id="keadaan">
        <Form action={`/survei/tindak-lanjut/${row.id}`} form={form} submit={text.save} seen={followUpSeen(row)} upload>
          <RadioGroup
            name="state"
            legend={text.state}
            layout="row"
            required
            value={row.state}
            options={FOLLOW_UP_STATES.map((state) => ({ value: state, label: text.states[state] }))}
          />
          <DateField name="due_on" label={text.due} required value={row.due_on} />
          <TextArea
            name="evidence"
            label={text.evidence}
            hint={text.evidenceHint}
            rows={3}
            maxLength={1000}
            value={row.evidence}
          />
          <FileField
            name="file"
            label={text.file}
            hint={text.fileHint}
            accept="image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.odt"
            maxBytes={MAX_EVIDENCE_BYTES}
          />
          {row.evidence_file_id ? <Checkbox name="drop_file" label={`${text.dropFile}: ${row.file_name}`} /> : null}
          <TextField name="link" type="url" label={text.link} hint={text.linkHint} value={row.evidence_link} />
          <Checkbox name="shown" label={text.shown} checked={row.shown} />
        </Form>
      </Section>
    </StaffPage>
  )
}
