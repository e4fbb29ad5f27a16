import { z } from 'zod'
import { localDate } from '../i18n.ts'
import { Refusal } from './errors.ts'
import { bilingual, checkbox, dateInput, type Language, readDecimal, requiredText } from './input.ts'

/** What every new rule says of itself: from which day it holds, what it rests on, who compared it. */
export const ruleFields = {
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Sumber belum diisi.', 'Enter the source.')).pipe(
    z.string().min(3, { error: bilingual('Sumber paling sedikit 3 huruf.', 'Write at least 3 letters.') }),
  ),
  verified: checkbox(),
}

const missing = bilingual('Nilai belum diisi.', 'Enter the value.')

/** A number with at most two decimals, as people type it. */
export const ruleNumber = z
  .string({ error: missing })
  .trim()
  .min(1, { error: missing })
  .transform((text) => readDecimal(text) ?? Number.NaN)
  .pipe(z.number({ error: bilingual('Tulis angka, misalnya 8 atau 2,5.', 'Enter a number, such as 8 or 2.5.') }))
  .transform((value) => Math.round(value * 100) / 100)

export function ruleKey<Key extends string>(keys: readonly [Key, ...Key[]]) {
  return z.enum(keys, { error: bilingual('Pilih aturannya.', 'Choose the rule.') })
}

type Here = { readonly now: Date; readonly institution: { readonly timeZone: string }; readonly language: Language }

/** What was computed before today stays as it is: a rule holds from today or a later day. */
export function refusePast({ now, institution, language }: Here, day: string): void {
  if (day >= localDate(now, institution.timeZone)) return
  const text =
    language === 'id'
      ? 'Aturan tidak berlaku surut. Pilih hari ini atau sesudahnya.'
      : 'A rule does not reach back. Choose today or later.'
  throw new Refusal(422, '', { valid_from: text })
}
