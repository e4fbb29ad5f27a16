import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Scope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { type Cell, csvText } from '../../platform/sheets.ts'
import { smallestCell } from '../services/index.ts'
import { coarseWait, DAY_HOURS, generalize, lastPublished, QUASI, RULE_VERSION, tupleKey } from './model.ts'
import { type Cursor, findFoldedAt, findNames, listGroups, listOpenRows, type Names, type OpenRow } from './queries.ts'

const BATCH = 5000

/** GeoReport Bulk's columns, then what the indicators need. The words are the data dictionary, Indonesian and English. */
export const COLUMNS = [
  [
    'service_request_id',
    'Nomor baris dalam berkas ini; bukan kode laporan',
    'Number of the row in this file; not the report’s code',
  ],
  [
    'requested_datetime',
    'Bulan laporan diterima, ditulis sebagai hari pertamanya',
    'Month of receipt, written as its first day',
  ],
  ['updated_datetime', 'Dikosongkan agar pelapor tidak dapat dikenali', 'Left empty, so that nobody can be recognized'],
  ['closed_date', 'Dikosongkan agar pelapor tidak dapat dikenali', 'Left empty, so that nobody can be recognized'],
  [
    'status_description',
    'open: belum dijawab; closed: sudah dijawab; rejected: ditolak atau diarsipkan',
    'open: no answer yet; closed: answered; rejected: refused or archived',
  ],
  ['status_notes', 'Selalu kosong', 'Always empty'],
  ['source', 'Saluran', 'Channel'],
  ['service_name', 'Layanan', 'Service'],
  ['service_subtype', 'Jenis laporan', 'Kind of report'],
  ['description', 'Selalu kosong: isi laporan bukan data statistik', 'Always empty: words are no statistics'],
  ['agency_responsible', 'Unit yang menangani', 'Unit responsible'],
  ['address', 'Wilayah kejadian', 'Region'],
  ['lat', 'Selalu kosong', 'Always empty'],
  ['long', 'Selalu kosong', 'Always empty'],
  [
    'first_answer_hours',
    'Jam sampai jawaban pertama, dibulatkan ke atas; kosong bila belum dijawab',
    'Hours to the first answer, rounded up; empty without one',
  ],
  ['first_answer_working_days', 'Hari kerja sampai jawaban pertama', 'Working days to the first answer'],
  [
    'waited_hours',
    'Jam menunggu sampai as_of bila belum dijawab, dibulatkan ke bawah: 24, lalu kelipatan seminggu (168)',
    'Hours waited up to as_of without an answer, rounded down: 24, then whole weeks (168)',
  ],
  ['reopened', 'true bila dibuka kembali', 'true when it was reopened'],
  ['within_24h', 'true, false, atau kosong bila belum dapat ditentukan', 'true, false, or empty while undecided'],
  ['as_of', 'Sampai kapan data ini dihitung', 'Up to when the data was counted'],
  ['rule', 'Versi aturan hitung', 'Version of the rules'],
] as const

const STATUS = ['open', 'closed', 'rejected'] as const

/**
 * Writes the text of one snapshot to a file and hands that out, so that a download that overlaps a fold neither repeats
 * nor misses a row, and a slow reader holds no connection.
 */
export async function spooled(
  database: Database,
  institution: string,
  text: (db: Db) => AsyncIterable<string>,
): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), 'sigap-'))
  try {
    const path = join(folder, 'data')
    await database.transaction('read', institution, async (db) => {
      await sql`set transaction isolation level repeatable read`.execute(db)
      await writeFile(path, text(db))
    })
    // What is open can be read to its end after its name is gone.
    return (await open(path)).createReadStream()
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The rows of a year, piece by piece. */
export async function* openRows(
  db: Db,
  scope: Scope<'public'>,
  year: number,
  zone: string,
  today: string,
): AsyncGenerator<Cell[][]> {
  const asOf = await findFoldedAt(db, scope)
  if (!asOf) return
  const last = lastPublished(asOf, zone)
  const window = { from: `${year}-01`, to: `${year}-12` < last ? `${year}-12` : last }
  const names = await findNames(db, scope)
  const shown = generalize(await listGroups(db, scope, window), await smallestCell(db, scope, today))
  let after: Cursor | undefined
  let number = 0
  while (true) {
    const rows = await listOpenRows(db, scope, asOf, window, after, BATCH)
    if (rows.length > 0) yield rows.map((row) => cellsOf(row, ++number, { names, shown, asOf, year, zone }))
    if (rows.length < BATCH) return
    after = rows.at(-1)
  }
}

type Facts = { asOf: Date; names: Names; shown: ReadonlyMap<string, number>; year: number; zone: string }

function cellsOf(row: OpenRow, number: number, facts: Facts): Cell[] {
  const tuple = [row.month, row.unit_id, row.service_id, row.kind, row.channel, row.place]
  const shown = facts.shown.get(tupleKey(tuple)) ?? 0
  const [month, unit, service, kind, channel, place] = QUASI.map((_, index) =>
    index < shown ? (tuple[index] ?? null) : null,
  )
  const { names } = facts
  return [
    `${facts.year}-${String(number).padStart(7, '0')}`,
    month ? `${month}-01T00:00:00${facts.zone}` : null,
    null,
    null,
    STATUS[row.state - 1]!,
    null,
    channel ?? null,
    service ? (names.service.get(service) ?? null) : null,
    kind ?? null,
    null,
    unit ? (names.unit.get(unit) ?? null) : null,
    place ? (names.place.get(place) ?? place) : null,
    null,
    null,
    row.answer_hours,
    row.answer_days,
    row.state === 1 ? coarseWait(row.waited_hours) : null,
    String(row.reopened),
    withinDay(row),
    facts.asOf.toISOString(),
    RULE_VERSION,
  ]
}

function withinDay(row: OpenRow): string | null {
  if (row.answer_hours !== null) return String(row.answer_hours <= DAY_HOURS)
  return row.state === 1 && row.waited_hours >= DAY_HOURS ? 'false' : null
}

export async function* csvOf(rows: AsyncIterable<readonly Cell[][]>): AsyncGenerator<string> {
  yield `\ufeff${csvText([COLUMNS.map(([name]) => name)])}`
  for await (const chunk of rows) yield csvText(chunk)
}

export async function* jsonOf(rows: AsyncIterable<readonly Cell[][]>): AsyncGenerator<string> {
  let first = true
  for await (const chunk of rows) {
    const objects = chunk.map((cells) =>
      JSON.stringify(Object.fromEntries(COLUMNS.map(([name], at) => [name, cells[at]]))),
    )
    yield `${first ? '[' : ','}\n${objects.join(',\n')}`
    first = false
  }
  yield first ? '[]\n' : '\n]\n'
}
