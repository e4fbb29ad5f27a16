import { type SqlBool, sql } from 'kysely'
import type { Access, Scope } from '../../../platform/access.ts'
import type { Interval, WeekPattern, WorkingCalendar } from '../../../platform/calendar.ts'
import type { Db } from '../../../platform/database/db.ts'
import { MOST_LISTED } from '../../../platform/database/most-listed.ts'
import { newId } from '../../../platform/id.ts'
import { buildCalendar, type CalendarRows, calendarOwner, type DayKind } from './model.ts'

type State = { version: number; tree: number }
type Loaded = State & { rows: CalendarRows; calendars: Map<string | null, WorkingCalendar> }

/** Calendars by institution; the versions of calendar and tree in the database say whether they still hold. */
const cache = new Map<string, Loaded>()
const MOST_CACHED = 500

/**
 * The working calendar of a unit (of the whole institution without one). One small query when nothing has changed.
 * `asOf` gives the calendar as it was in an earlier version, so that an old deadline can be computed again.
 */
export async function loadCalendar(
  db: Db,
  scope: Scope<Access>,
  unitId: string | null = null,
  asOf?: number,
): Promise<WorkingCalendar> {
  return calendarIn(await load(db, scope, asOf), unitId)
}

/** The calendar of any unit of the institution, for pages that show clocks of many units: the same single query. */
export async function loadCalendars(
  db: Db,
  scope: Scope<Access>,
  asOf?: number,
): Promise<(unitId: string | null) => WorkingCalendar> {
  const loaded = await load(db, scope, asOf)
  return (unitId) => calendarIn(loaded, unitId)
}

/** The units that do not have the institution's calendar, by the unit whose calendar they have. */
export async function listOwnCalendars(db: Db, scope: Scope<Access>): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await load(db, scope, undefined)
  const found = new Map<string, string[]>()
  for (const unit of rows.parents.keys()) {
    const owner = calendarOwner(rows, unit)
    if (owner !== null) found.set(owner, [...(found.get(owner) ?? []), unit])
  }
  return found
}

async function load(db: Db, scope: Scope<Access>, asOf: number | undefined): Promise<Loaded> {
  const { version, tree } = await readState(db, scope)
  const wanted = asOf ?? version
  const known = cache.get(scope.institution)
  if (known?.version === wanted && known.tree === tree) return known
  const loaded: Loaded = { version: wanted, tree, rows: await readRows(db, scope, wanted), calendars: new Map() }
  if (asOf === undefined) {
    if (cache.size >= MOST_CACHED) cache.clear()
    cache.set(scope.institution, loaded)
  }
  return loaded
}

function calendarIn(loaded: Loaded, unitId: string | null): WorkingCalendar {
  const unit = calendarOwner(loaded.rows, unitId)
  const known = loaded.calendars.get(unit)
  if (known) return known
  const calendar = buildCalendar(loaded.rows, unit)
  loaded.calendars.set(unit, calendar)
  return calendar
}

/** A unit inherits from those above it, so a change of the tree counts as well. */
async function readState(db: Db, scope: Scope<Access>): Promise<State> {
  const { rows } = await sql<State>`select i.tree_version as tree, coalesce((select max(v.version)
      from organization.calendar_version v where v.institution_id = i.id), 0) as version
    from organization.institution i where i.id = ${scope.institution}`.execute(db)
  return rows[0] ?? { version: 0, tree: 0 }
}

/** 0 for an institution whose calendar was never touched: it has the national defaults. */
export async function calendarVersion(db: Db, scope: Scope<Access>): Promise<number> {
  const row = await db
    .selectFrom('organization.calendar_version')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('institution_id', '=', scope.institution)
    .executeTakeFirst()
  return row?.version ?? 0
}

async function readRows(db: Db, scope: Scope<Access>, version: number): Promise<CalendarRows> {
  const institution = await db
    .selectFrom('organization.institution')
    .select('time_zone')
    .where('id', '=', scope.institution)
    .executeTakeFirstOrThrow()
  const national = await db.selectFrom('organization.national_holiday').select(['date', 'name']).execute()
  const nationalRamadan = await db
    .selectFrom('organization.national_ramadan')
    .select(['hijri_year', 'starts_on', 'ends_on'])
    .execute()
  const hours = await db
    .selectFrom('organization.calendar_hours')
    .where(holding(scope, version))
    .select(['unit_id', 'season', 'valid_from', 'week'])
    .execute()
  const days = await db
    .selectFrom('organization.calendar_day')
    .where(holding(scope, version))
    .select(['unit_id', 'date', 'kind', 'name', 'intervals'])
    .execute()
  const ramadan = await db
    .selectFrom('organization.calendar_ramadan')
    .where(holding(scope, version))
    .select(['hijri_year', 'starts_on', 'ends_on'])
    .execute()
  const units = await db
    .selectFrom('organization.unit')
    .select(['id', 'parent_id'])
    .where('institution_id', '=', scope.institution)
    .execute()
  const missing = (['regular', 'ramadan'] as const).filter(
    (season) => !hours.some((row) => row.season === season && row.unit_id === null),
  )
  const defaults =
    missing.length === 0
      ? []
      : await db
          .selectFrom('organization.default_hours')
          .select(['season', 'valid_from', 'week'])
          .where('season', 'in', missing)
          .execute()
  return {
    version,
    timeZone: institution.time_zone,
    national,
    nationalRamadan,
    hours: [...hours, ...defaults.map((row) => ({ ...row, unit_id: null }))],
    days,
    ramadan,
    parents: new Map(units.map((unit) => [unit.id, unit.parent_id])),
  }
}

/** Rows that hold in this version. */
function holding(scope: Scope<Access>, version: number) {
  return sql<SqlBool>`institution_id = ${scope.institution} and since_version <= ${version}
    and (until_version is null or until_version > ${version})`
}

/** Waits for other edits of this calendar, then opens its next version and returns the number. */
export async function openVersion(db: Db, scope: Scope<Access>, now: Date, note: string): Promise<number> {
  await db
    .selectFrom('organization.institution')
    .select('id')
    .where('id', '=', scope.institution)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const version = (await calendarVersion(db, scope)) + 1
  await db
    .insertInto('organization.calendar_version')
    .values({ institution_id: scope.institution, version, at: now, account_id: scope.account, note })
    .execute()
  return version
}

export async function listVersions(db: Db, scope: Scope<'calendar.read'>) {
  return db
    .selectFrom('organization.calendar_version as v')
    .leftJoin('people.account as a', (join) =>
      join.onRef('a.institution_id', '=', 'v.institution_id').onRef('a.id', '=', 'v.account_id'),
    )
    .select(['v.version', 'v.at', 'v.note', 'a.name as who'])
    .where('v.institution_id', '=', scope.institution)
    .orderBy('v.version', 'desc')
    .limit(MOST_LISTED)
    .execute()
}

/** Own hours of the institution and its units as they hold now, newest date first. */
export async function listHours(db: Db, scope: Scope<'calendar.read'>) {
  return db
    .selectFrom('organization.calendar_hours as h')
    .leftJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'h.institution_id').onRef('u.id', '=', 'h.unit_id'),
    )
    .select(['h.id', 'h.unit_id', 'u.name as unit', 'h.season', 'h.valid_from', 'h.week', 'h.source', 'h.verified'])
    .where('h.institution_id', '=', scope.institution)
    .where('h.until_version', 'is', null)
    .orderBy('u.name', (order) => order.asc().nullsFirst())
    .orderBy('h.season')
    .orderBy('h.valid_from', 'desc')
    .limit(500)
    .execute()
}

export async function listDefaultHours(db: Db, _scope: Scope<Access>) {
  return db.selectFrom('organization.default_hours').selectAll().orderBy('valid_from').execute()
}

/** The national list of one year; what the institution changed is in `listOwnDays`. */
export async function listNationalHolidays(db: Db, _scope: Scope<Access>, year: number) {
  return db
    .selectFrom('organization.national_holiday')
    .selectAll()
    .where('date', '>=', `${year}-01-01`)
    .where('date', '<=', `${year}-12-31`)
    .orderBy('date')
    .execute()
}

export async function listOwnDays(db: Db, scope: Scope<'calendar.read'>, year: number) {
  return db
    .selectFrom('organization.calendar_day as d')
    .leftJoin('organization.unit as u', (join) =>
      join.onRef('u.institution_id', '=', 'd.institution_id').onRef('u.id', '=', 'd.unit_id'),
    )
    .select([
      'd.id',
      'd.unit_id',
      'u.name as unit',
      'd.date',
      'd.kind',
      'd.name',
      'd.intervals',
      'd.source',
      'd.verified',
    ])
    .where('d.institution_id', '=', scope.institution)
    .where('d.until_version', 'is', null)
    .where('d.date', '>=', `${year}-01-01`)
    .where('d.date', '<=', `${year}-12-31`)
    .orderBy('d.date')
    .limit(1000)
    .execute()
}

/** Ramadan by Hijri year: the institution's own row where it has one, otherwise the national one. */
export async function listRamadan(db: Db, scope: Scope<'calendar.read'>) {
  const { rows } = await sql<{
    hijri_year: number
    starts_on: string
    ends_on: string
    source: string
    verified: boolean
    own: boolean
  }>`select coalesce(o.hijri_year, n.hijri_year) as hijri_year, coalesce(o.starts_on, n.starts_on) as starts_on,
      coalesce(o.ends_on, n.ends_on) as ends_on, coalesce(o.source, n.source) as source,
      coalesce(o.verified, n.verified) as verified, o.id is not null as own
    from organization.national_ramadan n
    full join (select * from organization.calendar_ramadan
      where institution_id = ${scope.institution} and until_version is null) o on o.hijri_year = n.hijri_year
    order by 1 desc limit 200`.execute(db)
  return rows
}

export type HoursRow = {
  unit_id: string | null
  season: 'regular' | 'ramadan'
  valid_from: string
  week: WeekPattern
  source: string
  verified: boolean
}

/** Puts hours in the place of those of the same unit, season and date. */
export async function setHours(
  db: Db,
  scope: Scope<Access>,
  version: number,
  rows: readonly HoursRow[],
): Promise<void> {
  for (const row of rows) {
    await db
      .updateTable('organization.calendar_hours')
      .set({ until_version: version })
      .where('institution_id', '=', scope.institution)
      .where('unit_id', row.unit_id === null ? 'is' : '=', row.unit_id)
      .where('season', '=', row.season)
      .where('valid_from', '=', row.valid_from)
      .where('until_version', 'is', null)
      .execute()
    await db
      .insertInto('organization.calendar_hours')
      .values({
        institution_id: scope.institution,
        id: newId(),
        ...row,
        week: JSON.stringify(row.week),
        since_version: version,
      })
      .execute()
  }
}

export type DayRow = {
  unit_id: string | null
  date: string
  kind: DayKind
  name: string
  intervals: readonly Interval[] | null
  source: string
  verified: boolean
}

/** Puts a day in the place of the one of the same unit and date. */
export async function setDay(db: Db, scope: Scope<Access>, version: number, row: DayRow): Promise<void> {
  await db
    .updateTable('organization.calendar_day')
    .set({ until_version: version })
    .where('institution_id', '=', scope.institution)
    .where('unit_id', row.unit_id === null ? 'is' : '=', row.unit_id)
    .where('date', '=', row.date)
    .where('until_version', 'is', null)
    .execute()
  await db
    .insertInto('organization.calendar_day')
    .values({
      institution_id: scope.institution,
      id: newId(),
      ...row,
      intervals: row.intervals === null ? null : JSON.stringify(row.intervals),
      since_version: version,
    })
    .execute()
}

export async function setRamadan(
  db: Db,
  scope: Scope<Access>,
  version: number,
  row: { hijri_year: number; starts_on: string; ends_on: string; source: string; verified: boolean },
): Promise<void> {
  await db
    .updateTable('organization.calendar_ramadan')
    .set({ until_version: version })
    .where('institution_id', '=', scope.institution)
    .where('hijri_year', '=', row.hijri_year)
    .where('until_version', 'is', null)
    .execute()
  await db
    .insertInto('organization.calendar_ramadan')
    .values({ institution_id: scope.institution, id: newId(), ...row, since_version: version })
    .execute()
}

/** Takes an own row out from this version on; the national list holds again. Returns what it was. */
export async function endRow(
  db: Db,
  scope: Scope<'calendar.manage'>,
  version: number,
  kind: 'day' | 'hours',
  id: string,
): Promise<{ unit_id: string | null } | undefined> {
  return db
    .updateTable(kind === 'day' ? 'organization.calendar_day' : 'organization.calendar_hours')
    .set({ until_version: version })
    .where('institution_id', '=', scope.institution)
    .where('id', '=', id)
    .where('until_version', 'is', null)
    .returning('unit_id')
    .executeTakeFirst()
}
