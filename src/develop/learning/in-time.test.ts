import { beforeAll, describe, expect, test } from 'vitest'
import { asSystem, get, post, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { closeExpired } from './assessment/jobs.ts'
import { programCompletions } from './index.ts'
import { later, newCourse, newLearner, readAll, type TestCourse, takeTest } from './test-course.ts'

let house: TestHouse
let course: TestCourse

beforeAll(async () => {
  house = await testHouse()
  course = await newCourse(house)
})

test('fifty people who hand in at the same instant are each credited once, and the course counts fifty', async () => {
  const course = await newCourse(house)
  const learners = await Promise.all(Array.from({ length: 50 }, () => newLearner(house, course)))
  const open = await Promise.all(
    learners.map(async (learner) => {
      await takeTest(house, course, learner, 'pre', {})
      await readAll(house, course, learner)
      return course.send(`${course.learn}/tes/post`, {}, learner)
    }),
  )
  // Each of them twice, as from two windows.
  const answers = await Promise.all(
    [...open, ...open].map((at, index) => post(house, `${at}/kumpulkan`, course.right, learners[index % 50]!)),
  )
  expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([303]))
  const counted = async (table: string) =>
    Number(
      (
        await house.owner.query(`select count(*) as n from ${table} where employee_id = any($1)`, [
          learners.map((learner) => learner.employee),
        ])
      ).rows[0].n,
    )
  expect(await counted('learning.jp_ledger')).toBe(50)
  expect(await counted("(select * from competency.evidence where source = 'learning') as e")).toBe(50)
  await asSystem(house, course.place, 'learning.read', async (db, scope) => {
    expect(await programCompletions(db, scope, course.programId)).toMatchObject({ completed: 50, jp: 100 })
  })
})

describe('the clock belongs to the server', () => {
  test('answers count until the grace is over; later ones do not, and what was saved is graded', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    await course.send(`${at}/jawaban`, { [`q-${course.question('single')}`]: 'a' }, learner)
    let back = later(house, 20.4)
    await course.send(`${at}/jawaban`, { [`q-${course.question('numeric')}`]: '9' }, learner)
    back()
    back = later(house, 20.6)
    expect((await get(house, at, learner)).body).toContain('Waktu habis')
    const automatic = await post(
      house,
      `${at}/simpan-otomatis`,
      { [`q-${course.question('short')}`]: 'pelayanan' },
      learner,
    )
    expect(automatic.statusCode).toBe(409)
    const late = await post(house, `${at}/kumpulkan`, course.right, learner)
    expect(late.statusCode).toBe(303)
    back()
    expect((await get(house, at, learner)).body).toContain('50,0')
    expect((await get(house, at, learner)).body).toContain('Dikumpulkan otomatis')
  })

  test('saved in the last second counts; of two that arrive together at the limit neither is lost nor doubled', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    const [single, numeric] = [course.question('single'), course.question('numeric')]
    const back = later(house, 20 + 29 / 60)
    const [saved, handed] = await Promise.all([
      post(house, `${at}/simpan-otomatis`, { [`q-${single}`]: 'a' }, learner),
      post(house, `${at}/kumpulkan`, { [`q-${single}`]: 'a', [`q-${numeric}`]: '9' }, learner),
    ])
    back()
    expect([200, 409]).toContain(saved.statusCode)
    expect(handed.statusCode).toBe(303)
    const shown = (await get(house, at, learner)).body
    expect(shown).toContain('50,0')
    expect(shown).not.toContain('Dikumpulkan otomatis')
  })

  test('a closed browser still gets its result', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    await course.send(`${at}/jawaban`, { [`q-${course.question('single')}`]: 'a' }, learner)
    const now = new Date(house.clock.now.getTime() + 21 * 60_000)
    await closeExpired.run(house.database, { institution: course.place.id, payload: {} }, now, undefined as never)
    expect((await get(house, at, learner)).body).toContain('25,0')
  })

  test('starting twice is one attempt', async () => {
    const learner = await newLearner(house, course)
    const starts = await Promise.all([1, 2, 3].map(() => post(house, `${course.learn}/tes/pre`, {}, learner)))
    expect(new Set(starts.map((start) => start.headers.location)).size).toBe(1)
  })
})
