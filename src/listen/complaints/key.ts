import { isOneOf, signatures } from '../../platform/seal.ts'
import { ALPHABET, readCode } from './code.ts'

export const KEY_LENGTH = 6

/** Whose key: `no` counts up when a lost one is replaced. */
export type KeyHolder = { id: string; key_no: number }

/**
 * What only the reporter has beside the code: six symbols (30 bits), made from the installation's secret. It lies in no
 * table, so neither a page for officers nor a copy of the database without that secret can show it.
 */
export function keyOf(institution: string, holder: KeyHolder): string {
  return keysOf(institution, holder)[0]!
}

/** The newest first: a key that was given under a former secret of the installation opens as long as that is kept. */
function keysOf(institution: string, { id, key_no }: KeyHolder): string[] {
  return signatures('complaints.key', `${institution}:${id}:${key_no}`).map((digest) => {
    const bits = digest.readUInt32BE(0) >>> 2
    return Array.from({ length: KEY_LENGTH }, (_, index) => ALPHABET[(bits >>> (5 * index)) & 31]).join('')
  })
}

/** Takes the same time wherever the first wrong symbol stands. */
export function isKeyOf(given: string, institution: string, holder: KeyHolder): boolean {
  return isOneOf(given, keysOf(institution, holder))
}

const DEVICE_PROOFS = 5

/** What a device remembers of a code and key that were right once: it tells neither, and opens nothing by itself. */
function proofsOf(institution: string, code: string, key: string): string[] {
  return signatures('complaints.device', `${institution}:${code}:${key}`).map((digest) =>
    digest.subarray(0, 16).toString('base64url'),
  )
}

export const DEVICE_COOKIE = 'kunci'

export function knowsDevice(cookie: string | undefined, institution: string, code: string, key: string): boolean {
  const proofs = proofsOf(institution, code, key)
  return (cookie ?? '').split('.').some((one) => proofs.includes(one))
}

/** The cookie with this proof added; the oldest one makes room. */
export function rememberDevice(cookie: string | undefined, institution: string, code: string, key: string): string {
  const proof = proofsOf(institution, code, key)[0]!
  const others = (cookie ?? '').split('.').filter((one) => /^[\w-]{22}$/.test(one) && one !== proof)
  return [proof, ...others.slice(0, DEVICE_PROOFS - 1)].join('.')
}

const WRITTEN =
  /(?<![\p{L}\p{N}])([0-9A-Z]{4}-[0-9A-Z]{4}-|[0-9A-Z]{4} [0-9A-Z]{4} |(?<=\/lacak\/)[0-9A-Z]{8})([0-9A-Z]{6})(?![\p{L}\p{N}])/gu

/** Covers keys in what a reporter wrote or quoted from our own letters, so that they do not stand on officers' pages. */
export function withoutKeys(text: string): string {
  return text.replace(WRITTEN, (whole, code: string, key: string) => {
    const read = readCode(code + key)
    return read.ok && read.key && /\d/.test(whole) && /[A-Z]/.test(whole) ? `${code}▇▇▇` : whole
  })
}
