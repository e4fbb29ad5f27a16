import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import type { Facts, Loaded } from './data.ts'
import type { Floor, Floors } from './floors.ts'
import type { ImportResult } from './import.ts'
import { type Measured, percentile } from './load.ts'
import type { PageResult } from './scenarios.ts'

export type Results = {
  machine: { postgres: string; generatedAt: Date; load: number }
  loaded: Loaded
  firstLoadSeconds: number | undefined
  imported: ImportResult
  facts: Facts
  floors: Floors
  pages: readonly PageResult[]
  submission: { measured: Measured; cpuMs: number; databaseMs: number; connections: number; others: number }
  megabytes: number
  crowd: { measured: Measured; clients: number; pool: number }
  starts: { clean: number; firstPage: number; afterKill: number }
  kill: { acknowledged: number; lost: number; kept: number }
}

export const TARGETS = {
  p95: 50,
  submissions: 800,
  ratio: 3,
  start: 5,
  megabytes: 250,
  firstLoad: 60,
  import: 60,
  pause: 2000,
}

/** The whole result as Markdown, each figure beside its target and the limit of the machine. */
export function report(results: Results): string {
  const { facts, loaded } = results
  return [
    '# Measured',
    '',
    machine(results.machine),
    '',
    `Data: the demonstration ×${loaded.scale}: ${count(facts.counts.employees)} employees, ${count(facts.counts.complaints)} complaints, ${count(facts.counts.answers)} survey answers. Everything on: sign-in, permission check, row-level security, audit, durable commit, compression. The load generator shares the machine's cores.`,
    '',
    '## Pages',
    '',
    `Requests arrive at a constant rate, answered or not; times count from when a request was due. Target: p95 ≤ ${TARGETS.p95} ms. Others is the share of the machine that other programs took meanwhile: a page is measured up to three times while it is above 5 %, and the quietest time counts.`,
    '',
    ...pageTable(results),
    '',
    '## Complaints sent',
    '',
    ...submissionTable(results),
    '',
    '## Employees from a file',
    '',
    ...importTable(results.imported),
    '',
    '## Starting, memory, surviving',
    '',
    ...otherTable(results),
    '',
    '## Limits of this machine, same run',
    '',
    ...floorTable(results.floors),
    '',
  ].join('\n')
}

export type MachineFacts = Results['machine']

export function machine({ postgres, generatedAt, load }: MachineFacts): string {
  const [first] = cpus()
  return `${cpus().length} × ${first?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 1024 ** 3)} GB, ${system()} (${release()}), Node ${process.version}, PostgreSQL ${postgres} (embedded), ${generatedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. Load average before the run: ${load.toFixed(1)}${load > 0.7 ? ': **the machine was busy with other work**' : ''}.`
}

function system(): string {
  try {
    return /PRETTY_NAME="([^"]+)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform
  } catch {
    return process.platform
  }
}

function pageTable({ pages, floors }: Results): string[] {
  return table(
    [
      'page',
      'requests/s',
      'p50',
      'p95',
      'p99',
      'failed',
      'CPU web',
      'CPU database',
      '× Fastify + SELECT',
      'kB sent',
      'others',
      '',
    ],
    pages.map(({ page, measured, usage, rate }) => {
      const web = (usage.webCpu * 1000) / measured.done
      const database = (usage.databaseCpu * 1000) / measured.done
      const reached = measured.done / measured.seconds
      return [
        page,
        reached < rate * 0.98 ? `${reached.toFixed(0)} of ${rate}` : String(rate),
        ...[0.5, 0.95, 0.99].map((share) => `${percentile(measured.times, share).toFixed(1)} ms`),
        String(measured.failed),
        `${web.toFixed(2)} ms`,
        `${database.toFixed(2)} ms`,
        (web / floors.fastify.cpuMs).toFixed(1),
        (measured.bytes / 1000).toFixed(1),
        percent(usage.others),
        verdict(percentile(measured.times, 0.95) <= TARGETS.p95 && measured.failed === 0),
      ]
    }),
  )
}

function submissionTable({ submission, floors }: Results): string[] {
  const { measured, cpuMs, databaseMs, connections, others } = submission
  const rate = measured.done / measured.seconds
  const bare = floors.complaint.perSecond / rate
  return table(
    ['', 'measured', 'target', ''],
    [
      [
        `acknowledged, ${connections} senders, ${measured.seconds.toFixed(0)} s`,
        `${count(rate)}/s`,
        `≥ ${TARGETS.submissions}/s`,
        verdict(rate >= TARGETS.submissions),
      ],
      ['refused or failed', String(measured.failed), '0', verdict(measured.failed === 0)],
      [
        'p50, p95, p99',
        [0.5, 0.95, 0.99].map((p) => `${percentile(measured.times, p).toFixed(1)} ms`).join(', '),
        '',
        '',
      ],
      ['CPU per complaint: web, database', `${cpuMs.toFixed(2)} ms, ${databaseMs.toFixed(2)} ms`, '', ''],
      ['taken by other programs meanwhile', percent(others), '', ''],
      [
        'the same rows inserted bare, per one sent',
        `${bare.toFixed(1)} (${count(floors.complaint.perSecond)}/s)`,
        `≤ ${TARGETS.ratio}`,
        verdict(bare <= TARGETS.ratio),
      ],
      [
        'single durable rows, per one sent',
        `${(floors.insert.perSecond / rate).toFixed(1)} (${count(floors.insert.perSecond)}/s)`,
        '',
        '',
      ],
    ],
  )
}

function otherTable(results: Results): string[] {
  const { starts, kill, crowd, megabytes, firstLoadSeconds } = results
  const rows = [
    ['second start, until ready', seconds(starts.clean), '', ''],
    [
      'second start, until the first page is there',
      seconds(starts.firstPage),
      `≤ ${TARGETS.start} s`,
      verdict(starts.firstPage <= TARGETS.start),
    ],
    [
      'most memory of the web process under all this load',
      `${megabytes.toFixed(0)} MB`,
      `≤ ${TARGETS.megabytes} MB`,
      verdict(megabytes <= TARGETS.megabytes),
    ],
    [
      'kill -9 of web process and database under load',
      `${count(kill.acknowledged)} acknowledged, ${kill.lost} lost`,
      '0 lost',
      verdict(kill.lost === 0 && kill.acknowledged > 0),
    ],
    ['ready again after it, by itself', seconds(starts.afterKill), '', ''],
    [
      `pool of ${crowd.pool}, ${crowd.clients} clients: longest time without an answer`,
      `${crowd.measured.pause.toFixed(0)} ms (${count(crowd.measured.done / crowd.measured.seconds)} answers/s, ${crowd.measured.failed} failed)`,
      `< ${TARGETS.pause / 1000} s`,
      verdict(crowd.measured.pause < TARGETS.pause && crowd.measured.failed === 0),
    ],
    ['loading the demonstration at this scale, from an empty folder', seconds(results.loaded.seconds), '', ''],
  ]
  if (firstLoadSeconds !== undefined)
    rows.push([
      'loading the demonstration ×1, from an empty folder',
      seconds(firstLoadSeconds),
      `≤ ${TARGETS.firstLoad} s`,
      verdict(firstLoadSeconds <= TARGETS.firstLoad),
    ])
  return table(['', 'measured', 'target', ''], rows)
}

function floorTable(floors: Floors): string[] {
  const row = (name: string, floor: Floor) => [name, `${count(floor.perSecond)}/s`, `${floor.cpuMs.toFixed(3)} ms`]
  return table(
    ['', 'reached', 'CPU of Node each'],
    [
      row('bare Node HTTP server', floors.http),
      row('Fastify and one SELECT', floors.fastify),
      row('SELECT of one row by its key', floors.select),
      row('INSERT of one row, durable', floors.insert),
      row('the rows of one complaint, one durable statement', floors.complaint),
      ['8 kB made durable (fdatasync)', `${floors.fsync.toFixed(0)} µs`, ''],
    ],
  )
}

export function importTable(result: ImportResult): string[] {
  const whole = result.upload + result.check + result.apply
  return table(
    ['', 'measured', 'target', ''],
    [
      [`${count(result.rows)} new employees beside ${count(result.known)}: upload`, seconds(result.upload), '', ''],
      ['reading and checking, until every row’s outcome is shown', seconds(result.check), '', ''],
      ['applying, in one transaction', seconds(result.apply), '', ''],
      ['all of it', seconds(whole), `≤ ${TARGETS.import} s`, verdict(whole <= TARGETS.import)],
      ['the same file again, until it says that nothing changes', seconds(result.again), '', ''],
      [
        'the same employees and places inserted bare; all of it is so many times that',
        `${seconds(result.bare)}; ${(whole / result.bare).toFixed(0)}`,
        '',
        '',
      ],
      ['longest wait for a citizen’s page meanwhile', `${result.longest.toFixed(0)} ms`, '', ''],
      ['most memory of the web process meanwhile', `${result.megabytes.toFixed(0)} MB`, '', ''],
    ],
  )
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`)
}

export function verdict(met: boolean): string {
  return met ? 'met' : '**missed**'
}

export function seconds(value: number): string {
  return `${value.toFixed(1)} s`
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
