export const STATUSES = [
  'received',
  'incomplete',
  'rejected',
  'forwarded',
  'returned',
  'processing',
  'answered',
  'closed',
  'postponed',
  'referred',
  'archived',
] as const
export type Status = (typeof STATUSES)[number]

/** A word of a vocabulary that an institution can add to. */
export const SLUG = /^[a-z0-9_]{1,40}$/

export const CLASSES = ['light', 'information', 'aspiration', 'ordinary', 'oversight', 'disclosure'] as const
export type ComplaintClass = (typeof CLASSES)[number]

/** keluhan, kritik, saran, permintaan informasi, apresiasi, pelaporan pelanggaran */
export const KINDS = ['complaint', 'criticism', 'suggestion', 'question', 'praise', 'whistleblowing'] as const
export type ComplaintKind = (typeof KINDS)[number]

export const CHANNELS = [
  'web',
  'counter',
  'phone',
  'letter',
  'email',
  'chat',
  'social',
  'api',
  'whatsapp',
  'open311',
  'lapor',
] as const
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

export const POSTPONEMENTS = ['waits_for_data', 'waits_for_decision', 'waits_for_budget'] as const
export const ARCHIVINGS = ['taken_as_input', 'withdrawn', 'duplicate', 'too_old', 'not_followed'] as const
export const CONCLUSIONS = ['proven', 'partly_proven', 'not_proven', 'not_examinable'] as const

export const OBJECTION_DECISIONS = ['granted', 'denied'] as const
/** What the Komisi Informasi ruled, or how it ended there. */
export const DISPUTE_RULINGS = ['granted', 'settled', 'denied', 'dropped'] as const

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
  'postponed',
  'resumed',
  'referred',
  'archived',
  'investigated',
  'merged',
  'unmerged',
  'extended',
  'objected',
  'objection_decided',
  'disputed',
  'dispute_decided',
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
  /** How a message came, when not through the page of the case. */
  channel?: Channel | null
  /** The merged report whose reporter speaks, or which comes or goes; without it the case's own. */
  voice_id?: string | null
}

/**
 * Which events may follow in which state: the steps of SP4N-LAPOR! with reopening once, and LAPOR's Tunda (postponed),
 * Bukan wewenang (referred) and Arsip (archived).
 */
const ALLOWED: Record<Status, readonly EventKind[]> = {
  received: ['verified', 'completion_requested', 'rejected', 'referred', 'postponed', 'archived', 'investigated'],
  incomplete: ['completed', 'rejected', 'archived'],
  rejected: ['reopened'],
  forwarded: [
    'started',
    'answered',
    'classified',
    'routed',
    'returned',
    'completion_requested',
    'referred',
    'postponed',
    'investigated',
  ],
  returned: ['routed', 'rejected', 'referred', 'archived'],
  processing: [
    'answered',
    'classified',
    'routed',
    'returned',
    'completion_requested',
    'referred',
    'postponed',
    'investigated',
  ],
  answered: ['answered', 'rated', 'reopened', 'closed'],
  closed: ['rated', 'reopened'],
  postponed: ['resumed', 'answered', 'archived', 'investigated'],
  referred: ['answered', 'resumed', 'archived'],
  archived: ['reopened'],
}
/** A note changes no state. */
const ALWAYS: readonly EventKind[] = ['noted', 'informed']
/** A longer time and an objection belong to a request for public information, beside the state it is in. */
const EXTENDABLE: readonly Status[] = ['forwarded', 'processing', 'postponed']
const OBJECTIONABLE: readonly Status[] = [
  'forwarded',
  'processing',
  'postponed',
  'returned',
  'referred',
  'answered',
  'closed',
  'rejected',
  'archived',
]
/** What would end a case, or begin it anew, while an objection waits for its decision. */
const HELD: readonly EventKind[] = [
  'rejected',
  'archived',
  'closed',
  'reopened',
  'completion_requested',
  'classified',
  'merged',
]

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
  /** Whose right to have it opened again is used up: merged reports by their id, null for its own reporter. */
  reopenedBy: readonly (string | null)[]
  published_at: Date | null
  /** It is handled as part of another report. */
  merged: boolean
  /** Reporters of this matter: its own and those of the reports merged into it. */
  voices: number
  /** A request for public information was given its longer time. */
  extended: boolean
  /** How it was handled may be objected to: a request for information, or a question refused before anybody classified it. */
  requested: boolean
  /** An objection that waits for its decision, by whom, and whether against an answer or a refusal or against silence. */
  objecting: { voice: string | null; since: Date; over: 'decision' | 'silence' } | null
  /** It was objected to at some time, so its sender may go to the Komisi Informasi; whether they are there now. */
  disputable: boolean
  disputing: boolean
  /** Who has objected since the last answer or refusal. */
  objectedBy: readonly (string | null)[]
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
  reopenedBy: [],
  published_at: null,
  merged: false,
  voices: 1,
  extended: false,
  requested: false,
  objecting: null,
  disputable: false,
  disputing: false,
  objectedBy: [],
}

export function standing(events: readonly Event[]): Standing {
  return events.reduce(after, START)
}

export function allows(now: Standing, kind: EventKind): boolean {
  if (kind === 'unmerged') return now.merged || now.voices > 1
  if (now.merged) return kind === 'noted'
  if (now.objecting && HELD.includes(kind)) return false
  if (kind === 'merged') return true
  if (kind === 'objection_decided') return now.objecting !== null
  // Whether it came in time is for the commission to say; here is kept what became of it.
  if (kind === 'disputed') return now.disputable && !now.disputing
  if (kind === 'dispute_decided') return now.disputing
  if (kind === 'extended') return now.class === 'disclosure' && !now.extended && EXTENDABLE.includes(now.status)
  if (kind === 'objected')
    return now.requested && !now.objecting && now.objectedBy.length < now.voices && OBJECTIONABLE.includes(now.status)
  if (!ALLOWED[now.status].includes(kind) && !ALWAYS.includes(kind)) return false
  // What waits for the citizen is completed by them, not added to; who joined was not asked.
  if (kind === 'informed') return now.status !== 'incomplete' || now.voices > 1
  // Nobody decided about the case yet, so there is nothing to answer.
  if (kind === 'answered') return now.verified
  // Once by right, for each reporter.
  if (kind === 'reopened') return now.reopenedBy.length < now.voices
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
      return { ...now, status: 'rejected', published_at: null, objectedBy: [], requested: refusedRequest(now, event) }
    case 'classified':
      return { ...now, ...classOf(now, event), theme: event.theme ?? now.theme }
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
        objectedBy: [],
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
        // An objection that was right costs nobody the right of their own.
        reopenedBy: event.actor === 'system' ? now.reopenedBy : [...now.reopenedBy, event.voice_id ?? null],
        requested: now.class === 'disclosure',
        outcome: null,
        resolved_at: null,
        rating: null,
      }
    case 'closed':
      return { ...now, status: 'closed' }
    case 'postponed':
      return { ...now, status: 'postponed' }
    case 'resumed':
      return { ...now, status: now.verified ? 'processing' : 'received' }
    case 'referred':
      return { ...now, status: 'referred', verified: true }
    case 'archived':
      return {
        ...now,
        status: 'archived',
        published_at: null,
        objecting: null,
        objectedBy: [],
        requested: refusedRequest(now, event),
      }
    case 'merged':
      return event.reason === 'into' ? { ...now, merged: true } : { ...now, voices: now.voices + 1 }
    case 'unmerged':
      return event.reason === 'into'
        ? { ...now, merged: false }
        : { ...now, voices: now.voices - 1, reopenedBy: now.reopenedBy.filter((one) => one !== event.voice_id) }
    case 'extended':
      return { ...now, extended: true }
    case 'objected':
      return {
        ...now,
        objecting: {
          voice: event.voice_id ?? null,
          since: event.at,
          over: now.status === 'answered' || isEnded(now.status) ? 'decision' : 'silence',
        },
        disputable: true,
        objectedBy: [...now.objectedBy, event.voice_id ?? null],
      }
    case 'objection_decided':
      return { ...now, objecting: null }
    case 'disputed':
      return { ...now, disputing: true }
    case 'dispute_decided':
      return { ...now, disputing: false, ...(event.reason === 'granted' ? { objecting: null } : {}) }
    case 'noted':
    case 'informed':
    case 'investigated':
      return now
  }
}

function classOf(now: Standing, event: Event): Pick<Standing, 'class' | 'requested'> {
  const ofClass = event.class ?? now.class
  return { class: ofClass, requested: ofClass === 'disclosure' }
}

/** A refusal of what nobody classified says itself that it refused a request; its case keeps no class by that. */
export function refusedRequest(now: Pick<Standing, 'class'>, event: Event): boolean {
  return now.class === 'disclosure' || event.class === 'disclosure'
}

export const QUEUES = { verify: 1, work: 2, citizen: 3, done: 4 } as const

/** Whistleblowing has queues of its own, so that a query that does not know of it does not find it. */
const WHISTLEBLOWING = 10

export function queueOf(status: Status, verified = true, kind: ComplaintKind = 'complaint'): number {
  return (kind === 'whistleblowing' ? WHISTLEBLOWING : 0) + laneOf(status, verified)
}

function laneOf(status: Status, verified: boolean): number {
  if (status === 'received' || status === 'returned') return QUEUES.verify
  if (status === 'postponed') return verified ? QUEUES.work : QUEUES.verify
  if (status === 'forwarded' || status === 'processing' || status === 'referred') return QUEUES.work
  if (status === 'incomplete' || status === 'answered') return QUEUES.citizen
  return QUEUES.done
}

export function isOpen(status: Status): boolean {
  return status !== 'answered' && !isEnded(status)
}

export function isEnded(status: Status): boolean {
  return status === 'closed' || status === 'rejected' || status === 'archived'
}

/** Internal notes and what an investigation found are for officers only. */
export function citizenSees(kind: EventKind): boolean {
  return kind !== 'noted' && kind !== 'investigated'
}
