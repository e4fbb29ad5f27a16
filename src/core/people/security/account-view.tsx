import { ActionButton, Facts, StaffPage, useMessages } from '../../../platform/ui/index.ts'
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
      <ul>
        <li>
          <a href="/keamanan">{t.toSecurity}</a>
        </li>
        <li>
          <a href="/kotak-masuk/pengaturan">{t.toInbox}</a>
        </li>
      </ul>
      <ActionButton action="/keluar" label={t.signOut} />
    </StaffPage>
  )
}
