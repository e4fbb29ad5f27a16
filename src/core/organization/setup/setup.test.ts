import { expect, test } from 'vitest'
import { newInstitution, post } from '../../../platform/test/harness.ts'
import { newOrganization } from '../test-organization.ts'

const { house, here, admin } = await newOrganization()

test('short address: shape and ownership', async () => {
  const form = { name: 'Kabupaten Uji', slug: here.slug, kind: 'regency', zone: 'Asia/Makassar' }
  const other = await newInstitution(house)
  const taken = await post(house, '/instansi', { ...form, slug: other.slug }, admin)
  expect(taken.statusCode).toBe(409)
  expect(taken.body).toContain('sudah dipakai instansi lain')
  expect((await post(house, '/instansi', { ...form, slug: 'Tidak Sah!' }, admin)).statusCode).toBe(422)
  expect((await post(house, '/instansi', form, admin)).statusCode).toBe(303)
})
