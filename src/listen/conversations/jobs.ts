import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { unseal } from '../../platform/seal.ts'
import { close, erase } from './acts.ts'
import { messages } from './messages.ts'
import { type Conversation, EMAIL_SEAL, ruleOn, TOKEN_SEAL } from './model.ts'
import { findSealed, getRootSlug, listMessages, lockAny, setConversation } from './queries.ts'
import { listExpired, listRules, listSilent, listUnanswered } from './queue-queries.ts'

const DAY = 86_400_000

function houseScope(institution: string): Scope<'conversation.read'> {
  return systemScope('conversation.read', 'closes, erases and mails conversations as its rules say', institution, [])
}

/** An answer that nobody has seen for some minutes goes to the address that was left. */
export const mailJob = job({
  name: 'conversations.mail',
  payload: z.object({ conversation: z.string(), slug: z.string() }),
  async handle({ db, institution, now }, { conversation: id, slug }) {
    const scope = houseScope(institution)
    const conversation = await lockAny(db, scope, id)
    const sealed = await findSealed(db, scope, id)
    if (!conversation || !sealed?.email_sealed || !sealed.token_sealed) return
    const unseen = (await listMessages(db, scope, id, Math.max(conversation.seen_seq, conversation.mailed_seq))).filter(
      (message) => message.author === 'officer',
    )
    const newest = unseen.at(-1)
    if (!newest) return
    const text = messages[conversation.language]
    await notify(db, scope, now, [
      {
        email: unseal(EMAIL_SEAL, sealed.email_sealed),
        kind: 'conversations.citizen',
        title: text.mailTitle(conversation.unit_name),
        body: `${unseen.map((message) => message.body || text.fileOnly).join('\n\n')}\n\n${text.mailEnd}`,
        href: `/i/${slug}/tanya/${unseal(TOKEN_SEAL, sealed.token_sealed)}`,
        key: `conversation:${id}:${newest.seq}`,
        secret: true,
      },
    ])
    await setConversation(db, scope, id, { mailed_seq: newest.seq })
  },
})

/** Each night: what is silent closes, answered or not; what closed long ago loses its words. */
export const tidyJob = job({
  name: 'conversations.tidy',
  payload: z.object({}),
  schedule: '10 19 * * *',
  handle: ({ db, institution, now }) => tidy(db, houseScope(institution), now),
})

export async function tidy(db: Db, scope: Scope, now: Date): Promise<void> {
  const rule = ruleOn(await listRules(db, scope), localDate(now))
  for (const id of await listSilent(db, scope, new Date(now.getTime() - rule.close_days * DAY))) {
    const conversation = await lockAny(db, scope, id)
    // Somebody may have written between the list and the lock.
    if (conversation?.state === 'open' && !conversation.waiting_since)
      await close(db, scope, now, conversation, 'silent', null)
  }
  const given = new Date(now.getTime() - rule.unanswered_days * DAY)
  for (const id of await listUnanswered(db, scope, given)) {
    const conversation = await lockAny(db, scope, id)
    if (conversation?.waiting_since && conversation.waiting_since < given) await giveUp(db, scope, now, conversation)
  }
  await erase(db, scope, now, await listExpired(db, scope, new Date(now.getTime() - rule.keep_days * DAY)))
}

/** Nobody answered in all that time: the citizen is told so, there and where they left an address. */
async function giveUp(db: Db, scope: Scope, now: Date, conversation: Conversation): Promise<void> {
  const { id, language } = conversation
  await close(db, scope, now, conversation, 'unanswered', null)
  const sealed = await findSealed(db, scope, id)
  if (!sealed?.email_sealed || !sealed.token_sealed) return
  const text = messages[language]
  await notify(db, scope, now, [
    {
      email: unseal(EMAIL_SEAL, sealed.email_sealed),
      kind: 'conversations.citizen',
      title: text.unansweredTitle,
      body: `${text.unansweredMail}\n\n${text.mailEnd}`,
      href: `/i/${await getRootSlug(db, scope)}/tanya/${unseal(TOKEN_SEAL, sealed.token_sealed)}`,
      key: `conversation:${id}:unanswered:${conversation.last_seq}`,
      secret: true,
    },
  ])
}
