/** A month '2026-10', a quarter '2026-T3' or a year '2026', in whole months, both ends included. */
export type Period = { key: string; kind: PeriodKind; from: string; to: string }
export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

const SPAN: Record<PeriodKind, number> = { month: 1, quarter: 3, year: 12 }
/** How many periods a trend shows, the present one included. */
export const TREND: Record<PeriodKind, number> = { month: 12, quarter: 6, year: 3 }
const EARLIEST = 2015

/** Months since year zero, so that they can be counted with. */
function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1
}

function monthAt(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The period of this kind in which a month 'YYYY-MM' lies. */
export function periodOf(kind: PeriodKind, month: string): Period {
  const start = Math.floor(indexOf(month) / SPAN[kind]) * SPAN[kind]
  const [from, to] = [monthAt(start), monthAt(start + SPAN[kind] - 1)]
  const year = from.slice(0, 4)
  const key = kind === 'year' ? year : kind === 'quarter' ? `${year}-T${Math.floor((start % 12) / 3) + 1}` : from
  return { key, kind, from, to }
}

/** Undefined for anything that is no period, or lies wholly after `month`. */
export function readPeriod(text: string, month: string): Period | undefined {
  const match = /^(\d{4})(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?$/.exec(text)
  if (!match || Number(match[1]) < EARLIEST) return undefined
  const [, year, quarter, own] = match
  const period = quarter
    ? periodOf('quarter', `${year}-${String(Number(quarter) * 3).padStart(2, '0')}`)
    : own
      ? periodOf('month', `${year}-${own}`)
      : periodOf('year', `${year}-01`)
  return period.from > month ? undefined : period
}

/** The period so many later (or, below zero, earlier) of the same kind. */
export function shift(period: Period, by: number): Period {
  return periodOf(period.kind, monthAt(indexOf(period.from) + by * SPAN[period.kind]))
}

/** The periods of a trend, oldest first, this one last. */
export function trendOf(period: Period): Period[] {
  return Array.from({ length: TREND[period.kind] }, (_, back) => shift(period, back + 1 - TREND[period.kind]))
}

export function monthsOf(period: { from: string; to: string }): string[] {
  const from = indexOf(period.from)
  return Array.from({ length: Math.max(0, indexOf(period.to) - from + 1) }, (_, at) => monthAt(from + at))
}

/** What is shown first: the quarter of the last month that is over. */
export function presentPeriod(month: string): Period {
  return periodOf('quarter', monthAt(indexOf(month) - 1))
}
