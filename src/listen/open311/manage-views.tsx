import {
  ActionButton,
  Badge,
  DataTable,
  DateTime,
  Facts,
  Form,
  type FormState,
  LinkButton,
  ListEnd,
  ListTable,
  Notice,
  Section,
  SelectField,
  StaffPage,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { formatCode } from '../complaints/index.ts'
import { messages } from './messages.ts'
import type { EndpointRow, ForwardingRow, ReferredRow } from './outgoing-queries.ts'

const TONES = { waiting: 'info', sent: 'success', failed: 'danger' } as const

type Props = {
  base: string
  referred: readonly ReferredRow[]
  forwardings: readonly ForwardingRow[]
  endpoints: readonly EndpointRow[]
  form: FormState
}

export function Open311Page({ base, referred, forwardings, endpoints, form }: Props) {
  const t = useMessages(messages)
  const usable = endpoints.filter((endpoint) => endpoint.active)
  // Of the page's two forms only the one that was sent says what is wrong.
  const passing = 'complaint' in form.errors || 'endpoint' in form.errors
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      <Section title={t.ours} id="alamat" lead={t.oursLead}>
        <Facts
          items={[
            { label: t.address, value: <code>{`${base}/v2`}</code> },
            { label: t.discovery, value: <a href={`${base}/discovery.xml`}>{`${base}/discovery.xml`}</a> },
            { label: t.keys, value: <a href="/klien-api">{t.clients}</a> },
          ]}
        />
      </Section>
      <p>
        <LinkButton href="/open311/layanan" tone="secondary">
          {t.attribute.open}
        </LinkButton>
      </p>
      <Referred referred={referred} usable={usable} form={passing ? form : undefined} />
      <Section title={t.sent} id="diteruskan">
        <Forwardings rows={forwardings} />
      </Section>
      <Section title={t.servers} id="server">
        <Servers rows={endpoints} />
        <Form action="/open311/server" submit={t.add} tone="secondary" form={passing ? undefined : form}>
          <TextField name="name" label={t.name} required />
          <TextField name="url" label={t.url} hint={t.urlHint} type="url" required />
          <TextField
            name="service_code"
            label={t.service}
            hint={
              <>
                {t.serviceHint} <code>service_code</code>
              </>
            }
            width="medium"
            required
          />
          <TextField
            name="jurisdiction_id"
            label={t.jurisdiction}
            hint={
              <>
                {t.jurisdictionHint} <code>jurisdiction_id</code>
              </>
            }
            width="medium"
          />
          <TextField name="api_key" label={t.key} hint={t.keyHint} required />
        </Form>
      </Section>
    </StaffPage>
  )
}

function Referred({
  referred,
  usable,
  form,
}: {
  referred: readonly ReferredRow[]
  usable: readonly EndpointRow[]
  form: FormState | undefined
}) {
  const t = useMessages(messages)
  if (referred.length === 0)
    return (
      <Section title={t.referred} id="rujukan">
        <p>{t.referredNone}</p>
      </Section>
    )
  const options = referred.map((row) => ({
    value: row.id,
    label: `${formatCode(row.code)} · ${row.subject}${row.reason ? ` (${row.reason})` : ''}`,
  }))
  return (
    <Section title={t.referred} id="rujukan" lead={t.referredLead}>
      <ListEnd count={referred.length} />
      {usable.length === 0 ? (
        <Notice>{t.noServer}</Notice>
      ) : (
        <Form action="/open311/teruskan" submit={t.forward} form={form}>
          <SelectField name="complaint" label={t.complaint} options={options} required />
          <SelectField
            name="endpoint"
            label={t.target}
            options={usable.map((one) => ({ value: one.id, label: one.name }))}
            required
          />
        </Form>
      )}
    </Section>
  )
}

function Forwardings({ rows }: { rows: readonly ForwardingRow[] }) {
  const t = useMessages(messages)
  return (
    <ListTable
      caption={t.sent}
      captionHidden
      empty={t.sentNone}
      stack
      columns={[
        {
          key: 'code',
          label: t.code,
          cell: (row) => (
            <>
              <a href={`/pengaduan/${row.complaint_id}`}>{formatCode(row.code)}</a> {row.subject}
            </>
          ),
        },
        { key: 'target', label: t.target, cell: (row) => row.endpoint_name },
        {
          key: 'state',
          label: t.state,
          cell: (row) => (
            <>
              <Badge tone={TONES[row.state]}>{t.states[row.state]}</Badge> {row.problem}
            </>
          ),
        },
        { key: 'remote', label: t.remote, cell: (row) => (row.remote_id ? <code>{row.remote_id}</code> : '–') },
        { key: 'status', label: t.remoteStatus, cell: (row) => row.remote_status ?? '–' },
        { key: 'at', label: t.at, cell: (row) => <DateTime value={row.created_at} /> },
      ]}
      rows={rows}
    />
  )
}

function Servers({ rows }: { rows: readonly EndpointRow[] }) {
  const t = useMessages(messages)
  return (
    <DataTable
      caption={t.servers}
      captionHidden
      empty={t.serversNone}
      stack
      columns={[
        { key: 'name', label: t.name, cell: (row) => row.name },
        { key: 'url', label: t.url, cell: (row) => <code>{row.url}</code> },
        { key: 'service', label: t.service, cell: (row) => <code>{row.service_code}</code> },
        {
          key: 'state',
          label: t.state,
          action: true,
          cell: (row) =>
            row.active ? (
              <ActionButton action={`/open311/server/${row.id}/hentikan`} label={t.stop} tone="quiet" />
            ) : (
              <Badge>{t.stoppedState}</Badge>
            ),
        },
      ]}
      rows={rows}
    />
  )
}
