import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

/** The unit a person works in now. */
export async function findOwnUnit(db: Db, scope: Scope<'self'>): Promise<{ id: string; name: string } | undefined> {
  if (!scope.employee) return undefined
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from people.assignment a
    join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
    where a.institution_id = ${scope.institution} and a.employee_id = ${scope.employee} and a.valid_to is null`.execute(
    db,
  )
  return rows[0]
}
