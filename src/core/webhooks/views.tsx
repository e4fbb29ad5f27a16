import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  CheckboxGroup,
  Code,
  CodeParts,
  DataTable,
  EmptyState,
  Facts,
  Form,
  LinkButton,
  Notice,
  Pager,
  Section,
  StaffPage,
  Tabs,
  TextField,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { messages } from './messages.ts'
import { bodyOf } from './model.ts'
import type { AttemptRow, DeliveryDetail, DeliveryRow, EndpointRow, TypeRow } from './queries.ts'

type EndpointsProps = { endpoints: readonly EndpointRow[]; types: readonly TypeRow[]; form: FormState }

export function EndpointsPage({ endpoints, types, form }: EndpointsProps) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      {endpoints.length === 0 ? (
        <EmptyState title={t.none} body={t.noneBody} />
      ) : (
        <DataTable
          caption={t.title}
          captionHidden
          stack
          columns={[
            {
              key: 'name',
              label: t.name,
              cell: (row: EndpointRow) => <a href={`/webhook/${row.id}`}>{row.name}</a>,
            },
            { key: 'url', label: t.url, cell: (row: EndpointRow) => <code>{row.url}</code> },
            { key: 'types', label: t.types, numeric: true, cell: (row: EndpointRow) => row.types.length },
            { key: 'state', label: t.state, cell: (row: EndpointRow) => <State endpoint={row} /> },
          ]}
          rows={endpoints}
        />
      )}
      <Section title={t.add} id="baru">
        <Form action="/webhook" form={form} submit={t.create}>
          <EndpointFields types={types} />
        </Form>
      </Section>
    </StaffPage>
  )
}

function EndpointFields({ types, endpoint }: { types: readonly TypeRow[]; endpoint?: EndpointRow | undefined }) {
  const t = useMessages(messages)
  const { language } = useRequest()
  const options = types
    .filter((type) => type.code !== 'webhook.test')
    .map((type) => ({ value: type.code, label: language === 'id' ? type.title_id : type.title_en }))
  return (
    <>
      <TextField name="name" label={t.name} hint={t.nameHint} value={endpoint?.name} required />
      <TextField name="url" label={t.url} hint={t.urlHint} value={endpoint?.url} type="url" required />
      <CheckboxGroup
        name="types"
        legend={t.types}
        hint={t.typesHint}
        options={options}
        value={endpoint?.types}
        required
      />
    </>
  )
}

function State({ endpoint }: { endpoint: EndpointRow }) {
  const t = useMessages(messages)
  const format = useFormat()
  if (!endpoint.active) {
    const reason = endpoint.stopped_reason as keyof typeof t.stopped | null
    return <Badge tone={reason === 'person' ? 'neutral' : 'danger'}>{t.stopped[reason ?? 'person']}</Badge>
  }
  if (endpoint.failing_since)
    return (
      <Badge tone="warning">
        {t.failing} {t.since} {format.dateTime(endpoint.failing_since)}
      </Badge>
    )
  return <Badge tone="success">{t.on}</Badge>
}

type EndpointProps = {
  endpoint: EndpointRow
  types: readonly TypeRow[]
  deliveries: readonly DeliveryRow[]
  next: string | undefined
  status: 'berhasil' | 'menunggu' | 'gagal' | undefined
  form: FormState
}

/** What the form shows, so that a faster tab is not overwritten unseen. */
export function endpointSeen({ name, url, types }: Pick<EndpointRow, 'name' | 'url' | 'types'>): string {
  return seenOf(name, url, types)
}

export function EndpointPage({ endpoint, types, deliveries, next, status, form }: EndpointProps) {
  const t = useMessages(messages)
  const address = useAddress()
  const path = `/webhook/${endpoint.id}`
  const tab = (value: EndpointProps['status'], label: string) => ({
    href: value ? `${path}?status=${value}` : path,
    label,
    current: status === value,
  })
  return (
    <StaffPage title={endpoint.name} lead={endpoint.url} crumbs={[{ href: '/webhook', label: t.title }]} form={form}>
      <p>
        <State endpoint={endpoint} />
      </p>
      <Actions>
        {endpoint.active ? <ActionButton action={`${path}/uji`} label={t.test} tone="primary" /> : null}
        {endpoint.active ? (
          <ActionButton action={`${path}/hentikan`} label={t.stop} />
        ) : (
          <ActionButton action={`${path}/nyalakan`} label={t.start} tone="primary" />
        )}
        <ActionButton action={`${path}/rahasia`} label={t.newSecret} />
      </Actions>
      <Section
        title={t.log}
        id="kiriman"
        actions={endpoint.active ? <ActionButton action={`${path}/kirim-ulang`} label={t.replayAll} /> : undefined}
      >
        <Tabs
          label={t.log}
          items={[
            tab(undefined, t.all),
            tab('berhasil', t.states.delivered),
            tab('menunggu', t.states.waiting),
            tab('gagal', t.states.given_up),
          ]}
        />
        {deliveries.length === 0 ? (
          <EmptyState title={t.logNone} body={t.logNoneBody} />
        ) : (
          <Deliveries rows={deliveries} />
        )}
        <Pager next={next ? address({ sebelum: next }) : undefined} />
      </Section>
      <Section title={t.settings} id="pengaturan">
        <Form action={path} form={form} submit={t.save} seen={endpointSeen(endpoint)}>
          <EndpointFields types={types} endpoint={endpoint} />
        </Form>
      </Section>
    </StaffPage>
  )
}

/** What happened, in words; its code where an event has none any more. */
function useTitle(): (row: Pick<DeliveryRow, 'type' | 'title_id' | 'title_en'>) => string {
  const { language } = useRequest()
  return ({ type, title_id, title_en }) => (language === 'id' ? title_id : title_en) ?? type
}

function Deliveries({ rows }: { rows: readonly DeliveryRow[] }) {
  const t = useMessages(messages)
  const titleOf = useTitle()
  const format = useFormat()
  return (
    <DataTable
      caption={t.log}
      captionHidden
      stack
      columns={[
        {
          key: 'at',
          label: t.at,
          cell: (row: DeliveryRow) => <a href={`/webhook/kiriman/${row.id}`}>{format.dateTime(row.at)}</a>,
        },
        {
          key: 'type',
          label: t.event,
          cell: titleOf,
        },
        { key: 'state', label: t.state, cell: (row: DeliveryRow) => <DeliveryState delivery={row} /> },
        { key: 'attempts', label: t.attempts, numeric: true, cell: (row: DeliveryRow) => row.attempts },
        { key: 'answer', label: t.answer, cell: (row: DeliveryRow) => answerOf(row, t.noAnswer) },
        {
          key: 'next',
          label: t.next,
          cell: (row: DeliveryRow) => (row.next_at ? format.dateTime(row.next_at) : '–'),
        },
      ]}
      rows={rows}
    />
  )
}

function answerOf(row: { attempts: number; last_status: number | null; last_error: string | null }, none: string) {
  if (row.last_status !== null) return String(row.last_status)
  return row.last_error === null ? '–' : `${none} (${row.last_error})`
}

function DeliveryState({ delivery }: { delivery: Pick<DeliveryRow, 'state'> }) {
  const t = useMessages(messages)
  const tone = { delivered: 'success', waiting: 'info', given_up: 'danger' } as const
  return <Badge tone={tone[delivery.state]}>{t.states[delivery.state]}</Badge>
}

export function DeliveryPage({ delivery, attempts }: { delivery: DeliveryDetail; attempts: readonly AttemptRow[] }) {
  const t = useMessages(messages)
  const titleOf = useTitle()
  const format = useFormat()
  return (
    <StaffPage
      title={`${t.delivery}: ${titleOf(delivery)}`}
      lead={<CodeParts>{delivery.type}</CodeParts>}
      crumbs={[
        { href: '/webhook', label: t.title },
        { href: `/webhook/${delivery.endpoint_id}`, label: delivery.endpoint },
      ]}
      actions={
        (delivery.state === 'waiting' && delivery.attempts === 0) || !delivery.active ? undefined : (
          <ActionButton action={`/webhook/kiriman/${delivery.id}/ulang`} label={t.replay} />
        )
      }
    >
      {delivery.active ? null : (
        <Notice tone="warning">
          {t.stoppedFirst} <a href={`/webhook/${delivery.endpoint_id}`}>{delivery.endpoint}</a>
        </Notice>
      )}
      <Facts
        items={[
          { label: t.state, value: <DeliveryState delivery={delivery} /> },
          { label: t.at, value: format.dateTime(delivery.at) },
          { label: t.next, value: delivery.next_at ? format.dateTime(delivery.next_at) : '–' },
        ]}
      />
      <Section title={t.attempts} id="percobaan">
        {attempts.length === 0 ? (
          <p>{t.notYet}</p>
        ) : (
          <DataTable
            caption={t.attempts}
            captionHidden
            stack
            columns={[
              { key: 'at', label: t.at, cell: (row: AttemptRow) => format.dateTime(row.at) },
              {
                key: 'answer',
                label: t.answer,
                cell: (row: AttemptRow) => row.status ?? `${t.noAnswer} (${row.error})`,
              },
              { key: 'took', label: t.took, numeric: true, cell: (row: AttemptRow) => t.ms(row.milliseconds) },
              { key: 'reply', label: t.reply, cell: (row: AttemptRow) => row.reply || '–' },
            ]}
            rows={attempts}
          />
        )}
      </Section>
      <Section title={t.body} id="pesan">
        <pre>
          <code>{JSON.stringify(JSON.parse(bodyOf(delivery)), null, 2)}</code>
        </pre>
      </Section>
    </StaffPage>
  )
}

export function SecretPage({ id, secret, renewed }: { id: string; secret: string; renewed?: boolean | undefined }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.secretTitle} lead={t.secretLead} crumbs={[{ href: '/webhook', label: t.title }]}>
      <Code value={secret} label={t.secret} />
      {renewed ? (
        <Notice>
          <p>{t.secretRenewed}</p>
        </Notice>
      ) : null}
      <p>{t.secretHow}</p>
      <p>
        <LinkButton href={`/webhook/${id}`}>{t.back}</LinkButton>
      </p>
    </StaffPage>
  )
}
