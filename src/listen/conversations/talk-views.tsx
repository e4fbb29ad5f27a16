import type { Holder } from '../../core/roles/index.ts'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import {
  ActionButton,
  Actions,
  Badge,
  DateTime,
  Dialog,
  Facts,
  Form,
  type FormState,
  HiddenField,
  Notice,
  PageScript,
  Section,
  SelectField,
  Split,
  StaffPage,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useTermOptions,
} from '../../platform/ui/index.ts'
import { ChatLog, type Side } from './chat-views.tsx'
import type { Expectation } from './hours.ts'
import { messages } from './messages.ts'
import { CLOSINGS, type Conversation, MAX_TEXT, type Message, subjectOf, transcriptOf } from './model.ts'
import type { Canned } from './queue-queries.ts'
import { staffMessages } from './staff-messages.ts'
import { Hint } from './staff-views.tsx'
import { Attach } from './views.tsx'

export const CASE_PRIVACIES = ['anonymous', 'open', 'secret'] as const

export type StaffTalk = {
  conversation: Conversation
  messages: readonly Message[]
  colleagues: readonly Holder[]
  canned: readonly Canned[]
  expected: Expectation
  calendar: WorkingCalendar
  me: string | null
  may: boolean
  next: string | null
  /** Words that were put into the answer by choosing them. */
  inserted?: string | undefined
  form: FormState | undefined
}

export const staffSide = (conversation: Conversation): Side => ({
  reader: 'officer',
  citizenName: conversation.name,
  fileSrc: (file) => `/berkas/${file}`,
  caseHref: () => (conversation.complaint_id ? `/pengaduan/${conversation.complaint_id}` : undefined),
})

export function StaffTalkPage(props: StaffTalk) {
  const { conversation, messages: lines, form, next } = props
  const text = useMessages(staffMessages)
  const address = `/percakapan/${conversation.id}`
  const shared = useMessages(messages)
  return (
    <StaffPage
      title={conversation.name ?? text.nameless}
      lead={conversation.service_name ?? conversation.unit_name}
      crumbs={[{ href: '/percakapan', label: text.title }]}
      badge={<StateBadge {...props} />}
      form={form}
      actions={
        next ? (
          <a href={`/percakapan/${next}`} rel="next" class="button button-secondary" data-key="j">
            {text.next}
          </a>
        ) : null
      }
    >
      <div
        data-chat={address}
        data-live={`${address}/aliran`}
        data-last={conversation.last_seq}
        data-broken={shared.broken}
        data-not-sent={shared.notSent}
      >
        <Split
          aside={
            <div class="chat-tools" data-chat-tools>
              <TalkFacts {...props} />
              <Work {...props} />
            </div>
          }
        >
          <ChatLog messages={lines} side={staffSide(conversation)} />
          <div data-chat-form data-state={conversation.state}>
            <Answer {...props} />
          </div>
        </Split>
      </div>
      <PageScript name="chat" />
    </StaffPage>
  )
}

function StateBadge({ conversation, expected }: StaffTalk) {
  const text = useMessages(staffMessages)
  if (conversation.state === 'closed') return <Badge>{text.closed}</Badge>
  if (!conversation.waiting_since) return <Badge tone="success">{text.notWaiting}</Badge>
  return <Badge tone={expected.late ? 'danger' : 'accent'}>{expected.late ? text.overdue : text.waits}</Badge>
}

function TalkFacts({ conversation, calendar, expected }: StaffTalk) {
  const text = useMessages(staffMessages)
  const format = useFormat()
  const { hint, hint_sure, waiting_since, complaint_id } = conversation
  return (
    <Section title={text.facts} id="keterangan">
      <Facts
        items={[
          { label: text.opened, value: <DateTime value={conversation.opened_at} relative /> },
          ...(waiting_since && calendar ? [{ label: text.due, value: format.dateTime(expected.by) }] : []),
          { label: text.unit, value: conversation.unit_name },
          { label: text.officer, value: conversation.assignee_name ?? text.nobody },
          ...(hint ? [{ label: text.hint, value: <Hint hint={hint} sure={hint_sure} /> }] : []),
          { label: text.email, value: conversation.has_email ? text.emailLeft : text.emailNone },
          ...(complaint_id
            ? [{ label: text.case, value: <a href={`/pengaduan/${complaint_id}`}>{text.openCase}</a> }]
            : []),
        ]}
      />
    </Section>
  )
}

function Answer({ conversation, canned, may, form, inserted }: StaffTalk) {
  const text = useMessages(staffMessages)
  if (!may || conversation.erased_at) return null
  const address = `/percakapan/${conversation.id}`
  const closed = conversation.state === 'closed'
  return (
    <>
      {closed ? (
        <Notice tone="neutral">
          <p>{conversation.outcome === 'unanswered' ? text.isUnanswered : text.isClosed}</p>
        </Notice>
      ) : null}
      <Form
        action={`${address}/jawab`}
        form={form}
        submit={closed ? undefined : text.send}
        upload
        id="jawab"
        secondary={
          <button type="submit" name="as" value="note" class="button button-secondary">
            {text.keepNote}
          </button>
        }
      >
        <HiddenField name="seen" value={String(conversation.last_seq)} />
        <TextArea
          name="body"
          label={closed ? text.note : text.answer}
          hint={closed ? text.noteHint : text.answerHint}
          rows={4}
          maxLength={MAX_TEXT}
          value={inserted}
          required
        />
        {canned.length > 0 && !closed ? (
          <div class="chat-insert">
            <SelectField
              name="canned"
              label={text.canned}
              options={canned.map((one) => ({ value: one.id, label: `${one.name} (/${one.shortcut})` }))}
              placeholder={text.choose}
              width="medium"
            />
            <button type="submit" formAction={`${address}/sisip`} class="button button-secondary" data-chat-insert>
              {text.insert}
            </button>
          </div>
        ) : null}
        {closed ? null : <Attach label={text.photo} hint={text.photoHint} open={form?.errors['photo'] !== undefined} />}
      </Form>
      <ul hidden data-chat-canned>
        {canned.map((one) => (
          <li data-id={one.id} data-shortcut={one.shortcut} key={one.id}>
            {one.body}
          </li>
        ))}
      </ul>
    </>
  )
}

function Work(props: StaffTalk) {
  const { conversation, colleagues, me, may, form } = props
  const text = useMessages(staffMessages)
  if (!may || conversation.erased_at) return null
  const address = `/percakapan/${conversation.id}`
  const open = conversation.state === 'open'
  return (
    <>
      {open ? (
        <Section title={text.hand} id="serahkan">
          {conversation.assignee_id === me ? null : (
            <Actions>
              <ActionButton action={`${address}/ambil`} label={text.take} tone="primary" />
            </Actions>
          )}
          <Form action={`${address}/serahkan`} form={form} submit={text.hand} tone="secondary" id="serah">
            <SelectField
              name="to"
              label={text.handTo}
              options={colleagues
                .filter((one) => one.id !== conversation.assignee_id)
                .map(({ id, name }) => ({ value: id, label: name }))}
              required
            />
          </Form>
        </Section>
      ) : null}
      {conversation.complaint_id ? null : <MakeCase {...props} />}
      {open ? (
        <Section title={text.close} id="tutup">
          <Form action={`${address}/tutup`} form={form} submit={text.close} tone="secondary" id="tutup-form">
            <HiddenField name="seen" value={String(conversation.last_seq)} />
            <SelectField
              name="outcome"
              label={text.closeAs}
              options={CLOSINGS.map((value) => ({ value, label: text.closings[value] }))}
              value="answered"
              placeholder={null}
              required
            />
          </Form>
        </Section>
      ) : null}
    </>
  )
}

function MakeCase({ conversation, messages: lines, form }: StaffTalk) {
  const text = useMessages(staffMessages)
  const said = transcriptOf(lines)
  const kinds = useTermOptions('kind')
  return (
    <Section title={text.makeCaseTitle} id="laporan" lead={text.makeCaseLead}>
      <Dialog id="jadikan" label={text.makeCase} title={text.makeCase}>
        <Form action={`/percakapan/${conversation.id}/laporan`} form={form} submit={text.makeCase} id="kasus">
          <SelectField
            name="kind"
            label={text.kind}
            hint={text.kindHint}
            options={kinds}
            value="complaint"
            placeholder={null}
            required
          />
          <TextField name="subject" label={text.subject} value={subjectOf(said)} required />
          <TextArea name="story" label={text.body} value={said} rows={6} maxLength={5000} required />
          <SelectField
            name="privacy"
            label={text.privacy}
            options={CASE_PRIVACIES.map((value) => ({ value, label: text.privacies[value] }))}
            value="anonymous"
            placeholder={null}
            required
          />
        </Form>
      </Dialog>
    </Section>
  )
}
