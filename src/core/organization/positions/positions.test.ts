import { expect, test } from 'vitest'
import { get, newPerson, newUnit, post } from '../../../platform/test/harness.ts'
import { newOrganization } from '../test-organization.ts'

const { house, here, admin } = await newOrganization()

test('positions: level must fit the kind, codes are single', async () => {
  const form = { code: 'JF-UJI', title: 'Analis Uji', kind: 'fungsional_keahlian', level: 'ahli_muda', class: '9' }
  expect((await post(house, '/jabatan/baru', form, admin)).statusCode).toBe(303)
  expect((await post(house, '/jabatan/baru', form, admin)).body).toContain('Kode JF-UJI sudah dipakai jabatan lain.')
  const wrong = await post(house, '/jabatan/baru', { ...form, code: 'JF-2', level: 'terampil', class: '18' }, admin)
  expect(wrong.statusCode).toBe(422)
  expect(wrong.body).toContain('Kelas jabatan adalah angka 1 sampai 17.')
  expect((await get(house, '/jabatan?q=uji', admin)).body).toContain('Analis Uji')
})

test('positions are everyone’s: only who manages the whole institution changes them', async () => {
  const part = await newUnit(house, here, here.root, 'department', 'Dinas Sebagian')
  const local = await newPerson(house, here, part, ['unit.read', 'unit.manage'])
  const form = { code: 'JF-LOKAL', title: 'Analis Lokal', kind: 'pelaksana', level: '', class: '7' }
  const { rows } = await house.owner.query('select id from organization.position where institution_id = $1 limit 1', [
    here.id,
  ])
  for (const path of ['/jabatan/baru', `/jabatan/${rows[0].id}`]) {
    const refused = await post(house, path, { ...form, level: 'pelaksana' }, local)
    expect([path, refused.statusCode]).toEqual([path, 409])
    expect(refused.body).toContain('Jabatan berlaku untuk seluruh instansi')
    expect((await get(house, path, local)).statusCode).toBe(409)
  }
  expect((await get(house, '/jabatan', local)).body).not.toContain('/jabatan/baru')
})
