import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Answers, ELEMENTS, type Element, SCORES } from './model.ts'
import { add, multiply, parseRational, type Rational, rational, toFixed } from './rational.ts'
import { addAnswers, bandOf, type Counts, computeSkm, emptyTally, lowestElements, type Rule } from './skm.ts'

function band(letter: string, lower: string) {
  return {
    letter,
    lower: parseRational(lower),
    labels: { id: letter, en: letter },
    printed: { average: '', index: '' },
  }
}

function ruleWith(weight: string, minRespondents = 10): Rule {
  return {
    code: `test-${weight}`,
    version: `test-${weight}`,
    weights: Object.fromEntries(ELEMENTS.map((element) => [element, parseRational(weight)])) as Record<
      Element,
      Rational
    >,
    factor: rational(25),
    indexPlaces: 2,
    averagePlaces: 4,
    minRespondents,
    bands: [band('A', '88.31'), band('B', '76.61'), band('C', '65.00'), band('D', '25.00')],
  }
}
const exact = ruleWith('1/9')

/** Any split of a total over 29 respondents gives the same mean; this one uses the scores just above and below it. */
function countsFor(total: number, n: number): Counts {
  const low = Math.floor(total / n)
  const above = total - low * n
  return SCORES.map((score) => (score === low ? n - above : score === low + 1 ? above : 0)) as unknown as Counts
}

const PUBLISHED = [105, 101, 100, 116, 102, 105, 106, 105, 115]
const published = {
  ...emptyTally(),
  respondents: 29,
  counts: Object.fromEntries(ELEMENTS.map((element, i) => [element, countsFor(PUBLISHED[i]!, 29)])) as Record<
    Element,
    Counts
  >,
}

describe('the published example of 29 respondents', () => {
  test.each([
    ['1/9', '91.475096', '91.48', 'A'],
    ['0.111', '91.383621', '91.38', 'A'],
    ['0.11', '90.560345', '90.56', 'A'],
  ])('weight %s', (weight, unrounded, index, letter) => {
    const result = computeSkm(ruleWith(weight), published)
    expect(result).toMatchObject({ n: 29, unrounded, index, ruleVersion: `test-${weight}`, missing: null })
    expect(result.band?.letter).toBe(letter)
  })

  test('rounding the elements first, as spreadsheets do, would not be the same sum', () => {
    expect(computeSkm(exact, published).average).toBe('3.6590')
    expect(computeSkm(exact, published).elements.map((row) => row.sum)).toEqual(PUBLISHED)
  })
})

describe('letters', () => {
  test.each([
    ['100', 'A'],
    ['88.31', 'A'],
    ['88.305', 'A'],
    ['88.3049', 'B'],
    ['76.61', 'B'],
    ['76.605', 'B'],
    ['76.6049', 'C'],
    ['65', 'C'],
    ['64.995', 'C'],
    ['64.9949', 'D'],
    ['25', 'D'],
  ])('%s is %s', (index, letter) => expect(bandOf(exact, parseRational(index))?.letter).toBe(letter))

  test('a decimal weight flips the letter where the exact one does not', () => {
    const mean = multiply(parseRational('3.54'), rational(25))
    expect(bandOf(exact, mean)?.letter).toBe('A')
    expect(bandOf(exact, multiply(mean, rational(99, 100)))?.letter).toBe('B')
  })
})

describe('missing answers', () => {
  test('an element is divided by its own valid answers', () => {
    const some: Answers = { persyaratan: 2 }
    const all = Object.fromEntries(ELEMENTS.map((element) => [element, 4])) as Answers
    let tally = emptyTally()
    for (let i = 0; i < 10; i++) tally = addAnswers(tally, i < 5 ? all : { ...all, pengaduan: undefined, ...some })
    const result = computeSkm(exact, tally)
    expect(result.elements.find((row) => row.element === 'pengaduan')).toMatchObject({
      valid: 5,
      averageText: '4.0000',
    })
    expect(result.elements.find((row) => row.element === 'persyaratan')).toMatchObject({
      valid: 10,
      averageText: '3.0000',
    })
    expect(result.index).toBe(toFixed(rational(35 * 25, 9), 2))
  })

  test('no index while an element has no answer at all, or respondents are too few', () => {
    const all = Object.fromEntries(ELEMENTS.map((element) => [element, 3])) as Answers
    let tally = emptyTally()
    for (let i = 0; i < 9; i++) tally = addAnswers(tally, all)
    expect(computeSkm(exact, tally)).toMatchObject({ index: null, missing: 'too_few' })
    let partial = emptyTally()
    for (let i = 0; i < 12; i++) partial = addAnswers(partial, { ...all, sarana: undefined })
    expect(computeSkm(exact, partial)).toMatchObject({ index: null, missing: 'element_without_answers' })
  })

  test('an empty questionnaire is no respondent', () => {
    expect(addAnswers(emptyTally(), {}).respondents).toBe(0)
  })
})

const answers = fc.record(
  Object.fromEntries(ELEMENTS.map((element) => [element, fc.constantFrom(...SCORES)])) as Record<
    Element,
    fc.Arbitrary<1 | 2 | 3 | 4>
  >,
)

test('properties: within 25 and 100, equal to the mean of means, no matter the order, interval around the index', () => {
  fc.assert(
    fc.property(fc.array(answers, { minLength: 10, maxLength: 60 }), (people) => {
      const tally = people.reduce(addAnswers, emptyTally())
      const result = computeSkm(exact, tally)
      const all = people.flatMap((person) => Object.values(person))
      const mean = all.reduce<Rational>((sum, score) => add(sum, rational(score)), rational(0))
      expect(result.index).toBe(toFixed(rational(mean.n * 25n, mean.d * BigInt(all.length)), 2))
      expect(Number(result.index)).toBeGreaterThanOrEqual(25)
      expect(Number(result.index)).toBeLessThanOrEqual(100)
      expect(computeSkm(exact, people.toReversed().reduce(addAnswers, emptyTally()))).toEqual(result)
      expect(result.interval!.low).toBeLessThanOrEqual(Number(result.unrounded) + 1e-6)
      expect(result.interval!.high).toBeGreaterThanOrEqual(Number(result.unrounded) - 1e-6)
    }),
  )
})

test('the interval equals a textbook t interval', () => {
  const people = [1, 2, 3, 4, 4, 3, 3, 2, 4, 4].map(
    (score) => Object.fromEntries(ELEMENTS.map((element) => [element, score])) as Answers,
  )
  const result = computeSkm(exact, people.reduce(addAnswers, emptyTally()))
  // mean 3.0, s = 1.0541, t(0.975, 9) = 2.262157, half = 0.754052
  expect(result.interval!.low).toBeCloseTo((3 - 0.754052) * 25, 3)
  expect(result.interval!.high).toBeCloseTo((3 + 0.754052) * 25, 3)
})

test('the lowest elements are marked with ties, and none when all are equal', () => {
  expect(lowestElements(computeSkm(exact, published))).toEqual(new Set(['prosedur', 'waktu', 'produk']))
  const same = Object.fromEntries(ELEMENTS.map((element) => [element, 3])) as Answers
  const tally = Array.from({ length: 10 }, () => same).reduce(addAnswers, emptyTally())
  expect(lowestElements(computeSkm(exact, tally))).toEqual(new Set())
})

test('fractions', () => {
  expect(toFixed(rational(1, 9), 4)).toBe('0.1111')
  expect(toFixed(parseRational('2.345'), 2)).toBe('2.35')
  expect(toFixed(parseRational('-0.004'), 2)).toBe('0.00')
  expect(toFixed(rational(7, 2), 0)).toBe('4')
  expect(() => rational(1, 0)).toThrow(RangeError)
  expect(() => parseRational('1e3')).toThrow(RangeError)
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), fc.integer({ min: 0, max: 6 }), (n, places) => {
      const text = toFixed({ n, d: 1n }, places)
      expect(text.split('.')[0]).toBe(n.toString())
    }),
  )
})
