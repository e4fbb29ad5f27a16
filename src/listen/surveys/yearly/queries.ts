import { sql } from 'kysely'
import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { listServices } from '../../services/index.ts'
import type { Period } from '../queries.ts'
import { getFigures, type RuleInForce } from '../rules.ts'
import { endsSoon, partOf } from './model.ts'

/** A unit that gives services: `missing` are those with too few respondents. */
export type UnitSurveyed = { id: string; name: string; n: number; missing: string[] }
export type Yearly = { period: Period; least: number; rule: RuleInForce['yearly']; units: UnitSurveyed[] }

/** How far the survey that is owed in this part of the year has come, for each unit within reach that gives services. */
export async function listSurveyed(db: Db, scope: Scope<'survey.plan'>, today: string): Promise<Yearly> {
  const { minRespondents: least, yearly: rule } = await getFigures(db, scope, today)
  const period = partOf(today, rule.times)
  const reach = new Set(scope.units)
  const services = (await listServices(db, scope)).filter((one) => one.active && reach.has(one.unit_id))
  const { rows } = await sql<{ service_id: string; n: number }>`
    select service_id, sum(n)::int as n from surveys.v_answered
    where institution_id = ${scope.institution} and service_id = any(${services.map(({ id }) => id)}::uuid[])
      and month between ${`${period.from}-01`}::date and ${`${period.to}-01`}::date
    group by service_id`.execute(db)
  const answers = new Map(rows.map(({ service_id, n }) => [service_id, n]))
  const countOf = ({ id }: { id: string }) => answers.get(id) ?? 0
  const units = [...Map.groupBy(services, (one) => one.unit_id)].map(([id, own]) => ({
    id,
    name: own[0]!.unit_name,
    n: own.reduce((sum, one) => sum + countOf(one), 0),
    missing: own.filter((one) => countOf(one) < least).map(({ name }) => name),
  }))
  return { period, least, rule, units }
}

/** Units whose survey is still owed when the time for it runs out; none before that. */
export async function countUnsurveyed(db: Db, scope: Scope<'survey.plan'>, today: string): Promise<number> {
  if (!endsSoon(today, (await getFigures(db, scope, today)).yearly.times)) return 0
  const { units, least } = await listSurveyed(db, scope, today)
  return units.filter(({ n }) => n < least).length
}
