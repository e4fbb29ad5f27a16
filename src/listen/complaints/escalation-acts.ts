import { notify } from '../../core/notifications/index.ts'
import { listOwnCalendars } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import { isWorkingTime, type WorkingCalendar } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { clocks, nextClock } from './clocks.ts'
import { formatCode } from './code.ts'
import { type Audience, type EscalationRule, ripeUntil, rulesOn } from './escalation.ts'
import { escalationMessages } from './escalation-messages.ts'
import {
  COMMON_CALENDAR,
  insertEscalations,
  listEscalationRules,
  listRipe,
  lockMarks,
  markOf,
  type Ripe,
  setMark,
} from './escalation-queries.ts'
import { listHoldersOf, listInCharge, listRecused, type Wanted } from './notice-queries.ts'
import { listEvents } from './rows.ts'
import type { Timing } from './timing.ts'

const BATCH = 500
/** An institution that starts with old cases is not told of each of them at once. */
const FIRST_LOOK_MS = 72 * 3_600_000

/**
 * Tells the next one up, a little before and each time longer after a deadline; only while the people of the unit that
 * has the case are at work. Returns how many deadlines were escalated.
 */
export async function escalate(db: Db, scope: Scope, now: Date, timing: Timing): Promise<number> {
  const own = await listOwnCalendars(db, scope)
  // The marks of a calendar stay where they are while it rests, so what comes due at night is told in the morning.
  const awake = [
    { unit: COMMON_CALENDAR, calendar: timing.calendar, of: { except: [...own.values()].flat() } },
    ...[...own].map(([unit, units]) => ({ unit, calendar: timing.calendarOf(unit), of: { only: units } })),
  ].filter(({ calendar }) => isWorkingTime(calendar, now))
  if (awake.length === 0) return 0
  const rules = rulesOn(await listEscalationRules(db, scope), timing.calendar.dateOf(now))
  const looks = awake.flatMap((group) =>
    rules.map((rule) => ({ ...group, rule, until: ripeUntil(rule, now, group.calendar) })),
  )
  const marks = await lockMarks(
    db,
    scope,
    looks.map(({ unit, rule, until }) => ({
      level: rule.level,
      calendar_unit: unit,
      until_due: new Date(until.getTime() - FIRST_LOOK_MS),
    })),
  )
  let count = 0
  for (const { unit, rule, until, of } of looks) {
    const { level } = rule
    const after = markOf(marks, level, unit)!
    if (after >= until) continue
    const wanted = { level, after, until, of, most: BATCH }
    const ripe = rule.audience === 'nobody' ? [] : await listRipe(db, scope, wanted)
    if (ripe.length > 0) count += await tell(db, scope, now, timing, rule, ripe)
    // A full batch may have left out later ones of the same instant: these are seen again, and told once.
    const last = ripe.at(-1)
    const reached = ripe.length === BATCH && last ? new Date(last.queue_at.getTime() - 1) : until
    await setMark(db, scope, { level, calendar_unit: unit, until_due: reached })
  }
  return count
}

async function tell(
  db: Db,
  scope: Scope,
  now: Date,
  timing: Timing,
  rule: EscalationRule,
  ripe: readonly Ripe[],
): Promise<number> {
  const [events, people] = await Promise.all([
    listEvents(
      db,
      scope,
      ripe.map((one) => one.id),
    ),
    audiencesOf(db, scope, now, timing.calendar, rule, ripe),
  ])
  const stories = Map.groupBy(events, (event) => event.complaint_id)
  const fresh = await insertEscalations(
    db,
    scope,
    now,
    ripe.map((one) => ({
      complaint_id: one.id,
      due_at: one.queue_at,
      level: rule.level,
      clock: nextClock(clocks(stories.get(one.id) ?? [], timing.rules, timing.calendarOf))?.key ?? 'resolve',
      audience: people.get(one.id)!.audience,
      told: people.get(one.id)!.accounts.length,
    })),
  )
  const text = escalationMessages.id
  const late = (one: Ripe) => one.queue_at < now
  await notify(
    db,
    scope,
    now,
    ripe
      .filter((one) => fresh.has(one.id))
      .flatMap((one) =>
        people.get(one.id)!.accounts.map((accountId) => ({
          accountId,
          kind: 'complaints.escalation',
          title: (late(one) ? text.late : text.near)(formatCode(one.code)),
          body: bodyOf(one, timing.calendar),
          href: `${one.kind === 'whistleblowing' ? '/pelanggaran' : '/pengaduan'}/${one.id}`,
          key: `complaint:${one.id}:${one.queue_at.getTime()}:${rule.level}`,
        })),
      ),
  )
  return fresh.size
}

function bodyOf(one: Ripe, calendar: WorkingCalendar): string {
  const facts = `${one.unit_name} · ${formatDate(one.queue_at, 'id', calendar.timeZone)}`
  return one.privacy === 'secret' ? facts : `${one.subject} · ${facts}`
}

type Told = { audience: Audience; accounts: string[] }

/** Whom to tell of each case. Those who hold a part are looked up in one go, however many cases of units came due. */
async function audiencesOf(
  db: Db,
  scope: Scope,
  now: Date,
  calendar: WorkingCalendar,
  rule: EscalationRule,
  ripe: readonly Ripe[],
): Promise<ReadonlyMap<string, Told>> {
  const named = await listInCharge(
    db,
    scope,
    localDate(now, calendar.timeZone),
    rule.audience === 'officer' ? ripe.filter((one) => one.kind !== 'whistleblowing') : [],
  )
  const ofOfficer = (one: Ripe) => named.get(one.id)
  const partOf = (one: Ripe) => JSON.stringify(wantedFor(rule, one))
  const parts = [
    ...Map.groupBy(
      ripe.filter((one) => !ofOfficer(one)),
      partOf,
    ),
  ]
  const unitsOf = (some: readonly Ripe[]) => [...new Set(some.map((one) => one.unit_id))]
  // All are under way at once.
  const [recused, ...held] = await Promise.all([
    listRecused(
      db,
      scope,
      ripe.map((one) => one.id),
    ),
    ...parts.map(([, some]) => listHoldersOf(db, scope, now, unitsOf(some), wantedFor(rule, some[0]!))),
  ])
  const holders = new Map(parts.map(([part], index) => [part, held[index]!]))
  const unbiased = (one: Ripe, accounts: readonly string[] | undefined) =>
    (accounts ?? []).filter((account) => !recused.has(`${one.id} ${account}`))
  const people = new Map(
    ripe.map((one): [string, Told] => {
      const officer = ofOfficer(one)
      const accounts = officer ? [officer] : unbiased(one, holders.get(partOf(one))!.get(one.unit_id))
      return [one.id, { audience: rule.audience, accounts }]
    }),
  )
  // Where nobody has the part, a late case is still somebody's: whoever coordinates reports hears of it.
  const unheard = ripe.filter((one) => one.kind !== 'whistleblowing' && people.get(one.id)!.accounts.length === 0)
  if (unheard.length === 0 || rule.audience === 'coordinator') return people
  const coordinators = await listHoldersOf(db, scope, now, unitsOf(unheard), { permission: 'complaint.verify' })
  for (const one of unheard) {
    const accounts = unbiased(one, coordinators.get(one.unit_id))
    people.set(one.id, { audience: accounts.length > 0 ? 'coordinator' : rule.audience, accounts })
  }
  return people
}

function wantedFor({ audience }: EscalationRule, one: Ripe): Wanted {
  // Whistleblowing goes to nobody who may not read it, however late it is.
  if (one.kind === 'whistleblowing') return { permission: 'complaint.whistleblowing' }
  if (audience === 'officer') return { permission: one.queue === 1 ? 'complaint.verify' : 'complaint.handle' }
  return audience === 'coordinator' ? { permission: 'complaint.verify' } : { role: audience }
}
