import { sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import { insertMany } from '../../../platform/database/bulk.ts'
import type { Db } from '../../../platform/database/db.ts'
import type { NewPosition, PositionKind } from '../model.ts'

export const MOST_POSITIONS = 5000

/** Positions of the institution with how many people hold them now. */
export async function listPositions(
  db: Db,
  scope: Scope<Access>,
  filter: { q?: string | undefined; kind?: PositionKind | undefined } = {},
) {
  let rows = db
    .selectFrom('organization.position as p')
    .select((eb) => [
      'p.id',
      'p.code',
      'p.title',
      'p.kind',
      'p.level',
      'p.class',
      'p.active',
      eb
        .selectFrom('people.assignment as a')
        .select((count) => count.fn.countAll<number>().as('holders'))
        .whereRef('a.institution_id', '=', 'p.institution_id')
        .whereRef('a.position_id', '=', 'p.id')
        .where('a.valid_to', 'is', null)
        .as('holders'),
    ])
    .where('p.institution_id', '=', scope.institution)
    .orderBy('p.title')
    .limit(MOST_POSITIONS)
  if (filter.kind) rows = rows.where('p.kind', '=', filter.kind)
  if (filter.q) {
    const pattern = `%${filter.q.replaceAll(/[\\%_]/g, '\\$&')}%`
    rows = rows.where((eb) => eb.or([eb('p.title', 'ilike', pattern), eb('p.code', 'ilike', pattern)]))
  }
  return rows.execute()
}

export async function findPosition(db: Db, scope: Scope<Access>, id: string) {
  return db
    .selectFrom('organization.position')
    .select(['id', 'code', 'title', 'kind', 'level', 'class', 'active'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function findPositionByCode(db: Db, scope: Scope<Access>, code: string) {
  return db
    .selectFrom('organization.position')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('code', '=', code)
    .executeTakeFirst()
}

export async function insertPositions(db: Db, scope: Scope<Access>, positions: readonly NewPosition[]): Promise<void> {
  await insertMany(
    db,
    'organization.position',
    positions.map((position) => ({ institution_id: scope.institution, active: true, ...position })),
  )
}

export async function setPositions(db: Db, scope: Scope<Access>, positions: readonly NewPosition[]): Promise<void> {
  await sql`update organization.position p set code = c.code, title = c.title, kind = c.kind, level = c.level, class = c.class
    from jsonb_to_recordset(${JSON.stringify(positions)}::jsonb)
      as c(id uuid, code text, title text, kind organization.position_kind, level text, class smallint)
    where p.institution_id = ${scope.institution} and p.id = c.id`.execute(db)
}
