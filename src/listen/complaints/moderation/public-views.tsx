import {
  Badge,
  Card,
  DateTime,
  EmptyState,
  Form,
  type FormState,
  Grid,
  LinkButton,
  Prose,
  PublicPage,
  RadioGroup,
  Section,
  TextArea,
  useFormat,
  useMessages,
  useRequest,
  Why,
} from '../../../platform/ui/index.ts'
import { messages } from '../messages.ts'
import { moderationMessages } from './messages.ts'
import { WITHDRAWALS } from './model.ts'
import type { ActRow, PublishedRow, Review } from './queries.ts'
import { ReasonField } from './views.tsx'

function useBase(): string {
  return `/i/${useRequest().institution?.slug}`
}

export function PublishedPage({ rows }: { rows: readonly PublishedRow[] }) {
  const text = useMessages(messages)
  const words = useMessages(moderationMessages)
  const base = useBase()
  return (
    <PublicPage title={text.published} lead={text.publishedLead} back={base} width="wide">
      <p>
        <a href={`${base}/statistik-pengaduan`}>{text.publishedFigures}</a>
      </p>
      <p>
        <a href={`${base}/hasil-laporan`}>{words.outcomes}</a>
      </p>
      {rows.length === 0 ? (
        <EmptyState
          title={text.publishedEmpty}
          body={words.publishedEmptyBody}
          action={<LinkButton href={`${base}/lapor`}>{words.publishedFirst}</LinkButton>}
        />
      ) : (
        <Grid size="large">
          {rows.map((row) => (
            <PublishedCard row={row} key={row.id} />
          ))}
        </Grid>
      )}
    </PublicPage>
  )
}

function PublishedCard({ row }: { row: PublishedRow }) {
  return (
    <Card
      title={row.subject}
      href={`${useBase()}/laporan/${row.id}`}
      kicker={row.service_name ?? row.unit_name}
      level={2}
    >
      <PublishedText row={row} />
    </Card>
  )
}

/** The text, who wrote it as far as they want, and the answer. */
function PublishedText({ row }: { row: PublishedRow }) {
  const text = useMessages(messages)
  const words = useMessages(moderationMessages)
  const format = useFormat()
  return (
    <>
      <Prose text={row.body} />
      <p class="hint">
        {row.reporter_name ? text.previewFrom(row.reporter_name) : text.previewNobody} · {format.date(row.received_at)}
      </p>
      {row.answer ? (
        <>
          <p>
            <strong>
              {text.answer} (
              {[row.unit_name, row.resolved_at && format.date(row.resolved_at)].filter(Boolean).join(', ')})
            </strong>
          </p>
          {row.outcome ? (
            <p>
              <Badge tone={row.outcome === 'unfounded' ? 'neutral' : 'success'}>{text.outcome[row.outcome]}</Badge>
            </p>
          ) : null}
          <Prose text={row.answer} />
        </>
      ) : (
        <p>
          <Badge tone="info">{words.waiting}</Badge>
        </p>
      )}
    </>
  )
}

export function OnePublishedPage({ row, form }: { row: PublishedRow; form: FormState | undefined }) {
  const words = useMessages(moderationMessages)
  const base = useBase()
  return (
    <PublicPage title={row.subject} lead={row.service_name ?? row.unit_name} back={`${base}/laporan`} form={form}>
      <PublishedText row={row} />
      {row.handled_id ? (
        <p>
          <a href={`${base}/laporan/${row.handled_id}`}>{words.handledTogether}</a>
        </p>
      ) : null}
      <Why label={words.flag} open={form !== undefined}>
        <p>{words.flagLead}</p>
        <Form action={`${base}/laporan/${row.id}/laporkan`} form={form} submit={words.flagSend} tone="secondary">
          <ReasonField />
          <TextArea name="note" label={words.flagNote} rows={3} maxLength={500} />
          <div class="trap" aria-hidden="true">
            <label>
              Situs web
              <input type="text" name="situs" value="" tabIndex={-1} autoComplete="off" />
            </label>
          </div>
        </Form>
      </Why>
    </PublicPage>
  )
}

/** What became of what citizens said, pair by pair. */
export function OutcomesPage({ rows }: { rows: readonly PublishedRow[] }) {
  const text = useMessages(messages)
  const words = useMessages(moderationMessages)
  const format = useFormat()
  const base = useBase()
  return (
    <PublicPage title={words.outcomes} lead={words.outcomesLead} back={`${base}/laporan`} width="wide">
      {rows.length === 0 ? <EmptyState title={words.outcomesEmpty} body={words.outcomesEmptyBody} /> : null}
      <Grid size="large">
        {rows.map((row) => (
          <Card kicker={row.service_name ?? row.unit_name} key={row.id}>
            <h2 class="kicker">{words.youSaid}</h2>
            <p>
              <a href={`${base}/laporan/${row.id}`}>{row.subject}</a>
            </p>
            <h2 class="kicker">{words.weDid}</h2>
            <Prose text={row.answer ?? ''} />
            <p class="hint">
              {[row.outcome && text.outcome[row.outcome], row.resolved_at && format.date(row.resolved_at)]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </Card>
        ))}
      </Grid>
      <p>
        <LinkButton href={`${base}/perubahan`} tone="secondary">
          {words.outcomesMore}
        </LinkButton>
      </p>
    </PublicPage>
  )
}

/** On the reporter's own page: what the public reads, what they can do about it. */
type OwnProps = {
  base: string
  /** Others reported the same: one takes back only the own part. */
  shared: boolean
  /** What was sent from here and not understood. */
  form: FormState | undefined
}

/** What the public reads of a report, and what its reporter held against that with what became of it. */
export type OwnPublication = {
  review: Review
  objections: readonly { objection: ActRow; decision: ActRow | undefined }[]
}

type PublicationProps = OwnProps & OwnPublication & { left: boolean }

export function YourPublication({ review, objections, base, shared, left, form }: PublicationProps) {
  const text = useMessages(moderationMessages)
  const words = useMessages(messages)
  const withdrawn = left || review.status === 'archived' || review.status === 'rejected'
  return (
    <Section title={text.yourPublic} id="publik">
      <p>{text.yourState[`s${review.shown}` as 's0']}</p>
      {review.shown === 1 ? (
        <Card title={review.shown_subject ?? ''}>
          <Prose text={review.shown_body ?? ''} />
          <p class="hint">
            {review.privacy === 'open' && review.reporter_name
              ? words.previewFrom(review.reporter_name)
              : words.previewNobody}
          </p>
          {review.shown_answer ? (
            <>
              <p>
                <strong>{words.answer}</strong>
              </p>
              <Prose text={review.shown_answer} />
            </>
          ) : null}
        </Card>
      ) : null}
      {review.shown === 2 ? (
        <Card title={review.reason ? text.reasons[review.reason] : ''}>
          <Prose text={review.note ?? ''} />
        </Card>
      ) : null}
      {objections.map(({ objection, decision }) => (
        <Card title={text.yourObjection} key={objection.at.getTime()}>
          <p class="hint">
            <DateTime value={objection.at} />
          </p>
          <Prose text={objection.body ?? ''} />
          <p>
            {decision ? (
              <>
                <DateTime value={decision.at} />: {text.decided[decision.act as 'hidden']}
              </>
            ) : (
              text.objected
            )}
          </p>
        </Card>
      ))}
      {review.shown === 2 && !objections.some(({ decision }) => !decision) ? (
        <Why label={text.object} open={form?.errors['objection'] !== undefined}>
          <Form
            action={`${base}/keberatan`}
            form={form?.errors['objection'] ? form : undefined}
            id="keberatan"
            submit={text.objectSend}
            tone="secondary"
          >
            <TextArea name="objection" label={text.objectLabel} rows={3} maxLength={1000} required />
          </Form>
        </Why>
      ) : null}
      {withdrawn ? null : (
        <Withdraw
          base={base}
          shared={shared}
          form={form}
          options={WITHDRAWALS.filter((what) => what === 'report' || review.shown < 2).filter(
            (what) => what !== 'name' || review.privacy === 'open',
          )}
        />
      )}
    </Section>
  )
}

export function Withdraw({
  base,
  shared,
  form,
  options,
}: OwnProps & { options: readonly (typeof WITHDRAWALS)[number][] }) {
  const text = useMessages(moderationMessages)
  const wrong = form?.errors['what'] ? form : undefined
  return (
    <Why label={text.withdraw} open={wrong !== undefined}>
      <Form action={`${base}/tarik`} form={wrong} id="tarik" submit={text.withdrawSend} tone="danger">
        <RadioGroup
          name="what"
          legend={text.withdrawLabel}
          options={options.map((what) => ({
            value: what,
            label: shared && what === 'report' ? text.withdrawPart : text.withdrawal[what],
            hint: shared && what === 'report' ? text.withdrawPartHint : text.withdrawalHint[what],
          }))}
          required
        />
      </Form>
    </Why>
  )
}
