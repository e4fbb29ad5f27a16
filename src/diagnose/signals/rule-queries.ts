import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { RuleChange } from '../../platform/ui/index.ts'
import { ChartRule, RULE_KEYS, type RuleKey } from './rule-model.ts'

export type RuleRow = { key: RuleKey; value: number; source: string; verified: boolean; valid_from: string | null }

/** What holds on a date, in the order of the page: the institution's own row with the latest date that has come, otherwise the default. */
export async function listRules(db: Db, scope: Scope, on: string): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select d.key, coalesce(r.value, d.value)::float8 as value, coalesce(r.source, d.source) as source,
      coalesce(r.verified, d.verified) as verified, r.valid_from
    from signals.chart_standard d
    left join lateral (select * from signals.chart_rule r where r.institution_id = ${scope.institution} and r.key = d.key
      and r.valid_from <= ${on} order by r.valid_from desc, r.at desc, r.id desc limit 1) r on true`.execute(db)
  return rows.sort((a, b) => RULE_KEYS.indexOf(a.key) - RULE_KEYS.indexOf(b.key))
}

/** The numbers of a date together. */
export async function getRule(db: Db, scope: Scope, on: string): Promise<ChartRule> {
  return ChartRule.parse(Object.fromEntries((await listRules(db, scope, on)).map(({ key, value }) => [key, value])))
}

export async function putRule(
  db: Db,
  scope: Scope<'signal.rules'>,
  now: Date,
  rule: { key: string; value: number; source: string; verified: boolean; valid_from: string },
): Promise<void> {
  await sql`
    insert into signals.chart_rule (institution_id, id, key, valid_from, value, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${rule.key}, ${rule.valid_from}, ${rule.value}, ${rule.source},
      ${rule.verified}, ${scope.account}, ${now})`.execute(db)
}

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listChanges(db: Db, scope: Scope): Promise<RuleChange[]> {
  const { rows } = await sql<RuleChange>`
    select r.key, r.value::float8 as value, r.source, r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by r.key, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from signals.chart_rule r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}
