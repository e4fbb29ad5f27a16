import { z } from 'zod'
import { bilingual, checkbox, optionalText, requiredText } from '../../../platform/http/input.ts'
import { ELEMENTS, type Element, SCORES } from '../model.ts'

/** What an element is called and asked from a month on. */
export type ElementWording = {
  element: Element
  /** The first of a month. */
  valid_from: string
  name: { id: string; en: string }
  question: { id: string; en: string }
  answers: { id: string[]; en: string[] }
  source: string
  verified: boolean
  note: string
  /** False for the rule's own. */
  own: boolean
}

function words(least: number, most: number, id: string, en: string) {
  const error = bilingual(id, en)
  return requiredText(most, error).pipe(z.string().min(least, { error }))
}

const name = words(3, 80, 'Nama unsur paling sedikit 3 huruf.', 'Write at least 3 letters.')
const question = words(3, 200, 'Pertanyaan paling sedikit 3 huruf.', 'Write at least 3 letters.')
const answer = words(1, 80, 'Pilihan jawaban belum diisi.', 'Enter the answer.')
type AnswerField = `a${1 | 2 | 3 | 4}_${'id' | 'en'}`

export const ElementAddress = z.object({ element: z.enum(ELEMENTS) })

export const ElementInput = ElementAddress.extend({
  name_id: name,
  name_en: name,
  question_id: question,
  question_en: question,
  ...(Object.fromEntries(
    SCORES.flatMap((score) => [[`a${score}_id`, answer] as const, [`a${score}_en`, answer] as const]),
  ) as Record<AnswerField, typeof answer>),
  month: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, {
    error: bilingual('Tulis bulan, misalnya 2027-01.', 'Enter a month, such as 2027-01.'),
  }),
  despite: checkbox(),
  source: requiredText(500, bilingual('Tuliskan sumbernya: peraturan atau keputusan.', 'Give the source.')).pipe(
    z.string().min(3, { error: bilingual('Sumber paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
  note: optionalText(500),
  verified: checkbox(),
}).superRefine((input, context) => {
  for (const language of ['id', 'en'] as const)
    for (const [index, one] of answersOfInput(input, language).entries())
      if (answersOfInput(input, language).findIndex((other) => plain(other) === plain(one)) < index)
        context.addIssue({
          code: 'custom',
          path: [`a${index + 1}_${language}`],
          message: bilingual('Pilihan ini sama dengan yang di atas.', 'This answer is the same as one above.'),
        })
})

export function answersOfInput(input: Readonly<Record<AnswerField, string>>, language: 'id' | 'en'): string[] {
  return SCORES.map((score) => input[`a${score}_${language}`])
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
}
