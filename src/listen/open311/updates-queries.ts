import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'

export type SentUpdate = { complaint_id: string; endpoint_id: string; seq: number }

/** Notes that these lines of stories are to be passed on, to wherever their cases were. Those noted before are left. */
export async function insertSentUpdates(
  db: Db,
  scope: Scope,
  now: Date,
  lines: readonly { complaint_id: string; seq: number }[],
): Promise<SentUpdate[]> {
  const { rows } = await sql<SentUpdate>`
    insert into open311.sent_update (institution_id, complaint_id, endpoint_id, seq, state, at)
    select f.institution_id, f.complaint_id, f.endpoint_id, l.seq, 'waiting', ${now}
    from json_to_recordset(${JSON.stringify(lines)}::json) as l (complaint_id uuid, seq smallint)
    join open311.forwarding f on f.institution_id = ${scope.institution} and f.complaint_id = l.complaint_id
      and f.state in ('waiting', 'sent')
    on conflict do nothing returning complaint_id, endpoint_id, seq`.execute(db)
  return rows
}

export type UpdateState = { state: 'waiting' | 'sent' | 'failed'; attempts: number; at: Date }

export async function findSentUpdate(db: Db, scope: Scope, one: SentUpdate): Promise<UpdateState | undefined> {
  const { rows } = await sql<UpdateState>`
    select state, attempts, at from open311.sent_update where institution_id = ${scope.institution}
      and complaint_id = ${one.complaint_id} and endpoint_id = ${one.endpoint_id} and seq = ${one.seq}`.execute(db)
  return rows[0]
}

export async function setSentUpdate(
  db: Db,
  scope: Scope,
  one: SentUpdate,
  change: { state: UpdateState['state']; attempts: number; remoteId: string | undefined },
): Promise<void> {
  await sql`
    update open311.sent_update set state = ${change.state}, attempts = ${change.attempts},
      remote_update_id = ${change.remoteId ?? null}
    where institution_id = ${scope.institution} and complaint_id = ${one.complaint_id}
      and endpoint_id = ${one.endpoint_id} and seq = ${one.seq}`.execute(db)
}

/** Takes these updates in: the ids that neither came before nor are ours. */
export async function takeUpdates(
  db: Db,
  scope: Scope,
  now: Date,
  endpoint: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ update_id: string }>`
    insert into open311.heard_update (institution_id, endpoint_id, update_id, at)
    select ${scope.institution}::uuid, ${endpoint}::uuid, id, ${now} from unnest(${[...new Set(ids)]}::text[]) id
    where not exists (select from open311.sent_update s where s.institution_id = ${scope.institution}
      and s.endpoint_id = ${endpoint} and s.remote_update_id = id)
    on conflict do nothing returning update_id`.execute(db)
  return new Set(rows.map((row) => row.update_id))
}
