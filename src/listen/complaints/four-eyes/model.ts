import { z } from 'zod'
import { bilingual, checkbox, dateInput, idParam, optionalText, requiredText } from '../../../platform/http/input.ts'
import { CLASSES } from '../model.ts'

export const FOUR_EYES = '/pengaduan/mutu/sebelum-dikirim'

export const RuleInput = z.object({
  unit: z.union([z.literal(''), idParam()]).optional(),
  class: z.union([z.literal(''), z.enum(CLASSES)]).optional(),
  demanded: z.enum(['yes', 'no'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya.', 'Give the source.')).pipe(z.string().min(3)),
  verified: checkbox(),
})

export const Decision = z
  .object({
    id: idParam(),
    decision: z.enum(['send', 'return'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
    note: optionalText(2000),
  })
  .refine((typed) => typed.decision === 'send' || typed.note !== undefined, {
    path: ['note'],
    error: bilingual('Tulis apa yang perlu diperbaiki.', 'Write what should be better.'),
  })
