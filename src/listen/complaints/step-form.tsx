import {
  Filters,
  Form,
  type FormState,
  HiddenField,
  type Option,
  RadioGroup,
  SelectField,
  Tabs,
  TextArea,
  TextField,
  useAddress,
  useMessages,
  useTermOptions,
  Why,
} from '../../platform/ui/index.ts'
import type { Theme } from '../services/index.ts'
import { DecisionFields, DisputeFields, ExtensionFields, RulingFields } from './disclosure/views.tsx'
import { messages } from './messages.ts'
import { ARCHIVINGS, CONCLUSIONS, OUTCOMES, POSTPONEMENTS, REJECTIONS, RETURNS } from './model.ts'
import type { ComplaintRow } from './queries.ts'
import { staffMessages } from './staff-messages.ts'
import type { StepName } from './steps.ts'
import { workMessages } from './work-messages.ts'

export type StepFormProps = {
  /** Where the lane's cases lie: /pengaduan or /pelanggaran. */
  base: string
  complaint: ComplaintRow
  /** What the reporter's answer about payment speaks for. */
  theme: Theme | undefined
  /** How much of the story this page shows; a step is refused when it has grown since. */
  seen: number
  steps: readonly StepName[]
  chosen: StepName
  units: readonly Option[]
  templates: readonly Option[]
  /** Who can be named in a note. */
  colleagues: readonly { name: string }[]
  /** By how many working days a request for information can be extended. */
  extension: number | undefined
  /** A template with this case's facts filled in. */
  answer: string | undefined
  form: FormState | undefined
}

/** The likely steps stand open; the rare ones fold. */
const NEAR = 3

export function StepForm({
  base,
  complaint,
  seen,
  steps,
  chosen,
  units,
  form,
  templates,
  answer,
  extension,
  colleagues,
  theme,
}: StepFormProps) {
  const text = useMessages(staffMessages)
  const work = useMessages(workMessages)
  const address = useAddress()
  const href = (step: StepName) =>
    `${address({ langkah: step, templat: null }).replace(/^\/\w+\/[^?]+/, `${base}/${complaint.id}`)}#langkah`
  const item = (step: StepName) => ({ href: href(step), label: text.steps[step], current: step === chosen })
  const near = steps.filter((step, index) => index < NEAR || step === 'catatan')
  const further = steps.filter((step) => !near.includes(step))
  return (
    <>
      <Tabs label={text.nextStep} items={near.map(item)} />
      {further.length > 0 ? (
        <Why label={work.otherSteps} open={further.includes(chosen)}>
          <Tabs label={work.otherSteps} items={further.map(item)} />
        </Why>
      ) : null}
      {chosen === 'jawab' && templates.length > 0 ? <TemplateChooser {...{ base, complaint, templates }} /> : null}
      <Form
        action={`${base}/${complaint.id}/${chosen}`}
        form={form}
        submit={text.submit[chosen]}
        tone={chosen === 'tolak' || chosen === 'arsipkan' ? 'danger' : 'primary'}
        draft={chosen === 'mulai' ? undefined : `kasus-${complaint.id}-${chosen}`}
      >
        <HiddenField name="seen" value={String(seen)} />
        <StepFields step={chosen} {...{ complaint, theme, units, answer, extension }} colleague={colleagues[0]?.name} />
      </Form>
    </>
  )
}

/** A template is put into the answer by loading the page with it, so that it works without script. */
function TemplateChooser({ base, complaint, templates }: Pick<StepFormProps, 'base' | 'complaint' | 'templates'>) {
  const text = useMessages(staffMessages)
  return (
    <Filters action={`${base}/${complaint.id}`} values={{}}>
      <HiddenField name="langkah" value="jawab" />
      <SelectField
        name="templat"
        label={text.template}
        options={templates}
        placeholder={text.noTemplate}
        width="medium"
      />
    </Filters>
  )
}

function StepFields({
  step,
  complaint,
  theme,
  units,
  answer,
  extension,
  colleague,
}: {
  step: StepName
  complaint: ComplaintRow
  theme: Theme | undefined
  units: readonly Option[]
  answer: string | undefined
  extension: number | undefined
  colleague: string | undefined
}) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const work = useMessages(workMessages)
  switch (step) {
    case 'verifikasi':
      return (
        <>
          <Classification complaint={complaint} theme={theme} />
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
    case 'keberatan':
      return <DecisionFields />
    case 'sengketa':
      return <DisputeFields />
    case 'putusan':
      return <RulingFields />
    case 'perpanjang':
      return <ExtensionFields days={extension ?? 0} />
    case 'golongkan':
      return <Classification complaint={complaint} theme={theme} />
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
          <TextArea
            name="body"
            label={text.answer}
            hint={text.answerHint}
            value={answer}
            rows={8}
            maxLength={5000}
            required
          />
        </>
      )
    case 'lengkapi':
      return <TextArea name="body" label={text.ask} hint={text.askHint} rows={4} required />
    case 'lengkap':
      return <TextArea name="body" label={text.completion} hint={text.completionHint} rows={4} required />
    case 'catatan':
      return (
        <TextArea
          name="body"
          label={text.note}
          hint={colleague ? work.mentionHint(colleague) : work.mentionNobody}
          rows={4}
          required
        />
      )
    case 'simpulkan':
      return (
        <>
          <RadioGroup
            name="reason"
            legend={text.conclusion}
            options={CONCLUSIONS.map((reason) => ({ value: reason, label: shared.conclusion[reason] }))}
            required
          />
          <TextArea name="body" label={text.conclusionWords} hint={text.conclusionHint} rows={5} required />
        </>
      )
    case 'tunda':
      return (
        <>
          <RadioGroup
            name="reason"
            legend={text.reason}
            options={POSTPONEMENTS.map((reason) => ({ value: reason, label: shared.postponement[reason] }))}
            required
          />
          <TextArea name="body" label={text.explain} hint={text.postponeHint} rows={4} required />
        </>
      )
    case 'lanjutkan':
      return <TextArea name="body" label={text.explain} hint={text.resumeHint} rows={3} />
    case 'rujuk':
      return (
        <>
          <TextField name="reason" label={text.outside} hint={text.outsideHint} required />
          <TextArea name="body" label={text.explain} hint={text.referHint} rows={4} required />
        </>
      )
    case 'arsipkan':
      return (
        <>
          <RadioGroup
            name="reason"
            legend={text.reason}
            options={ARCHIVINGS.map((reason) => ({ value: reason, label: shared.archiving[reason] }))}
            required
          />
          <TextArea name="body" label={text.explain} hint={text.archiveHint} rows={4} required />
        </>
      )
    case 'mulai':
      return <p>{text.startBody}</p>
  }
}

/** The class whose clock a kind usually runs by; the officer decides. */
const USUAL_CLASS: Partial<Record<ComplaintRow['kind'], string>> = { question: 'information', suggestion: 'aspiration' }

function Classification({ complaint, theme }: { complaint: ComplaintRow; theme: Theme | undefined }) {
  const text = useMessages(staffMessages)
  const work = useMessages(workMessages)
  const classes = useTermOptions('class', complaint.class)
  const themes = useTermOptions('theme', complaint.theme)
  const usual = classes.find(({ value }) => value === USUAL_CLASS[complaint.kind])?.value ?? 'ordinary'
  return (
    <>
      <SelectField
        name="class"
        label={text.class}
        hint={text.classHint}
        options={classes}
        value={complaint.class ?? usual}
        width="medium"
        required
      />
      <SelectField
        name="theme"
        label={text.theme}
        hint={!complaint.theme && theme ? work.themeFromPayment : text.themeHint}
        options={themes}
        value={complaint.theme ?? theme}
        width="medium"
        required
      />
    </>
  )
}
