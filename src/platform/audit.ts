import { type RawBuilder, sql } from 'kysely'
import { auditMark, bearsMark } from './audit-mark.ts'
import type { Db } from './database/db.ts'
import { newId } from './id.ts'
import { seenSeal } from './seal-marks.ts'

export type AuditDetail = { readonly [key: string]: string | number | boolean | null | readonly string[] }
export type Audit = { readonly subject: string; readonly detail?: AuditDetail | undefined }

/** Small enough that requests beside it do not wait. */
const VERIFIED_AT_ONCE = 1000

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
  const rows = entries.map((entry) => {
    const event = { ...entry, id: newId(entry.at), client: entry.client ?? null, detail: entry.detail ?? {} }
    return {
      institution_id: event.institution,
      id: event.id,
      at: event.at,
      account_id: event.account,
      client_id: event.client,
      action: event.action,
      subject: event.subject,
      detail: event.detail,
      request_id: event.requestId,
      mark: auditMark(event).toString('hex'),
    }
  })
  return sql`insert into audit.event (institution_id, id, at, account_id, client_id, action, subject, detail, request_id, mark)
    select e.institution_id, e.id, e.at, e.account_id, e.client_id, e.action, e.subject, e.detail, e.request_id,
      decode(e.mark, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}::json) as e (institution_id uuid, id uuid, at timestamptz,
      account_id uuid, client_id uuid, action text, subject text, detail jsonb, request_id text, mark text)`
}

/** The links of the institution's chain that do not hold; empty when nothing was changed, removed or slipped in. */
export async function brokenSeals(db: Db): Promise<{ seq: number | null; problem: string }[]> {
  const { rows } = await sql<{
    seq: number | null
    problem: string
  }>`select seq, problem from audit.broken() limit 100`.execute(db)
  return [...rows, ...(await goneSeal(db)), ...(await foreignEvents(db))]
}

/** The newest link that was written down beside the database, when it is no longer in it. */
async function goneSeal(db: Db): Promise<{ seq: number; problem: string }[]> {
  const { rows } = await sql<{ institution: string }>`select platform.current_institution() as institution`.execute(db)
  const { institution } = rows[0]!
  const mark = seenSeal(institution)
  if (!mark) return []
  const there = await db
    .selectFrom('audit.seal')
    .select('hash')
    .where('institution_id', '=', institution)
    .where('seq', '=', mark.seq)
    .executeTakeFirst()
  return there?.hash.toString('hex') === mark.hash ? [] : [{ seq: mark.seq, problem: 'gone' }]
}

type StoredEvent = {
  institution: string
  id: string
  at: Date
  account: string | null
  client: string | null
  action: string
  subject: string
  detail: Record<string, unknown>
  requestId: string
  seal: number | null
  mark: Buffer
}

/** The links that hold rows which this installation did not write, however well they fit into the chain. */
async function foreignEvents(db: Db): Promise<{ seq: number | null; problem: string }[]> {
  const links = new Set<number | null>()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<StoredEvent>`
      select e.institution_id as institution, e.id, e.at, e.account_id as account, e.client_id as client, e.action,
        e.subject, e.detail, e.request_id as "requestId", e.seal, e.mark
      from audit.event e where e.institution_id = platform.current_institution() and e.id > ${after}
      order by e.id limit ${VERIFIED_AT_ONCE}`.execute(db)
    for (const row of rows) if (!bearsMark(row, row.mark)) links.add(row.seal)
    const last = rows.at(-1)
    if (rows.length < VERIFIED_AT_ONCE || !last) break
    after = last.id
  }
  // In the order of the chain, what is not sealed yet at its end: rows come in the order of their ids, which a forger chooses.
  const ordered = [...links].sort((one, other) => (one ?? Infinity) - (other ?? Infinity))
  return ordered.slice(0, 100).map((seq) => ({ seq, problem: 'foreign' }))
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
