import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import {
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../../platform/test/harness.ts'

let house: TestHouse
let institution: TestInstitution
let unit: string
let leader: TestPerson
let first: TestPerson
let second: TestPerson

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = new Date('2026-11-21T03:00:00Z')
  institution = await newInstitution(house)
  unit = await newUnit(house, institution, institution.root, 'department', 'Dinas Uji')
  leader = await newPerson(house, institution, institution.root, ['focus_group.read', 'focus_group.manage'])
  const coder = ['focus_group.read', 'focus_group.code']
  first = await newPerson(house, institution, institution.root, coder)
  second = await newPerson(house, institution, institution.root, coder)
})

async function study(notes: number): Promise<string> {
  const plan = { title: 'Diskusi', held_on: '2026-11-20', protocol: 'Apa?', kind: 'observation', unit }
  const at = String((await post(house, '/fgd/baru', plan, leader)).headers.location)
  for (let n = 1; n <= notes; n++) await post(house, `${at}/catatan`, { text: `Catatan ${n}`, item: '1' }, leader)
  await post(house, `${at}/mulai-kode`, {}, leader)
  return at
}

const codes = (themes: readonly string[]) => Object.fromEntries(themes.map((theme, index) => [`s_${index + 1}`, theme]))

const stored = async (at: string) =>
  (
    await house.owner.query<{ theme: string }>(
      'select theme from focus_groups.coding where activity_id = $1 order by coder, segment',
      [at.split('/')[2]],
    )
  ).rows.map((row) => row.theme)

test('kappa follows a merge, the codes stay as they were given, and the reader sees both', async () => {
  const at = await study(6)
  const one = ['keramahan', 'keramahan', 'kecepatan', 'kemudahan', 'biaya', 'biaya']
  const two = ['keramahan', 'kecepatan', 'kemudahan', 'kemudahan', 'biaya', 'kecepatan']
  await post(house, `${at}/kode`, { ...codes(one), act: 'done' }, first)
  await post(house, `${at}/kode`, { ...codes(two), act: 'done' }, second)
  // As given: same 3 of 6, chance (2·1 + 1·2 + 1·2 + 2·1) / 36 = 8/36, so (18 − 8) / (36 − 8) = 0.357.
  expect((await get(house, `${at}/kesepakatan`, leader)).body).toContain('0,36')
  const merge = { theme: 'kecepatan', into: 'kemudahan', reason: 'Dua sisi dari hal yang sama' }
  expect((await post(house, `${at}/tema/gabung`, merge, leader)).statusCode).toBe(303)
  // Merged: same 4 of 6, chance (2·1 + 2·4 + 2·1) / 36 = 12/36, so (24 − 12) / (36 − 12) = 0.50.
  const { body } = await get(house, `${at}/kesepakatan`, leader)
  expect(body).toContain('0,50')
  expect(body).toContain('sebelum ada yang digabung, kappa 0,36')
  expect(await stored(at)).toEqual([...one, ...two])
  const page = (await get(house, `${at}/tema`, leader)).body
  for (const word of ['Digabung: Kecepatan → Kemudahan', merge.reason, leader.name]) expect(page).toContain(word)
  // The note that differed by the merged themes only is settled by the merge.
  const settle = { segment: '3', theme: 'kemudahan', reason: 'Sama' }
  expect((await post(house, `${at}/sepakati`, settle, leader)).statusCode).toBe(422)
  const gone = await post(house, `${at}/temuan`, { theme: 'kecepatan', text: 'Lama' }, leader)
  expect(gone.statusCode).toBe(422)
  expect(gone.body).toContain('sudah digabung')
})

test('an own theme is coded, renamed and found; a page from before a merge still counts', async () => {
  const at = await study(2)
  const add = { name: 'Kepercayaan', reason: 'Sering disebut', _key: randomUUID() }
  for (let n = 0; n < 2; n++) expect((await post(house, `${at}/tema/tambah`, add, leader)).statusCode).toBe(303)
  await post(house, `${at}/kode`, codes(['own_1', 'biaya']), first)
  await post(house, `${at}/tema/gabung`, { theme: 'biaya', into: 'lain', reason: 'Jarang' }, leader)
  // Sending the page again writes nothing over what was given; an older page may still name the merged theme.
  await post(house, `${at}/kode`, { ...codes(['own_1', 'lain']), act: 'done' }, first)
  await post(house, `${at}/kode`, { ...codes(['own_1', 'biaya']), act: 'done' }, second)
  expect(await stored(at)).toEqual(['own_1', 'biaya', 'own_1', 'biaya'])
  const rename = { theme: 'own_1', name: 'Rasa percaya', reason: 'Lebih jelas' }
  await post(house, `${at}/tema/ubah`, rename, leader)
  await post(house, `${at}/temuan`, { theme: 'own_1', text: 'Warga kurang percaya.' }, leader)
  expect((await get(house, `${at}/kesepakatan`, leader)).body).toContain('Rasa percaya')
  expect((await get(house, `/fgd/gabungan?unit=${unit}`, leader)).body).toContain('Rasa percaya')
  const page = (await get(house, `${at}/tema`, leader)).body
  expect(page.match(/Ditambah: Kepercayaan/g)).toHaveLength(1)
  expect(page).toContain('Diganti nama: Kepercayaan → Rasa percaya')
  expect((await post(house, `${at}/tutup`, {}, leader)).statusCode).toBe(303)
  expect((await post(house, `${at}/tema/tambah`, { name: 'Baru', reason: 'x' }, leader)).statusCode).toBe(409)
})

test('a mistake is shown at its field with what was typed', async () => {
  const at = await study(2)
  const taken = await post(house, `${at}/tema/tambah`, { name: 'biaya', reason: 'Alasan saya' }, leader)
  expect(taken.statusCode).toBe(422)
  for (const word of ['Sudah ada tema dengan nama ini', 'value="biaya"', 'Alasan saya'])
    expect(taken.body).toContain(word)
  const itself = await post(house, `${at}/tema/gabung`, { theme: 'biaya', into: 'biaya', reason: 'x' }, leader)
  expect(itself.body).toContain('dirinya sendiri')
  const none = await post(house, `${at}/tema/ubah`, { theme: 'own_9', name: 'Baru', reason: 'x' }, leader)
  expect(none.statusCode).toBe(422)
  expect((await post(house, `${at}/tema/tambah`, { name: 'Baru' }, leader)).body).toContain('Tuliskan alasannya')
})

test('who may', async () => {
  const at = await study(2)
  const other = await newUnit(house, institution, institution.root)
  const neighbor = await newPerson(house, institution, other, ['focus_group.read', 'focus_group.manage'])
  const add = { name: 'Baru', reason: 'x' }
  expect((await get(house, `${at}/tema`, first)).statusCode).toBe(403)
  expect((await post(house, `${at}/tema/tambah`, add, first)).statusCode).toBe(403)
  expect((await get(house, `${at}/tema`, neighbor)).statusCode).toBe(404)
  for (const [way, fields] of [
    ['tambah', add],
    ['ubah', { ...add, theme: 'biaya' }],
    ['gabung', { theme: 'biaya', into: 'lain', reason: 'x' }],
  ] as const)
    expect((await post(house, `${at}/tema/${way}`, fields, neighbor)).statusCode, way).toBe(404)
})
