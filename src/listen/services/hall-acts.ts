import { emit } from '../../core/webhooks/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { NotFound, Refusal } from '../../platform/http/errors.ts'
import { newId } from '../../platform/id.ts'
import type { hallMessages } from './hall-messages.ts'
import { lastNumber, lockHall, lockTransaction, type OpenTransaction, setProgress } from './hall-queries.ts'
import { findServiceById } from './queries.ts'
import { clockFor, loadPromises } from './transaction-acts.ts'
import { CALLED, ENDED, SERVING, type TransactionOutcome, WAITING } from './transaction-model.ts'
import { insertTransactions } from './transaction-queries.ts'

type Words = (typeof hallMessages)['id']

/** Gives the next number of today to somebody who has just come in. */
export async function takeNumber(
  db: Db,
  scope: Scope,
  now: Date,
  today: string,
  unit: string,
  serviceId: string,
): Promise<{ id: string; number: number }> {
  const service = await findServiceById(db, scope, serviceId)
  if (!service?.active || service.unit_id !== unit) throw new NotFound('service')
  await lockHall(db, scope, unit)
  const number = (await lastNumber(db, scope, unit, today)) + 1
  const id = newId(now)
  await insertTransactions(db, scope, [
    {
      id,
      service_id: service.id,
      unit_id: unit,
      state: WAITING,
      channel: 'counter',
      digital: false,
      arrived_at: now,
      called_at: null,
      started_at: null,
      ended_at: null,
      outcome: null,
      queue_on: today,
      queue_number: number,
      desk: null,
      source_key: null,
      standard_id: null,
      due_at: null,
      on_time: null,
      officer_id: null,
    },
  ])
  return { id, number }
}

/** What can be done next with an open transaction; anything else has been done meanwhile. */
export type Step = 'begin' | 'process' | Exclude<TransactionOutcome, 'lapsed'>

const FROM: Record<'begin' | 'process' | 'no_show' | 'end', readonly number[]> = {
  begin: [WAITING, CALLED],
  process: [CALLED, SERVING],
  no_show: [CALLED],
  end: [WAITING, CALLED, SERVING],
}

/**
 * Moves one transaction on. `begin`: the file is complete and the promised time runs. `process`: the person leaves the
 * counter, the work goes on. Everything else ends it.
 */
export async function takeStep(
  db: Db,
  scope: Scope<'service.serve'>,
  now: Date,
  text: Words,
  id: string,
  step: Step,
): Promise<OpenTransaction> {
  const open = await lockTransaction(db, scope, id)
  if (!open) throw new NotFound('transaction')
  const kind = step === 'begin' || step === 'process' || step === 'no_show' ? step : 'end'
  if (!FROM[kind].includes(open.state)) throw new Refusal(409, text.movedOn, { form: text.movedOn })
  const service = await findServiceById(db, scope, open.service_id)
  const begins = step === 'begin' || step === 'process'
  // Finished without having been begun: it was under way since the call, or since it came.
  const began = step === 'completed' ? (open.called_at ?? open.arrived_at) : begins ? now : null
  const started_at = open.started_at ?? began
  const outcome = step === 'begin' || step === 'process' ? null : step
  const ended_at = outcome === null ? null : now
  const promises = await loadPromises(db, scope, service ? [{ ...service, unit_id: open.unit_id }] : [])
  await setProgress(db, scope, id, {
    state: outcome === null ? SERVING : ENDED,
    started_at,
    ended_at,
    outcome,
    ...clockFor(promises, open.service_id, open.unit_id, { started_at, ended_at }, outcome),
    leavesDesk: step === 'process',
  })
  if (outcome !== null)
    await emit(db, scope, now, [
      {
        type: 'service.transaction_finished',
        data: {
          transaction: id,
          service: open.service_id,
          unit: open.unit_id,
          outcome,
          started_at: started_at?.toISOString() ?? null,
          ended_at: now.toISOString(),
        },
      },
    ])
  return open
}
