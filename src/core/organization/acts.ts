import type { Scope } from '../../platform/access.ts'
import type { WeekPattern } from '../../platform/calendar.ts'
import type { Db } from '../../platform/database/db.ts'
import { Refusal } from '../../platform/http/errors.ts'
import { newId } from '../../platform/id.ts'
import { parseWeek } from './calendar/model.ts'
import { listDefaultHours, openVersion, setHours } from './calendar/queries.ts'
import type { organizationMessages } from './messages.ts'
import { beneath, type NewPosition, type NewUnit } from './model.ts'
import { lockToday, refuseCollisions } from './plans/acts.ts'
import { deleteUnitPlans, insertUnitPlans, listUnitPlans } from './plans/queries.ts'
import { insertPositions, setPositions } from './positions/queries.ts'
import { insertInstitution, type NewInstitution } from './setup/queries.ts'
import {
  countHanging,
  endUnit,
  findCurrentSince,
  findLastBeneath,
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

/** What a change needs to know of the present; `today` is the institution's date at `now`. */
export type Present = { now: Date; today: string }

/** Adds units; parents may be among them. Codes must be free. One that begins on a day to come is planned. */
export async function createUnits(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  present: Present,
  units: readonly NewUnit[],
  reason: string,
): Promise<void> {
  const tree = await lockTree(db, scope)
  const today = await lockToday(db, scope, present.today)
  const plans = await listUnitPlans(db, scope, {})
  const codes = new Set([...tree, ...plans].flatMap((unit) => unit.code?.toLowerCase() ?? []))
  const begin = units.filter((unit) => unit.active_from <= today)
  const known = new Map<string, { name: string; active_to?: string | null }>(
    [...tree, ...begin].map((unit) => [unit.id, unit]),
  )
  for (const unit of units) {
    if (codes.has(unit.code.toLowerCase()))
      throw new Refusal(409, text.units.codeTaken(unit.code), { code: text.units.codeTaken(unit.code) })
    codes.add(unit.code.toLowerCase())
    if (unit.parent_id === null) continue
    const parent = known.get(unit.parent_id)
    if (parent?.active_to) throw refusal(409, 'parent_id', text.units.parentClosed(parent.name))
    if (!parent && unit.active_from <= today) throw refusal(409, 'parent_id', text.plans.unitMissing(text.plans.aUnit))
  }
  await insertUnits(db, scope, begin, reason)
  const planned = units
    .filter((unit) => unit.active_from > today)
    .map(({ id, active_from, ...unit }) => {
      return { ...unit, unit_id: id, act: 'open' as const, valid_from: active_from, reason }
    })
  await insertUnitPlans(db, scope, present.now, planned)
  await refuseCollisions(db, scope, text.plans, today, 'active_from')
}

/**
 * Renames, moves or reclassifies units from a date on; nothing before that date is lost. What begins on a day to come
 * is planned.
 */
export async function changeUnits(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  present: Present,
  changes: readonly UnitChange[],
): Promise<void> {
  const tree = await lockTree(db, scope)
  const today = await lockToday(db, scope, present.today)
  const units = new Map(tree.map((unit) => [unit.id, { ...unit }]))
  const due = changes.filter((change) => change.from <= today)
  const since = await findCurrentSince(
    db,
    scope,
    due.map((change) => change.id),
  )
  let moved = false
  for (const change of changes) {
    const unit = units.get(change.id)
    if (!unit) throw new Refusal(404, text.units.unknown)
    if (unit.active_to) throw refusal(409, 'from', text.units.alreadyClosed)
    if ((unit.parent_id === null) !== (change.parent_id === null)) throw refusal(422, 'parent_id', text.units.rootStays)
    if (change.from > today) continue
    const began = since.get(change.id) ?? unit.active_from
    if (change.from < began) throw refusal(422, 'from', text.units.notBefore(began))
    if (change.parent_id !== null) {
      const parent = units.get(change.parent_id)
      if (!parent) throw refusal(409, 'parent_id', text.plans.unitMissing(text.plans.aUnit))
      if (parent.active_to) throw refusal(409, 'parent_id', text.units.parentClosed(parent.name))
      if (beneath([...units.values()], change.id).has(change.parent_id))
        throw refusal(422, 'parent_id', text.units.circle)
    }
    moved ||= unit.parent_id !== change.parent_id
    unit.parent_id = change.parent_id
  }
  await setUnits(db, scope, due)
  await planChanges(
    db,
    scope,
    text,
    present.now,
    changes.filter((change) => change.from > today),
    units,
  )
  await refuseCollisions(db, scope, text.plans, today, 'from')
  // Hours are inherited from above, so a move can change a unit's calendar.
  if (moved) await openVersion(db, scope, present.now, 'Unit berpindah')
}

/** A plan says only what becomes different, so that a change of something else in between is not undone by it. */
async function planChanges(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  now: Date,
  changes: readonly UnitChange[],
  units: ReadonlyMap<string, { parent_id: string | null; name: string; kind: string }>,
): Promise<void> {
  const plans = changes.map((change) => {
    const { id, from, reason, parent_id, name, kind } = change
    const unit = units.get(id)
    return {
      unit_id: id,
      act: 'change' as const,
      parent_id: unit?.parent_id === parent_id ? undefined : parent_id,
      name: unit?.name === name ? undefined : name,
      kind: unit?.kind === kind ? undefined : kind,
      valid_from: from,
      reason,
    }
  })
  for (const plan of plans) {
    const name = units.get(plan.unit_id)?.name ?? ''
    if (plan.parent_id === undefined && plan.name === undefined && plan.kind === undefined)
      throw refusal(422, 'name', text.plans.nothing)
    await refuseSameDay(db, scope, text, name, plan.unit_id, plan.valid_from)
  }
  await insertUnitPlans(db, scope, now, plans)
}

export async function closeUnit(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  present: Present,
  closing: { id: string; from: string; reason: string },
): Promise<void> {
  const unit = (await lockTree(db, scope)).find((candidate) => candidate.id === closing.id)
  const today = await lockToday(db, scope, present.today)
  if (!unit) throw new Refusal(404, text.units.unknown)
  if (unit.parent_id === null) throw refusal(422, 'from', text.units.rootStays)
  if (unit.active_to) throw refusal(409, 'from', text.units.alreadyClosed)
  if (closing.from > today) {
    await refuseSameDay(db, scope, text, unit.name, unit.id, closing.from)
    await insertUnitPlans(db, scope, present.now, [
      { unit_id: unit.id, act: 'close', valid_from: closing.from, reason: closing.reason },
    ])
  } else {
    const began = (await findCurrentSince(db, scope, [closing.id])).get(closing.id) ?? unit.active_from
    if (closing.from <= began) throw refusal(422, 'from', text.units.notBefore(began))
    const left = await findLastBeneath(db, scope, closing.id)
    if (left && left > closing.from) throw refusal(422, 'from', text.units.stillHung(left))
    const hanging = await countHanging(db, scope, closing.id)
    if (hanging.units + hanging.people > 0)
      throw refusal(409, 'from', text.units.stillHanging(hanging.units, hanging.people))
    await endUnit(db, scope, closing.id, closing.from, closing.reason)
  }
  await refuseCollisions(db, scope, text.plans, today, 'from')
}

/** Takes back what has not taken effect yet; refused where something else planned stands on it. */
export async function withdrawUnitPlan(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  present: Present,
  id: string,
): Promise<void> {
  await lockTree(db, scope)
  const today = await lockToday(db, scope, present.today)
  await deleteUnitPlans(db, scope, [id])
  await refuseCollisions(db, scope, text.plans, today, '_form')
}

async function refuseSameDay(
  db: Db,
  scope: Scope<'unit.manage'>,
  text: Text,
  name: string,
  unit: string,
  day: string,
): Promise<void> {
  const plans = await listUnitPlans(db, scope, { about: unit, until: day })
  if (plans.some((plan) => plan.unit_id === unit && plan.valid_from === day))
    throw refusal(409, 'from', text.plans.sameDay(name, day))
}

function refusal(status: 409 | 422, field: string, message: string): Refusal {
  return new Refusal(status, message, { [field]: message })
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
