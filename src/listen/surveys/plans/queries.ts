import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { PRINTED, type Sampling } from '../../../platform/statistics/index.ts'
import { type NewPlan, targetsOf } from './model.ts'

export type PlanRow = Awaited<ReturnType<typeof listPlans>>[number]

export async function listPlans(db: Db, scope: Scope<'survey.plan'>) {
  return plans(db, scope).orderBy('p.last_month', 'desc').orderBy('p.created_at', 'desc').limit(MOST_LISTED).execute()
}

export async function findPlan(db: Db, scope: Scope<'survey.plan'>, id: string): Promise<PlanRow | undefined> {
  return plans(db, scope).where('p.id', '=', id).executeTakeFirst()
}

export async function lockPlan(db: Db, scope: Scope<'survey.plan'>, id: string): Promise<PlanRow | undefined> {
  return plans(db, scope).where('p.id', '=', id).forUpdate('p').executeTakeFirst()
}

function plans(db: Db, scope: Scope<'survey.plan'>) {
  return db
    .selectFrom('surveys.plan as p')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'p.institution_id').onRef('u.id', '=', 'p.unit_id'),
    )
    .select([
      'p.id',
      'p.name',
      'p.unit_id',
      'u.name as unit',
      'p.first_month',
      'p.last_month',
      'p.response_percent',
      'p.state',
      'p.population',
      'p.target',
      'p.locked_at',
      sql<Sampling>`coalesce(p.sampling, ${JSON.stringify(PRINTED)}::jsonb)`.as('sampling'),
    ])
    .where('p.institution_id', '=', scope.institution)
    .where('p.unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
}

/** A draft with one stratum for each of these services. */
export async function insertPlan(
  db: Db,
  scope: Scope<'survey.plan'>,
  now: Date,
  plan: NewPlan,
  services: readonly { id: string; unit_id: string }[],
): Promise<string> {
  requireUnit(scope, plan.unit)
  const id = newId(now)
  await db
    .insertInto('surveys.plan')
    .values({
      institution_id: scope.institution,
      id,
      unit_id: plan.unit,
      name: plan.name,
      first_month: `${plan.first_month}-01`,
      last_month: `${plan.last_month}-01`,
      response_percent: plan.response_percent,
      created_by: scope.account,
      created_at: now,
    })
    .execute()
  await db
    .insertInto('surveys.plan_stratum')
    .values(
      services.map((service) => ({
        institution_id: scope.institution,
        plan_id: id,
        service_id: service.id,
        unit_id: service.unit_id,
      })),
    )
    .execute()
  return id
}

/** Plans that invitations can be made for. */
export async function listActivePlans(db: Db, scope: Scope<'survey.invite'>): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom('surveys.plan')
    .select(['id', 'name'])
    .where('institution_id', '=', scope.institution)
    .where('unit_id', 'in', scope.units.length > 0 ? scope.units : [scope.institution])
    .where('state', '=', 'active')
    .orderBy('name')
    .limit(MOST_LISTED)
    .execute()
}

export type StratumRow = Awaited<ReturnType<typeof listStrata>>[number]

export async function listStrata(db: Db, scope: Scope<'survey.plan'>, plan: string) {
  return db
    .selectFrom('surveys.plan_stratum')
    .select(['service_id', 'unit_id', 'population', 'origin', 'source', 'target'])
    .where('institution_id', '=', scope.institution)
    .where('plan_id', '=', plan)
    .orderBy('service_id')
    .execute()
}

/** People served per service of a draft, and the sample that follows from them. */
export async function setStrata(
  db: Db,
  scope: Scope<'survey.plan'>,
  plan: Pick<PlanRow, 'id' | 'response_percent'>,
  strata: readonly { service_id: string; population: number; origin: 'typed' | 'transactions'; source: string }[],
  sampling: Sampling = PRINTED,
): Promise<void> {
  const targets = targetsOf(
    strata.map((stratum) => stratum.population),
    plan.response_percent,
    sampling,
  )
  const rows = strata.map((stratum, index) => ({ ...stratum, target: targets[index]!.target }))
  await sql`
    update surveys.plan_stratum s set population = r.population, origin = r.origin, source = r.source, target = r.target
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r (service_id uuid, population integer, origin surveys.population_origin, source text, target integer)
    where s.institution_id = ${scope.institution} and s.plan_id = ${plan.id} and s.service_id = r.service_id`.execute(
    db,
  )
  await db
    .updateTable('surveys.plan')
    .set({
      population: rows.reduce((sum, row) => sum + row.population, 0),
      target: rows.reduce((sum, row) => sum + row.target, 0),
      sampling: JSON.stringify(sampling),
    })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', plan.id)
    .execute()
}

export async function setPlanState(
  db: Db,
  scope: Scope<'survey.plan'>,
  now: Date,
  id: string,
  state: 'active' | 'closed',
): Promise<void> {
  await db
    .updateTable('surveys.plan')
    .set(state === 'active' ? { state, locked_at: now } : { state })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
}

/** Per service: slips and letters that reached somebody, how many were used, and all answers of the period. */
export type Progress = { service_id: string; invited: number; used: number; answered: number }

export async function listProgress(
  db: Db,
  scope: Scope<'survey.plan'>,
  plan: Pick<PlanRow, 'id' | 'first_month' | 'last_month'>,
): Promise<Map<string, Progress>> {
  const { rows } = await sql<Progress>`
    with batch as (
      select b.service_id, b.size - b.undelivered as invited,
        (select count(*) from surveys.invitation i
          where i.institution_id = b.institution_id and i.batch_id = b.id and i.used) as used
      from surveys.invitation_batch b where b.institution_id = ${scope.institution} and b.plan_id = ${plan.id}
    ), answers as (
      select service_id, sum(n) as answered from surveys.v_answered
      where institution_id = ${scope.institution} and month between ${plan.first_month}::date and ${plan.last_month}::date
      group by service_id
    )
    select s.service_id, coalesce((select sum(invited) from batch b where b.service_id = s.service_id), 0)::int as invited,
      coalesce((select sum(used) from batch b where b.service_id = s.service_id), 0)::int as used,
      coalesce((select answered from answers a where a.service_id = s.service_id), 0)::int as answered
    from surveys.plan_stratum s where s.institution_id = ${scope.institution} and s.plan_id = ${plan.id}`.execute(db)
  return new Map(rows.map((row) => [row.service_id, row]))
}

export async function setUndelivered(
  db: Db,
  scope: Scope<'survey.invite'>,
  batch: string,
  count: number,
): Promise<void> {
  await db
    .updateTable('surveys.invitation_batch')
    .set({ undelivered: count })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', batch)
    .execute()
}

/** One letter of a batch that found nobody. */
export async function addUndelivered(db: Db, scope: Scope, batch: string): Promise<void> {
  await sql`update surveys.invitation_batch set undelivered = least(size, undelivered + 1)
    where institution_id = ${scope.institution} and id = ${batch}`.execute(db)
}
