import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { createLog } from '../../platform/log.ts'
import { asSystem } from '../../platform/test/harness.ts'
import { HIDING } from './intake.ts'
import { mixManyJob } from './jobs.ts'
import { FEWEST_MIXED, mixAnswers, settleAnswers } from './mixing.ts'
import { ELEMENTS } from './model.ts'
import { NOW, newSurvey, TODAY, useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)

const answer = fc.record({
  answeredOn: fc.constantFrom('2026-10-31', '2026-11-20', TODAY),
  answers: fc.record(
    Object.fromEntries(
      ELEMENTS.map((element) => [element, fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)]),
    ),
    { requiredKeys: ['waktu'] },
  ),
  extras: fc.record({ kepercayaan: fc.constantFrom(1 as const, 4 as const) }, { requiredKeys: [] }),
  profile: fc.record({ gender: fc.constantFrom('male', 'female') }, { requiredKeys: [] }),
})
const step = fc.oneof(
  { weight: 3, arbitrary: fc.array(answer, { minLength: 1, maxLength: 9 }).map((items) => ({ keep: items })) },
  fc.array(answer, { minLength: HIDING, maxLength: HIDING + 5 }).map((items) => ({ keep: items })),
  fc.constant({ mix: FEWEST_MIXED }),
  fc.constant({ settle: TODAY }),
)

const SCORES = ELEMENTS.map((element) => `('${element}', a.${element})`).join(', ')
/** What waits to be counted, and the same straight from the answers. */
const READ = [
  [
    `select month::text, element::text as what, sum(score1)::int as one, sum(score4)::int as four
      from surveys.tally_element where institution_id = $1 group by 1, 2 order by 1, 2`,
    `select date_trunc('month', a.answered_on)::date::text as month, e.element as what,
        (count(*) filter (where e.score = 1))::int as one, (count(*) filter (where e.score = 4))::int as four
      from surveys.answer a cross join lateral (values ${SCORES}) e (element, score)
      where a.institution_id = $1 and e.score is not null group by 1, 2 order by 1, 2`,
  ],
  [
    `select month::text, sum(respondents)::int as n, sum(mean_sum)::text as sum, sum(mean_squares)::text as squares
      from surveys.tally_respondent where institution_id = $1 group by 1 order by 1`,
    `select date_trunc('month', answered_on)::date::text as month, count(*)::int as n, sum(mean_units)::text as sum,
        sum(mean_units::bigint * mean_units)::text as squares
      from surveys.answer where institution_id = $1 group by 1 order by 1`,
  ],
  [
    `select field, value, sum(n)::int as n from surveys.tally_group
      where institution_id = $1 and field in ('gender', 'kepercayaan') group by 1, 2 order by 1, 2`,
    `select g.field, g.value, count(*)::int as n from surveys.answer a
      cross join lateral (values ('gender', coalesce(a.gender, '')), ('kepercayaan', a.kepercayaan::text)) g (field, value)
      where a.institution_id = $1 and g.value is not null group by 1, 2 order by 1, 2`,
  ],
] as const

/** How many answered, which is known at once. */
const ANSWERED = [
  `select month::text, sum(n)::int as n from surveys.v_answered where institution_id = $1 group by 1 order by 1`,
  `select date_trunc('month', answered_on)::date::text as month, count(*)::int as n
    from surveys.answer where institution_id = $1 group by 1 order by 1`,
] as const

test('whatever was kept, mixed and settled in whatever order: the sums are a recount of the answers', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      const own = await newSurvey(world.house)
      const act = <T>(work: Parameters<typeof asSystem<'survey.read', T>>[3]) =>
        asSystem(own.house, own.institution, 'survey.read', work)
      for (const one of steps) {
        if ('keep' in one) await own.submit(one.keep)
        else if ('mix' in one) await act((db, scope) => mixAnswers(db, scope, one.mix))
        else await act((db, scope) => settleAnswers(db, scope, one.settle))
      }
      const same = async ([read, recount]: readonly [string, string]) => {
        const [is, ought] = await Promise.all(
          [read, recount].map((text) => own.house.owner.query(text, [own.institution.id])),
        )
        expect(is!.rows).toEqual(ought!.rows)
      }
      await same(ANSWERED)
      await act((db, scope) => mixAnswers(db, scope, 1))
      for (const pair of READ) await same(pair)
    }),
    { numRuns: 6 },
  )
})

test('each minute only what is many is mixed; a few wait for the tenth minute', async () => {
  const run = () =>
    mixManyJob.run(world.house.database, { institution: world.institution.id, payload: {} }, NOW, createLog('silent'))
  const mixed = async () => (await world.answers()).filter((row) => row['mixed']).length
  await keepFew(1999)
  await run()
  expect(await mixed()).toBe(0)
  await world.submit([{}])
  await run()
  expect(await mixed()).toBe(2000)
  expect((await world.result()).n).toBe(2000)
  expect((await world.answers()).some((row) => row['settled'])).toBe(false)
})

test('many at once hide one another: written once, out of their order, and counted in the next minute', async () => {
  const inPlace = () =>
    world.house.owner
      .query<{ id: string }>(
        `select id, xmin::text as written, mixed from surveys.answer where institution_id = $1 order by ctid`,
        [world.institution.id],
      )
      .then(({ rows }) => rows)
  const left = async () => {
    const { rows } = await world.house.owner.query(
      'select cardinality(answers) as n from surveys.uncounted where institution_id = $1',
      [world.institution.id],
    )
    return rows.map(({ n }) => n)
  }
  const sent = Array.from({ length: HIDING }, () => ({ id: randomUUID() }))
  expect(await world.submit(sent)).toBe(HIDING)
  // Sent again beside others, as after an answer that was lost: only those that are new wait.
  expect(await world.submit([...sent, { id: randomUUID() }])).toBe(1)
  const first = await inPlace()
  expect(first.every((row) => 'mixed' in row && row.mixed)).toBe(true)
  const ids = first.slice(0, HIDING).map(({ id }) => id)
  expect(ids).toEqual(sent.map(({ id }) => id).sort())
  expect(await left()).toEqual([HIDING, 1])
  await mixManyJob.run(
    world.house.database,
    { institution: world.institution.id, payload: {} },
    NOW,
    createLog('silent'),
  )
  expect(await left()).toEqual([])
  expect(await inPlace()).toEqual(first)
  expect((await world.result()).n).toBe(HIDING + 1)
})

/** So few at a time that each has to be mixed. */
async function keepFew(size: number): Promise<void> {
  for (let kept = 0; kept < size; kept += HIDING - 1)
    await world.submit(Array.from({ length: Math.min(HIDING - 1, size - kept) }, () => ({})))
}
