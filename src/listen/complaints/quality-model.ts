import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  idParam,
  optionalText,
  requiredText,
  wholeNumber,
} from '../../platform/http/input.ts'

export const QUALITY = '/pengaduan/mutu'
export const CRITERIA = ['clear', 'complete', 'polite', 'solution'] as const
export type Criterion = (typeof CRITERIA)[number]

const answered = z.enum(['yes', 'no'], { error: bilingual('Pilih ya atau tidak.', 'Choose yes or no.') })

export const ReviewInput = z.object({
  id: idParam(),
  seq: z.coerce.number().int().min(1).max(30_000),
  clear: answered,
  complete: answered,
  polite: answered,
  solution: answered,
  note: optionalText(2000),
})

export const QualityRuleInput = z.object({
  share: wholeNumber(0, 100),
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya.', 'Give the source.')).pipe(z.string().min(3)),
  verified: checkbox(),
})

export type QualityRule = {
  id: string | null
  share: number
  valid_from: string
  source: string
  verified: boolean
  /** Set again for the same day. */
  replaced: boolean
}

/** The share that holds on a date; of one date the institution's own wins, and the last of them. */
export function qualityRuleOn(rules: readonly QualityRule[], date: string): QualityRule | undefined {
  return rules
    .filter((rule) => rule.valid_from <= date)
    .sort((a, b) => a.valid_from.localeCompare(b.valid_from) || Number(a.id !== null) - Number(b.id !== null))
    .at(-1)
}
