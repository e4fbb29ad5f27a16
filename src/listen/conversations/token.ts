import { createHash, createHmac, randomBytes } from 'node:crypto'
import { signingKey } from '../../platform/seal.ts'

const TOKEN = /^[A-Za-z0-9_-]{22}$/
const KEY = /^[0-9a-f-]{36}$/

/**
 * A form's key together with what it says: the same again is a repeat. Other words under the same key are no repeat;
 * somebody went back, or mended what they believed had not been sent.
 */
export function formKey(key: string | undefined, content: readonly unknown[]): string | undefined {
  if (!key || !KEY.test(key)) return undefined
  return createHash('sha256')
    .update(JSON.stringify([key, ...content]))
    .digest('hex')
}

/**
 * The address of a new conversation: 128 bits. From the form that begins it, so that the form sent again leads to the
 * same address although it lies nowhere.
 */
export function newToken(institution: string, key: string | undefined): { token: string; startKey: Buffer | null } {
  if (!key) return { token: randomBytes(16).toString('base64url'), startKey: null }
  const bytes = createHmac('sha256', signingKey('conversation')).update(`${institution}:${key}`).digest()
  return { token: bytes.subarray(0, 16).toString('base64url'), startKey: hashOf(key) }
}

export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
