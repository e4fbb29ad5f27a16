import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerLines, parseAnswers } from './answer-lines.ts'
import { captionProblem } from './captions.ts'
import { add, formatDecimal, parseDecimal, readings, subtract } from './decimal.ts'
import { grade, normalize, type QuestionBody, total } from './question.ts'

const single: QuestionBody = {
  kind: 'single',
  choices: [
    { id: 'a', text: 'A', correct: true, feedback: '' },
    { id: 'b', text: 'B', correct: false, feedback: '' },
  ],
}
const multiple: QuestionBody = {
  kind: 'multiple',
  choices: ['a', 'b', 'c', 'd', 'e'].map((id, index) => ({ id, text: id, correct: index < 3, feedback: '' })),
}
const numeric: QuestionBody = { kind: 'numeric', ranges: [{ low: '3.13', high: '3.15' }] }
const short: QuestionBody = { kind: 'short', answers: ['Standar Pelayanan'] }

describe('grading', () => {
  test.each([
    [single, ['a'], 1, 1],
    [single, ['b'], 0, 1],
    [single, ['a', 'b'], 0, 1],
    [single, [], 0, 1],
    [multiple, ['a', 'b', 'c'], 3, 3],
    [multiple, ['a', 'b'], 2, 3],
    [multiple, ['a', 'b', 'd'], 1, 3],
    [multiple, ['a', 'b', 'c', 'd', 'e'], 1, 3],
    [multiple, ['a', 'a', 'zz'], 1, 3],
    [multiple, ['d', 'e'], 0, 3],
    [numeric, ['3,13'], 1, 1],
    [numeric, ['3.15'], 1, 1],
    [numeric, ['3,1500000001'], 0, 1],
    [numeric, ['tiga'], 0, 1],
    [numeric, ['1e9999999'], 0, 1],
    [short, ['  standar   PELAYANAN. '], 1, 1],
    [short, ['standar'], 0, 1],
    [short, [''], 0, 1],
  ] as [QuestionBody, string[], number, number][])('%#', (body, response, top, bottom) => {
    expect(grade(body, response)).toEqual({ top, bottom })
  })

  test('a number with a thousands point is read both ways', () => {
    const thousand: QuestionBody = { kind: 'numeric', ranges: [{ low: '1250', high: '1250' }] }
    for (const answer of ['1250', '1.250', '1,250', '1250,0'])
      expect(grade(thousand, [answer])).toEqual({ top: 1, bottom: 1 })
    expect(readings('1.250').map(formatDecimal)).toEqual(['1.250', '1250'])
  })

  test('spelling that looks the same is the same', () => {
    expect(normalize('Jum’at')).toBe(normalize("jum'at"))
    expect(normalize('ｆｕｌｌ')).toBe('full')
  })

  test('thirds add up exactly and passing is decided before rounding', () => {
    const third = { points: 1, share: { top: 1, bottom: 3 } }
    expect(total([third, third, third], 33)).toEqual({ score: '1.0000', max: 3, passed: true })
    expect(total([third], 34)).toEqual({ score: '0.3333', max: 1, passed: false })
    expect(total([{ points: 3, share: { top: 2, bottom: 3 } }], 66)).toMatchObject({ score: '2.0000', passed: true })
    expect(total([], 50)).toEqual({ score: '0.0000', max: 0, passed: false })
  })

  test('no answer earns more than all or less than nothing', () => {
    fc.assert(
      fc.property(fc.subarray(['a', 'b', 'c', 'd', 'e', 'x']), (response) => {
        const { top, bottom } = grade(multiple, response)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(top).toBeLessThanOrEqual(bottom)
      }),
    )
  })
})

test('decimals add exactly, where binary numbers do not', () => {
  const [a, b] = [parseDecimal('0,1')!, parseDecimal('0.2')!]
  expect(formatDecimal(add(a, b))).toBe('0.3')
  expect(formatDecimal(subtract(parseDecimal('3.14')!, parseDecimal('0.01')!))).toBe('3.13')
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 9 }), (units, scale) => {
      expect(parseDecimal(formatDecimal({ units, scale }))).toEqual({ units, scale })
    }),
  )
})

describe('answers as lines', () => {
  test.each([
    ['single', '* Lebih dulu # Betul\nBila ditanya'],
    ['multiple', '* a\n* b\nc'],
    ['numeric', '3.13 .. 3.15\n7'],
    ['short', 'Standar Pelayanan\nSP'],
  ] as const)('%s comes back as written', (kind, lines) => {
    const read = parseAnswers(kind, lines)
    expect(read.ok && answerLines(read.body)).toBe(lines)
  })

  test.each([
    ['single', 'hanya satu', 'two_choices'],
    ['single', 'a\nb', 'none_correct'],
    ['single', '* a\n* b', 'one_correct'],
    ['multiple', '* a\na', 'same_choices'],
    ['numeric', 'banyak', 'number'],
    ['numeric', '5 .. 3', 'number'],
    ['short', ' \n ', 'empty'],
  ] as const)('%s refuses %s', (kind, lines, problem) => {
    expect(parseAnswers(kind, lines)).toEqual({ ok: false, problem })
  })

  test('tolerance is written with ±', () => {
    expect(parseAnswers('numeric', '3,14 ± 0,01')).toEqual({ ok: true, body: numeric })
  })
})

test('captions are checked line by line', () => {
  expect(captionProblem('WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.000\nHalo')).toBeUndefined()
  expect(captionProblem('1\n00:00:00,000 --> 00:00:02,000\nSubRip')).toEqual({ code: 'header', line: 1 })
  expect(captionProblem('WEBVTT\n\n00:00:00,000 --> 00:00:02,000\nx')).toEqual({ code: 'timing', line: 3 })
  expect(captionProblem('WEBVTT\n\n00:02.000 --> 00:01.000\nx')).toEqual({ code: 'order', line: 3 })
  expect(captionProblem('WEBVTT\n')).toMatchObject({ code: 'empty' })
})
