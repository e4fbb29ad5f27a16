import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import type { Family } from './model.ts'

export type LevelRow = { level: number; name: string; meaning: string }
export type IndicatorRow = {
  competency_id: string
  level: number
  ordinal: number
  behavior: string
  source: string
  verified: boolean
}

export async function listLevels(db: Db, scope: Scope, frameworkId: string): Promise<LevelRow[]> {
  const { rows } = await sql<LevelRow>`
    select level, name, meaning from competency.level
    where institution_id = ${scope.institution} and framework_id = ${frameworkId} order by level`.execute(db)
  return rows
}

/** What is seen at each level of these competencies. */
export async function listIndicators(db: Db, scope: Scope, competencies: readonly string[]): Promise<IndicatorRow[]> {
  const { rows } = await sql<IndicatorRow>`
    select competency_id, level, ordinal, behavior, source, verified from competency.indicator
    where institution_id = ${scope.institution} and competency_id = any(${competencies}::uuid[])
    order by competency_id, level, ordinal`.execute(db)
  return rows
}

export type PositionRow = {
  id: string
  code: string
  title: string
  level: string
  kind: string
  holders: number
  standards: number
  unverified: number
}

/** Positions with how many people hold them and how many requirements they carry. */
export async function listPositionStandards(
  db: Db,
  scope: Scope<'competency.manage'>,
  search: string | undefined,
  after: string | undefined,
  limit: number,
): Promise<PositionRow[]> {
  const like = `%${(search ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<PositionRow>`
    select p.id, p.code, p.title, p.level, p.kind,
      (select count(*)::int from people.assignment a
        where a.institution_id = p.institution_id and a.position_id = p.id and a.valid_to is null) as holders,
      count(s.id)::int as standards, (count(s.id) filter (where not s.verified))::int as unverified
    from organization.position p
    left join competency.standard s on s.institution_id = p.institution_id and s.position_id = p.id and s.valid_to is null
    where p.institution_id = ${scope.institution} and p.active and p.title ilike ${like}
      and (${after ?? null}::text is null or p.code > ${after ?? null})
    group by p.institution_id, p.id order by p.code limit ${limit}`.execute(db)
  return rows
}

export async function findPosition(db: Db, scope: Scope, id: string) {
  const { rows } = await sql<{ id: string; code: string; title: string; level: string; kind: string }>`
    select id, code, title, level, kind from organization.position
    where institution_id = ${scope.institution} and id = ${id}`.execute(db)
  return rows[0]
}

export type StandardRow = {
  id: string
  competency_id: string
  code: string
  name: string
  family: Family
  required_level: number
  importance: number
  valid_from: string
  valid_to: string | null
  source: string
  verified: boolean
}

/** All requirements a position has and had, newest first within a competency. */
export async function listStandards(
  db: Db,
  scope: Scope<'competency.manage'>,
  positionId: string,
): Promise<StandardRow[]> {
  const { rows } = await sql<StandardRow>`
    select s.id, s.competency_id, c.code, c.name, f.family, s.required_level, s.importance, s.valid_from, s.valid_to, s.source,
      s.verified
    from competency.standard s
    join competency.competency c on c.institution_id = s.institution_id and c.id = s.competency_id
    join competency.framework f on f.institution_id = c.institution_id and f.id = c.framework_id
    where s.institution_id = ${scope.institution} and s.position_id = ${positionId}
    order by f.family, c.code, s.valid_from desc, s.id desc limit 1000`.execute(db)
  return rows
}

export type NewStandard = {
  position_id: string
  competency_id: string
  /** Undefined ends the requirement. */
  required_level: number | undefined
  importance: number
  source: string
  verified: boolean
}

/** Ends what holds for each position and competency on the day, and starts the new requirement on it. */
export async function replaceStandards(
  db: Db,
  scope: Scope,
  day: string,
  items: readonly NewStandard[],
): Promise<void> {
  await sql`
    update competency.standard s set valid_to = greatest(s.valid_from, ${day}::date)
    from unnest(${items.map((item) => item.position_id)}::uuid[], ${items.map((item) => item.competency_id)}::uuid[])
      as i (position_id, competency_id)
    where s.institution_id = ${scope.institution} and s.position_id = i.position_id and s.competency_id = i.competency_id
      and s.valid_to is null`.execute(db)
  const started = items.filter((item) => item.required_level !== undefined)
  await sql`
    insert into competency.standard (institution_id, id, position_id, competency_id, required_level, importance, valid_from,
      source, verified)
    select ${scope.institution}, i.id, i.position_id, i.competency_id, i.required_level, i.importance, ${day}, i.source, i.verified
    from unnest(${started.map(() => newId())}::uuid[], ${started.map((item) => item.position_id)}::uuid[],
      ${started.map((item) => item.competency_id)}::uuid[], ${started.map((item) => item.required_level)}::smallint[],
      ${started.map((item) => item.importance)}::smallint[], ${started.map((item) => item.source)}::text[],
      ${started.map((item) => item.verified)}::boolean[])
      as i (id, position_id, competency_id, required_level, importance, source, verified)`.execute(db)
}

/** Positions (all, or these) that have no requirement at all yet. */
export async function listPositionsWithoutStandard(db: Db, scope: Scope, ids: readonly string[] | null) {
  const { rows } = await sql<{ id: string; kind: string; level: string }>`
    select p.id, p.kind, p.level from organization.position p
    where p.institution_id = ${scope.institution} and (${ids}::uuid[] is null or p.id = any(${ids}::uuid[]))
      and not exists (select from competency.standard s where s.institution_id = p.institution_id and s.position_id = p.id
        and s.valid_to is null)
    order by p.code`.execute(db)
  return rows
}
