import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type Hit = { id: string; label: string; note: string }

/** Hits of one kind that a search shows. */
export const MOST = 10

/** A pattern for `ilike` in which what was typed stands for itself. */
function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

export async function findEmployees(db: Db, scope: Scope<'employee.read'>, text: string): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select e.id, e.name as label, u.name as note
    from people.employee e
    join people.assignment a on a.institution_id = e.institution_id and a.employee_id = e.id and a.valid_to is null
    join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
    where e.institution_id = ${scope.institution} and a.unit_id = any(${scope.units as string[]})
      and (e.name ilike ${containing(text)} or e.nip = ${text.replaceAll(/\D/g, '')})
    order by e.name, e.id limit ${MOST}`.execute(db)
  return rows
}

export async function findUnits(db: Db, scope: Scope<'unit.read'>, text: string): Promise<Hit[]> {
  const { rows } = await sql<Hit>`
    select id, name as label, code as note from organization.unit
    where institution_id = ${scope.institution} and id = any(${scope.units as string[]}) and active_to is null
      and (name ilike ${containing(text)} or code ilike ${containing(text)})
    order by name, id limit ${MOST}`.execute(db)
  return rows
}
