import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import { type NewAssessment, saveAssessments } from './assessment-queries.ts'
import { FRAMEWORKS, GENERIC_LEVELS, INTERNAL_SOURCE } from './dictionary.ts'
import { listPositionsWithoutStandard, type NewStandard, replaceStandards } from './framework-queries.ts'
import { computeUnits, recordEvidence, unitsWithPositions } from './ledger.ts'
import { gradeOf } from './model.ts'
import { listCompetencies } from './queries.ts'
import { currentRules, listRules } from './rule-queries.ts'

/** Gives the institution the frameworks to start from. What is there already stays. */
export async function installFrameworks(db: Db, scope: Scope, now: Date): Promise<void> {
  const { institution } = scope
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
 * grade's level, digital at most at a level that is a rule too. Returns how many positions could be started.
 */
export async function applyGradeStandards(
  db: Db,
  scope: Scope,
  now: Date,
  positions: readonly string[] | null,
): Promise<number> {
  const rules = new Map((await listRules(db, scope, now)).map((row) => [row.key, row]))
  const digital = rules.get('most_digital')
  const competencies = (await listCompetencies(db, scope)).filter((one) => one.family !== 'teknis')
  const started = (await listPositionsWithoutStandard(db, scope, positions)).flatMap((position) => {
    const named = gradeOf(position.kind, position.level)
    const grade = named && rules.get(`grade.${named}`)
    return grade ? [{ position: position.id, grade }] : []
  })
  const items = started.flatMap(({ position, grade }) =>
    competencies.map((one) => ({
      position_id: position,
      competency_id: one.id,
      required_level: one.family === 'digital' && digital ? Math.min(grade.value, digital.value) : grade.value,
      importance: IMPORTANCE[one.code] ?? 3,
      source: (one.family === 'digital' ? digital : undefined)?.source ?? grade.source,
      verified: (one.family === 'digital' ? digital : undefined)?.verified ?? grade.verified,
    })),
  )
  await setStandards(db, scope, now, items)
  return started.length
}

/** What a new standard begins with; whoever sets a position's standard sets its importance. */
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
