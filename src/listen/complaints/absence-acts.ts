import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { giveBack, type HandOver, handOver, lockBegun, lockOver } from './absence-queries.ts'

type Moved = { handed: number; returned: number }

/**
 * What begun absences hand over and ended ones give back, by the day in the institution; of one absence, or of all.
 * Each happens once, whoever looks first.
 */
export async function moveCases(
  db: Db,
  scope: Scope,
  now: Date,
  one: string | null,
  tell: (absence: HandOver, moved: Moved) => Promise<void> = async () => undefined,
): Promise<Moved> {
  const sum = { handed: 0, returned: 0 }
  // What comes back first may go on to the substitute of the one it comes back to.
  for (const absence of await lockOver(db, scope, now, one)) {
    const returned = await giveBack(db, scope, now, absence)
    sum.returned += returned
    if (returned > 0) await tell(absence, { handed: 0, returned })
  }
  for (const absence of await lockBegun(db, scope, now, one)) {
    const handed = await handOver(db, scope, now, absence)
    sum.handed += handed
    if (handed > 0) await tell(absence, { handed, returned: 0 })
  }
  return sum
}
