import { beneath } from '../../../organization/index.ts'
import {
  type Change,
  heading,
  type KnownUnit,
  type Planned,
  type PlannedUnitAct,
  refuse,
  type SheetRow,
  say,
  UNIT_KIND_NAMES,
  type UnitAct,
} from './model.ts'
import { parseDate } from './values.ts'

/** Said beside a row that changes nothing before its day. */
export function beginning(kind: 'unit' | 'employee', from: string, today: string): Change[] {
  const column = heading(kind, kind === 'unit' ? 'from' : 'since')
  return from > today ? [{ column, from: '', to: from }] : []
}

/** A row about a unit that is planned already: the same plan again, or something the plan stands in the way of. */
export function alreadyOpening(
  row: SheetRow,
  plan: PlannedUnitAct,
  ids: ReadonlyMap<string, string>,
  root: KnownUnit | undefined,
): Planned<UnitAct> {
  const { cells } = row
  const fromText = cells['from'] ?? ''
  const from = fromText ? parseDate(fromText) : undefined
  const parent = cells['parent'] ? ids.get(cells['parent'].toLowerCase()) : root?.id
  const same =
    cells['name'] === plan.name &&
    UNIT_KIND_NAMES.get((cells['kind'] ?? '').toLowerCase()) === plan.kind &&
    parent === plan.parent_id &&
    (!from || (from.ok && from.value === plan.valid_from))
  const planned: Planned<UnitAct> = {
    row: row.row,
    label: `${cells['name'] ?? ''} (${cells['code'] ?? ''})`,
    changes: [],
    problems: [],
    outcome: 'unchanged',
  }
  if (!same) {
    const { id, en } = anotherPlan(plan.valid_from)
    refuse(planned, heading('unit', 'code'), cells['code'] ?? '', id, en)
  }
  return planned
}

export function anotherPlan(day: string) {
  return say(
    `Sudah ada rencana lain yang berlaku mulai ${day}. Batalkan rencana itu dahulu.`,
    `Another plan takes effect on ${day}. Withdraw that plan first.`,
  )
}

type Dated = { id: string; from: string; parent: string | null }

function datedOf(act: UnitAct): Dated {
  if ('create' in act) return { id: act.create.id, from: act.create.active_from, parent: act.create.parent_id }
  return { id: act.change.id, from: act.change.from, parent: act.change.parent_id }
}

/** What a row wants against what is planned: the same plan twice is nothing new, another one is refused. */
export function refuseUnitPlans(
  planned: Planned<UnitAct>[],
  rows: readonly SheetRow[],
  known: readonly KnownUnit[],
  plans: readonly PlannedUnitAct[],
  today: string,
): void {
  const units = new Map(known.map((unit) => [unit.id, unit]))
  const closing = new Map(plans.flatMap((plan) => (plan.act === 'close' ? [[plan.unit_id, plan.valid_from]] : [])))
  const opening = new Map(plans.flatMap((plan) => (plan.act === 'open' ? [[plan.unit_id, plan.valid_from]] : [])))
  for (const { act } of planned)
    if (act && 'create' in act && act.create.active_from > today) opening.set(act.create.id, act.create.active_from)
  for (const [at, target] of planned.entries()) {
    if (!target.act) continue
    const { id, from, parent } = datedOf(target.act)
    const cells = rows[at]?.cells ?? {}
    const before = units.get(id)
    const plan = plans.find((one) => one.unit_id === id && one.valid_from === from)
    if (plan && before && 'change' in target.act) {
      const { name, kind } = target.act.change
      const then = [plan.name ?? before.name, plan.kind ?? before.kind, plan.parent_id ?? before.parent_id]
      if (plan.act === 'change' && [name, kind, parent].every((value, index) => value === then[index])) {
        Object.assign(target, { outcome: 'unchanged', changes: [], act: undefined })
        continue
      }
      const { id: words, en } = anotherPlan(from)
      refuse(target, heading('unit', 'from'), cells['from'] ?? '', words, en)
      continue
    }
    const ends = closing.get(id)
    if (ends !== undefined && from >= ends) refuseClosing(target, 'code', cells['code'] ?? '', ends)
    const parentEnds = parent === before?.parent_id ? undefined : closing.get(parent ?? '')
    if (parentEnds !== undefined) refuseClosing(target, 'parent', cells['parent'] ?? '', parentEnds)
    const begins = opening.get(parent ?? '')
    if (begins !== undefined && begins > from)
      refuse(
        target,
        heading('unit', 'from'),
        cells['from'] ?? '',
        `Unit atasan ${cells['parent'] ?? ''} baru ada mulai ${begins}.`,
        `The parent ${cells['parent'] ?? ''} only exists from ${begins}.`,
      )
  }
}

function refuseClosing(target: Planned<UnitAct>, key: string, code: string, day: string): void {
  refuse(
    target,
    heading('unit', key),
    code,
    `Unit ${code} ditutup mulai ${day} menurut rencana.`,
    `The unit ${code} is planned to close on ${day}.`,
  )
}

/** A row that hangs on a refused new unit is refused too, until nothing changes any more. */
export function refuseOrphans(
  planned: Planned<UnitAct>[],
  rows: readonly SheetRow[],
  known: ReadonlySet<string>,
): void {
  for (let again = true; again; ) {
    again = false
    const usable = new Set(known)
    for (const [index, row] of rows.entries())
      if (planned[index]?.outcome !== 'refused') usable.add((row.cells['code'] ?? '').toLowerCase())
    for (const [index, row] of rows.entries()) {
      const target = planned[index]
      const parent = row.cells['parent'] ?? ''
      if (!target || target.outcome === 'refused' || parent === '' || usable.has(parent.toLowerCase())) continue
      refuse(
        target,
        heading('unit', 'parent'),
        parent,
        `Unit ${parent} ada di berkas ini tetapi ditolak.`,
        `The unit ${parent} is in this file but was refused.`,
      )
      again = true
    }
  }
}

/** Day by day, as everything takes effect: no unit may end up beneath itself, not even between two plans. */
export function refuseUnitCircles(
  planned: Planned<UnitAct>[],
  rows: readonly SheetRow[],
  known: readonly KnownUnit[],
  plans: readonly PlannedUnitAct[],
  today: string,
): void {
  const parents = new Map(known.map((unit) => [unit.id, unit.parent_id]))
  const dayOf = (from: string) => (from > today ? from : today)
  const days = new Set([
    today,
    ...plans.map((plan) => dayOf(plan.valid_from)),
    ...planned.flatMap(({ act }) => (act ? [dayOf(datedOf(act).from)] : [])),
  ])
  for (const day of [...days].sort()) {
    for (const plan of plans)
      if (dayOf(plan.valid_from) === day && plan.parent_id) parents.set(plan.unit_id, plan.parent_id)
    const here = planned.filter(({ act }) => act && dayOf(datedOf(act).from) === day)
    for (const { act } of here) if (act) parents.set(datedOf(act).id, datedOf(act).parent)
    const units = [...parents].map(([id, parent_id]) => ({ id, parent_id }))
    const top = units.find((unit) => unit.parent_id === null)
    const reached = top ? beneath(units, top.id) : new Set(units.map((unit) => unit.id))
    for (const target of here) {
      if (!target.act || reached.has(datedOf(target.act).id)) continue
      const { id } = datedOf(target.act)
      parents.set(id, known.find((unit) => unit.id === id)?.parent_id ?? top?.id ?? null)
      const value = rows[planned.indexOf(target)]?.cells['parent'] ?? ''
      refuse(
        target,
        heading('unit', 'parent'),
        value,
        `Unit atasan ${value} membentuk lingkaran: unit ini berada di bawah dirinya sendiri.`,
        `The parent ${value} closes a circle: this unit would be beneath itself.`,
      )
    }
  }
}
