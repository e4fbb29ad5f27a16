import { sql } from 'kysely'
import { recordEvidence } from '../../../diagnose/competency/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { DEFAULT_TIME_ZONE, localDate } from '../../../platform/i18n.ts'
import { newId } from '../../../platform/id.ts'
import { issueCertificates } from '../certificates/queries.ts'
import { type JpRule, listJpRules, minutesRule } from './jp-rules.ts'
import { isWatched, plausible, type Range, type Source, type Way } from './model.ts'

function records(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}

export type NewEnrollment = {
  courseId: string
  employeeId: string
  unitId: string
  source: Source
  at?: Date | undefined
}

/** Enrolls people who are not enrolled yet; returns how many that were. */
export async function enroll(db: Db, scope: Scope, now: Date, items: readonly NewEnrollment[]): Promise<number> {
  if (items.length === 0) return 0
  const rows = items.map((item) => ({ ...item, id: newId(item.at ?? now), at: item.at ?? now }))
  const { numAffectedRows } = await sql`
    insert into learning.enrollment (institution_id, id, course_id, employee_id, unit_id, source, enrolled_at)
    select ${scope.institution}, r.id, r."courseId", r."employeeId", r."unitId", r.source, r.at
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "courseId" uuid, "employeeId" uuid, "unitId" uuid,
      source learning.enrollment_source, at timestamptz)
    on conflict (institution_id, course_id, employee_id) do nothing`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export type ModuleDone = { enrollmentId: string; moduleId: string; way: Way; at?: Date | undefined }

/** Marks modules as done; the first way and time stay. */
export async function completeModules(db: Db, scope: Scope, now: Date, items: readonly ModuleDone[]): Promise<void> {
  const rows = items.map((item) => ({ ...item, at: item.at ?? now }))
  await sql`
    insert into learning.module_progress (institution_id, enrollment_id, module_id, opened_at, completed_at, way)
    select ${scope.institution}, r."enrollmentId", r."moduleId", r.at, r.at, r.way
    from jsonb_to_recordset(${records(rows)}) as r ("enrollmentId" uuid, "moduleId" uuid, way learning.completion_way, at timestamptz)
    on conflict (institution_id, enrollment_id, module_id) do update
      set completed_at = excluded.completed_at, way = excluded.way
      where learning.module_progress.completed_at is null`.execute(db)
}

export type WatchState = { watched: number; completed: boolean }

/**
 * Adds watched seconds. Ranges only grow, so reports may come twice, late or in any order; a report that claims more
 * than could have been played since the video was opened is left out.
 */
export async function addWatched(
  db: Db,
  scope: Scope<'self'>,
  now: Date,
  at: { enrollmentId: string; moduleId: string; videoSeconds: number; percent: number },
  ranges: readonly Range[],
): Promise<WatchState> {
  await sql`
    insert into learning.module_progress (institution_id, enrollment_id, module_id, opened_at)
    values (${scope.institution}, ${at.enrollmentId}, ${at.moduleId}, ${now}) on conflict do nothing`.execute(db)
  const added = `{${ranges.map(([from, to]) => `[${from},${to})`).join(',')}}`
  const { rows } = await sql<{ opened_at: Date; before: number; after: number; completed: boolean }>`
    select opened_at, completed_at is not null as completed,
      (select coalesce(sum(upper(r) - lower(r)), 0)::bigint from unnest(watched) as r) as before,
      (select coalesce(sum(upper(r) - lower(r)), 0)::bigint from unnest(watched + ${added}::int4multirange) as r) as after
    from learning.module_progress
    where institution_id = ${scope.institution} and enrollment_id = ${at.enrollmentId} and module_id = ${at.moduleId}
    for update`.execute(db)
  const state = rows[0]!
  const elapsed = (now.getTime() - state.opened_at.getTime()) / 1000
  if (!plausible(state.after, elapsed)) return { watched: state.before, completed: state.completed }
  const done = isWatched(state.after, at.videoSeconds, at.percent)
  await sql`
    update learning.module_progress set watched = watched + ${added}::int4multirange,
      completed_at = case when ${done} then coalesce(completed_at, ${now}::timestamptz) else completed_at end,
      way = case when ${done} then coalesce(way, 'watched') else way end
    where institution_id = ${scope.institution} and enrollment_id = ${at.enrollmentId} and module_id = ${at.moduleId}`.execute(
    db,
  )
  return { watched: state.after, completed: done || state.completed }
}

type Completed = {
  id: string
  employee_id: string
  completed_at: Date
  jp: number
  title: string
  competency_id: string | null
  competency_level: number | null
}

/**
 * Completes enrollments whose modules are all done, whose pre-test is handed in and whose post-test is passed: the JP
 * are credited and the competency evidence written, once, whoever calls this how often. Returns what was completed now.
 */
export async function completeEnrollments(
  db: Db,
  scope: Scope,
  now: Date,
  ids: readonly string[],
  timeZone = DEFAULT_TIME_ZONE,
): Promise<string[]> {
  const { rows } = await sql<Completed>`
    with due as (
      select e.id, c.jp, c.title, c.competency_id, c.competency_level, greatest(
        (select max(p.completed_at) from learning.module_progress p
          where p.institution_id = e.institution_id and p.enrollment_id = e.id),
        (select min(a.submitted_at) from learning.attempt a
          join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id and t.kind = 'post'
          where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.passed)) as at
      from learning.enrollment e
      join learning.course c on c.institution_id = e.institution_id and c.id = e.course_id
      where e.institution_id = ${scope.institution} and e.id = any(${ids}::uuid[]) and e.completed_at is null
        and not exists (select from learning.module m
          where m.institution_id = e.institution_id and m.course_id = e.course_id and m.removed_at is null
            and not exists (select from learning.module_progress p where p.institution_id = m.institution_id
              and p.enrollment_id = e.id and p.module_id = m.id and p.completed_at is not null))
        and exists (select from learning.attempt a
          join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id and t.kind = 'pre'
          where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.submitted_at is not null)
        and exists (select from learning.attempt a
          join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id and t.kind = 'post'
          where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.passed)
      order by e.id for update of e)
    update learning.enrollment e set completed_at = due.at from due
    where e.institution_id = ${scope.institution} and e.id = due.id and e.completed_at is null
    returning e.id, e.employee_id, e.completed_at, due.jp, due.title, due.competency_id, due.competency_level`.execute(
    db,
  )
  if (rows.length === 0) return []
  await creditJp(db, scope, now, rows, timeZone)
  const finished = rows.map((row) => ({ id: row.id, day: localDate(row.completed_at, timeZone) }))
  await issueCertificates(db, scope, now, finished)
  await recordEvidence(
    db,
    scope,
    now,
    rows.flatMap((row) =>
      row.competency_id && row.competency_level
        ? [
            {
              employee_id: row.employee_id,
              competency_id: row.competency_id,
              level: row.competency_level,
              method: 'course' as const,
              observed_on: localDate(row.completed_at, timeZone),
              source: 'learning',
              reference: row.id,
              note: row.title,
            },
          ]
        : [],
    ),
  )
  return rows.map((row) => row.id)
}

async function creditJp(db: Db, scope: Scope, now: Date, rows: readonly Completed[], timeZone: string): Promise<void> {
  const dayOf = (row: Completed) => localDate(row.completed_at, timeZone)
  const lengths = new Map<string, JpRule>()
  for (const day of new Set(rows.map(dayOf))) lengths.set(day, minutesRule(await listJpRules(db, scope, day)))
  const credits = rows.map((row) => {
    const day = dayOf(row)
    const { value: minutes, valid_from: from_day } = lengths.get(day)!
    return { id: newId(now), employee: row.employee_id, enrollment: row.id, jp: row.jp, day, from_day, minutes }
  })
  await sql`
    insert into learning.jp_ledger (institution_id, id, employee_id, enrollment_id, jp, credited_on, rule_from, minutes_per_jp)
    select ${scope.institution}, r.id, r.employee, r.enrollment, r.jp, r.day, r.from_day, r.minutes
    from jsonb_to_recordset(${records(credits)}) as r (id uuid, employee uuid, enrollment uuid, jp smallint, day date, from_day date, minutes smallint)
    on conflict (institution_id, enrollment_id) do nothing`.execute(db)
}
