import { expect, test } from 'vitest'
import { newId } from '../../../platform/id.ts'
import { asSystem, testHouse } from '../../../platform/test/harness.ts'
import { submitComplaints } from '../acts.ts'
import { insertPlace } from '../place/queries.ts'
import { newScene } from '../test-scene.ts'
import { listSimilar } from './queries.ts'

const house = await testHouse()

test('two services of one unit are two matters, unless it happened in the same place', async () => {
  const at = await newScene(house)
  const [birth, death] = await Promise.all(
    ['Akta Kelahiran', 'Akta Kematian'].map(async (name) => {
      const id = newId()
      await house.owner.query(
        `insert into services.service (institution_id, id, unit_id, name, slug, summary, product, promise_days, channels, updated_at)
         values ($1, $2, $3, $4, $5, '', 'Akta', 3, '{counter}', now())`,
        [at.institution.id, id, at.unit, name, name.toLowerCase().replace(' ', '-')],
      )
      return id
    }),
  )
  const words = 'Antrean loket akta sampai ke halaman parkir sejak pukul tujuh pagi'
  const here = { latitude: -6.9147, longitude: 107.6098 }
  const [placed, placeless] = await asSystem(house, at.institution, 'complaint.create', async (db, scope) => {
    const report = { subject: words, body: words, privacy: 'open', channel: 'web', actor: 'citizen' } as const
    const one = { ...report, unit_id: at.unit, service_id: birth! }
    const sent = await submitComplaints(db, scope, house.clock.now, [one, one])
    await insertPlace(db, scope, sent[0]!.id, { ...here, secret: false })
    return sent.map((one) => one.id)
  })
  const found = (service_id: string | null, point?: { latitude: number; longitude: number }) => {
    const { now } = house.clock
    const sought = { text: words, unit_id: at.unit, service_id, point, now, today: now.toISOString().slice(0, 10) }
    return asSystem(house, at.institution, 'complaint.read', async (db, scope) =>
      (await listSimilar(db, scope, { ...sought, audience: 'officer' })).map((one) => one.id).toSorted(),
    )
  }
  // Who names no service may mean either.
  for (const service of [birth!, null]) expect(await found(service)).toEqual([placed!, placeless!].toSorted())
  expect(await found(death!)).toEqual([])
  expect(await found(death!, here)).toEqual([placed])
  expect(await found(death!, { latitude: -6.9247, longitude: 107.6098 })).toEqual([])
})
