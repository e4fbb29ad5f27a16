import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { RuleChange } from '../../platform/ui/index.ts'
import type { Rules } from './model.ts'

export type RuleRow = {
  key: string
  value: number
  source: string
  verified: boolean
  valid_from: string | null
}

/** What holds on a date: the institution's own row with the latest date that has come, otherwise the default. */
export async function listRules(db: Db, scope: Scope, on: string): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select d.key, coalesce(r.value, d.value) as value, coalesce(r.source, d.source) as source,
      coalesce(r.verified, d.verified) as verified, r.valid_from
    from talent.default_rule d
    left join lateral (select * from talent.rule r where r.institution_id = ${scope.institution} and r.key = d.key
      and r.valid_from <= ${on} order by r.valid_from desc, r.at desc, r.id desc limit 1) r on true
    order by d.key`.execute(db)
  return rows
}

export async function rulesOn(db: Db, scope: Scope, on: string): Promise<Rules> {
  return Object.fromEntries((await listRules(db, scope, on)).map((row) => [row.key, row]))
}

export type NewRuleRow = { key: string; value: number; source: string; verified: boolean; valid_from: string }

export async function putRule(db: Db, scope: Scope<'talent.rules'>, now: Date, rule: NewRuleRow): Promise<void> {
  await sql`
    insert into talent.rule (institution_id, id, key, valid_from, value, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${rule.key}, ${rule.valid_from}, ${rule.value}, ${rule.source},
      ${rule.verified}, ${scope.account}, ${now})`.execute(db)
}

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listChanges(db: Db, scope: Scope<'talent.rules'>): Promise<RuleChange[]> {
  const { rows } = await sql<RuleChange>`
    select r.key, r.value, r.source, r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by r.key, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from talent.rule r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}

export type ItemRow = {
  code: string
  months_before: number
  title: string
  hint: string
  source: string
  verified: boolean
  hidden: boolean
  own: boolean
}

/** The checklist, earliest first: defaults in the institution's wording where it has one, and its own items. */
export async function listItems(db: Db, scope: Scope): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    with own as (
      select distinct on (code) code, months_before, title, hint, source, verified, hidden from talent.item
      where institution_id = ${scope.institution} order by code, at desc, id desc)
    select code, months_before, title, hint, source, verified, hidden, true as own from own
    union all
    select d.code, d.months_before, d.title, d.hint, d.source, d.verified, false, false from talent.default_item d
    where not exists (select from own where own.code = d.code)
    order by months_before desc, title limit 200`.execute(db)
  return rows
}

export type NewItemRow = Omit<ItemRow, 'own'>

export async function putItem(db: Db, scope: Scope<'talent.rules'>, now: Date, item: NewItemRow): Promise<void> {
  await sql`
    insert into talent.item (institution_id, id, code, months_before, title, hint, source, verified, hidden, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${item.code}, ${item.months_before}, ${item.title}, ${item.hint},
      ${item.source}, ${item.verified}, ${item.hidden}, ${scope.account}, ${now})`.execute(db)
}

export type ReplacedItem = Pick<ItemRow, 'code' | 'title' | 'months_before' | 'source' | 'verified'> & {
  valid_from: string
  replaced: true
}

/** Wordings of items that a later one has replaced, the latest first. */
export async function listReplacedItems(db: Db, scope: Scope<'talent.rules'>): Promise<ReplacedItem[]> {
  const { rows } = await sql<ReplacedItem>`
    select code, title, months_before, source, verified, true as replaced, valid_from from (
      select i.*, (i.at at time zone n.time_zone)::date as valid_from,
        row_number() over (partition by i.code order by i.at desc, i.id desc) as place
      from talent.item i join organization.institution n on n.id = i.institution_id
      where i.institution_id = ${scope.institution}) as told
    where place > 1 order by at desc, id desc limit 200`.execute(db)
  return rows
}
