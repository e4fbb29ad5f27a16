import { z } from 'zod'
import { Refusal } from '../../platform/http/errors.ts'
import { bilingual, optionalText, requiredText } from '../../platform/http/input.ts'
import { type Language, localDate } from '../../platform/i18n.ts'
import { isId } from '../../platform/id.ts'
import { type Channel, type ComplaintKind, type EventActor, KINDS, PRIVACIES } from './model.ts'

export const MAX_BODY = 5000

const phone = optionalText(30).refine((text) => text === undefined || /^\+?[\d\s().-]{6,30}$/.test(text), {
  error: bilingual(
    'Nomor telepon hanya berisi angka. Contoh: 0812 3456 7890.',
    'A phone number has only digits. Example: 0812 3456 7890.',
  ),
})
const email = optionalText(200).refine((text) => text === undefined || z.email().safeParse(text).success, {
  error: bilingual(
    'Alamat surel ini tidak lengkap. Contoh: nama@contoh.id.',
    'This e-mail address is incomplete. Example: name@example.com.',
  ),
})
const realDate = z
  .string()
  .trim()
  .optional()
  .transform((text) => text || undefined)
  .refine((text) => text === undefined || isRealDate(text), {
    error: bilingual(
      'Tanggal ini tidak ada di kalender. Contoh: 21 November 2026.',
      'This date does not exist. Example: 21 November 2026.',
    ),
  })

function isRealDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return time > Date.UTC(1950, 0) && new Date(time).toISOString().slice(0, 10) === text
}

/** What is reported has happened, by the calendar where the institution is. */
export function requirePast(
  { now, institution, language }: { now: Date; institution: { timeZone: string }; language: Language },
  day: string | undefined,
): void {
  if (day !== undefined && day > localDate(now, institution.timeZone))
    throw new Refusal(422, '', { occurred_on: FUTURE[language] })
}
const FUTURE = {
  id: 'Tanggal ini belum tiba. Tulis kapan kejadiannya, atau kosongkan.',
  en: 'This date has not come yet. Say when it happened, or leave it empty.',
}

const SUBJECT_MISSING = bilingual('Tuliskan masalahnya dalam satu kalimat.', 'Say in one sentence what it is about.')
const BODY_MISSING = bilingual(
  'Ceritakan apa yang terjadi. Beberapa kalimat sudah cukup.',
  'Tell us what happened. A few sentences are enough.',
)

/** The pages of the wizard, in order; each is one question. */
export const AboutInput = z.object({
  about: z
    .string({
      error: bilingual('Pilih layanannya, atau pilih “Saya tidak tahu”.', 'Choose the service, or “I do not know”.'),
    })
    .refine((value) => value === 'unknown' || (/^(service|unit):/.test(value) && isId(value.split(':')[1] ?? '')), {
      error: bilingual('Pilih layanannya, atau pilih “Saya tidak tahu”.', 'Choose the service, or “I do not know”.'),
    }),
})
export const StoryInput = z.object({
  subject: requiredText(150, SUBJECT_MISSING),
  body: requiredText(MAX_BODY, BODY_MISSING),
  place: optionalText(300),
  occurred_on: realDate,
})
export const PrivacyInput = z.object({
  privacy: z.enum(PRIVACIES, { error: bilingual('Pilih siapa yang boleh membacanya.', 'Choose who may read it.') }),
  reporter_name: optionalText(150),
  reporter_email: email,
  reporter_phone: phone,
})

/** A finished complaint, whichever way it came in. */
export const ComplaintInput = z.object({
  kind: z
    .enum(KINDS, { error: bilingual('Pilih jenis laporannya.', 'Choose what kind of report it is.') })
    .default('complaint'),
  ...StoryInput.shape,
  ...PrivacyInput.shape,
})

type Answers = z.output<typeof ComplaintInput>
type Voluntary = 'place' | 'occurred_on' | 'reporter_name' | 'reporter_email' | 'reporter_phone'

export type NewComplaint = Omit<Answers, Voluntary | 'kind'> & {
  kind?: ComplaintKind | undefined
} & {
  [field in Voluntary]?: string | undefined
} & {
  unit_id: string
  service_id?: string | undefined
  channel: Channel
  photo_id?: string | undefined
  actor: EventActor
}
