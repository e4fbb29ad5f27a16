import type { Access, Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'

export type MoveListener = (db: Db, scope: Scope<Access>, now: Date, units: readonly string[]) => Promise<void>

const listeners: MoveListener[] = []

/**
 * Later slices learn here from which and into which units people moved, in the transaction that moves them, so that
 * their sums per unit are never older than the places they count.
 */
export function onMoves(listener: MoveListener): void {
  listeners.push(listener)
}

export async function tellMoves(db: Db, scope: Scope<Access>, now: Date, units: readonly string[]): Promise<void> {
  const distinct = [...new Set(units)]
  if (distinct.length === 0) return
  for (const listener of listeners) await listener(db, scope, now, distinct)
}
