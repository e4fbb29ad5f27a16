import { sql } from 'kysely'
import { answeredBy, kaplanMeier } from '../../listen/statistics/index.ts'
import type { Scope } from '../../platform/access.ts'
import { requireUnit } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { currentRules } from './rule-queries.ts'

type DurationRow = {
  competency_id: string
  code: string
  name: string
  days: number
  happened: boolean
  people: number
}

/**
 * From the first evidence below the standard to the first later evidence that reaches it, in days; those not there yet
 * up to today or to the day they left. Position, standard and unit are those of the day on which the gap was seen.
 * What people say of themselves neither opens nor closes a gap here. One sort instead of joins of what was just found,
 * which a planner that knows nothing about it yet would do pair by pair.
 */
function waits(scope: Scope, today: string, competencyId: string | null) {
  return sql`seen as (
      select e.employee_id, e.competency_id, e.observed_on, e.level, s.required_level, w.unit_id
      from competency.evidence e
      join people.assignment w on w.institution_id = e.institution_id and w.employee_id = e.employee_id
        and w.valid_from <= e.observed_on and (w.valid_to is null or w.valid_to > e.observed_on)
      join competency.standard s on s.institution_id = e.institution_id and s.position_id = w.position_id
        and s.competency_id = e.competency_id and s.valid_from <= e.observed_on
        and (s.valid_to is null or s.valid_to > e.observed_on)
      where e.institution_id = ${scope.institution} and e.method <> 'self' and e.observed_on <= ${today}
        and (${competencyId}::uuid is null or e.competency_id = ${competencyId})
    ), gapped as (
      select *, min(observed_on) filter (where level < required_level)
        over (partition by employee_id, competency_id) as since
      from seen
    ), gap as (
      select employee_id, competency_id, since,
        (array_agg(unit_id) filter (where observed_on = since and level < required_level))[1] as unit_id,
        min(observed_on) filter (where observed_on > since and level >= required_level) as reached
      from gapped where since is not null group by 1, 2, 3
    ), waited as (
      select unit_id, competency_id, reached is not null as happened,
        (coalesce(reached, least((select max(coalesce(a.valid_to, ${today}::date)) from people.assignment a
          where a.institution_id = ${scope.institution} and a.employee_id = g.employee_id), ${today}::date)) - since)::int as days
      from gap g
    )`
}

/** Every unit's waits anew, for the page of them: among many thousand people they take a second to find. */
export async function rebuildDurations(db: Db, scope: Scope, now: Date): Promise<void> {
  const { day } = await currentRules(db, scope, now)
  // Two at once would write the same rows.
  await sql`select id from organization.institution where id = ${scope.institution} for no key update`.execute(db)
  await sql`delete from competency.gap_time where institution_id = ${scope.institution}`.execute(db)
  await sql`
    with ${waits(scope, day, null)}
    insert into competency.gap_time (institution_id, unit_id, competency_id, happened, days, people, computed_at)
    select ${scope.institution}, unit_id, competency_id, happened, days, count(*), ${now}
    from waited group by unit_id, competency_id, happened, days`.execute(db)
}

const beneath = (scope: Scope, unit: string) => sql`beneath (id) as (
  select ${unit}::uuid
  union
  select u.id from beneath b join organization.unit u on u.institution_id = ${scope.institution} and u.parent_id = b.id)`
const mine = (scope: Scope) =>
  sql`w.unit_id in (select id from beneath) and w.unit_id = any(${scope.units as string[]}::uuid[])`

const MONTH = 365.25 / 12
type Steps = ReturnType<typeof kaplanMeier>

/** A group of people who waited equally long; `happened`: they reached the level then, otherwise they were last seen then. */
type Waited = { days: number; happened: boolean; people: number }

export type Duration = {
  people: number
  reached: number
  /** In months; undefined where fewer than half have reached the level so far. */
  median: number | undefined
  low: number | undefined
  high: number | undefined
  steps: Steps
  /** The longest time anybody was seen, in months: nothing is known beyond. */
  longest: number
}
export type TimeToCompetency = Duration & { competency_id: string; code: string; name: string }

/** Kaplan–Meier over at least one group. */
export function durationOf(rows: readonly Waited[]): Duration {
  const steps = kaplanMeier(
    [...Map.groupBy(rows, (row) => Math.max(0, row.days))].map(([days, group]) => ({
      at: days / MONTH,
      answered: count(group.filter((row) => row.happened)),
      censored: count(group.filter((row) => !row.happened)),
    })),
  )
  const first = (pick: (step: Steps[number]) => number) => steps.find((step) => pick(step) >= 0.5)?.at
  return {
    people: count(rows),
    reached: count(rows.filter((row) => row.happened)),
    median: first((step) => step.share),
    low: first((step) => step.high),
    high: first((step) => step.low),
    steps,
    longest: steps.at(-1)!.at,
  }
}

function count(list: readonly Waited[]): number {
  return list.reduce((sum, row) => sum + row.people, 0)
}

/**
 * One row per competency as the last rebuilding has it; groups under `minGroup` are left out, and how many competencies
 * that were is said.
 */
export async function timesToCompetency(
  db: Db,
  scope: Scope,
  unit: string,
  minGroup: number,
): Promise<{ rows: TimeToCompetency[]; hidden: number; computedAt: Date | undefined }> {
  requireUnit(scope, unit)
  const { rows: found } = await sql<DurationRow & { computed_at: Date }>`
    with recursive ${beneath(scope, unit)}, w as (
      select w.competency_id, w.days, w.happened, sum(w.people)::int as people, min(w.computed_at) as computed_at
      from competency.gap_time w where w.institution_id = ${scope.institution} and ${mine(scope)} group by 1, 2, 3
    )
    select w.*, c.code, c.name from w
    join competency.competency c on c.institution_id = ${scope.institution} and c.id = w.competency_id
    order by c.code, days, happened desc`.execute(db)
  const all = [...Map.groupBy(found, (row) => row.competency_id).values()].map((group) => {
    const { competency_id, code, name } = group[0]!
    return { competency_id, code, name, ...durationOf(group) }
  })
  const rows = all.filter((row) => row.people >= minGroup)
  return { rows, hidden: all.length - rows.length, computedAt: found[0]?.computed_at }
}

/** Of one competency, with the evidence up to a day; undefined where too few had a gap. */
export async function timeToCompetency(
  db: Db,
  scope: Scope,
  unit: string,
  today: string,
  minGroup: number,
  competencyId: string,
): Promise<Duration | undefined> {
  requireUnit(scope, unit)
  const { rows } = await sql<Waited>`
    with recursive ${beneath(scope, unit)}, ${waits(scope, today, competencyId)}
    select w.days, w.happened, count(*)::int as people from waited w where ${mine(scope)} group by 1, 2`.execute(db)
  const people = count(rows)
  return people > 0 && people >= minGroup ? durationOf(rows) : undefined
}

/** Share that has reached the standard by the end of each month, with its interval, as long as anybody was seen. */
export function reachedByMonth({ steps, longest }: Pick<Duration, 'steps' | 'longest'>) {
  return Array.from({ length: Math.min(60, Math.floor(longest)) + 1 }, (_, month) => ({
    month,
    ...(answeredBy(steps, month) ?? { share: 0, low: 0, high: 0 }),
  }))
}
