import { z } from 'zod'
import { bilingual, optionalText, readDecimal, requiredText } from '../../platform/http/input.ts'
import { ruleFields } from '../../platform/http/rule-input.ts'

export const Pair = z.object({ from: optionalText(40), to: optionalText(40) })

export const NewWeightInput = z.object({
  from: requiredText(40, bilingual('Pilih salah satu.', 'Choose one.')),
  to: requiredText(40, bilingual('Pilih salah satu.', 'Choose one.')),
  weight: z
    .string({ error: bilingual('Bobot belum diisi. Contoh: 0,6.', 'Enter a weight, such as 0.6.') })
    .trim()
    .transform((text) => readDecimal(text) ?? Number.NaN)
    .pipe(
      z
        .number({
          error: bilingual('Tulis angka 0 sampai 1. Contoh: 0,6.', 'Enter a number from 0 to 1, such as 0.6.'),
        })
        .min(0, bilingual('Paling kecil 0.', 'At least 0.'))
        .max(1, bilingual('Paling besar 1.', 'At most 1.')),
    )
    .transform((weight) => Math.round(weight * 100) / 100),
  ...ruleFields,
})
