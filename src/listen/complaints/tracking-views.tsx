import {
  Badge,
  CodeField,
  Facts,
  Form,
  type FormState,
  Notice,
  Prose,
  PublicPage,
  Section,
  TextArea,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList, FileFields } from './attachments/views.tsx'
import { ClockExplanation } from './clock-views.tsx'
import type { Clock } from './clocks.ts'
import { formatCode, trackingPath } from './code.ts'
import { ObjectionCourse, ObjectionForm, Prolonged } from './disclosure/views.tsx'
import { duplicateMessages } from './duplicates/messages.ts'
import { messages } from './messages.ts'
import { allows, isEnded, type Standing, type Status } from './model.ts'
import { moderationMessages } from './moderation/messages.ts'
import { type OwnPublication, Withdraw, YourPublication } from './moderation/public-views.tsx'
import type { ComplaintRow } from './queries.ts'
import type { EventRow } from './rows.ts'
import { useStory } from './story-views.tsx'
import type { Feedback } from './tracking-feedback.ts'
import { ContactForm, ServiceSurvey, SurveyForm, VerdictForm } from './tracking-feedback-views.tsx'
import { trackingMessages } from './tracking-messages.ts'
import { NextDeadline } from './tracking-next.tsx'

export function statusTone(status: Status) {
  if (status === 'answered' || status === 'closed') return 'success' as const
  if (status === 'rejected') return 'danger' as const
  if (status === 'archived' || status === 'postponed') return 'neutral' as const
  return status === 'incomplete' ? ('accent' as const) : ('info' as const)
}

/** The reporter's own address of this report; every act below it needs the key that stands in it. */
function useAddress({ complaint, secret }: Pick<CaseProps, 'complaint' | 'secret'>): string {
  return trackingPath(useRequest().institution?.slug ?? '', { code: complaint.code, key: secret })
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
        <CodeField name="kode" label={text.codeAndKey} hint={text.codeHint} />
      </Form>
    </PublicPage>
  )
}

type CaseProps = {
  complaint: ComplaintRow
  /** What only the reporter has beside the code. */
  secret: string
  /** Landmark, RT, RW and region in one line; the point of the device stays with officers. */
  where: string
  events: readonly EventRow[]
  files: readonly Attachment[]
  publication: OwnPublication | undefined
  feedback: readonly Feedback[]
  /** It is handled as part of another report. */
  merged: boolean
  /** An officer waits for the words of another reporter of the matter. */
  othersAsked: boolean
  /** This reporter took their part back; the matter goes on for the others. */
  left: boolean
  /** This reporter is asked no more, and another one still is. */
  waitsForOthers: 'confirmed' | 'silent' | undefined
  /** This reporter has had it opened again once. */
  used: boolean
  standing: Standing
  clocks: readonly Clock[]
  reopenUntil: Date | undefined
  /** The time to object to how a request for information was handled, while it lasts. */
  objection: Clock | undefined
  /** The time to bring it before the Komisi Informasi, while it lasts. */
  dispute: Clock | undefined
  form: FormState | undefined
}

export function TrackedPage(props: CaseProps) {
  const { complaint, secret, events, standing, clocks, form, publication } = props
  const text = useMessages(messages)
  const format = useFormat()
  const { institution } = useRequest()
  const story = useStory()
  const duplicates = useMessages(duplicateMessages)
  const after = useMessages(trackingMessages)
  const moderation = useMessages(moderationMessages)
  const base = `/i/${institution?.slug}`
  const at = useAddress(props)
  const answer = events.findLast((event) => event.kind === 'answered')
  const decision = decisionOf(props)
  const referral = decision?.kind === 'referred' ? decision : undefined
  const answerTitle = answer && isOver(answer, events) ? after.answerBefore : text.answer
  return (
    <PublicPage title={complaint.subject} back={`${base}/lacak`} form={form}>
      <p class="own-state">
        <Badge tone={statusTone(complaint.status)}>
          {decision && isWithdrawn(decision) ? text.archiving.withdrawn : text.status[complaint.status]}
        </Badge>
        <span>
          {text.codeAndKey}: <strong class="own-code">{formatCode(complaint.code, secret)}</strong>
        </span>
      </p>
      <RefusedNotice form={form} />
      {props.merged ? <Notice tone="info">{duplicates.handledWith}</Notice> : null}
      {props.othersAsked ? <Notice tone="info">{duplicates.othersAsked}</Notice> : null}
      {props.left ? <Notice tone="info">{moderation.withdrawnPart}</Notice> : null}
      {props.waitsForOthers ? <Notice tone="neutral">{after.waitsForOthers[props.waitsForOthers]}</Notice> : null}
      <NextDeadline status={complaint.status} clocks={clocks} events={events} named />
      <Prolonged clocks={clocks} />
      <Decision {...props} />
      <ObjectionCourse {...props} />
      {answer?.outcome ? (
        <Section title={`${answerTitle}: ${text.outcome[answer.outcome]}`} id="jawaban">
          <Prose text={answer.body ?? ''} />
          <p class="hint">
            {complaint.unit_name}, {format.dateTime(answer.at)}
          </p>
        </Section>
      ) : null}
      {props.left ? null : <NextForms {...props} />}
      {props.objection && !props.left ? (
        <ObjectionForm action={`${at}/keberatan-informasi`} time={props.objection} form={sent(form, 'ground')} />
      ) : null}
      <Section title={text.timeline} id="perjalanan">
        <Timeline items={story(events, 'citizen', complaint.id)} label={text.timeline} quiet />
      </Section>
      <Section title={text.yourReport} id="laporan">
        <Prose text={complaint.body} />
        <AttachmentList files={props.files} src={(id) => `${at}/berkas/${id}`} />
        <Facts
          items={[
            referral?.reason
              ? { label: after.referredTo, value: referral.reason }
              : { label: text.handledBy, value: complaint.unit_name },
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
      {props.left ? null : <Rating {...props} />}
      {!props.left && !allows(standing, 'completed') && allows(standing, 'informed') && !isEnded(standing.status) ? (
        <AddForm complaint={complaint} secret={secret} completing={false} form={form} />
      ) : null}
      {props.left ? null : (
        <ContactForm
          action={`${at}/kontak`}
          email={complaint.reporter_email}
          phone={complaint.reporter_phone}
          form={sent(form, 'reporter_email')}
        />
      )}
      {publication ? (
        <YourPublication {...publication} base={at} shared={standing.voices > 1} left={props.left} form={form} />
      ) : null}
      <Section title={after.more} id="lainnya">
        <div class="folds">
          <a href={`${at}/tanda-terima`}>{after.receipt}</a>
          <AddLater {...props} />
          <TakeBack {...props} />
          <Why label={after.keyChange}>
            <p>{after.keyChangeLead}</p>
            <Form action={`${at}/kunci`} id="ganti-kunci" submit={after.keyChange} tone="secondary" />
          </Why>
          <ClockExplanation clocks={clocks} referred={complaint.status === 'referred'} />
        </div>
      </Section>
    </PublicPage>
  )
}

const DECISIONS = ['rejected', 'archived', 'postponed', 'referred'] as const
type DecisionKind = (typeof DECISIONS)[number]

/** What was decided instead of an answer, while that holds. */
function decisionOf({ events, standing }: CaseProps): (EventRow & { kind: DecisionKind }) | undefined {
  const kind = DECISIONS.find((one) => one === standing.status)
  const event = events.findLast((one) => one.kind === kind)
  return kind && event ? { ...event, kind } : undefined
}

/** Taken back by its reporter; where an officer noted it for them, the officer's words are shown. */
function isWithdrawn({ kind, actor, reason }: EventRow): boolean {
  return kind === 'archived' && actor === 'citizen' && reason === 'withdrawn'
}

/** The reason is read before anything is asked of the reader. */
function Decision(props: CaseProps) {
  const after = useMessages(trackingMessages)
  const format = useFormat()
  const story = useStory()
  const decision = decisionOf(props)
  if (!decision) return null
  if (isWithdrawn(decision))
    return (
      <Notice tone="info" title={after.withdrawn}>
        <p>{after.withdrawnBody}</p>
      </Notice>
    )
  return (
    <Section title={after.decision[decision.kind]} id="keputusan">
      {story([decision], 'citizen')[0]?.body}
      <p class="hint">{format.dateTime(decision.at)}</p>
    </Section>
  )
}

/** The answer was not accepted: the case was opened again after it. */
function isOver(answer: EventRow, events: readonly EventRow[]): boolean {
  return events.some((event) => event.kind === 'reopened' && event.seq > answer.seq)
}

/** The way to take it back, where no publication offers it already. */
function TakeBack(props: CaseProps) {
  const { complaint, publication, standing } = props
  const at = useAddress(props)
  if (publication || props.left || isEnded(standing.status)) return null
  return (
    <Withdraw
      base={at}
      shared={standing.voices > 1}
      form={props.form}
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
  const typed = ['message', 'reason', 'comment', 'objection']
    .map((name) => form.values[name])
    .find((value) => typeof value === 'string' && value)
  return (
    <Notice tone="danger" title={refused} live>
      {typeof typed === 'string' ? <Prose text={typed} /> : null}
    </Notice>
  )
}

type AddProps = Pick<CaseProps, 'complaint' | 'secret' | 'form'> & {
  completing: boolean
  /** What the officer wants to know; read just above where the answer is written. */
  asked?: string | null | undefined
}

function AddForm({ completing, asked, form, ...own }: AddProps) {
  const text = useMessages(messages)
  const after = useMessages(trackingMessages)
  return (
    <Section title={completing ? text.completeTitle : text.addTitle} id="tambah">
      {asked ? (
        <Notice tone="warning" title={after.asked}>
          <Prose text={asked} />
        </Notice>
      ) : null}
      <AddFields complaint={own.complaint} secret={own.secret} completing={completing} form={form} />
    </Section>
  )
}

function AddFields({ completing, form, ...own }: Omit<AddProps, 'asked'>) {
  const text = useMessages(messages)
  return (
    <Form
      action={`${useAddress(own)}/tambah`}
      form={sent(form, 'message')}
      id="tambah-isi"
      submit={completing ? text.completeSend : text.addSend}
      tone={completing ? 'primary' : 'secondary'}
      upload
    >
      <TextArea name="message" label={text.addLabel} hint={text.addHint} rows={4} maxLength={2000} required />
      <FileFields />
    </Form>
  )
}

/** After the end it is rarely wanted, and folded. */
function AddLater(props: CaseProps) {
  const { complaint, secret, standing, form } = props
  const text = useMessages(messages)
  const decision = decisionOf(props)
  if (props.left || !isEnded(standing.status) || !allows(standing, 'informed') || (decision && isWithdrawn(decision)))
    return null
  return (
    <Why label={text.addTitle} open={sent(form, 'message') !== undefined}>
      <AddFields complaint={complaint} secret={secret} completing={false} form={form} />
    </Why>
  )
}

/** What the citizen can do now: complete, rate, have it opened again, add something. */
function NextForms(props: CaseProps) {
  const { complaint, secret, events, standing, reopenUntil, used, form, feedback } = props
  const text = useMessages(messages)
  const after = useMessages(trackingMessages)
  const format = useFormat()
  const { now } = useRequest()
  const base = useAddress(props)
  const mayReopen = allows(standing, 'reopened') && reopenUntil !== undefined && reopenUntil >= now
  const completing = allows(standing, 'completed')
  const answer = events.findLast((event) => event.kind === 'answered')
  const told = feedback.find((one) => one.answer_seq === answer?.seq)
  const decided = told?.verdict
  const decision = decisionOf(props)
  const unsolved = { title: text.reopenTitle, lead: text.reopenLead, label: text.reopenLabel }
  const ask = !decision ? unsolved : isWithdrawn(decision) ? after.takeBack : after.contest
  return (
    <>
      {completing ? (
        <AddForm
          complaint={complaint}
          secret={secret}
          completing
          asked={events.findLast((event) => event.kind === 'completion_requested')?.body}
          form={form}
        />
      ) : null}
      {answer && standing.status === 'answered' && !decided ? (
        <VerdictForm
          action={`${base}/selesai`}
          reopenUntil={mayReopen && !used ? reopenUntil : undefined}
          shared={standing.voices > 1}
          form={sent(form, 'verdict')}
        />
      ) : null}
      {decided ? (
        <p>
          {after.said}: <strong>{after.verdict[decided]}</strong>
        </p>
      ) : null}
      {mayReopen && standing.status !== 'answered' && !used ? (
        <Section title={ask.title} id="buka-kembali" lead={ask.lead(format.dateTime(reopenUntil))}>
          <Form
            action={`${base}/buka-kembali`}
            form={sent(form, 'reason')}
            id="buka-isi"
            submit={text.reopenSend}
            tone="secondary"
          >
            <TextArea name="reason" label={ask.label} rows={3} maxLength={1000} required />
          </Form>
        </Section>
      ) : null}
    </>
  )
}

/** How the handling was: asked after all that the answer itself asks, and below what it is about. */
function Rating(props: CaseProps) {
  const { complaint, events, feedback, standing, merged, form } = props
  const base = useAddress(props)
  const answer = events.findLast((event) => event.kind === 'answered')
  const told = feedback.find((one) => one.answer_seq === answer?.seq)
  const mayRate = merged ? answer !== undefined && (told?.overall ?? null) === null : allows(standing, 'rated')
  if (mayRate) return <SurveyForm action={`${base}/nilai`} form={sent(form, 'score')} />
  const { service_slug: slug, service_name: name } = complaint
  const over = standing.status === 'answered' || standing.status === 'closed'
  return over && slug && name ? <ServiceSurvey slug={slug} name={name} /> : null
}

/** Of several forms on one page only the one that was sent shows its mistakes and what was typed. */
function sent(form: FormState | undefined, field: string): FormState | undefined {
  return form && (field in form.errors || field in form.values) ? form : undefined
}
