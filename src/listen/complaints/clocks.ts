import { addWorkingTime, listDays, type WorkingCalendar, workingDaysBetween } from '../../platform/calendar.ts'
import { type ComplaintClass, type Event, refusedRequest } from './model.ts'

export type RuleKey =
  | 'verify'
  | 'respond'
  | 'resolve'
  | 'complete'
  | 'close'
  | 'reopen'
  | 'within_day'
  | 'opened'
  | 'question'
  /** Of a request for public information: the days it is prolonged by, the time to object, the time to decide. */
  | 'extend'
  | 'object'
  | 'objection'
  /** The time to bring it before the Komisi Informasi. */
  | 'dispute'

/** A dated rule: holds from `valid_from` until the next one of the same key and class. */
export type Rule = {
  key: RuleKey
  class: ComplaintClass | null
  amount: number
  unit: 'working_day' | 'hour'
  valid_from: string
  source: string
  verified: boolean
}

export type Clock = {
  key: RuleKey
  class: ComplaintClass | null
  rule: Rule
  startedAt: Date
  /** Empty while it is paused because the citizen has to complete the report. */
  dueAt: Date | null
  endedAt: Date | null
  /** Working days that did not count because the report waited for the citizen. */
  pausedDays: number
  /** By which rule it was prolonged; its days are part of `dueAt`. */
  extension?: Rule | undefined
  /** The unit the report lay with when this clock started; its calendar counts. */
  unit: string | null
  /**
   * Of `reopen` and `close`: the reporter whose time began later than that of the others, because they joined or wrote
   * after the answer; null is the matter's own.
   */
  voice?: string | null | undefined
  calendar: WorkingCalendar
  /** Whether that unit has days or hours of its own. */
  ownCalendar: boolean
}

/** The calendar of a unit; of the institution without one. */
export type CalendarOf = (unit: string | null) => WorkingCalendar

export type ClockState = 'met' | 'late' | 'running' | 'overdue' | 'paused'

export function clockState(clock: Clock, now: Date): ClockState {
  if (clock.endedAt) return clock.dueAt && clock.endedAt > clock.dueAt ? 'late' : 'met'
  if (!clock.dueAt) return 'paused'
  return now > clock.dueAt ? 'overdue' : 'running'
}

/** The rule that held on a local date, of one date the one that comes last; the earliest also holds before it. */
export function ruleOn(
  rules: readonly Rule[],
  key: RuleKey,
  ofClass: ComplaintClass | null,
  date: string,
): Rule | undefined {
  const mine = rules.filter((rule) => rule.key === key && rule.class === ofClass)
  mine.sort((a, b) => (a.valid_from < b.valid_from ? -1 : a.valid_from > b.valid_from ? 1 : 0))
  return mine.findLast((rule) => rule.valid_from <= date) ?? mine[0]
}

type Running = {
  key: RuleKey
  class: ComplaintClass | null
  startedAt: Date
  endedAt: Date | null
  unit: string | null
  voice?: string | null | undefined
  /** When the report was received, of its first resolution: from then on a request for information is counted. */
  receivedAt?: Date | undefined
  prolonged?: boolean
}
type Pause = { from: Date; to: Date | null }

/**
 * Every clock of a complaint, from its events, the rules and the calendars alone. A clock keeps the calendar of the unit
 * it started with, so that moving a case changes no deadline that is already running.
 *
 * verify: received (or completed, or a refusal that was contested) until an officer decides. respond: each time it is
 * given to a unit, until that unit does something. resolve: first given to a unit (or reopened) until answered, by the
 * class; it stands still while the citizen has to complete the report. complete, close, reopen: the citizen's own. Who
 * joined or wrote after the answer has as long as the others had: the silence of all is over when the last one's is.
 * Of a request for public information the resolution runs from its receipt and can be prolonged once; object: answered
 * or refused until its sender objects, objection: until that is decided, while nobody's silence is counted; dispute: from
 * a decision against its sender.
 */
export function clocks(events: readonly Event[], rules: readonly Rule[], calendarOf: CalendarOf): Clock[] {
  const all: Running[] = []
  const pauses: Pause[] = []
  let ofClass: ComplaintClass | null = null
  let verified = false
  let unit: string | null = null
  let receivedAt: Date | undefined
  let objecting = false
  let silenceHeld = false
  let reopeningHeld = false
  const start = (key: RuleKey, at: Date, kind: ComplaintClass | null = null) =>
    all.push({ key, class: kind, startedAt: at, endedAt: null, unit })
  const stop = (key: RuleKey, at: Date) => {
    for (const clock of all) if (clock.key === key && !clock.endedAt) clock.endedAt = at
  }
  const restart = (key: RuleKey, at: Date) => {
    for (let index = all.length - 1; index >= 0; index--)
      if (all[index]!.key === key && !all[index]!.endedAt) all.splice(index, 1)
    start(key, at)
  }
  const startResolve = (at: Date) => {
    const first = all.every((clock) => clock.key !== 'resolve')
    start('resolve', at, ofClass ?? 'ordinary')
    if (first) all.at(-1)!.receivedAt = receivedAt
  }
  const runs = (key: RuleKey) => all.some((clock) => clock.key === key && !clock.endedAt)
  /** The time of one of several reporters begins anew; that of the others goes on. */
  const restartOf = (key: RuleKey, at: Date, voice: string | null) => {
    const before = all.findIndex((clock) => clock.key === key && !clock.endedAt && clock.voice === voice)
    if (before >= 0) all.splice(before, 1)
    all.push({ key, class: null, startedAt: at, endedAt: null, unit, voice })
  }
  const endSilence = (at: Date) => {
    const last = all.findLast((clock) => clock.key === 'close' && !clock.endedAt)
    for (let index = all.length - 1; index >= 0; index--)
      if (all[index]!.key === 'close' && !all[index]!.endedAt && all[index] !== last) all.splice(index, 1)
    if (last) last.endedAt = at
  }
  // A merge that was undone leaves no trace in the deadlines.
  const leaves = (index: number, voice: string | null | undefined) =>
    events.slice(index).some((one) => one.kind === 'unmerged' && one.reason === 'from' && one.voice_id === voice)
  const others = new Set<string>()

  for (const [index, event] of events.entries()) {
    const { at } = event
    switch (event.kind) {
      case 'received':
        unit = event.unit_id ?? null
        receivedAt = at
        start('verify', at)
        start('within_day', at)
        break
      case 'completion_requested':
        stop('verify', at)
        stop('respond', at)
        start('complete', at)
        pauses.push({ from: at, to: null })
        break
      case 'completed':
        stop('complete', at)
        for (const pause of pauses) pause.to ??= at
        if (!verified) start('verify', at)
        break
      case 'verified':
        verified = true
        stop('verify', at)
        break
      case 'rejected':
      case 'archived':
        for (const key of ['verify', 'respond', 'resolve', 'complete', 'within_day', 'objection'] as const)
          stop(key, at)
        objecting = false
        for (const pause of pauses) pause.to ??= at
        restart('reopen', at)
        if (refusedRequest({ class: ofClass }, event) && event.actor !== 'citizen') restart('object', at)
        break
      case 'classified':
        ofClass = event.class ?? ofClass
        for (const clock of all) if (clock.key === 'resolve' && !clock.endedAt) clock.class = ofClass
        break
      case 'routed':
        unit = event.unit_id ?? unit
        stop('verify', at)
        stop('respond', at)
        start('respond', at)
        if (!runs('resolve')) startResolve(at)
        break
      case 'returned':
        stop('respond', at)
        start('verify', at)
        break
      case 'started':
      case 'resumed':
        stop('respond', at)
        break
      case 'referred':
        // The other institution's time is the citizen's time too: the clock goes on.
        verified = true
        stop('verify', at)
        stop('respond', at)
        if (!runs('resolve')) startResolve(at)
        break
      case 'answered':
        for (const key of ['respond', 'resolve', 'within_day'] as const) stop(key, at)
        if (objecting) silenceHeld = true
        else restart('close', at)
        restart('reopen', at)
        if (ofClass === 'disclosure') restart('object', at)
        break
      case 'informed':
        if (!runs('close') || (event.voice_id && leaves(index, event.voice_id))) break
        if (others.size > 0) restartOf('close', at, event.voice_id ?? null)
        else restart('close', at)
        break
      case 'reopened':
        endSilence(at)
        stop('reopen', at)
        stop('object', at)
        if (verified) start('resolve', at, ofClass ?? 'ordinary')
        else {
          receivedAt = at
          start('verify', at)
        }
        break
      case 'closed':
        endSilence(at)
        break
      case 'extended':
        for (const clock of all) if (clock.key === 'resolve' && !clock.endedAt) clock.prolonged = true
        break
      case 'objected':
        objecting = true
        silenceHeld = runs('close')
        reopeningHeld = runs('reopen')
        endSilence(at)
        stop('reopen', at)
        stop('object', at)
        start('objection', at)
        break
      case 'objection_decided':
        objecting = false
        stop('objection', at)
        // Whoever waited for the decision loses none of the time they had.
        if (event.reason === 'denied') restart('dispute', at)
        if (silenceHeld && event.reason === 'denied') start('close', at)
        if (reopeningHeld && event.reason === 'denied') start('reopen', at)
        silenceHeld = false
        reopeningHeld = false
        break
      case 'disputed':
        stop('dispute', at)
        break
      case 'dispute_decided':
        if (event.reason !== 'granted') break
        objecting = false
        stop('objection', at)
        break
      case 'noted':
      case 'rated':
      case 'postponed':
      case 'investigated':
      case 'unmerged':
        break
      case 'merged': {
        if (event.reason !== 'from' || !event.voice_id || leaves(index, event.voice_id)) break
        others.add(event.voice_id)
        if (runs('close')) restartOf('close', at, event.voice_id)
        if (runs('reopen')) restartOf('reopen', at, event.voice_id)
        break
      }
    }
  }
  return all.flatMap((clock) => timed(clock, pauses, rules, calendarOf))
}

function timed(
  { receivedAt, prolonged, ...running }: Running,
  pauses: readonly Pause[],
  rules: readonly Rule[],
  calendarOf: CalendarOf,
): Clock[] {
  const requested = running.class === 'disclosure'
  const clock = requested && receivedAt ? { ...running, startedAt: receivedAt } : running
  const calendar = calendarOf(clock.unit)
  const counted = { calendar, ownCalendar: calendar !== calendarOf(null) }
  const rule = ruleOn(rules, clock.key, clock.class, calendar.dateOf(clock.startedAt))
  if (!rule) return []
  if (rule.unit === 'hour') {
    const dueAt = new Date(clock.startedAt.getTime() + rule.amount * 3_600_000)
    return [{ ...clock, ...counted, rule, dueAt, pausedDays: 0 }]
  }
  const today = calendar.dateOf(clock.startedAt)
  const extension = requested && prolonged ? ruleOn(rules, 'extend', null, today) : undefined
  const days = rule.amount + (extension?.amount ?? 0)
  let pausedDays = 0
  let dueAt: Date | null = addWorkingTime(calendar, clock.startedAt, { days })
  if (clock.key === 'resolve') {
    for (const pause of pauses) {
      // A pause that begins after the deadline cannot mend it.
      if (pause.from < clock.startedAt || dueAt === null || pause.from > dueAt) continue
      if (pause.to === null) {
        dueAt = null
        break
      }
      pausedDays += workingDaysBetween(calendar, pause.from, pause.to)
      dueAt = addWorkingTime(calendar, clock.startedAt, { days: days + pausedDays })
    }
  }
  return [{ ...clock, ...counted, rule, dueAt, pausedDays, extension }]
}

/** The clocks as they concern one reporter of a matter: silence, and the time to have it opened again, are each one's own. */
export function clocksOf(all: readonly Clock[], voice: string | null): Clock[] {
  const own = (key: RuleKey) => all.some((clock) => clock.key === key && clock.voice === voice && !clock.endedAt)
  return all.filter((clock) => {
    if ((clock.key !== 'reopen' && clock.key !== 'close') || clock.endedAt) return true
    return clock.voice === undefined ? !own(clock.key) : clock.voice === voice
  })
}

/** The clocks as they concern the matter: of several silences the one that is over last. */
export function clocksOfMatter(all: readonly Clock[]): Clock[] {
  const last = all.findLast((clock) => clock.key === 'close')
  return all.filter((clock) => clock.key !== 'close' || clock.endedAt !== null || clock === last)
}

/** Only these order the worklist: `reopen`, `object` and `dispute` are offers to the citizen and `within_day` an indicator, not a limit. */
const ORDERING: readonly RuleKey[] = ['verify', 'respond', 'resolve', 'complete', 'close', 'objection']

/** The earliest deadline that is still running. */
export function nextClock(all: readonly Clock[]): Clock | undefined {
  return clocksOfMatter(all)
    .filter((clock) => ORDERING.includes(clock.key) && !clock.endedAt && clock.dueAt)
    .sort((a, b) => a.dueAt!.getTime() - b.dueAt!.getTime())[0]
}

/** The named days off a deadline stepped over, so that a person can check the count. */
export function skippedDays({ calendar, ...clock }: Clock): { date: string; name: string }[] {
  if (!clock.dueAt || clock.rule.unit !== 'working_day') return []
  return listDays(calendar, calendar.dateOf(clock.startedAt), calendar.dateOf(clock.dueAt))
    .slice(1)
    .filter((day) => day.intervals.length === 0 && day.name !== null)
    .map((day) => ({ date: day.date, name: day.name! }))
}

/**
 * Until when the sender of a request for public information may object at this time: after the answer or refusal, or
 * once its deadline has passed in silence, from that deadline on. Undefined where there is nothing to object to.
 */
export function objectionTime(all: readonly Clock[], rules: readonly Rule[], now: Date): Clock | undefined {
  const waited = all.findLast((clock) => clock.key === 'resolve' && clock.class === 'disclosure' && !clock.endedAt)
  return offered('object', waited, all, rules, now)
}

/** Until when they may go to the Komisi Informasi: after a decision against them, or once its time has passed in silence. */
export function disputeTime(all: readonly Clock[], rules: readonly Rule[], now: Date): Clock | undefined {
  const waited = all.findLast((clock) => clock.key === 'objection' && !clock.endedAt)
  return offered('dispute', waited, all, rules, now)
}

function offered(
  key: RuleKey,
  waited: Clock | undefined,
  all: readonly Clock[],
  rules: readonly Rule[],
  now: Date,
): Clock | undefined {
  const decided = all.findLast((clock) => clock.key === key && !clock.endedAt)
  if (decided) return decided.dueAt && decided.dueAt >= now ? decided : undefined
  if (!waited?.dueAt || waited.dueAt >= now) return undefined
  const { unit, calendar, ownCalendar, dueAt: startedAt } = waited
  const rule = ruleOn(rules, key, null, calendar.dateOf(startedAt))
  if (!rule) return undefined
  const dueAt = addWorkingTime(calendar, startedAt, { days: rule.amount })
  if (dueAt < now) return undefined
  return { key, class: null, rule, startedAt, dueAt, endedAt: null, pausedDays: 0, unit, calendar, ownCalendar }
}
