import { listPrograms, type ProgramRow } from '../../develop/programs/index.ts'
import { findNeed, listNeeds, type Need } from '../../diagnose/needs/index.ts'
import { findSignal, listSignals, PAGE_SIZE as SIGNALS_A_PAGE, type SignalRow } from '../../diagnose/signals/index.ts'
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

/**
 * One page of signals in reach, newest first, each with its need, program and result; `next` is what `after` of the next
 * page is. Four statements, however many.
 */
export async function listChains(
  db: Db,
  scope: Reach,
  after?: string,
): Promise<{ chains: Chain[]; next: string | undefined }> {
  const found = await listSignals(db, scope, { status: 'all', after })
  const signals = found.slice(0, SIGNALS_A_PAGE)
  if (signals.length === 0) return { chains: [], next: undefined }
  const ids = signals.map(({ id }) => id)
  const needs = await listNeeds(db, scope, ids)
  const programs = await programsOf(db, scope, needs)
  const results = await resultsOf(db, scope, programs)
  const chains = signals.map((signal) => {
    const need = needs.find((one) => one.signal_id === signal.id)
    const program = need && programs.find((one) => one.need_id === need.id)
    return { signal, need, program, result: program && results.find((one) => one.program_id === program.id) }
  })
  return { chains, next: found.length > signals.length ? signals.at(-1)?.id : undefined }
}

/** One turn of the loop by the signal it began with; undefined when out of reach. */
export async function findChain(db: Db, scope: Reach, signalId: string): Promise<Chain | undefined> {
  const signal = await findSignal(db, scope, signalId)
  if (!signal) return undefined
  const [need] = await listNeeds(db, scope, [signal.id])
  const [program] = need ? await programsOf(db, scope, [need]) : []
  return { signal, need, program, result: program && (await findResult(db, scope, program.id)) }
}

/** The turn a program belongs to; undefined when no signal led to it, or out of reach. */
export async function findChainOf(db: Db, scope: Reach, programId: string): Promise<Chain | undefined> {
  const [program] = await listPrograms(db, scope, { ids: [programId] })
  const need = program?.need_id ? await findNeed(db, scope, program.need_id) : undefined
  const signal = need?.signal_id ? await findSignal(db, scope, need.signal_id) : undefined
  return signal && { signal, need, program, result: await findResult(db, scope, programId) }
}

/** How many turns have come to a result, and how many of these improved what was measured. */
export async function countTurns(db: Db, scope: Reach): Promise<{ done: number; improved: number }> {
  const needs = (await listNeeds(db, scope)).filter((need) => need.signal_id !== null)
  const results = await resultsOf(db, scope, await programsOf(db, scope, needs))
  return { done: results.length, improved: results.filter(({ verdict }) => verdict === 'improved').length }
}

async function programsOf(db: Db, scope: Reach, needs: readonly Need[]): Promise<readonly ProgramRow[]> {
  return needs.length === 0 ? [] : listPrograms(db, scope, { needs: needs.map(({ id }) => id) })
}

async function resultsOf(db: Db, scope: Reach, programs: readonly ProgramRow[]): Promise<readonly Result[]> {
  if (programs.length === 0) return []
  return listResults(
    db,
    scope,
    programs.map(({ id }) => id),
  )
}
