import { describe, expect, test } from 'vitest'
import {
  approvalProblems,
  budgetTotal,
  DesignInput,
  type DesignPlan,
  designProblems,
  IndicatorPlan,
  lifecycleStep,
  monthsBetween,
  nextStatus,
  STATUSES,
} from './model.ts'

const plan: DesignPlan = {
  kind: 'difference_in_differences',
  baselineFrom: '2025-01-01',
  baselineTo: '2025-12-31',
  followFrom: '2026-03-01',
  followTo: '2026-08-31',
  treated: ['a'],
  comparison: ['b', 'c', 'd'],
}
const program = { startsOn: '2026-01-05' }

describe('evaluation design', () => {
  test('a sound design has no problem', () => {
    expect(designProblems(plan, program)).toEqual([])
  })

  test.each([
    ['a treated unit cannot be compared with itself', { comparison: ['a', 'b', 'c'] }, 'comparison', 'treated'],
    ['one comparison unit has no variation', { comparison: ['b'] }, 'comparison', 'too_few'],
    ['before means before', { baselineTo: '2026-01-05' }, 'baselineTo', 'after_start'],
    ['upside-down baseline', { baselineTo: '2024-12-31' }, 'baselineTo', 'order'],
    ['after means after', { followFrom: '2025-12-31' }, 'followFrom', 'before_start'],
    ['upside-down follow-up', { followTo: '2026-02-01' }, 'followTo', 'order'],
    ['a wedge needs steps', { kind: 'stepped_wedge' }, 'kind', 'one_treated_unit'],
    [
      'a series needs months',
      { kind: 'interrupted_series', baselineFrom: '2025-10-01' },
      'baselineFrom',
      'short_series',
    ],
  ] as [string, Partial<DesignPlan>, string, string][])('%s', (_name, change, field, code) => {
    expect(designProblems({ ...plan, ...change }, program)).toContainEqual(expect.objectContaining({ field, code }))
  })
})

test('months are counted as calendar months', () => {
  expect(monthsBetween('2025-01-01', '2025-12-31')).toBe(12)
  expect(monthsBetween('2025-11-30', '2026-02-01')).toBe(4)
})

test('approval names everything that is missing', () => {
  expect(approvalProblems({ indicators: 0, budgetLines: 0, hasDesign: false })).toEqual([
    'no_indicator',
    'no_budget',
    'no_design',
  ])
  expect(approvalProblems({ indicators: 1, budgetLines: 1, hasDesign: true })).toEqual([])
})

test('the lifecycle runs through every status once', () => {
  const walked = [STATUSES[0] as (typeof STATUSES)[number]]
  for (let next = nextStatus('draft'); next; next = nextStatus(next)) walked.push(next)
  expect(walked).toEqual(STATUSES)
  expect(STATUSES.map((status) => lifecycleStep(status, true))).toEqual([1, 2, 2, 3, 4])
})

test('a budget is whole rupiah, summed exactly', () => {
  expect(
    budgetTotal([
      { quantity: 3, unit_cost: 333_333 },
      { quantity: 1, unit_cost: 1 },
    ]),
  ).toBe(1_000_000)
})

test('inputs refuse what is not there and what is too fine', () => {
  const fields = (result: { error?: { issues: { path: PropertyKey[] }[] } }) =>
    result.error?.issues.map((issue) => issue.path[0])
  expect(fields(IndicatorPlan.safeParse({}))).toEqual(
    expect.arrayContaining([
      'name',
      'level',
      'measure',
      'direction',
      'baseline',
      'baselineOn',
      'targetKind',
      'target',
      'source',
      'dueOn',
    ]),
  )
  expect(fields(DesignInput.safeParse({ outcome: "skm:perilaku'; drop" }))).toContain('outcome')
  // Themes of an institution's own may have more than letters in their slug.
  expect(fields(DesignInput.safeParse({ outcome: 'complaints:air_bersih_2' }))).not.toContain('outcome')
  expect(IndicatorPlan.shape.baseline.safeParse('87,125').success).toBe(false)
})
