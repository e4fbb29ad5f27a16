/**
 * The code a citizen keeps: seven random symbols of Crockford's base32 (35 bits) and one check symbol, written 7K3P-Q9XM.
 * Crockford's own check symbol counts modulo 37 and so needs `*~$=U`, which nobody can read over the phone. Here the
 * check is a Reed–Solomon sum over GF(32): it stays inside the alphabet, and every single wrong symbol and every two
 * swapped symbols (next to each other or not) are noticed.
 */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8
/** The code with the key behind it; see key.ts. */
const WITH_KEY = LENGTH + 6

const powers = fieldPowers()

/** α^0 … α^30 in GF(2^5) with x^5 + x^2 + 1; all different, which is what makes a swap visible. */
function fieldPowers(): number[] {
  const list = [1]
  for (let exponent = 1; exponent < 31; exponent++) {
    const doubled = list[exponent - 1]! << 1
    list.push(doubled & 32 ? doubled ^ 0b100101 : doubled)
  }
  return list
}

function multiply(a: number, b: number): number {
  if (a === 0 || b === 0) return 0
  return powers[(powers.indexOf(a) + powers.indexOf(b)) % 31]!
}

/** The check symbol has weight α^0 = 1, so that it equals the weighted sum of the others. */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value, index) => sum ^ multiply(value, powers[index + 1]!), 0)
}

/** Makes a code from at least five random bytes; the caller brings them, so that demonstration data can be repeated. */
export function makeCode(random: Uint8Array): string {
  const bits = random.slice(0, 5).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  const values = Array.from({ length: LENGTH - 1 }, (_, index) => Number((bits >> BigInt(5 * index)) & 31n))
  return [...values, checkOf(values)].map((value) => ALPHABET[value]).join('')
}

/** The number of a report, which everybody may know; with the key, what opens it. */
export function formatCode(code: string, key?: string): string {
  return [code.slice(0, 4), code.slice(4), ...(key ? [key] : [])].join('-')
}

/** Where a report is followed; with the key, the reporter's own page. */
export function trackingPath(slug: string, { code, key = '' }: { code: string; key?: string | undefined }): string {
  return `/i/${slug}/lacak/${code}${key}`
}

export type ReadCode =
  | { ok: true; code: string; key: string | undefined }
  | { ok: false; problem: 'empty' | 'length' | 'symbol' | 'check' }

/** Reads what a person typed, a code or a code with its key: case, spaces and dashes do not matter, O is 0, I and L are 1. Asks no database. */
export function readCode(typed: string): ReadCode {
  const all = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (all === '') return { ok: false, problem: 'empty' }
  const values = [...all].map((symbol) => ALPHABET.indexOf(symbol))
  if (values.includes(-1)) return { ok: false, problem: 'symbol' }
  if (values.length !== LENGTH && values.length !== WITH_KEY) return { ok: false, problem: 'length' }
  if (checkOf(values.slice(0, LENGTH - 1)) !== values[LENGTH - 1]) return { ok: false, problem: 'check' }
  return { ok: true, code: all.slice(0, LENGTH), key: all.slice(LENGTH) || undefined }
}
