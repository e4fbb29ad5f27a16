import { z } from 'zod'
import { bilingual, idParam, optionalText, requiredText } from '../../platform/http/input.ts'
import { ChartRule } from './rule-model.ts'

const SOURCES = ['complaints', 'surveys', 'short_survey'] as const
export type Source = (typeof SOURCES)[number]

/** Only 'kompetensi' goes on to a need; `bukan_masalah` is the way out for a one-off event or wrong data. */
export const CAUSES = ['kompetensi', 'proses', 'alat', 'beban_kerja', 'aturan', 'motivasi', 'bukan_masalah'] as const
export type Cause = (typeof CAUSES)[number]

export const STATUSES = ['open', 'competency', 'other'] as const
export type Status = (typeof STATUSES)[number]

/** The state of a signal follows from its newest diagnosis alone. */
export function statusOf(cause: Cause | null): Status {
  if (cause === null) return 'open'
  return cause === 'kompetensi' ? 'competency' : 'other'
}

function needsRecommendation(cause: Cause): boolean {
  return cause !== 'kompetensi' && cause !== 'bukan_masalah'
}

export const ANSWERS = ['yes', 'no', 'unknown'] as const
export type Answer = (typeof ANSWERS)[number]

/** The chart as it stood when the signal opened. */
export const Evidence = z.object({
  kind: z.enum(['count', 'rating']),
  month: z.string(),
  value: z.number(),
  n: z.number(),
  center: z.number(),
  lower: z.number(),
  upper: z.number(),
  sigmaZ: z.number(),
  baseline: z.array(z.string()),
  /** The numbers it was judged by, as they were then. */
  rule: ChartRule,
  months: z.array(z.object({ month: z.string(), value: z.number().nullable(), n: z.number() })),
})
export type Evidence = z.output<typeof Evidence>

export const SignalId = z.object({ id: idParam() })

export const SignalFilter = z.object({
  status: z
    .enum([...STATUSES, 'all'])
    .catch('open')
    .default('open'),
  unit: idParam()
    .optional()
    .or(z.literal('').transform(() => undefined)),
  theme: optionalText(60).catch(undefined),
  after: idParam().optional().catch(undefined),
})

const TEN = bilingual(
  'Tulis paling sedikit 10 huruf, supaya keputusan ini dapat dipahami nanti.',
  'Write at least 10 characters.',
)

export const DiagnosisInput = z
  .looseObject({
    id: idParam(),
    cause: z.enum(CAUSES, { error: bilingual('Pilih satu penyebab utama.', 'Choose one main cause.') }),
    reason: requiredText(2000, bilingual('Alasan belum ditulis.', 'Write the reason.')).pipe(z.string().min(10, TEN)),
    recommendation: optionalText(2000).pipe(z.string().min(10, TEN).optional()),
  })
  .refine((input) => !needsRecommendation(input.cause) || input.recommendation !== undefined, {
    path: ['recommendation'],
    error: bilingual(
      'Tulis saran perbaikannya: penyebab ini tidak diatasi dengan pelatihan.',
      'Write what should be done: training does not mend this cause.',
    ),
  })
export type DiagnosisInput = z.output<typeof DiagnosisInput>

/** Answers of the checklist out of the form's fields `q-<cause>-<position>`; unanswered questions are left out. */
export function checklistAnswers(
  input: Readonly<Record<string, unknown>>,
  asked: readonly string[],
): Record<string, Answer> {
  const answers: Record<string, Answer> = {}
  for (const key of asked) {
    const answer = ANSWERS.find((one) => one === input[`q-${key}`])
    if (answer) answers[key] = answer
  }
  return answers
}

/** The month before the one of a local date: a month under way is never judged. */
export function lastCompleteMonth(today: string): string {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}
