import { findHold } from '../../../core/retention/index.ts'
import type { Permission } from '../../../platform/access.ts'
import type { Context } from '../../../platform/http/route.ts'
import { localDate } from '../../../platform/i18n.ts'
import type { FormState } from '../../../platform/ui/index.ts'
import { ruleOn } from '../clocks.ts'
import { listHolders } from '../notice-queries.ts'
import { loadTiming } from '../timing.ts'
import { HELD_AS } from './model.ts'
import { leftIdentity, listRequests, openedReporter } from './queries.ts'
import type { Guarded } from './views.tsx'
import { opened } from './words.ts'

/** What an examiner sees about the reporter of a case that was found with their own scope. */
export async function guardedOf(
  context: Context<Permission>,
  complaint: { id: string; unit_id: string },
  form: FormState | undefined,
): Promise<Guarded | undefined> {
  const { db, now, institution } = context
  const scope = context.also('complaint.whistleblowing')
  if (!scope) return undefined
  const { rules } = await loadTiming(db, scope, now)
  const hoursOn = (at: Date) => ruleOn(rules, 'opened', null, localDate(at, institution.timeZone))?.amount ?? 0
  const [left, reporter, requests, held, others] = await Promise.all([
    leftIdentity(db, scope, complaint.id),
    openedReporter(db, scope, now, complaint.id, (at) => new Date(at.getTime() + hoursOn(at) * 3_600_000)),
    listRequests(db, scope, complaint.id),
    findHold(db, scope, { kind: HELD_AS, subject: complaint.id }),
    listSecond(context, complaint),
  ])
  const base = `/pelanggaran/${complaint.id}`
  return {
    base,
    me: scope.account,
    left,
    opened: reporter,
    requests,
    held: held && opened(held, complaint.id, 'reason'),
    alone: others.length === 0,
    hours: hoursOn(now),
    form,
  }
}

/** The other examiners of the unit, without those who have an interest in the case. */
export async function listSecond(
  { db, scope, now }: Context<Permission>,
  complaint: { id: string; unit_id: string },
): Promise<string[]> {
  const wanted = { permission: 'complaint.whistleblowing' }
  const holders = await listHolders(db, scope, now, complaint.unit_id, wanted, complaint.id)
  return holders.filter((one) => one !== scope.account)
}
