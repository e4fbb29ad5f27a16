import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type DatedNumber, listDatedNumbers } from '../../platform/dated-rules.ts'

export const RULE_KEYS = [
  'small_number',
  'summon_days',
  'appeal_days',
  'appeal_answer_days',
  'reward_objection_days',
  'campaign_days',
] as const
export type RuleKey = (typeof RULE_KEYS)[number]

export type RuleRow = DatedNumber<RuleKey>

export const RULES = {
  standard: 'performance.default_rule',
  own: 'performance.rule',
  may: 'performance.rules',
} as const

export async function getRule(db: Db, scope: Scope, key: RuleKey, on: string): Promise<RuleRow> {
  const found = (await listDatedNumbers<RuleKey>(db, scope, RULES, on)).find((rule) => rule.key === key)
  if (!found) throw new Error(`no rule ${key}`)
  return found
}
