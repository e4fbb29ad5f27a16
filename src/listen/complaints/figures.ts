import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { ruleOn } from './clocks.ts'
import { listRules } from './rows.ts'
import { inSight } from './sight.ts'

/**
 * Complaints received per unit, theme and month of the institution's own time zone. Refused ones and those that have
 * no theme yet are left out. `from` and `to` are months 'YYYY-MM', both inclusive.
 */
export async function monthlyComplaints(
  db: Db,
  scope: Scope,
  window: { from: string; to: string },
  only?: { units: readonly string[]; theme: string },
): Promise<{ unit_id: string; theme: string; month: string; count: number }[]> {
  const { rows } = await sql<{ unit_id: string; theme: string; month: string; count: number }>`
    with ${zone(scope)}
    select c.unit_id, c.theme, to_char(c.received_at at time zone (select name from zone), 'YYYY-MM') as month,
      count(*) as count
    from complaints.complaint c
    where ${counted(scope, window)}
      ${only ? sql`and c.theme = ${only.theme} and c.unit_id = any(${only.units}::uuid[])` : sql``}
    group by 1, 2, 3 order by 1, 2, 3`.execute(db)
  return rows
}

const zone = (scope: Scope) =>
  sql`zone as (select time_zone as name from organization.institution where id = ${scope.institution})`

function counted(scope: Scope, window: { from: string; to: string }) {
  return sql`c.institution_id = ${scope.institution} and c.unit_id = any(${scope.units}::uuid[])
    and c.received_at >= (${`${window.from}-01`}::date::timestamp at time zone (select name from zone))
    and c.received_at < ((${`${window.to}-01`}::date + interval '1 month') at time zone (select name from zone))
    and c.theme is not null and c.status <> 'rejected' and c.queue < 10`
}

/** The first month of the window in which a complaint was counted, of whatever unit within reach and theme. */
export async function firstComplaintMonth(
  db: Db,
  scope: Scope,
  window: { from: string; to: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ month: string }>`
    with ${zone(scope)}
    select to_char(c.received_at at time zone (select name from zone), 'YYYY-MM') as month from complaints.complaint c
    where ${counted(scope, window)} order by c.received_at limit 1`.execute(db)
  return rows[0]?.month
}

/** Within how many working days a report is to be verified, by the day from which that holds, the latest first. */
export async function verifyLimits(db: Db, scope: Scope): Promise<{ since: string; days: number }[]> {
  const rules = await listRules(db, scope)
  const changes = new Set(rules.filter(({ key }) => key === 'verify').map((rule) => rule.valid_from))
  return [...changes]
    .sort()
    .reverse()
    .flatMap((since) => {
      const rule = ruleOn(rules, 'verify', null, since)
      return rule ? [{ since, days: rule.unit === 'hour' ? Math.ceil(rule.amount / 24) : rule.amount }] : []
    })
}

/** Newest complaints of some units about a theme, with the month window as in monthlyComplaints; never a secret one. */
export async function complaintExcerpts(
  db: Db,
  scope: Scope,
  wanted: { units: readonly string[]; theme: string; from: string; to: string; limit: number },
): Promise<{ id: string; code: string; subject: string; received_at: Date }[]> {
  const { rows } = await sql<{ id: string; code: string; subject: string; received_at: Date }>`
    with zone as (select time_zone as name from organization.institution where id = ${scope.institution})
    select c.id, c.code, c.subject, c.received_at
    from complaints.complaint c
    where c.unit_id = any(${wanted.units}::uuid[])
      and c.theme = ${wanted.theme} and c.privacy <> 'secret' and c.status <> 'rejected' and ${inSight(scope)}
      and c.received_at >= (${`${wanted.from}-01`}::date::timestamp at time zone (select name from zone))
      and c.received_at < ((${`${wanted.to}-01`}::date + interval '1 month') at time zone (select name from zone))
    order by c.received_at desc, c.id limit ${wanted.limit}`.execute(db)
  return rows
}

export type Summary = { open: number; overdue: number; received30: number; resolved30: number }

/** Open and late ones now, and what came in and was answered in the last 30 days, of the units in reach. */
export async function complaintSummary(db: Db, scope: Scope, now: Date): Promise<Summary> {
  const mine = sql`institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and queue < 10`
  const { rows } = await sql<Summary>`
    select waiting.open, waiting.overdue,
      (select count(*) from complaints.complaint where ${mine} and received_at > ${now}::timestamptz - interval '30 days') as received30,
      (select count(*) from complaints.complaint where ${mine} and resolved_at > ${now}::timestamptz - interval '30 days') as resolved30
    from (select count(*) as open, count(*) filter (where queue_at < ${now}) as overdue from complaints.complaint
      where ${mine} and queue = any(array[1, 2]::smallint[])) waiting`.execute(db)
  return rows[0]!
}
