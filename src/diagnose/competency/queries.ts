import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import type { Evidence, Family } from './model.ts'

export type CompetencyRow = {
  id: string
  code: string
  name: string
  definition: string
  family: Family
  framework_id: string
  framework: string
  source: string
  verified: boolean
}

const FAMILY_ORDER = sql.raw(
  "array_position(array['teknis','manajerial','sosio_kultural','digital'], f.family::text), c.code",
)

/** Every competency of the institution, family by family. */
export async function listCompetencies(db: Db, scope: Scope): Promise<CompetencyRow[]> {
  const { rows } = await sql<CompetencyRow>`
    select c.id, c.code, c.name, c.definition, f.family, f.id as framework_id, f.name as framework, f.source, f.verified
    from competency.competency c
    join competency.framework f on f.institution_id = c.institution_id and f.id = c.framework_id
    where c.institution_id = ${scope.institution}
    order by ${FAMILY_ORDER} limit 1000`.execute(db)
  return rows
}

export type PersonRow = {
  id: string
  name: string
  nip: string
  unit_id: string
  unit: string
  position_id: string
  position: string
  superior_id: string | null
  superior: string | null
}

/** The employee with the present unit, position and superior; undefined without a present assignment. */
export async function findPerson(db: Db, scope: Scope, employeeId: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<PersonRow>`
    select e.id, e.name, e.nip, u.id as unit_id, u.name as unit, p.id as position_id, p.title as position,
      s.id as superior_id, s.name as superior
    from people.employee e
    join people.assignment a on a.institution_id = e.institution_id and a.employee_id = e.id and a.valid_to is null
    join organization.unit u on u.institution_id = e.institution_id and u.id = a.unit_id
    join organization.position p on p.institution_id = e.institution_id and p.id = a.position_id
    left join people.employee s on s.institution_id = e.institution_id and s.id = a.superior_id
    where e.institution_id = ${scope.institution} and e.id = ${employeeId}`.execute(db)
  return rows[0]
}

/** Whether the signed-in employee stands above the other, directly or through others, today. */
export async function isAbove(db: Db, scope: Scope<'self'>, employeeId: string): Promise<boolean> {
  if (!scope.employee) return false
  const { rows } = await sql<{ found: boolean }>`
    with recursive above (id, depth) as (
      select superior_id, 1 from people.assignment
      where institution_id = ${scope.institution} and employee_id = ${employeeId} and valid_to is null
      union all
      select a.superior_id, above.depth + 1 from above join people.assignment a
        on a.institution_id = ${scope.institution} and a.employee_id = above.id and a.valid_to is null
      where above.depth < 12
    )
    select exists (select from above where id = ${scope.employee}) as found`.execute(db)
  return rows[0]!.found
}

export type RequirementRow = {
  competency_id: string
  code: string
  name: string
  family: Family
  required_level: number
  importance: number
  source: string
  verified: boolean
  valid_from: string
}

/** What a position requires on a day. */
export async function listRequirements(
  db: Db,
  scope: Scope,
  positionId: string,
  day: string,
): Promise<RequirementRow[]> {
  const { rows } = await sql<RequirementRow>`
    select c.id as competency_id, c.code, c.name, f.family, s.required_level, s.importance, s.source, s.verified, s.valid_from
    from competency.standard s
    join competency.competency c on c.institution_id = s.institution_id and c.id = s.competency_id
    join competency.framework f on f.institution_id = c.institution_id and f.id = c.framework_id
    where s.institution_id = ${scope.institution} and s.position_id = ${positionId}
      and s.valid_from <= ${day} and (s.valid_to is null or s.valid_to > ${day})
    order by ${FAMILY_ORDER}`.execute(db)
  return rows
}

export type EvidenceRow = Evidence & {
  competency_id: string
  source: string
  reference: string
  note: string | null
  recorded_at: Date
}

/** A person's ledger, newest first. */
export async function listEvidence(db: Db, scope: Scope, employeeId: string): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    select id, competency_id, method, level, confidence, observed_on, expires_on, source, reference, note, recorded_at
    from competency.evidence
    where institution_id = ${scope.institution} and employee_id = ${employeeId}
    order by observed_on desc, id desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Positions that have a standard, for choosing one to compare with. */
export async function listPositionsWithStandard(db: Db, scope: Scope): Promise<{ id: string; title: string }[]> {
  const { rows } = await sql<{ id: string; title: string }>`
    select p.id, p.title from organization.position p
    where p.institution_id = ${scope.institution} and p.active and exists (select from competency.standard s
      where s.institution_id = p.institution_id and s.position_id = p.id and s.valid_to is null)
    order by p.title, p.code limit 5000`.execute(db)
  return rows
}

export type UnitGapRow = {
  competency_id: string
  code: string
  name: string
  family: Family
  required_count: number
  assessed_count: number
  uncertain_count: number
  below_count: number
  required_sum: number
  level_sum: number
  capped_sum: number
  importance: number
  computed_at: Date
}

/** Sums per competency over a unit and all beneath it, as far as the scope reaches. */
export async function listUnitSums(db: Db, scope: Scope, unitId: string): Promise<UnitGapRow[]> {
  const { rows } = await sql<UnitGapRow>`
    with recursive beneath (id) as (
      select ${unitId}::uuid
      union
      select u.id from beneath b join organization.unit u on u.institution_id = ${scope.institution} and u.parent_id = b.id
    )
    select c.id as competency_id, c.code, c.name, f.family, sum(g.required_count)::int as required_count,
      sum(g.assessed_count)::int as assessed_count, sum(g.uncertain_count)::int as uncertain_count,
      sum(g.below_count)::int as below_count, sum(g.required_sum)::int as required_sum, sum(g.level_sum)::float8 as level_sum,
      sum(g.capped_sum)::float8 as capped_sum, max(g.importance)::int as importance, min(g.computed_at) as computed_at
    from beneath b
    join competency.unit_gap g on g.institution_id = ${scope.institution} and g.unit_id = b.id
    join competency.competency c on c.institution_id = ${scope.institution} and c.id = g.competency_id
    join competency.framework f on f.institution_id = ${scope.institution} and f.id = c.framework_id
    where b.id = any(${scope.units}::uuid[])
    group by c.id, c.code, c.name, f.family
    order by ${FAMILY_ORDER}`.execute(db)
  return rows
}

/** The units within reach with their depth, in the tree's order. */
export async function listUnits(db: Db, scope: Scope): Promise<{ id: string; name: string; depth: number }[]> {
  const { rows } = await sql<{ id: string; name: string; depth: number }>`
    with recursive tree (id, name, depth, path) as (
      select id, name, 0, array[name] from organization.unit where institution_id = ${scope.institution} and parent_id is null
      union all
      select u.id, u.name, t.depth + 1, t.path || u.name
      from tree t join organization.unit u on u.institution_id = ${scope.institution} and u.parent_id = t.id
    )
    select id, name, depth from tree where id = any(${scope.units}::uuid[]) order by path limit 5000`.execute(db)
  return rows
}

export type BelowRow = {
  employee_id: string
  name: string
  nip: string
  unit: string
  position: string
  level: number
  required: number
  gap: number
  certain: boolean
}

/** People of a unit and beneath whose level is under what their position requires, furthest first. */
export async function listBelowStandard(
  db: Db,
  scope: Scope,
  unitId: string,
  competencyId: string,
  limit: number,
): Promise<BelowRow[]> {
  const { rows } = await sql<BelowRow>`
    with recursive beneath (id) as (
      select ${unitId}::uuid
      union
      select u.id from beneath b join organization.unit u on u.institution_id = ${scope.institution} and u.parent_id = b.id
    )
    select e.id as employee_id, e.name, e.nip, u.name as unit, p.title as position, c.level::float8 as level,
      s.required_level as required, (c.level - s.required_level)::float8 as gap, c.certain
    from beneath b
    join people.assignment a on a.institution_id = ${scope.institution} and a.unit_id = b.id and a.valid_to is null
    join people.employee e on e.institution_id = ${scope.institution} and e.id = a.employee_id and e.active
    join organization.unit u on u.institution_id = ${scope.institution} and u.id = a.unit_id
    join organization.position p on p.institution_id = ${scope.institution} and p.id = a.position_id
    join competency.standard s on s.institution_id = ${scope.institution} and s.position_id = a.position_id
      and s.competency_id = ${competencyId} and s.valid_to is null
    join competency.current_level c on c.institution_id = ${scope.institution} and c.employee_id = e.id
      and c.competency_id = ${competencyId}
    where b.id = any(${scope.units}::uuid[]) and c.level < s.required_level
    order by c.level - s.required_level, e.name, e.id limit ${limit}`.execute(db)
  return rows
}
