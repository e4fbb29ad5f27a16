import { z } from 'zod'
import { bilingual, checkbox, dateInput, requiredText, wholeNumber } from '../../platform/http/input.ts'
import type { RuleKey } from './clocks.ts'
import { CLASSES, type ComplaintClass } from './model.ts'

type Choice = { value: string; key: RuleKey; class: ComplaintClass | null }

/** Every clock an institution can set, the resolution once for each class. */
export const RULE_CHOICES: readonly Choice[] = [
  ...(['verify', 'respond'] as const).map((key) => ({ value: key, key, class: null })),
  ...CLASSES.map((ofClass) => ({ value: `resolve:${ofClass}`, key: 'resolve' as const, class: ofClass })),
  ...(
    [
      'complete',
      'close',
      'reopen',
      'within_day',
      'question',
      'opened',
      'extend',
      'object',
      'objection',
      'dispute',
    ] as const
  ).map((key) => ({
    value: key,
    key,
    class: null,
  })),
]

/** Longer, and it would no longer be opened for a question but left open. */
const MOST_OPENED_HOURS = 72

export const RuleInput = z
  .object({
    rule: z
      .string()
      .transform((value) => RULE_CHOICES.find((choice) => choice.value === value))
      .pipe(
        z.custom<Choice>((choice) => choice !== undefined, {
          error: bilingual('Pilih batas waktunya.', 'Choose the deadline.'),
        }),
      ),
    amount: wholeNumber(1, 400),
    unit: z.enum(['working_day', 'hour']),
    valid_from: dateInput(),
    source: requiredText(
      500,
      bilingual('Tuliskan sumbernya: nama peraturan atau keputusan.', 'Give the source: a regulation or decision.'),
    ).pipe(z.string().min(3)),
    verified: checkbox(),
  })
  .superRefine(({ rule, unit, amount }, context) => {
    if ((rule.key === 'within_day' || rule.key === 'question') && unit !== 'hour')
      context.addIssue({
        code: 'custom',
        path: ['unit'],
        message: bilingual('Indikator ini dihitung dalam jam.', 'This indicator is counted in hours.'),
      })
    if (rule.key !== 'opened' || (unit === 'hour' && amount <= MOST_OPENED_HOURS)) return
    context.addIssue({
      code: 'custom',
      path: [unit === 'hour' ? 'amount' : 'unit'],
      message: bilingual('Identitas paling lama terbuka 72 jam.', 'The identity stays open for 72 hours at most.'),
    })
  })
