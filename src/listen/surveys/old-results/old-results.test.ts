import { beforeEach, expect, test } from 'vitest'
import { get, newInstitution, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { useSurvey } from '../test-survey.ts'
import { oldLetter } from './model.ts'

const world = useSurvey(beforeEach)
const AT = '/survei/hasil-lama'
const entry = (more: Record<string, string> = {}) => ({
  unit: world.unit,
  year: '2014',
  part: '2',
  index: '77,41',
  respondents: '150',
  source: 'Laporan IKM Semester II 2014',
  ...more,
})

test('an earlier result is kept on the scale of its time and never counted with answers', async () => {
  await world.keep(Array.from({ length: 20 }, () => ({})))
  const before = await world.result()
  expect((await post(world.house, AT, entry(), world.officer)).statusCode).toBe(303)
  const page = (await get(world.house, AT, world.officer)).body
  // 77.41 is B by the table of 2004 as by the present one; 70 is B by the old and C by the present one.
  for (const words of ['77,41', 'B (Baik)', 'Laporan IKM Semester II 2014', 'KEP/25/M.PAN/2/2004', 'erlu verifikasi'])
    expect(page).toContain(words)
  await post(world.house, AT, entry({ part: '1', index: ' 70.00 ' }), world.officer)
  expect((await get(world.house, AT, world.officer)).body).not.toContain('C (Kurang baik)')
  expect(await world.result()).toEqual(before)
  for (const path of ['/survei', `/survei/hasil/${world.unit}`, `/i/${world.institution.slug}/hasil-survei`])
    expect((await get(world.house, path, world.officer)).body).not.toContain('77,41')
})

test('refused: another time of rules, twice the same time, an index out of scale; withdrawn with a reason', async () => {
  expect((await post(world.house, AT, entry({ year: '2020' }), world.officer)).body).toContain('Skala ini berlaku 2004')
  const high = await post(world.house, AT, entry({ index: '101' }), world.officer)
  expect(high.statusCode).toBe(422)
  expect(high.body).toContain('Tulis nilai 25 sampai 100')
  expect(high.body).toContain('Laporan IKM Semester II 2014')
  for (const index of ['78.521', '78,521', '1.250', 'tujuh', ''])
    expect([index, (await post(world.house, AT, entry({ index }), world.officer)).statusCode]).toEqual([index, 422])
  await post(world.house, AT, entry(), world.officer)
  expect((await post(world.house, AT, entry({ index: '80' }), world.officer)).body).toContain('Tarik dulu yang keliru')
  const id = /hasil-lama\/([0-9a-f-]{36})\/tarik/.exec((await get(world.house, AT, world.officer)).body)![1]!
  expect((await post(world.house, `${AT}/${id}/tarik`, { reason: '' }, world.officer)).statusCode).toBe(422)
  const away = { reason: 'Salah ketik dari laporan' }
  expect((await post(world.house, `${AT}/${id}/tarik`, away, world.officer)).statusCode).toBe(303)
  expect((await get(world.house, AT, world.officer)).body).not.toContain('77,41')
  expect((await post(world.house, AT, entry({ index: '80' }), world.officer)).statusCode).toBe(303)
})

test('who sees what: units in reach, publishers record, never another institution', async () => {
  await post(world.house, AT, entry(), world.officer)
  const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
  const page = (await get(world.house, AT, reader)).body
  expect(page).toContain('77,41')
  expect(page).not.toContain('Simpan hasil lama')
  expect((await post(world.house, AT, entry(), reader)).statusCode).toBe(403)
  const other = await newUnit(world.house, world.institution, world.institution.root)
  const rights = ['survey.read', 'survey.publish']
  const elsewhere = await newPerson(world.house, world.institution, other, rights)
  expect((await get(world.house, AT, elsewhere)).body).not.toContain('77,41')
  expect((await post(world.house, AT, entry({ year: '2013' }), elsewhere)).statusCode).toBe(422)
  const neighbour = await newInstitution(world.house)
  const stranger = await newPerson(world.house, neighbour, neighbour.root, rights)
  expect((await get(world.house, AT, stranger)).body).not.toContain('77,41')
})

test('letters of 2004 at their bounds', () => {
  const bands = [81.26, 62.51, 43.76, 25].map((lower, place) => ({
    letter: 'ABCD'[place]!,
    lower,
    label_id: '',
    label_en: '',
  }))
  expect([100, 81.26, 81.25, 62.51, 62.5, 43.76, 43.75, 25].map((one) => oldLetter(bands, one)?.letter).join('')).toBe(
    'AABBCCDD',
  )
})
