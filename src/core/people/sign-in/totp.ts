import { Secret, TOTP } from 'otpauth'

const PERIOD = 30

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The address that authenticator apps read from a QR code. */
export function totpAddress(secret: string, issuer: string, login: string): string {
  return new TOTP({ issuer, label: login, secret: Secret.fromBase32(secret), period: PERIOD }).toString()
}

/**
 * The 30-second step a code belongs to, one step of clock error either way; undefined when it is wrong or when that
 * step or a later one was used before.
 */
export function totpStep(secret: string, code: string, lastStep: number, now: Date): number | undefined {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD })
  const delta = totp.validate({ token: code, timestamp: now.getTime(), window: 1 })
  if (delta === null) return undefined
  const step = Math.floor(now.getTime() / 1000 / PERIOD) + delta
  return step > lastStep ? step : undefined
}
