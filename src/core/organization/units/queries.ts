import { sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import { insertMany } from '../../../platform/database/bulk.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import type { NewUnit, UnitKind } from '../model.ts'

/** All units of the institution that a scope reaches, closed ones too, in the order of their names. */
export async function listUnits(db: Db, scope: Scope<Access>) {
  return db
    .selectFrom('organization.unit')
    .select(['id', 'parent_id', 'code', 'name', 'kind', 'active_from', 'active_to'])
    .where('institution_id', '=', scope.institution)
    .where('id', '=', sql<string>`any(${scope.units})`)
    .orderBy('name')
    .execute()
}
export type UnitRow = Awaited<ReturnType<typeof listUnits>>[number]

/** The units that were there on a day, named and placed as they were then, beside what each is now. */
export async function listUnitsOn(db: Db, scope: Scope<Access>, day: string) {
  return db
    .selectFrom('organization.unit_history as h')
    .innerJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'h.institution_id').onRef('u.id', '=', 'h.unit_id'),
    )
    .select(['u.id', 'u.code', 'h.parent_id', 'h.name', 'h.kind', 'u.active_from', 'u.active_to'])
    .select(['u.name as name_now', 'u.parent_id as parent_now', 'u.kind as kind_now'])
    .where('h.institution_id', '=', scope.institution)
    .where('h.unit_id', '=', sql<string>`any(${scope.units})`)
    .where('h.valid_from', '<=', day)
    .where((eb) => eb.or([eb('h.valid_to', 'is', null), eb('h.valid_to', '>', day)]))
    .orderBy('h.name')
    .execute()
}
export type PastUnit = Awaited<ReturnType<typeof listUnitsOn>>[number]

const DAYS_OFFERED = 12

/** The newest days on which units were formed, changed or closed. */
export async function listTreeDays(db: Db, scope: Scope<Access>, today: string): Promise<string[]> {
  const { rows } = await sql<{ day: string }>`select distinct day
    from organization.unit_history h, lateral (values (h.valid_from), (h.valid_to)) as d(day)
    where h.institution_id = ${scope.institution} and h.unit_id = any(${scope.units}) and day <= ${today}
    order by day desc limit ${DAYS_OFFERED}`.execute(db)
  return rows.map(({ day }) => day)
}

/** What is the same for all units, such as the list of positions, is changed by who reaches all of them. */
export async function reachesAll(db: Db, scope: Scope<Access>): Promise<boolean> {
  const root = await db
    .selectFrom('organization.unit')
    .select('id')
    .where('institution_id', '=', scope.institution)
    .where('parent_id', 'is', null)
    .where('id', '=', sql<string>`any(${scope.units})`)
    .executeTakeFirst()
  return root !== undefined
}

/** How many people work in each unit now, themselves only, not those beneath. */
export async function countPeople(db: Db, scope: Scope<Access>): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('people.assignment')
    .select(['unit_id', (eb) => eb.fn.countAll<number>().as('people')])
    .where('institution_id', '=', scope.institution)
    .where('unit_id', '=', sql<string>`any(${scope.units})`)
    .where('valid_to', 'is', null)
    .groupBy('unit_id')
    .execute()
  return new Map(rows.map((row) => [row.unit_id, Number(row.people)]))
}

export async function findUnit(db: Db, scope: Scope<Access>, id: string) {
  return db
    .selectFrom('organization.unit as u')
    .leftJoin('organization.unit as p', (join) =>
      join.onRef('p.institution_id', '=', 'u.institution_id').onRef('p.id', '=', 'u.parent_id'),
    )
    .select(['u.id', 'u.parent_id', 'u.code', 'u.name', 'u.kind', 'u.active_from', 'u.active_to', 'p.name as parent'])
    .where('u.institution_id', '=', scope.institution)
    .where('u.id', '=', id)
    .where('u.id', '=', sql<string>`any(${scope.units})`)
    .executeTakeFirst()
}

/** From the institution's root down to the unit. */
export async function listPath(db: Db, scope: Scope<Access>, id: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`with recursive up as (
      select id, parent_id, name, 0 as depth from organization.unit
      where institution_id = ${scope.institution} and id = ${id}
      union all
      select p.id, p.parent_id, p.name, up.depth + 1 from organization.unit p join up on p.id = up.parent_id
      where p.institution_id = ${scope.institution} and up.depth < 30
    ) select id, name from up order by depth desc`.execute(db)
  return rows
}

export async function listUnitHistory(db: Db, scope: Scope<Access>, id: string) {
  return db
    .selectFrom('organization.unit_history as h')
    .leftJoin('organization.unit as p', (join) =>
      join.onRef('p.institution_id', '=', 'h.institution_id').onRef('p.id', '=', 'h.parent_id'),
    )
    .leftJoin('people.account as a', (join) =>
      join.onRef('a.institution_id', '=', 'h.institution_id').onRef('a.id', '=', 'h.account_id'),
    )
    .select(['h.valid_from', 'h.valid_to', 'h.name', 'h.kind', 'h.reason', 'h.closing_reason'])
    .select(['p.name as parent', 'a.name as who'])
    .where('h.institution_id', '=', scope.institution)
    .where('h.unit_id', '=', id)
    .orderBy('h.valid_from', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

/** Units with their history as of their first day; parents and children may come in any order. */
export async function insertUnits(
  db: Db,
  scope: Scope<Access>,
  units: readonly NewUnit[],
  reason: string,
  by = scope.account,
): Promise<void> {
  await insertMany(
    db,
    'organization.unit',
    units.map((unit) => ({ institution_id: scope.institution, ...unit })),
  )
  await insertMany(
    db,
    'organization.unit_history',
    units.map((unit) => ({
      institution_id: scope.institution,
      id: newId(),
      unit_id: unit.id,
      parent_id: unit.parent_id,
      name: unit.name,
      kind: unit.kind,
      valid_from: unit.active_from,
      reason,
      account_id: by,
    })),
  )
  const first = units.map((unit) => unit.active_from).sort()[0]
  if (first !== undefined) await extendRoot(db, scope, first)
}

/** The institution is as old as its oldest unit: it was entered on the day it was founded here, its units with theirs. */
async function extendRoot(db: Db, scope: Scope<Access>, day: string): Promise<void> {
  await sql`
    with root as (
      update organization.unit set active_from = ${day}
      where institution_id = ${scope.institution} and parent_id is null and active_from > ${day} returning id
    )
    update organization.unit_history set valid_from = ${day}
    where institution_id = ${scope.institution} and unit_id in (select id from root) and valid_from = (
      select min(h.valid_from) from organization.unit_history h
      where h.institution_id = ${scope.institution} and h.unit_id in (select id from root))`.execute(db)
}

/** All units of the institution, locked against other changes of the tree until the end of the transaction. */
export async function lockTree(db: Db, scope: Scope<Access>) {
  await db
    .updateTable('organization.institution')
    .set({ tree_version: sql`tree_version + 1` })
    .where('id', '=', scope.institution)
    .execute()
  return db
    .selectFrom('organization.unit')
    .select(['id', 'parent_id', 'code', 'name', 'kind', 'active_from', 'active_to'])
    .where('institution_id', '=', scope.institution)
    .execute()
}

/** When the present name and place began to hold. */
export async function findCurrentSince(
  db: Db,
  scope: Scope<Access>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('organization.unit_history')
    .select(['unit_id', 'valid_from'])
    .where('institution_id', '=', scope.institution)
    .where('unit_id', '=', sql<string>`any(${ids})`)
    .where('valid_to', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.unit_id, row.valid_from]))
}

export type UnitChange = {
  id: string
  parent_id: string | null
  name: string
  kind: UnitKind
  from: string
  reason: string
}

/** Ends the present version of each unit the day the new one begins; on the very same day it is replaced. */
export async function setUnits(
  db: Db,
  scope: Scope<Access>,
  changes: readonly UnitChange[],
  by = scope.account,
): Promise<void> {
  const list = JSON.stringify(changes)
  const changed = sql`jsonb_to_recordset(${list}::jsonb)
    as c(id uuid, parent_id uuid, name text, kind organization.unit_kind, "from" date, reason text)`
  await sql`delete from organization.unit_history h using ${changed}
    where h.institution_id = ${scope.institution} and h.unit_id = c.id and h.valid_to is null and h.valid_from = c."from"`.execute(
    db,
  )
  await sql`update organization.unit_history h set valid_to = c."from" from ${changed}
    where h.institution_id = ${scope.institution} and h.unit_id = c.id and h.valid_to is null`.execute(db)
  await insertMany(
    db,
    'organization.unit_history',
    changes.map((change) => ({
      institution_id: scope.institution,
      id: newId(),
      unit_id: change.id,
      parent_id: change.parent_id,
      name: change.name,
      kind: change.kind,
      valid_from: change.from,
      reason: change.reason,
      account_id: by,
    })),
  )
  await sql`update organization.unit u set parent_id = c.parent_id, name = c.name, kind = c.kind from ${changed}
    where u.institution_id = ${scope.institution} and u.id = c.id`.execute(db)
}

/** What still hangs on a unit and keeps it from being closed. */
export async function countHanging(
  db: Db,
  scope: Scope<Access>,
  id: string,
): Promise<{ units: number; people: number }> {
  const { rows } = await sql<{ units: number; people: number }>`select
    (select count(*) from organization.unit where institution_id = ${scope.institution} and parent_id = ${id}
      and active_to is null) as units,
    (select count(*) from people.assignment where institution_id = ${scope.institution} and unit_id = ${id}
      and valid_to is null) as people`.execute(db)
  return rows[0] ?? { units: 0, people: 0 }
}

/** The day on which the last unit beneath it left, of those that did. */
export async function findLastBeneath(db: Db, scope: Scope<Access>, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('organization.unit_history')
    .select((eb) => eb.fn.max('valid_to').as('left'))
    .where('institution_id', '=', scope.institution)
    .where('parent_id', '=', id)
    .executeTakeFirst()
  return row?.left ?? null
}

export async function endUnit(db: Db, scope: Scope<Access>, id: string, on: string, reason: string): Promise<void> {
  await db
    .updateTable('organization.unit')
    .set({ active_to: on })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .execute()
  await db
    .updateTable('organization.unit_history')
    .set({ valid_to: on, closing_reason: reason })
    .where('institution_id', '=', scope.institution)
    .where('unit_id', '=', id)
    .where('valid_to', 'is', null)
    .execute()
}
