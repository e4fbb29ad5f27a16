import type { FormState } from '../../platform/http/input.ts'
import { seenOf } from '../../platform/http/seen.ts'
import {
  ActionButton,
  Actions,
  Badge,
  Checkbox,
  DataTable,
  DateTime,
  EmptyState,
  Facts,
  Form,
  LinkButton,
  ListEnd,
  ListTable,
  Notice,
  Section,
  StaffPage,
  Tabs,
  TextField,
  useMessages,
} from '../../platform/ui/index.ts'
import { isDecidable } from './mail/loops.ts'
import type { MailRow, MailState } from './mail/queries.ts'
import { messages } from './messages.ts'
import type { ChannelName, ChannelState } from './overview.ts'
import { type FailureRow, MOST_FAILURES, type Setting } from './queries.ts'

const PAGES: Record<ChannelName, { open: string; set?: string }> = {
  email: { open: '/kanal/surel', set: '/kanal/surel/pengaturan' },
  whatsapp: { open: '/kanal/whatsapp', set: '/kanal/whatsapp' },
  letter: { open: '/kanal/surat' },
  social: { open: '/kanal/medsos' },
  lapor: { open: '/kanal/lapor' },
}
const STATE_TONES = { on: 'success', off: 'neutral', stopped: 'warning', closed: 'warning', down: 'danger' } as const

export function ChannelsPage({
  channels,
  failures,
  mayManage,
}: {
  channels: readonly ChannelState[]
  failures: readonly FailureRow[]
  mayManage: boolean
}) {
  const text = useMessages(messages)
  const shown = (row: ChannelState) => mayManage || row.channel !== 'whatsapp'
  return (
    <StaffPage title={text.title} lead={text.lead}>
      <DataTable
        caption={text.title}
        captionHidden
        stack
        rows={channels}
        columns={[
          {
            key: 'name',
            label: text.channel,
            cell: (row: ChannelState) =>
              shown(row) ? <a href={PAGES[row.channel].open}>{text.names[row.channel]}</a> : text.names[row.channel],
          },
          {
            key: 'state',
            label: text.state,
            cell: (row: ChannelState) => <Badge tone={STATE_TONES[row.state]}>{text[row.state]}</Badge>,
          },
          {
            key: 'last',
            label: text.last,
            cell: (row: ChannelState) => (row.last ? <DateTime value={row.last} relative /> : text.never),
          },
          { key: 'month', label: text.month, numeric: true, cell: (row: ChannelState) => String(row.month) },
          {
            key: 'waiting',
            label: text.waiting,
            numeric: true,
            cell: (row: ChannelState) =>
              row.waiting > 0 && shown(row) ? (
                <a href={row.channel === 'email' ? '/kanal/surel?keadaan=quarantine' : PAGES[row.channel].open}>
                  {row.waiting}
                </a>
              ) : (
                String(row.waiting)
              ),
          },
          {
            key: 'failed',
            label: text.failed,
            numeric: true,
            cell: (row: ChannelState) => (row.failed > 0 ? <Badge tone="danger">{row.failed}</Badge> : '0'),
          },
        ]}
      />
      <Section title={text.failures} id="gagal">
        <ListEnd count={failures.length} most={MOST_FAILURES} />
        {failures.length === 0 ? (
          <p>{text.noFailures}</p>
        ) : (
          <DataTable
            caption={text.failures}
            captionHidden
            stack
            rows={failures}
            columns={[
              { key: 'at', label: text.when, cell: (row: FailureRow) => <DateTime value={row.at} /> },
              {
                key: 'channel',
                label: text.channel,
                cell: (row: FailureRow) => text.names[row.channel],
              },
              { key: 'message', label: text.what, cell: (row: FailureRow) => row.message },
            ]}
          />
        )}
      </Section>
    </StaffPage>
  )
}

export function useReason(): (row: Pick<MailRow, 'reason' | 'state'>) => string {
  const text = useMessages(messages).mail
  return ({ reason, state }) => text.reasons[reason as keyof typeof text.reasons] ?? text.states[state]
}

const TABS: readonly (MailState | undefined)[] = ['quarantine', undefined, 'accepted', 'bounce', 'ignored', 'rejected']
const TONES: Record<MailState, 'success' | 'neutral' | 'warning' | 'danger' | 'accent'> = {
  accepted: 'success',
  ignored: 'neutral',
  bounce: 'danger',
  quarantine: 'accent',
  rejected: 'neutral',
}

export function MailsPage({
  mails,
  state,
  mayManage,
}: {
  mails: readonly MailRow[]
  state: MailState | undefined
  mayManage: boolean
}) {
  const text = useMessages(messages)
  const reasonOf = useReason()
  return (
    <StaffPage
      title={text.mail.title}
      lead={state === 'quarantine' ? text.quarantine.lead : text.mail.lead}
      crumbs={[{ href: '/kanal', label: text.title }]}
      actions={
        mayManage ? (
          <LinkButton href="/kanal/surel/pengaturan" tone="secondary">
            {text.set}
          </LinkButton>
        ) : null
      }
    >
      <Tabs
        label={text.state}
        items={TABS.map((tab) => ({
          href: tab ? `/kanal/surel?keadaan=${tab}` : '/kanal/surel',
          label: tab === undefined ? text.mail.all : text.mail.states[tab],
          current: tab === state,
        }))}
      />
      {mails.length === 0 ? (
        <EmptyState
          title={state === 'quarantine' ? text.quarantine.empty : text.mail.none}
          body={state === 'quarantine' ? text.quarantine.emptyBody : text.mail.noneBody}
        />
      ) : (
        <ListTable
          caption={text.mail.title}
          captionHidden
          stack
          rows={mails}
          columns={[
            {
              key: 'subject',
              label: text.mail.subject,
              cell: (row: MailRow) => (
                <a href={`/kanal/surel/${row.id}`}>{row.subject || (row.matter ? text.mail.answer : '–')}</a>
              ),
            },
            { key: 'from', label: text.mail.from, cell: (row: MailRow) => row.sender ?? '–' },
            { key: 'at', label: text.mail.received, cell: (row: MailRow) => <DateTime value={row.received_at} /> },
            {
              key: 'state',
              label: text.mail.outcome,
              cell: (row: MailRow) => (
                <div class="cell-lines">
                  <Badge tone={TONES[row.state]}>{text.mail.states[row.state]}</Badge>
                  <span>{reasonOf(row)}</span>
                </div>
              ),
            },
          ]}
        />
      )}
    </StaffPage>
  )
}

export function MailPage({
  mail,
  complaint,
  suggested,
  conversation,
  form,
}: {
  mail: MailRow
  complaint: { id: string; code: string } | undefined
  suggested: { id: string; code: string; subject: string } | undefined
  /** Where it is read, for who may read it. */
  conversation: string | undefined
  form: FormState | undefined
}) {
  const text = useMessages(messages)
  const reasonOf = useReason()
  const waits = isDecidable(mail)
  return (
    <StaffPage
      title={mail.subject || (mail.matter ? text.mail.answer : '–')}
      crumbs={[
        { href: '/kanal', label: text.title },
        { href: '/kanal/surel?keadaan=quarantine', label: text.mail.title },
      ]}
      badge={<Badge tone={TONES[mail.state]}>{text.mail.states[mail.state]}</Badge>}
      form={form}
    >
      <Facts
        items={[
          { label: text.mail.from, value: [mail.sender_name, mail.sender].filter(Boolean).join(' · ') || '–' },
          { label: text.mail.received, value: <DateTime value={mail.received_at} /> },
          { label: waits ? text.quarantine.why : text.mail.outcome, value: reasonOf(mail) },
          ...(complaint
            ? [{ label: text.case, value: <a href={`/pengaduan/${complaint.id}`}>{complaint.code}</a> }]
            : []),
          ...(mail.matter
            ? [
                {
                  label: text.quarantine.talk,
                  value: conversation ? (
                    <a href={conversation}>{text.quarantine.openTalk}</a>
                  ) : (
                    text.quarantine.talkClosed
                  ),
                },
              ]
            : []),
          ...(suggested
            ? [
                {
                  label: text.quarantine.suggested,
                  value: (
                    <a href={`/pengaduan/${suggested.id}`}>
                      {suggested.code} · {suggested.subject}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Section title={text.quarantine.letter} id="isi-surel">
        <p class="channels-letter">{mail.words || (mail.matter ? text.quarantine.elsewhere : '–')}</p>
        {mail.raw_kept ? (
          <p>
            <a href={`/kanal/surel/${mail.id}/asli`}>{text.quarantine.raw}</a>
          </p>
        ) : (
          <p>{mail.matter ? null : text.quarantine.rawGone}</p>
        )}
        {mail.remarks.length > 0 ? (
          <Notice tone="warning" title={text.quarantine.remarks}>
            <ul>
              {mail.remarks.map((remark) => (
                <li>{remark}</li>
              ))}
            </ul>
          </Notice>
        ) : null}
      </Section>
      {waits ? (
        <>
          <Notice tone="info">{text.quarantine.noFiles}</Notice>
          {mail.matter ? (
            <Section title={text.quarantine.talkAccept} lead={text.quarantine.talkHint} id="percakapan">
              <Form action={`/kanal/surel/${mail.id}/percakapan`} submit={text.quarantine.talkAccept} />
            </Section>
          ) : null}
          <Section title={text.quarantine.accept} lead={text.quarantine.acceptHint} id="terima">
            <Form action={`/kanal/surel/${mail.id}/terima`} form={form} submit={text.quarantine.accept}>
              <TextField
                name="code"
                label={text.quarantine.code}
                value={suggested?.code ?? ''}
                width="short"
                required
              />
            </Form>
          </Section>
          <Section title={text.quarantine.other} lead={text.quarantine.otherLead} id="lain">
            <Actions>
              <ActionButton action={`/kanal/surel/${mail.id}/laporan`} label={text.quarantine.create} />
              <ActionButton action={`/kanal/surel/${mail.id}/tolak`} label={text.quarantine.reject} tone="danger" />
            </Actions>
          </Section>
        </>
      ) : null}
    </StaffPage>
  )
}

export function MailSettingPage({ setting, form }: { setting: Setting | undefined; form: FormState | undefined }) {
  const text = useMessages(messages)
  return (
    <StaffPage title={text.mail.set} lead={text.mail.lead} crumbs={[{ href: '/kanal', label: text.title }]} form={form}>
      <Notice tone="info">{text.mail.door}</Notice>
      <Form action="/kanal/surel/pengaturan" form={form} submit={text.save} seen={seenOf(setting)}>
        <TextField
          name="mailbox"
          label={text.mail.mailbox}
          hint={text.mail.mailboxHint}
          type="email"
          value={setting?.mailbox ?? ''}
          width="medium"
          required
        />
        <Checkbox name="active" label={text.mail.active} checked={setting?.mail_active ?? false} />
        <TextField
          name="per_hour"
          label={text.mail.perHour}
          hint={text.mail.perHourHint}
          value={String(setting?.most_per_hour ?? 20)}
          width="short"
          required
        />
        <TextField
          name="pause"
          label={text.mail.pause}
          value={String(setting?.reply_pause_minutes ?? 10)}
          width="short"
          required
        />
        <TextField
          name="authserv_id"
          label={text.mail.authserv}
          hint={text.mail.authservHint}
          value={setting?.authserv_id ?? ''}
          width="medium"
        />
        <TextField
          name="keep"
          label={text.mail.keep}
          hint={text.mail.keepHint}
          value={String(setting?.keep_raw_days ?? 30)}
          width="short"
          required
        />
      </Form>
    </StaffPage>
  )
}
