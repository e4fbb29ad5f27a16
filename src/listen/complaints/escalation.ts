import { addWorkingTime, type WorkingCalendar } from '../../platform/calendar.ts'

export const AUDIENCES = ['officer', 'unit_head', 'coordinator', 'leader', 'nobody'] as const
export type Audience = (typeof AUDIENCES)[number]

/** A dated rule: `days` working days after the deadline (negative: before it) this audience is told. */
export type EscalationRule = {
  level: number
  days: number
  audience: Audience
  valid_from: string
  source: string
  verified: boolean
}

/** The rule of each level that holds on this date, by level. */
export function rulesOn<R extends EscalationRule>(rules: readonly R[], date: string): R[] {
  const holding = new Map<number, R>()
  for (const rule of rules.toSorted((a, b) => a.valid_from.localeCompare(b.valid_from)))
    if (rule.valid_from <= date) holding.set(rule.level, rule)
  return [...holding.values()].sort((a, b) => a.level - b.level)
}

const MINUTE = 60_000
const FURTHEST = 120 * 24 * 60

/**
 * The latest deadline that is ripe for this rule now: every deadline up to it has been past for `days` working days, or
 * lies at most so many ahead. Working time only grows, so the minute is found by halving.
 */
export function ripeUntil(rule: Pick<EscalationRule, 'days'>, now: Date, calendar: WorkingCalendar): Date {
  if (rule.days < 0) return addWorkingTime(calendar, now, { days: -rule.days })
  if (rule.days === 0) return now
  let early = FURTHEST
  let late = 0
  while (early - late > 1) {
    const middle = Math.floor((early + late) / 2)
    const due = new Date(now.getTime() - middle * MINUTE)
    if (addWorkingTime(calendar, due, { days: rule.days }) <= now) early = middle
    else late = middle
  }
  return new Date(now.getTime() - early * MINUTE)
}
