import { beforeEach, expect, test } from 'vitest'
import { get, newClient, newPerson, post } from '../../../platform/test/harness.ts'
import { ELEMENTS } from '../model.ts'
import { form, TODAY, useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)
const at = (code: string) => `/survei/aturan/pertanyaan/${code}`
const source = 'Keputusan Kepala Dinas 12/2026'
const set = (code: string, more: Record<string, string> = {}) =>
  post(world.house, at(code), { valid_from: TODAY, source, ...more }, world.officer)
const shown = async () => (await get(world.house, world.page())).body

test('a question is left out or worded differently', async () => {
  expect((await set('gender', { asked: 'on', wording_id: 'Anda laki-laki atau perempuan?' })).statusCode).toBe(303)
  for (const code of ['informasi', 'age_band', 'education', 'occupation', 'disability'])
    expect((await set(code)).statusCode).toBe(303)
  const page = await shown()
  expect(page).toContain('Anda laki-laki atau perempuan?')
  expect(page).toContain('name="kepercayaan"')
  for (const field of ['informasi', 'age_band', 'education', 'occupation', 'disability'])
    expect(page).not.toContain(`name="${field}"`)
  await post(world.house, world.page(), form({ gender: 'male', education: 's1', informasi: '4', kepercayaan: '3' }))
  expect(await world.answers()).toMatchObject([{ gender: 'male', education: null, informasi: null, kepercayaan: 3 }])
})

test('what is not asked is kept neither from another system nor from paper, where it has no field', async () => {
  for (const code of ['gender', 'age_band', 'kepercayaan']) expect((await set(code)).statusCode).toBe(303)
  const answers = Object.fromEntries(ELEMENTS.map((element) => [element, 4]))
  const more = { gender: 'male', age_band: '30_44', education: 's1', extras: { informasi: 4, kepercayaan: 1 } }
  const sent = await world.house.app.inject({
    method: 'POST',
    url: '/api/v1/survey-answers',
    headers: await newClient(world.house, world.institution, ['survey.submit']),
    payload: { answers: [{ key: 'kunci-satu-01', service: world.service.slug, answered_on: TODAY, answers, ...more }] },
  })
  expect(sent.json()).toMatchObject({ added: 1 })
  const pile = { label: 'Loket', service: world.service.id, answered_on: TODAY, sheets: '1' }
  const batch = String((await post(world.house, '/survei/kertas', pile, world.officer)).headers.location)
  const page = (await get(world.house, `${batch}/ketik`, world.officer)).body
  expect(page).toContain('name="education"')
  expect(page).not.toMatch(/name="(gender|age_band|kepercayaan)"/)
  const second = await newPerson(world.house, world.institution, world.institution.root, ['survey.paper'])
  const sheet = {
    sheet: '1',
    ...form({ gender: '1', age_band: '3', education: '4', informasi: '4', kepercayaan: '1' }),
  }
  for (const who of [world.officer, second])
    expect((await post(world.house, `${batch}/ketik`, sheet, who)).statusCode).toBe(303)
  const kept = { gender: null, age_band: null, education: 's1', informasi: 4, kepercayaan: null }
  expect(await world.answers()).toMatchObject([kept, kept])
})

test('a change holds from its day on, says its source, and leaves what was before readable', async () => {
  const words = { asked: 'on', wording_id: 'Apakah Anda percaya kepada kantor ini?' }
  expect((await set('kepercayaan', { ...words, valid_from: '2026-11-23', verified: 'on' })).statusCode).toBe(303)
  expect(await shown()).not.toContain(words.wording_id)
  const rules = (await get(world.house, '/survei/aturan', world.officer)).body
  expect(rules).toContain('Ada perubahan yang berlaku mulai 23 November 2026.')
  world.house.clock.now = new Date('2026-11-23T03:00:00Z')
  expect(await shown()).toContain(words.wording_id)
  world.officer = await newPerson(world.house, world.institution, world.institution.root, ['survey.rule'])
  expect((await set('kepercayaan', { asked: 'on', valid_from: '2026-11-23' })).statusCode).toBe(303)
  expect(await shown()).not.toContain(words.wording_id)
  const page = (await get(world.house, at('kepercayaan'), world.officer)).body
  for (const told of [words.wording_id, source, 'diganti', 'Pertanyaan tambahan: kepercayaan publik'])
    expect(page).toContain(told)
})

test('a day that has passed, no source, words too short, English words alone and an unknown question are refused', async () => {
  for (const [code, wrong, said] of [
    ['gender', { valid_from: '2026-01-01' }, 'Pilih hari ini atau sesudahnya'],
    ['gender', { source: '' }, 'Tuliskan sumbernya'],
    ['gender', { wording_id: 'A' }, 'paling sedikit 3 huruf'],
    ['gender', { wording_en: 'Are you male or female?' }, 'Tulis juga kalimat dalam bahasa Indonesia.'],
  ] as const) {
    const answer = await set(code, { note: 'Catatan yang diketik', ...wrong })
    expect(answer.statusCode, JSON.stringify(wrong)).toBe(422)
    expect(answer.body).toContain(said)
    expect(answer.body).toContain('Catatan yang diketik')
  }
  expect((await set('nik')).statusCode).toBe(404)
  const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
  expect((await get(world.house, at('gender'), reader)).statusCode).toBe(403)
  const other = { valid_from: TODAY, source }
  expect((await post(world.house, at('gender'), other, reader)).statusCode).toBe(403)
})
