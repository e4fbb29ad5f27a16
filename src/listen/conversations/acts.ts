import { forgetLetters, forgetMatter, notify } from '../../core/notifications/index.ts'
import { emit } from '../../core/webhooks/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { removeFile } from '../../platform/files.ts'
import { newId } from '../../platform/id.ts'
import { unseal } from '../../platform/seal.ts'
import { guessLanguage } from './language.ts'
import { messages } from './messages.ts'
import { type Conversation, EMAIL_SEAL, type Happening, type Outcome } from './model.ts'
import {
  eraseWords,
  findSealed,
  insertConversation,
  insertMessage,
  listMessages,
  type NewConversation,
  setConversation,
} from './queries.ts'
import { listStandIns } from './queue-queries.ts'
import { hashOf } from './token.ts'

type Start = Omit<NewConversation, 'id' | 'tokenHash'> & { id?: string | undefined; token: string }
type Words = {
  body: string
  fileId?: string | undefined
  key?: string | undefined
  byMail?: boolean | undefined
}

/** Begins a conversation; undefined when this form began it before. The first words follow with `say`. */
export async function begin(db: Db, scope: Scope, now: Date, start: Start): Promise<string | undefined> {
  const id = start.id ?? newId(now)
  if (!(await insertConversation(db, scope, now, { ...start, id, tokenHash: hashOf(start.token) }))) return undefined
  await emit(db, scope, now, [{ type: 'conversation.opened', data: { conversation: id, unit: start.unit_id } }])
  return id
}

/** The citizen's words. A closed conversation is opened again. False for a form that came before. */
export async function say(
  db: Db,
  scope: Scope,
  now: Date,
  conversation: Pick<Conversation, 'id' | 'state' | 'waiting_since' | 'assignee_id' | 'hint_sure'>,
  { body, fileId, key, byMail }: Words,
): Promise<boolean> {
  const { id, state, waiting_since, assignee_id } = conversation
  const seq = await insertMessage(db, scope, now, {
    conversation: id,
    author: 'citizen',
    body,
    fileId,
    keyHash: key ? hashOf(key) : undefined,
    byMail,
  })
  if (seq === undefined) return false
  if (state === 'closed') await happen(db, scope, now, id, 'reopened')
  const guess = conversation.hint_sure ? undefined : guessLanguage(await saidSoFar(db, scope, id))
  await setConversation(db, scope, id, {
    waiting_since: waiting_since ?? now,
    // Who writes a letter has the page closed: what nobody saw there still goes to them.
    seen_seq: byMail ? undefined : seq,
    hint: guess?.hint,
    hint_sure: guess?.sure,
    ...(state === 'closed' ? { state: 'open', closed_at: null, outcome: null } : {}),
  })
  if (!waiting_since && assignee_id)
    await notify(db, scope, now, [
      {
        accountId: (await listStandIns(db, scope, now, [assignee_id])).get(assignee_id) ?? assignee_id,
        kind: 'conversations.officer',
        title: messages.id.told,
        body: '',
        href: `/percakapan/${id}`,
        key: `conversation:${id}:${seq}`,
      },
    ])
  return true
}

async function saidSoFar(db: Db, scope: Scope, id: string): Promise<string> {
  const said = (await listMessages(db, scope, id)).filter((message) => message.author === 'citizen')
  return said.map((message) => message.body).join('\n')
}

export function happen(
  db: Db,
  scope: Scope,
  now: Date,
  conversation: string,
  happening: Happening,
  more: { account?: string | null; detail?: string } = {},
) {
  return insertMessage(db, scope, now, { conversation, author: 'event', happening, ...more })
}

/** An officer's answer; whoever answers first takes the conversation. Returns its place. */
export async function answer(
  db: Db,
  scope: Scope,
  now: Date,
  conversation: Conversation,
  { body, fileId }: Words,
  account: string | null = scope.account,
  /** When the citizen wrote what the officer had not seen yet: it goes on waiting. */
  stillWaiting: Date | null = null,
): Promise<number> {
  const { id } = conversation
  if (!conversation.assignee_id) await take(db, scope, now, id, account)
  const seq = await insertMessage(db, scope, now, { conversation: id, author: 'officer', body, fileId, account })
  await setConversation(db, scope, id, {
    waiting_since: stillWaiting,
    first_answered_at: conversation.first_answered_at ? undefined : now,
  })
  if (!conversation.first_answered_at)
    await emit(db, scope, now, [
      { type: 'conversation.answered', data: { conversation: id, unit: conversation.unit_id } },
    ])
  return seq!
}

export async function take(db: Db, scope: Scope, now: Date, id: string, account: string | null): Promise<void> {
  await happen(db, scope, now, id, 'taken', { account })
  await setConversation(db, scope, id, { assignee_id: account })
}

export async function close(
  db: Db,
  scope: Scope,
  now: Date,
  conversation: Pick<Conversation, 'id' | 'unit_id'>,
  outcome: Outcome,
  account: string | null = scope.account,
): Promise<void> {
  const { id, unit_id } = conversation
  const happening: Happening =
    outcome === 'silent' || outcome === 'unanswered' ? outcome : outcome === 'withdrawn' && !account ? 'left' : 'closed'
  await happen(db, scope, now, id, happening, { account })
  await setConversation(db, scope, id, { state: 'closed', outcome, closed_at: now, waiting_since: null })
  await emit(db, scope, now, [{ type: 'conversation.closed', data: { conversation: id, unit: unit_id, outcome } }])
}

async function addressOf(db: Db, scope: Scope, id: string): Promise<string | undefined> {
  const sealed = await findSealed(db, scope, id)
  return sealed?.email_sealed ? unseal(EMAIL_SEAL, sealed.email_sealed) : undefined
}

/** The address is about to be taken away or to become another; the same one again keeps its letters. */
export async function forgetLettersOf(db: Db, scope: Scope, id: string, next?: string): Promise<void> {
  const email = await addressOf(db, scope, id)
  if (email && email !== next) await forgetLetters(db, scope, email, `conversation:${id}:`)
}

/** Letters to the address that was left, and what came back from it. */
export async function forgetMail(db: Db, scope: Scope, id: string): Promise<void> {
  await forgetMatter(db, scope, { matter: 'conversation', id, email: await addressOf(db, scope, id) })
}

/** Words, names, addresses and files go, also those of letters; what was counted stays. */
export async function erase(db: Db, scope: Scope, now: Date, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const id of ids) {
    await happen(db, scope, now, id, 'erased')
    await forgetMail(db, scope, id)
  }
  for (const file of await eraseWords(db, scope, now, ids)) await removeFile(db, scope, now, file)
}
