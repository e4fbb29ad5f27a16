import type { Language } from '../../platform/i18n.ts'
import type { Vocabulary } from '../../platform/slice.ts'
import { wordsOf } from '../../platform/words.ts'

/** Form and route of competency development (bentuk dan jalur), of needs and of programs alike. */
export const methodVocabulary = {
  set: 'development_method',
  title: { id: 'Bentuk pengembangan kompetensi', en: 'Forms of competency development' },
  lead: {
    id: 'Bentuk dan jalur yang dapat dipilih pada kebutuhan dan program. Kebutuhan dan program lama tetap memakai yang dipilih dahulu.',
    en: 'What can be chosen for needs and programs. Older ones keep what they had.',
  },
  open: true,
  kept: [],
  may: 'need.methods',
  traits: {
    title: { id: 'Jalur', en: 'Track' },
    one: true,
    of: [
      { slug: 'education', label: { id: 'Pendidikan', en: 'Education' } },
      { slug: 'classroom', label: { id: 'Klasikal', en: 'Classroom' } },
      { slug: 'non_classroom', label: { id: 'Nonklasikal', en: 'Outside the classroom' } },
    ],
  },
} as const satisfies Vocabulary

/** "Klasikal: Bimbingan teknis". */
export function methodLabel(institution: string, code: string, language: Language): string {
  const term = wordsOf(institution).find(methodVocabulary.set, code)
  if (!term) return code
  const track = methodVocabulary.traits.of.find(({ slug }) => term.traits.includes(slug))
  return `${track?.label[language]}: ${term.label[language]}`
}

/** What can be chosen now; `also`: what the record has already, though it is offered no longer. */
export function methodOptions(institution: string, language: Language, also?: string | null) {
  return wordsOf(institution)
    .list(methodVocabulary.set)
    .filter(({ slug, offered }) => offered || slug === also)
    .map(({ slug }) => ({ value: slug, label: methodLabel(institution, slug, language) }))
}
