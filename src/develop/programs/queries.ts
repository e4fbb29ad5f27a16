import { type RawBuilder, sql } from 'kysely'
import type { Permission, Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { isId } from '../../platform/id.ts'
import { type DatedTerm, wordsOf } from '../../platform/words.ts'
import type { CostKind, DesignKind, Level, OutcomeKind, ProgramSort, Status } from './model.ts'
import type { Direction, TargetKind } from './smart.ts'

/** Whoever was granted something for a unit may ask about the programs that treat this unit. */
export type Reach = Scope<Permission>

const PAGE = 30

/** A program is within reach when it treats at least one unit of the scope. */
function within(scope: Reach) {
  return sql`exists (select from programs.treated_unit r where r.institution_id = p.institution_id
    and r.program_id = p.id and r.unit_id = any(${scope.units}::uuid[]))`
}

export type ProgramRow = {
  id: string
  need_id: string | null
  title: string
  status: Status
  method_code: string
  starts_on: string
  ends_on: string
  participants: number
  units: string[]
  unit_ids: string[]
  budget: number
}

const cost = sql`coalesce((select sum(b.quantity * b.unit_cost) from programs.budget_line b
  where b.institution_id = p.institution_id and b.program_id = p.id), 0)`
const ORDERS: Readonly<Record<string, RawBuilder<unknown>>> = {
  title: sql`lower(p.title)`,
  status: sql`p.status`,
  starts: sql`p.starts_on`,
  budget: cost,
}

/** Newest first unless `sort` says otherwise; `before` is the last row shown, `ids` and `needs` pick out some. */
export async function listPrograms(
  db: Db,
  scope: Reach,
  filter: {
    status?: Status | undefined
    before?: string | undefined
    sort?: ProgramSort | undefined
    ids?: readonly string[] | undefined
    needs?: readonly string[] | undefined
    unitId?: string | undefined
  } = {},
): Promise<ProgramRow[]> {
  const sort = filter.sort ?? '-starts'
  const key = ORDERS[sort.replace('-', '')]!
  const falling = sort.startsWith('-')
  const way = falling ? sql`desc` : sql`asc`
  const before = isId(filter.before ?? '') ? filter.before : undefined
  const { rows } = await sql<ProgramRow>`
    select p.id, p.need_id, p.title, p.status, p.method_code, p.starts_on, p.ends_on, p.participants,
      t.units, t.unit_ids,
      ${cost}::bigint as budget
    from programs.program p
    cross join lateral (
      select array_agg(u.name order by u.name) as units, array_agg(u.id::text order by u.name) as unit_ids
      from programs.treated_unit tu
      join organization.unit u on u.institution_id = tu.institution_id and u.id = tu.unit_id
      where tu.institution_id = p.institution_id and tu.program_id = p.id) t
    where p.institution_id = ${scope.institution} and ${within(scope)}
      and (${filter.status ?? null}::programs.status is null or p.status = ${filter.status ?? null})
      and (${filter.ids ?? null}::uuid[] is null or p.id = any(${filter.ids ?? null}::uuid[]))
      ${filter.needs ? sql`and p.need_id = any(${filter.needs}::uuid[])` : sql``}
      and (${filter.unitId ?? null}::uuid is null or ${filter.unitId ?? null}::uuid::text = any(t.unit_ids))
      ${
        before
          ? sql`and (${key}, p.id) ${falling ? sql`<` : sql`>`} (select ${key}, p.id from programs.program p
              where p.institution_id = ${scope.institution} and p.id = ${before})`
          : sql``
      }
    order by ${key} ${way}, p.id ${way}
    limit ${filter.ids || filter.needs ? 1000 : PAGE + 1}`.execute(db)
  return rows
}

/** Programs that answer these needs, newest first. */
export async function listOfNeeds(
  db: Db,
  scope: Reach,
  needs: readonly string[],
): Promise<{ id: string; need_id: string }[]> {
  const { rows } = await sql<{ id: string; need_id: string }>`
    select p.id, p.need_id from programs.program p
    where p.institution_id = ${scope.institution} and p.need_id = any(${needs}::uuid[]) and ${within(scope)}
    order by p.starts_on desc, p.id desc limit 5000`.execute(db)
  return rows
}

export type Budgeted = { id: string; title: string; unit_ids: string[]; budget: number; starts_on: string }

/** Programs that treat one of these units and have left the draft, with their budgets; the caller answers for the units. */
export async function listBudgeted(db: Db, scope: Scope, units: readonly string[]): Promise<Budgeted[]> {
  const { rows } = await sql<Budgeted>`
    select p.id, p.title, p.starts_on, array_agg(t.unit_id::text order by t.unit_id) as unit_ids,
      coalesce((select sum(b.quantity * b.unit_cost) from programs.budget_line b
        where b.institution_id = p.institution_id and b.program_id = p.id), 0)::bigint as budget
    from programs.program p
    join programs.treated_unit t on t.institution_id = p.institution_id and t.program_id = p.id
    where p.institution_id = ${scope.institution} and p.status <> 'draft' and t.unit_id = any(${units}::uuid[])
    group by p.institution_id, p.id order by p.starts_on desc, p.id limit 20000`.execute(db)
  return rows
}

/** Cuts the row that only says that there is more. */
export function pageOf(rows: readonly ProgramRow[]): { rows: readonly ProgramRow[]; next: string | undefined } {
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown.at(-1) : undefined
  return { rows: shown, next: last?.id }
}

export async function countByStatus(db: Db, scope: Reach): Promise<Partial<Record<Status, number>>> {
  const { rows } = await sql<{ status: Status; count: number }>`
    select p.status, count(*)::bigint as count from programs.program p
    where p.institution_id = ${scope.institution} and ${within(scope)} group by p.status`.execute(db)
  return Object.fromEntries(rows.map((row) => [row.status, row.count]))
}

export type UnitRow = { id: string; name: string; starts_on: string | null }
export type ProgramCore = {
  id: string
  need_id: string | null
  title: string
  objective: string
  method_code: string
  /** What the institution's vocabulary says of it today. */
  method: DatedTerm | undefined
  kind_code: string
  kind: DatedTerm | undefined
  questionnaire: string | null
  champion: string | null
  status: Status
  starts_on: string
  ends_on: string
  participants: number
  created_at: Date
  approved_at: Date | null
  started_at: Date | null
  finished_at: Date | null
  reported_at: Date | null
}

/** Locks the row when `lock` says so, so that two people cannot move one program at once. */
export async function findCore(db: Db, scope: Reach, id: string, lock = false): Promise<ProgramCore | undefined> {
  const { rows } = await sql<Omit<ProgramCore, 'method' | 'kind'>>`
    select p.id, p.need_id, p.title, p.objective, p.method_code, p.kind_code, p.questionnaire, p.champion, p.status,
      p.starts_on, p.ends_on, p.participants, p.created_at, p.approved_at, p.started_at, p.finished_at, p.reported_at
    from programs.program p
    where p.institution_id = ${scope.institution} and p.id = ${id} and ${within(scope)}
    ${lock ? sql`for update of p` : sql``}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const words = wordsOf(scope.institution)
  return {
    ...row,
    method: words.find('development_method', row.method_code),
    kind: words.find('program_kind', row.kind_code),
  }
}

export async function listTreatedUnits(db: Db, scope: Reach, programId: string): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`
    select u.id, u.name, t.starts_on from programs.treated_unit t
    join organization.unit u on u.institution_id = t.institution_id and u.id = t.unit_id
    where t.institution_id = ${scope.institution} and t.program_id = ${programId} order by u.name`.execute(db)
  return rows
}

export type Indicator = {
  id: string
  name: string
  level: Level
  measure: string
  direction: Direction
  scale_min: string | null
  scale_max: string | null
  baseline: string
  baseline_on: string
  target_kind: TargetKind
  target: string
  target_value: string
  source: string
  due_on: string
}

export async function listIndicators(db: Db, scope: Reach, programId: string): Promise<Indicator[]> {
  const { rows } = await sql<Indicator>`
    select id, name, level, measure, direction, scale_min, scale_max, baseline, baseline_on, target_kind, target,
      target_value, source, due_on
    from programs.indicator where institution_id = ${scope.institution} and program_id = ${programId} order by id`.execute(
    db,
  )
  return rows
}

export type BudgetLine = {
  id: string
  kind: CostKind
  account: string
  description: string
  quantity: number
  unit: string
  unit_cost: number
}

export async function listBudget(db: Db, scope: Reach, programId: string): Promise<BudgetLine[]> {
  const { rows } = await sql<BudgetLine>`
    select id, kind, account, description, quantity, unit, unit_cost
    from programs.budget_line where institution_id = ${scope.institution} and program_id = ${programId} order by id`.execute(
    db,
  )
  return rows
}

export type Design = {
  id: string
  version: number
  kind: DesignKind
  outcome_kind: OutcomeKind
  outcome_key: string
  baseline_from: string
  baseline_to: string
  follow_from: string
  follow_to: string
  reason: string | null
  chosen_at: Date
  comparison: { id: string; name: string }[]
}

/** Newest version first: that is the one that counts. */
export async function listDesigns(db: Db, scope: Reach, programId: string): Promise<Design[]> {
  const { rows } = await sql<Design>`
    select d.id, d.version, d.kind, d.outcome_kind, d.outcome_key, d.baseline_from, d.baseline_to, d.follow_from,
      d.follow_to, d.reason, d.chosen_at, coalesce(
        (select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name)
         from programs.comparison_unit c
         join organization.unit u on u.institution_id = c.institution_id and u.id = c.unit_id
         where c.institution_id = d.institution_id and c.design_id = d.id), '[]') as comparison
    from programs.design d
    where d.institution_id = ${scope.institution} and d.program_id = ${programId} order by d.version desc`.execute(db)
  return rows
}

export type Program = ProgramCore & {
  units: UnitRow[]
  unit_ids: string[]
  indicators: Indicator[]
  budget: BudgetLine[]
  design: Design | null
  comparison_unit_ids: string[]
  earlier_designs: Design[]
}

/** Undefined when it does not exist or treats no unit within reach. */
export async function findProgram(db: Db, scope: Reach, id: string): Promise<Program | undefined> {
  const core = await findCore(db, scope, id)
  if (!core) return undefined
  const units = await listTreatedUnits(db, scope, id)
  const [design = null, ...earlier] = await listDesigns(db, scope, id)
  return {
    ...core,
    units,
    unit_ids: units.map((unit) => unit.id),
    indicators: await listIndicators(db, scope, id),
    budget: await listBudget(db, scope, id),
    design,
    comparison_unit_ids: design?.comparison.map((unit) => unit.id) ?? [],
    earlier_designs: earlier,
  }
}

/** Offices that serve citizens by themselves; divisions and desks belong to them. `only` narrows to some ids. */
export async function listOffices(
  db: Db,
  scope: Reach,
  only?: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from organization.unit
    where institution_id = ${scope.institution} and active_to is null
      and kind not in ('root', 'division', 'section', 'desk')
      and (${only ?? null}::uuid[] is null or id = any(${only ?? null}::uuid[]))
    order by name limit 5000`.execute(db)
  return rows
}
