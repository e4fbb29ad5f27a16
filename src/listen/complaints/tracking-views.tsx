import {
  Badge,
  Facts,
  Form,
  type FormState,
  Notice,
  Prose,
  PublicPage,
  Section,
  TextArea,
  TextField,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList, FileFields } from './attachments/views.tsx'
import { ClockBadge, ClockExplanation, capital, clockArithmetic } from './clock-views.tsx'
import { type Clock, nextClock } from './clocks.ts'
import { formatCode } from './code.ts'
import { duplicateMessages } from './duplicates/messages.ts'
import { messages } from './messages.ts'
import { allows, isEnded, type Standing, type Status } from './model.ts'
import { Withdraw, YourPublication } from './moderation/public-views.tsx'
import type { Review } from './moderation/queries.ts'
import type { ComplaintRow } from './queries.ts'
import type { EventRow } from './rows.ts'
import { useStory } from './story-views.tsx'
import type { Feedback } from './tracking-feedback.ts'
import { ContactForm, SurveyForm, VerdictForm } from './tracking-feedback-views.tsx'
import { trackingMessages } from './tracking-messages.ts'

export function statusTone(status: Status) {
  if (status === 'answered' || status === 'closed') return 'success' as const
  if (status === 'rejected') return 'danger' as const
  if (status === 'archived' || status === 'postponed') return 'neutral' as const
  return status === 'incomplete' ? ('accent' as const) : ('info' as const)
}

/** The form for a code; `problem` stands at the field, whether the code was mistyped or is not known here. */
export function TrackPage({ typed, problem }: { typed: string; problem: string | undefined }) {
  const text = useMessages(messages)
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}`
  const form = { values: { kode: typed }, errors: problem ? { kode: problem } : {} }
  return (
    <PublicPage title={text.track} lead={text.trackLead} back={base} form={form}>
      <Form action={`${base}/lacak`} form={form} submit={text.trackGo}>
        <TextField
          name="kode"
          label={text.code}
          hint={text.codeHint}
          width="medium"
          autocomplete="off"
          spellcheck={false}
          required
        />
      </Form>
    </PublicPage>
  )
}

type CaseProps = {
  complaint: ComplaintRow
  /** Landmark, RT, RW and region in one line; the point of the device stays with officers. */
  where: string
  events: readonly EventRow[]
  files: readonly Attachment[]
  publication: Review | undefined
  feedback: readonly Feedback[]
  /** It is handled as part of another report. */
  merged: boolean
  standing: Standing
  clocks: readonly Clock[]
  reopenUntil: Date | undefined
  form: FormState | undefined
}

export function TrackedPage(props: CaseProps) {
  const { complaint, events, standing, clocks, form } = props
  const text = useMessages(messages)
  const format = useFormat()
  const { institution, language } = useRequest()
  const story = useStory()
  const duplicates = useMessages(duplicateMessages)
  const after = useMessages(trackingMessages)
  const base = `/i/${institution?.slug}`
  const next = nextClock(clocks)
  const answer = events.findLast((event) => event.kind === 'answered')
  return (
    <PublicPage title={complaint.subject} back={`${base}/lacak`} form={form}>
      <p>
        <Badge tone={statusTone(complaint.status)}>{text.status[complaint.status]}</Badge> {text.code}:{' '}
        <strong>{formatCode(complaint.code)}</strong>
      </p>
      <RefusedNotice form={form} />
      {props.merged ? <Notice tone="info">{duplicates.handledWith}</Notice> : null}
      {next ? (
        <Notice tone={complaint.status === 'incomplete' ? 'warning' : 'info'} title={text.clockPlain[next.key]}>
          <p>
            <ClockBadge clock={next} /> {capital(clockArithmetic(next, text, language))}.
          </p>
        </Notice>
      ) : null}
      {answer?.outcome ? (
        <Section title={`${text.answer}: ${text.outcome[answer.outcome]}`} id="jawaban">
          <Prose text={answer.body ?? ''} />
          <p class="hint">
            {complaint.unit_name}, {format.dateTime(answer.at)}
          </p>
        </Section>
      ) : null}
      <NextForms {...props} />
      <Section title={text.timeline} id="perjalanan">
        <Timeline items={story(events, 'citizen')} label={text.timeline} />
      </Section>
      <Section title={text.yourReport} id="laporan">
        <Prose text={complaint.body} />
        <AttachmentList files={props.files} src={(id) => `${base}/lacak/${complaint.code}/berkas/${id}`} />
        <Facts
          items={[
            { label: text.handledBy, value: complaint.unit_name },
            ...(props.where ? [{ label: text.place, value: props.where }] : []),
            ...(complaint.occurred_on ? [{ label: text.occurredOn, value: format.date(complaint.occurred_on) }] : []),
            {
              label: text.privacyLegend,
              value: text.privacy[complaint.privacy],
              note: text.privacyHint[complaint.privacy],
            },
            ...(standing.rating
              ? [{ label: text.yourRating, value: text.rateScale[`s${standing.rating}` as 's1'] }]
              : []),
          ]}
        />
      </Section>
      {!allows(standing, 'completed') && allows(standing, 'informed') ? (
        <AddForm complaint={complaint} completing={false} form={form} />
      ) : null}
      <ContactForm
        action={`${base}/lacak/${complaint.code}/kontak`}
        email={complaint.reporter_email}
        phone={complaint.reporter_phone}
        form={own(form, 'reporter_email')}
      />
      <Publicity {...props} />
      <p>
        <a href={`${base}/lacak/${complaint.code}/tanda-terima`}>{after.receipt}</a>
      </p>
      <ClockExplanation clocks={clocks} />
    </PublicPage>
  )
}

/** What the public reads of it, or at least the way to take it back. */
function Publicity({ complaint, publication, standing }: CaseProps) {
  const { institution } = useRequest()
  if (publication) return <YourPublication review={publication} code={complaint.code} />
  if (isEnded(standing.status)) return null
  return (
    <Withdraw
      base={`/i/${institution?.slug}/lacak/${complaint.code}`}
      options={[
        ...(complaint.privacy === 'secret' ? [] : (['publication'] as const)),
        ...(complaint.privacy === 'open' ? (['name'] as const) : []),
        'report',
      ]}
    />
  )
}

/** The form that was sent may no longer be on this page: its text is shown, so that nothing typed is lost. */
function RefusedNotice({ form }: { form: FormState | undefined }) {
  const refused = form?.errors['_refused']
  if (!form || !refused) return null
  const typed = ['message', 'reason', 'comment']
    .map((name) => form.values[name])
    .find((value) => typeof value === 'string' && value)
  return (
    <Notice tone="danger" title={refused} live>
      {typeof typed === 'string' ? <Prose text={typed} /> : null}
    </Notice>
  )
}

function AddForm({ complaint, completing, form }: Pick<CaseProps, 'complaint' | 'form'> & { completing: boolean }) {
  const text = useMessages(messages)
  const { institution } = useRequest()
  return (
    <Section title={completing ? text.completeTitle : text.addTitle} id="tambah">
      <Form
        action={`/i/${institution?.slug}/lacak/${complaint.code}/tambah`}
        form={own(form, 'message')}
        id="tambah-isi"
        submit={completing ? text.completeSend : text.addSend}
        tone={completing ? 'primary' : 'secondary'}
        upload
      >
        <TextArea name="message" label={text.addLabel} hint={text.addHint} rows={4} maxLength={2000} required />
        <FileFields />
      </Form>
    </Section>
  )
}

/** What the citizen can do now: complete, rate, have it opened again, add something. */
function NextForms({ complaint, events, standing, reopenUntil, form, feedback, merged }: CaseProps) {
  const text = useMessages(messages)
  const after = useMessages(trackingMessages)
  const format = useFormat()
  const { institution, now } = useRequest()
  const base = `/i/${institution?.slug}/lacak/${complaint.code}`
  const mayReopen = allows(standing, 'reopened') && reopenUntil !== undefined && reopenUntil >= now
  const completing = allows(standing, 'completed')
  const answer = events.findLast((event) => event.kind === 'answered')
  const told = feedback.find((one) => one.answer_seq === answer?.seq)
  const decided = told?.verdict
  const used = feedback.some((one) => one.verdict === 'unsolved')
  const mayRate = merged ? answer !== undefined && (told?.overall ?? null) === null : allows(standing, 'rated')
  return (
    <>
      {completing ? <AddForm complaint={complaint} completing form={form} /> : null}
      {answer && standing.status === 'answered' && !decided ? (
        <VerdictForm
          action={`${base}/selesai`}
          reopenUntil={mayReopen && !used ? reopenUntil : undefined}
          form={own(form, 'verdict')}
        />
      ) : null}
      {decided ? (
        <p>
          {after.said}: <strong>{after.verdict[decided]}</strong>
        </p>
      ) : null}
      {mayRate ? <SurveyForm action={`${base}/nilai`} form={own(form, 'score')} /> : null}
      {mayReopen && standing.status !== 'answered' && !used ? (
        <Section title={text.reopenTitle} id="buka-kembali" lead={text.reopenLead(format.dateTime(reopenUntil))}>
          <Form
            action={`${base}/buka-kembali`}
            form={own(form, 'reason')}
            id="buka-isi"
            submit={text.reopenSend}
            tone="secondary"
          >
            <TextArea name="reason" label={text.reopenLabel} rows={3} maxLength={1000} required />
          </Form>
        </Section>
      ) : null}
    </>
  )
}

/** Of several forms on one page only the one that was sent shows its mistakes and what was typed. */
function own(form: FormState | undefined, field: string): FormState | undefined {
  return form && (field in form.errors || field in form.values) ? form : undefined
}
