import {
  ActionButton,
  Actions,
  Badge,
  Checkbox,
  Code,
  CodeField,
  DataTable,
  EmptyState,
  Facts,
  FileField,
  Form,
  type FormState,
  LinkButton,
  Notice,
  Pager,
  PublicPage,
  Section,
  SelectField,
  StaffPage,
  TextArea,
  TextField,
  Timeline,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import type { ServicePromise } from './promise.ts'
import { showRequestCode } from './request-code.ts'
import { requestMessages } from './request-messages.ts'
import { MAX_REQUEST_FILE, PROCESS_OUTCOMES, type ProcessOutcome } from './request-model.ts'
import type { Entry, ProcessRow } from './request-queries.ts'
import { ENDED, SERVING } from './transaction-model.ts'

const ACCEPT = 'image/*,.pdf'

export function ApplyPage({
  promise,
  open,
  form,
}: {
  promise: ServicePromise
  open: boolean
  form?: FormState | undefined
}) {
  const text = useMessages(requestMessages)
  const { institution } = useRequest()
  const { service, requirements } = promise
  const base = `/i/${institution?.slug}/layanan/${service.slug}`
  return (
    <PublicPage title={text.title(service.name)} lead={text.lead} back={base} form={form}>
      {open ? (
        <Form action={`${base}/ajukan`} form={form} submit={text.send} upload>
          <TextField name="applicant" label={text.who} hint={text.whoHint} autocomplete="name" required />
          <TextField name="contact" label={text.contact} hint={text.contactHint} autocomplete="tel" required />
          {requirements.map(({ name, mandatory, proof }, index) =>
            proof === 'file' ? (
              <FileField
                name={`file_${index}`}
                label={name}
                hint={text.fileHint}
                accept={ACCEPT}
                maxBytes={MAX_REQUEST_FILE}
                required={mandatory}
                key={name}
              />
            ) : (
              <Checkbox name={`tick_${index}`} label={name} required={mandatory} key={name} />
            ),
          )}
        </Form>
      ) : (
        <EmptyState
          title={text.notOnline}
          body={text.notOnlineBody}
          action={<LinkButton href={base}>{service.name}</LinkButton>}
        />
      )}
    </PublicPage>
  )
}

export function TrackRequestPage({ form }: { form?: FormState | undefined }) {
  const text = useMessages(requestMessages)
  const { institution } = useRequest()
  return (
    <PublicPage title={text.track} lead={text.trackLead} back={`/i/${institution?.slug}/layanan`} form={form}>
      <Form action={`/i/${institution?.slug}/permohonan`} form={form} submit={text.trackGo}>
        <CodeField name="kode" label={text.code} hint={text.codeHint} />
      </Form>
    </PublicPage>
  )
}

function useState(row: ProcessRow): string {
  const text = useMessages(requestMessages)
  if (row.state === ENDED)
    return !row.outcome || row.outcome === 'no_show' || row.outcome === 'lapsed'
      ? text.states.ended
      : text.outcomes[row.outcome]
  return row.state === SERVING ? text.states.serving : text.states.waiting
}

type RequestFacts = { row: ProcessRow; entries: readonly Entry[]; form?: FormState | undefined }

export function RequestPage({ row, entries, form }: RequestFacts) {
  const text = useMessages(requestMessages)
  const format = useFormat()
  const state = useState(row)
  const { institution, now } = useRequest()
  const base = `/i/${institution?.slug}`
  const late = row.on_time === false || (row.state !== ENDED && row.due_at !== null && row.due_at < now)
  const asked = row.state !== ENDED && entries.at(-1)?.kind === 'asked'
  return (
    <PublicPage title={row.service_name} lead={asked ? text.states.asked : state} form={form}>
      <Code label={text.code} value={showRequestCode(row.code ?? '')} />
      <p class="hint">{text.keep}</p>
      {late ? (
        <Notice tone="warning" title={text.lateNow}>
          {row.compensation ? (
            <p>
              {text.compensation}: {row.compensation}
            </p>
          ) : null}
        </Notice>
      ) : null}
      {row.state === ENDED ? (
        row.on_time ? (
          <p>{text.onTime}</p>
        ) : null
      ) : (
        <p>{row.due_at ? text.dueBy(format.dateTime(row.due_at)) : text.notStarted}</p>
      )}
      {asked ? (
        <Section title={text.add} id="tambah">
          <Notice tone="warning" title={text.kinds.asked}>
            <p>{entries.at(-1)?.body}</p>
          </Notice>
          <Form action={`${base}/permohonan/${row.code}/tambah`} form={form} submit={text.add} upload>
            <TextArea name="body" label={text.addBody} rows={3} maxLength={1000} />
            <FileField name="file" label={text.addFile} accept={ACCEPT} maxBytes={MAX_REQUEST_FILE} />
          </Form>
        </Section>
      ) : null}
      <Story entries={entries} />
      <Actions>
        {row.state === ENDED ? (
          <LinkButton href={`${base}/survei?layanan=${row.service_slug}`}>{text.rate}</LinkButton>
        ) : null}
        <LinkButton href={`${base}/lapor?layanan=${row.service_slug}`} tone="secondary">
          {text.complain}
        </LinkButton>
      </Actions>
    </PublicPage>
  )
}

function Story({ entries, staff }: { entries: readonly Entry[]; staff?: boolean }) {
  const text = useMessages(requestMessages)
  return (
    <Section title={text.story} id="perjalanan">
      <Timeline
        quiet
        items={entries.map((entry) => ({
          at: entry.at,
          title: text.kinds[entry.kind],
          who: staff ? (entry.who ?? undefined) : undefined,
          tone: 'public',
          body:
            entry.body || (staff && entry.file_id) ? (
              <>
                {entry.body} {staff && entry.file_id ? <a href={`/berkas/${entry.file_id}`}>{text.open}</a> : null}
              </>
            ) : undefined,
        }))}
      />
    </Section>
  )
}

export function ProcessListPage({ rows, next }: { rows: readonly ProcessRow[]; next: string | undefined }) {
  const text = useMessages(requestMessages)
  const format = useFormat()
  const address = useAddress()
  const { now } = useRequest()
  return (
    <StaffPage title={text.processTitle} lead={text.processLead}>
      <DataTable
        caption={text.processTitle}
        captionHidden
        rows={rows}
        stack
        rowHref={(row) => `/layanan/proses/${row.id}`}
        rowTone={(row) => (row.due_at && row.due_at < now ? 'danger' : 'normal')}
        empty={<EmptyState title={text.none} body={text.noneBody} />}
        columns={[
          {
            key: 'service',
            label: text.service,
            cell: (row) => (
              <>
                <a href={`/layanan/proses/${row.id}`}>{row.service_name}</a>
                {row.code ? <div class="hint">{showRequestCode(row.code)}</div> : null}
              </>
            ),
          },
          { key: 'channel', label: text.from, cell: (row) => row.applicant ?? <Channel row={row} /> },
          { key: 'since', label: text.since, cell: (row) => format.dateTime(row.arrived_at) },
          {
            key: 'due',
            label: text.due,
            cell: (row) => (
              <span>
                {row.due_at ? format.dateTime(row.due_at) : '–'}{' '}
                {row.due_at && row.due_at < now ? <Badge tone="danger">{text.late}</Badge> : null}
              </span>
            ),
          },
          { key: 'state', label: text.state, cell: (row) => <StateBadge row={row} /> },
        ]}
      />
      <Pager next={next ? address({ after: next }) : undefined} />
    </StaffPage>
  )
}

function StateBadge({ row }: { row: ProcessRow }) {
  return (
    <Badge tone={row.state === SERVING ? 'info' : row.state === ENDED ? 'success' : 'warning'}>{useState(row)}</Badge>
  )
}

function Channel({ row }: { row: ProcessRow }) {
  const text = useMessages(requestMessages)
  if (row.channel === 'online') return <>{text.channelOnline}</>
  return <>{row.queue_number === null ? text.channelDesk : text.channelCounter(row.queue_number)}</>
}

export function ProcessPage({ row, entries, form }: RequestFacts) {
  const text = useMessages(requestMessages)
  const format = useFormat()
  const at = `/layanan/proses/${row.id}`
  const outcomes = PROCESS_OUTCOMES.map((value: ProcessOutcome) => ({ value, label: text.outcomes[value] }))
  return (
    <StaffPage
      title={row.service_name}
      lead={row.unit_name}
      crumbs={[{ href: '/layanan/proses', label: text.processTitle }]}
      badge={<StateBadge row={row} />}
      form={form}
    >
      <Facts
        items={[
          ...(row.code
            ? [
                { label: text.applicant, value: row.applicant ?? text.erased, note: row.contact ?? undefined },
                { label: text.code, value: showRequestCode(row.code) },
              ]
            : []),
          { label: text.since, value: format.dateTime(row.arrived_at), note: <Channel row={row} /> },
          { label: text.due, value: row.due_at ? format.dateTime(row.due_at) : text.notStarted },
        ]}
      />
      {row.answers && row.answers.length > 0 ? (
        <Section title={text.answers} id="syarat">
          <ul>
            {row.answers.map(({ name, file_id, ticked }) => (
              <li key={name}>
                {name}:{' '}
                {file_id ? <a href={`/berkas/${file_id}`}>{text.open}</a> : ticked ? text.ticked : text.notGiven}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {entries.length > 0 ? <Story entries={entries} staff /> : null}
      {row.state === ENDED ? null : (
        <>
          {row.state === SERVING ? null : (
            <>
              <ActionButton action={`${at}/mulai`} label={text.accept} tone="primary" icon="check" />
              <Section title={text.ask} id="minta">
                <Form action={`${at}/minta`} form={form} submit={text.ask} tone="secondary" id="minta">
                  <TextArea name="note" label={text.askBody} rows={3} maxLength={1000} required />
                </Form>
              </Section>
            </>
          )}
          <Section title={text.finish} id="selesai">
            <Form action={`${at}/selesai`} form={form} submit={text.finish} id="akhir">
              <SelectField
                name="outcome"
                label={text.outcome}
                options={outcomes}
                value="completed"
                placeholder={null}
                width="medium"
                required
              />
              <TextArea name="message" label={text.note} rows={3} maxLength={1000} />
            </Form>
          </Section>
        </>
      )}
    </StaffPage>
  )
}
