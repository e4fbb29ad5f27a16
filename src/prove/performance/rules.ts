import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { RuleChange } from '../../platform/ui/index.ts'

export const RULE_KEYS = [
  'small_number',
  'summon_days',
  'appeal_days',
  'appeal_answer_days',
  'reward_objection_days',
  'campaign_days',
] as const
export type RuleKey = (typeof RULE_KEYS)[number]

export type RuleRow = {
  key: RuleKey
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
    from performance.default_rule d
    left join lateral (select * from performance.rule r where r.institution_id = ${scope.institution} and r.key = d.key
      and r.valid_from <= ${on} order by r.valid_from desc, r.at desc, r.id desc limit 1) r on true
    order by d.key`.execute(db)
  return rows
}

export async function getRule(db: Db, scope: Scope, key: RuleKey, on: string): Promise<RuleRow> {
  const found = (await listRules(db, scope, on)).find((rule) => rule.key === key)
  if (!found) throw new Error(`no rule ${key}`)
  return found
}

export type NewRule = { key: RuleKey; value: number; source: string; verified: boolean; valid_from: string }

export async function putRule(db: Db, scope: Scope<'performance.rules'>, now: Date, rule: NewRule): Promise<void> {
  await sql`
    insert into performance.rule (institution_id, id, key, valid_from, value, source, verified, account_id, at)
    values (${scope.institution}, ${newId(now)}, ${rule.key}, ${rule.valid_from}, ${rule.value}, ${rule.source},
      ${rule.verified}, ${scope.account}, ${now})`.execute(db)
}

/** What was set, the latest first; `replaced` by a later one for the same day. */
export async function listChanges(db: Db, scope: Scope<'performance.rules'>): Promise<RuleChange[]> {
  const { rows } = await sql<RuleChange>`
    select r.key, r.value, r.source, r.verified, r.valid_from, r.at, a.name as by,
      row_number() over (partition by r.key, r.valid_from order by r.at desc, r.id desc) > 1 as replaced
    from performance.rule r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.account_id
    where r.institution_id = ${scope.institution} order by r.at desc, r.id desc limit 300`.execute(db)
  return rows
}
