import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Doubt } from './defence/model.ts'

export type CaseParts = {
  attachments: boolean
  merges: boolean
  tasks: boolean
  watchers: boolean
  held: boolean
  references: boolean
  place: boolean
  payment: boolean
  /** Why it may not be from a person, until somebody looked at it. */
  doubts: readonly Doubt[] | null
}

/** What this case has at all: most have little of it, and ten statements that find nothing cost more than this one. */
export async function findCaseParts(db: Db, scope: Scope, id: string): Promise<CaseParts> {
  const has = (table: string) => sql`exists (select from ${sql.table(table)}
    where institution_id = ${scope.institution} and complaint_id = ${id})`
  const { rows } = await sql<CaseParts>`
    select ${has('complaints.attachment')} as attachments, ${has('complaints.task')} as tasks,
      ${has('complaints.watcher')} as watchers, ${has('complaints.held_answer')} as held,
      ${has('complaints.reference')} as references, ${has('complaints.place')} as place,
      ${has('complaints.payment')} as payment,
      (select reasons from complaints.unproven where institution_id = ${scope.institution} and complaint_id = ${id}
        and looked_at is null) as doubts,
      ${has('complaints.merge')} or exists (select from complaints.merge
        where institution_id = ${scope.institution} and into_id = ${id}) as merges`.execute(db)
  return rows[0]!
}
