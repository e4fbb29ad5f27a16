import {
  Badge,
  CodeField,
  Facts,
  Form,
  PublicPage,
  Section,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { Clock } from './clocks.ts'
import { formatCode } from './code.ts'
import { messages } from './messages.ts'
import type { EventKind, Status } from './model.ts'
import type { EventRow } from './rows.ts'
import { trackingMessages } from './tracking-messages.ts'
import { NextDeadline } from './tracking-next.tsx'
import { statusTone } from './tracking-views.tsx'

/** Steps in which nobody's words stand. */
const STEPS: readonly EventKind[] = [
  'received',
  'verified',
  'routed',
  'started',
  'completion_requested',
  'completed',
  'postponed',
  'resumed',
  'referred',
  'rejected',
  'archived',
  'answered',
  'reopened',
  'closed',
  'extended',
  'objected',
  'objection_decided',
  'disputed',
  'dispute_decided',
]

type StandingProps = {
  code: string
  status: Status
  events: readonly EventRow[]
  clocks: readonly Clock[]
  /** What is wrong with the key that was typed. */
  problem: string | undefined
}

/** For whoever knows the number of a report: where it stands, and the way in for its reporter. */
export function StandingPage({ code, status, events, clocks, problem }: StandingProps) {
  const text = useMessages(messages)
  const words = useMessages(trackingMessages)
  const format = useFormat()
  const { institution } = useRequest()
  const base = `/i/${institution?.slug}/lacak`
  const form = problem ? { values: {}, errors: { kunci: problem } } : undefined
  const steps = events
    .filter(({ kind }) => STEPS.includes(kind))
    .map(({ at, kind }) => ({ label: format.dateTime(at), value: text.event[kind] }))
  return (
    <PublicPage title={text.track} back={base} form={form}>
      <p>
        <Badge tone={statusTone(status)}>{text.status[status]}</Badge> {text.code}: <strong>{formatCode(code)}</strong>
      </p>
      <NextDeadline status={status} clocks={clocks} events={events} />
      <Section title={words.keyTitle} id="kunci" lead={words.keyLead}>
        <Form action={base} form={form} id="kunci-isi" submit={words.keyGo}>
          <input type="hidden" name="kode" value={code} />
          <CodeField name="kunci" label={words.key} hint={words.keyHint} />
        </Form>
        <p class="hint">{words.keyLost}</p>
      </Section>
      <Section title={text.timeline} id="perjalanan">
        <Facts items={steps} />
      </Section>
    </PublicPage>
  )
}
