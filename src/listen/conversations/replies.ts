import { type AnsweredMatter, type LetterReply, notify, type ReplyRefused } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { unseal } from '../../platform/seal.ts'
import { forgetLettersOf, happen, say } from './acts.ts'
import { messages } from './messages.ts'
import { EMAIL_SEAL, MAX_TEXT, MOST_MESSAGES, TOKEN_SEAL } from './model.ts'
import { findSealed, getRootSlug, lockAny, setConversation } from './queries.ts'

const MINUTES_BETWEEN_LETTERS = 10

/** An answer to a letter of a conversation: it lands where the citizen's other words are. */
export const answeredByMail: AnsweredMatter = {
  matter: 'conversation',
  kind: 'conversations.citizen',
  href: (id) => `/percakapan/${id}`,
  take: takeReply,
  failed: forgetAddress,
}

async function takeReply(db: Db, scope: Scope, now: Date, reply: LetterReply): Promise<ReplyRefused | undefined> {
  const { id } = reply
  const conversation = await lockAny(db, scope, id)
  if (!conversation || conversation.erased_at || conversation.sealed) return 'gone'
  const sealed = await findSealed(db, scope, id)
  const address = sealed?.email_sealed ? unseal(EMAIL_SEAL, sealed.email_sealed).toLowerCase() : undefined
  if (!reply.trusted && address !== reply.sender.toLowerCase()) return 'stranger'
  if (reply.words === '' && !reply.hasFiles) return 'empty'
  const pieces = piecesOf(reply.words)
  if (conversation.last_seq + pieces.length >= MOST_MESSAGES) return 'full'
  const kept = await reply.keepFiles(`conversations:${id}`)
  // One message holds one file: the first lies with the words, each further one stands by itself.
  const said = Array.from({ length: Math.max(pieces.length, kept.ids.length) }, (_, at) => ({
    body: pieces[at] ?? '',
    fileId: kept.ids[at],
  }))
  for (const words of said) await say(db, scope, now, (await lockAny(db, scope, id))!, { ...words, byMail: true })
  for (const remark of kept.remarks)
    await happen(db, scope, now, id, 'file_refused', { detail: [...remark].slice(0, 200).join('') })
  if (kept.remarks.length > 0 && address && sealed?.token_sealed) {
    const text = messages[conversation.language]
    await notify(db, scope, now, [
      {
        email: address,
        kind: 'conversations.citizen',
        title: text.filesRefusedTitle,
        body: [text.filesRefused, kept.remarks.map((one) => `• ${one}`).join('\n'), text.mailEnd].join('\n\n'),
        href: `/i/${await getRootSlug(db, scope)}/tanya/${unseal(TOKEN_SEAL, sealed.token_sealed)}`,
        // One letter in ten minutes, so that a program that answers by itself is not answered each time.
        key: `conversation:${id}:files:${Math.floor(now.getTime() / (MINUTES_BETWEEN_LETTERS * 60_000))}`,
        secret: true,
      },
    ])
  }
  return undefined
}

/** As many messages as the words need; what is beyond the fifth says that it was cut. */
function piecesOf(words: string): string[] {
  const pieces: string[] = []
  let rest = words
  while (rest !== '' && pieces.length < 5) {
    const whole = rest.length <= MAX_TEXT
    const at = whole ? rest.length : Math.max(rest.lastIndexOf('\n', MAX_TEXT), rest.lastIndexOf(' ', MAX_TEXT))
    const end = at > MAX_TEXT / 2 || whole ? at : MAX_TEXT
    pieces.push(rest.slice(0, end).toWellFormed().trim())
    rest = rest.slice(end).trim()
  }
  if (rest !== '') pieces[4] = `${pieces[4]!.slice(0, MAX_TEXT - 1)}…`
  return pieces.filter((piece) => piece !== '')
}

/** Nobody reads there: no further letter goes out, and both sides see why. */
async function forgetAddress(db: Db, scope: Scope, now: Date, id: string): Promise<void> {
  const conversation = await lockAny(db, scope, id)
  if (!conversation?.has_email) return
  await forgetLettersOf(db, scope, id)
  await setConversation(db, scope, id, { email_sealed: null, token_sealed: null })
  await happen(db, scope, now, id, 'undeliverable')
}
