import { createHash } from 'node:crypto'
import type { WorkingCalendar } from '../../platform/calendar.ts'
import { isDate } from '../../platform/http/input.ts'
import type { Line } from './import-reader.ts'
import { isQueueLabel, type TransactionOutcome, timeProblem } from './transaction-model.ts'

export const IMPORT_COLUMNS = ['LAYANAN', 'DATANG', 'MULAI', 'SELESAI', 'HASIL', 'DIGITAL', 'NOMOR'] as const
type Column = (typeof IMPORT_COLUMNS)[number]
const REQUIRED: readonly Column[] = ['LAYANAN', 'DATANG', 'SELESAI']

export type RowProblem =
  | 'service'
  | 'arrived'
  | 'started'
  | 'ended'
  | 'order'
  | 'future'
  | 'outcome'
  | 'digital'
  | 'number'
export type Problem = { row: number; value: string; reason: RowProblem }
/** As it waits to be applied; instants in milliseconds. */
export type PlannedRow = {
  service_id: string
  arrived: number
  started: number | null
  ended: number
  outcome: TransactionOutcome
  digital: boolean
  /** As it was printed. */
  number: string | null
  key: string
}
export type Plan = { rows: PlannedRow[]; problems: Problem[]; missing: Column[] }

const OUTCOME_WORDS: Readonly<Record<string, TransactionOutcome>> = {
  '': 'completed',
  selesai: 'completed',
  completed: 'completed',
  ditolak: 'rejected',
  rejected: 'rejected',
  'berkas kurang': 'incomplete',
  incomplete: 'incomplete',
  'tidak hadir': 'no_show',
  no_show: 'no_show',
  'tidak dicatat': 'lapsed',
  lapsed: 'lapsed',
  dibatalkan: 'withdrawn',
  withdrawn: 'withdrawn',
}
const YES = ['ya', 'y', '1', 'true', 'digital', 'daring']
const NO = ['', 'tidak', 't', '0', 'false', 'loket']

type Known = { id: string; slug: string; name: string }

/** What each line of a file would become; nothing is written. A line that came twice is told apart by its place among its twins. */
export function planImport(
  lines: readonly Line[],
  services: readonly Known[],
  calendar: WorkingCalendar,
  now: Date,
): Plan {
  const [head, ...body] = lines
  const columns = (head?.cells ?? []).map((cell) => cell.trim().toUpperCase().replace('\ufeff', ''))
  const missing = REQUIRED.filter((column) => !columns.includes(column))
  if (missing.length > 0) return { rows: [], problems: [], missing }
  const byName = new Map(
    services.flatMap((one) => [
      [plain(one.slug), one.id],
      [plain(one.name), one.id],
    ]),
  )
  const twins = new Map<string, number>()
  const rows: PlannedRow[] = []
  const problems: Problem[] = []
  for (const line of body) {
    const cell = (column: Column) => (line.cells[columns.indexOf(column)] ?? '').trim().replace(/^'/, '')
    const planned = planRow(cell, byName, calendar, now)
    if ('reason' in planned) {
      problems.push({ row: line.row, ...planned })
      continue
    }
    const content = JSON.stringify(planned)
    const twin = twins.get(content) ?? 0
    twins.set(content, twin + 1)
    const key = createHash('sha256').update(`${content}#${twin}`).digest('base64url')
    rows.push({ ...planned, key: `impor:${key}` })
  }
  return { rows, problems, missing: [] }
}

function planRow(
  cell: (column: Column) => string,
  services: ReadonlyMap<string, string>,
  calendar: WorkingCalendar,
  now: Date,
): Omit<PlannedRow, 'key'> | { value: string; reason: RowProblem } {
  const fail = (column: Column, reason: RowProblem) => ({ value: cell(column).slice(0, 80), reason })
  const service_id = services.get(plain(cell('LAYANAN')))
  if (!service_id) return fail('LAYANAN', 'service')
  const arrived = parseMoment(cell('DATANG'), calendar)
  const started = cell('MULAI') === '' ? null : parseMoment(cell('MULAI'), calendar)
  const ended = parseMoment(cell('SELESAI'), calendar)
  if (!arrived) return fail('DATANG', 'arrived')
  if (started === undefined) return fail('MULAI', 'started')
  if (!ended) return fail('SELESAI', 'ended')
  const problem = timeProblem({ arrived_at: arrived, started_at: started, ended_at: ended }, now)
  if (problem) return fail('SELESAI', problem)
  const outcome = OUTCOME_WORDS[cell('HASIL').toLowerCase()]
  if (!outcome) return fail('HASIL', 'outcome')
  const digital = cell('DIGITAL').toLowerCase()
  if (!YES.includes(digital) && !NO.includes(digital)) return fail('DIGITAL', 'digital')
  const number = cell('NOMOR') === '' ? null : cell('NOMOR').replace(/\s+/g, ' ')
  if (number !== null && !isQueueLabel(number)) return fail('NOMOR', 'number')
  return {
    service_id,
    arrived: arrived.getTime(),
    started: started?.getTime() ?? null,
    ended: ended.getTime(),
    outcome,
    digital: YES.includes(digital),
    number,
  }
}

/** Local time as people and spreadsheets write it, day before month: 2026-11-20 08:15, 20/11/2026 08.15. */
export function parseMoment(text: string, calendar: WorkingCalendar): Date | undefined {
  const found =
    /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2})[:.](\d{2})(?:[:.]\d{2})?$/.exec(text) ??
    /^(?<d>\d{1,2})[/-](?<m>\d{1,2})[/-](?<y>\d{4})[T ](\d{1,2})[:.](\d{2})(?:[:.]\d{2})?$/.exec(text)
  if (!found) return undefined
  const { d, m, y } = found.groups ?? {}
  const two = (part: string | undefined) => (part ?? '').padStart(2, '0')
  const date = y ? `${y}-${two(m)}-${two(d)}` : `${found[1]}-${found[2]}-${found[3]}`
  const [hour, minute] = [Number(found[4]), Number(found[5])]
  if (!isDate(date) || hour > 23 || minute > 59) return undefined
  return calendar.instant(date, hour * 60 + minute)
}

function plain(text: string): string {
  return text.trim().toLocaleLowerCase('id').replace(/\s+/g, ' ')
}
