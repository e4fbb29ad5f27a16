import { type Access, systemScope } from '../platform/access.ts'
import type { Database, Db } from '../platform/database/db.ts'
import { localDate } from '../platform/i18n.ts'
import { drawIdsFrom, newId } from '../platform/id.ts'
import { refreshWords } from '../platform/words.ts'
import { demos } from './chapters.ts'
import { COMPLETE } from './empty.ts'
import { createRandom, type Random } from './random.ts'
import { story } from './story.ts'
import type { DemoWorld } from './world.ts'

export type DemoOptions = {
  seed: number
  scale: number
  anchor: Date
  dataDir: string
  secret: Buffer
  say: (line: string) => void
}

const TIME_ZONE = 'Asia/Jakarta'

const INSTITUTIONS = [
  { slug: 'contoh', name: 'Kabupaten Contoh', size: 'full' },
  { slug: 'teladan', name: 'Kabupaten Teladan', size: 'small' },
  { slug: 'sejahtera', name: 'Kota Sejahtera', size: 'small' },
] as const

/** How much longer the regency takes than a neighbour, so that the bar tells how much is left. */
const SHARE = { full: 8, small: 1 } as const

/** Loads the invented institutions, slice by slice, through the functions that the routes use. */
export async function loadDemo(database: Database, options: DemoOptions): Promise<void> {
  try {
    await loadAll(database, options)
  } finally {
    drawIdsFrom(undefined)
  }
}

async function loadAll(database: Database, options: DemoOptions): Promise<void> {
  const total = demos.length * INSTITUTIONS.reduce((sum, { size }) => sum + SHARE[size], 0)
  let done = 0
  for (const invented of INSTITUTIONS) {
    drawIds(options, invented.slug)
    const id = newId()
    // Texts of the story are written in the words that pages will use.
    await refreshWords(database, id, localDate(options.anchor, TIME_ZONE), options.anchor)
    for (const chapter of demos) {
      const began = Date.now()
      drawIds(options, `${invented.slug}/${chapter.name}`)
      await database.transaction('write', id, (db) =>
        chapter.write(worldOf(db, { ...invented, id }, chapter.name, options)),
      )
      done += SHARE[invented.size]
      options.say(
        `${bar(done, total)} ${invented.name}: ${chapter.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
      )
    }
  }
  await database.pool.query('insert into platform.setting values ($1, $2) on conflict (key) do update set value = $2', [
    COMPLETE,
    `seed ${options.seed}, scale ${options.scale}`,
  ])
}

/** One stream for each chapter, so that a row more in one of them gives no other row another id. */
function drawIds({ seed, anchor }: DemoOptions, name: string): void {
  const random = createRandom(seed).fork(`${name}/ids`)
  drawIdsFrom({ now: anchor, bytes: (length) => Uint8Array.from({ length }, () => random.int(0, 255)) })
}

function worldOf(
  db: Db,
  invented: { id: string; slug: string; name: string; size: 'full' | 'small' },
  chapter: string,
  options: DemoOptions,
): DemoWorld {
  const months = monthsUntil(options.anchor)
  return {
    db,
    institution: { ...invented, timeZone: TIME_ZONE, synthetic: true },
    random: createRandom(options.seed).fork(`${invented.slug}/${chapter}`),
    scale: options.scale,
    anchor: options.anchor,
    months,
    story,
    dataDir: options.dataDir,
    secret: options.secret,
    async scopeFor<A extends Access>(access: A) {
      const units = await db
        .selectFrom('organization.unit')
        .select('id')
        .where('institution_id', '=', invented.id)
        .execute()
      return systemScope(
        access,
        'demonstration data',
        invented.id,
        units.map((unit) => unit.id),
      )
    },
    instant: (month, random, office = true) => instantIn(months[month]!, random, office, options.anchor),
    progress: (text, reached, of) => options.say(of ? `      ${text}: ${reached} / ${of}` : `      ${text}`),
  }
}

function monthsUntil(anchor: Date): string[] {
  const local = new Date(anchor.getTime() + WIB)
  return Array.from({ length: 18 }, (_, back) =>
    new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 17 + back, 1)).toISOString().slice(0, 7),
  )
}

const WIB = 7 * 3_600_000
const DAY = 86_400_000

function instantIn(month: string, random: Random, office: boolean, anchor: Date): Date {
  const start = Date.parse(`${month}-01T00:00:00Z`) - WIB
  const next = new Date(start + WIB)
  const end = Math.min(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 1) - WIB, anchor.getTime())
  const days = Math.max(1, Math.floor((end - start) / DAY))
  const day = start + random.int(0, days - 1) * DAY
  const minute = office ? random.int(7 * 60 + 30, 16 * 60) : random.int(5 * 60, 23 * 60)
  const weekday = new Date(day + WIB).getUTCDay()
  const shift = office && (weekday === 0 || weekday === 6) ? (day - start >= 2 * DAY ? -2 * DAY : 2 * DAY) : 0
  return new Date(Math.max(start, Math.min(day + shift + minute * 60_000 + random.int(0, 59) * 1000, end - 1000)))
}

function bar(done: number, total: number): string {
  const filled = Math.round((done / total) * 20)
  return `[${'='.repeat(filled)}${' '.repeat(20 - filled)}] ${String(Math.round((done / total) * 100)).padStart(3)} %`
}
