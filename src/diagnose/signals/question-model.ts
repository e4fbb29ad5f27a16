import { z } from 'zod'
import { bilingual, checkbox, requiredText } from '../../platform/http/input.ts'
import { ruleFields } from '../../platform/http/rule-input.ts'
import { CAUSES } from './model.ts'

/** Nothing to ask: `bukan_masalah` is what remains when no cause is found. */
export const ASKED_CAUSES = CAUSES.filter((cause) => cause !== 'bukan_masalah')

const key = z
  .string()
  .regex(/^[a-z_]+-\d{1,2}$/)
  .optional()
  .or(z.literal('').transform(() => undefined))

export const QuestionChoice = z.object({ ubah: key.catch(undefined) })

const words = requiredText(300, bilingual('Pertanyaan belum ditulis.', 'Write the question.')).pipe(
  z.string().min(10, { error: bilingual('Tulis paling sedikit 10 huruf.', 'Write at least 10 characters.') }),
)

export const QuestionInput = z.object({
  /** Of the one that changes; a new one has none. */
  key,
  cause: z.enum(ASKED_CAUSES, { error: bilingual('Pilih penyebabnya.', 'Choose the cause.') }),
  question_id: words,
  question_en: words,
  points_to: z.enum(['yes', 'no'], { error: bilingual('Pilih jawabannya.', 'Choose the answer.') }),
  asked: checkbox(),
  ...ruleFields,
})
