import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { Answer, Area, Basis, Conflict, FindingPart, FindingState, Item, Kind, NewItem, State } from './model.ts'

/**
 * Why an account must not take part in examining a unit; null when nothing stands against it. Works there or beneath;
 * answers for it (holds the right to reply for the unit or one above, short of the whole institution, whose holders are
 * administrators); is the superior of somebody there; or has declared an interest.
 */
export function conflictOf(
  institution: string,
  account: RawBuilder<unknown>,
  unit: RawBuilder<unknown>,
  today: string,
) {
  return sql<Conflict | null>`(
    with recursive under as (
      select ou.id from organization.unit ou where ou.institution_id = ${institution} and ou.id = ${unit}
      union all
      select ou.id from organization.unit ou join under on ou.parent_id = under.id where ou.institution_id = ${institution}
    ), above as (
      select ou.id, ou.parent_id from organization.unit ou where ou.institution_id = ${institution} and ou.id = ${unit}
      union all
      select ou.id, ou.parent_id from organization.unit ou join above on ou.id = above.parent_id
      where ou.institution_id = ${institution}
    )
    select case
      when exists (select from oversight.interest oi where oi.institution_id = ${institution}
        and oi.account_id = ${account} and oi.unit_id in (select id from under union select id from above))
        then 'declared'
      when exists (select from people.account pa join people.assignment pg on pg.institution_id = pa.institution_id
          and pg.employee_id = pa.employee_id and pg.valid_to is null
        where pa.institution_id = ${institution} and pa.id = ${account} and pg.unit_id in (select id from under))
        then 'works'
      when exists (select from roles.grant rg join roles.role_permission rp on rp.institution_id = rg.institution_id
          and rp.role_id = rg.role_id and rp.permission = 'oversight.reply'
        where rg.institution_id = ${institution} and rg.account_id = ${account}
          and rg.valid_from < ${today}::date + 1 and (rg.valid_to is null or rg.valid_to > ${today}::date)
          and rg.unit_id in (select id from above where parent_id is not null))
        then 'heads'
      when exists (select from people.account pa join people.assignment pg on pg.institution_id = pa.institution_id
          and pg.superior_id = pa.employee_id and pg.valid_to is null
        where pa.institution_id = ${institution} and pa.id = ${account} and pg.unit_id in (select id from under))
        then 'superior'
    end)`
}

export type ActivityRow = {
  id: string
  kind: Kind
  state: State
  title: string
  unit_id: string
  unit_name: string
  team_id: string
  team_name: string
  period_from: string
  period_until: string
  planned_on: string
  basis: Basis
  basis_text: string
  basis_link: string
  conclusion: string
  reported_at: Date | null
  closed_at: Date | null
  findings: number
  done: number
  /** Of the reader: member of the team today, and what stands against taking part. */
  mine: boolean
  conflict: Conflict | null
}

const columns = (scope: Scope, today: string) => sql`a.id, a.kind, a.state, a.title, a.unit_id, u.name as unit_name,
  a.team_id, t.name as team_name, a.period_from, a.period_until, a.planned_on, a.basis, a.basis_text, a.basis_link,
  a.conclusion, a.reported_at, a.closed_at,
  (select count(*)::int from oversight.finding f where f.institution_id = a.institution_id and f.activity_id = a.id) as findings,
  (select count(*)::int from oversight.finding f where f.institution_id = a.institution_id and f.activity_id = a.id
    and f.done_at is not null) as done,
  ${isMember(scope, today)} as mine,
  ${conflictOf(scope.institution, sql`${scope.account}::uuid`, sql`a.unit_id`, today)} as conflict`
const source = sql`oversight.activity a
  join organization.unit u on u.institution_id = a.institution_id and u.id = a.unit_id
  join oversight.team t on t.institution_id = a.institution_id and t.id = a.team_id`

function isMember(scope: Scope, today: string) {
  return sql<boolean>`exists (select from oversight.member m where m.institution_id = a.institution_id
    and m.team_id = a.team_id and m.account_id = ${scope.account}::uuid and m.from_on <= ${today}::date
    and (m.until_on is null or m.until_on >= ${today}::date))`
}

/** Plans and what is being examined are for the inspectorate; the unit and others see what was reported. */
export type Sight = 'inside' | 'reported'

function visible(scope: Scope, today: string, sight: Sight) {
  const reported = sql`a.state in ('reported', 'closed')`
  const reach = sql`a.institution_id = ${scope.institution} and a.unit_id = any(${scope.units}::uuid[])`
  if (sight === 'reported') return sql`${reach} and ${reported}`
  // Whoever has a conflict with a unit does not see that it will be examined.
  return sql`${reach} and (${reported}
    or ${conflictOf(scope.institution, sql`${scope.account}::uuid`, sql`a.unit_id`, today)} is null)`
}

export async function listActivities(db: Db, scope: Scope, today: string, sight: Sight): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    select ${columns(scope, today)} from ${source} where ${visible(scope, today, sight)}
    order by a.planned_on desc, a.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function findActivity(
  db: Db,
  scope: Scope,
  today: string,
  sight: Sight,
  id: string,
): Promise<ActivityRow | undefined> {
  const { rows } = await sql<ActivityRow>`
    select ${columns(scope, today)} from ${source} where ${visible(scope, today, sight)} and a.id = ${id}`.execute(db)
  return rows[0]
}

/** For what only a member of the team without a conflict may do; undefined for everybody else. */
export async function lockForTeam(
  db: Db,
  scope: Scope<'oversight.examine'>,
  today: string,
  id: string,
): Promise<ActivityRow | undefined> {
  await sql`select id from oversight.activity where institution_id = ${scope.institution} and id = ${id} for update`.execute(
    db,
  )
  const row = await findActivity(db, scope, today, 'inside', id)
  return row?.mine && row.conflict === null ? row : undefined
}

export async function insertActivity(
  db: Db,
  scope: Scope<'oversight.manage'>,
  now: Date,
  row: Pick<
    ActivityRow,
    | 'kind'
    | 'title'
    | 'unit_id'
    | 'team_id'
    | 'period_from'
    | 'period_until'
    | 'planned_on'
    | 'basis'
    | 'basis_text'
    | 'basis_link'
  >,
): Promise<string> {
  const id = newId(now)
  await db
    .insertInto('oversight.activity')
    .values({ ...row, institution_id: scope.institution, id, created_by: scope.account, created_at: now })
    .execute()
  return id
}

export async function setActivity(
  db: Db,
  scope: Scope<'oversight.examine'>,
  id: string,
  change: { state: State; conclusion?: string; reported_at?: Date; closed_at?: Date },
): Promise<void> {
  await db
    .updateTable('oversight.activity')
    .set(change)
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

export type IndicatorRow = { id: string; unit_id: string; unit: string; name: string }

/** What units in reach have promised to reach, for a choice. */
export async function listIndicators(db: Db, scope: Scope<'oversight.manage'>): Promise<IndicatorRow[]> {
  const { rows } = await sql<IndicatorRow>`
    select i.id, i.unit_id, u.name as unit, i.name from performance.v_indicator i
    join organization.unit u on u.institution_id = i.institution_id and u.id = i.unit_id
    where i.institution_id = ${scope.institution} and i.unit_id = any(${scope.units}::uuid[])
    order by u.name, i.name, i.id limit 5000`.execute(db)
  return rows
}

export type CheckRow = {
  key: string
  criterion: string
  source: string
  verified: boolean
  answer: Answer | null
  note: string
  link: string
  file_id: string | null
  file_name: string | null
}

export async function listChecks(db: Db, scope: Scope, activity: string): Promise<CheckRow[]> {
  const { rows } = await sql<CheckRow>`
    select c.key, c.criterion, c.source, c.verified, c.answer, c.note, c.link, c.file_id, f.name as file_name
    from oversight.check_item c
    left join platform.file f on f.institution_id = c.institution_id and f.id = c.file_id
    where c.institution_id = ${scope.institution} and c.activity_id = ${activity} order by c.position, c.key`.execute(
    db,
  )
  return rows
}

export async function insertChecks(
  db: Db,
  scope: Scope<'oversight.examine'>,
  activity: string,
  items: readonly Item[],
): Promise<void> {
  if (items.length === 0) return
  await db
    .insertInto('oversight.check_item')
    .values(
      items.map(({ key, text, source, verified }, index) => ({
        institution_id: scope.institution,
        activity_id: activity,
        key,
        position: index + 1,
        criterion: text,
        source,
        verified,
      })),
    )
    .execute()
}

export async function answerCheck(
  db: Db,
  scope: Scope<'oversight.examine'>,
  now: Date,
  activity: string,
  key: string,
  given: { answer: Answer; note: string; link: string; file: string | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update oversight.check_item set answer = ${given.answer}, note = ${given.note}, link = ${given.link},
      file_id = coalesce(${given.file}::uuid, file_id), answered_by = ${scope.account}, answered_at = ${now}
    where institution_id = ${scope.institution} and activity_id = ${activity} and key = ${key}`.execute(db)
  return Number(numAffectedRows ?? 0) > 0
}

export async function insertFinding(
  db: Db,
  scope: Scope<'oversight.examine'>,
  now: Date,
  activity: Pick<ActivityRow, 'id' | 'unit_id'>,
  parts: Record<FindingPart, string>,
): Promise<{ id: string; number: number }> {
  const id = newId(now)
  const { rows } = await sql<{ number: number }>`
    insert into oversight.finding (institution_id, id, activity_id, number, unit_id, condition, criterion, cause, effect,
      recommendation, created_by, created_at)
    select ${scope.institution}::uuid, ${id}::uuid, ${activity.id}::uuid, coalesce(max(number), 0) + 1,
      ${activity.unit_id}::uuid, ${parts.condition}, ${parts.criterion}, ${parts.cause}, ${parts.effect},
      ${parts.recommendation}, ${scope.account}::uuid, ${now}::timestamptz
    from oversight.finding where institution_id = ${scope.institution} and activity_id = ${activity.id}
    returning number`.execute(db)
  return { id, number: rows[0]!.number }
}

/** The report reached the unit: from now on its periods run. */
export async function startClocks(
  db: Db,
  scope: Scope<'oversight.examine'>,
  activity: string,
  due: { reply: Date; follow_up: Date },
): Promise<void> {
  await sql`update oversight.finding set reply_due_at = ${due.reply}, due_at = ${due.follow_up}
    where institution_id = ${scope.institution} and activity_id = ${activity}`.execute(db)
}

export async function setFinding(
  db: Db,
  scope: Scope<'oversight.examine' | 'oversight.reply'>,
  id: string,
  state: FindingState,
  doneAt: Date | null,
): Promise<void> {
  await sql`update oversight.finding set state = ${state}, done_at = ${doneAt}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** Every wording of every item of checklists, criteria and periods: what holds by default and the institution's own. */
export async function listItems(db: Db, scope: Scope, area?: Area): Promise<Item[]> {
  const { rows } = await sql<Item>`
    select area, key, position, text, amount, source, verified, valid_from, false as own,
      false as replaced, null::timestamptz as set_at, null::uuid as id from oversight.default_item
    where ${area ?? null}::text is null or area = ${area ?? null}
    union all
    select i.area, i.key, coalesce(d.position, 90), i.text, i.amount, i.source, i.verified, i.valid_from, true,
      row_number() over (partition by i.area, i.key, i.valid_from order by i.set_at desc, i.id desc) > 1, i.set_at, i.id
    from oversight.item i left join oversight.default_item d on d.area = i.area and d.key = i.key
    where i.institution_id = ${scope.institution} and (${area ?? null}::text is null or i.area = ${area ?? null})
    order by area, position, key, valid_from desc, own desc, set_at desc, id desc`.execute(db)
  return rows
}

export async function putItem(db: Db, scope: Scope<'oversight.rules'>, now: Date, row: NewItem): Promise<void> {
  const item = { ...row, amount: row.amount ?? null, set_by: scope.account, set_at: now }
  await db
    .insertInto('oversight.item')
    .values({ ...item, institution_id: scope.institution, id: newId(now) })
    .execute()
}
