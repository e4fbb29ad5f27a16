import { z } from 'zod'
import { bilingual, dateInput, idParam, optionalText, requiredText, wholeNumber } from '../../platform/http/input.ts'

/** The nine elements of PermenPANRB 14/2017 in the order of its questionnaire; always keyed by slug, never by number. */
export const ELEMENTS = [
  'persyaratan',
  'prosedur',
  'waktu',
  'biaya',
  'produk',
  'kompetensi',
  'perilaku',
  'sarana',
  'pengaduan',
] as const
export type Element = (typeof ELEMENTS)[number]

export const SCORES = [1, 2, 3, 4] as const
export type Score = (typeof SCORES)[number]
export type Answers = { readonly [E in Element]?: Score | undefined }

/** Asked beside the nine and never counted in the index; keyed as stored. */
export const EXTRAS = ['informasi', 'kepercayaan'] as const
export type Extra = (typeof EXTRAS)[number]
/** Every question that is answered with 1 to 4. */
export const SCORED = [...ELEMENTS, ...EXTRAS] as const
export type ExtraAnswers = { readonly [E in Extra]?: Score | undefined }

export const PROFILE_FIELDS = ['gender', 'age_band', 'education', 'occupation', 'disability'] as const
export type ProfileField = (typeof PROFILE_FIELDS)[number]
/** Instead of a group of the profile: several small ones together. */
export const SMALL_GROUPS = '*'
/** What an institution may leave out or word differently. */
export const CHANGEABLE = [...PROFILE_FIELDS, ...EXTRAS] as const
export type Changeable = (typeof CHANGEABLE)[number]

export type Channel = 'link' | 'invitation' | 'api' | 'kiosk' | 'paper'
/** Whose word the day is: the server's own, a sender's from an earlier day, or ours because the sender's clock is ahead. */
export type Arrival = 'live' | 'stored' | 'clock'

export const MAX_COMMENT = 500
export const MAX_INVITATIONS = 200
export const MAX_BATCH = 500

/** Codes of choices, each of a version that was in force once. */
export type Profile = {
  ageBand?: string | undefined
  gender?: string | undefined
  education?: string | undefined
  occupation?: string | undefined
  disability?: string | undefined
}

/** One filled-in questionnaire. `id` is random and never time-ordered, so that it tells nothing about who answered when. */
export type Submission = {
  id?: string | undefined
  serviceId: string
  unitId: string
  channel: Channel
  answers: Answers
  extras?: ExtraAnswers | undefined
  profile?: Profile | undefined
  comment?: string | undefined
  arrival?: Arrival | undefined
  /** Since when the words of the nine hold that were shown; left out: those of the day. */
  wording?: string | undefined
  /** 'YYYY-MM-DD' in the institution's time zone; the day is the finest time that is kept. */
  answeredOn: string
}

/** Nothing chosen and the empty choice of a list are the same. */
function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.preprocess((value) => (value === '' ? undefined : value), z.enum(values).optional())
}

const choiceCode = z.string().regex(/^[a-z0-9_]{1,40}$/)

/** A choice of this shape; whether it is one of the question's is known to its versions. */
function code() {
  return z.preprocess((value) => (value === '' ? undefined : value), choiceCode.optional())
}

function score() {
  return choice(['1', '2', '3', '4']).transform((value) => (value === undefined ? undefined : (Number(value) as Score)))
}

/** The form: one field per element, named as the element. */
export const Questionnaire = z.object({
  ...(Object.fromEntries(EXTRAS.map((extra) => [extra, score()])) as Record<Extra, ReturnType<typeof score>>),
  ...(Object.fromEntries(ELEMENTS.map((element) => [element, score()])) as Record<Element, ReturnType<typeof score>>),
  age_band: code(),
  gender: code(),
  education: code(),
  occupation: code(),
  disability: code(),
  comment: optionalText(MAX_COMMENT),
  wording: z.iso.date().optional().catch(undefined),
})
export type Questionnaire = z.output<typeof Questionnaire>

export function answersOf(form: Questionnaire): Answers {
  return Object.fromEntries(ELEMENTS.map((element) => [element, form[element]]))
}

export function profileOf(form: Questionnaire): Profile {
  const { age_band, gender, education, occupation, disability } = form
  return { ageBand: age_band, gender, education, occupation, disability }
}

export function extrasOf(form: Questionnaire): ExtraAnswers {
  return { informasi: form.informasi, kepercayaan: form.kepercayaan }
}

export function givenAnswers(answers: Answers): number {
  let given = 0
  for (const element of ELEMENTS) if (answers[element] !== undefined) given++
  return given
}

export const ServiceAddress = z.object({ service: z.string().max(100) })
export const TokenText = z.string().max(40)

const month = z.string().regex(/^(?!0000)\d{4}-(0[1-9]|1[0-2])$/)
/** A period in the address; nonsense is as good as nothing. */
export const PeriodFilter = z.object({
  dari: month.optional().catch(undefined),
  sampai: month.optional().catch(undefined),
  layanan: z.string().max(100).optional().catch(undefined),
  penerima: wholeNumber(0, 100_000_000).optional().catch(undefined),
})
export type PeriodFilter = z.output<typeof PeriodFilter>

export const UnitPeriod = PeriodFilter.extend({ unit: idParam() })

export const NewInvitations = z.object({
  service: idParam(),
  label: requiredText(
    120,
    bilingual(
      'Nama lembar belum diisi. Contoh: Loket KK, Minggu 3.',
      'Enter a name for the sheet. Example: Counter 2, week 3.',
    ),
  ),
  size: wholeNumber(1, MAX_INVITATIONS),
  expires_on: dateInput(),
})

export const Publish = z.object({
  unit: idParam(),
  dari: month,
  sampai: month,
  follow_up: requiredText(2000, bilingual('Rencana tindak lanjut belum diisi.', 'Enter the follow-up plan.')),
})

/** As other systems send it: kiosks and the counter's own application. */
export const ApiAnswer = z.object({
  key: z
    .string()
    .min(8)
    .max(200)
    .describe('Your own id of this questionnaire; sending it again for the same service changes nothing'),
  service: z.string().min(1).max(100).describe('Address of the service, as in its public page'),
  answered_on: z.iso.date(),
  answers: z.partialRecord(z.enum(ELEMENTS), z.literal(SCORES)),
  extras: z.partialRecord(z.enum(EXTRAS), z.literal(SCORES)).optional().describe('Beside the index'),
  age_band: choiceCode.optional().describe('Code of a choice, as at /api/v1/survey-choices'),
  gender: choiceCode.optional().describe('Code of a choice, as at /api/v1/survey-choices'),
  education: choiceCode.optional().describe('Code of a choice, as at /api/v1/survey-choices'),
  occupation: choiceCode.optional().describe('Code of a choice, as at /api/v1/survey-choices'),
  disability: choiceCode.optional().describe('Code of a choice, as at /api/v1/survey-choices'),
  comment: z.string().max(MAX_COMMENT).optional(),
  wording: z.iso
    .date()
    .optional()
    .describe('Since when the words hold that were shown, as at /api/v1/survey-elements; left out: those of the day'),
})
export type ApiAnswer = z.output<typeof ApiAnswer>
