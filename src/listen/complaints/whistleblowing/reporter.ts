import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { seal, unseal } from '../../../platform/seal.ts'

export const REPORTER = 'complaints reporter of wrongdoing'

export type Contact = {
  reporter_name: string | null
  reporter_email: string | null
  reporter_phone: string | null
}
export const NOBODY: Contact = { reporter_name: null, reporter_email: null, reporter_phone: null }

export function unsealed(content: Buffer): Contact {
  return JSON.parse(unseal(REPORTER, content)) as Contact
}

function given(contact: Contact): boolean {
  return Object.values(contact).some((part) => part !== null)
}

/** Keeps who reported wrongdoing; of who left nothing, no row. */
export async function sealReporter(db: Db, scope: Scope, id: string, contact: Contact): Promise<void> {
  if (!given(contact)) return forgetSealed(db, scope, [id])
  await sql`
    insert into complaints.sealed_reporter (institution_id, complaint_id, content)
    values (${scope.institution}, ${id}, ${seal(REPORTER, JSON.stringify(contact))})
    on conflict (institution_id, complaint_id) do update set content = excluded.content`.execute(db)
}

/** For the reporter's own pages and letters; officers come here through `openedReporter`. */
export async function findSealed(db: Db, scope: Scope, id: string): Promise<Contact> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from complaints.sealed_reporter
    where institution_id = ${scope.institution} and complaint_id = ${id}`.execute(db)
  return rows[0] ? unsealed(rows[0].content) : NOBODY
}

export async function forgetSealed(db: Db, scope: Scope, ids: readonly string[]): Promise<void> {
  await sql`delete from complaints.sealed_reporter
    where institution_id = ${scope.institution} and complaint_id = any(${ids}::uuid[])`.execute(db)
}
