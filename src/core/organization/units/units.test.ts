import { describe, expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import { get, newInstitution, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { makeUnit, newOrganization } from '../test-organization.ts'

const world = await newOrganization()
const { house, here, admin } = world

describe('units', () => {
  test('rename, move and close leave their history', async () => {
    const a = await makeUnit(world, 'Dinas Alfa', 'ALFA', here.root)
    const b = await makeUnit(world, 'Bidang Beta', 'BETA', here.root)
    const change = {
      name: 'Bidang Beta Baru',
      kind: 'division',
      parent_id: a,
      from: '2024-01-01',
      reason: 'Perbup 1/2024',
    }
    expect((await post(house, `/unit/${b}/ubah`, change, admin)).statusCode).toBe(303)
    const page = await get(house, `/unit/${b}`, admin)
    for (const text of ['Bidang Beta Baru', 'Perbup 1/2024', '1 Januari 2024', 'Dinas Alfa'])
      expect(page.body).toContain(text)
    const { rows } = await house.owner.query(
      'select name, valid_from::text, valid_to::text from organization.unit_history where unit_id = $1 order by valid_from',
      [b],
    )
    expect(rows).toEqual([
      { name: 'Bidang Beta', valid_from: '2020-01-01', valid_to: '2024-01-01' },
      { name: 'Bidang Beta Baru', valid_from: '2024-01-01', valid_to: null },
    ])
    const hanging = await post(house, `/unit/${a}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)
    expect(hanging.statusCode).toBe(409)
    expect(hanging.body).toContain('Masih ada 1 unit di bawahnya')
    expect(
      (await post(house, `/unit/${b}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)).statusCode,
    ).toBe(303)
    expect((await get(house, '/unit', admin)).body).not.toContain('Bidang Beta Baru')
    expect((await get(house, '/unit?tutup=ya', admin)).body).toContain('Bidang Beta Baru')
    expect(
      (await post(house, `/unit/${a}/tutup`, { from: '2024-06-01', reason: 'Perbup 2/2024' }, admin)).statusCode,
    ).toBe(303)
  })

  test('the tree of a past date: names, places and units of that day, and what became of them', async () => {
    const old = await makeUnit(world, 'Kantor Lama', 'LAMA', here.root)
    const moved = await makeUnit(world, 'Seksi Pindah', 'PINDAH', old)
    const young = { name: 'Badan Muda', code: 'MUDA', kind: 'agency', parent_id: here.root, active_from: '2023-05-01' }
    const muda = String((await post(house, '/unit/baru', young, admin)).headers.location)
      .split('/')
      .at(-1)!
    const change = { kind: 'department', reason: 'Perda 3/2023' }
    const rename = { ...change, name: 'Seksi Pindahan', parent_id: muda, from: '2023-06-01' }
    // The unit above was not there yet.
    const early = await post(house, `/unit/${moved}/ubah`, { ...rename, from: '2023-04-30' }, admin)
    expect([early.statusCode, early.body.includes('Badan Muda baru ada sejak 1 Mei 2023')]).toEqual([422, true])
    expect((await post(house, `/unit/${moved}/ubah`, rename, admin)).statusCode).toBe(303)
    // A unit was beneath it until June.
    const closing = { from: '2023-05-31', reason: 'Perda 4/2023' }
    const hung = await post(house, `/unit/${old}/tutup`, closing, admin)
    expect([hung.statusCode, hung.body.includes('Masih ada unit di bawahnya sampai 1 Juni 2023')]).toEqual([422, true])
    expect((await post(house, `/unit/${old}/tutup`, { ...closing, from: '2023-07-01' }, admin)).statusCode).toBe(303)
    expect((await get(house, `/unit/${old}`, admin)).body).toContain('Ditutup: Perda 4/2023')

    const on = async (day: string) => (await get(house, `/unit/pada?tanggal=${day}`, admin)).body
    const rows = (page: string) =>
      [...page.matchAll(/tree-(\d)"><a href="\/unit\/[^"]+">([^<]+)/g)].map(([, depth, name]) => `${depth} ${name}`)
    const before = await on('2023-04-30')
    expect(before).toContain('<h1>Susunan pada 30 April 2023</h1>')
    expect(rows(before)).toEqual(expect.arrayContaining(['0 Kantor Lama', '1 Seksi Pindah']))
    expect(rows(before).indexOf('1 Seksi Pindah')).toBe(rows(before).indexOf('0 Kantor Lama') + 1)
    expect(rows(before)).not.toContain('0 Badan Muda')
    for (const text of [
      'Kini bernama Seksi Pindahan',
      'Kini di bawah Badan Muda',
      'Ditutup 1 Juli 2023',
      'Dibentuk sesudahnya',
    ])
      expect(before).toContain(text)
    expect(before).toMatch(
      /Sejak itu \d+ unit berganti nama, \d+ unit berpindah tempat, \d+ unit ditutup, dan \d+ unit dibentuk\./,
    )
    // The day a change begins belongs to the new; both old and new unit were there in June.
    expect(rows(await on('2023-05-31'))).toContain('1 Seksi Pindah')
    expect(rows(await on('2023-06-01'))).toEqual(
      expect.arrayContaining(['0 Badan Muda', '1 Seksi Pindahan', '0 Kantor Lama']),
    )
    expect(rows(await on('2023-07-01'))).not.toContain('0 Kantor Lama')
    const sheet = await get(house, '/unit/pada/ekspor?tanggal=2023-04-30', admin)
    expect(sheet.body).toMatch(/PINDAH[;,]"?Seksi Pindah"?[;,]"?Dinas"?[;,]"?LAMA/)
    expect((await get(house, '/unit', admin)).body).toContain('href="/unit/pada"')
    expect((await get(house, '/unit/pada', admin)).body).toContain(
      '<a href="/unit/pada?tanggal=2023-07-01">1 Juli 2023</a>',
    )
  })

  test('a date that does not exist, is still to come or lies before every record is answered in words', async () => {
    const on = (day: string) => get(house, `/unit/pada?tanggal=${encodeURIComponent(day)}`, admin)
    const wrong = await on('2023-02-31')
    expect([wrong.statusCode, wrong.body.includes('Tanggal ini tidak ada di kalender')]).toEqual([422, true])
    expect(wrong.body).toContain('value="2023-02-31"')
    const later = await on('2999-01-01')
    expect([later.statusCode, later.body.includes('Tanggal ini belum tiba')]).toEqual([422, true])
    const early = await on('1950-01-01')
    expect([early.statusCode, early.body.includes('Belum ada unit yang tercatat')]).toEqual([200, true])
    expect((await get(house, '/unit/pada', admin)).statusCode).toBe(200)
    expect((await get(house, '/unit/pada/ekspor?tanggal=kemarin', admin)).statusCode).toBe(422)
  })

  test('two moves dated back leave nobody out of the tree of that day', async () => {
    const [a, b] = [
      await makeUnit(world, 'Dinas Putar A', 'PA', here.root),
      await makeUnit(world, 'Dinas Putar B', 'PB', here.root),
    ]
    const move = (id: string, name: string, parent: string, from: string) =>
      post(house, `/unit/${id}/ubah`, { name, kind: 'department', parent_id: parent, from, reason: 'Perbup' }, admin)
    await move(b, 'Dinas Putar B', a, '2024-06-01')
    await move(b, 'Dinas Putar B', here.root, '2024-07-01')
    await move(a, 'Dinas Putar A', b, '2024-03-01')
    const page = (await get(house, '/unit/pada?tanggal=2024-06-15', admin)).body
    for (const name of ['Dinas Putar A', 'Dinas Putar B']) expect(page.split(`>${name}</a>`)).toHaveLength(2)
  })

  test('no circle, no change before the present, no second code, what was typed stays', async () => {
    const a = await makeUnit(world, 'Dinas Gamma', 'GAMMA', here.root)
    const b = await makeUnit(world, 'Bidang Delta', 'DELTA', a)
    const change = { name: 'Dinas Gamma Ubah', kind: 'department', parent_id: b, from: '2024-01-01', reason: 'Perbup' }
    const circle = await post(house, `/unit/${a}/ubah`, change, admin)
    expect(circle.statusCode).toBe(422)
    expect(circle.body).toContain('Unit tidak dapat berada di bawah dirinya sendiri.')
    expect(circle.body).toContain('value="Dinas Gamma Ubah"')
    const short = await post(house, `/unit/${a}/ubah`, { ...change, parent_id: here.root, name: 'G' }, admin)
    expect(short.statusCode).toBe(422)
    expect(short.body).toContain('Terlalu pendek: paling sedikit 2 huruf.')
    expect(
      (await post(house, `/unit/${a}/ubah`, { ...change, parent_id: here.root, from: '2019-01-01' }, admin)).statusCode,
    ).toBe(422)
    const twice = await post(
      house,
      '/unit/baru',
      { name: 'Lain', code: 'gamma', kind: 'department', parent_id: here.root, active_from: '2020-01-01' },
      admin,
    )
    expect(twice.statusCode).toBe(409)
    expect(twice.body).toContain('Kode gamma sudah dipakai unit lain.')
    expect((await post(house, `/unit/${a}/ubah`, {}, admin)).statusCode).toBe(422)
    expect((await post(house, '/unit/tak-ada/ubah', {}, admin)).statusCode).toBe(404)
    expect((await get(house, `/unit/${newId()}`, admin)).statusCode).toBe(404)
  })

  test('everyone sees only the units beneath their own', async () => {
    const office = await newUnit(house, here, here.root, 'department', 'Dinas Terlihat')
    const other = await newUnit(house, here, here.root, 'department', 'Dinas Tersembunyi')
    const reader = await newPerson(house, here, office, ['unit.read', 'unit.manage'])
    const tree = await get(house, '/unit', reader)
    expect(tree.body).toContain('Dinas Terlihat')
    expect(tree.body).not.toContain('Dinas Tersembunyi')
    expect((await get(house, '/unit/ekspor', reader)).body).not.toContain('Dinas Tersembunyi')
    const past = await get(house, '/unit/pada?tanggal=2025-01-01', reader)
    expect(past.body).toContain('Yang tampak hanya unit yang sekarang boleh Anda lihat.')
    expect(past.body).not.toContain('Dinas Tersembunyi')
    expect((await get(house, '/unit/pada/ekspor?tanggal=2025-01-01', reader)).body).not.toContain('Dinas Tersembunyi')
    expect((await get(house, `/unit/${other}`, reader)).statusCode).toBe(404)
    const move = { name: 'X baru', kind: 'department', parent_id: here.root, from: '2024-01-01', reason: 'coba' }
    expect((await post(house, `/unit/${other}/ubah`, move, reader)).statusCode).toBe(404)
    const elsewhere = await newInstitution(house)
    const stranger = await newPerson(house, elsewhere, elsewhere.root, ['unit.read', 'unit.manage'])
    expect((await get(house, `/unit/${office}`, stranger)).statusCode).toBe(404)
    expect(
      (await post(house, `/unit/${office}/tutup`, { from: '2024-01-01', reason: 'coba' }, stranger)).statusCode,
    ).toBe(404)
  })
})
