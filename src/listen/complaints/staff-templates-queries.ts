import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'

export type Template = {
  id: string
  unit_id: string | null
  unit_name: string | null
  name: string
  body: string
  active: boolean
  updated_at: Date
}

/** Templates of the whole institution and of these units, by name. */
export async function listTemplates(db: Db, scope: Scope, units: readonly string[]): Promise<Template[]> {
  const { rows } = await sql<Template>`
    select t.id, t.unit_id, u.name as unit_name, t.name, t.body, t.active, t.updated_at from complaints.template t
    left join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
    where t.institution_id = ${scope.institution} and (t.unit_id is null or t.unit_id = any(${units}::uuid[]))
    order by t.active desc, t.name, t.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** False when another template of this unit has the name. */
export async function saveTemplate(
  db: Db,
  scope: Scope,
  now: Date,
  template: Pick<Template, 'id' | 'unit_id' | 'name' | 'body' | 'active'>,
): Promise<boolean> {
  const { rows } = await sql`
    insert into complaints.template as t (institution_id, id, unit_id, name, body, active, updated_at, updated_by)
    select ${scope.institution}, ${template.id}, ${template.unit_id}::uuid, ${template.name}, ${template.body},
      ${template.active}, ${now}, ${scope.account}::uuid
    where not exists (select from complaints.template o where o.institution_id = ${scope.institution}
      and o.unit_id is not distinct from ${template.unit_id}::uuid and o.name = ${template.name} and o.id <> ${template.id})
    on conflict (institution_id, id) do update set unit_id = excluded.unit_id, name = excluded.name,
      body = excluded.body, active = excluded.active, updated_at = excluded.updated_at, updated_by = excluded.updated_by
    returning id`.execute(db)
  return rows.length > 0
}

export const PLACEHOLDERS = ['kode', 'perihal', 'layanan', 'unit', 'nama', 'tanggal'] as const

/** Puts the facts of a case into a template; what is not known stays visible, so that nobody sends a gap. */
export function fillTemplate(body: string, facts: Readonly<Record<string, string | null>>): string {
  return body.replace(/\{([a-z]+)\}/g, (whole, name: string) => facts[name] ?? whole)
}
