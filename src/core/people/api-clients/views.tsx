import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  CheckboxGroup,
  Code,
  EmptyState,
  Form,
  LinkButton,
  ListTable,
  Section,
  StaffPage,
  TextField,
  useFormat,
  useMessages,
} from '../../../platform/ui/index.ts'
import type { MadeClient } from './acts.ts'
import { messages } from './messages.ts'
import type { ApiClientRow } from './queries.ts'

type Option = { value: string; label: string }

export function ApiClientsPage({
  clients,
  options,
  form,
}: {
  clients: readonly ApiClientRow[]
  options: readonly Option[]
  form: FormState
}) {
  const t = useMessages(messages)
  const format = useFormat()
  const names = new Map(options.map((one) => [one.value, one.label]))
  return (
    <StaffPage
      title={t.title}
      lead={t.lead}
      form={form}
      actions={
        <LinkButton href="/api" tone="secondary">
          {t.docs}
        </LinkButton>
      }
    >
      {clients.length === 0 ? (
        <EmptyState title={t.none} body={t.noneBody} />
      ) : (
        <ListTable
          caption={t.title}
          captionHidden
          columns={[
            { key: 'name', label: t.name, cell: (row: ApiClientRow) => row.name },
            { key: 'key', label: t.key, cell: (row: ApiClientRow) => <code>{row.key}</code> },
            {
              key: 'scopes',
              label: t.scopes,
              cell: (row: ApiClientRow) => row.scopes.map((scope) => names.get(scope) ?? scope).join('; '),
            },
            { key: 'made', label: t.made, cell: (row: ApiClientRow) => format.date(row.created_at) },
            {
              key: 'used',
              label: t.used,
              cell: (row: ApiClientRow) => (row.last_used_at ? format.dateTime(row.last_used_at) : t.never),
            },
            {
              key: 'state',
              label: t.state,
              action: true,
              cell: (row: ApiClientRow) =>
                row.revoked_at ? (
                  <Badge>{t.revoked}</Badge>
                ) : (
                  <ActionButton action={`/klien-api/${row.id}/cabut`} label={t.revoke} tone="danger" />
                ),
            },
          ]}
          rows={clients}
        />
      )}
      <Section title={t.createTitle} id="baru">
        {options.length === 0 ? (
          <p>{t.noScopes}</p>
        ) : (
          <Form action="/klien-api" form={form} submit={t.create}>
            <TextField name="name" label={t.name} hint={t.nameHint} required />
            <CheckboxGroup name="scopes" legend={t.scopes} hint={t.scopesHint} options={options} required />
          </Form>
        )}
      </Section>
    </StaffPage>
  )
}

export function MadeClientPage({ client }: { client: MadeClient }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.madeTitle} lead={t.madeLead} crumbs={[{ href: '/klien-api', label: t.title }]}>
      <Code value={client.key} label={t.key} />
      <Code value={client.secret} label={t.secret} />
      <p>
        <LinkButton href="/klien-api">{t.back}</LinkButton>
      </p>
    </StaffPage>
  )
}
