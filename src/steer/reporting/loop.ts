import { countPrograms } from '../../develop/programs/index.ts'
import { addMonths, countOpenSignals, lastCompleteMonth } from '../../diagnose/signals/index.ts'
import { complaintSummary } from '../../listen/complaints/index.ts'
import { type SkmResult, skmResult } from '../../listen/surveys/index.ts'
import type { Db } from '../../platform/database/db.ts'
import { formatNumber, type Language, localDate } from '../../platform/i18n.ts'
import { remembered } from '../../platform/remember.ts'
import type { LoopStage } from '../../platform/ui/index.ts'
import { countTurns, listTurns, type Reach, type Turn } from './chain.ts'
import { messages } from './messages.ts'

type Complaints = Awaited<ReturnType<typeof complaintSummary>>
export type Loop = {
  stages: LoopStage[]
  turns: Turn[]
  /** Where the turns go on. */
  next: string | undefined
  skm: SkmResult
  complaints: Complaints
  from: string
  to: string
}

const figures = remembered<
  [string, string],
  { complaints: Complaints; skm: SkmResult; came: { done: number; improved: number } }
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
  const { turns, next } = await listTurns(db, scope, after)
  const to = lastCompleteMonth(localDate(now, timeZone))
  const from = addMonths(to, -11)
  const { complaints, skm, came } = await figures(scope, now, [from, to], async () => ({
    complaints: await complaintSummary(db, scope, now),
    skm: await skmResult(db, scope, { from, to }),
    came: await countTurns(db, scope),
  }))
  const waiting = await countOpenSignals(db, scope)
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
    { stage: 'prove', value: formatNumber(came.improved, language), note: t.proven(came.done), href: '/hasil' },
    { stage: 'steer', value: formatNumber(came.done, language), note: t.turns, href: '/lingkaran#putaran' },
  ]
  return { stages, turns, next, skm, complaints, from, to }
}
