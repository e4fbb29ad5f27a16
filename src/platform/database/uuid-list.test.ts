import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newId } from '../id.ts'
import { asSystem, newInstitution, testHouse } from '../test/harness.ts'
import { asSent, packUuids } from './uuid-list.ts'

test('a packed list of ids is to PostgreSQL what the list is', async () => {
  const house = await testHouse()
  const here = await newInstitution(house)
  await asSystem(house, here, 'unit.read', async (db) => {
    for (const length of [0, 1, 2, 700]) {
      const ids = Array.from({ length }, newId)
      const packed = packUuids([...ids])
      expect(asSent(packed)).toBeInstanceOf(Buffer)
      const { rows } = await sql<{ here: string[]; same: boolean; found: boolean | null }>`
        select ${packed}::uuid[] here, ${packed}::uuid[] = ${ids}::uuid[] same,
          ${ids.at(-1) ?? newId()}::uuid = any(${packed}) found`.execute(db)
      expect(rows).toEqual([{ here: ids, same: true, found: length > 0 }])
    }
  })
  expect(() => packUuids(['x'])).toThrow('not an id')
})
