import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { LetterThread } from '../../platform/mail.ts'

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
