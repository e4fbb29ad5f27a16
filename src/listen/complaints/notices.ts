import { z } from 'zod'
import { countLetters, notify } from '../../core/notifications/index.ts'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatLongDate, localDate } from '../../platform/i18n.ts'
import { job } from '../../platform/jobs.ts'
import { receiptsPerDay } from '../services/index.ts'
import { applyEvents } from './acts.ts'
import { clocks } from './clocks.ts'
import { formatCode, trackingPath } from './code.ts'
import { tellObjectionDeciders } from './disclosure/deciders.ts'
import { disclosureMessages } from './disclosure/messages.ts'
import { duplicateMessages } from './duplicates/messages.ts'
import { listReporters } from './duplicates/queries.ts'
import { keyOf } from './key.ts'
import { messages } from './messages.ts'
import { standing } from './model.ts'
import { findForNotice, listAbove, listHolders, listInCharge, type Told } from './notice-queries.ts'
import { type EventRow, listEvents } from './rows.ts'
import { staffMessages } from './staff-messages.ts'
import { listColleagues } from './staff-work-queries.ts'
import { loadTiming } from './timing.ts'
import { workMessages } from './work-messages.ts'

const TOLD = [
  'received',
  'completion_requested',
  'rejected',
  'verified',
  'answered',
  'closed',
  'postponed',
  'referred',
  'archived',
  'extended',
  'objection_decided',
  'merged',
  'unmerged',
] as const
/** What makes it the officers' turn. */
const TURNS = ['routed', 'reopened', 'completed', 'informed', 'returned'] as const

/**
 * Tells people about one event of a story: the citizen, by e-mail if one was given; the officers whose turn it is; who
 * watches the case; who is named in a note.
 */
export const tellJob = job({
  name: 'complaints.tell',
  payload: z.object({ complaint: z.string(), seq: z.number() }),
  async handle({ db, institution, now }, { complaint, seq }) {
    const scope = systemScope('complaint.read', 'tells people about a complaint that is theirs', institution, [])
    const found = await findForNotice(db, scope, complaint)
    const story = await listEvents(db, scope, [complaint])
    const event = story.find((one) => one.seq === seq)
    if (!found || !event) return
    const key = `complaint:${complaint}:${seq}`
    const due = event.kind === 'extended' ? await dueOf(db, scope, now, story.slice(0, seq)) : undefined
    await tellCitizens(db, scope, now, found, event, due)
    if (event.kind === 'objected') await tellObjectionDeciders(db, scope, now, { ...found, id: complaint }, story, key)
    const base = found.kind === 'whistleblowing' ? '/pelanggaran' : '/pengaduan'
    const notice = {
      body: found.privacy === 'secret' ? '' : found.subject,
      href: `${base}/${complaint}`,
    }
    const code = formatCode(found.code)
    const turn = TURNS.find((one) => one === event.kind)
    const unit = standing(story).unit_id ?? found.unit_id
    const officers = turn ? await officersFor(db, scope, now, complaint, found, unit, turn === 'returned') : []
    await notify(
      db,
      scope,
      now,
      officers.map((accountId) => ({
        ...notice,
        accountId,
        kind: 'complaints.officer',
        title: (event.actor === 'system' && turn === 'completed'
          ? duplicateMessages.id.goesOn
          : staffMessages.id.told[turn!])(code),
        key,
      })),
    )
    const mentioned = event.kind === 'noted' ? await namedIn(db, scope, now, event, unit, complaint, found) : []
    await notify(
      db,
      scope,
      now,
      mentioned.map((accountId) => ({
        ...notice,
        accountId,
        kind: 'complaints.mention',
        title: workMessages.id.told.mention(event.account_name ?? '', code),
        key: `${key}:mention`,
      })),
    )
    const told = new Set([...officers, ...mentioned, event.account_id])
    await notify(
      db,
      scope,
      now,
      found.watchers
        .filter((one) => !told.has(one))
        .map((accountId) => ({
          ...notice,
          accountId,
          kind: 'complaints.watch',
          title: workMessages.id.told.watch(code),
          key: `${key}:watch`,
        })),
    )
  },
})

/** Everybody whose report is handled with this one hears of it under the code they know. */
async function tellCitizens(
  db: Db,
  scope: Scope,
  now: Date,
  found: Told,
  event: EventRow,
  due: string | undefined,
): Promise<void> {
  const text = messages.id
  const kind = TOLD.find((one) => one === event.kind)
  // Of a merge the one that was put to another hears; for those it was put to nothing changes.
  if (!kind || (event.reason === 'from' && (kind === 'merged' || kind === 'unmerged'))) return
  // A letter may be read by others at home or at the office: it says nothing of what was answered to who reported wrongdoing.
  const more = found.kind === 'whistleblowing' ? [] : [due, event.body]
  const words = [...more, text.mailBody].filter(Boolean).join('\n\n')
  const complaint = event.complaint_id
  const reporters = (await listReporters(db, scope, complaint)).filter(
    // What one reporter is asked for, or objected to, does not concern the others.
    (one) =>
      one.reporter_email &&
      ((kind !== 'completion_requested' && kind !== 'received') || one.id === complaint) &&
      (kind !== 'objection_decided' || one.id === (event.voice_id ?? complaint)),
  )
  if (
    kind === 'received' &&
    reporters[0] &&
    !(await mayHaveReceipt(db, scope, now, found, reporters[0].reporter_email!))
  ) {
    const lane = found.kind === 'whistleblowing' ? 'sealed' : 'ordinary'
    const body = workMessages.id.told.receiptLeftOut
    const here = systemScope('complaint.read', 'notes on a case what its reporter was not sent', scope.institution, [
      found.unit_id,
    ])
    await applyEvents(db, here, now, [{ id: complaint, events: [{ kind: 'noted', actor: 'system', body }] }], { lane })
    return
  }
  await notify(
    db,
    scope,
    now,
    reporters.map((one) => ({
      email: one.reporter_email!,
      kind: 'complaints.citizen',
      title: text.mailTitle[kind](formatCode(one.code)),
      body: words,
      href: trackingPath(found.slug, { code: one.code, key: keyOf(scope.institution, one) }),
      secret: true,
      guarded: found.kind === 'whistleblowing',
      key: `complaint:${one.id}:${complaint}:${event.seq}`,
    })),
  )
}

/** Code and key stand in the answer to whoever sent the report, and the next letter about it goes all the same. */
async function mayHaveReceipt(db: Db, scope: Scope, now: Date, found: Told, email: string): Promise<boolean> {
  const day = localDate(now, found.time_zone)
  const guarded = found.kind === 'whistleblowing'
  const of = { email, guarded, kind: 'complaints.citizen', keyEnd: ':1', day, zone: found.time_zone }
  return (await countLetters(db, scope, of)) < (await receiptsPerDay(db, scope, day))
}

/** The new deadline of a request for information that was extended. */
async function dueOf(db: Db, scope: Scope, now: Date, story: readonly EventRow[]): Promise<string | undefined> {
  const timing = await loadTiming(db, scope, now)
  const clock = clocks(story, timing.rules, timing.calendarOf).findLast(({ key }) => key === 'resolve')
  return clock?.dueAt
    ? disclosureMessages.id.mailExtended(formatLongDate(clock.dueAt, 'id', clock.calendar.timeZone))
    : undefined
}

/** Whoever has the case, or while nobody has it, everybody of the nearest unit who may work on it. */
async function officersFor(
  db: Db,
  scope: Scope,
  now: Date,
  complaint: string,
  found: Told,
  unit: string,
  toCoordinator: boolean,
): Promise<string[]> {
  if (found.kind === 'whistleblowing')
    return listHolders(db, scope, now, unit, { permission: 'complaint.whistleblowing' }, complaint)
  if (found.assignee_id && !toCoordinator) {
    const today = localDate(now, found.time_zone)
    const named = await listInCharge(db, scope, today, [{ id: complaint, assignee_id: found.assignee_id }])
    const officer = named.get(complaint)
    if (officer) return [officer]
  }
  return listOfficers(db, scope, unit, toCoordinator ? 'complaint.verify' : 'complaint.handle', now, complaint)
}

export function listOfficers(
  db: Db,
  scope: Scope,
  unit: string,
  permission: string,
  now: Date,
  complaint: string | null = null,
): Promise<string[]> {
  return listHolders(db, scope, now, unit, { permission }, complaint)
}

/** For news from other units: the case's own officer, or those of its unit. */
export async function listCaseOfficers(db: Db, scope: Scope, now: Date, complaint: string): Promise<string[]> {
  const found = await findForNotice(db, scope, complaint)
  return found ? officersFor(db, scope, now, complaint, found, found.unit_id, false) : []
}

/** Accounts named with @ in a note, by full name or by what stands before the @ of their e-mail address. */
async function namedIn(
  db: Db,
  scope: Scope,
  now: Date,
  event: EventRow,
  unit: string,
  complaint: string,
  found: Told,
): Promise<string[]> {
  if (!event.body?.includes('@')) return []
  const permission = found.kind === 'whistleblowing' ? 'complaint.whistleblowing' : 'complaint.read'
  const people = await listColleagues(db, scope, now, await listAbove(db, scope, unit), complaint, permission)
  return mentions(event.body, people).filter((id) => id !== event.account_id)
}

export function mentions(
  text: string,
  people: readonly { id: string; name: string; email: string | null }[],
): string[] {
  const lower = text.toLocaleLowerCase('id')
  const named = (name: string) => {
    const at = lower.indexOf(`@${name.toLocaleLowerCase('id')}`)
    return at >= 0 && !/[\p{L}\p{N}]/u.test(lower.charAt(at + 1 + name.length))
  }
  return people
    .filter((one) => named(one.name) || (one.email !== null && named(one.email.split('@')[0]!)))
    .map((one) => one.id)
}
