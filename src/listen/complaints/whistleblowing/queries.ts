import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import { type Contact, findSealed } from './reporter.ts'
import { opened } from './words.ts'

type Reader = Scope<'complaint.whistleblowing'>

export type IdentityRequest = {
  id: string
  reason: string
  asked_by: string
  asker: string | null
  asked_at: Date
  granted: boolean | null
  decided_by: string | null
  decider: string | null
  decided_at: Date | null
}

/** Newest first; the case was found with this scope before. */
export async function listRequests(db: Db, scope: Reader, complaint: string): Promise<IdentityRequest[]> {
  const { rows } = await sql<IdentityRequest>`
    select r.id, r.reason, r.asked_by, a.name as asker, r.asked_at, r.granted, r.decided_by, d.name as decider, r.decided_at
    from complaints.identity_request r
    left join people.account a on a.institution_id = r.institution_id and a.id = r.asked_by
    left join people.account d on d.institution_id = r.institution_id and d.id = r.decided_by
    where r.institution_id = ${scope.institution} and r.complaint_id = ${complaint}
    order by r.asked_at desc, r.id desc limit 20`.execute(db)
  return rows.map((row) => opened(row, complaint, 'reason'))
}

/** Undefined while another request waits. */
export async function insertRequest(
  db: Db,
  scope: Reader,
  now: Date,
  asked: { complaint: string; reason: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into complaints.identity_request (institution_id, id, complaint_id, reason, asked_by, asked_at)
    values (${scope.institution}, ${newId(now)}, ${asked.complaint}, ${asked.reason}, ${scope.account}, ${now})
    on conflict do nothing returning id`.execute(db)
  return rows[0]?.id
}

/** Who asked; undefined when it was decided meanwhile or is one's own. */
export async function decideRequest(
  db: Db,
  scope: Reader,
  now: Date,
  decided: { complaint: string; request: string; granted: boolean },
): Promise<string | undefined> {
  const { rows } = await sql<{ asked_by: string }>`
    update complaints.identity_request set granted = ${decided.granted}, decided_by = ${scope.account}, decided_at = ${now}
    where institution_id = ${scope.institution} and complaint_id = ${decided.complaint} and id = ${decided.request}
      and decided_at is null and asked_by <> ${scope.account} returning asked_by`.execute(db)
  return rows[0]?.asked_by
}

/** For channels, which neither take nor keep anything about such a report. */
export async function isWrongdoing(db: Db, scope: Scope, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from complaints.complaint
    where institution_id = ${scope.institution} and id = ${id} and queue > 10`.execute(db)
  return rows.length > 0
}

export async function leftIdentity(db: Db, scope: Reader, complaint: string): Promise<boolean> {
  const { rows } = await sql`select 1 from complaints.sealed_reporter
    where institution_id = ${scope.institution} and complaint_id = ${complaint}`.execute(db)
  return rows.length > 0
}

/** Who reported it, for the two who agreed on reading it; `until` says how long one that was opened then stays open. */
export async function openedReporter(
  db: Db,
  scope: Reader,
  now: Date,
  complaint: string,
  until: (openedAt: Date) => Date,
): Promise<(Contact & { until: Date }) | undefined> {
  const { rows } = await sql<{ decided_at: Date }>`
    select decided_at from complaints.identity_request
    where institution_id = ${scope.institution} and complaint_id = ${complaint} and granted
      and ${scope.account} in (asked_by, decided_by)
    order by decided_at desc limit 1`.execute(db)
  const ends = rows[0] && until(rows[0].decided_at)
  if (!ends || ends <= now) return undefined
  const contact = await findSealed(db, scope, complaint)
  return { ...contact, until: ends }
}
