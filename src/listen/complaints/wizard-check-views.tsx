import type { ComponentChildren } from 'preact'
import {
  Actions,
  Code,
  Facts,
  Form,
  type FormState,
  LinkButton,
  type Option,
  PrintButton,
  Prose,
  PublicPage,
  Section,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  useTerm,
} from '../../platform/ui/index.ts'
import { QrCode } from '../services/index.ts'
import { AttachmentList, FileFields } from './attachments/views.tsx'
import { ClockList } from './clock-views.tsx'
import type { Clock } from './clocks.ts'
import { formatCode } from './code.ts'
import { ProofFields } from './defence/views.tsx'
import type { Draft } from './drafts.ts'
import { messages } from './messages.ts'
import { placeMessages } from './place/messages.ts'
import type { Region } from './place/model.ts'
import { wizardMessages } from './wizard-messages.ts'
import { type Page, pageBefore, stepOf } from './wizard-model.ts'
import { ContactFields, Preview, PrivacyField } from './wizard-privacy-views.tsx'
import { AboutField, type DraftFile, KindField, StoryFields, useBase } from './wizard-views.tsx'

/** All answers at a glance, with what is already known about the same matter, and the button that sends. */
export function CheckPage(props: {
  token: string
  draft: Draft
  files: readonly DraftFile[]
  about: string
  path: readonly Region[]
  riddle: string
  similar?: ComponentChildren
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const words = useMessages(wizardMessages)
  const ask = useTerm('payment')
  const places = useMessages(placeMessages)
  const format = useFormat()
  const base = `${useBase()}/lapor/${props.token}`
  const { data } = props.draft
  const item = (label: string, value: ComponentChildren, page: Page) => ({
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
  const secret = data.kind === 'whistleblowing'
  const near = [data.rt && `RT ${data.rt}`, data.rw && `RW ${data.rw}`, ...props.path.map(({ name }) => name).reverse()]
  const files = props.files.length > 0 ? <AttachmentList files={props.files} src={(id) => `${base}/foto/${id}`} /> : ''
  return (
    <PublicPage
      title={text.check}
      lead={text.checkLead}
      back={`${base}/${pageBefore(data, 'periksa')}`}
      step={stepOf(data, 'periksa')}
      form={props.form}
    >
      {props.similar}
      <Facts
        items={[
          item(words.kindQuestion, data.kind && text.kind[data.kind], 'jenis'),
          item(text.about, props.about, 'layanan'),
          ...(data.asked
            ? [
                item(
                  ask(data.payment ?? 'paid'),
                  [words.asked[data.asked], data.amount && format.rupiah(data.amount)].filter(Boolean).join(': '),
                  'biaya',
                ),
              ]
            : []),
          item(text.subject, data.subject, 'cerita'),
          item(text.body, <Prose text={data.body ?? ''} />, 'cerita'),
          item(text.occurredOn, data.occurred_on && format.date(data.occurred_on), 'cerita'),
          item(
            places.where,
            [data.place, ...near, data.latitude !== undefined && places.pointGiven].filter(Boolean).join(', '),
            'tempat',
          ),
          item(text.photoLabel, files, 'foto'),
          item(text.privacyLegend, data.privacy && text.privacy[data.privacy], 'kerahasiaan'),
          item(text.name, data.reporter_name, 'kerahasiaan'),
          item(text.email, data.reporter_email, 'kerahasiaan'),
          item(text.phone, data.reporter_phone, 'kerahasiaan'),
        ]}
      />
      {secret ? null : (
        <Section title={text.preview} id="pratinjau" lead={`${text.previewNote} ${words.reviewed}`}>
          <Preview privacy={data.privacy ?? 'anonymous'} data={data} />
        </Section>
      )}
      <Form action={`${base}/kirim`} form={props.form} submit={text.send}>
        <ProofFields riddle={props.riddle} />
      </Form>
      <noscript>
        <p class="hint">{words.noScript}</p>
      </noscript>
    </PublicPage>
  )
}

export function ShortFormPage(props: {
  options: readonly Option[]
  chosen: string | undefined
  riddle: string
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const places = useMessages(placeMessages)
  const base = useBase()
  return (
    <PublicPage title={text.start} lead={text.startLead} back={`${base}/lapor`} form={props.form}>
      <Form action={`${base}/lapor/singkat`} form={props.form} submit={text.send} upload draft="lapor-singkat">
        <KindField chosen="complaint" />
        <AboutField options={props.options} chosen={props.chosen} />
        <StoryFields data={{}} />
        <TextField name="place" label={places.landmark} hint={places.landmarkHint} />
        <FileFields />
        <PrivacyField chosen={undefined} />
        <ContactFields data={{}} lead={text.contactLead} titled />
        <ProofFields riddle={props.riddle} />
      </Form>
    </PublicPage>
  )
}

export function ReceiptPage(props: {
  code: string
  secret: string
  receivedAt: Date
  /** The whole address of the report, for the printed square. */
  url: string
  clocks: readonly Clock[]
}) {
  const text = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = useBase()
  return (
    <PublicPage title={text.sent} lead={text.sentLead}>
      <Code value={formatCode(props.code, props.secret)} label={text.yourCode} />
      <p>{text.codeByPhone}</p>
      <Section title={text.whatNext} id="selanjutnya">
        <ClockList clocks={props.clocks} plain />
      </Section>
      <p>
        {text.receiptOf(institution?.name ?? '')}, {format.dateTime(props.receivedAt)}. {text.print}
      </p>
      <div class="receipt-code">
        <QrCode text={props.url} label={text.qrLabel} />
        <p class="hint">{text.qrHint}</p>
      </div>
      <Actions>
        <LinkButton href={`${base}/lacak/${props.code}${props.secret}`}>{text.follow}</LinkButton>
        <PrintButton label={text.printButton} />
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
    <PublicPage title={text.draftGone} lead={text.draftGoneBody} back={base}>
      <Actions>
        <LinkButton href={`${base}/lapor`}>{text.startAgain}</LinkButton>
        <LinkButton href={`${base}/lacak`} tone="secondary">
          {text.track}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}
