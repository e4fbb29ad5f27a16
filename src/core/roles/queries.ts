import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'

export type RoleRow = Awaited<ReturnType<typeof listRoles>>[number]
export type GrantRow = Awaited<ReturnType<typeof listGrants>>[number]
type Reader = Scope<'role.read'> | Scope<'role.manage'> | Scope<'role.delegate'>

export async function listRoles(db: Db, scope: Reader) {
  return db
    .selectFrom('roles.role as r')
    .select(({ selectFrom, fn }) => [
      'r.id',
      'r.code',
      'r.name',
      'r.description',
      'r.built_in',
      selectFrom('roles.role_permission as p')
        .select(fn.countAll<number>().as('count'))
        .whereRef('p.institution_id', '=', 'r.institution_id')
        .whereRef('p.role_id', '=', 'r.id')
        .as('permissions'),
    ])
    .where('r.institution_id', '=', scope.institution)
    .orderBy('r.built_in', 'desc')
    .orderBy('r.name')
    .limit(MOST_LISTED)
    .execute()
}

export async function findRole(db: Db, scope: Reader, id: string) {
  return db
    .selectFrom('roles.role')
    .select(['id', 'code', 'name', 'description', 'built_in'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Two roles of one name could not be told apart where they are given; whoever asks next waits for the name given now. */
export async function lockNameTaken(
  db: Db,
  scope: Scope<'role.manage'>,
  name: string,
  except: string | null,
): Promise<boolean> {
  await sql`select from organization.institution where id = ${scope.institution} for no key update`.execute(db)
  const found = await db
    .selectFrom('roles.role')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('id', 'is distinct from', except)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether this account holds this role in this unit on one of these days; whoever asks next waits for what is given now. */
export async function lockHeld(
  db: Db,
  scope: Scope<'role.delegate'>,
  { account, role, unit, from, to }: { account: string; role: string; unit: string; from: Date; to?: Date },
): Promise<boolean> {
  await db
    .selectFrom('roles.role')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', role)
    .forUpdate()
    .execute()
  const held = await db
    .selectFrom('roles.grant')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('role_id', '=', role)
    .where('unit_id', '=', unit)
    .where(({ eb, or }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', from)]))
    .$if(to !== undefined, (before) => before.where('valid_from', '<', to!))
    .limit(1)
    .executeTakeFirst()
  return held !== undefined
}

export async function listRolePermissions(db: Db, scope: Reader, role: string): Promise<string[]> {
  const rows = await db
    .selectFrom('roles.role_permission')
    .select('permission')
    .where('institution_id', '=', scope.institution)
    .where('role_id', '=', role)
    .orderBy('permission')
    .execute()
  return rows.map((row) => row.permission)
}

export async function insertRole(
  db: Db,
  scope: Scope<'role.manage'>,
  name: string,
  description: string,
): Promise<string> {
  const id = newId()
  await db
    .insertInto('roles.role')
    .values({ institution_id: scope.institution, id, code: `r-${id}`, name, description })
    .execute()
  return id
}

export async function setRole(
  db: Db,
  scope: Scope<'role.manage'>,
  id: string,
  name: string,
  description: string,
): Promise<void> {
  await db
    .updateTable('roles.role')
    .set({ name, description })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export async function setRolePermissions(
  db: Db,
  scope: Scope<'role.manage'>,
  role: string,
  permissions: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('roles.role_permission')
    .where('institution_id', '=', scope.institution)
    .where('role_id', '=', role)
    .execute()
  if (permissions.length === 0) return
  await db
    .insertInto('roles.role_permission')
    .values(permissions.map((permission) => ({ institution_id: scope.institution, role_id: role, permission })))
    .execute()
}

/** Grants of units in reach, newest first; ended ones too, because the past is asked for. */
export async function listGrants(db: Db, scope: Reader, after: string | undefined, limit: number) {
  let rows = db
    .selectFrom('roles.grant as g')
    .innerJoin('roles.role as r', (on) =>
      on.onRef('r.institution_id', '=', 'g.institution_id').onRef('r.id', '=', 'g.role_id'),
    )
    .innerJoin('people.account as a', (on) =>
      on.onRef('a.institution_id', '=', 'g.institution_id').onRef('a.id', '=', 'g.account_id'),
    )
    .innerJoin('organization.unit as u', (on) =>
      on.onRef('u.institution_id', '=', 'g.institution_id').onRef('u.id', '=', 'g.unit_id'),
    )
    .select([
      'g.id',
      'g.kind',
      'g.valid_from',
      'g.valid_to',
      'g.reason',
      'r.name as role',
      'r.code',
      'a.name as person',
      'u.name as unit',
    ])
    .where('g.institution_id', '=', scope.institution)
    .where(({ eb }) => eb('g.unit_id', '=', eb.fn.any(eb.val(scope.units as string[]))))
    .orderBy('g.id', 'desc')
    .limit(limit)
  if (after) rows = rows.where('g.id', '<', after)
  return rows.execute()
}

export async function lockGrant(db: Db, scope: Scope<'role.manage'> | Scope<'role.delegate'>, id: string) {
  return db
    .selectFrom('roles.grant')
    .select(['id', 'kind', 'valid_from', 'valid_to', 'account_id', 'role_id'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where(({ eb }) => eb('unit_id', '=', eb.fn.any(eb.val(scope.units as string[]))))
    .forUpdate()
    .executeTakeFirst()
}

/** A grant that has not begun yet is taken back whole; a running one ends now. */
export async function endGrant(db: Db, scope: Reader, id: string, now: Date, begun: boolean): Promise<void> {
  if (begun)
    await db
      .updateTable('roles.grant')
      .set({ valid_to: now })
      .where('institution_id', '=', scope.institution)
      .where('id', '=', id)
      .execute()
  else await db.deleteFrom('roles.grant').where('institution_id', '=', scope.institution).where('id', '=', id).execute()
}

export async function findAccount(db: Db, scope: Reader, login: string) {
  return db
    .selectFrom('people.account')
    .select(['id', 'name'])
    .where('institution_id', '=', scope.institution)
    .where((or) =>
      or.or([
        or(or.fn<string>('lower', ['email']), '=', login.toLowerCase()),
        or('nip', '=', login.replaceAll(/[\s.]/g, '')),
      ]),
    )
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
}

export async function listUnits(db: Db, scope: Reader) {
  return db
    .selectFrom('organization.unit')
    .select(['id', 'name', 'code'])
    .where('institution_id', '=', scope.institution)
    .where(({ eb }) => eb('id', '=', eb.fn.any(eb.val(scope.units as string[]))))
    .orderBy('name')
    .limit(5000)
    .execute()
}

/** Whether this person holds the role, now or from a day to come. */
export async function holdsRole(db: Db, scope: Scope<'role.manage'>, role: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('roles.grant')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('role_id', '=', role)
    .where('account_id', '=', scope.account)
    .where(({ or, eb }) => or([eb('valid_to', 'is', null), eb('valid_to', '>', now)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** How many people could still manage roles for the whole institution if this grant or role did not exist. */
export async function countManagers(
  db: Db,
  scope: Scope<'role.manage'>,
  now: Date,
  without: { grant?: string; role?: string },
): Promise<number> {
  let rows = db
    .selectFrom('roles.grant as g')
    .innerJoin('roles.role_permission as p', (on) =>
      on.onRef('p.institution_id', '=', 'g.institution_id').onRef('p.role_id', '=', 'g.role_id'),
    )
    .innerJoin('organization.unit as u', (on) =>
      on.onRef('u.institution_id', '=', 'g.institution_id').onRef('u.id', '=', 'g.unit_id'),
    )
    .innerJoin('people.account as a', (on) =>
      on.onRef('a.institution_id', '=', 'g.institution_id').onRef('a.id', '=', 'g.account_id'),
    )
    .select(({ fn }) => fn.count<number>('g.account_id').distinct().as('count'))
    .where('g.institution_id', '=', scope.institution)
    .where('p.permission', '=', 'role.manage')
    .where('u.parent_id', 'is', null)
    .where('a.disabled_at', 'is', null)
    .where('g.valid_from', '<=', now)
    .where(({ or, eb }) => or([eb('g.valid_to', 'is', null), eb('g.valid_to', '>', now)]))
  if (without.grant) rows = rows.where('g.id', '<>', without.grant)
  if (without.role) rows = rows.where('g.role_id', '<>', without.role)
  return (await rows.executeTakeFirstOrThrow()).count
}
