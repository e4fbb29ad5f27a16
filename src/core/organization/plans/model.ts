import { beneath } from '../model.ts'

export type UnitPlan = {
  id: string
  unit_id: string
  act: 'open' | 'change' | 'close'
  parent_id: string | null
  valid_from: string
}
export type PlacePlan = {
  id: string
  employee_id: string
  act: 'assign' | 'leave'
  unit_id: string | null
  superior_id: string | null
  valid_from: string
}
/** What holds today and everything that is planned after it. */
export type Timeline = {
  units: readonly { id: string; parent_id: string | null; active_to: string | null }[]
  people: readonly { employee_id: string; unit_id: string; superior_id: string | null }[]
  unitPlans: readonly UnitPlan[]
  placePlans: readonly PlacePlan[]
}

/** Why a plan cannot take effect on its day, once all others have. */
export type Collision = { plan: string; on: string } & (
  | { why: 'unitClosed' | 'unitMissing' | 'unitCircle'; unit: string }
  | { why: 'hanging'; unit: string; units: number; people: number }
  | { why: 'left' | 'superiorMissing' | 'superiorCircle'; employee: string }
  | { why: 'leads'; employee: string; people: number }
)

type Place = { unit: string; superior: string | null }
type Then = {
  units: Map<string, { id: string; parent_id: string | null; closed: boolean }>
  people: Map<string, Place>
  left: Set<string>
}

/** Walks from day to day through all plans; every day must leave a structure in which everybody has a place. */
export function findCollisions(timeline: Timeline): Collision[] {
  const then: Then = {
    units: new Map(
      timeline.units.map(({ id, parent_id, active_to }) => [id, { id, parent_id, closed: active_to !== null }]),
    ),
    people: new Map(timeline.people.map((one) => [one.employee_id, { unit: one.unit_id, superior: one.superior_id }])),
    left: new Set(),
  }
  const days = new Set([...timeline.unitPlans, ...timeline.placePlans].map((plan) => plan.valid_from))
  return [...days].sort().flatMap((day) => {
    const unitPlans = timeline.unitPlans.filter((plan) => plan.valid_from === day)
    const placePlans = timeline.placePlans.filter((plan) => plan.valid_from === day)
    return [...takePlaces(then, placePlans), ...takeUnits(then, unitPlans), ...lookAt(then, unitPlans, placePlans)]
  })
}

function takePlaces(then: Then, plans: readonly PlacePlan[]): Collision[] {
  const collisions: Collision[] = []
  for (const plan of plans) {
    if (then.left.has(plan.employee_id) || (plan.act === 'leave' && !then.people.has(plan.employee_id)))
      collisions.push({ plan: plan.id, on: plan.valid_from, why: 'left', employee: plan.employee_id })
    if (plan.act === 'assign') then.people.set(plan.employee_id, { unit: plan.unit_id!, superior: plan.superior_id })
    else {
      then.people.delete(plan.employee_id)
      then.left.add(plan.employee_id)
    }
  }
  return collisions
}

function takeUnits({ units }: Then, plans: readonly UnitPlan[]): Collision[] {
  const collisions: Collision[] = []
  for (const { unit_id: id, parent_id, act } of plans)
    if (act === 'open') units.set(id, { id, parent_id, closed: false })
  for (const plan of plans) {
    if (plan.act === 'open') continue
    const unit = units.get(plan.unit_id)
    if (!unit || unit.closed)
      collisions.push({
        plan: plan.id,
        on: plan.valid_from,
        why: unit ? 'unitClosed' : 'unitMissing',
        unit: plan.unit_id,
      })
    else if (plan.act === 'close') unit.closed = true
    else unit.parent_id = plan.parent_id ?? unit.parent_id
  }
  return collisions
}

function lookAt(then: Then, unitPlans: readonly UnitPlan[], placePlans: readonly PlacePlan[]): Collision[] {
  return [
    ...lookAtUnits(then, unitPlans),
    ...unitPlans.flatMap((plan) => (plan.act === 'close' ? hanging(then, plan) : [])),
    ...placePlans.flatMap((plan) => lookAtPlace(then, plan)),
    ...leading(then, placePlans),
    ...circles(then, placePlans),
  ]
}

function lookAtUnits({ units }: Then, plans: readonly UnitPlan[]): Collision[] {
  const placed = plans.filter((plan) => plan.act !== 'close' && plan.parent_id !== null)
  if (placed.length === 0) return []
  const root = [...units.values()].find((unit) => unit.parent_id === null)
  const reached = root ? beneath([...units.values()], root.id) : new Set()
  return placed.flatMap((plan): Collision[] => {
    const base = { plan: plan.id, on: plan.valid_from }
    const parent = units.get(plan.parent_id!)
    if (!parent) return [{ ...base, why: 'unitMissing', unit: plan.parent_id! }]
    if (parent.closed) return [{ ...base, why: 'unitClosed', unit: parent.id }]
    return reached.has(plan.unit_id) ? [] : [{ ...base, why: 'unitCircle', unit: plan.unit_id }]
  })
}

function hanging({ units, people }: Then, plan: UnitPlan): Collision[] {
  let below = 0
  let here = 0
  for (const unit of units.values()) if (unit.parent_id === plan.unit_id && !unit.closed) below++
  for (const place of people.values()) if (place.unit === plan.unit_id) here++
  if (below + here === 0) return []
  return [{ plan: plan.id, on: plan.valid_from, why: 'hanging', unit: plan.unit_id, units: below, people: here }]
}

function lookAtPlace({ units, people }: Then, plan: PlacePlan): Collision[] {
  if (plan.act === 'leave') return []
  const base = { plan: plan.id, on: plan.valid_from }
  const unit = units.get(plan.unit_id!)
  if (!unit || unit.closed) return [{ ...base, why: unit ? 'unitClosed' : 'unitMissing', unit: plan.unit_id! }]
  if (plan.superior_id !== null && !people.has(plan.superior_id))
    return [{ ...base, why: 'superiorMissing', employee: plan.superior_id }]
  return []
}

function leading({ people }: Then, plans: readonly PlacePlan[]): Collision[] {
  const leaving = plans.filter((plan) => plan.act === 'leave')
  if (leaving.length === 0) return []
  const led = new Map<string, number>()
  for (const { superior } of people.values()) if (superior) led.set(superior, (led.get(superior) ?? 0) + 1)
  return leaving.flatMap(({ id: plan, valid_from: on, employee_id: employee }): Collision[] => {
    const count = led.get(employee) ?? 0
    return count > 0 ? [{ plan, on, why: 'leads', employee, people: count }] : []
  })
}

function circles({ people }: Then, plans: readonly PlacePlan[]): Collision[] {
  const placed = plans.filter((plan) => plan.act === 'assign' && plan.superior_id !== null)
  if (placed.length === 0) return []
  const superiors = new Map([...people].map(([id, place]) => [id, place.superior]))
  const collisions: Collision[] = []
  for (let circle = findSuperiorCycle(superiors); circle; circle = findSuperiorCycle(superiors)) {
    const on = new Set(circle)
    for (const plan of placed)
      if (on.has(plan.employee_id))
        collisions.push({
          plan: plan.id,
          on: plan.valid_from,
          why: 'superiorCircle',
          employee: plan.employee_id,
        })
    for (const id of circle) superiors.set(id, null)
  }
  return collisions
}

/**
 * The first employee on a circle of superiors, or undefined. `superiors` holds everyone's direct superior; each person
 * is walked once, so thirty thousand take milliseconds.
 */
export function findSuperiorCycle(superiors: ReadonlyMap<string, string | null>): readonly string[] | undefined {
  const state = new Map<string, 'walking' | 'done'>()
  for (const start of superiors.keys()) {
    const walked: string[] = []
    let at: string | null = start
    while (at !== null && !state.has(at)) {
      state.set(at, 'walking')
      walked.push(at)
      at = superiors.get(at) ?? null
    }
    if (at !== null && state.get(at) === 'walking') return walked.slice(walked.indexOf(at))
    for (const id of walked) state.set(id, 'done')
  }
  return undefined
}

/** Planned changes on one page of the list of units. */
export const PLANS_SHOWN = 50
