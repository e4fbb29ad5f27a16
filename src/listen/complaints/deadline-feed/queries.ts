import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { hiddenFrom } from '../sight.ts'

const TOKEN = /^[A-Za-z0-9_-]{22}$/

/** The demonstration's calendar has a known address, so that it can be shown; no other installation has it. */
export const DEMO_TOKEN = 'kalender-contoh-sigap0'

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export async function findFeedDate(db: Db, scope: Scope<'complaint.read'>): Promise<Date | undefined> {
  const row = await db
    .selectFrom('complaints.deadline_feed')
    .select('created_at')
    .where('institution_id', '=', scope.institution)
    .where('account_id', '=', scope.account)
    .executeTakeFirst()
  return row?.created_at
}

/** A new address for this person's calendar; the one before stops working. */
export async function renewFeed(
  db: Db,
  scope: Scope<'complaint.read'>,
  now: Date,
  token = randomBytes(16).toString('base64url'),
): Promise<string> {
  await sql`
    insert into complaints.deadline_feed (institution_id, account_id, token_hash, created_at)
    values (${scope.institution}, ${scope.account}, ${hash(token)}, ${now})
    on conflict (institution_id, account_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at
  `.execute(db)
  return token
}

export async function deleteFeed(db: Db, scope: Scope<'complaint.read'>): Promise<void> {
  await sql`
    delete from complaints.deadline_feed
    where institution_id = ${scope.institution} and account_id = ${scope.account}`.execute(db)
}

/** Whose calendar this is; undefined when the address was taken back. */
export async function findFeedOwner(db: Db, scope: Scope<'public'>, token: string): Promise<string | undefined> {
  if (!TOKEN.test(token)) return undefined
  const { rows } = await sql<{ account_id: string }>`
    select account_id from complaints.deadline_feed
    where institution_id = ${scope.institution} and token_hash = ${hash(token)}`.execute(db)
  return rows[0]?.account_id
}

export type Deadline = { id: string; code: string; unit: string; verify: boolean; due_at: Date }

/**
 * The nearest deadlines of open cases in reach, at most 5,000. Whistleblowing has queues of its own and never comes into a
 * calendar that other programs keep.
 */
export async function listDeadlines(db: Db, scope: Scope<'complaint.read'>): Promise<Deadline[]> {
  const { rows } = await sql<Deadline>`
    select c.id, c.code, u.name as unit, c.queue = 1 as verify, c.queue_at as due_at
    from complaints.complaint c
    join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
    where c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[])
      and c.queue = any(array[1, 2]::smallint[]) and c.id <> all(${hiddenFrom(scope)})
    order by c.queue_at, c.id limit 5000`.execute(db)
  return rows
}
