import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { ELEMENTS, monthlySkm, type Submission } from './index.ts'
import { groupsOf } from './results.ts'
import { getRule } from './rules.ts'
import { newSurvey, type Survey, TODAY } from './test-survey.ts'

let house: TestHouse
let institution: Survey['institution']
let unit: Survey['unit']
let officer: Survey['officer']
let keep: Survey['keep']
let result: Survey['result']
let settle: Survey['settle']
let answers: Survey['answers']

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  ;({ institution, unit, officer, keep, result, settle, answers } = await newSurvey(house))
})

describe('results', () => {
  const scores = [105, 101, 100, 116, 102, 105, 106, 105, 115]

  async function publishedExample() {
    await keep(
      Array.from({ length: 29 }, (_, person) => ({
        answers: Object.fromEntries(
          ELEMENTS.map((element, index) => [element, person < scores[index]! - 29 * 3 ? 4 : 3]),
        ) as Submission['answers'],
      })),
    )
  }

  test('the published example of 29 respondents gives 91.48, before and after settling, with its rule', async () => {
    await publishedExample()
    const before = await result({ unitId: unit })
    expect(before).toMatchObject({ n: 29, index: '91.48', unrounded: '91.475096', ruleVersion: 'permenpanrb-14-2017' })
    expect(before.band?.letter).toBe('A')
    await settle(new Date('2026-11-22T03:00:00Z'))
    await settle(new Date('2026-11-23T03:00:00Z'))
    expect(await result({ unitId: unit })).toEqual(before)
    expect(await result()).toEqual(before)
    expect((await answers()).every((row) => row['settled'])).toBe(true)
    const shown = await get(house, `/survei/hasil/${unit}`, officer)
    for (const text of ['91,48', '91,475096', '1/9', 'permenpanrb-14-2017', '90,56', '91,38', '29'])
      expect(shown.body).toContain(text)
  })

  test('settled and fresh answers are counted together, each once', async () => {
    await publishedExample()
    await settle(new Date('2026-11-22T03:00:00Z'))
    await keep(Array.from({ length: 11 }, () => ({ answeredOn: '2026-11-22' })))
    expect((await result()).n).toBe(40)
    const rows = await asSystem(house, institution, 'survey.read', (db, scope) =>
      monthlySkm(db, scope, { from: '2026-11', to: '2026-11' }),
    )
    expect(rows).toHaveLength(9)
    expect(rows.find((row) => row.element === 'persyaratan')).toEqual({
      unit_id: unit,
      element: 'persyaratan',
      month: '2026-11',
      n: 40,
      sum: 105 + 33,
      sum_squares: 18 * 16 + 11 * 9 + 11 * 9,
    })
  })

  test('a small group gives no figure anywhere, and the public not even its size', async () => {
    await keep(Array.from({ length: 9 }, () => ({ comment: 'hanya sembilan' })))
    expect((await result()).index).toBeNull()
    const staff = await get(house, `/survei/hasil/${unit}`, officer)
    expect(staff.body).toContain('Belum cukup')
    expect(staff.body).not.toContain('hanya sembilan')
    const open = await get(house, `/i/${institution.slug}/hasil-survei/${unit}`)
    expect(open.body).toContain('kurang dari 10')
    const list = await get(house, `/i/${institution.slug}/hasil-survei`)
    expect(list.body).toContain('Belum cukup')
    const csv = await get(house, `/survei/hasil/${unit}/unduh?format=csv`, officer)
    expect(csv.body).not.toContain('3.0000')
    expect(
      (
        await post(
          house,
          `/survei/hasil/${unit}/umumkan`,
          { dari: '2026-01', sampai: '2026-11', follow_up: 'Ya' },
          officer,
        )
      ).statusCode,
    ).toBe(409)
  })

  test('a hidden group cannot be worked out from the total', async () => {
    const rule = await asSystem(house, institution, 'survey.read', (db, scope) => getRule(db, scope, TODAY))
    const rows = [
      ['a', 30],
      ['b', 12],
      ['c', 4],
    ].map(([value, n]) => ({
      field: 'gender' as const,
      value: String(value),
      n: Number(n),
      mean_units: String(Number(n) * 7560),
    }))
    expect(groupsOf(rule, rows)).toEqual([
      { value: 'a', n: 30, index: '75.00' },
      { value: 'b', n: 0, index: null },
      { value: 'c', n: 0, index: null },
    ])
  })

  test('a result is announced as it stands and stays so', async () => {
    await publishedExample()
    const done = await post(
      house,
      `/survei/hasil/${unit}/umumkan`,
      { dari: '2026-01', sampai: '2026-11', follow_up: 'Menambah loket <b>' },
      officer,
    )
    expect(done.statusCode).toBe(303)
    await keep(Array.from({ length: 40 }, () => ({})))
    const open = await get(house, `/i/${institution.slug}/hasil-survei/${unit}`)
    expect(open.body).toContain('91,48 · A')
    expect(open.body).toContain('Menambah loket &lt;b>')
    const { rows } = await house.owner.query('select * from surveys.publication where institution_id = $1', [
      institution.id,
    ])
    expect(rows).toMatchObject([
      { index: '91.48', average: '3.6590', weight: '1/9', rule_code: 'permenpanrb-14-2017', respondents: 29 },
    ])
    expect(rows[0].inputs.perilaku).toMatchObject({ n: 29, sum: 106 })
  })

  test('a missing follow-up plan is asked for on the same page', async () => {
    await publishedExample()
    const wrong = await post(
      house,
      `/survei/hasil/${unit}/umumkan`,
      { dari: '2026-01', sampai: '2026-11', follow_up: ' ' },
      officer,
    )
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Rencana tindak lanjut belum diisi')
    expect(wrong.body).toContain('91,48')
  })

  test('files hold the figures as text and the source beneath', async () => {
    await publishedExample()
    const csv = await get(house, `/survei/hasil/${unit}/unduh?format=csv&dari=2026-01&sampai=2026-11`, officer)
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain('91.48')
    expect(csv.body).toContain('PermenPANRB 14/2017')
    const xlsx = await get(house, `/survei/hasil/${unit}/unduh?format=xlsx`, officer)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  test('who sees what: own units and what lies beneath; others get not found', async () => {
    await publishedExample()
    const beneath = await newUnit(house, institution, unit, 'section', 'Seksi Dalam')
    const sibling = await newUnit(house, institution, institution.root)
    const head = await newPerson(house, institution, unit, ['survey.read'])
    const neighbour = await newPerson(house, institution, sibling, ['survey.read'])
    const nobody = await newPerson(house, institution, unit)
    const url = `/survei/hasil/${unit}`
    expect((await get(house, url, head)).statusCode).toBe(200)
    expect((await get(house, `/survei/hasil/${beneath}`, head)).statusCode).toBe(200)
    expect((await get(house, url, neighbour)).statusCode).toBe(404)
    expect((await get(house, '/survei', neighbour)).body).not.toContain('Dinas Uji')
    expect((await get(house, url, nobody)).statusCode).toBe(403)
    expect((await get(house, '/survei', head)).body).toContain('91,48')
    expect(
      (await post(house, `${url}/umumkan`, { dari: '2026-01', sampai: '2026-11', follow_up: 'x' }, head)).statusCode,
    ).toBe(403)
    const other = await newInstitution(house)
    const foreigner = await newPerson(house, other, other.root, ['survey.read'])
    expect((await get(house, url, foreigner)).statusCode).toBe(404)
    expect((await get(house, `/i/${other.slug}/hasil-survei/${unit}`)).statusCode).toBe(404)
  })

  test('a nonsense period shows the usual one', async () => {
    for (const query of [
      'dari=2026-13&sampai=x',
      'dari=9999-12',
      'dari=2026-11&sampai=2026-01',
      'penerima=-3',
      'layanan=%00',
      'penerima=2800',
    ])
      expect((await get(house, `/survei/hasil/${unit}?${query}`, officer)).statusCode, query).toBe(200)
    expect((await get(house, `/survei/hasil/${unit}?penerima=2800`, officer)).body).toContain('338')
  })
})
