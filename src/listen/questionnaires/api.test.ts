import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newApiKey } from '../../platform/http/session.ts'
import { newId } from '../../platform/id.ts'
import { type TestHouse, testHouse } from '../../platform/test/harness.ts'
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
  async function client(scopes: readonly string[]) {
    const { key, secret, hash } = newApiKey(world.institution.id)
    await house.owner.query(
      `insert into people.api_client (institution_id, id, name, key, secret_hash, scopes, created_at) values ($1, $2, 'Kios', $3, $4, $5, now())`,
      [world.institution.id, newId(), key, hash, scopes],
    )
    return { authorization: `Bearer ${key}.${secret}` }
  }
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
