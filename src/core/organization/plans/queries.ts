import { type SqlBool, sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import { insertMany } from '../../../platform/database/bulk.ts'
import type { Db } from '../../../platform/database/db.ts'
import { newId } from '../../../platform/id.ts'
import type { UnitKind } from '../model.ts'
import type { PlacePlan, Timeline, UnitPlan } from './model.ts'

export type NewUnitPlan = {
  unit_id: string
  act: UnitPlan['act']
  code?: string | undefined
  name?: string | undefined
  kind?: UnitKind | undefined
  parent_id?: string | null | undefined
  valid_from: string
  reason: string
}

export async function insertUnitPlans(
  db: Db,
  scope: Scope<Access>,
  now: Date,
  plans: readonly NewUnitPlan[],
): Promise<void> {
  await insertMany(
    db,
    'organization.unit_plan',
    plans.map((plan) => ({
      institution_id: scope.institution,
      id: newId(),
      unit_id: plan.unit_id,
      act: plan.act,
      code: plan.code ?? null,
      name: plan.name ?? null,
      kind: plan.kind ?? null,
      parent_id: plan.parent_id ?? null,
      valid_from: plan.valid_from,
      reason: plan.reason,
      account_id: scope.account,
      made_at: now,
    })),
  )
}

type Wanted = {
  id?: string | undefined
  /** Of this unit, or of one that opens beneath it. */
  about?: string | undefined
  /** What begins by this day. */
  until?: string | undefined
  act?: 'open' | undefined
  /** Of these units. */
  of?: ReadonlySet<string> | undefined
  after?: PlanCursor | undefined
  before?: PlanCursor | undefined
  limit?: number | undefined
}
export type PlanCursor = { from: string; id: string }

/** What is planned for units, the earliest first (with `before`: the last before it); names as they are today. */
export async function listUnitPlans(db: Db, scope: Scope<Access>, wanted: Wanted) {
  const { id, about, until, act, of, after, before, limit } = wanted
  let rows = db
    .selectFrom('organization.unit_plan as l')
    .leftJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'l.institution_id').onRef('u.id', '=', 'l.unit_id'),
    )
    .leftJoin('organization.unit as p', (join) =>
      join.onRef('p.institution_id', '=', 'l.institution_id').onRef('p.id', '=', 'l.parent_id'),
    )
    .leftJoin('organization.unit_plan as o', (join) =>
      join
        .onRef('o.institution_id', '=', 'l.institution_id')
        .onRef('o.unit_id', '=', 'l.parent_id')
        .on('o.act', '=', 'open'),
    )
    .leftJoin('people.account as a', (join) =>
      join.onRef('a.institution_id', '=', 'l.institution_id').onRef('a.id', '=', 'l.account_id'),
    )
    .select(['l.id', 'l.unit_id', 'l.act', 'l.code', 'l.name', 'l.kind', 'l.parent_id', 'l.valid_from', 'l.reason'])
    .select(['l.account_id', 'u.name as unit', 'a.name as who'])
    .select((eb) => eb.fn.coalesce('p.name', 'o.name').as('parent'))
    .where('l.institution_id', '=', scope.institution)
    .orderBy('l.valid_from', before ? 'desc' : 'asc')
    .orderBy('l.id', before ? 'desc' : 'asc')
  if (id) rows = rows.where('l.id', '=', id)
  if (about) rows = rows.where(({ or, eb }) => or([eb('l.unit_id', '=', about), eb('l.parent_id', '=', about)]))
  if (until) rows = rows.where('l.valid_from', '<=', until)
  if (act) rows = rows.where('l.act', '=', act)
  if (of) rows = rows.where(({ eb }) => eb('l.unit_id', '=', eb.fn.any(eb.val([...of]))))
  if (after) rows = rows.where(sql<SqlBool>`(l.valid_from, l.id) > (${after.from}::date, ${after.id}::uuid)`)
  if (before) rows = rows.where(sql<SqlBool>`(l.valid_from, l.id) < (${before.from}::date, ${before.id}::uuid)`)
  if (limit) rows = rows.limit(limit)
  const found = await rows.execute()
  return before ? found.toReversed() : found
}

/** How many plans these units have. */
export async function countUnitPlans(db: Db, scope: Scope<Access>, of: ReadonlySet<string>): Promise<number> {
  const row = await db
    .selectFrom('organization.unit_plan')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('institution_id', '=', scope.institution)
    .where(({ eb }) => eb('unit_id', '=', eb.fn.any(eb.val([...of]))))
    .executeTakeFirstOrThrow()
  return row.count
}
export type UnitPlanRow = Awaited<ReturnType<typeof listUnitPlans>>[number]

export async function deleteUnitPlans(db: Db, scope: Scope<Access>, ids: readonly string[]): Promise<void> {
  await db
    .deleteFrom('organization.unit_plan')
    .where('institution_id', '=', scope.institution)
    .where('id', '=', sql<string>`any(${ids})`)
    .execute()
}

/** The newest day that has begun here; read under the lock of the institution. */
export async function lockDay(db: Db, scope: Scope<Access>): Promise<string | null> {
  const row = await db
    .selectFrom('organization.institution')
    .select('day')
    .where('id', '=', scope.institution)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.day
}

/** Undefined when nothing is planned after `day`: then nothing can collide. */
export async function loadTimeline(db: Db, scope: Scope<Access>, day: string): Promise<Timeline | undefined> {
  const { rows: unitPlans } = await sql<UnitPlan>`select id, unit_id, act, parent_id, valid_from
    from organization.unit_plan where institution_id = ${scope.institution} and valid_from > ${day}`.execute(db)
  const { rows: placePlans } = await sql<PlacePlan>`select id, employee_id, act, unit_id, superior_id, valid_from
    from people.assignment_plan where institution_id = ${scope.institution} and valid_from > ${day}`.execute(db)
  if (unitPlans.length + placePlans.length === 0) return undefined
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'parent_id', 'active_to'])
    .where('institution_id', '=', scope.institution)
    .execute()
  const people = await db
    .selectFrom('people.assignment')
    .select(['employee_id', 'unit_id', 'superior_id'])
    .where('institution_id', '=', scope.institution)
    .where('valid_to', 'is', null)
    .execute()
  return { units, people, unitPlans, placePlans }
}

/** What a unit and an employee are called, for saying what collides. */
export async function findNames(
  db: Db,
  scope: Scope<Access>,
  of: { unit: string | null; employee: string | null },
): Promise<{ unit: string | null; employee: string | null }> {
  const { rows } = await sql<{ unit: string | null; employee: string | null }>`select
    coalesce((select name from organization.unit where institution_id = ${scope.institution} and id = ${of.unit}),
      (select name from organization.unit_plan where institution_id = ${scope.institution} and unit_id = ${of.unit}
        and act = 'open')) as unit,
    (select name from people.employee where institution_id = ${scope.institution} and id = ${of.employee}) as employee`.execute(
    db,
  )
  return rows[0]!
}

/** Units that open on a day to come and hang, directly or not, on one in reach. */
export async function listPlannedUnits(db: Db, scope: Scope<Access>): Promise<PlannedUnit[]> {
  const opens = await listUnitPlans(db, scope, { act: 'open' })
  const reached = new Set(scope.units)
  for (let grown = true; grown; ) {
    grown = false
    for (const plan of opens) {
      if (reached.has(plan.unit_id) || !reached.has(plan.parent_id ?? '')) continue
      reached.add(plan.unit_id)
      grown = true
    }
  }
  return opens.flatMap(({ unit_id: id, code, name, valid_from }) =>
    reached.has(id) ? [{ id, code: code ?? '', name: name ?? '', valid_from }] : [],
  )
}
export type PlannedUnit = { id: string; code: string; name: string; valid_from: string }
