import { createHash } from 'node:crypto'
import { loadCalendars } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { type CalendarOf, clocks, nextClock, type Rule } from './clocks.ts'
import { type ComplaintKind, type Event, isOpen, type Privacy, queueOf, type Standing, standing } from './model.ts'
import { listRules, type Projection } from './rows.ts'

/** What deadlines are computed with, each with the version that is stored beside the result. */
export type Timing = {
  rules: readonly Rule[]
  rulesVersion: string
  /** The institution's; its version is that of all its units. */
  calendar: WorkingCalendar
  calendarOf: CalendarOf
}

const FRESH_MS = 10_000
const known = new Map<string, { at: number; timing: Timing }>()

/** At most ten seconds old: a list computed with older rules is put right by the recompute job. */
export async function loadTiming(db: Db, scope: Scope, now: Date): Promise<Timing> {
  const found = known.get(scope.institution)
  if (found && Math.abs(now.getTime() - found.at) < FRESH_MS) return found.timing
  const timing = await readTiming(db, scope)
  known.set(scope.institution, { at: now.getTime(), timing })
  return timing
}

/** After a change in this process; others follow within the ten seconds. */
export function forgetTiming(institution: string): void {
  known.delete(institution)
}

export async function readTiming(db: Db, scope: Scope): Promise<Timing> {
  const rules = await listRules(db, scope)
  const calendars = await loadCalendars(db, scope)
  return {
    rules,
    rulesVersion: versionOf(rules),
    calendar: calendars(null),
    calendarOf: rememberedCalendars(calendars),
  }
}

/** Which calendar a unit has is looked up once for each unit, not for each report that is received. */
function rememberedCalendars(load: CalendarOf): CalendarOf {
  const found = new Map<string | null, WorkingCalendar>()
  return (unit) => {
    const calendar = found.get(unit) ?? load(unit)
    found.set(unit, calendar)
    return calendar
  }
}

export function versionOf(rules: readonly Rule[]): string {
  const facts = rules.map((rule) => [rule.key, rule.class, rule.amount, rule.unit, rule.valid_from])
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 16)
}

/** The columns of complaints.complaint that repeat what its story says; the same story always gives the same ones. */
export function project(
  { id, privacy, kind }: { id: string; privacy: Privacy; kind: ComplaintKind },
  events: readonly Event[],
  timing: Timing,
): Projection {
  const now: Standing = standing(events)
  const next = nextClock(clocks(events, timing.rules, timing.calendarOf))
  // A merge that was undone leaves everything as it was.
  const last = events.findLast(({ kind: one }) => one !== 'merged' && one !== 'unmerged')!
  const waiting = !now.merged && (isOpen(now.status) || now.status === 'answered' || now.objecting !== null)
  return {
    id,
    unit_id: now.unit_id!,
    status: now.status,
    class: now.class,
    theme: now.theme,
    outcome: now.outcome,
    rating: now.rating,
    resolved_at: now.resolved_at,
    public_at: privacy === 'secret' || !now.verified || now.merged ? null : now.published_at,
    objected_at: now.merged ? null : (now.objecting?.since ?? null),
    queue: queueOf(now.merged ? 'closed' : now.objecting ? 'processing' : now.status, now.verified, kind),
    queue_at: waiting && next?.dueAt ? next.dueAt : last.at,
    derived_events: events.length,
    derived_rules: timing.rulesVersion,
    derived_calendar: timing.calendar.version,
  }
}
