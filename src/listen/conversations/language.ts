import { francAll } from 'franc-min'

export const HINTS = ['id', 'jv', 'su', 'en'] as const
export type Hint = (typeof HINTS)[number]

const CODES: Readonly<Record<string, Hint>> = { ind: 'id', jav: 'jv', sun: 'su', eng: 'en' }
const SHORTEST = 15
const ENOUGH = 60
const APART = 0.07

/**
 * What a text's letters look like among the languages written to us. The three of Java share most of their letters, so a
 * short text or a narrow lead is only a guess.
 */
export function guessLanguage(text: string): { hint: Hint; sure: boolean } | undefined {
  const letters = text.replaceAll(/[^\p{L}]/gu, '').length
  if (letters < SHORTEST) return undefined
  const [first, second] = francAll(text.slice(0, 3000), { only: Object.keys(CODES), minLength: SHORTEST })
  const hint = first && CODES[first[0]]
  if (!hint) return undefined
  return { hint, sure: letters >= ENOUGH && first[1] - (second?.[1] ?? 0) >= APART }
}
