import { randomInt } from 'node:crypto'

/**
 * The code with which a half-filled questionnaire is found again, and the code of an invitation: eleven random symbols
 * (54 bits) and a check. Thirty-one symbols that are not mistaken for each other on paper or over the phone; 31 is prime, so a sum with
 * the weights 1 to 12 notices every wrong symbol and every two that were swapped.
 */
const ALPHABET = '123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

export function newCode(random: (below: number) => number = randomInt): string {
  const values = Array.from({ length: LENGTH - 1 }, () => random(ALPHABET.length))
  const sum = values.reduce((total, value, index) => total + value * (index + 1), 0)
  // The last symbol makes the weighted sum a multiple of 31: 12 × 13 = 156 = 1 (mod 31).
  const check = (((-sum * 13) % 31) + 31) % 31
  return [...values, check].map((value) => ALPHABET[value]).join('')
}

export function formatCode(code: string): string {
  return code.match(/.{1,4}/g)?.join('-') ?? code
}

/** Reads what a person typed; undefined when it cannot be a code. Asks no database. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}_.]/gu, '')
    .replace(/[IL]/g, '1')
  const values = [...code].map((symbol) => ALPHABET.indexOf(symbol))
  if (values.length !== LENGTH || values.includes(-1)) return undefined
  return values.reduce((total, value, index) => total + value * (index + 1), 0) % 31 === 0 ? code : undefined
}
