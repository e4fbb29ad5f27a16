import type { ComponentChildren } from 'preact'
import {
  ActionButton,
  Actions,
  Card,
  DateField,
  Form,
  type FormState,
  HiddenField,
  type MapSource,
  Notice,
  type Option,
  PageScript,
  PublicPage,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
  TextField,
  useMessages,
  useRequest,
  useTerm,
  useTermOptions,
} from '../../platform/ui/index.ts'
import type { ServicePromise } from '../services/index.ts'
import { attachmentMessages } from './attachments/messages.ts'
import { MAX_FILES } from './attachments/model.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList, FileFields } from './attachments/views.tsx'
import type { DraftData } from './drafts.ts'
import { messages } from './messages.ts'
import type { ComplaintKind } from './model.ts'
import { placeMessages } from './place/messages.ts'
import type { RegionChoice } from './place/queries.ts'
import { PlaceFields, useDeeper } from './place/views.tsx'
import { MAX_BODY } from './submission.ts'
import { wizardMessages } from './wizard-messages.ts'
import { ASKED, type Page, type PaymentQuestion, pageBefore, stepOf } from './wizard-model.ts'
import { tariffLines } from './wizard-payment.ts'

export function useBase(): string {
  return `/i/${useRequest().institution?.slug}`
}

export type StepProps = { token: string; data: DraftData; form: FormState | undefined }

/** One question: where it stands among the others, the way back, and its form. */
export function WizardPage(
  props: StepProps & {
    page: Page
    title: string
    lead?: string | undefined
    upload?: boolean | undefined
    secondary?: ComponentChildren
    after?: ComponentChildren
    before?: ComponentChildren
    children: ComponentChildren
  },
) {
  const text = useMessages(messages)
  const base = `${useBase()}/lapor/${props.token}`
  const back = pageBefore(props.data, props.page)
  return (
    <PublicPage
      title={props.title}
      lead={props.lead}
      back={back && `${base}/${back}`}
      step={stepOf(props.data, props.page)}
      form={props.form}
    >
      {props.before}
      <Form
        action={`${base}/${props.page}`}
        form={props.form}
        submit={text.next}
        draft={props.upload ? undefined : `lapor-${props.token.slice(0, 8)}-${props.page}`}
        upload={props.upload}
        secondary={props.secondary}
      >
        {props.children}
      </Form>
      {props.after}
    </PublicPage>
  )
}

export function KindField({ chosen }: { chosen: ComplaintKind | undefined }) {
  const words = useMessages(wizardMessages)
  const hints: Readonly<Record<string, string>> = words.kindHint
  const kinds = useTermOptions('kind', chosen)
  return (
    <RadioGroup
      name="kind"
      legend={words.kindQuestion}
      options={kinds.map((kind) => ({ ...kind, hint: hints[kind.value] }))}
      value={chosen}
      required
    />
  )
}

/** The first question; without a token nothing is kept yet. */
export function KindPage(props: {
  token?: string | undefined
  service?: string | undefined
  chosen?: ComplaintKind | undefined
  data?: DraftData | undefined
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const base = useBase()
  const short = props.service ? `${base}/lapor/singkat?layanan=${props.service}` : `${base}/lapor/singkat`
  return (
    <PublicPage
      title={text.start}
      lead={text.startLead}
      back={base}
      step={stepOf(props.data ?? { kind: 'complaint' }, 'jenis')}
      form={props.form}
    >
      <Form
        action={props.token ? `${base}/lapor/${props.token}/jenis` : `${base}/lapor`}
        form={props.form}
        submit={text.next}
        secondary={props.token ? undefined : <a href={short}>{text.shortForm}</a>}
      >
        {props.service ? <HiddenField name="layanan" value={props.service} /> : null}
        <KindField chosen={props.chosen} />
      </Form>
    </PublicPage>
  )
}

export function AboutField({ options, chosen }: { options: readonly Option[]; chosen: string | undefined }) {
  const text = useMessages(messages)
  const { aboutLabel } = useMessages(wizardMessages)
  return <SelectField name="about" label={aboutLabel} hint={text.aboutHint} options={options} value={chosen} required />
}

export function AboutPage({ options, ...props }: StepProps & { options: readonly Option[] }) {
  const text = useMessages(messages)
  return (
    <WizardPage {...props} page="layanan" title={text.about} before={<Whistle kind={props.data.kind} />}>
      <AboutField options={options} chosen={props.data.about} />
    </WizardPage>
  )
}

/** Who reads a report of wrongdoing, and what is not kept of its reporter. */
export function Whistle({ kind }: { kind: ComplaintKind | undefined }) {
  const words = useMessages(wizardMessages)
  if (kind !== 'whistleblowing') return null
  return (
    <Notice tone="info" title={words.whistleTitle}>
      <ul>
        {Object.values(words.whistle).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}

type PaymentProps = StepProps & { promise: ServicePromise; question: PaymentQuestion }

export function PaymentPage({ promise, question, ...props }: PaymentProps) {
  const words = useMessages(wizardMessages)
  const ask = useTerm('payment')
  const { language } = useRequest()
  const lines = tariffLines(promise, language)
  return (
    <WizardPage
      {...props}
      page="biaya"
      title={ask(question)}
      before={
        <Card title={words.payLead(promise.service.name)} level={2}>
          {lines.length === 0 ? <p>{words.payFree}</p> : null}
          {lines.length > 0 ? (
            <ul>
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          ) : null}
          {promise.tariff_note ? <p class="hint">{promise.tariff_note}</p> : null}
        </Card>
      }
    >
      <RadioGroup
        name="asked"
        legend={words.payLegend[question]}
        hint={words.payNote}
        options={ASKED.filter((asked) => asked !== 'official' || lines.length > 0).map((asked) => ({
          value: asked,
          label: words.asked[asked],
        }))}
        value={props.data.asked}
        required
      />
      <TextField
        name="amount"
        label={words.amount}
        hint={words.amountHint}
        before="Rp"
        inputmode="numeric"
        width="medium"
        value={props.data.amount}
      />
    </WizardPage>
  )
}

export function StoryPage(props: StepProps) {
  const text = useMessages(messages)
  return (
    <WizardPage
      {...props}
      page="cerita"
      title={text.story}
      after={
        <>
          <div data-similar-at={`${useBase()}/lapor/${props.token}/mirip`} aria-live="polite" />
          <PageScript name="similar" />
        </>
      }
    >
      <StoryFields data={props.data} />
    </WizardPage>
  )
}

export function StoryFields({ data }: { data: DraftData }) {
  const text = useMessages(messages)
  return (
    <>
      <TextField name="subject" label={text.subject} hint={text.subjectHint} value={data.subject} required />
      <TextArea
        name="body"
        label={text.body}
        hint={text.bodyHint}
        rows={8}
        value={data.body}
        maxLength={MAX_BODY}
        required
      />
      <DateField name="occurred_on" label={text.occurredOn} value={data.occurred_on} />
    </>
  )
}

export function PlacePage({
  regions,
  map,
  ...props
}: StepProps & { regions: RegionChoice; map: MapSource | undefined }) {
  const words = useMessages(placeMessages)
  const deeper = useDeeper(regions)
  const elsewhere = `${useBase()}/lapor/${props.token}/tempat?dari=awal`
  return (
    <WizardPage
      {...props}
      page="tempat"
      title={words.title}
      lead={words.lead}
      secondary={deeper ? <MoreButton label={deeper} /> : undefined}
    >
      <PlaceFields regions={regions} elsewhere={elsewhere} answer={props.data} map={map} />
    </WizardPage>
  )
}

function MoreButton({ label }: { label: string }) {
  return (
    <button type="submit" name="more" value="on" class="button button-secondary">
      {label}
    </button>
  )
}

export type DraftFile = Pick<Attachment, 'file_id' | 'name' | 'type' | 'picture'>

export function PhotoPage({ files, ...props }: StepProps & { files: readonly DraftFile[] }) {
  const text = useMessages(messages)
  const words = useMessages(attachmentMessages)
  const action = `${useBase()}/lapor/${props.token}/foto`
  const room = MAX_FILES - files.length
  const kept = (
    <Section title={words.kept(files.length)} id="berkas">
      <AttachmentList files={files} src={(id) => `${action}/${id}`} />
      <Actions>
        {files.map(({ file_id }, index) => (
          <ActionButton
            action={action}
            label={words.remove(index + 1)}
            tone="quiet"
            fields={{ remove: file_id }}
            key={file_id}
          />
        ))}
      </Actions>
    </Section>
  )
  return (
    <WizardPage
      {...props}
      page="foto"
      title={text.photo}
      lead={text.photoLead}
      upload
      before={files.length > 0 ? kept : null}
      secondary={room > 1 ? <MoreButton label={words.another} /> : undefined}
    >
      {room > 0 ? <FileFields room={room} /> : null}
    </WizardPage>
  )
}
