import { z } from 'zod'
import {
  bilingual,
  checkbox,
  dateInput,
  idParam,
  isDate,
  optionalText,
  requiredText,
  uploaded,
  wholeNumber,
} from '../../platform/http/input.ts'
import { ANONYMITIES, AUDIENCES, KINDS, LIKERT_LABELS, OPERATORS } from './definition.ts'
import { TEMPLATES } from './templates.ts'

export const MAX_IMPORT_BYTES = 500_000
export const MAX_INVITATIONS = 200

export type State = 'draft' | 'published' | 'closed'
export type Openness = 'open' | 'not_yet' | 'over' | 'closed' | 'draft'

/** Whether it can be answered on this day; both dates are included. */
export function openness(
  version: { state: State } | undefined,
  dates: { opens_on: string | null; closes_on: string | null },
  today: string,
): Openness {
  if (!version || version.state === 'draft') return 'draft'
  if (version.state === 'closed') return 'closed'
  if (dates.opens_on && today < dates.opens_on) return 'not_yet'
  return dates.closes_on && today > dates.closes_on ? 'over' : 'open'
}

export const AtId = z.object({ id: idParam() })
export const AtQuestion = AtId.extend({ question: z.string().max(40) })
export const AtSection = AtId.extend({ section: z.string().max(40) })

/** Two editors notice each other by the number of changes they have seen. */
const revision = wholeNumber(1, 1_000_000_000)

export const NewQuestionnaire = z.object({
  template: z.enum(['', ...TEMPLATES]),
  title: optionalText(200),
  unit: idParam(),
})

export const ImportInput = z.object({
  unit: idParam(),
  file: uploaded().refine((file) => file !== undefined, {
    error: bilingual('Pilih berkas JSON kuesioner.', 'Choose the questionnaire’s JSON file.'),
  }),
})

const text = (most: number) =>
  z
    .string()
    .default('')
    .transform((value) => value.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().max(most))
const bound = z
  .string()
  .trim()
  .default('')
  .transform((value) => (value === '' ? undefined : value))
  .pipe(wholeNumber(-1_000_000_000, 1_000_000_000).optional())

const condition = {
  if_question: z.string().max(90).default(''),
  if_operator: z.enum(OPERATORS).default('is').catch('is'),
  if_value: z.string().max(300).default(''),
}

export const QuestionInput = z.object({
  revision,
  text_id: requiredText(500, bilingual('Pertanyaan belum ditulis.', 'Write the question.')),
  text_en: text(500),
  help_id: text(500),
  help_en: text(500),
  required: checkbox(),
  published: checkbox(),
  list: text(12_000),
  labels: z.enum(LIKERT_LABELS).optional(),
  min: bound,
  max: bound,
  min_label: text(100),
  max_label: text(100),
  theme: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .regex(/^[a-z0-9_]{1,40}$/)
      .optional(),
  ),
  ...condition,
})
export type QuestionInput = z.output<typeof QuestionInput>

export const SectionInput = z.object({
  revision,
  title_id: requiredText(200, bilingual('Judul bagian belum diisi.', 'Enter the section’s title.')),
  title_en: text(200),
  intro_id: text(2000),
  intro_en: text(2000),
  ...condition,
})
export type SectionInput = z.output<typeof SectionInput>

export const SettingsInput = z
  .object({
    revision,
    title_id: requiredText(200, bilingual('Judul belum diisi.', 'Enter the title.')),
    title_en: text(200),
    intro_id: text(2000),
    intro_en: text(2000),
    thanks_id: text(1000),
    thanks_en: text(1000),
    audience: z.enum(AUDIENCES),
    anonymity: z.enum(ANONYMITIES),
  })
  .refine(
    (input) => input.anonymity === 'anonymous' || input.audience === 'staff' || input.audience === 'interviewer',
    {
      path: ['anonymity'],
      error: bilingual(
        'Nama hanya dapat disimpan bila yang mengisi adalah pegawai yang masuk dengan akunnya.',
        'Names can be kept only where staff answer with their own account.',
      ),
    },
  )

/** A date that may be left out. */
export const day = z
  .string()
  .default('')
  .transform((value) => value.trim() || undefined)
  .refine((value) => value === undefined || isDate(value), {
    error: bilingual('Tanggal ini tidak ada di kalender.', 'This date does not exist.'),
  })

export const OpeningInput = z
  .object({ opens_on: day, closes_on: day, results_public: checkbox() })
  .refine(({ opens_on, closes_on }) => !opens_on || !closes_on || opens_on <= closes_on, {
    path: ['closes_on'],
    error: bilingual('Hari terakhir mendahului hari pertama.', 'The last day is before the first.'),
  })

export const EDITS = [
  'question_up',
  'question_down',
  'question_copy',
  'question_remove',
  'section_up',
  'section_down',
  'section_remove',
  'section_add',
  'question_add',
] as const
export const EditInput = z.object({
  revision,
  act: z.enum(EDITS),
  target: z.string().max(40).default(''),
  kind: z.enum(KINDS).optional().catch(undefined),
})

export const NewInvitations = z.object({
  label: requiredText(
    120,
    bilingual('Nama lembar belum diisi. Contoh: Peserta angkatan 3.', 'Enter a name for the sheet. Example: Class 3.'),
  ),
  size: wholeNumber(1, MAX_INVITATIONS),
  expires_on: dateInput(),
})

export const RULES = ['min_group', 'draft_days'] as const
export type RuleCode = (typeof RULES)[number]
export const RuleInput = z.object({
  code: z.enum(RULES),
  value: wholeNumber(1, 365),
  valid_from: dateInput(),
  source: requiredText(500, bilingual('Tuliskan sumbernya.', 'Give the source.')).pipe(z.string().min(3)),
  verified: checkbox(),
})

const month = z
  .string()
  .regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/)
  .optional()
  .catch(undefined)
/** A filter in the address; nonsense is as good as nothing. */
export const ResultFilter = AtId.extend({
  versi: wholeNumber(1, 1000).optional().catch(undefined),
  unit: z.string().max(40).optional().catch(undefined),
  layanan: z.string().max(100).optional().catch(undefined),
  dari: month,
  sampai: month,
})
export type ResultFilter = z.output<typeof ResultFilter>

/** A page of answers: the fields are named after the questions, so they are read by the version's own definition. */
export const AnswerPage = z.looseObject({
  institution: z.string(),
  draft: z.string().max(60),
  section: z.string().max(40),
  act: z.enum(['next', 'later']).default('next').catch('next'),
})
