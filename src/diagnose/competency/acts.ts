import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { type NewAssessment, saveAssessments } from './assessment-queries.ts'
import { FRAMEWORKS, GENERIC_LEVELS, GRADE_LEVELS, INTERNAL_SOURCE, RULE_SOURCES } from './dictionary.ts'
import {
  listGradeDefaults,
  listPositionsWithoutStandard,
  type NewStandard,
  replaceStandards,
} from './framework-queries.ts'
import { computeUnits, recordEvidence, unitsWithPositions } from './ledger.ts'
import { GRADES, gradeOf, RULE_KEYS, RULES } from './model.ts'
import { listCompetencies } from './queries.ts'
import { currentRules } from './rule-queries.ts'

/** Gives the institution the frameworks, grade defaults and rules to start from. What is there already stays. */
export async function installFrameworks(db: Db, scope: Scope, now: Date): Promise<void> {
  const { institution } = scope
  const { day } = await currentRules(db, scope, now)
  for (const seed of FRAMEWORKS) {
    const { rows } = await sql<{ id: string }>`
      insert into competency.framework (institution_id, id, code, family, name, source, verified, valid_from)
      values (${institution}, ${newId(now)}, ${seed.code}, ${seed.family}, ${seed.name}, ${seed.source}, ${seed.verified}, ${seed.valid_from})
      on conflict (institution_id, code) do nothing returning id`.execute(db)
    const framework = rows[0]?.id
    if (!framework) continue
    await sql`
      insert into competency.level (institution_id, framework_id, level, name, meaning)
      select ${institution}, ${framework}, ordinality, name, meaning
      from unnest(${GENERIC_LEVELS.map((level) => level.name)}::text[], ${GENERIC_LEVELS.map((level) => level.meaning)}::text[])
        with ordinality as l (name, meaning, ordinality)`.execute(db)
    for (const entry of seed.entries) {
      const id = newId(now)
      const inserted = await sql`
        insert into competency.competency (institution_id, id, framework_id, code, name, definition)
        values (${institution}, ${id}, ${framework}, ${entry.code}, ${entry.name}, ${entry.definition})
        on conflict (institution_id, code) do nothing returning id`.execute(db)
      if (inserted.rows.length === 0) continue
      const indicators = entry.levels.flatMap((text, index) =>
        [text, ...(entry.behaviors?.[index] ?? [])].map((behavior, position) => ({
          level: index + 1,
          ordinal: position + 1,
          behavior,
          source: position === 0 ? seed.source : INTERNAL_SOURCE,
        })),
      )
      await sql`
        insert into competency.indicator (institution_id, competency_id, level, ordinal, behavior, source, verified)
        select ${institution}, ${id}, i.level, i.ordinal, i.behavior, i.source, false
        from unnest(${indicators.map((one) => one.level)}::smallint[], ${indicators.map((one) => one.ordinal)}::smallint[],
          ${indicators.map((one) => one.behavior)}::text[], ${indicators.map((one) => one.source)}::text[])
          as i (level, ordinal, behavior, source)`.execute(db)
    }
  }
  await sql`
    insert into competency.grade_default (institution_id, grade, required_level, valid_from, source, verified)
    select ${institution}, g.grade, g.required_level, '2017-01-01', g.source, false
    from unnest(${GRADES}::text[], ${GRADES.map((grade) => GRADE_LEVELS[grade].level)}::smallint[],
      ${GRADES.map((grade) => GRADE_LEVELS[grade].source)}::text[]) as g (grade, required_level, source)
    where not exists (select from competency.grade_default d where d.institution_id = ${institution} and d.grade = g.grade)`.execute(
    db,
  )
  await sql`
    insert into competency.rule (institution_id, id, key, value, valid_from, source, verified)
    select ${institution}, r.id, r.key, r.value, ${day}, r.source, false
    from unnest(${RULE_KEYS.map(() => newId(now))}::uuid[], ${RULE_KEYS}::text[],
      ${RULE_KEYS.map((key) => RULES[key].default)}::int[], ${RULE_KEYS.map((key) => RULE_SOURCES[key] ?? INTERNAL_SOURCE)}::text[])
      as r (id, key, value, source)
    where not exists (select from competency.rule o where o.institution_id = ${institution} and o.key = r.key)`.execute(
    db,
  )
}

/** Replaces requirements from today on and brings the units' sums up to date. */
export async function setStandards(db: Db, scope: Scope, now: Date, items: readonly NewStandard[]): Promise<void> {
  if (items.length === 0) return
  const { day } = await currentRules(db, scope, now)
  await replaceStandards(db, scope, day, items)
  const units = await unitsWithPositions(db, scope, [...new Set(items.map((item) => item.position_id))])
  await computeUnits(db, scope, now, units, [...new Set(items.map((item) => item.competency_id))])
}

/**
 * Starts positions without any requirement (all, or these) from their grade: managerial and socio-cultural at the
 * grade's level, digital at most at level 3. Returns how many positions could be started.
 */
export async function applyGradeStandards(
  db: Db,
  scope: Scope,
  now: Date,
  positions: readonly string[] | null,
): Promise<number> {
  const { day } = await currentRules(db, scope, now)
  const defaults = new Map((await listGradeDefaults(db, scope, day)).map((row) => [row.grade, row]))
  const competencies = (await listCompetencies(db, scope)).filter((one) => one.family !== 'teknis')
  const started = (await listPositionsWithoutStandard(db, scope, positions)).flatMap((position) => {
    const grade = defaults.get(gradeOf(position.kind, position.level) ?? '')
    return grade ? [{ position: position.id, grade }] : []
  })
  const items = started.flatMap(({ position, grade }) =>
    competencies.map((one) => ({
      position_id: position,
      competency_id: one.id,
      required_level: one.family === 'digital' ? Math.min(grade.required_level, MOST_DIGITAL) : grade.required_level,
      importance: IMPORTANCE[one.code] ?? 3,
      source: one.family === 'digital' ? INTERNAL_SOURCE : grade.source,
      verified: one.family !== 'digital' && grade.verified,
    })),
  )
  await setStandards(db, scope, now, items)
  return started.length
}

const MOST_DIGITAL = 3
const IMPORTANCE: Readonly<Record<string, number>> = { M1: 5, M5: 5, M3: 4, M4: 4 }

/** Hands in assessments: their answers become evidence, dated today. Drafts are saved without evidence. */
export async function saveAndRecord(
  db: Db,
  scope: Scope,
  now: Date,
  items: readonly NewAssessment[],
  units: 'now' | 'later' = 'now',
): Promise<string[]> {
  const { day } = await currentRules(db, scope, now)
  const ids = await saveAssessments(db, scope, now, items)
  await recordEvidence(
    db,
    scope,
    now,
    items.flatMap((item, index) =>
      item.submitted
        ? item.answers.flatMap((answer) =>
            answer.level === undefined
              ? []
              : [
                  {
                    employee_id: item.employee_id,
                    competency_id: answer.competency_id,
                    level: answer.level,
                    method: item.kind,
                    observed_on: day,
                    source: 'assessment',
                    reference: ids[index]!,
                    note: answer.note,
                  },
                ],
          )
        : [],
    ),
    units,
  )
  return ids
}
