import { beforeAll, expect, test } from 'vitest'
import { newId } from '../id.ts'
import { createLog } from '../log.ts'
import { newInstitution, openHouse, type TestHouse, type TestInstitution } from '../test/harness.ts'
import { forgetJob } from './forget.ts'

let house: TestHouse
let home: TestInstitution

beforeAll(async () => {
  house = await openHouse([])
  home = await newInstitution(house)
})

test('answers of forms and counters of senders are forgotten once nobody comes back to them', async () => {
  const { now } = house.clock
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  for (const hours of [1, 47, 49, 900])
    await house.owner.query('insert into platform.submission values ($1, $2, $3, $4, $5)', [
      home.id,
      newId(),
      `/${hours}`,
      '{}',
      ago(hours),
    ])
  await house.owner.query('insert into platform.rate_limit values ($1, 1, $2), ($3, 1, $4)', [
    'over',
    ago(1).getTime(),
    'running',
    ago(-1).getTime(),
  ])
  await forgetJob.run(house.database, { institution: home.id, payload: {} }, now, createLog('silent'))
  const { rows } = await house.owner.query('select path from platform.submission where institution_id = $1', [home.id])
  expect(rows.map((row) => row.path).sort()).toEqual(['/1', '/47'])
  expect((await house.owner.query('select key from platform.rate_limit')).rows).toEqual([{ key: 'running' }])
})
