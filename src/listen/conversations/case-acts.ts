import { notify } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { storeBytes } from '../../platform/files.ts'
import { formatDateTime } from '../../platform/i18n.ts'
import { unseal } from '../../platform/seal.ts'
import {
  attachFiles,
  type ComplaintKind,
  formatCode,
  type Privacy,
  type Receipt,
  submitOnce,
  trackingPath,
} from '../complaints/index.ts'
import { close, forgetMail, happen } from './acts.ts'
import { messages as texts } from './messages.ts'
import { type Conversation, EMAIL_SEAL, forCitizen, type Message } from './model.ts'
import { findSealed, getRootSlug, listMessages, setConversation } from './queries.ts'

export type CaseWords = { kind: ComplaintKind; subject: string; story: string; privacy: Privacy }

/**
 * Makes a case of a conversation, once however often it is asked for: open or closed, as long as its words are there.
 * The whole talk lies with the case as a file, the citizen reads the code in the chat and gets it by mail if they left
 * an address. Of a report of wrongdoing no name goes along, and no officer reads the conversation afterwards.
 */
export async function makeCase(
  db: Db,
  scope: Scope,
  now: Date,
  conversation: Conversation,
  words: CaseWords,
  account: string | null = scope.account,
  timeZone?: string,
): Promise<{ id: string; code: string; repeated: boolean }> {
  const { id } = conversation
  const wrongdoing = words.kind === 'whistleblowing'
  const made = await submitOnce(
    db,
    scope,
    now,
    { source: 'conversation', key: id },
    {
      kind: words.kind,
      subject: words.subject,
      body: words.story,
      privacy: words.privacy,
      reporter_name: wrongdoing ? undefined : (conversation.name ?? undefined),
      unit_id: conversation.unit_id,
      service_id: conversation.service_id ?? undefined,
      channel: 'chat',
      actor: 'officer',
    },
  )
  if (made.repeated) return made
  const lines = forCitizen(await listMessages(db, scope, id))
  const files = lines.flatMap((one) => (one.author === 'citizen' && one.file_id ? [one.file_id] : []))
  const transcript = await storeBytes(db, scope, now, {
    name: `${texts.id.transcript}.txt`,
    type: 'text/plain; charset=utf-8',
    bytes: Buffer.from(transcriptFile(conversation, lines, timeZone)),
    owner: `complaints:${made.id}`,
    inline: true,
  })
  await attachFiles(db, scope, { complaintId: made.id, fileIds: [transcript, ...files] })
  const code = formatCode(made.code)
  await happen(db, scope, now, id, 'case', { account, detail: code })
  if (conversation.state === 'open') await close(db, scope, now, conversation, 'case', account)
  if (wrongdoing) await forgetMail(db, scope, id)
  else await mailCode(db, scope, now, conversation, made)
  await setConversation(db, scope, id, {
    complaint_id: made.id,
    outcome: 'case',
    ...(wrongdoing ? { sealed: true, email_sealed: null, token_sealed: null } : {}),
  })
  return made
}

/** Both sides in order with their times, as the citizen may read them: no note among officers. */
function transcriptFile(
  { service_name, unit_name, name }: Conversation,
  lines: readonly Message[],
  timeZone: string | undefined,
): string {
  const text = texts.id
  const said = lines.filter((line) => line.author !== 'event')
  return [
    `${text.transcript}: ${service_name ? `${service_name} (${unit_name})` : unit_name}`,
    ...said.map(({ author, account_name, body, file_name, at, by_mail }) => {
      const who = author === 'citizen' ? text.citizen(name ?? '') : text.officer(account_name ?? '')
      const when = formatDateTime(at, 'id', timeZone)
      const head = `[${when}] ${who}${by_mail ? `, ${text.byMail}` : ''}:`
      return [head, body, file_name && `(${file_name})`].filter(Boolean).join('\n')
    }),
    '',
  ].join('\n\n')
}

async function mailCode(db: Db, scope: Scope, now: Date, { id, language }: Conversation, made: Receipt): Promise<void> {
  const sealed = await findSealed(db, scope, id)
  if (!sealed?.email_sealed) return
  const text = texts[language]
  await notify(db, scope, now, [
    {
      email: unseal(EMAIL_SEAL, sealed.email_sealed),
      kind: 'conversations.citizen',
      title: text.caseMailTitle(formatCode(made.code)),
      body: `${text.caseMail(formatCode(made.code))}\n\n${text.caseMailEnd}`,
      href: trackingPath(await getRootSlug(db, scope), made),
      key: `conversation:${id}:case`,
      secret: true,
    },
  ])
}
