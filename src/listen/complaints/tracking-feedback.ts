import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export const VERDICTS = ['solved', 'partly', 'unsolved'] as const
export type Verdict = (typeof VERDICTS)[number]

export type Feedback = {
  answer_seq: number
  verdict: Verdict | null
  overall: number | null
}

export async function listFeedback(db: Db, scope: Scope, complaintId: string): Promise<Feedback[]> {
  const { rows } = await sql<Feedback>`
    select answer_seq, verdict, overall from complaints.feedback
    where institution_id = ${scope.institution} and complaint_id = ${complaintId} order by answer_seq`.execute(db)
  return rows
}

/** How many of these reporters say of this answer that it solved the matter. */
export async function countSolved(
  db: Db,
  scope: Scope,
  complaintIds: readonly string[],
  answerSeq: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from complaints.feedback
    where institution_id = ${scope.institution} and complaint_id = any(${complaintIds}::uuid[])
      and answer_seq = ${answerSeq} and verdict = 'solved'`.execute(db)
  return rows[0]!.count
}

/** Says it again is said anew: the last word about one answer counts. */
export async function setVerdict(
  db: Db,
  scope: Scope,
  now: Date,
  told: { complaintId: string; answerSeq: number; verdict: Verdict; reason: string | undefined },
): Promise<void> {
  await sql`
    insert into complaints.feedback (institution_id, complaint_id, answer_seq, at, verdict, reason)
    values (${scope.institution}, ${told.complaintId}, ${told.answerSeq}, ${now}, ${told.verdict}, ${told.reason ?? null})
    on conflict (institution_id, complaint_id, answer_seq) do update
      set verdict = excluded.verdict, reason = excluded.reason, at = excluded.at`.execute(db)
}

export type Survey = {
  speed: number | undefined
  clarity: number | undefined
  overall: number
  comment: string | undefined
}

export async function setSurvey(
  db: Db,
  scope: Scope,
  now: Date,
  told: Survey & { complaintId: string; answerSeq: number },
): Promise<void> {
  await sql`
    insert into complaints.feedback (institution_id, complaint_id, answer_seq, at, speed, clarity, overall, comment)
    values (${scope.institution}, ${told.complaintId}, ${told.answerSeq}, ${now}, ${told.speed ?? null},
      ${told.clarity ?? null}, ${told.overall}, ${told.comment ?? null})
    on conflict (institution_id, complaint_id, answer_seq) do update set speed = excluded.speed,
      clarity = excluded.clarity, overall = excluded.overall, comment = excluded.comment, at = excluded.at`.execute(db)
}

/** Who said so, of those who answered this question; null where too few did. */
export type Part = { hits: number; of: number } | null

export type FeedbackFigures = {
  unit_name: string
  answers: number | null
  solved: Part
  speed: Part
  clarity: Part
  overall: Part
}

/** Of the units in reach, since `from`: how many are content (4 or 5). Fewer answers than `least` would show what single people said. */
export async function feedbackFigures(
  db: Db,
  scope: Scope<'complaint.read'>,
  from: Date,
  least: number,
): Promise<FeedbackFigures[]> {
  const part = (column: RawBuilder<unknown>, hit: RawBuilder<unknown>) =>
    sql`case when count(${column}) >= ${least} then json_build_object('hits', count(*) filter (where ${hit}), 'of', count(${column})) end`
  const content = (column: RawBuilder<unknown>) => part(column, sql`${column} >= 4`)
  const { rows } = await sql<FeedbackFigures>`
    select u.name as unit_name, case when count(*) >= ${least} then count(*)::int end as answers, ${part(sql`f.verdict`, sql`f.verdict = 'solved'`)} as solved,
      ${content(sql`f.speed`)} as speed, ${content(sql`f.clarity`)} as clarity, ${content(sql`f.overall`)} as overall
    from complaints.feedback f
    join complaints.complaint c on c.institution_id = f.institution_id and c.id = f.complaint_id
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where f.institution_id = ${scope.institution} and f.at >= ${from} and c.unit_id = any(${scope.units}::uuid[])
      and c.queue <= 4
    group by u.id, u.name order by u.name, u.id`.execute(db)
  return rows
}
