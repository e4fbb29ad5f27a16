import type { Scope } from '../../platform/access.ts'
import type { WeekPattern } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { newId } from '../../platform/id.ts'
import { parseWeek } from './calendar/model.ts'
import { listDefaultHours, openVersion, setHours } from './calendar/queries.ts'
import type { organizationMessages } from './messages.ts'
import { beneath, type NewPosition, type NewUnit } from './model.ts'
import { insertPositions, setPositions } from './positions/queries.ts'
import { insertInstitution, type NewInstitution } from './setup/queries.ts'
import {
  countHanging,
  endUnit,
  findCurrentSince,
  insertUnits,
  lockTree,
  setUnits,
  type UnitChange,
} from './units/queries.ts'

type Text = (typeof organizationMessages)['id']

/**
 * An institution with its root unit and the default working hours, all at once. The transaction must already stand
 * behind the new institution's wall (`database.transaction('write', institution.id, …)`).
 */
export async function createInstitution(
  db: Db,
  scope: Scope<'organization.manage'>,
  now: Date,
  institution: NewInstitution,
): Promise<{ rootUnitId: string }> {
  await insertInstitution(db, now, institution)
  const rootUnitId = newId(now)
  const root: NewUnit = {
    id: rootUnitId,
    parent_id: null,
    code: institution.rootCode,
    name: institution.name,
    kind: 'root',
    active_from: institution.activeFrom,
  }
  await insertUnits(db, scope, [root], 'Instansi didirikan di Sigap')
  const defaults = await listDefaultHours(db, scope)
  const version = await openVersion(db, scope, now, 'Jam kerja bawaan')
  await setHours(
    db,
    scope,
    version,
    defaults.map((row) => ({
      unit_id: null,
      season: row.season,
      valid_from: row.valid_from,
      week: parseWeek(row.week) satisfies WeekPattern,
      source: row.source,
      verified: row.verified,
    })),
  )
  return { rootUnitId }
}

/** Adds units; parents may be among them. Codes must be free. */
export async function createUnits(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  units: readonly NewUnit[],
  reason: string,
): Promise<void> {
  const tree = await lockTree(db, scope)
  const codes = new Set(tree.map((unit) => unit.code.toLowerCase()))
  const known = new Map(tree.map((unit) => [unit.id, unit]))
  for (const unit of units) {
    if (codes.has(unit.code.toLowerCase()))
      throw new Refusal(409, text.units.codeTaken(unit.code), { code: text.units.codeTaken(unit.code) })
    codes.add(unit.code.toLowerCase())
    const parent = unit.parent_id === null ? undefined : known.get(unit.parent_id)
    if (parent?.active_to)
      throw new Refusal(409, text.units.parentClosed(parent.name), { parent_id: text.units.parentClosed(parent.name) })
  }
  await insertUnits(db, scope, units, reason)
}

/** Renames, moves or reclassifies units from a date on; nothing before that date is lost. */
export async function changeUnits(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  now: Date,
  today: string,
  changes: readonly UnitChange[],
): Promise<void> {
  const tree = await lockTree(db, scope)
  const units = new Map(tree.map((unit) => [unit.id, { ...unit }]))
  const since = await findCurrentSince(
    db,
    scope,
    changes.map((change) => change.id),
  )
  let moved = false
  for (const change of changes) {
    const unit = units.get(change.id)
    if (!unit) throw new Refusal(404, text.units.unknown)
    if (unit.active_to) throw new Refusal(409, text.units.alreadyClosed, { from: text.units.alreadyClosed })
    const began = since.get(change.id) ?? unit.active_from
    if (change.from > today) throw new Refusal(422, text.units.notInFuture, { from: text.units.notInFuture })
    if (change.from < began) throw new Refusal(422, text.units.notBefore(began), { from: text.units.notBefore(began) })
    if ((unit.parent_id === null) !== (change.parent_id === null))
      throw new Refusal(422, text.units.rootStays, { parent_id: text.units.rootStays })
    if (change.parent_id !== null) {
      const parent = units.get(change.parent_id)
      if (!parent) throw new Refusal(404, text.units.unknown)
      if (parent.active_to)
        throw new Refusal(409, text.units.parentClosed(parent.name), {
          parent_id: text.units.parentClosed(parent.name),
        })
      if (beneath([...units.values()], change.id).has(change.parent_id))
        throw new Refusal(422, text.units.circle, { parent_id: text.units.circle })
    }
    moved ||= unit.parent_id !== change.parent_id
    unit.parent_id = change.parent_id
  }
  await setUnits(db, scope, changes)
  // Hours are inherited from above, so a move can change a unit's calendar.
  if (moved) await openVersion(db, scope, now, 'Unit berpindah')
}

export async function closeUnit(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  today: string,
  closing: { id: string; from: string; reason: string },
): Promise<void> {
  const unit = (await lockTree(db, scope)).find((candidate) => candidate.id === closing.id)
  if (!unit) throw new Refusal(404, text.units.unknown)
  if (unit.parent_id === null) throw new Refusal(422, text.units.rootStays, { from: text.units.rootStays })
  if (unit.active_to) throw new Refusal(409, text.units.alreadyClosed, { from: text.units.alreadyClosed })
  if (closing.from > today) throw new Refusal(422, text.units.notInFuture, { from: text.units.notInFuture })
  const began = (await findCurrentSince(db, scope, [closing.id])).get(closing.id) ?? unit.active_from
  if (closing.from <= began) throw new Refusal(422, text.units.notBefore(began), { from: text.units.notBefore(began) })
  const hanging = await countHanging(db, scope, closing.id)
  if (hanging.units + hanging.people > 0) {
    const message = text.units.stillHanging(hanging.units, hanging.people)
    throw new Refusal(409, message, { from: message })
  }
  await endUnit(db, scope, closing.id, closing.from, closing.reason)
}

export async function createPositions(
  db: Db,
  scope: Scope<'unit.manage'>,
  positions: readonly NewPosition[],
): Promise<void> {
  await insertPositions(db, scope, positions)
}

export async function changePositions(
  db: Db,
  scope: Scope<'unit.manage'>,
  positions: readonly NewPosition[],
): Promise<void> {
  await setPositions(db, scope, positions)
}
