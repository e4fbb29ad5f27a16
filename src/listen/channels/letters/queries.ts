import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { type PictureState, pictureStateOf } from '../../../platform/files.ts'

export type LetterRow = {
  id: string
  file_id: string
  file_name: string
  file_type: string
  picture: PictureState
  number: string | null
  dated: string | null
  sender: string | null
  complaint_id: string | null
  uploaded_at: Date
  discarded_at: Date | null
}

const fileOf = sql`from platform.file f where f.institution_id = letter.institution_id and f.id = letter.file_id`
const columns = sql`id, file_id, file_name, number, dated, sender, complaint_id, uploaded_at, discarded_at,
  (select f.type ${fileOf}) as file_type, (select ${pictureStateOf('f')} ${fileOf}) as picture`

export async function insertLetter(
  db: Db,
  scope: Scope,
  now: Date,
  letter: { id: string; fileId: string; fileName: string },
): Promise<void> {
  await sql`insert into channels.letter (institution_id, id, file_id, file_name, uploaded_by, uploaded_at)
    values (${scope.institution}, ${letter.id}, ${letter.fileId}, ${letter.fileName}, ${scope.account}, ${now})`.execute(
    db,
  )
}

/** Drafts first, then the newest. */
export async function listLetters(db: Db, scope: Scope<'channel.work'>, most: number): Promise<LetterRow[]> {
  const { rows } = await sql<LetterRow>`
    select ${columns} from channels.letter where institution_id = ${scope.institution} and discarded_at is null
    order by complaint_id is null desc, uploaded_at desc, id desc limit ${most}`.execute(db)
  return rows
}

export async function findLetter(db: Db, scope: Scope, id: string): Promise<LetterRow | undefined> {
  const { rows } = await sql<LetterRow>`
    select ${columns} from channels.letter where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

export async function lockLetter(db: Db, scope: Scope<'channel.work'>, id: string): Promise<LetterRow | undefined> {
  const { rows } = await sql<LetterRow>`
    select ${columns} from channels.letter where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return rows[0]
}

export async function setLetterCase(
  db: Db,
  scope: Scope<'channel.work'>,
  id: string,
  facts: { number: string | null; dated: string | null; sender: string | null; complaintId: string },
): Promise<void> {
  await sql`update channels.letter set number = ${facts.number}, dated = ${facts.dated}, sender = ${facts.sender},
    complaint_id = ${facts.complaintId} where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function discardLetter(db: Db, scope: Scope<'channel.work'>, now: Date, id: string): Promise<void> {
  await sql`update channels.letter set discarded_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and complaint_id is null`.execute(db)
}
