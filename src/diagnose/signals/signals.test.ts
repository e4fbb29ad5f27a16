import { describe, expect, test } from 'vitest'
import { submitResponses } from '../../listen/questionnaires/acts.ts'
import { TEMPLATE_DEFINITIONS } from '../../listen/questionnaires/templates.ts'
import { newWorld } from '../../listen/questionnaires/test-questionnaire.ts'
import { nameElement } from '../../listen/surveys/test-survey.ts'
import { createLog } from '../../platform/log.ts'
import { asSystem, get, newInstitution, newPerson, newUnit, post } from '../../platform/test/harness.ts'
import { jobs } from './jobs.ts'
import { addMonths } from './series.ts'
import { LAST, MONTHS, signalHouse } from './test-signals.ts'

const { house, answers, check, rows } = await signalHouse()

describe('the monthly check', () => {
  test('opens one signal for one episode, however often it runs', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    const calm = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 10 && month <= 14)
    await answers(institution, calm, () => false)
    for (const month of MONTHS) await check(institution, month)
    for (const month of MONTHS.slice(-4)) await check(institution, month)
    const found = await rows(institution)
    expect(found).toMatchObject([
      {
        theme: 'keramahan',
        source: 'surveys',
        element: 'perilaku',
        rule: 'beyond',
        month: MONTHS[10],
        last: MONTHS[14],
      },
    ])
  })

  test('a run that reaches back into an episode continues it, however long ago its last striking month was', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => (month > 8 ? 'little' : month === 8))
    for (const month of MONTHS) await check(institution, month)
    expect(await rows(institution)).toMatchObject([
      { rule: 'beyond', first: MONTHS[8], month: MONTHS[8], last: MONTHS[15] },
    ])
  })

  test('a lasting fall keeps its first month even when it is noticed late', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 6)
    expect((await check(institution, MONTHS[8]!)).opened).toHaveLength(1)
    expect(await rows(institution)).toMatchObject([{ first: MONTHS[6], month: MONTHS[8] }])
  })

  test('the scheduled job checks the month that is over, and says so in the audit trail', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 12)
    const envelope = { institution: institution.id, payload: {} }
    await jobs[0]!.run(house.database, envelope, house.clock.now, createLog('silent'))
    expect(await rows(institution)).toMatchObject([{ month: LAST }])
    const audit = await house.owner.query(`select subject, detail from audit.event where institution_id = $1`, [
      institution.id,
    ])
    expect(audit.rows).toMatchObject([{ subject: `month:${LAST}`, detail: { opened: 1, continued: 0 } }])
  })

  test('months with fewer than five answers raise nothing', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 12, 0.1)
    for (const month of MONTHS) expect((await check(institution, month)).opened).toEqual([])
  })
})

test('few satisfied with a service in the short survey: a signal of its own, by the interval and never mixed with SKM', async () => {
  const world = await newWorld(house)
  const { institution, unit, service } = world
  const { id } = await world.published(TEMPLATE_DEFINITIONS.short_survey, 'short_survey', institution.root)
  // A division's service is its office's.
  const division = await newUnit(house, institution, unit, 'division')
  const submit = (month: string, count: number, values: (index: number) => Record<string, number>) =>
    asSystem(house, institution, 'questionnaire.manage', (db, scope) =>
      submitResponses(
        db,
        scope,
        Array.from({ length: count }, (_, index) => ({
          questionnaire_id: id,
          version: 1,
          unit_id: division,
          service_id: service.id,
          channel: 'link' as const,
          answered_on: `${month}-05`,
          answers: { keakuratan: 5, kemudahan: 4, ...values(index) },
        })),
      ),
    )
  // 4 of 24 are satisfied with the speed: the interval ends at 35.9 %. Of the courtesy 10 of 24: it could be half of them.
  const low = (index: number) => ({ kecepatan: index % 6 === 0 ? 4 : 2, keramahan: index % 12 < 5 ? 5 : 3 })
  await submit(addMonths(LAST, -1), 12, low)
  await submit(LAST, 12, low)
  expect((await check(institution, LAST)).opened).toHaveLength(1)
  expect(await check(institution, LAST)).toEqual({ opened: [], continued: 1 })
  const found = await rows(institution)
  expect(found).toMatchObject([
    { theme: 'kecepatan', source: 'short_survey', element: null, rule: 'low', first: addMonths(LAST, -1), month: LAST },
  ])
  const reader = await newPerson(house, institution, unit, ['signal.read'])
  const page = (await get(house, `/sinyal/${found[0].id}`, reader)).body.replaceAll('\u00a0', ' ')
  for (const words of [
    'Kartu Keluarga',
    'Survei singkat',
    '16,7 %',
    '35,9 %',
    '50,0 %',
    'tidak pernah dirata-ratakan dengan SKM',
    '3 bulan terakhir bersama',
  ])
    expect(page).toContain(words)
  expect((await get(house, '/sinyal', reader)).body).toContain('Kartu Keluarga')
  const stranger = await newPerson(house, institution, await newUnit(house, institution, institution.root), [
    'signal.read',
  ])
  expect((await get(house, `/sinyal/${found[0].id}`, stranger)).statusCode).toBe(404)
  // What an institution decided about small groups holds here too.
  house.clock.now = new Date('2027-01-21T03:00:00Z')
  await submit('2026-12', 12, low)
  expect(await check(institution, '2026-12')).toEqual({ opened: [], continued: 1 })
  const rules = await newPerson(house, institution, institution.root, ['questionnaire.rules'])
  const more = { code: 'min_group', value: '25', valid_from: '2027-01-21', source: 'Keputusan 1/2027' }
  expect((await post(house, '/kuesioner/aturan', more, rules)).statusCode).toBe(303)
  expect(await check(institution, '2026-12')).toEqual({ opened: [], continued: 0 })
  // From the day on which it begins where the institution is: in Jayapura the day began when it was still yesterday in Jakarta.
  await house.owner.query(`update organization.institution set time_zone = 'Asia/Jayapura' where id = $1`, [
    institution.id,
  ])
  const checked = async (at: string) => {
    house.clock.now = new Date(at)
    await jobs[0]!.run(
      house.database,
      { institution: institution.id, payload: {} },
      house.clock.now,
      createLog('silent'),
    )
    const told = await house.owner.query(
      `select detail from audit.event where institution_id = $1 and action = 'signal.detected' order by at desc limit 1`,
      [institution.id],
    )
    return told.rows[0].detail
  }
  expect(await checked('2027-01-20T14:59:00Z')).toEqual({ opened: 0, continued: 1 })
  expect(await checked('2027-01-20T15:01:00Z')).toEqual({ opened: 0, continued: 0 })
  // What has become better raises nothing.
  house.clock.now = new Date('2026-12-21T03:00:00Z')
  await submit('2026-11', 60, () => ({ kecepatan: 5, keramahan: 5 }))
  expect(await check(institution, '2026-11')).toEqual({ opened: [], continued: 0 })
  house.clock.now = new Date('2026-11-21T03:00:00Z')
})

describe('pages', () => {
  async function office() {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 12)
    const everything = ['signal.read', 'signal.detect', 'signal.diagnose', 'signal.map']
    const manager = await newPerson(house, institution, institution.root, [...everything, 'need.propose'])
    return { institution, desk, manager }
  }

  test('the button checks last month; the list leads to chart, inputs and rule', async () => {
    const { institution, manager } = await office()
    expect((await get(house, '/sinyal', manager)).body).toContain('Tidak ada sinyal di sini')
    const checked = await post(house, '/sinyal/periksa', {}, manager)
    expect(checked.statusCode).toBe(303)
    const [signal] = await rows(institution)
    const list = await get(house, '/sinyal', manager)
    expect(list.body).toContain(`/sinyal/${signal.id}`)
    const page = await get(house, `/sinyal/${signal.id}`, manager)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('turun di luar variasi biasa')
    expect(page.body).toContain('Bulan di satu sisi yang disebut bergeser')
    expect(page.body).toContain('<svg')
    expect((await get(house, '/sinyal/aturan', manager)).statusCode).toBe(200)
    const audit = await house.owner.query(`select action from audit.event where institution_id = $1`, [institution.id])
    expect(audit.rows.map((row) => row.action)).toContain('signal.detected')
  })

  test('an element is called what the survey called it in the month of the signal, on the mapping what it is called today', async () => {
    const { institution, manager } = await office()
    await post(house, '/sinyal/periksa', {}, manager)
    const [signal] = await rows(institution)
    const page = () => get(house, `/sinyal/${signal.id}`, manager).then(({ body }) => body)
    expect(await page()).toContain('unsur “Perilaku pelaksana”')
    await nameElement(house, institution, 'perilaku', { '2026-10': 'Sikap petugas', '2026-11': 'Kesantunan' })
    expect(await page()).toContain('unsur “Sikap petugas”')
    expect(await page()).not.toMatch(/Perilaku pelaksana|Kesantunan/)
    const mapping = (await get(house, '/sinyal/pemetaan', manager)).body
    expect(mapping).toContain('Kesantunan')
    expect(mapping).toContain('Waktu penyelesaian')
    expect(mapping).not.toMatch(/Perilaku pelaksana|Sikap petugas/)
  })

  test('only competency goes on; another cause needs a recommendation, and what was typed stays', async () => {
    const { institution, manager } = await office()
    await post(house, '/sinyal/periksa', {}, manager)
    const [signal] = await rows(institution)
    const form = `/sinyal/${signal.id}/penyebab`
    expect((await get(house, form, manager)).body).toContain('Penyebab utama')

    const refused = await post(house, form, { cause: 'proses', reason: 'Antrean menumpuk di satu meja.' }, manager)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Tulis saran perbaikannya')
    expect(refused.body).toContain('Antrean menumpuk di satu meja.')

    const fields = {
      cause: 'kompetensi',
      reason: 'Petugas baru belum pernah dilatih melayani.',
      'q-kompetensi-2': 'yes',
    }
    expect((await post(house, form, fields, manager)).statusCode).toBe(303)
    const page = await get(house, `/sinyal/${signal.id}`, manager)
    expect(page.body).toContain(`/kebutuhan/baru?signal=${signal.id}`)
    const only = await newPerson(house, institution, institution.root, ['signal.read', 'signal.diagnose'])
    expect((await get(house, `/sinyal/${signal.id}`, only)).body).not.toContain('/kebutuhan/baru')
    expect(page.body).toContain('Petugas baru belum pernah dilatih melayani.')
    const { rows: kept } = await house.owner.query(
      `select answers, decided_by from signals.diagnosis where signal_id = $1`,
      [signal.id],
    )
    expect(kept).toEqual([{ answers: { 'kompetensi-2': 'yes' }, decided_by: manager.account }])

    house.clock.now = new Date(house.clock.now.getTime() + 60_000)
    const process = { cause: 'proses', reason: 'Ternyata antreannya.', recommendation: 'Tambah satu meja verifikasi.' }
    expect((await post(house, form, process, manager)).statusCode).toBe(303)
    const after = await get(house, `/sinyal/${signal.id}`, manager)
    expect(after.body).not.toContain('/kebutuhan/baru')
    expect(after.body).toContain('Petugas baru belum pernah dilatih melayani.')
    expect(after.body).toContain('Tambah satu meja verifikasi.')
  })

  test('weights are changed with a basis; the old row stays', async () => {
    const { institution, manager } = await office()
    await house.owner.query(
      `insert into competency.framework values ($1, $2, 'uji', 'manajerial', 'Kamus uji', 'uji', false, '2020-01-01', null)`,
      [institution.id, institution.root],
    )
    await house.owner.query(`insert into competency.competency values ($1, $2, $3, 'M5', 'Pelayanan Publik', 'uji')`, [
      institution.id,
      institution.root,
      institution.root,
    ])
    house.clock.now = new Date('2026-11-16T03:00:00Z')
    const wrong = await post(
      house,
      '/sinyal/pemetaan/ubah',
      { from: 'keramahan', to: 'M5', weight: '1,5', source: 'Keputusan uji', valid_from: '2026-11-21' },
      manager,
    )
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Paling besar 1.')
    expect(wrong.body).toContain('Keputusan uji')
    const right = {
      ...{ from: 'keramahan', to: 'M5', weight: '0,8', valid_from: '2026-11-21' },
      ...{ source: 'Rapat evaluasi November 2026', verified: 'on' },
    }
    const unknown = await post(house, '/sinyal/pemetaan/ubah', { ...right, to: 'X9' }, manager)
    expect([unknown.statusCode, unknown.body.includes('Pilih salah satu dari pilihan')]).toEqual([422, true])
    const past = await post(house, '/sinyal/pemetaan/ubah', { ...right, valid_from: '2026-11-15' }, manager)
    expect([past.statusCode, past.body.includes('Aturan tidak berlaku surut')]).toEqual([422, true])
    expect((await post(house, '/sinyal/pemetaan/ubah', right, manager)).statusCode).toBe(303)
    const lines = async () => {
      const [, page] = (await get(house, '/sinyal/pemetaan', manager)).body.split('>Keramahan</h3>')
      return [...page!.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)]
        .map(([, row]) => row!.replaceAll(/<[^>]+>/g, ' '))
        .filter((row) => row.includes('M5 · '))
    }
    const [now, planned] = await lines()
    expect(now).toMatch(/1,00.*Perlu verifikasi.*Bawaan/)
    expect(planned).toMatch(/0,8.*21 Nov 2026.*Rapat evaluasi November 2026/)
    expect(planned).not.toContain('Perlu verifikasi')
    house.clock.now = new Date('2026-11-21T03:00:00Z')
    expect((await lines())[0]).toMatch(/0,80.*Rapat evaluasi November 2026.*21 Nov 2026/)
  })
})

describe('who sees what', () => {
  test('a sibling unit and a neighbour institution find nothing; reading is not deciding', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    const sibling = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 12)
    await check(institution, LAST)
    const [signal] = await rows(institution)
    const reader = await newPerson(house, institution, desk, ['signal.read'])
    const elsewhere = await newPerson(house, institution, sibling, ['signal.read', 'signal.diagnose'])
    const other = await newInstitution(house)
    const stranger = await newPerson(house, other, other.root, ['signal.read', 'signal.diagnose'])
    expect((await get(house, `/sinyal/${signal.id}`, reader)).statusCode).toBe(200)
    expect((await get(house, `/sinyal/${signal.id}/penyebab`, reader)).statusCode).toBe(403)
    for (const person of [elsewhere, stranger]) {
      expect((await get(house, `/sinyal/${signal.id}`, person)).statusCode).toBe(404)
      const decided = await post(
        house,
        `/sinyal/${signal.id}/penyebab`,
        { cause: 'kompetensi', reason: 'Coba-coba saja.' },
        person,
      )
      expect(decided.statusCode).toBe(404)
    }
    expect((await get(house, `/sinyal/${institution.id}`, reader)).statusCode).toBe(404)
  })
})

test('the mapping names competencies before any dictionary is installed', async () => {
  const institution = await newInstitution(house)
  const reader = await newPerson(house, institution, institution.root, ['signal.read'])
  const page = (await get(house, '/sinyal/pemetaan', reader)).body
  const named = [...page.matchAll(/class="part-words">([^<]*)/g)].flatMap(([, words]) => words!.trim().split('; '))
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((one) => !/\p{L}{4,} [\d,]+$/u.test(one))).toEqual([])
})

test('each of the four questions of the short survey leads to the competencies its row names', async () => {
  const { rows } = await house.owner.query<{ theme: string; codes: string[] }>(
    `select theme, array_agg(distinct left(competency_code, 1)) as codes from signals.competency_standard
     where theme in ('kecepatan', 'keramahan', 'keakuratan', 'kemudahan') group by theme`,
  )
  const families = Object.fromEntries(rows.map(({ theme, codes }) => [theme, codes]))
  // T technical, M managerial, S socio-cultural, D digital.
  expect(families).toMatchObject({
    kecepatan: expect.arrayContaining(['T', 'M']),
    keramahan: expect.arrayContaining(['S']),
    keakuratan: expect.arrayContaining(['T']),
    kemudahan: expect.arrayContaining(['D']),
  })
})
