import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { Conflict, Part } from './model.ts'
import { conflictOf } from './queries.ts'

export type TeamRow = {
  id: string
  name: string
  decree_number: string
  decree_on: string
  ends_on: string | null
  decree_file_id: string | null
  file_name: string | null
  members: number
  activities: number
}

export async function listTeams(db: Db, scope: Scope): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    select t.id, t.name, t.decree_number, t.decree_on, t.ends_on, t.decree_file_id, f.name as file_name,
      (select count(distinct m.account_id)::int from oversight.member m where m.institution_id = t.institution_id
        and m.team_id = t.id and m.until_on is null) as members,
      (select count(*)::int from oversight.activity a where a.institution_id = t.institution_id and a.team_id = t.id) as activities
    from oversight.team t left join platform.file f on f.institution_id = t.institution_id and f.id = t.decree_file_id
    where t.institution_id = ${scope.institution} order by t.decree_on desc, t.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function insertTeam(
  db: Db,
  scope: Scope<'oversight.manage'>,
  now: Date,
  row: {
    id: string
    name: string
    decree_number: string
    decree_on: string
    ends_on: string | null
    file: string | null
  },
): Promise<void> {
  const { file, ...team } = row
  await db
    .insertInto('oversight.team')
    .values({
      ...team,
      decree_file_id: file,
      institution_id: scope.institution,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
}

export type MemberRow = {
  account_id: string
  name: string
  part: Part
  from_on: string
  until_on: string | null
  work_unit: string | null
}

export async function listMembers(db: Db, scope: Scope, team: string): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.account_id, a.name, m.part, m.from_on, m.until_on, u.name as work_unit
    from oversight.member m
    join people.account a on a.institution_id = m.institution_id and a.id = m.account_id
    left join people.assignment g on g.institution_id = a.institution_id and g.employee_id = a.employee_id and g.valid_to is null
    left join organization.unit u on u.institution_id = g.institution_id and u.id = g.unit_id
    where m.institution_id = ${scope.institution} and m.team_id = ${team}
    order by (m.until_on is not null), m.part, a.name`.execute(db)
  return rows
}

export async function insertMember(
  db: Db,
  scope: Scope<'oversight.manage'>,
  row: { team: string; account: string; part: Part; from_on: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into oversight.member (institution_id, team_id, account_id, part, from_on)
    select ${scope.institution}::uuid, ${row.team}::uuid, ${row.account}::uuid, ${row.part}::oversight.part, ${row.from_on}::date
    where not exists (select from oversight.member m where m.institution_id = ${scope.institution}
      and m.team_id = ${row.team} and m.account_id = ${row.account} and m.until_on is null)
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export async function endMember(
  db: Db,
  scope: Scope<'oversight.manage'>,
  team: string,
  account: string,
  on: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update oversight.member set until_on = greatest(from_on, ${on}::date)
    where institution_id = ${scope.institution} and team_id = ${team} and account_id = ${account} and until_on is null`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0) > 0
}

/** Who holds the right to examine now, for a choice. */
export async function listExaminers(db: Db, scope: Scope, now: Date): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select distinct a.id, a.name from roles.grant g
    join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
      and rp.permission = 'oversight.examine'
    join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    where g.institution_id = ${scope.institution} and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
    order by a.name, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Members today of a team, and what stands against each of them for a unit. */
export async function listTeamConflicts(
  db: Db,
  scope: Scope,
  team: string,
  unit: string,
  today: string,
): Promise<{ account_id: string; name: string; part: Part; conflict: Conflict | null }[]> {
  const { rows } = await sql<{ account_id: string; name: string; part: Part; conflict: Conflict | null }>`
    select m.account_id, a.name, m.part,
      ${conflictOf(scope.institution, sql`m.account_id`, sql`${unit}::uuid`, today)} as conflict
    from oversight.member m join people.account a on a.institution_id = m.institution_id and a.id = m.account_id
    where m.institution_id = ${scope.institution} and m.team_id = ${team} and m.from_on <= ${today}::date
      and (m.until_on is null or m.until_on >= ${today}::date)
    order by m.part, a.name`.execute(db)
  return rows
}

export type InterestRow = { unit_id: string; unit_name: string; reason: string; declared_at: Date }

export async function listOwnInterests(db: Db, scope: Scope<'oversight.examine'>): Promise<InterestRow[]> {
  const { rows } = await sql<InterestRow>`
    select i.unit_id, u.name as unit_name, i.reason, i.declared_at from oversight.interest i
    join organization.unit u on u.institution_id = i.institution_id and u.id = i.unit_id
    where i.institution_id = ${scope.institution} and i.account_id = ${scope.account} order by i.declared_at desc`.execute(
    db,
  )
  return rows
}

export async function insertInterest(
  db: Db,
  scope: Scope<'oversight.examine'>,
  now: Date,
  row: { unit: string; reason: string },
): Promise<void> {
  await sql`
    insert into oversight.interest (institution_id, id, account_id, unit_id, reason, declared_at)
    values (${scope.institution}, ${newId(now)}, ${scope.account}, ${row.unit}, ${row.reason}, ${now})
    on conflict (institution_id, account_id, unit_id) do nothing`.execute(db)
}

export const TOPICS = ['findings', 'scorecards', 'assessments'] as const
export type Topic = (typeof TOPICS)[number]
export type PublicationRow = { topic: Topic; shown: boolean; reason: string; set_at: Date }

export async function listPublication(db: Db, scope: Scope): Promise<PublicationRow[]> {
  const { rows } = await sql<PublicationRow>`
    select distinct on (topic) topic, shown, reason, set_at from oversight.publication
    where institution_id = ${scope.institution} order by topic, set_at desc, id desc`.execute(db)
  return rows
}

/** Decisions that a later one has replaced, the latest first. */
export async function listReplacedPublication(db: Db, scope: Scope<'oversight.rules'>): Promise<PublicationRow[]> {
  const { rows } = await sql<PublicationRow>`
    select topic, shown, reason, set_at from (
      select *, row_number() over (partition by topic order by set_at desc, id desc) as place
      from oversight.publication where institution_id = ${scope.institution}) as told
    where place > 1 order by set_at desc, id desc limit 200`.execute(db)
  return rows
}

/** Whether the institution shows this to everybody; what it has decided nothing about is shown. */
export async function isPublished(db: Db, scope: Scope, topic: Topic): Promise<boolean> {
  return (await listPublication(db, scope)).find((row) => row.topic === topic)?.shown ?? true
}

export async function putPublication(
  db: Db,
  scope: Scope<'oversight.rules'>,
  now: Date,
  row: { topic: Topic; shown: boolean; reason: string },
): Promise<void> {
  await sql`
    insert into oversight.publication (institution_id, id, topic, shown, reason, set_by, set_at)
    values (${scope.institution}, ${newId(now)}, ${row.topic}, ${row.shown}, ${row.reason}, ${scope.account}, ${now})`.execute(
    db,
  )
}
