import { expect, test } from 'vitest'
import { chance } from './chance.ts'

test('every draw is as long as asked and given once, also where what was drawn ahead ends', () => {
  const draws = Array.from({ length: 2000 }, (_, index) => chance(8 + (index % 57)))
  expect(draws.every((bytes, index) => bytes.length === 8 + (index % 57))).toBe(true)
  expect(new Set(draws.map((bytes) => bytes.toString('hex'))).size).toBe(2000)
})
