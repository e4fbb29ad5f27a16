import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Attribute } from './model.ts'

type Managing = Scope<'open311.manage'>

/** Puts a question of a service in the place of the one with the same code, or behind the last one. */
export async function putAttribute(db: Db, scope: Managing, attribute: Omit<Attribute, 'position'>): Promise<void> {
  await sql`
    insert into open311.attribute (institution_id, id, service_id, code, variable, datatype, required, description,
      datatype_description, position, options)
    values (${scope.institution}, ${attribute.id}, ${attribute.service_id}, ${attribute.code}, ${attribute.variable},
      ${attribute.datatype}::open311.datatype, ${attribute.required}, ${attribute.description},
      ${attribute.datatype_description},
      (select coalesce(max(position), 0) + 1 from open311.attribute
        where institution_id = ${scope.institution} and service_id = ${attribute.service_id}),
      ${JSON.stringify(attribute.options)}::jsonb)
    on conflict (institution_id, service_id, code) do update set variable = excluded.variable,
      datatype = excluded.datatype, required = excluded.required, description = excluded.description,
      datatype_description = excluded.datatype_description, options = excluded.options`.execute(db)
}

export async function deleteAttribute(db: Db, scope: Managing, service: string, code: string): Promise<boolean> {
  const { rows } = await sql`
    delete from open311.attribute
    where institution_id = ${scope.institution} and service_id = ${service} and code = ${code} returning code`.execute(
    db,
  )
  return rows.length > 0
}

/** One change after the other, so that no two questions get the same place; the changeset of clients moves on. */
export async function touchDefinition(db: Db, scope: Managing, now: Date, service: string): Promise<void> {
  await sql`
    insert into open311.definition (institution_id, service_id, updated_at)
    values (${scope.institution}, ${service}, ${now})
    on conflict (institution_id, service_id) do update set updated_at = excluded.updated_at`.execute(db)
}
