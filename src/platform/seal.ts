import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const NONCE = 12
const TAG = 16

let master: Buffer | undefined
const derived = new Map<string, Buffer>()

/** Tells this process the installation's 32 secret bytes; called once at start. */
export function useSealKey(secret: Buffer): void {
  if (secret.length !== 32) throw new RangeError('The seal key has 32 bytes.')
  master = secret
  derived.clear()
}

/** AES-256-GCM under a key of its own for each purpose: nonce, tag, ciphertext. */
export function seal(purpose: string, content: string | Buffer): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
  const body = Buffer.concat([
    cipher.update(typeof content === 'string' ? Buffer.from(content) : content),
    cipher.final(),
  ])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** @throws when it was sealed under another key or purpose, or was changed since. */
export function unseal(purpose: string, sealed: Buffer): string {
  return unsealBytes(purpose, sealed).toString('utf8')
}

export function unsealBytes(purpose: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, NONCE))
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
}

/** A key of the installation for signing, one for each purpose. */
export function signingKey(purpose: string): string {
  return keyFor(purpose).toString('base64')
}

function keyFor(purpose: string): Buffer {
  if (!master) throw new Error('The seal key has not been set at start.')
  let key = derived.get(purpose)
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `sigap:${purpose}`, 32))
    derived.set(purpose, key)
  }
  return key
}
