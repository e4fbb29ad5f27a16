import { listPrograms, type ProgramRow } from '../../develop/programs/index.ts'
import { findNeed, listNeeds, type Need } from '../../diagnose/needs/index.ts'
import { findSignal, listSignals, type SignalRow } from '../../diagnose/signals/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { findResult, listResults, type Result } from '../../prove/evaluation/index.ts'

/** One turn of the loop: what was heard, and what has come of it so far. */
export type Chain = {
  signal: SignalRow
  need: Need | undefined
  program: ProgramRow | undefined
  result: Result | undefined
}

export type Reach = Scope<'report.read'> | Scope<'story.publish'>

/** How far a turn of the loop has come: the stage that is done last. */
export function reached(chain: Chain): 'listen' | 'diagnose' | 'develop' | 'prove' {
  if (chain.result) return 'prove'
  if (chain.program) return 'develop'
  if (chain.need || chain.signal.cause) return 'diagnose'
  return 'listen'
}

/** The newest signals in reach, at most 50, each with its need, program and result. Four statements, however many. */
export async function listChains(db: Db, scope: Reach): Promise<Chain[]> {
  const signals = (await listSignals(db, scope, { status: 'all' })).slice(0, 50)
  if (signals.length === 0) return []
  const needs = (await listNeeds(db, scope)).filter((need) => need.signal_id !== null)
  const programs = await listPrograms(db, scope)
  const results = await listResults(db, scope)
  return signals.map((signal) => {
    const need = needs.find((one) => one.signal_id === signal.id)
    const program = need && programs.find((one) => one.need_id === need.id)
    return { signal, need, program, result: program && results.find((one) => one.program_id === program.id) }
  })
}

/** One turn of the loop by the signal it began with; undefined when out of reach. */
export async function findChain(db: Db, scope: Reach, signalId: string): Promise<Chain | undefined> {
  const signal = await findSignal(db, scope, signalId)
  if (!signal) return undefined
  const needId = (await listNeeds(db, scope)).find((one) => one.signal_id === signal.id)?.id
  const need = needId ? await findNeed(db, scope, needId) : undefined
  const program = need && (await listPrograms(db, scope)).find((one) => one.need_id === need.id)
  return { signal, need, program, result: program && (await findResult(db, scope, program.id)) }
}
