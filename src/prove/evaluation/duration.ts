import { programParticipants } from '../../develop/learning/index.ts'
import type { Program } from '../../develop/programs/index.ts'
import {
  type Duration,
  getMinGroup,
  listCompetencies,
  reachedByMonth,
  timeToCompetency,
  timeToTarget,
} from '../../diagnose/competency/index.ts'
import { findNeed } from '../../diagnose/needs/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { localDate } from '../../platform/i18n.ts'
import { institutionUnits, unitParents } from './queries.ts'

/** In months. `null` as a median: fewer than half have reached it; as an end of the interval: nothing is known beyond. */
export type DurationFigure = {
  readonly people: number
  readonly reached: number
  readonly median: number | null
  readonly low: number | null
  readonly high: number | null
}

/** How long until the participants' evidence reached the target; `null` as a figure: too few people to show. */
export type ProgramDuration = {
  readonly competency: { readonly id: string; readonly name: string }
  /** The level the course is evidence for; null: the standard of each one's position. */
  readonly level: number | null
  readonly through: string
  readonly leastGroup: number
  /** Already at the target when they enrolled; position without a standard; reached it by completing a course. */
  readonly already: number
  readonly without: number
  readonly byCourse: number
  readonly sinceEnrollment: DurationFigure | null
  readonly months: readonly { month: number; share: number; low: number; high: number }[]
  readonly need: { readonly on: string; readonly figure: DurationFigure | null } | null
  /** The same competency over the whole institution, from the gap seen to the standard reached. */
  readonly everywhere: DurationFigure | null
}

/** Undefined where the program has no course with participants, or nothing says which competency it is for. */
export async function programDuration(
  db: Db,
  scope: Scope<'evaluation.compute'>,
  program: Program,
  through: string,
): Promise<ProgramDuration | undefined> {
  const course = await programParticipants(db, scope, program.id)
  const people = course?.people.filter((one) => one.since <= through) ?? []
  if (!course || people.length === 0) return undefined
  const need = program.need_id ? await findNeed(db, scope, program.need_id) : undefined
  const id = course.competency_id ?? need?.competency_id
  const competency = id && (await listCompetencies(db, scope)).find((one) => one.id === id)
  if (!competency) return undefined
  const target = { competencyId: competency.id, level: course.competency_level }
  const least = await getMinGroup(db, scope, through)
  const enrolled = await timeToTarget(db, scope, target, people, through)
  const root = [...(await unitParents(db, scope))].find(([, parent]) => parent === null)?.[0]
  const all = root && (await timeToCompetency(db, scope, root, through, least, competency.id))
  const shown = figure(enrolled.duration, least)
  return {
    competency: { id: competency.id, name: competency.name },
    level: target.level,
    through,
    leastGroup: least,
    already: enrolled.already,
    without: enrolled.without,
    byCourse: enrolled.byCourse,
    sinceEnrollment: shown,
    months: shown && enrolled.duration ? reachedByMonth(enrolled.duration) : [],
    need: need?.competency_id === competency.id ? await sinceNeed() : null,
    everywhere: figure(all || undefined, least),
  }

  async function sinceNeed() {
    const { timeZone } = await institutionUnits(db, scope)
    const on = localDate(need!.created_at, timeZone)
    const starting = people.map((one) => ({ ...one, since: on }))
    return { on, figure: figure((await timeToTarget(db, scope, target, starting, through)).duration, least) }
  }
}

function figure(duration: Duration | undefined, least: number): DurationFigure | null {
  if (!duration || duration.people < least) return null
  const { people, reached, median, low, high } = duration
  return { people, reached, median: median ?? null, low: low ?? null, high: high ?? null }
}
