import { expect, test } from 'vitest'
import { readDecimal } from './input.ts'

test.each([
  ['1.250.000', 1_250_000],
  ['Rp 1.250.000', 1_250_000],
  ['1250000', 1_250_000],
  ['1.250,50', 1250.5],
  ['87,5', 87.5],
  ['87.5', 87.5],
  ['−3', -3],
  ['1.250', 1250],
  ['12.50', 12.5],
  ['87,125', undefined],
  ['1,250', undefined],
  ['100000000000', undefined],
  ['', undefined],
  ['1e9', undefined],
  ['0x10', undefined],
  ['seribu', undefined],
  ['1.2.3', undefined],
])('reads %s as people write it', (text, value) => {
  expect(readDecimal(text)).toBe(value)
})
