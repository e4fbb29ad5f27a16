import {
  ActionButton,
  Facts,
  Fold,
  Form,
  type FormState,
  RadioGroup,
  Section,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import { fourEyesMessages } from '../four-eyes/messages.ts'
import type { Held } from '../four-eyes/queries.ts'
import { DecisionFields } from '../four-eyes/views.tsx'
import { whistleblowingMessages } from './messages.ts'
import type { IdentityRequest } from './queries.ts'
import type { Contact } from './reporter.ts'

export type Guarded = {
  base: string
  me: string | null
  left: boolean
  alone: boolean
  /** How long an identity that is opened today stays open. */
  hours: number
  opened: (Contact & { until: Date }) | undefined
  requests: readonly IdentityRequest[]
  held: { set_at: Date; reason: string } | undefined
  form: FormState | undefined
}

/** Who reported it: sealed, asked for, or open for a day. */
export function GuardedPanel(props: Guarded) {
  const t = useMessages(whistleblowingMessages)
  const format = useFormat()
  const { base, held, form } = props
  return (
    <>
      <Section title={t.identity} id="identitas">
        <Identity {...props} />
      </Section>
      <Section title={t.keep} id="masa-simpan" lead={held ? undefined : t.keepLead}>
        {held ? (
          <>
            <p>
              {t.heldSince(format.date(held.set_at))} {held.reason}
            </p>
            <ActionButton action={`${base}/lepas`} label={t.release} />
          </>
        ) : (
          <Fold action={`${base}/tahan`} label={t.hold}>
            <Form id="tahan" action={`${base}/tahan`} form={form} submit={t.hold} tone="secondary">
              <TextField name="hold_reason" label={t.holdReason} required />
            </Form>
          </Fold>
        )}
      </Section>
    </>
  )
}

function Identity({ base, me, left, alone, hours, opened, requests, form }: Guarded) {
  const t = useMessages(whistleblowingMessages)
  const format = useFormat()
  const waiting = requests.find((one) => one.decided_at === null)
  const past = requests.filter((one) => one.decided_at !== null)
  if (!left) return <p>{t.nobody}</p>
  return (
    <>
      {opened ? (
        <>
          <p>{[opened.reporter_name, opened.reporter_email, opened.reporter_phone].filter(Boolean).join(', ')}</p>
          <p class="fact-note">{t.until(format.dateTime(opened.until))}</p>
        </>
      ) : (
        <p>{t.sealed}</p>
      )}
      {waiting && waiting.asked_by !== me ? (
        <Form id="putusan" action={`${base}/identitas/putusan`} form={form} submit={t.decide} tone="secondary">
          <p>
            {t.asks(waiting.asker ?? '–')} {waiting.reason}
          </p>
          <input type="hidden" name="request" value={waiting.id} />
          <RadioGroup
            name="decision"
            legend={t.decision}
            options={[
              { value: 'grant', label: t.grant(hours) },
              { value: 'refuse', label: t.refuse },
            ]}
            required
          />
        </Form>
      ) : waiting ? (
        <p>{t.waitsFor}</p>
      ) : opened ? null : alone ? (
        <p class="fact-note">{t.nobodyElse}</p>
      ) : (
        <Fold action={`${base}/identitas`} label={t.ask}>
          <Form id="minta" action={`${base}/identitas`} form={form} submit={t.ask} tone="secondary">
            <TextField name="reason" label={t.reason} hint={t.reasonHint} required />
          </Form>
        </Fold>
      )}
      {past.length > 0 ? (
        <Facts
          items={past.map((one) => ({
            label: format.dateTime(one.asked_at),
            value: `${one.asker ?? '–'}: ${one.reason}`,
            note: one.granted ? t.granted(one.decider ?? '–') : t.refused(one.decider ?? '–'),
          }))}
        />
      ) : null}
    </>
  )
}

/** The second reader of an answer decides on the case itself: nobody but examiners may open another list of it. */
export function HeldDecision({ held, base, form }: { held: Held; base: string; form: FormState | undefined }) {
  const t = useMessages(fourEyesMessages)
  return (
    <Form id="jawaban-tertahan" action={`${base}/jawaban-tertahan`} form={form} submit={t.save} tone="secondary">
      <input type="hidden" name="held" value={held.id} />
      <DecisionFields />
    </Form>
  )
}
