import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { TestKind } from '../catalog/model.ts'
import { QuestionBody } from '../catalog/question.ts'

export type Attempt = {
  id: string
  enrollment_id: string
  course_id: string
  course: string
  kind: TestKind
  number: number
  allowed: number
  minutes: number
  pass_percent: number
  started_at: Date
  deadline_at: Date
  submitted_at: Date | null
  timed_out: boolean
  score: string | null
  max_score: number | null
  passed: boolean | null
}

/** One's own attempt, locked when it is about to change. */
export async function findAttempt(
  db: Db,
  scope: Scope<'self'>,
  id: string,
  lock = false,
): Promise<Attempt | undefined> {
  const { rows } = await sql<Attempt>`
    select a.id, a.enrollment_id, c.id as course_id, c.title as course, t.kind, a.number, t.attempts as allowed, t.minutes,
      c.pass_percent, a.started_at, a.deadline_at, a.submitted_at, a.timed_out, a.score, a.max_score, a.passed
    from learning.attempt a
    join learning.enrollment e on e.institution_id = a.institution_id and e.id = a.enrollment_id
    join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
    join learning.course c on c.institution_id = a.institution_id and c.id = e.course_id
    where a.institution_id = ${scope.institution} and a.id = ${id} and e.employee_id = ${scope.employee}
    ${lock ? sql`for update of a` : sql``}`.execute(db)
  return rows[0]
}

export type AnswerRow = {
  question_id: string
  position: number
  stem: string
  body: QuestionBody
  feedback: string
  points: number
  response: string[]
  saved_at: Date | null
  saved_from: string | null
  share_top: number | null
  share_bottom: number | null
}

export async function listAnswers(db: Db, scope: Scope, attemptId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<Omit<AnswerRow, 'body'> & { body: unknown }>`
    select w.question_id, w.position, q.stem, q.body, q.feedback, q.points, w.response, w.saved_at, w.saved_from, w.share_top, w.share_bottom
    from learning.answer w
    join learning.question q on q.institution_id = w.institution_id and q.id = w.question_id
    where w.institution_id = ${scope.institution} and w.attempt_id = ${attemptId} order by w.position`.execute(db)
  return rows.map((row) => ({ ...row, body: QuestionBody.parse(row.body) }))
}

/** Attempts whose time is over and that nobody has handed in, at most 500. */
export async function listExpired(
  db: Db,
  scope: Scope<'self'>,
  before: Date,
): Promise<{ id: string; enrollment_id: string }[]> {
  const { rows } = await sql<{ id: string; enrollment_id: string }>`
    select id, enrollment_id from learning.attempt
    where institution_id = ${scope.institution} and submitted_at is null and deadline_at < ${before}
    order by deadline_at limit 500`.execute(db)
  return rows
}
