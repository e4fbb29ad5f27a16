import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WorkingCalendar } from '../../platform/calendar.ts'
import { asSystem, newClient, testHouse } from '../../platform/test/harness.ts'
import { completedTransactions, servicePopulation } from './index.ts'
import { newOffice, type Office } from './test-service.ts'
import { clockOf, median, percentile, tookFor } from './transaction-model.ts'

const house = await testHouse()

async function client(office: Office, scopes: readonly string[] = ['service.record']) {
  const headers = await newClient(house, office.institution, scopes)
  return (transactions: unknown) =>
    house.app.inject({
      method: 'POST',
      url: '/api/v1/service-transactions',
      payload: { transactions } as object,
      headers,
    })
}

const record = (office: Office, key: string, more: object = {}) => ({
  key,
  service: office.service.slug,
  arrived_at: '2026-11-16T08:00:00+07:00',
  started_at: '2026-11-16T08:20:00+07:00',
  ended_at: '2026-11-18T10:00:00+07:00',
  outcome: 'completed',
  digital: false,
  ...more,
})

test('another system reads what is offered and what really happened, with intervals', async () => {
  const office = await newOffice(house)
  const headers = await newClient(house, office.institution, ['service.read'])
  const read = (path: string, as = headers) => house.app.inject({ url: `/api/v1/services${path}`, headers: as })
  expect((await read('')).json().services).toMatchObject([{ slug: office.service.slug, unit_id: office.unit }])
  const figures = `/${office.service.slug}/figures`
  expect((await read(figures)).json()).toMatchObject({ ended: 0, on_time: null, digital: null, waited: null })
  const send = await client(office)
  await send(Array.from({ length: 40 }, (_, n) => record(office, `f-${n}`, { digital: n < 10 })))
  const found = (await read(figures)).json()
  expect(found).toMatchObject({
    ended: 40,
    on_time: { count: 40, of: 40, share: 1 },
    digital: { count: 10, share: 0.25 },
  })
  expect(found.on_time.low).toBeGreaterThan(0.9)
  expect((await read('/tidak-ada/figures')).statusCode).toBe(404)
  expect((await read('', await newClient(house, office.institution, ['service.record']))).statusCode).toBe(403)
})

test('a queue number of another system is kept as it was printed', async () => {
  const office = await newOffice(house)
  const send = await client(office)
  const numbered = ['A012', 7, 'B-07'].map((number, n) => record(office, `n-${n}`, { queue_number: number }))
  expect((await send(numbered)).json()).toMatchObject({ added: 3 })
  expect((await send([record(office, 'n-x', { queue_number: 'nomor' })])).statusCode).toBe(422)
  expect(
    await office.rows(
      'select queue_label from services.transaction where institution_id = $1 and queue_label is not null order by source_key',
    ),
  ).toEqual([{ queue_label: 'A012' }, { queue_label: '7' }, { queue_label: 'B-07' }])
})

test('a batch of 500 is kept once with its clock, and is the population of surveys', async () => {
  const office = await newOffice(house)
  const send = await client(office)
  const batch = Array.from({ length: 500 }, (_, n) => record(office, `a-${n}`))
  expect((await send(batch)).json()).toEqual({ added: 500, known: 0, refused: [] })
  expect((await send(batch)).json()).toEqual({ added: 0, known: 500, refused: [] })
  expect((await send([...batch, record(office, 'b')])).statusCode).toBe(422)
  const rows = await office.rows(
    'select distinct due_at, on_time, channel, state from services.transaction where institution_id = $1',
  )
  // Three working days from Monday: the end of Thursday.
  expect(rows).toEqual([{ due_at: new Date('2026-11-19T09:00:00Z'), on_time: true, channel: 'api', state: 3 }])
  const period = { from: '2026-11-18', to: '2026-11-18' }
  await asSystem(house, office.institution, 'public', async (db, scope) => {
    expect(await servicePopulation(db, scope, period)).toEqual([
      { service_id: office.service.id, unit_id: office.unit, count: 500 },
    ])
    expect(await servicePopulation(db, scope, { from: '2026-11-16', to: '2026-11-17' })).toEqual([])
    const first = await completedTransactions(db, scope, { ...period, limit: 300 })
    const second = await completedTransactions(db, scope, { ...period, limit: 300, after: first.at(-1) })
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(500)
    expect(second).toHaveLength(200)
  })
})

test('what cannot be kept is named, the rest is kept; what was not completed is no population', async () => {
  const office = await newOffice(house)
  const send = await client(office)
  const answer = await send([
    record(office, 'good'),
    record(office, 'late', { ended_at: '2026-11-20T08:00:00+07:00' }),
    record(office, 'gone', { outcome: 'no_show' }),
    record(office, 'unknown', { service: 'x' }),
    record(office, 'order', { started_at: '2026-11-15T08:00:00+07:00' }),
    record(office, 'future', { ended_at: '2027-01-01T08:00:00+07:00' }),
  ])
  expect(answer.json()).toEqual({
    added: 3,
    known: 0,
    refused: [
      { key: 'unknown', reason: 'unknown_service' },
      { key: 'order', reason: 'times_out_of_order' },
      { key: 'future', reason: 'time_in_future' },
    ],
  })
  const rows = await office.rows<{ on_time: boolean | null }>(
    'select on_time from services.transaction where institution_id = $1 order by source_key',
  )
  expect(rows.map(({ on_time }) => on_time)).toEqual([null, true, false])
  expect((await send([record(office, 'x', { outcome: 'sold' })])).statusCode).toBe(422)
  const other = await client(office, ['survey.submit'])
  expect((await other([record(office, 'x')])).statusCode).toBe(403)
})

test('what is stored of a clock is what its pure function says', () => {
  const day = [[480, 960]] as const
  const calendar = new WorkingCalendar({
    version: 1,
    timeZone: 'Asia/Makassar',
    hours: [{ from: '2020-01-01', week: [day, day, day, day, day, [], []] }],
    ramadanHours: [],
    ramadan: [],
    holidays: [],
    exceptions: [],
  })
  const start = fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-01'), noInvalidDate: true })
  fc.assert(
    fc.property(
      start,
      fc.integer({ min: 0, max: 40 * 86_400_000 }),
      fc.integer({ min: 1, max: 20 }),
      (from, took, days) => {
        const promise = { days, minutes: null }
        const ended_at = new Date(from.getTime() + took)
        const { due_at, on_time } = clockOf(promise, { started_at: from, ended_at }, 'completed', calendar)
        expect(on_time).toBe(ended_at <= due_at!)
        // Whoever is on time took at most the promised days; the last of them ends with working hours, not at midnight.
        if (on_time) expect(tookFor(promise, from, ended_at, calendar)).toBeLessThanOrEqual(days)
        if (tookFor(promise, from, ended_at, calendar) < days) expect(on_time).toBe(true)
      },
    ),
  )
  expect(clockOf({ days: 1, minutes: null }, { started_at: null, ended_at: null }, null, calendar).due_at).toBeNull()
})

test('medians and percentiles are values that did occur', () => {
  expect(median([])).toBeUndefined()
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2)
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
  fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (list) => list.includes(median(list)!)))
})

test('a time from before any calendar is refused where it stands, never a failure of ours', async () => {
  const office = await newOffice(house)
  const send = await client(office)
  for (const arrived_at of ['0001-01-01T00:00:00Z', '1600-01-01T00:00:00Z', '1899-12-31T00:00:00Z'])
    expect((await send([record(office, 'old', { arrived_at, started_at: undefined })])).statusCode).toBe(422)
})

test('a key that names another record already is said to be taken, never taken for a repeat', async () => {
  const office = await newOffice(house)
  const send = await client(office)
  expect((await send([record(office, '2026-1')])).json()).toMatchObject({ added: 1 })
  // Another system of the same institution counts from one as well.
  const other = await client(office)
  const later = { started_at: '2026-11-16T08:40:00+07:00', ended_at: '2026-11-18T11:00:00+07:00' }
  const answer = (await other([record(office, '2026-1', later), record(office, '2026-2')])).json()
  expect(answer).toEqual({ added: 1, known: 0, refused: [{ key: '2026-1', reason: 'key_used' }] })
  const twice = (
    await send([record(office, '2026-3'), record(office, '2026-3', later), record(office, '2026-3')])
  ).json()
  expect(twice).toEqual({ added: 1, known: 1, refused: [{ key: '2026-3', reason: 'key_used' }] })
})
