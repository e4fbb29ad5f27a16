import type { FormState } from '../../../platform/http/input.ts'
import { seenOf } from '../../../platform/http/seen.ts'
import {
  ActionButton,
  Badge,
  Checkbox,
  DateTime,
  EmptyState,
  Facts,
  Form,
  Notice,
  Section,
  StaffPage,
  TextField,
  useMessages,
} from '../../../platform/ui/index.ts'
import { messages } from '../messages.ts'
import { furthest } from './model.ts'
import type { ProviderRow, SaidRow } from './queries.ts'

/** All that is set here, and not when it was last tried. */
export function providerSeen(provider: ProviderRow | undefined): string {
  return seenOf({ ...provider, tested_at: null, test_result: null })
}

export function ProviderPage({
  provider,
  address,
  form,
}: {
  provider: ProviderRow | undefined
  address: string
  form: FormState | undefined
}) {
  const all = useMessages(messages)
  const text = all.whatsapp
  const keep = provider ? text.keepHint : undefined
  return (
    <StaffPage title={text.title} lead={text.lead} crumbs={[{ href: '/kanal', label: all.title }]} form={form}>
      <Facts
        items={[
          { label: text.webhook, value: <code>{address}</code> },
          ...(provider?.tested_at
            ? [
                {
                  label: text.lastTest,
                  value: (
                    <>
                      {provider.test_result} (<DateTime value={provider.tested_at} />)
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {provider ? <ActionButton action="/kanal/whatsapp/uji" label={text.test} /> : null}
      <Section title={all.set} id="atur">
        <Form action="/kanal/whatsapp" form={form} submit={all.save} seen={providerSeen(provider)}>
          <TextField
            name="graph_url"
            label={text.graph}
            hint={text.graphHint}
            type="url"
            value={provider?.graph_url ?? ''}
            required
          />
          <TextField
            name="phone_number_id"
            label={text.number}
            hint={text.numberHint}
            inputmode="numeric"
            width="medium"
            value={provider?.phone_number_id ?? ''}
            required
          />
          <TextField name="display_phone" label={text.display} width="medium" value={provider?.display_phone ?? ''} />
          <TextField
            name="verify"
            label={text.verify}
            hint={keep ?? text.verifyHint}
            type="password"
            autocomplete="new-password"
            width="medium"
            required={!provider}
          />
          <TextField
            name="secret"
            label={text.secret}
            hint={keep}
            type="password"
            autocomplete="new-password"
            width="medium"
            required={!provider}
          />
          <TextField
            name="access"
            label={text.access}
            hint={keep}
            type="password"
            autocomplete="new-password"
            width="medium"
            required={!provider}
          />
          <TextField
            name="template"
            label={text.template}
            hint={text.templateHint}
            width="medium"
            value={provider?.template ?? ''}
          />
          <Checkbox name="active" label={text.active} checked={provider?.active ?? true} />
        </Form>
      </Section>
    </StaffPage>
  )
}

export function ConversationPage({
  complaint,
  contact,
  said,
  openUntil,
  otherwise,
}: {
  complaint: { id: string; code: string }
  contact: { name: string | null; phone: string | null } | undefined
  said: readonly SaidRow[]
  openUntil: Date | undefined
  /** How news leaves once the window is closed. */
  otherwise: 'template' | 'email' | 'nothing'
}) {
  const all = useMessages(messages)
  const text = all.whatsapp
  const citizen = [contact?.name, contact?.phone].filter(Boolean).join(' · ') || text.citizen
  return (
    <StaffPage
      title={text.talk}
      lead={text.talkLead(complaint.code)}
      crumbs={[{ href: `/pengaduan/${complaint.id}`, label: complaint.code }]}
    >
      {openUntil ? (
        <Notice>
          {text.windowOpen} <DateTime value={openUntil} />.
        </Notice>
      ) : (
        <Notice tone="warning">{text.windowClosed[otherwise]}</Notice>
      )}
      {said.length === 0 ? (
        <EmptyState title={text.noTalk} />
      ) : (
        <ol class="chat-frame" aria-label={text.talk}>
          {said.map((row, index) => (
            <li class={`chat-line ${row.outgoing ? 'chat-mine' : 'chat-theirs'}`} key={index}>
              <p class="chat-who">
                <strong>{row.outgoing ? text.office : citizen}</strong> <DateTime value={row.at} />
              </p>
              {row.body ? <p class="chat-words">{row.body}</p> : row.media_state ? null : <p>{text.noWords}</p>}
              {row.media_state ? <p>{text.media[row.media_state as keyof typeof text.media]}</p> : null}
              {row.outgoing ? <Delivered row={row} /> : null}
            </li>
          ))}
        </ol>
      )}
    </StaffPage>
  )
}

function Delivered({ row }: { row: SaidRow }) {
  const text = useMessages(messages).whatsapp.delivery
  if (row.error === 'window_closed') return <Badge tone="warning">{text.window_closed}</Badge>
  if (row.kind === 'email') return <Badge>{text.email}</Badge>
  const state = row.error ? 'failed' : (furthest(row.statuses) ?? (row.sent_at ? 'sent' : 'queued'))
  const tone = state === 'failed' ? 'danger' : state === 'read' || state === 'delivered' ? 'success' : 'neutral'
  return <Badge tone={tone}>{text[state]}</Badge>
}
