import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Scope } from '../../platform/access.ts'
import type { Database, Db } from '../../platform/database/db.ts'
import { type Cell, csvText } from '../../platform/sheets.ts'
import { smallestCell } from '../services/index.ts'
import { DAY_HOURS, generalize, lastPublished, publishedSince, QUASI, RULE_VERSION, tupleKey } from './model.ts'
import { type Cursor, listGroups, listOpenRows, type OpenRow, type Publication } from './open-data-queries.ts'
import { findFoldedAt, findNames, type Names, type Window } from './queries.ts'

const BATCH = 5000

/** Only what Open311 tells everybody of the same report: senders of other channels were not asked for it. */
const POINT = [
  'Dibulatkan ke tiga desimal (sekitar 100 m); hanya laporan terbuka yang sudah ditayangkan dan masuk lewat Open311, yang titiknya memang terbaca di sana. Lainnya kosong: pelapornya tidak ditanya',
  'Rounded to three decimals (about 100 m); only of open reports that were published and came by Open311, which tells their point anyway. Others are empty: their senders were not asked',
] as const

/** What every file of figures ends with. */
export const COUNTED = [
  ['as_of', 'Sampai kapan data ini dihitung', 'Up to when the data was counted'],
  ['rule', 'Versi aturan hitung', 'Version of the rules'],
] as const

/** GeoReport Bulk's columns, then what the indicators need. The words are the data dictionary, Indonesian and English. */
export const COLUMNS = [
  [
    'service_request_id',
    'Nomor baris dalam berkas ini; pada laporan terbuka yang sudah ditayangkan: nomornya di Open311 dan di alamat /laporan/',
    'Number of the row in this file; of an open report that was published: its id in Open311 and in the address /laporan/',
  ],
  [
    'requested_datetime',
    'Laporan terbuka yang sudah ditayangkan: saat diterima. Lainnya: bulannya saja, ditulis sebagai hari pertamanya',
    'Open report that was published: when it was received. Others: only the month, written as its first day',
  ],
  [
    'updated_datetime',
    'Kabar terakhir; hanya laporan terbuka yang sudah ditayangkan, lainnya kosong agar pelapor tidak dapat dikenali',
    'Latest news; only of open reports that were published, else empty, so that nobody can be recognized',
  ],
  [
    'closed_date',
    'Saat dijawab atau ditutup; hanya laporan terbuka yang sudah ditayangkan',
    'When it was answered or closed; only of open reports that were published',
  ],
  [
    'status_description',
    'open: belum dijawab; closed: sudah dijawab; rejected: ditolak atau diarsipkan',
    'open: no answer yet; closed: answered; rejected: refused or archived',
  ],
  [
    'status_notes',
    'Jawaban yang dibaca publik; hanya laporan terbuka yang sudah ditayangkan',
    'The answer the public reads; only of open reports that were published',
  ],
  ['source', 'Saluran', 'Channel'],
  ['service_name', 'Layanan', 'Service'],
  ['service_subtype', 'Jenis laporan', 'Kind of report'],
  [
    'description',
    'Isi yang dibaca publik, sudah diperiksa petugas; hanya laporan terbuka yang sudah ditayangkan',
    'The words the public reads, looked at by a person; only of open reports that were published',
  ],
  ['agency_responsible', 'Unit yang menangani', 'Unit responsible'],
  ['address', 'Wilayah kejadian', 'Region'],
  ['lat', ...POINT],
  ['long', ...POINT],
  [
    'first_answer_hours',
    'Jam sampai jawaban pertama, dibulatkan ke atas; kosong bila belum dijawab',
    'Hours to the first answer, rounded up; empty without one',
  ],
  ['first_answer_working_days', 'Hari kerja sampai jawaban pertama', 'Working days to the first answer'],
  [
    'waited_hours',
    'Jam menunggu sampai as_of bila belum dijawab: 24, atau kelipatan seminggu (168) yang dibulatkan acak ke atas atau ke bawah',
    'Hours waited up to as_of without an answer: 24, or whole weeks (168), rounded up or down by chance',
  ],
  ['reopened', 'true bila dibuka kembali', 'true when it was reopened'],
  ['within_24h', 'true, false, atau kosong bila belum dapat ditentukan', 'true, false, or empty while undecided'],
  [
    'overdue',
    'true bila belum dijawab dan sudah lewat batas waktunya ketika bulan terakhir diterbitkan (tanggal 2 bulan berikutnya)',
    'true without an answer and past its deadline when the last month was published (the 2nd of the month after)',
  ],
  ...COUNTED,
] as const

/** A JSON file with these columns, as the description of the API has it. */
export function described(columns: Columns) {
  const cell = z.union([z.string(), z.number(), z.boolean()]).nullable()
  return z.array(z.object(Object.fromEntries(columns.map(([name, , meaning]) => [name, cell.describe(meaning)]))))
}

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

/** What the public reads of a year: which months, since when the newest, and how many make a group. */
export async function publication(
  db: Db,
  scope: Scope<'public'>,
  asOf: Date,
  of: { year: number; zone: string; today: string },
): Promise<Publication & { window: Window; least: number }> {
  const last = lastPublished(asOf, of.zone)
  const window = { from: `${of.year}-01`, to: `${of.year}-12` < last ? `${of.year}-12` : last }
  return { asOf, published: publishedSince(last, of.zone), window, least: await smallestCell(db, scope, of.today) }
}

/** The rows of a year, piece by piece. */
export async function* openRows(
  db: Db,
  scope: Scope<'public'>,
  of: { year: number; zone: string; today: string },
): AsyncGenerator<Cell[][]> {
  const asOf = await findFoldedAt(db, scope)
  if (!asOf) return
  const at = await publication(db, scope, asOf, of)
  const names = await findNames(db, scope)
  const shown = await shownOf(db, scope, at.window, at.least)
  let after: Cursor | undefined
  let number = 0
  while (true) {
    const rows = await listOpenRows(db, scope, at, at.window, after, BATCH)
    if (rows.length > 0)
      yield rows.map((row) => cellsOf(row, ++number, { names, shown, asOf, year: of.year, zone: of.zone }))
    if (rows.length < BATCH) return
    after = rows.at(-1)
  }
}

type Shown = { openly: ReadonlyMap<string, number>; coarse: ReadonlyMap<string, number>; all: boolean }

/**
 * Rows shown openly are told apart from the others, which therefore have to be alike among themselves. Where the others
 * are too few for that, nothing is shown openly.
 */
async function shownOf(db: Db, scope: Scope, window: Window, least: number): Promise<Shown> {
  const groups = await listGroups(db, scope, window)
  const [openly, coarse] = [true, false].map((which) => groups.filter((group) => group.openly === which))
  const others = coarse!.reduce((sum, group) => sum + group.n, 0)
  if (others === 0 || others >= least)
    return { openly: generalize(openly!, least), coarse: generalize(coarse!, least), all: true }
  const together = [...Map.groupBy(groups, ({ tuple }) => tupleKey(tuple)).values()].map((same) => ({
    tuple: same[0]!.tuple,
    n: same.reduce((sum, { n }) => sum + n, 0),
  }))
  return { openly: new Map(), coarse: generalize(together, least), all: false }
}

/** Month, unit and service stand on the page of a published report. */
const ON_ITS_PAGE = 3

type Facts = { asOf: Date; names: Names; shown: Shown; year: number; zone: string }

function cellsOf(row: OpenRow, number: number, facts: Facts): Cell[] {
  const tuple = [row.month, row.unit_id, row.service_id, row.kind, row.channel, row.place]
  const openly = facts.shown.all && row.received_at !== null
  const alike = (openly ? facts.shown.openly : facts.shown.coarse).get(tupleKey(tuple)) ?? 0
  const shown = openly ? Math.max(ON_ITS_PAGE, alike) : alike
  const [month, unit, service, kind, channel, place] = QUASI.map((_, index) =>
    index < shown ? (tuple[index] ?? null) : null,
  )
  const { names, zone } = facts
  const at = (instant: Date | null) => (openly && instant ? localInstant(instant, zone) : null)
  return [
    openly ? row.complaint_id : `${facts.year}-${String(number).padStart(7, '0')}`,
    at(row.received_at) ?? (month ? `${month}-01T00:00:00${zone}` : null),
    at(row.updated_at),
    at(row.closed_at),
    STATUS[row.state - 1]!,
    openly ? row.notes : null,
    channel ?? null,
    service ? (names.service.get(service) ?? null) : null,
    kind ?? null,
    openly ? row.description : null,
    unit ? (names.unit.get(unit) ?? null) : null,
    place ? (names.place.get(place) ?? place) : null,
    openly ? row.latitude : null,
    openly ? row.longitude : null,
    row.answer_hours,
    row.answer_days,
    row.state === 1 ? row.waited_hours : null,
    String(row.reopened),
    withinDay(row),
    String(row.overdue),
    facts.asOf.toISOString(),
    RULE_VERSION,
  ]
}

/** '2026-10-05T10:00:00+07:00' */
function localInstant(at: Date, zone: string): string {
  const ahead = Number(zone.slice(0, 3)) * 3_600_000
  return `${new Date(at.getTime() + ahead).toISOString().slice(0, 19)}${zone}`
}

function withinDay(row: OpenRow): string | null {
  if (row.answer_hours !== null) return String(row.answer_hours <= DAY_HOURS)
  return row.state === 1 && row.waited_hours >= DAY_HOURS ? 'false' : null
}

export type Columns = readonly (readonly [name: string, id: string, en: string])[]

export async function* csvOf(columns: Columns, rows: AsyncIterable<readonly Cell[][]>): AsyncGenerator<string> {
  yield `\ufeff${csvText([columns.map(([name]) => name)])}`
  for await (const chunk of rows) yield csvText(chunk)
}

export async function* jsonOf(columns: Columns, rows: AsyncIterable<readonly Cell[][]>): AsyncGenerator<string> {
  let first = true
  for await (const chunk of rows) {
    const objects = chunk.map((cells) =>
      JSON.stringify(Object.fromEntries(columns.map(([name], at) => [name, cells[at]]))),
    )
    if (objects.length === 0) continue
    yield `${first ? '[' : ','}\n${objects.join(',\n')}`
    first = false
  }
  yield first ? '[]\n' : '\n]\n'
}
