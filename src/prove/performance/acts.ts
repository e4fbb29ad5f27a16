import { sql } from 'kysely'
import { targetValue } from '../../develop/programs/index.ts'
import { requireUnit, type Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { ChecklistInput, TargetInput } from './model.ts'

type Manage = Scope<'performance.manage'>

/**
 * Promises something of a unit. Of a computed template the newest counts, so the one before it ends; recorded ones stand
 * beside each other. The caller has checked that the target can be reached.
 */
export async function addIndicators(
  db: Db,
  scope: Manage,
  now: Date,
  items: readonly (Omit<TargetInput, 'level'> & { recorded: boolean })[],
): Promise<string[]> {
  const rows = items.map((item) => {
    requireUnit(scope, item.unit)
    const result = targetValue({ ...item, kind: item.targetKind })
    if (!result.ok) throw new Error(`target cannot be reached: ${result.problem.code}`)
    return { ...item, id: newId(now), reach: result.value }
  })
  await sql`
    update performance.indicator i set retired_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (unit uuid, template text, recorded boolean)
    where i.institution_id = ${scope.institution} and i.unit_id = r.unit and i.template_code = r.template
      and not r.recorded and i.retired_at is null`.execute(db)
  await sql`
    insert into performance.indicator (institution_id, id, unit_id, template_code, name, relevance, measure, direction,
      scale_min, scale_max, baseline, baseline_on, target_kind, target, target_value, source, due_on, account_id, created_at)
    select ${scope.institution}, r.id, r.unit, r.template, r.name, r.relevance, r.measure, r.direction, r."scaleMin",
      r."scaleMax", r.baseline, r."baselineOn", r."targetKind", r.target, r.reach, r.source, r."dueOn", ${scope.account}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, unit uuid, template text, name text,
      relevance text, measure text, direction performance.direction, "scaleMin" numeric, "scaleMax" numeric,
      baseline numeric, "baselineOn" date, "targetKind" performance.target_kind, target numeric, reach numeric,
      source text, "dueOn" date)`.execute(db)
  return rows.map((row) => row.id)
}

export async function retireIndicator(db: Db, scope: Manage, now: Date, id: string): Promise<void> {
  await sql`
    update performance.indicator set retired_at = ${now}
    where institution_id = ${scope.institution} and id = ${id} and retired_at is null`.execute(db)
}

export type NewEntry = {
  unit_id: string
  indicator_id: string | null
  program_id: string | null
  /** 'YYYY-MM' */
  month: string
  value: number
  hits?: number | undefined
  total?: number | undefined
  measured_on: string
  source: string
  evidence_url: string | undefined
  entered_by: string | null
}

export async function addEntries(db: Db, scope: Manage, now: Date, items: readonly NewEntry[]): Promise<string[]> {
  const rows = items.map((item) => {
    requireUnit(scope, item.unit_id)
    return { ...item, id: newId(now), month: `${item.month}-01` }
  })
  await sql`
    insert into performance.measurement (institution_id, id, unit_id, indicator_id, program_id, month, value, hits, total,
      measured_on, source, evidence_url, entered_by, entered_at)
    select ${scope.institution}, r.id, r.unit_id, r.indicator_id, r.program_id, r.month, r.value, r.hits, r.total,
      r.measured_on, r.source, r.evidence_url, r.entered_by, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, unit_id uuid, indicator_id uuid,
      program_id uuid, month date, value numeric, hits bigint, total bigint, measured_on date, source text,
      evidence_url text, entered_by uuid)`.execute(db)
  return rows.map((row) => row.id)
}

/** Verifies values or refuses them with a reason; what another has verified for the same month is replaced. */
export async function decideEntries(
  db: Db,
  scope: Scope<'performance.verify'>,
  now: Date,
  decision: { ids: readonly string[]; by: string | null; reason: string | null },
): Promise<void> {
  if (decision.reason === null)
    await sql`
      update performance.measurement m set state = 2, reason = 'Diganti nilai yang disahkan kemudian.'
      from performance.measurement n
      where m.institution_id = ${scope.institution} and n.institution_id = m.institution_id
        and n.id = any(${decision.ids}::uuid[]) and m.state = 1 and m.id <> n.id and m.month = n.month
        and (m.indicator_id = n.indicator_id or m.program_id = n.program_id)`.execute(db)
  await sql`
    update performance.measurement set state = ${decision.reason === null ? 1 : 2}, decided_by = ${decision.by},
      decided_at = ${now}, reason = ${decision.reason}
    where institution_id = ${scope.institution} and id = any(${decision.ids}::uuid[]) and state = 0
      and unit_id = any(${scope.units}::uuid[])`.execute(db)
}

export async function addChecklist(
  db: Db,
  scope: Manage,
  now: Date,
  { unit, name, source, items }: ChecklistInput,
): Promise<string> {
  requireUnit(scope, unit)
  const id = newId(now)
  await sql`
    insert into performance.checklist (institution_id, id, unit_id, name, source, items, created_at)
    values (${scope.institution}, ${id}, ${unit}, ${name}, ${source}, ${items}::text[], ${now})`.execute(db)
  return id
}

export type NewObservation = {
  checklist_id: string
  unit_id: string
  observed_on: string
  results: readonly (0 | 1 | 2)[]
  note: string | undefined
  at: Date
}

/** Cases that were watched; one in which no step arose says nothing and is refused by the caller. */
export async function addObservations(
  db: Db,
  scope: Manage,
  observer: string | null,
  items: readonly NewObservation[],
): Promise<void> {
  const rows = items.map((item) => {
    requireUnit(scope, item.unit_id)
    return {
      ...item,
      id: newId(item.at),
      met: item.results.filter((result) => result === 1).length,
      assessed: item.results.filter((result) => result !== 2).length,
    }
  })
  await sql`
    insert into performance.observation (institution_id, id, checklist_id, unit_id, observed_on, results, met, assessed,
      note, observer, at)
    select ${scope.institution}, r.id, r.checklist_id, r.unit_id, r.observed_on, r.results, r.met, r.assessed, r.note,
      ${observer}, r.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, checklist_id uuid, unit_id uuid,
      observed_on date, results smallint[], met smallint, assessed smallint, note text, at timestamptz)`.execute(db)
}
