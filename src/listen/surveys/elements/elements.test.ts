import ExcelJS from 'exceljs'
import { beforeEach, expect, test } from 'vitest'
import { get, newClient, newPerson, post } from '../../../platform/test/harness.ts'
import { ELEMENTS } from '../model.ts'
import { form, NOW, useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)
const DECEMBER = new Date('2026-12-03T03:00:00Z')
const PATH = '/survei/aturan/unsur/waktu'

function words(more: Record<string, string> = {}): Record<string, string> {
  return {
    name_id: 'Waktu pelayanan',
    name_en: 'Time of service',
    question_id: 'Seberapa cepat Anda dilayani?',
    question_en: 'How fast were you served?',
    a1_id: 'Lambat sekali',
    a2_id: 'Lambat',
    a3_id: 'Lancar',
    a4_id: 'Lancar sekali',
    a1_en: 'Very slow',
    a2_en: 'Slow',
    a3_en: 'Fast',
    a4_en: 'Very fast',
    month: '2026-12',
    source: 'Keputusan Bupati 90/2026',
    ...more,
  }
}
const set = (more?: Record<string, string>) => post(world.house, PATH, words(more), world.officer)
/** Ten days later nobody is signed in any more. */
async function december(): Promise<void> {
  world.house.clock.now = DECEMBER
  const may = ['survey.rule', 'survey.read', 'survey.publish']
  world.officer = await newPerson(world.house, world.institution, world.institution.root, may)
}
const shown = async () => (await get(world.house, world.page())).body
const kept = async () =>
  (await world.answers()).map((row) => row['wording_from']).toSorted((a, b) => (String(a) < String(b) ? -1 : 1))

async function method(): Promise<string> {
  const address = `/survei/hasil/${world.unit}/laporan?dari=2026-11&sampai=2026-12&format=xlsx`
  const book = new ExcelJS.Workbook()
  await book.xlsx.load((await get(world.house, address, world.officer)).rawPayload as unknown as ArrayBuffer)
  return book.getWorksheet('Metode')!.getSheetValues().map(String).join()
}

test('an element is asked in other words from the month on that was set, and each answer keeps the words it was asked in', async () => {
  expect((await set()).statusCode).toBe(303)
  expect(await shown()).toContain('Bagaimana kecepatan waktu pelayanan?')
  await post(world.house, world.page(), form({ wording: '2017-05-09' }))
  world.house.clock.now = DECEMBER
  const page = await shown()
  expect(page).toContain('Seberapa cepat Anda dilayani?')
  expect(page).toContain('Lancar sekali')
  expect(page).not.toContain('kecepatan waktu pelayanan')
  expect(page).toMatch(/name="wording" value="2026-12-01"/)
  expect(page).toContain('Bagaimana kemudahan prosedur pelayanan?')
  await post(world.house, world.page(), form({ wording: '2026-12-01' }))
  // A page opened on the last day of November and sent in December; one that says nothing, or nonsense.
  await post(world.house, world.page(), form({ wording: '2017-05-09' }))
  await post(world.house, world.page(), form())
  await post(world.house, world.page(), form({ wording: 'besok' }))
  await post(world.house, world.page(), form({ wording: '9999-01-01' }))
  expect(await kept()).toEqual(['2026-12-01', '2026-12-01', '2026-12-01', '2026-12-01', null, null])
})

test('the report and both pages of a result name the words, before and after the answers are mixed, and nothing is reckoned anew', async () => {
  await world.keep(Array.from({ length: 12 }, () => ({})))
  const before = await world.result()
  await set({ verified: 'on' })
  expect(await world.result()).toEqual(before)
  await december()
  await world.keep(Array.from({ length: 12 }, () => ({ answeredOn: '2026-12-02' })))
  const told =
    'Kata bawaan: Survei Kepuasan Masyarakat, 9 unsur (perlu verifikasi); Ketetapan sendiri mulai 1 Desember 2026: Keputusan Bupati 90/2026'
  for (const day of [DECEMBER, new Date('2026-12-04T03:00:00Z')]) {
    expect(await method()).toContain(`Kata pertanyaan,${told}`)
    const query = '?dari=2026-11&sampai=2026-12'
    expect((await get(world.house, `/survei/hasil/${world.unit}${query}`, world.officer)).body).toContain(told)
    expect((await get(world.house, `/i/${world.institution.slug}/hasil-survei/${world.unit}`)).body).toContain(told)
    await world.settle(day)
  }
  const november = `/survei/hasil/${world.unit}?dari=2026-11&sampai=2026-11`
  const old = (await get(world.house, november, world.officer)).body
  expect(old).toContain('Waktu penyelesaian')
  expect(old).not.toContain('Ketetapan sendiri mulai')
  expect((await get(world.house, november.replaceAll('2026-11', '2026-12'), world.officer)).body).toContain(
    'Waktu pelayanan',
  )
  const fields = { unit: world.unit, dari: '2026-12', sampai: '2026-12', follow_up: 'Loket dipisah' }
  expect((await post(world.house, `/survei/hasil/${world.unit}/umumkan`, fields, world.officer)).statusCode).toBe(303)
  expect((await get(world.house, `/i/${world.institution.slug}/hasil-survei/${world.unit}`)).body).toContain(
    'kata pertanyaan sejak 1 Desember 2026',
  )
})

test('a running survey keeps its words unless the rule says otherwise, and one that begins then does not stand in the way', async () => {
  const plan = { name: 'SKM semester ini', unit: world.unit, response_percent: '60' }
  const months = { first_month: '2026-11', last_month: '2026-12' }
  expect((await post(world.house, '/survei/rencana', { ...plan, ...months }, world.officer)).statusCode).toBe(303)
  await world.house.owner.query(`update surveys.plan set state = 'active' where institution_id = $1`, [
    world.institution.id,
  ])
  const refused = await set()
  expect(refused.statusCode).toBe(422)
  expect(refused.body).toContain('SKM semester ini” berjalan sampai Desember 2026')
  expect(refused.body).toContain('Seberapa cepat Anda dilayani?')
  expect((await set({ month: '2027-01' })).statusCode).toBe(303)
  expect((await set({ despite: 'on' })).statusCode).toBe(303)
  await world.house.owner.query(
    `update surveys.plan set first_month = '2027-02-01', last_month = '2027-06-01' where institution_id = $1`,
    [world.institution.id],
  )
  expect((await set({ month: '2027-02' })).statusCode).toBe(303)
})

test('this month, no source and answers that are the same are refused with what was typed; the same month again keeps both', async () => {
  for (const [field, more] of [
    ['month', { month: '2026-11' }],
    ['month', { month: 'kapan-kapan' }],
    ['source', { source: '' }],
    ['a3_id', { a3_id: ' lambat ' }],
    ['a4_en', { a4_en: '' }],
    ['name_id', { name_id: 'x'.repeat(81) }],
  ] as const) {
    const answer = await set(more)
    expect(answer.statusCode, field).toBe(422)
    expect(answer.body).toContain(`href="#f-${field}"`)
    expect(answer.body).toContain('Lancar sekali')
  }
  expect((await get(world.house, '/survei/aturan/unsur/nik', world.officer)).statusCode).toBe(404)
  await set({ source: 'Keputusan pertama' })
  world.house.clock.now = new Date(NOW.getTime() + 60_000)
  await set({ source: 'Keputusan kedua' })
  const page = (await get(world.house, PATH, world.officer)).body
  expect(page).toContain('Keputusan pertama')
  expect(page).toContain('Keputusan kedua')
  expect(page.match(/Diganti sebelum berlaku/g)).toHaveLength(1)
  await december()
  expect((await get(world.house, '/survei/aturan/unsur', world.officer)).body).toContain('Keputusan kedua')
  const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
  for (const path of [PATH, '/survei/aturan/unsur']) {
    expect((await get(world.house, path, reader)).statusCode).toBe(403)
  }
  expect((await post(world.house, PATH, words(), reader)).statusCode).toBe(403)
})

test('other systems read the words in force and say with an answer which they had shown', async () => {
  await set()
  world.house.clock.now = DECEMBER
  const headers = await newClient(world.house, world.institution, ['survey.submit'])
  const read = await world.house.app.inject({ url: '/api/v1/survey-elements', headers })
  const { wording, elements } = read.json()
  expect(wording).toBe('2026-12-01')
  expect(elements.map((one: { element: string }) => one.element)).toEqual([...ELEMENTS])
  expect(elements[2]).toMatchObject({ name: { id: 'Waktu pelayanan', en: 'Time of service' }, verified: false })
  const answers = Object.fromEntries(ELEMENTS.map((element) => [element, 4]))
  const answer = { service: world.service.slug, answered_on: '2026-12-02', answers }
  const sent = await world.house.app.inject({
    method: 'POST',
    url: '/api/v1/survey-answers',
    headers,
    payload: {
      answers: [
        { ...answer, key: 'dengan-kata-lama', wording: '2026-11-01' },
        { ...answer, key: 'tanpa-berkata-apa' },
        { ...answer, key: 'dari-bulan-lalu', answered_on: '2026-11-30' },
      ],
    },
  })
  expect(sent.json()).toMatchObject({ added: 3 })
  expect(await kept()).toEqual(['2026-12-01', null, null])
})
