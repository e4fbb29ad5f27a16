import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { type PictureState, pictureStateOf } from '../../../platform/files.ts'

export type Attachment = {
  complaint_id: string
  /** The message it came with; null for what came with the report itself. */
  event_seq: number | null
  file_id: string
  name: string
  type: string
  bytes: number
  picture: PictureState
}

export type NewAttachments = {
  complaintId: string
  eventSeq?: number | undefined
  fileIds: readonly string[]
}

/** Ties stored files to a report, or to one message of its story. Tied twice is tied once. */
export async function attachFiles(db: Db, scope: Scope, { complaintId, eventSeq, fileIds }: NewAttachments) {
  if (fileIds.length === 0) return
  await sql`
    insert into complaints.attachment (institution_id, complaint_id, file_id, event_seq)
    select ${scope.institution}::uuid, ${complaintId}::uuid, file.id, ${eventSeq ?? null}::smallint
    from unnest(${fileIds}::uuid[]) file (id) on conflict do nothing`.execute(db)
}

/** What lies with these complaints, oldest first. The caller has checked that they may be read. */
export async function listAttachments(db: Db, scope: Scope, complaintIds: readonly string[]): Promise<Attachment[]> {
  const { rows } = await sql<Attachment>`
    with tied as (
      select a.complaint_id, a.file_id, a.event_seq from complaints.attachment a
      where a.institution_id = ${scope.institution} and a.complaint_id = any(${complaintIds}::uuid[])
      union all
      select c.id, c.photo_id, null from complaints.complaint c
      where c.institution_id = ${scope.institution} and c.id = any(${complaintIds}::uuid[]) and c.photo_id is not null
        and not exists (select from complaints.attachment a where a.institution_id = c.institution_id
          and a.complaint_id = c.id and a.file_id = c.photo_id)
    )
    select t.complaint_id, t.event_seq, t.file_id, f.name, f.type, f.bytes, ${pictureStateOf('f')} as picture
    from tied t join platform.file f on f.institution_id = ${scope.institution} and f.id = t.file_id
    order by t.complaint_id, f.created_at, f.id`.execute(db)
  return rows
}

/** The report whose reporter sent this file while it was handled under another one; undefined for all other files. */
export async function findVoiceOf(
  db: Db,
  scope: Scope,
  complaintId: string,
  fileId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select e.voice_id as id from complaints.attachment a
    join complaints.event e on e.institution_id = a.institution_id and e.complaint_id = a.complaint_id and e.seq = a.event_seq
    where a.institution_id = ${scope.institution} and a.complaint_id = ${complaintId} and a.file_id = ${fileId}
      and e.voice_id is not null`.execute(db)
  return rows[0]?.id
}
