import { type Scope, systemScope } from '../../../platform/access.ts'
import { recordAudit } from '../../../platform/audit.ts'
import type { NewDay } from '../../../platform/slice.ts'
import { listStuck } from '../../organization/index.ts'
import { inParts } from './model.ts'
import { tellMoves } from './moves.ts'
import { deleteAssignmentPlans, listPlans } from './plan-queries.ts'
import { closeAccount, endAssignment, listCurrent, setAssignments } from './queries.ts'

/** Assignments and leavings of a day that begins. What cannot take effect stays on the list, where its page says so. */
export const assignmentDay: NewDay = {
  async due(db, institution, until) {
    const plans = await listPlans(db, scopeOf(institution))
    return plans.flatMap((plan) => (plan.valid_from <= until ? [plan.valid_from] : []))
  },
  async begin(db, { institution, day, now }) {
    const scope = scopeOf(institution)
    const due = (await listPlans(db, scope)).filter((plan) => plan.valid_from <= day)
    if (due.length === 0) return
    const stuck = await listStuck(db, scope, day)
    const able = due.filter((plan) => !stuck.has(plan.id))
    const before = await listCurrent(
      db,
      scope,
      able.map((plan) => plan.employee_id),
    )
    for (const part of inParts(able.filter((plan) => plan.act === 'assign')))
      await setAssignments(
        db,
        scope,
        part.map(({ employee_id, unit_id, position_id, superior_id }) => {
          return { employee_id, unit_id: unit_id!, position_id: position_id!, superior_id, from: day }
        }),
      )
    for (const plan of able) {
      if (plan.act !== 'leave') continue
      await endAssignment(db, scope, plan.employee_id, day)
      await closeAccount(db, scope, plan.employee_id, now)
    }
    const left = [...before.values()].map((one) => one.unit_id)
    await tellMoves(db, scope, now, [...left, ...able.flatMap((plan) => plan.unit_id ?? [])])
    for (const part of inParts(able)) {
      await deleteAssignmentPlans(
        db,
        scope,
        part.map((plan) => plan.id),
      )
      await recordAudit(
        db,
        part.map((plan) => ({
          institution,
          at: now,
          account: plan.account_id,
          action: 'employee.took_effect',
          requestId: 'day',
          subject: `employee:${plan.employee_id}`,
          detail: { act: plan.act, unit: plan.unit_id, position: plan.position_id, from: day },
        })),
      )
    }
  },
}

function scopeOf(institution: string): Scope<'employee.manage'> {
  return systemScope('employee.manage', 'what was planned by someone with the permission takes effect', institution, [])
}
