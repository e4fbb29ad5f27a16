import {
  DataTable,
  EmptyState,
  Form,
  type FormState,
  RadioGroup,
  Section,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { staffMessages } from './staff-messages.ts'
import { type FeedbackFigures, type Part, VERDICTS, type Verdict } from './tracking-feedback.ts'
import { trackingMessages } from './tracking-messages.ts'

/** Three ways to answer an answer; the fourth is to stay silent. */
export function VerdictForm(props: {
  action: string
  reopenUntil: Date | undefined
  /** Others reported the same, and each is waited for. */
  shared: boolean
  form: FormState | undefined
}) {
  const text = useMessages(trackingMessages)
  const format = useFormat()
  const options = VERDICTS.filter((verdict) => verdict !== 'unsolved' || props.reopenUntil)
  const until = props.reopenUntil ? `${text.reopenUntil(format.dateTime(props.reopenUntil))} ` : ''
  return (
    <Section
      title={text.verdictTitle}
      id="selesai"
      lead={`${until}${props.shared ? text.silenceShared : text.silence}`}
    >
      <Form action={props.action} form={props.form} id="selesai-isi" submit={text.send}>
        <RadioGroup
          name="verdict"
          legend={text.verdictLegend}
          options={options.map((verdict: Verdict) => ({
            value: verdict,
            label: text.verdict[verdict],
            hint: props.shared && verdict === 'solved' ? text.solvedShared : text.verdictHint[verdict],
          }))}
          required
        />
        <TextArea name="reason" label={text.reason} hint={text.reasonHint} rows={3} maxLength={1000} quiet />
      </Form>
    </Section>
  )
}

/** The survey on the handling: its own instrument, three questions and a text. */
export function SurveyForm({ action, form }: { action: string; form: FormState | undefined }) {
  const text = useMessages(trackingMessages)
  const shared = useMessages(messages)
  const scale = ([5, 4, 3, 2, 1] as const).map((score) => ({
    value: String(score),
    label: shared.rateScale[`s${score}`],
  }))
  return (
    <Section title={shared.rateTitle} id="nilai" lead={text.surveyLead}>
      <Form action={action} form={form} id="nilai-isi" submit={shared.rateSend}>
        <RadioGroup name="speed" legend={text.speed} options={scale} layout="scale" />
        <RadioGroup name="clarity" legend={text.clarity} options={scale} layout="scale" />
        <RadioGroup name="score" legend={text.overall} options={scale} layout="scale" required />
        <TextArea name="comment" label={shared.rateComment} rows={3} maxLength={1000} />
      </Form>
    </Section>
  )
}

/** The public index is about the service and not about this report: it is asked apart and holds neither code nor name. */
export function ServiceSurvey({ slug, name }: { slug: string; name: string }) {
  const text = useMessages(trackingMessages)
  const { institution } = useRequest()
  return (
    <Section title={text.serviceTitle(name)} id="nilai-layanan" lead={text.serviceLead}>
      <p>
        <a href={`/i/${institution?.slug}/survei?layanan=${slug}`}>{text.serviceGo}</a>
      </p>
    </Section>
  )
}

export function ContactForm(props: {
  action: string
  email: string | null
  phone: string | null
  form: FormState | undefined
}) {
  const text = useMessages(trackingMessages)
  const shared = useMessages(messages)
  const where = [props.email, props.phone].filter(Boolean).map((one) => masked(one!))
  return (
    <Section
      title={text.notices}
      id="kontak"
      lead={where.length > 0 ? text.noticesOn(where.join(', ')) : text.noticesOff}
    >
      <Why label={where.length > 0 ? text.noticesChange : text.noticesAdd} open={props.form !== undefined}>
        <p>{text.noticesLead}</p>
        <Form action={props.action} form={props.form} id="kontak-isi" submit={text.noticesSave} tone="secondary">
          <TextField name="reporter_email" label={shared.email} type="email" autocomplete="email" />
          <TextField name="reporter_phone" label={shared.phone} type="tel" autocomplete="tel" width="medium" />
        </Form>
      </Why>
    </Section>
  )
}

/** The code is shown to others sometimes; the contact is not readable with it. */
function masked(contact: string): string {
  const [name = '', domain] = contact.split('@')
  return domain ? `${name.slice(0, 1)}•••@${domain}` : `•••${contact.slice(-3)}`
}

export function FeedbackPage({ rows, least }: { rows: readonly FeedbackFigures[]; least: number }) {
  const text = useMessages(trackingMessages)
  const staff = useMessages(staffMessages)
  const format = useFormat()
  const share = (part: Part) =>
    part ? format.percent(part.hits / part.of, part.of) : <span class="hint">{text.few}</span>
  return (
    <StaffPage
      title={text.surveyTitle}
      lead={text.surveyStaffLead(format.number(least))}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
    >
      <DataTable
        caption={text.surveyTitle}
        captionHidden
        rows={rows}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        stack
        columns={[
          { key: 'unit', label: text.unit, header: true, cell: (row) => row.unit_name },
          {
            key: 'answers',
            label: text.answers,
            numeric: true,
            cell: (row) => (row.answers === null ? <span class="hint">{text.few}</span> : format.number(row.answers)),
          },
          { key: 'solved', label: text.solvedShare, numeric: true, cell: (row) => share(row.solved) },
          { key: 'speed', label: text.speedShare, numeric: true, cell: (row) => share(row.speed) },
          { key: 'clarity', label: text.clarityShare, numeric: true, cell: (row) => share(row.clarity) },
          { key: 'overall', label: text.overallShare, numeric: true, cell: (row) => share(row.overall) },
        ]}
      />
    </StaffPage>
  )
}
