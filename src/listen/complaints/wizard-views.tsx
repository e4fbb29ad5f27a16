import type { ComponentChildren } from 'preact'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import {
  ActionButton,
  Actions,
  Card,
  Code,
  DateField,
  EmptyState,
  Facts,
  Form,
  type FormState,
  Grid,
  LinkButton,
  Notice,
  type Option,
  Prose,
  PublicPage,
  RadioGroup,
  Section,
  SelectField,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { attachmentMessages } from './attachments/messages.ts'
import { MAX_FILES } from './attachments/model.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList, FileFields } from './attachments/views.tsx'
import { ClockList } from './clock-views.tsx'
import type { Clock } from './clocks.ts'
import { formatCode } from './code.ts'
import type { Draft, DraftData } from './drafts.ts'
import { messages } from './messages.ts'
import { MAX_BODY, PRIVACIES, type Privacy } from './model.ts'
import { redact } from './redact.ts'

const STEPS = 5

function useBase(): string {
  return `/i/${useRequest().institution?.slug}`
}

export function AboutPage(props: {
  options: readonly Option[]
  chosen: string | undefined
  form: FormState | undefined
  token?: string | undefined
}) {
  const text = useMessages(messages)
  const base = useBase()
  const action = props.token ? `${base}/lapor/${props.token}/layanan` : `${base}/lapor`
  return (
    <PublicPage title={text.start} lead={text.startLead} back={base} step={{ number: 1, of: STEPS }} form={props.form}>
      <Form
        action={action}
        form={props.form}
        submit={text.next}
        secondary={props.token ? undefined : <a href={`${base}/lapor/singkat`}>{text.shortForm}</a>}
      >
        <SelectField
          name="about"
          label={text.about}
          hint={text.aboutHint}
          options={props.options}
          value={props.chosen}
          required
        />
      </Form>
    </PublicPage>
  )
}

export function StoryPage({ token, data, form }: { token: string; data: DraftData; form: FormState | undefined }) {
  const text = useMessages(messages)
  const base = `${useBase()}/lapor/${token}`
  return (
    <PublicPage title={text.story} back={`${base}/layanan`} step={{ number: 2, of: STEPS }} form={form}>
      <Form action={`${base}/cerita`} form={form} submit={text.next} draft={`lapor-${token.slice(0, 8)}`}>
        <StoryFields data={data} />
      </Form>
    </PublicPage>
  )
}

function StoryFields({ data }: { data: DraftData }) {
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
      <TextField name="place" label={text.place} hint={text.placeHint} value={data.place} />
      <DateField name="occurred_on" label={text.occurredOn} value={data.occurred_on} />
    </>
  )
}

type DraftFile = Pick<Attachment, 'file_id' | 'name' | 'type'>

export function PhotoPage(props: { token: string; files: readonly DraftFile[]; form: FormState | undefined }) {
  const { token, files, form } = props
  const text = useMessages(messages)
  const words = useMessages(attachmentMessages)
  const base = `${useBase()}/lapor/${token}`
  const room = MAX_FILES - files.length
  return (
    <PublicPage
      title={text.photo}
      lead={text.photoLead}
      back={`${base}/cerita`}
      step={{ number: 3, of: STEPS }}
      form={form}
    >
      {files.length > 0 ? (
        <Section title={words.kept(files.length)} id="berkas">
          <AttachmentList files={files} src={(id) => `${base}/foto/${id}`} />
          <Actions>
            {files.map(({ file_id }, index) => (
              <ActionButton
                action={`${base}/foto`}
                label={words.remove(index + 1)}
                tone="quiet"
                fields={{ remove: file_id }}
                key={file_id}
              />
            ))}
          </Actions>
        </Section>
      ) : null}
      <Form
        action={`${base}/foto`}
        form={form}
        submit={text.next}
        upload
        secondary={
          room > 1 ? (
            <button type="submit" name="more" value="on" class="button button-quiet">
              {words.another}
            </button>
          ) : undefined
        }
      >
        {room > 0 ? <FileFields room={room} /> : null}
      </Form>
    </PublicPage>
  )
}

export function PrivacyPage({ token, data, form }: { token: string; data: DraftData; form: FormState | undefined }) {
  const text = useMessages(messages)
  const base = `${useBase()}/lapor/${token}`
  return (
    <PublicPage title={text.privacyTitle} back={`${base}/foto`} step={{ number: 4, of: STEPS }} form={form}>
      <Form action={`${base}/kerahasiaan`} form={form} submit={text.next}>
        <PrivacyFields data={data} />
      </Form>
      <Section title={text.preview} id="pratinjau" lead={text.previewNote}>
        <Grid size="medium">
          {PRIVACIES.map((privacy) => (
            <Preview privacy={privacy} data={data} titled key={privacy} />
          ))}
        </Grid>
      </Section>
    </PublicPage>
  )
}

function PrivacyFields({ data }: { data: DraftData }) {
  const text = useMessages(messages)
  return (
    <>
      <RadioGroup
        name="privacy"
        legend={text.privacyLegend}
        options={PRIVACIES.map((privacy) => ({
          value: privacy,
          label: text.privacy[privacy],
          hint: text.privacyHint[privacy],
        }))}
        value={data.privacy ?? 'anonymous'}
        required
      />
      <h2>{text.contact}</h2>
      <p>{text.contactLead}</p>
      <TextField
        name="reporter_name"
        label={text.name}
        hint={text.nameHint}
        autocomplete="name"
        value={data.reporter_name}
      />
      <TextField
        name="reporter_email"
        label={text.email}
        hint={text.emailHint}
        type="email"
        autocomplete="email"
        value={data.reporter_email}
      />
      <TextField
        name="reporter_phone"
        label={text.phone}
        hint={text.phoneHint}
        type="tel"
        autocomplete="tel"
        inputmode="tel"
        width="medium"
        value={data.reporter_phone}
      />
    </>
  )
}

function Preview({ privacy, data, titled }: { privacy: Privacy; data: DraftData; titled?: boolean }) {
  const text = useMessages(messages)
  const kicker = titled ? text.privacy[privacy] : undefined
  if (privacy === 'secret') {
    return (
      <Card kicker={kicker}>
        <p>{text.previewSecret}</p>
      </Card>
    )
  }
  const from = privacy === 'open' ? text.previewFrom(data.reporter_name ?? text.previewName) : text.previewNobody
  return (
    <Card title={redact(data.subject ?? '')} kicker={kicker}>
      <Prose text={redact(data.body ?? '')} />
      <p class="hint">{from}</p>
    </Card>
  )
}

export function CheckPage(props: {
  token: string
  draft: Draft
  files: readonly DraftFile[]
  about: string
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const format = useFormat()
  const base = `${useBase()}/lapor/${props.token}`
  const { data } = props.draft
  const item = (label: string, value: ComponentChildren, page: string) => ({
    label,
    value: (
      <>
        {value || <span class="hint">{text.notFilled}</span>}{' '}
        <a href={`${base}/${page}`}>
          {text.change}
          <span class="visually-hidden"> {label}</span>
        </a>
      </>
    ),
  })
  return (
    <PublicPage
      title={text.check}
      lead={text.checkLead}
      back={`${base}/kerahasiaan`}
      step={{ number: 5, of: STEPS }}
      form={props.form}
    >
      <Facts
        items={[
          item(text.about, props.about, 'layanan'),
          item(text.subject, data.subject, 'cerita'),
          item(text.body, <Prose text={data.body ?? ''} />, 'cerita'),
          item(text.place, data.place, 'cerita'),
          item(text.occurredOn, data.occurred_on && format.date(data.occurred_on), 'cerita'),
          item(
            text.photoLabel,
            props.files.length > 0 ? <AttachmentList files={props.files} src={(id) => `${base}/foto/${id}`} /> : '',
            'foto',
          ),
          item(text.privacyLegend, data.privacy && text.privacy[data.privacy], 'kerahasiaan'),
          item(text.name, data.reporter_name, 'kerahasiaan'),
          item(text.email, data.reporter_email, 'kerahasiaan'),
          item(text.phone, data.reporter_phone, 'kerahasiaan'),
        ]}
      />
      <Section title={text.preview} id="pratinjau" lead={text.previewNote}>
        <Preview privacy={data.privacy ?? 'anonymous'} data={data} />
      </Section>
      <Form action={`${base}/kirim`} form={props.form} submit={text.send} />
    </PublicPage>
  )
}

export function ShortFormPage(props: {
  options: readonly Option[]
  chosen: string | undefined
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const base = useBase()
  return (
    <PublicPage title={text.start} lead={text.startLead} back={`${base}/lapor`} form={props.form}>
      <Form action={`${base}/lapor/singkat`} form={props.form} submit={text.send} upload draft="lapor-singkat">
        <SelectField
          name="about"
          label={text.about}
          hint={text.aboutHint}
          options={props.options}
          value={props.chosen}
          required
        />
        <StoryFields data={{}} />
        <FileFields />
        <PrivacyFields data={{}} />
      </Form>
    </PublicPage>
  )
}

export function ReceiptPage(props: {
  code: string
  receivedAt: Date
  clocks: readonly Clock[]
  calendar: WorkingCalendar
}) {
  const text = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = useBase()
  return (
    <PublicPage title={text.sent} lead={text.sentLead}>
      <Code value={formatCode(props.code)} label={text.yourCode} />
      <p>{text.codeByPhone}</p>
      <Section title={text.whatNext} id="selanjutnya">
        <ClockList clocks={props.clocks} calendar={props.calendar} plain />
      </Section>
      <p>
        {text.receiptOf(institution?.name ?? '')}, {format.dateTime(props.receivedAt)}. {text.print}
      </p>
      <Actions>
        <LinkButton href={`${base}/lacak/${props.code}`}>{text.follow}</LinkButton>
        <LinkButton href={`${base}/lapor`} tone="quiet">
          {text.another}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}

export function DraftGonePage() {
  const text = useMessages(messages)
  const base = useBase()
  return (
    <PublicPage title={text.draftGone} back={base}>
      <EmptyState
        title={text.draftGone}
        body={text.draftGoneBody}
        action={
          <>
            <LinkButton href={`${base}/lapor`}>{text.startAgain}</LinkButton>
            <LinkButton href={`${base}/lacak`} tone="secondary">
              {text.track}
            </LinkButton>
          </>
        }
      />
      <Notice tone="info">{text.codeHint}</Notice>
    </PublicPage>
  )
}
