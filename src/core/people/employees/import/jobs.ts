import { sql } from 'kysely'
import { z } from 'zod'
import { systemScope } from '../../../../platform/access.ts'
import { recordAudit } from '../../../../platform/audit.ts'
import type { Db } from '../../../../platform/database/db.ts'
import { Refusal } from '../../../../platform/http/errors.ts'
import { localDate } from '../../../../platform/i18n.ts'
import { enqueue, type JobContext, job } from '../../../../platform/jobs.ts'
import { unsealBytes } from '../../../../platform/seal.ts'
import {
  changePositions,
  changeUnits,
  createPositions,
  createUnits,
  listUnitPlans,
  organizationMessages,
} from '../../../organization/index.ts'
import { assignEmployees, hireEmployees } from '../acts.ts'
import { employeeMessages } from '../messages.ts'
import { type Advance, inParts } from '../model.ts'
import { listPlans } from '../plan-queries.ts'
import { setEmployees } from '../queries.ts'
import type { EmployeeAct } from './employee-changes.ts'
import { CHANGED_SINCE, type ImportKind, type Planned, say, type UnitAct } from './model.ts'
import { planEmployees } from './plan-employees.ts'
import { type PositionAct, planPositions, planUnits } from './plan-structure.ts'
import {
  forgetCells,
  insertRows,
  listKnownEmployees,
  listKnownPositions,
  listKnownUnits,
  listStale,
  lockImport,
  lockInstitution,
  outcomeDigest,
  readRows,
  setOutcomes,
  setProgress,
  setState,
} from './queries.ts'
import { FileRefusal, readSheet } from './reader.ts'

const Payload = z.object({ id: z.string() })

type Tell = JobContext['tell']
const untold: Tell = async () => undefined

/** How far a step of several stages is, as if each row passed all of them at once. */
function progressOf(tell: Tell, institution: string, id: string, rows: number, stages: number) {
  return (stage: number, total = rows): Advance => {
    let inStage = 0
    return async (count) => {
      inStage += count
      const done = Math.floor((rows * (stage + inStage / Math.max(total, 1))) / stages)
      await tell((db) => setProgress(db, scopeOf(institution), id, { done, total: rows }))
    }
  }
}

/** Reads the waiting file into rows; false when there is nothing to check, because it was refused or already read. */
export async function readStep(db: Db, institution: string, id: string, tell = untold): Promise<boolean> {
  const scope = scopeOf(institution)
  const found = await lockImport(db, scope, id)
  if (found?.state !== 'reading' || !found.file) return false
  try {
    const sheet = await readSheet(found.kind, unsealBytes('import', found.file), async (done) => {
      await tell((aside) => setProgress(aside, scope, id, { done, total: 0 }))
    })
    await insertRows(db, scope, id, sheet.rows, progressOf(tell, institution, id, sheet.rows.length, 1)(0))
    await setState(db, scope, id, { state: 'checking', rows: sheet.rows.length, notes: sheet.notes, file: null })
    return true
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    await setState(db, scope, id, { state: 'refused', problem: error.reason, file: null })
    return false
  }
}

export async function checkStep(db: Db, institution: string, id: string, now: Date, tell = untold): Promise<void> {
  const scope = scopeOf(institution)
  const found = await lockImport(db, scope, id)
  if (found?.state !== 'checking') return
  const { time_zone } = await lockInstitution(db, scope)
  const stage = progressOf(tell, institution, id, found.rows, 2)
  const plan = await planImport(db, institution, found.kind, id, localDate(now, time_zone), stage(0))
  await setOutcomes(db, scope, id, plan.planned, stage(1))
  await setState(db, scope, id, { state: 'checked', checked_at: now })
}

/** Three steps, three transactions: what one has finished survives a restart, and the page can say how far it is. */
export const readImport = job({
  name: 'employees.import_read',
  payload: Payload,
  async handle({ db, institution, tell }, { id }) {
    if (await readStep(db, institution, id, tell)) await enqueue(db, institution, checkImport, { id })
  },
})

export const checkImport = job({
  name: 'employees.import_check',
  payload: Payload,
  handle: ({ db, institution, now, tell }, { id }) => checkStep(db, institution, id, now, tell),
})

/** Cells of an import that nobody confirmed for a week are erased: they may hold a NIK. */
export const expireImports = job({
  name: 'employees.import_expire',
  payload: z.object({}),
  schedule: '23 17 * * *',
  async handle({ db, institution, now }) {
    const scope = scopeOf(institution)
    for (const id of await listStale(db, scope, new Date(now.getTime() - 7 * 86_400_000))) {
      await setState(db, scope, id, { state: 'discarded' })
      await forgetCells(db, scope, id)
    }
  },
})

export const applyImport = job({
  name: 'employees.import_apply',
  payload: Payload,
  async handle({ db, institution, now, tell }, { id }) {
    const scope = scopeOf(institution)
    const found = await lockImport(db, scope, id)
    if (found?.state !== 'applying') return
    const { time_zone } = await lockInstitution(db, scope)
    const today = localDate(now, time_zone)
    const shown = await outcomeDigest(db, scope, id)
    const stage = progressOf(tell, institution, id, found.rows, 3)
    const plan = await planImport(db, institution, found.kind, id, today, stage(0))
    await setOutcomes(db, scope, id, plan.planned, stage(1))
    if ((await outcomeDigest(db, scope, id)) !== shown) {
      // Only what was looked at is applied.
      await setState(db, scope, id, { state: 'checked', checked_at: now, problem: CHANGED_SINCE })
      return
    }
    const applied = plan.planned.filter((one) => one.act !== undefined).length
    const refusal = await undoneIfRefused(db, () => plan.apply(now, today, stage(2, applied)))
    if (refusal) {
      await setState(db, scope, id, { state: 'checked', checked_at: now, problem: say(refusal, refusal) })
      return
    }
    await forgetCells(db, scope, id)
    await setState(db, scope, id, { state: 'applied', applied_at: now, problem: null })
    await recordAudit(db, [
      {
        institution,
        at: now,
        account: found.account_id,
        action: 'import.applied',
        requestId: 'job',
        subject: `import:${id}`,
        detail: { kind: found.kind, rows: plan.planned.length, applied },
      },
    ])
  },
})

/** The check looks at every row by itself; what only all of them together would break is said here, and nothing is applied. */
async function undoneIfRefused(db: Db, work: () => Promise<void>): Promise<string | undefined> {
  await sql`savepoint before_import`.execute(db)
  try {
    await work()
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await sql`rollback to savepoint before_import`.execute(db)
    return error.message
  }
}

function scopeOf(institution: string) {
  return systemScope('employee.import', 'an import someone with the permission has started', institution, [])
}

type Plan = { planned: readonly Planned<unknown>[]; apply(now: Date, today: string, after: Advance): Promise<void> }

async function planImport(
  db: Db,
  institution: string,
  kind: ImportKind,
  id: string,
  today: string,
  after: Advance,
): Promise<Plan> {
  const scope = scopeOf(institution)
  const rows = await readRows(db, scope, id, after)
  if (kind === 'unit') {
    const planned = planUnits(rows, await listKnownUnits(db, scope), today, await listUnitPlans(db, scope, {}))
    return { planned, apply: (now) => applyUnits(db, institution, planned, now, today) }
  }
  if (kind === 'position') {
    const planned = planPositions(rows, await listKnownPositions(db, scope))
    return { planned, apply: () => applyPositions(db, institution, planned) }
  }
  const around = {
    employees: await listKnownEmployees(db, scope),
    units: await listKnownUnits(db, scope),
    positions: await listKnownPositions(db, scope),
    unitPlans: await listUnitPlans(db, scope, {}),
    plans: await listPlans(db, scope),
    today,
  }
  const planned = planEmployees(rows, around)
  return { planned, apply: (now, _today, advance) => applyEmployees(db, institution, planned, { now, today }, advance) }
}

async function applyUnits(
  db: Db,
  institution: string,
  planned: readonly Planned<UnitAct>[],
  now: Date,
  today: string,
): Promise<void> {
  const scope = systemScope('unit.manage', 'import', institution, [])
  const acts = planned.flatMap(({ act }) => act ?? [])
  const text = organizationMessages.id
  const created = acts.flatMap((act) => ('create' in act ? [act.create] : []))
  const changed = acts.flatMap((act) => ('change' in act ? [{ ...act.change, reason: 'Impor' }] : []))
  if (created.length > 0) await createUnits(db, scope, text, { now, today }, created, 'Impor')
  if (changed.length > 0) await changeUnits(db, scope, text, { now, today }, changed)
}

async function applyPositions(db: Db, institution: string, planned: readonly Planned<PositionAct>[]): Promise<void> {
  const scope = systemScope('unit.manage', 'import', institution, [])
  const acts = planned.flatMap(({ act }) => act ?? [])
  await createPositions(
    db,
    scope,
    acts.flatMap((act) => ('create' in act ? [act.create] : [])),
  )
  await changePositions(
    db,
    scope,
    acts.flatMap((act) => ('change' in act ? [act.change] : [])),
  )
}

async function applyEmployees(
  db: Db,
  institution: string,
  planned: readonly Planned<EmployeeAct>[],
  present: { now: Date; today: string },
  after: Advance,
): Promise<void> {
  const scope = systemScope('employee.manage', 'import', institution, [])
  const acts = planned.flatMap(({ act }) => act ?? [])
  const text = employeeMessages.id
  const hired = acts.filter((act) => act.hire)
  const known = acts.filter((act) => !act.hire)
  // New people first, without superiors that only exist after their own row: the act checks the whole chain at once.
  await hireEmployees(
    db,
    scope,
    text,
    present,
    hired.flatMap(({ person }) => (person ? [{ ...person, nik: person.nik ?? null }] : [])),
    hired.flatMap(({ assignment }) => assignment ?? []),
    after,
  )
  for (const part of inParts(known.filter(({ person }) => person !== undefined))) {
    await setEmployees(
      db,
      scope,
      part.flatMap(({ person }) => person ?? []),
    )
    await after(part.filter(({ assignment }) => assignment === undefined).length)
  }
  const moves = known.flatMap(({ assignment }) => assignment ?? [])
  if (moves.length > 0) await assignEmployees(db, scope, text, present, moves, after)
}
