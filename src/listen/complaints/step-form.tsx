import {
  Form,
  type FormState,
  HiddenField,
  type Option,
  RadioGroup,
  SelectField,
  Tabs,
  TextArea,
  useAddress,
  useMessages,
} from '../../platform/ui/index.ts'
import { THEMES } from '../services/index.ts'
import { messages } from './messages.ts'
import { CLASSES, OUTCOMES, REJECTIONS, RETURNS } from './model.ts'
import type { ComplaintRow } from './queries.ts'
import { staffMessages } from './staff-messages.ts'
import type { StepName } from './steps.ts'

export type StepFormProps = {
  complaint: ComplaintRow
  /** How much of the story this page shows; a step is refused when it has grown since. */
  seen: number
  steps: readonly StepName[]
  chosen: StepName
  units: readonly Option[]
  form: FormState | undefined
}

export function StepForm({ complaint, seen, steps, chosen, units, form }: StepFormProps) {
  const text = useMessages(staffMessages)
  const address = useAddress()
  const href = (step: StepName) =>
    `${address({ langkah: step }).replace(/^\/pengaduan\/[^?]+/, `/pengaduan/${complaint.id}`)}#langkah`
  return (
    <>
      <Tabs
        label={text.nextStep}
        items={steps.map((step) => ({ href: href(step), label: text.steps[step], current: step === chosen }))}
      />
      <Form
        action={`/pengaduan/${complaint.id}/${chosen}`}
        form={form}
        submit={text.submit[chosen]}
        tone={chosen === 'tolak' ? 'danger' : 'primary'}
        draft={chosen === 'mulai' ? undefined : `kasus-${complaint.id}-${chosen}`}
      >
        <HiddenField name="seen" value={String(seen)} />
        <StepFields step={chosen} complaint={complaint} units={units} />
      </Form>
    </>
  )
}

function StepFields({ step, complaint, units }: { step: StepName; complaint: ComplaintRow; units: readonly Option[] }) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  switch (step) {
    case 'verifikasi':
      return (
        <>
          <Classification complaint={complaint} />
          <SelectField
            name="unit"
            label={text.unit}
            hint={text.unitHint}
            options={units}
            value={complaint.unit_id}
            required
          />
        </>
      )
    case 'golongkan':
      return <Classification complaint={complaint} />
    case 'teruskan':
      return (
        <>
          <SelectField
            name="unit"
            label={text.unit}
            hint={text.unitHint}
            options={units.filter((unit) => complaint.status === 'returned' || unit.value !== complaint.unit_id)}
            required
          />
          <TextArea name="body" label={text.note} hint={text.noteHint} rows={3} />
        </>
      )
    case 'tolak':
      return (
        <>
          <RadioGroup
            name="reason"
            legend={text.reason}
            options={REJECTIONS.map((reason) => ({ value: reason, label: shared.rejection[reason] }))}
            required
          />
          <TextArea name="body" label={text.explain} hint={text.explainHint} rows={5} required />
        </>
      )
    case 'kembalikan':
      return (
        <>
          <RadioGroup
            name="reason"
            legend={text.reason}
            options={RETURNS.map((reason) => ({ value: reason, label: shared.returning[reason] }))}
            required
          />
          <TextArea name="body" label={text.internal} hint={text.noteHint} rows={3} />
        </>
      )
    case 'jawab':
      return (
        <>
          <RadioGroup
            name="outcome"
            legend={text.outcome}
            options={OUTCOMES.map((outcome) => ({ value: outcome, label: shared.outcome[outcome] }))}
            required
          />
          <TextArea name="body" label={text.answer} hint={text.answerHint} rows={8} maxLength={5000} required />
        </>
      )
    case 'lengkapi':
      return <TextArea name="body" label={text.ask} hint={text.askHint} rows={4} required />
    case 'lengkap':
      return <TextArea name="body" label={text.completion} hint={text.completionHint} rows={4} required />
    case 'catatan':
      return <TextArea name="body" label={text.note} hint={text.noteHint} rows={4} required />
    case 'mulai':
      return <p>{text.startBody}</p>
  }
}

function Classification({ complaint }: { complaint: ComplaintRow }) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  return (
    <>
      <SelectField
        name="class"
        label={text.class}
        hint={text.classHint}
        options={CLASSES.map((value) => ({ value, label: shared.class[value] }))}
        value={complaint.class ?? 'ordinary'}
        width="medium"
        required
      />
      <SelectField
        name="theme"
        label={text.theme}
        hint={text.themeHint}
        options={THEMES.map((value) => ({ value, label: shared.theme[value] }))}
        value={complaint.theme}
        width="medium"
        required
      />
    </>
  )
}
