import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { AttachmentKind } from './model.ts'

export type AttachmentRow = {
  file_id: string
  kind: AttachmentKind
  note: string
  name: string
  type: string
  added_at: Date
}

export async function listAttachments(db: Db, scope: Scope, activity: string): Promise<AttachmentRow[]> {
  const { rows } = await sql<AttachmentRow>`
    select t.file_id, t.kind, t.note, f.name, f.type, t.added_at from focus_groups.attachment t
    join platform.file f on f.institution_id = t.institution_id and f.id = t.file_id
    where t.institution_id = ${scope.institution} and t.activity_id = ${activity} order by t.added_at, t.file_id`.execute(
    db,
  )
  return rows
}

export async function insertAttachment(
  db: Db,
  scope: Scope<'focus_group.manage'>,
  now: Date,
  row: { activity: string; file: string; kind: AttachmentKind; note: string },
): Promise<void> {
  await sql`
    insert into focus_groups.attachment (institution_id, activity_id, file_id, kind, note, added_by, added_at)
    values (${scope.institution}, ${row.activity}, ${row.file}, ${row.kind}, ${row.note}, ${scope.account}, ${now})`.execute(
    db,
  )
}

export async function deleteAttachment(
  db: Db,
  scope: Scope<'focus_group.manage'>,
  activity: string,
  file: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from focus_groups.attachment
    where institution_id = ${scope.institution} and activity_id = ${activity} and file_id = ${file}`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}
