import { beforeEach, describe, expect, test } from 'vitest'
import { asSystem, get, newInstitution, newPerson, newUnit, post } from '../../platform/test/harness.ts'
import { ELEMENTS, monthlySkm, type Submission } from './index.ts'
import { groupsOf } from './results.ts'
import { getRule } from './rules.ts'
import { TODAY, useSurvey } from './test-survey.ts'

const world = useSurvey(beforeEach)

describe('results', () => {
  const scores = [105, 101, 100, 116, 102, 105, 106, 105, 115]

  async function publishedExample() {
    await world.keep(
      Array.from({ length: 29 }, (_, person) => ({
        answers: Object.fromEntries(
          ELEMENTS.map((element, index) => [element, person < scores[index]! - 29 * 3 ? 4 : 3]),
        ) as Submission['answers'],
      })),
    )
  }

  test('the published example of 29 respondents gives 91.48, before and after settling, with its rule', async () => {
    await publishedExample()
    const before = await world.result({ unitId: world.unit })
    expect(before).toMatchObject({ n: 29, index: '91.48', unrounded: '91.475096', ruleVersion: 'permenpanrb-14-2017' })
    expect(before.band?.letter).toBe('A')
    await world.settle(new Date('2026-11-22T03:00:00Z'))
    await world.settle(new Date('2026-11-23T03:00:00Z'))
    expect(await world.result({ unitId: world.unit })).toEqual(before)
    expect(await world.result()).toEqual(before)
    expect((await world.answers()).every((row) => row['settled'])).toBe(true)
    const shown = await get(world.house, `/survei/hasil/${world.unit}`, world.officer)
    for (const text of ['91,48', '91,475096', '1/9', 'Survei Kepuasan Masyarakat, 9 unsur', '90,56', '91,38', '29'])
      expect(shown.body).toContain(text)
  })

  test('settled and fresh answers are counted together, each once', async () => {
    await publishedExample()
    await world.settle(new Date('2026-11-22T03:00:00Z'))
    await world.keep(Array.from({ length: 11 }, () => ({ answeredOn: '2026-11-22' })))
    expect((await world.result()).n).toBe(40)
    const rows = await asSystem(world.house, world.institution, 'survey.read', (db, scope) =>
      monthlySkm(db, scope, { from: '2026-11', to: '2026-11' }),
    )
    expect(rows).toHaveLength(9)
    expect(rows.find((row) => row.element === 'persyaratan')).toEqual({
      unit_id: world.unit,
      element: 'persyaratan',
      month: '2026-11',
      n: 40,
      sum: 105 + 33,
      sum_squares: 18 * 16 + 11 * 9 + 11 * 9,
    })
  })

  test('a small group gives no figure anywhere, and the public not even its size', async () => {
    await world.keep(Array.from({ length: 9 }, () => ({ comment: 'hanya sembilan' })))
    expect((await world.result()).index).toBeNull()
    const staff = await get(world.house, `/survei/hasil/${world.unit}`, world.officer)
    expect(staff.body).toContain('Belum cukup')
    expect(staff.body).not.toContain('hanya sembilan')
    const open = await get(world.house, `/i/${world.institution.slug}/hasil-survei/${world.unit}`)
    expect(open.body).toContain('kurang dari 10')
    const list = await get(world.house, `/i/${world.institution.slug}/hasil-survei`)
    expect(list.body).toContain('Belum cukup')
    const csv = await get(world.house, `/survei/hasil/${world.unit}/unduh?format=csv`, world.officer)
    expect(csv.body).not.toContain('3.0000')
    expect(
      (
        await post(
          world.house,
          `/survei/hasil/${world.unit}/umumkan`,
          { dari: '2026-01', sampai: '2026-11', follow_up: 'Ya' },
          world.officer,
        )
      ).statusCode,
    ).toBe(409)
  })

  test('a hidden group cannot be worked out from the total', async () => {
    const rule = await asSystem(world.house, world.institution, 'survey.read', (db, scope) => getRule(db, scope, TODAY))
    const group = (value: string, n: number) => ({ field: 'gender', value, n, mean_units: String(n * 7560) })
    const rows = [group('a', 30), group('b', 12), group('c', 12), group('d', 4)]
    const shown = [
      { value: 'a', n: 30, index: '75.00' },
      { value: 'b', n: 12, index: '75.00' },
      { value: 'c', n: 0, index: null },
      { value: 'd', n: 0, index: null },
    ]
    expect(groupsOf(rule, rows)).toEqual(shown)
    // Which of two equal groups is hidden with it is no matter of the order in which the database gives them.
    expect(groupsOf(rule, rows.toReversed())).toEqual(shown.toReversed())
    // Three people hidden together would still be told by the difference to the whole.
    const few = [group('a', 30), group('b', 12), group('c', 2), group('d', 1)]
    expect(groupsOf(rule, few).map(({ index }) => index)).toEqual(['75.00', null, null, null])
  })

  test('a result is announced as it stands and stays so', async () => {
    await publishedExample()
    const done = await post(
      world.house,
      `/survei/hasil/${world.unit}/umumkan`,
      { dari: '2026-01', sampai: '2026-11', follow_up: 'Menambah loket <b>' },
      world.officer,
    )
    expect(done.statusCode).toBe(303)
    await world.keep(Array.from({ length: 40 }, () => ({})))
    const open = await get(world.house, `/i/${world.institution.slug}/hasil-survei/${world.unit}`)
    expect(open.body).toContain('91,48 · A')
    expect(open.body).toContain('Menambah loket &lt;b>')
    const { rows } = await world.house.owner.query('select * from surveys.publication where institution_id = $1', [
      world.institution.id,
    ])
    expect(rows).toMatchObject([
      { index: '91.48', average: '3.6590', weight: '1/9', rule_code: 'permenpanrb-14-2017', respondents: 29 },
    ])
    expect(rows[0].inputs.perilaku).toMatchObject({ n: 29, sum: 106 })
  })

  test('a missing follow-up plan is asked for on the same page', async () => {
    await publishedExample()
    const wrong = await post(
      world.house,
      `/survei/hasil/${world.unit}/umumkan`,
      { dari: '2026-01', sampai: '2026-11', follow_up: ' ' },
      world.officer,
    )
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Rencana tindak lanjut belum diisi')
    expect(wrong.body).toContain('91,48')
  })

  test('files hold the figures as text and the source beneath', async () => {
    await publishedExample()
    const csv = await get(
      world.house,
      `/survei/hasil/${world.unit}/unduh?format=csv&dari=2026-01&sampai=2026-11`,
      world.officer,
    )
    expect(csv.headers['content-type']).toContain('text/csv')
    expect(csv.body).toContain('91.48')
    expect(csv.body).toContain('PermenPANRB 14/2017')
    const xlsx = await get(world.house, `/survei/hasil/${world.unit}/unduh?format=xlsx`, world.officer)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  test('who sees what: own units and what lies beneath; others get not found', async () => {
    await publishedExample()
    const beneath = await newUnit(world.house, world.institution, world.unit, 'section', 'Seksi Dalam')
    const sibling = await newUnit(world.house, world.institution, world.institution.root)
    const head = await newPerson(world.house, world.institution, world.unit, ['survey.read'])
    const neighbour = await newPerson(world.house, world.institution, sibling, ['survey.read'])
    const nobody = await newPerson(world.house, world.institution, world.unit)
    const url = `/survei/hasil/${world.unit}`
    expect((await get(world.house, url, head)).statusCode).toBe(200)
    expect((await get(world.house, `/survei/hasil/${beneath}`, head)).statusCode).toBe(200)
    expect((await get(world.house, url, neighbour)).statusCode).toBe(404)
    expect((await get(world.house, '/survei', neighbour)).body).not.toContain('Dinas Uji')
    expect((await get(world.house, url, nobody)).statusCode).toBe(403)
    expect((await get(world.house, '/survei', head)).body).toContain('91,48')
    expect(
      (await post(world.house, `${url}/umumkan`, { dari: '2026-01', sampai: '2026-11', follow_up: 'x' }, head))
        .statusCode,
    ).toBe(403)
    const other = await newInstitution(world.house)
    const foreigner = await newPerson(world.house, other, other.root, ['survey.read'])
    expect((await get(world.house, url, foreigner)).statusCode).toBe(404)
    expect((await get(world.house, `/i/${other.slug}/hasil-survei/${world.unit}`)).statusCode).toBe(404)
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
      expect((await get(world.house, `/survei/hasil/${world.unit}?${query}`, world.officer)).statusCode, query).toBe(
        200,
      )
    expect((await get(world.house, `/survei/hasil/${world.unit}?penerima=2800`, world.officer)).body).toContain('338')
  })
})
