import { sql } from 'kysely'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { newId, newIds } from '../../platform/id.ts'
import type { BudgetPlan, DesignInput, IndicatorPlan, ProgramPlan, Status } from './model.ts'
import type { TargetProblem } from './smart.ts'
import { targetValue } from './smart.ts'

type Manage = Scope<'program.manage'>

/** Rows for `insert … select * from jsonb_to_recordset`: one statement however many there are. */
function records(rows: readonly object[]) {
  return sql`${JSON.stringify(rows)}::jsonb`
}

/** Returns the ids in the order of the plans. Every unit has to be within reach. */
export async function createPrograms(
  db: Db,
  scope: Manage,
  now: Date,
  plans: readonly ProgramPlan[],
): Promise<string[]> {
  for (const plan of plans) for (const unit of plan.units) requireUnit(scope, unit)
  const rows = plans.map((plan) => ({
    ...plan,
    id: newId(now),
    needId: plan.needId ?? null,
    kind: plan.kind || 'development',
  }))
  await sql`
    insert into programs.program (institution_id, id, need_id, title, objective, method_code, kind_code, questionnaire, champion, starts_on,
      ends_on, participants, created_at)
    select ${scope.institution}, r.id, r."needId", r.title, r.objective, r.method, r.kind, r.questionnaire, r.champion, r."startsOn", r."endsOn", r.participants, ${now}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "needId" uuid, title text, objective text, method text,
      kind text, questionnaire text, champion text,
      "startsOn" date, "endsOn" date, participants integer)`.execute(db)
  await insertUnits(db, scope, rows)
  return rows.map((row) => row.id)
}

async function insertUnits(
  db: Db,
  scope: Manage,
  rows: readonly { id: string; units: readonly string[] }[],
): Promise<void> {
  const pairs = rows.flatMap((row) => row.units.map((unit) => ({ program: row.id, unit })))
  await sql`
    insert into programs.treated_unit (institution_id, program_id, unit_id)
    select ${scope.institution}, r.program, r.unit
    from jsonb_to_recordset(${records(pairs)}) as r (program uuid, unit uuid)
    on conflict do nothing`.execute(db)
}

/** When each treated unit begins; null takes the date back. The caller has checked `waveProblems` and the status. */
export async function setWaves(
  db: Db,
  scope: Manage,
  programId: string,
  waves: readonly { unit: string; on: string | null }[],
): Promise<void> {
  await sql`
    update programs.treated_unit t set starts_on = r."on"
    from jsonb_to_recordset(${records(waves)}) as r (unit uuid, "on" date)
    where t.institution_id = ${scope.institution} and t.program_id = ${programId} and t.unit_id = r.unit`.execute(db)
}

export async function setPlan(db: Db, scope: Manage, id: string, plan: ProgramPlan): Promise<void> {
  for (const unit of plan.units) requireUnit(scope, unit)
  await sql`
    update programs.program set need_id = ${plan.needId ?? null}, title = ${plan.title}, objective = ${plan.objective},
      method_code = ${plan.method}, kind_code = ${plan.kind || 'development'}, questionnaire = ${plan.questionnaire ?? null},
      champion = ${plan.champion ?? null}, starts_on = ${plan.startsOn}, ends_on = ${plan.endsOn}, participants = ${plan.participants}
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  // A unit that stays keeps its wave.
  await sql`delete from programs.treated_unit where institution_id = ${scope.institution} and program_id = ${id}
    and unit_id <> all(${plan.units}::uuid[])`.execute(db)
  await insertUnits(db, scope, [{ id, units: plan.units }])
}

/** An indicator whose target cannot be reached; `problem` carries the arithmetic that shows why. */
export class ImpossibleTarget extends Refusal {
  readonly problem: TargetProblem
  constructor(problem: TargetProblem) {
    super(422, problem.code)
    this.problem = problem
  }
}

export async function addIndicators(
  db: Db,
  scope: Manage,
  now: Date,
  items: readonly (IndicatorPlan & { programId: string })[],
): Promise<string[]> {
  const ids = newIds(items.length, now)
  const rows = items.map((item, index) => {
    const result = targetValue({ ...item, kind: item.targetKind })
    if (!result.ok) throw new ImpossibleTarget(result.problem)
    return { ...item, id: ids[index]!, value: result.value }
  })
  await sql`
    insert into programs.indicator (institution_id, id, program_id, name, level, measure, direction, scale_min, scale_max,
      baseline, baseline_on, target_kind, target, target_value, source, due_on, created_at)
    select ${scope.institution}, r.id, r."programId", r.name, r.level, r.measure, r.direction, r."scaleMin", r."scaleMax",
      r.baseline, r."baselineOn", r."targetKind", r.target, r.value, r.source, r."dueOn", ${now}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "programId" uuid, name text, level programs.level, measure text,
      direction programs.direction, "scaleMin" numeric, "scaleMax" numeric, baseline numeric, "baselineOn" date,
      "targetKind" programs.target_kind, target numeric, value numeric, source text, "dueOn" date)`.execute(db)
  return rows.map((row) => row.id)
}

export async function addBudgetLines(
  db: Db,
  scope: Manage,
  now: Date,
  items: readonly (BudgetPlan & { programId: string })[],
): Promise<string[]> {
  const ids = newIds(items.length, now)
  const rows = items.map((item, index) => ({ ...item, id: ids[index]! }))
  await sql`
    insert into programs.budget_line (institution_id, id, program_id, kind, account, description, quantity, unit, unit_cost, created_at)
    select ${scope.institution}, r.id, r."programId", r.kind, r.account, r.description, r.quantity, r.unit, r."unitCost", ${now}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "programId" uuid, kind programs.cost_kind, account text,
      description text, quantity integer, unit text, "unitCost" bigint)`.execute(db)
  return rows.map((row) => row.id)
}

export async function deleteIndicator(db: Db, scope: Manage, programId: string, id: string): Promise<void> {
  await sql`delete from programs.indicator
    where institution_id = ${scope.institution} and program_id = ${programId} and id = ${id}`.execute(db)
}

export async function deleteBudgetLine(db: Db, scope: Manage, programId: string, id: string): Promise<void> {
  await sql`delete from programs.budget_line
    where institution_id = ${scope.institution} and program_id = ${programId} and id = ${id}`.execute(db)
}

/** Adds the next version of each program's design. The caller has checked `designProblems` and the program's status. */
export async function addDesigns(
  db: Db,
  scope: Manage,
  now: Date,
  items: readonly (DesignInput & { programId: string })[],
): Promise<string[]> {
  const rows = items.map((item) => {
    const [outcomeKind, outcomeKey] = item.outcome.split(':')
    return { ...item, id: newId(now), outcomeKind, outcomeKey, reason: item.reason ?? null }
  })
  await sql`
    insert into programs.design (institution_id, id, program_id, version, kind, outcome_kind, outcome_key, baseline_from,
      baseline_to, follow_from, follow_to, reason, chosen_at, chosen_by)
    select ${scope.institution}, r.id, r."programId",
      coalesce((select max(d.version) from programs.design d
        where d.institution_id = ${scope.institution} and d.program_id = r."programId"), 0) + 1,
      r.kind, r."outcomeKind", r."outcomeKey", r."baselineFrom", r."baselineTo", r."followFrom", r."followTo", r.reason,
      ${now}, ${scope.account}
    from jsonb_to_recordset(${records(rows)}) as r (id uuid, "programId" uuid, kind programs.design_kind,
      "outcomeKind" programs.outcome_kind, "outcomeKey" text, "baselineFrom" date, "baselineTo" date, "followFrom" date,
      "followTo" date, reason text)`.execute(db)
  const pairs = rows.flatMap((row) => row.comparison.map((unit) => ({ design: row.id, unit })))
  await sql`
    insert into programs.comparison_unit (institution_id, design_id, unit_id)
    select ${scope.institution}, r.design, r.unit
    from jsonb_to_recordset(${records(pairs)}) as r (design uuid, unit uuid)`.execute(db)
  return rows.map((row) => row.id)
}

/** Sets the status and its instant; `null` for draft takes the approval back. The caller has checked the order. */
export async function setStatus(
  db: Db,
  scope: Scope<'program.manage' | 'program.approve'>,
  now: Date,
  ids: readonly string[],
  status: Status,
): Promise<void> {
  await sql`
    update programs.program set status = ${status}::programs.status,
      approved_at = case ${status}::text when 'draft' then null when 'approved' then ${now}::timestamptz else approved_at end,
      started_at = case ${status}::text when 'running' then ${now}::timestamptz else started_at end,
      finished_at = case ${status}::text when 'finished' then ${now}::timestamptz else finished_at end,
      reported_at = case ${status}::text when 'reported' then ${now}::timestamptz else reported_at end
    where institution_id = ${scope.institution} and id = any(${ids}::uuid[])`.execute(db)
}
