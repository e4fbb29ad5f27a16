import { addMonths, lastCompleteMonth } from '../../diagnose/signals/index.ts'
import { complaintSummary } from '../../listen/complaints/index.ts'
import { type SkmResult, skmResult } from '../../listen/surveys/index.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatNumber, type Language, localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import type { LoopStage } from '../../platform/ui/index.ts'
import { type Chain, listChains, type Reach } from './chain.ts'
import { messages } from './messages.ts'

type Complaints = Awaited<ReturnType<typeof complaintSummary>>
export type Loop = {
  stages: LoopStage[]
  chains: Chain[]
  skm: SkmResult
  complaints: Complaints
  from: string
  to: string
}

const figures = remembered<[string, string], { complaints: Complaints; skm: SkmResult }>()

/** The live figures of the five stages for the units in reach. */
export async function readLoop(db: Db, scope: Reach, now: Date, timeZone: string, language: Language): Promise<Loop> {
  const t = messages[language]
  const chains = await listChains(db, scope)
  const to = lastCompleteMonth(localDate(now, timeZone))
  const from = addMonths(to, -11)
  const { complaints, skm } = await figures(scope, now, [from, to], async () => ({
    complaints: await complaintSummary(db, scope, now),
    skm: await skmResult(db, scope, { from, to }),
  }))
  const waiting = chains.filter((chain) => chain.signal.cause === null).length
  const running = chains.filter(
    (chain) => chain.program && ['approved', 'running'].includes(chain.program.status),
  ).length
  const results = chains.flatMap((chain) => (chain.result ? [chain.result] : []))
  const improved = results.filter((result) => result.verdict === 'improved').length
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
    { stage: 'prove', value: formatNumber(improved, language), note: t.proven(results.length), href: '/hasil' },
    { stage: 'steer', value: formatNumber(results.length, language), note: t.turns, href: '/lingkaran#putaran' },
  ]
  return { stages, chains, skm, complaints, from, to }
}
