import { expect, test } from 'vitest'
import {
  asSystem,
  get,
  newInstitution,
  newPerson,
  newUnit,
  post,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import { applyEvents, type NewEvent, submitComplaints } from '../complaints/index.ts'
import { fold } from './fold.ts'

const HOUR = 3_600_000
const START = new Date('2026-11-16T02:00:00Z')
const at = (hours: number) => new Date(START.getTime() + hours * HOUR)

async function scene() {
  const house = await testHouse()
  const institution: TestInstitution = await newInstitution(house)
  const unit = await newUnit(house, institution, institution.root)
  const officer = await newPerson(house, institution, institution.root, ['complaint.read', 'complaint.verify'])
  const auditor = await newPerson(house, institution, institution.root, ['audit.read', 'complaint.read'])
  const file = (hours: number) =>
    asSystem(house, institution, 'complaint.read', async (db, scope) => {
      const story = { subject: 'Lampu', body: 'Padam.', privacy: 'anonymous', actor: 'citizen' } as const
      const [one] = await submitComplaints(db, scope, at(hours), [{ ...story, unit_id: unit, channel: 'web' }])
      return one!.id
    })
  const happened = (id: string, hours: number, events: NewEvent[]) =>
    asSystem(house, institution, 'complaint.read', (db, scope) => applyEvents(db, scope, at(hours), [{ id, events }]))
  const answer = (id: string, hours: number) =>
    happened(id, hours, [
      { kind: 'verified', actor: 'officer' },
      { kind: 'classified', actor: 'officer', class: 'light', theme: 'sarana' },
      { kind: 'routed', actor: 'officer', unit_id: unit },
      { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah menyala.' },
    ])
  const step = async (hours: number, path: string, form: Record<string, string> = {}) => {
    house.clock.now = at(hours)
    expect((await post(house, path, form, officer)).statusCode).toBe(303)
  }
  const rows = async (hours: number) => {
    await asSystem(house, institution, 'complaint.read', (db, scope) => fold(db, scope, at(hours)))
    house.clock.now = at(hours)
    // The same straight from the stories.
    const page = (await get(house, '/statistik-pengaduan/periksa?tahun=2026', auditor)).body
    expect(page.includes('Keduanya sama.')).toBe(true)
    const { rows: found } = await house.owner.query<{
      complaint_id: string
      state: number
      answer_hours: number | null
    }>('select complaint_id, state, answer_hours from statistics.fact where institution_id = $1', [institution.id])
    return new Map(found.map((row) => [row.complaint_id, [row.state, row.answer_hours]]))
  }
  return { file, happened, answer, step, rows }
}

const WAITS = [1, null]

test('a merged report is answered when the one is answered under which it is handled', async () => {
  const { file, answer, step, rows } = await scene()
  const [one, two, three] = [await file(0), await file(1), await file(2)]
  await step(3, `/pengaduan/${one}/gabung`, { into: two })
  await step(4, `/pengaduan/${two}/gabung`, { into: three })
  expect(await rows(5)).toEqual(new Map([one, two, three].map((id) => [id, WAITS])))
  await answer(three, 6)
  expect(await rows(30)).toEqual(
    new Map([
      [one, [2, 6]],
      [two, [2, 5]],
      [three, [2, 4]],
    ]),
  )
  // Taken out of the middle: what is still together stays answered, what is not waits again.
  await step(31, `/pengaduan/${two}/pisah`)
  expect(await rows(32)).toEqual(
    new Map([
      [one, WAITS],
      [two, WAITS],
      [three, [2, 4]],
    ]),
  )
})

test('merged into one that is answered already: its reporter hears it with the merge', async () => {
  const { file, answer, happened, step, rows } = await scene()
  const [late, done] = [await file(0), await file(0)]
  await answer(done, 2)
  await happened(done, 3, [{ kind: 'reopened', actor: 'citizen', reason: 'Padam lagi' }])
  await step(40, `/pengaduan/${late}/gabung`, { into: done })
  expect((await rows(41)).get(late)).toEqual([2, 40])
})
