import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { type DatedNumber, listDatedNumbers } from '../../platform/dated-rules.ts'
import type { EvaluationRule } from './effect.ts'
import { RULE_KEYS, type RuleKey } from './rule-model.ts'

export const RULES = { standard: 'evaluation.rule_standard', own: 'evaluation.rule', may: 'evaluation.rules' } as const

/** Of the shipped numbers; what an institution has set is counted behind it. */
const SHIPPED = 'dampak-2026.1'

/** What holds on a date, in the order of the page. */
export async function listRules(db: Db, scope: Scope, on: string): Promise<DatedNumber<RuleKey>[]> {
  const rows = await listDatedNumbers<RuleKey>(db, scope, RULES, on)
  return rows.sort((a, b) => RULE_KEYS.indexOf(a.key) - RULE_KEYS.indexOf(b.key))
}

export async function numbersOn(db: Db, scope: Scope, on: string): Promise<Readonly<Record<RuleKey, number>>> {
  const rows = await listRules(db, scope, on)
  return Object.fromEntries(rows.map(({ key, value }) => [key, value])) as Record<RuleKey, number>
}

/**
 * The rules of a date. Rows are only added, and none for a day that is over, so the number of those whose day has come
 * names what holds.
 */
export async function getRule(db: Db, scope: Scope, on: string): Promise<EvaluationRule> {
  const numbers = await numbersOn(db, scope, on)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from evaluation.rule
    where institution_id = ${scope.institution} and valid_from <= ${on}`.execute(db)
  const { count } = rows[0]!
  return {
    version: count === 0 ? SHIPPED : `${SHIPPED}+${count}`,
    confidence: numbers.confidence / 100,
    leastMonths: numbers.least_months,
    leastComparison: numbers.least_comparison,
    advisedComparison: numbers.advised_comparison,
    leastAnswers: numbers.least_answers,
    leastComplaints: numbers.least_complaints,
    worthwhileSkm: numbers.worthwhile_skm,
    worthwhileComplaints: numbers.worthwhile_complaints / 100,
    selectionMonths: numbers.selection_months,
    selectionShare: numbers.selection_share / 100,
    selectionSigma: numbers.selection_sigma,
    leastGroup: numbers.least_group,
  }
}
