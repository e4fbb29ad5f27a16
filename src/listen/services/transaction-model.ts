import { type WorkingCalendar, workingDaysBetween, workingTimeBetween } from '../../platform/calendar.ts'
import type { StandardContent } from './content.ts'
import { promisedBy } from './promise.ts'

export const INTAKES = ['counter', 'online', 'api', 'import'] as const
export type Intake = (typeof INTAKES)[number]
export const OUTCOMES = ['completed', 'rejected', 'incomplete', 'no_show', 'withdrawn', 'lapsed'] as const
export type TransactionOutcome = (typeof OUTCOMES)[number]

/** As stored: a number, because row-level security keeps enums out of index conditions. */
export const WAITING = 0
export const CALLED = 1
export const SERVING = 2
export const ENDED = 3

/** What a queue machine prints: 12, 012, A012, B-07, CS 3, 2/A015; a date, a time, words or a formula are none. */
export function isQueueLabel(text: string): boolean {
  return text.length <= 12 && /^(?=.*\d)[a-z0-9]+(?:[ ./-][a-z0-9]+)?$/i.test(text)
}

export type Times = { arrived_at: Date; started_at: Date | null; ended_at: Date | null }
export type TimeProblem = 'order' | 'future'

export function timeProblem({ arrived_at, started_at, ended_at }: Times, now: Date): TimeProblem | undefined {
  if ([arrived_at, started_at, ended_at].some((at) => at !== null && at.getTime() > now.getTime())) return 'future'
  const start = started_at ?? arrived_at
  return start < arrived_at || (ended_at !== null && ended_at < start) ? 'order' : undefined
}

type Promised = Pick<StandardContent, 'days' | 'minutes'>
export type Clock = { due_at: Date | null; on_time: boolean | null }

/** What is stored for sorting and counting; a pure function of the times, the promise and the calendar. */
export function clockOf(
  promise: Promised | undefined,
  times: Pick<Times, 'started_at' | 'ended_at'>,
  outcome: TransactionOutcome | null,
  calendar: WorkingCalendar,
): Clock {
  if (!promise || !times.started_at) return { due_at: null, on_time: null }
  const due_at = promisedBy(promise, times.started_at, calendar)
  return { due_at, on_time: outcome === 'completed' && times.ended_at ? times.ended_at <= due_at : null }
}

/** Working days, or working minutes rounded up, that a service took: in the unit of its promise. */
export function tookFor(promise: Promised, startedAt: Date, endedAt: Date, calendar: WorkingCalendar): number {
  return promise.days === null
    ? Math.ceil(workingTimeBetween(calendar, startedAt, endedAt) / 60_000)
    : workingDaysBetween(calendar, startedAt, endedAt)
}

/** The middle value; of an even number of values the lower one of the two, which is a value that did occur. */
export function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length / 2) - 1]
}

export function percentile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)]
}
