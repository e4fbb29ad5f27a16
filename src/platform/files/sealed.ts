import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { seal, unsealBytes } from '../seal.ts'

/** Each sealed file has a key of its own, which lies sealed in its row: a new secret seals that anew, not the bytes. */
export const FILE_KEY = 'file key'
const NONCE = 12
const TAG = 16

/** The bytes as they lie in the store, written as `<path>.sealed`. */
export async function sealFile(path: string): Promise<{ path: string; sha256: Buffer; key: Buffer }> {
  const [key, nonce] = [randomBytes(32), randomBytes(NONCE)]
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(await readFile(path)), cipher.final()])
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body])
  await writeFile(`${path}.sealed`, sealed, { mode: 0o600 })
  return { path: `${path}.sealed`, sha256: createHash('sha256').update(sealed).digest(), key: seal(FILE_KEY, key) }
}

/** @throws when the bytes are not those that were sealed with this key. */
export async function openFile(body: Readable, key: Buffer): Promise<Buffer> {
  const sealed = Buffer.concat(await body.toArray())
  const decipher = createDecipheriv('aes-256-gcm', unsealBytes(FILE_KEY, key), sealed.subarray(0, NONCE))
  decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()])
}
