import { notify } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import { isWorkingTime, type WorkingCalendar } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatDate, localDate } from '../../platform/i18n.ts'
import { clocks, nextClock } from './clocks.ts'
import { formatCode } from './code.ts'
import { type EscalationRule, ripeUntil, rulesOn } from './escalation.ts'
import { escalationMessages } from './escalation-messages.ts'
import { insertEscalations, listEscalationRules, listRipe, lockMark, type Ripe, setMark } from './escalation-queries.ts'
import { listHolders, listRecused, type Wanted } from './notice-queries.ts'
import { listEvents } from './rows.ts'
import { listSubstitutes } from './staff-work-queries.ts'
import type { Timing } from './timing.ts'

const BATCH = 500
/** An institution that starts with old cases is not told of each of them at once. */
const FIRST_LOOK_MS = 72 * 3_600_000

/**
 * Tells the next one up, a little before and each time longer after a deadline; only while people are at work. Returns
 * how many deadlines were escalated.
 */
export async function escalate(db: Db, scope: Scope, now: Date, timing: Timing): Promise<number> {
  const { calendar } = timing
  // The marks stay where they are, so what comes due at night is told in the morning.
  if (!isWorkingTime(calendar, now)) return 0
  let count = 0
  for (const rule of rulesOn(await listEscalationRules(db, scope), calendar.dateOf(now))) {
    const until = ripeUntil(rule, now, calendar)
    const after = await lockMark(db, scope, rule.level, new Date(until.getTime() - FIRST_LOOK_MS))
    if (after >= until) continue
    const ripe = await listRipe(db, scope, after, until, BATCH)
    if (ripe.length > 0 && rule.audience !== 'nobody') count += await tell(db, scope, now, timing, rule, ripe)
    // A full batch may have left out later ones of the same instant: these are seen again, and told once.
    const last = ripe.at(-1)
    await setMark(db, scope, rule.level, ripe.length === BATCH && last ? new Date(last.queue_at.getTime() - 1) : until)
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
  const stories = Map.groupBy(
    await listEvents(
      db,
      scope,
      ripe.map((one) => one.id),
    ),
    (event) => event.complaint_id,
  )
  const people = await audiencesOf(db, scope, now, timing.calendar, rule, ripe)
  const fresh = await insertEscalations(
    db,
    scope,
    now,
    ripe.map((one) => ({
      complaint_id: one.id,
      due_at: one.queue_at,
      level: rule.level,
      clock: nextClock(clocks(stories.get(one.id) ?? [], timing.rules, timing.calendarOf))?.key ?? 'resolve',
      audience: rule.audience,
      told: people.get(one.id)!.length,
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
        people.get(one.id)!.map((accountId) => ({
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

/** Whom to tell of each case. Those who hold a part for a unit are looked up once, however many of its cases came due. */
async function audiencesOf(
  db: Db,
  scope: Scope,
  now: Date,
  calendar: WorkingCalendar,
  rule: EscalationRule,
  ripe: readonly Ripe[],
): Promise<ReadonlyMap<string, string[]>> {
  const assignees = rule.audience === 'officer' ? ripe.flatMap((one) => one.assignee_id ?? []) : []
  const substitutes = await listSubstitutes(db, scope, localDate(now, calendar.timeZone), assignees)
  const recused = await listRecused(
    db,
    scope,
    ripe.map((one) => one.id),
  )
  const holders = new Map<string, string[]>()
  const people = new Map<string, string[]>()
  for (const one of ripe) {
    if (rule.audience === 'officer' && one.assignee_id && one.kind !== 'whistleblowing') {
      people.set(one.id, [substitutes.get(one.assignee_id) ?? one.assignee_id])
      continue
    }
    const wanted = wantedFor(rule, one)
    const key = `${one.unit_id} ${JSON.stringify(wanted)}`
    const found = holders.get(key) ?? (await listHolders(db, scope, now, one.unit_id, wanted, null))
    holders.set(key, found)
    people.set(
      one.id,
      found.filter((account) => !recused.has(`${one.id} ${account}`)),
    )
  }
  return people
}

function wantedFor({ audience }: EscalationRule, one: Ripe): Wanted {
  // Whistleblowing goes to nobody who may not read it, however late it is.
  if (one.kind === 'whistleblowing') return { permission: 'complaint.whistleblowing' }
  if (audience === 'officer') return { permission: one.queue === 1 ? 'complaint.verify' : 'complaint.handle' }
  return audience === 'coordinator' ? { permission: 'complaint.verify' } : { role: audience }
}
