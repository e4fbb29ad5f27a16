import type { Scope } from '../../../platform/access.ts'
import type { Db } from '../../../platform/database/db.ts'
import { NotFound, Refusal } from '../../../platform/http/errors.ts'
import type { employeeMessages } from './messages.ts'
import { type Advance, findSuperiorCycle, inParts, type NewAssignment, type NewEmployee } from './model.ts'
import { endAssignment, insertEmployees, listCurrent, lockSuperiors, setAssignments } from './queries.ts'

type Text = (typeof employeeMessages)['id']
const untold: Advance = async () => undefined

/** Adds employees with their first assignment; superiors may be among them. NIPs must be free. */
export async function hireEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  people: readonly NewEmployee[],
  assignments: readonly NewAssignment[],
  after: Advance = untold,
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  for (const one of assignments) superiors.set(one.employee_id, one.superior_id)
  refuseCycle(superiors, text)
  for (const part of inParts(people)) {
    await insertEmployees(db, scope, part)
    await after(part.length)
  }
  await setAssignments(db, scope, assignments)
}

/** Moves employees to another unit, position or superior from a date on; where they were stays on record. */
export async function assignEmployees(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  today: string,
  assignments: readonly NewAssignment[],
  after: Advance = untold,
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  const current = await listCurrent(
    db,
    scope,
    assignments.map((one) => one.employee_id),
  )
  for (const one of assignments) {
    const before = current.get(one.employee_id)
    if (one.from > today) throw new Refusal(422, text.notInFuture, { from: text.notInFuture })
    if (before && one.from < before.valid_from) {
      const message = text.notBefore(before.valid_from)
      throw new Refusal(422, message, { from: message })
    }
    superiors.set(one.employee_id, one.superior_id)
  }
  refuseCycle(superiors, text)
  for (const part of inParts(assignments)) {
    await setAssignments(db, scope, part)
    await after(part.length)
  }
}

/** Ends the employment: the person keeps the record, the last unit and the history, and is no longer listed. */
export async function dismissEmployee(
  db: Db,
  scope: Scope<'employee.manage'>,
  text: Text,
  today: string,
  leaving: { id: string; on: string },
): Promise<void> {
  const superiors = await lockSuperiors(db, scope)
  const before = (await listCurrent(db, scope, [leaving.id])).get(leaving.id)
  if (!before) throw new NotFound('employee')
  if (leaving.on > today) throw new Refusal(422, text.notInFuture, { on: text.notInFuture })
  if (leaving.on <= before.valid_from)
    throw new Refusal(422, text.notBefore(before.valid_from), { on: text.notBefore(before.valid_from) })
  const led = [...superiors.values()].filter((superior) => superior === leaving.id).length
  if (led > 0) throw new Refusal(409, text.stillLeads(led), { on: text.stillLeads(led) })
  await endAssignment(db, scope, leaving.id, leaving.on)
}

function refuseCycle(superiors: ReadonlyMap<string, string | null>, text: Text): void {
  if (findSuperiorCycle(superiors)) throw new Refusal(422, text.cycle, { superior_nip: text.cycle })
}
