import { beforeEach, expect, test } from 'vitest'
import { get, newPerson, post } from '../../../platform/test/harness.ts'
import { asShown } from '../../../platform/test/page-forms.ts'
import { ELEMENTS } from '../index.ts'
import { TODAY, useSurvey } from '../test-survey.ts'

const world = useSurvey(beforeEach)

function setting(more: Record<string, string> = {}): Record<string, string> {
  return {
    ...Object.fromEntries(ELEMENTS.map((element) => [`w_${element}`, '1/9'])),
    b_A: '90',
    b_B: '80,5',
    b_C: '60',
    chi: '3,841',
    share: '0.5',
    margin: '0,05',
    min_respondents: '5',
    min_answered: '6',
    valid_from: TODAY,
    source: 'Keputusan Bupati 12/2026',
    ...more,
  }
}

test('an own rule with its day and source counts from then on, and says that it is to be verified', async () => {
  await world.keep(Array.from({ length: 6 }, () => ({})))
  expect((await world.result()).index).toBeNull()
  expect((await post(world.house, '/survei/aturan', setting(), world.officer)).statusCode).toBe(303)
  await world.count()
  expect(await world.result()).toMatchObject({ index: '75.00', band: { letter: 'C' } })
  expect((await world.result()).ruleVersion).toContain(TODAY)
  const page = (await get(world.house, '/survei/aturan', world.officer)).body
  expect(page).toContain('Keputusan Bupati 12/2026')
  expect(page).toContain('Perlu verifikasi')
  expect(page).toContain('Survei Kepuasan Masyarakat, 9 unsur; ketetapan sendiri mulai 21 November 2026')
  expect(page).not.toContain('permenpanrb-14-2017')
})

test('weights that are not 1, letters out of order, a day that has passed and no source are refused', async () => {
  for (const wrong of [
    { w_waktu: '2/9' },
    { w_waktu: '0' },
    { b_B: '95' },
    { valid_from: '2026-01-01' },
    { source: '' },
    { min_respondents: '1' },
    { chi: '0' },
    { share: '1' },
    { margin: 'lima' },
    // As everywhere, a point before three digits stands between thousands.
    { chi: '3.841' },
    { b_A: '1.250' },
    { w_waktu: '1.111' },
  ])
    expect(
      (await post(world.house, '/survei/aturan', setting(wrong as Record<string, string>), world.officer)).statusCode,
      JSON.stringify(wrong),
    ).toBe(422)
  const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
  expect((await get(world.house, '/survei/aturan', reader)).statusCode).toBe(403)
})

test('where the layout of the report was read is said, and can be corrected with its day', async () => {
  const before = (await get(world.house, '/survei/aturan', world.officer)).body
  expect(before).toContain('Susunan menurut lampiran PermenPANRB 14/2017')
  const read = { layout_source: 'Lampiran PermenPANRB 14/2017 halaman 40', layout_verified: 'on' }
  expect((await post(world.house, '/survei/aturan', setting(read), world.officer)).statusCode).toBe(303)
  const after = (await get(world.house, '/survei/aturan', world.officer)).body
  expect(after).toContain(read.layout_source)
  expect(after).not.toContain('Susunan menurut lampiran')
})

test('what samples are reckoned with changes from its day on; a plan that was counted keeps its numbers', async () => {
  const fields = {
    name: 'SKM',
    unit: world.unit,
    first_month: '2026-07',
    last_month: '2026-12',
    response_percent: '60',
  }
  let who = world.officer
  const counted = async () => {
    const plan = String((await post(world.house, '/survei/rencana', fields, who)).headers.location)
    const numbers = { [`n_${world.service.id}`]: '1300', source: 'Buku register' }
    expect((await post(world.house, `${plan}/populasi`, numbers, who)).statusCode).toBe(303)
    return plan
  }
  const told = async (plan: string) => (await get(world.house, plan, who)).body
  const tomorrow = setting({ margin: '0,1', valid_from: '2026-11-22' })
  expect((await post(world.house, '/survei/aturan', tomorrow, world.officer)).statusCode).toBe(303)
  const before = await counted()
  for (const text of ['297', 'd 0,05)']) expect(await told(before)).toContain(text)
  world.house.clock.now = new Date('2026-11-22T03:00:00Z')
  who = await newPerson(world.house, world.institution, world.institution.root, ['survey.plan', 'survey.rule'])
  for (const text of ['297', 'd 0,05)']) expect(await told(before)).toContain(text)
  const after = await told(await counted())
  // 3.841 × 1300 × ¼ / (0.01 × 1299 + 3.841 × ¼) = 89.48
  for (const text of ['89', 'd 0,10)']) expect(after).toContain(text)
  expect((await get(world.house, '/survei/aturan', who)).body).toContain('khi-kuadrat 3,841; P 0,50; d 0,10')
})

test('decimals are read as everywhere, and the form as it stands in either language says what it shows', async () => {
  const weights = Object.fromEntries(
    ELEMENTS.map((element, index) => [`w_${element}`, index < 8 ? (index % 2 ? '0,11' : '0.11') : '3/25']),
  )
  const typed = setting({ ...weights, b_A: '90,25', b_B: '80.50', chi: '3,8415', share: '0,5', margin: '0.05' })
  expect((await post(world.house, '/survei/aturan', typed, world.officer)).statusCode).toBe(303)
  const kept = async () => {
    const { rows } = await world.house.owner.query(
      `select weights, bands, sampling from surveys.rule_setting where institution_id = $1
       order by created_at desc, id desc limit 1`,
      [world.institution.id],
    )
    return rows[0]
  }
  const first = await kept()
  expect(Object.values(first.weights).toSorted()).toEqual([...Array.from({ length: 8 }, () => '0.11'), '3/25'])
  expect(first.bands).toEqual({ A: '90.25', B: '80.5', C: '60' })
  expect(first.sampling).toEqual({ chi: 3.8415, share: 0.5, margin: 0.05 })
  for (const language of ['id', 'en']) {
    world.house.clock.now = new Date(world.house.clock.now.getTime() + 60_000)
    const page = await get(world.house, `/survei/aturan?bahasa=${language}`, world.officer)
    const { verified, layout_verified, ...form } = asShown(page.body, '/survei/aturan')
    const again = await post(world.house, '/survei/aturan', { ...form, source: `Uji ${language}` }, world.officer)
    expect([language, again.statusCode], again.body).toEqual([language, 303])
    expect(await kept()).toEqual(first)
  }
})

test('the conversion factor and how often a survey is held are set with day and source; what was reckoned before stays', async () => {
  await world.keep(Array.from({ length: 12 }, () => ({})))
  const before = await world.result()
  expect([before.index, before.band?.letter]).toEqual(['75.00', 'C'])
  const page = async () => (await get(world.house, '/survei/aturan', world.officer)).body
  expect(await page()).toContain('PermenPANRB 14/2017 pasal 1 ayat (1)')
  const own = { factor: '20', b_A: '72', b_B: '64,5', b_C: '50', surveys_a_year: '2', verified: 'on' }
  // Letters lie between one and four times the factor.
  for (const wrong of [{ b_A: '90' }, { b_C: '20' }, { factor: '0' }, { factor: '26' }, { surveys_a_year: '5' }]) {
    const answer = await post(world.house, '/survei/aturan', setting({ ...own, ...wrong }), world.officer)
    expect(answer.statusCode, JSON.stringify(wrong)).toBe(422)
  }
  const later = setting({ ...own, valid_from: '2026-12-01' })
  expect((await post(world.house, '/survei/aturan', later, world.officer)).statusCode).toBe(303)
  expect(await world.result()).toEqual(before)
  expect((await get(world.house, '/survei/rencana', world.officer)).body).toContain('Januari 2026 sampai Desember 2026')
  world.house.clock.now = new Date('2026-12-01T03:00:00Z')
  expect(await world.result()).toEqual(before)
  // 3 × 20, and the letter of the bounds that were set with it; the rule says since when it holds.
  const after = await world.result({ to: '2026-12' })
  expect([after.index, after.band?.letter, after.ruleVersion]).toEqual([
    '60.00',
    'C',
    'permenpanrb-14-2017 + 2026-12-01',
  ])
  const who = await newPerson(world.house, world.institution, world.institution.root, ['survey.rule', 'survey.plan'])
  const plan = (await get(world.house, '/survei/rencana', who)).body
  expect(plan).toContain('Juli 2026 sampai Desember 2026')
  expect(plan).toContain('Keputusan Bupati 12/2026')
  const now = (await get(world.house, '/survei/aturan', who)).body
  expect(now).toContain('2 kali setahun')
  expect(asShown(now, '/survei/aturan')).toMatchObject({ factor: '20', surveys_a_year: '2' })
  // Very low answers still have a letter: D begins where the index does.
  await world.keep(
    Array.from({ length: 200 }, () => ({ answers: Object.fromEntries(ELEMENTS.map((one) => [one, 1])) })),
  )
  expect((await world.result({ to: '2026-12' })).band?.letter).toBe('D')
})
