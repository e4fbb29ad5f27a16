import { expect, test } from 'vitest'
import { asSystem, newInstitution, newUnit, testHouse } from '../../../platform/test/harness.ts'
import { submitComplaints } from '../index.ts'
import { mergeComplaints, undoMerge } from './acts.ts'
import { survivorOf } from './queries.ts'

const START = new Date('2026-11-16T02:00:00Z').getTime()
const REPORTS = 9
const STEPS = 60
const MINUTE = 60_000

type Joined = { into: string; at: number }

/** Who is handled under whom, walked link by link. */
function paths(joined: ReadonlyMap<string, Joined>) {
  return [...joined].map(([id, first]) => {
    const path: string[] = []
    let since = 0
    for (let link: Joined | undefined = first; link; link = joined.get(link.into)) {
      path.push(link.into)
      since = Math.max(since, link.at)
    }
    return { id, path, since }
  })
}

/** The same numbers for the same seed. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return Math.floor((state / 2 ** 32) * below)
  }
}

test.each([1, 2, 3])(
  'after any merges and partings everybody is handled under the right report (seed %i)',
  async (seed) => {
    const house = await testHouse()
    const institution = await newInstitution(house)
    const unit = await newUnit(house, institution, institution.root)
    const below = random(seed)
    const joined = new Map<string, Joined>()
    const story = { subject: 'Lampu', body: 'Padam.', privacy: 'anonymous', actor: 'citizen' } as const
    const ids = await asSystem(house, institution, 'complaint.read', async (db, scope) => {
      const filed = Array.from({ length: REPORTS }, () => ({ ...story, unit_id: unit, channel: 'web' as const }))
      return (await submitComplaints(db, scope, new Date(START), filed)).map(({ id }) => id)
    })
    let [merged, parted, deepest] = [0, 0, 0]
    for (let step = 1; step <= STEPS; step++) {
      const at = START + step * MINUTE
      const from = ids[below(REPORTS)]!
      const into = ids[below(REPORTS)]!
      await asSystem(house, institution, 'complaint.read', async (db, scope) => {
        if (joined.has(from)) {
          if (below(3) > 0) return
          await undoMerge(db, scope, new Date(at), from)
          joined.delete(from)
          parted++
          return
        }
        const top = await survivorOf(db, scope, into)
        if (top === from) return
        await mergeComplaints(db, scope, new Date(at), { from, into, how: 'officer' })
        joined.set(from, { into: top, at })
        merged++
      })
      const expected = paths(joined)
      deepest = Math.max(deepest, ...expected.map(({ path }) => path.length))
      const { rows } = await house.owner.query<{
        id: string
        path: string[]
        since: Date
        events: number
        told: number
      }>(
        `select m.complaint_id as id, m.path, v.since, v.events,
        (select count(*)::int from complaints.event e where e.institution_id = m.institution_id and e.complaint_id = any (m.path)) as told
       from complaints.merge m
       join complaints.v_merge v on v.institution_id = m.institution_id and v.complaint_id = m.complaint_id
       where m.institution_id = $1 and m.undone_at is null`,
        [institution.id],
      )
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
      expect(rows.map(({ id, path, since }) => ({ id, path, since: since.getTime() })).sort(byId)).toEqual(
        expected.sort(byId),
      )
      for (const row of rows) expect(row.events).toBe(row.told)
    }
    expect(Math.min(merged, parted)).toBeGreaterThan(5)
    expect(deepest).toBeGreaterThan(2)
  },
)
