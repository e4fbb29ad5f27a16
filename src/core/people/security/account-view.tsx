import { ActionButton, Card, Facts, Grid, StaffPage, useMessages } from '../../../platform/ui/index.ts'
import { messages } from './messages.ts'
import type { getOwnAccount } from './queries.ts'

export function AccountPage({ account }: { account: Awaited<ReturnType<typeof getOwnAccount>> }) {
  const t = useMessages(messages)
  return (
    <StaffPage title={t.account} lead={t.accountLead}>
      <Facts
        items={[
          { label: t.name, value: account.name },
          { label: 'NIP', value: account.nip ?? '–' },
          { label: t.email, value: account.email ?? t.noEmail },
        ]}
      />
      <Grid size="medium">
        <Card level={2} title={t.toSecurity} href="/keamanan" />
        <Card level={2} title={t.toInbox} href="/kotak-masuk/pengaturan" />
      </Grid>
      <ActionButton action="/keluar" label={t.signOut} />
    </StaffPage>
  )
}
