import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../demo/random.ts'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import {
  applyEvents,
  CHANNELS,
  KINDS,
  type NewEvent,
  PRIVACIES,
  type Submission,
  submitComplaints,
} from '../complaints/index.ts'
import { fold } from './fold.ts'
import { responsiveness } from './index.ts'
import { spooled } from './open-data.ts'
import { recountPage } from './test-recount.ts'

const HOUR = 3_600_000
const NOW = new Date('2026-11-20T03:00:00Z')
let house: TestHouse
let institution: TestInstitution
let units: string[]
let service: string

/** What the test itself knows of each report, for its own arithmetic. */
type Known = {
  id: string
  hidden: boolean
  receivedAt: number
  answeredAt?: number
  rejected: boolean
  reopened: boolean
  unit: string
}
const known: Known[] = []

beforeAll(async () => {
  house = await testHouse()
  institution = await newInstitution(house)
  house.clock.now = NOW
  units = await Promise.all(
    ['Besar', 'Sedang', 'Kecil'].map((name) =>
      newUnit(house, institution, institution.root, 'department', `Unit ${name}`),
    ),
  )
  service = newId()
  await house.owner.query(
    `insert into services.service (institution_id, id, unit_id, name, slug, product, promise_days, channels, updated_at)
     values ($1, $2, $3, '=HYPERLINK("http://jahat.example")', 'layanan', 'Surat', 3, '{counter}', now())`,
    [institution.id, service, units[0]],
  )
  const random = createRandom(11)
  const at = (days: number) => new Date(NOW.getTime() - days * 24 * HOUR)
  // Three rounds, each folded, so that rows are added, changed and left alone in turn.
  for (const round of [1, 2, 3]) {
    const stories: { id: string; events: NewEvent[] }[] = []
    const items: Submission[] = Array.from({ length: 60 }, (_, index) => {
      const id = newId()
      const receivedAt = at(index < 4 ? random.next() * 0.9 : 1 + random.next() * 250)
      const unit = units[random.weighted([60, 37, 3])]!
      const kind = KINDS[random.weighted([50, 10, 10, 20, 5, 5])]!
      const privacy = kind === 'whistleblowing' ? 'secret' : PRIVACIES[random.weighted([30, 55, 15])]!
      const one: Known = {
        id,
        hidden: privacy === 'secret',
        receivedAt: receivedAt.getTime(),
        rejected: false,
        reopened: false,
        unit,
      }
      known.push(one)
      stories.push({ id, events: kind === 'whistleblowing' ? [] : storyOf(one, random, unit) })
      return {
        id,
        at: receivedAt,
        unit_id: unit,
        service_id: random.chance(0.7) ? service : undefined,
        kind,
        privacy,
        channel: CHANNELS[random.int(0, CHANNELS.length - 1)]!,
        subject: `Laporan ${round}-${index}`,
        body: 'Isi laporan.',
        actor: 'citizen',
      }
    })
    await asSystem(house, institution, 'complaint.read', async (db, scope) => {
      await submitComplaints(db, scope, NOW, items)
      await fold(db, scope, NOW)
      await applyEvents(
        db,
        scope,
        NOW,
        stories.filter((story) => story.events.length > 0),
      )
      expect((await fold(db, scope, NOW)).rows).toBe(stories.filter((story) => story.events.length > 0).length)
      expect((await fold(db, scope, NOW)).rows).toBe(0)
    })
  }
})

function storyOf(one: Known, random: ReturnType<typeof createRandom>, unit: string): NewEvent[] {
  const draw = random.next()
  const later =
    one.receivedAt + (random.chance(0.15) ? 24 * HOUR : random.next() * (random.chance(0.5) ? 30 : 400) * HOUR)
  if (draw < 0.15 || later > NOW.getTime()) return []
  const at = new Date(later)
  if (draw < 0.22) {
    one.rejected = true
    return [{ kind: 'rejected', actor: 'officer', reason: 'out_of_scope', body: 'Bukan kami.', at }]
  }
  one.answeredAt = later
  const first = new Date(one.receivedAt + (later - one.receivedAt) / 2)
  const objected = random.chance(0.2) && later + 2 * HOUR < NOW.getTime()
  const events: NewEvent[] = [
    { kind: 'verified', actor: 'officer', at: first },
    {
      kind: 'classified',
      actor: 'officer',
      class: objected ? 'disclosure' : 'ordinary',
      theme: 'kecepatan',
      at: first,
    },
    { kind: 'routed', actor: 'officer', unit_id: unit, at: first },
    { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah kami selesaikan, terima kasih.', at },
  ]
  // What an objection that was right brings back to work was not reopened by its reporter.
  if (objected)
    return [
      ...events,
      { kind: 'objected', actor: 'citizen', reason: 'incomplete', body: 'Belum lengkap.', at: new Date(later + HOUR) },
      {
        kind: 'objection_decided',
        actor: 'officer',
        reason: 'granted',
        body: 'Benar.',
        at: new Date(later + 2 * HOUR),
      },
      { kind: 'reopened', actor: 'system', reason: 'objection', at: new Date(later + 2 * HOUR) },
    ]
  if (random.chance(0.15) && later + HOUR < NOW.getTime()) {
    one.reopened = true
    events.push({ kind: 'reopened', actor: 'citizen', reason: 'Belum selesai', at: new Date(later + HOUR) })
  }
  return events
}

const counted = () => known.filter((one) => !one.hidden && !one.rejected)
const within = (one: Known) => one.answeredAt !== undefined && one.answeredAt - one.receivedAt <= 24 * HOUR
/** The public counts whole months; the last one before NOW is October. */
const published = (one: Known) => one.receivedAt < Date.parse('2026-11-01T00:00:00+07:00')
const decided = (one: Known) => one.answeredAt !== undefined || NOW.getTime() - one.receivedAt >= 24 * HOUR
const url = (rest = '') => `/i/${institution.slug}/statistik-pengaduan${rest}`
const year = { from: '2026-01', to: '2026-12' }

test('incremental equals a full rebuild, row by row and sum by sum', async () => {
  const tables = ['fact', 'cell', 'curve', 'unit_curve', 'waiting', 'waiting_age']
  const read = async () =>
    Promise.all(
      tables.map(
        async (table) =>
          (
            await house.owner.query(
              `select to_jsonb(t) as row from statistics.${table} t where institution_id = $1 order by 1`,
              [institution.id],
            )
          ).rows,
      ),
    )
  const before = await read()
  for (const table of tables)
    await house.owner.query(`delete from statistics.${table} where institution_id = $1`, [institution.id])
  await asSystem(house, institution, 'complaint.read', (db, scope) => fold(db, scope, NOW))
  expect(await read()).toEqual(before)
  expect(before[0]!.length).toBe(known.length)
})

test('the indicator is what the test’s own arithmetic says, answers of exactly 24 hours included', async () => {
  const found = (await asSystem(house, institution, 'complaint.read', (db, scope) => responsiveness(db, scope, year)))!
  expect(known.some((one) => one.answeredAt === one.receivedAt + 24 * HOUR)).toBe(true)
  expect(found.withinDay).toMatchObject({ hits: counted().filter(within).length, n: counted().filter(decided).length })
  expect(found.withinDayLasting!.hits).toBe(counted().filter((one) => within(one) && !one.reopened).length)
  expect(found).toMatchObject({
    received: known.filter((one) => !one.hidden).length,
    rejected: known.filter((one) => !one.hidden && one.rejected).length,
    open: counted().filter((one) => one.answeredAt === undefined).length,
  })
  const days = found.workingDays.map(({ share }) => share!.hits)
  expect(days).toEqual([...days].sort((a, b) => a - b))
})

test('per unit: only what is in reach', async () => {
  const one = await asSystem(house, institution, 'complaint.read', (db, scope) =>
    responsiveness(db, scope, { ...year, unitId: units[1] }),
  )
  const mine = counted().filter((each) => each.unit === units[1])
  expect(one!.withinDay).toMatchObject({ hits: mine.filter(within).length, n: mine.filter(decided).length })
  const officer = await newPerson(house, institution, units[1]!, ['complaint.read'])
  const page = (await get(house, '/statistik-pengaduan?dari=2026-01&sampai=2026-12', officer)).body
  expect(page).toContain('Unit Sedang')
  expect(page).not.toContain('Unit Besar')
  expect((await get(house, `/statistik-pengaduan?unit=${units[0]}`, officer)).body).not.toContain('Unit Besar')
  const nobody = await newPerson(house, institution, institution.root, ['survey.read'])
  expect((await get(house, '/statistik-pengaduan', nobody)).statusCode).toBe(403)
})

describe('open data', () => {
  const download = async (format: string) => (await get(house, url(`/data/2026.${format}`))).body
  const rows = async () => parse(await download('csv'), { columns: true, bom: true }) as Record<string, string>[]

  test('anyone can recompute the published indicator from the downloaded rows', async () => {
    const all = await rows()
    // The page's spreadsheet formula names column S.
    expect(Object.keys(all[0]!)['ABCDEFGHIJKLMNOPQRSTU'.indexOf('S')]).toBe('within_24h')
    const yes = all.filter((row) => row['within_24h'] === 'true').length
    const no = all.filter((row) => row['within_24h'] === 'false').length
    for (const row of all.filter((one) => one['status_description'] !== 'rejected')) {
      const answered = row['first_answer_hours'] !== ''
      const again = answered ? Number(row['first_answer_hours']) <= 24 : Number(row['waited_hours']) >= 24 ? false : ''
      expect(row['within_24h']).toBe(String(again))
    }
    const page = (await get(house, url('?tahun=2026'))).body
    const share = ((100 * yes) / (yes + no)).toFixed(1).replace('.', ',')
    expect(page).toMatch(new RegExp(`${share}\\u00a0%`))
    expect(page).toContain(`${yes} dari ${yes + no} laporan`)
    expect(yes + no).toBe(counted().filter(published).length)
    expect(counted().filter(published).every(decided)).toBe(true)
  })

  test('every number of the public page is computed again from the downloaded files alone', async () => {
    const compared = await recountPage(house, url(), 2026)
    expect(compared).toMatchObject({ curve: 61, days: 5, service: 2 })
    for (const [part, many] of Object.entries(compared)) if (part !== 'place') expect(many, part).toBeGreaterThan(0)
  })

  test('JSON says the same', async () => {
    const json = JSON.parse(await download('json')) as Record<string, string | number | null>[]
    const text = json.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? '' : String(value)])),
    )
    expect(text).toEqual(
      (await rows()).map((row) => ({ ...row, service_name: row['service_name']!.replace(/^'/, '') })),
    )
  })

  async function smallest() {
    const names = ['requested_datetime', 'agency_responsible', 'service_name', 'service_subtype', 'source', 'address']
    const groups = Map.groupBy(await rows(), (row) => names.map((name) => row[name]).join('|'))
    return Math.min(...[...groups.values()].map((group) => group.length))
  }

  test('what is too small is a dated rule of the institution, never below the house’s own', async () => {
    const admin = await newPerson(house, institution, institution.root, ['service.rules'])
    const rule = { key: 'small_cell', value: '30', source: 'Keputusan Bupati 7/2026', valid_from: '2026-11-20' }
    const set = (more = {}) => post(house, '/layanan/ketentuan', { ...rule, ...more }, admin)
    expect((await set({ value: '4' })).body).toContain('5 sampai 100')
    await set({ valid_from: '2026-11-21' })
    expect(await smallest()).toBeLessThan(30)
    await set()
    expect(await smallest()).toBeGreaterThanOrEqual(30)
    expect((await get(house, url('/hitung-ulang'))).body).toContain('paling sedikit 30 laporan')
    await house.owner.query('delete from services.rule where institution_id = $1', [institution.id])
  })

  test('each combination shown is that of five rows or more; a formula is inert', async () => {
    expect(await smallest()).toBeGreaterThanOrEqual(5)
    const named = (await rows()).filter((row) => row['service_name'] !== '')
    expect(new Set(named.map((row) => row['service_name']!.slice(0, 2)))).toEqual(new Set(["'="]))
  })

  test('nothing of a secret report or a whistleblowing is in any of it', async () => {
    const all = await rows()
    expect(all.length).toBe(known.filter((one) => !one.hidden && published(one)).length)
    const text = (await download('csv')) + (await get(house, url())).body
    expect(text).not.toMatch(/whistleblowing|pelanggaran"/)
    for (const one of known.filter((each) => each.hidden)) expect(text).not.toContain(one.id)
  })

  test.each(['/data/2026.exe', '/data/x.csv', '/data/1800.csv'])('%s is not there', async (path) => {
    expect((await get(house, url(path))).statusCode).toBe(404)
    expect((await get(house, url('/data/2001.csv'))).body.trim().split('\n')).toHaveLength(1)
    expect((await get(house, url('/data/2001.json'))).json()).toEqual([])
  })
})

test('a download reads one snapshot, whatever is folded meanwhile', async () => {
  const stream = await spooled(house.database, institution.id, async function* (db) {
    const { rows } = await sql<{ transaction_isolation: string }>`show transaction_isolation`.execute(db)
    yield rows[0]!.transaction_isolation
  })
  expect((await stream.toArray()).join('')).toBe('repeatable read')
})

test('the limit of verifying is the rule of complaints, and hidden ones are kept as a sum', async () => {
  const officer = await newPerson(house, institution, institution.root, ['complaint.read'])
  const page = (await get(house, '/statistik-pengaduan?dari=2026-01&sampai=2026-12', officer)).body
  expect(page).toContain('batas sekarang 3 hari kerja')
  const { rows } = await house.owner.query(
    `select (select sum(received)::int from statistics.hidden where institution_id = $1) as kept,
      (select count(*)::int from statistics.fact where institution_id = $1 and hidden) as counted`,
    [institution.id],
  )
  expect(rows[0].kept).toBe(rows[0].counted)
  expect(rows[0].kept).toBe(known.filter((one) => one.hidden).length)
})

describe('pages', () => {
  test('the public page merges what is small and says what it was counted with', async () => {
    const page = (await get(house, url('?tahun=2026'))).body
    expect(page).toContain('aturan Sigap 2026, edisi 4')
    expect(page).toContain('Unit Besar')
    const small = known.filter((one) => !one.hidden && published(one) && one.unit === units[2]).length
    expect(small > 0 && small < 5).toBe(true)
    expect(page).not.toContain('Unit Kecil')
    expect((await get(house, url('/hitung-ulang'))).statusCode).toBe(200)
    expect((await get(house, url('?tahun=abc'))).statusCode).toBe(200)
    expect((await get(house, url('?tahun=1999'))).body).toContain('Belum ada yang dapat dihitung')
  })
  test('counting again straight from the stories gives the same', async () => {
    const inspector = await newPerson(house, institution, institution.root, ['complaint.read', 'audit.read'])
    const reader = await newPerson(house, institution, institution.root, ['complaint.read'])
    expect((await get(house, '/statistik-pengaduan', inspector)).body).toContain('/statistik-pengaduan/periksa')
    expect((await get(house, '/statistik-pengaduan', reader)).body).not.toContain('/statistik-pengaduan/periksa')
    expect((await get(house, '/statistik-pengaduan/periksa?tahun=2026', reader)).statusCode).toBe(403)
    const page = (await get(house, '/statistik-pengaduan/periksa?tahun=2026', inspector)).body
    expect(page).toContain('Keduanya sama.')
    expect(page).not.toContain('sejak itu')
    // What comes in or goes on after the last renewal is told apart from a difference.
    const open = known.find((one) => !one.hidden && !one.rejected && one.answeredAt === undefined)!
    const item = {
      id: newId(),
      at: new Date(NOW.getTime() - 30 * HOUR),
      unit_id: units[0]!,
      kind: 'complaint' as const,
      privacy: 'open' as const,
      channel: 'web' as const,
      subject: 'Baru masuk',
      body: 'Isi laporan.',
      actor: 'citizen' as const,
    }
    await asSystem(house, institution, 'complaint.read', async (db, scope) => {
      await submitComplaints(db, scope, NOW, [item])
      await applyEvents(db, scope, NOW, [
        { id: open.id, events: [{ kind: 'noted', actor: 'officer', body: 'Catatan.' }] },
      ])
    })
    const later = (await get(house, '/statistik-pengaduan/periksa?tahun=2026', inspector)).body
    expect(later).toContain('Keduanya sama.')
    expect(later).toContain('2 laporan masuk atau berubah sejak itu')
    await house.owner.query(
      'update statistics.cell set within_day = within_day + 1 where institution_id = $1 and dimension = $2',
      [institution.id, 'all'],
    )
    expect((await get(house, '/statistik-pengaduan/periksa?tahun=2026', inspector)).body).toContain('Keduanya berbeda.')
  })
  test('an institution without any report has a page that says so', async () => {
    const other = await newInstitution(house)
    expect((await get(house, `/i/${other.slug}/statistik-pengaduan`)).body).toContain('Belum ada yang dapat dihitung')
  })
})
