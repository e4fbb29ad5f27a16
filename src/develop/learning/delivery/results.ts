import { sql } from 'kysely'
import type { Db } from '../../../platform/database/db.ts'
import type { TestKind } from '../catalog/model.ts'
import type { Reach } from '../catalog/queries.ts'

export type ProgramScore = { employee_id: string; pre: number; post: number; max: number }

/**
 * People who handed in both tests: percent of the points of their first attempt at each, because a repeated attempt
 * practices the same questions. `max` is 100.
 */
export async function programScores(db: Db, scope: Reach, programId: string): Promise<ProgramScore[]> {
  const { rows } = await sql<ProgramScore>`
    select e.employee_id, s.pre, s.post, 100 as max
    from learning.course c
    join learning.enrollment e on e.institution_id = c.institution_id and e.course_id = c.id
    cross join lateral (select
        max((100 * a.score / a.max_score)::float8) filter (where t.kind = 'pre') as pre,
        max((100 * a.score / a.max_score)::float8) filter (where t.kind = 'post') as post
      from learning.attempt a join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
      where a.institution_id = e.institution_id and a.enrollment_id = e.id and a.number = 1 and a.max_score > 0) s
    where c.institution_id = ${scope.institution} and c.program_id = ${programId} and e.unit_id = any(${scope.units}::uuid[])
      and s.pre is not null and s.post is not null
    order by e.employee_id`.execute(db)
  return rows
}

export type ProgramCompletions = { enrolled: number; completed: number; jp: number }

/** `jp` is the sum credited to all who completed. */
export async function programCompletions(db: Db, scope: Reach, programId: string): Promise<ProgramCompletions> {
  const { rows } = await sql<ProgramCompletions>`
    select count(e.id)::bigint as enrolled, count(e.completed_at)::bigint as completed, coalesce(sum(l.jp), 0)::bigint as jp
    from learning.course c
    join learning.enrollment e on e.institution_id = c.institution_id and e.course_id = c.id
    left join learning.jp_ledger l on l.institution_id = e.institution_id and l.enrollment_id = e.id
    where c.institution_id = ${scope.institution} and c.program_id = ${programId}
      and e.unit_id = any(${scope.units}::uuid[])`.execute(db)
  return rows[0]!
}

export type ProgramParticipants = {
  competency_id: string | null
  competency_level: number | null
  people: { employee_id: string; since: string }[]
}

/** What the program's course is evidence of, and who enrolled on which day (of the institution's calendar). */
export async function programParticipants(
  db: Db,
  scope: Reach,
  programId: string,
): Promise<ProgramParticipants | undefined> {
  const { rows } = await sql<ProgramParticipants>`
    select c.competency_id, c.competency_level, coalesce((select jsonb_agg(jsonb_build_object('employee_id', e.employee_id,
        'since', to_char(e.enrolled_at at time zone i.time_zone, 'YYYY-MM-DD')) order by e.employee_id)
      from learning.enrollment e where e.institution_id = c.institution_id and e.course_id = c.id
        and e.unit_id = any(${scope.units}::uuid[])), '[]'::jsonb) as people
    from learning.course c join organization.institution i on i.id = c.institution_id
    where c.institution_id = ${scope.institution} and c.program_id = ${programId}`.execute(db)
  return rows[0]
}

export type ItemRow = {
  question_id: string
  stem: string
  kind: TestKind
  n: number
  facility: number
  discrimination: number | null
}

/** Below this number of people a discrimination index is noise: a property of the statistic, so no rule to set. */
export const LEAST_FOR_DISCRIMINATION = 10

/**
 * Facility = mean share of the points; discrimination = 100 × correlation of the item's mark with the marks of the rest
 * of the test. First attempts that were handed in count.
 */
export async function listItems(db: Db, scope: Reach, courseId: string): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    with mark as (
      select w.question_id, q.stem, t.kind, w.position, w.share_top::float8 / w.share_bottom as share,
        q.points * w.share_top::float8 / w.share_bottom as points, a.score::float8 as score
      from learning.enrollment e
      join learning.attempt a on a.institution_id = e.institution_id and a.enrollment_id = e.id
        and a.number = 1 and a.submitted_at is not null
      join learning.test t on t.institution_id = a.institution_id and t.id = a.test_id
      join learning.answer w on w.institution_id = a.institution_id and w.attempt_id = a.id and w.share_bottom is not null
      join learning.question q on q.institution_id = w.institution_id and q.id = w.question_id
      where e.institution_id = ${scope.institution} and e.course_id = ${courseId} and e.unit_id = any(${scope.units}::uuid[]))
    select question_id, stem, kind, count(*)::bigint as n, avg(share) as facility,
      case when count(*) >= ${LEAST_FOR_DISCRIMINATION} then 100 * corr(points, score - points) end as discrimination
    from mark group by question_id, stem, kind order by kind, min(position)`.execute(db)
  return rows
}
