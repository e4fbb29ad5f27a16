import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { chance } from './chance.ts'

/** Three bytes, so that the id is the first four letters of a value that is kept as base64. */
export const KEY_ID = 3
const NONCE = 12
const TAG = 16

type Master = { readonly id: string; readonly secret: Buffer; readonly derived: Map<string, Buffer> }

/** Newest first: it seals and signs; all of them open and check. */
let masters: readonly Master[] = []

/** Tells this process the installation's secrets of 32 bytes, the newest first; called once at start. */
export function useSealKey(newest: Buffer, ...former: readonly Buffer[]): void {
  masters = [newest, ...former].map((secret) => {
    if (secret.length !== 32) throw new RangeError('The seal key has 32 bytes.')
    return { id: sealKeyId(secret), secret, derived: new Map() }
  })
}

/** What a sealed value begins with: which key opens it, and nothing about the key. */
export function sealKeyId(secret: Buffer): string {
  return createHash('sha256')
    .update('sigap:key id')
    .update(secret)
    .digest('hex')
    .slice(0, KEY_ID * 2)
}

/** AES-256-GCM under a key of its own for each purpose: id of the secret, nonce, tag, ciphertext. */
export function seal(purpose: string, content: string | Buffer): Buffer {
  const [newest] = known()
  const nonce = chance(NONCE)
  const cipher = createCipheriv('aes-256-gcm', keyFor(newest, purpose), nonce)
  const body = Buffer.concat([
    cipher.update(typeof content === 'string' ? Buffer.from(content) : content),
    cipher.final(),
  ])
  return Buffer.concat([Buffer.from(newest.id, 'hex'), nonce, cipher.getAuthTag(), body])
}

/** @throws when it was sealed under a secret that is not known here or another purpose, or was changed since. */
export function unseal(purpose: string, sealed: Buffer): string {
  return unsealBytes(purpose, sealed).toString('utf8')
}

export function unsealBytes(purpose: string, sealed: Buffer): Buffer {
  const id = sealed.toString('hex', 0, KEY_ID)
  const master = known().find((one) => one.id === id)
  if (!master) throw new Error(`sealed under the secret ${id}, which is not known here`)
  const rest = sealed.subarray(KEY_ID)
  const decipher = createDecipheriv('aes-256-gcm', keyFor(master, purpose), rest.subarray(0, NONCE))
  decipher.setAuthTag(rest.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(rest.subarray(NONCE + TAG)), decipher.final()])
}

/** A key of the installation for signing, one for each purpose, from the newest secret. */
export function signingKey(purpose: string): string {
  return keyFor(known()[0], purpose).toString('base64')
}

/** HMAC-SHA-256 under every secret that is known, the newest first: what was signed before a rotation still counts. */
export function signatures(purpose: string, content: string): readonly [Buffer, ...Buffer[]] {
  const [newest, ...former] = known().map((master) =>
    createHmac('sha256', keyFor(master, purpose).toString('base64')).update(content).digest(),
  )
  return [newest!, ...former]
}

/** Compares with each in the same time, wherever the first difference stands. */
export function isOneOf(given: string, expected: readonly string[]): boolean {
  const typed = Buffer.from(given)
  return expected
    .map((one) => Buffer.from(one))
    .map((one) => one.length === typed.length && timingSafeEqual(one, typed))
    .includes(true)
}

function known(): readonly [Master, ...Master[]] {
  const [newest, ...former] = masters
  if (!newest) throw new Error('The seal key has not been set at start.')
  return [newest, ...former]
}

function keyFor(master: Master, purpose: string): Buffer {
  let key = master.derived.get(purpose)
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', master.secret, Buffer.alloc(0), `sigap:${purpose}`, 32))
    master.derived.set(purpose, key)
  }
  return key
}
