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
