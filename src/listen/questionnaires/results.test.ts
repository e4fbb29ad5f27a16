import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asSystem, newPerson, newUnit, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { submitResponses } from './acts.ts'
import { blocksOf, type Cell, cutsBlock, placesOf } from './blocks.ts'
import type { Answers } from './definition.ts'
import { monthlyLikert } from './index.ts'
import { measured, medianOf, rated } from './results.ts'
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

function keep(questionnaire: string, list: readonly Answers[], more: { unit_id?: string; answered_on?: string } = {}) {
  return asSystem(house, world.institution, 'questionnaire.manage', (db, scope) =>
    submitResponses(
      db,
      scope,
      list.map((answers) => ({
        questionnaire_id: questionnaire,
        version: 1,
        unit_id: world.unit,
        channel: 'link' as const,
        answered_on: TODAY,
        answers,
        ...more,
      })),
    ),
  )
}

const HAPPY: Answers = { waktu_pelayanan: 5, kualitas_informasi: 4 }

describe('results', () => {
  test('counts, satisfied share with its interval, median, and what can be downloaded', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.policy)
    await keep(id, [
      ...Array<Answers>(8).fill({ ...HAPPY, cerita: '=HYPERLINK("x") NIK 3201234567890001' }),
      { waktu_pelayanan: 3, kualitas_informasi: 1 },
      { waktu_pelayanan: 1, kualitas_informasi: 2 },
    ])
    const page = (await world.get(`/kuesioner/${id}/hasil`, world.editor)).body
    // Wilson for 8 of 10, as published: 0.4902 to 0.9433.
    expect(page).toContain('80,0\u00a0% (49,0\u00a0%–94,3\u00a0%)')
    expect(page).toContain('▇▇▇')
    expect(page).not.toContain('3201234567890001')
    const counts = await world.get(`/kuesioner/${id}/unduh-hasil?format=csv`, world.editor)
    expect(counts.body).toContain('Waktu pelayanan,,Sangat puas,8,0.8')
    expect(counts.body).toMatch(
      /Waktu pelayanan,,Dua jawaban terbaik,8,0\.8\r\n.*,0\.4901\d*\r\n.*,0\.9433\d*\r\n.*,Nilai tengah,5,/,
    )
    const rows = await world.get(`/kuesioner/${id}/unduh-jawaban?format=csv`, world.editor)
    expect(rows.body.trim().split('\r\n')).toHaveLength(11)
    expect(rows.body).toContain(`"'=HYPERLINK`)
    expect(rows.body).not.toContain('2026-11-21')
    const xlsx = await world.get(`/kuesioner/${id}/unduh-jawaban?format=xlsx`, world.editor)
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  test('as a tagged PDF and as XLSX, with small groups left out', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const pdf = () => world.get(`/kuesioner/${id}/cetak-hasil`, world.editor)
    await keep(id, Array<Answers>(9).fill(HAPPY))
    const few = await pdf()
    expect(few.headers['content-type']).toBe('application/pdf')
    await keep(id, Array<Answers>(9).fill({ kualitas_informasi: 2 }))
    const full = await pdf()
    expect(full.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(full.rawPayload.length).toBeGreaterThan(few.rawPayload.length)
    for (const mark of ['/StructTreeRoot', '/S /H2', '/S /TH', '/S /TD', '/Lang (id-ID)'])
      expect(full.rawPayload.toString('latin1'), mark).toContain(mark)
    const sheet = await world.get(`/kuesioner/${id}/unduh-hasil?format=csv`, world.editor)
    // Nine answered the first question, eighteen the second.
    expect(sheet.body).toContain('Waktu pelayanan,,Belum ditampilkan,,')
    expect(sheet.body).toContain('Kualitas informasi yang diberikan,,Puas,9,0.5')
    const stranger = await newPerson(house, world.institution, world.unit, ['survey.read'])
    expect((await world.get(`/kuesioner/${id}/cetak-hasil`, stranger)).statusCode).toBe(403)
  })

  test('fewer than the rule allows give nothing, and the rule is a dated row', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    await world.post(`/kuesioner/${id}/jadwal`, { results_public: 'on' }, world.editor)
    await keep(id, Array<Answers>(9).fill({ ...HAPPY, cerita: 'hanya sembilan' }))
    const open = `${world.home}/kuesioner/${slug}/hasil`
    for (const [path, as] of [
      [`/kuesioner/${id}/hasil`, world.editor],
      [open, undefined],
    ] as const) {
      const { body } = await world.get(path, as)
      expect(body).toContain('Belum ada hasil')
      expect(body).not.toContain('hanya sembilan')
    }
    expect((await world.get(`/kuesioner/${id}/unduh-jawaban`, world.editor)).body).not.toContain('sembilan')
    const set = { code: 'min_group', value: '5', valid_from: TODAY, source: 'Keputusan kepala dinas' }
    expect((await world.post('/kuesioner/aturan', set, world.editor)).statusCode).toBe(303)
    expect((await world.get('/kuesioner/aturan', world.editor)).body).toContain('Perlu verifikasi')
    expect((await world.get(open)).body).toContain('Kualitas informasi')
    expect((await world.post('/kuesioner/aturan', { ...set, value: '0' }, world.editor)).statusCode).toBe(422)
  })

  test('a filter that leaves a few outside shows nothing, or they could be worked out by subtraction', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.policy)
    await keep(id, Array<Answers>(20).fill(HAPPY))
    await keep(id, Array<Answers>(3).fill({ waktu_pelayanan: 1, kualitas_informasi: 1 }), { answered_on: '2026-09-05' })
    const whole = await world.get(`/kuesioner/${id}/hasil`, world.editor)
    expect(whole.body).toContain('Waktu pelayanan')
    expect((await world.get(`/kuesioner/${id}/hasil?dari=0000-01`, world.editor)).statusCode).toBe(200)
    const part = await world.get(`/kuesioner/${id}/hasil?dari=2026-10`, world.editor)
    expect(part.body).toContain('Saringan ini belum dapat ditampilkan')
    expect(part.body).not.toContain('100,0')
    for (const file of ['unduh-hasil', 'unduh-jawaban']) {
      const { body } = await world.get(`/kuesioner/${id}/${file}?dari=2026-10&format=csv`, world.editor)
      expect(body.trim().split('\r\n'), file).toHaveLength(1)
    }
    await keep(id, Array<Answers>(7).fill(HAPPY), { answered_on: '2026-09-06' })
    expect((await world.get(`/kuesioner/${id}/hasil?dari=2026-10`, world.editor)).body).toContain('Waktu pelayanan')
    // Of one question only three answers lie outside: this one alone stays hidden.
    await keep(id, Array<Answers>(12).fill({ ...HAPPY, percaya: 5 }))
    await keep(id, Array<Answers>(3).fill({ ...HAPPY, percaya: 1 }), { answered_on: '2026-09-06' })
    const { body } = await world.get(`/kuesioner/${id}/hasil?dari=2026-10`, world.editor)
    expect(body).toContain('di luar saringan')
    expect(body).toContain('Waktu pelayanan')
  })

  test('two filters that each leave enough outside are not shown where their difference would be a few', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.policy)
    for (const [day, many] of [
      ['2026-06-05', 20],
      ['2026-07-05', 3],
      ['2026-09-05', 30],
    ] as const)
      await keep(id, Array<Answers>(many).fill(HAPPY), { answered_on: day })
    const page = async (query: string) => (await world.get(`/kuesioner/${id}/hasil?${query}`, world.editor)).body
    expect(await page('sampai=2026-06')).toContain('Waktu pelayanan')
    expect(await page('sampai=2026-07')).toContain('Saringan ini belum dapat ditampilkan')
    expect(await page('sampai=2026-09')).toContain('Waktu pelayanan')
    // Nor do single answers tell which are the three: their month is as rough as their block.
    const rows = (await world.get(`/kuesioner/${id}/unduh-jawaban?format=csv`, world.editor)).body.trim().split('\r\n')
    const months = Map.groupBy(rows.slice(1), (row) => row.split(',')[0]!)
    expect([...months].map(([month, own]) => [month, own.length]).sort()).toEqual([
      ['2026-06', 20],
      ['2026-07 – 2026-09', 33],
    ])
  })

  test('whatever places answers come from: of all filters shown none can be taken from another and leave a few', () => {
    const places = fc.record({
      unit_id: fc.constantFrom('u1', 'u2', 'u3'),
      service_id: fc.constantFrom('a', 'b', 'c'),
      month: fc.constantFrom('2026-01', '2026-02', '2026-05', '2026-06', '2026-12'),
      n: fc.integer({ min: 1, max: 25 }),
    })
    const distinct = {
      selector: (one: { unit_id: string; service_id: string; month: string }) => Object.values(one).slice(0, 3).join(),
    }
    fc.assert(
      fc.property(fc.uniqueArray(places, { ...distinct, maxLength: 30 }), (cells) => {
        const found = blocksOf(cells, 10)
        const people = (some: readonly Cell[]) => some.reduce((sum, { n }) => sum + n, 0)
        for (const block of found.blocks) expect(people(block)).toBeGreaterThanOrEqual(10)
        expect(people(found.blocks.flat()) + people(found.waiting)).toBe(people(cells))
        const counted = cells.filter((cell) => !found.waiting.includes(cell))
        const sums = new Set<Cell[]>()
        for (const units of [null, ['u1'], ['u2', 'u3']])
          for (const service of [undefined, 'a', 'b'])
            for (const from of [undefined, '2026-02', '2026-06'])
              for (const to of [undefined, '2026-02', '2026-05']) {
                const wanted = { questionnaire: '', version: 1, units, service, from, to }
                if (cutsBlock(found, wanted)) continue
                sums.add(
                  counted.filter(
                    (one) =>
                      (!units || units.includes(one.unit_id)) &&
                      (!service || one.service_id === service) &&
                      (!from || one.month >= from) &&
                      (!to || one.month <= to),
                  ),
                )
              }
        // Places that no figure tells apart are enough people: so whatever is added and subtracted is the same of all of them.
        const alike = Map.groupBy(counted, (cell) => [...sums].map((sum) => sum.includes(cell)).join())
        for (const own of alike.values()) expect(people(own)).toBeGreaterThanOrEqual(10)
        const told = placesOf(found)
        const rows = Map.groupBy(counted, (cell) => {
          const place = told(cell)
          return [place.month, place.unit && cell.unit_id, place.service && cell.service_id].join()
        })
        for (const own of rows.values()) expect(people(own)).toBeGreaterThanOrEqual(10)
      }),
    )
  })

  test('the public sees only questions marked so, and only where results are announced', async () => {
    const { id, slug } = await world.published({
      ...TEMPLATE_DEFINITIONS.policy,
      sections: TEMPLATE_DEFINITIONS.policy.sections.map((section) => ({
        ...section,
        questions: section.questions.map((one) => ({ ...one, published: one.code === 'waktu_pelayanan' })),
      })),
    })
    await keep(id, Array<Answers>(20).fill({ ...HAPPY, cerita: 'rahasia' }))
    const open = `${world.home}/kuesioner/${slug}/hasil`
    expect((await world.get(open)).statusCode).toBe(404)
    await world.post(`/kuesioner/${id}/jadwal`, { results_public: 'on' }, world.editor)
    const { body } = await world.get(open)
    expect(body).toContain('Waktu pelayanan')
    expect(body).not.toContain('Kualitas informasi')
    expect(body).not.toContain('rahasia')
  })

  test('a reader of one office sees that office, and written words only with the permission', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.short_survey, 'short_survey', world.institution.root)
    const other = await newUnit(house, world.institution, world.institution.root)
    const said = { kecepatan: 5, keramahan: 5, keakuratan: 5, kemudahan: 5, saran: 'kata dinas uji' }
    await keep(id, Array<Answers>(12).fill(said))
    await keep(id, Array<Answers>(30).fill({ ...said, saran: 'kata unit lain' }), { unit_id: other })
    const reader = await newPerson(house, world.institution, world.unit, ['questionnaire.read'])
    const { body } = await world.get(`/kuesioner/${id}/hasil`, reader)
    expect(body).toContain('12 jawaban tertulis')
    expect(body).not.toContain('kata dinas uji')
    expect((await world.get(`/kuesioner/${id}/hasil?unit=${other}`, reader)).body).not.toContain('30 jawaban')
    const rows = await world.get(`/kuesioner/${id}/unduh-jawaban`, reader)
    expect(rows.body).not.toContain('kata')
    expect(rows.body.trim().split('\r\n')).toHaveLength(13)
    const words = await newPerson(house, world.institution, world.unit, ['questionnaire.read', 'questionnaire.texts'])
    const full = (await world.get(`/kuesioner/${id}/hasil`, words)).body
    expect(full).toContain('kata dinas uji')
    expect(full).not.toContain('kata unit lain')
  })
})

describe('the four-question survey', () => {
  test('is answered per service on one page, once per submit, and gives a monthly series of its own', async () => {
    const { id } = await world.published(TEMPLATE_DEFINITIONS.short_survey, 'short_survey', world.institution.root)
    const at = `${world.home}/survei-singkat/${world.service.slug}`
    const page = await world.get(at)
    for (const word of [
      'Kecepatan pelayanan',
      'Keramahan petugas',
      'Keakuratan informasi',
      'Kemudahan akses layanan',
      'Sangat tidak puas',
    ])
      expect(page.body).toContain(word)
    const four = { q_kecepatan: '5', q_keramahan: '2', q_keakuratan: '4', q_kemudahan: '3' }
    const open = await world.post(at, { ...four, q_keramahan: '' })
    expect(open.statusCode).toBe(422)
    expect(open.body).toMatch(/name="q_kecepatan" value="5" checked/)
    const key = { _key: '01900000-0000-4000-8000-000000000001' }
    const sent = await Promise.all(Array.from({ length: 6 }, () => world.post(at, { ...four, ...key })))
    expect(new Set(sent.map((one) => one.headers.location))).toEqual(new Set([`${at}/selesai`]))
    expect(await world.responses(id)).toHaveLength(1)
    expect((await world.get(`${at}/selesai`)).body).toContain('Terima kasih')
    await world.post(at, { ...four, q_kecepatan: '1' })
    const rows = await asSystem(house, world.institution, 'questionnaire.read', (db, scope) =>
      monthlyLikert(db, scope, { from: '2026-11', to: '2026-11' }),
    )
    expect(rows).toHaveLength(4)
    expect(rows.find((row) => row.question === 'kecepatan')).toEqual({
      unit_id: world.unit,
      service_id: world.service.id,
      question: 'kecepatan',
      month: '2026-11',
      n: 2,
      top_two: 1,
      sum: 6,
      sum_squares: 26,
    })
    expect((await world.get(`/kuesioner/${id}/lembar-layanan`, world.editor)).body).toContain(at)
  })

  test('says so where it is not asked', async () => {
    expect((await world.get(`${world.home}/survei-singkat`)).body).toContain('belum dibuka')
    const at = `${world.home}/survei-singkat/${world.service.slug}`
    expect((await world.get(at)).body).toContain('belum dibuka')
    expect((await world.post(at, {})).statusCode).toBe(410)
    expect((await world.get(`${world.home}/survei-singkat/tidak-ada`)).statusCode).toBe(404)
  })
})

describe('laws of counting', () => {
  test('the satisfied share lies in its interval, and the median between the ends', () => {
    const counts = fc.array(fc.nat(200), { minLength: 5, maxLength: 5 }).filter((list) => list.some((n) => n > 0))
    fc.assert(
      fc.property(counts, (list) => {
        const result = rated(list)!
        expect(result.interval.low).toBeLessThanOrEqual(result.topTwoShare)
        expect(result.interval.high).toBeGreaterThanOrEqual(result.topTwoShare)
        const all = list.flatMap((n, index) => Array<number>(n).fill(5 - index)).sort((a, b) => a - b)
        const middle = (all[(all.length - 1) >> 1]! + all[all.length >> 1]!) / 2
        expect(result.median).toBe(middle)
      }),
    )
    expect(rated([0, 0, 0, 0, 0])).toBeUndefined()
    expect(medianOf([])).toBeNaN()
  })

  test('every number falls in exactly one step of the distribution', () => {
    const kinds = fc.constantFrom({ min: 0, max: 100 }, { min: 0, max: 10 }, { min: 1, max: 5 }, { min: -7, max: 30 })
    fc.assert(
      fc.property(kinds, fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }), (range, list) => {
        const values = list.map((one) => [range.min + (one % (range.max - range.min + 1)), 1] as const)
        const question = {
          code: 'x',
          kind: 'scale' as const,
          text: { id: 'x' },
          required: false,
          published: false,
          ...range,
        }
        const { bins, n } = measured(question, values)
        expect(bins.reduce((sum, bin) => sum + bin.n, 0)).toBe(n)
      }),
    )
  })
})
