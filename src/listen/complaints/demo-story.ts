import type { Random } from '../../demo/random.ts'
import { addWorkingTime, type WorkingCalendar } from '../../platform/calendar.ts'
import type { NewEvent } from './acts.ts'
import { demoWords } from './demo-texts.ts'
import { CLASSES, type ComplaintClass, OUTCOMES, REJECTIONS } from './model.ts'

/** Requests for public information are told by the chapter of their own. */
const CLASS_WEIGHTS = [15, 20, 8, 52, 5, 0]
const MEAN_DAYS: Record<ComplaintClass, number> = {
  light: 0.9,
  information: 2,
  aspiration: 6,
  ordinary: 5.5,
  oversight: 30,
  disclosure: 7,
}
const WORKDAY_MINUTES = 450

type At = { random: Random; calendar: WorkingCalendar; anchor: Date }

/** What the institution and the citizen did after a complaint arrived, until the present cuts it off. */
export function demoEvents(world: At, receivedAt: Date, unitId: string, theme: string): NewEvent[] {
  const { random, calendar, anchor } = world
  const events: NewEvent[] = []
  let at = receivedAt
  const later = (meanDays: number) => {
    const minutes = Math.max(5, -Math.log(1 - random.next()) * meanDays * WORKDAY_MINUTES)
    at = addWorkingTime(calendar, at, { minutes })
  }
  const officer = (event: Omit<NewEvent, 'at' | 'actor'>) => events.push({ ...event, at, actor: 'officer' })
  const citizen = (event: Omit<NewEvent, 'at' | 'actor'>) => events.push({ ...event, at, actor: 'citizen' })
  const silence = (event: Omit<NewEvent, 'at' | 'actor'>) => {
    at = new Date(addWorkingTime(calendar, at, { days: 10 }).getTime() + 7 * 60_000)
    events.push({ ...event, at, actor: 'system' })
  }

  later(0.8)
  if (random.chance(0.05)) {
    officer({
      kind: 'rejected',
      reason: random.pick(REJECTIONS.slice(0, 4)),
      body: 'Mohon maaf, laporan ini tidak dapat kami proses. Silakan sampaikan kepada instansi yang berwenang.',
    })
    return until(events, anchor)
  }
  if (random.chance(0.06)) {
    officer({ kind: 'completion_requested', body: demoWords.ask(random) })
    if (random.chance(0.25)) {
      silence({ kind: 'rejected', reason: 'not_completed' })
      return until(events, anchor)
    }
    later(2)
    citizen({ kind: 'completed', body: demoWords.addition(random) })
    later(0.6)
  }
  const ofClass = CLASSES[random.weighted(CLASS_WEIGHTS)]!
  officer({ kind: 'verified' })
  officer({ kind: 'classified', class: ofClass, theme })
  officer({ kind: 'routed', unit_id: unitId })
  later(1.2)
  officer({ kind: 'started' })
  if (random.chance(0.15)) officer({ kind: 'noted', body: demoWords.note(random) })
  answer(MEAN_DAYS[ofClass])
  let reopened = false
  if (random.chance(0.05)) {
    later(3)
    citizen({ kind: 'reopened', reason: demoWords.reopening(random) })
    reopened = true
    answer(3)
  }
  if (random.chance(0.34)) {
    later(1.5)
    const score = [1, 2, 3, 4, 5][random.weighted(reopened ? [20, 25, 25, 20, 10] : [6, 10, 22, 38, 24])]!
    citizen({ kind: 'rated', score, body: random.chance(0.3) ? demoWords.comment(random) : null })
    if (score >= 3 && random.chance(0.5)) {
      citizen({ kind: 'closed' })
      return until(events, anchor)
    }
  }
  at = new Date(events.findLast((event) => event.kind === 'answered')!.at!)
  const last = events.at(-1)!.at!
  silence({ kind: 'closed' })
  if (at < last) events.pop()
  return until(events, anchor)

  function answer(meanDays: number) {
    later(meanDays)
    const outcome = OUTCOMES[random.weighted([58, 14, 18, 6, 4])]!
    officer({ kind: 'answered', outcome, body: demoWords.answer(random, outcome) })
  }
}

/** Reopening only counts within its time; the rest of a story that could not have gone on is cut off with it. */
function until(events: readonly NewEvent[], anchor: Date): NewEvent[] {
  const end = events.findIndex((event) => event.at! > anchor)
  return end < 0 ? [...events] : events.slice(0, end)
}
