import { parse } from 'csv-parse/sync'
import { JSDOM } from 'jsdom'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { applyEvents, insertPlace, submitComplaints } from '../complaints/index.ts'
import { saveServices } from '../services/index.ts'
import { fold } from './fold.ts'

const NOW = new Date('2026-11-20T03:00:00Z')
const RECEIVED = new Date('2026-10-05T03:00:00Z')
const HOUR = 3_600_000
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
})

/** What is known of each group: how many came, how many of them had their answer within 24 hours. */
const GROUPS = [
  ['complaint', 'web', 8, 4],
  ['suggestion', 'phone', 7, 2],
  ['question', 'email', 6, 6],
  ['criticism', 'letter', 3, 1],
  ['praise', 'counter', 2, 0],
] as const
const LABELS = {
  service: ['Layanan 0', 'Layanan 1', 'Layanan 2', 'Layanan 3', 'Layanan 4'],
  kind: ['Keluhan', 'Saran', 'Permintaan informasi', 'Kritik', 'Apresiasi'],
  channel: ['Situs web', 'Telepon', 'Surel', 'Surat', 'Loket'],
  place: ['Kecamatan 0', 'Kecamatan 1', 'Kecamatan 2', 'Kecamatan 3', 'Kecamatan 4'],
}

test('by service, kind, channel and place: each group with its own share, and few ones together for the public', async () => {
  const institution = await newInstitution(house)
  const district = (group: number) => `96.01.0${group}`
  await house.owner.query(
    `insert into organization.region (code, parent_code, level, name) values
      ('96', null, 1, 'Provinsi Kelompok'), ('96.01', '96', 2, 'Kabupaten Kelompok'),
      ${GROUPS.map((_, group) => `('${district(group)}', '96.01', 3, 'Kecamatan ${group}')`).join()} on conflict do nothing`,
  )
  const services = await asSystem(house, institution, 'service.manage', (db, scope) =>
    saveServices(
      db,
      scope,
      NOW,
      LABELS.service.map((name) => ({
        name,
        unit: institution.root,
        summary: undefined,
        product: 'Surat',
        requirements: undefined,
        procedure: undefined,
        promise: 3,
        promise_unit: 'days' as const,
        cost: 0,
        cost_note: undefined,
        channels: ['counter' as const],
        active: true,
      })),
    ),
  )
  const cases = GROUPS.flatMap(([kind, channel, count, within], group) =>
    Array.from({ length: count }, (_, index) => ({
      group,
      kind,
      channel,
      hours: index < within ? 5 : 30,
      id: newId(),
    })),
  )
  await asSystem(house, institution, 'complaint.read', async (db, scope) => {
    await submitComplaints(
      db,
      scope,
      NOW,
      cases.map(({ id, kind, channel, group }) => ({
        id,
        kind,
        channel,
        at: RECEIVED,
        unit_id: institution.root,
        service_id: services[group]!.id,
        subject: 'Laporan',
        body: 'Isi laporan.',
        privacy: 'anonymous',
        actor: 'citizen',
      })),
    )
    for (const { id, group } of cases) await insertPlace(db, scope, id, { region: district(group), secret: false })
    const at = (hours: number) => new Date(RECEIVED.getTime() + hours * HOUR)
    await applyEvents(
      db,
      scope,
      NOW,
      cases.map(({ id, hours }, index) => ({
        id,
        events: [
          { kind: 'verified', actor: 'officer', at: at(1) },
          { kind: 'classified', actor: 'officer', class: 'ordinary', theme: 'kecepatan', at: at(1) },
          { kind: 'routed', actor: 'officer', unit_id: institution.root, at: at(1) },
          { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah.', at: at(hours) },
          ...(index % 3 === 0
            ? [{ kind: 'reopened', actor: 'citizen', reason: 'Belum.', at: at(hours + 1) } as const]
            : []),
        ],
      })),
    )
    await fold(db, scope, NOW)
  })

  /** What the page says of each group: name, share within 24 hours, how many came. */
  const read = (html: string, dimension: string) =>
    [...new JSDOM(html).window.document.querySelectorAll(`#menurut-${dimension} tbody tr`)].map((row) => {
      const cells = [...row.children].map((cell) => cell.textContent.replaceAll('\u00a0', ' ').trim())
      return [cells[0], cells[1], cells.at(-1)]
    })
  const lines = (labels: readonly string[]) =>
    GROUPS.map(([, , count, within], group) => [
      labels[group],
      `${((100 * within) / count).toFixed(1).replace('.', ',')} % dari ${count}`,
      String(count),
    ])
  const open = (await get(house, `/i/${institution.slug}/statistik-pengaduan?tahun=2026`)).body
  const officer = await newPerson(house, institution, institution.root, ['complaint.read'])
  const inside = (await get(house, '/statistik-pengaduan?dari=2026-10&sampai=2026-10', officer)).body
  for (const [dimension, labels] of Object.entries(LABELS)) {
    expect(read(inside, dimension)).toEqual(lines(labels))
    expect(read(open, dimension)).toEqual([...lines(labels).slice(0, 3), ['2 lainnya, digabung', '20,0 % dari 5', '5']])
  }
  const file = (await get(house, `/i/${institution.slug}/statistik-pengaduan/data/2026.csv`)).body
  const rows = parse(file, { columns: true, bom: true }) as Record<string, string>[]
  // The columns of GeoReport Bulk, in its order, come before our own.
  expect(Object.keys(rows[0]!).slice(0, 14)).toEqual(
    'service_request_id,requested_datetime,updated_datetime,closed_date,status_description,status_notes,source,service_name,service_subtype,description,agency_responsible,address,lat,long'.split(
      ',',
    ),
  )
  const told = Map.groupBy(rows, (row) => row['service_name'])
  expect([...told].map(([name, some]) => [name, some.length]).sort()).toEqual(
    [
      ['', 5],
      ['Layanan 0', 8],
      ['Layanan 1', 7],
      ['Layanan 2', 6],
    ].sort(),
  )
  // Also what is adjusted for reports opened again, and each share within working days, is counted from these rows.
  const within = rows.filter((row) => row['within_24h'] === 'true')
  const lasting = within.filter((row) => row['reopened'] === 'false')
  expect([rows.length, within.length, lasting.length < within.length]).toEqual([26, 13, true])
  for (const { length } of [within, lasting]) expect(open).toContain(`>${length} dari 26 laporan<`)
  for (const days of [1, 3, 5, 14, 60]) {
    const { length } = rows.filter(({ first_answer_working_days: took }) => Number(took) <= days)
    expect(open, `${days} days`).toMatch(new RegExp(`${days} hari[^%]*%[^%]{0,80}\\(${length} dari 26 laporan\\)`))
  }
})

test('the public map knows squares of 2 km, hides few and secret ones, and is there only where a map was chosen', async () => {
  const here = await newInstitution(house)
  const unit = await newUnit(house, here, here.root)
  const keeper = await newPerson(house, here, here.root, ['complaint.rules'])
  // Six in one square, five in the next one, two lonely ones, and five secret ones at a third place.
  const squares = [
    [6, -6.9147, 107.6098, 'open'],
    [5, -6.9347, 107.6298, 'anonymous'],
    [1, -6.8147, 107.5098, 'open'],
    [1, -6.7147, 107.4098, 'open'],
    [5, -6.6147, 107.3098, 'secret'],
  ] as const
  const items = squares.flatMap(([count, latitude, longitude, privacy]) =>
    Array.from({ length: count }, (_, index) => ({
      point: { latitude: latitude + index * 0.0003, longitude },
      submission: {
        id: newId(),
        at: new Date(NOW.getTime() - 40 * 24 * HOUR),
        unit_id: unit,
        kind: 'complaint' as const,
        privacy,
        channel: 'web' as const,
        subject: 'Lubang',
        body: 'Isi laporan.',
        actor: 'citizen' as const,
      },
    })),
  )
  await asSystem(house, here, 'complaint.read', async (db, scope) => {
    await submitComplaints(
      db,
      scope,
      NOW,
      items.map(({ submission }) => submission),
    )
    for (const { point, submission } of items)
      await insertPlace(db, scope, submission.id, { ...point, secret: submission.privacy === 'secret' })
    await fold(db, scope, NOW)
  })
  const address = `/i/${here.slug}/statistik-pengaduan`
  expect((await get(house, address)).body).not.toContain('data-map')
  const tiles = 'https://peta.contoh.go.id/{z}/{x}/{y}.png'
  await post(house, '/pengaduan/peta', { tiles, attribution: 'Uji', max_zoom: '18', zoom: '12' }, keeper)
  const page = await get(house, address)
  expect(page.headers['content-security-policy']).toContain('https://peta.contoh.go.id')
  const { show } = JSON.parse(/data-map="([^"]*)"/.exec(page.body)![1]!.replaceAll('&quot;', '"'))
  // The square of five is the smallest that may stand alone, but it stays only if those put together are enough.
  expect(show).toEqual([{ latitude: -6.91, longitude: 107.61, count: 6 }])
  expect(page.body).toContain('6,91° LS, 107,61° BT')
  expect(page.body).toContain('3 lainnya, digabung')
  for (const secret of ['-6.61', '6,61°', '-6.9147', '-6.81']) expect(page.body).not.toContain(secret)
  const file = await get(house, `${address}/data/2026.csv`)
  expect(file.body).not.toContain('-6.9')
  // The squares as the page has them; how many of the few together wait is not told.
  const groups = (await get(house, `${address}/data/2026-kelompok.csv`)).body
  const told = (parse(groups, { columns: true, bom: true }) as Record<string, string>[])
    .filter((row) => row['table'] === 'area')
    .map((row) => [row['group'], row['line'], row['groups'], row['received'], row['open']])
  expect(told).toEqual([
    ["'-6.91,107.61", 'group', '1', '6', '6'],
    ['', 'together', '3', '7', '7'],
  ])
})

test('an open report that was published has its words, answer and dates in the file; all others stay alike', async () => {
  const here = await newInstitution(house)
  const unit = await newUnit(house, here, here.root, 'department', 'Dinas Terang')
  const officer = await newPerson(house, here, here.root, ['complaint.read', 'complaint.verify'])
  const at = (hours: number) => new Date(RECEIVED.getTime() + hours * HOUR)
  const cases = ['open', 'open', 'open', 'anonymous', 'anonymous', 'anonymous', 'anonymous'].map((privacy, index) => ({
    id: newId(),
    at: at(index),
    unit_id: unit,
    kind: 'complaint' as const,
    privacy: privacy as 'open' | 'anonymous',
    channel: index % 2 === 1 ? ('open311' as const) : ('web' as const),
    subject: `Hal ${index}`,
    body: `Kata ke-${index}`,
    reporter_name: 'Siti Terang',
    actor: 'citizen' as const,
  }))
  await asSystem(house, here, 'complaint.read', async (db, scope) => {
    await submitComplaints(db, scope, NOW, cases)
    for (const { id } of cases)
      await insertPlace(db, scope, id, { latitude: -6.9147, longitude: 107.6098, secret: false })
    const steps = (hours: number) => [
      { kind: 'verified' as const, actor: 'officer' as const, at: at(hours) },
      {
        kind: 'answered' as const,
        actor: 'officer' as const,
        outcome: 'resolved' as const,
        body: 'Sudah.',
        at: at(hours + 2),
      },
      { kind: 'noted' as const, actor: 'officer' as const, body: 'Catatan.', at: at(hours + 9) },
    ]
    await applyEvents(
      db,
      scope,
      NOW,
      cases.slice(1).map(({ id }) => ({ id, events: steps(20) })),
    )
    await applyEvents(db, scope, NOW, [{ id: cases[0]!.id, events: steps(20).slice(0, 1) }])
    await fold(db, scope, NOW)
  })
  const publish = async (index: number, answered = true) => {
    const { rows } = await house.owner.query(
      "select seq from complaints.event where complaint_id = $1 and kind = 'answered'",
      [cases[index]!.id],
    )
    const answer = answered ? { answer: `Jawaban ${index}`, answer_seq: String(rows[0].seq) } : {}
    const shown = { subject: `Hal ${index}`, body: `=Tayang ${index}`, ...answer }
    expect((await post(house, `/pengaduan/tayangan/${cases[index]!.id}/tampilkan`, shown, officer)).statusCode).toBe(
      303,
    )
  }
  const read = async () => {
    const { body } = await get(house, `/i/${here.slug}/statistik-pengaduan/data/2026.csv`)
    for (const never of ['Siti', 'Kata ke', 'Catatan', '-6.9147', '107.6098']) expect(body).not.toContain(never)
    return parse(body, { columns: true, bom: true }) as Record<string, string>[]
  }
  const said = (row: Record<string, string>) =>
    ['requested_datetime', 'updated_datetime', 'closed_date', 'status_notes', 'description', 'agency_responsible'].map(
      (name) => row[name],
    )
  const coarse = ['2026-10-01T00:00:00+07:00', '', '', '', '', 'Dinas Terang']
  const before = await read()
  expect(before.map(said)).toEqual(cases.map(() => coarse))
  // One published leaves six alike, and so does an anonymous one: its sender was promised no more than its words.
  await publish(1)
  await publish(3)
  const after = await read()
  const open = after.filter((row) => row['description'] !== '')
  expect(open.map((row) => [row['service_request_id'], ...said(row)])).toEqual([
    [
      cases[1]!.id,
      '2026-10-05T11:00:00+07:00',
      '2026-10-06T08:00:00+07:00',
      '2026-10-06T08:00:00+07:00',
      'Jawaban 1',
      "'=Tayang 1",
      'Dinas Terang',
    ],
  ])
  expect(after.filter((row) => row['description'] === '').map(said)).toEqual(Array(6).fill(coarse))
  // The point of that one stands in Open311 too, as coarsely. Nobody asked the senders of other channels for theirs.
  const point = (row: Record<string, string>) => [row['lat'], row['long']]
  expect(open.map(point)).toEqual([['-6.915', '107.61']])
  expect(after.filter((row) => row['description'] === '').map(point)).toEqual(Array(6).fill(['', '']))
  expect((await get(house, `/i/${here.slug}/laporan/${cases[1]!.id}`)).body).toContain('=Tayang 1')
  // Two more would leave four, each of whom could be told by elimination: then nothing is told of anybody.
  await publish(2)
  const two = (await read()).filter((row) => row['description'] !== '')
  expect(Object.fromEntries(two.map((row) => [row['service_request_id'], point(row)]))).toEqual({
    [cases[1]!.id]: ['-6.915', '107.61'],
    [cases[2]!.id]: ['', ''],
  })
  await publish(0, false)
  expect((await read()).map(said)).toEqual(cases.map(() => coarse))
})
