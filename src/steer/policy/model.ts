import { z } from 'zod'
import {
  bilingual,
  dateInput,
  idParam,
  optionalText,
  readDecimal,
  requiredText,
  uploaded,
  wholeNumber,
} from '../../platform/http/input.ts'
import { ruleFields, ruleKey } from '../../platform/http/rule-input.ts'

export const KINDS = ['regulation', 'decision', 'circular', 'procedure', 'standard', 'other'] as const
export const DECISIONS = ['continue', 'amend', 'revoke'] as const
export const RULE_KEYS = ['first_months', 'repeat_months', 'remind_days'] as const
export type RuleKey = (typeof RULE_KEYS)[number]
export type State = 'draft' | 'applied' | 'evaluating' | 'amended' | 'revoked'
export const MAX_FILE_BYTES = 10_000_000
export const AtId = z.object({ id: idParam() })

export const PolicyInput = z.object({
  title: requiredText(300, bilingual('Judul belum diisi.', 'Enter the title.')).pipe(z.string().min(5)),
  kind: z.enum(KINDS, { error: bilingual('Pilih jenisnya.', 'Choose its kind.') }),
  unit: z
    .string()
    .pipe(idParam())
    .catch('')
    .refine((id) => id !== '', {
      error: bilingual('Pilih unit penanggung jawab.', 'Choose the unit in charge.'),
    }),
  purpose: requiredText(
    2000,
    bilingual('Tulis apa yang harus berubah karena kebijakan ini.', 'Write what should be different.'),
  ).pipe(z.string().min(10)),
  basis: requiredText(500, bilingual('Tulis dasar hukumnya.', 'Enter its legal basis.')),
  address: optionalText(300).refine((text) => text === undefined || /^https:\/\/[^\s]+$/.test(text), {
    error: bilingual(
      'Tulis alamat lengkap yang dimulai dengan https://',
      'Write the whole address, beginning with https://',
    ),
  }),
  file: uploaded().optional(),
})

export const Application = AtId.extend({
  number: requiredText(100, bilingual('Nomor belum diisi.', 'Enter the number.')),
  applied_on: dateInput(),
})

/** A figure as it is written here: 1.234 is more than a thousand, 1.234,5 and 1234.5 are the same. */
const figure = z
  .string()
  .trim()
  .refine((text) => readDecimal(text, 4) !== undefined, {
    error: bilingual('Tulis angka, misalnya 12,5.', 'Enter a number, such as 12.5.'),
  })
  .transform((text) => readDecimal(text, 4) ?? 0)

export const NewMeasure = AtId.extend({
  label: requiredText(200, bilingual('Tulis apa yang diukur.', 'Write what was measured.')).pipe(z.string().min(3)),
  before: figure,
  after: figure,
  unit: requiredText(40, bilingual('Tulis satuannya, misalnya hari.', 'Enter the unit, such as days.')),
  source: requiredText(300, bilingual('Tulis dari mana angkanya.', 'Write where the figures are from.')),
})

export const NewDecision = AtId.extend({
  finding: requiredText(2000, bilingual('Tulis temuannya.', 'Write what was found.')).pipe(z.string().min(20)),
  decision: z.enum(DECISIONS, { error: bilingual('Pilih keputusannya.', 'Choose the decision.') }),
})

export const NewRule = z.object({ key: ruleKey(RULE_KEYS), value: wholeNumber(1, 120), ...ruleFields })

/** The same day so many months later; the last day of a shorter month. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export type Windows = { before_from: string; before_to: string; after_from: string; after_to: string }

/**
 * Whole months on both sides of the day, as many before as after, at most twelve; the month in which it began to apply
 * belongs to neither. Undefined before one whole month has passed.
 */
export function windowsOf(appliedOn: string, today: string): Windows | undefined {
  const applied = monthNumber(appliedOn)
  const months = Math.min(12, monthNumber(today) - applied - 1)
  if (months < 1) return undefined
  return {
    before_from: firstOf(applied - months),
    before_to: lastOf(applied - 1),
    after_from: firstOf(monthNumber(today) - months),
    after_to: lastOf(monthNumber(today) - 1),
  }
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

function firstOf(month: number): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

function lastOf(month: number): string {
  return daysLater(firstOf(month + 1), -1)
}
