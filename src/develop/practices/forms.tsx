import { seenOf } from '../../platform/http/seen.ts'
import {
  Checkbox,
  DateField,
  DateTime,
  FieldGroup,
  FieldRow,
  FileField,
  Fold,
  Form,
  type FormState,
  HiddenField,
  RadioGroup,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  Unverified,
  useMessages,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { type Criterion, FORMS, INITIATORS, KINDS, MAX_EVIDENCE_BYTES, nextStates, PARTS } from './model.ts'
import { useProblems } from './problem-words.ts'
import type { EntryRow } from './queries.ts'
import type { ChangeRow } from './story-queries.ts'
import { Evidence } from './views.tsx'

const EVIDENCE_TYPES = 'image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx,.odt'

export type EntryChoices = {
  units: readonly { id: string; name: string }[]
  services: readonly { id: string; unit_id: string; name: string; unit_name: string }[]
  adoptable: readonly { id: string; title: string; holder: string }[]
}
/** What the form begins with: an entry to change, or the one that is to be copied. */
export type EntryStart = Partial<Omit<EntryRow, 'adopted_from'>> & { adopted_from?: string | null | undefined }

interface EditProps {
  at: string
  heading: string
  start: EntryStart
  /** Undefined while it can still be chosen. */
  fixed: boolean
  choices: EntryChoices
  form: FormState
}

/** Without what the life of an entry adds by itself. */
export function entrySeen(start: EntryStart): string {
  const { unit_id, service_id, theme, title, problem, situation, practice, success_factors, constraints } = start
  const said = [unit_id, service_id, theme, title, problem, situation, practice, success_factors, constraints]
  return seenOf(...said, start.recommendations, start.outcome, start.holder)
}

export function EditPage({ at, heading, start, fixed, choices, form }: EditProps) {
  const text = useMessages(messages)
  const problems = useProblems(start.theme)
  return (
    <StaffPage title={heading} crumbs={[{ href: '/praktik', label: text.list }]} form={form}>
      <Form
        action={at}
        form={form}
        submit={text.save}
        draft={fixed ? `praktik-${start.id}` : 'praktik-baru'}
        seen={fixed ? entrySeen(start) : undefined}
      >
        {fixed ? null : (
          <RadioGroup
            name="kind"
            legend={text.kind}
            required
            value={start.kind ?? 'innovation'}
            options={KINDS.map((value) => ({ value, label: text.kinds[value], hint: text.kindHints[value] }))}
          />
        )}
        {fixed && start.kind === 'innovation' ? null : (
          <TextField name="holder" label={text.holder} hint={text.holderHint} value={start.holder} />
        )}
        <TextField name="title" label={text.title} hint={text.titleHint} value={start.title} required />
        <FieldRow>
          <SelectField
            name="unit"
            label={text.unit}
            required
            value={start.unit_id}
            options={choices.units.map((unit) => ({ value: unit.id, label: unit.name }))}
          />
          <SelectField
            name="service"
            label={text.service}
            placeholder={text.noService}
            value={start.service_id}
            options={choices.services.map((one) => ({ value: one.id, label: `${one.name} (${one.unit_name})` }))}
          />
        </FieldRow>
        <SelectField name="theme" label={text.theme} required value={start.theme} options={problems} width="medium" />
        <TextArea
          name="problem"
          label={text.problem}
          hint={text.problemHint}
          rows={3}
          maxLength={2000}
          required
          value={start.problem}
        />
        <FieldGroup title={text.partsTitle} hint={text.partsHint}>
          {PARTS.map((part) => (
            <TextArea
              key={part}
              name={part}
              label={text.parts[part]}
              hint={text.partHints[part]}
              rows={4}
              maxLength={4000}
              required={part === 'practice'}
              value={start[part]}
            />
          ))}
        </FieldGroup>
        <TextArea
          name="outcome"
          label={text.outcome}
          hint={text.outcomeHint}
          rows={3}
          maxLength={1000}
          value={start.outcome}
        />
        <FieldRow>
          <SelectField
            name="form"
            label={text.form}
            hint={text.formHint}
            placeholder={null}
            required
            value={start.form ?? 'public_service'}
            options={FORMS.map((value) => ({ value, label: text.forms[value] }))}
          />
          <SelectField
            name="initiator"
            label={text.initiator}
            placeholder={null}
            required
            value={start.initiator ?? 'unit'}
            options={INITIATORS.map((value) => ({ value, label: text.initiators[value] }))}
          />
        </FieldRow>
        <Checkbox name="digital" label={text.digital} checked={start.digital ?? false} />
        <SelectField
          name="adopted_from"
          label={text.adoptedFrom}
          placeholder={text.notAdopted}
          value={start.adopted_from}
          options={choices.adoptable
            .filter((one) => one.id !== start.id)
            .map((one) => ({ value: one.id, label: `${one.title} (${one.holder})` }))}
        />
        <TextArea
          name="adopted_change"
          label={text.adoptedChange}
          hint={text.adoptedHint}
          rows={2}
          maxLength={1000}
          value={start.adopted_change}
        />
      </Form>
    </StaffPage>
  )
}

export function ResultForm({ row, form }: { row: EntryRow; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Fold action={`/praktik/${row.id}/hasil`} label={text.addResult} id="catat-hasil" lead={text.resultsLead}>
      <Form action={`/praktik/${row.id}/hasil`} form={form} submit={text.addResult} tone="secondary" id="h">
        <TextField name="indicator" label={text.indicator} hint={text.indicatorHint} required />
        <FieldRow>
          <TextField name="before" label={text.before} type="number" width="short" required />
          <TextField name="after" label={text.after} type="number" width="short" required />
          <TextField name="measure" label={text.measure} hint={text.measureHint} width="short" required />
        </FieldRow>
        <DateField name="measured_on" label={text.measuredOn} required />
        <TextField name="basis" label={text.basis} hint={text.basisHint} required />
        <TextField name="result_link" type="url" label={text.link} hint={text.linkHint} />
      </Form>
    </Fold>
  )
}

export function ChangeForm({
  row,
  criteria,
  form,
}: {
  row: EntryRow
  criteria: readonly Criterion[]
  form: FormState
}) {
  const text = useMessages(messages)
  const next = nextStates(row.state)
  return (
    <Fold action={`/praktik/${row.id}/keadaan`} label={text.askChange} id="ajukan" lead={text.askChangeLead}>
      <Form action={`/praktik/${row.id}/keadaan`} form={form} submit={text.askChange} id="k" upload>
        <RadioGroup
          name="to"
          legend={text.newState}
          layout="row"
          required
          options={next.map((value) => ({ value, label: text.states[value] }))}
        />
        <DateField name="happened_on" label={text.happenedOn} required />
        <TextArea name="evidence" label={text.evidence} hint={text.evidenceHint} rows={3} maxLength={2000} required />
        <FileField
          name="file"
          label={text.file}
          hint={text.fileHint}
          accept={EVIDENCE_TYPES}
          maxBytes={MAX_EVIDENCE_BYTES}
        />
        <TextField name="link" type="url" label={text.link} hint={text.linkHint} />
        {next.includes('implemented') && criteria.length > 0 ? (
          <FieldGroup title={text.criteria} hint={text.criteriaHint}>
            {criteria.map((one) => (
              <TextArea
                key={one.key}
                name={`k_${one.key}`}
                label={one.text}
                hint={
                  <>
                    {one.source} <Unverified rule={one} />
                  </>
                }
                rows={2}
                maxLength={1000}
              />
            ))}
          </FieldGroup>
        ) : null}
      </Form>
    </Fold>
  )
}

export function ReviewForm({ row, change, form }: { row: EntryRow; change: ChangeRow; form: FormState }) {
  const text = useMessages(messages)
  return (
    <Section title={text.review} id="tinjau" lead={text.reviewLead}>
      <p>
        <strong>{text.asked(text.states[change.to_state])}</strong>
        {change.asker ? ` · ${change.asker}` : ''} · {text.happenedOn} <DateTime value={change.happened_on} />
      </p>
      <p>{change.evidence}</p>
      <Evidence row={row} change={change} />
      <Form action={`/praktik/${row.id}/tinjau`} form={form} submit={text.review} id="r">
        <HiddenField name="number" value={String(change.number)} />
        <RadioGroup
          name="decision"
          legend={text.decision}
          required
          options={(['accepted', 'returned'] as const).map((value) => ({ value, label: text.decisions[value] }))}
        />
        <TextArea name="note" label={text.note} rows={3} maxLength={2000} required />
      </Form>
    </Section>
  )
}
