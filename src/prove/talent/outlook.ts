import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { addMonths, birthOf, HORIZON_YEARS, type Retirement, type Rules, retirementOf } from './model.ts'
import { listOldest, listPrepared, type PersonRow, type Prepared } from './queries.ts'

/** No position's age is lower, so nobody born later can retire within the horizon. */
function youngestAge(rules: Rules): number {
  const ages = Object.entries(rules).flatMap(([key, rule]) => (key.startsWith('age:') ? [rule.value] : []))
  return Math.min(...ages, 65)
}

/** What a list may show of a person: neither number nor date of birth. */
export type Leaving = Pick<PersonRow, 'id' | 'name' | 'unit_id' | 'unit' | 'position' | 'employment'> & {
  retirement: Retirement
  prepared: Prepared
  /** It is time to have a successor, and there is none. */
  gap: boolean
}

/** Everybody in reach who retires within the horizon, soonest first. */
export async function listLeaving(
  db: Db,
  scope: Scope<'talent.read'>,
  rules: Rules,
  today: string,
): Promise<Leaving[]> {
  const end = addMonths(`${today.slice(0, 8)}01`, HORIZON_YEARS * 12)
  const people = await listOldest(db, scope, Number(end.slice(0, 4)) - youngestAge(rules))
  const leaving = people.flatMap((person) => {
    const birth = birthOf(person)
    const retirement = birth ? retirementOf(birth, person, rules) : undefined
    return retirement && retirement.starts > today && retirement.starts <= end ? [{ person, retirement }] : []
  })
  const ids = leaving.map(({ person }) => person.id)
  const prepared = await listPrepared(db, scope, ids, today)
  return leaving
    .map(({ person: { id, name, unit_id, unit, position, employment }, retirement }) => {
      const found = prepared.get(id)!
      const gap = found.successors === 0 && retirement.planFrom <= today
      return { id, name, unit_id, unit, position, employment, retirement, prepared: found, gap }
    })
    .sort((a, b) => a.retirement.starts.localeCompare(b.retirement.starts) || a.name.localeCompare(b.name))
}

export type UnitOutlook = { unit_id: string; unit: string; people: number; due: number; gaps: number }

export function byUnit(leaving: readonly Leaving[], today: string): UnitOutlook[] {
  const units = new Map<string, UnitOutlook>()
  for (const one of leaving) {
    const row = units.get(one.unit_id) ?? { unit_id: one.unit_id, unit: one.unit, people: 0, due: 0, gaps: 0 }
    row.people += 1
    if (one.retirement.planFrom <= today) row.due += 1
    if (one.gap) row.gaps += 1
    units.set(one.unit_id, row)
  }
  return [...units.values()].sort((a, b) => b.gaps - a.gaps || b.people - a.people || a.unit.localeCompare(b.unit))
}

export function byYear(leaving: readonly Leaving[], today: string): { year: string; people: number }[] {
  const first = Number(today.slice(0, 4))
  return Array.from({ length: HORIZON_YEARS + 1 }, (_, index) => String(first + index)).map((year) => ({
    year,
    people: leaving.filter((one) => one.retirement.starts.startsWith(year)).length,
  }))
}
