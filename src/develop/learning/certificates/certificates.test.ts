import { beforeAll, describe, expect, test } from 'vitest'
import { get, newInstitution, openHouse, post, type TestHouse, testHouse } from '../../../platform/test/harness.ts'
import { routes } from '../../../slices.ts'
import { newCourse, newLearner, readAll, type TestCourse, takeTest } from '../test-course.ts'

let house: TestHouse
let course: TestCourse

beforeAll(async () => {
  house = await testHouse()
  course = await newCourse(house)
})

async function finisher() {
  const learner = await newLearner(house, course)
  await takeTest(house, course, learner, 'pre', {})
  await readAll(house, course, learner)
  await takeTest(house, course, learner, 'post', course.right)
  const { rows } = await house.owner.query<{ code: string; holder: string; nip: string }>(
    `select code, holder, nip from learning.certificate t join learning.enrollment e on e.id = t.enrollment_id
     where e.employee_id = $1`,
    [learner.employee],
  )
  expect(rows).toHaveLength(1)
  return { learner, ...rows[0]! }
}

const shown = (code: string) => `${code.slice(0, 5)}-${code.slice(5)}`
const door = (slug: string) => `/i/${slug}/surat-belajar`

describe('the paper about a finished course', () => {
  test('is there for its holder alone, from the moment of completion', async () => {
    const unfinished = await newLearner(house, course)
    const paper = `${course.learn}/surat`
    expect((await get(house, course.learn, unfinished)).body).not.toContain(paper)
    expect((await get(house, paper, unfinished)).statusCode).toBe(404)

    const { learner, code, holder, nip } = await finisher()
    expect((await get(house, course.learn, learner)).body).toContain(`href="${paper}"`)
    const page = (await get(house, paper, learner)).body
    for (const fact of [
      shown(code),
      holder,
      nip,
      'Dinas Perizinan',
      'Melayani dengan ramah',
      '2 JP',
      '<svg class="qr"',
    ])
      expect(page).toContain(fact)
    expect(page).toContain(`http://localhost:3000${door(course.place.slug)}`)
    expect((await get(house, paper, course.manager)).statusCode).toBe(404)
  })

  test('says what it said when it was given, whatever is renamed later', async () => {
    const { learner, code, holder } = await finisher()
    await house.owner.query("update people.employee set name = 'Nama Baru' where id = $1", [learner.employee])
    expect((await get(house, `${course.learn}/surat`, learner)).body).toContain(holder)
    expect((await get(house, `${door(course.place.slug)}/${code}`)).body).toContain(holder)
  })
})

describe('anybody checks a number', () => {
  test('and sees what is on the paper, of the NIP only its end', async () => {
    const { code, holder, nip } = await finisher()
    const at = door(course.place.slug)
    const sloppy = shown(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
    const sent = await post(house, at, { nomor: ` ${sloppy} ` })
    expect(sent.headers.location).toBe(`${at}/${code}`)
    const page = (await get(house, `${at}/${code}`)).body
    for (const fact of [shown(code), holder, nip.slice(-4), 'Dinas Perizinan', 'Melayani dengan ramah', '2 JP'])
      expect(page).toContain(fact)
    expect(page).not.toContain(nip)
  })

  test('and is told what is wrong with one, at the field, with what was typed', async () => {
    const { code } = await finisher()
    const at = door(course.place.slug)
    const swapped = [...code.slice(0, -1), code.endsWith('A') ? 'B' : 'A'].join('')
    for (const [typed, said] of [
      ['', 'belum diisi'],
      ['<b>x</b>', 'salah ketik'],
      [swapped, 'salah ketik'],
      ['0000000000', 'Tidak ada surat bernomor ini'],
    ] as const) {
      const answer = await post(house, at, { nomor: typed })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain(said)
      expect(answer.body).toContain('aria-describedby="f-nomor-hint f-nomor-error"')
      expect(answer.body).toContain(typed ? ` value="${typed.replaceAll('<', '&lt;')}"` : ' value/>')
    }
    const lost = await get(house, `${at}/0000000000`)
    expect([lost.statusCode, lost.body.includes('Tidak ada surat bernomor ini')]).toEqual([404, true])
  })

  test('and finds it nowhere but at the institution that gave it', async () => {
    const { code, holder } = await finisher()
    const other = await newInstitution(house)
    const answer = await get(house, `${door(other.slug)}/${code}`)
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain(holder)
    expect((await post(house, door(other.slug), { nomor: code })).statusCode).toBe(422)
  })

  test('and not a thousand of them: form and address count together', async () => {
    const strict = await openHouse(routes, undefined, { rateLimits: true })
    const { slug } = await newInstitution(strict)
    for (let n = 0; n < 30; n++) {
      expect((await post(strict, door(slug), { nomor: '0000000000' })).statusCode).toBe(422)
      expect((await get(strict, `${door(slug)}/0000000000`)).statusCode).toBe(404)
    }
    expect((await get(strict, `${door(slug)}/0000000000`)).statusCode).toBe(429)
    expect((await post(strict, door(slug), { nomor: '0000000000' })).statusCode).toBe(429)
  })
})
