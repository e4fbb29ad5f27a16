import { z } from 'zod'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { type DatedNumber, listDatedNumbers } from '../../../platform/dated-rules.ts'
import { ruleFields, ruleKey, ruleNumber } from '../../../platform/http/rule-input.ts'

/** In the order of the page; of a yearly rule 0 says that there is none. */
export const JP_KEYS = [
  'minutes_per_jp',
  'yearly_minimum:pns',
  'yearly_maximum:pns',
  'yearly_minimum:pppk',
  'yearly_maximum:pppk',
  'yearly_minimum:pppk_part_time',
  'yearly_maximum:pppk_part_time',
  'watched_percent',
] as const
export type JpKey = (typeof JP_KEYS)[number]
export type JpRule = DatedNumber<JpKey>

export const JP_RULES = { standard: 'learning.jp_standard', own: 'learning.jp_rule', may: 'learning.rules' } as const

export const NewJpRule = z.object({ key: ruleKey(JP_KEYS), value: ruleNumber, ...ruleFields })

/** Least and most of a rule; all are whole. */
export function jpBounds(key: JpKey): readonly [least: number, most: number] {
  if (key === 'watched_percent') return [1, 100]
  return key === 'minutes_per_jp' ? [1, 120] : [0, 1000]
}

/** What holds on a date, in the order of the page. */
export async function listJpRules(db: Db, scope: Scope, on: string): Promise<JpRule[]> {
  const rows = await listDatedNumbers<JpKey>(db, scope, JP_RULES, on)
  return rows.sort((a, b) => JP_KEYS.indexOf(a.key) - JP_KEYS.indexOf(b.key))
}

export function minutesRule(rules: readonly JpRule[]): JpRule {
  return rules.find(({ key }) => key === 'minutes_per_jp')!
}

/** How much of a video's seconds have to be played, in percent. */
export function watchedPercent(rules: readonly JpRule[]): number {
  return rules.find(({ key }) => key === 'watched_percent')!.value
}

/** What people of this employment are to reach in a year, or otherwise not to exceed. */
export function yearlyRule(rules: readonly JpRule[], employment: string): JpRule | undefined {
  return ['yearly_minimum', 'yearly_maximum']
    .map((kind) => rules.find(({ key, value }) => key === `${kind}:${employment}` && value > 0))
    .find((rule) => rule !== undefined)
}
