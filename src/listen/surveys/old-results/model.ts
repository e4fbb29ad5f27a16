import { z } from 'zod'
import { bilingual, idParam, readDecimal, requiredText, wholeNumber } from '../../../platform/http/input.ts'

/** 0 the whole year, 1 and 2 its halves. */
export const PARTS = [0, 1, 2] as const

export const OldResultInput = z.object({
  unit: z.string().refine((text) => text.length === 36, {
    error: bilingual('Pilih unit dari daftar.', 'Choose a unit of the list.'),
  }),
  year: wholeNumber(2000, 2100),
  part: z.coerce.number().pipe(z.union([z.literal(0), z.literal(1), z.literal(2)])),
  index: z
    .string({ error: bilingual('Nilai indeks belum diisi.', 'Enter the index.') })
    .transform((text) => readDecimal(text) ?? Number.NaN)
    .refine((value) => value >= 25 && value <= 100, {
      error: bilingual('Tulis nilai 25 sampai 100, misalnya 78,52.', 'Enter 25 to 100, such as 78.52.'),
    }),
  respondents: z.union([z.literal('').transform(() => undefined), wholeNumber(1, 10_000_000)]).optional(),
  source: requiredText(300, bilingual('Sebutkan laporan lamanya.', 'Name the old report.')).pipe(
    z.string().min(3, { error: bilingual('Paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
})
export type OldResultInput = z.output<typeof OldResultInput>

export const WithdrawInput = z.object({
  id: idParam(),
  reason: requiredText(500, bilingual('Tuliskan alasannya.', 'Give the reason.')).pipe(
    z.string().min(3, { error: bilingual('Paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
})

export type OldBand = { letter: string; lower: number; label_id: string; label_en: string }

/** The letter an index had on the scale of its time; bands come with the highest first. */
export function oldLetter(bands: readonly OldBand[], index: number): OldBand | undefined {
  return bands.find((band) => index >= band.lower)
}
