import { listOfNeeds, listPrograms, type ProgramRow } from '../../develop/programs/index.ts'
import { findNeed, listLedTo, listNeeds, type Need } from '../../diagnose/needs/index.ts'
import {
  findSignal,
  listSignalHeads,
  PAGE_SIZE as SIGNALS_A_PAGE,
  type SignalHead,
  type SignalRow,
} from '../../diagnose/signals/index.ts'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { findResult, listVerdicts, type Result } from '../../prove/evaluation/index.ts'

/** One turn of the loop: what was heard, and what has come of it so far. */
export type Chain = {
  signal: SignalRow
  need: Need | undefined
  program: ProgramRow | undefined
  result: Result | undefined
  /** The story that tells citizens, by its id. */
  told: string | undefined
}

/** The same as far as a list tells it. */
export type Turn = {
  signal: SignalHead
  need: { id: string } | undefined
  program: { id: string } | undefined
  result: Pick<Result, 'verdict'> | undefined
}

type ToldFinder = (db: Db, scope: Scope, program: string) => Promise<string | undefined>
let findTold: ToldFinder = async () => undefined

/** The slice that publishes stories says here which of them tells of a program. */
export function onAskingWhereTold(find: ToldFinder): void {
  findTold = find
}

export type Reach = Scope<'report.read'> | Scope<'story.publish'>

/** How far a turn of the loop has come: the stage that is done last. */
export function reached(turn: Turn): 'listen' | 'diagnose' | 'develop' | 'prove' {
  if (turn.result) return 'prove'
  if (turn.program) return 'develop'
  if (turn.need || turn.signal.cause) return 'diagnose'
  return 'listen'
}

/**
 * One page of signals in reach, newest first, each with its need, program and verdict; `next` is what `after` of the
 * next page is. Four statements, however many.
 */
export async function listTurns(
  db: Db,
  scope: Reach,
  after?: string,
): Promise<{ turns: Turn[]; next: string | undefined }> {
  const found = await listSignalHeads(db, scope, { status: 'all', after })
  const signals = found.slice(0, SIGNALS_A_PAGE)
  const ids = signals.map(({ id }) => id)
  const needs = await listLedTo(db, scope, ids)
  const { programs, results } = await cameOf(db, scope, needs)
  const turns = signals.map((signal) => {
    const need = needs.find((one) => one.signal_id === signal.id)
    const program = need && programs.find((one) => one.need_id === need.id)
    return { signal, need, program, result: program && results.find((one) => one.program_id === program.id) }
  })
  return { turns, next: found.length > signals.length ? signals.at(-1)?.id : undefined }
}

/** The newest of these turns that came to a result, at most three, with what it says. */
export async function newestProofs(
  db: Db,
  scope: Reach,
  turns: readonly Turn[],
): Promise<{ turn: Turn; result: Result }[]> {
  const proofs: { turn: Turn; result: Result }[] = []
  for (const turn of turns.filter((one) => one.result).slice(0, 3)) {
    const result = turn.program && (await findResult(db, scope, turn.program.id))
    if (result) proofs.push({ turn, result })
  }
  return proofs
}

/** One turn of the loop by the signal it began with; undefined when out of reach. */
export async function findChain(db: Db, scope: Reach, signalId: string): Promise<Chain | undefined> {
  const signal = await findSignal(db, scope, signalId)
  if (!signal) return undefined
  const [need] = await listNeeds(db, scope, [signal.id])
  const [program] = need ? await listPrograms(db, scope, { needs: [need.id] }) : []
  return { signal, need, ...(await endOf(db, scope, program)) }
}

/** The turn a program belongs to; undefined when no signal led to it, or out of reach. */
export async function findChainOf(db: Db, scope: Reach, programId: string): Promise<Chain | undefined> {
  const [program] = await listPrograms(db, scope, { ids: [programId] })
  const need = program?.need_id ? await findNeed(db, scope, program.need_id) : undefined
  const signal = need?.signal_id ? await findSignal(db, scope, need.signal_id) : undefined
  return signal && { signal, need, ...(await endOf(db, scope, program)) }
}

async function endOf(db: Db, scope: Reach, program: ProgramRow | undefined) {
  if (!program) return { program, result: undefined, told: undefined }
  return { program, result: await findResult(db, scope, program.id), told: await findTold(db, scope, program.id) }
}

/** How many turns have come to a result, and how many of these improved what was measured. */
export async function countTurns(db: Db, scope: Reach): Promise<{ done: number; improved: number }> {
  const { results } = await cameOf(db, scope, await listLedTo(db, scope))
  return { done: results.length, improved: results.filter(({ verdict }) => verdict === 'improved').length }
}

async function cameOf(db: Db, scope: Reach, needs: readonly { id: string }[]) {
  const ids = needs.map(({ id }) => id)
  const programs = ids.length === 0 ? [] : await listOfNeeds(db, scope, ids)
  const some = programs.map(({ id }) => id)
  return { programs, results: some.length === 0 ? [] : await listVerdicts(db, scope, some) }
}
