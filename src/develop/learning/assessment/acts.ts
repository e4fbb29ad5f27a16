import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { grade, QuestionBody, total } from '../catalog/question.ts'
import { deadline } from './model.ts'

function records(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}

export type Start = { enrollmentId: string; testId: string; minutes: number; at?: Date | undefined }

/**
 * Begins attempts with the questions the tests have now. An attempt that is still open is given back instead of a new
 * one, also when two tabs begin at the same moment. Ids in the order of the starts.
 */
export async function startAttempts(db: Db, scope: Scope, now: Date, starts: readonly Start[]): Promise<string[]> {
  const rows = starts.map((start) => {
    const at = start.at ?? now
    return { ...start, id: newId(at), at, deadline: deadline(at, start.minutes) }
  })
  await sql`
    insert into learning.attempt (institution_id, id, enrollment_id, test_id, number, started_at, deadline_at)
    select ${scope.institution}, r.id, r."enrollmentId", r."testId",
      1 + (select count(*) from learning.attempt b where b.institution_id = ${scope.institution}
        and b.enrollment_id = r."enrollmentId" and b.test_id = r."testId"), r.at, r.deadline
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "enrollmentId" uuid, "testId" uuid, at timestamptz, deadline timestamptz)
    on conflict do nothing`.execute(db)
  const { rows: open } = await sql<{ id: string; enrollment_id: string; test_id: string }>`
    select a.id, a.enrollment_id, a.test_id from learning.attempt a
    join jsonb_to_recordset(${records(rows)}) as r ("enrollmentId" uuid, "testId" uuid)
      on a.enrollment_id = r."enrollmentId" and a.test_id = r."testId"
    where a.institution_id = ${scope.institution} and a.submitted_at is null`.execute(db)
  const ids = new Map(open.map((row) => [`${row.enrollment_id}/${row.test_id}`, row.id]))
  const begun = rows.map((row) => ids.get(`${row.enrollmentId}/${row.testId}`)!)
  await sql`
    insert into learning.answer (institution_id, attempt_id, question_id, position)
    select a.institution_id, a.id, q.question_id, q.position
    from learning.attempt a
    join learning.test_question q on q.institution_id = a.institution_id and q.test_id = a.test_id
    where a.institution_id = ${scope.institution} and a.id = any(${rows.map((row) => row.id)}::uuid[])`.execute(db)
  return begun
}

export type Saved = {
  attemptId: string
  questionId: string
  response: readonly string[]
  page?: string | undefined
  at?: Date | undefined
}

/** Saves answers of attempts that are still open. The caller has checked the clock and whose attempts they are. */
export async function saveAnswers(db: Db, scope: Scope, now: Date, items: readonly Saved[]): Promise<number> {
  if (items.length === 0) return 0
  const rows = items.map((item) => ({ ...item, at: item.at ?? now }))
  const { numAffectedRows } = await sql`
    update learning.answer w set response = array(select jsonb_array_elements_text(r.response)), saved_at = r.at, saved_from = r.page
    from jsonb_to_recordset(${records(rows)}) as r ("attemptId" uuid, "questionId" uuid, response jsonb, page uuid, at timestamptz),
      learning.attempt a
    where w.institution_id = ${scope.institution} and w.attempt_id = r."attemptId" and w.question_id = r."questionId"
      and a.institution_id = w.institution_id and a.id = w.attempt_id and a.submitted_at is null`.execute(db)
  return Number(numAffectedRows ?? 0)
}

type Ungraded = {
  attempt_id: string
  question_id: string
  response: string[]
  points: number
  body: unknown
  pass_percent: number
}
export type Finish = { attemptId: string; timedOut: boolean; at?: Date | undefined }

/** Grades and closes attempts that are open; those already closed stay as they are, so that it may be repeated. */
export async function finishAttempts(db: Db, scope: Scope, now: Date, items: readonly Finish[]): Promise<void> {
  const ids = items.map((item) => item.attemptId)
  const { rows: open } = await sql<{ id: string }>`
    select id from learning.attempt
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[]) and submitted_at is null
    order by id for update`.execute(db)
  if (open.length === 0) return
  const { rows: answers } = await sql<Ungraded>`
    select w.attempt_id, w.question_id, w.response, q.points, q.body, c.pass_percent
    from learning.answer w
    join learning.question q on q.institution_id = w.institution_id and q.id = w.question_id
    join learning.course c on c.institution_id = q.institution_id and c.id = q.course_id
    where w.institution_id = ${scope.institution} and w.attempt_id = any(${open.map((row) => row.id)}::uuid[])`.execute(
    db,
  )
  const bodies = new Map<string, QuestionBody>()
  const graded = answers.map((answer) => {
    const body = bodies.get(answer.question_id) ?? QuestionBody.parse(answer.body)
    bodies.set(answer.question_id, body)
    return { ...answer, body: null, share: grade(body, answer.response) }
  })
  const byAttempt = Map.groupBy(graded, (answer) => answer.attempt_id)
  const wanted = new Map(items.map((item) => [item.attemptId, item]))
  const closed = open.map(({ id }) => {
    const mine = byAttempt.get(id) ?? []
    const { score, max, passed } = total(mine, mine[0]?.pass_percent ?? 100)
    return { id, score, max, passed, timedOut: wanted.get(id)?.timedOut ?? false, at: wanted.get(id)?.at ?? now }
  })
  await sql`
    update learning.answer w set share_top = (r.share ->> 'top')::int, share_bottom = (r.share ->> 'bottom')::int
    from jsonb_to_recordset(${records(graded)}) as r (attempt_id uuid, question_id uuid, share jsonb)
    where w.institution_id = ${scope.institution} and w.attempt_id = r.attempt_id and w.question_id = r.question_id`.execute(
    db,
  )
  await sql`
    update learning.attempt a set submitted_at = r.at, score = r.score, max_score = r.max, passed = r.passed, timed_out = r."timedOut"
    from jsonb_to_recordset(${records(closed)}) as r (id uuid, score numeric, max integer, passed boolean, "timedOut" boolean, at timestamptz)
    where a.institution_id = ${scope.institution} and a.id = r.id`.execute(db)
}
