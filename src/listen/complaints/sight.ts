import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'

/** Ordinary complaints, or reports of misconduct, which only holders of `complaint.whistleblowing` find. */
export type Lane = 'ordinary' | 'sealed'

/** The ids of `start` and of all that is handled as one with them: what somebody has an interest in stays that, merged or not. */
export function sameMatter(scope: Scope, start: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(with recursive matter (id) as (
      ${start}
      union
      select case when m.complaint_id = x.id then m.into_id else m.complaint_id end
      from matter x join complaints.merge m on m.institution_id = ${scope.institution} and m.undone_at is null
        and (m.complaint_id = x.id or m.into_id = x.id))
    select id from matter)`
}

/** Complaints this person may not see although their unit is in reach: read once per statement, usually empty. */
export function hiddenFrom(scope: Scope): RawBuilder<unknown> {
  const me = [scope.account, scope.employee].filter((id) => id !== null)
  return me.length === 0
    ? sql`'{}'::uuid[]`
    : sql`array${sameMatter(
        scope,
        sql`select r.complaint_id from complaints.recusal r
          where r.institution_id = ${scope.institution} and r.person_id = ${oneOf(me)}`,
      )}`
}

/**
 * Units as a list whose length the planner does not look at: with a hundred of them it would weigh each one, and plan
 * anew at every call what it then runs in less time than that.
 */
export function oneOf(units: readonly string[]): RawBuilder<unknown> {
  return sql`any((select ${units}::uuid[])::uuid[])`
}

/** What every query by a person adds about the complaint `c`: the lane, the units in reach, and no conflict of interest. */
export function inSight(scope: Scope, lane: Lane = 'ordinary'): RawBuilder<unknown> {
  return sql`c.institution_id = ${scope.institution} and c.unit_id = ${oneOf(scope.units)}
    and c.queue ${lane === 'sealed' ? sql`> 10` : sql`< 10`} and c.id <> all(${hiddenFrom(scope)})`
}
