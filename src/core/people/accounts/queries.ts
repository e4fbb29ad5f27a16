import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { deleteRecoveryCodes } from '../second-factor/queries.ts'

type Manager = Scope<'account.manage'>
export type AccountRow = {
  id: string
  name: string
  email: string | null
  nip: string | null
  disabled_at: Date | null
  last_seen: Date | null
  /** An app or a passkey. */
  factor: boolean
}

/** By name, at most `limit`; `after` is the id of the last row shown. */
export async function listAccounts(
  db: Db,
  scope: Manager,
  filter: { text?: string | undefined; after?: string | undefined },
  limit: number,
): Promise<AccountRow[]> {
  const pattern = filter.text ? `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<AccountRow>`
    select a.id, a.name, a.email, a.nip, a.disabled_at,
      (select max(s.seen_at) from people.session s where s.institution_id = a.institution_id and s.account_id = a.id) as last_seen,
      exists (select from people.totp t where t.institution_id = a.institution_id and t.account_id = a.id and t.confirmed_at is not null)
        or exists (select from people.passkey p where p.institution_id = a.institution_id and p.account_id = a.id) as factor
    from people.account a
    where a.institution_id = ${scope.institution}
      and (${pattern}::text is null or a.name ilike ${pattern} or a.email ilike ${pattern} or a.nip like ${pattern})
      and (${filter.after ?? null}::uuid is null or (a.name, a.id) > (
        select x.name, x.id from people.account x where x.institution_id = ${scope.institution} and x.id = ${filter.after ?? null}))
    order by a.name, a.id limit ${limit}`.execute(db)
  return rows
}

/** `account` is the employee's own, `taken` one that already signs in with the employee's address or number. */
export async function findEmployeeForAccount(db: Db, scope: Manager, nip: string) {
  const { rows } = await sql<{
    id: string
    nip: string
    name: string
    email: string | null
    account: string | null
    taken: string | null
    takenByOther: boolean
  }>`
    select e.id, e.nip, e.name, e.email, a.id as account, o.id as taken, o.employee_id is not null as "takenByOther"
    from people.employee e
    left join people.account a on a.institution_id = e.institution_id and a.employee_id = e.id
    left join people.account o on o.institution_id = e.institution_id and o.id <> coalesce(a.id, e.id)
      and (lower(o.email) = lower(e.email) or o.nip = e.nip)
    where e.institution_id = ${scope.institution} and e.nip = ${nip} and e.active
    order by o.employee_id is null, o.id limit 1`.execute(db)
  return rows[0]
}

/** Ties an account that belongs to no employee yet, such as the first administrator's. */
export async function linkAccount(
  db: Db,
  scope: Manager,
  account: string,
  employee: { id: string; nip: string },
): Promise<void> {
  await db
    .updateTable('people.account')
    .set({ employee_id: employee.id, nip: employee.nip })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', account)
    .where('employee_id', 'is', null)
    .execute()
}

const AT_ONCE = 5000

/**
 * Active employees with an address nobody else signs in with, and no account yet. Each of the three by itself is a
 * join that hashes; together with `or` every employee was compared with every account.
 */
function withoutAccount(scope: Manager) {
  return sql`select distinct on (lower(e.email)) e.id, e.nip, e.name, e.email
    from people.employee e
    where e.institution_id = ${scope.institution} and e.active and e.email is not null
      and not exists (select from people.account a where a.institution_id = e.institution_id and a.employee_id = e.id)
      and not exists (select from people.account a where a.institution_id = e.institution_id and a.nip = e.nip)
      and not exists (select from people.account a where a.institution_id = e.institution_id
        and lower(a.email) = lower(e.email))
    order by lower(e.email), e.id`
}

/** As many of them as one request opens. */
export async function listWithoutAccount(db: Db, scope: Manager) {
  const { rows } = await sql<{ id: string; nip: string; name: string; email: string }>`
    ${withoutAccount(scope)} limit ${AT_ONCE}`.execute(db)
  return rows
}

export async function countWithoutAccount(db: Db, scope: Manager): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${withoutAccount(scope)}) missing`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** False when there is no such account. */
export async function setDisabled(db: Db, scope: Manager, id: string, at: Date | null): Promise<boolean> {
  const done = await db
    .updateTable('people.account')
    .set({ disabled_at: at })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
  if (at) {
    await deleteSessions(db, scope, id)
    await deleteLinks(db, scope, id)
  }
  return Number(done.numUpdatedRows) > 0
}

/** Takes app, passkeys and recovery codes off an account whose owner lost them; false when there is neither. */
export async function removeFactor(db: Db, scope: Manager, account: string): Promise<boolean> {
  let removed = 0n
  for (const table of ['people.totp', 'people.passkey'] as const) {
    const done = await db
      .deleteFrom(table)
      .where('institution_id', '=', scope.institution)
      .where('account_id', '=', account)
      .executeTakeFirst()
    removed += done.numDeletedRows
  }
  if (removed === 0n) return false
  await deleteRecoveryCodes(db, scope, account)
  await deleteSessions(db, scope, account)
  return true
}

/** Returns how many ended; undefined when there is no such account. */
export async function endSessions(db: Db, scope: Manager, id: string): Promise<number | undefined> {
  const account = await db
    .selectFrom('people.account')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
  return account && deleteSessions(db, scope, id)
}

/** Whoever comes through a provider after the account is enabled again is known anew by their login. */
async function deleteLinks(db: Db, scope: Manager, account: string): Promise<void> {
  await db
    .deleteFrom('people.provider_link')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .execute()
}

async function deleteSessions(db: Db, scope: Manager, account: string): Promise<number> {
  const done = await db
    .deleteFrom('people.session')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .executeTakeFirst()
  return Number(done.numDeletedRows)
}
