import { expect, test } from 'vitest'
import { lookAt, pages, placeOf } from './axe.ts'

const inside = pages.filter((route) => route.access !== 'public')

lookAt(inside)

test('a page that gives no sample, or one that finds nothing, is not passed over', async () => {
  const page = inside.find(({ path }) => path === '/unit/:id')!
  await expect(placeOf({ ...page, path: '/tanpa/:id', sample: undefined })).rejects.toThrow('no sample for id')
  const nothing = { ...page, path: '/kosong/:id', sample: { id: 'select id from organization.unit where false' } }
  await expect(placeOf(nothing)).rejects.toThrow('finds nothing')
})
