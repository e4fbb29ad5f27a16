import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newPerson,
  newUnit,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { changeDraft } from './acts.ts'
import { formatCode, newCode, readCode } from './code.ts'
import { Definition, questionsOf } from './definition.ts'
import { addQuestion, duplicateQuestion, moveQuestion, readList, writeList } from './edits.ts'
import { shownAnswers, shownSections } from './logic.ts'
import { problemsOf } from './problems.ts'
import { TEMPLATE_DEFINITIONS, TEMPLATES } from './templates.ts'
import { newWorld, type World } from './test-questionnaire.ts'

let house: TestHouse
let world: World

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  world = await newWorld(house)
})

async function create(fields: Record<string, string>) {
  const made = await world.post('/kuesioner/baru', { unit: world.unit, ...fields }, world.editor)
  return String(made.headers.location).split('/')[2]!
}

async function draftOf(id: string) {
  const { rows } = await house.owner.query(
    `select definition, revision, state from questionnaires.version where questionnaire_id = $1 order by number desc limit 1`,
    [id],
  )
  return { definition: Definition.parse(rows[0].definition), revision: String(rows[0].revision), state: rows[0].state }
}

describe('building', () => {
  test('from nothing to published: each change on its own page, problems at their place', async () => {
    const id = await create({ template: '', title: 'Kuesioner uji' })
    const at = `/kuesioner/${id}`
    const edit = async (fields: Record<string, string>) =>
      world.post(`${at}/susun`, { revision: (await draftOf(id)).revision, ...fields }, world.editor)
    const added = await edit({ act: 'question_add', target: 'bagian_1', kind: 'single' })
    expect(added.headers.location).toBe(`${at}/pertanyaan/p_1`)
    const refused = await world.post(`${at}/terbitkan`, {}, world.editor)
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Pertanyaannya belum ditulis.')
    expect(refused.body).toContain(`href="${at}/pertanyaan/p_1"`)
    const save = async (fields: Record<string, string>) =>
      world.post(`${at}/pertanyaan/p_1`, { revision: (await draftOf(id)).revision, ...fields }, world.editor)
    expect((await save({ text_id: '' })).body).toContain('Pertanyaan belum ditulis.')
    await save({ text_id: 'Puas?', text_en: 'Happy?', list: 'Ya | Yes\nTidak', required: 'on', published: 'on' })
    await edit({ act: 'section_add' })
    await edit({ act: 'question_add', target: 'bagian_2', kind: 'long' })
    const second = async (fields: Record<string, string>) =>
      world.post(
        `${at}/pertanyaan/p_2`,
        { revision: (await draftOf(id)).revision, text_id: 'Mengapa?', ...fields },
        world.editor,
      )
    const wrong = await second({ if_question: 'p_1', if_operator: 'is', if_value: 'Mungkin' })
    expect(wrong.body).toContain('Jawaban ini tidak ada pada pertanyaan itu.')
    await second({ if_question: 'p_1', if_operator: 'is', if_value: 'tidak' })
    const { definition } = await draftOf(id)
    expect(questionsOf(definition)).toMatchObject([
      {
        code: 'p_1',
        text: { id: 'Puas?', en: 'Happy?' },
        options: [{ code: 'a', text: { id: 'Ya', en: 'Yes' } }, { code: 'b' }],
      },
      { code: 'p_2', showIf: { question: 'p_1', operator: 'is', value: 'b' } },
    ])
    expect((await world.get(`${at}/susun`, world.editor)).body).toContain('Tampil bila “Puas?” jawabannya Tidak')
    expect((await world.post(`${at}/terbitkan`, {}, world.editor)).statusCode).toBe(303)
    expect((await draftOf(id)).state).toBe('published')
  })

  test('a published version never changes; a new one keeps the answers of the old', async () => {
    const { id, slug } = await world.published(TEMPLATE_DEFINITIONS.policy)
    const first = await world.begin(slug)
    await world.post(`${first}/bagian/dampak`, { q_waktu_pelayanan: '5', q_kualitas_informasi: '5' })
    const before = await draftOf(id)
    const changed = await asSystem(house, world.institution, 'questionnaire.manage', (db, scope) =>
      changeDraft(db, scope, house.clock.now, id, Number(before.revision), TEMPLATE_DEFINITIONS.training),
    )
    expect(changed).toBe(false)
    expect((await world.get(`/kuesioner/${id}/susun`, world.editor)).statusCode).toBe(303)
    await world.post(`/kuesioner/${id}/versi-baru`, {}, world.editor)
    const { revision } = await draftOf(id)
    await world.post(`/kuesioner/${id}/susun`, { revision, act: 'question_remove', target: 'cerita' }, world.editor)
    const begun = await world.begin(slug)
    await world.post(`/kuesioner/${id}/terbitkan`, {}, world.editor)
    // Whoever began under the old wording may finish under it.
    await world.post(`${begun}/bagian/dampak`, { q_waktu_pelayanan: '3', q_kualitas_informasi: '3', q_cerita: 'Lama' })
    const now = await world.begin(slug)
    await world.post(`${now}/bagian/dampak`, { q_waktu_pelayanan: '1', q_kualitas_informasi: '1', q_cerita: 'Baru' })
    const rows = await world.responses(id)
    expect(rows.map((row) => [row['version'], row.answers['cerita']]).sort()).toEqual(
      [
        [1, undefined],
        [1, 'Lama'],
        [2, undefined],
      ].sort(),
    )
    expect(before.definition).toEqual(TEMPLATE_DEFINITIONS.policy)
  })

  test('the preview shows a draft as respondents will see it, with every section, and keeps nothing', async () => {
    const id = await create({ template: 'training' })
    const { revision, definition } = await draftOf(id)
    const preview = () => world.get(`/kuesioner/${id}/pratinjau`, world.editor)
    const questions = questionsOf(definition)
    const before = (await preview()).body
    for (const { text } of [...questions, ...definition.sections.map(({ title }) => ({ text: title }))])
      expect(before).toContain(text.id)
    expect(before).toContain('name="q_penilaian.materi"')
    expect(before).not.toMatch(/<form[^>]*action="[^"]*(kuesioner|isian)/)
    await world.post(
      `/kuesioner/${id}/susun`,
      { revision, act: 'question_remove', target: questions.at(-1)!.code },
      world.editor,
    )
    expect((await preview()).body).not.toContain(questions.at(-1)!.text.id)
    expect((await preview()).body).toContain(questions[0]!.text.id)
    expect(await world.responses(id)).toEqual([])
  })

  test('two editors notice each other', async () => {
    const id = await create({ template: 'training' })
    const { revision } = await draftOf(id)
    const up = { revision, act: 'question_down', target: 'penilaian' }
    expect((await world.post(`/kuesioner/${id}/susun`, up, world.editor)).statusCode).toBe(303)
    const late = await world.post(`/kuesioner/${id}/susun`, { ...up, act: 'question_remove' }, world.editor)
    expect(late.statusCode).toBe(409)
    expect(late.body).toContain('diubah orang lain')
    expect(questionsOf((await draftOf(id)).definition)).toHaveLength(5)
  })

  test('the four-question survey exists once and keeps its questions', async () => {
    const id = await create({ template: 'short_survey', unit: world.institution.root })
    const again = await world.post('/kuesioner/baru', { template: 'short_survey', unit: world.unit }, world.editor)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('sudah ada')
    const { revision } = await draftOf(id)
    await world.post(`/kuesioner/${id}/susun`, { revision, act: 'question_remove', target: 'keramahan' }, world.editor)
    const refused = await world.post(`/kuesioner/${id}/terbitkan`, {}, world.editor)
    expect(refused.body).toContain('Keempat pertanyaan baku boleh ditulis dengan kata lain')
  })

  test('the four questions are worded anew with a version that says after what, and answers keep theirs', async () => {
    const id = await create({ template: 'short_survey', unit: world.institution.root })
    const page = `/survei-singkat/${world.service.slug}`
    const publish = (fields: Record<string, string>) => world.post(`/kuesioner/${id}/terbitkan`, fields, world.editor)
    const refused = await publish({ source: ' ', verified: 'on' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('Tuliskan sumber kata-kata keempat pertanyaan.')
    expect((await publish({ source: 'Naskah dasar, tabel 5', verified: 'on' })).statusCode).toBe(303)
    const four = { q_kecepatan: '5', q_keramahan: '2', q_keakuratan: '4', q_kemudahan: '3' }
    await world.post(`${world.home}${page}`, four)
    await world.post(`/kuesioner/${id}/versi-baru`, {}, world.editor)
    const at = `/kuesioner/${id}/pertanyaan/kecepatan`
    const { revision } = await draftOf(id)
    const fast = { text_id: 'Seberapa cepat Anda dilayani', labels: 'satisfaction', theme: 'kecepatan', required: 'on' }
    await world.post(at, { revision, ...fast }, world.editor)
    expect((await publish({ source: 'Keputusan Bupati 91/2026' })).statusCode).toBe(303)
    expect((await world.get(`${world.home}${page}`)).body).toContain('Seberapa cepat Anda dilayani')
    await world.post(`${world.home}${page}`, four)
    expect((await world.responses(id)).map((row) => row['version']).toSorted()).toEqual([1, 2])
    const shown = (await world.get(`/kuesioner/${id}`, world.editor)).body
    expect(shown).toContain('Keputusan Bupati 91/2026')
    expect(shown).toContain('Naskah dasar, tabel 5')
    expect(shown).toContain('Perlu verifikasi')
  })
})

describe('a version for a day to come', () => {
  const four = { q_kecepatan: '5', q_keramahan: '2', q_keakuratan: '4', q_kemudahan: '3' }
  const source = 'Keputusan Bupati 91/2026'

  /** The survey as it stands, and a draft with other words for the first question. */
  async function reworded() {
    const id = await create({ template: 'short_survey', unit: world.institution.root })
    await world.post(`/kuesioner/${id}/terbitkan`, { source: 'Naskah dasar, tabel 5' }, world.editor)
    await world.post(`/kuesioner/${id}/versi-baru`, {}, world.editor)
    const fast = { text_id: 'Seberapa cepat Anda dilayani', labels: 'satisfaction', theme: 'kecepatan', required: 'on' }
    const { revision } = await draftOf(id)
    await world.post(`/kuesioner/${id}/pertanyaan/kecepatan`, { revision, ...fast }, world.editor)
    return id
  }
  const plan = (id: string, begins_on: string) =>
    world.post(`/kuesioner/${id}/terbitkan`, { source, begins_on }, world.editor)
  const page = () => `${world.home}/survei-singkat/${world.service.slug}`

  test('it waits for its day, cannot be changed meanwhile, and is asked from that day on', async () => {
    const id = await reworded()
    expect((await plan(id, '2026-11-20')).body).toContain('Pilih hari ini atau sesudahnya.')
    expect((await plan(id, '2026-11-23')).statusCode).toBe(303)
    const shown = (await world.get(`/kuesioner/${id}`, world.editor)).body
    for (const told of ['Versi 2 terbit sendiri pada 23 November 2026', 'Naskah dasar, tabel 5'])
      expect(shown).toContain(told)
    const { revision, definition } = await draftOf(id)
    const edit = { revision, act: 'question_up', target: 'keramahan' }
    expect((await world.post(`/kuesioner/${id}/susun`, edit, world.editor)).headers.location).toBe(`/kuesioner/${id}`)
    expect((await world.post(`/kuesioner/${id}/terbitkan`, { source }, world.editor)).statusCode).toBe(409)
    expect((await draftOf(id)).definition).toEqual(definition)
    expect((await world.get(page())).body).not.toContain('Seberapa cepat Anda dilayani')
    await world.post(page(), four)
    house.clock.now = new Date('2026-11-22T17:05:00Z')
    expect((await world.get(page())).body).toContain('Seberapa cepat Anda dilayani')
    await world.post(page(), four)
    expect((await world.responses(id)).map((row) => row['version']).toSorted()).toEqual([1, 2])
    const { rows } = await house.owner.query(
      `select account_id, detail from audit.event where institution_id = $1 and action = 'questionnaire.published'
       and request_id = 'day'`,
      [world.institution.id],
    )
    expect(rows).toMatchObject([
      { account_id: world.editor.account, detail: { version: 2, source, from: '2026-11-23' } },
    ])
  })

  test('it is taken back before its day, once', async () => {
    const id = await reworded()
    await plan(id, '2026-11-23')
    const back = () => world.post(`/kuesioner/${id}/batal-jadwal`, {}, world.editor)
    expect((await back()).statusCode).toBe(303)
    expect((await back()).statusCode).toBe(409)
    const { revision } = await draftOf(id)
    const up = { revision, act: 'question_up', target: 'keramahan' }
    expect((await world.post(`/kuesioner/${id}/susun`, up, world.editor)).statusCode).toBe(303)
    house.clock.now = new Date('2026-11-23T03:00:00Z')
    expect((await world.get(page())).body).not.toContain('Seberapa cepat Anda dilayani')
  })

  test('who has the page of the day before is counted in its words', async () => {
    const id = await reworded()
    await plan(id, '2026-11-23')
    const before = /name="versi" value="(\d+)"/.exec((await world.get(page())).body)?.[1]
    expect(before).toBe('1')
    house.clock.now = new Date('2026-11-22T17:05:00Z')
    await world.post(page(), { ...four, versi: before! })
    await world.post(page(), { ...four, versi: '7' })
    await world.post(page(), { ...four, versi: 'x' })
    expect((await world.responses(id)).map((row) => row['version']).toSorted()).toEqual([1, 2, 2])
  })
})

describe('files', () => {
  const upload = (body: string) =>
    postMultipart(
      house,
      '/kuesioner/impor',
      { unit: world.unit, file: { name: 'k.json', type: 'application/json', body: Buffer.from(body) } },
      world.editor,
    )

  test('every template leaves and comes back as it was', async () => {
    for (const template of TEMPLATES.filter((one) => one !== 'short_survey')) {
      const id = await create({ template })
      const file = await world.get(`/kuesioner/${id}/unduh`, world.editor)
      expect(file.headers['content-type']).toContain('application/json')
      const back = await upload(file.body)
      const copy = String(back.headers.location).split('/')[2]!
      expect((await draftOf(copy)).definition).toEqual(TEMPLATE_DEFINITIONS[template])
    }
  })

  test('what is no questionnaire is refused in words', async () => {
    const good = TEMPLATE_DEFINITIONS.policy
    const cases: [string, string][] = [
      ['', 'bukan kuesioner Sigap'],
      ['{"a":1}', 'bukan kuesioner Sigap'],
      ['[]', 'bukan kuesioner Sigap'],
      [JSON.stringify({ ...good, formatVersion: 2 }), 'lebih baru'],
      [JSON.stringify({ ...good, sections: [{ ...good.sections[0], questions: 'x' }] }), 'sections.0.questions'],
      [JSON.stringify({ ...good, sections: [good.sections[0], good.sections[0]] }), 'kode'],
      [JSON.stringify({ ...good, more: true }), 'tidak dapat dibaca'],
    ]
    for (const [body, message] of cases) {
      const refused = await upload(body || ' ')
      expect(refused.statusCode, message).toBe(422)
      expect(refused.body).toContain(message)
    }
  })
})

test('who sees what: readers of the unit, editors of the unit, and nobody of another institution', async () => {
  const { id } = await world.published(TEMPLATE_DEFINITIONS.policy)
  const other = await newUnit(house, world.institution, world.institution.root)
  const reader = await newPerson(house, world.institution, world.unit, ['questionnaire.read'])
  const neighbor = await newPerson(house, world.institution, other, ['questionnaire.read', 'questionnaire.manage'])
  const foreign = await newWorld(house)
  const status = async (path: string, as?: { cookie: string }) => (await get(house, path, as)).statusCode
  for (const path of ['', '/hasil', '/unduh-hasil', '/unduh-jawaban', '/cetak', '/unduh'].map(
    (one) => `/kuesioner/${id}${one}`,
  )) {
    expect(await status(path, reader), path).toBe(200)
    expect(await status(path, neighbor), path).toBe(404)
    expect(await status(path, foreign.editor), path).toBe(404)
    expect(await status(path, world.employee), path).toBe(403)
  }
  for (const path of ['susun', 'pengaturan', 'sebarkan'].map((one) => `/kuesioner/${id}/${one}`)) {
    expect(await status(path, reader), path).toBe(403)
    expect(await status(path, neighbor), path).toBe(404)
  }
  for (const act of ['tutup', 'versi-baru', 'gandakan', 'terbitkan', 'jadwal'])
    expect((await world.post(`/kuesioner/${id}/${act}`, {}, neighbor)).statusCode, act).toBe(404)
  expect((await get(house, '/kuesioner', neighbor)).body).not.toContain('Dampak kebijakan')
  const elsewhere = await world.post('/kuesioner/baru', { template: 'policy', unit: world.unit }, neighbor)
  expect(elsewhere.statusCode).toBe(422)
})

describe('laws of the parts', () => {
  const definitions = fc.constantFrom(...TEMPLATES.map((template) => TEMPLATE_DEFINITIONS[template]))

  test('templates can be published as they are', () => {
    for (const template of TEMPLATES)
      expect(problemsOf(TEMPLATE_DEFINITIONS[template], template === 'short_survey' ? 'short_survey' : 'own')).toEqual(
        [],
      )
  })

  test('whatever is edited stays a valid document and loses no question', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('up', 'down', 'copy', 'add'), fc.nat()), { maxLength: 30 })
    fc.assert(
      fc.property(definitions, steps, (start, list) => {
        let definition = start
        for (const [what, which] of list) {
          const all = questionsOf(definition)
          const code = all[which % all.length]!.code
          if (what === 'up') definition = moveQuestion(definition, code, -1)
          else if (what === 'down') definition = moveQuestion(definition, code, 1)
          else if (what === 'copy') definition = duplicateQuestion(definition, code)?.definition ?? definition
          else definition = addQuestion(definition, definition.sections[0]!.code, 'rating')?.definition ?? definition
          const grown = what === 'copy' || what === 'add' ? all.length + 1 : all.length
          expect(questionsOf(definition)).toHaveLength(grown)
        }
        expect(Definition.parse(JSON.parse(JSON.stringify(definition)))).toEqual(definition)
        expect(problemsOf(definition).filter((one) => one.code === 'same_code')).toEqual([])
      }),
    )
  })

  test('only what is shown counts, and counting it again changes nothing', () => {
    const answers = fc.dictionary(
      fc.constantFrom('kepuasan', 'terapkan', 'setuju', 'sebab', 'hambatan', 'tugas'),
      fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constantFrom('ya', 'tidak', 'sebagian')),
    )
    fc.assert(
      fc.property(definitions, answers, (definition, said) => {
        const kept = shownAnswers(definition, said)
        expect(shownAnswers(definition, kept)).toEqual(kept)
        const codes = (of: typeof said) => shownSections(definition, of).map((one) => one.section.code)
        expect(codes(kept as typeof said)).toEqual(codes(said))
      }),
    )
  })

  test('a list typed again keeps its codes', () => {
    const before = readList('Ya | Yes\nTidak\nMungkin', [])
    expect(readList(writeList(before), before)).toEqual(before)
    expect(readList('Mungkin\nYa | Yes', before).map((one) => one.code)).toEqual(['c', 'a'])
    expect(readList('Ya | Yes\nTidak sama sekali\nMungkin', before).map((one) => one.code)).toEqual(['a', 'b', 'c'])
  })

  test('a code with one wrong symbol or two swapped ones is noticed', () => {
    fc.assert(
      fc.property(fc.nat(11), fc.nat(11), fc.nat(30), (a, b, symbol) => {
        const code = newCode()
        expect(readCode(formatCode(code).toLowerCase())).toBe(code)
        const letters = [...code]
        const other = '123456789ABCDEFGHJKMNPQRSTVWXYZ'[symbol]!
        const wrong = letters.with(a, other).join('')
        const swapped = letters.with(a, letters[b]!).with(b, letters[a]!).join('')
        for (const one of [wrong, swapped]) if (one !== code) expect(readCode(one)).toBeUndefined()
      }),
    )
  })
})
