import type { Period } from '../queries.ts'

/** The part of the year a survey is owed for: all of it where one a year is asked, a half where two are. */
export function partOf(today: string, times: number): Period {
  const length = 12 / times
  const month = Number(today.slice(5, 7)) - 1
  const first = month - (month % length)
  const named = (index: number) => `${today.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`
  return { from: named(first), to: named(first + length - 1) }
}

/** Whether its last quarter has begun: from then on whoever answers for it is reminded. */
export function endsSoon(today: string, times: number): boolean {
  return Number(partOf(today, times).to.slice(5)) - Number(today.slice(5, 7)) < 12 / times / 4
}
