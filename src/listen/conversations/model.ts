import { z } from 'zod'
import type { PictureState } from '../../platform/files.ts'
import {
  bilingual,
  checkbox,
  dateInput,
  optionalText,
  requiredText,
  uploaded,
  wholeNumber,
} from '../../platform/http/input.ts'
import { isMailAddress } from '../../platform/mail.ts'
import type { Hint } from './language.ts'

export const MAX_TEXT = 4000
/** A conversation that goes on longer is a case or a call. */
export const MOST_MESSAGES = 400
export const MAX_FILE_BYTES = 10_000_000
export const EMAIL_SEAL = 'conversation-email'
export const TOKEN_SEAL = 'conversation-token'

export const STATES = ['open', 'closed'] as const
export type State = (typeof STATES)[number]
export type Author = 'citizen' | 'officer' | 'note' | 'event'
export const CLOSINGS = ['answered', 'withdrawn', 'unserious'] as const
export const OUTCOMES = [...CLOSINGS, 'case', 'silent', 'unanswered'] as const
export type Outcome = (typeof OUTCOMES)[number]
export type Happening =
  | 'taken'
  | 'handed'
  | 'closed'
  | 'silent'
  | 'left'
  | 'reopened'
  | 'case'
  | 'erased'
  | 'file_refused'
  | 'undeliverable'
  | 'unanswered'

export type Conversation = {
  id: string
  unit_id: string
  unit_name: string
  service_id: string | null
  service_name: string | null
  name: string | null
  language: 'id' | 'en'
  state: State
  outcome: Outcome | null
  assignee_id: string | null
  assignee_name: string | null
  opened_at: Date
  waiting_since: Date | null
  first_answered_at: Date | null
  last_at: Date
  closed_at: Date | null
  last_seq: number
  citizen_seq: number
  seen_seq: number
  hint: Hint | null
  hint_sure: boolean
  complaint_id: string | null
  /** It became a report of wrongdoing, which no officer of the unit reads any more. */
  sealed: boolean
  mailed_seq: number
  /** Whether they left an address; never which. */
  has_email: boolean
  erased_at: Date | null
}

export type Message = {
  seq: number
  author: Author
  happening: Happening | null
  account_id: string | null
  account_name: string | null
  body: string
  detail: string | null
  file_id: string | null
  file_name: string | null
  file_type: string | null
  picture: PictureState
  /** It came as an answer to a letter. */
  by_mail: boolean
  at: Date
}

export type Rule = {
  valid_from: string
  answer_minutes: number
  away_minutes: number
  close_days: number
  unanswered_days: number
  keep_days: number
  source: string
  verified: boolean
  own: boolean
  /** Set again for the same day. */
  replaced: boolean
}

/** What holds on a date: the institution's newest rule that has begun, else the standard. Newest first in `rules`. */
export function ruleOn(rules: readonly Rule[], today: string): Rule {
  const begun = rules.filter((rule) => rule.valid_from <= today)
  const rule = begun.find((one) => one.own) ?? begun[0] ?? rules.at(-1)
  if (!rule) throw new Error('there is no rule for conversations')
  return rule
}

/** What the citizen may read: never a note among officers. */
export function forCitizen(messages: readonly Message[]): Message[] {
  return messages.filter((message) => message.author !== 'note')
}

/** Their words in order, as the text of a case: what they said, without what they were answered. */
export function transcriptOf(messages: readonly Message[]): string {
  const said = messages.filter((message) => message.author === 'citizen' && message.body !== '')
  return said
    .map((message) => message.body)
    .join('\n\n')
    .slice(0, 5000)
}

/** The first sentence, short enough for a subject. */
export function subjectOf(text: string): string {
  const line = text.split(/\n|(?<=[.?!])\s/u)[0]?.trim() ?? ''
  const letters = [...line]
  return letters.length <= 120 ? line : `${letters.slice(0, 119).join('')}…`
}

const WRITE = bilingual('Tulis dulu pesannya.', 'Write your message first.')
const LONG = bilingual(
  `Pesan ini terlalu panjang. Paling banyak ${MAX_TEXT} huruf; kirim sisanya sebagai pesan berikutnya.`,
  `This message is too long. At most ${MAX_TEXT} characters; send the rest as another message.`,
)

/** The key of the form, where the handler itself knows a repeat. */
export const FormKey = z.string().max(60).optional().catch(undefined)
export const Body = requiredText(1_000_000, WRITE).pipe(z.string().max(MAX_TEXT, { error: LONG }))

export const StartInput = z.object({
  about: z
    .string({ error: bilingual('Pilih tentang apa pertanyaan Anda.', 'Choose what your question is about.') })
    .min(1, { error: bilingual('Pilih tentang apa pertanyaan Anda.', 'Choose what your question is about.') })
    .max(100),
  name: optionalText(120),
  body: Body,
  photo: uploaded().optional(),
  /** People do not see this field; programs fill it in. */
  website: z.string().optional(),
  _key: FormKey,
})

export const SayInput = z.object({
  body: z
    .string()
    .optional()
    .transform((text) => text ?? '')
    .pipe(
      z.union([
        z
          .string()
          .regex(/^\s*$/)
          .transform(() => ''),
        Body,
      ]),
    ),
  photo: uploaded().optional(),
  _key: FormKey,
})

export const EmailInput = z.object({
  email: optionalText(254).refine((text) => text === undefined || isMailAddress(text), {
    error: bilingual(
      'Alamat surel ini tidak lengkap. Contoh: nama@contoh.id.',
      'This e-mail address is incomplete. Example: name@example.com.',
    ),
  }),
})

export const CannedInput = z.object({
  shortcut: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9-]{1,30}$/, {
      error: bilingual('Huruf kecil, angka, dan tanda hubung saja.', 'Lower-case letters, digits and hyphens only.'),
    }),
  name: requiredText(120, bilingual('Beri nama jawaban ini.', 'Give this answer a name.')),
  body: requiredText(MAX_TEXT, bilingual('Isi jawabannya masih kosong.', 'The answer is empty.')),
  unit: z.string().max(40).default(''),
  active: checkbox(),
})

export const RuleInput = z.object({
  answer_minutes: wholeNumber(1, 10_000),
  away_minutes: wholeNumber(1, 1440),
  close_days: wholeNumber(1, 90),
  unanswered_days: wholeNumber(1, 365),
  keep_days: wholeNumber(1, 3650),
  valid_from: dateInput(),
  source: requiredText(
    500,
    bilingual('Tuliskan sumbernya: nama peraturan atau keputusan.', 'Give the source: a regulation or decision.'),
  ).pipe(z.string().min(3)),
  verified: checkbox(),
})
