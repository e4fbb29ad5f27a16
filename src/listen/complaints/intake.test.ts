import { beforeAll, expect, test } from 'vitest'
import { asSystem, newInstitution, type TestHouse, testHouse } from '../../platform/test/harness.ts'
import { applyEvents, EventRefused, type Submission } from './acts.ts'
import { onComplaintEvents } from './events.ts'
import { addCitizenMessage, submitOnce } from './intake.ts'
import { findByReference, linkReference, listReferences } from './reference-queries.ts'
import { storyOf } from './story.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

const wire = { subject: 'Lampu jalan mati', body: 'Sejak Senin gelap.', privacy: 'anonymous', actor: 'client' } as const

async function scene() {
  const institution = await newInstitution(house)
  const item: Submission = { ...wire, unit_id: institution.root, channel: 'whatsapp' }
  return { institution, item, now: new Date() }
}

test('the same delivery a hundred times, ten at once, is one complaint', async () => {
  const { institution, item, now } = await scene()
  const send = () =>
    asSystem(house, institution, 'complaint.create', (db, scope) =>
      submitOnce(db, scope, now, { source: 'whatsapp', key: 'wamid.1' }, item),
    )
  const codes = new Set<string>()
  for (let round = 0; round < 10; round++)
    for (const receipt of await Promise.all(Array.from({ length: 10 }, send))) codes.add(receipt.code)
  expect(codes.size).toBe(1)
  const other = await asSystem(house, institution, 'complaint.create', (db, scope) =>
    submitOnce(db, scope, now, { source: 'email', key: 'wamid.1' }, item),
  )
  expect(codes.has(other.code)).toBe(false)
  expect(other.repeated).toBe(false)
})

test('a message over a channel completes or adds, late ones come after, and whoever listens hears it in the transaction', async () => {
  const { institution, item, now } = await scene()
  const heard: string[] = []
  onComplaintEvents(async (_db, scope, _now, events) => {
    if (scope.institution === institution.id) heard.push(...events.map((event) => `${event.seq} ${event.kind}`))
  })
  const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  await asSystem(house, institution, 'complaint.read', async (db, scope) => {
    const { id } = await submitOnce(db, scope, now, { source: 'x', key: '1' }, item)
    await applyEvents(db, { ...scope, units: [institution.root] }, after(1), [
      { id, events: [{ kind: 'completion_requested', actor: 'officer', body: 'Di jalan mana?' }] },
    ])
    const say = (body: string, at?: Date) =>
      addCitizenMessage(db, scope, after(5), { complaintId: id, body, channel: 'whatsapp', at })
    expect(await say('Jalan Melati', after(4))).toBe(3)
    expect(await say('Dekat masjid', after(2))).toBe(4)
    const story = await storyOf(db, scope, id, 'citizen')
    expect(story.map((event) => event.kind)).toEqual(['received', 'completion_requested', 'completed', 'informed'])
    expect(story.at(-1)).toMatchObject({ channel: 'whatsapp', body: 'Dekat masjid', at: after(4) })
    expect((await storyOf(db, scope, id, 'public')).map((event) => event.body)).toEqual([null])
  })
  expect(heard).toEqual(['1 received', '2 completion_requested', '3 completed', '4 informed'])
  await expect(
    asSystem(house, institution, 'complaint.read', (db, scope) =>
      addCitizenMessage(db, scope, now, { complaintId: institution.id, body: 'x', channel: 'email' }),
    ),
  ).rejects.toThrow(EventRefused)
})

test('the name another system gave belongs to one complaint', async () => {
  const { institution, item, now } = await scene()
  await asSystem(house, institution, 'complaint.read', async (db, scope) => {
    const one = await submitOnce(db, scope, now, { source: 'lapor', key: '1' }, item)
    const two = await submitOnce(db, scope, now, { source: 'lapor', key: '2' }, item)
    const link = (complaintId: string, data = {}) =>
      linkReference(db, scope, now, { complaintId, system: 'lapor', externalId: '7654321', data })
    expect([await link(one.id), await link(two.id), await link(one.id, { state: 'Proses' })]).toEqual([
      true,
      false,
      true,
    ])
    expect(await findByReference(db, scope, 'lapor', '7654321')).toMatchObject({
      complaint_id: one.id,
      code: one.code,
      data: { state: 'Proses' },
    })
    expect(await listReferences(db, scope, [one.id, two.id])).toHaveLength(1)
  })
})
