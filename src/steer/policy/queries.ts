import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { State, Windows } from './model.ts'

export type PolicyRow = {
  id: string
  number: string | null
  title: string
  kind: string
  unit_id: string
  unit: string
  purpose: string
  basis: string
  address: string | null
  file_id: string | null
  state: State
  replaces_id: string | null
  /** A draft that will take its place. */
  successor_id: string | null
  applied_on: string | null
  next_evaluation_on: string | null
  ended_on: string | null
  ended_reason: string | null
}

function policies(scope: Scope, where: ReturnType<typeof sql>) {
  return sql<PolicyRow>`
    select p.id, p.number, p.title, p.kind, p.unit_id, u.name as unit, p.purpose, p.basis, p.address, p.file_id, p.state,
      p.replaces_id, n.id as successor_id, p.applied_on, p.next_evaluation_on, p.ended_on, p.ended_reason
    from policy.policy p
    join organization.unit u on u.institution_id = p.institution_id and u.id = p.unit_id
    left join policy.policy n on n.institution_id = p.institution_id and n.replaces_id = p.id
    where p.institution_id = ${scope.institution} and (${where})
    order by p.next_evaluation_on nulls last, p.applied_on desc nulls first, p.title limit ${MOST_LISTED}`
}

export async function listPolicies(db: Db, scope: Scope): Promise<PolicyRow[]> {
  return (await policies(scope, sql`p.unit_id = any(${scope.units as string[]})`).execute(db)).rows
}

export async function findPolicy(db: Db, scope: Scope, id: string): Promise<PolicyRow | undefined> {
  return (await policies(scope, sql`p.id = ${id} and p.unit_id = any(${scope.units as string[]})`).execute(db)).rows[0]
}

/** Applied, amended and revoked ones are everybody's to read; drafts are not. */
export async function listPublicPolicies(db: Db, scope: Scope<'public'>): Promise<PolicyRow[]> {
  return (await policies(scope, sql`p.state <> 'draft'`).execute(db)).rows
}

export async function findPublicPolicy(db: Db, scope: Scope<'public'>, id: string): Promise<PolicyRow | undefined> {
  return (await policies(scope, sql`p.state <> 'draft' and p.id = ${id}`).execute(db)).rows[0]
}

export async function lockPolicy(db: Db, scope: Scope, id: string): Promise<PolicyRow | undefined> {
  await sql`select from policy.policy where institution_id = ${scope.institution} and id = ${id} for update`.execute(db)
  return findPolicy(db, scope, id)
}

export type NewPolicy = {
  title: string
  kind: string
  unit: string
  purpose: string
  basis: string
  address?: string | undefined
  replaces?: string | undefined
}

export async function insertPolicy(db: Db, scope: Scope, now: Date, policy: NewPolicy): Promise<string> {
  const id = newId(now)
  await sql`
    insert into policy.policy (institution_id, id, title, kind, unit_id, purpose, basis, address, state, replaces_id, made_by,
      made_at)
    values (${scope.institution}, ${id}, ${policy.title}, ${policy.kind}, ${policy.unit}, ${policy.purpose}, ${policy.basis},
      ${policy.address ?? null}, 'draft', ${policy.replaces ?? null}, ${scope.account}, ${now})`.execute(db)
  return id
}

export async function setPolicy(db: Db, scope: Scope, id: string, policy: NewPolicy): Promise<void> {
  await sql`
    update policy.policy set title = ${policy.title}, kind = ${policy.kind}, unit_id = ${policy.unit},
      purpose = ${policy.purpose}, basis = ${policy.basis}, address = ${policy.address ?? null}
    where institution_id = ${scope.institution} and id = ${id} and state = 'draft'`.execute(db)
}

export async function setFile(db: Db, scope: Scope, id: string, file: string): Promise<void> {
  await sql`update policy.policy set file_id = ${file} where institution_id = ${scope.institution} and id = ${id}`.execute(
    db,
  )
}

export async function isNumberTaken(db: Db, scope: Scope, policy: PolicyRow, number: string): Promise<boolean> {
  const { rows } = await sql`
    select from policy.policy where institution_id = ${scope.institution} and kind = ${policy.kind} and number = ${number}
      and id <> ${policy.id}`.execute(db)
  return rows.length > 0
}

export async function setApplied(
  db: Db,
  scope: Scope,
  id: string,
  applied: { number: string; applied_on: string; next: string },
): Promise<void> {
  await sql`
    update policy.policy set state = 'applied', number = ${applied.number}, applied_on = ${applied.applied_on},
      next_evaluation_on = ${applied.next}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setState(
  db: Db,
  scope: Scope,
  id: string,
  state: 'applied' | 'evaluating',
  next: string | null,
): Promise<void> {
  await sql`
    update policy.policy set state = ${state}::policy.state, next_evaluation_on = ${next}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export async function setEnded(
  db: Db,
  scope: Scope,
  id: string,
  ended: { state: 'amended' | 'revoked'; on: string; reason: string },
): Promise<void> {
  await sql`
    update policy.policy set state = ${ended.state}::policy.state, ended_on = ${ended.on}, ended_reason = ${ended.reason},
      next_evaluation_on = null
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
}

export type EvaluationRow = Windows & {
  id: string
  opened_at: Date
  finding: string | null
  decision: 'continue' | 'amend' | 'revoke' | null
  decided_at: Date | null
  decider: string | null
}

/** Newest first. */
export async function listEvaluations(db: Db, scope: Scope, policy: string): Promise<EvaluationRow[]> {
  const { rows } = await sql<EvaluationRow>`
    select e.id, e.opened_at, e.before_from, e.before_to, e.after_from, e.after_to, e.finding, e.decision, e.decided_at,
      a.name as decider
    from policy.evaluation e
    left join people.account a on a.institution_id = e.institution_id and a.id = e.decided_by
    where e.institution_id = ${scope.institution} and e.policy_id = ${policy} order by e.opened_at desc limit 50`.execute(
    db,
  )
  return rows
}

export async function insertEvaluation(
  db: Db,
  scope: Scope,
  now: Date,
  policy: string,
  windows: Windows,
): Promise<string> {
  const id = newId(now)
  await sql`
    insert into policy.evaluation (institution_id, id, policy_id, opened_at, opened_by, before_from, before_to, after_from,
      after_to)
    values (${scope.institution}, ${id}, ${policy}, ${now}, ${scope.account}, ${windows.before_from}, ${windows.before_to},
      ${windows.after_from}, ${windows.after_to})`.execute(db)
  return id
}

export async function setDecision(
  db: Db,
  scope: Scope,
  now: Date,
  id: string,
  decided: { finding: string; decision: string },
): Promise<void> {
  await sql`
    update policy.evaluation set finding = ${decided.finding}, decision = ${decided.decision}, decided_at = ${now},
      decided_by = ${scope.account}
    where institution_id = ${scope.institution} and id = ${id} and decided_at is null`.execute(db)
}

export type NewMeasureRow = {
  kind: 'skm' | 'answered' | 'other'
  label: string
  before_value: number | null
  before_count: number | null
  after_value: number | null
  after_count: number | null
  unit: string
  source: string
}
export type MeasureRow = Omit<NewMeasureRow, 'before_value' | 'after_value'> & {
  id: string
  evaluation_id: string
  before_value: string | null
  after_value: string | null
}

export async function listMeasures(db: Db, scope: Scope, policy: string): Promise<MeasureRow[]> {
  const { rows } = await sql<MeasureRow>`
    select m.id, m.evaluation_id, m.kind, m.label, m.before_value, m.before_count, m.after_value, m.after_count, m.unit, m.source
    from policy.measure m
    join policy.evaluation e on e.institution_id = m.institution_id and e.id = m.evaluation_id
    where m.institution_id = ${scope.institution} and e.policy_id = ${policy} order by m.made_at, m.id limit 500`.execute(
    db,
  )
  return rows
}

export async function insertMeasure(
  db: Db,
  scope: Scope,
  now: Date,
  evaluation: string,
  row: NewMeasureRow,
): Promise<void> {
  await sql`
    insert into policy.measure (institution_id, id, evaluation_id, kind, label, before_value, before_count, after_value,
      after_count, unit, source, made_at)
    values (${scope.institution}, ${newId(now)}, ${evaluation}, ${row.kind}, ${row.label}, ${row.before_value},
      ${row.before_count}, ${row.after_value}, ${row.after_count}, ${row.unit}, ${row.source}, ${now})`.execute(db)
}

export const RULES = { standard: 'policy.default_rule', own: 'policy.rule', may: 'policy.rules' } as const

export type DueRow = { id: string; title: string; unit_id: string; next_evaluation_on: string }

/** Applied policies whose evaluation is near and whose unit has not been reminded of that date. */
export async function takeDue(db: Db, scope: Scope, until: string): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    update policy.policy set reminded_for = next_evaluation_on
    where institution_id = ${scope.institution} and state = 'applied' and next_evaluation_on <= ${until}
      and reminded_for is distinct from next_evaluation_on
    returning id, title, unit_id, next_evaluation_on`.execute(db)
  return rows
}

/** The accounts that hold the permission to evaluate for this unit, or for the nearest above it where anybody does. */
export async function listHolders(db: Db, scope: Scope, now: Date, unit: string): Promise<string[]> {
  const { rows } = await sql<{ account_id: string }>`
    with recursive path as (
      select id, parent_id, 0 as distance from organization.unit where institution_id = ${scope.institution} and id = ${unit}
      union all
      select u.id, u.parent_id, p.distance + 1 from organization.unit u join path p on u.id = p.parent_id
      where u.institution_id = ${scope.institution}
    ), holder as (
      select distinct g.account_id, p.distance from path p
      join roles.grant g on g.institution_id = ${scope.institution} and g.unit_id = p.id
        and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now})
      join roles.role_permission r on r.institution_id = g.institution_id and r.role_id = g.role_id
        and r.permission = 'policy.manage'
    )
    select distinct h.account_id from holder h
    join people.account a on a.institution_id = ${scope.institution} and a.id = h.account_id and a.disabled_at is null
    where h.distance = (select min(distance) from holder) limit 50`.execute(db)
  return rows.map((row) => row.account_id)
}
