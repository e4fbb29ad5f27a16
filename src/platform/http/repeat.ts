import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Database, Db } from '../database/db.ts'
import { seal, unseal } from '../seal.ts'
import { SECRETS, typedValues } from './body.ts'
import { Refusal, SentOtherwise } from './errors.ts'
import { isReceived, type Language, type Upload } from './input.ts'
import type { Outcome, RequestFacts, Route } from './route.ts'
import { texts } from './texts.ts'

type Call = {
  readonly route: Route
  readonly values: Readonly<Record<string, unknown>>
  readonly facts: RequestFacts
}

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What platform.refuse_repeat raises. */
const KEY_TAKEN = 'SG409'

/** What a form answered, and what it had said: a repeat says the same. A page shown once is not kept. */
type Kept = { readonly outcome: Outcome | null; readonly content: Content }
type Content = { readonly text: string; readonly files: string }
const Sealed = z.object({ sealed: z.string() })

export function submitKey({ values }: Call): string | undefined {
  const key = values['_key']
  return typeof key === 'string' && KEY.test(key) ? key : undefined
}

export function pathOf({ facts }: Call): string {
  return facts.path.split('?')[0]!
}

/** The answer under the form's key, as it is kept; undefined where nothing is. */
export function keptAnswer(call: Call, answer: Outcome): { key: string; answer: { sealed: string } } | undefined {
  const key = submitKey(call)
  // A session's token lies nowhere but in its browser, and a form left behind on a screen lets nobody in again.
  const repeatable = !answer.cookies?.some((cookie) => cookie.value !== null)
  // A page that says no leaves the form open; one that says yes, such as a secret shown once, is not kept but not made twice.
  const refused = 'page' in answer && (answer.status ?? 200) >= 400
  if (!key || !repeatable || refused || 'file' in answer || call.route.unkept) return undefined
  // An address may be a secret of its own, so what is kept is sealed.
  const outcome = !('page' in answer) ? answer : answer.repeat ? { redirect: answer.repeat } : null
  const kept: Kept = { outcome, content: contentOf(call) }
  return { key, answer: { sealed: seal('submission', JSON.stringify(kept)).toString('base64') } }
}

/**
 * A form that was sent before gets its first answer: because its key is taken, or because the rules now refuse what was
 * already done. One that says something else than the first is told so.
 */
export async function repeatedAnswer(
  database: Database,
  call: Call,
  institution: string,
  language: Language,
  error: unknown,
): Promise<Outcome | Refusal | undefined> {
  const key = submitKey(call)
  const taken = (error as { code?: unknown } | null)?.code === KEY_TAKEN
  if (!key || call.route.kind === 'query' || !(taken || error instanceof Refusal)) return undefined
  const first = await database.transaction('read', institution, (db) => firstAnswer(db, call, institution, key))
  if (!first) return taken ? new Refusal(409, '') : undefined
  if (!isSame(first.content, contentOf(call)))
    return taken ? new SentOtherwise(texts[language].sentOtherwise) : undefined
  return first.outcome ?? (taken ? new Refusal(409, texts[language].sentBefore) : undefined)
}

async function firstAnswer(db: Db, call: Call, institution: string, key: string): Promise<Kept | undefined> {
  const first = await db
    .selectFrom('platform.submission')
    .select('outcome')
    .where('institution_id', '=', institution)
    .where('key', '=', key)
    .where('path', '=', pathOf(call))
    .executeTakeFirst()
  if (!first) return undefined
  return JSON.parse(unseal('submission', Buffer.from(Sealed.parse(first.outcome).sealed, 'base64'))) as Kept
}

/** What machines add to a form differs from try to try; an unfinished field and a missing one say the same. */
const ADDED = /^(_key|proof)$|\.resumed$/

function contentOf({ values }: Call): Content {
  const typed = Object.entries(typedValues(values))
    .filter(([name]) => !ADDED.test(name))
    .flatMap(([name, value]) => [value].flat().map((text) => [name, text.replaceAll('\r\n', '\n').trim()] as const))
    .filter(([, text]) => text !== '')
  const files = Object.entries(values).flatMap(([name, value]) =>
    isReceived(value) ? [[name, (value as Upload).bytes, (value as Upload).sum]] : [],
  )
  return {
    // A hash long enough to guess a password by would undo the slow one that is kept of it.
    text:
      digest(
        typed.filter(([name]) => !SECRETS.includes(name)),
        6,
      ) +
      digest(
        typed.filter(([name]) => SECRETS.includes(name)),
        1,
      ),
    files: files.length > 0 ? digest(files, 6) : '',
  }
}

function digest(parts: readonly (readonly unknown[])[], letters: number): string {
  const lines = parts.map((part) => JSON.stringify(part)).toSorted()
  return createHash('sha256').update(lines.join('\n')).digest('base64').slice(0, letters)
}

/** Who sends a form once more often cannot attach the file again: its words are enough. */
function isSame(first: Content, now: Content): boolean {
  return first.text === now.text && (now.files === '' || first.files === now.files)
}
