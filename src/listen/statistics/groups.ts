import type { Cell } from '../../platform/sheets.ts'
import { addSums, type Figures, REST } from './figures.ts'
import { DIMENSIONS, suppress } from './model.ts'
import { COUNTED, type Columns } from './open-data.ts'
import type { MonthRow, Names, SumRow, Sums } from './queries.ts'

export type GroupLine = Sums & {
  key: string
  /** One group by itself, small ones together, or what of the others is not told yet. */
  line: 'group' | 'together' | 'rest'
  groups: number
}

/** The lines of one table as the public reads it. */
export function publicLines(rows: readonly SumRow[], least: number): GroupLine[] {
  const rest = rows.filter((row) => row.key === REST)
  const { shown, merged } = suppress(
    rows.filter((row) => row.key !== REST),
    least,
  )
  const lines: GroupLine[] = shown.map((row) => ({ ...row, line: 'group', groups: 1 }))
  if (merged.length > 0)
    return [...lines, { ...addSums([...merged, ...rest]), key: '', line: 'together', groups: merged.length }]
  return [...lines, ...rest.map((row): GroupLine => ({ ...row, key: '', line: 'rest', groups: 0 }))]
}

/** The months whose share the public reads. */
export function publicMonths(months: readonly MonthRow[], least: number): MonthRow[] {
  return suppress(months, least).shown
}

/** How many wait in a group, as the public reads it: undefined for a few. */
export function publicOpen({ open }: Sums, least: number): number | undefined {
  return open > 0 && open < least ? undefined : open
}

export const GROUP_COLUMNS = [
  [
    'table',
    'Tabel pada halaman: unit, service (layanan), kind (jenis), channel (saluran), place (wilayah), month (bulan), area (kotak peta)',
    'Table of the page: unit, service, kind, channel, place, month, area (square of the map)',
  ],
  ['group', 'Kelompoknya; kosong bila tidak disebutkan atau digabung', 'The group; empty where not given or together'],
  [
    'line',
    'group: satu kelompok; together: beberapa kelompok kecil digabung agar tidak ada yang dapat dikenali; rest: sisanya, belum cukup untuk ditampilkan',
    'group: one group; together: small groups put together, so that nobody can be recognized; rest: too few to be shown yet',
  ],
  ['groups', 'Banyaknya kelompok dalam baris itu', 'How many groups are in the line'],
  ['received', 'Laporan yang diterima', 'Reports received'],
  [
    'decided',
    'Yang sudah dijawab atau sudah menunggu 24 jam, tanpa yang ditolak atau diarsipkan',
    'Answered, or waited 24 hours; without those refused or archived',
  ],
  ['within_24h', 'Dijawab dalam 24 jam', 'Answered within 24 hours'],
  ['within_24h_not_reopened', 'Dijawab dalam 24 jam dan tidak dibuka lagi', 'The same, and not reopened'],
  [
    'open',
    'Belum dijawab; hanya pada kotak peta, kosong bila kurang dari batas kelompok kecil',
    'Without an answer; only for squares of the map, empty where fewer than a group needs',
  ],
  ...COUNTED,
] as const satisfies Columns

/** Every table and chart of the public page that is by group, with the numbers its shares are made of. */
export function groupRows(figures: Figures, names: Names, map: boolean): Cell[][] {
  const end = [figures.asOf.toISOString(), figures.ruleVersion]
  const decided = (row: Sums) => [row.answered + row.open_day, row.within_day]
  const of = (dimension: string) =>
    publicLines(
      figures.rows.filter((row) => row.dimension === dimension),
      figures.least,
    )
  const tables = DIMENSIONS.filter((dimension) => of(dimension).some((row) => row.key !== '')).flatMap((dimension) =>
    of(dimension).map((row) => {
      const named = dimension === 'kind' || dimension === 'channel' ? undefined : names[dimension].get(row.key)
      const label = row.key === '' ? null : (named ?? row.key)
      const { line, groups, received, within_day_lasting: lasting } = row
      return [dimension, label, line, groups, received, ...decided(row), lasting, null, ...end]
    }),
  )
  const months = publicMonths(figures.months, figures.least).map((row) => {
    return ['month', row.month, 'group', 1, null, ...decided(row), null, null, ...end]
  })
  const squares = map
    ? of('area').map((row) => {
        const open = publicOpen(row, figures.least) ?? null
        return ['area', row.key || null, row.line, row.groups, row.received, null, null, null, open, ...end]
      })
    : []
  return [...tables, ...months, ...squares]
}

export const STEP_COLUMNS = [
  [
    'at_hours',
    'Setelah sekian jam; di atas 72 jam dibulatkan ke atas ke hari, paling banyak 4392',
    'After so many hours; above 72 rounded up to days, at most 4392',
  ],
  ['at_risk', 'Laporan yang diketahui menunggu selama itu', 'Reports known to have waited so long'],
  ['answered', 'Di antaranya yang dijawab saat itu', 'Of those, answered then'],
  [
    'still_waiting',
    'Di antaranya yang belum dijawab dan baru menunggu selama itu (dibulatkan seperti waited_hours)',
    'Of those, without an answer and no longer waiting than that (rounded as waited_hours is)',
  ],
  ...COUNTED,
] as const satisfies Columns

/** The steps of the curve, from which it, its interval and the median follow. */
export function stepRows({ curve, asOf, ruleVersion }: Figures): Cell[][] {
  return curve.map((step) => [step.at, step.atRisk, step.answered, step.censored, asOf.toISOString(), ruleVersion])
}
