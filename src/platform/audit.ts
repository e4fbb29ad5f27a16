import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database/db.ts'
import { newId } from './id.ts'

export type AuditDetail = { readonly [key: string]: string | number | boolean | null | readonly string[] }
export type Audit = { readonly subject: string; readonly detail?: AuditDetail | undefined }

export type AuditEntry = {
  institution: string
  at: Date
  account: string | null
  client?: string | null
  action: string
  requestId: string
} & Audit

/** Writes what was done in the caller's transaction. A job seals it into the institution's hash chain afterwards. */
export async function recordAudit(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await auditInsert(entries).execute(db)
}

/** The statement of recordAudit, for a caller who writes something else in the same message. */
export function auditInsert(entries: readonly AuditEntry[]): RawBuilder<unknown> {
  const rows = entries.map((entry) => ({
    institution_id: entry.institution,
    id: newId(entry.at),
    at: entry.at,
    account_id: entry.account,
    client_id: entry.client ?? null,
    action: entry.action,
    subject: entry.subject,
    detail: entry.detail ?? {},
    request_id: entry.requestId,
  }))
  return sql`insert into audit.event (institution_id, id, at, account_id, client_id, action, subject, detail, request_id)
    select e.institution_id, e.id, e.at, e.account_id, e.client_id, e.action, e.subject, e.detail, e.request_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as e (institution_id uuid, id uuid, at timestamptz,
      account_id uuid, client_id uuid, action text, subject text, detail jsonb, request_id text)`
}

/** The links of the institution's chain that do not hold; empty when nothing was changed, removed or slipped in. */
export async function brokenSeals(db: Db): Promise<{ seq: number | null; problem: string }[]> {
  const { rows } = await sql<{
    seq: number | null
    problem: string
  }>`select seq, problem from audit.broken() limit 100`.execute(db)
  return rows
}

/** The newest link: published elsewhere, it fixes everything before it. */
export async function newestSeal(db: Db, institution: string) {
  return db
    .selectFrom('audit.seal')
    .select(['seq', 'hash', 'at', 'events'])
    .where('institution_id', '=', institution)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}
