import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type DatedNumber, listDatedNumbers } from '../../platform/dated-rules.ts'
import { ChartRule, RULE_KEYS, type RuleKey } from './rule-model.ts'

export type RuleRow = DatedNumber<RuleKey>

export const RULES = { standard: 'signals.chart_standard', own: 'signals.chart_rule', may: 'signal.rules' } as const

/** What holds on a date, in the order of the page. */
export async function listRules(db: Db, scope: Scope, on: string): Promise<RuleRow[]> {
  const rows = await listDatedNumbers<RuleKey>(db, scope, RULES, on)
  return rows.sort((a, b) => RULE_KEYS.indexOf(a.key) - RULE_KEYS.indexOf(b.key))
}

/** The numbers of a date together. */
export async function getRule(db: Db, scope: Scope, on: string): Promise<ChartRule> {
  return ChartRule.parse(Object.fromEntries((await listRules(db, scope, on)).map(({ key, value }) => [key, value])))
}
