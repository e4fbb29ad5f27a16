import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { ComplaintKind, Privacy } from './model.ts'

export type Told = {
  code: string
  kind: ComplaintKind
  subject: string
  privacy: Privacy
  unit_id: string
  reporter_email: string | null
  assignee_id: string | null
  slug: string
  watchers: readonly string[]
}

export async function findForNotice(db: Db, scope: Scope, id: string): Promise<Told | undefined> {
  const { rows } = await sql<Told>`
    select c.code, c.kind, c.subject, c.privacy, c.unit_id, c.reporter_email, g.account_id as assignee_id, i.slug,
      array(select w.account_id from complaints.watcher w
        where w.institution_id = c.institution_id and w.complaint_id = c.id) as watchers
    from complaints.complaint c join organization.institution i on i.id = c.institution_id
    left join complaints.assignment g on g.institution_id = c.institution_id and g.complaint_id = c.id
    where c.institution_id = ${scope.institution} and c.id = ${id}`.execute(db)
  return rows[0]
}

/** Whom a notice is for: holders of a permission, or of a role by its code. */
export type Wanted = { permission: string } | { role: string }

/**
 * Accounts that hold what is wanted for this unit or the nearest unit above it where anybody does, at most 50. Who is
 * away is replaced by the substitute; who has a conflict of interest in this case is left out.
 */
export async function listHolders(
  db: Db,
  scope: Scope,
  now: Date,
  unit: string,
  wanted: Wanted,
  complaint: string | null,
): Promise<string[]> {
  const holds =
    'role' in wanted
      ? sql`join roles.role ro on ro.institution_id = g.institution_id and ro.id = g.role_id and ro.code = ${wanted.role}`
      : sql`join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
          and rp.permission = ${wanted.permission}`
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
      ${holds}
    ), nearest as (
      select distinct coalesce(${substituteOf(sql`h.account_id`, now)}, h.account_id) as account_id from holder h
      where h.distance = (select min(distance) from holder)
    )
    select n.account_id from nearest n
    join people.account a on a.institution_id = ${scope.institution} and a.id = n.account_id and a.disabled_at is null
    where not exists (select from complaints.recusal r where r.institution_id = a.institution_id
      and r.complaint_id = ${complaint}::uuid and r.person_id in (a.id, a.employee_id))
    limit 50`.execute(db)
  return rows.map((row) => row.account_id)

  function substituteOf(account: ReturnType<typeof sql>, at: Date) {
    return sql`(select b.substitute_id from complaints.absence b join organization.institution i on i.id = b.institution_id
      where b.institution_id = ${scope.institution} and b.account_id = ${account} and b.ended_at is null
        and (${at}::timestamptz at time zone i.time_zone)::date between b.from_on and b.to_on
      order by b.created_at desc limit 1)`
  }
}

/** Who has a conflict of interest in which of these cases, each as `<case> <account>`. */
export async function listRecused(db: Db, scope: Scope, complaints: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ complaint_id: string; account_id: string }>`
    select r.complaint_id, a.id as account_id from complaints.recusal r
    join people.account a on a.institution_id = r.institution_id and r.person_id in (a.id, a.employee_id)
    where r.institution_id = ${scope.institution} and r.complaint_id = any(${complaints}::uuid[])`.execute(db)
  return new Set(rows.map((row) => `${row.complaint_id} ${row.account_id}`))
}
