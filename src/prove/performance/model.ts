import { z } from 'zod'
import { IndicatorPlan } from '../../develop/programs/index.ts'
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
import { RULE_KEYS } from './rules.ts'

export const TEMPLATE_CODES = [
  'task_done',
  'skm',
  'budget',
  'question_hours',
  'resolution',
  'within_day',
  'sop',
  'on_time',
  'digital',
  'technology',
  'policy',
  'innovation',
] as const

/** Twelve megabytes: a scanned decree of some pages. */
export const EVIDENCE_BYTES = 12_000_000

export const BoardInput = z.object({
  periode: z.string().max(10).optional().catch(undefined),
  q: z.string().trim().max(100).optional().catch(undefined),
  halaman: z.coerce.number().int().min(1).max(1000).catch(1),
})
export const UnitInput = z.object({ unit: idParam(), periode: z.string().max(10).optional().catch(undefined) })
export const LineInput = UnitInput.extend({ line: z.string().max(40) })
export const FileInput = UnitInput.extend({ bentuk: z.enum(['csv', 'xlsx']).optional().catch(undefined) })
export const TemplateInput = z.object({ unit: idParam(), template: z.enum(TEMPLATE_CODES) })

export const TargetInput = IndicatorPlan.safeExtend({
  unit: idParam(),
  template: z.enum(TEMPLATE_CODES),
  relevance: requiredText(
    1000,
    bilingual(
      'Tulis mengapa indikator ini penting bagi yang dilayani.',
      'Write why this matters to those who are served.',
    ),
  ).pipe(z.string().min(10, bilingual('Tulis paling sedikit 10 huruf.', 'Write at least 10 characters.'))),
})
export type TargetInput = z.output<typeof TargetInput>

const month = z
  .string({ error: bilingual('Pilih bulannya.', 'Choose the month.') })
  .regex(
    /^20\d{2}-(0[1-9]|1[0-2])$/,
    bilingual('Pilih bulannya. Contoh: 2026-10.', 'Choose the month, such as 2026-10.'),
  )

function decimal(missing: string) {
  return z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .transform((text, ctx) => {
      const value = readDecimal(text)
      if (value !== undefined) return value
      ctx.addIssue({
        code: 'custom',
        message: bilingual('Tulis angka saja. Contoh: 87,5.', 'Enter a number only, for example 87.5.'),
      })
      return z.NEVER
    })
}

const count = z.preprocess((typed) => (typed === '' ? undefined : typed), wholeNumber(0, 1_000_000_000).optional())

const link = z
  .string()
  .trim()
  .max(500)
  .optional()
  .transform((text) => text || undefined)
  .refine((text) => text === undefined || /^https?:\/\/[^\s/]+\.[^\s]+$/.test(text), {
    error: bilingual(
      'Alamat bukti harus diawali http:// atau https://.',
      'The address of the evidence must begin with http:// or https://.',
    ),
  })

const evidence = {
  measured_on: dateInput(bilingual('Tanggal pengukuran belum diisi.', 'Enter the date of the measurement.')),
  source: requiredText(300, bilingual('Sumber data belum diisi.', 'Enter the source of the data.')).pipe(
    z.string().min(3, bilingual('Tulis paling sedikit 3 huruf.', 'Write at least 3 characters.')),
  ),
  evidence_url: link,
  evidence: uploaded().optional(),
}

type Evident = { evidence?: unknown; evidence_url?: string | undefined }
const hasEvidence = (entry: Evident) => Boolean(entry.evidence) || Boolean(entry.evidence_url)
const evidenceMissing = {
  path: ['evidence_url'],
  error: bilingual(
    'Sertakan bukti: alamatnya di sini, atau berkasnya di bawah.',
    'Add evidence: its address here, or its file below.',
  ),
}

export const EntryInput = z
  .object({
    id: idParam(),
    month,
    value: decimal(bilingual('Nilai belum diisi.', 'Enter the value.')),
    hits: count,
    total: count,
    ...evidence,
  })
  .refine(hasEvidence, evidenceMissing)
  .refine((entry) => (entry.hits === undefined) === (entry.total === undefined), {
    path: ['total'],
    error: bilingual('Isi keduanya, atau kosongkan keduanya.', 'Fill in both, or leave both empty.'),
  })
  .refine((entry) => entry.total === undefined || entry.total > 0, {
    path: ['total'],
    error: bilingual('Jumlah seluruhnya harus lebih dari nol.', 'The total must be more than zero.'),
  })
  .refine((entry) => entry.total === undefined || (entry.hits ?? 0) <= entry.total, {
    path: ['hits'],
    error: bilingual('Tidak mungkin lebih dari jumlah seluruhnya.', 'This cannot be more than the total.'),
  })
  .refine(
    (entry) =>
      entry.total === undefined ||
      entry.total === 0 ||
      Math.abs(entry.value - Math.round(((entry.hits ?? 0) / entry.total) * 10_000) / 100) < 0.51,
    {
      path: ['value'],
      error: bilingual(
        'Nilai ini tidak cocok dengan jumlahnya. Nilai adalah persen: bagian dibagi seluruhnya, dikali 100.',
        'This does not fit its counts. The value is a percentage: the part by the total, times 100.',
      ),
    },
  )
export type EntryInput = z.output<typeof EntryInput>

export const SpendingInput = z
  .object({
    unit: idParam(),
    program: idParam(),
    month,
    value: wholeNumber(0, 1_000_000_000_000),
    hits: wholeNumber(0, 1_000_000_000),
    total: wholeNumber(1, 1_000_000_000),
    ...evidence,
  })
  .refine(hasEvidence, evidenceMissing)
export type SpendingInput = z.output<typeof SpendingInput>

export const RefuseInput = z.object({
  id: idParam(),
  reason: requiredText(1000, bilingual('Tulis alasannya.', 'Write the reason.')).pipe(
    z.string().min(3, bilingual('Tulis paling sedikit 3 huruf.', 'Write at least 3 characters.')),
  ),
})

export const ChecklistInput = z.object({
  unit: idParam(),
  name: requiredText(200, bilingual('Nama SOP belum diisi.', 'Enter the name of the procedure.')).pipe(
    z.string().min(5, bilingual('Tulis paling sedikit 5 huruf.', 'Write at least 5 characters.')),
  ),
  source: requiredText(300, bilingual('Nomor atau dasar SOP belum diisi.', 'Enter the number of the procedure.')).pipe(
    z.string().min(3, bilingual('Tulis paling sedikit 3 huruf.', 'Write at least 3 characters.')),
  ),
  items: requiredText(6000, bilingual('Tulis langkahnya, satu baris satu langkah.', 'Write the steps, one a line.'))
    .transform((text) =>
      text
        .split('\n')
        .map((line) => line.replace(/^\s*(\d+[.)]|[-•*])\s*/, '').trim())
        .filter(Boolean),
    )
    .pipe(
      z
        .array(
          z
            .string()
            .max(200, bilingual('Satu langkah paling panjang 200 huruf.', 'A step has at most 200 characters.')),
        )
        .min(1, bilingual('Tulis paling sedikit satu langkah.', 'Write at least one step.'))
        .max(30, bilingual('Paling banyak 30 langkah.', 'At most 30 steps.')),
    ),
})
export type ChecklistInput = z.output<typeof ChecklistInput>

/** Answers come as `item-1`, `item-2` …: 1 done, 0 not done, 2 did not arise. */
export const ObservationInput = z.looseObject({
  unit: idParam(),
  checklist: idParam(),
  observed_on: dateInput(bilingual('Tanggal pengamatan belum diisi.', 'Enter the date of the observation.')),
  note: optionalText(1000),
})

/** The answers in the order of the steps; undefined where one is missing, with the numbers of those. */
export function readAnswers(
  raw: Readonly<Record<string, unknown>>,
  steps: number,
): { results: (0 | 1 | 2)[] } | { missing: number[] } {
  const results: (0 | 1 | 2)[] = []
  const missing: number[] = []
  for (let step = 1; step <= steps; step++) {
    const answer = raw[`item-${step}`]
    if (answer === '0' || answer === '1' || answer === '2') results.push(Number(answer) as 0 | 1 | 2)
    else missing.push(step)
  }
  return missing.length > 0 ? { missing } : { results }
}

export const RuleInput = z.object({ key: ruleKey(RULE_KEYS), value: wholeNumber(1, 365), ...ruleFields })
