import { notify } from '../../core/notifications/index.ts'
import { listHolders } from '../../core/roles/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { messages } from './messages.ts'
import type { Answered, State } from './model.ts'
import { type EntryRow, setState } from './queries.ts'
import { type ChangeRow, insertChange, insertReview } from './story-queries.ts'

/** Asks for a state; those who may review it for the unit are told. */
export async function askChange(
  db: Db,
  scope: Scope<'practice.manage'>,
  now: Date,
  row: Pick<EntryRow, 'id' | 'title' | 'state' | 'unit_id'>,
  change: {
    to: State
    happened_on: string
    evidence: string
    link: string
    file: string | null
    criteria: readonly Answered[]
  },
): Promise<number> {
  const number = await insertChange(db, scope, now, {
    entry: row.id,
    from_state: row.state,
    to_state: change.to,
    happened_on: change.happened_on,
    evidence: change.evidence,
    link: change.link,
    file: change.file,
    criteria: change.criteria,
  })
  const except = scope.account ? [scope.account] : []
  const reviewers = await listHolders(db, scope, now, { unit: row.unit_id, permission: 'practice.review', except })
  await notify(
    db,
    scope,
    now,
    reviewers.map(({ id }) => ({
      accountId: id,
      kind: 'practices.review',
      title: messages.id.reviewNotice(row.title),
      body: change.evidence,
      href: `/praktik/${row.id}#tinjau`,
      key: `practice:${row.id}:${number}:asked`,
    })),
  )
  return number
}

/** Decides about a change; an accepted one is from then on the entry's state. */
export async function reviewChange(
  db: Db,
  scope: Scope<'practice.review'>,
  now: Date,
  row: Pick<EntryRow, 'id' | 'title'>,
  change: Pick<ChangeRow, 'number' | 'to_state' | 'asked_by'>,
  review: { decision: 'accepted' | 'returned'; note: string },
): Promise<void> {
  const { number, asked_by } = change
  await insertReview(db, scope, now, { entry: row.id, number, asked_by, ...review })
  if (review.decision === 'accepted') await setState(db, scope, row.id, change.to_state)
  if (!asked_by) return
  const notice = {
    accountId: asked_by,
    kind: 'practices.decided',
    title: messages.id.decidedNotice(row.title, messages.id[review.decision]),
    body: review.note,
    href: `/praktik/${row.id}#perjalanan`,
    key: `practice:${row.id}:${number}:decided`,
  }
  await notify(db, scope, now, [notice])
}
