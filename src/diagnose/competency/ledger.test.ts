import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../../platform/access.ts'
import type { Db } from '../../platform/database/db.ts'
import { newId } from '../../platform/id.ts'
import {
  asSystem,
  newInstitution,
  newPerson,
  newUnit,
  type TestHouse,
  type TestInstitution,
  testHouse,
} from '../../platform/test/harness.ts'
import { installFrameworks, setStandards } from './acts.ts'
import { type EvidenceItem, rebuild, recordEvidence, refresh } from './ledger.ts'
import { levelOn, METHODS, weightsOf } from './model.ts'
import { listCompetencies, listEvidence, listUnitSums } from './queries.ts'
import { currentRules } from './rule-queries.ts'

let house: TestHouse
let place: TestInstitution
let unit: string
const people: string[] = []
let competencies: string[] = []
const NOW = new Date('2026-11-21T03:00:00Z')

beforeAll(async () => {
  house = await testHouse()
  place = await newInstitution(house)
  unit = await newUnit(house, place, place.root)
  const below = await newUnit(house, place, unit)
  for (const where of [unit, unit, below, below]) people.push((await newPerson(house, place, where)).employee)
  await act(async (db, scope) => {
    await installFrameworks(db, scope, NOW)
    competencies = (await listCompetencies(db, scope)).slice(0, 3).map((one) => one.id)
    const { rows } = await sql<{
      id: string
    }>`select id from organization.position where institution_id = ${place.id}`.execute(db)
    await setStandards(
      db,
      scope,
      NOW,
      rows.flatMap(({ id }) =>
        competencies.map((competency) => ({
          position_id: id,
          competency_id: competency,
          required_level: 3,
          importance: 4,
          source: 'uji',
          verified: true,
        })),
      ),
    )
  })
})

function act<T>(work: (db: Db, scope: Scope<'competency.manage'>) => Promise<T>): Promise<T> {
  return asSystem(house, place, 'competency.manage', work)
}

function item(part: Partial<EvidenceItem>): EvidenceItem {
  return {
    employee_id: people[0]!,
    competency_id: competencies[0]!,
    level: 3,
    method: 'superior',
    observed_on: '2026-11-01',
    source: 'uji',
    reference: newId(),
    ...part,
  }
}

async function projections(db: Db) {
  const levels = await sql`select employee_id, competency_id, level, certain, methods, observed_on, changes_on
    from competency.current_level where institution_id = ${place.id} order by 1, 2`.execute(db)
  const sums =
    await sql`select unit_id, competency_id, required_count, assessed_count, uncertain_count, below_count, required_sum,
    level_sum, capped_sum from competency.unit_gap where institution_id = ${place.id} order by 1, 2`.execute(db)
  return { levels: levels.rows, sums: sums.rows }
}

describe('the evidence ledger', () => {
  test('takes the same proof once, whatever the second one says', async () => {
    const proof = item({ reference: 'sertifikat-1', level: 4 })
    await act(async (db, scope) => {
      expect(await recordEvidence(db, scope, NOW, [proof])).toEqual({ recorded: 1, known: 0 })
      const before = await projections(db)
      expect(await recordEvidence(db, scope, NOW, [{ ...proof, level: 1 }, proof])).toEqual({ recorded: 0, known: 2 })
      expect(await projections(db)).toEqual(before)
    })
  })

  test('cannot be changed or emptied by the application', async () => {
    for (const change of ['update competency.evidence set level = 5', 'delete from competency.evidence'])
      await expect(act((db) => sql.raw(change).execute(db))).rejects.toThrow(/permission denied/)
  })

  test('takes nothing from the future and no level outside the scale', async () => {
    for (const wrong of [{ observed_on: '2026-11-22' }, { level: 6 }, { level: 2.5 }])
      await expect(act((db, scope) => recordEvidence(db, scope, NOW, [item(wrong)]))).rejects.toThrow(RangeError)
  })

  test('two writers at once lose nothing', async () => {
    const fresh = (await newPerson(house, place, unit)).employee
    await Promise.all(
      METHODS.map((method) =>
        act((db, scope) => recordEvidence(db, scope, NOW, [item({ employee_id: fresh, method, level: 3 })])),
      ),
    )
    const { rows } = await house.owner.query(
      'select methods, level from competency.current_level where employee_id = $1',
      [fresh],
    )
    expect(rows).toEqual([{ methods: 5, level: '3.00' }])
    const written = await act((db) => projections(db))
    await act((db, scope) => rebuild(db, scope, NOW))
    expect(await act((db) => projections(db))).toEqual(written)
  })

  test('writing the levels along gives what rebuilding gives, and what the rule in the model gives', async () => {
    const evidence = fc.record({
      person: fc.integer({ min: 0, max: 3 }),
      competency: fc.integer({ min: 0, max: 2 }),
      level: fc.integer({ min: 0, max: 5 }),
      method: fc.constantFrom(...METHODS),
      observed_on: fc.constantFrom('2024-01-15', '2025-06-01', '2026-05-05', '2026-11-21'),
      confidence: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
      expires_on: fc.constantFrom(undefined, null, '2026-11-21', '2026-11-22'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(evidence, { minLength: 1, maxLength: 8 }), async (drawn) => {
        await act(async (db, scope) => {
          const items = drawn
            .map(({ person, competency, ...rest }) =>
              item({ ...rest, employee_id: people[person]!, competency_id: competencies[competency]! }),
            )
            .filter((one) => typeof one.expires_on !== 'string' || one.expires_on > one.observed_on)
          await recordEvidence(db, scope, NOW, items)
          const along = await projections(db)
          await rebuild(db, scope, NOW)
          expect(await projections(db)).toEqual(along)
          const { day, rules } = await currentRules(db, scope, NOW)
          for (const person of people) {
            const ledger = await listEvidence(db, scope, person)
            for (const competency of competencies) {
              const expected = levelOn(
                ledger.filter((one) => one.competency_id === competency),
                day,
                weightsOf(rules),
              )
              const stored = along.levels.find(
                (row) =>
                  (row as { employee_id: string }).employee_id === person &&
                  (row as { competency_id: string }).competency_id === competency,
              ) as { level: string; certain: boolean; methods: number } | undefined
              expect(
                stored && { level: Number(stored.level), certain: stored.certain, methods: stored.methods },
              ).toEqual(
                expected && { level: expected.level, certain: expected.certain, methods: expected.components.length },
              )
            }
          }
        })
      }),
      { numRuns: 25 },
    )
  })

  test('a level falls back when its evidence expires', async () => {
    const fresh = (await newPerson(house, place, unit)).employee
    await act((db, scope) =>
      recordEvidence(db, scope, NOW, [
        item({ employee_id: fresh, level: 2, observed_on: '2026-01-01' }),
        item({ employee_id: fresh, level: 4, observed_on: '2026-02-01', expires_on: '2026-12-01' }),
      ]),
    )
    const level = async () =>
      (await house.owner.query('select level from competency.current_level where employee_id = $1', [fresh])).rows[0]
        ?.level
    expect(await level()).toBe('4.00')
    await act((db, scope) => refresh(db, scope, new Date('2026-12-01T03:00:00Z')))
    expect(await level()).toBe('2.00')
    await act((db, scope) => refresh(db, scope, new Date('2028-02-01T03:00:00Z')))
    expect(await level()).toBeUndefined()
    await act((db, scope) => rebuild(db, scope, NOW))
  })

  test('a unit counts everyone beneath it', async () => {
    await act(async (db, scope) => {
      const all = await listUnitSums(db, scope, place.root)
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from people.assignment where institution_id = ${place.id} and valid_to is null`.execute(
        db,
      )
      expect(all[0]?.required_count).toBeGreaterThanOrEqual(4)
      expect(all[0]!.required_count).toBeLessThanOrEqual(rows[0]!.n)
      expect(await listUnitSums(db, { ...scope, units: [] }, place.root)).toEqual([])
    })
  })
})
