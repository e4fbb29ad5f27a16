import { Refusal } from '../../platform/http/errors.ts'
import type { Language } from '../../platform/i18n.ts'
import { useMessages, useTerm, useTermOptions } from '../../platform/ui/index.ts'
import { wordsOf } from '../../platform/words.ts'
import { messages } from './messages.ts'
import { OTHER_PROBLEM } from './model.ts'

/** What a problem of citizens is called: as the theme of their complaints, or none of them. */
export function useProblem(): (slug: string) => string {
  const text = useMessages(messages)
  const themeOf = useTerm('theme')
  return (slug) => (slug === OTHER_PROBLEM ? text.otherProblem : themeOf(slug))
}

export function useProblems(also?: string | null): { value: string; label: string }[] {
  const text = useMessages(messages)
  return [...useTermOptions('theme', also), { value: OTHER_PROBLEM, label: text.otherProblem }]
}

/** @throws Refusal for a problem that is no theme of the institution; what was written about a withdrawn one stays. */
export function requireProblem(
  { institution, language }: { institution: { id: string }; language: Language },
  slug: string,
): void {
  if (slug === OTHER_PROBLEM || wordsOf(institution.id).find('theme', slug)) return
  const said = messages[language].problemMissing
  throw new Refusal(422, said, { theme: said })
}
