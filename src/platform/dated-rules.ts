import { sql } from 'kysely'
import type { Permission, Scope } from './access.ts'
import type { Db } from './database/db.ts'
import { newId } from './id.ts'
import type { RuleChange } from './ui/index.ts'

/** Where a slice keeps its numbers: what is shipped; what institutions have set, append only; and who may set them. */
export type RuleTables<May extends Permission = Permission> = {
  readonly standard: string
  readonly own: string
  readonly may: May
}

export type DatedNumber<Key extends string = string> = {
  key: Key
  value: number
  source: string
  verified: boolean
  /** Null where the institution has set nothing of its own. */
  valid_from: string | null
}

export type NewDatedNumber = { key: string; value: number; source: string; verified: boolean; valid_from: string }

/** A date, or the day of an instant where the institution is. */
export function dayOf(scope: Scope, when: string | Date) {
  return typeof when === 'string'
    ? sql`${when}::date`
    : sql`(select (${when}::timestamptz at time zone time_zone)::date from organization.institution where id = ${scope.institution})`
}

/** What holds on a date: the institution's own row with the latest date that has come, otherwise what is shipped. */
export async function listDatedNumbers<Key extends string>(
  db: Db,
  scope: Scope,
  tables: RuleTables,
  on: string | Date,
): Promise<DatedNumber<Key>[]> {
  const { rows } = await sql<DatedNumber<Key>>`
    select d.key, coalesce(r.value, d.value)::float8 as value, coalesce(r.source, d.source) as source,
      coalesce(r.verified, d.verified) as verified, r.valid_from
    from ${sql.table(tables.standard)} d
    left join lateral (select * from ${sql.table(tables.own)} r where r.institution_id = ${scope.institution} and r.key = d.key
      and r.valid_from <= ${dayOf(scope, on)} order by r.valid_from desc, r.at desc, r.id desc limit 1) r on true
    order by d.key`.execute(db)
  return rows
}

export async function putDatedNumber<May extends Permission>(
  db: Db,
  scope: Scope<May>,
  tables: RuleTables<May>,
  now: Date,
  rule: NewDatedNumber,
): Promise<void> {
  await sql`
    insert into ${sql.table(tables.own)} (institution_id, id, key, valid_from, value, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${rule.key}, ${rule.valid_from}, ${rule.value}, ${rule.source},
      ${rule.verified}, ${scope.account}, ${now})`.execute(db)
}

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listNumberChanges(db: Db, scope: Scope, { own }: RuleTables): Promise<RuleChange[]> {
  const { rows } = await sql<RuleChange>`
    select r.key, r.value::float8 as value, r.source, r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by r.key, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from ${sql.table(own)} r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}
