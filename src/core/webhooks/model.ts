import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { bilingual, requiredText } from '../../platform/http/input.ts'

/**
 * Seconds from one attempt to the next, the schedule that the Standard Webhooks specification suggests; after the last
 * one the delivery is given up and waits for a person to repeat it.
 */
export const RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const

/** An endpoint that has failed for this long without one success is stopped. */
export const FAILING_DAYS = 5
export const KEPT_DAYS = 30
export const OLD_SECRET_HOURS = 24

const PREFIX = 'whsec_'

/** A new secret as the receiver's library wants it: 32 random bytes in base64 behind `whsec_`. */
export function makeSecret(): string {
  return PREFIX + randomBytes(32).toString('base64')
}

/** The `v1` signature of Standard Webhooks: HMAC-SHA256 over id, second and body as they are sent. */
export function signature(secret: string, id: string, second: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${second}.${body}`).digest('base64')}`
}

/** When to try again after the given number of attempts; undefined when it is given up. */
export function nextAttempt(attempts: number, now: Date): Date | undefined {
  const seconds = RETRY_SECONDS[attempts - 1]
  return seconds === undefined ? undefined : new Date(now.getTime() + seconds * 1000)
}

export function bodyOf(message: { type: string; at: Date; data: unknown }): string {
  return JSON.stringify({ type: message.type, timestamp: message.at.toISOString(), data: message.data })
}

export const EndpointInput = z.object({
  name: requiredText(100, bilingual('Nama penerima belum diisi.', 'Enter the receiver’s name.')),
  url: requiredText(1000, bilingual('Alamat penerima belum diisi.', 'Enter the receiver’s address.')),
  types: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z
      .array(z.string().max(100))
      .min(1, { error: bilingual('Pilih paling sedikit satu kejadian.', 'Choose at least one event.') })
      .max(100),
  ),
})
