import { beforeAll, describe, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { installFrameworks } from './acts.ts'

let house: TestHouse
let here: TestInstitution
let manager: TestPerson
let reader: TestPerson

const said = {
  name: 'Pengujian Kendaraan',
  definition: 'Menguji kelaikan kendaraan bermotor.',
  level1: 'Membantu penguji.\n\n  Mencatat hasil uji.  ',
  level2: 'Menguji kendaraan ringan.',
  level3: 'Menguji semua jenis kendaraan.',
  level4: 'Memperbaiki cara uji.',
  level5: 'Menjadi rujukan.',
  source: 'Keputusan Bupati 12/2026',
  verified: 'true',
}

beforeAll(async () => {
  house = await testHouse()
  here = await newInstitution(house)
  manager = await newPerson(house, here, here.root, ['competency.manage'], { name: 'Sri Wahyuni' })
  reader = await newPerson(house, here, here.root)
  await asSystem(house, here, 'competency.manage', (db, scope) => installFrameworks(db, scope, house.clock.now))
})

async function only<T = string>(text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await house.owner.query(text, values)
  return Object.values(rows[0] ?? {})[0] as T
}
const frameworkOf = (family: string) =>
  only('select id from competency.framework where institution_id = $1 and family = $2', [here.id, family])
const competencyOf = (code: string) =>
  only('select id from competency.competency where institution_id = $1 and code = $2', [here.id, code])
const seenOn = (page: string) => /name="_seen" value="([^"]+)"/.exec(page)?.[1] ?? ''

describe('the dictionary written by the institution', () => {
  test('a competency of its own, with levels and behaviors, can be used in a standard at once', async () => {
    const framework = await frameworkOf('teknis')
    const sent = await post(house, '/kompetensi/kamus/baru', { ...said, framework, code: 'T9' }, manager)
    expect(sent.statusCode).toBe(303)
    const page = (await get(house, String(sent.headers.location), reader)).body
    for (const text of ['Pengujian Kendaraan', 'Membantu penguji.', 'Mencatat hasil uji.', 'Keputusan Bupati 12/2026'])
      expect(page).toContain(text)
    expect(page).not.toContain('Perlu verifikasi')
    expect(page).not.toContain('/ubah')
    const position = await only('select id from organization.position where institution_id = $1 limit 1', [here.id])
    expect((await get(house, `/kompetensi/standar/${position}`, manager)).body).toContain('Pengujian Kendaraan')
    const twice = await post(house, '/kompetensi/kamus/baru', { ...said, framework, code: 'T9' }, manager)
    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('Kode T9 sudah dipakai kompetensi lain.')
    expect(twice.body).toContain('value="Pengujian Kendaraan"')
  })

  test('a change holds from today; what was installed and each text between stays with its dates', async () => {
    const id = await competencyOf('M5')
    const path = `/kompetensi/kamus/${id}`
    const before = (await get(house, path, manager)).body
    expect(before).not.toContain('Uraian sebelumnya')
    const form = (await get(house, `${path}/ubah`, manager)).body
    const change = { ...said, name: 'Pelayanan Publik Prima' }
    expect((await post(house, `${path}/ubah`, { ...change, _seen: seenOn(form) }, manager)).statusCode).toBe(303)
    const after = (await get(house, path, reader)).body
    for (const text of [
      '<h1>Pelayanan Publik Prima',
      'Uraian sebelumnya',
      'ditulis Sri Wahyuni',
      '1 Januari 2017 sampai',
    ])
      expect(after).toContain(text)
    const { rows } = await house.owner.query(
      'select number, name, verified, jsonb_array_length(levels) as levels from competency.edition where competency_id = $1 order by number',
      [id],
    )
    expect(rows).toEqual([
      { number: 1, name: 'Pelayanan Publik', verified: false, levels: 5 },
      { number: 2, name: 'Pelayanan Publik Prima', verified: true, levels: 5 },
    ])
    // Another tab that still shows the first text.
    const late = await post(house, `${path}/ubah`, { ...said, name: 'Lain Lagi', _seen: seenOn(form) }, manager)
    expect([late.statusCode, late.body.includes('value="Lain Lagi"')]).toEqual([409, true])
    expect(await only<number>('select count(*)::int from competency.edition where competency_id = $1', [id])).toBe(2)
  })

  test('what is missing is said at its place, and only who manages the dictionary writes it', async () => {
    const path = `/kompetensi/kamus/${await competencyOf('M1')}/ubah`
    const empty = await post(house, path, { ...said, level3: ' \n ', source: '' }, manager)
    expect(empty.statusCode).toBe(422)
    for (const text of [
      'Tulis apa yang terlihat pada level ini.',
      'Sebutkan sumber uraian ini.',
      'value="Pengujian Kendaraan"',
    ])
      expect(empty.body).toContain(text)
    const long = await post(house, path, { ...said, level1: Array(13).fill('baris').join('\n') }, manager)
    expect([long.statusCode, long.body.includes('Paling banyak 12 baris untuk satu level.')]).toEqual([422, true])
    expect((await post(house, path, said, reader)).statusCode).toBe(403)
    expect((await get(house, '/kompetensi/kamus/baru', reader)).statusCode).toBe(403)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['competency.manage'])
    expect((await post(house, path, said, stranger)).statusCode).toBe(404)
    const framework = await frameworkOf('teknis')
    expect((await post(house, '/kompetensi/kamus/baru', { ...said, framework, code: 'T9' }, stranger)).statusCode).toBe(
      404,
    )
    expect((await get(house, '/kompetensi/kamus/baru', stranger)).body).toContain('Kamus masih kosong')
  })
})
