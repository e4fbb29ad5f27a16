import type { Holder } from '../../../core/roles/index.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  Badge,
  Card,
  CheckboxGroup,
  DataTable,
  DateTime,
  EmptyState,
  Form,
  type FormState,
  Grid,
  HiddenField,
  ListEnd,
  ListTable,
  Notice,
  Prose,
  RadioGroup,
  Section,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useMessages,
} from '../../../platform/ui/index.ts'
import type { Doubt } from '../defence/model.ts'
import type { UnprovenRow } from '../defence/queries.ts'
import { messages } from '../messages.ts'
import { redact } from '../redaction/redact.ts'
import { piecesOf, type Suspicion, suspicions } from '../redaction/suspicions.ts'
import { staffMessages } from '../staff-messages.ts'
import { moderationMessages } from './messages.ts'
import { disputeOf, HIDE_REASONS, type HideReason, LOOKS } from './model.ts'
import type { ActRow, Review, ReviewRow } from './queries.ts'

type ReviewsProps = { rows: readonly ReviewRow[]; unproven: readonly UnprovenRow[]; form: FormState | undefined }

export function ReviewsPage({ rows, unproven, form }: ReviewsProps) {
  const text = useMessages(moderationMessages)
  const staff = useMessages(staffMessages)
  return (
    <StaffPage
      title={text.queue}
      lead={text.queueLead}
      crumbs={[{ href: '/pengaduan', label: staff.title }]}
      form={form}
    >
      <ListTable
        caption={text.queue}
        captionHidden
        rows={rows}
        empty={<EmptyState title={text.queueEmpty} body={text.queueEmptyBody} />}
        stack
        columns={[
          {
            key: 'subject',
            label: text.report,
            header: true,
            cell: (row) => <a href={`/pengaduan/tayangan/${row.id}`}>{row.subject}</a>,
          },
          {
            key: 'waits',
            label: text.why,
            cell: (row) => (
              <Badge tone={row.waits === 3 ? 'warning' : 'info'}>{text.waits[`w${row.waits}` as 'w1']}</Badge>
            ),
          },
          { key: 'unit', label: text.unit, cell: (row) => row.unit_name },
          { key: 'since', label: text.since, cell: (row) => <DateTime value={row.since} relative /> },
        ]}
      />
      {unproven.length > 0 ? (
        <Section title={text.unproven} id="perlu-dilihat" lead={text.unprovenLead}>
          <ListEnd count={unproven.length} />
          <Form action="/pengaduan/perlu-dilihat" form={form} submit={text.verdictSend} tone="secondary" id="looked">
            <DataTable
              caption={text.unproven}
              captionHidden
              rows={unproven}
              select={{ name: 'ids', value: (row) => row.id, label: (row) => row.subject }}
              stack
              columns={[
                {
                  key: 'subject',
                  label: text.report,
                  header: true,
                  cell: (row) => <a href={`/pengaduan/${row.id}`}>{row.subject}</a>,
                },
                { key: 'why', label: text.why, cell: (row) => doubtsIn(text, row.reasons) },
                { key: 'since', label: text.since, cell: (row) => <DateTime value={row.at} relative /> },
              ]}
            />
            <RadioGroup
              name="verdict"
              legend={text.verdict}
              options={LOOKS.map((value) => ({ value, label: text.verdicts[value], hint: text.verdictHints[value] }))}
              required
            />
          </Form>
        </Section>
      ) : null}
    </StaffPage>
  )
}

function doubtsIn(text: { doubt: Record<Doubt, string> }, doubts: readonly Doubt[]): string {
  return doubts.map((one) => text.doubt[one]).join(', ')
}

/** On the case itself, until somebody has verified it. */
export function Doubted({ doubts }: { doubts: readonly Doubt[] }) {
  const text = useMessages(moderationMessages)
  return (
    <Notice tone="info" title={`${text.doubted}: ${doubtsIn(text, doubts)}`}>
      <p>{text.doubtedLead}</p>
    </Notice>
  )
}

type Props = {
  review: Review
  /** Names of services and units, which are nobody's. */
  known: readonly string[]
  acts: readonly ActRow[]
  /** Who can judge the objection, where the reader of this page hid the report. */
  others: readonly Holder[] | undefined
  form: FormState | undefined
}

/** Before and after side by side; what is on the right can be changed until it may be read by everybody. */
export function ReviewPage({ review, known, acts, others, form }: Props) {
  const text = useMessages(moderationMessages)
  const staff = useMessages(staffMessages)
  const action = `/pengaduan/tayangan/${review.id}`
  const shown = [
    review.shown_subject ?? redact(review.subject),
    review.shown_body ?? redact(review.body),
    review.shown_answer_seq === review.answer_seq ? (review.shown_answer ?? '') : redact(review.answer ?? ''),
  ]
  const found = suspicions(shown.join('\n'), known)
  const hides = form && ('note' in form.values || 'reason' in form.errors)
  return (
    <StaffPage
      title={text.review}
      crumbs={[
        { href: '/pengaduan', label: staff.title },
        { href: '/pengaduan/tayangan', label: text.queue },
      ]}
      badge={<Badge tone={review.shown === 1 ? 'success' : 'neutral'}>{text.state[`s${review.shown}` as 's0']}</Badge>}
      form={form}
    >
      <Objection acts={acts} others={others} />
      <Grid size="large">
        <Card title={text.original} level={2}>
          <h3>
            <Looked text={review.subject} found={found} />
          </h3>
          <Looked text={review.body} found={found} prose />
          {review.answer ? (
            <>
              <h3>{text.answer}</h3>
              <Looked text={review.answer} found={found} prose />
            </>
          ) : null}
          <p>
            <a href={`/pengaduan/${review.id}`}>{text.readMore}</a>
          </p>
        </Card>
        {others ? null : (
          <Card title={text.shownText} level={2}>
            <p class="hint">{text.shownHint}</p>
            <Form
              action={`${action}/tampilkan`}
              form={hides ? undefined : form}
              submit={text.publish}
              seen={seenOf(review)}
            >
              <TextField
                name="subject"
                label={text.subject}
                value={review.shown_subject ?? redact(review.subject)}
                required
              />
              <TextArea
                name="body"
                label={text.body}
                rows={8}
                value={review.shown_body ?? redact(review.body)}
                required
              />
              {review.answer && review.answer_seq ? (
                <>
                  <HiddenField name="answer_seq" value={String(review.answer_seq)} />
                  <TextArea
                    name="answer"
                    label={text.answer}
                    rows={6}
                    value={review.shown_answer_seq === review.answer_seq ? review.shown_answer : redact(review.answer)}
                  />
                </>
              ) : null}
              {found.length > 0 ? (
                <CheckboxGroup
                  name="cover"
                  legend={text.perhaps}
                  hint={text.perhapsHint}
                  options={found.map((one) => ({ value: one.found, label: one.found, hint: text.suspicion[one.kind] }))}
                  quiet
                />
              ) : null}
            </Form>
          </Card>
        )}
      </Grid>
      {others ? null : (
        <Section title={text.hide} id="sembunyikan" lead={text.hideLead}>
          <Form
            action={`${action}/sembunyikan`}
            form={hides ? form : undefined}
            id="hide"
            submit={text.hide}
            tone="danger"
          >
            <ReasonField />
            <TextArea name="note" label={text.hideNote} rows={3} required />
          </Form>
        </Section>
      )}
      <History acts={acts} />
    </StaffPage>
  )
}

/** What the reporter objects, and who decides about it. */
function Objection({ acts, others }: Pick<Props, 'acts' | 'others'>) {
  const text = useMessages(moderationMessages)
  const dispute = disputeOf(acts)
  if (!dispute) return null
  return (
    <Notice tone="warning" title={text.objects}>
      <Prose text={dispute.objection.body ?? ''} />
      {others ? (
        <p>
          {text.ownHiding}{' '}
          {others.length > 0 ? text.othersDecide(others.map(({ name }) => name).join(', ')) : text.nobodyDecides}
        </p>
      ) : (
        <p>{text.objectsLead}</p>
      )}
    </Notice>
  )
}

/** The words as they came, with what may lead to somebody marked. */
function Looked({ text, found, prose }: { text: string; found: readonly Suspicion[]; prose?: boolean }) {
  const pieces = piecesOf(
    text,
    found.map((one) => one.found),
  ).map((piece, index) => (index % 2 === 1 ? <mark>{piece}</mark> : piece))
  return prose ? <div class="prose prose-typed">{pieces}</div> : pieces
}

export function ReasonField() {
  const text = useMessages(moderationMessages)
  return (
    <RadioGroup
      name="reason"
      legend={text.hideReason}
      options={HIDE_REASONS.map((reason) => ({ value: reason, label: text.reasons[reason] }))}
      required
    />
  )
}

function History({ acts }: { acts: readonly ActRow[] }) {
  const text = useMessages(moderationMessages)
  const shared = useMessages(messages)
  if (acts.length === 0) return null
  return (
    <Section title={text.history} id="riwayat">
      <Timeline
        label={text.history}
        items={acts.map((act) => ({
          at: act.at,
          title: text.act[act.act],
          who: act.name ?? (act.act === 'reported' ? text.reader : shared.who[act.actor]),
          tone: 'internal',
          body:
            act.reason || act.body ? (
              <Prose
                text={[act.reason && text.reasons[act.reason as HideReason], act.body].filter(Boolean).join('\n')}
              />
            ) : undefined,
        }))}
      />
    </Section>
  )
}
