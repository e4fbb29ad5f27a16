import { notify } from '../../../core/notifications/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { formatNumber } from '../../../platform/i18n.ts'
import { termLabel } from '../../../platform/words.ts'
import { offices } from '../board.ts'
import { presentPeriod, shift } from '../period.ts'
import { listTree } from '../queries.ts'
import { SCALES } from '../score.ts'
import { loadFacts, scorecardOf } from '../scorecard.ts'
import { rewardMessages } from './messages.ts'
import { meets } from './model.ts'
import { insertNomination, listConcerned, listRewards } from './queries.ts'

type Clock = { now: Date; today: string }

/** Tells the one proposed and whoever proposed them of a step, but not whoever took it. */
export async function tellOfStep(
  db: Db,
  scope: Scope<'self' | 'reward.propose'>,
  now: Date,
  id: string,
  step: keyof typeof rewardMessages.id.notices,
): Promise<void> {
  const concerned = await listConcerned(db, scope, id)
  await notify(
    db,
    scope,
    now,
    concerned
      .filter((one) => one.account !== scope.account)
      .map((one) => ({
        accountId: one.account,
        kind: 'performance.reward',
        title: rewardMessages.id.notices[step],
        body: one.reward,
        href: `/penghargaan/usulan/${id}`,
        key: `reward:${id}:${step}`,
      })),
  )
}

/**
 * Proposes every unit whose figure of the last whole quarter meets the rule of a reward, each once; returns how many.
 * Nobody has proposed these, so anybody may review them.
 */
export async function proposeByRule(db: Db, scope: Scope<'reward.review'>, clock: Clock): Promise<number> {
  const rewards = (await listRewards(db, scope, clock.today)).filter((reward) => reward.template_code !== null)
  if (rewards.length === 0) return 0
  const period = shift(presentPeriod(clock.today.slice(0, 7)), -1)
  const units = offices(await listTree(db, scope), scope.units)
  const facts = await loadFacts(
    db,
    scope,
    clock,
    units.map((unit) => unit.id),
    period,
  )
  let proposed = 0
  for (const unit of units) {
    const card = scorecardOf(facts, unit.id, period)
    for (const reward of rewards) {
      const code = reward.template_code
      const line = card.lines.find((one) => one.key === code)
      if (!code || !line || !meets(line.figure, code, line.template.direction, reward.threshold ?? 0)) continue
      const said = (value: number | undefined) =>
        value === undefined ? null : Math.round(value * (SCALES[code] === 'share' ? 10_000 : 100)) / 100
      const value = said(line.figure.value ?? 0) ?? 0
      const made = await insertNomination(db, scope, clock.now, {
        reward_id: reward.id,
        unit_id: unit.id,
        employee_id: null,
        period: period.key,
        reason: rewardMessages.id.byRuleReason(
          termLabel(scope.institution, 'unit_indicator', code, 'id'),
          formatNumber(value, 'id', 1),
        ),
        evidence_url: undefined,
        figure: {
          template: code,
          value,
          low: said(line.figure.interval?.low),
          high: said(line.figure.interval?.high),
          n: line.figure.n,
          ruleVersion: line.ruleVersion,
        },
        proposed_by: null,
      })
      if (made) proposed++
    }
  }
  return proposed
}
