import { beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../demo/random.ts'
import { COMPARISON_UNITS, STORY_UNITS, story } from '../../demo/story.ts'
import type { DemoWorld } from '../../demo/world.ts'
import type { Access, Scope } from '../../platform/access.ts'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  newInstitution,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import { saveServices } from '../services/index.ts'
import { demoSurveys } from './demo.ts'
import { monthlySkm, skmResult } from './index.ts'
import { listPlans, listProgress, listStrata } from './plans/queries.ts'
import { monthsUntil } from './results.ts'

let house: TestHouse
let institution: TestInstitution
const units = new Map<string, string>()
const ANCHOR = new Date('2026-11-21T03:00:00Z')
const months = monthsUntil('2026-11-21', 18)

beforeAll(async () => {
  house = await testHouse()
  institution = await newInstitution(house)
  for (const code of [...STORY_UNITS, ...COMPARISON_UNITS]) {
    const id = newId()
    units.set(code, id)
    await house.owner.query(
      `insert into organization.unit (institution_id, id, parent_id, code, name, kind, active_from) values ($1, $2, $3, $4, $4, 'department', '2020-01-01')`,
      [institution.id, id, institution.root, code],
    )
  }
  await asSystem(house, institution, 'service.manage', (db, scope) =>
    saveServices(
      db,
      scope,
      ANCHOR,
      [...units].map(([code, unit]) => ({
        name: `Layanan ${code}`,
        unit,
        summary: undefined,
        product: 'Surat',
        requirements: undefined,
        procedure: undefined,
        promise: 3,
        promise_unit: 'days' as const,
        cost: 0,
        cost_note: undefined,
        channels: ['counter' as const],
        active: true,
      })),
    ),
  )
  await asSystem(house, institution, 'survey.read', (db, scope) => demoSurveys(worldOf(db, scope)))
})

function worldOf(db: DemoWorld['db'], scope: unknown): DemoWorld {
  return {
    db,
    institution: { ...institution, name: 'Uji', timeZone: 'Asia/Jakarta', synthetic: true, size: 'full' },
    random: createRandom(7),
    scale: 0.2,
    anchor: ANCHOR,
    months,
    story,
    dataDir: house.folder,
    secret: Buffer.alloc(32),
    scopeFor: async <A extends Access>(_access: A) => scope as Scope<A>,
    instant: (month, random) =>
      new Date(
        Math.min(Date.parse(`${months[month]}-01T03:00:00Z`) + random.int(0, 26) * 86_400_000, ANCHOR.getTime()),
      ),
    progress: () => undefined,
  }
}
test('the answers follow the story: a curt desk falls and recovers, comparison units stay', async () => {
  const rows = await asSystem(house, institution, 'survey.read', (db, scope) =>
    monthlySkm(db, scope, { from: months[0]!, to: months[17]! }),
  )
  const mean = (code: string, element: string, from: number, to: number) => {
    const some = rows.filter(
      (row) =>
        row.unit_id === units.get(code) &&
        row.element === element &&
        row.month >= months[from]! &&
        row.month <= months[to]!,
    )
    return some.reduce((sum, row) => sum + row.sum, 0) / some.reduce((sum, row) => sum + row.n, 0)
  }
  expect(mean('DPMPTSP', 'perilaku', 0, 6) - mean('DPMPTSP', 'perilaku', 7, 11)).toBeGreaterThan(0.45)
  expect(mean('DPMPTSP', 'perilaku', 13, 17) - mean('DPMPTSP', 'perilaku', 7, 11)).toBeGreaterThan(0.45)
  expect(mean('DINKES', 'waktu', 0, 5) - mean('DINKES', 'waktu', 6, 17)).toBeGreaterThan(0.35)
  for (const code of COMPARISON_UNITS)
    expect(Math.abs(mean(code, 'perilaku', 0, 8) - mean(code, 'perilaku', 9, 17)), code).toBeLessThan(0.2)
  expect(mean('RSUD', 'waktu', 0, 17)).toBeCloseTo(story.skmMean('RSUD', 'waktu', 0), 1)
})

test('tallies equal counting every answer again', async () => {
  const { rows } = await house.owner.query(
    `select count(*)::int as n, count(*) filter (where settled)::int as settled, sum(perilaku)::int as sum from surveys.answer where institution_id = $1`,
    [institution.id],
  )
  const result = await asSystem(house, institution, 'survey.read', (db, scope) =>
    skmResult(db, scope, { from: months[0]!, to: months[17]! }),
  )
  expect(rows[0].settled).toBeGreaterThan(rows[0].n * 0.95)
  expect(result.n).toBe(rows[0].n)
  expect(result.elements.find((row) => row.element === 'perilaku')!.sum).toBe(rows[0].sum)
})

test('every used invitation, every count of a kiosk and every plan has its answers', async () => {
  const { rows } = await house.owner.query<Record<string, number>>(
    `select (select count(*) from surveys.invitation where institution_id = $1 and used)::int as used,
      (select count(*) from surveys.answer where institution_id = $1 and channel = 'invitation')::int as invited,
      (select sum(kept) from surveys.kiosk where institution_id = $1)::int as kept,
      (select count(*) from surveys.answer where institution_id = $1 and channel = 'kiosk')::int as kiosk,
      (select sum(late) from surveys.kiosk where institution_id = $1)::int as late,
      (select count(*) from surveys.answer where institution_id = $1 and arrival <> 'live')::int as stored`,
    [institution.id],
  )
  const [row] = rows
  expect(row!['used']).toBeGreaterThan(20)
  expect(row!['invited']).toBe(row!['used'])
  expect(row!['kiosk']).toBe(row!['kept'])
  expect(row!['stored']).toBe(row!['late'])
  const plans = await asSystem(house, institution, 'survey.plan', async (db, scope) => {
    const [plan] = await listPlans(db, { ...scope, units: [...units.values()] })
    return { strata: await listStrata(db, scope, plan!.id), progress: await listProgress(db, scope, plan!) }
  })
  for (const { service_id, population } of plans.strata) {
    const { invited, used, answered } = plans.progress.get(service_id)!
    expect(used).toBeLessThanOrEqual(Math.min(invited, answered))
    expect(answered).toBeLessThanOrEqual(population)
  }
})
