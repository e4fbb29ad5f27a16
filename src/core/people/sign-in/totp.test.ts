import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { newTotpSecret, totpStep } from './totp.ts'

const secret = newTotpSecret()
const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000)
const codeAt = (seconds: number) =>
  new TOTP({ secret: Secret.fromBase32(secret), period: 30 }).generate({ timestamp: at(seconds).getTime() })
const first = 1_800_000_000 / 30

test('a phone whose clock is half a minute off gets in, one that is further off does not', () => {
  for (const drift of [-30, 0, 30])
    expect(totpStep(secret, codeAt(drift), 0, at(0)), String(drift)).toBe(first + drift / 30)
  for (const drift of [-90, -60, 60, 90])
    expect(totpStep(secret, codeAt(drift), 0, at(0)), String(drift)).toBeUndefined()
})

test('a code is good once, and then none of an earlier moment either, whatever the clocks say', () => {
  const used = totpStep(secret, codeAt(30), 0, at(0))!
  expect(totpStep(secret, codeAt(30), used, at(0))).toBeUndefined()
  expect(totpStep(secret, codeAt(30), used, at(30))).toBeUndefined()
  expect(totpStep(secret, codeAt(0), used, at(0))).toBeUndefined()
  expect(totpStep(secret, codeAt(60), used, at(60))).toBe(first + 2)
})
