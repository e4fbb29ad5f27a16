import { countPrograms } from '../../develop/programs/index.ts'
import { addMonths, countSignals, lastCompleteMonth } from '../../diagnose/signals/index.ts'
import { complaintSummary } from '../../listen/complaints/index.ts'
import { type SkmResult, skmResult } from '../../listen/surveys/index.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatNumber, type Language, localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import type { LoopStage } from '../../platform/ui/index.ts'
import { type Chain, countTurns, listChains, type Reach } from './chain.ts'
import { messages } from './messages.ts'

type Complaints = Awaited<ReturnType<typeof complaintSummary>>
export type Loop = {
  stages: LoopStage[]
  chains: Chain[]
  /** Where the turns go on. */
  next: string | undefined
  skm: SkmResult
  complaints: Complaints
  from: string
  to: string
}

const figures = remembered<
  [string, string],
  { complaints: Complaints; skm: SkmResult; turns: { done: number; improved: number } }
>()

/** The live figures of the five stages for the units in reach, and one page of the turns. */
export async function readLoop(
  db: Db,
  scope: Reach,
  now: Date,
  timeZone: string,
  language: Language,
  after?: string,
): Promise<Loop> {
  const t = messages[language]
  const { chains, next } = await listChains(db, scope, after)
  const to = lastCompleteMonth(localDate(now, timeZone))
  const from = addMonths(to, -11)
  const { complaints, skm, turns } = await figures(scope, now, [from, to], async () => ({
    complaints: await complaintSummary(db, scope, now),
    skm: await skmResult(db, scope, { from, to }),
    turns: await countTurns(db, scope),
  }))
  const waiting = (await countSignals(db, scope)).open
  const programs = await countPrograms(db, scope)
  const running = (programs.approved ?? 0) + (programs.running ?? 0)
  const stages: LoopStage[] = [
    {
      stage: 'listen',
      value: formatNumber(complaints.received30, language),
      note: t.received,
      href: '/pengaduan',
      attention: complaints.overdue > 0,
    },
    {
      stage: 'diagnose',
      value: formatNumber(waiting, language),
      note: t.waiting,
      href: '/sinyal',
      attention: waiting > 0,
    },
    { stage: 'develop', value: formatNumber(running, language), note: t.running, href: '/program' },
    { stage: 'prove', value: formatNumber(turns.improved, language), note: t.proven(turns.done), href: '/hasil' },
    { stage: 'steer', value: formatNumber(turns.done, language), note: t.turns, href: '/lingkaran#putaran' },
  ]
  return { stages, chains, next, skm, complaints, from, to }
}
