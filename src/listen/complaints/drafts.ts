import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { seal, unseal } from '../../platform/seal.ts'
import type { ComplaintKind, Privacy } from './model.ts'
import type { PlaceAnswer } from './place/model.ts'
import type { PaymentQuestion } from './wizard-model.ts'

/** What has been answered so far; every page of the wizard adds its part. */
export type DraftData = PlaceAnswer & {
  kind?: ComplaintKind | undefined
  /** Which question about payment is asked of the chosen service, if any. */
  payment?: PaymentQuestion | undefined
  asked?: 'no' | 'official' | 'more' | undefined
  amount?: number | undefined
  /** The published report this one joins. */
  join?: string | undefined
  about?: string | undefined
  subject?: string | undefined
  body?: string | undefined
  place?: string | undefined
  occurred_on?: string | undefined
  privacy?: Privacy | undefined
  reporter_name?: string | undefined
  reporter_email?: string | undefined
  reporter_phone?: string | undefined
  /** Ids of stored photos and papers, which already belong to the complaint this will be. */
  files?: readonly string[] | undefined
}
export type Draft = { complaint_id: string; data: DraftData; code: string | null }

export const DRAFT = 'complaints draft about wrongdoing'
const KEPT_MS = 2 * 24 * 3_600_000
const TOKEN = /^[A-Za-z0-9_-]{22}$/

/** What somebody begins to write about wrongdoing is as little to be read as what they send. */
type Kept = DraftData | { sealed: string }

function keptData(data: DraftData): Kept {
  if (data.kind !== 'whistleblowing') return data
  return { sealed: seal(DRAFT, JSON.stringify(data)).toString('base64') }
}

function openData(kept: Kept): DraftData {
  return 'sealed' in kept ? (JSON.parse(unseal(DRAFT, Buffer.from(kept.sealed, 'base64'))) as DraftData) : kept
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Returns the token that is the draft's address; whoever has it can read and change the draft until it is sent. */
export async function insertDraft(db: Db, scope: Scope<'public'>, now: Date, data: DraftData): Promise<string> {
  const token = randomBytes(16).toString('base64url')
  await sql`
    insert into complaints.draft (institution_id, token_hash, complaint_id, data, updated_at, expires_at)
    values (${scope.institution}, ${hash(token)}, ${newId(now)}, ${JSON.stringify(keptData(data))}::jsonb, ${now},
      ${new Date(now.getTime() + KEPT_MS)})`.execute(db)
  return token
}

export async function findDraft(db: Db, scope: Scope<'public'>, now: Date, token: string): Promise<Draft | undefined> {
  return read(db, scope, now, token, sql``)
}

export async function lockDraft(db: Db, scope: Scope<'public'>, now: Date, token: string): Promise<Draft | undefined> {
  return read(db, scope, now, token, sql`for update`)
}

async function read(
  db: Db,
  scope: Scope<'public'>,
  now: Date,
  token: string,
  lock: ReturnType<typeof sql>,
): Promise<Draft | undefined> {
  if (!TOKEN.test(token)) return undefined
  const { rows } = await sql<Omit<Draft, 'data'> & { data: Kept }>`
    select complaint_id, data, code from complaints.draft
    where institution_id = ${scope.institution} and token_hash = ${hash(token)} and expires_at > ${now} ${lock}`.execute(
    db,
  )
  return rows[0] && { ...rows[0], data: openData(rows[0].data) }
}

export async function setDraft(
  db: Db,
  scope: Scope<'public'>,
  now: Date,
  token: string,
  data: DraftData,
): Promise<void> {
  await sql`
    update complaints.draft set data = ${JSON.stringify(keptData(data))}::jsonb, updated_at = ${now},
      expires_at = ${new Date(now.getTime() + KEPT_MS)}
    where institution_id = ${scope.institution} and token_hash = ${hash(token)}`.execute(db)
}

/** What was written now lies in the complaint; of the draft only its code stays, for a second submit. */
export async function setSent(db: Db, scope: Scope<'public'>, token: string, code: string): Promise<void> {
  await sql`
    update complaints.draft set data = '{}', code = ${code}
    where institution_id = ${scope.institution} and token_hash = ${hash(token)}`.execute(db)
}

export async function deleteExpiredDrafts(db: Db, scope: Scope, now: Date): Promise<void> {
  await sql`delete from complaints.draft where institution_id = ${scope.institution} and expires_at <= ${now}`.execute(
    db,
  )
}
