import { z } from 'zod'
import { bilingual, checkbox, dateInput, requiredText } from '../../platform/http/input.ts'

export const KindInput = z.object({ kind: z.string().max(40) })

export const RuleInput = KindInput.extend({
  months: z
    .string()
    .trim()
    .optional()
    .transform((text) => (text ? Number(text) : null))
    .pipe(
      z.union([
        z.null(),
        z
          .number({
            error: bilingual('Tulis jumlah bulan, atau kosongkan.', 'Enter a number of months, or leave it empty.'),
          })
          .int({ error: bilingual('Tulis bulan yang utuh.', 'Enter whole months.') })
          .min(1, { error: bilingual('Paling sedikit 1 bulan.', 'At least 1 month.') })
          .max(1200, { error: bilingual('Paling banyak 1.200 bulan.', 'At most 1,200 months.') }),
      ]),
    ),
  with_text: checkbox(),
  valid_from: dateInput(),
  source: requiredText(
    500,
    bilingual(
      'Tuliskan sumbernya: peraturan atau jadwal retensi arsip.',
      'Give the source: a regulation or retention schedule.',
    ),
  ).pipe(z.string().min(3, { error: bilingual('Tulis sumbernya.', 'Write the source.') })),
  verified: checkbox(),
})

export const HoldInput = KindInput.extend({
  reference: requiredText(60, bilingual('Nomornya belum diisi.', 'Enter the number.')),
  reason: requiredText(500, bilingual('Alasan belum diisi.', 'Enter the reason.')).pipe(
    z.string().min(3, { error: bilingual('Tulis alasannya.', 'Write the reason.') }),
  ),
})

export type Rule = {
  id: string
  kind: string
  months: number | null
  with_text: boolean
  valid_from: string
  source: string
  verified: boolean
}

/** Rules come newest first, as they are listed: of those that begin on one day the last one that was set holds. */
export function ruleOn(rules: readonly Rule[], date: string): Rule | undefined {
  return rules.find((rule) => rule.valid_from <= date)
}

/** Whether the job acts on it: somebody has checked it against its source, and it has an end. */
export function acts(rule: Rule | undefined): rule is Rule & { months: number } {
  return rule?.verified === true && rule.months !== null
}

/** The instant so many calendar months back; a day that the month does not have becomes its last. */
export function monthsBefore(now: Date, months: number): Date {
  const back = new Date(now)
  const day = back.getUTCDate()
  back.setUTCDate(1)
  back.setUTCMonth(back.getUTCMonth() - months)
  const last = new Date(Date.UTC(back.getUTCFullYear(), back.getUTCMonth() + 1, 0)).getUTCDate()
  back.setUTCDate(Math.min(day, last))
  return back
}
