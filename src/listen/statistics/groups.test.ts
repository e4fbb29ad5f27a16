import { parse } from 'csv-parse/sync'
import { JSDOM } from 'jsdom'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { asSystem, get, newInstitution, newPerson, type TestHouse, testHouse } from '../../platform/test/harness.ts'
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
