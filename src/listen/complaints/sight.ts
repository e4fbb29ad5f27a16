import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'

/** Ordinary complaints, or reports of misconduct, which only holders of `complaint.whistleblowing` find. */
export type Lane = 'ordinary' | 'sealed'

/** Complaints this person may not see although their unit is in reach: read once per statement, usually empty. */
export function hiddenFrom(scope: Scope): RawBuilder<unknown> {
  const me = [scope.account, scope.employee].filter((id) => id !== null)
  return me.length === 0
    ? sql`'{}'::uuid[]`
    : sql`array(select r.complaint_id from complaints.recusal r
        where r.institution_id = ${scope.institution} and r.person_id = ${oneOf(me)})`
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
