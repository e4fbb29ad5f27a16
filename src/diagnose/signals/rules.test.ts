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
})
