import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newClient, type TestHouse, testHouse } from '../../platform/test/harness.ts'
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

describe('answers from other systems', () => {
  const client = (scopes: readonly string[]) => newClient(house, world.institution, scopes)
  const send = (headers: Record<string, string>, payload: object) =>
    house.app.inject({ method: 'POST', url: '/api/v1/questionnaire-answers', payload, headers })
  const one = (key: string, more: object = {}) => ({
    key,
    answered_on: TODAY,
    answers: { waktu_pelayanan: 5, kualitas_informasi: 4 },
    ...more,
  })

  test('are kept once under the sender’s key, whether sent again or twice at the same moment', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const headers = await client(['questionnaire.submit'])
    const batch = { questionnaire: slug, answers: Array.from({ length: 200 }, (_, n) => one(`kunci-${n}-abcd`)) }
    const both = await Promise.all([send(headers, batch), send(headers, batch)])
    expect(both.map((response) => response.statusCode)).toEqual([200, 200])
    expect(both.reduce((sum, response) => sum + response.json().added, 0)).toBe(200)
    expect((await send(headers, batch)).json()).toEqual({ added: 0, known: 200, refused: [] })
    const kept = await world.responses(id)
    expect(kept).toHaveLength(200)
    expect(kept[0]).toMatchObject({ channel: 'api', unit_id: world.unit, answers: { waktu_pelayanan: 5 } })
  })

  test('that two systems call alike are two', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    for (const headers of [await client(['questionnaire.submit']), await client(['questionnaire.submit'])])
      expect((await send(headers, { questionnaire: slug, answers: [one('2026-0001')] })).json().added).toBe(1)
    expect(await world.responses(id)).toHaveLength(2)
  })

  test('results are read question by question, and nothing of a small group', async () => {
    const { slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const read = async (more = '', scopes: readonly string[] = ['questionnaire.read']) =>
      house.app.inject({
        url: `/api/v1/questionnaire-results?questionnaire=${slug}${more}`,
        headers: await client(scopes),
      })
    const sender = await client(['questionnaire.submit'])
    await send(sender, { questionnaire: slug, answers: [one('satu-saja-1')] })
    expect((await read()).json()).toMatchObject({ questionnaire: slug, respondents: 0, questions: [] })
    await send(sender, { questionnaire: slug, answers: Array.from({ length: 40 }, (_, n) => one(`banyak-${n}-abcd`)) })
    const found = (await read()).json()
    expect(found).toMatchObject({ version: 1, respondents: 41 })
    const asked = found.questions.find((row: { code: string }) => row.code === 'waktu_pelayanan')
    expect(asked).toMatchObject({
      n: 41,
      result: { kind: 'rated', rows: [{ counts: [41, 0, 0, 0, 0], satisfied: 1 }] },
    })
    for (const wrong of ['&version=7', '&service=tidak-ada']) expect((await read(wrong)).statusCode).toBe(404)
    expect((await read('&from=kemarin')).statusCode).toBe(422)
    expect((await read('', ['questionnaire.submit'])).statusCode).toBe(403)
  })

  test('what the form would refuse is named, the rest is kept', async () => {
    const { slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const headers = await client(['questionnaire.submit'])
    const response = await send(headers, {
      questionnaire: slug,
      answers: [
        one('baik-baik', { service: world.service.slug }),
        one('layanan-x', { service: 'tidak-ada' }),
        one('besok-123', { answered_on: '2027-01-01' }),
        one('dulu-1234', { answered_on: '2020-01-01' }),
        one('kode-lain', { answers: { admin: 'ya' } }),
        one('nilai-enam', { answers: { waktu_pelayanan: 6, kualitas_informasi: 4 } }),
        one('kurang-satu', { answers: { waktu_pelayanan: 5 } }),
      ],
    })
    expect(response.json()).toEqual({
      added: 1,
      known: 0,
      refused: [
        { key: 'layanan-x', reason: 'unknown_service' },
        { key: 'besok-123', reason: 'date_in_future' },
        { key: 'dulu-1234', reason: 'date_too_old' },
        { key: 'kode-lain', reason: 'unknown_question', question: 'admin' },
        { key: 'nilai-enam', reason: 'wrong_answer', question: 'waktu_pelayanan' },
        { key: 'kurang-satu', reason: 'missing_answer', question: 'kualitas_informasi' },
      ],
    })
  })

  test('no key, no scope, unknown or not for everybody', async () => {
    const { slug } = await world.published({ ...TEMPLATE_DEFINITIONS.policy, audience: 'staff' })
    const payload = { questionnaire: slug, answers: [one('kunci-123')] }
    expect((await send({}, payload)).statusCode).toBe(401)
    expect((await send(await client(['survey.submit']), payload)).statusCode).toBe(403)
    const headers = await client(['questionnaire.submit'])
    expect((await send(headers, payload)).statusCode).toBe(409)
    expect((await send(headers, { ...payload, questionnaire: 'tidak-ada' })).statusCode).toBe(404)
    expect((await send(headers, { ...payload, answers: [] })).statusCode).toBe(422)
  })
})
