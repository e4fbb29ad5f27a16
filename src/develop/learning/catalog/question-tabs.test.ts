import { beforeAll, expect, test } from 'vitest'
import { get, newPerson, post, type TestHouse, testHouse } from '../../../platform/test/harness.ts'
import { formsOf } from '../../../platform/test/page-forms.ts'
import { newCourse } from '../test-course.ts'

let house: TestHouse

beforeAll(async () => {
  house = await testHouse()
})

/** A question as it stands in a tab that was opened before anything happened. */
async function tab() {
  const course = await newCourse(house)
  const at = `/kursus/${course.id}/soal`
  const address = `${at}/${course.question('numeric')}`
  const [form] = formsOf((await get(house, address, course.manager)).body)
  const shown = Object.fromEntries([...form!.fields].map(([name, { value }]) => [name, value]))
  const bank = async () => (await get(house, at, course.manager)).body
  return { course, at, address, bank, shown: { ...shown, kind: 'numeric', answers: '9' } as Record<string, string> }
}

test('of a question that another tab has changed the later tab keeps its words and sees the others', async () => {
  const { course, address, bank, shown } = await tab()
  const first = { ...shown, stem: 'Berapa unsur SKM menurut aturan?' }
  expect((await post(house, address, first, course.manager)).statusCode).toBe(303)
  const mine = { ...shown, stem: 'Ada berapa unsur dalam SKM?', _key: 'tab-kedua' }
  const late = await post(house, address, mine, course.manager)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Isi ini sudah diubah di tab lain atau oleh orang lain')
  expect(late.body).toContain('Ada berapa unsur dalam SKM?')
  expect(late.body).toContain('Tersimpan sekarang:</strong> Berapa unsur SKM menurut aturan?')
  const [again] = formsOf(late.body)
  const sent = { ...mine, _seen: again!.fields.get('_seen')!.value, _key: 'tab-kedua-lagi' }
  expect((await post(house, again!.action, sent, course.manager)).statusCode).toBe(303)
  expect(await bank()).toContain('Ada berapa unsur dalam SKM?')
  expect(await bank()).not.toContain('Berapa unsur SKM menurut aturan?')
})

test('of a question that another tab has removed the later tab keeps its words, and can add them anew', async () => {
  const { course, at, address, bank, shown } = await tab()
  expect((await post(house, `${address}/hapus`, {}, course.manager)).statusCode).toBe(303)
  expect((await get(house, address, course.manager)).statusCode).toBe(404)
  const mine = { ...shown, stem: 'Ada berapa unsur dalam SKM?' }
  const late = await post(house, address, mine, course.manager)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Soal ini sudah dihapus di tab lain')
  expect(late.body).toContain('Ada berapa unsur dalam SKM?')
  const [again] = formsOf(late.body)
  expect(again!.action).toBe(at)
  expect((await post(house, again!.action, { ...mine, _key: 'baru' }, course.manager)).statusCode).toBe(303)
  expect(await bank()).toContain('Ada berapa unsur dalam SKM?')
})

test('whoever only reads a course reads its tests, without a form that would be refused', async () => {
  const course = await newCourse(house)
  const reader = await newPerson(house, course.place, course.office, ['learning.read'])
  const page = `/kursus/${course.id}/tes`
  const { body } = await get(house, page, reader)
  expect(body).toContain('Kapan petugas menyapa?')
  expect(formsOf(body).filter(({ action }) => action === page)).toEqual([])
  expect(formsOf((await get(house, page, course.manager)).body).some(({ action }) => action === page)).toBe(true)
})
