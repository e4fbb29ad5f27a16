import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { useSealKey } from '../../platform/seal.ts'
import { formatCode, makeCode, readCode } from './code.ts'
import { isKeyOf, keyOf, knowsDevice, rememberDevice, withoutKeys } from './key.ts'

beforeAll(() => useSealKey(Buffer.alloc(32, 7)))

/** Another key of the right shape. */
function otherThan(key: string): string {
  const last = key.at(-1) === 'A' ? 'B' : 'A'
  return key.slice(0, -1) + last
}

describe('the key itself', () => {
  const holders = fc.record({ id: fc.uuid(), key_no: fc.integer({ min: 1, max: 9 }) })

  test('is six symbols, its own for every report, institution and number, and fits nothing else', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.uuid(), holders, (institution, holder) => {
        const key = keyOf(institution, holder)
        expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
        expect(isKeyOf(key, institution, holder)).toBe(true)
        expect(isKeyOf(otherThan(key), institution, holder)).toBe(false)
        expect(isKeyOf(key.slice(1), institution, holder)).toBe(false)
        seen.add(key + keyOf(institution, { ...holder, key_no: holder.key_no + 1 }))
      }),
      { numRuns: 500 },
    )
    expect(seen.size).toBeGreaterThan(450)
    expect(new Set([...seen].join('')).size).toBe(32)
  })

  test('a device remembers the last five', () => {
    const code = makeCode(Uint8Array.from([1, 2, 3, 4, 5]))
    let cookie: string | undefined
    const keys = Array.from({ length: 7 }, (_, index) => keyOf('i', { id: String(index), key_no: 1 }))
    for (const key of keys) cookie = rememberDevice(cookie, 'i', code, key)
    expect(keys.map((key) => knowsDevice(cookie, 'i', code, key))).toEqual([false, false, true, true, true, true, true])
    expect(knowsDevice(cookie, 'j', code, keys[6]!)).toBe(false)
    expect(knowsDevice('x.'.repeat(1000), 'i', code, keys[6]!)).toBe(false)
  })

  test('is covered where a reporter quotes it, and ordinary words are left alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), fc.uuid(), (random, id) => {
        const code = makeCode(random)
        const key = keyOf('i', { id, key_no: 1 })
        if (!/\d/.test(code + key) || !/[A-Z]/.test(code + key)) return
        for (const text of [formatCode(code, key), `> https://x.example/i/y/lacak/${code}${key} <`]) {
          expect(withoutKeys(`Kode saya ${text}.`)).not.toContain(key)
          expect(withoutKeys(`Kode saya ${text}.`)).toContain(text.includes('-') ? formatCode(code) : code)
        }
        expect(withoutKeys(formatCode(code))).toBe(formatCode(code))
      }),
    )
    for (const text of [
      'penyalahgunaan',
      '0812-3456-789012',
      '3523-0101-019000',
      'ANAK-ANAK-BERMAIN',
      'RT 03-2024-AB12CD',
    ])
      expect(withoutKeys(text)).toBe(text)
  })

  test('a code is read with or without it', () => {
    const code = makeCode(Uint8Array.from([1, 2, 3, 4, 5]))
    expect(readCode(`${code}-o1l234`)).toEqual({ ok: true, code, key: '011234' })
    expect(readCode(code)).toEqual({ ok: true, code, key: undefined })
    expect(readCode(`${code}12345`)).toEqual({ ok: false, problem: 'length' })
    expect(readCode(`${code}12345U`)).toEqual({ ok: false, problem: 'symbol' })
  })
})
