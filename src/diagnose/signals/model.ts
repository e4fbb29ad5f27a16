import { z } from 'zod'
import { bilingual, idParam, optionalText, readDecimal, requiredText } from '../../platform/http/input.ts'
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
export function checklistAnswers(input: Readonly<Record<string, unknown>>): Record<string, Answer> {
  const answers: Record<string, Answer> = {}
  for (const [name, value] of Object.entries(input)) {
    const key = /^q-([a-z_]+-\d{1,2})$/.exec(name)?.[1]
    const answer = ANSWERS.find((one) => one === value)
    if (key && answer) answers[key] = answer
  }
  return answers
}

export const MappingFilter = z.object({ theme: optionalText(40), competency: optionalText(20) })

export const MappingInput = z.object({
  theme: requiredText(40, bilingual('Pilih tema.', 'Choose a theme.')),
  competency: requiredText(20, bilingual('Pilih kompetensi.', 'Choose a competency.')),
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
  source: requiredText(300, bilingual('Tulis dasarnya: siapa menilai, dari data apa.', 'Write what it rests on.')).pipe(
    z.string().min(3),
  ),
})

/** The month before the one of a local date: a month under way is never judged. */
export function lastCompleteMonth(today: string): string {
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}
