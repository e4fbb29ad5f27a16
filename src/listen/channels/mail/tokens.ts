import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const PROOF = 10
const CASE = 'reply'

/**
 * What stands behind the plus of a case's own address: the id of the case and 80 bits that only this institution can
 * make, in letters and digits that survive a mail server's lower-casing.
 */
export function replyToken(secret: Buffer, complaint: string, matter = CASE): string {
  const id = Buffer.from(parse(complaint))
  return base32(Buffer.concat([id, proofOf(secret, id, matter)]))
}

/** The case, or other matter, a token was made for; undefined when it was not made for one with this secret. */
export function readToken(secret: Buffer, token: string, matter = CASE): string | undefined {
  const bytes = fromBase32(token.toLowerCase())
  if (bytes?.length !== 16 + PROOF) return undefined
  const id = bytes.subarray(0, 16)
  if (!timingSafeEqual(bytes.subarray(16), proofOf(secret, id, matter))) return undefined
  return stringify(id, 0)
}

/** laporan@kantor.go.id becomes laporan+TOKEN@kantor.go.id. */
export function tokenAddress(mailbox: string, token: string): string {
  const at = mailbox.lastIndexOf('@')
  return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`
}

/** Mailbox and token of an address as it was written to. */
export function splitAddress(address: string): { mailbox: string; token: string | undefined } {
  const plain = address.trim().toLowerCase().replace(/^<|>$/g, '')
  const at = plain.lastIndexOf('@')
  const plus = plain.indexOf('+')
  if (plus < 1 || at < plus) return { mailbox: plain, token: undefined }
  return { mailbox: plain.slice(0, plus) + plain.slice(at), token: plain.slice(plus + 1, at) }
}

export function idHash(messageId: string): Buffer {
  return createHash('sha256').update(messageId.trim()).digest()
}

function proofOf(secret: Buffer, id: Buffer, matter: string): Buffer {
  return createHmac('sha256', secret).update(`${matter}:`).update(id).digest().subarray(0, PROOF)
}

function base32(bytes: Buffer): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      text += ALPHABET[(held >> (bits - 5)) & 31]
      bits -= 5
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

function fromBase32(text: string): Buffer | undefined {
  if (!/^[a-z2-7]{1,64}$/.test(text)) return undefined
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    held = (held << 5) | ALPHABET.indexOf(letter)
    bits += 5
    if (bits >= 8) {
      bytes.push((held >> (bits - 8)) & 255)
      bits -= 8
      held &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}
