import { type Interval, standardDeviation, tInterval, wilson } from '../../platform/statistics/index.ts'
import { isRated, isText, LIKERT_VALUES, type Question } from './definition.ts'

/** How often each value was given; `item` only for lists of rated items. */
export type ValueCount = { question: string; item: string | null; value: string; n: number }

export type Rated = {
  /** From 5 to 1. */
  counts: readonly number[]
  n: number
  topTwo: number
  topTwoShare: number
  interval: Interval
  median: number
}
export type Measured = {
  n: number
  mean: number
  interval: Interval | undefined
  median: number
  bins: readonly { from: number; to: number; n: number }[]
}
export type Chosen = { n: number; options: readonly { code: string; n: number; share: number }[] }

export type QuestionResult = { question: Question; n: number } & (
  | { kind: 'hidden' }
  | { kind: 'rated'; rows: readonly { item: string | null; result: Rated | undefined }[] }
  | { kind: 'measured'; result: Measured }
  | { kind: 'chosen'; result: Chosen }
  | { kind: 'text' }
)

/** The middle of the ordered answers; between two it is their mean. */
export function medianOf(values: readonly (readonly [value: number, n: number])[]): number {
  const sorted = values.filter(([, n]) => n > 0).toSorted(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, n]) => sum + n, 0)
  const at = (rank: number) => {
    let seen = 0
    for (const [value, n] of sorted) {
      seen += n
      if (seen >= rank) return value
    }
    return Number.NaN
  }
  return (at(Math.floor((total + 1) / 2)) + at(Math.ceil((total + 1) / 2))) / 2
}

/** Counts of 5 to 1: satisfied share (4 and 5) with Wilson's interval, and the median; undefined without answers. */
export function rated(counts: readonly number[]): Rated | undefined {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const topTwo = (counts[0] ?? 0) + (counts[1] ?? 0)
  const interval = wilson(topTwo, n)
  if (!interval) return undefined
  const median = medianOf(LIKERT_VALUES.map((value, index) => [value, counts[index] ?? 0] as const))
  return { counts, n, topTwo, topTwoShare: topTwo / n, interval, median }
}

/** Mean with its t interval, and the distribution in ten steps of the scale or of what was given. */
export function measured(question: Question, values: readonly (readonly [number, number])[]): Measured {
  const all = values.flatMap(([value, n]) => Array<number>(n).fill(value))
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  const se = standardDeviation(all) / Math.sqrt(all.length)
  const low = question.kind === 'scale' ? (question.min ?? 0) : Math.min(...values.map(([value]) => value))
  const high = question.kind === 'scale' ? (question.max ?? 100) : Math.max(...values.map(([value]) => value))
  const span = high - low
  const steps = span <= 10 ? span + 1 : 10
  const width = span <= 10 ? 1 : span / 10
  const bins = Array.from({ length: steps }, (_, index) => ({
    from: Math.ceil(low + index * width),
    to: span <= 10 ? low + index : index === steps - 1 ? high : Math.ceil(low + (index + 1) * width) - 1,
    n: 0,
  }))
  for (const [value, n] of values) {
    const bin = bins.find((one) => value >= one.from && value <= one.to)
    if (bin) bin.n += n
  }
  return { n: all.length, mean, interval: tInterval(mean, se, all.length - 1), median: medianOf(values), bins }
}

/** One question's result; with fewer answers than the smallest group nothing but that. */
export function resultOf(
  question: Question,
  counts: readonly ValueCount[],
  answered: number,
  minGroup: number,
): QuestionResult {
  const own = counts.filter((one) => one.question === question.code)
  const head = { question, n: answered }
  // The smallest group counts respondents; what a few of them wrote is read by those allowed to.
  if (isText(question.kind)) return { ...head, kind: 'text' }
  if (answered < minGroup) return { ...head, kind: 'hidden' }
  if (question.kind === 'date') return { ...head, kind: 'text' }
  if (isRated(question.kind)) {
    const items = question.kind === 'rating' ? (question.items ?? []).map((item) => item.code) : [null]
    const rows = items.map((item) => {
      const of = (value: number) => own.find((one) => one.item === item && one.value === String(value))?.n ?? 0
      const result = rated(LIKERT_VALUES.map(of))
      return { item, result: result && result.n >= minGroup ? result : undefined }
    })
    return { ...head, kind: 'rated', rows }
  }
  if (question.kind === 'scale' || question.kind === 'number')
    return {
      ...head,
      kind: 'measured',
      result: measured(
        question,
        own.map(({ value, n }) => [Number(value), n] as const),
      ),
    }
  const options = (question.options ?? []).map(({ code }) => {
    const n = own.find((one) => one.value === code)?.n ?? 0
    return { code, n, share: n / answered }
  })
  return { ...head, kind: 'chosen', result: { n: answered, options } }
}
