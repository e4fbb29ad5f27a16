import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { Receipt } from './acts.ts'
import { keyOf } from './key.ts'

export type ReferenceData = { readonly [key: string]: string | number | boolean | null }
export type Reference = { system: string; external_id: string; complaint_id: string; data: ReferenceData }

/**
 * Notes what another system calls this complaint; said again, the data is replaced. False when that name belongs to
 * another complaint.
 */
export async function linkReference(
  db: Db,
  scope: Scope,
  now: Date,
  reference: { complaintId: string; system: string; externalId: string; data?: ReferenceData | undefined },
): Promise<boolean> {
  const { rows } = await sql`
    insert into complaints.reference as r (institution_id, system, external_id, complaint_id, data, created_at)
    values (${scope.institution}, ${reference.system}, ${reference.externalId}, ${reference.complaintId},
      ${JSON.stringify(reference.data ?? {})}::jsonb, ${now})
    on conflict (institution_id, system, external_id) do update set data = excluded.data
    where r.complaint_id = excluded.complaint_id
    returning complaint_id`.execute(db)
  return rows.length > 0
}

/** The complaint another system means. Whoever calls must know that the asker may: this is not limited to units. */
export async function findByReference(
  db: Db,
  scope: Scope,
  system: string,
  externalId: string,
): Promise<(Reference & { code: string }) | undefined> {
  const { rows } = await sql<Reference & { code: string }>`
    select r.system, r.external_id, r.complaint_id, r.data, c.code
    from complaints.reference r
    join complaints.complaint c on c.institution_id = r.institution_id and c.id = r.complaint_id
    where r.institution_id = ${scope.institution} and r.system = ${system} and r.external_id = ${externalId}`.execute(
    db,
  )
  return rows[0]
}

export async function listReferences(db: Db, scope: Scope, complaintIds: readonly string[]): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select system, external_id, complaint_id, data from complaints.reference
    where institution_id = ${scope.institution} and complaint_id = any(${complaintIds}::uuid[])
    order by complaint_id, system, external_id`.execute(db)
  return rows
}

export type IntakeKey = {
  source: string
  key: string
  /** All that was sent, where the sender chooses the key and may choose it twice. */
  content?: unknown
}

/**
 * Takes the key for this complaint, or says which complaint has it and whether the same was sent then; a delivery under
 * way elsewhere is waited for.
 */
export async function takeIntakeKey(
  db: Db,
  scope: Scope,
  now: Date,
  intake: IntakeKey,
  complaintId: string,
): Promise<{ complaint_id: string; same: boolean } | undefined> {
  const print =
    intake.content === undefined ? null : createHash('sha256').update(JSON.stringify(intake.content)).digest()
  const taken = await sql`
    insert into complaints.intake_key (institution_id, source, key, complaint_id, print, created_at)
    values (${scope.institution}, ${intake.source}, ${intake.key}, ${complaintId}, ${print}, ${now})
    on conflict (institution_id, source, key) do nothing returning complaint_id`.execute(db)
  if (taken.rows.length > 0) return undefined
  const { rows } = await sql<{ complaint_id: string; same: boolean }>`
    select complaint_id, print is not distinct from ${print}::bytea as same from complaints.intake_key
    where institution_id = ${scope.institution} and source = ${intake.source} and key = ${intake.key}`.execute(db)
  return rows[0]
}

export async function deleteOldIntakeKeys(db: Db, scope: Scope, before: Date): Promise<void> {
  await sql`delete from complaints.intake_key
    where institution_id = ${scope.institution} and created_at < ${before}`.execute(db)
}

/** What its reporter holds, wherever it lies: for letters and chats that reach the reporter and nobody else. */
export async function findReceipt(
  db: Db,
  scope: Scope,
  id: string,
): Promise<(Receipt & { received_at: Date }) | undefined> {
  const { rows } = await sql<{ id: string; code: string; key_no: number; received_at: Date }>`
    select id, code, key_no, received_at from complaints.complaint where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
  const [found] = rows
  return found && { id, code: found.code, key: keyOf(scope.institution, found), received_at: found.received_at }
}
