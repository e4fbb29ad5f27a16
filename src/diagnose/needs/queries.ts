import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { type Components, type Origin, priorityOf, type Status } from './model.ts'

export type NeedRow = {
  id: string
  unit_id: string
  unit: string
  competency_id: string
  signal_id: string | null
  origin: Origin
  title: string
  note: string | null
  status: Status
  importance: number
  /** The committee's place. */
  rank: number | null
  /** Prioritas utama, and why. */
  top: boolean
  top_reason: string | null
  route: string | null
  provider: string | null
  schedule: string | null
  curriculum: string | null
  /** Rupiah. */
  budget: number | null
  created_at: Date
  measured_at: Date
  required: number | null
  shortfall: number | null
  reach: number | null
  assessed: number | null
  demand: number
  signal_z: number | null
  theme_weight: number | null
  max_reach: number
  lambda: number
}
export type Need = NeedRow & { components: Components | undefined; priority: number | undefined }

const columns = sql`
  n.id, n.unit_id, u.name as unit, n.competency_id, n.signal_id, n.origin, n.title, n.note, n.status, n.importance, n.rank, n.top, n.top_reason,
  n.route, n.provider, n.schedule, n.curriculum, n.budget, n.created_at, m.at as measured_at, m.required::float8 as required,
  m.shortfall::float8 as shortfall, m.reach, m.assessed, m.demand::float8 as demand, m.signal_z::float8 as signal_z,
  m.theme_weight::float8 as theme_weight`

/** Priorities compare with the largest reach among all open needs of the institution, so everyone sees the same figure. */
function tables(scope: Scope) {
  return sql`
    needs.need n
    join organization.unit u on u.institution_id = n.institution_id and u.id = n.unit_id
    join lateral (select * from needs.measurement m where m.institution_id = n.institution_id and m.need_id = n.id
      order by m.at desc, m.id desc limit 1) m on true
    cross join (
      select coalesce(max(l.reach), 0) as max_reach from needs.need o
      join lateral (select reach from needs.measurement m where m.institution_id = o.institution_id and m.need_id = o.id
        order by m.at desc, m.id desc limit 1) l on true
      where o.institution_id = ${scope.institution} and o.status <> 'closed') largest
    cross join (
      select coalesce((select value from needs.parameter where institution_id = ${scope.institution} and key = 'lambda'
          and valid_from <= (select coalesce(day, 'infinity') from organization.institution where id = ${scope.institution})
          order by valid_from desc, at desc, id desc limit 1),
        (select value from needs.parameter_standard where key = 'lambda'))::float8 as lambda) parameter`
}

function withPriority(row: NeedRow): Need {
  const { required, shortfall, reach, importance, demand } = row
  if (required === null || shortfall === null || reach === null)
    return { ...row, components: undefined, priority: undefined }
  // A closed need may have reached more people than any open one.
  const components = priorityOf(
    { required, shortfall, importance, reach, demand },
    Math.max(row.max_reach, reach),
    row.lambda,
  )
  return { ...row, components, priority: components.priority }
}

export const MOST_NEEDS = 20_000

/** Needs of the units in reach, of these signals where they are named, in no order: see orderNeeds. */
export async function listNeeds(db: Db, scope: Scope, signals?: readonly string[]): Promise<Need[]> {
  const { rows } = await sql<NeedRow>`
    select ${columns}, largest.max_reach, parameter.lambda from ${tables(scope)}
    where n.institution_id = ${scope.institution} and n.unit_id = any(${scope.units}::uuid[])
      ${signals ? sql`and n.signal_id = any(${signals}::uuid[])` : sql``}
    order by n.id desc limit ${MOST_NEEDS}`.execute(db)
  return rows.map(withPriority)
}

/** Needs that these signals led to, or any signal where none is named, newest first. */
export async function listLedTo(
  db: Db,
  scope: Scope,
  signals?: readonly string[],
): Promise<{ id: string; signal_id: string }[]> {
  const { rows } = await sql<{ id: string; signal_id: string }>`
    select n.id, n.signal_id from needs.need n
    where n.institution_id = ${scope.institution} and n.unit_id = any(${scope.units}::uuid[])
      and ${signals ? sql`n.signal_id = any(${signals}::uuid[])` : sql`n.signal_id is not null`}
    order by n.id desc limit 5000`.execute(db)
  return rows
}

/** One need within reach of the scope, with its priority. */
export async function findNeed(db: Db, scope: Scope, id: string): Promise<Need | undefined> {
  const { rows } = await sql<NeedRow>`
    select ${columns}, largest.max_reach, parameter.lambda from ${tables(scope)}
    where n.institution_id = ${scope.institution} and n.unit_id = any(${scope.units}::uuid[]) and n.id = ${id}`.execute(
    db,
  )
  return rows[0] && withPriority(rows[0])
}

/** Needs that a signal has led to, within reach. */
export async function listNeedsOfSignal(
  db: Db,
  scope: Scope,
  signalId: string,
): Promise<{ id: string; title: string; status: Status; competency_id: string }[]> {
  const { rows } = await sql<{ id: string; title: string; status: Status; competency_id: string }>`
    select id, title, status, competency_id from needs.need
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and signal_id = ${signalId}
    order by id limit 20`.execute(db)
  return rows
}

export type LockedNeed = {
  id: string
  unit_id: string
  competency_id: string
  signal_id: string | null
  status: Status
  rank: number | null
}

export async function lockNeed(db: Db, scope: Scope, id: string): Promise<LockedNeed | undefined> {
  const { rows } = await sql<LockedNeed>`
    select id, unit_id, competency_id, signal_id, status, rank from needs.need
    where institution_id = ${scope.institution} and unit_id = any(${scope.units}::uuid[]) and id = ${id} for update`.execute(
    db,
  )
  return rows[0]
}

export type NewNeedRow = {
  id: string
  unit_id: string
  competency_id: string
  signal_id: string | null
  origin: Origin
  title: string
  note: string | null
  importance: number
}

export async function insertNeeds(
  db: Db,
  scope: Scope<'need.propose'>,
  now: Date,
  rows: readonly NewNeedRow[],
): Promise<void> {
  await sql`
    insert into needs.need (institution_id, id, unit_id, competency_id, signal_id, origin, title, note, importance, created_at, created_by)
    select ${scope.institution}, i.id, i.unit_id, i.competency_id, i.signal_id, i.origin::needs.origin, i.title, i.note, i.importance,
      ${now}, ${scope.account}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as i (id uuid, unit_id uuid, competency_id uuid, signal_id uuid,
      origin text, title text, note text, importance smallint)`.execute(db)
}

export type NewMeasurement = {
  need_id: string
  required: number | null
  shortfall: number | null
  reach: number | null
  assessed: number | null
  demand: number
  signal_z: number | null
  theme_weight: number | null
}

export async function insertMeasurements(
  db: Db,
  scope: Scope,
  now: Date,
  rows: readonly NewMeasurement[],
): Promise<void> {
  const items = rows.map((row) => ({ ...row, id: newId(now) }))
  await sql`
    insert into needs.measurement (institution_id, id, need_id, at, required, shortfall, reach, assessed, demand, signal_z, theme_weight)
    select ${scope.institution}, i.id, i.need_id, ${now}, i.required, i.shortfall, i.reach, i.assessed, i.demand, i.signal_z, i.theme_weight
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, need_id uuid, required numeric, shortfall numeric,
      reach integer, assessed integer, demand numeric, signal_z numeric, theme_weight numeric)`.execute(db)
}

export type Act = 'created' | 'measured' | 'planned' | 'ranked' | 'flagged' | 'approved' | 'programmed' | 'closed'
export type NewEvent = {
  need_id: string
  act: Act
  reason?: string | undefined
  detail?: Record<string, string | number | null> | undefined
}

export async function insertEvents(db: Db, scope: Scope, now: Date, events: readonly NewEvent[]): Promise<void> {
  const items = events.map((event) => ({ ...event, detail: event.detail ?? {}, id: newId(now) }))
  await sql`
    insert into needs.event (institution_id, id, need_id, act, at, account_id, reason, detail)
    select ${scope.institution}, i.id, i.need_id, i.act::needs.act, ${now}, ${scope.account}, i.reason, i.detail
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, need_id uuid, act text, reason text, detail jsonb)`.execute(
    db,
  )
}

export type EventRow = {
  act: Act
  at: Date
  who: string | null
  reason: string | null
  detail: Record<string, string | number | null>
}

/** Newest first. */
export async function listEvents(db: Db, scope: Scope<'need.read'>, needId: string): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.act, e.at, a.name as who, e.reason, e.detail from needs.event e
    left join people.account a on a.institution_id = e.institution_id and a.id = e.account_id
    where e.institution_id = ${scope.institution} and e.need_id = ${needId} order by e.at desc, e.id desc limit 200`.execute(
    db,
  )
  return rows
}

/** The newest reason of each place given by the committee. */
export async function listRankReasons(db: Db, scope: Scope<'need.read'>): Promise<Map<string, string>> {
  const { rows } = await sql<{ need_id: string; reason: string }>`
    select distinct on (e.need_id) e.need_id, e.reason from needs.event e
    where e.institution_id = ${scope.institution} and e.act = 'ranked' and e.reason is not null
    order by e.need_id, e.at desc, e.id desc`.execute(db)
  return new Map(rows.map((row) => [row.need_id, row.reason]))
}

export async function setStatus(db: Db, scope: Scope, id: string, status: Status): Promise<void> {
  await sql`update needs.need set status = ${status} where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
}

export async function setRank(db: Db, scope: Scope<'need.rank'>, id: string, rank: number | null): Promise<void> {
  await sql`update needs.need set rank = ${rank} where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

/** Null takes the flag away. */
export async function setTop(db: Db, scope: Scope<'need.rank'>, id: string, reason: string | null): Promise<void> {
  await sql`update needs.need set top = ${reason !== null}, top_reason = ${reason}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export type Plan = {
  route?: string | undefined
  provider?: string | undefined
  schedule?: string | undefined
  curriculum?: string | undefined
  budget?: number | undefined
}

export async function setPlan(db: Db, scope: Scope<'need.propose'>, id: string, plan: Plan): Promise<void> {
  await sql`
    update needs.need set route = ${plan.route ?? null}, provider = ${plan.provider ?? null}, schedule = ${plan.schedule ?? null},
      curriculum = ${plan.curriculum ?? null}, budget = ${plan.budget ?? null}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export const PARAMETERS = { standard: 'needs.parameter_standard', own: 'needs.parameter', may: 'need.rank' } as const

/** Whether the scope covers every unit: what holds for all is changed only by who may for all. */
export async function reachesAll(db: Db, scope: Scope<'need.rank'>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from organization.unit
    where institution_id = ${scope.institution} and id <> all(${scope.units}::uuid[]) limit 1`.execute(db)
  return rows.length === 0
}
