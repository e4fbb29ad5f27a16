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
    select code, months_before, title, hint, source, verified, hidden, true as own from talent.item
    where institution_id = ${scope.institution}
    union all
    select d.code, d.months_before, d.title, d.hint, d.source, d.verified, false, false from talent.default_item d
    where not exists (select from talent.item i where i.institution_id = ${scope.institution} and i.code = d.code)
    order by months_before desc, title limit 200`.execute(db)
  return rows
}

export type NewItemRow = Omit<ItemRow, 'own'>

export async function putItem(db: Db, scope: Scope<'talent.rules'>, now: Date, item: NewItemRow): Promise<void> {
  await sql`
    insert into talent.item (institution_id, code, months_before, title, hint, source, verified, hidden, account_id, at)
    values (${scope.institution}, ${item.code}, ${item.months_before}, ${item.title}, ${item.hint}, ${item.source},
      ${item.verified}, ${item.hidden}, ${scope.account}, ${now})
    on conflict (institution_id, code) do update set months_before = excluded.months_before, title = excluded.title,
      hint = excluded.hint, source = excluded.source, verified = excluded.verified, hidden = excluded.hidden,
      account_id = excluded.account_id, at = excluded.at`.execute(db)
}
