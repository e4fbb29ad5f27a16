import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { CODES, type Factor, hashRecoveryCode, newRecoveryCode } from './model.ts'

/** The newest row of a role is what counts. */
const DEMAND = sql`lateral (select d.demanded, d.holds_from, d.reason, d.set_at from people.factor_demand d
  where d.institution_id = r.institution_id and d.role_id = r.id order by d.set_at desc, d.id desc limit 1)`

export async function getFactor(db: Db, scope: Scope<'public' | 'self'>, account: string, now: Date): Promise<Factor> {
  const { rows } = await sql<Factor>`
    select exists (select from people.totp t where t.institution_id = ${scope.institution} and t.account_id = ${account}
        and t.confirmed_at is not null) as totp,
      (select count(*)::int from people.passkey p where p.institution_id = ${scope.institution}
        and p.account_id = ${account}) as passkeys,
      (select count(*)::int from people.recovery_code c where c.institution_id = ${scope.institution}
        and c.account_id = ${account} and c.used_at is null) as codes,
      (select min(d.holds_from) from roles.grant g
        join roles.role r on r.institution_id = g.institution_id and r.id = g.role_id
        join ${DEMAND} d on d.demanded
        where g.institution_id = ${scope.institution} and g.account_id = ${account} and g.valid_from <= ${now}
          and (g.valid_to is null or g.valid_to > ${now})) as "demandedFrom"`.execute(db)
  return rows[0]!
}

export type DemandRow = {
  id: string
  code: string
  name: string
  demanded: boolean | null
  holds_from: string | null
  reason: string | null
  set_at: Date | null
  holders: number
  lacking: number
}

/** Every role with its demand, who holds it now, and who of them has neither app nor passkey. */
export async function listDemands(db: Db, scope: Scope<'role.manage'>, now: Date): Promise<DemandRow[]> {
  const { rows } = await sql<DemandRow>`
    select r.id, r.code, r.name, d.demanded, d.holds_from, d.reason, d.set_at, count(distinct a.id)::int as holders,
      (count(distinct a.id) filter (where not f.has))::int as lacking
    from roles.role r
    left join ${DEMAND} d on true
    left join roles.grant g on g.institution_id = r.institution_id and g.role_id = r.id and g.valid_from <= ${now}
      and (g.valid_to is null or g.valid_to > ${now})
    left join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    left join lateral (select
        exists (select from people.totp t where t.institution_id = a.institution_id and t.account_id = a.id
          and t.confirmed_at is not null)
        or exists (select from people.passkey p where p.institution_id = a.institution_id and p.account_id = a.id)
      as has) f on true
    where r.institution_id = ${scope.institution}
    group by r.id, r.code, r.name, d.demanded, d.holds_from, d.reason, d.set_at
    order by r.name, r.id limit 500`.execute(db)
  return rows
}

export type DemandChange = {
  id: string
  code: string
  role: string
  demanded: boolean
  holds_from: string | null
  reason: string
  set_at: Date
  by: string | null
}

/** What was set when and by whom, newest first. */
export async function listDemandChanges(db: Db, scope: Scope<'role.manage'>): Promise<DemandChange[]> {
  const { rows } = await sql<DemandChange>`
    select d.id, r.code, r.name as role, d.demanded, d.holds_from, d.reason, d.set_at, a.name as by
    from people.factor_demand d
    join roles.role r on r.institution_id = d.institution_id and r.id = d.role_id
    left join people.account a on a.institution_id = d.institution_id and a.id = d.set_by
    where d.institution_id = ${scope.institution} order by d.set_at desc, d.id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Undefined when there is no such role; otherwise its name and the accounts that hold it now and lack a factor. */
export async function insertDemand(
  db: Db,
  scope: Scope<'role.manage'>,
  now: Date,
  demand: { role: string; from: string | null; reason: string },
): Promise<{ name: string; lacking: string[] } | undefined> {
  const { rows } = await sql<{ name: string; lacking: string[] }>`
    with role as (select id, name from roles.role where institution_id = ${scope.institution} and id = ${demand.role}),
    made as (
      insert into people.factor_demand (institution_id, id, role_id, demanded, holds_from, reason, set_at, set_by)
      select ${scope.institution}, ${newId(now)}, role.id, ${demand.from !== null}, ${demand.from}::date, ${demand.reason},
        ${now}, ${scope.account}::uuid from role)
    select role.name, array(select distinct g.account_id::text from roles.grant g
      join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
      where g.institution_id = ${scope.institution} and g.role_id = role.id and g.valid_from <= ${now}
        and (g.valid_to is null or g.valid_to > ${now})
        and not exists (select from people.totp t where t.institution_id = g.institution_id
          and t.account_id = g.account_id and t.confirmed_at is not null)
        and not exists (select from people.passkey p where p.institution_id = g.institution_id
          and p.account_id = g.account_id)) as lacking
    from role`.execute(db)
  return rows[0]
}

/** New codes in place of all earlier ones; returned once and stored as hashes. */
export async function replaceRecoveryCodes(db: Db, scope: Scope<'self'>, now: Date): Promise<string[]> {
  await deleteRecoveryCodes(db, scope, scope.account!)
  const codes = Array.from({ length: CODES }, newRecoveryCode)
  await db
    .insertInto('people.recovery_code')
    .values(
      codes.map((code) => ({
        institution_id: scope.institution,
        account_id: scope.account!,
        code_hash: hashRecoveryCode(code),
        created_at: now,
      })),
    )
    .execute()
  return codes
}

export async function deleteRecoveryCodes(
  db: Db,
  scope: Scope<'self'> | Scope<'account.manage'>,
  account: string,
): Promise<void> {
  await db
    .deleteFrom('people.recovery_code')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .execute()
}

/** How many are left; undefined when this is none of them or was used. Of two who send it at once one gets through. */
export async function useRecoveryCode(
  db: Db,
  scope: Scope<'public'>,
  account: string,
  code: string,
  now: Date,
): Promise<number | undefined> {
  const done = await db
    .updateTable('people.recovery_code')
    .set({ used_at: now })
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('code_hash', '=', hashRecoveryCode(code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (Number(done.numUpdatedRows) === 0) return undefined
  const left = await db
    .selectFrom('people.recovery_code')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', account)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return left.count
}

/** Who has set up a second factor has just shown it: a session that was held back until then is an ordinary one. */
export async function releaseSession(
  db: Db,
  scope: Scope<'self'>,
  session: string,
  shown: 'totp' | 'passkey',
): Promise<void> {
  await db
    .updateTable('people.session')
    .set({
      held: false,
      method: sql`case when method in ('password', 'single_sign_on') then method || ${`+${shown}`} else method end`,
    })
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .where('id', '=', session)
    .execute()
}
