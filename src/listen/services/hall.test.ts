import { expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { get, newClient, newPerson, post, testHouse } from '../../platform/test/harness.ts'
import { daily } from './jobs.ts'
import { newOffice, type Office } from './test-service.ts'

const house = await testHouse()

async function openHall(office: Office) {
  const base = `/layanan/loket/${office.unit}`
  expect((await post(house, `${base}/buka`, {}, office.clerk)).statusCode).toBe(303)
  const [hall] = await office.rows<{ kiosk_token: string }>('select * from services.hall where institution_id = $1')
  return { base, open: `${office.base}/antrean/${office.unit}`, token: hall!.kiosk_token }
}

const numbers = (office: Office) =>
  office.rows<{ id: string; state: number; queue_number: number; desk: string | null; outcome: string | null }>(
    'select * from services.transaction where institution_id = $1 order by queue_number',
  )

test('from the kiosk to the end: take, call, begin, finish, with the QR codes to rate and complain', async () => {
  const office = await newOffice(house)
  const { base, open, token } = await openHall(office)
  expect((await get(house, `${open}/ambil/${token}`)).body).toContain('Kartu Keluarga')
  const taken = await post(house, `${open}/ambil/${token}`, { service: office.service.id })
  const ticket = await get(house, String(taken.headers.location))
  expect(ticket.body).toContain('Anda berikutnya.')
  expect(ticket.headers['refresh']).toBe('15')
  await post(house, `${base}/ambil`, { service: office.service.id, loket: '2' }, office.clerk)
  house.clock.now = new Date(house.clock.now.getTime() + 7 * 60_000)
  await post(house, `${base}/panggil`, { loket: '2' }, office.clerk)
  const display = await get(house, open)
  expect(display.body).toMatch(/hall-number">1</)
  expect(display.body).toContain('Loket 2')
  expect(display.headers['refresh']).toBe('10')
  expect((await get(house, String(taken.headers.location))).body).toContain('Silakan ke loket 2')
  const [first] = await numbers(office)
  const desk = await get(house, `${base}?loket=2`, office.clerk)
  expect(desk.body).toMatch(/autofocus[^>]*>Mulai layani|Mulai layani/)
  expect((await post(house, `${base}/${first!.id}/begin`, { loket: '2' }, office.clerk)).statusCode).toBe(303)
  const done = await post(house, `${base}/${first!.id}/completed`, { loket: '2' }, office.clerk)
  const thanks = await get(house, String(done.headers.location), office.clerk)
  expect(thanks.body).toContain('Nomor 1 selesai')
  expect(thanks.body).toContain('aria-label="Nilai pelayanan"')
  const [row] = await office.rows<{ due_at: Date; on_time: boolean; state: number }>(
    'select * from services.transaction where institution_id = $1 order by queue_number',
  )
  expect(row).toMatchObject({ state: 3, on_time: true, due_at: new Date('2026-11-25T09:00:00Z') })
  const again = await post(house, `${base}/${first!.id}/completed`, { loket: '2' }, office.clerk)
  expect(again.statusCode).toBe(409)
  expect(again.body).toContain('sudah berpindah tahap')
})

test('fifteen people at once get fifteen numbers, and desks that call at once get different people', async () => {
  const office = await newOffice(house)
  const { base, open, token } = await openHall(office)
  await Promise.all(
    Array.from({ length: 15 }, () => post(house, `${open}/ambil/${token}`, { service: office.service.id })),
  )
  expect((await numbers(office)).map((row) => row.queue_number)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1))
  const other = await newPerson(house, office.institution, office.unit, ['service.serve'])
  await Promise.all([
    ...Array.from({ length: 3 }, () => post(house, `${base}/panggil`, { loket: '1' }, office.clerk)),
    ...Array.from({ length: 3 }, () => post(house, `${base}/panggil`, { loket: '2' }, other)),
  ])
  expect((await numbers(office)).filter((row) => row.state === 1).map((row) => row.queue_number)).toEqual([
    1, 2, 3, 4, 5, 6,
  ])
  // Tomorrow begins at one again.
  house.clock.now = new Date(house.clock.now.getTime() + 86_400_000)
  await post(house, `${open}/ambil/${token}`, { service: office.service.id })
  expect((await numbers(office)).filter((row) => row.queue_number === 1)).toHaveLength(2)
})

test('a button pressed twice gives one number', async () => {
  const office = await newOffice(house)
  const { base } = await openHall(office)
  const form = { service: office.service.id, _key: crypto.randomUUID() }
  await Promise.all([1, 2, 3].map(() => post(house, `${base}/ambil`, form, office.clerk)))
  expect(await numbers(office)).toHaveLength(1)
  const missing = await post(house, `${base}/ambil`, { service: '' }, office.clerk)
  expect(missing.statusCode).toBe(422)
  expect(missing.body).toContain('Pilih layanannya.')
})

test('who sees what: a kiosk needs its key, a counter its unit', async () => {
  const office = await newOffice(house)
  const { base, open, token } = await openHall(office)
  expect((await get(house, `${open}/ambil/${token.slice(1)}x`)).statusCode).toBe(404)
  expect((await post(house, `${open}/ambil/x`, { service: office.service.id })).statusCode).toBe(404)
  expect((await get(house, base, office.stranger)).statusCode).toBe(404)
  expect((await get(house, base, office.drafter)).statusCode).toBe(403)
  const taken = await post(house, `${open}/ambil/${token}`, { service: office.service.id })
  expect(taken.statusCode).toBe(303)
  const [row] = await numbers(office)
  expect((await post(house, `${base}/${row!.id}/begin`, {}, office.stranger)).statusCode).toBe(404)
  expect((await get(house, '/layanan/loket', office.stranger)).body).not.toContain('Dinas Uji')
})

test('what is finished without having been begun took its time from the call or the arrival on', async () => {
  const office = await newOffice(house, undefined, { promise: 30, promise_unit: 'minutes' })
  const { base } = await openHall(office)
  for (const _ of [1, 2]) await post(house, `${base}/ambil`, { service: office.service.id }, office.clerk)
  await post(house, `${base}/panggil`, { loket: '1' }, office.clerk)
  house.clock.now = new Date(house.clock.now.getTime() + 45 * 60_000)
  for (const { id } of await numbers(office))
    expect((await post(house, `${base}/${id}/completed`, { loket: '1' }, office.clerk)).statusCode).toBe(303)
  expect(
    await office.rows('select on_time from services.transaction where institution_id = $1 order by queue_number'),
  ).toEqual([{ on_time: false }, { on_time: false }])
})

test('a number nobody called or ended does not stand as called for ever: its day over, it counts by itself', async () => {
  const office = await newOffice(house)
  const { base, open } = await openHall(office)
  for (const _ of [1, 2, 3, 4]) await post(house, `${base}/ambil`, { service: office.service.id }, office.clerk)
  for (const _ of [1, 2, 3]) await post(house, `${base}/panggil`, { loket: '1' }, office.clerk)
  const [first, second] = await numbers(office)
  house.clock.now = new Date(house.clock.now.getTime() + 10 * 60_000)
  await post(house, `${base}/${first!.id}/completed`, { loket: '1' }, office.clerk)
  await post(house, `${base}/${second!.id}/begin`, { loket: '1' }, office.clerk)
  const endOfDay = () => {
    const envelope = { institution: office.institution.id, payload: {} }
    return daily.run(house.database, envelope, house.clock.now, createLog('silent'))
  }
  await endOfDay()
  expect((await numbers(office)).map((row) => row.state)).toEqual([3, 2, 1, 0])
  const day = house.clock.now
  house.clock.now = new Date(day.getTime() + 86_400_000)
  await endOfDay()
  await endOfDay()
  // What was begun goes on: its work may well take days, and it is among the open requests.
  expect((await numbers(office)).map((row) => [row.state, row.outcome])).toEqual([
    [3, 'completed'],
    [2, null],
    [3, 'lapsed'],
    [3, 'lapsed'],
  ])
  const ends = await office.rows<{ on: string }>(
    `select to_char(ended_at at time zone 'Asia/Jakarta', 'YYYY-MM-DD HH24:MI') as on from services.transaction
     where institution_id = $1 and outcome = 'lapsed'`,
  )
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(day)
  expect(ends.map((row) => row.on)).toEqual([`${today} 23:59`, `${today} 23:59`])
  expect((await get(house, open)).body).not.toMatch(/hall-number">3</)
  const reader = await newPerson(house, office.institution, office.unit, ['service.read'])
  // They are in no share and in no waiting time, but the page says that they are missing.
  const figures = (await get(house, '/layanan/kenyataan', reader)).body
  expect(figures).toMatch(/1\s*<span class="hint">\s*\+ 2 nomor tidak dicatat hasilnya/)
  expect(figures).toContain('Tidak termasuk 2 nomor antrean')
  const headers = await newClient(house, office.institution, ['service.read'])
  const told = await house.app.inject({ url: `/api/v1/services/${office.service.slug}/figures`, headers })
  expect(told.json()).toMatchObject({ ended: 1, lapsed: 2 })
})
