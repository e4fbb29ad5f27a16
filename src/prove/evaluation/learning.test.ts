import { describe, expect, test } from 'vitest'
import { learningResult } from './learning.ts'

const pre = '90 60 95 93 94 68 88 91 93 84 76 86 83 81 89 65 91 92 87 92'.split(' ').map(Number)
const post = '88 67 99 94 100 64 91 95 95 89 82 92 83 85 93 69 90 100 95 96'.split(' ').map(Number)
const scores = pre.map((value, i) => ({ pre: value, post: post[i]! }))

describe('what the tests say', () => {
  test('highly significant, yet far from the 20 % that were promised', () => {
    const result = learningResult(scores, 100, { kind: 'relative', target: 20 }, 5)!
    expect(result.paired.p).toBeLessThan(0.001)
    expect(result.groupReached).toBe(false)
    expect(result.reached!.count).toBe(0)
    expect(result.reached!.interval.high).toBeCloseTo(0.1611, 3)
  })
  test('60 to 72 of 100 reaches 20 % relative and g = 0.30, not 20 points (A1-101)', () => {
    const group = Array.from({ length: 6 }, (_, i) => ({ pre: 60 + (i % 2), post: 72 + (i % 2) * 1.2 }))
    expect(learningResult(group, 100, { kind: 'relative', target: 20 }, 5)!.groupReached).toBe(true)
    expect(learningResult(group, 100, { kind: 'normalized_gain', target: 0.3 }, 5)!.groupReached).toBe(true)
    expect(learningResult(group, 100, { kind: 'points', target: 20 }, 5)!.groupReached).toBe(false)
  })
  test('only people with both scores, and none of it below five', () => {
    const half = [...scores.slice(0, 6), { pre: 50, post: null }, { pre: null, post: 90 }]
    expect(learningResult(half, 100, undefined, 5)!.participants).toBe(6)
    expect(learningResult(scores.slice(0, 4), 100, undefined, 5)).toBeUndefined()
    expect(learningResult([], 100, undefined, 5)).toBeUndefined()
  })
  test('where everybody rose by the same there is no spread to test against, and nothing is made up', () => {
    const same = [40, 50, 60, 70, 80].map((value) => ({ pre: (value / 7) * 5, post: (value / 7) * 5 + 10 }))
    const { paired } = learningResult(same, 100, undefined, 5)!
    expect(paired.difference).toBeCloseTo(10)
    expect(paired).toMatchObject({ sd: 0, t: undefined, p: undefined, interval: undefined, dz: undefined })
    expect(JSON.parse(JSON.stringify(paired))).not.toHaveProperty('t')
  })
  test('who began at nothing and learned has risen by more than any percentage', () => {
    const group = [{ pre: 0, post: 40 }, { pre: 0, post: 0 }, ...scores.slice(0, 4)]
    expect(learningResult(group, 100, { kind: 'relative', target: 20 }, 5)!.reached!.count).toBe(1)
  })
})
