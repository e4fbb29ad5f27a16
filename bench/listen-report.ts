import { ANSWERS_AT_ONCE } from './floors.ts'
import type { ListenResults } from './listen.ts'
import { percentile } from './load.ts'
import { count, type MachineFacts, machine, seconds, table, verdict } from './report.ts'

const GROWTH = 1.5
const NOISE_MS = 5

/** The listening stage at size, each figure beside its target and the limit of the machine. */
export function listenReport(results: ListenResults, facts: MachineFacts): string {
  const { small, large, growSeconds } = results
  return [
    '# Listening, measured at size',
    '',
    machine(facts),
    '',
    `${count(large.facts.counts.complaints)} complaints and ${count(large.facts.counts.answers)} survey answers, grown in ${seconds(growSeconds)} from a demonstration of ${count(small.facts.counts.complaints)} and ${count(small.facts.counts.answers)} by copying its rows. Everything on: sign-in, permission check, row-level security, audit, durable commit.`,
    '',
    '## Pages',
    '',
    `p95 before and after; it may grow to ${GROWTH} times, or by ${NOISE_MS} ms where it is that short.`,
    '',
    ...pageTable(results),
    '',
    '## Taking in',
    '',
    ...intakeTable(results),
    '',
    '## Bursts, repeats, kill -9',
    '',
    ...hardTable(results),
    '',
  ].join('\n')
}

function pageTable({ small, large }: ListenResults): string[] {
  return table(
    ['page', 'requests/s', 'p95 small', 'p50', 'p95', 'target', 'failed', ''],
    large.pages.map((page, index) => {
      const before = percentile(small.pages[index]!.measured.times, 0.95)
      const now = percentile(page.measured.times, 0.95)
      const flat = now <= before * GROWTH || now - before <= NOISE_MS
      return [
        page.page,
        String(page.rate),
        `${before.toFixed(1)} ms`,
        `${percentile(page.measured.times, 0.5).toFixed(1)} ms`,
        `${now.toFixed(1)} ms`,
        `≤ ${page.most} ms, flat`,
        String(page.measured.failed),
        verdict(now <= page.most && flat && page.measured.failed === 0),
      ]
    }),
  )
}

function intakeTable({ intake, floors }: ListenResults): string[] {
  const complaints = intake.complaints.done / intake.complaints.seconds
  const single = intake.single.answers / intake.single.measured.seconds
  const batch = intake.batch.answers / intake.batch.measured.seconds
  const kiosk = percentile(intake.kiosk.times, 0.95)
  return table(
    ['', 'measured', 'target', 'bare rows, per one sent', ''],
    [
      ['complaints, 32 senders', `${count(complaints)}/s`, '≥ 800/s', '', verdict(complaints >= 800)],
      [
        'survey answers one by one, 32 senders',
        `${count(single)}/s`,
        '',
        `${(floors.one.perSecond / single).toFixed(1)} (${count(floors.one.perSecond)}/s)`,
        '',
      ],
      [
        `survey answers, ${ANSWERS_AT_ONCE} in a request`,
        `${count(batch)}/s`,
        '≥ 2,000/s, within 3×',
        `${((floors.batch.perSecond * ANSWERS_AT_ONCE) / batch).toFixed(1)} (${count(floors.batch.perSecond * ANSWERS_AT_ONCE)}/s)`,
        verdict(batch >= 2000 && (floors.batch.perSecond * ANSWERS_AT_ONCE) / batch <= 3),
      ],
      [
        'a batch of 500 stored answers, p95',
        `${kiosk.toFixed(0)} ms`,
        '≤ 300 ms',
        '',
        verdict(kiosk <= 300 && intake.kiosk.failed === 0),
      ],
    ],
  )
}

function hardTable({ burst, retried, recountSeconds, due, kill }: ListenResults): string[] {
  const row = (name: string, part: ListenResults['burst']['peak']) => {
    const p95 = percentile(part.times, 0.95)
    return [
      name,
      `p95 ${p95.toFixed(0)} ms, ${part.failed} failed`,
      'p95 < 200 ms',
      verdict(p95 < 200 && part.failed === 0),
    ]
  }
  const looks = percentile(Float64Array.from(due.times).sort(), 0.95)
  const queue = percentile(burst.queue.measured.times, 0.95)
  return table(
    ['', 'measured', 'target', ''],
    [
      row('reports at 17/s, every second with a 2 MB photo', burst.steady),
      row('at a peak of 100/s', burst.peak),
      [
        `officer's queue beside it, ${burst.queue.rate}/s`,
        `p95 ${queue.toFixed(0)} ms`,
        '≤ 100 ms',
        verdict(queue <= 100),
      ],
      [
        'acknowledged in the burst and not there',
        `${burst.lost} of ${count(burst.codes)}`,
        '0',
        verdict(burst.lost === 0),
      ],
      [
        `${count(retried.forms)} forms, each sent three times`,
        `${count(retried.cases)} cases`,
        count(retried.forms),
        verdict(retried.cases === retried.forms),
      ],
      [
        'public indicator of one year counted again from its events',
        seconds(recountSeconds),
        '≤ 10 s',
        verdict(recountSeconds <= 10),
      ],
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
        'kill -9 of web process and database under load',
        `${count(kill.acknowledged)} acknowledged, ${kill.lost} lost`,
        '0 lost',
        verdict(kill.lost === 0 && kill.acknowledged > 0),
      ],
    ],
  )
}
