import { expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import { asSystem, get, newPerson, post, testHouse } from '../../platform/test/harness.ts'
import { countsOf, shareOf } from './figures.ts'
import { recountGiven, transactionMonths } from './given-months.ts'
import { newOffice, type Office } from './test-service.ts'
import { recordTransactions } from './transaction-acts.ts'

const house = await testHouse()

/** So many services on Monday, of which some end only on Friday: after the three promised days. */
async function given(office: Office, count: number, late: number, more: { digital?: boolean } = {}) {
  await asSystem(house, office.institution, 'service.record', (db, scope) =>
    recordTransactions(
      db,
      scope,
      Array.from({ length: count }, (_, index) => ({
        id: newId(new Date('2026-11-16T01:00:00Z')),
        service_id: office.service.id,
        unit_id: office.unit,
        channel: 'counter' as const,
        digital: more.digital ?? false,
        arrived_at: new Date('2026-11-16T01:00:00Z'),
        started_at: new Date('2026-11-16T01:12:00Z'),
        ended_at: new Date(index < late ? '2026-11-20T02:00:00Z' : '2026-11-18T02:00:00Z'),
        outcome: 'completed' as const,
        queue_label: null,
        source_key: null,
      })),
    ),
  )
}

const page = (office: Office) => get(house, `${office.base}/layanan/${office.service.slug}`)

test('the public reads the share with its range and middle, never below the smallest number', async () => {
  const office = await newOffice(house)
  await given(office, 9, 1)
  expect((await page(office)).body).toContain('Belum ada cukup catatan pelayanan')
  await given(office, 41, 3)
  const { body } = await page(office)
  expect(body).toContain('Dijanjikan 3 hari kerja. Tepat waktu: 92,0\u00a0% dari 50 pelayanan terakhir.')
  // Wilson 95 % of 46 in 50, computed by hand.
  expect(body).toContain('antara 81,2\u00a0% dan 96,8\u00a0%')
  expect(body).toContain('Separuhnya selesai dalam 2 hari kerja atau kurang')
  expect(body).toContain('separuh menunggu paling lama 12 menit')
})

test('what is unfinished and past its promise counts as late', async () => {
  const office = await newOffice(house)
  await given(office, 20, 0)
  await house.owner.query(
    `insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at, started_at, due_at)
     values ($1, $2, $3, $4, 2, 'counter', false, '2026-11-10', '2026-11-10', '2026-11-13')`,
    [office.institution.id, newId(), office.service.id, office.unit],
  )
  const { body } = await page(office)
  expect(body).toContain('95,2\u00a0% dari 21')
  expect(body).toContain('1 yang masih berjalan sudah melewati janji')
})

test('a service belongs to the month in which it ended where it was given', async () => {
  const office = await newOffice(house)
  const { institution, unit } = office
  await house.owner.query(`update organization.institution set time_zone = 'Asia/Jayapura' where id = $1`, [
    institution.id,
  ])
  // The first minute of November in Jayapura is the afternoon of 31 October in Greenwich.
  for (const [ended, due] of [
    ['2026-10-31T14:59:00Z', '2026-10-31T15:00:00Z'],
    ['2026-10-31T15:00:00Z', '2026-10-31T14:59:00Z'],
    ['2026-11-30T14:59:59Z', '2026-12-01T00:00:00Z'],
    ['2026-11-30T15:00:00Z', '2026-12-01T00:00:00Z'],
  ])
    await house.owner.query(
      `insert into services.transaction (institution_id, id, service_id, unit_id, state, channel, digital, arrived_at,
         started_at, ended_at, due_at, outcome, on_time)
       values ($1, $2, $3, $4, 3, 'counter', false, $5, $5, $5, $6, 'completed', $5::timestamptz <= $6::timestamptz)`,
      [institution.id, newId(), office.service.id, unit, ended, due],
    )
  const now = new Date('2026-12-05T00:00:00Z')
  const months = async (from: string, to: string) => {
    const told = await asSystem(house, institution, 'service.read', (db, scope) =>
      transactionMonths(db, scope, { from, to, units: [unit], now }),
    )
    return told
      .map(({ month, ended, promised, on_time }) => ({ month, ended, promised, on_time }))
      .toSorted((a, b) => a.month.localeCompare(b.month))
  }
  const [october, november, december] = [
    { month: '2026-10', ended: 1, promised: 1, on_time: 1 },
    { month: '2026-11', ended: 2, promised: 2, on_time: 1 },
    { month: '2026-12', ended: 1, promised: 1, on_time: 1 },
  ]
  const all = [october, november, december]
  expect(await months('2026-10', '2026-12')).toEqual(all)
  // Counted beforehand it is the same, whatever part of it is asked for, and what runs still is looked at itself.
  await asSystem(house, institution, 'service.manage', (db, scope) => recountGiven(db, scope, now))
  await asSystem(house, institution, 'service.manage', (db, scope) => recountGiven(db, scope, now))
  const kept = 'select count(*)::int as months from services.given_month where institution_id = $1'
  expect((await house.owner.query(kept, [institution.id])).rows[0]).toEqual({ months: 2 })
  expect(await months('2026-10', '2026-12')).toEqual(all)
  expect(await months('2026-11', '2026-12')).toEqual([november, december])
  expect(await months('2026-10', '2026-11')).toEqual([october, november])
  expect(await months('2026-12', '2027-02')).toEqual([december])
})

test('the catalog is found by need and by words', async () => {
  const office = await newOffice(house, undefined, { need: 'health', name: 'Imunisasi anak' })
  const base = `${office.base}/layanan`
  expect((await get(house, `${base}?q=imun`)).body).toContain('Imunisasi anak')
  expect((await get(house, `${base}?perlu=health`)).body).toContain('Imunisasi anak')
  expect((await get(house, `${base}?perlu=school`)).body).not.toContain('Imunisasi anak')
  expect((await get(house, `${base}?perlu=x`)).statusCode).toBe(200)
})

test('staff see the figures and records of their units only', async () => {
  const office = await newOffice(house)
  await given(office, 30, 3, { digital: true })
  const at = `/layanan/${office.service.id}/kenyataan`
  for (const path of ['/layanan/kenyataan', at]) {
    const { body } = await get(house, path, office.clerk)
    expect(body).toContain('90,0\u00a0%')
    expect(body).toContain('Kartu Keluarga')
  }
  expect((await get(house, at, office.stranger)).statusCode).toBe(404)
  expect((await get(house, '/layanan/kenyataan', office.stranger)).body).toContain('Belum ada pelayanan')
  const reader = await newPerson(house, office.institution, office.unit, ['complaint.read'])
  expect((await get(house, at, reader)).statusCode).toBe(403)
  const odd = await get(house, '/layanan/kenyataan?dari=2026-13-41&sampai=x', office.clerk)
  expect(odd.statusCode).toBe(200)
})

test('the announced part of a service is typed only until a standard is approved', async () => {
  const office = await newOffice(house)
  const form = {
    name: 'Kartu Keluarga baru',
    unit: office.unit,
    product: 'Kartu',
    promise: '9',
    promise_unit: 'days',
    cost: '0',
    channels: 'counter',
    active: 'on',
  }
  const at = `/layanan/${office.service.id}`
  expect((await post(house, at, form, office.drafter)).statusCode).toBe(303)
  expect((await page(office)).body).toContain('9 hari kerja')
})

test('shares need their smallest number; counts of many different durations are put together', () => {
  expect(shareOf(0, 0, 0)).toBeUndefined()
  expect(shareOf(9, 9, 10)).toBeUndefined()
  expect(shareOf(10, 10, 10)?.interval.high).toBe(1)
  const counts = countsOf(Array.from({ length: 100 }, (_, index) => index))
  expect(counts.length).toBeLessThanOrEqual(13)
  expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(100)
})

test('a record that does not say when it began tells nothing about waiting, but counts from the arrival', async () => {
  const office = await newOffice(house)
  const record = (index: number, started_at: Date | null) => ({
    id: newId(new Date('2026-11-16T01:00:00Z')),
    service_id: office.service.id,
    unit_id: office.unit,
    channel: 'import' as const,
    digital: false,
    arrived_at: new Date('2026-11-16T01:00:00Z'),
    started_at,
    ended_at: new Date('2026-11-18T02:00:00Z'),
    outcome: 'completed' as const,
    queue_label: null,
    source_key: `x-${index}`,
  })
  await asSystem(house, office.institution, 'service.record', (db, scope) =>
    recordTransactions(
      db,
      scope,
      Array.from({ length: 20 }, (_, index) => record(index, null)),
    ),
  )
  const { body } = await page(office)
  expect(body).toContain('Tepat waktu: 100')
  expect(body).toContain('Separuhnya selesai dalam 2 hari kerja')
  expect(body).not.toContain('separuh menunggu')
  const began = new Date('2026-11-16T01:25:00Z')
  await asSystem(house, office.institution, 'service.record', (db, scope) =>
    recordTransactions(
      db,
      scope,
      Array.from({ length: 12 }, (_, index) => record(100 + index, began)),
    ),
  )
  // The page for everybody and the one for staff say the same.
  house.clock.now = new Date(house.clock.now.getTime() + 3_600_000)
  expect((await page(office)).body).toContain('separuh menunggu paling lama 25 menit')
  expect((await get(house, '/layanan/kenyataan', office.clerk)).body).toContain('25 menit')
})
