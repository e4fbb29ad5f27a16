import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId, openChance } from '../../platform/id.ts'
import { clocks, clocksOf, nextClock, objectionTime } from './clocks.ts'
import { makeCode } from './code.ts'
import type { Doubt } from './defence/model.ts'
import { COMPARED_LETTERS, tellingWords } from './duplicates/model.ts'
import { insertWords, lookedBackTo } from './duplicates/queries.ts'
import { rewindMarks } from './escalation-queries.ts'
import { type ComplaintEvent, heard, tellListeners } from './events.ts'
import { keyOf, withoutKeys } from './key.ts'
import {
  after,
  allows,
  type Event,
  type EventActor,
  type EventKind,
  isEnded,
  isOpen,
  queueOf,
  type Standing,
  standing,
} from './model.ts'
import {
  insertComplaints,
  insertEvents,
  type Locked,
  listEvents,
  lockComplaints,
  type NewEventRow,
  type NewRow,
} from './rows.ts'
import type { Lane } from './sight.ts'
import type { NewComplaint } from './submission.ts'
import { loadTiming, project, type Timing } from './timing.ts'
import { type Contact, NOBODY, sealReporter } from './whistleblowing/reporter.ts'
import { keptWords, sealWords } from './whistleblowing/words.ts'

/** A complaint to be received; `at` is for letters and demonstration data that arrived earlier than now. */
export type Submission = NewComplaint & {
  id?: string | undefined
  at?: Date | undefined
  random?: Uint8Array | undefined
  /** Why a person should look at it before anything else happens. */
  doubts?: readonly Doubt[] | undefined
}
/** The key is for the reporter alone: no page of an officer, no log and no webhook carries it. */
export type Receipt = { id: string; code: string; key: string }

/**
 * Receives complaints: gives each its code and the first line of its story. The answer is in the order of the items.
 * `quiet` tells no listener, for demonstration data.
 */
export async function submitComplaints(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly Submission[],
  quiet = false,
): Promise<readonly Receipt[]> {
  const timing = await loadTiming(db, scope, now)
  const past = items.some((item) => item.at && item.at < now)
  const sought = past ? await lookedBackTo(db, scope, now) : now
  const rows = items.map((item) => rowOf(item, scope, now, timing, sought))
  let waiting: readonly NewRow[] = rows
  // Two equal codes are rare (one in 34 billion for each one there is), so the loop nearly always runs once.
  while (waiting.length > 0) {
    const inserted = new Set(await insertComplaints(db, scope, waiting))
    waiting = waiting.filter((row) => !inserted.has(row.id))
    for (const row of waiting) row.code = makeCode(openChance(5))
  }
  for (const [index, item] of items.entries())
    if (item.kind === 'whistleblowing') await sealReporter(db, scope, rows[index]!.id, contactOf(item))
  if (!quiet && heard()) await tellListeners(db, scope, now, rows.map(firstLine))
  return rows.map(({ id, code }) => ({ id, code, key: keyOf(scope.institution, { id, key_no: 1 }) }))
}

function firstLine(row: NewRow): ComplaintEvent {
  const { id, received_at: at, actor, unit_id, account_id } = row
  const event = eventRow(id, 1, { kind: 'received', at, actor, unit_id, channel: row.channel }, account_id)
  return { ...event, sealed: row.kind === 'whistleblowing' }
}

function contactOf(item: Submission): Contact {
  return {
    reporter_name: item.reporter_name ?? null,
    reporter_email: item.reporter_email ?? null,
    reporter_phone: item.reporter_phone ?? null,
  }
}

function rowOf(item: Submission, scope: Scope, now: Date, timing: Timing, sought: Date): NewRow {
  const at = item.at ?? now
  const id = item.id ?? newId(at)
  const first: Event = { kind: 'received', at, actor: item.actor, unit_id: item.unit_id }
  const kind = item.kind ?? 'complaint'
  const sealed = kind === 'whistleblowing'
  const due = nextClock(clocks([first], timing.rules, timing.calendarOf))?.dueAt
  return {
    id,
    code: makeCode(item.random ?? openChance(5)),
    unit_id: item.unit_id,
    service_id: item.service_id ?? null,
    kind,
    channel: item.channel,
    privacy: sealed ? 'secret' : item.privacy,
    subject: keptWords({ id, kind }, withoutKeys(item.subject)),
    body: keptWords({ id, kind }, withoutKeys(item.body)),
    place: keptWords({ id, kind }, item.place ?? null),
    occurred_on: item.occurred_on ?? null,
    ...(sealed ? NOBODY : contactOf(item)),
    photo_id: item.photo_id ?? null,
    received_at: at,
    queue: queueOf('received', false, kind),
    queue_at: due ?? at,
    derived_rules: timing.rulesVersion,
    derived_calendar: timing.calendar.version,
    actor: item.actor,
    account_id: item.actor === 'officer' ? scope.account : null,
    words: sealed || at < sought ? [] : tellingWords(`${item.subject} ${item.body.slice(0, COMPARED_LETTERS)}`),
    doubts: item.doubts ?? [],
  }
}

/** One more line of a story: what happened, and who did it. */
export type NewEvent = Omit<Event, 'at'> & {
  at?: Date | undefined
  /** Who wrote it, where somebody else sends it. */
  account?: string | null | undefined
}
/** `seen` is how much of the story its writer had read; when it has grown since, nothing is written. */
export type Continuation = { id: string; events: readonly NewEvent[]; seen?: number | undefined }

export type Problem =
  | 'missing'
  | 'not_allowed'
  | 'too_late'
  | 'order'
  | 'changed'
  | 'tasks_open'
  | 'run_out'
  | 'no_objection'

/** The story of this complaint does not allow that (any more); nothing was written. */
export class EventRefused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem)
    this.problem = problem
  }
}

/** Which events only one side can write. */
const BY: Partial<Record<EventKind, readonly EventActor[]>> = {
  // By the system where one of several reporters did not answer: the others are not to lose by it.
  completed: ['citizen', 'officer', 'system'],
  informed: ['citizen'],
  investigated: ['officer'],
  postponed: ['officer'],
  resumed: ['officer'],
  referred: ['officer'],
  archived: ['officer'],
  merged: ['officer', 'citizen'],
  unmerged: ['officer'],
  rated: ['citizen'],
  // By the system where an objection or a dispute was right.
  reopened: ['citizen', 'system'],
  closed: ['citizen', 'system'],
  verified: ['officer'],
  answered: ['officer'],
  classified: ['officer', 'system'],
  routed: ['officer'],
  returned: ['officer'],
  started: ['officer'],
  noted: ['officer', 'system'],
  extended: ['officer'],
  objected: ['citizen'],
  objection_decided: ['officer'],
  disputed: ['officer'],
  dispute_decided: ['officer'],
}

/**
 * Continues the stories of complaints in reach of the scope. Every event is checked against the state machine, the
 * citizen's time to reopen and the order of time; the columns that repeat the story are computed again.
 * Returns the place of the first new line in each story.
 * @throws EventRefused
 */
export async function applyEvents(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly Continuation[],
  { quiet = false, lane = 'ordinary' }: { quiet?: boolean; lane?: Lane } = {},
): Promise<number[]> {
  const locked = await lockComplaints(
    db,
    scope,
    items.map((item) => item.id),
    lane,
  )
  return continueStories(db, scope, now, locked, items, quiet)
}

/** As applyEvents, for complaints the caller has locked. */
export async function continueStories(
  db: Db,
  scope: Scope,
  now: Date,
  locked: readonly Locked[],
  items: readonly Continuation[],
  quiet = false,
): Promise<number[]> {
  if (items.length === 0) return []
  const timing = await loadTiming(db, scope, now)
  const stories = new Map<string, Event[]>(locked.map((complaint) => [complaint.id, []]))
  for (const event of await listEvents(db, scope, [...stories.keys()])) stories.get(event.complaint_id)?.push(event)
  const rows: NewEventRow[] = []
  const sealed = new Set(locked.filter((one) => one.kind === 'whistleblowing').map((one) => one.id))
  const places: number[] = []
  const projections = items.map(({ id, events, seen }) => {
    const complaint = locked.find((one) => one.id === id)
    const story = stories.get(id)
    if (!complaint || !story) throw new EventRefused('missing')
    if (seen !== undefined && story.length > seen) throw new EventRefused('changed')
    places.push(story.length + 1)
    let state = standing(story)
    for (const wanted of events) {
      const event: Event = { ...wordsOf(wanted), at: wanted.at ?? now }
      // Whoever asks for information keeps their right to object also where it was refused before anybody classified it.
      const refused = event.kind === 'rejected' || event.kind === 'archived'
      if (refused && event.actor !== 'citizen' && complaint.kind === 'question' && !state.verified)
        event.class = 'disclosure'
      // The decision is read by whoever objected.
      if (event.kind === 'objection_decided') event.voice_id = state.objecting?.voice ?? null
      check(state, story, event, timing, now)
      if (event.kind === 'answered' && complaint.open_tasks > 0) throw new EventRefused('tasks_open')
      state = after(state, event)
      story.push(event)
      const account = event.actor === 'officer' ? (wanted.account ?? scope.account) : null
      const row = eventRow(id, story.length, event, account)
      rows.push(sealed.has(id) ? sealedLine(row) : row)
    }
    return project(complaint, story, timing)
  })
  await insertEvents(db, scope, rows, projections)
  const moved = projections.filter(({ id, unit_id }) => locked.some((one) => one.id === id && one.unit_id !== unit_id))
  if (moved.length > 0)
    await insertWords(
      db,
      scope,
      now,
      moved.map(({ id }) => id),
    )
  // What came due while the unit before was off duty has been told to nobody, and lies behind the new unit's mark.
  const due = moved.map((one) => one.queue_at).filter((at) => at < now)
  if (due.length > 0) await rewindMarks(db, scope, new Date(Math.min(...due.map((at) => at.getTime())) - 1))
  if (!quiet && heard()) {
    const told = rows.map((row) => ({ ...row, sealed: sealed.has(row.complaint_id) }))
    await tellListeners(db, scope, now, told)
  }
  return places
}

/** Where the reason is words and no code, it is sealed as well. */
function sealedLine(row: NewEventRow): NewEventRow {
  const { complaint_id: id, body, reason, kind } = row
  const words = kind === 'reopened' || kind === 'referred'
  return { ...row, body: body && sealWords(id, body), reason: words && reason ? sealWords(id, reason) : reason }
}

/** Who answers a letter may quote the key that stands in it. */
function wordsOf(event: NewEvent): NewEvent {
  if (event.actor !== 'citizen') return event
  const covered = (text: string | null | undefined) => (text ? withoutKeys(text) : null)
  return { ...event, body: covered(event.body), reason: covered(event.reason) }
}

function check(state: Standing, story: readonly Event[], event: Event, timing: Timing, now: Date): void {
  // Whoever wrote a report may take it back as long as nobody has answered it.
  if (event.kind === 'archived' && event.actor === 'citizen' && event.reason === 'withdrawn' && isOpen(state.status)) {
    if (event.at > now || event.at < story.at(-1)!.at) throw new EventRefused('order')
    return
  }
  // A rule may say the class before an officer verifies, and never again after that.
  const early = event.kind === 'classified' && event.actor === 'system'
  const allowed = early
    ? state.status === 'received' && !state.verified && !state.merged
    : isGranted(state, story, event) || allows(state, event.kind)
  if (!allowed) throw new EventRefused('not_allowed')
  if (BY[event.kind] && !BY[event.kind]!.includes(event.actor)) throw new EventRefused('not_allowed')
  if (event.at > now || event.at < story.at(-1)!.at) throw new EventRefused('order')
  if (event.kind === 'extended' || event.kind === 'objected') checkTime(state, story, event, timing)
  if (event.kind === 'reopened' && event.actor === 'citizen') {
    const voice = event.voice_id ?? null
    if (state.reopenedBy.includes(voice)) throw new EventRefused('not_allowed')
    const until = reopenUntil(story, timing, voice)
    if (!until || event.at > until) throw new EventRefused('too_late')
  }
}

/** What the decision on an objection or of the Komisi Informasi brings back to work. */
function isGranted({ status }: Standing, story: readonly Event[], { kind, actor }: Event): boolean {
  const last = story.at(-1)
  const decided = last?.kind === 'objection_decided' || last?.kind === 'dispute_decided'
  const right = decided && last.reason === 'granted'
  return kind === 'reopened' && actor === 'system' && right && (status === 'answered' || isEnded(status))
}

/** A request is prolonged before its time has run out; an objection has a time of its own. */
function checkTime(state: Standing, story: readonly Event[], event: Event, timing: Timing): void {
  const all = clocks(story, timing.rules, timing.calendarOf)
  if (event.kind === 'objected') {
    if (state.objectedBy.includes(event.voice_id ?? null)) throw new EventRefused('not_allowed')
    if (!objectionTime(all, timing.rules, event.at)) throw new EventRefused('no_objection')
    return
  }
  const due = all.findLast((clock) => clock.key === 'resolve' && !clock.endedAt)?.dueAt
  if (!due || event.at > due) throw new EventRefused('run_out')
}

/** Until when this reporter may have it opened again; undefined when nothing was answered or refused yet. */
export function reopenUntil(story: readonly Event[], timing: Timing, voice: string | null): Date | undefined {
  const own = clocksOf(clocks(story, timing.rules, timing.calendarOf), voice).filter((clock) => !clock.endedAt)
  const open = own.findLast((clock) => clock.key === 'reopen')?.dueAt
  // As long as their own silence is not over, nobody has said that it is solved.
  const silent = own.findLast((clock) => clock.key === 'close')?.dueAt
  return open && silent && silent > open ? silent : (open ?? undefined)
}

function eventRow(id: string, seq: number, event: Event, account: string | null): NewEventRow {
  return {
    complaint_id: id,
    seq,
    kind: event.kind,
    at: event.at,
    actor: event.actor,
    account_id: event.account_id ?? account,
    unit_id: event.unit_id ?? null,
    class: event.class ?? null,
    theme: event.theme ?? null,
    outcome: event.outcome ?? null,
    reason: event.reason ?? null,
    score: event.score ?? null,
    body: event.body ?? null,
    channel: event.channel ?? null,
    voice_id: event.voice_id ?? null,
  }
}
