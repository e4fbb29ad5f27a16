import { answeredMatters } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { storeEnclosures } from '../files.ts'
import type { Setting } from '../queries.ts'
import { unpack } from './packed.ts'
import type { ParsedMail } from './parse.ts'
import {
  countAnswers,
  findRaw,
  forgetContent,
  insertThread,
  type MailOutcome,
  type MailRow,
  type Matter,
  setMailDecision,
} from './queries.ts'
import { readMail } from './reading.ts'
import { readToken } from './tokens.ts'

/** What an address with a token was made for, when it is no case. */
export function matterOfTokens(secret: Buffer, tokens: readonly string[]): Matter | undefined {
  for (const token of tokens)
    for (const { matter } of answeredMatters()) {
      const id = readToken(secret, token, matter)
      if (id) return { matter, id }
    }
  return undefined
}

export function takerOf(matter: Pick<Matter, 'matter'>) {
  return answeredMatters().find((one) => one.matter === matter.matter)
}

/** Hands an answer to what it answers to; what is not taken waits for an officer. */
export async function takeForMatter(
  db: Db,
  scope: Scope,
  now: Date,
  setting: Setting,
  matter: Matter,
  mail: ParsedMail,
): Promise<MailOutcome> {
  const outcome = { complaint_id: null, suggested_id: null, matter, remarks: [] }
  if ((await countAnswers(db, scope, now, matter)) >= setting.most_per_hour)
    return { ...outcome, state: 'quarantine', reason: 'rate' }
  const refused = await takerOf(matter)?.take(db, scope, now, {
    id: matter.id,
    sender: mail.sender!.address,
    words: mail.words,
    hasFiles: mail.files.length > 0,
    trusted: false,
    keepFiles: (owner) => keepFiles(db, scope, now, owner, mail),
  })
  if (refused === 'empty') return { ...outcome, state: 'ignored', reason: 'empty' }
  if (refused) return { ...outcome, state: 'quarantine', reason: refused }
  return { ...outcome, state: 'accepted', reason: matter.matter }
}

/**
 * Of a mail to a conversation nothing stays here that the conversation keeps, least of all its writer's address, which
 * officers are never shown. Only a stranger's is kept: an officer has to decide about it.
 */
export async function keepOnlyWhatIsNeeded(
  db: Db,
  scope: Scope,
  now: Date,
  id: string,
  mail: ParsedMail,
  outcome: MailOutcome,
) {
  if (!outcome.matter) return
  if (outcome.state === 'accepted' && mail.messageId)
    await insertThread(db, scope, now, { messageId: mail.messageId, ...outcome.matter, outgoing: false })
  if (outcome.state === 'quarantine' && ['stranger', 'gone'].includes(outcome.reason ?? '')) return
  await forgetContent(db, scope, id, outcome.state === 'quarantine')
}

/** An officer let it through, whoever wrote it. False when the conversation takes nothing more. */
export async function acceptForMatter(
  db: Db,
  scope: Scope<'channel.work'>,
  now: Date,
  mail: MailRow & { matter: string; matter_id: string },
): Promise<boolean> {
  const raw = await findRaw(db, scope, mail.id)
  const parsed = raw && (await readMail(await unpack(raw), undefined))
  const refused = await takerOf(mail)?.take(db, scope, now, {
    id: mail.matter_id,
    sender: mail.sender ?? '',
    words: mail.words,
    hasFiles: (parsed?.files.length ?? 0) > 0,
    trusted: true,
    keepFiles: async (owner) => (parsed ? keepFiles(db, scope, now, owner, parsed) : { ids: [], remarks: [] }),
  })
  if (refused) return false
  await setMailDecision(db, scope, now, mail.id, { state: 'accepted', complaint_id: null, reason: mail.matter })
  await forgetContent(db, scope, mail.id, false)
  return true
}

async function keepFiles(db: Db, scope: Scope, now: Date, owner: string, mail: ParsedMail) {
  const { ids, remarks } = await storeEnclosures(db, scope, now, owner, mail.files)
  return { ids, remarks: [...remarks, ...leftOut(mail)] }
}

export function leftOut({ files, filesLeftOut }: Pick<ParsedMail, 'files' | 'filesLeftOut'>): string[] {
  if (filesLeftOut === 0) return []
  return [`${filesLeftOut} lampiran lain tidak diambil: paling banyak ${files.length} berkas per surel.`]
}
