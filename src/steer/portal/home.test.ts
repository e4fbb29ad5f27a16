import { beforeAll, expect, test } from 'vitest'
import { applyEvents, type Submission, submitComplaints } from '../../listen/complaints/index.ts'
import { foldJob } from '../../listen/statistics/jobs.ts'
import { createLog } from '../../platform/log.ts'
import { asSystem, get, newInstitution, type TestHouse, testHouse } from '../../platform/test/harness.ts'

const HOUR = 3_600_000
let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})

test('the first page tells how reports of whole months were answered: nothing secret, nothing of today, no few', async () => {
  const institution = await newInstitution(house)
  let now = new Date('2026-11-20T03:00:00Z')
  const file = (at: string, hours: readonly (number | undefined)[], privacy: Submission['privacy'] = 'open') =>
    asSystem(house, institution, 'complaint.read', async (db, scope) => {
      const received = new Date(at)
      const sent = await submitComplaints(
        db,
        scope,
        now,
        hours.map(() => ({
          at: received,
          subject: 'Loket tutup',
          body: 'Tutup pukul 14.00.',
          privacy,
          channel: 'web' as const,
          actor: 'citizen' as const,
          unit_id: institution.root,
        })),
      )
      const after = (count: number) => new Date(received.getTime() + count * HOUR)
      const stories = sent.flatMap(({ id }, index) => {
        const answered = hours[index]
        const steps = [
          { kind: 'verified' },
          { kind: 'classified', class: 'ordinary', theme: 'kecepatan' },
          { kind: 'routed', unit_id: institution.root },
        ] as const
        const events = steps.map((step) => ({ at: after(1), actor: 'officer' as const, ...step }))
        const answer = { kind: 'answered', actor: 'officer', outcome: 'resolved', body: 'Sudah.' } as const
        return answered ? [{ id, events: [...events, { ...answer, at: after(answered) }] }] : []
      })
      if (stories.length > 0) await applyEvents(db, scope, now, stories)
    })
  const shown = async () => {
    // The figures of the first page are remembered for ten seconds.
    now = new Date(now.getTime() + 20_000)
    house.clock.now = now
    await foldJob.run(house.database, { institution: institution.id, payload: {} }, now, createLog('silent'))
    const { body } = await get(house, `/i/${institution.slug}`)
    return body.replaceAll(/<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ')
  }
  await file('2026-10-05T03:00:00Z', [5, 30, undefined, 5])
  expect(await shown()).not.toContain('Dijawab dalam 24 jam')
  await file('2026-10-06T03:00:00Z', [undefined])
  const first = await shown()
  expect(first).toMatch(/Laporan yang sudah dijawab 60,0 % dari 5 laporan, Agustus 2026 sampai Oktober 2026/)
  expect(first).toMatch(/Dijawab dalam 24 jam 40,0 % dari 5 laporan/)
  await file('2026-10-07T03:00:00Z', [5, 5], 'secret')
  await file('2026-11-19T03:00:00Z', [5])
  await file('2026-07-31T03:00:00Z', [5])
  expect(await shown()).toBe(first)
  now = new Date('2026-12-02T03:00:00Z')
  expect(await shown()).toMatch(/50,0 % dari 6 laporan, September 2026 sampai November 2026/)
  // No page of words counts in another way.
  const page = (await get(house, `/i/${institution.slug}/laporan`)).body
  expect(page).toContain(`/i/${institution.slug}/statistik-pengaduan`)
  expect(page).not.toContain('%')
})
