import { sql } from 'kysely'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { installFrameworks, setStandards } from './acts.ts'
import { rebuildDurations, timesToCompetency, timeToCompetency } from './duration.ts'
import { recordEvidence } from './ledger.ts'
import type { Method } from './model.ts'
import { listCompetencies } from './queries.ts'

let house: TestHouse
let place: TestInstitution
let unit: string
let people: TestPerson[]
let competency: { id: string; name: string }

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  place = await newInstitution(house)
  unit = await newUnit(house, place, place.root)
  people = []
  for (let index = 0; index < 6; index++) people.push(await newPerson(house, place, unit))
  const founded = new Date('2025-01-01T03:00:00Z')
  competency = await asSystem(house, place, 'competency.manage', async (db, scope) => {
    await installFrameworks(db, scope, founded)
    const { rows } = await sql<{ id: string }>`
      select id from organization.position where institution_id = ${place.id}`.execute(db)
    const one = (await listCompetencies(db, scope))[0]!
    const standard = { competency_id: one.id, required_level: 3, importance: 4, source: 'uji', verified: true }
    await setStandards(
      db,
      scope,
      founded,
      rows.map(({ id }) => ({ ...standard, position_id: id })),
    )
    return one
  })
})

function seen(...items: readonly (readonly [person: number, day: string, level: number, method?: Method])[]) {
  return asSystem(house, place, 'competency.manage', async (db, scope) => {
    await recordEvidence(
      db,
      scope,
      house.clock.now,
      items.map(([person, observed_on, level, method = 'superior']) => ({
        employee_id: people[person]!.employee,
        competency_id: competency.id,
        level,
        method,
        observed_on,
        source: 'uji',
        reference: newId(),
      })),
    )
    await rebuildDurations(db, scope, house.clock.now)
  })
}

const compute = (minGroup = 2, where = unit) =>
  asSystem(house, place, 'competency.read', (db, scope) => timesToCompetency(db, scope, where, minGroup))

test('from the first sight below the standard to the first that reaches it; who still waits counts until today', async () => {
  await seen(
    [0, '2026-01-01', 2],
    [0, '2026-03-01', 2],
    [0, '2026-07-01', 3],
    [0, '2026-08-01', 2],
    [1, '2026-01-01', 1],
    [1, '2026-04-01', 4],
    // Below all the time: censored after 324 days.
    [2, '2026-01-01', 2],
    // What people say of themselves neither opens nor closes a gap.
    [3, '2026-01-01', 1, 'self'],
    [2, '2026-05-01', 5, 'self'],
    // Never below.
    [4, '2026-01-01', 3],
  )
  const { rows } = await compute()
  expect(rows).toHaveLength(1)
  const [row] = rows
  expect(row).toMatchObject({ people: 3, reached: 2 })
  // All three waited 90 days, then two 181, then one was seen for 324 without reaching it.
  expect(row!.steps.map((step) => [Math.round((step.at * 365.25) / 12), step.atRisk])).toEqual([
    [90, 3],
    [181, 2],
    [324, 1],
  ])
  expect(row!.steps.map((step) => step.share.toFixed(4))).toEqual(['0.3333', '0.6667', '0.6667'])
  expect(row!.median! * (365.25 / 12)).toBeCloseTo(181)
  expect(row!.longest * (365.25 / 12)).toBeCloseTo(324)
  // The same straight from the ledger, as of a day; who has a gap later is not in it yet.
  const live = (day: string) =>
    asSystem(house, place, 'competency.read', (db, scope) => timeToCompetency(db, scope, unit, day, 2, competency.id))
  const { competency_id, code, name, ...figures } = row!
  expect(await live('2026-11-21')).toEqual(figures)
  expect((await live('2026-04-01'))!.reached).toBe(1)
})

test('few people are hidden and said to be; another unit’s people do not count', async () => {
  await seen([0, '2026-01-01', 2], [1, '2026-01-01', 2])
  expect(await compute(3)).toMatchObject({ rows: [], hidden: 1 })
  expect((await compute(2)).rows[0]).toMatchObject({ people: 2, reached: 0, median: undefined })
  const other = await newUnit(house, place, place.root)
  expect(await compute(2, other)).toMatchObject({ rows: [], hidden: 0 })
  expect((await compute(2, place.root)).rows).toHaveLength(1)
})

test('who sees the page, and what it says', async () => {
  const reader = await newPerson(house, place, unit, ['competency.read'])
  const other = await newUnit(house, place, place.root)
  const neighbor = await newPerson(house, place, other, ['competency.read'])
  expect((await get(house, '/kompetensi/waktu', reader)).body).toContain('Belum ada kesenjangan yang dapat diikuti')
  await seen(
    ...people.map((_, index): [number, string, number] => [index, '2026-01-01', 2]),
    ...[0, 1, 2, 3].map((index): [number, string, number] => [index, `2026-0${index + 3}-01`, 3]),
  )
  const { body } = await get(house, `/kompetensi/waktu?unit=${unit}`, reader)
  expect(body).toContain(`${competency.name}: separuh pegawai mencapai standar dalam 3,9 bulan`)
  for (const part of ['Kaplan–Meier', 'selang 95', '4 (66,7']) expect(body).toContain(part)
  for (const person of people) expect(body).not.toContain(person.name)
  expect((await get(house, `/kompetensi/waktu?unit=${unit}`, neighbor)).statusCode).toBe(404)
  expect((await get(house, '/kompetensi/waktu', people[0])).statusCode).toBe(403)
})
