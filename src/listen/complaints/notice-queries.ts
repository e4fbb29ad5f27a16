import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import type { ComplaintKind, Privacy } from './model.ts'
import { listSubstitutes } from './staff-work-queries.ts'

export type Told = {
  code: string
  kind: ComplaintKind
  subject: string
  privacy: Privacy
  unit_id: string
  reporter_email: string | null
  assignee_id: string | null
  slug: string
  time_zone: string
  watchers: readonly string[]
}

export async function findForNotice(db: Db, scope: Scope, id: string): Promise<Told | undefined> {
  const { rows } = await sql<Told>`
    select c.code, c.kind, c.subject, c.privacy, c.unit_id, c.reporter_email, g.account_id as assignee_id, i.slug, i.time_zone,
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
  const holders = (await listHoldersOf(db, scope, now, [unit], wanted)).get(unit) ?? []
  if (complaint === null || holders.length === 0) return holders
  const recused = await listRecused(db, scope, [complaint])
  return holders.filter((account) => !recused.has(`${complaint} ${account}`))
}

/** The account that signs in by this e-mail address or NIP. */
export async function findAccountId(db: Db, scope: Scope, login: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from people.account where institution_id = ${scope.institution} and disabled_at is null
      and (lower(email) = lower(${login}) or nip = ${login.replaceAll(/[\s.]/g, '')})`.execute(db)
  return rows[0]?.id
}

/** This unit and all above it. */
export async function listAbove(db: Db, scope: Scope, unit: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive path as (
      select id, parent_id from organization.unit where institution_id = ${scope.institution} and id = ${unit}
      union all
      select u.id, u.parent_id from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    )
    select id from path`.execute(db)
  return rows.map((row) => row.id)
}

/** The same of each of these units, in one go and whatever case it is about. */
export async function listHoldersOf(
  db: Db,
  scope: Scope,
  now: Date,
  units: readonly string[],
  wanted: Wanted,
): Promise<ReadonlyMap<string, string[]>> {
  const holds =
    'role' in wanted
      ? sql`join roles.role ro on ro.institution_id = g.institution_id and ro.id = g.role_id and ro.code = ${wanted.role}`
      : sql`join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
          and rp.permission = ${wanted.permission}`
  const { rows } = await sql<{ unit_id: string; accounts: string[] }>`
    with recursive path as (
      select id as asked, id, parent_id, 0 as distance from organization.unit
      where institution_id = ${scope.institution} and id = any(${units}::uuid[])
      union all
      select p.asked, u.id, u.parent_id, p.distance + 1 from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    ), held as (
      select distinct g.account_id, g.unit_id from roles.grant g
      ${holds}
      where g.institution_id = ${scope.institution} and g.unit_id = any(array(select distinct id from path))
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
    ), holder as (
      select p.asked, h.account_id, rank() over (partition by p.asked order by p.distance) as place
      from path p join held h on h.unit_id = p.id
    ), told as (
      select h.account_id, coalesce((
        select b.substitute_id from complaints.absence b join organization.institution i on i.id = b.institution_id
        where b.institution_id = ${scope.institution} and b.account_id = h.account_id and b.ended_at is null
          and (${now}::timestamptz at time zone i.time_zone)::date between b.from_on and b.to_on
        order by b.created_at desc limit 1), h.account_id) as id
      from (select distinct account_id from holder where place = 1) h
    ), nearest as (
      select distinct h.asked, t.id from holder h join told t using (account_id) where h.place = 1
    )
    select n.asked as unit_id, (array_agg(n.id order by n.id))[1:50] as accounts from nearest n
    join people.account a on a.institution_id = ${scope.institution} and a.id = n.id and a.disabled_at is null
    group by n.asked`.execute(db)
  return new Map(rows.map((row) => [row.unit_id, row.accounts]))
}

/** Who has a conflict of interest in which of these cases, each as `<case> <account>`. */
export async function listRecused(db: Db, scope: Scope, complaints: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ complaint_id: string; account_id: string }>`
    with recursive matter (asked, id) as (
      select c, c from unnest(${complaints}::uuid[]) c
      union
      select x.asked, case when m.complaint_id = x.id then m.into_id else m.complaint_id end
      from matter x join complaints.merge m on m.institution_id = ${scope.institution} and m.undone_at is null
        and (m.complaint_id = x.id or m.into_id = x.id))
    select x.asked as complaint_id, a.id as account_id from matter x
    join complaints.recusal r on r.institution_id = ${scope.institution} and r.complaint_id = x.id
    join people.account a on a.institution_id = r.institution_id and r.person_id in (a.id, a.employee_id)`.execute(db)
  return new Set(rows.map((row) => `${row.complaint_id} ${row.account_id}`))
}

/**
 * Who hears of each of these cases: its officer, and while that one is away the substitute. Where the substitute has a
 * conflict of interest it is nobody in particular, and the others of the unit are asked.
 */
export async function listInCharge(
  db: Db,
  scope: Scope,
  today: string,
  cases: readonly { id: string; assignee_id: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const held = cases.flatMap(({ id, assignee_id }) => (assignee_id ? [{ id, officer: assignee_id }] : []))
  if (held.length === 0) return new Map()
  const substitutes = await listSubstitutes(db, scope, today, [...new Set(held.map(({ officer }) => officer))])
  const replaced = held.filter(({ officer }) => substitutes.has(officer)).map(({ id }) => id)
  const recused = replaced.length > 0 ? await listRecused(db, scope, replaced) : new Set<string>()
  const named = held.map(({ id, officer }) => ({ id, account: substitutes.get(officer) ?? officer }))
  return new Map(
    named.filter(({ id, account }) => !recused.has(`${id} ${account}`)).map(({ id, account }) => [id, account]),
  )
}
