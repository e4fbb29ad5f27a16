import { sql } from 'kysely'
import { notify } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import { addWorkingTime, isWorkingTime } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatDate } from '../../platform/i18n.ts'
import { formatCode } from './code.ts'
import { listCaseOfficers, listOfficers } from './notices.ts'
import type { Timing } from './timing.ts'
import { workMessages } from './work-messages.ts'

const BATCH = 1000
const ON_THE_DAY = 1
const TOO_LATE = 2

type Due = { id: string; complaint_id: string; unit_id: string; title: string; due_on: string; code: string }

/** Further ahead than any row of free days. */
const AHEAD_DAYS = 21

/**
 * Reminds a unit of what it was asked for on the last day at work before it is late, and tells it and the coordinator
 * once it is; each once, and only while the people of that unit are at work.
 */
export async function remindTasks(db: Db, scope: Scope, now: Date, timing: Timing): Promise<void> {
  const today = timing.calendar.dateOf(now)
  const horizon = timing.calendar.dateOf(new Date(now.getTime() + AHEAD_DAYS * 86_400_000))
  for (const task of await listDue(db, scope, today, horizon)) {
    const calendar = timing.calendarOf(task.unit_id)
    const nextAtWork = calendar.dateOf(addWorkingTime(calendar, now, { days: 1 }))
    if (!isWorkingTime(calendar, now) || task.due_on >= nextAtWork) continue
    const late = task.due_on < today
    if (!(await setReminded(db, scope, task.id, late ? TOO_LATE : ON_THE_DAY))) continue
    const helpers = await listOfficers(db, scope, task.unit_id, 'complaint.handle', now, task.complaint_id)
    const coordinators = late ? await listCaseOfficers(db, scope, now, task.complaint_id) : []
    const code = formatCode(task.code)
    const told = workMessages.id.told
    const title = (late ? told.taskLate : told.taskDue)(code, formatDate(task.due_on, 'id'))
    const href = (account: string) =>
      helpers.includes(account) ? `/pengaduan/tugas/${task.id}` : `/pengaduan/${task.complaint_id}#tugas`
    await notify(
      db,
      scope,
      now,
      [...new Set([...helpers, ...coordinators])].map((accountId) => ({
        accountId,
        kind: 'complaints.escalation',
        title,
        body: task.title,
        href: href(accountId),
        key: `complaint-task:${task.id}:${late ? 'late' : 'due'}`,
      })),
    )
  }
}

async function listDue(db: Db, scope: Scope, today: string, horizon: string): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select t.id, t.complaint_id, t.unit_id, t.title, t.due_on::text as due_on, c.code from complaints.task t
    join complaints.complaint c on c.institution_id = t.institution_id and c.id = t.complaint_id
    where t.institution_id = ${scope.institution} and t.ended_at is null and t.due_on <= ${horizon}
      and t.reminded < case when t.due_on < ${today} then ${TOO_LATE}::int else ${ON_THE_DAY}::int end
    order by t.due_on, t.id limit ${BATCH}`.execute(db)
  return rows
}

async function setReminded(db: Db, scope: Scope, id: string, stage: number): Promise<boolean> {
  const { rows } = await sql`
    update complaints.task set reminded = ${stage}
    where institution_id = ${scope.institution} and id = ${id} and ended_at is null and reminded < ${stage}
    returning 1`.execute(db)
  return rows.length > 0
}
