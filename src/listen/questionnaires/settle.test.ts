import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { asSystem, newUnit, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { submitResponses } from './acts.ts'
import type { Answers, Definition } from './definition.ts'
import { monthlyLikert } from './index.ts'
import { countAnswered, countValues } from './results-queries.ts'
import { settleResponses } from './settle.ts'
import { TEMPLATE_DEFINITIONS } from './templates.ts'
import { newWorld, TODAY, type World } from './test-questionnaire.ts'

let house: TestHouse
let world: World

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  world = await newWorld(house)
})

const question = (code: string, kind: Definition['sections'][number]['questions'][number]['kind']) => ({
  code,
  kind,
  text: { id: code },
  required: false,
  published: true,
})
const DEFINITION: Definition = {
  ...TEMPLATE_DEFINITIONS.policy,
  sections: [
    {
      code: 'semua',
      title: { id: 'Semua jenis' },
      questions: [
        question('satu', 'single'),
        question('banyak', 'multiple'),
        question('puas', 'likert'),
        question('butir', 'rating'),
        question('skala', 'scale'),
        question('hari', 'date'),
        question('cerita', 'long'),
      ],
    },
  ],
}
const COUNTABLE = ['satu', 'banyak', 'puas', 'butir', 'skala']

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const given = fc.record({
  satu: some(fc.constantFrom('a', 'b')),
  banyak: some(fc.subarray(['x', 'y', 'z'], { minLength: 1 })),
  puas: some(fc.integer({ min: 1, max: 5 })),
  butir: some(fc.dictionary(fc.constantFrom('loket', 'ruang'), fc.integer({ min: 1, max: 5 }), { minKeys: 1 })),
  skala: some(fc.integer({ min: 0, max: 100 })),
  hari: some(fc.constantFrom('2026-01-02', '2026-03-04')),
  cerita: some(fc.constantFrom('rahasia saya', 'puas')),
})
const day = fc.constantFrom('2026-09-30', '2026-10-01', '2026-11-20', TODAY)

/** Counted one by one, by hand. */
function recount(list: readonly { answers: Answers }[]): Map<string, number> {
  const counts = new Map<string, number>()
  const add = (...key: unknown[]) => counts.set(key.join('|'), (counts.get(key.join('|')) ?? 0) + 1)
  for (const { answers } of list)
    for (const code of COUNTABLE) {
      const answer = answers[code]
      if (Array.isArray(answer)) for (const value of answer) add(code, '', value)
      else if (typeof answer === 'object') for (const [item, value] of Object.entries(answer)) add(code, item, value)
      else if (answer !== undefined) add(code, '', answer)
    }
  return counts
}

test('tallies and what is not settled yet are together what a recount gives, before and after every night', async () => {
  const other = await newUnit(house, world.institution, world.institution.root)
  const { id } = await world.published(DEFINITION)
  const scoped = { questionnaire: id, version: 1, units: null }
  const list = fc
    .sample(fc.tuple(given, day, fc.boolean(), fc.boolean()), { numRuns: 400, seed: 7 })
    .map(([answers, answered_on, far, served]) => ({
      questionnaire_id: id,
      version: 1,
      unit_id: far ? other : world.unit,
      service_id: served ? world.service.id : undefined,
      channel: 'link' as const,
      answered_on,
      answers: Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined)) as Answers,
    }))
  const check = (part: typeof list) =>
    asSystem(house, world.institution, 'questionnaire.read', async (db, scope) => {
      for (const [wanted, mine] of [
        [scoped, part],
        [{ ...scoped, units: [other] }, part.filter((one) => one.unit_id === other)],
        [{ ...scoped, service: world.service.id }, part.filter((one) => one.service_id !== undefined)],
        [{ ...scoped, from: '2026-10', to: '2026-10' }, part.filter((one) => one.answered_on === '2026-10-01')],
      ] as const) {
        const values = await countValues(db, scope, wanted, COUNTABLE)
        const found = new Map(
          values.map(({ question: code, item, value, n }) => [[code, item ?? '', value].join('|'), n]),
        )
        expect(found).toEqual(recount(mine))
        const { respondents, questions } = await countAnswered(db, scope, wanted)
        expect(respondents).toBe(mine.length)
        for (const code of [...COUNTABLE, 'hari', 'cerita'])
          expect(questions.get(code) ?? 0, code).toBe(mine.filter((one) => one.answers[code] !== undefined).length)
      }
    })
  const settle = (today: string) =>
    asSystem(house, world.institution, 'questionnaire.manage', (db, scope) => settleResponses(db, scope, today))
  const send = (part: typeof list) =>
    asSystem(house, world.institution, 'questionnaire.manage', (db, scope) => submitResponses(db, scope, part))
  await send(list.slice(0, 250))
  await check(list.slice(0, 250))
  expect(await settle('2026-10-31')).toBeGreaterThan(0)
  await check(list.slice(0, 250))
  await send(list.slice(250))
  await settle(TODAY)
  await check(list)
  expect(await settle(TODAY)).toBe(0)
  await settle('2026-11-22')
  await check(list)
  const { rows } = await house.owner.query<{ value: string }>(
    'select distinct question from questionnaires.tally_value where institution_id = $1 order by 1',
    [world.institution.id],
  )
  expect(rows).toEqual(COUNTABLE.toSorted().map((code) => ({ question: code })))
})

test('the monthly series of the four questions is the same before and after settling', async () => {
  const { id } = await world.published(TEMPLATE_DEFINITIONS.short_survey, 'short_survey', world.institution.root)
  const at = { questionnaire_id: id, version: 1, unit_id: world.unit, channel: 'link' as const }
  const series = () =>
    asSystem(house, world.institution, 'questionnaire.read', (db, scope) =>
      monthlyLikert(db, scope, { from: '2026-10', to: '2026-11' }),
    )
  await asSystem(house, world.institution, 'questionnaire.manage', (db, scope) =>
    submitResponses(
      db,
      scope,
      Array.from({ length: 40 }, (_, index) => ({
        ...at,
        answered_on: index % 3 === 0 ? '2026-10-05' : '2026-11-20',
        answers: { kecepatan: 1 + (index % 5), keramahan: 5, keakuratan: 4, kemudahan: 2, saran: 'cepat' },
      })),
    ),
  )
  const before = await series()
  expect(before).toHaveLength(8)
  await asSystem(house, world.institution, 'questionnaire.manage', (db, scope) =>
    settleResponses(db, scope, '2026-11-20'),
  )
  expect(await series()).toEqual(before)
  await asSystem(house, world.institution, 'questionnaire.manage', (db, scope) => settleResponses(db, scope, TODAY))
  expect(await series()).toEqual(before)
})
