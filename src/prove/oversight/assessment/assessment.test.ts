import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  get,
  grant,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'
import { asShown } from '../../../platform/test/page-forms.ts'
import { afterVerdict, tally } from './model.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let head: TestPerson
let inspector: TestPerson
let reader: TestPerson

const LIST = '/pengawasan/penilaian-mandiri'
const EVIDENCE = 'https://contoh.go.id/bukti'

beforeAll(async () => {
  house = await testHouse()
})
beforeEach(async () => {
  house.clock.now = new Date('2026-11-03T03:00:00Z')
  institution = await newInstitution(house)
  const office = await newUnit(house, institution, institution.root, 'agency', 'Inspektorat Uji')
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Terbuka')
  head = await newPerson(house, institution, unit, ['oversight.read', 'oversight.reply'])
  inspector = await newPerson(house, institution, office)
  const all = ['oversight.read', 'oversight.examine', 'oversight.rules']
  await grant(house, institution, inspector.account, institution.root, all)
  reader = await newPerson(house, institution, institution.root, ['oversight.read'])
})

async function begin(): Promise<string> {
  const begun = await post(house, LIST, { unit, year: '2026' }, head)
  expect(begun.statusCode).toBe(303)
  return String(begun.headers.location)
}

async function answerAll(at: string, answer: 'yes' | 'no' = 'yes') {
  const page = (await get(house, at, head)).body
  const open = new Set([...page.matchAll(/"jawab-([a-z]+)-([a-z_]+)"/g)].map((found) => `${found[1]} ${found[2]}`))
  expect(open.size).toBe(14)
  const given = answer === 'yes' ? { answer, link: EVIDENCE } : { answer, note: 'Tahun depan' }
  for (const one of open) {
    const [principle = '', key = ''] = one.split(' ')
    expect((await post(house, `${at}/jawab`, { principle, key, ...given }, head)).statusCode).toBe(303)
  }
}

test('a unit answers with evidence, the inspectorate returns with a reason, then verifies; everybody sees the result', async () => {
  const at = await begin()
  expect(String((await post(house, LIST, { unit, year: '2026' }, head)).headers.location)).toBe(at)
  const question = { principle: 'transparency', key: 'standar_terbit' }
  const bare = await post(house, `${at}/jawab`, { ...question, answer: 'yes', note: 'Kami yakin' }, head)
  expect(bare.statusCode).toBe(422)
  expect(bare.body).toContain('Sertakan berkas atau tautan bukti')
  expect(bare.body).toContain('Kami yakin')
  expect((await post(house, `${at}/jawab`, { ...question, answer: 'no' }, head)).body).toContain(
    'Tuliskan penjelasannya',
  )
  const early = await post(house, `${at}/serahkan`, {}, head)
  expect(early.statusCode).toBe(409)
  expect(early.body).toContain('Masih ada 14 pertanyaan')
  await answerAll(at)
  await post(house, `${at}/jawab`, { ...question, answer: 'no', note: 'Belum semua terbit' }, head)
  expect((await post(house, `${at}/serahkan`, {}, head)).statusCode).toBe(303)
  expect((await post(house, `${at}/jawab`, { ...question, answer: 'yes', link: EVIDENCE }, head)).statusCode).toBe(409)
  const shrug = await post(house, `${at}/putusan`, { decision: 'returned' }, inspector)
  expect(shrug.statusCode).toBe(422)
  const why = { decision: 'returned', text: 'Tautannya tidak terbuka.' }
  expect((await post(house, `${at}/putusan`, why, inspector)).statusCode).toBe(303)
  expect((await get(house, '/kotak-masuk', head)).body).toContain('Penilaian mandiri 2026 dikembalikan')
  await post(house, `${at}/serahkan`, {}, head)
  expect((await post(house, `${at}/putusan`, { decision: 'verified' }, inspector)).statusCode).toBe(303)
  const done = (await get(house, at, reader)).body
  for (const words of ['Terverifikasi', 'Tautannya tidak terbuka.', '4 dari 5', '5 dari 5', 'perlu verifikasi'])
    expect(done.toLowerCase()).toContain(words.toLowerCase())
  const open = (await get(house, `/i/${institution.slug}/tata-kelola`)).body
  expect(open).toContain('Dinas Terbuka')
  expect(open).toContain('4 dari 5')
  expect(open).not.toContain('Belum semua terbit')
  const shut = { topic: 'assessments', why: 'Ditinjau pimpinan' }
  expect((await post(house, '/pengawasan/ketentuan/umum', shut, inspector)).statusCode).toBe(303)
  expect((await get(house, `/i/${institution.slug}/tata-kelola`)).statusCode).toBe(404)
})

test('questions are the institution’s own from a day on; what is being answered keeps its wording', async () => {
  const at = await begin()
  const own = {
    item: 'participation/forum_konsultasi',
    text: 'Musyawarah warga diadakan dua kali setahun',
    source: 'Perbup 9/2026',
    valid_from: '2026-11-01',
  }
  expect((await post(house, '/pengawasan/ketentuan', own, inspector)).statusCode).toBe(303)
  expect((await get(house, at, head)).body).not.toContain(own.text)
  const second = await newUnit(house, institution, institution.root)
  const other = await newPerson(house, institution, second, ['oversight.read', 'oversight.reply'])
  const next = String((await post(house, LIST, { unit: second, year: '2026' }, other)).headers.location)
  expect((await get(house, next, other)).body).toContain(own.text)
})

test('who sees what: a draft is the unit’s own, whoever answers or works there verifies nothing', async () => {
  const at = await begin()
  for (const person of [inspector, reader]) {
    expect((await get(house, at, person)).statusCode).toBe(404)
    expect((await get(house, LIST, person)).body).not.toContain('Dinas Terbuka')
  }
  await answerAll(at, 'no')
  await post(house, `${at}/serahkan`, {}, head)
  expect((await get(house, at, reader)).statusCode).toBe(200)
  expect((await post(house, `${at}/putusan`, { decision: 'verified' }, reader)).statusCode).toBe(403)
  expect((await post(house, `${at}/jawab`, { principle: 'transparency', key: 'x' }, reader)).statusCode).toBe(403)
  const worker = await newPerson(house, institution, unit)
  await grant(house, institution, worker.account, institution.root, ['oversight.read', 'oversight.examine'])
  const refused = await post(house, `${at}/putusan`, { decision: 'verified' }, worker)
  expect(refused.statusCode).toBe(409)
  expect(refused.body).toContain('benturan kepentingan')
  const elsewhere = await newPerson(house, institution, await newUnit(house, institution, institution.root), [
    'oversight.read',
    'oversight.reply',
  ])
  expect((await get(house, at, elsewhere)).statusCode).toBe(404)
  expect((await post(house, LIST, { unit, year: '2026' }, elsewhere)).statusCode).toBe(422)
  expect((await post(house, LIST, { unit, year: '2031' }, head)).body).toContain('paling lambat 2026')
  const neighbour = await newInstitution(house)
  const stranger = await newPerson(house, neighbour, neighbour.root, ['oversight.read', 'oversight.examine'])
  expect((await get(house, at, stranger)).statusCode).toBe(404)
})

test('steps follow one another, and what does not apply counts for nothing', () => {
  expect(afterVerdict('draft', 'submitted')).toBe('submitted')
  expect(afterVerdict('submitted', 'returned')).toBe('draft')
  expect(afterVerdict('draft', 'verified')).toBeUndefined()
  expect(afterVerdict('verified', 'returned')).toBeUndefined()
  const [first] = tally([
    { principle: 'transparency', answer: 'yes' },
    { principle: 'transparency', answer: 'not_applicable' },
    { principle: 'participation', answer: 'no' },
  ])
  expect(first).toEqual({ principle: 'transparency', yes: 1, partly: 0, no: 0, skipped: 1, open: 0 })
})

test('of two people of a unit at one question the later is told what the first has answered', async () => {
  const at = await begin()
  const question = { principle: 'transparency', key: 'standar_terbit' }
  const shown = asShown((await get(house, at, head)).body, `${at}/jawab`, question)
  await post(house, `${at}/jawab`, { ...question, answer: 'no', note: 'Belum semua terbit.' }, head)
  const mine = { ...shown, answer: 'yes', note: 'Semua terbit.', link: EVIDENCE }
  const late = await post(house, `${at}/jawab`, mine, head)
  expect(late.statusCode).toBe(409)
  expect(late.body).toContain('Semua terbit.')
  expect(late.body).toContain('Tersimpan sekarang:</strong> Belum semua terbit.')
  const again = asShown(late.body, `${at}/jawab`, question)
  expect((await post(house, `${at}/jawab`, { ...again, answer: 'yes', _key: 'lagi' }, head)).statusCode).toBe(303)
})
