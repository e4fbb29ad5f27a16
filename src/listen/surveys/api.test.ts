import { beforeEach, describe, expect, test } from 'vitest'
import { asSystem, get, newClient, post } from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { ELEMENTS } from './index.ts'
import { answerIdOf, HIDING, submitByAddress } from './intake.ts'
import type { Answers } from './model.ts'
import { form, NOW, TODAY, useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)

describe('other systems', () => {
  const client = (scopes: readonly string[]) => newClient(world.house, world.institution, scopes)
  const send = (headers: Record<string, string>, payload: object) =>
    world.house.app.inject({ method: 'POST', url: '/api/v1/survey-answers', payload, headers })
  const one = (key: string, more: object = {}) => ({
    key,
    service: world.service.slug,
    answered_on: TODAY,
    answers: Object.fromEntries(ELEMENTS.map((element) => [element, 4])),
    ...more,
  })

  test('a batch of 500 is kept once, quickly, and repeats change nothing', async () => {
    const headers = await client(['survey.submit'])
    const batch = { answers: Array.from({ length: 500 }, (_, n) => one(`kios-7/${n}-abcdefgh`)) }
    const first = await send(headers, batch)
    expect(first.json()).toEqual({ added: 500, known: 0, refused: [] })
    expect((await send(headers, batch)).json()).toEqual({ added: 0, known: 500, refused: [] })
    // Counted a second later, asked for once: until then each page reads them one by one.
    const { rows } = await world.house.owner.query(
      `select j.run_at from graphile_worker.jobs j join graphile_worker._private_jobs p using (id)
       where j.task_identifier = 'surveys.mix_many' and p.payload->>'institution' = $1`,
      [world.institution.id],
    )
    expect(rows.map((row) => row.run_at.getTime() - NOW.getTime())).toEqual([1000])
    await world.settle(new Date('2026-11-22T03:00:00Z'))
    expect((await send(headers, batch)).json()).toMatchObject({ added: 0 })
    expect((await world.result()).index).toBe('100.00')
  })

  test('of many that send at the same moment each is answered as if alone, and what comes again is kept once', async () => {
    const headers = await client(['survey.submit'])
    const others = await client(['survey.read'])
    const keys = Array.from({ length: 15 }, (_, n) => `loket-3/${n}-abcdefgh`)
    const [sent, again, forbidden, unknown] = await Promise.all([
      Promise.all(keys.map((key) => send(headers, { answers: [one(key)] }))),
      Promise.all(keys.toReversed().map((key) => send(headers, { answers: [one(key)] }))),
      Promise.all([1, 2].map((n) => send(others, { answers: [one(`lain/${n}-abcdefgh`)] }))),
      send({ authorization: 'Bearer sgp_0_0.x' }, { answers: [one('entah-abcdefgh')] }),
    ])
    for (const answer of [...sent, ...again]) expect(answer.statusCode).toBe(200)
    const added = [...sent, ...again].reduce((sum, answer) => sum + answer.json().added, 0)
    expect(added).toBe(15)
    expect(forbidden.map((answer) => answer.statusCode)).toEqual([403, 403])
    expect(unknown.statusCode).toBe(401)
    const { rows } = await world.house.owner.query(
      'select count(*)::int as n from surveys.answer where institution_id = $1',
      [world.institution.id],
    )
    expect(rows[0].n).toBe(15)
  })

  test('batches that share a statement: each hears of its own answers, and one in two of them is new once', async () => {
    const filled = (name: string, more: object = {}) => ({
      ...{ id: answerIdOf('berbagi', name), slug: world.service.slug, channel: 'api' as const, answeredOn: TODAY },
      answers: one(name).answers as Answers,
      ...more,
    })
    const many = (name: string) => Array.from({ length: HIDING }, (_, n) => filled(`${name}/${n}`))
    const share = () =>
      asSystem(world.house, world.institution, 'survey.submit', (db, scope) =>
        Promise.all(
          [
            [...many('kiri'), filled('bersama'), filled('salah', { slug: 'tidak-ada' })],
            [...many('kanan'), filled('bersama'), filled('kurang', { answers: { waktu: 4 } })],
            [filled('sedikit')],
          ].map((items) => submitByAddress(db, scope, TODAY, items)),
        ),
      )
    expect((await share()).map(({ added }) => added)).toEqual([HIDING + 1, HIDING, 1])
    expect((await share()).map(({ added }) => added)).toEqual([0, 0, 0])
    // Those of a batch hide one another and stay where they are; one by itself is mixed with others first.
    const { rows } = await world.house.owner.query(
      'select mixed, count(*)::int as n from surveys.answer where institution_id = $1 group by mixed order by mixed',
      [world.institution.id],
    )
    expect(rows).toEqual([
      { mixed: false, n: 1 },
      { mixed: true, n: 2 * HIDING + 1 },
    ])
  })

  test('two counters that number alike do not lose each other’s answers', async () => {
    const headers = await client(['survey.submit'])
    const [other] = await asSystem(world.house, world.institution, 'service.manage', (db, scope) =>
      saveServices(db, scope, NOW, [
        {
          name: 'Akta kelahiran',
          unit: world.unit,
          summary: undefined,
          product: 'Akta',
          requirements: undefined,
          procedure: undefined,
          promise: 3,
          promise_unit: 'days',
          cost: 0,
          cost_note: undefined,
          channels: ['counter'],
          active: true,
        },
      ]),
    )
    const batch = { answers: [one('2026-0001'), one('2026-0001', { service: other!.slug })] }
    expect((await send(headers, batch)).json()).toEqual({ added: 2, known: 0, refused: [] })
    expect((await send(headers, batch)).json()).toEqual({ added: 0, known: 2, refused: [] })
  })

  test('what cannot be kept is named, the rest is kept', async () => {
    const headers = await client(['survey.submit'])
    const response = await send(headers, {
      answers: [
        one('gooooood'),
        one('unknown-1', { service: 'x' }),
        one('few-few-1', { answers: { waktu: 2 } }),
        one('future-1!', { answered_on: '2027-01-01' }),
        one('ancient-1', { answered_on: '2020-01-01' }),
      ],
    })
    expect(response.json()).toMatchObject({ added: 1, known: 0 })
    expect(response.json().refused.map((row: { reason: string }) => row.reason)).toEqual([
      'unknown_service',
      'too_few_answers',
      'date_in_future',
      'date_too_old',
    ])
  })

  test('the index is read with all it is made of, and nothing of too few', async () => {
    const read = async (query: string, scopes: readonly string[] = ['survey.read']) =>
      world.house.app.inject({ url: `/api/v1/survey-results?${query}`, headers: await client(scopes) })
    const month = 'from=2026-11&to=2026-11'
    expect((await read(month)).json()).toMatchObject({ respondents: 0, index: null, missing: 'too_few' })
    const headers = await client(['survey.submit'])
    await send(headers, { answers: Array.from({ length: 40 }, (_, n) => one(`sistem-${n}-abcdefgh`)) })
    await world.settle(new Date('2026-11-22T03:00:00Z'))
    for (const more of ['', `&service=${world.service.slug}`, `&unit=${world.unit}`]) {
      const found = (await read(month + more)).json()
      expect(found, more).toMatchObject({ respondents: 40, index: '100.00', letter: 'A', missing: null })
      expect(found.elements).toHaveLength(9)
      expect(found.elements[0]).toMatchObject({ counts: [0, 0, 0, 40] })
    }
    expect((await read(`${month}&service=tidak-ada`)).statusCode).toBe(404)
    expect((await read(`${month}&unit=${world.institution.id}`)).statusCode).toBe(404)
    expect((await read('from=2026-11&to=2026-10')).statusCode).toBe(422)
    expect((await read('from=2026-13&to=x')).statusCode).toBe(422)
    expect((await read(month, ['survey.submit'])).statusCode).toBe(403)
  })

  test('one-time links for people another system served: the same key gives the same link, and no row tells whose it is', async () => {
    const ask = (headers: Record<string, string>, keys: readonly string[], service = world.service.slug) =>
      world.house.app.inject({
        method: 'POST',
        url: '/api/v1/survey-invitations',
        payload: { service, keys },
        headers,
      })
    const mine = await client(['survey.invite'])
    const both = await Promise.all([ask(mine, ['trx-1', 'trx-2']), ask(mine, ['trx-2', 'trx-1', 'trx-1'])])
    expect(both.reduce((sum, one) => sum + one.json().made, 0)).toBe(2)
    const [first, again] = both.map((one) => one.json().invitations as { key: string; url: string; token: string }[])
    const linkOf = (list: typeof first, key: string) => list!.find((one) => one.key === key)!.url
    expect(linkOf(first, 'trx-1')).toBe(linkOf(again, 'trx-1'))
    expect(linkOf(first, 'trx-1')).not.toBe(linkOf(first, 'trx-2'))
    const theirs = (await ask(await client(['survey.invite']), ['trx-1'])).json()
    expect([theirs.made, theirs.invitations[0].url === linkOf(first, 'trx-1')]).toEqual([1, false])
    expect((await ask(await client(['survey.submit']), ['trx-1'])).statusCode).toBe(403)
    expect((await ask(mine, ['trx-1'], 'tidak-ada')).statusCode).toBe(422)
    const { rows } = await world.house.owner.query(
      `select to_jsonb(i)::text as row, b.id, b.size from surveys.invitation i join surveys.invitation_batch b
         on b.institution_id = i.institution_id and b.id = i.batch_id where i.institution_id = $1`,
      [world.institution.id],
    )
    expect(rows.map((row) => row.size)).toEqual([3, 3, 3])
    expect(rows.map((row) => row.row).join()).not.toMatch(/trx|_at"/)
    const page = await get(world.house, `/survei/undangan/${rows[0].id}`, world.officer)
    expect(page.body).toContain('Dari sistem lain')
    expect(page.body).not.toContain(first![0]!.token)
    expect((await get(world.house, new URL(linkOf(first, 'trx-1')).pathname)).statusCode).toBe(200)
    const { token } = first!.find((one) => one.key === 'trx-1')!
    const at = `/i/${world.institution.slug}/survei/undangan`
    const answer = form({ token })
    expect([
      (await post(world.house, at, answer)).statusCode,
      (await post(world.house, at, answer)).statusCode,
    ]).toEqual([303, 410])
    expect((await ask(mine, ['trx-1'])).json()).toMatchObject({ made: 0, invitations: [{ token }] })
  })

  test('no key, no scope, wrong form', async () => {
    expect((await send({}, { answers: [one('aaaaaaaa')] })).statusCode).toBe(401)
    expect((await send(await client(['survey.read']), { answers: [one('aaaaaaaa')] })).statusCode).toBe(403)
    const headers = await client(['survey.submit'])
    for (const wrong of [
      {},
      { answers: [] },
      { answers: [one('aaaaaaaa', { answers: { waktu: 9 } })] },
      { answers: [one('aaaaaaaa', { answered_on: 'kemarin' })] },
      { answers: 'x' },
    ])
      expect((await send(headers, wrong)).statusCode, JSON.stringify(wrong)).toBe(422)
  })

  test('what two systems of an institution call alike is two answers', async () => {
    for (const headers of [await client(['survey.submit']), await client(['survey.submit'])])
      expect((await send(headers, { answers: [one('2026-0001')] })).json()).toMatchObject({ added: 1, known: 0 })
  })

  test('the same key in two institutions is two answers, and no time is left in the id', () => {
    expect(answerIdOf('a', 'k')).not.toBe(answerIdOf('b', 'k'))
    expect(answerIdOf('a', 'k')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
