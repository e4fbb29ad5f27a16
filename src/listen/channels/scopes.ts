import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { listUnitChoices } from './queries.ts'

/** For what is the institution's own, such as its settings; reaches no unit. */
export function houseScope(institution: string): Scope<'public'> {
  return systemScope('public', 'channels work for the institution itself', institution, [])
}

/** For what comes in over a channel: nobody is signed in, and the case may lie with any unit. */
export async function intakeScope(db: Db, institution: string): Promise<Scope<'complaint.read'>> {
  const units = await listUnitChoices(db, houseScope(institution))
  return systemScope(
    'complaint.read',
    'takes in and answers what citizens write over a channel',
    institution,
    units.map((unit) => unit.id),
  )
}
