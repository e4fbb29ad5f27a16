import { notify } from '../../core/notifications/index.ts'
import { loadCalendar } from '../../core/organization/index.ts'
import type { Scope } from '../../platform/access.ts'
import { addWorkingTime } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatDate } from '../../platform/i18n.ts'
import {
  type FindingRow,
  insertEscalation,
  insertStep,
  listFindingsOf,
  listHolders,
  listOverdue,
} from './finding-queries.ts'
import { messages } from './messages.ts'
import { afterStep, itemsOn, periodOn, type StepKind } from './model.ts'
import { type ActivityRow, insertChecks, listItems, setActivity, setFinding, startClocks } from './queries.ts'
import { listTeamConflicts } from './team-queries.ts'

type Examine = Scope<'oversight.examine'>

/** Copies the checklist in force on that day, so that later changes of it do not reach what is under way. */
export async function startActivity(db: Db, scope: Examine, row: ActivityRow, today: string): Promise<void> {
  await insertChecks(db, scope, row.id, itemsOn(await listItems(db, scope, row.kind), row.kind, today))
  await setActivity(db, scope, row.id, { state: 'running' })
}

/** Gives the report to the unit: its periods begin, and those who answer for the unit are told. */
export async function reportActivity(
  db: Db,
  scope: Examine,
  now: Date,
  row: ActivityRow,
  conclusion: string,
): Promise<void> {
  const calendar = await loadCalendar(db, scope, row.unit_id)
  const day = calendar.dateOf(now)
  const periods = await listItems(db, scope, 'period')
  const reply = addWorkingTime(calendar, now, { days: periodOn(periods, 'reply_days', day) })
  const follow_up = addWorkingTime(calendar, now, { days: periodOn(periods, 'follow_up_days', day) })
  await startClocks(db, scope, row.id, { reply, follow_up })
  const findings = await listFindingsOf(db, scope, row.id)
  const closed = findings.length === 0
  await setActivity(db, scope, row.id, {
    state: closed ? 'closed' : 'reported',
    conclusion,
    reported_at: now,
    ...(closed ? { closed_at: now } : {}),
  })
  const heads = await listHolders(db, scope, now, row.unit_id, { permission: 'oversight.reply' })
  const body = messages.id.reportBody(String(findings.length), formatDate(reply, 'id', calendar.timeZone))
  await notify(
    db,
    scope,
    now,
    heads.map((accountId) => ({
      accountId,
      kind: 'oversight.reported',
      title: messages.id.reportNotice(row.title),
      body,
      href: `/pengawasan/${row.id}`,
      key: `oversight:${row.id}:reported`,
    })),
  )
}

/** One step in the story of a finding; undefined when it does not follow from where the finding is. */
export async function takeStep(
  db: Db,
  scope: Scope<'oversight.examine' | 'oversight.reply'>,
  now: Date,
  finding: FindingRow,
  row: { step: StepKind; text: string; link: string; file: string | null },
  today: string,
): Promise<number | undefined> {
  const state = afterStep(finding.state, row.step)
  if (!state) return undefined
  const number = await insertStep(db, scope, now, { finding: finding.id, ...row })
  await setFinding(db, scope, finding.id, state, state === 'done' ? now : null)
  const unitSpoke = row.step === 'reply' || row.step === 'evidence'
  const told = unitSpoke
    ? (await teamOf(db, scope, finding, today)).map((member) => member.account_id)
    : await listHolders(db, scope, now, finding.unit_id, { permission: 'oversight.reply' })
  await notify(
    db,
    scope,
    now,
    told.map((accountId) => ({
      accountId,
      kind: 'oversight.step',
      title: messages.id.stepNotice(String(finding.number), messages.id.steps[row.step]),
      body: `${finding.activity}: ${row.text}`,
      href: `/pengawasan/temuan/${finding.id}`,
      key: `finding:${finding.id}:${number}`,
    })),
  )
  return number
}

/** Members of the team today against whom nothing stands. */
async function teamOf(db: Db, scope: Scope, finding: { team_id: string; unit_id: string }, today: string) {
  const members = await listTeamConflicts(db, scope, finding.team_id, finding.unit_id, today)
  return members.filter((member) => member.conflict === null)
}

/** Tells of what is overdue: at once the unit and the team, some working days later the leadership. Returns how many. */
export async function escalateFindings(db: Db, scope: Scope, now: Date): Promise<number> {
  const calendar = await loadCalendar(db, scope)
  const today = calendar.dateOf(now)
  const days = periodOn(await listItems(db, scope, 'period'), 'leader_days', today)
  // The latest deadline from which that many working days have passed.
  const leaderBefore = latestBefore(now, (due) => addWorkingTime(calendar, due, { days }) <= now)
  const overdue = await listOverdue(db, scope, now, leaderBefore)
  for (const one of overdue) {
    const heads = await listHolders(db, scope, now, one.unit_id, { permission: 'oversight.reply' })
    const team = (await teamOf(db, scope, one, today)).map((member) => member.account_id)
    const told =
      one.level === 1
        ? [...new Set([...heads, ...team])]
        : await listHolders(db, scope, now, one.unit_id, { role: 'leader' })
    await insertEscalation(db, scope, now, { finding: one.id, due_at: one.due_at, level: one.level, told: told.length })
    const due = formatDate(one.due_at, 'id', calendar.timeZone)
    await notify(
      db,
      scope,
      now,
      told.map((accountId) => ({
        accountId,
        kind: 'oversight.overdue',
        title: messages.id.overdueNotice(String(one.number), one.activity),
        body: messages.id.overdueBody(one.unit_name, due, one.recommendation),
        href: `/pengawasan/temuan/${one.id}`,
        key: `finding:${one.id}:${one.due_at.getTime()}:${one.level}`,
      })),
    )
  }
  return overdue.length
}

const HOUR = 3_600_000
/** The latest whole hour within a year before `now` for which `passed` holds; earlier ones hold too. */
export function latestBefore(now: Date, passed: (at: Date) => boolean): Date {
  let low = 0
  let high = 24 * 366
  while (low < high) {
    const middle = (low + high) >> 1
    if (passed(new Date(now.getTime() - middle * HOUR))) high = middle
    else low = middle + 1
  }
  return new Date(now.getTime() - low * HOUR)
}
