import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { inSight } from '../sight.ts'
import type { Doubt } from './model.ts'

/** False when this proof was handed in before. */
export async function takeProof(db: Db, scope: Scope, challenge: string, expiresAt: Date): Promise<boolean> {
  const { rows } = await sql`
    insert into complaints.proof_used (institution_id, challenge, expires_at)
    values (${scope.institution}, ${challenge}, ${expiresAt}) on conflict do nothing returning 1`.execute(db)
  return rows.length > 0
}

export async function deleteOldProofs(db: Db, scope: Scope, now: Date): Promise<void> {
  await sql`
    delete from complaints.proof_used where institution_id = ${scope.institution} and expires_at <= ${now}`.execute(db)
}

export type UnprovenRow = { id: string; subject: string; unit_name: string; reasons: Doubt[]; at: Date }

/** Reports in reach that nobody has looked at yet, oldest first. Whoever verified, refused or merged one has looked at it. */
export async function listUnproven(db: Db, scope: Scope<'complaint.verify'>, most: number): Promise<UnprovenRow[]> {
  const { rows } = await sql<UnprovenRow>`
    select c.id, c.subject, u.name as unit_name, p.reasons, p.at
    from complaints.unproven p
    join complaints.complaint c on c.institution_id = p.institution_id and c.id = p.complaint_id
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where p.institution_id = ${scope.institution} and p.looked_at is null
      and c.status = 'received' and ${inSight(scope)}
      and not exists (select from complaints.merge m where m.institution_id = p.institution_id
        and m.complaint_id = p.complaint_id and m.undone_at is null)
    order by p.at, p.complaint_id limit ${most}`.execute(db)
  return rows
}

/** Returns those of them that were there to look at in reach. */
export async function setLookedAt(
  db: Db,
  scope: Scope<'complaint.verify'>,
  now: Date,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update complaints.unproven p set looked_at = ${now}, looked_by = ${scope.account}
    from complaints.complaint c
    where p.institution_id = ${scope.institution} and p.complaint_id = any(${ids}::uuid[]) and p.looked_at is null
      and c.institution_id = p.institution_id and c.id = p.complaint_id and ${inSight(scope)}
    returning c.id`.execute(db)
  return rows.map(({ id }) => id)
}
