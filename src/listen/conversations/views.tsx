import type { ComponentChildren } from 'preact'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import {
  ActionButton,
  Actions,
  Dialog,
  FileField,
  Form,
  type FormState,
  LinkButton,
  Notice,
  type Option,
  PageScript,
  PublicPage,
  Section,
  SelectField,
  TextArea,
  TextField,
  useFormat,
  useMessages,
  useRequest,
} from '../../platform/ui/index.ts'
import { ChatLog, type Side } from './chat-views.tsx'
import { type Expectation, whenText } from './hours.ts'
import { messages as texts } from './messages.ts'
import { type Conversation, MAX_FILE_BYTES, MAX_TEXT, type Message, type Rule } from './model.ts'

export const ACCEPT = 'image/jpeg,image/png,image/webp,application/pdf'

/** When an answer comes, said before anybody has to ask. */
export function Expected({ expected, calendar }: { expected: Expectation; calendar: WorkingCalendar }) {
  const text = useMessages(texts)
  const { now, language } = useRequest()
  const when = whenText(calendar, now, expected.at, language)
  return (
    <>
      {expected.late ? <p>{text.late}</p> : null}
      <p>{expected.open ? (expected.late ? text.lateBy(when) : text.open(when)) : text.closed(when)}</p>
      {!expected.open && expected.why ? <p>{text.holiday(expected.why)}</p> : null}
    </>
  )
}

type StartProps = {
  base: string
  options: readonly Option[]
  chosen: string | undefined
  expected: Expectation
  calendar: WorkingCalendar
  form: FormState | undefined
}

export function StartPage({ base, options, chosen, expected, calendar, form }: StartProps) {
  const text = useMessages(texts)
  return (
    <PublicPage title={text.title} lead={text.lead} back={base.slice(0, base.lastIndexOf('/'))} form={form}>
      <Notice tone={expected.open ? 'success' : 'neutral'}>
        <Expected expected={expected} calendar={calendar} />
      </Notice>
      <Form action={base} form={form} submit={text.start} upload draft="tanya">
        <SelectField name="about" label={text.about} options={options} value={chosen ?? ''} required />
        <TextArea name="body" label={text.message} hint={text.messageHint} rows={5} maxLength={MAX_TEXT} required />
        <TextField name="name" label={text.name} hint={text.nameHint} autocomplete="given-name" width="medium" />
        <FileField name="photo" label={text.photo} hint={text.photoHint} accept={ACCEPT} maxBytes={MAX_FILE_BYTES} />
        <div class="visually-hidden" aria-hidden="true">
          <label for="website">Website</label>
          <input type="text" id="website" name="website" tabIndex={-1} autoComplete="off" />
        </div>
      </Form>
    </PublicPage>
  )
}

type TalkProps = {
  base: string
  address: string
  caseHref: () => string | undefined
  conversation: Conversation
  messages: readonly Message[]
  expected: Expectation
  calendar: WorkingCalendar
  rule: Rule
  /** Without script: the page only waits, so that a reload takes nobody's words away. */
  waits: boolean
  form: FormState | undefined
}

export function TalkPage(props: TalkProps) {
  const { address, conversation, messages, waits, form, base } = props
  const text = useMessages(texts)
  const side: Side = {
    reader: 'citizen',
    citizenName: conversation.name,
    fileSrc: (file) => `${address}/berkas/${file}`,
    caseHref: props.caseHref,
  }
  return (
    <PublicPage title={text.conversation} lead={conversation.service_name ?? conversation.unit_name} form={form}>
      <div
        data-chat={address}
        data-live={`${address}/aliran`}
        data-last={conversation.last_seq}
        data-seen={conversation.has_email ? `${address}/dibaca` : undefined}
        data-broken={text.broken}
        data-not-sent={text.notSent}
      >
        <div data-chat-status>
          <Status {...props} />
        </div>
        <ChatLog messages={messages} side={side} />
        <div data-chat-form data-state={conversation.erased_at ? 'erased' : conversation.state}>
          {waits ? <Waits {...props} /> : <Write {...props} />}
        </div>
        <div class="chat-tools" data-chat-tools>
          {waits ? null : <Tools {...props} />}
        </div>
      </div>
      {conversation.state === 'closed' && !conversation.erased_at ? null : (
        <p class="hint chat-keep">{conversation.erased_at ? null : text.keep}</p>
      )}
      {conversation.erased_at ? (
        <Actions>
          <LinkButton href={base}>{text.again}</LinkButton>
        </Actions>
      ) : null}
      <PageScript name="chat" />
    </PublicPage>
  )
}

function Status({ conversation, expected, calendar }: TalkProps) {
  const text = useMessages(texts)
  if (conversation.erased_at)
    return (
      <Notice tone="neutral" title={text.erasedTitle}>
        <p>{text.erasedBody}</p>
      </Notice>
    )
  if (conversation.sealed)
    return (
      <Notice tone="neutral" title={text.sealedTitle}>
        <p>{text.sealedBody}</p>
      </Notice>
    )
  if (conversation.outcome === 'unanswered')
    return (
      <Notice tone="warning" title={text.unansweredTitle}>
        <p>{text.unansweredBody}</p>
      </Notice>
    )
  if (conversation.state === 'closed')
    return (
      <Notice tone="neutral" title={text.closedTitle}>
        <p>{text.closedBody}</p>
      </Notice>
    )
  const who = conversation.assignee_name
    ? text.who(conversation.assignee_name, conversation.unit_name)
    : `${text.whoUnit(conversation.unit_name)} ${text.nobody}`
  if (!conversation.waiting_since) return <p class="chat-status">{who}</p>
  return (
    <Notice tone={expected.late ? 'warning' : expected.open ? 'success' : 'neutral'}>
      <Expected expected={expected} calendar={calendar} />
      <p>{who}</p>
    </Notice>
  )
}

function Waits({ address, expected }: TalkProps) {
  const text = useMessages(texts)
  return (
    <>
      <p class="hint">{expected.open ? text.waiting : text.waitingClosed}</p>
      <Actions>
        <LinkButton href={address} tone="secondary">
          {text.writeMore}
        </LinkButton>
      </Actions>
    </>
  )
}

function Write({ address, conversation, form }: TalkProps) {
  const text = useMessages(texts)
  if (conversation.erased_at || conversation.sealed) return null
  const closed = conversation.state === 'closed'
  return (
    <Form action={address} form={form} submit={closed ? text.reopen : text.send} upload id="tulis">
      <TextArea name="body" label={text.write} rows={3} maxLength={MAX_TEXT} required />
      <Attach label={text.photo} hint={text.photoHint} open={form?.errors['photo'] !== undefined} />
    </Form>
  )
}

export function Attach({ label, hint, open }: { label: string; hint: string; open: boolean }) {
  return (
    <details class="why" open={open}>
      <summary>{label}</summary>
      <FileField name="photo" label={label} hint={hint} accept={ACCEPT} maxBytes={MAX_FILE_BYTES} />
    </details>
  )
}

function Tools(props: TalkProps) {
  const { conversation, address } = props
  const text = useMessages(texts)
  if (conversation.erased_at || conversation.sealed) return null
  if (conversation.state === 'closed') return <AfterClosing {...props} />
  return (
    <Section title={text.mail} id="surel">
      <Mail {...props} />
      <Actions>
        <ActionButton action={`${address}/akhiri`} label={text.end} tone="quiet" />
      </Actions>
    </Section>
  )
}

function Mail({ address, conversation, form }: TalkProps) {
  const text = useMessages(texts)
  if (conversation.has_email)
    return (
      <>
        <p>{text.mailOn}</p>
        <ActionButton action={`${address}/surel`} label={text.mailRemove} fields={{ email: '' }} />
      </>
    )
  return (
    <Form action={`${address}/surel`} form={form} submit={text.mailSave} tone="secondary" id="kabar">
      <TextField name="email" type="email" label={text.email} hint={text.mailLead} autocomplete="email" required />
    </Form>
  )
}

function AfterClosing({ conversation, address, rule }: TalkProps) {
  const text = useMessages(texts)
  const format = useFormat()
  const { institution } = useRequest()
  return (
    <>
      <Section title={text.reportLead} id="lapor">
        <LinkButton href={`/i/${institution?.slug}/lapor`} tone="secondary">
          {text.report}
        </LinkButton>
      </Section>
      <Section title={text.eraseAction} id="hapus">
        {conversation.complaint_id ? (
          <p>{text.eraseCase}</p>
        ) : (
          <Confirmed lead={text.eraseLead(format.number(rule.keep_days))} action={`${address}/hapus`} />
        )}
      </Section>
    </>
  )
}

function Confirmed({ lead, action }: { lead: ComponentChildren; action: string }) {
  const text = useMessages(texts)
  return (
    <>
      <p>{lead}</p>
      <Dialog id="konfirmasi-hapus" label={text.eraseAction} title={text.eraseAction} tone="danger">
        <p>{lead}</p>
        <ActionButton action={action} label={text.eraseAction} tone="danger" />
      </Dialog>
    </>
  )
}
