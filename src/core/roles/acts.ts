import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { builtInRoles, permissionsOf } from './built-in.ts'

/** Gives a new institution the built-in roles; returns their ids by code. `all` is every permission of the product. */
export async function writeBuiltInRoles(
  db: Db,
  scope: Scope<'role.manage'>,
  all: readonly string[],
): Promise<Map<string, string>> {
  const rows = builtInRoles.map((role) => ({ ...role, id: newId() }))
  await db
    .insertInto('roles.role')
    .values(
      rows.map(({ id, code, name, description }) => ({
        institution_id: scope.institution,
        id,
        code,
        name,
        description,
        built_in: true,
      })),
    )
    .execute()
  const held = rows.flatMap((role) =>
    permissionsOf(role.includes, all).map((permission) => ({
      institution_id: scope.institution,
      role_id: role.id,
      permission,
    })),
  )
  if (held.length > 0) await db.insertInto('roles.role_permission').values(held).execute()
  return new Map(rows.map((role) => [role.code, role.id]))
}

export type NewGrant = {
  account: string
  role: string
  unit: string
  from: Date
  to?: Date
  kind?: 'definitive' | 'plt' | 'plh'
  reason?: string
}

/** Who holds which role for which unit and all beneath it, from when to when. */
export async function grantRoles(
  db: Db,
  scope: Scope<'role.manage'> | Scope<'role.delegate'>,
  grants: readonly NewGrant[],
): Promise<void> {
  if (grants.length === 0) return
  await db
    .insertInto('roles.grant')
    .values(
      grants.map((grant) => ({
        institution_id: scope.institution,
        id: newId(),
        account_id: grant.account,
        role_id: grant.role,
        unit_id: grant.unit,
        kind: grant.kind ?? 'definitive',
        valid_from: grant.from,
        valid_to: grant.to ?? null,
        granted_by: scope.account,
        reason: grant.reason ?? null,
      })),
    )
    .execute()
}
