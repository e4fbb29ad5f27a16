import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, unseal, useSealKey } from './seal.ts'

test('opens only with its key and purpose, and unchanged', () => {
  const key = randomBytes(32)
  useSealKey(key)
  const sealed = seal('nik', '1707094101900001')
  expect(sealed.includes('1707094101900001')).toBe(false)
  expect(seal('nik', '1707094101900001')).not.toEqual(sealed)
  expect(unseal('nik', sealed)).toBe('1707094101900001')
  expect(() => unseal('totp', sealed)).toThrow()
  const changed = Buffer.from(sealed)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  expect(() => unseal('nik', changed)).toThrow()
  useSealKey(randomBytes(32))
  expect(() => unseal('nik', sealed)).toThrow()
  useSealKey(key)
})
