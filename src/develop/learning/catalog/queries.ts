import { sql } from 'kysely'
import type { Permission, Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import type { CourseStatus, ModuleKind, TestKind } from './model.ts'
import { QuestionBody } from './question.ts'

/** Whoever was granted something for a unit may ask about the courses of programs that treat this unit. */
export type Reach = Scope<Permission>

function within(scope: Reach) {
  return sql`exists (select from learning.course_unit r where r.institution_id = c.institution_id
    and r.course_id = c.id and r.unit_id = any(${scope.units}::uuid[]))`
}

export type CourseRow = {
  id: string
  program_id: string
  title: string
  status: CourseStatus
  jp: number
  enrolled: number
  completed: number
}

export async function listCourses(db: Db, scope: Reach): Promise<CourseRow[]> {
  const { rows } = await sql<CourseRow>`
    select c.id, c.program_id, c.title, c.status, c.jp, e.enrolled, e.completed
    from learning.course c
    cross join lateral (select count(*)::bigint as enrolled, count(n.completed_at)::bigint as completed
      from learning.enrollment n where n.institution_id = c.institution_id and n.course_id = c.id) e
    where c.institution_id = ${scope.institution} and ${within(scope)}
    order by c.id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type Course = CourseRow & {
  summary: string
  pass_percent: number
  self_enroll: boolean
  competency_id: string | null
  competency_level: number | null
  created_at: Date
  published_at: Date | null
}

/** Undefined when it does not exist or none of its units is within reach. */
export async function findCourse(db: Db, scope: Reach, id: string): Promise<Course | undefined> {
  const { rows } = await sql<Course>`
    select c.id, c.program_id, c.title, c.status, c.jp, e.enrolled, e.completed, c.summary, c.pass_percent, c.self_enroll,
      c.competency_id, c.competency_level, c.created_at, c.published_at
    from learning.course c
    cross join lateral (select count(*)::bigint as enrolled, count(n.completed_at)::bigint as completed
      from learning.enrollment n where n.institution_id = c.institution_id and n.course_id = c.id) e
    where c.institution_id = ${scope.institution} and c.id = ${id} and ${within(scope)}`.execute(db)
  return rows[0]
}

export async function findCourseOfProgram(
  db: Db,
  scope: Reach,
  programId: string,
): Promise<{ id: string } | undefined> {
  const { rows } = await sql<{ id: string }>`
    select c.id from learning.course c
    where c.institution_id = ${scope.institution} and c.program_id = ${programId} and ${within(scope)}`.execute(db)
  return rows[0]
}

export async function listCourseUnits(db: Db, scope: Reach, courseId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from learning.course_unit c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where c.institution_id = ${scope.institution} and c.course_id = ${courseId} order by u.name`.execute(db)
  return rows
}

export type Module = {
  id: string
  course_id: string
  position: number
  kind: ModuleKind
  title: string
  body: string
  minutes: number
  video_file_id: string | null
  video_shipped: string | null
  video_seconds: number | null
  captions: string | null
}

/** The caller has found the course within reach, or is enrolled in it. */
export async function listModules(db: Db, scope: Scope, courseId: string): Promise<Module[]> {
  const { rows } = await sql<Module>`
    select id, course_id, position, kind, title, body, minutes, video_file_id, video_shipped, video_seconds, captions
    from learning.module
    where institution_id = ${scope.institution} and course_id = ${courseId} and removed_at is null
    order by position, id`.execute(db)
  return rows
}

export async function findModule(db: Db, scope: Scope, courseId: string, id: string): Promise<Module | undefined> {
  return (await listModules(db, scope, courseId)).find((module) => module.id === id)
}

export type QuestionRow = {
  id: string
  title: string
  stem: string
  body: QuestionBody
  feedback: string
  points: number
}

function read(row: Omit<QuestionRow, 'body'> & { body: unknown }): QuestionRow {
  return { ...row, body: QuestionBody.parse(row.body) }
}

export async function listQuestions(db: Db, scope: Scope, courseId: string): Promise<QuestionRow[]> {
  const { rows } = await sql<Parameters<typeof read>[0]>`
    select id, title, stem, body, feedback, points from learning.question
    where institution_id = ${scope.institution} and course_id = ${courseId} and retired_at is null
    order by id limit 1000`.execute(db)
  return rows.map(read)
}

/** What a question has become by edits: `question` is empty where it was removed. Undefined where there never was one. */
export async function findQuestionNow(
  db: Db,
  scope: Scope,
  courseId: string,
  id: string,
): Promise<{ question: QuestionRow | undefined } | undefined> {
  const { rows } = await sql<Parameters<typeof read>[0] & { retired_at: Date | null }>`
    with recursive became as (
      select q.*, 1 as step from learning.question q
      where q.institution_id = ${scope.institution} and q.course_id = ${courseId} and q.id = ${id}
      union all
      select q.*, b.step + 1 from became b
      join learning.question q on q.institution_id = b.institution_id and q.id = b.replaced_by)
    select id, title, stem, body, feedback, points, retired_at from became order by step desc limit 1`.execute(db)
  const [last] = rows
  if (!last) return undefined
  const { retired_at: retired, ...row } = last
  return { question: retired === null ? read(row) : undefined }
}

export async function listFingerprints(db: Db, scope: Scope, courseId: string): Promise<Set<string>> {
  const { rows } = await sql<{ fingerprint: string }>`
    select fingerprint from learning.question
    where institution_id = ${scope.institution} and course_id = ${courseId} and retired_at is null`.execute(db)
  return new Set(rows.map((row) => row.fingerprint))
}

export type Test = { id: string; kind: TestKind; minutes: number; attempts: number; questions: string[] }

export async function listTests(db: Db, scope: Scope, courseId: string): Promise<Test[]> {
  const { rows } = await sql<Test>`
    select t.id, t.kind, t.minutes, t.attempts, coalesce(
      (select array_agg(q.question_id::text order by q.position) from learning.test_question q
       where q.institution_id = t.institution_id and q.test_id = t.id), '{}') as questions
    from learning.test t where t.institution_id = ${scope.institution} and t.course_id = ${courseId} order by t.kind`.execute(
    db,
  )
  return rows
}
