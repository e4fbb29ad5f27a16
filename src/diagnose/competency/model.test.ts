import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptsAnswers,
  addMonths,
  type Evidence,
  figuresOf,
  gapOf,
  gradeOf,
  jobPersonMatch,
  levelOn,
  METHODS,
  matchOf,
  shortfallOf,
} from './model.ts'

const WEIGHTS = { superior: 50, test: 30, observation: 40, course: 20, self: 10 }

function evidence(part: Partial<Evidence> & Pick<Evidence, 'method' | 'level'>): Evidence {
  return { id: '0', confidence: 100, observed_on: '2026-01-01', expires_on: null, ...part }
}

describe('the level a ledger supports', () => {
  test('weighs each method by its weight and confidence', () => {
    const level = levelOn(
      [
        evidence({ method: 'superior', level: 2, confidence: 80 }),
        evidence({ method: 'test', level: 3, confidence: 90 }),
      ],
      '2026-06-01',
      WEIGHTS,
    )
    expect(level).toMatchObject({ level: 2.4, certain: true })
    expect(level?.components.map(({ share }) => Math.round(share * 1000))).toEqual([597, 403])
  })

  test('only the newest of a method counts, and only while it is valid', () => {
    const old = evidence({ method: 'superior', level: 1, observed_on: '2025-01-01', id: 'a' })
    const recent = evidence({
      method: 'superior',
      level: 4,
      observed_on: '2026-01-01',
      expires_on: '2026-07-01',
      id: 'b',
    })
    expect(levelOn([old, recent], '2026-06-30', WEIGHTS)?.level).toBe(4)
    expect(levelOn([old, recent], '2026-07-01', WEIGHTS)?.level).toBe(1)
    expect(levelOn([old, recent], '2025-12-31', WEIGHTS)?.level).toBe(1)
    expect(levelOn([recent], '2026-07-01', WEIGHTS)).toBeUndefined()
  })

  test('is uncertain when only the person themself said so', () => {
    expect(levelOn([evidence({ method: 'self', level: 5 })], '2026-06-01', WEIGHTS)).toMatchObject({
      level: 5,
      certain: false,
    })
  })

  test('a method with weight nought supports nothing', () => {
    expect(levelOn([evidence({ method: 'self', level: 5 })], '2026-06-01', { ...WEIGHTS, self: 0 })).toBeUndefined()
  })

  test('lies between the lowest and the highest level used, and its shares add up', () => {
    const item = fc.record({
      id: fc.uuid(),
      method: fc.constantFrom(...METHODS),
      level: fc.integer({ min: 0, max: 5 }),
      confidence: fc.integer({ min: 1, max: 100 }),
      observed_on: fc.constantFrom('2025-01-01', '2025-06-01', '2026-01-01'),
      expires_on: fc.constantFrom(null, '2026-02-01', '2027-01-01'),
    })
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
        const result = levelOn(items, '2026-03-01', WEIGHTS)
        if (!result) return items.every((one) => one.expires_on === '2026-02-01')
        const used = result.components.map((component) => component.evidence.level)
        const shares = result.components.reduce((sum, { share }) => sum + share, 0)
        return (
          result.level >= Math.min(...used) &&
          result.level <= Math.max(...used) &&
          Math.abs(shares - 1) < 1e-12 &&
          new Set(result.components.map((component) => component.evidence.method)).size === used.length
        )
      }),
    )
  })
})

describe('gap and job-person match', () => {
  test('keeps the sign', () => {
    expect([gapOf(2, 3), gapOf(4, 3), gapOf(3, 3), gapOf(2.4, 3)]).toEqual([-1, 1, 0, -0.6])
    expect([shortfallOf(2, 3), shortfallOf(4, 3)]).toEqual([1, 0])
  })

  test('published gaps of profile matching (methods C.1)', () => {
    const required = [3, 3, 4, 4, 3, 4, 4, 5, 3, 4]
    const actual = [2, 4, 3, 3, 2, 2, 4, 3, 2, 3]
    expect(actual.map((level, index) => gapOf(level, required[index]!))).toEqual([-1, 1, -1, -1, -1, -2, 0, -2, -1, -1])
  })

  test('is capped, so that strengths do not hide gaps (methods C.1)', () => {
    expect(jobPersonMatch([2, 3, 3, 4, 2].map((actual) => ({ actual, required: 3 })))).toBe(86.67)
    expect(jobPersonMatch([])).toBeUndefined()
  })

  test('never exceeds 100 and is 100 only without a shortfall', () => {
    const pair = fc.record({ actual: fc.integer({ min: 0, max: 5 }), required: fc.integer({ min: 1, max: 5 }) })
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 20 }), (pairs) => {
        const percent = jobPersonMatch(pairs)!
        return percent <= 100 && (percent === 100) === pairs.every((one) => one.actual >= one.required)
      }),
    )
  })

  test('cut-offs are rules, at their edges', () => {
    const rules = { 'jpm.meets': 80, 'jpm.nearly': 68 }
    expect([80, 79.99, 68, 67.99].map((percent) => matchOf(percent, rules))).toEqual([
      'meets',
      'nearly',
      'nearly',
      'not',
    ])
  })
})

test('a group smaller than the threshold shows nothing', () => {
  const sums = {
    assessed_count: 5,
    below_count: 3,
    uncertain_count: 1,
    required_sum: 15,
    level_sum: 14,
    capped_sum: 13,
  }
  expect(figuresOf(sums, 5)).toEqual({
    assessed: 5,
    below: 3,
    uncertain: 1,
    ideal: 3,
    actual: 2.8,
    gap: -0.2,
    shortfall: 0.4,
    jpm: 86.67,
  })
  expect(figuresOf({ ...sums, assessed_count: 4 }, 5)).toBeUndefined()
})

test.each([
  ['jpt', 'Pratama', 'jpt_pratama'],
  ['jpt', 'jpt_madya', 'jpt_madya'],
  ['administrator', 'Administrator', 'administrator'],
  ['pelaksana', '-', 'pelaksana'],
  ['fungsional_keahlian', 'ahli_muda', 'ahli_muda'],
  ['fungsional_keahlian', 'Muda', 'ahli_muda'],
  ['fungsional_keterampilan', 'Terampil', 'terampil'],
  ['fungsional_keterampilan', 'apa saja', undefined],
])('grade of %s %s', (kind, level, grade) => {
  expect(gradeOf(kind, level)).toBe(grade)
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-02-29', 12, '2025-02-28'],
  ['2026-11-21', 24, '2028-11-21'],
  ['2026-12-01', 1, '2027-01-01'],
])('%s plus %i months is %s', (day, months, result) => {
  expect(addMonths(day, months)).toBe(result)
})

test('answers are taken while the cycle is open, first and last day included', () => {
  const cycle = { state: 'open' as const, opens_on: '2026-03-01', closes_on: '2026-03-31' }
  expect(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => acceptsAnswers(cycle, day))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(acceptsAnswers({ ...cycle, state: 'closed' }, '2026-03-15')).toBe(false)
})
