import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type Manager = Scope<'retention.manage'>
type Text = { id: string; en: string }

/** What would go: the matter as its keepers name it, and when it ended. */
export type Due = { id: string; label: string; ended: Date }

/** What one rule erases. Everything here leaves out what is held (retention.hold) and what was erased before. */
export type Erasable = {
  readonly kind: string
  readonly path: string
  /**
   * Set where administrators may not know of single ones: they set the period, and no number, list or hold is shown.
   * The slice holds them back itself (`hold`, `release`).
   */
  readonly apart?: true
  readonly title: Text
  /** What goes and what stays, for whoever decides. */
  readonly goes: Text
  readonly stays: Text
  /** Set where freely written text can go as well. */
  readonly text?: Text
  /** What a person types to name one matter: a report's number, an employee's NIP. */
  readonly reference: Text
  count(db: Db, scope: Manager, before: Date): Promise<number>
  /** The oldest 20. */
  list(db: Db, scope: Manager, before: Date): Promise<Due[]>
  find(db: Db, scope: Manager, reference: string): Promise<{ id: string; label: string } | undefined>
  /** Erases up to `most`, oldest first; returns how many. Fewer than `most` means that nothing is left. */
  erase(db: Db, scope: Manager, now: Date, before: Date, withText: boolean, most: number): Promise<number>
}

const kinds: Erasable[] = []

/** Whoever keeps personal data for a time offers it here; the rules, holds and runs are the same for all. */
export function offerErasure(erasable: Erasable): void {
  kinds.push(erasable)
}

export function allErasable(): readonly Erasable[] {
  return kinds
}
