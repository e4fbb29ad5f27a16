import { seenOf } from '../../platform/http/seen.ts'
import type { StoredLetter } from '../../platform/mail.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Card,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  Form,
  type FormState,
  LinkButton,
  Notice,
  Pager,
  Prose,
  PublicPage,
  Section,
  SelectField,
  StaffPage,
  Tabs,
  useAddress,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { notificationMessages } from './messages.ts'
import { CHANNELS, type Channel, channelFor, preferenceField } from './model.ts'
import type { findForUnsubscribe, InboxRow, PreferenceRow } from './queries.ts'

type Unsubscribed = NonNullable<Awaited<ReturnType<typeof findForUnsubscribe>>>

export function InboxPage({
  rows,
  unread,
  count,
  last,
}: {
  rows: readonly InboxRow[]
  unread: boolean
  count: number
  last: string | undefined
}) {
  const text = useMessages(notificationMessages)
  const address = useAddress()
  const format = useFormat()
  return (
    <StaffPage
      title={text.inbox}
      lead={text.inboxLead}
      actions={
        <>
          {count > 0 ? <ActionButton action="/kotak-masuk/baca-semua" label={text.markAll} /> : null}
          <LinkButton href="/kotak-masuk/pengaturan" tone="quiet">
            {text.settings}
          </LinkButton>
        </>
      }
    >
      <Tabs
        label={text.inbox}
        items={[
          { href: '/kotak-masuk', label: text.all, current: !unread },
          { href: '/kotak-masuk?tampil=baru', label: text.unread, count, current: unread },
        ]}
      />
      {rows.length === 0 ? (
        <EmptyState title={unread ? text.emptyUnread : text.emptyTitle} body={text.emptyBody} />
      ) : (
        [...Map.groupBy(rows, (row) => format.date(row.created_at))].map(([day, some]) => (
          <Section title={day} key={day}>
            {some.map((row) => (
              <InboxItem row={row} key={row.id} />
            ))}
          </Section>
        ))
      )}
      <Pager next={last ? address({ setelah: last }) : null} />
    </StaffPage>
  )
}

function InboxItem({ row }: { row: InboxRow }) {
  const text = useMessages(notificationMessages)
  const { language } = useRequest()
  return (
    <Card
      title={row.title}
      kicker={
        <>
          {language === 'id' ? row.title_id : row.title_en} · <DateTime value={row.created_at} relative />
        </>
      }
      aside={row.read_at ? null : <Badge tone="accent">{text.isNew}</Badge>}
    >
      {row.body ? <Prose text={row.body} /> : null}
      <Actions>
        <ActionButton
          action={`/kotak-masuk/${row.id}/buka`}
          label={text.open}
          tone={row.read_at ? 'quiet' : 'secondary'}
        />
      </Actions>
    </Card>
  )
}

export function SettingsPage({
  rows,
  address,
  form,
}: {
  rows: readonly PreferenceRow[]
  address: string | null
  form: FormState
}) {
  const text = useMessages(notificationMessages)
  const { language } = useRequest()
  const labels: Record<Channel, string> = {
    email: text.channelEmail,
    digest: text.channelDigest,
    inbox: text.channelInbox,
    none: text.channelNone,
  }
  const title = (row: PreferenceRow) => (language === 'id' ? row.title_id : row.title_en)
  const always = rows.filter((row) => row.required)
  const chosen = rows.filter((row) => !row.required)
  return (
    <StaffPage
      title={text.settings}
      lead={text.settingsLead}
      form={form}
      crumbs={[{ href: '/kotak-masuk', label: text.inbox }]}
    >
      <Notice tone={address ? 'info' : 'warning'}>
        <p>{address ? text.addressKnown(address) : text.addressMissing}</p>
      </Notice>
      <Form action="/kotak-masuk/pengaturan" form={form} submit={text.save} seen={seenOf(rows)}>
        {chosen.map((row) => (
          <SelectField
            key={row.code}
            name={preferenceField(row.code)}
            label={title(row)}
            required
            placeholder={null}
            value={channelFor(row, row.channel)}
            options={CHANNELS.map((channel) => ({ value: channel, label: labels[channel] }))}
          />
        ))}
      </Form>
      {always.length > 0 ? (
        <Section title={text.always} id="selalu" lead={text.alwaysLead}>
          <Facts items={always.map((row) => ({ label: title(row), value: labels[row.preset] }))} />
        </Section>
      ) : null}
    </StaffPage>
  )
}

export function UnsubscribePage({ action, message }: { action: string; message: Unsubscribed }) {
  const text = useMessages(notificationMessages)
  const { language } = useRequest()
  const kind = language === 'id' ? message.title_id : message.title_en
  return (
    <PublicPage title={text.unsubscribeTitle}>
      {message.required ? (
        <Notice tone="info">
          <p>{text.unsubscribeRequired}</p>
        </Notice>
      ) : (
        <>
          <p>{text.unsubscribeAsk(kind)}</p>
          {message.account_id ? <p>{text.unsubscribeAccount}</p> : null}
          <ActionButton action={action} label={text.unsubscribeSubmit} tone="primary" />
        </>
      )}
    </PublicPage>
  )
}

export function UnsubscribedPage({ message }: { message: Unsubscribed }) {
  const text = useMessages(notificationMessages)
  const { language } = useRequest()
  return (
    <PublicPage title={text.unsubscribed}>
      <Notice tone="success">
        <p>{text.unsubscribedBody(language === 'id' ? message.title_id : message.title_en)}</p>
      </Notice>
      {message.account_id ? <p>{text.unsubscribeAccount}</p> : null}
    </PublicPage>
  )
}

/** Without an action it is done. */
export function DigestStopPage({ action }: { action: string | undefined }) {
  const text = useMessages(notificationMessages)
  return (
    <PublicPage title={action ? text.digestStop : text.unsubscribed}>
      {action ? (
        <p>{text.digestAsk}</p>
      ) : (
        <Notice tone="success">
          <p>{text.digestStopped}</p>
        </Notice>
      )}
      <p>{text.unsubscribeAccount}</p>
      {action ? <ActionButton action={action} label={text.digestStop} tone="primary" /> : null}
    </PublicPage>
  )
}

export function OutboxPage({ letters }: { letters: readonly StoredLetter[] | undefined }) {
  const text = useMessages(notificationMessages)
  if (!letters)
    return (
      <StaffPage title={text.outbox}>
        <EmptyState title={text.outboxSent} body={text.outboxSentBody} />
      </StaffPage>
    )
  return (
    <StaffPage title={text.outbox} lead={text.outboxLead}>
      <DataTable
        caption={text.outboxCaption}
        stack
        rows={letters}
        empty={<EmptyState title={text.outboxEmpty} body={text.outboxEmptyBody} />}
        columns={[
          {
            key: 'subject',
            label: text.subject,
            cell: (letter) => <a href={`/surat-keluar/${letter.id}`}>{letter.subject}</a>,
          },
          { key: 'to', label: text.to, cell: (letter) => letter.to },
          { key: 'at', label: text.at, cell: (letter) => <DateTime value={new Date(letter.at)} /> },
        ]}
      />
    </StaffPage>
  )
}

export function LetterPage({ letter }: { letter: StoredLetter }) {
  const text = useMessages(notificationMessages)
  return (
    <StaffPage
      title={letter.subject || '—'}
      crumbs={[{ href: '/surat-keluar', label: text.outbox }]}
      actions={
        <LinkButton href={`/surat-keluar/${letter.id}/eml`} tone="secondary" icon="download">
          {text.download}
        </LinkButton>
      }
    >
      <Facts
        items={[
          { label: text.to, value: letter.to },
          { label: text.at, value: <DateTime value={new Date(letter.at)} /> },
        ]}
      />
      <Prose text={letter.text} />
    </StaffPage>
  )
}
