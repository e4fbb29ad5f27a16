import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covered, isWatched, parseNips, parseRanges, plausible } from './model.ts'

test('ranges are whole seconds within the video', () => {
  expect(parseRanges('0-12,30-99', 63)).toEqual([
    [0, 12],
    [30, 63],
  ])
  expect(parseRanges('70-80', 63)).toEqual([])
  for (const bad of ['', '5-5', '9-3', '-1-4', '1.5-2', '0-1,', '0-999999', `${'0-1,'.repeat(200)}0-1`])
    expect(parseRanges(bad, 63), bad).toBeUndefined()
})

test('covered seconds do not depend on order or repetition', () => {
  const range = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 20 }))
    .map(([from, length]): [number, number] => [from, from + length])
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const seconds = new Set(ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at)))
      expect(covered(ranges)).toBe(seconds.size)
      expect(covered([...ranges, ...ranges].reverse())).toBe(seconds.size)
    }),
  )
})

test('the clock on the wall bounds what can have been watched', () => {
  expect(plausible(60, 1)).toBe(false)
  expect(plausible(60, 15)).toBe(true)
  expect(isWatched(56, 63, 90)).toBe(false)
  expect(isWatched(57, 63, 90)).toBe(true)
})

test('NIPs are read as people paste them', () => {
  expect(parseNips('19900101 201503 1 001, 199001012015031002\n\n199001012015031002;abc')).toEqual([
    '199001012015031001',
    '199001012015031002',
  ])
})
