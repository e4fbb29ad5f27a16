import { notify } from '../../../core/notifications/index.ts'
import { type Holder, listHolders } from '../../../core/roles/index.ts'
import type { Permission, Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { listRecused } from '../notice-queries.ts'
import { moderationMessages } from './messages.ts'
import { disputeOf } from './model.ts'
import { findPublication, listActs } from './queries.ts'

/** Who may judge an objection: whoever publishes for the unit or one above it, did not hide this report and has no interest in it. */
export async function listDeciders(
  db: Db,
  scope: Scope,
  now: Date,
  { id, unit_id: unit }: { id: string; unit_id: string },
  hiders: readonly string[],
  wanted: { permission: Permission; also?: Permission } = { permission: 'complaint.verify' },
): Promise<Holder[]> {
  const holders = await listHolders(db, scope, now, { unit, ...wanted, except: hiders })
  const recused = await listRecused(db, scope, [id])
  return holders.filter((one) => !recused.has(`${id} ${one.id}`))
}

/** Those who can decide are told; where there is nobody, those who can give somebody the role. */
export async function tellDeciders(db: Db, scope: Scope, now: Date, id: string): Promise<void> {
  const review = await findPublication(db, scope, id)
  const dispute = review && disputeOf(await listActs(db, scope, id))
  if (!dispute) return
  const deciders = await listDeciders(db, scope, now, review, dispute.hiders)
  const missing = deciders.length === 0
  const told = missing
    ? await listHolders(db, scope, now, { unit: review.unit_id, permission: 'role.manage' })
    : deciders
  const text = moderationMessages.id
  await notify(
    db,
    scope,
    now,
    told.map(({ id: accountId }) => ({
      accountId,
      kind: 'complaints.officer' as const,
      title: missing ? text.mailNobody : text.mailObjection,
      body: missing ? text.mailNobodyBody(review.unit_name) : '',
      href: missing ? '/peran' : `/pengaduan/tayangan/${id}`,
      key: `complaint:${id}:objection:${now.getTime()}:${accountId}`,
    })),
  )
}
