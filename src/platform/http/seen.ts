import { hash } from 'node:crypto'
import { Refusal } from './errors.ts'
import type { Language } from './input.ts'
import { texts } from './texts.ts'

/** What a form shows of a record, in a few letters: `<Form seen>` sends it along, `context.requireSeen` compares. */
export function seenOf(...shown: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(shown), 'base64url').slice(0, 22)
}

/** @throws Refusal 409 when the record is not what the form that was sent had shown; `said` where nothing was typed. */
export function requireSeen(language: Language, sent: unknown, now: string, said?: string): void {
  if (sent === undefined || sent === now) return
  throw said === undefined ? new Refusal(409, '', { _seen: texts[language].changedMeanwhile }) : new Refusal(409, said)
}
