import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { wordsOf } from '../../platform/words.ts'
import type { Dimension, TemplateCode } from './score.ts'

export type Template = {
  code: TemplateCode
  dimension: Dimension
  recorded: boolean
  direction: 'up' | 'down'
  formula: string
  source: string
  verified: boolean
  valid_from: string
}

/** In the institution's order, with the source it has set. */
export async function listTemplates(db: Db, scope: Scope): Promise<Template[]> {
  const { rows } = await sql<Omit<Template, 'source' | 'verified' | 'valid_from'>>`
    select code, dimension, recorded, direction, formula from performance.template order by position`.execute(db)
  return wordsOf(scope.institution)
    .list('unit_indicator')
    .flatMap(({ slug, source, verified, from }) =>
      rows.filter(({ code }) => code === slug).map((row) => ({ ...row, source, verified, valid_from: from })),
    )
}

export type UnitRow = { id: string; parent_id: string | null; name: string; kind: string }

/** The units as a tree that names anybody may know; what is read about one is for the caller to check. */
export async function listTree(db: Db, scope: Scope): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    select id, parent_id, name, kind from organization.unit
    where institution_id = ${scope.institution} and active_to is null order by name, id limit 5000`.execute(db)
  return rows
}

export type IndicatorRow = {
  id: string
  unit_id: string
  template_code: TemplateCode
  name: string
  relevance: string
  measure: string
  direction: 'up' | 'down'
  scale_min: number | null
  scale_max: number | null
  baseline: number
  baseline_on: string
  target_kind: 'relative' | 'points' | 'normalized_gain'
  target: number
  target_value: number
  source: string
  due_on: string
  created_at: Date
  retired_at: Date | null
}

const INDICATOR = sql`id, unit_id, template_code, name, relevance, measure, direction, scale_min::float8, scale_max::float8,
  baseline::float8, baseline_on, target_kind, target::float8, target_value::float8, source, due_on, created_at, retired_at`

/** Those in force, the newest of a unit and template first; the caller answers for the units. */
export async function listIndicators(db: Db, scope: Scope, units: readonly string[]): Promise<IndicatorRow[]> {
  const { rows } = await sql<IndicatorRow>`
    select ${INDICATOR} from performance.indicator
    where institution_id = ${scope.institution} and unit_id = any(${units}::uuid[]) and retired_at is null
    order by unit_id, template_code, created_at desc, id limit 100000`.execute(db)
  return rows
}

type Reach = Scope<'performance.read' | 'performance.manage' | 'performance.verify'>

export async function findIndicator(db: Db, scope: Reach, id: string): Promise<IndicatorRow | undefined> {
  const { rows } = await sql<IndicatorRow>`
    select ${INDICATOR} from performance.indicator
    where institution_id = ${scope.institution} and id = ${id} and unit_id = any(${scope.units}::uuid[])`.execute(db)
  return rows[0]
}

export type EntryRow = {
  id: string
  unit_id: string
  indicator_id: string | null
  program_id: string | null
  month: string
  value: number
  hits: number | null
  total: number | null
  measured_on: string
  source: string
  evidence_url: string | null
  file_id: string | null
  file_name: string | null
  state: 0 | 1 | 2
  entered_by: string | null
  entered_by_name: string | null
  entered_at: Date
  decided_by_name: string | null
  decided_at: Date | null
  reason: string | null
}

const ENTRY = sql`m.id, m.unit_id, m.indicator_id, m.program_id, to_char(m.month, 'YYYY-MM') as month, m.value::float8,
  m.hits::float8, m.total::float8, m.measured_on, m.source, m.evidence_url, f.id as file_id, f.name as file_name, m.state,
  m.entered_by, e.name as entered_by_name, m.entered_at, d.name as decided_by_name, m.decided_at, m.reason`
const ENTRY_FROM = sql`performance.measurement m
  left join people.account e on e.institution_id = m.institution_id and e.id = m.entered_by
  left join people.account d on d.institution_id = m.institution_id and d.id = m.decided_by
  left join platform.file f on f.institution_id = m.institution_id and f.owner = 'performance:' || m.id`

/** Newest first, of some units; `waiting` leaves only what waits to be verified. */
export async function listEntries(
  db: Db,
  scope: Scope,
  wanted: { units: readonly string[]; indicatorId?: string | undefined; programs?: boolean; waiting?: boolean },
): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select ${ENTRY} from ${ENTRY_FROM}
    where m.institution_id = ${scope.institution} and m.unit_id = any(${wanted.units}::uuid[])
      and (${wanted.indicatorId ?? null}::uuid is null or m.indicator_id = ${wanted.indicatorId ?? null})
      and (not ${wanted.programs ?? false} or m.program_id is not null)
      and (not ${wanted.waiting ?? false} or m.state = 0)
    order by m.month desc, m.entered_at desc, m.id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export async function countWaiting(db: Db, scope: Scope, units: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from performance.measurement
    where institution_id = ${scope.institution} and unit_id = any(${units}::uuid[]) and state = 0`.execute(db)
  return rows[0]!.count
}

export async function findEntry(db: Db, scope: Reach, id: string, lock = false): Promise<EntryRow | undefined> {
  if (lock)
    await sql`select from performance.measurement
      where institution_id = ${scope.institution} and id = ${id} for update`.execute(db)
  const { rows } = await sql<EntryRow>`
    select ${ENTRY} from ${ENTRY_FROM}
    where m.institution_id = ${scope.institution} and m.id = ${id} and m.unit_id = any(${scope.units}::uuid[])`.execute(
    db,
  )
  return rows[0]
}

export type Verified = {
  unit_id: string
  indicator_id: string | null
  program_id: string | null
  month: string
  value: number
  hits: number | null
  total: number | null
}

/** What has been verified in some months, oldest first: what was told of a program before says nothing of them. */
export async function listVerified(
  db: Db,
  scope: Scope,
  wanted: { units: readonly string[]; from: string; to: string },
): Promise<Verified[]> {
  const { rows } = await sql<Verified>`
    select unit_id, indicator_id, program_id, to_char(month, 'YYYY-MM') as month, value::float8, hits::float8, total::float8
    from performance.measurement
    where institution_id = ${scope.institution} and unit_id = any(${wanted.units}::uuid[]) and state = 1
      and month between ${`${wanted.from}-01`}::date and ${`${wanted.to}-01`}::date
    order by performance.measurement.month, id limit 1000000`.execute(db)
  return rows
}

export type ChecklistRow = {
  id: string
  unit_id: string
  name: string
  source: string
  items: string[]
  active: boolean
}

/** Those of the unit itself and of the units above it: a procedure holds for everyone beneath. */
export async function listChecklists(db: Db, scope: Scope, units: readonly string[]): Promise<ChecklistRow[]> {
  const { rows } = await sql<ChecklistRow>`
    select id, unit_id, name, source, items, active from performance.checklist
    where institution_id = ${scope.institution} and unit_id = any(${units}::uuid[]) and active
    order by name, id limit ${MOST_LISTED}`.execute(db)
  return rows
}

export type ObservedMonth = { unit_id: string; month: string; met: number; assessed: number; cases: number }

export async function listObserved(
  db: Db,
  scope: Scope,
  wanted: { units: readonly string[]; from: string; to: string },
): Promise<ObservedMonth[]> {
  const { rows } = await sql<ObservedMonth>`
    select unit_id, to_char(observed_on, 'YYYY-MM') as month, sum(met)::int as met, sum(assessed)::int as assessed,
      count(*)::int as cases
    from performance.observation
    where institution_id = ${scope.institution} and unit_id = any(${wanted.units}::uuid[])
      and observed_on >= ${`${wanted.from}-01`}::date and observed_on < ${`${wanted.to}-01`}::date + interval '1 month'
    group by 1, 2`.execute(db)
  return rows
}

export type ItemCount = { checklist_id: string; item: number; met: number; assessed: number }

/** How often each step was done, of the cases in which it arose: which step is left out. */
export async function listSteps(
  db: Db,
  scope: Scope,
  wanted: { units: readonly string[]; from: string; to: string },
): Promise<ItemCount[]> {
  const { rows } = await sql<ItemCount>`
    select o.checklist_id, r.item::int as item, count(*) filter (where r.result = 1)::int as met, count(*)::int as assessed
    from performance.observation o cross join lateral unnest(o.results) with ordinality r (result, item)
    where o.institution_id = ${scope.institution} and o.unit_id = any(${wanted.units}::uuid[]) and r.result <> 2
      and o.observed_on >= ${`${wanted.from}-01`}::date
      and o.observed_on < ${`${wanted.to}-01`}::date + interval '1 month'
    group by 1, 2 order by 1, 2`.execute(db)
  return rows
}
