import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestHouse,
  type TestInstitution,
  type TestPerson,
  testHouse,
} from '../../platform/test/harness.ts'
import { installFrameworks, setStandards } from './acts.ts'
import { listCompetencies } from './queries.ts'

const NOW = new Date('2026-12-30T03:00:00Z')
const MIDNIGHT = new Date('2026-12-31T17:00:00Z')

let house: TestHouse
let here: TestInstitution
let from: string
let to: string
let person: TestPerson

beforeAll(async () => {
  house = await testHouse()
  house.clock.now = NOW
  here = await newInstitution(house)
  from = await newUnit(house, here, here.root)
  to = await newUnit(house, here, here.root)
  person = await newPerson(house, here, from)
  await asSystem(house, here, 'competency.manage', async (db, scope) => {
    await installFrameworks(db, scope, NOW)
    const competency = (await listCompetencies(db, scope))[0]!.id
    await setStandards(db, scope, NOW, [
      {
        position_id: await positionOf(),
        competency_id: competency,
        required_level: 3,
        importance: 4,
        source: 'uji',
        verified: true,
      },
    ])
  })
})

async function positionOf(): Promise<string> {
  const { rows } = await house.owner.query('select position_id from people.assignment where employee_id = $1', [
    person.employee,
  ])
  return rows[0].position_id
}

async function counted(): Promise<string[]> {
  const rows = await asSystem(house, here, 'competency.read', async (db) => {
    const found = await sql<{ unit_id: string }>`select unit_id from competency.unit_gap
      where institution_id = ${here.id} and required_count > 0`.execute(db)
    return found.rows
  })
  return rows.map((row) => row.unit_id)
}

test('the gap table counts people where they work now: at once, and from the day a plan takes effect', async () => {
  const manage = ['employee.read', 'employee.manage', 'unit.read', 'competency.read']
  const admin = await newPerson(house, here, here.root, manage)
  expect(await counted()).toEqual([from])
  const fields = { position_id: await positionOf(), superior_nip: '' }
  await post(house, `/pegawai/${person.employee}/penempatan`, { ...fields, unit_id: to, from: '2026-12-01' }, admin)
  expect(await counted()).toEqual([to])
  await post(house, `/pegawai/${person.employee}/penempatan`, { ...fields, unit_id: from, from: '2027-01-01' }, admin)
  expect(await counted()).toEqual([to])
  house.clock.now = MIDNIGHT
  const later = await newPerson(house, here, here.root, manage)
  expect((await get(house, '/kompetensi', later)).statusCode).toBe(200)
  expect(await counted()).toEqual([from])
})
