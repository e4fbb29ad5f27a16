import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId, newIds } from '../../../platform/id.ts'
import { type CourseInput, type CourseStatus, fingerprint, type TestKind } from './model.ts'
import type { Module } from './queries.ts'
import type { Question } from './question.ts'

type Manage = Scope<'learning.manage'>

function records(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}

export type NewCourse = CourseInput & { programId: string; units: readonly string[]; competencyId: string | null }

/** Returns the ids in the order of the courses. */
export async function createCourses(
  db: Db,
  scope: Manage,
  now: Date,
  courses: readonly NewCourse[],
): Promise<string[]> {
  const rows = courses.map((course) => ({ ...course, id: newId(now), level: course.level ?? null }))
  await sql`
    insert into learning.course (institution_id, id, program_id, competency_id, competency_level, title, summary, jp,
      pass_percent, self_enroll, created_at)
    select ${scope.institution}, r.id, r."programId", r."competencyId", r.level, r.title, r.summary, r.jp, r."passPercent",
      r."selfEnroll", ${now}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "programId" uuid, "competencyId" uuid, level smallint,
      title text, summary text, jp smallint, "passPercent" smallint, "selfEnroll" boolean)`.execute(db)
  const pairs = rows.flatMap((row) => row.units.map((unit) => ({ course: row.id, unit })))
  await sql`
    insert into learning.course_unit (institution_id, course_id, unit_id)
    select ${scope.institution}, r.course, r.unit
    from jsonb_to_recordset(${records(pairs)}) as r (course uuid, unit uuid)`.execute(db)
  return rows.map((row) => row.id)
}

export async function setCourse(db: Db, scope: Manage, id: string, course: CourseInput): Promise<void> {
  await sql`
    update learning.course set title = ${course.title}, summary = ${course.summary}, jp = ${course.jp},
      pass_percent = ${course.passPercent}, self_enroll = ${course.selfEnroll},
      competency_level = ${course.level ?? null}::smallint
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setCourseStatus(
  db: Db,
  scope: Manage,
  now: Date,
  ids: readonly string[],
  status: CourseStatus,
): Promise<void> {
  await sql`
    update learning.course set status = ${status}::learning.course_status,
      published_at = case ${status}::text when 'published' then coalesce(published_at, ${now}::timestamptz) else published_at end
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[])`.execute(db)
}

export type NewModule = Omit<Module, 'id' | 'course_id' | 'position'>

/** Adds modules at the end of the course, in the order given. */
export async function addModules(
  db: Db,
  scope: Manage,
  now: Date,
  courseId: string,
  modules: readonly NewModule[],
): Promise<string[]> {
  const rows = modules.map((module, index) => ({ ...module, id: newId(now), offset: index + 1 }))
  await sql`
    insert into learning.module (institution_id, id, course_id, position, kind, title, body, minutes, video_file_id,
      video_shipped, video_seconds, captions)
    select ${scope.institution}, r.id, ${courseId}, r."offset" + coalesce((select max(m.position) from learning.module m
        where m.institution_id = ${scope.institution} and m.course_id = ${courseId}), 0),
      r.kind, r.title, r.body, r.minutes, r.video_file_id, r.video_shipped, r.video_seconds, r.captions
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "offset" smallint, kind learning.module_kind, title text,
      body text, minutes smallint, video_file_id uuid, video_shipped text, video_seconds integer, captions text)`.execute(
    db,
  )
  return rows.map((row) => row.id)
}

export async function setModule(db: Db, scope: Manage, id: string, module: NewModule): Promise<void> {
  await sql`
    update learning.module set kind = ${module.kind}, title = ${module.title}, body = ${module.body},
      minutes = ${module.minutes}, video_file_id = ${module.video_file_id}, video_shipped = ${module.video_shipped},
      video_seconds = ${module.video_seconds}, captions = ${module.captions}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** What was learned with it stays on record; new visits no longer see it. */
export async function removeModule(db: Db, scope: Manage, now: Date, courseId: string, id: string): Promise<void> {
  await sql`
    update learning.module set removed_at = ${now}
    where institution_id = ${scope.institution} and course_id = ${courseId} and id = ${id} and removed_at is null`.execute(
    db,
  )
}

export async function moveModuleUp(db: Db, scope: Manage, courseId: string, id: string): Promise<void> {
  await sql`
    with pair as (
      select m.id, p.id as above, m.position, p.position as above_position
      from learning.module m
      join lateral (select id, position from learning.module x
        where x.institution_id = m.institution_id and x.course_id = m.course_id and x.removed_at is null
          and x.position < m.position order by x.position desc limit 1) p on true
      where m.institution_id = ${scope.institution} and m.course_id = ${courseId} and m.id = ${id})
    update learning.module t set position = case t.id when pair.id then pair.above_position else pair.position end
    from pair where t.institution_id = ${scope.institution} and t.id in (pair.id, pair.above)`.execute(db)
}

/** Adds questions that are not there yet; returns the ids of those added, in order. */
export async function addQuestions(
  db: Db,
  scope: Manage,
  now: Date,
  courseId: string,
  questions: readonly Question[],
): Promise<string[]> {
  const ids = newIds(questions.length, now)
  const rows = questions.map((question, index) => ({
    ...question,
    id: ids[index]!,
    kind: question.body.kind,
    title: question.title.slice(0, 200),
    fingerprint: fingerprint(question),
  }))
  const { rows: added } = await sql<{ id: string }>`
    insert into learning.question (institution_id, id, course_id, kind, title, stem, body, feedback, points, fingerprint, created_at)
    select ${scope.institution}, r.id, ${courseId}, r.kind, r.title, r.stem, r.body, r.feedback, r.points, r.fingerprint, ${now}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, kind learning.question_kind, title text, stem text, body jsonb,
      feedback text, points smallint, fingerprint text)
    order by r.id
    on conflict (institution_id, course_id, fingerprint) where retired_at is null do nothing
    returning id`.execute(db)
  return added.map((row) => row.id).sort()
}

/** Takes a question out of the bank, and out of the tests unless it is kept there or `replacement` takes its place. */
export async function retireQuestion(
  db: Db,
  scope: Manage,
  now: Date,
  courseId: string,
  id: string,
  then: { keepInTests?: boolean; replacement?: string },
): Promise<void> {
  await sql`
    update learning.question set retired_at = coalesce(retired_at, ${now}::timestamptz),
      replaced_by = ${then.replacement ?? null}::uuid
    where institution_id = ${scope.institution} and course_id = ${courseId} and id = ${id}`.execute(db)
  if (then.keepInTests) return
  const tests = sql`institution_id = ${scope.institution} and question_id = ${id}
    and test_id in (select t.id from learning.test t where t.institution_id = ${scope.institution} and t.course_id = ${courseId})`
  if (then.replacement)
    await sql`update learning.test_question set question_id = ${then.replacement} where ${tests}`.execute(db)
  else await sql`delete from learning.test_question where ${tests}`.execute(db)
}

export type NewTest = { kind: TestKind; minutes: number; attempts: number; questions: readonly string[] }

/** Sets both tests of a course. Attempts that were begun keep the questions they began with. */
export async function setTests(
  db: Db,
  scope: Manage,
  now: Date,
  courseId: string,
  tests: readonly NewTest[],
): Promise<void> {
  for (const test of tests) {
    const { rows } = await sql<{ id: string }>`
      insert into learning.test (institution_id, id, course_id, kind, minutes, attempts)
      values (${scope.institution}, ${newId(now)}, ${courseId}, ${test.kind}, ${test.minutes}, ${test.attempts})
      on conflict (institution_id, course_id, kind) do update set minutes = excluded.minutes, attempts = excluded.attempts
      returning id`.execute(db)
    const id = rows[0]!.id
    await sql`delete from learning.test_question where institution_id = ${scope.institution} and test_id = ${id}`.execute(
      db,
    )
    await sql`
      insert into learning.test_question (institution_id, test_id, question_id, position)
      select ${scope.institution}, ${id}, q.id, u.position
      from unnest(${test.questions}::uuid[]) with ordinality as u (id, position)
      join learning.question q on q.institution_id = ${scope.institution} and q.course_id = ${courseId} and q.id = u.id
        and q.retired_at is null`.execute(db)
  }
}
