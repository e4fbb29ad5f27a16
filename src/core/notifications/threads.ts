import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { LetterThread } from '../../platform/mail.ts'
import { forgetLetters } from './outbox.ts'

/** A letter that can be answered: its place in the conversation, and the line above which the answer is written. */
export type Conversation = { thread: LetterThread; above: string }
type Told = { kind: string; key: string; address: string }
type FindConversation = (db: Db, scope: Scope, now: Date, told: Told) => Promise<Conversation | undefined>

let find: FindConversation | undefined

/** The slice that reads incoming mail says here which letters can be answered, and at which address. */
export function threadLetters(finder: FindConversation): void {
  find = finder
}

export async function threadOf(db: Db, scope: Scope, now: Date, told: Told): Promise<Conversation | undefined> {
  return find?.(db, scope, now, told)
}

type ForgetMail = (db: Db, scope: Scope, matter: string, id: string) => Promise<void>

let forgetMail: ForgetMail | undefined

/** The slice that reads incoming mail empties here what it still holds about a matter whose words are erased. */
export function forgetReplies(forgetter: ForgetMail): void {
  forgetMail = forgetter
}

/** Nothing of a matter's letters is kept, neither of those to this address nor of what came back. */
export async function forgetMatter(
  db: Db,
  scope: Scope,
  { matter, id, email }: { matter: string; id: string; email: string | undefined },
): Promise<void> {
  if (email) await forgetLetters(db, scope, email, `${matter}:${id}:`)
  await forgetMail?.(db, scope, matter, id)
}

/** What somebody wrote back. The address is only what the mail says; that they got our letter is proven. */
export type LetterReply = {
  id: string
  sender: string
  /** Without quotations. */
  words: string
  hasFiles: boolean
  /** An officer let it through, whoever wrote it. */
  trusted: boolean
  /** Keeps what was enclosed, as far as it passes the checks of uploads; a sentence about each that does not. */
  keepFiles(owner: string): Promise<{ ids: readonly string[]; remarks: readonly string[] }>
}

/** `stranger`: from another address than the one that was written to. */
export type ReplyRefused = 'stranger' | 'gone' | 'full' | 'empty'

/**
 * What can be answered by mail without being a case. The key of its notices is `<matter>:<id>:…`. The slice that reads
 * mail finds out what an answer belongs to, and hands it over in its own transaction.
 */
export type AnsweredMatter = {
  matter: string
  /** Of the notices that can be answered. */
  kind: string
  take(db: Db, scope: Scope, now: Date, reply: LetterReply): Promise<ReplyRefused | undefined>
  /** A letter about it could not be delivered, for good. */
  failed(db: Db, scope: Scope, now: Date, id: string): Promise<void>
  /** Where staff read it. */
  href(id: string): string
}

const matters = new Map<string, AnsweredMatter>()

export function takeReplies(matter: AnsweredMatter): void {
  matters.set(matter.matter, matter)
}

export function answeredMatters(): readonly AnsweredMatter[] {
  return [...matters.values()]
}
