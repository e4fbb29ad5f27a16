import { seal, unseal } from '../../../platform/seal.ts'
import type { SealedColumn } from '../../../platform/slice.ts'
import type { ComplaintKind } from '../model.ts'

export const WORDS = 'complaints words about wrongdoing'
/** Whatever people type is cleaned of control characters, so that no text begins like this by itself. */
export const SEALED_WORDS = '\u0002sealed:'
const ID = 36

/** Wherever words about a report are kept. */
export const sealedWords: readonly SealedColumn[] = (
  [
    ['complaints.complaint', 'subject'],
    ['complaints.complaint', 'body'],
    ['complaints.complaint', 'place'],
    ['complaints.event', 'body'],
    ['complaints.event', 'reason'],
    ['complaints.held_answer', 'body'],
    ['complaints.held_answer', 'note'],
    ['complaints.examination', 'person'],
    ['complaints.examination', 'body'],
    ['complaints.recusal', 'reason'],
    ['complaints.feedback', 'reason'],
    ['complaints.feedback', 'comment'],
    ['complaints.identity_request', 'reason'],
    ['retention.hold', 'reason'],
  ] as const
).map(([table, column]) => ({ table, column, purpose: WORDS, as: { text: SEALED_WORDS } }))

/** As it lies in the database: opens for this report alone, so that nothing is read by copying it into another. */
export function sealWords(id: string, text: string): string {
  return SEALED_WORDS + seal(WORDS, id + text).toString('base64url')
}

/** What is written about a report, as it may be kept. */
export function keptWords<T extends string | null | undefined>(
  report: { id: string; kind: ComplaintKind },
  text: T,
): T {
  return (text && report.kind === 'whistleblowing' ? sealWords(report.id, text) : text) as T
}

/** Ordinary text is itself. @throws when it was sealed for another report. */
export function openWords(id: string, text: string): string {
  if (!text.startsWith(SEALED_WORDS)) return text
  const content = unseal(WORDS, Buffer.from(text.slice(SEALED_WORDS.length), 'base64url'))
  if (content.slice(0, ID) !== id) throw new Error(`words of another report lie with ${id}`)
  return content.slice(ID)
}

/** Opens these columns of a fresh row where they are sealed. */
export function opened<T extends object>(row: T, id: string, ...columns: readonly (keyof T)[]): T {
  for (const column of columns) {
    const value = row[column]
    if (typeof value === 'string' && value.startsWith(SEALED_WORDS)) row[column] = openWords(id, value) as T[keyof T]
  }
  return row
}
