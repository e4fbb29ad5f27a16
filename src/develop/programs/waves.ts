import { z } from 'zod'
import { idParam, isDate } from '../../platform/http/input.ts'

const PREFIX = 'wave-'

export function waveField(unitId: string): string {
  return PREFIX + unitId
}

/** The form has a date for each treated unit, so its names are data; empty is no date. */
export const WavesInput = z.looseObject({ id: idParam() }).transform(({ id, ...fields }) => ({
  id,
  dates: new Map(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(PREFIX) && typeof value === 'string' ? [[name.slice(PREFIX.length), value.trim()] as const] : [],
    ),
  ),
}))

export type WaveProblem = 'missing' | 'outside' | 'together' | 'sameMonth' | 'unknown'

/** What is wrong with the dates, by unit; all empty takes the waves back. */
export function waveProblems(
  units: readonly string[],
  dates: ReadonlyMap<string, string>,
  program: { from: string; to: string },
): Map<string, WaveProblem> {
  const given = units.map((unit) => ({ unit, date: dates.get(unit) ?? '' }))
  const problems = new Map<string, WaveProblem>()
  if (given.every(({ date }) => date === '')) return problems
  for (const { unit, date } of given) {
    if (date === '') problems.set(unit, 'missing')
    else if (!isDate(date)) problems.set(unit, 'unknown')
    else if (date < program.from || date > program.to) problems.set(unit, 'outside')
  }
  const last = units.at(-1)
  if (problems.size > 0 || last === undefined) return problems
  if (new Set(given.map(({ date }) => date)).size < 2) problems.set(last, 'together')
  else if (new Set(given.map(({ date }) => date.slice(0, 7))).size < 2) problems.set(last, 'sameMonth')
  return problems
}
