import { type Access, type Scope, systemScope } from '../../../platform/access.ts'
import { recordAudit } from '../../../platform/audit.ts'
import type { Db } from '../../../platform/database/db.ts'
import { Refusal } from '../../../platform/http/errors.ts'
import type { NewDay } from '../../../platform/slice.ts'
import { openVersion } from '../calendar/queries.ts'
import { endUnit, insertUnits, lockTree, setUnits } from '../units/queries.ts'
import type { PlanText } from './messages.ts'
import { type Collision, findCollisions } from './model.ts'
import { deleteUnitPlans, findNames, listUnitPlans, loadTimeline, lockDay, type UnitPlanRow } from './queries.ts'

/** What counts as today for planning: a day that has begun elsewhere in the meantime takes no more plans. */
export async function lockToday(db: Db, scope: Scope<Access>, today: string): Promise<string> {
  const begun = await lockDay(db, scope)
  return begun !== null && begun > today ? begun : today
}

/** Called after every change and every plan: what is planned must still be possible on its day. */
export async function refuseCollisions(
  db: Db,
  scope: Scope<Access>,
  text: PlanText,
  today: string,
  field: string,
): Promise<void> {
  const timeline = await loadTimeline(db, scope, today)
  const first = timeline && findCollisions(timeline)[0]
  if (!first) return
  const message = text.collision(first.on, await reasonOf(db, scope, text, first))
  throw new Refusal(409, message, { [field]: message })
}

async function reasonOf(db: Db, scope: Scope<Access>, text: PlanText, collision: Collision): Promise<string> {
  const names = await findNames(db, scope, {
    unit: 'unit' in collision ? collision.unit : null,
    employee: 'employee' in collision ? collision.employee : null,
  })
  const unit = names.unit ?? text.aUnit
  const employee = names.employee ?? ''
  if (collision.why === 'hanging') return text.hanging(unit, collision.units, collision.people)
  if (collision.why === 'leads') return text.leads(employee, collision.people)
  return text[collision.why]('unit' in collision ? unit : employee)
}

/** The plans of `day` that cannot take effect, found again and again without those that were found before. */
export async function listStuck(db: Db, scope: Scope<Access>, day: string): Promise<ReadonlySet<string>> {
  const stuck = new Set<string>()
  const all = await loadTimeline(db, scope, '0001-01-01')
  if (!all) return stuck
  const due = <P extends { valid_from: string }>(plans: readonly P[]) => plans.filter((plan) => plan.valid_from <= day)
  for (;;) {
    const free = <P extends { id: string }>(plans: readonly P[]) => plans.filter((plan) => !stuck.has(plan.id))
    const found = findCollisions({
      ...all,
      unitPlans: free(due(all.unitPlans)),
      placePlans: free(due(all.placePlans)),
    })
    if (found.length === 0) return stuck
    for (const collision of found) stuck.add(collision.plan)
  }
}

/** Units of a day that begins. What cannot take effect stays on the list, where its page says so. */
export const unitDay: NewDay = {
  async due(db, institution, until) {
    const plans = await listUnitPlans(db, scopeOf(institution), { until })
    return plans.map((plan) => plan.valid_from)
  },
  async begin(db, { institution, day, now }) {
    const scope = scopeOf(institution)
    const due = await listUnitPlans(db, scope, { until: day })
    if (due.length === 0) return
    const stuck = await listStuck(db, scope, day)
    const able = due.filter((plan) => !stuck.has(plan.id))
    await takeEffect(db, scope, day, able)
    await deleteUnitPlans(
      db,
      scope,
      able.map((plan) => plan.id),
    )
    if (able.some((plan) => plan.act === 'change' && plan.parent_id))
      await openVersion(db, scope, now, 'Unit berpindah')
    await recordAudit(
      db,
      able.map((plan) => ({
        institution,
        at: now,
        account: plan.account_id,
        action: 'unit.took_effect',
        requestId: 'day',
        subject: `unit:${plan.unit_id}`,
        detail: { act: plan.act, from: day },
      })),
    )
  },
}

function scopeOf(institution: string): Scope<'unit.manage'> {
  return systemScope('unit.manage', 'what was planned by someone with the permission takes effect', institution, [])
}

/** Parents before what hangs on them, closings last. */
async function takeEffect(
  db: Db,
  scope: Scope<'unit.manage'>,
  day: string,
  plans: readonly UnitPlanRow[],
): Promise<void> {
  const tree = new Map((await lockTree(db, scope)).map((unit) => [unit.id, unit]))
  await openUnits(
    db,
    scope,
    day,
    plans.filter((plan) => plan.act === 'open'),
    new Set(tree.keys()),
  )
  for (const plan of plans) {
    const unit = tree.get(plan.unit_id)
    if (plan.act !== 'change' || !unit) continue
    const change = {
      id: unit.id,
      parent_id: plan.parent_id ?? unit.parent_id,
      name: plan.name ?? unit.name,
      kind: plan.kind ?? unit.kind,
      from: day,
      reason: plan.reason,
    }
    await setUnits(db, scope, [change], plan.account_id)
  }
  for (const plan of plans) if (plan.act === 'close') await endUnit(db, scope, plan.unit_id, day, plan.reason)
}

async function openUnits(
  db: Db,
  scope: Scope<'unit.manage'>,
  day: string,
  plans: readonly UnitPlanRow[],
  there: Set<string>,
): Promise<void> {
  let waiting = plans
  while (waiting.length > 0) {
    const next = waiting.find((plan) => plan.parent_id !== null && there.has(plan.parent_id))
    if (!next) throw new Error('a unit was to open beneath one that is not there')
    const alike = waiting.filter(
      (plan) => there.has(plan.parent_id ?? '') && plan.reason === next.reason && plan.account_id === next.account_id,
    )
    const units = alike.map(({ unit_id: id, parent_id, code, name, kind }) => {
      return { id, parent_id, code: code!, name: name!, kind: kind!, active_from: day }
    })
    await insertUnits(db, scope, units, next.reason, next.account_id)
    for (const unit of units) there.add(unit.id)
    waiting = waiting.filter((plan) => !alike.includes(plan))
  }
}
