import type { Facts } from './data.ts'
import { ANSWERS_AT_ONCE, type Floor, STORED } from './floors.ts'
import type { ListenResults, Taken } from './listen.ts'
import { percentile } from './load.ts'
import { count, type MachineFacts, machine, percent, seconds, table, verdict } from './report.ts'
import { TIMES } from './retries.ts'

const GROWTH = 1.5
const NOISE_MS = 2
const OF_FLOOR = 3

/** The listening stage at size, each figure beside its target and the limit of the machine. */
export function listenReport(results: ListenResults, facts: MachineFacts): string {
  const { small, large, growSeconds, wholeSeconds } = results
  return [
    '# Listening, measured at size',
    '',
    machine(facts),
    '',
    `${count(large.facts.counts.complaints)} complaints and ${count(large.facts.counts.answers)} survey answers, grown in ${seconds(growSeconds)} from a demonstration of ${count(small.facts.counts.complaints)} and ${count(small.facts.counts.answers)} by copying its rows. Everything on: sign-in, permission check, row-level security, audit, durable commit. The whole run took ${(wholeSeconds / 60).toFixed(0)} minutes.`,
    '',
    '## Pages',
    '',
    `Before and after growing. Flat is a p95 of at most ${GROWTH} times, or ${NOISE_MS} ms more where it is that short; CPU is that of web process and PostgreSQL for one page. Others is the most that other programs took of the machine; above 5 % a page is measured again, three times at most.`,
    '',
    ...pageTable(results),
    '',
    '## Taking in',
    '',
    `As fast as it goes. The limit are the same rows inserted bare in the same run: no HTTP, rules, row-level security or audit of a request; within ${OF_FLOOR} times is the aim. CPU is for one, bare in brackets; load and limit share the cores with whoever sends.`,
    '',
    ...intakeTable(results),
    '',
    ...grewTable(results),
    '',
    `One by one the limit is Fastify with one such row behind a schema, as it is in the scenario; the row alone would be ${count(results.floors.one.perSecond)}/s.`,
    '',
    '## At a constant rate',
    '',
    ...steadyTable(results),
    '',
    `## Sent again: each thing ${TIMES} times`,
    '',
    ...retryTable(results),
    '',
    '## kill -9, due clocks, recount',
    '',
    ...hardTable(results),
    '',
  ].join('\n')
}

function pageTable({ small, large }: ListenResults): string[] {
  return table(
    ['page', 'requests/s', 'p95 small', 'p50', 'p95', 'target', 'p95 grew', 'CPU', 'CPU grew', 'others', 'failed', ''],
    large.pages.map((page, index) => {
      const first = small.pages[index]!
      const before = percentile(first.measured.times, 0.95)
      const now = percentile(page.measured.times, 0.95)
      const flat = now <= before * GROWTH || now - before <= NOISE_MS
      const cpu = cpuOf(page)
      return [
        page.page,
        String(page.rate),
        `${before.toFixed(1)} ms`,
        `${percentile(page.measured.times, 0.5).toFixed(1)} ms`,
        `${now.toFixed(1)} ms`,
        `≤ ${page.most} ms, flat`,
        `× ${(now / before).toFixed(1)}`,
        `${cpu.toFixed(1)} ms`,
        `× ${(cpu / cpuOf(first)).toFixed(1)}`,
        percent(Math.max(page.usage.others, first.usage.others)),
        String(page.measured.failed),
        verdict(now <= page.most && flat && page.measured.failed === 0),
      ]
    }),
  )
}

type Paid = { measured: { done: number }; usage: { webCpu: number; databaseCpu: number } }

/** Milliseconds of CPU a request. */
function cpuOf({ measured, usage }: Paid): number {
  return ((usage.webCpu + usage.databaseCpu) * 1000) / measured.done
}

function intakeTable({ intake, floors }: ListenResults): string[] {
  const row = (name: string, taken: Taken, floor: Floor, size: number, least: number | undefined) => {
    const rate = taken.answers / taken.measured.seconds
    const limit = floor.perSecond * size
    const cpu = cpuOf(taken) / size
    const bare = (floor.cpuMs + (floor.databaseMs ?? 0)) / size
    const target = least === undefined ? '' : `≥ ${count(least)}/s, `
    return [
      name,
      `${count(rate)}/s`,
      `${target}within ${OF_FLOOR}×`,
      `${count(limit)}/s`,
      `${(limit / rate).toFixed(1)}×`,
      `${cpu.toFixed(2)} ms (${bare.toFixed(2)})`,
      verdict(rate >= (least ?? 0) && limit / rate <= OF_FLOOR && taken.measured.failed === 0),
    ]
  }
  return table(
    ['', 'measured', 'target', 'limit', 'limit ÷ measured', 'CPU', ''],
    [
      row('complaints, 32 senders', intake.complaints, floors.complaint, 1, 800),
      row('survey answers one by one, 32 senders', intake.single, floors.asked, 1, undefined),
      row(`survey answers, ${ANSWERS_AT_ONCE} in a request`, intake.batch, floors.batch, ANSWERS_AT_ONCE, 2000),
      row(`survey answers, ${STORED} in a batch of a paired kiosk`, intake.stored, floors.stored, STORED, 2000),
    ],
  )
}

/** What the same intake took before the institution grew. */
function grewTable({ small, large, intake }: ListenResults): string[] {
  const p95 = ({ measured }: Taken) => percentile(measured.times, 0.95)
  const row = (name: string, size: (facts: Facts) => number, before: Taken, now: Taken) => {
    const grew = p95(now) / p95(before)
    return [
      name,
      `${count(size(small.facts))} → ${count(size(large.facts))}`,
      `${p95(before).toFixed(1)} ms → ${p95(now).toFixed(1)} ms`,
      `× ${grew.toFixed(1)}`,
      `≤ ${GROWTH}×`,
      verdict(grew <= GROWTH),
    ]
  }
  return table(
    ['taken in, 32 senders', 'beside', 'p95', 'grew', 'target', ''],
    [
      row('complaints', ({ counts }) => counts.complaints, small.intake.complaints, intake.complaints),
      row('survey answers one by one', ({ counts }) => counts.answers, small.intake.single, intake.single),
    ],
  )
}

function steadyTable({ intake, disaster }: ListenResults): string[] {
  const { forms, kiosk, results } = intake
  const today = [intake.single, intake.batch, intake.stored].reduce((sum, one) => sum + one.answers, forms.done)
  const p95 = (times: Float64Array) => percentile(times, 0.95)
  const row = (name: string, ms: number, failed: number, most: number) => [
    name,
    `p95 ${ms.toFixed(0)} ms, ${failed} failed`,
    `p95 < ${most} ms`,
    verdict(ms < most && failed === 0),
  ]
  const minutes = (disaster.seconds / 60).toFixed(0)
  return table(
    ['', 'measured', 'target', ''],
    [
      row('nine-element forms, 500/s', p95(forms.times), forms.failed, 50),
      row(`beside them each second ${STORED} stored answers of a kiosk`, p95(kiosk.times), kiosk.failed, 300),
      row(
        `survey results right after ${count(today)} answers of one day, ${results.rate}/s`,
        p95(results.measured.times),
        results.measured.failed,
        100,
      ),
      row(
        `${count(disaster.measured.done)} reports in ${minutes} min, every second one with a 2 MB photo`,
        p95(disaster.measured.times),
        disaster.measured.failed,
        200,
      ),
      [
        `of these in a peak of 100/s for ${disaster.peakSeconds.toFixed(0)} s`,
        `p95 ${disaster.peak.p95.toFixed(0)} ms`,
        'p95 < 200 ms',
        verdict(disaster.peak.p95 < 200),
      ],
      row(
        `officer's queue beside them, ${disaster.queue.rate}/s`,
        p95(disaster.queue.measured.times),
        disaster.queue.measured.failed,
        50,
      ),
      [
        'acknowledged and not there',
        `${disaster.lost} of ${count(disaster.codes.length)}`,
        '0',
        verdict(disaster.lost === 0 && disaster.codes.length > 0),
      ],
    ],
  )
}

function retryTable({ retried }: ListenResults): string[] {
  return table(
    ['road', 'things', 'came of it', 'target', ''],
    retried.map(({ road, sent, kept }) => [road, count(sent), count(kept), count(sent), verdict(kept === sent)]),
  )
}

function hardTable({ recountSeconds, due, kill }: ListenResults): string[] {
  const looks = percentile(Float64Array.from(due.times).sort(), 0.95)
  const lost = (name: string, all: number, gone: number) => [
    name,
    `${count(all)} acknowledged, ${gone} lost`,
    '0 lost',
    verdict(gone === 0 && all > 0),
  ]
  return table(
    ['', 'measured', 'target', ''],
    [
      lost('kill -9 of web process and database: reports, with photos and without', kill.reports, kill.lostReports),
      lost('the same: survey answers, one by one, in batches and of a kiosk', kill.answers, kill.lostAnswers),
      [
        `due clocks each minute over ${count(due.open)} open cases, two workers`,
        `p95 ${looks.toFixed(0)} ms`,
        '< 100 ms',
        verdict(looks < 100),
      ],
      [
        'deadlines of that half hour escalated',
        `${count(due.escalated)} of ${count(due.expected)}`,
        'each exactly once',
        verdict(due.escalated === due.expected && due.expected > 0),
      ],
      [
        'public indicator of one year counted again from its events',
        seconds(recountSeconds),
        '≤ 10 s',
        verdict(recountSeconds <= 10),
      ],
    ],
  )
}
