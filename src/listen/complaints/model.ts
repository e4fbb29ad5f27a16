import { z } from 'zod'
import { bilingual, optionalText, requiredText } from '../../platform/http/input.ts'
import { isId } from '../../platform/id.ts'

export const STATUSES = [
  'received',
  'incomplete',
  'rejected',
  'forwarded',
  'returned',
  'processing',
  'answered',
  'closed',
] as const
export type Status = (typeof STATUSES)[number]

export const CLASSES = ['light', 'information', 'aspiration', 'ordinary', 'oversight'] as const
export type ComplaintClass = (typeof CLASSES)[number]

export const CHANNELS = ['web', 'counter', 'phone', 'letter', 'email', 'chat', 'social', 'api'] as const
export type Channel = (typeof CHANNELS)[number]

export const PRIVACIES = ['open', 'anonymous', 'secret'] as const
export type Privacy = (typeof PRIVACIES)[number]

export const OUTCOMES = ['resolved', 'partly', 'explained', 'unfounded', 'referred'] as const
export type ComplaintOutcome = (typeof OUTCOMES)[number]

export const REJECTIONS = [
  'out_of_scope',
  'duplicate',
  'in_court',
  'not_a_complaint',
  'abusive',
  'not_completed',
] as const
export const RETURNS = ['not_our_duty', 'wrong_unit', 'several_units'] as const

export const EVENT_KINDS = [
  'received',
  'completion_requested',
  'completed',
  'verified',
  'rejected',
  'classified',
  'routed',
  'returned',
  'started',
  'noted',
  'informed',
  'answered',
  'rated',
  'reopened',
  'closed',
] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export type EventActor = 'citizen' | 'officer' | 'system' | 'client'

/** One line of a complaint's story. Which of the optional parts it has depends on its kind. */
export type Event = {
  kind: EventKind
  at: Date
  actor: EventActor
  account_id?: string | null
  unit_id?: string | null
  class?: ComplaintClass | null
  theme?: string | null
  outcome?: ComplaintOutcome | null
  reason?: string | null
  score?: number | null
  body?: string | null
}

/** Which events may follow in which state; the state machine of regulations.md §2.4, with reopening once. */
const ALLOWED: Record<Status, readonly EventKind[]> = {
  received: ['verified', 'completion_requested', 'rejected', 'noted', 'informed'],
  incomplete: ['completed', 'rejected', 'noted'],
  rejected: ['reopened', 'noted'],
  forwarded: ['started', 'answered', 'classified', 'routed', 'returned', 'completion_requested', 'noted', 'informed'],
  returned: ['routed', 'rejected', 'noted', 'informed'],
  processing: ['answered', 'classified', 'routed', 'returned', 'completion_requested', 'noted', 'informed'],
  answered: ['answered', 'rated', 'reopened', 'closed', 'noted', 'informed'],
  closed: ['rated', 'reopened', 'noted'],
}

/** Where the story stands. Everything here can be computed again from the events alone. */
export type Standing = {
  status: Status
  unit_id: string | null
  class: ComplaintClass | null
  theme: string | null
  outcome: ComplaintOutcome | null
  rating: number | null
  resolved_at: Date | null
  verified: boolean
  reopened: number
  published_at: Date | null
}

const START: Standing = {
  status: 'received',
  unit_id: null,
  class: null,
  theme: null,
  outcome: null,
  rating: null,
  resolved_at: null,
  verified: false,
  reopened: 0,
  published_at: null,
}

export function standing(events: readonly Event[]): Standing {
  return events.reduce(after, START)
}

export function allows(now: Standing, kind: EventKind): boolean {
  if (!ALLOWED[now.status].includes(kind)) return false
  if (kind === 'reopened') return now.reopened === 0
  if (kind === 'rated') return now.rating === null
  // The first route is part of verifying; without a class there is no clock for the unit.
  return true
}

/** The standing after one more event; the event must be allowed. */
export function after(now: Standing, event: Event): Standing {
  switch (event.kind) {
    case 'received':
      return { ...now, status: 'received', unit_id: event.unit_id ?? null }
    case 'completion_requested':
      return { ...now, status: 'incomplete' }
    case 'completed':
      return { ...now, status: now.verified ? 'processing' : 'received' }
    case 'verified':
      return { ...now, verified: true, status: 'forwarded' }
    case 'rejected':
      return { ...now, status: 'rejected', published_at: null }
    case 'classified':
      return { ...now, class: event.class ?? now.class, theme: event.theme ?? now.theme }
    case 'routed':
      return { ...now, status: 'forwarded', unit_id: event.unit_id ?? now.unit_id }
    case 'returned':
      return { ...now, status: 'returned' }
    case 'started':
      return { ...now, status: 'processing' }
    case 'answered':
      return {
        ...now,
        status: 'answered',
        outcome: event.outcome ?? null,
        resolved_at: now.resolved_at ?? event.at,
        published_at: now.published_at ?? event.at,
      }
    case 'rated':
      return { ...now, rating: event.score ?? null }
    case 'reopened':
      return {
        ...now,
        status: now.verified ? 'processing' : 'received',
        reopened: now.reopened + 1,
        outcome: null,
        resolved_at: null,
        rating: null,
      }
    case 'closed':
      return { ...now, status: 'closed' }
    case 'noted':
    case 'informed':
      return now
  }
}

export const QUEUES = { verify: 1, work: 2, citizen: 3, done: 4 } as const

export function queueOf(status: Status): number {
  if (status === 'received' || status === 'returned') return QUEUES.verify
  if (status === 'forwarded' || status === 'processing') return QUEUES.work
  if (status === 'incomplete' || status === 'answered') return QUEUES.citizen
  return QUEUES.done
}

export function isOpen(status: Status): boolean {
  return status !== 'answered' && status !== 'closed' && status !== 'rejected'
}

/** Internal notes and why a unit gave a case back are for officers only. */
export function citizenSees(kind: EventKind): boolean {
  return kind !== 'noted'
}

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
const pastDate = z
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
  occurred_on: pastDate,
})
export const PrivacyInput = z.object({
  privacy: z.enum(PRIVACIES, { error: bilingual('Pilih siapa yang boleh membacanya.', 'Choose who may read it.') }),
  reporter_name: optionalText(150),
  reporter_email: email,
  reporter_phone: phone,
})

/** A finished complaint, whichever way it came in. */
export const ComplaintInput = z.object({ ...StoryInput.shape, ...PrivacyInput.shape })

type Answers = z.output<typeof ComplaintInput>
type Voluntary = 'place' | 'occurred_on' | 'reporter_name' | 'reporter_email' | 'reporter_phone'

export type NewComplaint = Omit<Answers, Voluntary> & {
  [field in Voluntary]?: string | undefined
} & {
  unit_id: string
  service_id?: string | undefined
  channel: Channel
  photo_id?: string | undefined
  actor: EventActor
}
