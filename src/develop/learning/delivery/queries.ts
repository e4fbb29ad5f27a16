import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import type { CourseStatus, TestKind } from '../catalog/model.ts'
import type { Reach } from '../catalog/queries.ts'
import type { ParticipantSort, Source, Way } from './model.ts'

type Self = Scope<'self'>

export type MyCourse = {
  id: string
  title: string
  summary: string
  jp: number
  status: CourseStatus
  enrollment_id: string
  completed_at: Date | null
  enrolled_at: Date
  done: number
  steps: number
}

/** Courses of this person, the unfinished first. Steps are the modules and both tests. */
export async function listMyCourses(db: Db, scope: Self): Promise<MyCourse[]> {
  const { rows } = await sql<MyCourse>`
    select c.id, c.title, c.summary, c.jp, c.status, e.id as enrollment_id, e.completed_at, e.enrolled_at,
      (m.done + t.done)::bigint as done, (m.steps + 2)::bigint as steps
    from learning.enrollment e
    join learning.course c on c.institution_id = e.institution_id and c.id = e.course_id
    cross join lateral (select count(*) as steps, count(p.completed_at) as done from learning.module x
      left join learning.module_progress p on p.institution_id = x.institution_id and p.module_id = x.id and p.enrollment_id = e.id
      where x.institution_id = e.institution_id and x.course_id = e.course_id and x.removed_at is null) m
    cross join lateral (select count(distinct t.id) filter (where t.kind = 'pre' or a.passed) as done from learning.attempt a
      join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
      where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.submitted_at is not null) t
    where e.institution_id = ${scope.institution} and e.employee_id = ${scope.employee} and c.status <> 'draft'
    order by e.completed_at is not null, e.enrolled_at desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Courses this person has begun or was put into, and not finished. */
export async function countUnfinished(db: Db, scope: Self): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from learning.enrollment e
    join learning.course c on c.institution_id = e.institution_id and c.id = e.course_id and c.status = 'published'
    where e.institution_id = ${scope.institution} and e.employee_id = ${scope.employee} and e.completed_at is null`.execute(
    db,
  )
  return rows[0]!.count
}

/**
 * Published courses that take people who enroll themselves. Only for the units the program treats: somebody of a
 * comparison unit who joined would spoil the comparison.
 */
export async function listOpenCourses(
  db: Db,
  scope: Self,
): Promise<{ id: string; title: string; summary: string; jp: number }[]> {
  const { rows } = await sql<{ id: string; title: string; summary: string; jp: number }>`
    with recursive mine as (
      select unit_id from people.assignment
      where institution_id = ${scope.institution} and employee_id = ${scope.employee} and valid_to is null
      union
      select u.parent_id from organization.unit u join mine m on u.id = m.unit_id
      where u.institution_id = ${scope.institution} and u.parent_id is not null)
    select c.id, c.title, c.summary, c.jp from learning.course c
    where c.institution_id = ${scope.institution} and c.status = 'published' and c.self_enroll
      and exists (select from learning.course_unit t join mine m on m.unit_id = t.unit_id
        where t.institution_id = c.institution_id and t.course_id = c.id)
      and not exists (select from learning.enrollment e where e.institution_id = c.institution_id
        and e.course_id = c.id and e.employee_id = ${scope.employee})
    order by c.published_at desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type Enrollment = {
  id: string
  employee_id: string
  enrolled_at: Date
  completed_at: Date | null
  course_id: string
  title: string
  summary: string
  jp: number
  pass_percent: number
  status: CourseStatus
}

export async function findEnrollment(db: Db, scope: Self, courseId: string): Promise<Enrollment | undefined> {
  const { rows } = await sql<Enrollment>`
    select e.id, e.employee_id, e.enrolled_at, e.completed_at, c.id as course_id, c.title, c.summary, c.jp, c.pass_percent, c.status
    from learning.enrollment e
    join learning.course c on c.institution_id = e.institution_id and c.id = e.course_id
    where e.institution_id = ${scope.institution} and e.employee_id = ${scope.employee} and c.id = ${courseId}
      and c.status <> 'draft'`.execute(db)
  return rows[0]
}

export type Progress = {
  module_id: string
  opened_at: Date
  watched: number
  completed_at: Date | null
  way: Way | null
  ranges: string
}

export async function listProgress(db: Db, scope: Self, enrollmentId: string): Promise<Progress[]> {
  const { rows } = await sql<Progress>`
    select p.module_id, p.opened_at, p.completed_at, p.way, p.watched::text as ranges,
      (select coalesce(sum(upper(r) - lower(r)), 0)::bigint from unnest(p.watched) as r) as watched
    from learning.module_progress p
    where p.institution_id = ${scope.institution} and p.enrollment_id = ${enrollmentId}`.execute(db)
  return rows
}

export type MyAttempt = {
  id: string
  kind: TestKind
  number: number
  started_at: Date
  deadline_at: Date
  submitted_at: Date | null
  score: string | null
  max_score: number | null
  passed: boolean | null
}

export async function listMyAttempts(db: Db, scope: Self, enrollmentId: string): Promise<MyAttempt[]> {
  const { rows } = await sql<MyAttempt>`
    select a.id, t.kind, a.number, a.started_at, a.deadline_at, a.submitted_at, a.score, a.max_score, a.passed
    from learning.attempt a join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
    where a.institution_id = ${scope.institution} and a.enrollment_id = ${enrollmentId} order by t.kind, a.number`.execute(
    db,
  )
  return rows
}

export type MyJp = { total: number; employment: string }

/** JP credited to this person in a calendar year. */
export async function findMyJp(db: Db, scope: Self, year: string): Promise<MyJp | undefined> {
  const { rows } = await sql<MyJp>`
    select p.employment, coalesce(sum(l.jp), 0)::bigint as total from people.employee p
    left join learning.jp_ledger l on l.institution_id = p.institution_id and l.employee_id = p.id
      and l.credited_on between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
    where p.institution_id = ${scope.institution} and p.id = ${scope.employee}
    group by p.id, p.employment`.execute(db)
  return rows[0]
}

export type Participant = {
  id: string
  employee_id: string
  name: string
  nip: string
  unit: string
  source: Source
  completed_at: Date | null
  pre: number | null
  post: number | null
}

const PAGE = 100

const people = sql`learning.enrollment e
    join people.employee p on p.institution_id = e.institution_id and p.id = e.employee_id
    join organization.unit u on u.institution_id = e.institution_id and u.id = e.unit_id`
const ORDERS: Readonly<Record<string, RawBuilder<unknown>>> = {
  name: sql`p.name`,
  nip: sql`p.nip`,
  unit: sql`u.name`,
  source: sql`e.source`,
  completed: sql`coalesce(e.completed_at, 'infinity')`,
}

/** One page of participants; `after` is the last row of the page before. Scores in percent, first attempt each. */
export async function listParticipants(
  db: Db,
  scope: Reach,
  courseId: string,
  { sort, after }: { sort: ParticipantSort; after?: string | undefined } = { sort: 'name' },
): Promise<{ rows: Participant[]; more: boolean }> {
  const key = ORDERS[sort.replace('-', '')]!
  const falling = sort.startsWith('-')
  const way = falling ? sql`desc` : sql`asc`
  const { rows } = await sql<Participant>`
    select e.id, e.employee_id, p.name, p.nip, u.name as unit, e.source, e.completed_at, s.pre, s.post
    from ${people}
    left join lateral (select
        max(round(100 * a.score / a.max_score, 1)) filter (where t.kind = 'pre')::float8 as pre,
        max(round(100 * a.score / a.max_score, 1)) filter (where t.kind = 'post')::float8 as post
      from learning.attempt a join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
      where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.number = 1 and a.max_score > 0) s on true
    where e.institution_id = ${scope.institution} and e.course_id = ${courseId} and e.unit_id = any(${scope.units}::uuid[])
      ${
        after
          ? sql`and (${key}, e.id) ${falling ? sql`<` : sql`>`} (select ${key}, e.id from ${people}
              where e.institution_id = ${scope.institution} and e.id = ${after})`
          : sql``
      }
    order by ${key} ${way}, e.id ${way} limit ${PAGE + 1}`.execute(db)
  return { rows: rows.slice(0, PAGE), more: rows.length > PAGE }
}

export type Candidate = { employee_id: string; unit_id: string }

/** People who work now in the course's units or beneath them, as far as the scope reaches, and are not enrolled yet. */
export async function listCandidates(db: Db, scope: Reach, courseId: string): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with recursive treated as (
      select unit_id from learning.course_unit where institution_id = ${scope.institution} and course_id = ${courseId}
      union
      select u.id from organization.unit u join treated t on u.parent_id = t.unit_id where u.institution_id = ${scope.institution})
    select a.employee_id, a.unit_id from people.assignment a
    join people.employee p on p.institution_id = a.institution_id and p.id = a.employee_id and p.active
    where a.institution_id = ${scope.institution} and a.valid_to is null
      and a.unit_id in (select unit_id from treated) and a.unit_id = any(${scope.units}::uuid[])
      and not exists (select from learning.enrollment e where e.institution_id = a.institution_id
        and e.course_id = ${courseId} and e.employee_id = a.employee_id)
    order by a.employee_id limit 200000`.execute(db)
  return rows
}

/** People by NIP within reach; a NIP without a row is unknown or out of reach. */
export async function listByNip(
  db: Db,
  scope: Reach,
  nips: readonly string[],
): Promise<(Candidate & { nip: string })[]> {
  const { rows } = await sql<Candidate & { nip: string }>`
    select a.employee_id, a.unit_id, p.nip from people.employee p
    join people.assignment a on a.institution_id = p.institution_id and a.employee_id = p.id and a.valid_to is null
    where p.institution_id = ${scope.institution} and p.active and p.nip = any(${nips}::text[])
      and a.unit_id = any(${scope.units}::uuid[])`.execute(db)
  return rows
}

/** The unit in which this person works now. */
export async function findMyUnit(db: Db, scope: Self): Promise<string | undefined> {
  const { rows } = await sql<{ unit_id: string }>`
    select unit_id from people.assignment
    where institution_id = ${scope.institution} and employee_id = ${scope.employee} and valid_to is null`.execute(db)
  return rows[0]?.unit_id
}
