import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createPrograms, setStatus } from '../../develop/programs/index.ts'
import { recordEvidence } from '../../diagnose/competency/index.ts'
import { proposeNeeds } from '../../diagnose/needs/index.ts'
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
import { evaluate } from './compute.ts'
import type { ProgramDuration } from './duration.ts'

const NOW = new Date('2026-11-21T03:00:00Z')

let house: TestHouse
let place: TestInstitution
let unit: string
let people: TestPerson[]
let competency: string
let program: string

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = NOW
  place = await newInstitution(house)
  unit = await newUnit(house, place, place.root)
  people = []
  for (let index = 0; index < 8; index++) people.push(await newPerson(house, place, unit))
  competency = newId()
  const framework = newId()
  await house.owner.query(
    `insert into competency.framework values ($1, $2, 'uji', 'manajerial', 'Kamus uji', 'uji', false, '2020-01-01', null)`,
    [place.id, framework],
  )
  await house.owner.query(`insert into competency.competency values ($1, $2, $3, 'M5', 'Pelayanan Publik', 'uji')`, [
    place.id,
    competency,
    framework,
  ])
  const [need] = await asSystem(house, place, 'need.propose', (db, scope) =>
    proposeNeeds(db, scope, new Date('2026-01-10T03:00:00Z'), [
      {
        unit_id: unit,
        competency_id: competency,
        origin: 'manual',
        title: 'Perlu ramah',
        importance: 4,
      },
    ]),
  )
  program = await asSystem(house, place, 'program.manage', async (db, scope) => {
    const at = new Date('2026-02-01T03:00:00Z')
    const [id = ''] = await createPrograms(db, scope, at, [
      {
        needId: need,
        title: 'Melayani ramah',
        objective: 'Petugas menyapa dan menjelaskan.',
        method: 'N03',
        units: [unit],
        participants: 8,
        startsOn: '2026-02-10',
        endsOn: '2026-03-10',
      },
    ])
    for (const status of ['approved', 'running', 'finished'] as const) await setStatus(db, scope, at, [id], status)
    return id
  })
  const course = newId()
  await house.owner.query(
    `insert into learning.course (institution_id, id, program_id, competency_id, competency_level, title, summary, jp,
       pass_percent, status, created_at) values ($1, $2, $3, $4, 3, 'Kursus ramah', 'Menyapa dan menjelaskan', 4, 70,
       'draft', $5)`,
    [place.id, course, program, competency, NOW],
  )
  for (const one of people)
    await house.owner.query(
      `insert into learning.enrollment (institution_id, id, course_id, employee_id, unit_id, source, enrolled_at)
       values ($1, $2, $3, $4, $5, 'unit', '2026-02-10T03:00:00Z')`,
      [place.id, newId(), course, one.employee, unit],
    )
})

function seen(
  ...items: readonly (readonly [person: number, day: string, level: number, method?: 'self' | 'course'])[]
) {
  return asSystem(house, place, 'competency.manage', (db, scope) =>
    recordEvidence(
      db,
      scope,
      NOW,
      items.map(([person, observed_on, level, method]) => ({
        employee_id: people[person]!.employee,
        competency_id: competency,
        level,
        method: method ?? ('superior' as const),
        observed_on,
        source: 'uji',
        reference: newId(),
      })),
    ),
  )
}

async function duration(): Promise<ProgramDuration> {
  const card = await asSystem(house, place, 'evaluation.compute', (db, scope) => evaluate(db, scope, NOW, program))
  return card!.result.duration!
}

const days = (months: number | null | undefined) => Math.round((months! * 365.25) / 12)

test('from enrollment to the first evidence of the level; who is not there yet waits until the end of the data', async () => {
  await seen(
    // At the level before enrolling: no way to go.
    [0, '2026-01-20', 3],
    // Fallen back before enrolling, so there was a way to go.
    [1, '2025-06-01', 4],
    [1, '2026-02-01', 2],
    [1, '2026-03-12', 3],
    [2, '2026-02-10', 3, 'course'],
    [3, '2026-04-11', 3],
    [4, '2026-05-01', 2],
    // One's own word, and what came after the last complete month, are not counted.
    [5, '2026-03-01', 5, 'self'],
    [6, '2026-11-05', 5],
  )
  const result = await duration()
  expect(result).toMatchObject({
    competency: { id: competency, name: 'Pelayanan Publik' },
    level: 3,
    through: '2026-10-31',
    already: 1,
    without: 0,
    byCourse: 1,
  })
  // Seven had a way to go; three went it after 0, 30 and 60 days, which is less than half.
  expect(result.sinceEnrollment).toMatchObject({ people: 7, reached: 3, median: null })
  expect(result.months[3]!.share).toBeCloseTo(3 / 7)
  // When the need was recorded only the second was at the level; the first reached it before enrolling.
  expect(result.need).toMatchObject({ on: '2026-01-10', figure: { people: 7, reached: 3 } })
  await seen([7, '2026-06-10', 3])
  const later = await duration()
  expect(later.sinceEnrollment).toMatchObject({ people: 7, reached: 4 })
  expect(days(later.sinceEnrollment!.median)).toBe(120)
  expect(days(later.sinceEnrollment!.low)).toBeLessThan(120)
})

test('few people with a way to go: no figure, only that it is hidden; those without a standard are said', async () => {
  await seen(...[0, 1, 2, 3].map((index): [number, string, number] => [index, '2026-01-20', 3]))
  expect(await duration()).toMatchObject({ already: 4, sinceEnrollment: null, months: [], everywhere: null })
  await house.owner.query('update learning.course set competency_level = null where program_id = $1', [program])
  expect(await duration()).toMatchObject({ level: null, without: 8, already: 0, sinceEnrollment: null })
})

test('the result card shows it beside the institution, without a name; who may not see the card does not', async () => {
  await house.owner.query(
    `insert into competency.standard select $1, gen_random_uuid(), id, $2, 3, 4, '2020-01-01', null, 'uji', true
     from organization.position where institution_id = $1`,
    [place.id, competency],
  )
  await seen(
    ...people.map((_, index): [number, string, number] => [index, '2026-01-20', 2]),
    ...[0, 1, 2, 3, 4].map((index): [number, string, number] => [index, `2026-0${index + 3}-10`, 3]),
  )
  const { everywhere } = await duration()
  expect(everywhere).toMatchObject({ people: 8, reached: 5 })
  const reader = await newPerson(house, place, unit, ['evaluation.read', 'competency.read'])
  const { body } = await get(house, `/hasil/${program}`, reader)
  expect(body).toContain('Separuh peserta mencapai tingkat itu dalam 3,9 bulan sejak terdaftar')
  for (const part of ['Seluruh instansi', 'Kaplan–Meier', `/kompetensi/waktu?kompetensi=${competency}`])
    expect(body).toContain(part)
  for (const one of people) expect(body).not.toContain(one.name)
  const other = await newPerson(house, place, await newUnit(house, place, place.root), ['evaluation.read'])
  expect((await get(house, `/hasil/${program}`, other)).statusCode).toBe(404)
})
