import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import { findSuperiorCycle, lockToday, refuseCollisions } from '../../organization/index.ts'
import type { employeeMessages } from './messages.ts'
import { type Advance, inParts, type NewAssignment, type NewEmployee } from './model.ts'
import { tellMoves } from './moves.ts'
import {
  deleteAssignmentPlans,
  forgetWhoNeverCame,
  insertAssignmentPlans,
  insertLeavingPlan,
  listPlans,
} from './plan-queries.ts'
import { closeAccount, endAssignment, insertEmployees, listCurrent, lockSuperiors, setAssignments } from './queries.ts'

type Text = (typeof employeeMessages)['id']
/** `today` is the institution's date at `now`; what begins after it is planned. */
type Present = { now: Date; today: string }
const untold: Advance = async () => undefined

/** Adds employees with their first assignment; superiors may be among them. NIPs must be free. */
export async function hireEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  present: Present,
  people: readonly NewEmployee[],
  assignments: readonly NewAssignment[],
  after: Advance = untold,
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  const today = await lockToday(db, scope, present.today)
  const { due, planned } = parted(assignments, today)
  refuseSuperiors(superiors, due, text)
  for (const part of inParts(people)) {
    await insertEmployees(db, scope, part)
    await after(part.length)
  }
  await setAssignments(db, scope, due)
  await tellMoves(
    db,
    scope,
    present.now,
    due.map((one) => one.unit_id),
  )
  await insertAssignmentPlans(db, scope, present.now, planned)
  await refuseCollisions(db, scope, text.plans, today, 'from')
}

/**
 * Moves employees to another unit, position or superior from a date on; where they were stays on record. What begins
 * on a day to come is planned.
 */
export async function assignEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  present: Present,
  assignments: readonly NewAssignment[],
  after: Advance = untold,
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  const today = await lockToday(db, scope, present.today)
  const { due, planned } = parted(assignments, today)
  const ids = (list: readonly NewAssignment[]) => list.map((one) => one.employee_id)
  const current = await listCurrent(db, scope, ids(due))
  for (const one of due) {
    const before = current.get(one.employee_id)
    if (!before || one.from >= before.valid_from) continue
    const message = text.notBefore(before.valid_from)
    throw new Refusal(422, message, { from: message })
  }
  refuseSuperiors(superiors, due, text)
  await refuseSameDay(db, scope, text, planned)
  for (const part of inParts(due)) {
    await setAssignments(db, scope, part)
    await after(part.length)
  }
  const left = [...current.values()].map((one) => one.unit_id)
  await tellMoves(db, scope, present.now, [...left, ...due.map((one) => one.unit_id)])
  await insertAssignmentPlans(db, scope, present.now, planned)
  await after(planned.length)
  await refuseCollisions(db, scope, text.plans, today, 'from')
}

/**
 * Ends the employment: the person keeps the record, the last unit and the history, is no longer listed and signs in no
 * more. On a day to come it is planned.
 */
export async function dismissEmployee(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  present: Present,
  leaving: { id: string; on: string },
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  const today = await lockToday(db, scope, present.today)
  const before = (await listCurrent(db, scope, [leaving.id])).get(leaving.id)
  if (!before) throw new NotFound('employee')
  if (leaving.on > today) {
    const same = (await listPlans(db, scope, [leaving.id])).some((plan) => plan.valid_from === leaving.on)
    if (same) throw new Refusal(409, text.sameDay(leaving.on), { on: text.sameDay(leaving.on) })
    await insertLeavingPlan(db, scope, present.now, leaving)
  } else {
    if (leaving.on <= before.valid_from)
      throw new Refusal(422, text.notBefore(before.valid_from), { on: text.notBefore(before.valid_from) })
    const led = [...superiors.values()].filter((superior) => superior === leaving.id).length
    if (led > 0) throw new Refusal(409, text.stillLeads(led), { on: text.stillLeads(led) })
    const planned = (await listPlans(db, scope, [leaving.id]))[0]
    if (planned) {
      const message = text.stillPlanned(planned.valid_from)
      throw new Refusal(409, message, { on: message })
    }
    await endAssignment(db, scope, leaving.id, leaving.on)
    await closeAccount(db, scope, leaving.id, present.now)
    await tellMoves(db, scope, present.now, [before.unit_id])
  }
  await refuseCollisions(db, scope, text.plans, today, 'on')
}

/** Takes back what has not taken effect yet; refused where something else planned stands on it. */
export async function withdrawAssignmentPlan(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  present: Present,
  plan: { id: string; employee_id: string },
): Promise<void> {
  await lockSuperiors(db, scope)
  const today = await lockToday(db, scope, present.today)
  await deleteAssignmentPlans(db, scope, [plan.id])
  await refuseCollisions(db, scope, text.plans, today, '_form')
  await forgetWhoNeverCame(db, scope, plan.employee_id)
}

function parted(assignments: readonly NewAssignment[], today: string) {
  return {
    due: assignments.filter((one) => one.from <= today),
    planned: assignments.filter((one) => one.from > today),
  }
}

async function refuseSameDay(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  planned: readonly NewAssignment[],
): Promise<void> {
  if (planned.length === 0) return
  const plans = await listPlans(
    db,
    scope,
    planned.map((one) => one.employee_id),
  )
  const taken = new Set(plans.map((plan) => `${plan.employee_id} ${plan.valid_from}`))
  const twice = planned.find((one) => taken.has(`${one.employee_id} ${one.from}`))
  if (twice) throw new Refusal(409, text.sameDay(twice.from), { from: text.sameDay(twice.from) })
}

/** `superiors` holds who works here now; those who begin today join them. */
function refuseSuperiors(
  superiors: Map<string, string | null>,
  assignments: readonly NewAssignment[],
  text: Text,
): void {
  for (const one of assignments) superiors.set(one.employee_id, one.superior_id)
  if (assignments.some((one) => one.superior_id !== null && !superiors.has(one.superior_id)))
    throw new Refusal(422, text.superiorNotYet, { superior_nip: text.superiorNotYet })
  if (findSuperiorCycle(superiors)) throw new Refusal(422, text.cycle, { superior_nip: text.cycle })
}
