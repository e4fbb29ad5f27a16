import { sql } from 'kysely'
import { type Permission, type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

/**
 * How far a person's permission reaches right now, for what answers them without a session, such as a calendar that
 * another program fetches; undefined when they hold it nowhere or their account is closed.
 */
export async function reachOf<P extends Permission>(
  db: Db,
  scope: Scope,
  account: string,
  permission: P,
  now: Date,
): Promise<Scope<P> | undefined> {
  const { rows } = await sql<{ id: string }>`
    with recursive reach as (
      select g.unit_id as id from roles.grant g
      join roles.role_permission p on p.institution_id = g.institution_id and p.role_id = g.role_id
      join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
      where g.institution_id = ${scope.institution} and g.account_id = ${account} and p.permission = ${permission}
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      union
      select u.id from organization.unit u join reach r on r.id = u.parent_id
      where u.institution_id = ${scope.institution}
    )
    select id from reach`.execute(db)
  if (rows.length === 0) return undefined
  const units = rows.map((row) => row.id)
  return systemScope(permission, 'answers a person who cannot sign in here', scope.institution, units)
}

export type Holder = { id: string; name: string }

/**
 * Whose permission reaches this unit right now, by grants there or above, by name: whom work can be handed to. With
 * `also`, only those whom another permission brings there too, whatever role it comes from.
 */
export async function listHolders(
  db: Db,
  scope: Scope,
  now: Date,
  wanted: { unit: string; permission: Permission; also?: Permission | undefined; except?: readonly string[] },
): Promise<Holder[]> {
  const { rows } = await sql<Holder>`
    with recursive path as (
      select id, parent_id from organization.unit where institution_id = ${scope.institution} and id = ${wanted.unit}
      union all
      select u.id, u.parent_id from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    )
    select distinct a.id, a.name from path p
    join roles.grant g on g.institution_id = ${scope.institution} and g.unit_id = p.id
      and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
    join roles.role_permission r on r.institution_id = g.institution_id and r.role_id = g.role_id
      and r.permission = ${wanted.permission}
    join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    where a.id <> all(${wanted.except ?? []}::uuid[])
      and (${wanted.also ?? null}::text is null or exists (select from path p
        join roles.grant g on g.institution_id = ${scope.institution} and g.unit_id = p.id and g.account_id = a.id
          and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
        join roles.role_permission r on r.institution_id = g.institution_id and r.role_id = g.role_id
          and r.permission = ${wanted.also ?? null}::text))
    order by a.name, a.id limit 300`.execute(db)
  return rows
}
