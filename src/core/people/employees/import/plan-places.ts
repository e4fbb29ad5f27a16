import type { Text } from '../../../../platform/i18n.ts'
import { findSuperiorCycle } from '../../../organization/index.ts'
import type { EmployeeAct, KnownEmployee, WantedPlace } from './employee-changes.ts'
import { heading, type Planned, type PlannedUnitAct, refuse, type SheetRow, say } from './model.ts'
import { anotherPlan } from './plan-dates.ts'

export type PlannedPlace = {
  employee_id: string
  act: 'assign' | 'leave'
  unit_id: string | null
  position_id: string | null
  superior_id: string | null
  valid_from: string
}
/** What is planned, by unit and by employee, with the days on which it takes effect. */
export type PlannedDates = {
  opening: ReadonlyMap<string, string>
  closing: ReadonlyMap<string, string>
  leaving: ReadonlyMap<string, string>
  of: ReadonlyMap<string, readonly PlannedPlace[]>
}

export function plannedDates(unitPlans: readonly PlannedUnitAct[], plans: readonly PlannedPlace[]): PlannedDates {
  const days = (act: 'open' | 'close') =>
    new Map(unitPlans.flatMap((plan) => (plan.act === act ? [[plan.unit_id, plan.valid_from] as const] : [])))
  const of = new Map<string, PlannedPlace[]>()
  for (const plan of plans) {
    const list = of.get(plan.employee_id)
    if (list) list.push(plan)
    else of.set(plan.employee_id, [plan])
  }
  return {
    opening: days('open'),
    closing: days('close'),
    leaving: new Map(
      plans.flatMap((plan) => (plan.act === 'leave' ? [[plan.employee_id, plan.valid_from] as const] : [])),
    ),
    of,
  }
}

export function findPlan(planned: PlannedDates, employee: string, day: string): PlannedPlace | undefined {
  return planned.of.get(employee)?.find((plan) => plan.valid_from === day)
}

export function isPlannedAlready(planned: PlannedDates, employee: string, place: WantedPlace): boolean {
  const plan = findPlan(planned, employee, place.from)
  return (
    plan?.act === 'assign' &&
    plan.unit_id === place.unit_id &&
    plan.position_id === place.position_id &&
    plan.superior_id === place.superior_id
  )
}

/** Why a place cannot be taken beside what is planned already; undefined for a row that leaves the place as it is. */
export function clashOf(
  planned: PlannedDates,
  before: KnownEmployee | undefined,
  place: WantedPlace,
  today: string,
): { key: string; reason: Text } | undefined {
  const led = before?.superior_id !== place.superior_id
  if (before && !led && before.unit_id === place.unit_id && before.position_id === place.position_id) return undefined
  const own = before ? (planned.of.get(before.id) ?? []) : []
  const ownLeaving = before && planned.leaving.get(before.id)
  const other = own.find((plan) => plan.valid_from === place.from || before?.unit_id === null)
  if (other) return { key: 'since', reason: anotherPlan(other.valid_from) }
  if (ownLeaving && place.from >= ownLeaving)
    return {
      key: 'since',
      reason: say(
        `Pegawai ini tidak bekerja lagi mulai ${ownLeaving} menurut rencana.`,
        `This employee is planned to leave on ${ownLeaving}.`,
      ),
    }
  const opens = planned.opening.get(place.unit_id)
  if (opens !== undefined && opens > (place.from > today ? place.from : today))
    return {
      key: 'unit',
      reason: say(`Unit ini baru ada mulai ${opens}.`, `This unit only exists from ${opens}.`),
    }
  const closes = planned.closing.get(place.unit_id)
  if (closes !== undefined)
    return {
      key: 'unit',
      reason: say(`Unit ini ditutup mulai ${closes} menurut rencana.`, `This unit is planned to close on ${closes}.`),
    }
  const leaves = planned.leaving.get(place.superior_id ?? '')
  if (leaves !== undefined && (led || place.from >= leaves))
    return {
      key: 'superior',
      reason: say(
        `Atasan ini tidak bekerja lagi mulai ${leaves} menurut rencana.`,
        `This superior is planned to leave on ${leaves}.`,
      ),
    }
  return undefined
}

/** Nobody is led by someone who has not begun yet. */
export function refuseEarly(
  planned: Planned<EmployeeAct>[],
  rows: readonly SheetRow[],
  dates: PlannedDates,
  today: string,
  here: ReadonlySet<string>,
): void {
  const begins = new Map(
    [...dates.of].flatMap(([id, plans]) => (here.has(id) || !plans[0] ? [] : [[id, plans[0].valid_from] as const])),
  )
  for (const { act } of planned) if (act?.hire && act.assignment) begins.set(act.id, act.assignment.from)
  for (const [at, target] of planned.entries()) {
    const superior = target.act?.assignment?.superior_id
    const day = superior ? begins.get(superior) : undefined
    if (day === undefined || day <= today || day <= target.act!.assignment!.from) continue
    refuse(
      target,
      heading('employee', 'superior'),
      rows[at]?.cells['superior'] ?? '',
      `Atasan ini baru mulai bekerja ${day}.`,
      `This superior only begins on ${day}.`,
    )
  }
}

/** Day by day, as everything takes effect: nobody may end up above themselves, not even between two plans. */
export function refuseCycles(
  planned: Planned<EmployeeAct>[],
  rows: readonly SheetRow[],
  known: readonly KnownEmployee[],
  plans: readonly PlannedPlace[],
  today: string,
): void {
  const superiors = new Map(
    known.filter((employee) => employee.active).map((employee) => [employee.id, employee.superior_id]),
  )
  const dayOf = (from: string) => (from > today ? from : today)
  const days = new Set([
    today,
    ...plans.map((plan) => dayOf(plan.valid_from)),
    ...planned.flatMap(({ act }) => (act?.assignment ? [dayOf(act.assignment.from)] : [])),
  ])
  for (const day of [...days].sort()) {
    for (const plan of plans) if (dayOf(plan.valid_from) === day) superiors.set(plan.employee_id, plan.superior_id)
    const before = new Map(superiors)
    const rowOf = new Map<string, number>()
    for (const [at, { act }] of planned.entries()) {
      if (!act?.assignment || dayOf(act.assignment.from) !== day) continue
      superiors.set(act.id, act.assignment.superior_id)
      rowOf.set(act.id, at)
    }
    openCircles(planned, rows, superiors, before, rowOf)
  }
}

function openCircles(
  planned: Planned<EmployeeAct>[],
  rows: readonly SheetRow[],
  superiors: Map<string, string | null>,
  before: ReadonlyMap<string, string | null>,
  rowOf: ReadonlyMap<string, number>,
): void {
  for (let cycle = findSuperiorCycle(superiors); cycle; cycle = findSuperiorCycle(superiors)) {
    const involved = cycle.flatMap((id) => rowOf.get(id) ?? [])
    // A circle of old data only is not this file's doing; it is left for the profile page to mend.
    if (involved.length === 0) for (const id of cycle) superiors.set(id, null)
    const lines = involved.map((at) => rows[at]?.row).join(', ')
    for (const at of involved) {
      const target = planned[at]
      if (!target?.act) continue
      superiors.set(target.act.id, before.get(target.act.id) ?? null)
      const value = rows[at]?.cells['superior'] ?? ''
      refuse(
        target,
        heading('employee', 'superior'),
        value,
        `Garis atasan membentuk lingkaran (baris ${lines}): seseorang menjadi atasan dari atasannya sendiri.`,
        `The superiors close a circle (rows ${lines}): someone would lead their own superior.`,
      )
    }
  }
}
