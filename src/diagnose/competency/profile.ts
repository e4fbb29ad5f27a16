import { gapOf, jobPersonMatch, type Level, levelOn, type Match, matchOf, type RuleValues, weightsOf } from './model.ts'
import type { EvidenceRow, RequirementRow } from './queries.ts'

export type ProfileLine = RequirementRow & {
  level: Level<EvidenceRow> | undefined
  /** Actual minus required; undefined while nothing is known. */
  gap: number | undefined
}
export type Profile = {
  lines: ProfileLine[]
  jpm: number | undefined
  match: Match | undefined
  assessed: number
  below: number
  uncertain: number
  /** Ids of the evidence that the levels rest on. */
  used: ReadonlySet<string>
}

/** Each required competency with the level the ledger supports on the day and every input of it. */
export function profileOf(
  requirements: readonly RequirementRow[],
  evidence: readonly EvidenceRow[],
  day: string,
  rules: RuleValues,
): Profile {
  const weights = weightsOf(rules)
  const byCompetency = Map.groupBy(evidence, (item) => item.competency_id)
  const lines = requirements.map((requirement) => {
    const level = levelOn(byCompetency.get(requirement.competency_id) ?? [], day, weights)
    return { ...requirement, level, gap: level && gapOf(level.level, requirement.required_level) }
  })
  const known = lines.flatMap((line) => (line.level ? [{ line, level: line.level }] : []))
  const jpm = jobPersonMatch(known.map(({ line, level }) => ({ actual: level.level, required: line.required_level })))
  return {
    lines,
    jpm,
    match: jpm === undefined ? undefined : matchOf(jpm, rules),
    assessed: known.length,
    below: lines.filter((line) => line.gap !== undefined && line.gap < 0).length,
    uncertain: known.filter(({ level }) => !level.certain).length,
    used: new Set(
      [...byCompetency.values()]
        .flatMap((items) => levelOn(items, day, weights)?.components ?? [])
        .map((one) => one.evidence.id),
    ),
  }
}
