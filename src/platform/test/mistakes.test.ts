import { expect, test } from 'vitest'
import { withoutPage } from './mistakes.ts'

test('every command that takes words has a page of its own for a mistake', () => {
  expect(withoutPage()).toEqual([])
})
