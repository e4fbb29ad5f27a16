import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { localDate } from '../../platform/i18n.ts'
import { newId } from '../../platform/id.ts'
import { METHODS, type Method, type RuleValues, weightsOf } from './model.ts'
import { currentRules } from './rule-queries.ts'

export type EvidenceItem = {
  employee_id: string
  competency_id: string
  /** 0 (not shown yet) to 5. */
  level: number
  method: Method
  /** 'YYYY-MM-DD', not later than today. */
  observed_on: string
  /** Percent; left out, the rule for the method decides. */
  confidence?: number | undefined
  /** Left out, the rule decides; null for evidence that stays valid. */
  expires_on?: string | null | undefined
  /** What produced it, for example 'assessment' or 'learning'. */
  source: string
  /** What proves it there; the same proof of the same competency is taken once. */
  reference: string
  note?: string | undefined
}

/**
 * Adds to the ledger and brings the levels and unit sums it changes up to date, all in the caller's transaction.
 * Evidence that is already known by source and reference is left as it is, so a repeat changes nothing. Who brings
 * very many at once may leave the unit sums for later and call `rebuildUnits` at the end.
 */
export async function recordEvidence(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly EvidenceItem[],
  units: 'now' | 'later' = 'now',
): Promise<{ recorded: number; known: number }> {
  if (items.length === 0) return { recorded: 0, known: 0 }
  const { day, rules } = await currentRules(db, scope, now)
  for (const item of items) {
    if (!Number.isInteger(item.level) || item.level < 0 || item.level > 5)
      throw new RangeError('evidence level must be 0 to 5')
    if (item.observed_on > day) throw new RangeError('evidence cannot be from the future')
  }
  await lockEmployees(db, scope, [...new Set(items.map((item) => item.employee_id))].sort())
  const column = <T>(pick: (item: EvidenceItem) => T) => items.map(pick)
  const { rows } = await sql<{ employee_id: string; competency_id: string }>`
    insert into competency.evidence (institution_id, id, employee_id, competency_id, level, method, observed_on, confidence,
      expires_on, source, reference, note, recorded_at)
    select ${scope.institution}, i.id, i.employee_id, i.competency_id, i.level, i.method, i.observed_on, i.confidence,
      case when i.keeps then i.expires_on else (i.observed_on + make_interval(months => ${rules.valid_months}::int))::date end,
      i.source, i.reference, i.note, ${now}
    from unnest(${column(() => newId(now))}::uuid[], ${column((item) => item.employee_id)}::uuid[],
      ${column((item) => item.competency_id)}::uuid[], ${column((item) => item.level)}::smallint[],
      ${column((item) => item.method)}::competency.method[], ${column((item) => item.observed_on)}::date[],
      ${column((item) => item.confidence ?? rules[`confidence.${item.method}`])}::smallint[],
      ${column((item) => item.expires_on ?? null)}::date[], ${column((item) => item.expires_on !== undefined)}::boolean[],
      ${column((item) => item.source)}::text[], ${column((item) => item.reference)}::text[],
      ${column((item) => item.note ?? null)}::text[])
      as i(id, employee_id, competency_id, level, method, observed_on, confidence, expires_on, keeps, source, reference, note)
    on conflict (institution_id, employee_id, competency_id, source, reference) do nothing
    returning employee_id, competency_id`.execute(db)
  if (rows.length > 0) {
    const employees = rows.map((row) => row.employee_id)
    const competencies = rows.map((row) => row.competency_id)
    const pairs = sql`select distinct * from unnest(${employees}::uuid[], ${competencies}::uuid[])`
    await computeLevels(db, scope, { day, rules }, pairs)
    if (units === 'now')
      await computeUnits(db, scope, now, await unitsOf(db, scope, [...new Set(employees)]), [...new Set(competencies)])
  }
  return { recorded: rows.length, known: items.length - rows.length }
}

/** Rebuilds every level and unit sum of the institution from the ledger; gives what writing them along gives. */
export async function rebuild(db: Db, scope: Scope, now: Date): Promise<void> {
  const current = await currentRules(db, scope, now)
  await sql`select id from people.employee where institution_id = ${scope.institution} order by id for no key update`.execute(
    db,
  )
  await sql`delete from competency.current_level where institution_id = ${scope.institution}`.execute(db)
  await computeLevels(
    db,
    scope,
    current,
    sql`select distinct employee_id, competency_id from competency.evidence where institution_id = ${scope.institution}`,
  )
  await rebuildUnits(db, scope, now)
}

export async function anyExpired(db: Db, scope: Scope, day: string): Promise<boolean> {
  const { rows } = await sql`select from competency.current_level
    where institution_id = ${scope.institution} and changes_on <= ${day} limit 1`.execute(db)
  return rows.length > 0
}

/** The levels that change on this day because evidence they rest on expires; then all unit sums, as people move too. */
export async function refresh(db: Db, scope: Scope, now: Date): Promise<void> {
  const { day, rules, changedToday } = await currentRules(db, scope, now)
  if (changedToday) return rebuild(db, scope, now)
  const { rows } = await sql<{ employee_id: string; competency_id: string }>`
    select employee_id, competency_id from competency.current_level
    where institution_id = ${scope.institution} and changes_on <= ${day}`.execute(db)
  if (rows.length > 0) {
    const employees = rows.map((row) => row.employee_id)
    await lockEmployees(db, scope, [...new Set(employees)].sort())
    const pairs = sql`select * from unnest(${employees}::uuid[], ${rows.map((row) => row.competency_id)}::uuid[])`
    await computeLevels(db, scope, { day, rules }, pairs)
  }
  await rebuildUnits(db, scope, now)
}

export async function rebuildUnits(db: Db, scope: Scope, now: Date): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from organization.unit where institution_id = ${scope.institution}`.execute(db)
  const ids = rows.map((row) => row.id)
  await computeUnits(db, scope, now, ids, null)
}

/** The units in which people hold these positions now. */
export async function unitsWithPositions(db: Db, scope: Scope, positions: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ unit_id: string }>`
    select distinct unit_id from people.assignment
    where institution_id = ${scope.institution} and valid_to is null and position_id = any(${positions}::uuid[])`.execute(
    db,
  )
  return rows.map((row) => row.unit_id)
}

// Two changes of one person's levels wait for each other, so that the later one sees the earlier one's evidence.
export async function lockEmployees(db: Db, scope: Scope, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from people.employee where institution_id = ${scope.institution} and id = any(${ids}::uuid[])
    order by id for no key update`.execute(db)
  if (rows.length !== ids.length) throw new NotFound('employee')
}

/** The rule of `levelOn` in model.ts as SQL, for the pairs (employee, competency) that `pairs` selects. */
async function computeLevels(
  db: Db,
  scope: Scope,
  { day, rules }: { day: string; rules: RuleValues },
  pairs: RawBuilder<unknown>,
): Promise<void> {
  const { institution } = scope
  const weights = weightsOf(rules)
  await sql`
    delete from competency.current_level c using (${pairs}) p (employee_id, competency_id)
    where c.institution_id = ${institution} and c.employee_id = p.employee_id and c.competency_id = p.competency_id`.execute(
    db,
  )
  await sql`
    with pair (employee_id, competency_id) as (${pairs}),
    weight as (
      select * from unnest(${METHODS}::competency.method[], ${METHODS.map((method) => weights[method])}::int[])
        as w (method, value) where value > 0
    ),
    newest as (
      select distinct on (e.employee_id, e.competency_id, e.method)
        e.employee_id, e.competency_id, e.method, e.level, e.confidence, e.observed_on, e.expires_on
      from pair p join competency.evidence e
        on e.institution_id = ${institution} and e.employee_id = p.employee_id and e.competency_id = p.competency_id
      where e.observed_on <= ${day} and (e.expires_on is null or e.expires_on > ${day})
      order by e.employee_id, e.competency_id, e.method, e.observed_on desc, e.id desc
    )
    insert into competency.current_level
      (institution_id, employee_id, competency_id, level, certain, methods, observed_on, changes_on, computed_on)
    select ${institution}, n.employee_id, n.competency_id,
      round(sum(w.value * n.confidence * n.level)::numeric / sum(w.value * n.confidence), 2),
      bool_or(n.method <> 'self'), count(*), max(n.observed_on), min(n.expires_on), ${day}
    from newest n join weight w on w.method = n.method
    group by n.employee_id, n.competency_id`.execute(db)
}

async function unitsOf(db: Db, scope: Scope, employees: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ unit_id: string }>`
    select distinct unit_id from people.assignment
    where institution_id = ${scope.institution} and valid_to is null and employee_id = any(${employees}::uuid[])`.execute(
    db,
  )
  return rows.map((row) => row.unit_id)
}

/** Recomputes the sums of these units, of all their competencies or of some. */
export async function computeUnits(
  db: Db,
  scope: Scope,
  now: Date,
  units: readonly string[],
  competencies: readonly string[] | null,
): Promise<void> {
  if (units.length === 0) return
  const { institution } = scope
  const day = await institutionDay(db, scope, now)
  await sql`
    select id from organization.unit where institution_id = ${institution} and id = any(${units}::uuid[])
    order by id for no key update`.execute(db)
  await sql`
    delete from competency.unit_gap where institution_id = ${institution} and unit_id = any(${units}::uuid[])
      and (${competencies}::uuid[] is null or competency_id = any(${competencies}::uuid[]))`.execute(db)
  await sql`
    insert into competency.unit_gap (institution_id, unit_id, competency_id, required_count, assessed_count, uncertain_count,
      below_count, required_sum, level_sum, capped_sum, importance, computed_at)
    select ${institution}, a.unit_id, s.competency_id, count(*), count(c.level),
      count(*) filter (where not c.certain), count(*) filter (where c.level < s.required_level),
      coalesce(sum(s.required_level) filter (where c.level is not null), 0), coalesce(sum(c.level), 0),
      coalesce(sum(least(c.level, s.required_level)) filter (where c.level is not null), 0), max(s.importance), ${now}
    from people.assignment a
    join people.employee e on e.institution_id = ${institution} and e.id = a.employee_id and e.active
    join competency.standard s on s.institution_id = ${institution} and s.position_id = a.position_id
      and s.valid_from <= ${day} and (s.valid_to is null or s.valid_to > ${day})
    left join competency.current_level c on c.institution_id = ${institution} and c.employee_id = a.employee_id
      and c.competency_id = s.competency_id
    where a.institution_id = ${institution} and a.valid_to is null and a.unit_id = any(${units}::uuid[])
      and (${competencies}::uuid[] is null or s.competency_id = any(${competencies}::uuid[]))
    group by a.unit_id, s.competency_id`.execute(db)
}

async function institutionDay(db: Db, scope: Scope, now: Date): Promise<string> {
  const { rows } = await sql<{ time_zone: string }>`
    select time_zone from organization.institution where id = ${scope.institution}`.execute(db)
  return localDate(now, rows[0]?.time_zone)
}
