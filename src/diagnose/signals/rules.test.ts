import { describe, expect, test } from 'vitest'
import { get, newInstitution, newPerson, newUnit, post } from '../../platform/test/harness.ts'
import { LAST, signalHouse } from './test-signals.ts'

const { house, answers, check, rows } = await signalHouse()

const rowsOf = (html: string) =>
  [...html.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) => row!.replaceAll(/<[^>]+>/g, ' '))

describe('rules', () => {
  const RULE = { key: 'minimum_answers', value: '31', source: 'Keputusan 5/2026', verified: 'on' }

  test('a change from a later day judges the months that end from that day on, and no earlier one', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 14)
    const keeper = await newPerson(house, institution, institution.root, ['signal.read', 'signal.rules'])
    // Months have 30 answers: by this rule none is judged. It holds from the last day of October.
    expect((await post(house, '/sinyal/aturan', { ...RULE, valid_from: '2026-11-20' }, keeper)).body).toContain(
      'Aturan tidak berlaku surut',
    )
    house.clock.now = new Date('2026-10-20T03:00:00Z')
    const set = await post(house, '/sinyal/aturan', { ...RULE, valid_from: '2026-10-31' }, keeper)
    expect(set.statusCode).toBe(303)
    const page = () => get(house, '/sinyal/aturan', keeper).then(({ body }) => rowsOf(body))
    const [now, planned] = (await page()).filter((row) => row.includes('Jawaban survei paling sedikit per bulan'))
    expect(now).toMatch(/\b5\b.*Bawaan/)
    expect(planned).toMatch(/\b31\b.*Keputusan 5\/2026/)
    house.clock.now = new Date('2026-10-31T03:00:00Z')
    expect((await page())[7]).toMatch(/\b31\b.*Keputusan 5\/2026/)
    house.clock.now = new Date('2026-11-21T03:00:00Z')
    expect((await check(institution, LAST)).opened).toEqual([])
    expect((await check(institution, '2026-09')).opened).toHaveLength(1)
    // The signal keeps what it was judged by, whatever is set since.
    const [signal] = await rows(institution)
    const facts = (await get(house, `/sinyal/${signal.id}`, keeper)).body.replaceAll(/<[^>]+>/g, ' ')
    expect(facts).toMatch(/Jawaban survei paling sedikit per bulan\s+5\s/)
    const audit = await house.owner.query(
      `select subject, detail from audit.event where institution_id = $1 and action = 'signal.rule_changed'`,
      [institution.id],
    )
    expect(audit.rows).toMatchObject([{ subject: 'signal-rule:minimum_answers', detail: { value: 31 } }])
  })

  test('a number can be tried before it is set: what would be told, and nothing is kept', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root, 'department', 'Dinas Perizinan')
    await answers(institution, desk, (month) => month >= 14)
    const keeper = await newPerson(house, institution, institution.root, ['signal.read', 'signal.rules'])
    const tried = async (value: string) =>
      (await get(house, `/sinyal/aturan?coba=minimum_answers&nilai=${value}`, keeper)).body.replaceAll(/<[^>]+>/g, ' ')
    expect(await tried('30')).toMatch(/aturan sekarang: 1 sinyal. Dengan angka ini: 1 sinyal.\s+Sinyalnya sama/)
    const without = await tried('31')
    expect(without).toContain('Dengan aturan sekarang: 1 sinyal. Dengan angka ini: 0 sinyal.')
    expect(without).toMatch(/Tidak berbunyi lagi:\s+Keramahan, Dinas Perizinan \(Survei \(SKM\)\)/)
    expect(await tried('tiga')).toContain('Tulis angka antara 5 dan 1000.')
    expect(await rows(institution)).toEqual([])
    // Who only reads may try too, and sees own units only.
    const elsewhere = await newPerson(house, institution, await newUnit(house, institution, institution.root), [
      'signal.read',
    ])
    const theirs = await get(house, '/sinyal/aturan?coba=minimum_answers&nilai=31', elsewhere)
    expect(theirs.body).toContain('Dengan aturan sekarang: 0 sinyal')
    expect(theirs.body).not.toContain('id="ubah"')
    expect((await post(house, '/sinyal/aturan', { ...RULE, valid_from: '2026-12-01' }, elsewhere)).statusCode).toBe(403)
  })

  test.each([
    ['value', { value: '3' }, 'Tulis angka antara 5 dan 1000.'],
    ['value', { value: '7,5' }, 'Tulis angka bulat'],
    ['value', { value: 'lima' }, 'Tulis angka, misalnya'],
    ['value', { key: 'baseline_least', value: '13' }, 'Masa acuan paling panjang 12 bulan'],
    ['value', { key: 'baseline_months', value: '5' }, 'Masa acuan paling panjang 5 bulan'],
    ['key', { key: 'apa saja' }, 'Pilih aturannya.'],
    ['source', { source: '' }, 'Sumber belum diisi.'],
    ['valid_from', { valid_from: '2026-02-30' }, 'Tanggal ini tidak ada di kalender.'],
  ])('a mistake in %s is said there and what was typed stays: %o', async (field, wrong, said) => {
    const institution = await newInstitution(house)
    const keeper = await newPerson(house, institution, institution.root, ['signal.read', 'signal.rules'])
    const typed = { ...RULE, valid_from: '2026-12-01', source: 'Keputusan yang panjang', ...wrong }
    const answer = await post(house, '/sinyal/aturan', typed, keeper)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toMatch(new RegExp(`id="f-${field}-error"[^>]*>[^<]*(<[^>]+>[^<]*)*${said}`))
    if (typed.source) expect(answer.body).toContain('Keputusan yang panjang')
    const { rows: kept } = await house.owner.query('select from signals.chart_rule where institution_id = $1', [
      institution.id,
    ])
    expect(kept).toEqual([])
  })

  test('the theme of an element from a later day takes the signals of months that end from that day on', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 14)
    const keeper = await newPerson(house, institution, institution.root, ['signal.read', 'signal.map'])
    house.clock.now = new Date('2026-10-20T03:00:00Z')
    const weight = { source: 'Keputusan 6/2026', valid_from: '2026-10-31', weight: '1' }
    const set = (pair: object) => post(house, '/sinyal/pemetaan/unsur', { ...weight, ...pair }, keeper)
    expect((await set({ from: 'perilaku', to: 'tema-apa' })).statusCode).toBe(422)
    const answered = [
      await set({ from: 'perilaku', to: 'sarana' }),
      await set({ from: 'perilaku', to: 'keramahan', weight: '0' }),
    ]
    expect(answered.map(({ statusCode }) => statusCode)).toEqual([303, 303])
    house.clock.now = new Date('2026-11-21T03:00:00Z')
    await check(institution, '2026-09')
    await check(institution, LAST)
    const found = (await rows(institution)).map(({ theme, element, month }) => ({ theme, element, month }))
    expect(found).toContainEqual({ theme: 'keramahan', element: 'perilaku', month: '2026-09' })
    expect(found).toContainEqual({ theme: 'sarana', element: 'perilaku', month: LAST })
    // What was found before keeps its theme and its chart.
    const early = (await rows(institution)).find(({ theme }) => theme === 'keramahan')
    expect((await get(house, `/sinyal/${early.id}`, keeper)).body).toContain('<svg')
  })

  test('the checklist: asked from its day in its words, what was answered keeps the words of then', async () => {
    const institution = await newInstitution(house)
    const desk = await newUnit(house, institution, institution.root)
    await answers(institution, desk, (month) => month >= 14)
    await check(institution, LAST)
    const [signal] = await rows(institution)
    const may = ['signal.read', 'signal.rules', 'signal.diagnose']
    const keeper = await newPerson(house, institution, institution.root, may)
    const at = `/sinyal/${signal.id}`
    house.clock.now = new Date('2026-11-20T03:00:00Z')
    const decide = (answer: object) =>
      post(house, `${at}/penyebab`, { cause: 'kompetensi', reason: 'Diperiksa bersama tim.', ...answer }, keeper)
    expect((await decide({ 'q-proses-1': 'yes', 'q-proses-9': 'yes', 'q-apa': 'no' })).statusCode).toBe(303)
    const question = {
      ...{ cause: 'proses', question_en: 'Has the procedure changed?', points_to: 'yes', source: 'Rapat tim' },
      valid_from: '2026-11-21',
    }
    const put = (fields: object) => post(house, '/sinyal/pertanyaan', { ...question, ...fields }, keeper)
    const refused = await put({ question_id: 'Apa?' })
    expect([refused.statusCode, refused.body.includes('Tulis paling sedikit 10 huruf.')]).toEqual([422, true])
    const sent = [
      await put({ key: 'proses-1', question_id: 'Apakah tata cara berubah?', asked: 'on' }),
      await put({ key: 'alat-1', cause: 'alat', question_id: 'Tidak dipakai lagi.', asked: '' }),
      await put({ key: '', question_id: 'Apakah loket pindah tempat?', asked: 'on' }),
    ]
    expect(sent.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303])
    const today = (await get(house, `${at}/penyebab`, keeper)).body
    expect(today).toContain('Apakah langkah kerja atau antrean berubah')
    expect(today).not.toContain('Apakah loket pindah tempat?')
    house.clock.now = new Date('2026-11-21T03:00:00Z')
    const later = (await get(house, `${at}/penyebab`, keeper)).body
    expect(later).toContain('Apakah tata cara berubah?')
    expect(later).toMatch(/name="q-proses-3"/)
    expect(later).not.toMatch(/name="q-alat-1"|Apakah langkah kerja atau antrean berubah/)
    // A form that still shows the questions of yesterday is not taken for an answer to those of today.
    const shown = /name="_seen" value="([^"]+)"/.exec(today)?.[1]
    const old = await decide({ 'q-proses-1': 'no', _seen: shown! })
    expect([old.statusCode, old.body.includes('Diperiksa bersama tim.')]).toEqual([409, true])
    expect((await decide({ 'q-proses-3': 'no', 'q-alat-1': 'yes' })).statusCode).toBe(303)
    const page = (await get(house, at, keeper)).body.replaceAll(/<[^>]+>/g, ' ')
    expect(page).toMatch(/Apakah langkah kerja atau antrean berubah sebelum bulan itu\?\s+Ya/)
    expect(page).toMatch(/Apakah loket pindah tempat\?\s+Tidak/)
    const { rows: kept } = await house.owner.query(
      'select answers from signals.diagnosis where institution_id = $1 order by decided_at',
      [institution.id],
    )
    expect(kept).toEqual([{ answers: { 'proses-1': 'yes' } }, { answers: { 'proses-3': 'no' } }])
  })
})
