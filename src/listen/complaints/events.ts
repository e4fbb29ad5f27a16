import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { NewEventRow } from './rows.ts'

/** A line that was just written to a complaint's story; `sealed` is whistleblowing, which no other system hears of. */
export type ComplaintEvent = NewEventRow & { sealed: boolean }
export type ComplaintListener = (db: Db, scope: Scope, now: Date, events: readonly ComplaintEvent[]) => Promise<void>

const listeners: ComplaintListener[] = []

/**
 * Later slices learn here what happened, in the transaction in which it was written: what they write exists if and
 * only if the event does. Called once for each statement, with up to a thousand events; never for demonstration data.
 */
export function onComplaintEvents(listener: ComplaintListener): void {
  listeners.push(listener)
}

export function heard(): boolean {
  return listeners.length > 0
}

export async function tellListeners(db: Db, scope: Scope, now: Date, events: readonly ComplaintEvent[]): Promise<void> {
  if (events.length === 0) return
  for (const listener of listeners) await listener(db, scope, now, events)
}

export type WithdrawalListener = (db: Db, scope: Scope, complaintId: string) => Promise<void>

const withdrawals: WithdrawalListener[] = []

/** Whoever keeps something by which the reporter can be found lets go of it here, when the whole report is taken back. */
export function onWithdrawal(listener: WithdrawalListener): void {
  withdrawals.push(listener)
}

export async function tellWithdrawal(db: Db, scope: Scope, complaintId: string): Promise<void> {
  for (const listener of withdrawals) await listener(db, scope, complaintId)
}
