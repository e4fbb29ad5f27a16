import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCollisions, type PlacePlan, type Timeline, type UnitPlan } from './model.ts'

const UNITS = ['root', 'a', 'b', 'c', 'd', 'new1', 'new2']
const PEOPLE = ['p', 'q', 'r', 's']
const DAYS = ['2027-01-01', '2027-02-01', '2027-03-01']

const start: Omit<Timeline, 'unitPlans' | 'placePlans'> = {
  units: ['root', 'a', 'b', 'c', 'd'].map((id) => ({ id, parent_id: id === 'root' ? null : 'root', active_to: null })),
  people: ['p', 'q', 'r'].map((id, index) => ({
    employee_id: id,
    unit_id: UNITS[index + 1]!,
    superior_id: index === 0 ? null : 'p',
  })),
}

const day = fc.constantFrom(...DAYS)
const unitPlan = fc.record({
  unit_id: fc.constantFrom(...UNITS.slice(1)),
  act: fc.constantFrom('change' as const, 'close' as const),
  parent_id: fc.constantFrom(...UNITS),
  valid_from: day,
})
const placePlan = fc.record({
  employee_id: fc.constantFrom(...PEOPLE),
  act: fc.constantFrom('assign' as const, 'assign' as const, 'leave' as const),
  unit_id: fc.constantFrom(...UNITS),
  superior_id: fc.option(fc.constantFrom(...PEOPLE)),
  valid_from: day,
})

type Step = { kind: 'unit'; plan: UnitPlan } | { kind: 'place'; plan: PlacePlan }

function stepOfUnit(made: Omit<UnitPlan, 'id'>): Step {
  const act = made.unit_id.startsWith('new') && made.act === 'change' ? 'open' : made.act
  return {
    kind: 'unit',
    plan: { ...made, act, id: JSON.stringify(made), parent_id: act === 'close' ? null : made.parent_id },
  }
}

function subjectAndDay({ kind, plan }: Step): string {
  return `${kind === 'unit' ? plan.unit_id : plan.employee_id} ${plan.valid_from}`
}

function opens(step: Step): string | undefined {
  return step.kind === 'unit' && step.plan.act === 'open' ? step.plan.unit_id : undefined
}

/** Takes each step that collides with none before it, as the pages do. */
function accept(steps: readonly Step[]): Timeline {
  let timeline: Timeline = { ...start, unitPlans: [], placePlans: [] }
  for (const step of steps) {
    const next: Timeline =
      step.kind === 'unit'
        ? { ...timeline, unitPlans: [...timeline.unitPlans, step.plan] }
        : { ...timeline, placePlans: [...timeline.placePlans, step.plan] }
    if (findCollisions(next).length === 0) timeline = next
  }
  return timeline
}

/** What holds after `until`, by the plainest possible reading: the last plan of each subject up to that day. */
function stateAfter(timeline: Timeline, until: string) {
  const last = <P extends { valid_from: string }>(plans: readonly P[]) =>
    plans.filter((plan) => plan.valid_from <= until).sort((x, y) => (x.valid_from < y.valid_from ? -1 : 1))
  const open = new Set(start.units.map((unit) => unit.id))
  const parents = new Map(start.units.map((unit) => [unit.id, unit.parent_id]))
  for (const plan of last(timeline.unitPlans)) {
    if (plan.act === 'open') open.add(plan.unit_id)
    if (plan.act === 'close') open.delete(plan.unit_id)
    if (plan.act !== 'close' && plan.parent_id) parents.set(plan.unit_id, plan.parent_id)
  }
  const places = new Map(start.people.map((one) => [one.employee_id, [one.unit_id, one.superior_id] as const]))
  for (const plan of last(timeline.placePlans)) {
    if (plan.act === 'leave') places.delete(plan.employee_id)
    else places.set(plan.employee_id, [plan.unit_id!, plan.superior_id] as const)
  }
  return { open, parents, places }
}

function stepsEnd(from: string, next: (id: string) => string | null | undefined): boolean {
  let at: string | null | undefined = from
  for (let step = 0; step < 20; step++) {
    at = next(at)
    if (!at) return true
  }
  return false
}

describe('plans', () => {
  test('whatever is accepted leaves a sound structure on every day', () => {
    const steps = fc.uniqueArray(
      fc.oneof(
        unitPlan.map((made): Step => stepOfUnit(made)),
        placePlan.map((made): Step => {
          const superior_id = made.superior_id === made.employee_id ? null : made.superior_id
          return { kind: 'place', plan: { ...made, superior_id, id: JSON.stringify(made) } }
        }),
      ),
      { maxLength: 14, selector: subjectAndDay },
    )
    fc.assert(
      fc.property(steps, (wanted) => {
        const openedOnce = wanted.filter(
          (step, at) => !opens(step) || wanted.findIndex((one) => opens(one) && opens(one) === opens(step)) === at,
        )
        const timeline = accept(openedOnce)
        for (const until of DAYS) {
          const { open, parents, places } = stateAfter(timeline, until)
          for (const id of open) {
            const parent = parents.get(id)
            if (parent) expect(open.has(parent)).toBe(true)
            expect(stepsEnd(id, (at) => parents.get(at))).toBe(true)
          }
          for (const [id, [unit, superior]] of places) {
            expect(open.has(unit)).toBe(true)
            if (superior) expect(places.has(superior)).toBe(true)
            expect(stepsEnd(id, (at) => places.get(at)?.[1])).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a plain move is free of collisions', () => {
    const place: PlacePlan = {
      id: '1',
      employee_id: 'q',
      act: 'assign',
      unit_id: 'c',
      superior_id: null,
      valid_from: DAYS[0]!,
    }
    expect(findCollisions({ ...start, unitPlans: [], placePlans: [place] })).toEqual([])
  })
})
