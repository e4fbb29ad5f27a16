import { describe, expect, test } from 'vitest'
import type { Ratings } from '../../platform/statistics/index.ts'
import { type DesignKind, type EffectInput, type EvaluationRule, estimateEffect, type UnitMonths } from './effect.ts'
import { extremeMonth, type Judgment, judge, judgeSelection, type Selection } from './judgment.ts'

const RULE: EvaluationRule = {
  version: 'test',
  confidence: 0.95,
  leastMonths: 3,
  leastComparison: 2,
  advisedComparison: 5,
  leastAnswers: 20,
  leastComplaints: 5,
  worthwhileSkm: 0.25,
  worthwhileComplaints: 0.25,
  selectionMonths: 4,
  selectionShare: 0.5,
  selectionSigma: 3,
  leastGroup: 5,
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function poisson(next: () => number, mean: number): number {
  let count = 0
  for (let chance = next(); chance > Math.exp(-mean); chance *= next()) count++
  return count
}

/** `n` answers on 1 to 4 around `mean`. */
function answers(next: () => number, n: number, mean: number): Ratings {
  let sum = 0
  let sumSquares = 0
  for (let i = 0; i < n; i++) {
    const score = Math.min(4, Math.max(1, Math.round(mean + (next() + next() + next() - 1.5) * 1.2)))
    sum += score
    sumSquares += score * score
  }
  return { n, sum, sumSquares }
}

const MONTHS = Array.from({ length: 17 }, (_, at) => `2025-${String(at + 1).padStart(2, '0')}`)
const NONE: Selection = { state: 'none' }

type Story = { treated(month: number): number; before: number[]; after: number[]; size?: number; design?: DesignKind }

function rated(next: () => number, story: Story): EffectInput {
  const unit = (name: string, mean: (month: number) => number): UnitMonths => ({
    unit: name,
    ratings: MONTHS.map((_, month) => answers(next, story.size ?? 30, mean(month))),
  })
  return {
    kind: 'skm',
    design: story.design ?? 'difference_in_differences',
    months: MONTHS,
    before: story.before,
    after: story.after,
    treated: [unit('t', story.treated)],
    comparison: Array.from({ length: 8 }, (_, i) => unit(`c${i}`, () => 3.1 + i / 40)),
  }
}

function verdict(input: EffectInput, selection: Selection = NONE): Judgment {
  return judge(estimateEffect(input, RULE), input.design, input.kind, selection, RULE)
}

const BEFORE = [7, 8, 9, 10]
const AFTER = [13, 14, 15, 16]

describe('effect on survey ratings', () => {
  test('a real recovery against comparison units is an improvement, with a good grade', () => {
    const input = rated(random(1), {
      treated: (month) => (month >= 7 && month < 12 ? 2.65 : 3.3),
      before: BEFORE,
      after: AFTER,
    })
    const judged = verdict(input)
    expect(judged).toMatchObject({ verdict: 'improved', grade: 'good', credible: true })
  })

  test('a training that changes nothing is said to have no effect that matters', () => {
    const input = rated(random(2), {
      treated: (month) => (month >= 6 ? 2.55 : 3.05),
      before: [6, 7, 8, 9],
      after: [12, 13, 14, 15, 16],
      size: 60,
    })
    expect(verdict(input).verdict).toBe('no_effect')
  })

  test('the same with few answers cannot be told', () => {
    const input = rated(random(4), { treated: () => 3.05, before: [6, 7, 8], after: [14, 15, 16], size: 7 })
    expect(verdict(input)).toMatchObject({ verdict: 'inconclusive', reasons: ['interval_crosses_zero'] })
  })

  test('too few months or answers is said before anything is computed', () => {
    const story = { treated: () => 3, before: BEFORE, after: [15, 16] }
    expect(verdict(rated(random(1), story)).reasons).toEqual(['few_months'])
    expect(verdict(rated(random(1), { ...story, after: AFTER, size: 4 })).reasons).toEqual(['few_answers'])
  })

  test('without comparison units it falls back to before and after, and is called weak', () => {
    const input = {
      ...rated(random(1), { treated: (m) => (m < 12 ? 2.65 : 3.3), before: BEFORE, after: AFTER }),
      comparison: [],
    }
    const effect = estimateEffect(input, RULE)
    expect(effect).toMatchObject({ state: 'estimated', value: { method: 'before_after' } })
    expect(verdict(input)).toMatchObject({ grade: 'weak', deductions: ['no_comparison'], credible: false })
  })

  test('a planned interrupted series of six months a side is used', () => {
    const input = rated(random(1), {
      treated: (m) => (m < 8 ? 2.6 : 3.4),
      before: [1, 2, 3, 4, 5, 6, 7],
      after: [10, 11, 12, 13, 14, 15],
      design: 'interrupted_series',
    })
    expect(estimateEffect(input, RULE)).toMatchObject({ value: { method: 'series' } })
    expect(verdict(input).grade).toBe('moderate')
  })

  test('a trend goes on through the months of the program: what it alone would have brought is no effect', () => {
    const months = Array.from({ length: 24 }, (_, at) => `m${at}`)
    const counts = months.map((_, at) => Math.round(200 * Math.exp(-at / 20)))
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)
    const input = { kind: 'complaints', design: 'interrupted_series', months, comparison: [] } as const
    const effect = estimateEffect(
      { ...input, before: range(0, 10), after: range(14, 24), treated: [{ unit: 't', counts }] },
      RULE,
    )
    expect(effect).toMatchObject({ state: 'estimated', value: { method: 'series' } })
    if (effect.state === 'estimated') expect(effect.value.estimate).toBeCloseTo(0, 1)
  })

  test('months that happen to be alike do not pass for certainty', () => {
    const months = Array.from({ length: 8 }, (_, at) => `m${at}`)
    const counts = [3, 3, 3, 3, 2, 2, 2, 2]
    const effect = estimateEffect(
      {
        kind: 'complaints',
        design: 'pre_post',
        months,
        before: [0, 1, 2, 3],
        after: [4, 5, 6, 7],
        treated: [{ unit: 't', counts }],
        comparison: [],
      },
      RULE,
    )
    expect(effect).toMatchObject({ state: 'estimated', value: { method: 'before_after' } })
    if (effect.state === 'estimated') expect(effect.value.high).toBeGreaterThan(0)
  })
})

describe('effect on complaints', () => {
  function counted(next: () => number, treated: (month: number) => number): EffectInput {
    const unit = (name: string, mean: (month: number) => number): UnitMonths => ({
      unit: name,
      counts: MONTHS.map((_, month) => poisson(next, mean(month))),
    })
    return {
      kind: 'complaints',
      design: 'difference_in_differences',
      months: MONTHS,
      before: BEFORE,
      after: AFTER,
      treated: [unit('t', treated)],
      comparison: Array.from({ length: 8 }, (_, i) => unit(`c${i}`, () => 8 + i)),
    }
  }
  test('fewer complaints than elsewhere is an improvement', () => {
    const judged = verdict(counted(random(5), (month) => (month < 12 ? 30 : 8)))
    expect(judged.verdict).toBe('improved')
  })
  test('levels are the counts of the months as anybody adds them up', () => {
    const input = counted(random(5), (month) => (month < 12 ? 30 : 8))
    const counts = input.treated[0]!.counts!
    const monthly = (positions: number[]) => positions.reduce((sum, at) => sum + counts[at]!, 0) / positions.length
    const effect = estimateEffect(input, RULE)
    expect(effect).toMatchObject({ value: { treatedBefore: monthly(BEFORE), treatedAfter: monthly(AFTER) } })
  })
  test('more is a deterioration', () => {
    expect(verdict(counted(random(5), (month) => (month < 12 ? 8 : 30))).verdict).toBe('worsened')
  })
})

describe('a unit picked for one bad month', () => {
  const signal = { deviation: -0.8, center: 3.1, month: MONTHS[9]! }
  const months = (values: number[]) => values.map((value, i) => ({ month: MONTHS[6 + i]!, value }))

  test('is recognized from the other months before the program', () => {
    expect(judgeSelection(signal, months([3.1, 3.05, 3.15, 2.3]), RULE).state).toBe('one_month')
    expect(judgeSelection(signal, months([2.4, 2.5, 2.4, 2.3]), RULE).state).toBe('lasting')
    expect(judgeSelection(signal, months([2.3]).slice(0, 1), RULE).state).toBe('unknown')
    expect(judgeSelection(undefined, months([3, 3]), RULE).state).toBe('none')
  })

  test('is also seen where no signal was recorded', () => {
    const before = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    const unit = (mean: (month: number) => number) =>
      rated(random(8), { treated: mean, before, after: AFTER }).treated[0]!
    expect(
      extremeMonth(
        unit((m) => (m === 9 ? 2.3 : 3.1)),
        MONTHS,
        before,
        RULE,
      )?.month,
    ).toBe(MONTHS[9])
    expect(
      extremeMonth(
        unit(() => 3.1),
        MONTHS,
        before,
        RULE,
      ),
    ).toBeUndefined()
    expect(
      extremeMonth(
        unit((m) => (m === 9 ? 3.9 : 3.1)),
        MONTHS,
        before,
        RULE,
      ),
    ).toBeUndefined()
    const counts = { unit: 'u', counts: MONTHS.map((_, m) => (m === 8 ? 19 : 6)) }
    expect(extremeMonth(counts, MONTHS, before, RULE)).toMatchObject({ month: MONTHS[8], center: 6, deviation: 13 })
  })

  test('never counts as improved, whatever the figures', () => {
    const input = rated(random(6), { treated: (m) => (m < 12 ? 2.5 : 3.4), before: BEFORE, after: AFTER })
    const judged = verdict(input, { state: 'one_month', share: 0.1, months: 3 })
    expect(judged.verdict).toBe('inconclusive')
    expect(judged.reasons).toContain('one_bad_month')
    expect(judged.grade).toBe('moderate')
  })
})

describe('many worlds', () => {
  const worlds = 500
  test('the interval holds a known effect of 0.4 in at least 93 % of them', () => {
    const next = random(20261121)
    let held = 0
    for (let run = 0; run < worlds; run++) {
      const input = rated(next, { treated: (m) => (m < 12 ? 2.7 : 3.1), before: BEFORE, after: AFTER, size: 12 })
      const effect = estimateEffect(input, RULE)
      if (effect.state === 'estimated' && effect.value.low <= 0.4 && effect.value.high >= 0.4) held++
    }
    expect(held / worlds).toBeGreaterThanOrEqual(0.93)
  })
  test('without an effect at most 5 % are called improved or worsened', () => {
    const next = random(11)
    let called = 0
    for (let run = 0; run < worlds; run++) {
      const input = rated(next, { treated: () => 3.1, before: BEFORE, after: AFTER, size: 12 })
      if (['improved', 'worsened'].includes(verdict(input).verdict)) called++
    }
    expect(called / worlds).toBeLessThanOrEqual(0.05)
  })
})

describe('a stepped wedge', () => {
  const months = Array.from({ length: 17 }, (_, at) => at)
  function wedge(dated: boolean): EffectInput {
    const next = random(11)
    const unit = (name: string, starts: number | undefined): UnitMonths => ({
      unit: name,
      starts: dated ? starts : undefined,
      // Everything rises by itself from month 8 on; only the program adds 0.5.
      ratings: months.map((at) =>
        answers(next, 80, 2.4 + (at >= 8 ? 0.4 : 0) + (starts !== undefined && at >= starts ? 0.5 : 0)),
      ),
    })
    return {
      kind: 'skm',
      design: 'stepped_wedge',
      months: MONTHS,
      before: [0, 1, 2, 3, 4],
      after: [13, 14, 15, 16],
      treated: [unit('a', 6), unit('b', 8), unit('c', 10), unit('d', 12)],
      comparison: [unit('e', undefined), unit('f', undefined)],
    }
  }

  test('finds the effect that begins with each unit’s turn, whatever rises everywhere, and is called strong', () => {
    const effect = estimateEffect(wedge(true), RULE)
    expect(effect).toMatchObject({ state: 'estimated', value: { method: 'wedge', df: 5 } })
    if (effect.state !== 'estimated') return
    expect(effect.value.low).toBeGreaterThan(0.3)
    expect(effect.value.high).toBeLessThan(0.7)
    expect(judge(effect, 'stepped_wedge', 'skm', NONE, RULE)).toMatchObject({ verdict: 'improved', grade: 'strong' })
  })

  test('without dates it is a comparison like any other, and earns no more than one', () => {
    const effect = estimateEffect(wedge(false), RULE)
    expect(effect).toMatchObject({ state: 'estimated', value: { method: 'difference' } })
    expect(judge(effect, 'stepped_wedge', 'skm', NONE, RULE).designGrade).toBe('good')
  })
})
