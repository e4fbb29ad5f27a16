import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../demo/random.ts'
import { asSystem, newInstitution, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { demoEvents } from './demo-story.ts'
import { allows, type Event, standing } from './model.ts'
import { readTiming } from './timing.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

test('every invented story is one the state machine allows, in the order of time, and none goes beyond the present', async () => {
  const institution = await newInstitution(house)
  const { calendar } = await asSystem(house, institution, 'complaint.read', (db, scope) => readTiming(db, scope))
  const random = createRandom(11)
  const anchor = new Date('2026-11-20T03:00:00Z')
  const seen = new Set<string>()
  for (let index = 0; index < 3000; index++) {
    const at = new Date(anchor.getTime() - random.int(0, 500) * 86_400_000)
    const story: Event[] = [{ kind: 'received', at, actor: 'citizen', unit_id: institution.root }]
    for (const event of demoEvents({ random, calendar, anchor }, at, institution.root, 'biaya')) {
      expect(allows(standing(story), event.kind)).toBe(true)
      expect(event.at! >= story.at(-1)!.at && event.at! <= anchor).toBe(true)
      story.push({ ...event, at: event.at! })
    }
    seen.add(standing(story).status)
  }
  expect([...seen].sort()).toEqual([
    'answered',
    'closed',
    'forwarded',
    'incomplete',
    'processing',
    'received',
    'rejected',
  ])
})
