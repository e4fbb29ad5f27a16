import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { isKeyOf, keyOf } from '../../listen/complaints/key.ts'
import { sealedColumns } from '../../slices.ts'
import { newId } from '../id.ts'
import { seal, sealKeyId, unseal, useSealKey } from '../seal.ts'
import { newInstitution, newPerson, openHouse, type TestHouse } from '../test/harness.ts'
import { resealAll, staleSeals } from './reseal.ts'

const FIRST = Buffer.alloc(32, 7)
const SECOND = randomBytes(32)
let house: TestHouse
// A house of its own: everything sealed in it is sealed anew.
beforeAll(async () => {
  house = await openHouse([])
})
// The secret belongs to the whole process, which other tests share.
afterEach(() => useSealKey(FIRST))

async function niks(): Promise<string[]> {
  const { rows } = await house.owner.query(
    'select nik_encrypted as nik from people.employee where nik_encrypted is not null order by nip',
  )
  return rows.map((row) => unseal('nik', row.nik))
}

test('everything is sealed anew under the newest secret, goes on after a cut, and the former secret can go', async () => {
  const place = await newInstitution(house)
  const people = [await newPerson(house, place, place.root), await newPerson(house, place, place.root)]
  for (const [index, one] of people.entries())
    await house.owner.query('update people.employee set nip = $3, nik_encrypted = $2 where id = $1', [
      one.employee,
      seal('nik', `170709410190000${index}`),
      `${place.id.slice(0, 8)}-${index}`,
    ])
  await house.owner.query(`insert into platform.submission values ($1, $2, '/x', $3, now())`, [
    place.id,
    newId(),
    { sealed: seal('submission', '{"redirect":"/y"}').toString('base64') },
  ])
  const shown = keyOf(place.id, { id: people[0]!.employee, key_no: 1 })

  useSealKey(SECOND, FIRST)
  expect(await niks()).toEqual(['1707094101900000', '1707094101900001'])
  const [newest, later] = [sealKeyId(SECOND), seal('nik', '1707094101900009')]
  const stale = await staleSeals(house.ownerUrl, sealedColumns, newest)
  expect(stale).toEqual(
    expect.arrayContaining([
      { name: 'people.employee.nik_encrypted', count: 2 },
      { name: 'platform.submission.outcome', count: 1 },
    ]),
  )
  // A run that was cut off left one of them done.
  await house.owner.query('update people.employee set nik_encrypted = $2 where id = $1', [people[1]!.employee, later])
  const told: string[] = []
  await resealAll(house.ownerUrl, sealedColumns, newest, (name, done, all) => told.push(`${name} ${done}/${all}`))
  expect(told).toContain('people.employee.nik_encrypted 1/1')
  expect(await staleSeals(house.ownerUrl, sealedColumns, newest)).toEqual([])
  expect(await resealAll(house.ownerUrl, sealedColumns, newest, () => undefined)).toBe(0)
  // What a reporter was given before opens as long as the former secret is kept.
  expect(isKeyOf(shown, place.id, { id: people[0]!.employee, key_no: 1 })).toBe(true)

  useSealKey(SECOND)
  expect(await niks()).toEqual(['1707094101900000', '1707094101900009'])
  const { rows } = await house.owner.query('select outcome from platform.submission where institution_id = $1', [
    place.id,
  ])
  expect(unseal('submission', Buffer.from(rows[0].outcome.sealed, 'base64'))).toBe('{"redirect":"/y"}')
  expect(isKeyOf(shown, place.id, { id: people[0]!.employee, key_no: 1 })).toBe(false)
  useSealKey(FIRST)
  await expect(niks()).rejects.toThrow('which is not known here')
})

test('a sealed link of a letter is sealed anew inside its text', async () => {
  const place = await newInstitution(house)
  const column = sealedColumns.find((one) => one.table === 'notifications.message' && one.column === 'href')!
  await house.owner.query('create table public.letter (href text not null)')
  await house.owner.query('insert into public.letter values ($1), ($2)', [
    `sealed:${seal('notice', `/i/${place.slug}/x`).toString('base64url')}`,
    '/hari-ini',
  ])
  useSealKey(SECOND, FIRST)
  await resealAll(house.ownerUrl, [{ ...column, table: 'public.letter' }], sealKeyId(SECOND), () => undefined)
  useSealKey(SECOND)
  const { rows } = await house.owner.query('select href from public.letter order by href')
  expect(rows[0].href).toBe('/hari-ini')
  expect(unseal('notice', Buffer.from(rows[1].href.slice(7), 'base64url'))).toBe(`/i/${place.slug}/x`)
})

/** Hashes, public keys, fingerprints, what was received, and secrets that only this installation's mail uses. */
const PLAIN =
  /hash|sha256|^previous$|^digest$|public_key|fingerprint|start_key|^print$|^mark$|^raw$|channels\.\w+\.secret|surveys\.\w+\.secret|notifications\.\w+\.secret/

test('every column of bytes is either known to be sealed or known not to be', async () => {
  const { rows } = await house.owner.query<{ name: string; column: string }>(`
    select table_schema || '.' || table_name || '.' || column_name as name, column_name as column
    from information_schema.columns join pg_tables on schemaname = table_schema and tablename = table_name
    where data_type = 'bytea' and table_schema not in ('pg_catalog', 'information_schema', 'public')
      and table_schema not like 'graphile%' order by 1`)
  const sealed = new Set(sealedColumns.map((one) => `${one.table}.${one.column}`))
  expect(rows.filter((row) => !sealed.has(row.name) && !PLAIN.test(row.name) && !PLAIN.test(row.column))).toEqual([])
})
