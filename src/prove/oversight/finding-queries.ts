import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { FindingPart, FindingState, Kind, StepKind, Summary } from './model.ts'

export type FindingRow = Record<FindingPart, string> & {
  id: string
  activity_id: string
  number: number
  unit_id: string
  unit_name: string
  activity: string
  team_id: string
  kind: Kind
  state: FindingState
  reply_due_at: Date | null
  due_at: Date | null
  done_at: Date | null
  reported_at: Date | null
}

const columns = sql`f.id, f.activity_id, f.number, f.unit_id, u.name as unit_name, a.title as activity, a.team_id, a.kind, f.condition,
  f.criterion, f.cause, f.effect, f.recommendation, f.state, f.reply_due_at, f.due_at, f.done_at, a.reported_at`
const source = sql`oversight.finding f
  join oversight.activity a on a.institution_id = f.institution_id and a.id = f.activity_id
  join organization.unit u on u.institution_id = f.institution_id and u.id = f.unit_id`

/** Of one activity, by number; whoever asks has found the activity before. */
export async function listFindingsOf(db: Db, scope: Scope, activity: string): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select ${columns} from ${source}
    where f.institution_id = ${scope.institution} and f.activity_id = ${activity}
      and f.unit_id = any(${scope.units}::uuid[]) order by f.number`.execute(db)
  return rows
}

/** The register: reported findings within reach, what is due first. */
export async function listRegister(
  db: Db,
  scope: Scope<'oversight.read'>,
  filter: { state?: FindingState | undefined; unit?: string | undefined; late?: Date | undefined },
): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select ${columns} from ${source}
    where f.institution_id = ${scope.institution} and f.unit_id = any(${scope.units}::uuid[]) and a.reported_at is not null
      and (${filter.state ?? null}::text is null or f.state::text = ${filter.state ?? null})
      and (${filter.unit ?? null}::text is null or f.unit_id::text = ${filter.unit ?? null})
      and (${filter.late ?? null}::timestamptz is null or (f.state in ('open', 'answered') and f.due_at < ${filter.late ?? null}))
    order by (f.state = 'done'), f.due_at, a.title, f.number limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findFinding(db: Db, scope: Scope, id: string): Promise<FindingRow | undefined> {
  const { rows } = await sql<FindingRow>`
    select ${columns} from ${source}
    where f.institution_id = ${scope.institution} and f.unit_id = any(${scope.units}::uuid[])
      and a.reported_at is not null and f.id = ${id}`.execute(db)
  return rows[0]
}

export async function lockFinding(db: Db, scope: Scope, id: string): Promise<FindingRow | undefined> {
  await sql`select id from oversight.finding where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  return findFinding(db, scope, id)
}

export type StepRow = {
  finding_id: string
  number: number
  step: StepKind
  text: string
  link: string
  file_id: string | null
  file_name: string | null
  who: string | null
  made_by: string | null
  made_at: Date
}

export async function listSteps(db: Db, scope: Scope, findings: readonly string[]): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.finding_id, s.number, s.step, s.text, s.link, s.file_id, f.name as file_name, a.name as who, s.made_by, s.made_at
    from oversight.finding_step s
    left join people.account a on a.institution_id = s.institution_id and a.id = s.made_by
    left join platform.file f on f.institution_id = s.institution_id and f.id = s.file_id
    where s.institution_id = ${scope.institution} and s.finding_id = any(${findings}::uuid[])
    order by s.finding_id, s.number`.execute(db)
  return rows
}

export async function insertStep(
  db: Db,
  scope: Scope<'oversight.examine' | 'oversight.reply'>,
  now: Date,
  row: { finding: string; step: StepKind; text: string; link: string; file: string | null },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into oversight.finding_step (institution_id, finding_id, number, step, text, link, file_id, made_by, made_at)
    select ${scope.institution}::uuid, ${row.finding}::uuid, coalesce(max(number), 0) + 1, ${row.step}::oversight.step,
      ${row.text}, ${row.link}, ${row.file}::uuid, ${scope.account}::uuid, ${now}::timestamptz
    from oversight.finding_step where institution_id = ${scope.institution} and finding_id = ${row.finding}
    returning number`.execute(db)
  return rows[0]!.number
}

/** What everybody may know of each unit: how many recommendations, how many done and late. */
export async function summarize(db: Db, scope: Scope, now: Date, since: Date): Promise<Summary[]> {
  const { rows } = await sql<Summary>`
    select u.name as unit, count(*)::int as total, count(f.done_at)::int as done,
      (count(*) filter (where f.done_at is null and f.state <> 'submitted' and f.due_at < ${now}))::int as late
    from ${source}
    where f.institution_id = ${scope.institution} and a.reported_at >= ${since}
    group by u.id, u.name order by u.name`.execute(db)
  return rows
}

export async function countKinds(db: Db, scope: Scope, since: Date): Promise<ReadonlyMap<Kind, number>> {
  const { rows } = await sql<{ kind: Kind; n: number }>`
    select kind, count(*)::int as n from oversight.activity
    where institution_id = ${scope.institution} and reported_at >= ${since} group by kind`.execute(db)
  return new Map(rows.map((row) => [row.kind, row.n]))
}

export type Overdue = {
  id: string
  number: number
  activity: string
  activity_id: string
  unit_id: string
  unit_name: string
  team_id: string
  recommendation: string
  due_at: Date
  level: 1 | 2
}

/** Findings that are late and of whom the next one up was not told yet for this deadline. */
export async function listOverdue(db: Db, scope: Scope, now: Date, leaderBefore: Date): Promise<Overdue[]> {
  const { rows } = await sql<Overdue>`
    select f.id, f.number, a.title as activity, f.activity_id, f.unit_id, u.name as unit_name, a.team_id, f.recommendation,
      f.due_at, l.level
    from ${source} cross join (values (1, ${now}::timestamptz), (2, ${leaderBefore}::timestamptz)) as l (level, before)
    where f.institution_id = ${scope.institution} and f.done_at is null and f.state in ('open', 'answered')
      and f.due_at < l.before
      and not exists (select from oversight.escalation e where e.institution_id = f.institution_id
        and e.finding_id = f.id and e.due_at = f.due_at and e.level = l.level)
    order by f.due_at, f.id, l.level limit 500`.execute(db)
  return rows
}

export async function insertEscalation(
  db: Db,
  scope: Scope,
  now: Date,
  row: { finding: string; due_at: Date; level: 1 | 2; told: number },
): Promise<void> {
  await sql`
    insert into oversight.escalation (institution_id, finding_id, due_at, level, told, made_at)
    values (${scope.institution}, ${row.finding}, ${row.due_at}, ${row.level}, ${row.told}, ${now})
    on conflict do nothing`.execute(db)
}

/** Accounts that hold a permission, or the role of a leader, for this unit or one above it. */
export async function listHolders(
  db: Db,
  scope: Scope,
  now: Date,
  unit: string,
  wanted: { permission: string } | { role: string },
): Promise<string[]> {
  const holds =
    'role' in wanted
      ? sql`join roles.role ro on ro.institution_id = g.institution_id and ro.id = g.role_id and ro.code = ${wanted.role}`
      : sql`join roles.role_permission rp on rp.institution_id = g.institution_id and rp.role_id = g.role_id
          and rp.permission = ${wanted.permission}`
  const { rows } = await sql<{ id: string }>`
    with recursive path as (
      select id, parent_id, 0 as distance from organization.unit where institution_id = ${scope.institution} and id = ${unit}
      union all
      select u.id, u.parent_id, p.distance + 1 from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    ), holder as (
      select distinct a.id, p.distance from path p
      join roles.grant g on g.institution_id = ${scope.institution} and g.unit_id = p.id
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      ${holds}
      join people.account a on a.institution_id = g.institution_id and a.id = g.account_id and a.disabled_at is null
    )
    select id from holder where distance = (select min(distance) from holder) limit 50`.execute(db)
  return rows.map((row) => row.id)
}
