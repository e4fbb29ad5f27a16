import { sql } from 'kysely'
import { z } from 'zod'
import { notify } from '../../core/notifications/index.ts'
import { type Scope, systemScope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { job } from '../../platform/jobs.ts'
import { formatCode } from './code.ts'
import { messages } from './messages.ts'
import { standing } from './model.ts'
import { listEvents } from './rows.ts'
import { staffMessages } from './staff-messages.ts'

const TOLD = [
  'completion_requested',
  'rejected',
  'verified',
  'answered',
  'closed',
  'postponed',
  'referred',
  'archived',
] as const

/** Tells the citizen, by e-mail if one was given, and the officers whose turn it is, about one event of a story. */
export const tellJob = job({
  name: 'complaints.tell',
  payload: z.object({ complaint: z.string(), seq: z.number() }),
  async handle({ db, institution, now }, { complaint, seq }) {
    const scope = systemScope('complaint.read', 'tells people about a complaint that is theirs', institution, [])
    const found = await findForNotice(db, scope, complaint)
    const story = await listEvents(db, scope, [complaint])
    const event = story.find((one) => one.seq === seq)
    if (!found || !event) return
    const text = messages.id
    const kind = TOLD.find((one) => one === event.kind)
    const code = formatCode(found.code)
    if (kind && found.reporter_email) {
      const words = event.body ? `${event.body}\n\n${text.mailBody}` : text.mailBody
      await notify(db, scope, now, [
        {
          email: found.reporter_email,
          kind: 'complaints.citizen',
          title: text.mailTitle[kind](code),
          body: words,
          href: `/i/${found.slug}/lacak/${found.code}`,
          key: `complaint:${complaint}:${seq}`,
        },
      ])
    }
    const unit = standing(story).unit_id
    if (!unit || !['routed', 'reopened', 'completed', 'informed', 'returned'].includes(event.kind)) return
    const permission = event.kind === 'returned' ? 'complaint.verify' : 'complaint.handle'
    const officers = await listOfficers(db, scope, unit, permission, now)
    await notify(
      db,
      scope,
      now,
      officers.map((accountId) => ({
        accountId,
        kind: 'complaints.officer',
        title: staffMessages.id.told[event.kind as 'routed'](code),
        body: found.privacy === 'secret' ? '' : found.subject,
        href: `/pengaduan/${complaint}`,
        key: `complaint:${complaint}:${seq}`,
      })),
    )
  },
})

async function findForNotice(db: Db, scope: Scope, id: string) {
  const { rows } = await sql<{
    code: string
    subject: string
    privacy: string
    reporter_email: string | null
    slug: string
  }>`
    select c.code, c.subject, c.privacy, c.reporter_email, i.slug
    from complaints.complaint c join organization.institution i on i.id = c.institution_id
    where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(db)
  return rows[0]
}

/** Accounts that hold the permission for this unit or the nearest unit above it where anybody does; at most 50. */
async function listOfficers(db: Db, scope: Scope, unit: string, permission: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    with recursive path as (
      select id, parent_id, 0 as distance from organization.unit where institution_id = ${scope.institution} and id = ${unit}
      union all
      select u.id, u.parent_id, p.distance + 1 from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    ), holder as (
      select distinct g.account_id, p.distance from path p
      join roles.grant g on g.institution_id = ${scope.institution} and g.unit_id = p.id
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
        and rp.permission = ${permission}
    )
    select account_id from holder where distance = (select min(distance) from holder) limit 50`.execute(db)
  return rows.map((row) => row.account_id)
}
