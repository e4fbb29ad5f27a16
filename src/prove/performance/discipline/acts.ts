import { notify } from '../../../core/notifications/index.ts'
import { loadCalendar } from '../../../core/organization/index.ts'
import type { Scope } from '../../../platform/access.ts'
import { addWorkingTime } from '../../../platform/calendar.ts'
import type { Db } from '../../../platform/database/db.ts'
import { localDate } from '../../../platform/i18n.ts'
import { getRule } from '../rules.ts'
import { disciplineMessages } from './messages.ts'
import type { ReportInput } from './model.ts'
import { addStep, type CaseRow, insertCase, listNamed, type Step, type Subject } from './queries.ts'

type Clock = { now: Date; timeZone: string }

/** Tells all who are named, but whoever acted, that something is new; never what. */
async function tell(db: Db, scope: Scope, now: Date, id: string, step: string, by: string | null): Promise<void> {
  const text = disciplineMessages.id
  const accounts = await listNamed(db, scope, id)
  await notify(
    db,
    scope,
    now,
    accounts
      .filter((accountId) => accountId !== by)
      .map((accountId) => ({
        accountId,
        kind: 'performance.discipline',
        title: text.noticeTitle,
        body: text.noticeBody,
        href: `/disiplin/${id}`,
        key: `discipline:${id}:${step}:${now.getTime()}`,
      })),
  )
}

/** The caller has checked that nobody decides about themselves or about their own report. */
export async function reportCase(
  db: Db,
  scope: Scope<'discipline.report'>,
  now: Date,
  report: Omit<ReportInput, 'nip'> & { subject: Subject; reporter: string },
): Promise<string> {
  const id = await insertCase(db, scope, now, report)
  await tell(db, scope, now, id, 'reported', report.reporter)
  return id
}

/** The earliest day of a hearing after a summons, and the clocks of an objection, in working days of the unit. */
export async function workingDaysFrom(
  db: Db,
  scope: Scope,
  clock: Clock,
  unit: string,
  rule: 'summon_days' | 'appeal_days' | 'appeal_answer_days' | 'reward_objection_days',
): Promise<Date> {
  const days = (await getRule(db, scope, rule, localDate(clock.now, clock.timeZone))).value
  return addWorkingTime(await loadCalendar(db, scope, unit), clock.now, { days })
}

export async function takeStep(
  db: Db,
  scope: Scope<'self'>,
  clock: Clock,
  one: Pick<CaseRow, 'id' | 'unit_id'>,
  step: Omit<Step, 'account' | 'appeal_until' | 'appeal_due'>,
): Promise<void> {
  const clocks: { appeal_until?: Date; appeal_due?: Date } = {}
  if (step.kind === 'decided') clocks.appeal_until = await workingDaysFrom(db, scope, clock, one.unit_id, 'appeal_days')
  if (step.kind === 'appealed')
    clocks.appeal_due = await workingDaysFrom(db, scope, clock, one.unit_id, 'appeal_answer_days')
  await addStep(db, scope, clock.now, one.id, { ...step, ...clocks, account: scope.account })
  await tell(db, scope, clock.now, one.id, step.kind, scope.account)
}
