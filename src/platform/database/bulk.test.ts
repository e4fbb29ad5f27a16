import { expect, test } from 'vitest'
import { newId } from '../id.ts'
import { asSystem, newInstitution, testHouse } from '../test/harness.ts'
import { insertMany } from './bulk.ts'

test('12,000 rows with odd texts, bytes and missing values arrive as they are', async () => {
  const house = await testHouse()
  const here = await newInstitution(house)
  const odd = ["'; drop table x", '\u{1f600}', 'a\ud800b', 'null\u0000byte', '"\\', '  ']
  const rows = Array.from({ length: 12_000 }, (_, index) => ({
    institution_id: here.id,
    id: newId(),
    nip: String(index),
    name: odd[index % odd.length] ?? '',
    employment: 'pns' as const,
    nik_encrypted: index % 2 === 0 ? Buffer.from([0, 255, index % 256]) : null,
    active: true,
  }))
  await asSystem(house, here, 'employee.manage', (db) => insertMany(db, 'people.employee', rows))
  const found = await house.owner.query(
    'select name, nik_encrypted, phone from people.employee where institution_id = $1 order by nip::int',
    [here.id],
  )
  expect(found.rows).toHaveLength(12_000)
  expect(found.rows.slice(0, 6).map((row) => row.name)).toEqual([
    "'; drop table x",
    '\u{1f600}',
    'a\ufffdb',
    'nullbyte',
    '"\\',
    '  ',
  ])
  expect(found.rows[2].nik_encrypted).toEqual(Buffer.from([0, 255, 2]))
  expect(found.rows[3]).toMatchObject({ nik_encrypted: null, phone: null })
  await asSystem(house, here, 'employee.manage', (db) => insertMany(db, 'people.employee', []))
})
