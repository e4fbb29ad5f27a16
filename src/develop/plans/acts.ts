import { notify } from '../../core/notifications/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { messages } from './messages.ts'
import { insertItem, listAccounts } from './queries.ts'

type NewItem = { aim: string; competency: string | null; due_on: string; reference: string | null }

/** Puts an item into one's own plan and tells the direct superior; undefined when that goal is part of it already. */
export async function planItem(db: Db, scope: Scope<'self'>, now: Date, item: NewItem): Promise<string | undefined> {
  const id = await insertItem(db, scope, now, item)
  if (!id) return undefined
  const text = messages.id
  await notify(
    db,
    scope,
    now,
    (await listAccounts(db, scope, scope.employee!, 'superior')).map((accountId) => ({
      accountId,
      kind: 'plans.item',
      title: text.mailNew,
      body: item.aim,
      href: '/rencana-diri/bawahan',
      key: `plan:${id}`,
    })),
  )
  return id
}
