import { notify } from '../../../core/notifications/index.ts'
import { type Holder, listHolders } from '../../../core/roles/index.ts'
import type { Permission, Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import type { Context } from '../../../platform/http/route.ts'
import type { NewEvent } from '../acts.ts'
import { formatCode } from '../code.ts'
import { isEnded, type Privacy, standing } from '../model.ts'
import { listDeciders } from '../moderation/objections.ts'
import type { EventRow } from '../rows.ts'
import { disclosureMessages } from './messages.ts'

type Case = { id: string; unit_id: string; assignee_id: string | null }

/** Whose handling the objection may be about: who answered, refused or extended, and who holds the case. */
function handlersOf(story: readonly EventRow[], assignee: string | null): string[] {
  const acted = story.flatMap(({ kind, account_id: account }) =>
    account && ['answered', 'rejected', 'archived', 'extended'].includes(kind) ? [account] : [],
  )
  return [...new Set(assignee ? [...acted, assignee] : acted)]
}

/** The superior of the PPID: who was given that permission, can read the case and had no part in it. */
export function listObjectionDeciders(
  db: Db,
  scope: Scope,
  now: Date,
  one: Case,
  story: readonly EventRow[],
): Promise<Holder[]> {
  const wanted = { permission: 'complaint.objection', also: 'complaint.read' } as const
  return listDeciders(db, scope, now, one, handlersOf(story, one.assignee_id), wanted)
}

/** The lines of a ruling of the Komisi Informasi; granted, what was answered or refused goes back to work. */
export function recordRuling(story: readonly EventRow[], events: readonly NewEvent[]): NewEvent[] {
  const { status } = standing(story)
  const ended = status === 'answered' || isEnded(status)
  const again: NewEvent = { kind: 'reopened', actor: 'system', reason: 'dispute' }
  return events[0]?.reason === 'granted' && ended ? [...events, again] : [...events]
}

/** The lines of a decision of somebody who did not handle the request, whoever writes them down; accepted, it goes back to work. */
export async function decideObjection(
  context: Context<Permission>,
  one: Case,
  story: readonly EventRow[],
  events: readonly NewEvent[],
  by: string | null | undefined = context.scope.account,
): Promise<NewEvent[]> {
  const { db, scope, now } = context
  const deciders = await listObjectionDeciders(db, scope, now, one, story)
  const own = context.t(disclosureMessages).ownWork
  if (!deciders.some(({ id }) => id === by)) throw new Refusal(409, own, { _refused: own })
  const { status, objecting } = standing(story)
  const ended = objecting?.over === 'decision' && (status === 'answered' || isEnded(status))
  const again: NewEvent = { kind: 'reopened', actor: 'system', reason: 'objection' }
  const decided = events.map((event) => ({ ...event, account: by }))
  return events[0]?.reason === 'granted' && ended ? [...decided, again] : decided
}

/** Those who can decide are told; where there is nobody, those who can give somebody the role. */
export async function tellObjectionDeciders(
  db: Db,
  scope: Scope,
  now: Date,
  one: Case & { code: string; subject: string; privacy: Privacy },
  story: readonly EventRow[],
  key: string,
): Promise<void> {
  const deciders = await listObjectionDeciders(db, scope, now, one, story)
  const missing = deciders.length === 0
  const told = missing ? await listHolders(db, scope, now, { unit: one.unit_id, permission: 'role.manage' }) : deciders
  const text = disclosureMessages.id
  await notify(
    db,
    scope,
    now,
    told.map(({ id: accountId }) => ({
      accountId,
      kind: 'complaints.officer' as const,
      title: missing ? text.mailNobody : text.mailObjection(formatCode(one.code)),
      body: missing ? text.mailNobodyBody(formatCode(one.code)) : one.privacy === 'secret' ? '' : one.subject,
      href: missing ? '/peran' : `/pengaduan/${one.id}?langkah=keberatan`,
      key: `${key}:${accountId}`,
    })),
  )
}
