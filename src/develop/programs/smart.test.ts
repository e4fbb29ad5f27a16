import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type TargetInput, targetValue } from './smart.ts'

function skm(baseline: number, target: number, kind: TargetInput['kind'] = 'relative'): TargetInput {
  return { baseline, direction: 'up', kind, target, scaleMin: 25, scaleMax: 100 }
}

describe('a target is a value that can be reached', () => {
  test.each([
    ['SKM +15 % of 80', skm(80, 15), 92],
    ['+20 % of a mean score of 60 (A1-101)', { ...skm(60, 20), scaleMin: 0 }, 72],
    ['60 to 72 is a normalized gain of 0.30', { ...skm(60, 0.3, 'normalized_gain'), scaleMin: 0 }, 72],
    ['+10 points of job satisfaction', skm(71.5, 10, 'points'), 81.5],
    ['the whole room', skm(40, 1, 'normalized_gain'), 100],
    ['the last baseline that can rise by 15 %', skm(86.96, 15), 100],
    ['complaints −30 % of 12', { ...skm(12, 30), direction: 'down', scaleMin: 0, scaleMax: null }, 8.4],
    ['without a scale', { ...skm(10, 250), scaleMin: null, scaleMax: null }, 35],
  ] as [string, TargetInput, number][])('%s', (_name, input, value) => {
    expect(targetValue(input)).toEqual({ ok: true, value })
  })

  test('SKM +15 % is impossible above 86.96, and says what is possible', () => {
    expect(targetValue(skm(86.97, 15))).toEqual({
      ok: false,
      problem: { code: 'beyond_scale', value: 100.02, limit: 100, most: 14.98, kind: 'relative', baselineLimit: 86.96 },
    })
    expect(targetValue(skm(86.97, 14.98)).ok).toBe(true)
  })

  test.each([
    ['target_not_positive', skm(80, 0)],
    ['target_not_positive', skm(80, -5)],
    ['baseline_off_scale', skm(10, 5)],
    ['baseline_zero', { ...skm(0, 20), scaleMin: 0 }],
    ['baseline_negative', { ...skm(-5, 20), scaleMin: null }],
    ['scale_end_needed', { ...skm(50, 0.5, 'normalized_gain'), scaleMax: null }],
    ['gain_above_one', skm(50, 1.01, 'normalized_gain')],
    ['no_room', skm(100, 0.5, 'normalized_gain')],
    ['scale_upside_down', { ...skm(50, 5), scaleMin: 100, scaleMax: 0 }],
    ['beyond_scale', { ...skm(5, 101), direction: 'down', scaleMin: 0 }],
  ] as [string, TargetInput][])('refuses: %s', (code, input) => {
    expect(targetValue(input)).toMatchObject({ ok: false, problem: { code } })
  })

  test('whatever is accepted lies on the scale and in the promised direction; what is called the most is accepted', () => {
    const cents = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((n) => n / 100)
    fc.assert(
      fc.property(
        cents(0, 100),
        cents(0, 200),
        fc.constantFrom('relative' as const, 'points' as const, 'normalized_gain' as const),
        fc.constantFrom('up' as const, 'down' as const),
        (baseline, target, kind, direction) => {
          const input = { baseline, target, kind, direction, scaleMin: 0, scaleMax: 100 }
          const result = targetValue(input)
          if (result.ok) {
            expect(result.value).toBeGreaterThanOrEqual(0)
            expect(result.value).toBeLessThanOrEqual(100)
            expect(direction === 'up' ? result.value - baseline : baseline - result.value).toBeGreaterThanOrEqual(0)
          } else if (result.problem.code === 'beyond_scale' && result.problem.most > 0) {
            expect(targetValue({ ...input, target: result.problem.most }).ok).toBe(true)
          }
        },
      ),
    )
  })
})
