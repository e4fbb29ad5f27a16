import { expect, test } from 'vitest'
import { isId, newId } from './id.ts'

test('ids sort by their time, and within one moment by the order in which they were made', () => {
  const at = new Date('2026-11-02T03:00:00.123Z')
  const later = new Date(at.getTime() + 1)
  const made = Array.from({ length: 500 }, (_, index) => {
    if (index % 7 === 0) newId(later)
    return newId(at)
  })
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(500)
  expect(made.every(isId)).toBe(true)
  expect(newId(later) > made.at(-1)!).toBe(true)
})
