import type { ComponentChildren } from 'preact'
import type { Holder } from '../../core/roles/index.ts'
import {
  Actions,
  Badge,
  DateTime,
  Facts,
  Notice,
  type Option,
  Prose,
  Section,
  Split,
  StaffPage,
  Timeline,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../platform/ui/index.ts'
import type { Attachment } from './attachments/queries.ts'
import { AttachmentList } from './attachments/views.tsx'
import { ClockBadge, ClockList } from './clock-views.tsx'
import { type Clock, clockState, nextClock } from './clocks.ts'
import { formatCode } from './code.ts'
import type { Doubt } from './defence/model.ts'
import { ObjectionWaits } from './disclosure/views.tsx'
import { isMerge } from './duplicates/case.tsx'
import { duplicateMessages } from './duplicates/messages.ts'
import type { Held } from './four-eyes/queries.ts'
import { HeldNotice } from './four-eyes/views.tsx'
import { useGiven } from './given.ts'
import { KeysHelp } from './keys-help.tsx'
import { messages } from './messages.ts'
import { isOpen } from './model.ts'
import { Doubted } from './moderation/views.tsx'
import type { ComplaintRow } from './queries.ts'
import type { Reference } from './reference-queries.ts'
import type { EventRow } from './rows.ts'
import type { Lane } from './sight.ts'
import { LANES } from './staff-lanes.ts'
import { staffMessages } from './staff-messages.ts'
import type { Away, Person, Task } from './staff-work-queries.ts'
import { TaskPanel, WorkPanel } from './staff-work-views.tsx'
import { StepForm, type StepFormProps } from './step-form.tsx'
import { useStory } from './story-views.tsx'
import { statusTone } from './tracking-views.tsx'
import { type Guarded, GuardedPanel, HeldDecision } from './whistleblowing/views.tsx'
import type { Payment } from './wizard-payment.ts'
import { workMessages } from './work-messages.ts'

type CaseProps = {
  lane: Lane
  complaint: ComplaintRow
  /** An answer that waits for its second reader, or that came back. */
  held: Held | undefined
  /** Of a report of wrongdoing: who reported it, and what holds its erasure back. */
  guarded: Guarded | undefined
  /** Why it may not be from a person, until somebody has looked. */
  doubts: readonly Doubt[] | null
  events: readonly EventRow[]
  /** Said and answered under another report, while this one was handled with it. */
  meanwhile: readonly EventRow[]
  files: readonly Attachment[]
  /** What the reporter told beside the text. */
  told: ComponentChildren
  /** An objection against how a request for information was handled, that waits. */
  objection: { objection: EventRow; deciders: readonly Holder[] } | undefined
  /** Reports of the same matter. */
  similar: ComponentChildren
  /** Set while it is handled as part of another report. */
  into: { survivor: { id: string; code: string } | undefined } | undefined
  payment: Payment | undefined
  clocks: readonly Clock[]
  references: readonly Reference[]
  mayIdentify: boolean
  /** Where a lost key is replaced, for those who record. */
  receipt: string | undefined
  mayHandle: boolean
  me: string | null
  colleagues: readonly Person[]
  watchers: readonly { id: string; name: string }[]
  /** Set while the officer of this case is away. */
  away: Away | undefined
  tasks: readonly Task[]
  units: readonly Option[]
  step: Omit<StepFormProps, 'base' | 'complaint' | 'seen' | 'colleagues' | 'theme'>
}

export function CasePage(props: CaseProps) {
  const { lane, complaint, events, meanwhile, files, mayIdentify, step, into } = props
  const told = [...events, ...meanwhile].toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)
  // While it is handled with another one, that one's deadlines count.
  const clocks = into ? props.clocks.filter((clock) => clock.endedAt) : props.clocks
  const { base } = LANES[lane]
  const work = useMessages(workMessages)
  const text = useMessages(staffMessages)
  const same = useMessages(duplicateMessages)
  const story = useStory()
  return (
    <StaffPage
      title={complaint.subject}
      crumbs={[{ href: base, label: lane === 'sealed' ? work.sealedTitle : text.title }]}
      badge={
        into ? (
          <Badge tone="neutral">{same.mergedBadge}</Badge>
        ) : (
          <Badge tone={statusTone(complaint.status)}>{text.short[complaint.status]}</Badge>
        )
      }
      form={step.form}
      lead={into ? <Survivor base={base} survivor={into.survivor} /> : <NextDeadline clocks={clocks} />}
      actions={
        <Actions>
          <KeysHelp />
          <a href={`${base}/${complaint.id}/sebelumnya`} rel="prev" class="button button-secondary" data-key="k">
            {text.earlier}
          </a>
          <a href={`${base}/${complaint.id}/berikutnya`} rel="next" class="button button-secondary" data-key="j">
            {text.later}
          </a>
        </Actions>
      }
    >
      {props.doubts && !into ? <Doubted doubts={props.doubts} /> : null}
      <Split
        aside={
          <>
            {clocks.length > 0 ? <Clocks clocks={clocks} units={props.units} /> : null}
            <WorkPanel {...props} form={step.form} />
            <CaseFacts
              complaint={complaint}
              classified={events.findLast((event) => event.kind === 'classified')?.at}
              mayIdentify={mayIdentify}
              receipt={props.receipt}
              references={props.references}
            />
            {props.guarded ? <GuardedPanel {...props.guarded} /> : null}
          </>
        }
      >
        <Section title={text.report} id="laporan">
          <Prose text={complaint.body} />
          <AttachmentList files={files} src={(id) => `/berkas/${id}`} />
        </Section>
        {props.told}
        {props.objection ? <ObjectionWaits {...props.objection} /> : null}
        <HeldNotice held={props.held} />
        {props.guarded && props.held?.state === 0 && props.held.written_by !== props.me ? (
          <HeldDecision held={props.held} base={props.guarded.base} form={step.form} />
        ) : null}
        <Section title={text.nextStep} id="langkah">
          {step.steps.length === 0 ? (
            <Notice tone="neutral">
              <p>{text.noSteps}</p>
            </Notice>
          ) : (
            <StepForm
              {...step}
              form={isMerge(step.form) ? undefined : step.form}
              base={base}
              colleagues={props.colleagues}
              complaint={complaint}
              theme={props.payment?.theme}
              seen={events.length}
            />
          )}
        </Section>
        {lane === 'ordinary' ? <TaskPanel {...props} form={step.form} /> : null}
        <Section title={text.story} id="riwayat">
          <Timeline items={story(told, 'officer')} label={text.story} />
        </Section>
        {props.similar}
      </Split>
    </StaffPage>
  )
}

function CaseFacts({
  complaint,
  classified = complaint.received_at,
  mayIdentify,
  receipt,
  references,
}: {
  complaint: ComplaintRow
  classified: Date | undefined
  mayIdentify: boolean
  receipt: string | undefined
  references: readonly Reference[]
}) {
  const text = useMessages(staffMessages)
  const shared = useMessages(messages)
  const work = useMessages(workMessages)
  const given = {
    kind: useGiven('kind'),
    channel: useGiven('channel'),
    class: useGiven('class'),
    theme: useGiven('theme'),
  }
  const format = useFormat()
  const { permissions } = useRequest()
  const contact = [complaint.reporter_name, complaint.reporter_email, complaint.reporter_phone].filter(Boolean)
  const reporter = contact.length === 0 ? text.notGiven : mayIdentify ? contact.join(', ') : text.hidden
  return (
    <Section title={text.facts} id="keterangan">
      <Facts
        items={[
          { label: text.code, value: formatCode(complaint.code) },
          {
            label: text.received,
            value: <DateTime value={complaint.received_at} relative={isOpen(complaint.status)} />,
          },
          { label: work.kind, ...given.kind(complaint.kind, complaint.received_at) },
          { label: text.channel, ...given.channel(complaint.channel, complaint.received_at) },
          { label: text.unit, value: complaint.unit_name },
          { label: text.service, value: complaint.service_name ?? '–' },
          {
            label: text.class,
            ...(complaint.class ? given.class(complaint.class, classified) : { value: text.unclassified }),
          },
          {
            label: text.theme,
            ...(complaint.theme ? given.theme(complaint.theme, classified) : { value: text.unclassified }),
          },
          ...(complaint.theme && permissions.has('signal.read')
            ? [
                {
                  label: text.signals,
                  value: (
                    <a href={`/sinyal?status=all&unit=${complaint.unit_id}&theme=${complaint.theme}`}>
                      {text.signalsLink}
                    </a>
                  ),
                },
              ]
            : []),
          { label: text.privacy, value: shared.privacy[complaint.privacy] },
          ...(complaint.kind === 'whistleblowing' ? [] : [{ label: text.reporter, value: reporter }]),
          ...(receipt ? [{ label: text.reporterKey, value: <a href={receipt}>{text.reporterKeyLink}</a> }] : []),
          ...references.map((one) => ({
            label: referenceName(work.references, one.system) ?? text.reference(one.system),
            value: <Elsewhere one={one} />,
          })),
          ...(complaint.place ? [{ label: text.place, value: complaint.place }] : []),
          ...(complaint.occurred_on ? [{ label: text.occurredOn, value: format.date(complaint.occurred_on) }] : []),
          ...(complaint.rating ? [{ label: text.rating, value: text.ratingValue(complaint.rating) }] : []),
        ]}
      />
    </Section>
  )
}

/** The slice that noted the name may say where one reads on. */
/** Other servers are kept apart by an id behind the name, which tells an officer nothing. */
function referenceName(names: Readonly<Record<string, string>>, system: string): string | undefined {
  return names[system.split(':')[0]!]
}

function Elsewhere({ one }: { one: Reference }) {
  const { page } = one.data
  const known = typeof page === 'string' && /^(\/(?!\/)|https:\/\/)/.test(page) ? page : undefined
  return known ? (
    <a href={known} rel="noreferrer">
      {one.external_id}
    </a>
  ) : (
    <span>{one.external_id}</span>
  )
}

/** Where it is handled, for whoever may read that. */
function Survivor({ base, survivor }: { base: string; survivor: { id: string; code: string } | undefined }) {
  const same = useMessages(duplicateMessages)
  if (!survivor) return <>{same.elsewhere}</>
  return <a href={`${base}/${survivor.id}`}>{same.handledUnder(formatCode(survivor.code))}</a>
}

/** The deadline that comes first, above everything else. */
function NextDeadline({ clocks }: { clocks: readonly Clock[] }) {
  const shared = useMessages(messages)
  const format = useFormat()
  const next = nextClock(clocks)
  if (!next?.dueAt) return null
  return (
    <>
      {shared.clock[next.key]} {shared.atLatest(format.dateTime(next.dueAt))} <ClockBadge clock={next} />
    </>
  )
}

/** Running and missed clocks first; those that were kept fold away. */
function Clocks({ clocks, units }: { clocks: readonly Clock[]; units: readonly Option[] }) {
  const text = useMessages(staffMessages)
  const work = useMessages(workMessages)
  const { now } = useRequest()
  const unitName = (id: string) => units.find((unit) => unit.value === id)?.label
  const kept = clocks.filter((clock) => clock.endedAt !== null || clockState(clock, now) === 'met')
  const running = clocks.filter((clock) => !kept.includes(clock))
  return (
    <Section title={text.clocks} id="batas-waktu">
      <ClockList clocks={running} unitName={unitName} />
      {kept.length > 0 ? (
        <Why label={work.clocksEnded(kept.length)} open={running.length === 0}>
          <ClockList clocks={kept} unitName={unitName} />
        </Why>
      ) : null}
    </Section>
  )
}
