import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { listDatedNumbers } from '../../platform/dated-rules.ts'
import { NotFound } from '../../platform/http/errors.ts'
import { newId } from '../../platform/id.ts'
import { type CompetencyGap, listCompetencies, unitGaps } from '../competency/index.ts'
import { findSignal, themeCompetencies } from '../signals/index.ts'
import { badSigmas, demandOf, mayBecome, type Origin } from './model.ts'
import {
  insertEvents,
  insertMeasurements,
  insertNeeds,
  lockNeed,
  type NewMeasurement,
  PARAMETERS,
  setStatus,
} from './queries.ts'

export type ProposedNeed = {
  unit_id: string
  competency_id: string
  signal_id?: string | undefined
  origin: Origin
  title: string
  note?: string | undefined
  importance: number
}

/** Creates needs with the figures of today as their first measurement; returns their ids in order. */
export async function proposeNeeds(
  db: Db,
  scope: Scope<'need.propose'>,
  now: Date,
  items: readonly ProposedNeed[],
): Promise<string[]> {
  if (items.length === 0) return []
  const rows = items.map((item) => ({
    ...item,
    id: newId(now),
    signal_id: item.signal_id ?? null,
    note: item.note ?? null,
  }))
  await insertNeeds(db, scope, now, rows)
  await measureNeeds(db, scope, now, rows)
  await insertEvents(
    db,
    scope,
    now,
    rows.map((row) => ({ need_id: row.id, act: 'created' as const })),
  )
  return rows.map((row) => row.id)
}

type Measurable = { id: string; unit_id: string; competency_id: string; signal_id: string | null }

/** Takes the inputs of the priority anew from the unit's gaps and the signal; earlier measurements stay. */
export async function measureNeeds(db: Db, scope: Scope, now: Date, needs: readonly Measurable[]): Promise<void> {
  const gaps = new Map<string, CompetencyGap[]>()
  for (const { unit_id } of needs) if (!gaps.has(unit_id)) gaps.set(unit_id, await unitGaps(db, scope, unit_id, now))
  const codes = new Map((await listCompetencies(db, scope)).map((one) => [one.id, one.code]))
  const weights = await themeCompetencies(db, scope, now)
  const parameters = await listDatedNumbers(db, scope, PARAMETERS, now)
  const most = parameters.find(({ key }) => key === 'demand_max')!.value
  const rows: NewMeasurement[] = []
  for (const need of needs) {
    const figures = gaps.get(need.unit_id)?.find((gap) => gap.competency_id === need.competency_id)?.figures
    const signal = need.signal_id ? await findSignal(db, scope, need.signal_id) : undefined
    const z = signal && badSigmas(signal.evidence)
    const code = codes.get(need.competency_id)
    const weight =
      signal && (weights.find((one) => one.theme === signal.theme && one.competency_code === code)?.weight ?? 0)
    rows.push({
      need_id: need.id,
      required: figures?.ideal ?? null,
      shortfall: figures?.shortfall ?? null,
      reach: figures?.below ?? null,
      assessed: figures?.assessed ?? null,
      demand: z !== undefined && weight !== undefined ? demandOf(z, weight, most) : 0,
      signal_z: z ?? null,
      theme_weight: weight ?? null,
    })
  }
  await insertMeasurements(db, scope, now, rows)
}

/** @throws NotFound out of reach. Undefined when the need is not in a state that allows it. */
export async function approveNeed(
  db: Db,
  scope: Scope<'need.approve'>,
  now: Date,
  id: string,
): Promise<true | undefined> {
  const need = await lockNeed(db, scope, id)
  if (!need) throw new NotFound('need')
  if (!mayBecome(need.status, 'approved')) return undefined
  await setStatus(db, scope, id, 'approved')
  await insertEvents(db, scope, now, [{ need_id: id, act: 'approved' }])
  return true
}

/** Notes that a program answers the need. False when the need is not approved; throws NotFound out of reach. */
export async function markProgrammed(
  db: Db,
  scope: Scope,
  now: Date,
  needId: string,
  programId: string,
): Promise<boolean> {
  const need = await lockNeed(db, scope, needId)
  if (!need) throw new NotFound('need')
  if (!mayBecome(need.status, 'programmed')) return false
  await setStatus(db, scope, needId, 'programmed')
  await insertEvents(db, scope, now, [{ need_id: needId, act: 'programmed', detail: { program: programId } }])
  return true
}
