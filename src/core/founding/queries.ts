import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type SetUp = { units: number; positions: number; employees: number; grants: number; calendarVersions: number }

/** How far the institution has come, counted only as far as it matters. */
export async function countSetUp(db: Db, scope: Scope<'organization.manage'>): Promise<SetUp> {
  const { rows } = await sql<SetUp>`select
      (select count(*)::int from (select from organization.unit where institution_id = ${scope.institution} limit 2) x) as units,
      (select count(*)::int from (select from organization.position where institution_id = ${scope.institution} limit 2) x) as positions,
      (select count(*)::int from (select from people.employee where institution_id = ${scope.institution} limit 2) x) as employees,
      (select count(*)::int from (select from roles.grant where institution_id = ${scope.institution} limit 2) x) as grants,
      (select count(*)::int from (select from organization.calendar_version where institution_id = ${scope.institution} limit 2) x) as "calendarVersions"`.execute(
    db,
  )
  return rows[0]!
}
