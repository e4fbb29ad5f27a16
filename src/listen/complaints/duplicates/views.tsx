import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  Card,
  Form,
  Grid,
  LinkButton,
  Notice,
  Prose,
  PublicPage,
  Section,
  TextField,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { formatCode } from '../code.ts'
import { messages } from '../messages.ts'
import { statusTone } from '../tracking-views.tsx'
import { duplicateMessages } from './messages.ts'
import type { Candidate, Merge, MergedRow } from './queries.ts'

/** How likely it is the same; the share of likeness is for officers. */
function useHow(audience: 'citizen' | 'officer'): (candidate: Candidate) => string {
  const text = useMessages(duplicateMessages)
  const format = useFormat()
  return (one) =>
    [
      audience === 'officer' ? text.alike(one.percent) : '',
      one.metres !== undefined
        ? (audience === 'officer' ? text.apart : text.metres)(one.metres)
        : one.near
          ? text.village
          : '',
      format.date(one.received_at),
      one.reporters > 1 ? text.reporters(one.reporters) : '',
    ]
      .filter(Boolean)
      .join(' · ')
}

/** Reports that others have made and that may be about the same matter; `joins` is where a draft says so. */
export function SimilarList({ rows, joins }: { rows: readonly Candidate[]; joins: string }) {
  const text = useMessages(duplicateMessages)
  const shared = useMessages(messages)
  const how = useHow('citizen')
  const base = `/i/${useRequest().institution?.slug}`
  if (rows.length === 0) return null
  return (
    <div data-similar>
      <Section title={text.title} id="serupa" lead={text.lead}>
        <Grid size="medium">
          {rows.map((row) => (
            <Card title={row.subject} key={row.id}>
              <p>
                <Badge tone={statusTone(row.status)}>{shared.status[row.status]}</Badge>
              </p>
              <Prose text={row.body.length > 160 ? `${row.body.slice(0, 160)} …` : row.body} />
              <p class="hint">{how(row)}</p>
              <p>
                <a href={`${base}/laporan/${row.id}`}>
                  {text.read}
                  <span class="visually-hidden">: {row.subject}</span>
                </a>
              </p>
              {row.status === 'closed' ? null : (
                <ActionButton action={joins} label={text.joinThis(row.subject)} fields={{ join: row.id }} />
              )}
            </Card>
          ))}
        </Grid>
      </Section>
    </div>
  )
}

/** The same as a page of its own, from which the script takes the list while somebody writes. */
export function SimilarPage({ rows, joins, back }: { rows: readonly Candidate[]; joins: string; back: string }) {
  const text = useMessages(duplicateMessages)
  return (
    <PublicPage title={text.title} back={back}>
      <SimilarList rows={rows} joins={joins} />
      {rows.length === 0 ? (
        <>
          <p>{text.none}</p>
          <p class="actions">
            <LinkButton href={back}>{text.goOn}</LinkButton>
          </p>
        </>
      ) : null}
    </PublicPage>
  )
}

/** On the last page: which report this one joins, and the way not to. */
export function Joining({ subject, joins }: { subject: string; joins: string }) {
  const text = useMessages(duplicateMessages)
  return (
    <Notice tone="info" title={text.joined}>
      <p>
        <strong>{subject}</strong>
      </p>
      <p>{text.joinedLead}</p>
      <ActionButton action={joins} label={text.notJoin} tone="quiet" fields={{ join: '' }} />
    </Notice>
  )
}

export type DuplicatePanelProps = {
  complaint: { id: string; queue: number }
  candidates: readonly Candidate[]
  merged: readonly MergedRow[]
  into: Merge | undefined
  /** The one it was merged into, for whoever may read it. */
  survivor: { id: string; code: string; subject: string } | undefined
  mayMerge: boolean
  form: FormState | undefined
}

/** On the case page: what looks the same, what was merged, and the way back. */
export function DuplicatePanel({
  complaint: { id, queue },
  candidates,
  merged,
  into,
  survivor,
  mayMerge,
  form,
}: DuplicatePanelProps) {
  const text = useMessages(duplicateMessages)
  const how = useHow('officer')
  if (into) {
    return (
      <Section title={text.into} id="kembar" lead={text.intoLead}>
        <ul class="alike">
          <li>
            {survivor ? <a href={`/pengaduan/${survivor.id}`}>{survivor.subject}</a> : <span>{text.elsewhere}</span>}
            {survivor ? <span class="hint">{formatCode(survivor.code)}</span> : null}
            {mayMerge ? <ActionButton action={`/pengaduan/${id}/pisah`} label={text.undo} /> : null}
          </li>
        </ul>
      </Section>
    )
  }
  return (
    <>
      {merged.length > 0 ? (
        <Section title={text.merged} id="digabung">
          <ul class="alike">
            {merged.map((one) => (
              <li key={one.id}>
                <a href={`/pengaduan/${one.complaint_id}`}>{one.subject}</a>
                <span class="hint">
                  {formatCode(one.code)} · {one.how === 'joined' ? text.joinedHow : text.officerHow}
                </span>
                {mayMerge ? (
                  <ActionButton action={`/pengaduan/${one.complaint_id}/pisah`} label={text.undo} about={one.subject} />
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {candidates.length > 0 ? (
        <Section title={text.possible} id="kembar">
          <ul class="alike">
            {candidates.map((one) => (
              <li key={one.id}>
                <a href={`/pengaduan/${one.id}`}>{one.subject}</a>
                <span class="hint">{how(one)}</span>
                {mayMerge ? (
                  <ActionButton
                    action={`/pengaduan/${id}/gabung`}
                    label={text.mergeInto}
                    about={one.subject}
                    fields={{ into: one.id }}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {mayMerge && queue <= 3 ? (
        <Why label={text.mergeByCode} open={form !== undefined}>
          <Form action={`/pengaduan/${id}/gabung`} form={form} submit={text.mergeInto} id="gabung">
            <TextField
              name="kode"
              label={text.otherCode}
              hint={text.otherCodeHint}
              width="medium"
              spellcheck={false}
              required
            />
          </Form>
        </Why>
      ) : null}
    </>
  )
}
