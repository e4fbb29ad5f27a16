import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 10

/** Luhn's check over 32 symbols: notices every wrong symbol and nearly every swap of neighbours. */
function checkOf(values: readonly number[]): number {
  const sum = values.toReversed().reduce((total, value, index) => {
    const weighed = index % 2 === 0 ? value * 2 : value
    return total + Math.floor(weighed / 32) + (weighed % 32)
  }, 0)
  return (32 - (sum % 32)) % 32
}

/** Nine random symbols and one check symbol: longer than a complaint's code, so that the two are never mistaken. */
export function makeRequestCode(random: Uint8Array = randomBytes(LENGTH - 1)): string {
  const values = Array.from(random.slice(0, LENGTH - 1), (byte) => byte % 32)
  return [...values, checkOf(values)].map((value) => ALPHABET[value]).join('')
}

export function showRequestCode(code: string): string {
  return `${code.slice(0, 5)}-${code.slice(5)}`
}

/** What a person typed, without minding case, spaces, dashes, O for 0 or L for 1; undefined when it cannot be a code. */
export function readRequestCode(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  const values = [...code].map((symbol) => ALPHABET.indexOf(symbol))
  const whole = values.length === LENGTH && !values.includes(-1)
  return whole && checkOf(values.slice(0, -1)) === values.at(-1) ? code : undefined
}
