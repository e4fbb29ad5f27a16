import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyText } from '../../platform/test/any-text.ts'
import { ALPHABET, formatCode, makeCode, readCode } from './code.ts'

const codes = fc.uint8Array({ minLength: 5, maxLength: 5 }).map(makeCode)

describe('the complaint code', () => {
  test('reads back in every way a person writes it', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (const typed of [
          code,
          formatCode(code),
          formatCode(code).toLowerCase(),
          ` ${code.slice(0, 4)} ${code.slice(4)} `,
        ]) {
          expect(readCode(typed)).toEqual({ ok: true, code })
        }
        expect(readCode(code.replace(/0/g, 'o').replace(/1/g, 'l'))).toEqual({ ok: true, code })
        expect(readCode(code.replace(/0/g, 'O').replace(/1/g, 'i'))).toEqual({ ok: true, code })
        expect(readCode(`${code.slice(0, 4)}–${code.slice(4)}`)).toEqual({ ok: true, code })
      }),
    )
  })

  test('notices every single wrong symbol', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (let place = 0; place < code.length; place++) {
          for (const other of ALPHABET.replace(code[place]!, '')) {
            expect(readCode(code.slice(0, place) + other + code.slice(place + 1)).ok).toBe(false)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  test('notices every two swapped symbols, neighbours or not', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (let left = 0; left < code.length; left++) {
          for (let right = left + 1; right < code.length; right++) {
            if (code[left] === code[right]) continue
            const swapped = [...code]
            swapped[left] = code[right]!
            swapped[right] = code[left]!
            expect(readCode(swapped.join(''))).toEqual({ ok: false, problem: 'check' })
          }
        }
      }),
    )
  })

  test('a different 35 bits is a different code, and all symbols occur', () => {
    const bytes = (n: number) => Uint8Array.from([0, 0, 0, n >> 8, n & 255])
    const made = Array.from({ length: 4096 }, (_, n) => makeCode(bytes(n)))
    expect(new Set(made).size).toBe(4096)
    expect(new Set(made.join('')).size).toBe(32)
    expect(makeCode(Uint8Array.from([127, 255, 255, 255, 255])).slice(0, 7)).toBe('ZZZZZZZ')
  })

  test.each([
    ['', 'empty'],
    [' - ', 'empty'],
    ['7K3P', 'length'],
    ['7K3PQ9XMZ', 'length'],
    ['7K3P-Q9XU', 'symbol'],
    ['7K3P*Q9X', 'symbol'],
    ["' or 1=1", 'symbol'],
    ['😀😀😀😀😀😀😀😀', 'symbol'],
  ])('says what is wrong with %j', (typed, problem) => {
    expect(readCode(typed)).toEqual({ ok: false, problem })
  })

  test('reads any text without failing', () => {
    fc.assert(fc.property(anyText(), (typed) => typeof readCode(typed).ok === 'boolean'))
  })
})
