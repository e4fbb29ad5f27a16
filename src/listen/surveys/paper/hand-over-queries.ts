import { sql } from 'kysely'
import { type Holder, listHolders } from '../../../core/roles/index.ts'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import type { PaperBatch } from './queries.ts'

export type HandOver = {
  id: string
  pass: number
  keyed: number
  from_name: string
  to_name: string
  told_name: string | null
  reason: string
  at: Date
}

/** Who may go on with a pile of this unit: holders of the permission there or above, by name. */
export async function listKeyers(
  db: Db,
  scope: Scope<'survey.paper'>,
  now: Date,
  batch: PaperBatch,
): Promise<Holder[]> {
  const keying = batch.state === 'first' ? batch.first_by : batch.second_by
  // Whoever read a sheet the first time reads none of them the second time.
  const readers = batch.state === 'second' ? [batch.first_by, ...batch.first_readers] : []
  const barred = [keying, ...readers].filter((id) => id !== null)
  return listHolders(db, scope, now, { unit: batch.unit_id, permission: 'survey.paper', except: barred })
}

export async function insertHandOver(
  db: Db,
  scope: Scope<'survey.paper'>,
  now: Date,
  row: { batch_id: string; pass: number; keyed: number; from_by: string; to_by: string; reason: string },
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('surveys.paper_hand_over')
    .values({ ...row, id, institution_id: scope.institution, told_by: scope.account, at: now })
    .execute()
  return id
}

export async function listHandOvers(db: Db, scope: Scope<'survey.paper'>, batch: string): Promise<HandOver[]> {
  const { rows } = await sql<HandOver>`
    select h.id, h.pass, h.keyed, f.name as from_name, t.name as to_name, b.name as told_name, h.reason, h.at
    from surveys.paper_hand_over h
    join people.account f on f.institution_id = h.institution_id and f.id = h.from_by
    join people.account t on t.institution_id = h.institution_id and t.id = h.to_by
    left join people.account b on b.institution_id = h.institution_id and b.id = h.told_by
    where h.institution_id = ${scope.institution} and h.batch_id = ${batch}
    order by h.at, h.id limit 200`.execute(db)
  return rows
}
