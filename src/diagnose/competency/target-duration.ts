import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type Duration, durationOf } from './duration.ts'

/** Where one asks about a competency; without a level the standard of the position held at the start is the target. */
type Target = { competencyId: string; level: number | null }
type Starting = { employee_id: string; since: string }

type TimeToTarget = {
  /** Those who were at the target when the clock started: they had no way to go and are in no figure. */
  already: number
  /** No level was set and their position has no standard. */
  without: number
  /** Of those who reached it, those whose proof is that they completed a course. */
  byCourse: number
  duration: Duration | undefined
}

type Row = {
  required: number | null
  already: boolean
  days: number
  happened: boolean
  by_course: boolean
  people: number
}

/**
 * From each person's start to the first evidence of the target level, in days; those not there yet up to `through` or to
 * the day they left. The clock of somebody who joined the institution later starts then. What people say of themselves
 * does not count. A course completed on the day of the start is the way taken, not what was there before.
 */
export async function timeToTarget(
  db: Db,
  scope: Scope,
  target: Target,
  people: readonly Starting[],
  through: string,
): Promise<TimeToTarget> {
  const ids = people.map((one) => one.employee_id)
  const dates = people.map((one) => one.since)
  const { rows } = await sql<Row>`
    with asked as (
      select a.employee_id, greatest(a.since, w.joined) as since, least(coalesce(w.gone, ${through}::date), ${through}::date) as last
      from unnest(${ids}::uuid[], ${dates}::date[]) a (employee_id, since)
      join lateral (select min(x.valid_from) as joined,
          case when bool_and(x.valid_to is not null) then max(x.valid_to) end as gone
        from people.assignment x where x.institution_id = ${scope.institution} and x.employee_id = a.employee_id) w
        on w.joined is not null
    ), wanted as (
      select a.*, coalesce(${target.level}::int, (select s.required_level from people.assignment w
          join competency.standard s on s.institution_id = w.institution_id and s.position_id = w.position_id
            and s.competency_id = ${target.competencyId} and s.valid_from <= a.since
            and (s.valid_to is null or s.valid_to > a.since)
          where w.institution_id = ${scope.institution} and w.employee_id = a.employee_id and w.valid_from <= a.since
            and (w.valid_to is null or w.valid_to > a.since)
          order by s.required_level desc limit 1)) as required
      from asked a where a.since <= ${through}::date
    ), seen as (
      select w.*,
        coalesce((select e.level >= w.required from competency.evidence e
          where e.institution_id = ${scope.institution} and e.employee_id = w.employee_id
            and e.competency_id = ${target.competencyId} and e.method <> 'self'
            and (e.observed_on < w.since or (e.observed_on = w.since and e.method <> 'course'))
          order by e.observed_on desc, e.recorded_at desc limit 1), false) as already, r.observed_on, r.method
      from wanted w left join lateral (select e.observed_on, e.method from competency.evidence e
        where e.institution_id = ${scope.institution} and e.employee_id = w.employee_id
          and e.competency_id = ${target.competencyId} and e.method <> 'self' and e.level >= w.required
          and e.observed_on <= ${through}::date
          and (e.observed_on > w.since or (e.observed_on = w.since and e.method = 'course'))
        order by e.observed_on, e.method = 'course' limit 1) r on true
    )
    select required, already, (coalesce(observed_on, greatest(last, since)) - since)::int as days,
      observed_on is not null as happened, coalesce(method = 'course', false) as by_course, count(*)::int as people
    from seen group by required, already, days, happened, by_course order by days, happened desc`.execute(db)
  const sum = (list: readonly Row[]) => list.reduce((total, row) => total + row.people, 0)
  const known = rows.filter((row) => row.required !== null)
  const waiting = known.filter((row) => !row.already)
  return {
    already: sum(known.filter((row) => row.already)),
    without: sum(rows) - sum(known),
    byCourse: sum(waiting.filter((row) => row.happened && row.by_course)),
    duration: waiting.length > 0 ? durationOf(waiting) : undefined,
  }
}
