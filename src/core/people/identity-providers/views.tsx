import type { FormState } from '../../../platform/http/input.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DataTable,
  EmptyState,
  Facts,
  Form,
  RadioGroup,
  Section,
  StaffPage,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { ProviderRow } from './queries.ts'

export function ProvidersPage({
  providers,
  callback,
  afterSignOut,
  form,
}: {
  providers: readonly ProviderRow[]
  callback: string
  afterSignOut: string
  form: FormState
}) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.title} lead={t.lead} form={form}>
      {providers.length === 0 ? (
        <EmptyState title={t.none} />
      ) : (
        <DataTable
          caption={t.title}
          captionHidden
          columns={[
            { key: 'name', label: t.name, cell: (row: ProviderRow) => row.name },
            { key: 'issuer', label: t.issuer, cell: (row: ProviderRow) => row.issuer },
            { key: 'client', label: t.clientId, cell: (row: ProviderRow) => <code>{row.client_id}</code> },
            {
              key: 'factor',
              label: t.factor,
              cell: (row: ProviderRow) => (row.asks_factor ? t.factorOwn : t.factorOurs),
            },
            {
              key: 'state',
              label: t.state,
              cell: (row: ProviderRow) =>
                row.active ? (
                  <ActionButton action={`/penyedia-masuk/${row.id}/hentikan`} label={t.stop} tone="danger" />
                ) : (
                  <Badge>{t.inactive}</Badge>
                ),
            },
          ]}
          rows={providers}
        />
      )}
      <Section title={t.add} id="baru">
        <Facts
          items={[
            { label: t.callback, value: <code>{callback}</code> },
            {
              label: t.afterSignOut,
              value: (
                <>
                  <code>{afterSignOut}</code>
                  <br />
                  {t.afterSignOutHint}
                </>
              ),
            },
          ]}
        />
        <Form action="/penyedia-masuk" form={form} submit={t.add}>
          <TextField name="name" label={t.name} hint={t.nameHint} required />
          <TextField name="issuer" label={t.issuer} hint={t.issuerHint} type="url" required />
          <TextField name="clientId" label={t.clientId} required />
          <TextField
            name="clientSecret"
            label={t.clientSecret}
            hint={t.secretHint}
            type="password"
            autocomplete="new-password"
            required
          />
          <RadioGroup
            name="claim"
            legend={t.claim}
            options={[
              { value: 'email', label: t.claims.email },
              { value: 'nip', label: t.claims.nip },
            ]}
            value="email"
            required
          />
          <Checkbox name="asksFactor" label={t.asksFactor} hint={t.asksFactorHint} />
        </Form>
      </Section>
    </StaffPage>
  )
}
