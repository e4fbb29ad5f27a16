import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'

export type RuleRow = {
  key: string
  value: string
  source: string
  verified: boolean
  valid_from: string | null
  own: boolean
}

/** Never below the house's own: what is public must not name anybody, whatever an institution decides. */
export const SMALLEST_CELL = 5
/** The fewest and most of a rule whose value is a count. */
const COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  small_number: [1, 99_999],
  keep_days: [1, 99_999],
  small_cell: [SMALLEST_CELL, 100],
  receipts_per_day: [1, 1000],
}

/** The bounds of a rule whose value is a count; undefined of one that is words. */
export function boundsOf(key: string): readonly [least: number, most: number] | undefined {
  return COUNTS[key]
}

/** The smallest group of complaints that public figures tell by itself. */
export async function smallestCell(db: Db, scope: Scope, on: string): Promise<number> {
  return Math.max(SMALLEST_CELL, Number((await getRule(db, scope, 'small_cell', on)).value))
}

/** How many receipts of reports an address gets on one day, whoever typed it. */
export async function receiptsPerDay(db: Db, scope: Scope, on: string): Promise<number> {
  return Number((await getRule(db, scope, 'receipts_per_day', on)).value)
}

/** What holds on a date: the institution's own row with the latest date that has come, otherwise the default. */
export async function listRules(db: Db, scope: Scope, on: string): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select d.key, coalesce(r.value, d.value) as value, coalesce(r.source, d.source) as source,
      coalesce(r.verified, d.verified) as verified, r.valid_from, r.key is not null as own
    from services.default_rule d
    left join lateral (select * from services.rule r where r.institution_id = ${scope.institution} and r.key = d.key
      and r.valid_from <= ${on} order by r.valid_from desc, r.at desc, r.id desc limit 1) r on true
    order by d.key`.execute(db)
  return rows
}

export async function getRule(db: Db, scope: Scope, key: string, on: string): Promise<RuleRow> {
  const found = (await listRules(db, scope, on)).find((rule) => rule.key === key)
  if (!found) throw new Error(`no rule ${key}`)
  return found
}

export type NewRule = { key: string; value: string; source: string; verified: boolean; valid_from: string }

export async function putRule(db: Db, scope: Scope<'service.rules'>, now: Date, rule: NewRule): Promise<void> {
  await sql`
    insert into services.rule (institution_id, id, key, valid_from, value, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${rule.key}, ${rule.valid_from}, ${rule.value}, ${rule.source}, ${rule.verified},
      ${scope.account}, ${now})`.execute(db)
}

export type RuleChange = NewRule & { at: Date; by: string | null; replaced: boolean }

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listChanges(db: Db, scope: Scope<'service.rules'>): Promise<RuleChange[]> {
  const { rows } = await sql<RuleChange>`
    select r.key, r.value, r.source, r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by r.key, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from services.rule r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}
