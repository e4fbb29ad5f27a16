import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText } from '../../platform/http/input.ts'

export const STATES = ['proposed', 'agreed', 'reached', 'dropped'] as const
export type State = (typeof STATES)[number]

export const ItemInput = z.object({
  aim: requiredText(300, bilingual('Tujuan belum diisi.', 'Enter the aim.')).pipe(
    z.string().min(5, { error: bilingual('Tulis paling sedikit 5 huruf.', 'Write at least 5 characters.') }),
  ),
  competency: z.union([z.literal(''), idParam()]).optional(),
  due_on: dateInput(bilingual('Tanggalnya belum diisi.', 'Enter the date.')),
})

/** What the owner can make of an item: what was agreed and is changed again has to be agreed anew. */
export const OwnChange = z.object({ id: idParam(), state: z.enum(['proposed', 'reached', 'dropped']) })

export const Answer = z
  .object({
    id: idParam(),
    agreed: z.enum(['yes', 'no'], { error: bilingual('Pilih salah satu.', 'Choose one.') }),
    note: optionalText(1000),
  })
  .refine((typed) => typed.agreed === 'yes' || typed.note !== undefined, {
    path: ['note'],
    error: bilingual('Tulis apa yang perlu diubah.', 'Write what should be changed.'),
  })
