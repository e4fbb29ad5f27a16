import type { Scope } from '../../platform/access.ts'
import { requireUnit } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { addSums, FAMILIES, type Family, figuresOf, type GapFigures } from './model.ts'
import { listUnitSums } from './queries.ts'

export type CompetencyGap = {
  kind: 'competency'
  family: Family
  competency_id: string
  code: string
  name: string
  /** People whose position requires it. */
  required: number
  /** The highest importance among their positions, 1 to 5. */
  importance: number
  /** Undefined when too few were assessed to be shown. */
  figures: GapFigures | undefined
}
export type FamilyGap = { kind: 'family'; family: Family; figures: GapFigures | undefined }
export type GapLine = CompetencyGap | FamilyGap
export type UnitGaps = { lines: GapLine[]; minGroup: number; computedAt: Date | null }

/**
 * The table Jenis Kompetensi · Kompetensi Ideal · Realita · Gap of a unit and all beneath it. A family row adds up only
 * the competencies shown, so that nothing hidden can be found by subtraction.
 */
export async function gapTable(db: Db, scope: Scope, minGroup: number, unitId: string): Promise<UnitGaps> {
  requireUnit(scope, unitId)
  const rows = await listUnitSums(db, scope, unitId)
  const lines = FAMILIES.flatMap((family): GapLine[] => {
    const all = rows.filter((row) => row.family === family)
    if (all.length === 0) return []
    const shown = all.filter((row) => row.assessed_count >= minGroup)
    return [
      { kind: 'family', family, figures: figuresOf(addSums(shown), minGroup) },
      ...all.map((row) => ({
        kind: 'competency' as const,
        family,
        competency_id: row.competency_id,
        code: row.code,
        name: row.name,
        required: row.required_count,
        importance: row.importance,
        figures: figuresOf(row, minGroup),
      })),
    ]
  })
  const computedAt = rows.reduce<Date | null>(
    (oldest, row) => (!oldest || row.computed_at < oldest ? row.computed_at : oldest),
    null,
  )
  return { lines, minGroup, computedAt }
}
