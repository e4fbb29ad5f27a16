import { beforeEach, describe, expect, test } from 'vitest'
import { get, newPerson, newUnit, post, type TestPerson } from '../../../platform/test/harness.ts'
import { form, useSurvey } from '../test-survey.ts'
import { differencesOf, FIELDS, type Sheet } from './model.ts'

const world = useSurvey(beforeEach)
let second: TestPerson

beforeEach(async () => {
  second = await newPerson(world.house, world.institution, world.institution.root, ['survey.paper'])
})

async function pile(sheets = '2', more: Record<string, string> = {}) {
  const fields = { label: 'Loket KK', service: world.service.id, answered_on: '2026-11-10', sheets, ...more }
  return post(world.house, '/survei/kertas', fields, world.officer)
}

const key = (batch: string, sheet: number, who: TestPerson, more: Record<string, string> = {}) =>
  post(world.house, `${batch}/ketik`, { sheet: String(sheet), ...form({ gender: '2', ...more }) }, who)

async function keyedTwice() {
  const batch = String((await pile()).headers.location)
  for (const sheet of [1, 2]) await key(batch, sheet, world.officer)
  await key(batch, 1, second, { waktu: '4', comment: 'Lama' })
  await key(batch, 2, second)
  return batch
}

const endService = () =>
  world.house.owner.query('update services.service set active = false where institution_id = $1', [
    world.institution.id,
  ])

describe('two readings', () => {
  test('two people key the same numbers, what differs is resolved, the sheets become answers and are gone', async () => {
    const batch = String((await pile()).headers.location)
    const first = await get(world.house, `${batch}/ketik`, world.officer)
    expect(first.body).toContain('Lembar 1 dari 2')
    expect(first.body.match(/inputmode="numeric"/g)).toHaveLength(16)
    expect(String((await key(batch, 1, world.officer)).headers.location)).toBe(`${batch}/ketik?lembar=2`)
    expect((await key(batch, 2, world.officer)).headers.location).toBe(batch)
    expect((await key(batch, 1, world.officer)).headers.location).toBe(batch)
    expect((await get(world.house, batch, world.officer)).body).toContain('harus oleh orang lain')
    const blind = await get(world.house, `${batch}/ketik?lembar=1`, second)
    expect(blind.body).not.toContain('value="3"')
    await key(batch, 1, second, { waktu: '4' })
    await key(batch, 2, second)
    const page = await get(world.house, batch, world.officer)
    expect(page.body).toContain('Lembar 1: Waktu penyelesaian')
    expect(page.body).toContain('2,9')
    expect(page.body).toContain(second.name)
    const open = await post(world.house, `${batch}/cocokkan`, {}, world.officer)
    expect(open.statusCode).toBe(422)
    expect(open.body).toContain('href="#f-d_1_waktu"')
    const done = await post(world.house, `${batch}/cocokkan`, { d_1_waktu: 'b' }, world.officer)
    expect(done.statusCode).toBe(303)
    const answers = await world.answers()
    expect(answers).toHaveLength(2)
    expect(answers.map((answer) => answer['waktu']).toSorted()).toEqual([3, 4])
    expect(answers[0]).toMatchObject({
      channel: 'paper',
      answered_on: '2026-11-10',
      arrival: 'stored',
      gender: 'female',
    })
    const { rows } = await world.house.owner.query('select 1 from surveys.paper_sheet where institution_id = $1', [
      world.institution.id,
    ])
    expect(rows).toEqual([])
    expect((await post(world.house, `${batch}/cocokkan`, { d_1_waktu: 'a' }, world.officer)).statusCode).toBe(409)
  })

  test('equal readings are counted at once; a sheet with too few answers is named and not counted', async () => {
    const batch = String((await pile()).headers.location)
    for (const who of [world.officer, second]) {
      await key(batch, 1, who)
      await post(world.house, `${batch}/ketik`, { sheet: '2', waktu: '1' }, who)
    }
    const page = await get(world.house, batch, world.officer)
    expect(page.body).toContain('Sudah dihitung')
    expect(page.body).toContain('Terlalu sedikit dijawab')
    expect(await world.answers()).toHaveLength(1)
  })

  test('sheets filled in before a service ended still count, and the list goes on naming it', async () => {
    await endService()
    const list = await get(world.house, '/survei/kertas', world.officer)
    expect(list.body).toMatch(/<option value="[^"]+">Kartu Keluarga \w+ \(tidak lagi diberikan\)/)
    const batch = String((await pile('1')).headers.location)
    for (const who of [world.officer, second]) await key(batch, 1, who)
    expect(await world.answers()).toHaveLength(1)
    const named = await get(world.house, '/survei/kertas', world.officer)
    expect(named.body.match(/Kartu Keluarga \w+/g)!.length).toBeGreaterThan(1)
  })

  test('spacing and capitals of free words are no difference', () => {
    const sheet = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Sheet
    expect(differencesOf(1, { ...sheet, comment: 'Terlalu  LAMA' }, { ...sheet, comment: 'terlalu lama' })).toEqual([])
    expect(differencesOf(1, { ...sheet, waktu: '1' }, sheet)).toEqual([
      { sheet: 1, field: 'waktu', first: '1', second: '' },
    ])
  })

  test('a digit that is on no paper is refused at its field, the rest stays', async () => {
    const batch = String((await pile()).headers.location)
    const wrong = await key(batch, 1, world.officer, { waktu: '7', gender: '1' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('href="#f-waktu"')
    expect(wrong.body).toContain('value="7"')
    expect((await key(batch, 3, world.officer)).statusCode).toBe(422)
    for (const more of [{ answered_on: '2026-12-01' }, { answered_on: '2024-01-01' }, { service: second.account }])
      expect((await pile('2', more as Record<string, string>)).statusCode).toBe(422)
    for (const sheets of ['0', '201', 'x']) expect((await pile(sheets)).statusCode).toBe(422)
  })

  test('only one person at a time, and only where they may', async () => {
    const batch = await keyedTwice()
    const third = await newPerson(world.house, world.institution, world.institution.root, ['survey.paper'])
    const other = String((await pile()).headers.location)
    await key(other, 1, world.officer)
    expect((await key(other, 2, third)).headers.location).toBe(other)
    const unit = await newUnit(world.house, world.institution, world.institution.root)
    const elsewhere = await newPerson(world.house, world.institution, unit, ['survey.paper'])
    expect((await get(world.house, batch, elsewhere)).statusCode).toBe(404)
    expect((await key(batch, 1, elsewhere)).statusCode).toBe(404)
    expect((await post(world.house, `${batch}/cocokkan`, {}, elsewhere)).statusCode).toBe(404)
    const reader = await newPerson(world.house, world.institution, world.institution.root, ['survey.read'])
    expect((await get(world.house, batch, reader)).statusCode).toBe(403)
  })

  test('what both misread is settled to what stands on the paper, and the trail says who decided what', async () => {
    const batch = await keyedTwice()
    const settle = (more: Record<string, string>) =>
      post(world.house, `${batch}/cocokkan`, { d_1_comment: 'b', ...more }, second)
    expect((await settle({ d_1_waktu: 'c', v_1_waktu: '9' })).body).toContain('href="#f-v_1_waktu"')
    expect((await settle({ d_1_waktu: 'c', v_1_waktu: '2' })).statusCode).toBe(303)
    expect((await world.answers()).map((answer) => answer['waktu']).toSorted()).toEqual([2, 3])
    const { rows } = await world.house.owner.query(
      `select account_id, detail from audit.event where institution_id = $1 and action = 'survey.paper_kept'`,
      [world.institution.id],
    )
    expect(rows).toEqual([
      { account_id: second.account, detail: expect.objectContaining({ decided: ['1.waktu:c', '1.comment:b'] }) },
    ])
  })

  test('a pile goes on with somebody else half way, who then cannot be its second reader', async () => {
    const third = await newPerson(world.house, world.institution, world.institution.root, ['survey.paper'])
    const batch = String((await pile()).headers.location)
    const release = (reason: string, who = second, to = second) =>
      post(world.house, `${batch}/lepaskan`, { reason, to: to.account }, who)
    expect((await release('Cuti')).statusCode).toBe(409)
    const unit = await newUnit(world.house, world.institution, world.institution.root)
    const elsewhere = await newPerson(world.house, world.institution, unit, ['survey.paper'])
    expect((await release('Cuti', elsewhere)).statusCode).toBe(404)
    await key(batch, 1, world.officer)
    expect((await key(batch, 2, second)).headers.location).toBe(batch)
    expect((await release('')).statusCode).toBe(422)
    for (const to of [elsewhere, world.officer])
      expect((await release('Petugas cuti', world.officer, to)).body).toContain('tidak dapat melanjutkan')
    expect((await release('Petugas cuti', world.officer)).statusCode).toBe(303)
    // Who, to whom, when and why: both see it, and the one who was not there is told.
    for (const one of [world.officer, second]) {
      const page = (await get(world.house, batch, one)).body
      for (const part of ['Serah terima', world.officer.name, second.name, 'Petugas cuti', '1 lembar'])
        expect(page).toContain(part)
    }
    expect((await get(world.house, '/kotak-masuk', second)).body).toContain('diserahkan kepada Anda untuk diketik')
    expect((await key(batch, 2, third)).headers.location).toBe(batch)
    await key(batch, 2, second)
    for (const one of [world.officer, second]) {
      expect((await get(world.house, batch, one)).body).toContain('harus oleh orang lain')
      expect((await get(world.house, `${batch}/ketik`, one)).statusCode).toBe(303)
    }
    for (const sheet of [1, 2]) await key(batch, sheet, third)
    expect(await world.answers()).toHaveLength(2)
  })
})
