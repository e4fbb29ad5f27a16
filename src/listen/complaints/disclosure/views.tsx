import type { Holder } from '../../../core/roles/index.ts'
import {
  Form,
  type FormState,
  Notice,
  Prose,
  RadioGroup,
  Section,
  TextArea,
  useFormat,
  useMessages,
  useRequest,
  useTermOn,
  useTermOptions,
  Why,
} from '../../../platform/ui/index.ts'
import { capital, clockArithmetic } from '../clock-views.tsx'
import { type Clock, nextClock } from '../clocks.ts'
import { messages } from '../messages.ts'
import { DISPUTE_RULINGS, OBJECTION_DECISIONS, type Standing } from '../model.ts'
import type { EventRow } from '../rows.ts'
import { disclosureMessages } from './messages.ts'

/** The longer time, where something else comes before it. */
export function Prolonged({ clocks }: { clocks: readonly Clock[] }) {
  const shared = useMessages(messages)
  const { language } = useRequest()
  const prolonged = clocks.find((clock) => clock.key === 'resolve' && clock.extension && !clock.endedAt)
  if (!prolonged || nextClock(clocks) === prolonged) return null
  return (
    <Notice tone="info" title={`${shared.clockPlain.resolve}: ${shared.event.extended}`}>
      <p>{capital(clockArithmetic(prolonged, shared, language))}.</p>
    </Notice>
  )
}

/** The requester's way to object, while there is time for it; how that is counted stands with the other clocks. */
export function ObjectionForm({ action, time, form }: { action: string; time: Clock; form: FormState | undefined }) {
  const text = useMessages(disclosureMessages)
  const format = useFormat()
  const until = time.dueAt ? format.dateTime(time.dueAt) : ''
  return (
    <Section title={text.title} id="keberatan-informasi" lead={text.lead(until)}>
      <Why label={text.object} open={form !== undefined}>
        <Form action={action} form={form} id="keberatan-isi" submit={text.send} tone="secondary">
          <RadioGroup name="ground" legend={text.legend} options={useTermOptions('objection')} required />
          <TextArea name="objection" label={text.words} hint={text.wordsHint} rows={4} maxLength={2000} required />
        </Form>
      </Why>
    </Section>
  )
}

/** On the requester's page: what became of their objection, and what lies behind it. */
export function ObjectionCourse({
  events,
  standing,
  dispute,
}: {
  events: readonly EventRow[]
  standing: Pick<Standing, 'objecting' | 'disputing'>
  dispute: Clock | undefined
}) {
  const text = useMessages(disclosureMessages)
  const decision = events.findLast((event) => event.kind === 'objection_decided')
  return (
    <>
      {standing.objecting ? <Notice tone="info">{text.waits}</Notice> : null}
      {decision && !standing.objecting ? <ObjectionDecided decision={decision} /> : null}
      {dispute ? <DisputeOffer time={dispute} /> : null}
      {standing.disputing ? <Notice tone="info">{text.disputing}</Notice> : null}
    </>
  )
}

/** What lies behind a decision they are not content with. It is not ours to receive, so there is no form. */
function DisputeOffer({ time }: { time: Clock }) {
  const text = useMessages(disclosureMessages)
  const shared = useMessages(messages)
  const format = useFormat()
  return (
    <Section title={text.disputeTitle} id="sengketa">
      <p>{text.dispute(time.dueAt ? format.dateTime(time.dueAt) : '')}</p>
      <p class="hint">
        {shared.ruleSource}: {time.rule.source}
        {time.rule.verified ? '' : ` (${shared.unverified})`}
      </p>
    </Section>
  )
}

/** What was decided on the objection they made last. */
function ObjectionDecided({ decision }: { decision: EventRow }) {
  const text = useMessages(disclosureMessages)
  const format = useFormat()
  return (
    <Section
      title={`${text.decided}: ${text.decision[decision.reason === 'granted' ? 'granted' : 'denied']}`}
      id="putusan-keberatan"
    >
      <Prose text={decision.body ?? ''} />
      <p class="hint">{format.dateTime(decision.at)}</p>
    </Section>
  )
}

/** On the case: the objection that waits, and who may decide it. */
export function ObjectionWaits({ objection, deciders }: { objection: EventRow; deciders: readonly Holder[] }) {
  const text = useMessages(disclosureMessages)
  const ground = useTermOn('objection')
  return (
    <Notice tone="warning" title={text.caseTitle}>
      <p>
        <strong>{objection.reason ? ground(objection.reason, objection.at) : ''}</strong>
      </p>
      <Prose text={objection.body ?? ''} />
      <p>{deciders.length > 0 ? `${text.decideBy}: ${deciders.map(({ name }) => name).join('; ')}` : text.nobody}</p>
    </Notice>
  )
}

/** The officer's two forms beside those of every complaint. */
export function ExtensionFields({ days }: { days: number }) {
  const text = useMessages(disclosureMessages)
  return (
    <>
      <p>{text.extendLead(days)}</p>
      <TextArea name="body" label={text.extendReason} hint={text.extendHint} rows={4} maxLength={2000} required />
    </>
  )
}

export function DecisionFields() {
  const text = useMessages(disclosureMessages)
  return (
    <>
      <RadioGroup
        name="reason"
        legend={text.decisionLegend}
        options={OBJECTION_DECISIONS.map((value) => ({
          value,
          label: text.decision[value],
          hint: text.decisionHint[value],
        }))}
        required
      />
      <TextArea
        name="body"
        label={text.decisionWords}
        hint={text.decisionWordsHint}
        rows={6}
        maxLength={5000}
        required
      />
    </>
  )
}

export function DisputeFields() {
  const text = useMessages(disclosureMessages)
  return (
    <TextArea name="body" label={text.disputeWords} hint={text.disputeWordsHint} rows={4} maxLength={2000} required />
  )
}

export function RulingFields() {
  const text = useMessages(disclosureMessages)
  return (
    <>
      <RadioGroup
        name="reason"
        legend={text.rulingLegend}
        options={DISPUTE_RULINGS.map((value) => ({
          value,
          label: text.ruling[value],
          hint: value === 'granted' ? text.rulingHint : undefined,
        }))}
        required
      />
      <TextArea name="body" label={text.rulingWords} hint={text.decisionWordsHint} rows={6} maxLength={5000} required />
    </>
  )
}
