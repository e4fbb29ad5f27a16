import { beforeEach, expect, test } from 'vitest'
import { get, newPerson, post } from '../../../platform/test/harness.ts'
import { form, TODAY, useSurvey } from '../test-survey.ts'
import { type ChoiceVersion, choiceBook, withCodes } from './model.ts'

const world = useSurvey(beforeEach)
const NEXT_QUARTER = new Date('2027-01-02T03:00:00Z')
const TOMORROW = new Date('2026-11-22T03:00:00Z')

function version(labels: readonly string[], more: Record<string, string> = {}): Record<string, string> {
  return {
    ...Object.fromEntries(labels.map((label, index) => [`id_${index + 1}`, label])),
    valid_from: '2026-11-22',
    source: 'Keputusan Kepala Dinas 12/2026',
    ...more,
  }
}

const set = (field: string, labels: readonly string[], more: Record<string, string> = {}) =>
  post(world.house, `/survei/aturan/pilihan/${field}`, version(labels, more), world.officer)

test('a new version holds from its day with its source; old answers keep their choice and its name', async () => {
  await world.keep(Array.from({ length: 12 }, () => ({ profile: { education: 's1' } })))
  expect((await set('education', ['SMA atau kurang', 'Diploma', 'S1'])).statusCode).toBe(303)
  expect((await get(world.house, world.page())).body).toContain('value="s3"')
  world.house.clock.now = TOMORROW
  const page = (await get(world.house, world.page())).body
  expect(page).toContain('value="sma_atau_kurang"')
  expect(page).toContain('value="s1"')
  expect(page).not.toContain('value="s3"')
  for (let n = 0; n < 10; n++)
    expect((await post(world.house, world.page(), form({ education: 'diploma' }))).statusCode).toBe(303)
  await world.keep(Array.from({ length: 10 }, () => ({ profile: { education: 'sd' } })))
  world.house.clock.now = NEXT_QUARTER
  await world.count(NEXT_QUARTER)
  const officer = await newPerson(world.house, world.institution, world.institution.root, [
    'survey.read',
    'survey.rule',
  ])
  const results = (await get(world.house, `/survei/hasil/${world.unit}`, officer)).body
  for (const name of ['S1', 'Diploma', 'SD']) expect(results).toContain(`<th scope="row">${name}</th>`)
  const list = (await get(world.house, '/survei/aturan/pilihan', officer)).body
  expect(list).toContain('Keputusan Kepala Dinas 12/2026')
  expect(list).toContain('Perlu verifikasi')
})

test('a page opened before a change may still be sent; what was never a choice is refused at its field', async () => {
  expect((await set('occupation', ['Petani', 'Nelayan'], { valid_from: TODAY })).statusCode).toBe(303)
  expect((await post(world.house, world.page(), form({ occupation: 'pns' }))).statusCode).toBe(303)
  const wrong = await post(world.house, world.page(), form({ occupation: 'menteri', comment: 'Antrean lama' }))
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Pilihan ini tidak ada di formulir')
  expect(wrong.body).toContain('Antrean lama')
  expect((await world.answers()).map((row) => row['occupation'])).toEqual(['pns'])
})

test('too few, twice the same, a past day and no source are refused, and what was typed stays', async () => {
  for (const [field, answer] of [
    ['id_2', await set('gender', ['Perempuan'])],
    ['id_2', await set('gender', ['Perempuan', 'perempuan '])],
    ['valid_from', await set('gender', ['A', 'B'], { valid_from: '2026-11-20' })],
    ['source', await set('gender', ['A', 'B'], { source: '' })],
    ['id_1', await set('gender', ['x'.repeat(81), 'B'])],
  ] as const) {
    expect(answer.statusCode, field).toBe(422)
    expect(answer.body).toContain(`href="#f-${field}"`)
  }
  expect((await set('nik', ['A', 'B'])).statusCode).toBe(404)
})

test('only who sets the rules sees and changes them', async () => {
  const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
  for (const path of ['/survei/aturan/pilihan', '/survei/aturan/pilihan/gender'])
    expect((await get(world.house, path, reader)).statusCode).toBe(403)
  expect((await post(world.house, '/survei/aturan/pilihan/gender', version(['A', 'B']), reader)).statusCode).toBe(403)
})

const standard: ChoiceVersion = {
  field: 'age_band',
  valid_from: '2017-05-12',
  choices: [
    { code: 'young', id: '18–29 tahun', en: '18–29' },
    { code: 'old', id: '30 tahun ke atas', en: '30 and over' },
  ],
  source: '',
  verified: false,
  note: '',
  own: false,
}
const rows = (...labels: string[]) => labels.map((id, index) => ({ n: index + 1, id, en: id }))

test('the same words keep their code in any order, other words get one of their own', () => {
  const codes = (labels: string[], spelling = false) =>
    withCodes([standard], standard.choices, rows(...labels), spelling).map((choice) => choice.code)
  expect(codes(['30 tahun ke atas', '18–29 Tahun'])).toEqual(['old', 'young'])
  expect(codes(['18–24 tahun', '25–29 tahun', '30 tahun ke atas'])).toEqual(['18_24_tahun', '25_29_tahun', 'old'])
  expect(codes(['18 s.d. 29 tahun', '30 tahun ke atas'], true)).toEqual(['young', 'old'])
  expect(codes(['30 tahun ke atas', 'Lain'], true)).toEqual(['old', 'lain'])
  expect(codes(['十八', '三十'])).toEqual(['pilihan', 'pilihan_2'])
})

test('a choice that comes back is the one it was, and an unknown day has the first version', () => {
  const own: ChoiceVersion = {
    ...standard,
    own: true,
    valid_from: '2026-01-01',
    choices: withCodes([standard], standard.choices, rows('Dewasa', 'Lansia'), false),
  }
  const again = withCodes([own, standard], own.choices, rows('18–29 tahun', 'Dewasa'), false)
  expect(again.map((choice) => choice.code)).toEqual(['young', 'dewasa'])
  const book = choiceBook([own, standard])
  expect(book.on('age_band', '2025-12-31')).toBe(standard)
  expect(book.on('age_band', '2026-01-01')).toBe(own)
  expect(book.on('age_band', '1999-01-01')).toBe(standard)
  expect(book.label('age_band', 'old', 'id')).toBe('30 tahun ke atas')
})
