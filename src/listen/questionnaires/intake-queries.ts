import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { seal, unseal } from '../../platform/seal.ts'
import { newCode, readCode } from './code.ts'
import type { Answers } from './definition.ts'

const PURPOSE = 'questionnaires.draft'
const DAY = 86_400_000

const Content = z.object({
  answers: z.custom<Answers>(),
  channel: z.enum(['link', 'invitation', 'staff', 'interview', 'kiosk']),
  unit: z.string().optional(),
  service: z.string().optional(),
  invitation: z.string().optional(),
  account: z.string().optional(),
})
/** What is kept of somebody who has not finished: their answers, and by which door they came. */
export type DraftContent = z.output<typeof Content>
export type Draft = {
  questionnaire_id: string
  version: number
  touched_at: Date
  expires_at: Date
  /** Undefined once it was sent. */
  content: DraftContent | undefined
}

function hash(code: string): Buffer {
  return createHash('sha256').update(`sigap:questionnaire:${code}`).digest()
}

/** Returns the code that finds it again; whoever has it can read and change these answers until they are sent. */
export async function insertDraft(
  db: Db,
  scope: Scope,
  now: Date,
  row: { questionnaire: string; version: number; days: number; content: DraftContent },
): Promise<string> {
  const code = newCode()
  await sql`
    insert into questionnaires.draft (institution_id, token_hash, questionnaire_id, version, content, touched_at, expires_at)
    values (${scope.institution}, ${hash(code)}, ${row.questionnaire}, ${row.version},
      ${seal(PURPOSE, JSON.stringify(row.content))}, ${now}, ${new Date(now.getTime() + row.days * DAY)})`.execute(db)
  return code
}

export function findDraft(db: Db, scope: Scope, now: Date, typed: string): Promise<Draft | undefined> {
  return readDraft(db, scope, now, typed, sql``)
}

export function lockDraft(db: Db, scope: Scope, now: Date, typed: string): Promise<Draft | undefined> {
  return readDraft(db, scope, now, typed, sql`for update`)
}

async function readDraft(
  db: Db,
  scope: Scope,
  now: Date,
  typed: string,
  lock: ReturnType<typeof sql>,
): Promise<Draft | undefined> {
  const code = readCode(typed)
  if (!code) return undefined
  const { rows } = await sql<Omit<Draft, 'content'> & { content: Buffer | null }>`
    select questionnaire_id, version, touched_at, expires_at, content from questionnaires.draft
    where institution_id = ${scope.institution} and token_hash = ${hash(code)} and expires_at > ${now} ${lock}`.execute(
    db,
  )
  const row = rows[0]
  return row && { ...row, content: row.content ? Content.parse(JSON.parse(unseal(PURPOSE, row.content))) : undefined }
}

/** Keeps what was said; null once it was sent, so that nothing of it stays but that it was. */
export async function setDraft(
  db: Db,
  scope: Scope,
  now: Date,
  typed: string,
  content: DraftContent | null,
): Promise<void> {
  await sql`
    update questionnaires.draft set content = ${content && seal(PURPOSE, JSON.stringify(content))}, touched_at = ${now}
    where institution_id = ${scope.institution} and token_hash = ${hash(readCode(typed) ?? '')}`.execute(db)
}

export async function deleteExpiredDrafts(db: Db, scope: Scope, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from questionnaires.draft where institution_id = ${scope.institution} and expires_at <= ${now}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export type NewResponse = {
  id: string
  questionnaire_id: string
  version: number
  unit_id: string
  service_id?: string | undefined
  channel: DraftContent['channel'] | 'api'
  answered_on: string
  respondent_id?: string | undefined
  entered_by?: string | undefined
  answers: Answers
}

const CHUNK = 2000

/** Those whose id is known already are left as they are. Returns how many were new. */
export async function insertResponses(db: Db, scope: Scope, rows: readonly NewResponse[]): Promise<number> {
  let added = 0
  for (let start = 0; start < rows.length; start += CHUNK) {
    const { numAffectedRows } = await sql`
      insert into questionnaires.response (institution_id, id, questionnaire_id, version, unit_id, service_id, channel,
        answered_on, respondent_id, entered_by, answers)
      select ${scope.institution}::uuid, r.id, r.questionnaire_id, r.version, r.unit_id, r.service_id, r.channel,
        r.answered_on, r.respondent_id, r.entered_by, r.answers
      from json_to_recordset(${JSON.stringify(rows.slice(start, start + CHUNK))}::json) as r (id uuid,
        questionnaire_id uuid, version smallint, unit_id uuid, service_id uuid, channel questionnaires.channel,
        answered_on date, respondent_id uuid, entered_by uuid, answers jsonb)
      on conflict (institution_id, id) do nothing`.execute(db)
    added += Number(numAffectedRows ?? 0)
  }
  return added
}

/** False when this account has answered this version before. */
export async function insertParticipation(
  db: Db,
  scope: Scope,
  row: { questionnaire: string; version: number; account: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into questionnaires.participation (institution_id, questionnaire_id, version, account_id)
    values (${scope.institution}, ${row.questionnaire}, ${row.version}, ${row.account}) on conflict do nothing`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0) > 0
}

export async function hasParticipated(
  db: Db,
  scope: Scope,
  questionnaire: string,
  version: number,
  account: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from questionnaires.participation where institution_id = ${scope.institution}
      and questionnaire_id = ${questionnaire} and version = ${version} and account_id = ${account}`.execute(db)
  return rows.length > 0
}

export type Invitation = { used: boolean; expires_on: string; questionnaire_id: string }

export async function findInvitation(db: Db, scope: Scope, typed: string): Promise<Invitation | undefined> {
  const code = readCode(typed)
  if (!code) return undefined
  const { rows } = await sql<Invitation>`
    select i.used, b.expires_on, b.questionnaire_id from questionnaires.invitation i
    join questionnaires.invitation_batch b on b.institution_id = i.institution_id and b.id = i.batch_id
    where i.institution_id = ${scope.institution} and i.code_hash = ${hash(code)}`.execute(db)
  return rows[0]
}

/** False when it was used before, also by somebody in the same moment. */
export async function redeemInvitation(db: Db, scope: Scope, typed: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update questionnaires.invitation set used = true
    where institution_id = ${scope.institution} and code_hash = ${hash(readCode(typed) ?? '')} and not used`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export type BatchRow = { id: string; label: string; size: number; expires_on: string; used: number; created_at: Date }

export async function listBatches(
  db: Db,
  scope: Scope<'questionnaire.manage'>,
  questionnaire: string,
): Promise<BatchRow[]> {
  const { rows } = await sql<BatchRow>`
    select b.id, b.label, b.size, b.expires_on, b.created_at,
      (select count(*) from questionnaires.invitation i where i.institution_id = b.institution_id
        and i.batch_id = b.id and i.used)::int as used
    from questionnaires.invitation_batch b
    where b.institution_id = ${scope.institution} and b.questionnaire_id = ${questionnaire}
    order by b.created_at desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

const CODES = z.array(z.string())

export async function findBatchCodes(
  db: Db,
  scope: Scope<'questionnaire.manage'>,
  questionnaire: string,
  id: string,
): Promise<{ label: string; expires_on: string; codes: string[] } | undefined> {
  const { rows } = await sql<{ label: string; expires_on: string; codes: Buffer }>`
    select label, expires_on, codes from questionnaires.invitation_batch
    where institution_id = ${scope.institution} and questionnaire_id = ${questionnaire} and id = ${id}`.execute(db)
  const row = rows[0]
  return row && { ...row, codes: CODES.parse(JSON.parse(unseal('questionnaires.invitation', row.codes))) }
}

export async function insertBatch(
  db: Db,
  scope: Scope<'questionnaire.manage'>,
  now: Date,
  row: { id: string; questionnaire: string; label: string; size: number; expires_on: string },
): Promise<string[]> {
  const codes = Array.from({ length: row.size }, () => newCode())
  await sql`
    insert into questionnaires.invitation_batch (institution_id, id, questionnaire_id, label, size, codes, expires_on, created_by, created_at)
    values (${scope.institution}, ${row.id}, ${row.questionnaire}, ${row.label}, ${row.size},
      ${seal('questionnaires.invitation', JSON.stringify(codes))}, ${row.expires_on}, ${scope.account}, ${now})`.execute(
    db,
  )
  await sql`
    insert into questionnaires.invitation (institution_id, code_hash, batch_id)
    select ${scope.institution}::uuid, unnest(${codes.map(hash)}::bytea[]), ${row.id}::uuid`.execute(db)
  return codes
}
