import { sql } from 'kysely'
import { elementNames } from '../../listen/surveys/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { MOST_LISTED } from '../../platform/database/most-listed.ts'
import { newId } from '../../platform/id.ts'
import type { Card, Outcome } from './card.ts'
import type { Grade, Verdict } from './judgment.ts'

export type Result = {
  id: string
  program_id: string
  number: number
  unit_id: string
  computed_at: Date
  data_through: string
  rule_version: string
  inputs_hash: string
  verdict: Verdict
  grade: Grade
  card: Card
}

const columns = sql`r.id, r.program_id, r.number, r.unit_id, r.computed_at, r.data_through, r.rule_version, r.inputs_hash, r.verdict,
  r.grade, r.card`

/** The result in force of one program: the newest snapshot. */
export async function findResult(db: Db, scope: Scope, programId: string): Promise<Result | undefined> {
  const { rows } = await sql<Result>`
    select ${columns} from evaluation.result r
    where r.institution_id = ${scope.institution} and r.program_id = ${programId} and r.unit_id = any(${scope.units as string[]})
    order by r.number desc limit 1`.execute(db)
  return (await withElements(db, scope, rows))[0]
}

/** One snapshot by its own id, for a story that was told with it: whoever asks has checked that the story is public. */
export async function findSnapshot(db: Db, scope: Scope, id: string): Promise<Result | undefined> {
  const { rows } = await sql<Result>`
    select ${columns} from evaluation.result r where r.institution_id = ${scope.institution} and r.id = ${id}`.execute(
    db,
  )
  return (await withElements(db, scope, rows))[0]
}

/** The newest result of each program in reach, newest first. */
export async function listResults(db: Db, scope: Scope): Promise<Result[]> {
  const { rows } = await sql<Result>`
    select ${columns} from (
      select distinct on (program_id) * from evaluation.result
      where institution_id = ${scope.institution} and unit_id = any(${scope.units as string[]})
      order by program_id, number desc) r
    order by r.computed_at desc, r.id desc limit ${MOST_LISTED}`.execute(db)
  return withElements(db, scope, rows)
}

/** What the result in force of each of these programs says, without its card. */
export async function listVerdicts(
  db: Db,
  scope: Scope,
  programs: readonly string[],
): Promise<Pick<Result, 'program_id' | 'verdict'>[]> {
  const { rows } = await sql<Pick<Result, 'program_id' | 'verdict'>>`
    select distinct on (program_id) program_id, verdict from evaluation.result
    where institution_id = ${scope.institution} and unit_id = any(${scope.units as string[]})
      and program_id = any(${programs}::uuid[])
    order by program_id, number desc`.execute(db)
  return rows
}

/** Elements of the SKM are called as in the survey's own results of the last month a card looks at. */
async function withElements(db: Db, scope: Scope, rows: Result[]): Promise<Result[]> {
  const ofElement = (outcome: Outcome | null) => outcome?.kind === 'skm' && outcome.key !== 'index'
  if (!rows.some(({ card }) => ofElement(card.primary) || ofElement(card.secondary))) return rows
  const names = await elementNames(db, scope)
  const named = (outcome: Outcome | null, through: string) =>
    outcome && ofElement(outcome)
      ? { ...outcome, element: names(outcome.key, outcome.months.at(-1)?.month ?? through) }
      : outcome
  return rows.map((row) => {
    const { primary, secondary } = row.card
    return {
      ...row,
      card: {
        ...row.card,
        primary: named(primary, row.data_through),
        secondary: named(secondary, row.data_through),
      },
    }
  })
}

export type Snapshot = Pick<
  Result,
  'id' | 'number' | 'computed_at' | 'data_through' | 'rule_version' | 'inputs_hash' | 'verdict' | 'grade'
>

/** All snapshots of a program, newest first. */
export async function listSnapshots(db: Db, scope: Scope<'evaluation.read'>, programId: string): Promise<Snapshot[]> {
  const { rows } = await sql<Snapshot>`
    select r.id, r.number, r.computed_at, r.data_through, r.rule_version, r.inputs_hash, r.verdict, r.grade from evaluation.result r
    where r.institution_id = ${scope.institution} and r.program_id = ${programId} and r.unit_id = any(${scope.units as string[]})
    order by r.number desc limit ${MOST_LISTED}`.execute(db)
  return rows
}

/** Keeps a snapshot unless the newest one has the same inputs and rule; true when it was new. */
export async function insertResult(
  db: Db,
  scope: Scope<'evaluation.compute'>,
  now: Date,
  result: Omit<Result, 'id' | 'number' | 'computed_at'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into evaluation.result (institution_id, id, program_id, number, unit_id, computed_at, data_through, rule_version,
      inputs_hash, verdict, grade, card)
    select ${scope.institution}, ${newId(now)}, ${result.program_id}, coalesce(last.number, 0) + 1, ${result.unit_id}, ${now},
      ${result.data_through}::date, ${result.rule_version}, ${result.inputs_hash}, ${result.verdict}::evaluation.verdict,
      ${result.grade}::evaluation.grade, ${JSON.stringify(result.card)}::jsonb
    from (select 1) one
    left join lateral (
      select number, inputs_hash, rule_version from evaluation.result
      where institution_id = ${scope.institution} and program_id = ${result.program_id} order by number desc limit 1) last on true
    where last.inputs_hash is distinct from ${result.inputs_hash} or last.rule_version <> ${result.rule_version}
    on conflict (institution_id, program_id, number) do nothing`.execute(db)
  return numAffectedRows === 1n
}

export type Measurement = {
  indicator_id: string
  value: string
  measured_on: string
  source: string
  recorded_at: Date
}

/** The newest recorded value of each indicator of a program. */
export async function listMeasurements(db: Db, scope: Scope, programId: string): Promise<Measurement[]> {
  const { rows } = await sql<Measurement>`
    select distinct on (indicator_id) indicator_id, value, measured_on, source, recorded_at from evaluation.measurement
    where institution_id = ${scope.institution} and program_id = ${programId}
    order by indicator_id, recorded_at desc, id desc`.execute(db)
  return rows
}

export async function insertMeasurement(
  db: Db,
  scope: Scope<'evaluation.measure'>,
  now: Date,
  item: { programId: string; indicatorId: string; value: number; measuredOn: string; source: string },
): Promise<void> {
  await sql`
    insert into evaluation.measurement (institution_id, id, program_id, indicator_id, value, measured_on, source, recorded_by,
      recorded_at)
    values (${scope.institution}, ${newId(now)}, ${item.programId}, ${item.indicatorId}, ${item.value}, ${item.measuredOn}::date,
      ${item.source}, ${scope.account}, ${now})`.execute(db)
}

/** Time zone and all units of the institution, for comparison units that lie outside one person's reach. */
export async function institutionUnits(db: Db, scope: Scope): Promise<{ timeZone: string; units: string[] }> {
  const { rows } = await sql<{ time_zone: string; units: string[] | null }>`
    select i.time_zone, (select array_agg(u.id::text order by u.id) from organization.unit u where u.institution_id = i.id) as units
    from organization.institution i where i.id = ${scope.institution}`.execute(db)
  return { timeZone: rows[0]?.time_zone ?? 'Asia/Jakarta', units: rows[0]?.units ?? [] }
}

export async function unitParents(db: Db, scope: Scope): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; parent_id: string | null }>`
    select id, parent_id from organization.unit where institution_id = ${scope.institution}`.execute(db)
  return new Map(rows.map(({ id, parent_id }) => [id, parent_id]))
}
