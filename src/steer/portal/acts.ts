import { signalVocabulary } from '../../diagnose/signals/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatMonth, type Language } from '../../platform/i18n.ts'
import { isId } from '../../platform/id.ts'
import { termLabel, worded } from '../../platform/words.ts'
import { plainSentence } from '../../prove/evaluation/index.ts'
import { type Chain, findChainOf } from '../reporting/index.ts'
import { messages } from './messages.ts'
import type { StoryText } from './model.ts'
import { insertStory } from './queries.ts'

/** The turn of the loop that a program belongs to, with its result; undefined while there is none. */
export async function findToldChain(db: Db, scope: Scope<'story.publish'>, program: string) {
  // What a form names may be no id.
  const chain = isId(program) ? await findChainOf(db, scope, program) : undefined
  return chain?.program && chain.result
    ? (chain as Chain & { program: NonNullable<Chain['program']>; result: NonNullable<Chain['result']> })
    : undefined
}

type Told = NonNullable<Awaited<ReturnType<typeof findToldChain>>>

/** A first wording from the figures; a person reads and changes it before it is published. */
export function draftStory({ signal, program, result }: Told, language: Language, institution: string): StoryText {
  const t = messages[language]
  const words = worded(signalVocabulary, language, institution)
  const theme = termLabel(institution, 'theme', signal.theme, language)
  const cause = (words.cause as Readonly<Record<string, string>>)[signal.cause ?? ''] ?? signal.cause ?? '–'
  return {
    title: t.titleDraft(theme, signal.unit),
    heard: t.heardDraft(theme, signal.unit, formatMonth(signal.first_month, language)),
    learned: t.learnedDraft(cause, program.title),
    changed: plainSentence(result.card, language, institution),
  }
}

export async function publishStory(
  db: Db,
  scope: Scope<'story.publish'>,
  now: Date,
  told: Told,
  text: StoryText,
): Promise<string> {
  return insertStory(db, scope, now, {
    ...text,
    signal: told.signal.id,
    program: told.program.id,
    result: told.result.id,
    unit: told.signal.unit_id,
    verdict: told.result.verdict,
  })
}
