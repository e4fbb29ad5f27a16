import tQuantile from '@stdlib/stats-base-dists-t-quantile'
import { type Answers, ELEMENTS, type Element, givenAnswers, SCORES } from './model.ts'
import { add, compare, multiply, type Rational, rational, toFixed, toNumber } from './rational.ts'

/** A letter holds from `lower` upward, on the index as it was rounded; letters are listed best first. */
export type Band = {
  letter: string
  lower: Rational
  labels: { id: string; en: string }
  /** The printed intervals, for showing only: the printed bounds leave gaps. */
  printed: { average: string; index: string }
}

export type Rule = {
  code: string
  /** The code, and from when the institution's own setting holds where there is one. */
  version: string
  weights: Record<Element, Rational>
  factor: Rational
  indexPlaces: number
  averagePlaces: number
  /** Fewer respondents than this give no figure: neither a result nor a small group that could be recognized. */
  minRespondents: number
  bands: readonly Band[]
}

/** How often each score 1, 2, 3, 4 was given. */
export type Counts = readonly [number, number, number, number]

/** Everything the index is made of. Sums of respondents' means are in units of 1/2520, which divides by 1…9 exactly. */
export type Tally = {
  respondents: number
  meanSum: bigint
  meanSquares: bigint
  counts: Record<Element, Counts>
}

export type ElementResult = {
  element: Element
  counts: Counts
  valid: number
  sum: number
  average: Rational | null
  /** Average to the rule's places, '3.6207'. */
  averageText: string | null
  weighted: Rational | null
  /** Average × factor, to the index's places, so that one element can be compared with the index. */
  indexText: string | null
}

export type SkmResult = {
  ruleVersion: string
  n: number
  minRespondents: number
  elements: ElementResult[]
  /** Nilai indeks (NI), '3.6590'; null where there is no index. */
  average: string | null
  /** The index, rounded once: '91.48'. */
  index: string | null
  /** The same before rounding, to six decimals. */
  unrounded: string | null
  band: Band | null
  interval: Interval | null
  /** Why there is no index. */
  missing: 'too_few' | 'element_without_answers' | null
}

/** 95 % t interval of the index from the respondents' own means, on the scale of the index. */
export type Interval = { low: number; high: number; confidence: 0.95; degrees: number }

export const MEAN_UNIT = 2520

export function emptyTally(): Tally {
  const counts = Object.fromEntries(ELEMENTS.map((element) => [element, [0, 0, 0, 0]])) as unknown as Tally['counts']
  return { respondents: 0, meanSum: 0n, meanSquares: 0n, counts }
}

/** One respondent's mean over what they answered, in units of 1/2520; undefined when nothing was answered. */
export function meanInUnits(answers: Answers): number | undefined {
  let sum = 0
  for (const element of ELEMENTS) sum += answers[element] ?? 0
  return sum === 0 ? undefined : (sum * MEAN_UNIT) / givenAnswers(answers)
}

export function addAnswers(tally: Tally, answers: Answers): Tally {
  const mean = meanInUnits(answers)
  if (mean === undefined) return tally
  const counts = Object.fromEntries(
    ELEMENTS.map((element) => [
      element,
      SCORES.map((score, index) => (tally.counts[element][index] ?? 0) + (answers[element] === score ? 1 : 0)),
    ]),
  ) as unknown as Tally['counts']
  return {
    respondents: tally.respondents + 1,
    meanSum: tally.meanSum + BigInt(mean),
    meanSquares: tally.meanSquares + BigInt(mean) ** 2n,
    counts,
  }
}

/**
 * The index of PermenPANRB 14/2017: each element's mean over its valid answers, times its weight, added up, times 25;
 * exact until the one rounding at the end, and the letter is read off the rounded index.
 */
export function computeSkm(rule: Rule, tally: Tally): SkmResult {
  const elements = ELEMENTS.map((element) => elementResult(rule, element, tally.counts[element]))
  const averages = elements.map((row) => row.weighted).filter((weighted) => weighted !== null)
  const base = { ruleVersion: rule.version, n: tally.respondents, minRespondents: rule.minRespondents, elements }
  const missing = whyNone(rule, tally, averages.length)
  if (missing) return { ...base, missing, average: null, index: null, unrounded: null, band: null, interval: null }
  const average = averages.reduce(add, rational(0))
  const index = multiply(average, rule.factor)
  return {
    ...base,
    missing,
    average: toFixed(average, rule.averagePlaces),
    index: toFixed(index, rule.indexPlaces),
    unrounded: toFixed(index, 6),
    band: bandOf(rule, index),
    interval: intervalOf(rule, tally, index),
  }
}

function whyNone(rule: Rule, tally: Tally, answeredElements: number): SkmResult['missing'] {
  if (tally.respondents < rule.minRespondents) return 'too_few'
  return answeredElements < ELEMENTS.length ? 'element_without_answers' : null
}

function elementResult(rule: Rule, element: Element, counts: Counts): ElementResult {
  const valid = counts.reduce((sum, count) => sum + count, 0)
  const sum = counts.reduce((total, count, index) => total + count * (index + 1), 0)
  const average = valid === 0 ? null : rational(sum, valid)
  return {
    element,
    counts,
    valid,
    sum,
    average,
    averageText: average && toFixed(average, rule.averagePlaces),
    weighted: average && multiply(average, rule.weights[element]),
    indexText: average && toFixed(multiply(average, rule.factor), rule.indexPlaces),
  }
}

/** The printed intervals leave gaps (76,60 to 76,61), so the letter belongs to the rounded index. */
export function bandOf(rule: Pick<Rule, 'bands' | 'indexPlaces'>, index: Rational): Band | null {
  const scale = 10n ** BigInt(rule.indexPlaces)
  const rounded = rational((index.n * scale * 2n + index.d) / (index.d * 2n), scale)
  return rule.bands.find((band) => compare(rounded, band.lower) >= 0) ?? null
}

function intervalOf(rule: Rule, tally: Tally, index: Rational): Interval | null {
  const n = BigInt(tally.respondents)
  if (n < 2n) return null
  const spread = rational(n * tally.meanSquares - tally.meanSum ** 2n, n * (n - 1n) * BigInt(MEAN_UNIT) ** 2n)
  const degrees = tally.respondents - 1
  const half = tQuantile(0.975, degrees) * Math.sqrt(toNumber(spread) / tally.respondents) * toNumber(rule.factor)
  const centre = toNumber(index)
  const factor = toNumber(rule.factor)
  return { low: Math.max(factor, centre - half), high: Math.min(4 * factor, centre + half), confidence: 0.95, degrees }
}

/** The lowest elements, ties included: what the follow-up plan has to name. */
export function lowestElements(result: SkmResult, most = 3): Set<Element> {
  const known = result.elements.filter((row) => row.average !== null)
  const sorted = known.toSorted((a, b) => compare(a.average!, b.average!))
  const limit = sorted[Math.min(most, sorted.length) - 1]?.average
  const highest = sorted.at(-1)?.average
  if (!limit || !highest) return new Set()
  return new Set(
    sorted
      .filter((row) => compare(row.average!, limit) <= 0 && compare(row.average!, highest) < 0)
      .map((row) => row.element),
  )
}
